/** The contract's routes of this room: parse, call one verb, show. */
import { contract } from '@openaccord/api'
import { iso, type Actor } from '../../kernel/index.ts'
import { readMoment } from '../../platform/cursor.ts'
import { on, type Endpoint } from '../../platform/endpoint.ts'
import type { Ballot } from './model.ts'
import { showCard, showRedline, showText, showWhole } from './routes/show.ts'
import type { Ballots } from './verbs.ts'
import type { Waiting } from './verbs/reading.ts'

const { ballots: routes } = contract

export function ballotsEndpoints(ballots: Ballots): Endpoint[] {
  return [...readingEndpoints(ballots), ...changeEndpoints(ballots), ...actEndpoints(ballots)]
}

function readingEndpoints(ballots: Ballots): Endpoint[] {
  return [
    on(routes.ballots, async ({ actor, query: { state, kind, before, limit = 50 } }) => {
      const page = await ballots.ballots(actor, { state, kind, before: before === undefined ? undefined : placeOf(before), limit })
      return { asOf: iso(page.now), ballots: page.ballots.map(showCard), next: page.next === undefined ? null : `${page.next.at}-${page.next.id}`, mayPropose: page.mayPropose }
    }),
    on(routes.duties, async ({ actor }) => ({
      duties: (await ballots.duties(actor)).map(({ move, until, done, ...one }) => ({ move, until: until === null ? null : iso(until), done, ballot: showCard(one) })),
    })),
    on(routes.work, async ({ actor }) => ({ work: (await ballots.work(actor)).map(showWork) })),
    on(routes.ballot, async ({ actor, params }) => showWhole(await ballots.ballot(actor, params.ballot))),
    on(routes.text, async ({ actor, params }) => {
      const { ballot, text } = await ballots.text(actor, params.ballot, params.version)
      return showText(ballot, text)
    }),
    on(routes.redline, async ({ actor, params }) => showRedline(await ballots.redline(actor, params.ballot, params.from, params.to))),
  ]
}

const showWork = ({ move, until, now, ...one }: Waiting) => ({ move, due: until === null ? null : iso(until), overdue: until !== null && until < now, ballot: showCard({ ...one, now }) })

function changeEndpoints(ballots: Ballots): Endpoint[] {
  const whole = async (actor: Actor, changed: Promise<Ballot>) => showWhole(await ballots.ballot(actor, (await changed).id))
  return [
    on(routes.propose, ({ actor, body }) => whole(actor, ballots.propose(actor, body))),
    on(routes.write, ({ actor, params, body }) => whole(actor, ballots.write(actor, params.ballot, body))),
    on(routes.open, ({ actor, params }) => whole(actor, ballots.open(actor, params.ballot))),
    on(routes.comment, ({ actor, params, body }) => whole(actor, ballots.comment(actor, params.ballot, body.text))),
    on(routes.ask, ({ actor, params, body }) => whole(actor, ballots.ask(actor, params.ballot, body.text))),
    on(routes.answer, ({ actor, params, body }) => whole(actor, ballots.answer(actor, params.ballot, params.question, body.text))),
    on(routes.takeBack, ({ actor, params }) => whole(actor, ballots.takeBack(actor, params.ballot, params.question))),
    on(routes.freeze, ({ actor, params }) => whole(actor, ballots.freeze(actor, params.ballot))),
    on(routes.move, ({ actor, params, body }) => whole(actor, ballots.move(actor, params.ballot, body.move))),
    on(routes.confirm, ({ actor, params }) => whole(actor, ballots.confirm(actor, params.ballot, params.motion))),
    on(routes.decline, ({ actor, params }) => whole(actor, ballots.decline(actor, params.ballot, params.motion))),
    on(routes.withdraw, ({ actor, params }) => whole(actor, ballots.withdraw(actor, params.ballot))),
  ]
}

function actEndpoints(ballots: Ballots): Endpoint[] {
  return [
    on(routes.prepareAct, async ({ actor, body }) => {
      const { statement, payloadType, paeSha256, keyids, expires, words } = await ballots.prepareAct(actor, body)
      return { kind: body.kind, statement, payloadType, paeSha256, keyids, expires: iso(expires), words }
    }),
    on(routes.submitAct, async ({ actor, body }) => {
      const { at, ...outcome } = await ballots.submitAct(actor, body)
      return { ...outcome, at: iso(at) }
    }),
  ]
}

const placeOf = (cursor: string) => readMoment(cursor, 'ballot', { room: 'ballots', field: 'before' })
