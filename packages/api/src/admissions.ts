/**
 * Admissions: an organisation's wish to sign, from a draft that needs no account to the end of its probation.
 * The applicant's own routes know it by a cookie, which `begin` and `open` set from a link of 256 bits.
 */
import { Type, type TProperties } from 'typebox'
import { KNOWN_BY, SPONSOR_FACTS } from '@openaccord/facts'
import { Effort } from './effort.ts'
import { Envelope, ENVELOPE_LIMIT, preparedAct, wishedAct } from './acts.ts'
import { route } from './route.ts'
import * as S from './shapes.ts'

const ApplicationId = S.id('application')
const EvidenceId = S.id('evidence')
const CommentId = S.id('comment')
const BallotId = S.id('ballot')
const Language = Type.String({ pattern: '^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$', maxLength: 35, description: 'BCP 47' })
const Domain = Type.String({ minLength: 3, maxLength: 253, description: 'company.example' })
const Words = Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' })
const Token = Type.String({ minLength: 20, maxLength: 200 })

/** `submitted`: handed in, nobody has taken it up. `probation`: has signed, without a vote for twelve months. `member`: probation is over. */
export const APPLICATION_STATES = [
  'draft', 'submitted', 'completeness-check', 'evidence-review', 'more-information', 'comment-window', 'endorsement', 'ballot', 'accepted', 'signing',
  'probation', 'member', 'withdrawn', 'lapsed', 'declined', 'appeal',
] as const
/** Pages of the form, in their order. */
export const APPLICATION_STEPS = ['organisation', 'contact', 'eligibility', 'domain', 'disclosure', 'practice', 'review'] as const
/** Who is being waited for. */
export const WAIT_PARTIES = ['applicant', 'secretariat', 'public', 'sponsors', 'signatories', 'ombudsperson'] as const
/** What they are waited for to do. Its days are in each wait. */
export const WAITS = [
  'finish-draft', 'take-up', 'check-completeness', 'answer-test-mail', 'review-evidence', 'answer-questions', 'comments', 'find-sponsors',
  'find-sponsors-for-applicant', 'open-ballot', 'vote', 'admit', 'sign', 'may-appeal', 'decide-appeal', 'probation',
] as const
/** What is asked of practice, with the clauses of the pledge it serves; the same for every size. */
export const CRITERIA = ['reports', 'updates', 'access', 'incidents', 'integrity', 'requests', 'no-offence', 'helping', 'sharing'] as const
/** What a domain shows by itself: claimed by the applicant, measured by the hub. */
export const DOMAIN_CLAIMS = ['security-txt', 'dmarc', 'spf', 'mta-sts', 'tls-rpt', 'dnssec', 'caa', 'hsts', 'tls'] as const
export const PRACTICE_ANSWERS = ['yes', 'partly', 'not-yet'] as const
/** E0 none, E1 claimed, E2 documented, E3 measured by the hub, E4 verified by an independent assessor. */
export const EVIDENCE_GRADES = ['E0', 'E1', 'E2', 'E3', 'E4'] as const
export const EVIDENCE_KINDS = ['claim', 'link', 'document', 'measurement'] as const
export const EVIDENCE_STATES = ['submitted', 'valid', 'failed', 'inconclusive', 'expiring', 'expired', 'superseded', 'disputed', 'upheld', 'corrected'] as const
export const CHECK_RESULTS = ['pass', 'fail', 'inconclusive'] as const
export const OWNERSHIPS = ['private', 'state-controlled', 'government'] as const
export const OFFENSIVE = ['none', 'sells', 'brokers'] as const
export const GATES = ['private-sector', 'domain', 'disclosure-contact', 'sanctions', 'no-offence'] as const
/** `open`: nothing has been shown yet. `waiting`: a test mail is out. */
export const GATE_STATES = ['open', 'waiting', 'passed', 'failed'] as const
export const DECLINE_REASONS = ['not-private-sector', 'sanctions-or-insolvency', 'offensive-business', 'domain-not-shown', 'contact-does-not-answer', 'evidence-missing', 'evidence-false', 'not-adopted-by-ballot'] as const
/** The only rules by which a comment is hidden; its hash and its place stay. */
export const COMMENT_RULES = ['personal-data', 'threat-or-hate', 'unlawful', 'advertising', 'not-about-this'] as const
export const SPONSOR_BARS = ['on-probation', 'not-in-good-standing', 'sponsored-removed', 'affiliated', 'own-group-sponsors', 'sponsors-already', 'not-open'] as const
export const DOCUMENT_TYPES = ['application/pdf', 'image/png', 'image/jpeg', 'text/plain', 'text/markdown'] as const
export const ADMISSION_ACTS_HERE = ['sponsorship', 'sponsorship-withdrawal'] as const
/** One document; all of one application; how many. */
export const DOCUMENT_LIMITS = { bytes: 1_048_576, allBytes: 6_291_456, files: 20 } as const
/** From so many people on, evidence is more than a sentence. */
export const FULL_FORM_FROM = 50

