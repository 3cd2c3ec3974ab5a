/**
 * Commitments: what organisations promised with a figure and a date, their yearly attestations, what governments asked of
 * them, what protects their products, and how that was looked at from outside. Formal acts are prepared, handed in and
 * read as in the room of the pledge. Figures are decimal text, as they were signed.
 */
import { Type } from 'typebox'
import { CLOSINGS, FREQUENCIES, PHASES, QUALITIES, REQUEST_BANDS, REQUEST_CATEGORIES, STAGES } from '@openaccord/facts'
import { Envelope, ENVELOPE_LIMIT, preparedAct, Says, wishedAct } from './acts.ts'
import { route } from './route.ts'
import * as S from './shapes.ts'

/** The id of the act that made it, with a word of its own before it: `fact_…` and `commitment_…` end alike. */
const CommitmentId = S.id('commitment')
const CaseId = S.id('case')
const Figure = Type.String({ pattern: '^(?:0|[1-9][0-9]{0,11})(?:\\.[0-9]{1,4})?$' })
const { Day } = S
const Period = Type.String({ pattern: '^20\\d\\d-H[12]$', description: 'a half-year, like 2026-H1' })
const Clause = Type.String({ pattern: '^P[1-9](?:\\.[1-9]\\d?)?$' })
const Principle = Type.String({ pattern: '^P[1-9]$' })
/** A country or a part of the world. */
const Where = Type.String({ pattern: '^(?:[A-Z]{2}|[a-z]{4,10})$' })

export const COMMITMENT_ACTS_HERE = [
  'commitment', 'commitment-acceptance', 'commitment-progress', 'commitment-move', 'commitment-closing', 'commitment-correction',
  'attestation', 'attestation-correction', 'request-statement', 'stage-evidence', 'stage-evidence-withdrawal',
  'assurance-engagement', 'assurance-determination',
] as const
const ActKind = S.oneOf(COMMITMENT_ACTS_HERE)

/** `late` and `missed` come by time alone. */
export const COMMITMENT_STATES = ['proposed', 'accepted', 'on-track', 'at-risk', 'update-overdue', 'late', 'met', 'partly-met', 'missed', 'replaced', 'withdrawn'] as const
/** The columns of the board: what each state counts as. */
export const BOARD = ['promised', 'started', 'late', 'met', 'not-met', 'ended'] as const
export const UNITS = ['percent', 'days', 'hours', 'count', 'level'] as const
export const ATTESTATION_STATES = ['due', 'fresh', 'stale', 'expired'] as const
export const DRAFT_STATES = ['none', 'drafted', 'counsel-review', 'approved'] as const
export const STATEMENT_STATES = ['fresh', 'due', 'late', 'lapsed'] as const
export const CELL_STATES = ['missing', 'current', 'expiring', 'expired'] as const
export const GRADES = ['E0', 'E1', 'E2', 'E3', 'E4'] as const
export const ASSURANCE_STATES = ['none', 'under-way', 'current', 'due', 'expired'] as const
export const FINDINGS = ['yes', 'not-yet', 'no'] as const

export const Metric = Type.Object({
  id: Type.String(), version: Type.String(), name: Type.String(), rule: Type.String(), unit: S.oneOf(UNITS),
  /** Which way is better. */
  better: S.oneOf(['higher', 'lower']), principles: Type.Array(Principle),
  /** The version that new commitments use. */
  current: Type.Boolean(),
})
const Evidence = Type.Array(Type.Object({ title: Type.String(), link: Type.String(), sha256: Type.Optional(S.Sha256) }))
const Officer = Type.Object({ name: Type.String(), title: Type.String() })
const Named = Type.Object({ slug: S.Slug, name: S.Title })
const Signed = {
  fact: S.FactId,
  /** When the hub took it. */
  at: S.Time,
  /** Since when the key that signed it is in doubt, where the act entered after that. */
  inDoubt: S.maybe(S.Time),
}

