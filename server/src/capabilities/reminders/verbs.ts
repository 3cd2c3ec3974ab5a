/** What one does with reminders: ask for one, take it back while it is held, see what was sent. */
import { newId, type PersonId } from '@openaccord/names'
import { need, Refusal, type Actor } from '../../kernel/index.ts'
import type { Tx } from '../../platform/database.ts'
import type { Means } from './means.ts'
import { HELD, needAwaited, needHeld, needNoneToday, ONE_A, type Reminder, type ReminderId } from './model.ts'
import { addReminder, endReminder, findReminder, lastAbout, remindersSince } from './store.ts'
import { reminderMail } from './wording.ts'

export const REMIND_JOB = 'reminders.send'
export type Reminders = ReturnType<typeof createReminders>

export function createReminders({ database, clock, random, journal, awaited, allianceName, mail, later, origin }: Means) {
  const change = <T>(work: (tx: Tx, now: number) => Promise<T>): Promise<T> => database.transact(async (tx) => {
    await tx.lock('reminders')
    return work(tx, clock())
  })
  const tell = (tx: Tx, kind: string, { id, about }: Reminder, person: PersonId | null, at: number) => journal.write(tx, { room: 'reminders', kind, at, body: { reminder: id, about, person } })

  return {
    clock,

    /** Held for five minutes, then sent to whoever is still waited for. */
    async remind(actor: Actor, about: string): Promise<Reminder> {
      const { person } = need(actor, 'ballots.keep')
      const { who } = needAwaited(await awaited(about))
      return change(async (tx, now) => {
        needNoneToday(await lastAbout(tx, about), now)
        const reminder: Reminder = { id: newId('reminder', random), about, names: who.map(({ name }) => name), by: person, askedAt: now, sendAt: now + HELD, state: 'held', endedAt: null }
        await addReminder(tx, reminder)
        await later(tx, { kind: REMIND_JOB, at: reminder.sendAt, key: `${REMIND_JOB} ${reminder.id}`, payload: { reminder: reminder.id } })
        await tell(tx, 'asked', reminder, person, now)
        return reminder
      })
    },

    takeBack: (actor: Actor, id: string): Promise<Reminder> => change(async (tx, now) => {
      const { person } = need(actor, 'ballots.keep')
      const found = await findReminder(tx, id)
      if (found === undefined) throw new Refusal('unknown', 'reminders.unknown', 'there is no such reminder')
      needHeld(found)
      await endReminder(tx, found.id, 'taken-back', now)
      await tell(tx, 'taken-back', found, person, now)
      return { ...found, state: 'taken-back', endedAt: now }
    }),

    /** Of the last day, newest first. */
    recent: (actor: Actor): Promise<Reminder[]> => database.read(async (tx) => {
      need(actor, 'ballots.keep')
      return remindersSince(tx, clock() - ONE_A - HELD)
    }),

    /** By its job; a second time does nothing. Who has done it meanwhile is not written to. */
    async send(id: string): Promise<void> {
      const found = await database.read((tx) => findReminder(tx, id))
      if (found?.state !== 'held') return
      const now = await awaited(found.about)
      await change(async (tx, at) => {
        const held = await findReminder(tx, id)
        if (held?.state !== 'held') return
        const state = now === undefined ? 'not-needed' : 'sent'
        const alliance = (await allianceName(tx)) ?? 'the alliance'
        for (const { name, mails } of now?.who ?? []) for (const to of mails) await mail(tx, reminderMail(to, { alliance, origin, awaited: now!, name }))
        await endReminder(tx, held.id as ReminderId, state, at)
        await tell(tx, state, held, null, at)
      })
    },
  }
}