/** Where the links in mails lead, and where documents lie. Opening a link is a GET; what it does is a POST. */
export const applicationPages = {
  resume: (token: string) => `/apply/form/organisation?token=${token}`,
  /** “Yes, we read our security mail”: posts the token to `answerTestMail`. */
  contactTest: (token: string) => `/apply/contact?token=${token}`,
  /** For the applicant, the secretariat, and everyone once it is released. */
  document: (evidence: string) => `/applications/documents/${evidence}`,
}

/** “Waiting for the secretariat to check completeness: 3 of 10 days.” */
export const Wait = Type.Object({
  party: S.oneOf(WAIT_PARTIES),
  /** The organisation’s name where there is one to name. */
  name: S.maybe(S.Title),
  what: S.oneOf(WAITS),
  since: S.Time,
  due: S.Time,
  /** Whole days gone, and how many there are. Working days for the test mail. */
  day: Type.Integer(),
  days: Type.Integer(),
  working: Type.Boolean(),
  overdue: Type.Boolean(),
})

export const ApplicationCard = Type.Object({
  id: ApplicationId,
  name: S.Title,
  country: S.Country,
  sector: S.Title,
  size: S.Size,
  /** Fewer than 50 people: shorter evidence, a mentor offered. */
  small: Type.Boolean(),
  domain: Domain,
  state: S.oneOf(APPLICATION_STATES),
  since: S.Time,
  submitted: S.Time,
  /** The first is the one to say in a sentence; none when nobody is waited for. */
  waits: Type.Array(Wait),
  sponsors: Type.Integer(),
  sponsorsNeeded: Type.Integer(),
  comments: Type.Integer(),
  /** Once it is admitted. */
  slug: S.maybe(S.Slug),
})

export const Evidence = Type.Object({
  id: EvidenceId,
  criterion: Type.String(),
  clauses: Type.Array(Type.String()),
  kind: S.oneOf(EVIDENCE_KINDS),
  answer: S.maybe(S.oneOf(PRACTICE_ANSWERS)),
  /** The applicant’s own words. Null for the public until the comment window opens. */
  claim: S.maybe(Type.String()),
  title: S.maybe(Type.String()),
  link: S.maybe(S.Link),
  sha256: S.maybe(S.Sha256),
  bytes: S.maybe(Type.Integer()),
  released: Type.Boolean(),
  /** Where the document can be read by who asks; null where not. */
  address: S.maybe(Type.String()),
  grade: S.oneOf(EVIDENCE_GRADES),
  state: S.oneOf(EVIDENCE_STATES),
  /** Since when it holds, when it was seen, when it came here, when everyone could read it. */
  effective: S.maybe(S.Time), observed: S.maybe(S.Time), received: S.Time, published: S.maybe(S.Time),
  expires: S.maybe(S.Time),
  checked: S.maybe(Type.Object({ at: S.Time, result: S.oneOf(CHECK_RESULTS), note: Type.String() })),
  dispute: S.maybe(Type.Object({ at: S.Time, reason: Type.String(), closed: S.maybe(S.Time), outcome: S.maybe(S.oneOf(['upheld', 'corrected'])), note: S.maybe(Type.String()), gradeBefore: S.oneOf(EVIDENCE_GRADES) })),
  /** For a measurement: each finding, under the version of its rules. */
  rules: S.maybe(Type.String()),
  findings: Type.Array(Type.Object({ check: Type.String(), result: Type.String(), points: Type.Integer(), maximum: Type.Integer() })),
  report: S.maybe(Type.String({ description: 'permalink of the baseline report' })),
  /** Measurements that say otherwise than this claim: both stand. */
  contradictedBy: Type.Array(Type.Object({ evidence: EvidenceId, check: Type.String(), result: Type.String() })),
})