export const Commitment = Type.Object({
  id: CommitmentId, ...Signed, organisation: S.OrganisationId, slug: S.Slug, name: S.Title,
  title: Type.String(), text: S.maybe(Type.String()), language: S.Language, clause: Clause, metric: Metric,
  baseline: Type.Object({ value: Figure, on: Day }), target: Figure,
  /** The original date: it always counts. */
  due: Day,
  /** The one that stands now; the same unless it was moved. */
  dueNow: Day,
  moved: S.maybe(Type.Object({ ...Signed, due: Day, reason: Type.String() })),
  scope: Type.Object({ products: Type.Array(Type.String()), regions: Type.Array(Type.String()) }),
  owner: Type.String(), source: Type.String(), every: S.oneOf(FREQUENCIES),
  tags: Type.Object({ qualities: Type.Array(S.oneOf(QUALITIES)), phases: Type.Array(S.oneOf(PHASES)), stages: Type.Array(S.oneOf(STAGES)) }),
  state: S.oneOf(COMMITMENT_STATES), column: S.oneOf(BOARD),
  /** Why it is late: its original date has passed, or a measure that was promised has not come. */
  late: S.maybe(S.oneOf(['due-passed'])),
  /** Met by the original date; null while nobody knows. */
  onTime: S.maybe(Type.Boolean()),
  accepted: S.maybe(Type.Object({ ...Signed, officer: Officer })),
  latest: S.maybe(Type.Object({ value: Figure, on: Day })),
  /** How much of the way from baseline to target has been gone: 0 to 100. */
  way: S.maybe(Type.Integer()),
  /** When the next measure is expected. */
  nextMeasure: S.maybe(Day),
  closed: S.maybe(Type.Object({ ...Signed, result: S.oneOf(CLOSINGS), reason: S.maybe(Type.String()) })),
  replaces: S.maybe(CommitmentId), replacedBy: S.maybe(CommitmentId),
})

const Measure = Type.Object({
  ...Signed, kind: S.oneOf(['commitment-progress', 'commitment-closing']), value: Figure, on: Day, evidence: Evidence,
  outlook: S.maybe(S.oneOf(['on-track', 'at-risk'])), note: S.maybe(Type.String()),
  /** Later acts that put the figure right, oldest first; what was first said stays. */
  corrections: Type.Array(Type.Object({ ...Signed, value: Figure, on: Day, evidence: Evidence, reason: Type.String() })),
})

export const CommitmentAct = Type.Object({
  ...Signed, kind: ActKind, organisation: S.OrganisationId, slug: S.Slug, name: S.Title, signed: S.Time, keyid: S.Sha256,
  /** Of the envelope, byte for byte: `/log/payload/<hash>`. */
  payload: S.Sha256,
  says: Says,
  /** One plain sentence in English. */
  words: Type.String(),
})

/** What a signatory has promised so far, principle by principle. `nothing`: signed for 90 days or more, and a principle is without a commitment, or nothing has been met. */
export const Delivered = Type.Object({
  slug: S.Slug, name: S.Title, signed: S.Time, ninetyDays: S.Time,
  without: Type.Array(Principle), promised: Type.Integer(), met: Type.Integer(), metOnTime: Type.Integer(), late: Type.Integer(), missed: Type.Integer(),
  asked: Type.Boolean(), signedAndNothing: Type.Boolean(),
})

const AttestedFact = Type.Object({
  clause: Clause, says: Type.String(), value: S.maybe(Figure), metric: S.maybe(Type.Object({ id: Type.String(), version: Type.String() })), evidence: Evidence,
  corrections: Type.Array(Type.Object({ ...Signed, says: Type.String(), value: S.maybe(Figure), evidence: Evidence, reason: Type.String() })),
})
export const Attestation = Type.Object({
  ...Signed, version: Type.String(), from: Day, until: Day, facts: Type.Array(AttestedFact),
  /** The fixed words of that version of the pledge. */
  goodFaith: Type.Object({ wording: Type.String(), text: Type.String(), sha256: S.Sha256 }),
  counsel: Type.Object({ role: Type.String(), approved: S.Time, sha256: S.Sha256 }), officer: Officer,
  /** When the officer says it was signed; the hub published it at `at`. */
  signed: S.Time,
})
/** By time alone: fresh for 12 months, stale for three more, then expired. */
export const AttestationStanding = Type.Object({
  state: S.oneOf(ATTESTATION_STATES), fact: S.maybe(S.FactId), published: S.maybe(S.Time), due: S.maybe(S.Time), expires: S.maybe(S.Time),
})

