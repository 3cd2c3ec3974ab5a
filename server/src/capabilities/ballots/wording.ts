/** Mails of this room, in plain words. */
import type { Micros } from '@openaccord/names'
import { minuteUtc } from '../../kernel/index.ts'

/** Titles come from people: one line, so that nobody writes headers or paragraphs of ours. */
const line = (text: string): string => text.replace(/[\p{C}\s]+/gu, ' ').trim().slice(0, 200)

export type What = 'opened' | 'closing' | 'certify'
type Told = { what: What; alliance: string; title: string; until: Micros; address: string }

const SUBJECTS: Record<What, (title: string) => string> = {
  opened: (title) => `Please vote: ${title}`,
  closing: (title) => `Your vote is still missing: ${title}`,
  certify: (title) => `To be certified: ${title}`,
}
const WORDS: Record<What, (told: Told, until: string) => string> = {
  opened: ({ title }, until) => `Voting on “${title}” is open until ${until}. Your organisation, or its affiliate group, has one vote, which you may change until then.`,
  closing: ({ title }, until) => `Voting on “${title}” ends on ${until}, and your organisation or its group has not voted yet. An abstention counts for the quorum.`,
  certify: ({ title }, until) => `The votes on “${title}” are counted. The secretariat certifies the tally by ${until}.`,
}

export function ballotMail(to: string, told: Told): { to: string; subject: string; text: string } {
  const clean = { ...told, title: line(told.title) }
  return { to, subject: SUBJECTS[told.what](clean.title), text: `${WORDS[told.what](clean, minuteUtc(told.until))}\n\n${told.address}\n\n${line(told.alliance)}\n` }
}