const Gate = Type.Object({ gate: S.oneOf(GATES), state: S.oneOf(GATE_STATES), at: S.maybe(S.Time), detail: S.maybe(Type.String()) })
const Vouched = Type.Object({ fact: S.oneOf(SPONSOR_FACTS), known: S.oneOf(KNOWN_BY), note: Type.Optional(Type.String()) })
const Sponsor = Type.Object({
  fact: S.FactId, slug: S.Slug, name: S.Title, at: S.Time, facts: Type.Array(Vouched),
  withdrawn: S.maybe(S.Time), withdrawal: S.maybe(S.FactId), reason: S.maybe(Type.String()),
})
export const ApplicationComment = Type.Object({
  id: CommentId, at: S.Time, name: S.maybe(Type.String()), language: Language,
  /** Null where it is hidden; the hash stays. */
  text: S.maybe(Type.String()), sha256: S.Sha256, hidden: S.maybe(S.oneOf(COMMENT_RULES)),
  reply: S.maybe(Type.Object({ at: S.Time, text: Type.String() })), fact: S.FactId,
})
const Step = Type.Object({
  at: S.Time,
  /** What happened: `submitted`, `taken-up`, `completed`, `asked`, `answered`, `comments-opened`, `comments-closed`, `sponsored`, … */
  what: Type.String(),
  state: S.oneOf(APPLICATION_STATES),
  /** An organisation, where one did it. */
  name: S.maybe(S.Title),
  words: S.maybe(Type.String()),
  fact: S.maybe(S.FactId),
})
const Appeal = Type.Object({ at: S.Time, text: Type.String(), outcome: S.maybe(S.oneOf(['upheld', 'remitted'])), decided: S.maybe(S.Time), reasons: S.maybe(Type.String()) })

const Shown = {
  ...ApplicationCard.properties,
  website: S.maybe(S.Link),
  /** Of what was handed in: a salted SHA-256, as it stands in the log. */
  submission: S.maybe(S.Sha256),
  gates: Type.Array(Gate),
  evidence: Type.Array(Evidence),
  sponsorList: Type.Array(Sponsor),
  /** Where organisations were asked to sponsor. */
  sponsorsAsked: Type.Array(Type.Object({ slug: S.Slug, name: S.Title, at: S.Time })),
  mentor: S.maybe(Type.Object({ slug: S.Slug, name: S.Title })),
  commentList: Type.Array(ApplicationComment),
  commentsFrom: S.maybe(S.Time), commentsUntil: S.maybe(S.Time),
  ballot: S.maybe(Type.Object({ id: BallotId, state: Type.String(), outcome: S.maybe(Type.String()), finalAt: S.maybe(S.Time) })),
  declined: S.maybe(Type.Object({ at: S.Time, codes: Type.Array(S.oneOf(DECLINE_REASONS)), reasons: Type.String(), appealUntil: S.maybe(S.Time) })),
  appeal: S.maybe(Appeal),
  probation: S.maybe(Type.Object({ from: S.Time, until: S.Time })),
  /** What the domain shows now beside what it showed when comments were opened, and whether it was still the applicant’s when it was looked at last. */
  domainNews: Type.Object({
    since: S.maybe(S.Time), measured: S.maybe(S.Time),
    worse: Type.Array(Type.Object({ check: Type.String(), before: Type.String(), now: Type.String() })),
    control: S.maybe(Type.Object({ result: S.oneOf(['verified', 'missing', 'wrong', 'error']), at: S.Time })),
  }),
  history: Type.Array(Step),
} satisfies TProperties
export const Application = Type.Object(Shown)