const band = S.oneOf(REQUEST_BANDS)
const Row = Type.Object({
  category: S.oneOf(REQUEST_CATEGORIES), where: Where, received: band, refused: S.maybe(band), challenged: S.maybe(band), complied: S.maybe(band), pending: S.maybe(band),
})
const Part = Type.Object({ kind: S.oneOf(['same', 'added', 'removed']), text: Type.String() })
/** What is different from the statement before: words as an exact diff, figures field by field. No conclusion is drawn. */
export const StatementChange = Type.Object({
  fact: S.FactId, slug: S.Slug, name: S.Title, at: S.Time, period: Period, before: S.maybe(Type.Object({ fact: S.FactId, period: Period })),
  /** Null where the two are in different languages, or there is none before. */
  words: S.maybe(Type.Array(Part)), wordsChanged: Type.Boolean(),
  rows: Type.Array(Type.Object({ category: S.oneOf(REQUEST_CATEGORIES), where: Where, field: S.oneOf(['received', 'refused', 'challenged', 'complied', 'pending']), before: S.maybe(band), after: S.maybe(band) })),
})
export const RequestStatement = Type.Object({
  ...Signed, period: Period, requests: Type.Array(Row), text: Type.String(), language: S.Language, report: S.maybe(Type.String()), officer: Officer,
  /** A later one stands in its place. */
  correctedBy: S.maybe(S.FactId), corrects: S.maybe(S.FactId), reason: S.maybe(Type.String()),
  /** Rows of G1 to G5 in which it says that it complied. */
  breaches: Type.Array(Row),
  change: S.maybe(StatementChange),
})
export const StatementStanding = Type.Object({
  state: S.oneOf(STATEMENT_STATES),
  /** The period that is asked for now or was missed. */
  owed: S.maybe(Period), due: S.maybe(S.Time), late: S.maybe(S.Time), lapses: S.maybe(S.Time), period: S.maybe(Period), fact: S.maybe(S.FactId), published: S.maybe(S.Time),
  /** Ended periods since the signature, late by now, for which there is none. */
  missing: Type.Array(Period),
})
const Counts = Type.Record(Type.String(), Type.Integer())
/** How many organisations gave which answer. How many requests there were is never added up, nor judged. */
export const RequestCell = Type.Object({
  category: S.oneOf(REQUEST_CATEGORIES), where: Where, organisations: Type.Integer(), received: Counts, refused: Counts, challenged: Counts, complied: Counts, pending: Counts,
})

const Cell = Type.Object({
  stage: S.oneOf(STAGES), state: S.oneOf(CELL_STATES), grade: S.oneOf(GRADES), fact: S.maybe(S.FactId), claim: S.maybe(Type.String()), evidence: Evidence,
  from: S.maybe(Day), until: S.maybe(Day), at: S.maybe(S.Time),
  /** The determination that verified it. */
  verifiedBy: S.maybe(S.FactId),
})
export const StageMatrix = Type.Object({ products: Type.Array(Type.Object({ product: Type.String(), cells: Type.Array(Cell) })), filled: Type.Integer(), missing: Type.Integer() })

export const Determination = Type.Object({
  ...Signed, assessor: Named, finding: S.oneOf(FINDINGS), process: Type.String(), summary: Type.String(), language: S.Language, assessors: Type.Array(Type.String()),
  /** How many sealed cases were read, and the entries that commit to them. */
  cases: Type.Integer(), sealed: Type.Array(S.FactId), verified: Type.Array(S.FactId), expires: S.Time, current: Type.Boolean(),
})
export const Engagement = Type.Object({ ...Signed, organisation: Named, assessor: Named, scope: Type.String(), until: Day, state: S.oneOf(['open', 'over', 'determined']), cases: Type.Integer() })
export const Assurance = Type.Object({ state: S.oneOf(ASSURANCE_STATES), due: S.maybe(S.Time), expires: S.maybe(S.Time), determinations: Type.Array(Determination), engagements: Type.Array(Engagement) })
export const Assessor = Type.Object({ organisation: S.OrganisationId, slug: S.Slug, name: S.Title, state: S.oneOf(['accredited', 'ended', 'expired']), from: S.Time, until: S.Time, basis: Type.String(), fact: S.FactId })
const SealedCase = Type.Object({ id: CaseId, fact: S.FactId, at: S.Time, engagement: S.FactId, commitment: S.Sha256, size: Type.Integer(), title: Type.String(), by: Named })

export const ConductDuty = Type.Object({
  act: ActKind, urge: S.oneOf(['due', 'may']), until: S.maybe(S.Time),
  /** The commitment, or the act, that it is about. */
  about: S.maybe(Type.Object({ fact: S.FactId, title: Type.String() })),
  /** What it is, for whom the title says too little: the period, the principle. */
  detail: S.maybe(Type.String()),
})
export const AttestationDraft = Type.Object({
  state: S.oneOf(DRAFT_STATES), sha256: S.maybe(S.Sha256), says: S.maybe(Says), written: S.maybe(S.Time), writtenByMe: Type.Boolean(), sent: S.maybe(S.Time),
  approved: S.maybe(Type.Object({ at: S.Time, role: Type.String(), sha256: S.Sha256 })),
  goodFaith: S.maybe(Type.Object({ wording: Type.String(), text: Type.String(), sha256: S.Sha256 })),
})

