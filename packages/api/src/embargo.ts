/**
 * The embargo of a case, the process around it, and its clocks. Organisations propose, accept, refuse, revise and leave by signed
 * acts; a guest does so by a click that is recorded as one. On public or exploited it ends by itself, on attacked a person decides.
 */
import { Type } from 'typebox'
import { EMBARGO_REASON } from '@openaccord/facts'
import { Envelope, ENVELOPE_LIMIT, preparedAct, wishedAct } from './acts.ts'
import { CASE_EMBARGO_STATES, CaseId, PartyId } from './cases.ts'
import { route } from './route.ts'
import * as S from './shapes.ts'

export const TermsId = S.id('terms')
const text = (most: number) => Type.String({ minLength: 1, maxLength: most, pattern: '\\S' })
const Reason = text(EMBARGO_REASON)
const Zone = Type.String({ minLength: 3, maxLength: 60, pattern: '^[A-Za-z]' })
/** Words of the terms, in characters. */
export const TERMS_TEXT = 4000

export const EMBARGO_ACTS = ['embargo-proposal', 'embargo-revision', 'embargo-consent', 'embargo-refusal', 'embargo-exit'] as const
export const CONSENT_STATES = ['no-embargo', 'invited', 'signatory', 'lapsed', 'declined'] as const
/** What ended it. `agreed-end`: its instant came. `ended`: who coordinates did it, with a reason. */
export const EMBARGO_ENDINGS = ['agreed-end', 'ended', 'public', 'exploited', 'decided', 'merged'] as const
/** What a person has to decide, since it should end the embargo and does not by itself. */
export const EMBARGO_QUESTIONS = ['attacked', 'fix-ready', 'fix-deployed', 'exploit-held'] as const
export const CASE_HAPPENINGS = ['became-public', 'exploit-published', 'attacked', 'exploit-held'] as const
/** What a party makes of the report: Vultron, report management. */
export const REPORT_JUDGEMENTS = ['validate', 'invalidate', 'accept', 'defer', 'close'] as const
export const PARTY_REPORT_STATES = ['start', 'received', 'invalid', 'valid', 'deferred', 'accepted', 'closed'] as const
export const VENDOR_FIX_STATES = ['vfd', 'Vfd', 'VFd', 'VFD'] as const
export const PUBLIC_STATES = ['pxa', 'pxA', 'pXa', 'pXA', 'Pxa', 'PxA', 'PXa', 'PXA'] as const
export const EMBARGO_MOVES = ['propose', 'accept', 'decline', 'withdraw', 'offer-again', 'end', 'leave', 'decide', 'state'] as const
export const CASE_CLOCKS = [
  'embargo-end', 'attack-decision', 'first-reply', 'contact-45', 'disclosure-90', 'details-30', 'in-the-wild-7',
  'cra-early-warning', 'cra-notification', 'cra-final-report', 'nis2-early-warning', 'nis2-notification', 'nis2-final-report', 'sec-8k',
] as const
/** What starts a clock of the law: only the party itself knows, and only it sees the clock. */
export const DUTY_TRIGGERS = ['cra-exploited', 'nis2-significant', 'sec-material', 'fix-available'] as const
export const CLOCK_STATES = ['running', 'soon', 'grace', 'overdue', 'met', 'met-late', 'stopped'] as const

/** The instant binds; the zone is for showing. */
const Offered = Type.Object({
  id: TermsId, ends: S.Time, zone: Zone,
  /** Beginning with the acceptance that brought it into force. */
  since: S.maybe(S.Time),
  proposed: S.Time, /** Null where that party does not wish to be named to me. */ by: S.maybe(Type.String()), own: Type.Boolean(),
  text: Type.String(), language: S.maybe(S.Language), textSha256: S.Sha256, reason: S.maybe(Type.String()),
  /** Mine to it. */
  answer: S.maybe(S.oneOf(['accepted', 'declined', 'asked-again', 'left'])),
})
const Signatory = Type.Object({
  party: PartyId, name: S.maybe(Type.String()), guest: Type.Boolean(), own: Type.Boolean(), consent: S.oneOf(CONSENT_STATES),
  /** Of the last answer; `signed`: by a key of the organisation, else by a recorded click. */
  at: S.maybe(S.Time), signed: S.maybe(Type.Boolean()),
  /** What that answer was: it stays known when the embargo is over and nobody is bound any more. */
  said: S.maybe(S.oneOf(['accepted', 'declined', 'asked-again', 'left'])),
})
/** `no` with the rule and what to do instead; `with-reason`: it should not be done, and a reason stays on record. */
const Move = Type.Object({
  move: S.oneOf(EMBARGO_MOVES), about: S.maybe(Type.String()), allowed: S.oneOf(['freely', 'with-reason', 'no']), rule: S.maybe(Type.String()), fix: S.maybe(Type.String()), code: S.maybe(Type.String()),
})
const Question = Type.Object({ question: S.oneOf(EMBARGO_QUESTIONS), asked: S.Time, due: S.Time, late: Type.Boolean(), words: Type.String() })
const Decision = Type.Object({ question: S.oneOf(EMBARGO_QUESTIONS), choice: S.oneOf(['end', 'go-on']), at: S.Time, by: S.maybe(Type.String()), reason: Type.String() })

