/** The mails this room sends, as plain text: what is due, until when, and where it is done. */
import type { Micros } from '@openaccord/names'

/** Names come from people: one line, so that nobody writes headers or paragraphs of ours. */
const line = (text: string): string => text.replace(/[\p{C}\s]+/gu, ' ').trim().slice(0, 200)
const day = (at: Micros): string => new Date(at / 1000).toISOString().slice(0, 10)

export type Reminder = { what: 'renewal' | 'new-version'; due: Micros; days: number; version: string }

export function reminderMail(to: string, { alliance, organisation, origin, reminder: { what, due, days, version } }: { alliance: string; organisation: string; origin: string; reminder: Reminder }) {
  const left = days === 1 ? '1 day' : `${days} days`
  const text = what === 'renewal'
    ? [
        `The signature of ${line(organisation)} under the pledge of ${line(alliance)} is renewed once a year. The renewal is due on ${day(due)}, in ${left}.`,
        `Renew it here, signed with a key of your organisation:\n\n${origin}/pledge/sign`,
        'Without a renewal the signature lapses on that day by itself, and the register and your badge show it. It can be renewed later.',
      ]
    : [
        `Version ${version} of the pledge of ${line(alliance)} is in force. ${line(organisation)} has signed an earlier one and is asked to sign the new one by ${day(due)}, in ${left}.`,
        `Read what changed and sign here:\n\n${origin}/pledge/sign`,
        'From that day on the register shows that an earlier version was signed. It can be signed later.',
      ]
  return { to, subject: what === 'renewal' ? `Your signature is due in ${left}` : `Version ${version} of the pledge waits for your signature: ${left} left`, text: text.join('\n\n') }
}
