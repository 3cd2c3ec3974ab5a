/** The mails this room sends, as plain text: what happened, who is waited for, until when. Nothing secret but the links one asked for. */
import type { ApplicationId, Micros } from '@openaccord/names'

/** Names come from people: one line, so that nobody writes headers or paragraphs of ours. */
const line = (text: string): string => text.replace(/[\p{C}\s]+/gu, ' ').trim().slice(0, 200)
export const day = (at: Micros): string => new Date(at / 1000).toISOString().slice(0, 10)
export type Mail = { to: string; subject: string; text: string }
type Site = { alliance: string; origin: string }

export const publicAddress = (origin: string, id: ApplicationId): string => `${origin}/applications/${id}`

export function linkMail(to: string, { alliance, origin, token, name }: Site & { token: string; name: string | null }): Mail {
  return {
    to,
    subject: `Your application to ${line(alliance)}`,
    text: [
      `With this link the application${name === null ? '' : ` of ${line(name)}`} to ${line(alliance)} is opened and gone on with, on any computer:\n\n${origin}/apply/form/organisation?token=${token}`,
      'Whoever has the link can read and change the application: keep it to yourselves. Opening it shows us, too, that this address is yours.',
      'If you know nothing of an application, do nothing: without you, this address counts for nothing.',
    ].join('\n\n'),
  }
}

export function contactTestMail(to: string, { alliance, origin, token, name, due }: Site & { token: string; name: string; due: Micros }): Mail {
  return {
    to,
    subject: `A test of your security contact, for ${line(alliance)}`,
    text: [
      `${line(name)} has applied to ${line(alliance)} and named this address as the one where weaknesses are reported. This mail tests that somebody reads it.`,
      `Please open this link and press the button, by ${day(due)} (five working days):\n\n${origin}/apply/contact?token=${token}`,
      'No account is needed, and nothing else follows from it.',
    ].join('\n\n'),
  }
}

/** After each step: what happened, and where everyone can follow it. */
export function receiptMail(to: string, { origin, alliance, name, id, happened, next }: Site & { name: string; id: ApplicationId; happened: string; next: string | null }): Mail {
  return {
    to,
    subject: `Application of ${line(name)}: ${line(happened)}`,
    text: [`The application of ${line(name)} to ${line(alliance)}: ${line(happened)}.`, ...(next === null ? [] : [next]), `Everyone can follow it here:\n\n${publicAddress(origin, id)}`, 'To go on with it, use the link that you have, or ask for a new one on that site.'].join('\n\n'),
  }
}

export function reminderMail(to: string, { origin, alliance, name, id, what, ends }: Site & { name: string | null; id: ApplicationId; what: string; ends: Micros }): Mail {
  const whose = name === null ? 'Your application' : `The application of ${line(name)}`
  return {
    to,
    subject: `${whose} waits for you until ${day(ends)}`,
    text: [`${whose} to ${line(alliance)} waits for you: ${what}.`, `Without a word from you it ends by itself on ${day(ends)}. You may apply again at any time.`, `Where it stands: ${publicAddress(origin, id)}`, `A new link to it: ${origin}/apply`].join('\n\n'),
  }
}

export function sponsorsWantedMail(to: string, { origin, alliance, name, id }: Site & { name: string; id: ApplicationId }): Mail {
  return {
    to,
    subject: `${line(name)} looks for sponsors`,
    text: [`${line(name)} has applied to ${line(alliance)} and needs two sponsors among the signatories. The secretariat asks whether you know it well enough to vouch for it.`, `Read the application, and sponsor it there if you do:\n\n${publicAddress(origin, id)}`, 'Sponsor only what you know yourselves, and say how you know it. To leave it is an answer, too.'].join('\n\n'),
  }
}

export function mentorMail(to: string, { origin, alliance, name, id, role }: Site & { name: string; id: ApplicationId; role: 'mentor' | 'applicant' }): Mail {
  const text = role === 'mentor' ? `The secretariat of ${line(alliance)} has named you as the mentor of ${line(name)}, a small organisation that applies. It may ask you how others do things; you vouch for nothing by it.` : `${line(name)} is your mentor on the way into ${line(alliance)}: ask it how others do things.`
  return { to, subject: role === 'mentor' ? `You are the mentor of ${line(name)}` : 'You have a mentor', text: `${text}\n\n${publicAddress(origin, id)}` }
}

/** To the secretariat and to who vouched for it: the report of its domain got worse, or the domain is not shown to be its own any more. */
export function domainNewsMail(to: string, { origin, alliance, name, id, lost, checks }: Site & { name: string; id: ApplicationId; lost: boolean; checks: readonly string[] }): Mail {
  return {
    to,
    subject: `The domain of ${line(name)}: ${lost ? 'no longer shown to be its own' : 'it shows less than before'}`,
    text: [
      `The domain of ${line(name)}, which applies to ${line(alliance)}, was looked at again.`,
      ...(lost ? ['The line that proved it is not there any more. Nobody is admitted by it until the line is found again.'] : []),
      ...(checks.length > 0 ? [`What shows less than when everyone was asked: ${checks.join(', ')}.`] : []),
      `It stands beside what the applicant claims:\n\n${publicAddress(origin, id)}`,
    ].join('\n\n'),
  }
}

export function overdueMail(to: string, { origin, alliance, name, id, what, due }: Site & { name: string; id: ApplicationId; what: string; due: Micros }): Mail {
  return { to, subject: `Overdue: the application of ${line(name)} waits for the secretariat`, text: `Since ${day(due)} the application of ${line(name)} to ${line(alliance)} has waited longer than promised: ${what}.\n\n${origin}/today/applications/${id}` }
}