export const Embargo = Type.Object({
  case: CaseId, state: S.oneOf(CASE_EMBARGO_STATES),
  /** The hub's own moment, for a countdown that does not trust the reader's clock. */
  now: S.Time,
  inForce: S.maybe(Offered),
  /** Proposed, and not yet agreed; those that end first come first. */
  open: Type.Array(Offered),
  consent: S.oneOf(CONSENT_STATES),
  ended: S.maybe(Type.Object({ at: S.Time, how: S.oneOf(EMBARGO_ENDINGS), words: Type.String() })),
  /** Those I may know of; one who is only invited reads of itself alone. */
  signatories: Type.Array(Signatory),
  questions: Type.Array(Question),
  decisions: Type.Array(Decision),
  moves: Type.Array(Move),
  /** My default: it counts as proposed by us when a case begins. Null where we have said none. */
  defaultDays: S.maybe(Type.Integer({ minimum: 0, maximum: 365 })),
  /** Whether the file that proves all of this is there to fetch: after the end, for who was ever asked. */
  proof: Type.Boolean(),
  /** One plain sentence in English. */
  words: Type.String(),
})

const PartyProcess = Type.Object({
  party: PartyId, name: S.maybe(Type.String()), own: Type.Boolean(), report: S.oneOf(PARTY_REPORT_STATES), vendor: S.maybe(S.oneOf(VENDOR_FIX_STATES)), words: Type.String(),
})
export const Process = Type.Object({
  case: CaseId, happened: S.oneOf(PUBLIC_STATES), words: Type.String(), parties: Type.Array(PartyProcess),
  moves: Type.Array(Type.Object({ judgement: S.oneOf(REPORT_JUDGEMENTS), allowed: S.oneOf(['freely', 'with-reason', 'no']), rule: S.maybe(Type.String()), fix: S.maybe(Type.String()), code: S.maybe(Type.String()) })),
})

const Clock = Type.Object({
  clock: S.oneOf(CASE_CLOCKS), kind: S.oneOf(['embargo', 'policy', 'law']),
  /** Ours alone: nobody else sees it. */
  own: Type.Boolean(),
  title: Type.String(), rule: Type.String(), source: Type.String(),
  trigger: Type.Object({ words: Type.String(), at: S.Time }),
  due: S.Time, /** Until when it may still be met without blame. */ grace: S.maybe(S.Time),
  state: S.oneOf(CLOCK_STATES), met: S.maybe(S.Time), words: Type.String(),
})
export const Clocks = Type.Object({
  case: CaseId, now: S.Time, clocks: Type.Array(Clock), /** The next one that runs out. */ next: S.maybe(Clock), overdue: Type.Integer({ minimum: 0 }),
  triggers: Type.Array(Type.Object({ trigger: S.oneOf(DUTY_TRIGGERS), words: Type.String(), at: S.maybe(S.Time) })),
  /** Clocks that I may state as met. */
  mayMeet: Type.Array(S.oneOf(CASE_CLOCKS)),
})

const ActKind = S.oneOf(EMBARGO_ACTS)
const HERE = '/api/v1/cases/:case'
const P = Type.Object({ case: CaseId })
const nothing = Type.Object({})

