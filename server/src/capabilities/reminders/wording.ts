/** The mail of a reminder, as plain text: who reminds, of what, until when, and where it is done. */
import { iso } from '../../kernel/index.ts'
import type { Awaited } from './model.ts'

/** Names come from people: one line, so that nobody writes headers or paragraphs of ours. */
const line = (text: string): string => text.replace(/[\p{C}\s]+/gu, ' ').trim().slice(0, 200)

export function reminderMail(to: string, { alliance, origin, awaited: { what, until, path }, name }: { alliance: string; origin: string; awaited: Awaited; name: string }): { to: string; subject: string; text: string } {
  return {
    to,
    subject: `A reminder from ${line(alliance)}: ${line(what)}`,
    text: [
      `The secretariat of ${line(alliance)} reminds ${line(name)}: ${line(what)}${until === null ? '' : `, until ${iso(until).slice(0, 16).replace('T', ' ')} UTC`}.`,
      `It is done here:\n\n${origin}${path}`,
      'If you have just done it, this mail has crossed with it: nothing else is needed.',
    ].join('\n\n'),
  }
}