/** The pages of the form as they are saved. Each page is saved whole; what is wrong is said by field. */
export const StepOrganisation = Type.Object({
  name: S.Title, legalName: Type.String({ minLength: 1, maxLength: 300, pattern: '\\S' }), country: S.Country, sector: S.Title,
  people: Type.Integer({ minimum: 1, maximum: 10_000_000 }),
  website: Type.Optional(S.maybe(S.Link)),
  /** Number in a register of companies, LEI or the like. */
  register: Type.Optional(S.maybe(Type.String({ maxLength: 200 }))),
  /** Who controls it, where somebody does: a signatory of this group neither sponsors nor votes. */
  group: Type.Optional(S.maybe(Type.String({ maxLength: 200 }))),
  affiliates: Type.Optional(Type.Array(S.Slug, { maxItems: 50, description: 'signatories under the same control' })),
  description: Type.Optional(Type.String({ maxLength: 1000 })),
})
export const StepContact = Type.Object({ name: S.Title, mail: S.Mail, role: Type.Optional(S.maybe(Type.String({ maxLength: 200 }))), mentor: Type.Optional(Type.Boolean()) })
export const StepEligibility = Type.Object({
  ownership: S.oneOf(OWNERSHIPS), sanctions: S.oneOf(['none', 'listed']), insolvency: S.oneOf(['none', 'open']), offensive: S.oneOf(OFFENSIVE),
})
export const StepDomain = Type.Object({ domain: Domain })
export const StepDisclosure = Type.Object({ mail: S.Mail, policy: Type.Optional(S.maybe(S.Link)) })
const PracticeAnswer = Type.Object({ answer: S.oneOf(PRACTICE_ANSWERS), words: Words, link: Type.Optional(S.maybe(S.Link)), effective: Type.Optional(S.maybe(S.Time)), expires: Type.Optional(S.maybe(S.Time)) })
/** What is left out stays as it was. */
export const StepPractice = Type.Object({
  answers: Type.Object({
    reports: Type.Optional(PracticeAnswer), updates: Type.Optional(PracticeAnswer), access: Type.Optional(PracticeAnswer), incidents: Type.Optional(PracticeAnswer),
    integrity: Type.Optional(PracticeAnswer), requests: Type.Optional(PracticeAnswer), 'no-offence': Type.Optional(PracticeAnswer), helping: Type.Optional(PracticeAnswer),
    sharing: Type.Optional(PracticeAnswer),
  }, { additionalProperties: false }),
  claims: Type.Optional(Type.Array(S.oneOf(DOMAIN_CLAIMS), { maxItems: DOMAIN_CLAIMS.length })),
})

const Missing = Type.Object({ step: S.oneOf(APPLICATION_STEPS), field: Type.String(), rule: Type.String(), fix: Type.String() })
const Question = Type.Object({ at: S.Time, text: Type.String(), answered: S.maybe(S.Time), answer: S.maybe(Type.String()) })
const Answers = Type.Object({
  organisation: S.maybe(StepOrganisation), contact: S.maybe(StepContact), eligibility: S.maybe(StepEligibility), domain: S.maybe(StepDomain),
  disclosure: S.maybe(StepDisclosure), practice: StepPractice,
})
/** What the applicant and the secretariat see beside what is public. Before it is handed in, `public` is null. */
export const OwnApplication = Type.Object({
  id: ApplicationId,
  state: S.oneOf(APPLICATION_STATES),
  waits: Type.Array(Wait),
  begun: S.Time,
  saved: S.Time,
  /** When a draft, or an application that waits for the applicant, ends by itself. */
  lapses: S.maybe(S.Time),
  answers: Answers,
  small: S.maybe(Type.Boolean()),
  mailConfirmed: Type.Boolean(),
  domainProof: S.maybe(Type.Object({ domain: Domain, dnsName: Type.String(), line: Type.String(), fileAddress: Type.String(), file: Type.String(), result: Type.String(), detail: Type.String(), checked: S.maybe(S.Time) })),
  testMail: S.maybe(Type.Object({ to: S.Mail, sent: S.Time, due: S.Time, answered: S.maybe(S.Time), times: Type.Integer() })),
  /** All evidence there is, documents with their addresses. */
  evidence: Type.Array(Evidence),
  questions: Type.Array(Question),
  gates: Type.Array(Gate),
  /** What stands between this draft and handing it in; empty when nothing does. */
  missing: Type.Array(Missing),
  /** With these an outsider checks the commitment in the log: `salt` in base64, and the exact text that was handed in. */
  sealed: S.maybe(Type.Object({ commitment: S.Sha256, salt: Type.String(), text: Type.String(), fact: S.FactId })),
  may: Type.Array(S.oneOf(['save', 'submit', 'answer', 'withdraw', 'appeal', 'reply', 'ask-test-mail', 'dispute', 'release'])),
  public: S.maybe(Application),
})

