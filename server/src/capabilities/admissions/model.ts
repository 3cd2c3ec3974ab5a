/**
 * Admissions: an application as it is folded from what happened to it, oldest first. How it stands at a moment follows
 * from that and from time alone, see `model/standing.ts`. Everything here and in `model/` is pure.
 */
import type { ApplicationId, BallotId, EvidenceId, FactId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import { Refusal } from '../../kernel/index.ts'
import type { Answers } from './model/answers.ts'

export const STATES = [
  'draft', 'submitted', 'completeness-check', 'evidence-review', 'more-information', 'comment-window', 'endorsement', 'ballot', 'accepted', 'signing',
  'probation', 'member', 'withdrawn', 'lapsed', 'declined', 'appeal',
] as const
export type State = (typeof STATES)[number]
export const DECLINE_CODES = ['not-private-sector', 'sanctions-or-insolvency', 'offensive-business', 'domain-not-shown', 'contact-does-not-answer', 'evidence-missing', 'evidence-false', 'not-adopted-by-ballot'] as const
export type DeclineCode = (typeof DECLINE_CODES)[number]
export const COMMENT_RULES = ['personal-data', 'threat-or-hate', 'unlawful', 'advertising', 'not-about-this'] as const
export type CommentRule = (typeof COMMENT_RULES)[number]
export type CommentId = `comment_${string}`
export type ProposalId = `proposal_${string}`

/** What was saved of it and is nobody's business but the applicant's and the secretariat's. */
export type Draft = {
  id: ApplicationId
  begunAt: Micros
  savedAt: Micros
  answers: Answers
  /** The contact's address once a link to it was opened. */
  mailConfirmed: string | null
  proof: DomainProof | null
}
export type DomainProof = { domain: string; token: string; result: 'unchecked' | 'verified' | 'missing' | 'wrong' | 'error'; detail: string; checkedAt: Micros | null }

export type Before = 'freezing' | 'admission'
/** What happened. Each is a fact of the journal, too; what is private of it stays here. */
export type Happening =
  | { what: 'submitted' | 'answered'; submission: string; text?: string }
  | { what: 'test-mail-sent'; to: string }
  | { what: 'test-mail-answered' | 'taken-up' | 'completed' }
  | { what: 'asked'; text: string }
  | { what: 'comments-opened'; until: Micros }
  | { what: 'commented' | 'comment-answered'; comment: CommentId; sha256: string }
  | { what: 'comment-hidden'; comment: CommentId; rule: CommentRule }
  | { what: 'evidence-checked' | 'evidence-measured' | 'evidence-disputed' | 'dispute-closed' | 'document-released'; evidence: EvidenceId }
  | { what: 'sponsored'; organisation: OrganisationId }
  | { what: 'sponsor-withdrew'; organisation: OrganisationId; sponsorship: FactId }
  | { what: 'sponsors-asked'; organisations: OrganisationId[] }
  | { what: 'mentor-named'; organisation: OrganisationId }
  | { what: 'ballot-opened'; ballot: BallotId }
  | { what: 'declined'; codes: DeclineCode[]; reasons: string; persons: PersonId[]; organisation: OrganisationId }
  | { what: 'appealed'; text: string }
  | { what: 'appeal-decided'; outcome: 'upheld' | 'remitted'; reasons: string; persons: PersonId[] }
  | { what: 'withdrawn'; reason: string | null }
  /** The domain, looked at again: whose it is, and what shows less than when comments were opened, as `check: result`. */
  | { what: 'domain-looked-at'; before: Before; control: 'verified' | 'missing' | 'wrong' | 'error'; worse: string[] }
  | { what: 'admitted'; organisation: OrganisationId }
  /** What time or another room has brought about, stated once: it changes nothing here. */
  | { what: 'comments-closed' | 'lapsed' | 'probation-began' | 'probation-ended' }
  | { what: 'ballot-ended'; ballot: BallotId; outcome: string }
export type What = Happening['what']
export type Event = Happening & { seq: number; fact: FactId; at: Micros; by: PersonId | null }
export type Of<W extends What> = Extract<Event, { what: W }>

type Phase = Exclude<State, 'accepted' | 'endorsement' | 'probation' | 'member' | 'lapsed'>
export type Sponsor = { organisation: OrganisationId; fact: FactId; at: Micros; withdrawn: { at: Micros; fact: FactId } | null }
export type Declined = { at: Micros; codes: DeclineCode[]; reasons: string; persons: PersonId[]; organisation: OrganisationId | null }
export type Appeal = { at: Micros; text: string; decided: { at: Micros; outcome: 'upheld' | 'remitted'; reasons: string } | null }
/** What happened leaves behind, whatever the time is. */
export type Application = Draft & {
  phase: Phase
  since: Micros
  /** Where it goes on once questions are answered. */
  back: 'completeness-check' | 'evidence-review'
  submittedAt: Micros | null
  /** Of what was handed in last: the commitment in the log. */
  submission: string | null
  /** How often evidence was reviewed: from the second time on it is quicker. */
  reviews: number
  testMail: { to: string; sentAt: Micros; times: number; answeredAt: Micros | null } | null
  /** When the applicant did something last. */
  activeAt: Micros
  handler: PersonId | null
  commentsFrom: Micros | null
  commentsUntil: Micros | null
  sponsors: Sponsor[]
  asked: { organisation: OrganisationId; at: Micros }[]
  mentor: OrganisationId | null
  ballot: { id: BallotId; openedAt: Micros } | null
  declined: Declined | null
  appeal: Appeal | null
  organisation: OrganisationId | null
  events: readonly Event[]
}

const beginning = (draft: Draft): Application => ({
  ...draft, phase: 'draft', since: draft.begunAt, back: 'completeness-check', submittedAt: null, submission: null, reviews: 0, testMail: null, activeAt: draft.savedAt,
  handler: null, commentsFrom: null, commentsUntil: null, sponsors: [], asked: [], mentor: null, ballot: null, declined: null, appeal: null, organisation: null, events: [],
})

/** From its draft and everything that happened, oldest first. */
export const applicationOf = (draft: Draft, events: readonly Event[]): Application => ({ ...events.reduce(next, beginning(draft)), events })

function next(before: Application, event: Event): Application {
  const { at } = event
  const goes = (phase: Phase, more: Partial<Application> = {}): Application => ({ ...before, phase, since: at, ...more })
  switch (event.what) {
    case 'submitted': return goes('submitted', { submittedAt: at, submission: event.submission, activeAt: at })
    case 'test-mail-sent': return { ...before, testMail: { to: event.to, sentAt: at, times: (before.testMail?.times ?? 0) + 1, answeredAt: null }, activeAt: at }
    case 'test-mail-answered': return { ...before, testMail: before.testMail && { ...before.testMail, answeredAt: at }, activeAt: at }
    case 'taken-up': return goes('completeness-check', { handler: event.by })
    case 'completed': return goes('evidence-review', { reviews: before.reviews + 1 })
    case 'asked': return goes('more-information', { back: before.phase === 'completeness-check' ? 'completeness-check' : 'evidence-review' })
    case 'answered': return goes(before.back, { submission: event.submission, activeAt: at, reviews: before.reviews + (before.back === 'evidence-review' ? 1 : 0) })
    case 'comments-opened': return goes('comment-window', { commentsFrom: at, commentsUntil: event.until })
    case 'sponsored': return { ...before, sponsors: [...before.sponsors, { organisation: event.organisation, fact: event.fact, at, withdrawn: null }] }
    case 'sponsor-withdrew': return { ...before, sponsors: before.sponsors.map((one) => (one.fact === event.sponsorship ? { ...one, withdrawn: { at, fact: event.fact } } : one)) }
    case 'sponsors-asked': return { ...before, asked: [...before.asked, ...event.organisations.map((organisation) => ({ organisation, at }))] }
    case 'mentor-named': return { ...before, mentor: event.organisation }
    case 'ballot-opened': return goes('ballot', { ballot: { id: event.ballot, openedAt: at } })
    case 'declined': return goes('declined', { declined: { at, codes: event.codes, reasons: event.reasons, persons: event.persons, organisation: event.organisation } })
    case 'appealed': return goes('appeal', { appeal: { at, text: event.text, decided: null }, activeAt: at })
    case 'appeal-decided': return decided(before, event)
    case 'withdrawn': return goes('withdrawn')
    case 'admitted': return goes('signing', { organisation: event.organisation })
    default: return before
  }
}

/** Remitted, it is reviewed anew: sponsors stand, the comment window and the ballot come again. */
function decided(before: Application, { at, outcome, reasons }: Of<'appeal-decided'>): Application {
  const appeal = before.appeal && { ...before.appeal, decided: { at, outcome, reasons } }
  if (outcome === 'upheld') return { ...before, phase: 'declined', since: at, appeal }
  return { ...before, phase: 'evidence-review', since: at, appeal, declined: null, ballot: null, commentsFrom: null, commentsUntil: null, reviews: before.reviews + 1 }
}

export const conflict = (code: string, words: string): Refusal => new Refusal('conflict', `admissions.${code}`, words)
export const bad = (field: string, rule: string, fix: string): Refusal => new Refusal('unprocessable', 'admissions.field', rule, { faults: [{ field, rule, fix }] })
export const unknown = (): Refusal => new Refusal('unknown', 'admissions.unknown', 'there is no such application, or it was not handed in yet')
