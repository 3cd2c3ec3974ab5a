/**
 * Concerns: what somebody outside brings up about a member, corrections of what stands here, and tips; the right of reply;
 * and the ladders by which an organisation is suspended, restored or removed. Filing needs no account.
 */
import { Type } from 'typebox'
import { FINDINGS, MEASURES } from '@openaccord/facts'
import { Effort } from './effort.ts'
import { Envelope, ENVELOPE_LIMIT, preparedAct, wishedAct } from './acts.ts'
import { route } from './route.ts'
import * as S from './shapes.ts'

const ConcernId = S.id('concern')
const BallotId = S.id('ballot')
const Language = Type.String({ pattern: '^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$', maxLength: 35, description: 'BCP 47' })
const Words = Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S' })
const LongWords = Type.String({ minLength: 20, maxLength: 20_000, pattern: '\\S' })
const { Day } = S

export const CONCERN_KINDS = ['concern', 'correction', 'tip'] as const
/** `answer`: the organisation is heard. `weighing`: the ombudsperson decides how it goes on. `drawing`: a panel is being drawn by lot. */
export const CONCERN_STATES = ['screening', 'declined', 'withdrawn', 'answer', 'weighing', 'drawing', 'panel', 'remedy', 'ballot', 'publishing', 'closed'] as const
export const CONCERN_OUTCOMES = ['settled', 'not-upheld', 'upheld', 'remedied', 'ballot-rejected', 'suspended', 'removed', 'corrected', 'handled'] as const
/** Who is waited for. `time`: only for a moment. `log`: for the next checkpoint. */
export const WAITED_FOR = ['ombudsperson', 'secretariat', 'organisation', 'panel', 'voters', 'log', 'time', 'nobody'] as const
/** Why a concern is not taken up. Neutral words, none of which says anything about the organisation. */
export const DECLINE_GROUNDS = ['outside-the-pledge', 'not-about-a-member', 'not-enough-to-go-on', 'already-handled', 'unlawful-content', 'not-a-correction'] as const
export const CONCERN_ACTS = ['concern-answer', 'concern-finding', 'concern-finding-position'] as const
export const LADDER_STATES = ['active', 'silent', 'first-notice', 'second-notice', 'flagged', 'suspended', 'removed', 'left'] as const
export const LADDER_STEPS = ['first-notice', 'second-notice', 'flagged', 'suspended', 'restored', 'removed'] as const
export const LADDER_GROUNDS = ['no-activity', 'ballot'] as const

const Kind = S.oneOf(CONCERN_KINDS)
const Named = Type.Object({ slug: S.Slug, name: S.Title })

/** Where it stands, by events and by time alone. */
const Standing = Type.Object({
  state: S.oneOf(CONCERN_STATES),
  since: S.Time,
  waitsFor: S.oneOf(WAITED_FOR),
  /** Until when; null where nothing is due. */
  due: S.maybe(S.Time),
  late: Type.Boolean(),
  outcome: S.maybe(S.oneOf(CONCERN_OUTCOMES)),
  /** One plain sentence in English that says who is waited for. */
  words: Type.String(),
})

export const ConcernCard = Type.Object({
  id: ConcernId, kind: Kind,
  organisation: S.maybe(Named),
  /** When the ombudsperson took it up, or the correction was decided. */
  opened: S.Time,
  summary: Type.String(), language: Language,
  standing: Standing,
})

const Answer = Type.Object({ organisation: Named, text: Type.String(), language: Language, at: S.Time, /** Null: handed in on paper, for an organisation that cannot sign now. */ fact: S.maybe(S.FactId) })
const Remedy = Type.Object({ text: Type.String(), due: Day, kept: S.maybe(S.Time), words: S.maybe(Type.String()), late: Type.Boolean() })
const Position = Type.Object({ organisation: Named, position: S.oneOf(['joins', 'dissents']), reasons: S.maybe(Type.String()), at: S.Time, fact: S.FactId })
const Finding = Type.Object({
  fact: S.FactId, sha256: S.Sha256, organisation: Named, at: S.Time, state: S.oneOf(['proposed', 'stands', 'fallen']),
  finding: S.oneOf(FINDINGS), measure: S.oneOf(MEASURES), reasons: Type.String(), language: Language, remedies: Type.Array(Remedy), positions: Type.Array(Position),
})
/** Everything by which the lot is drawn again: see packages/facts, `drawPanel`. */
const Panel = Type.Object({
  called: S.FactId, after: S.Time, value: S.FactId,
  candidates: Type.Array(Type.Object({ organisation: S.OrganisationId, slug: S.Slug, name: S.Title, group: S.maybe(Type.String()) })),
  /** Null until the first checkpoint that covers the entry `due`. */
  drawn: S.maybe(Type.Object({
    fact: S.FactId, due: S.FactId, opened: S.FactId, openedValue: S.Sha256, checkpointSize: Type.Integer(), rootHash: S.Sha256, seed: S.Sha256, at: S.Time,
    seats: Type.Array(Named), recused: Type.Array(Named),
  })),
})
const Step = Type.Object({ what: Type.String(), at: S.Time, fact: S.maybe(S.FactId) })

