/** The mails about an organisation's signing keys: what happened, to which key, and what to do when it was not meant. */
import { line, type Mail } from './wording.ts'

export type KeyNews =
  | 'proposed' | 'confirmed' | 'active' | 'retired' | 'compromised' | 'withdrawn'
  | 'stated-retired' | 'stated-compromised' | 'taken-back' | 'domain-lost' | 'domain-back'

const SAYS: Record<KeyNews, (domain: string) => [subject: string, text: string]> = {
  proposed: () => ['A signing key was proposed', 'A new signing key was proposed. It signs nothing until another person of your organisation has confirmed it and a domain has proven it. If nobody you know did this, withdraw it.'],
  confirmed: () => ['A signing key was confirmed', 'A second person has confirmed this key. It becomes active as soon as the proof is found in the domain: the page shows what to put where.'],
  active: () => ['A signing key is active', 'This key is confirmed, proven by the domain and active: what it signs binds your organisation. If nobody you know did this, say at once that it is compromised.'],
  retired: () => ['A signing key was retired', 'This key signs nothing more. What it signed before stays good.'],
  compromised: () => ['A signing key is compromised', 'This key signs nothing more, and what it signed since the first doubt is in doubt in public. What the log held before stays good.'],
  withdrawn: () => ['A proposed signing key was withdrawn', 'This key was given up before it was active.'],
  'stated-retired': () => ['A second person is needed to retire a signing key', 'One person has stated that this key is to be retired. No other key can sign that, so a second person has to confirm it.'],
  'stated-compromised': () => ['A second person is needed: a signing key may be compromised', 'One person has stated that this key may be in other hands. It signs nothing now. A second person has to confirm that, or take it back.'],
  'taken-back': () => ['A statement about a signing key was taken back', 'What was stated about the end of this key was taken back.'],
  'domain-lost': (domain) => ['The proof of a signing key is gone from your domain', `The line that proves this key was not found any more in ${domain}. What it signed stays good, and the key goes on; the loss is shown in public. Put the line back: the page shows it.`],
  'domain-back': (domain) => ['The proof of a signing key was found again', `The line that proves this key was found again in ${domain}.`],
}

export function keyMail(to: string, { alliance, organisation, keyid, news, domain, link }: {
  alliance: string; organisation: string; keyid: string; news: KeyNews; domain: string | undefined; link: string
}): Mail {
  const [subject, text] = SAYS[news](line(domain ?? 'your domain'))
  return { to, subject: `${subject}: ${line(organisation)}`, text: [text, `Organisation: ${line(organisation)}, in ${line(alliance)}\nKey: ${keyid}`, `Its page:\n\n${link}`].join('\n\n') }
}
