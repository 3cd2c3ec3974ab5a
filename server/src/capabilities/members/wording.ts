/** The mails this room sends, as plain text: short, no tracking, nothing that could not be read aloud. */
import type { Role } from '@openaccord/names'

export type Mail = { to: string; subject: string; text: string }

/** Names come from people: one line, so that nobody writes headers or paragraphs of ours. */
export const line = (text: string): string => text.replace(/[\p{C}\s]+/gu, ' ').trim().slice(0, 200)
const roleWords = (roles: readonly Role[]): string => roles.map((role) => role.replaceAll('-', ' ')).join(', ')

export function invitationMail(to: string, { alliance, organisation, roles, invitedBy, link }: {
  alliance: string; organisation: string; roles: readonly Role[]; invitedBy: string | undefined; link: string
}): Mail {
  return {
    to,
    subject: `Your invitation to ${line(alliance)}`,
    text: [
      `${invitedBy === undefined ? 'The secretariat' : line(invitedBy)} invites you to work for ${line(organisation)} in ${line(alliance)} as: ${roleWords(roles)}.`,
      `To accept, open this link within 14 days. It works once:\n\n${link}`,
      'If you did not expect this, do nothing: without you, nothing happens.',
    ].join('\n\n'),
  }
}

export function signInMail(to: string, { alliance, link }: { alliance: string; link: string }): Mail {
  return {
    to,
    subject: `Sign in to ${line(alliance)}`,
    text: [
      `To sign in to ${line(alliance)}, open this link within 15 minutes. It works once:\n\n${link}`,
      'If it was not you who asked, do nothing and tell nobody the link.',
    ].join('\n\n'),
  }
}