export const Concern = Type.Object({
  ...ConcernCard.properties,
  summarySha256: S.maybe(S.Sha256),
  page: S.maybe(Type.String()),
  answers: Type.Array(Answer),
  panels: Type.Array(Panel),
  findings: Type.Array(Finding),
  ballots: Type.Array(Type.Object({ ballot: BallotId, measure: S.oneOf(['suspension', 'removal']), outcome: S.maybe(Type.String()) })),
  corrects: S.maybe(S.FactId),
  /** What was said when it was closed. */
  closing: S.maybe(Type.String()),
  history: Type.Array(Step),
})

const Note = Type.Object({ from: S.oneOf(['you', 'office']), text: Type.String(), language: Language, at: S.Time })
/** What whoever filed it sees with the receipt. */
export const OwnConcern = Type.Object({
  id: ConcernId, kind: Kind, filed: S.Time, organisation: S.maybe(Named), page: S.maybe(Type.String()), title: Type.String(), text: Type.String(), language: Language,
  standing: Standing,
  /** Why it was not taken up, or how it was closed, in the office's words. */
  words: S.maybe(Type.String()),
  ground: S.maybe(S.oneOf(DECLINE_GROUNDS)),
  public: Type.Boolean(), mailKept: Type.Boolean(),
  notes: Type.Array(Note),
  mayAdd: Type.Boolean(), mayWithdraw: Type.Boolean(),
  /** By which you can show later what you filed and when: SHA-256 over a label, this salt and this payload stands in the log. */
  proof: Type.Object({ fact: S.FactId, commitment: S.Sha256, salt: Type.String(), payload: Type.String() }),
})

/** What those who handle it see. Never who filed it, nor where an answer would be mailed. */
export const ScreenedConcern = Type.Object({
  id: ConcernId, kind: Kind, filed: S.Time, organisation: S.maybe(Named), page: S.maybe(Type.String()), title: Type.String(), text: Type.String(), language: Language,
  standing: Standing, notes: Type.Array(Note), public: Type.Boolean(),
  /** Own organisation or affiliate: another ombudsperson handles it. */
  ownCase: Type.Boolean(),
  moves: Type.Array(S.oneOf(['ask', 'open', 'decline', 'settle', 'call-panel', 'call-ballot', 'keep-remedy', 'answer-on-paper', 'correct', 'close'])),
})

const Count = Type.Integer({ minimum: 0 })
const byName = <const K extends readonly string[]>(names: K) => Type.Object(Object.fromEntries(names.map((name) => [name, Count])) as Record<K[number], typeof Count>)

const LadderStep = Type.Object({ step: S.oneOf(LADDER_STEPS), at: S.Time, ground: S.maybe(S.oneOf(LADDER_GROUNDS)), concern: S.maybe(ConcernId), ballot: S.maybe(BallotId), words: S.maybe(Type.String()), fact: S.maybe(S.FactId) })
export const Ladder = Type.Object({
  organisation: Named, state: S.oneOf(LADDER_STATES), since: S.Time, ground: S.maybe(S.oneOf(LADDER_GROUNDS)),
  lastActivity: S.maybe(S.Time),
  next: S.maybe(Type.Object({ step: S.oneOf(LADDER_STEPS), at: S.Time })),
  words: Type.String(),
  steps: Type.Array(LadderStep),
})

const Params = { concern: Type.Object({ concern: ConcernId }), slug: Type.Object({ slug: S.Slug }) }
const Receipt = Type.String({ minLength: 10, maxLength: 100 })
const ActKind = S.oneOf(CONCERN_ACTS)