const Proposal = Type.Object({ proposal: Type.String(), what: S.oneOf(['decline', 'hide-comment', 'appeal']), byName: Type.String(), by: S.PersonId, at: S.Time, codes: Type.Array(Type.String()), reasons: Type.String(), comment: S.maybe(CommentId) })
/** For the secretariat: the whole file. `contact` stays here. */
const Handled = Type.Object({
  application: OwnApplication,
  proposals: Type.Array(Proposal),
  handler: S.maybe(Type.String()),
  may: Type.Array(S.oneOf(['take-up', 'complete', 'ask', 'check', 'measure', 'open-comments', 'hide-comment', 'ask-sponsors', 'name-mentor', 'open-ballot', 'admit', 'decline', 'resolve-dispute'])),
  /** Signatories that could sponsor it. */
  couldSponsor: Type.Array(Type.Object({ slug: S.Slug, name: S.Title })),
})
const QueueLine = Type.Object({ ...ApplicationCard.properties, handler: S.maybe(Type.String()), proposals: Type.Integer(), due: S.maybe(S.Time), overdue: Type.Boolean() })
const AppealFile = Type.Object({ application: Application, proposals: Type.Array(Proposal), mayDecide: Type.Boolean() })

const ActKind = S.oneOf(ADMISSION_ACTS_HERE)
const byId = Type.Object({ application: ApplicationId })
const byEvidence = Type.Object({ application: ApplicationId, evidence: EvidenceId })
const byComment = Type.Object({ application: ApplicationId, comment: CommentId })
const Reasons = Type.String({ minLength: 20, maxLength: 4000, pattern: '\\S' })
const nothing = Type.Object({})
const MINE = '/api/v1/admissions/mine'
const QUEUE = '/api/v1/admissions/queue/:application'

