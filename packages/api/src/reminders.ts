/** Reminders that the secretariat sends by hand; the others go by themselves. */
import { Type } from 'typebox'
import { route } from './route.ts'
import * as S from './shapes.ts'

export const REMINDER_STATES = ['held', 'sent', 'taken-back', 'not-needed'] as const
/** What waits: an application, a ballot under vote, or what an organisation owes. */
const About = Type.String({ pattern: '^(?:(?:application|ballot)_[0-9a-hjkmnp-tv-z]{20}|(?:attestation|statement) [a-z0-9][a-z0-9-]{0,39})$' })
const ReminderId = Type.String({ pattern: '^reminder_[0-9a-hjkmnp-tv-z]{20}$' })

export const Reminder = Type.Object({
  id: ReminderId, about: About,
  /** Who was waited for when it was asked for. */
  names: Type.Array(Type.String()),
  asked: S.Time,
  /** Until then it can be taken back. */
  sends: S.Time,
  state: S.oneOf(REMINDER_STATES), ended: S.maybe(S.Time),
})

export const reminders = {
  reminders: route({ method: 'GET', path: '/api/v1/reminders', access: 'ballots.keep', summary: 'Reminders asked for in the last day, newest first.', reply: Type.Object({ asOf: S.Time, reminders: Type.Array(Reminder) }) }),
  remind: route({ method: 'POST', path: '/api/v1/reminders', access: 'ballots.keep', summary: 'Reminds whoever is waited for: in five minutes, at most once a day about the same thing.', body: Type.Object({ about: About }), reply: Reminder, status: 201 }),
  takeBack: route({ method: 'DELETE', path: '/api/v1/reminders/:reminder', access: 'ballots.keep', summary: 'Takes a reminder back before it is sent.', params: Type.Object({ reminder: ReminderId }), reply: Reminder }),
}