export const concerns = {
  concerns: route({
    method: 'GET', path: '/api/v1/concerns', access: 'public', summary: 'Concerns that were taken up and corrections that were decided, newest first; and counts of everything that was filed.',
    query: Type.Object({ slug: Type.Optional(S.Slug), kind: Type.Optional(S.oneOf(['concern', 'correction'])), before: Type.Optional(S.Cursor), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 30 })) }),
    reply: Type.Object({
      counts: Type.Object({ concern: Count, correction: Count, tip: Count }),
      states: byName(CONCERN_STATES), outcomes: byName(CONCERN_OUTCOMES),
      corrections: Type.Object({ filed: Count, waiting: Count, corrected: Count, declined: Count }),
      concerns: Type.Array(ConcernCard), next: S.maybe(S.Cursor),
    }),
  }),
  concern: route({ method: 'GET', path: '/api/v1/concerns/:concern', access: 'public', summary: 'One concern that was taken up: summary, reply, panel, finding, what came of it.', params: Params.concern, reply: Concern }),
  file: route({
    method: 'POST', path: '/api/v1/concerns', access: 'public', pace: 'expensive', bodyLimit: 131_072, status: 201,
    summary: 'Files a concern about a member, a correction of something that stands here (with its page), or a tip for the ombudsperson alone. The receipt is shown once.',
    body: Type.Object({
      kind: Kind, organisation: Type.Optional(S.Slug), page: Type.Optional(Type.String({ maxLength: 500 })), title: S.Title, text: LongWords, language: Language,
      mail: Type.Optional(S.Mail), effort: Effort,
    }),
    reply: Type.Object({ concern: ConcernId, receipt: Type.String(), address: Type.String(), standing: Standing }),
  }),
  ownConcern: route({
    method: 'POST', path: '/api/v1/concerns/receipt', access: 'public', pace: 'expensive', summary: 'What was filed with this receipt, and where it stands.', body: Type.Object({ receipt: Receipt }), reply: OwnConcern,
  }),
  addNote: route({
    method: 'POST', path: '/api/v1/concerns/receipt/notes', access: 'public', pace: 'expensive', bodyLimit: 131_072, summary: 'Adds to what was filed, or answers a question.',
    body: Type.Object({ receipt: Receipt, text: Words, language: Language, effort: Effort }), reply: OwnConcern,
  }),
  withdraw: route({
    method: 'POST', path: '/api/v1/concerns/receipt/withdraw', access: 'public', pace: 'expensive', summary: 'Takes back what was filed, as long as it has not been taken up.', body: Type.Object({ receipt: Receipt }), reply: OwnConcern,
  }),
  ladder: route({ method: 'GET', path: '/api/v1/concerns/ladders/:slug', access: 'public', summary: 'Whether an organisation is suspended, removed or lapsing, what led there, and the proofs.', params: Params.slug, reply: Ladder }),
  ladders: route({ method: 'GET', path: '/api/v1/concerns/ladders', access: 'public', summary: 'Every organisation that is not simply active.', reply: Type.Object({ ladders: Type.Array(Ladder) }) }),

  screenQueue: route({
    method: 'GET', path: '/api/v1/concerns/screen', access: 'signed-in', whileSuspended: true, summary: 'What waits for me: as ombudsperson everything; as secretariat corrections; as an organisation corrections about it.',
    reply: Type.Object({ concerns: Type.Array(ScreenedConcern) }),
  }),
  screened: route({ method: 'GET', path: '/api/v1/concerns/screen/:concern', access: 'signed-in', whileSuspended: true, summary: 'One of them, whole.', params: Params.concern, reply: ScreenedConcern }),
  ask: route({
    method: 'POST', path: '/api/v1/concerns/screen/:concern/ask', access: 'concerns.screen', summary: 'A question to whoever filed it.', params: Params.concern, body: Type.Object({ text: Words, language: Language }), reply: ScreenedConcern,
  }),
  open: route({
    method: 'POST', path: '/api/v1/concerns/screen/:concern/open', access: 'concerns.screen', summary: 'Takes a concern up: this neutral summary becomes public and the organisation is heard for 20 days.',
    params: Params.concern, body: Type.Object({ summary: LongWords, language: Language }), bodyLimit: 131_072, reply: ScreenedConcern,
  }),
  decline: route({
    method: 'POST', path: '/api/v1/concerns/screen/:concern/decline', access: 'signed-in', whileSuspended: true, summary: 'Does not take it up, with a ground and reasons for whoever filed it; a correction by the secretariat, the others by the ombudsperson.',
    params: Params.concern, body: Type.Object({ ground: S.oneOf(DECLINE_GROUNDS), words: Words, language: Language }), reply: ScreenedConcern,
  }),
  close: route({
    method: 'POST', path: '/api/v1/concerns/screen/:concern/close', access: 'concerns.screen', summary: 'A tip that was handled, or a concern that the answer has settled; with reasons.',
    params: Params.concern, body: Type.Object({ words: Words, language: Language }), reply: ScreenedConcern,
  }),
  correct: route({
    method: 'POST', path: '/api/v1/concerns/screen/:concern/correct', access: 'signed-in', whileSuspended: true, summary: 'A correction is right: what is true now, in public; the secretariat, or the organisation that stated it.',
    params: Params.concern, body: Type.Object({ words: LongWords, language: Language, corrects: Type.Optional(S.FactId) }), bodyLimit: 131_072, reply: ScreenedConcern,
  }),
  answerOnPaper: route({
    method: 'POST', path: '/api/v1/concerns/screen/:concern/answer', access: 'concerns.screen', summary: 'The answer of an organisation that is suspended and cannot sign, as it was handed in.',
    params: Params.concern, body: Type.Object({ text: LongWords, language: Language }), bodyLimit: 131_072, reply: ScreenedConcern,
  }),
  callPanel: route({
    method: 'POST', path: '/api/v1/concerns/screen/:concern/panel', access: 'concerns.screen', summary: 'Calls a panel of three by lot: seals a value and names the moment after which the log decides (an hour from now to seven days).',
    params: Params.concern, body: Type.Object({ after: Type.Optional(S.Time) }), reply: ScreenedConcern,
  }),
  keepRemedy: route({
    method: 'POST', path: '/api/v1/concerns/screen/:concern/remedies/:remedy', access: 'concerns.screen', summary: 'A remedy was kept, and by what that is seen.',
    params: Type.Object({ concern: ConcernId, remedy: Type.String({ pattern: '^(?:[1-9]|10)$' }) }), body: Type.Object({ words: Words, language: Language }), reply: ScreenedConcern,
  }),
  callBallot: route({
    method: 'POST', path: '/api/v1/concerns/screen/:concern/ballot', access: 'concerns.screen', summary: 'A remedy is overdue: puts the suspension to a ballot.', params: Params.concern, body: Type.Object({}), reply: ScreenedConcern,
  }),

  /** What an organisation has to do here: answers that are due, panels it sits on. */
  concernDuties: route({
    method: 'GET', path: '/api/v1/concerns/duties', access: 'acts.sign', summary: 'Concerns about my organisation, and panels it was drawn for.',
    reply: Type.Object({
      ladder: S.maybe(Ladder),
      duties: Type.Array(Type.Object({ concern: ConcernId, what: S.oneOf(['answer', 'find', 'join']), due: S.maybe(S.Time), late: Type.Boolean(), words: Type.String() })),
    }),
  }),
  recuse: route({
    method: 'POST', path: '/api/v1/concerns/:concern/recuse', access: 'acts.sign', summary: 'My organisation was drawn and has a conflict: the next of the lot takes the seat.', params: Params.concern, body: Type.Object({}), reply: Concern,
  }),
  publications: route({
    method: 'GET', path: '/api/v1/concerns/publications', access: 'members.admit', summary: 'Suspensions and removals that a ballot has decided and two persons publish; restorations that wait for a second.',
    reply: Type.Object({ publications: Type.Array(Type.Object({ organisation: Named, what: S.oneOf(['suspension', 'removal', 'restoration']), concern: S.maybe(ConcernId), ballot: S.maybe(BallotId), due: S.maybe(S.Time), first: S.maybe(S.PersonId), reasons: S.maybe(Type.String()) })) }),
  }),
  publish: route({
    method: 'POST', path: '/api/v1/concerns/:concern/publish', access: 'members.admit', summary: 'By one person of the secretariat, and by another: what the ballot decided takes effect.', params: Params.concern, body: Type.Object({}),
    reply: Type.Object({ outcome: S.oneOf(['waits-for-second', 'published']) }),
  }),
  restore: route({
    method: 'POST', path: '/api/v1/concerns/ladders/:slug/restore', access: 'signed-in', summary: 'A suspension has served its purpose: by the ombudsperson or the secretariat, and by another person; one of the two is an ombudsperson.',
    params: Params.slug, body: Type.Object({ reasons: Words }), reply: Type.Object({ outcome: S.oneOf(['waits-for-second', 'restored']) }),
  }),

  prepareAct: route({
    method: 'POST', path: '/api/v1/concerns/acts/prepare', access: 'acts.sign', summary: 'The exact statement to sign. What is left out of `says` and follows from the rest is filled in.',
    body: wishedAct(ActKind), bodyLimit: 131_072,
    reply: preparedAct(ActKind),
  }),
  submitAct: route({
    method: 'POST', path: '/api/v1/concerns/acts', access: 'acts.sign', summary: 'Hands in a signed act: a DSSE envelope as text; from a browser once a passkey has approved it (keys.approve).',
    body: Type.Object({ envelope: Envelope }), bodyLimit: ENVELOPE_LIMIT, status: 201,
    reply: Type.Object({ outcome: S.oneOf(['logged']), kind: ActKind, at: S.Time, fact: S.maybe(S.FactId), concern: ConcernId }),
  }),
}
