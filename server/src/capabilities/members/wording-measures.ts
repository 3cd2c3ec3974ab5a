/** The mails about measures of the secretariat: that one waits for a second person, that access is paused, and that it is back. */
import { minuteUtc } from '../../kernel/index.ts'
import { PAUSED_BECAUSE, type Measure, type MeasureKind, type Pause } from './model/measures.ts'
import { line, type Mail } from './wording.ts'

const KIND_WORDS: Record<MeasureKind, string> = { pause: 'pause the access of', suspension: 'suspend', removal: 'remove' }

type Around = { alliance: string; organisation: string; link: string }

export function measureAskedMail(to: string, { what, reason }: Measure, { alliance, organisation, link }: Around): Mail {
  return {
    to,
    subject: `A second person is needed: ${line(organisation)}`,
    text: [
      `One person of the secretariat of ${line(alliance)} has asked to ${KIND_WORDS[what]} ${line(organisation)}. Nothing has happened yet: a second person looks at it and confirms it within 24 hours, or it lapses.`,
      `Reason given: ${reason}`, `Its page:\n\n${link}`,
    ].join('\n\n'),
  }
}

export function pausedMail(to: string, { until, ground, reason }: Pause, { alliance, organisation, link }: Around, contact: string | null): Mail {
  return {
    to,
    subject: `Access is paused until ${minuteUtc(until)}: ${line(organisation)}`,
    text: [
      `Two persons have paused the access of ${line(organisation)} to ${line(alliance)}, because ${PAUSED_BECAUSE[ground]}. Nobody of it signs in, and its tokens and its exchange have stopped, until ${minuteUtc(until)}. Then the pause ends by itself.`,
      `Reason given: ${reason}`,
      'Your organisation is a member as before. What it signed stays, votes it has cast count, and its vote weighs what it did. The clock of a ballot goes on. Whoever was signed in signs in anew; tokens wake with the end of the pause, so tell the secretariat which of them are to be withdrawn before.',
      `${contact === null ? 'Write to the secretariat as you know it' : `Write to ${contact}`}, or to an ombudsperson, who may end the pause. The pause is public:\n\n${link}`,
    ].join('\n\n'),
  }
}

export function resumedMail(to: string, { alliance, organisation, link }: Around): Mail {
  return { to, subject: `The pause is over: ${line(organisation)}`, text: `The pause of access of ${line(organisation)} to ${line(alliance)} was ended. Its people sign in anew, and its tokens work again.\n\n${link}` }
}

export function standingMail(to: string, { what, reason }: Measure, { alliance, organisation, link }: Around): Mail {
  const done = what === 'removal' ? 'was taken out of' : 'is suspended in'
  return { to, subject: `${line(organisation)} ${done} ${line(alliance)}`, text: [`By two persons of the secretariat, ${line(organisation)} ${done} ${line(alliance)}.`, `Reason given: ${reason}`, link].join('\n\n') }
}