const Params = { slug: Type.Object({ slug: S.Slug }), id: Type.Object({ id: CommitmentId }), fact: Type.Object({ fact: S.FactId }), case: Type.Object({ case: CaseId }) }
export const BoardFilter = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 200 })), organisation: Type.Optional(S.Slug), state: Type.Optional(S.oneOf(COMMITMENT_STATES)), column: Type.Optional(S.oneOf(BOARD)),
  principle: Type.Optional(Principle), metric: Type.Optional(Type.String({ maxLength: 60 })), quality: Type.Optional(S.oneOf(QUALITIES)), stage: Type.Optional(S.oneOf(STAGES)),
})
const BoardCounts = Type.Object({ 'promised': Type.Integer(), 'started': Type.Integer(), 'late': Type.Integer(), 'met': Type.Integer(), 'not-met': Type.Integer(), 'ended': Type.Integer(), 'metOnTime': Type.Integer() })

export const commitments = {
  commitments: route({
    method: 'GET', path: '/api/v1/commitments', access: 'public', summary: 'What organisations promised, started, are late with, and met. By date, a page at a time.',
    query: Type.Object({ ...BoardFilter.properties, after: Type.Optional(S.Cursor), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })) }),
    reply: Type.Object({ asOf: S.Time, counts: BoardCounts, found: Type.Integer(), commitments: Type.Array(Commitment), next: S.maybe(S.Cursor), organisations: Type.Array(Named), delivered: Type.Array(Delivered) }),
  }),
  commitment: route({
    method: 'GET', path: '/api/v1/commitments/one/:id', access: 'public', summary: 'One commitment with each measure and its whole history, newest first.', params: Params.id,
    reply: Type.Object({ asOf: S.Time, commitment: Commitment, measures: Type.Array(Measure), history: Type.Array(CommitmentAct) }),
  }),
  metrics: route({
    method: 'GET', path: '/api/v1/commitments/metrics', access: 'public', summary: 'The metrics that commitments are measured by, every version of every rule.', reply: Type.Object({ metrics: Type.Array(Metric) }),
  }),
  attestationStandings: route({
    method: 'GET', path: '/api/v1/commitments/attestations', access: 'public', summary: 'How every signatory stands with its yearly attestation, by name.',
    reply: Type.Object({ asOf: S.Time, organisations: Type.Array(Type.Object({ ...Named.properties, standing: AttestationStanding })) }),
  }),
  attestations: route({
    method: 'GET', path: '/api/v1/commitments/attestations/:slug', access: 'public', summary: 'What an organisation attested each year, newest first, and how it stands now.', params: Params.slug,
    reply: Type.Object({ asOf: S.Time, organisation: Named, standing: AttestationStanding, attestations: Type.Array(Attestation) }),
  }),
  requests: route({
    method: 'GET', path: '/api/v1/commitments/requests', access: 'public', summary: 'What governments asked, by category and country, and what has changed since. Answers are counted by organisation, in bands.',
    query: Type.Object({ period: Type.Optional(Period), category: Type.Optional(S.oneOf(REQUEST_CATEGORIES)), where: Type.Optional(Where), since: Type.Optional(S.Time) }),
    reply: Type.Object({
      asOf: S.Time, period: S.maybe(Period), periods: Type.Array(Period), cells: Type.Array(RequestCell),
      organisations: Type.Array(Type.Object({ slug: S.Slug, name: S.Title, standing: StatementStanding, mayNotSay: Type.Boolean(), breaches: Type.Integer() })),
      changes: Type.Array(StatementChange),
    }),
  }),
  requestsOf: route({
    method: 'GET', path: '/api/v1/commitments/requests/:slug', access: 'public', summary: 'One organisation: its statements with exact changes, what protects its products at each stage, and assurance.', params: Params.slug,
    reply: Type.Object({ asOf: S.Time, organisation: Named, standing: StatementStanding, statements: Type.Array(RequestStatement), matrix: StageMatrix, assurance: Assurance, attestation: AttestationStanding }),
  }),
  assessors: route({
    method: 'GET', path: '/api/v1/commitments/assessors', access: 'public', summary: 'Who is accredited to look at sealed cases, and who was.', reply: Type.Object({ assessors: Type.Array(Assessor) }),
  }),
  act: route({ method: 'GET', path: '/api/v1/commitments/acts/:fact', access: 'public', summary: 'One formal act of this room.', params: Params.fact, reply: CommitmentAct }),

  duties: route({
    method: 'GET', path: '/api/v1/commitments/duties', access: 'acts.sign', summary: 'What my organisation has to state, or may, and until when.',
    reply: Type.Object({ duties: Type.Array(ConductDuty), attestation: S.maybe(AttestationStanding), statement: S.maybe(StatementStanding) }),
  }),
  prepareAct: route({
    method: 'POST', path: '/api/v1/commitments/acts/prepare', access: 'acts.sign', summary: 'The exact statement to sign. What is left out of `says` and follows from the rest is filled in.',
    body: wishedAct(ActKind), bodyLimit: 262_144,
    reply: preparedAct(ActKind),
  }),
  submitAct: route({
    method: 'POST', path: '/api/v1/commitments/acts', access: 'acts.sign', summary: 'Hands in a signed act: a DSSE envelope as text; from a browser once a passkey has approved it. Handed in again it has the same fact.',
    body: Type.Object({ envelope: Envelope }), bodyLimit: ENVELOPE_LIMIT,
    reply: Type.Object({ outcome: S.oneOf(['logged']), kind: ActKind, at: S.Time, fact: S.maybe(S.FactId), proposal: Type.Null(), ceremony: Type.Null() }), status: 201,
  }),

  attestationDraft: route({ method: 'GET', path: '/api/v1/commitments/attestation-draft', access: 'acts.sign', summary: 'The draft of my organisation’s attestation. Nobody outside it sees it.', reply: AttestationDraft }),
  writeAttestation: route({
    method: 'PUT', path: '/api/v1/commitments/attestation-draft', access: 'acts.sign', summary: 'Writes the draft anew. An approval of counsel binds to the exact hash: what changes after it makes it void.',
    body: Type.Object({ from: Day, until: Day, facts: Type.Array(Says, { minItems: 1, maxItems: 40 }), officer: Officer }), bodyLimit: 262_144, reply: AttestationDraft,
  }),
  sendToCounsel: route({
    method: 'POST', path: '/api/v1/commitments/attestation-draft/review', access: 'acts.sign', summary: 'Hands the draft with this hash to counsel.', body: Type.Object({ sha256: S.Sha256 }), reply: AttestationDraft,
  }),
  approveDraft: route({
    method: 'POST', path: '/api/v1/commitments/attestation-draft/approval', access: 'acts.sign', summary: 'Counsel approves exactly this hash, in a role that is named. Never whoever wrote it.',
    body: Type.Object({ sha256: S.Sha256, role: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }) }), reply: AttestationDraft,
  }),

  engagements: route({
    method: 'GET', path: '/api/v1/commitments/engagements', access: 'acts.sign', summary: 'Reviews that my organisation asked for, or that it assesses, with the sealed cases of each.',
    reply: Type.Object({ engagements: Type.Array(Type.Object({ engagement: Engagement, cases: Type.Array(SealedCase) })) }),
  }),
  sealCase: route({
    method: 'POST', path: '/api/v1/commitments/engagements/:fact/cases', access: 'acts.sign', summary: 'A case file for the review: the log gets a salted commitment, only my organisation and the assessor can read it.',
    params: Params.fact, body: Type.Object({ title: S.Title, text: Type.String({ minLength: 1, maxLength: 200_000 }) }), bodyLimit: 1_000_000, reply: SealedCase, status: 201,
  }),
  readCase: route({
    method: 'GET', path: '/api/v1/commitments/cases/:case', access: 'acts.sign', summary: 'One sealed case, with the salt by which anyone who has both can check it against the log. For the organisation and its assessor only.',
    params: Params.case, reply: Type.Object({ case: SealedCase, text: Type.String(), salt: Type.String({ description: 'base64' }), payload: Type.String({ description: 'base64: the bytes that were committed to' }) }),
  }),
  accreditAssessor: route({
    method: 'POST', path: '/api/v1/commitments/assessors', access: 'accord.keep', summary: 'States that a partner may assess, on which ground and until when.',
    body: Type.Object({ slug: S.Slug, until: Day, basis: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }) }), reply: Assessor, status: 201,
  }),
  endAccreditation: route({
    method: 'POST', path: '/api/v1/commitments/assessors/:slug/end', access: 'accord.keep', summary: 'States that an accreditation has ended. What was determined before stays.',
    params: Params.slug, body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }) }), reply: Assessor,
  }),
}

/** Addresses of files beside the interface. No account. */
export const commitmentFiles = {
  /** The filters of the board as a query. */
  csv: '/commitments.csv',
  json: '/commitments.json',
  feed: '/commitments.atom',
  /** `?period=`. */
  requestsCsv: '/requests.csv',
  requestsJson: '/requests.json',
}
