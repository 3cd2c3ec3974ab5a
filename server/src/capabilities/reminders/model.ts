/** Reminders: one is held for a while and then sent; about the same thing there is one a day. Pure. */
import type { Micros, PersonId } from '@openaccord/names'
import { DAY, iso, MINUTE, Refusal } from '../../kernel/index.ts'

export type ReminderId = `reminder_${string}`
export const REMINDER_STATES = ['held', 'sent', 'taken-back', 'not-needed'] as const
export type ReminderState = (typeof REMINDER_STATES)[number]
export type Reminder = {
  id: ReminderId
  /** `application_…`, `ballot_…`, `attestation <slug>`, `statement <slug>`. */
  about: string
  /** Who was waited for when it was asked for. */
  names: string[]
  by: PersonId
  askedAt: Micros
  sendAt: Micros
  state: ReminderState
  /** When it was sent, taken back, or found not to be needed. */
  endedAt: Micros | null
}
/** Somebody who is waited for: to do what, until when, and where. */
export type Awaited = { who: { name: string; mails: string[] }[]; what: string; until: Micros | null; path: string }

/** In which it can be taken back. */
export const HELD = 5 * MINUTE
export const ONE_A = DAY

const conflict = (code: string, words: string): Refusal => new Refusal('conflict', `reminders.${code}`, words)

/** One a day about the same thing; what did not go out does not count. */
export function needNoneToday(last: Reminder | undefined, now: Micros): void {
  if (last === undefined || (last.state !== 'held' && last.state !== 'sent')) return
  const from = last.endedAt ?? last.askedAt
  if (last.state === 'held') throw conflict('held', `a reminder goes out ${when(last.sendAt)} already: until then it can be taken back`)
  if (now < from + ONE_A) throw conflict('today', `a reminder went out ${when(from)}: the next one is possible ${when(from + ONE_A)}`)
}

export function needHeld({ state, endedAt }: Reminder): void {
  if (state === 'held') return
  throw conflict('over', state === 'sent' ? `it was sent ${when(endedAt ?? 0)}: what was sent is not taken back` : 'it was taken back already, or was not needed')
}

export function needAwaited(awaited: Awaited | undefined): Awaited {
  if (awaited === undefined || awaited.who.every(({ mails }) => mails.length === 0)) throw conflict('nobody', 'nobody is waited for here who could be written to')
  return awaited
}

const when = (at: Micros): string => `at ${iso(at).slice(0, 16).replace('T', ' ')} UTC`
