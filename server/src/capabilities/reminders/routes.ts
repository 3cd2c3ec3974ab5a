/** The contract's routes of this room: parse, call one verb, show. */
import { contract } from '@openaccord/api'
import { iso } from '../../kernel/index.ts'
import { on, type Endpoint } from '../../platform/endpoint.ts'
import type { Reminder } from './model.ts'
import type { Reminders } from './verbs.ts'

const { reminders: routes } = contract

export function remindersEndpoints(reminders: Reminders): Endpoint[] {
  return [
    on(routes.reminders, async ({ actor }) => ({ asOf: iso(reminders.clock()), reminders: (await reminders.recent(actor)).map(showReminder) })),
    on(routes.remind, async ({ actor, body }) => showReminder(await reminders.remind(actor, body.about))),
    on(routes.takeBack, async ({ actor, params }) => showReminder(await reminders.takeBack(actor, params.reminder))),
  ]
}

const showReminder = ({ id, about, names, askedAt, sendAt, state, endedAt }: Reminder) => ({ id, about, names: [...names], asked: iso(askedAt), sends: iso(sendAt), state, ended: endedAt === null ? null : iso(endedAt) })
