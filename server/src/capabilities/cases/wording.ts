/** The mails of this room, as plain text. They say that there is something, never what: mails are read by others. */
import type { CaseId } from '@openaccord/names'

/** Names come from people: one line, so that nobody writes headers or paragraphs of ours. */
const line = (text: string): string => text.replace(/[\p{C}\s]+/gu, ' ').trim().slice(0, 200)
type Mail = { to: string; subject: string; text: string }
type From = { alliance: string; origin: string }

export const invitedMail = (to: string, { alliance, origin, of }: From & { of: CaseId }): Mail => ({
  to, subject: `Invited to ${of}`,
  text: `Your organisation is invited to work on a case of ${line(alliance)}. What it is about is shown after signing in and accepting its embargo, where there is one:\n\n${origin}/cases/${of}`,
})

export const guestMail = (to: string, { alliance, origin, link }: From & { link: string }): Mail => ({
  to, subject: `Invited to a case: ${line(alliance)}`,
  text: `You are invited to work on a case of ${line(alliance)}. No account is needed; this link is yours:\n\n${origin}/case-guest?link=${link}\n\nKeep it to yourself: whoever has it takes part as you. What the case is about is shown after accepting its embargo, where there is one.`,
})

/** One for everything that is new in a while. */
export const newsMail = (to: string, { alliance, origin, cases, guest }: From & { cases: readonly CaseId[]; guest: boolean }): Mail => ({
  to, subject: cases.length === 1 ? `Something new in ${cases[0]}` : `Something new in ${cases.length} cases`,
  text: guest
    ? `There is something new in ${cases.join(', ')} of ${line(alliance)}. Open your own link to read it.`
    : `There is something new for you at ${line(alliance)}:\n\n${cases.map((of) => `${origin}/cases/${of}`).join('\n')}`,
})