export const admissions = {
  applications: route({
    method: 'GET', path: '/api/v1/admissions/applications', access: 'public', summary: 'Applications that were handed in, newest first. Drafts are nobody’s but the applicant’s.',
    query: Type.Object({ state: Type.Optional(S.oneOf(APPLICATION_STATES)), open: Type.Optional(S.oneOf(['yes', 'no'])), after: Type.Optional(S.Cursor), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })) }),
    reply: Type.Object({ asOf: S.Time, found: Type.Integer(), applications: Type.Array(ApplicationCard), next: S.maybe(S.Cursor) }),
  }),
  application: route({ method: 'GET', path: '/api/v1/admissions/applications/:application', access: 'public', summary: 'One application as everyone may read it.', params: byId, reply: Application }),
  comment: route({
    method: 'POST', path: '/api/v1/admissions/applications/:application/comments', access: 'public', summary: 'A comment by anyone while the comment window is open. Effort of the purpose `application-comment`.', pace: 'sign-in',
    params: byId, body: Type.Object({ name: Type.Optional(Type.String({ maxLength: 200 })), text: Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S' }), language: Language, effort: Effort }), reply: ApplicationComment, status: 201,
  }),

  begin: route({
    method: 'POST', path: '/api/v1/admissions/applications', access: 'public', summary: 'Begins an application and gives the link to it, once. With an address the link is mailed as well. Effort of the purpose `application`.', pace: 'sign-in',
    body: Type.Object({ mail: Type.Optional(S.Mail), effort: Effort }), reply: Type.Object({ application: ApplicationId, token: Token, link: Type.String() }), status: 201,
  }),
  open: route({
    method: 'POST', path: '/api/v1/admissions/open', access: 'public', summary: 'Opens an application by its link: from now on this browser may go on with it.', pace: 'sign-in',
    body: Type.Object({ token: Token }), reply: Type.Object({ application: ApplicationId, state: S.oneOf(APPLICATION_STATES) }),
  }),
  close: route({ method: 'POST', path: '/api/v1/admissions/close', access: 'public', summary: 'This browser forgets the application; the link still works.', body: nothing, reply: S.Done }),
  sendLink: route({
    method: 'POST', path: '/api/v1/admissions/links', access: 'public', summary: 'Mails new links to the applications of this address. Answers alike whether there are any.', pace: 'sign-in',
    body: Type.Object({ mail: S.Mail, effort: Effort }), reply: S.Done,
  }),
  answerTestMail: route({
    method: 'POST', path: '/api/v1/admissions/contact-test', access: 'public', summary: 'The link in the test mail to a disclosure contact: it is read.', pace: 'sign-in',
    body: Type.Object({ token: Token }), reply: Type.Object({ name: S.Title, inTime: Type.Boolean() }),
  }),

  mine: route({ method: 'GET', path: MINE, access: 'public', summary: 'My application, by the cookie that opening its link has set.', reply: OwnApplication }),
  saveOrganisation: route({ method: 'PUT', path: `${MINE}/organisation`, access: 'public', summary: 'Who we are.', body: StepOrganisation, reply: OwnApplication }),
  saveContact: route({ method: 'PUT', path: `${MINE}/contact`, access: 'public', summary: 'Who speaks for us; a new address is sent a link, and counts once it was opened.', body: StepContact, reply: OwnApplication }),
  saveEligibility: route({ method: 'PUT', path: `${MINE}/eligibility`, access: 'public', summary: 'Declarations about ownership, sanctions, insolvency, offensive business.', body: StepEligibility, reply: OwnApplication }),
  saveDomain: route({ method: 'PUT', path: `${MINE}/domain`, access: 'public', summary: 'Our domain; gives the line that proves it.', body: StepDomain, reply: OwnApplication }),
  checkDomain: route({ method: 'POST', path: `${MINE}/domain/check`, access: 'public', summary: 'Looks for the line in DNS and in the well-known file now.', pace: 'expensive', body: nothing, reply: OwnApplication }),
  saveDisclosure: route({ method: 'PUT', path: `${MINE}/disclosure`, access: 'public', summary: 'Where weaknesses are reported to us.', body: StepDisclosure, reply: OwnApplication }),
  savePractice: route({ method: 'PUT', path: `${MINE}/practice`, access: 'public', summary: 'What we do, criterion by criterion.', body: StepPractice, bodyLimit: 131_072, reply: OwnApplication }),
  addDocument: route({
    method: 'POST', path: `${MINE}/documents`, access: 'public', summary: 'A document as evidence, in base64: at most 1 MiB each, 20 in all. It stays private; its hash and title are public once it is handed in.',
    body: Type.Object({ criterion: S.oneOf(CRITERIA), title: S.Title, type: S.oneOf(DOCUMENT_TYPES), content: Type.String({ minLength: 4, maxLength: 1_398_104 }) }), bodyLimit: 1_500_000, reply: OwnApplication, status: 201,
  }),
  removeDocument: route({ method: 'DELETE', path: `${MINE}/documents/:evidence`, access: 'public', summary: 'Takes a document out again, as long as it was not handed in.', params: Type.Object({ evidence: EvidenceId }), reply: OwnApplication }),
  releaseDocument: route({ method: 'POST', path: `${MINE}/documents/:evidence/release`, access: 'public', summary: 'Lets everyone read a document. This cannot be taken back.', params: Type.Object({ evidence: EvidenceId }), body: nothing, reply: OwnApplication }),
  submit: route({
    method: 'POST', path: `${MINE}/submit`, access: 'public', summary: 'Hands it in: from now on its name and its way are public.',
    body: Type.Object({ name: S.Title, title: S.Title, declares: Type.Literal(true) }), reply: OwnApplication,
  }),
  askTestMail: route({ method: 'POST', path: `${MINE}/test-mail`, access: 'public', summary: 'Sends the test mail to the disclosure contact again; three times in all.', body: nothing, reply: OwnApplication }),
  answerQuestions: route({ method: 'POST', path: `${MINE}/answer`, access: 'public', summary: 'Answers what the secretariat has asked; what was changed meanwhile is handed in with it.', body: Type.Object({ text: Type.String({ minLength: 1, maxLength: 8000, pattern: '\\S' }) }), reply: OwnApplication }),
  replyToComment: route({ method: 'POST', path: `${MINE}/comments/:comment/reply`, access: 'public', summary: 'Answers one comment, once.', params: Type.Object({ comment: CommentId }), body: Type.Object({ text: Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S' }) }), reply: OwnApplication }),
  disputeEvidence: route({ method: 'POST', path: `${MINE}/evidence/:evidence/dispute`, access: 'public', summary: 'Says that a check or a measurement is wrong, and why.', params: Type.Object({ evidence: EvidenceId }), body: Type.Object({ reason: Reasons }), reply: OwnApplication }),
  withdrawApplication: route({ method: 'POST', path: `${MINE}/withdraw`, access: 'public', summary: 'Ends it. A draft is deleted; what was handed in stays in the record as withdrawn.', body: Type.Object({ reason: Type.Optional(Type.String({ maxLength: 2000 })) }), reply: S.Done }),
  appealDecision: route({ method: 'POST', path: `${MINE}/appeal`, access: 'public', summary: 'Appeals against being declined, within 30 days, to the ombudsperson.', body: Type.Object({ text: Reasons }), reply: OwnApplication }),

  sponsoring: route({
    method: 'GET', path: '/api/v1/admissions/sponsoring', access: 'acts.sign', summary: 'Applications that look for sponsors, and whether my organisation may be one.',
    reply: Type.Object({
      applications: Type.Array(Type.Object({ ...ApplicationCard.properties, submission: S.Sha256, mine: S.maybe(S.FactId), bar: S.maybe(S.oneOf(SPONSOR_BARS)), asked: Type.Boolean() })),
    }),
  }),
  prepareAct: route({
    method: 'POST', path: '/api/v1/admissions/acts/prepare', access: 'acts.sign', summary: 'The exact statement to sign. Applicant, submission and sponsorship are filled in from the application.',
    body: wishedAct(ActKind), bodyLimit: 131_072,
    reply: preparedAct(ActKind),
  }),
  submitAct: route({
    method: 'POST', path: '/api/v1/admissions/acts', access: 'acts.sign', summary: 'Hands in a signed act: a DSSE envelope as text; from a browser once a passkey has approved it (keys.approve).',
    body: Type.Object({ envelope: Envelope }), bodyLimit: ENVELOPE_LIMIT,
    reply: Type.Object({ outcome: S.oneOf(['logged']), kind: ActKind, at: S.Time, fact: S.FactId, application: ApplicationId }), status: 201,
  }),

  queue: route({ method: 'GET', path: '/api/v1/admissions/queue', access: 'admissions.handle', summary: 'Applications under way, the nearest date first.', reply: Type.Object({ asOf: S.Time, applications: Type.Array(QueueLine) }) }),
  handled: route({ method: 'GET', path: QUEUE, access: 'admissions.handle', summary: 'One application, whole.', params: byId, reply: Handled }),
  takeUp: route({ method: 'POST', path: `${QUEUE}/take-up`, access: 'admissions.handle', summary: 'I look after this one.', params: byId, body: nothing, reply: Handled }),
  complete: route({ method: 'POST', path: `${QUEUE}/complete`, access: 'admissions.handle', summary: 'Everything is there and the gates are passed: evidence is reviewed.', params: byId, body: nothing, reply: Handled }),
  askMore: route({ method: 'POST', path: `${QUEUE}/ask`, access: 'admissions.handle', summary: 'Asks the applicant; it has 30 days.', params: byId, body: Type.Object({ text: Reasons }), reply: Handled }),
  checkEvidence: route({
    method: 'POST', path: `${QUEUE}/evidence/:evidence/check`, access: 'admissions.handle', summary: 'Says whether a piece of evidence shows what it claims, and its grade.',
    params: byEvidence, body: Type.Object({ result: S.oneOf(CHECK_RESULTS), grade: S.oneOf(EVIDENCE_GRADES), note: Type.String({ maxLength: 2000 }), expires: Type.Optional(S.maybe(S.Time)) }), reply: Handled,
  }),
  resolveDispute: route({
    method: 'POST', path: `${QUEUE}/evidence/:evidence/resolve`, access: 'admissions.handle', summary: 'Closes a dispute; by another person than who checked.',
    params: byEvidence, body: Type.Object({ outcome: S.oneOf(['upheld', 'corrected']), grade: Type.Optional(S.oneOf(EVIDENCE_GRADES)), note: Reasons }), reply: Handled,
  }),
  measure: route({ method: 'POST', path: `${QUEUE}/measure`, access: 'admissions.handle', summary: 'Runs the machine check of the domain and keeps it as evidence of grade E3.', pace: 'expensive', params: byId, body: nothing, reply: Handled }),
  openComments: route({ method: 'POST', path: `${QUEUE}/comment-window`, access: 'admissions.handle', summary: 'Opens the comment window of 14 days.', params: byId, body: nothing, reply: Handled }),
  hideComment: route({ method: 'POST', path: `${QUEUE}/comments/:comment/hide`, access: 'admissions.handle', summary: 'Proposes to hide a comment that breaks a rule; a second person confirms.', params: byComment, body: Type.Object({ rule: S.oneOf(COMMENT_RULES) }), reply: Handled }),
  askSponsors: route({ method: 'POST', path: `${QUEUE}/sponsors`, access: 'admissions.handle', summary: 'Asks signatories to sponsor it, by mail.', params: byId, body: Type.Object({ organisations: Type.Array(S.Slug, { minItems: 1, maxItems: 20 }) }), reply: Handled }),
  nameMentor: route({ method: 'POST', path: `${QUEUE}/mentor`, access: 'admissions.handle', summary: 'Names the signatory that helps a small applicant.', params: byId, body: Type.Object({ organisation: S.Slug }), reply: Handled }),
  openBallot: route({ method: 'POST', path: `${QUEUE}/ballot`, access: 'admissions.handle', summary: 'Opens the ballot once two sponsors stand.', params: byId, body: nothing, reply: Handled }),
  admit: route({ method: 'POST', path: `${QUEUE}/admit`, access: 'members.admit', summary: 'After the ballot: enters the organisation and invites its contact, who signs the pledge within 30 days.', params: byId, body: Type.Object({ slug: S.Slug }), reply: Handled }),
  decline: route({ method: 'POST', path: `${QUEUE}/decline`, access: 'admissions.handle', summary: 'Proposes to decline, with reasons that will be public; a second person confirms.', params: byId, body: Type.Object({ codes: Type.Array(S.oneOf(DECLINE_REASONS), { minItems: 1, maxItems: 8 }), reasons: Reasons }), reply: Handled }),
  confirmProposal: route({ method: 'POST', path: `${QUEUE}/proposals/:proposal/confirm`, access: 'admissions.handle', summary: 'By a second person of the secretariat.', params: Type.Object({ application: ApplicationId, proposal: Type.String({ maxLength: 40 }) }), body: nothing, reply: Handled }),
  dropProposal: route({ method: 'DELETE', path: `${QUEUE}/proposals/:proposal`, access: 'admissions.handle', summary: 'Takes a proposal back or refuses it.', params: Type.Object({ application: ApplicationId, proposal: Type.String({ maxLength: 40 }) }), reply: Handled }),

  dropAppeal: route({ method: 'DELETE', path: '/api/v1/admissions/appeals/:application/proposals/:proposal', access: 'concerns.screen', summary: 'Takes a proposal about an appeal back or refuses it.', params: Type.Object({ application: ApplicationId, proposal: Type.String({ maxLength: 40 }) }), reply: AppealFile }),
  appeals: route({ method: 'GET', path: '/api/v1/admissions/appeals', access: 'concerns.screen', summary: 'Appeals that wait for the ombudsperson, and those decided.', reply: Type.Object({ appeals: Type.Array(AppealFile) }) }),
  decideAppeal: route({ method: 'POST', path: '/api/v1/admissions/appeals/:application', access: 'concerns.screen', summary: 'Proposes: the decision is upheld, or goes back to the review of evidence. A second person confirms.', params: byId, body: Type.Object({ outcome: S.oneOf(['upheld', 'remitted']), reasons: Reasons }), reply: AppealFile }),
  confirmAppeal: route({ method: 'POST', path: '/api/v1/admissions/appeals/:application/confirm', access: 'concerns.screen', summary: 'By a second person who screens concerns.', params: byId, body: Type.Object({ proposal: Type.String({ maxLength: 40 }) }), reply: AppealFile }),
}