export const embargo = {
  embargo: route({ method: 'GET', path: `${HERE}/embargo`, access: 'public', summary: 'The embargo as I may know it: terms, who has accepted, what waits to be decided, what I may do and why not. Also for who is only invited.', params: P, reply: Embargo }),
  prepareAct: route({
    method: 'POST', path: '/api/v1/cases/embargo/acts/prepare', access: 'acts.sign', bodyLimit: 131_072,
    summary: 'The exact statement to sign. `says`: the case; for terms also `ends`, `zone` and `text`, whose hash is signed; for an answer the `terms`. What follows is filled in.',
    body: wishedAct(ActKind), reply: preparedAct(ActKind),
  }),
  submitAct: route({
    method: 'POST', path: '/api/v1/cases/embargo/acts', access: 'acts.sign', bodyLimit: ENVELOPE_LIMIT, status: 201,
    summary: 'Hands in a signed act; with new terms, their `text` as it was prepared. The log gets a commitment that shows nothing.',
    body: Type.Object({ envelope: Envelope, text: Type.Optional(text(TERMS_TEXT)), language: Type.Optional(S.Language) }),
    reply: Type.Object({ outcome: Type.Literal('sealed'), kind: ActKind, at: S.Time, fact: S.FactId, case: CaseId }),
  }),
  answerAsGuest: route({
    method: 'POST', path: `${HERE}/embargo/answer`, access: 'public', summary: 'The same for a guest, who has no key: recorded as a click, and shown as one.', params: P,
    body: Type.Object({ kind: ActKind, terms: Type.Optional(TermsId), ends: Type.Optional(S.Time), zone: Type.Optional(Zone), text: Type.Optional(text(TERMS_TEXT)), language: Type.Optional(S.Language), reason: Type.Optional(Reason) }),
    reply: Embargo,
  }),
  withdrawTerms: route({ method: 'POST', path: `${HERE}/embargo/withdraw`, access: 'public', summary: 'Takes terms back that we proposed and nobody has made hold yet.', params: P, body: Type.Object({ terms: TermsId }), reply: Embargo }),
  offerAgain: route({ method: 'POST', path: `${HERE}/embargo/offer`, access: 'public', summary: 'Asks a party again that has declined; owner and coordinators.', params: P, body: Type.Object({ party: PartyId }), reply: Embargo }),
  endEmbargo: route({ method: 'POST', path: `${HERE}/embargo/end`, access: 'public', summary: 'Ends the embargo now, for all, with a reason on record; owner and coordinators. A later end is a revision.', params: P, body: Type.Object({ reason: Reason }), reply: Embargo }),
  decideEmbargo: route({
    method: 'POST', path: `${HERE}/embargo/decide`, access: 'public', summary: 'Decides whether the embargo ends or goes on after attacks, or what else should end it; owner and coordinators. The decision stays on record.', params: P,
    body: Type.Object({ question: S.oneOf(EMBARGO_QUESTIONS), choice: S.oneOf(['end', 'go-on']), reason: Reason }), reply: Embargo,
  }),
  setDefault: route({
    method: 'PUT', path: '/api/v1/cases/embargo/default', access: 'cases.work', summary: 'How many days of silence our organisation agrees to by default (0 to 365; null: none). The shortest of all wins.',
    body: Type.Object({ days: S.maybe(Type.Integer({ minimum: 0, maximum: 365 })), zone: Type.Optional(Zone) }), reply: Type.Object({ days: S.maybe(Type.Integer()), zone: Zone }),
  }),
  embargoDefault: route({ method: 'GET', path: '/api/v1/cases/embargo/default', access: 'cases.work', summary: 'Our default.', reply: Type.Object({ days: S.maybe(Type.Integer()), zone: Zone }) }),

  process: route({ method: 'GET', path: `${HERE}/process`, access: 'public', summary: 'Where each party stands with the report, what is known outside, and what I may do.', params: P, reply: Process }),
  judge: route({ method: 'POST', path: `${HERE}/process/report`, access: 'public', summary: 'What our party makes of the report.', params: P, body: Type.Object({ judgement: S.oneOf(REPORT_JUDGEMENTS), reason: Type.Optional(Reason) }), reply: Process }),
  happened: route({
    method: 'POST', path: `${HERE}/process/happened`, access: 'public',
    summary: 'States that it is public, that an exploit is, that attacks were seen, or that adversaries hold an exploit. Public or exploited ends the embargo in the same moment.', params: P,
    body: Type.Object({ what: S.oneOf(CASE_HAPPENINGS), words: Reason }), reply: Process,
  }),

  clocks: route({ method: 'GET', path: `${HERE}/clocks`, access: 'public', summary: 'The clocks of this case that I may see: its embargo, the policies, and the duties of our own organisation by law.', params: P, reply: Clocks }),
  startClock: route({ method: 'POST', path: `${HERE}/clocks`, access: 'public', summary: 'Starts the clocks of a duty of our own: when we became aware, or when a fix was available. Nobody else sees them.', params: P, body: Type.Object({ trigger: S.oneOf(DUTY_TRIGGERS), at: S.Time }), reply: Clocks }),
  meetClock: route({ method: 'POST', path: `${HERE}/clocks/met`, access: 'public', summary: 'States that a clock of our own was met, and when.', params: P, body: Type.Object({ clock: S.oneOf(CASE_CLOCKS), at: Type.Optional(S.Time), words: Type.Optional(Reason) }), reply: Clocks }),
  calendar: route({ method: 'GET', path: '/api/v1/cases/calendar', access: 'cases.work', summary: 'Whether I have a calendar feed.', reply: Type.Object({ since: S.maybe(S.Time) }) }),
  makeCalendar: route({ method: 'POST', path: '/api/v1/cases/calendar', access: 'cases.work', status: 201, summary: 'A calendar feed (iCalendar) of my cases at a secret address, shown once; one made before ends. It says that something is due and when, nothing of what it is about.', body: nothing, reply: Type.Object({ address: Type.String(), since: S.Time }) }),
  removeCalendar: route({ method: 'DELETE', path: '/api/v1/cases/calendar', access: 'cases.work', summary: 'Ends my calendar feed.', reply: S.Done }),
}

/** Files beside the interface. */
export const embargoFiles = {
  /** Who was offered what and when, who agreed, declined, left, what ended it; for `accord log verify`. With the session, or the guest's cookie. */
  proof: (of: string) => `/case-embargo/${of}/proof.json`,
  calendar: (secret: string) => `/case-calendar/${secret}.ics`,
}
