/** What the form asks, and what is still missing of it. Fewer than 50 people answer the same list in shorter form. */
import type { Micros } from '@openaccord/names'

export const STEPS = ['organisation', 'contact', 'eligibility', 'domain', 'disclosure', 'practice', 'review'] as const
export type Step = (typeof STEPS)[number]
export const CRITERIA = ['reports', 'updates', 'access', 'incidents', 'integrity', 'requests', 'no-offence', 'helping', 'sharing'] as const
export type Criterion = (typeof CRITERIA)[number]
/** Which clauses of the pledge each serves (version 2.0). */
export const CLAUSES: Readonly<Record<Criterion, readonly string[]>> = {
  reports: ['P1.5', 'P4.2'], updates: ['P1.3', 'P1.4'], access: ['P1.2'], incidents: ['P1.1', 'P4.4'], integrity: ['P2.3', 'P2.4'],
  requests: ['P2.2', 'P2.6'], 'no-offence': ['P2.1', 'P2.2'], helping: ['P3.1', 'P3.4'], sharing: ['P4.1', 'P4.3'],
}
export const DOMAIN_CLAIMS = ['security-txt', 'dmarc', 'spf', 'mta-sts', 'tls-rpt', 'dnssec', 'caa', 'hsts', 'tls'] as const
export type DomainClaim = (typeof DOMAIN_CLAIMS)[number]
export type Size = 'micro' | 'small' | 'medium' | 'large'

export type Organisation = {
  name: string; legalName: string; country: string; sector: string; people: number; website: string | null; register: string | null
  group: string | null; affiliates: string[]; description: string
}
export type Contact = { name: string; mail: string; role: string | null; mentor: boolean }
export type Eligibility = { ownership: 'private' | 'state-controlled' | 'government'; sanctions: 'none' | 'listed'; insolvency: 'none' | 'open'; offensive: 'none' | 'sells' | 'brokers' }
export type PracticeAnswer = { answer: 'yes' | 'partly' | 'not-yet'; words: string; link: string | null; effective: Micros | null; expires: Micros | null }
export type Answers = {
  organisation: Organisation | null
  contact: Contact | null
  eligibility: Eligibility | null
  domain: string | null
  disclosure: { mail: string; policy: string | null } | null
  practice: Partial<Record<Criterion, PracticeAnswer>>
  claims: DomainClaim[]
  /** Who handed it in. */
  signer: { name: string; title: string } | null
}
export const NO_ANSWERS: Answers = { organisation: null, contact: null, eligibility: null, domain: null, disclosure: null, practice: {}, claims: [], signer: null }

/** Whether no page was saved yet. */
export const isEmpty = ({ organisation, contact, eligibility, domain, disclosure, practice }: Answers): boolean =>
  [organisation, contact, eligibility, domain, disclosure].every((page) => page === null) && Object.keys(practice).length === 0

/** EU recommendation 2003/361. */
export const sizeOf = (people: number): Size => (people < 10 ? 'micro' : people < 50 ? 'small' : people < 250 ? 'medium' : 'large')
export const FULL_FORM_FROM = 50
export const isSmall = ({ organisation }: Answers): boolean => organisation !== null && organisation.people < FULL_FORM_FROM
/** The least grade that shows a criterion: small organisations may claim, others document. */
export const leastGrade = (answers: Answers): 'E1' | 'E2' => (isSmall(answers) ? 'E1' : 'E2')

export type Missing = { step: Step; field: string; rule: string; fix: string }
type Around = { mailConfirmed: string | null; proven: string | null; documents: ReadonlySet<string> }

/** What stands between a draft and handing it in. `documents`: criteria for which there is one. `proven`: the domain whose line was found. */
export function missingOf(answers: Answers, { mailConfirmed, proven, documents }: Around): Missing[] {
  const { organisation, contact, eligibility, domain, disclosure } = answers
  return [
    ...(organisation === null ? [page('organisation')] : []),
    ...(contact === null ? [page('contact')] : contact.mail === mailConfirmed ? [] : [{ step: 'contact' as const, field: '/contact/mail', rule: 'nobody has opened the link that was mailed to this address', fix: 'open it, or write another address' }]),
    ...(eligibility === null ? [page('eligibility')] : ineligible(eligibility)),
    ...(domain === null ? [page('domain')] : domain === proven ? [] : [{ step: 'domain' as const, field: '/domain', rule: 'the line that proves the domain was not found yet', fix: 'put it into DNS or the file, then look again' }]),
    ...(disclosure === null ? [page('disclosure')] : []),
    ...CRITERIA.flatMap((criterion) => missingPractice(criterion, answers, documents)),
  ]
}

const page = (step: Step): Missing => ({ step, field: `/${step}`, rule: 'this page has not been filled in', fix: 'open it and save it' })

function missingPractice(criterion: Criterion, answers: Answers, documents: ReadonlySet<string>): Missing[] {
  const given = answers.practice[criterion]
  const field = `/practice/answers/${criterion}`
  if (given === undefined) return [{ step: 'practice', field, rule: 'this is not answered', fix: 'answer it; “not yet” is an answer' }]
  if (isSmall(answers) || given.answer === 'not-yet' || given.link !== null || documents.has(criterion)) return []
  return [{ step: 'practice', field: `${field}/link`, rule: 'from 50 people on, what is claimed is shown: by a public page or a document', fix: 'add one of them' }]
}

/** Why an organisation cannot apply, in words that may be shown. */
export function ineligible({ ownership, sanctions, insolvency, offensive }: Eligibility): Missing[] {
  return [
    ...(ownership === 'private' ? [] : [no('ownership', 'the pledge is signed by private organisations; governments and what they control take part as partners', 'write to the secretariat about a partnership')]),
    ...(sanctions === 'none' ? [] : [no('sanctions', 'an organisation under sanctions cannot be admitted', 'apply again once they are lifted')]),
    ...(insolvency === 'none' ? [] : [no('insolvency', 'an organisation in insolvency cannot be admitted', 'apply again once the proceedings are over')]),
    ...(offensive === 'none' ? [] : [no('offensive', 'who sells or brokers exploits or spyware cannot sign a promise to help nobody attack', 'apply again once that business has ended')]),
  ]
}

const no = (field: string, rule: string, fix: string): Missing => ({ step: 'eligibility', field: `/eligibility/${field}`, rule, fix })
