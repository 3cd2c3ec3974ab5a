/**
 * Ballots: how the alliance decides. A text is discussed, frozen together with its electorate, voted on in sealed votes,
 * counted when time is up, certified, open to contest, and then final. Follows the ballots of the CA/Browser Forum.
 */
import { Type } from 'typebox'
import { Envelope, ENVELOPE_LIMIT, preparedAct, wishedAct } from './acts.ts'
import { route } from './route.ts'
import * as S from './shapes.ts'

const BallotId = S.id('ballot')
const QuestionId = S.id('question')
const MotionId = S.id('motion')
const Language = Type.String({ pattern: '^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$', maxLength: 35, description: 'BCP 47' })
const Count = Type.Integer({ minimum: 0 })
/** Markdown, at most 100,000 characters. */
const BallotText = Type.String({ minLength: 1, maxLength: 100_000, pattern: '\\S' })
const Remark = Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S' })

export const BALLOT_KINDS = ['pledge', 'guideline', 'admission', 'suspension', 'removal', 'joint-statement', 'emergency'] as const
/** Those that a signatory or the secretariat proposes here; admission, suspension and removal come from their own rooms. */
export const PROPOSED_KINDS = ['pledge', 'guideline', 'joint-statement', 'emergency'] as const
export const BALLOT_STATES = [
  'draft', 'discussion', 'frozen', 'voting', 'tallied', 'certified', 'contested', 'final', 'withdrawn', 'auto-failed', 'no-quorum', 'void', 'lapsed',
] as const
/** States after which nothing changes any more. */
export const BALLOT_ENDS = ['final', 'withdrawn', 'auto-failed', 'no-quorum', 'void', 'lapsed'] as const
export const BALLOT_OUTCOMES = ['adopted', 'rejected', 'no-quorum', 'failed', 'withdrawn'] as const
export const POSITIONS = ['yes', 'no', 'abstain', 'recuse'] as const
export const BALLOT_ACTS = ['vote', 'ballot-certificate', 'ballot-contest', 'contest-decision'] as const
export const CONTEST_STATES = ['open', 'dismissed', 'void', 'reopened'] as const
/** What one may do now with a ballot: `vote` and the like are acts to sign, the others calls of this room. */
export const BALLOT_MOVES = [
  'write', 'open', 'comment', 'ask', 'answer', 'freeze', 'open-voting', 'close-early', 'confirm', 'vote', 'certify', 'contest', 'decide', 'withdraw',
] as const

const BallotKind = S.oneOf(BALLOT_KINDS)
const ActKind = S.oneOf(BALLOT_ACTS)
const Named = Type.Object({ slug: S.Slug, name: S.Title })
const SizeClass = S.oneOf(['small', 'large'])

/**
 * What is missing, for people in their own language: `quorum` (so many more groups have to take part), `yes-overall`,
 * `yes-small`, `yes-large` (so many more yes, nothing else changing). While voting is open only `quorum` is known.
 */
export const NEED_CODES = ['quorum', 'yes-overall', 'yes-small', 'yes-large'] as const
const Need = Type.Object({ code: S.oneOf(NEED_CODES), count: Type.Integer({ minimum: 1 }), words: Type.String() })

/** Every moment by which something happens by itself or has to be done; null where it does not apply or is not known yet. */
const Clock = Type.Object({
  /** When the present text was put up: the clock of the discussion counts from here. */
  textFrom: S.maybe(S.Time),
  /** Not frozen before. */
  discussionUntil: S.maybe(S.Time),
  /** An open blocking question holds it until then at the longest. */
  heldUntil: S.maybe(S.Time),
  /** Fails by itself unless voting has begun. */
  failsAt: S.maybe(S.Time),
  frozen: S.maybe(S.Time),
  votingFrom: S.maybe(S.Time),
  votingUntil: S.maybe(S.Time),
  /** Three working days after the close. */
  certifyBy: S.maybe(S.Time),
  certified: S.maybe(S.Time),
  contestUntil: S.maybe(S.Time),
  final: S.maybe(S.Time),
  /** An emergency decision lapses then, unless an ordinary ballot has confirmed it. */
  confirmBy: S.maybe(S.Time),
  ended: S.maybe(S.Time),
})

/** Who takes part, in groups of affiliates: known from the freezing on. It says nothing of how they vote. */
const Participation = Type.Object({
  groups: Count, excluded: Count, recused: Count,
  /** Groups that may still vote or have voted: without the excluded and the recused. */
  electorate: Count,
  participated: Count,
  quorum: Type.Object({
    /** So many groups have to take part, abstentions counted. */
    needed: Count,
    short: Count,
    /** The mean attendance it rests on, rounded to two decimals, with the floor applied. */
    active: Type.Number(),
    floor: Type.Number(),
    /** The last three ballots before this one, and how many groups took part in each. */
    attendance: Type.Array(Type.Object({ ballot: BallotId, groups: Count })),
    met: Type.Boolean(),
  }),
})

const ClassCount = Type.Object({
  groups: Count, yes: Count, no: Count, abstain: Count,
  /** False where no group of this class has a vote here: the class then asks for nothing. */
  applies: Type.Boolean(),
  /** More than half of yes and no, and at least one yes. */
  met: Type.Boolean(),
})
const Tally = Type.Object({
  round: Type.Integer({ minimum: 1 }),
  yes: Count, no: Count, abstain: Count, recused: Count, excluded: Count, silent: Count,
  electorate: Count, participated: Count,
  quorum: Type.Object({ needed: Count, met: Type.Boolean() }),
  /** Share of yes among yes and no that is asked for. */
  threshold: Type.Object({ of: Type.Integer(), in: Type.Integer(), met: Type.Boolean() }),
  small: ClassCount, large: ClassCount,
  outcome: S.oneOf(['adopted', 'rejected', 'no-quorum']),
  needs: Type.Array(Need),
  /** SHA-256 of the tally as it is stated in the log, to which the certificate binds; null until its job has run. */
  sha256: S.maybe(S.Sha256),
  /** The stated tally in the log. */
  fact: S.maybe(S.FactId),
})

/** One vote as it was cast. While voting is open only that there is one is shown; `position` is null then, but for a recusal. */
const CastVote = Type.Object({
  fact: S.FactId, at: S.Time, organisation: S.OrganisationId, slug: S.Slug, name: S.Title,
  position: S.maybe(S.oneOf(POSITIONS)), reason: S.maybe(Type.String()),
  /** The last one of its group in its round. */
  counts: Type.Boolean(),
  round: Type.Integer(),
  /** The opening in the log. */
  opened: S.maybe(S.FactId),
  overdue: Type.Boolean(),
})
const Group = Type.Object({
  /** Name of the affiliate group, or of its only organisation. */
  name: S.Title,
  size: SizeClass,
  /** `excluded` is heard and has no vote; `silent` has not voted. */
  standing: S.oneOf(['silent', 'voted', 'recused', 'excluded']),
  organisations: Type.Array(Named),
  votes: Type.Array(CastVote),
})

const TextVersion = Type.Object({
  version: Type.Integer({ minimum: 1 }), sha256: S.Sha256, language: Language, at: S.Time, words: Count,
  /** `/ballots/<id>/texts/<version>.md` */
  address: Type.String(), fact: S.maybe(S.FactId),
})
const Comment = Type.Object({ slug: S.Slug, name: S.Title, at: S.Time, version: Type.Integer(), text: Type.String(), sha256: S.Sha256, fact: S.FactId })
const Question = Type.Object({
  id: QuestionId, slug: S.Slug, name: S.Title, at: S.Time, version: Type.Integer(), text: Type.String(), sha256: S.Sha256, fact: S.FactId,
  state: S.oneOf(['open', 'answered', 'withdrawn', 'passed-over']),
  /** It holds the freezing until then at the longest. */
  heldUntil: S.Time,
  answer: S.maybe(Type.Object({ text: Type.String(), at: S.Time, slug: S.Slug, name: S.Title, sha256: S.Sha256, fact: S.FactId })),
})
const Contest = Type.Object({
  fact: S.FactId, slug: S.Slug, name: S.Title, at: S.Time, reasons: Type.String(), state: S.oneOf(CONTEST_STATES),
  decided: S.maybe(S.Time), decision: S.maybe(S.FactId), decisionReasons: S.maybe(Type.String()),
})
/** A step of the secretariat that waits for a second person. */
const Motion = Type.Object({ id: MotionId, move: S.oneOf(['open-voting', 'close-early']), byName: Type.String(), at: S.Time, own: Type.Boolean() })
const Round = Type.Object({
  round: Type.Integer({ minimum: 1 }), from: S.Time, until: S.Time, closedEarly: Type.Boolean(), tally: S.maybe(Tally),
  certified: S.maybe(S.Time), certificate: S.maybe(S.FactId), contests: Type.Array(Contest),
})

export const BallotCard = Type.Object({
  id: BallotId,
  kind: BallotKind,
  title: S.Title,
  state: S.oneOf(BALLOT_STATES),
  outcome: S.maybe(S.oneOf(BALLOT_OUTCOMES)),
  /** Who proposed it; the secretariat for what comes from another room. */
  proposer: Named,
  /** What it is about, where it is about something of another room: `{ room: 'admissions', id: 'application_…' }`. */
  subject: S.maybe(Type.Object({ room: Type.String(), id: Type.String() })),
  version: S.maybe(Type.Integer({ minimum: 1 })),
  created: S.Time,
  clock: Clock,
  /** The next moment at which something happens by itself or is due. */
  next: S.maybe(Type.Object({ code: S.oneOf(['may-freeze', 'fails', 'closes', 'certify', 'contest-ends', 'lapses']), at: S.Time, overdue: Type.Boolean() })),
  participation: S.maybe(Participation),
  needs: Type.Array(Need),
  /** One plain sentence in English of where it stands. */
  words: Type.String(),
  questionsOpen: Count,
})

export const Ballot = Type.Object({
  ...BallotCard.properties,
  /** The present text in full, Markdown. */
  text: S.maybe(Type.String()),
  sha256: S.maybe(S.Sha256),
  language: S.maybe(Language),
  versions: Type.Array(TextVersion),
  excluded: Type.Array(Named),
  /** The emergency ballot that this one confirms, or the ballot that confirmed this one. */
  confirms: S.maybe(BallotId),
  confirmedBy: S.maybe(BallotId),
  rule: Type.Object({
    threshold: Type.Object({ of: Type.Integer(), in: Type.Integer() }), discussionSeconds: Type.Integer(), votingSeconds: Type.Integer(), contestSeconds: Type.Integer(), holdSeconds: Type.Integer(), failsAfterSeconds: Type.Integer(),
  }),
  /** Frozen electorate with who has voted; empty before. */
  groups: Type.Array(Group),
  electorateSha256: S.maybe(S.Sha256),
  rounds: Type.Array(Round),
  comments: Type.Array(Comment),
  questions: Type.Array(Question),
  motions: Type.Array(Motion),
  /** What the caller may do now. */
  may: Type.Array(S.oneOf(BALLOT_MOVES)),
  /** For the caller's own organisation: its vote as it stands now, readable by nobody else before the close. */
  mine: S.maybe(Type.Object({ position: S.oneOf(POSITIONS), reason: S.maybe(Type.String()), at: S.Time, slug: S.Slug, name: S.Title })),
  /** Entries of the log that it rests on, oldest first. */
  log: Type.Array(Type.Object({ fact: S.FactId, kind: Type.String(), at: S.Time })),
  /** `/ballots/<id>/bundle.json`, from the close on: what anyone recounts with. */
  bundle: S.maybe(Type.String()),
})

const Part = Type.Object({ kind: S.oneOf(['same', 'added', 'removed']), text: Type.String() })
const RedlineBlock = Type.Object({ change: S.oneOf(['same', 'changed', 'added', 'removed']), parts: Type.Array(Part) })

const Params = {
  ballot: Type.Object({ ballot: BallotId }),
  version: Type.Object({ ballot: BallotId, version: Type.Integer({ minimum: 1, maximum: 1000 }) }),
  question: Type.Object({ ballot: BallotId, question: QuestionId }),
  motion: Type.Object({ ballot: BallotId, motion: MotionId }),
}
const at = (path: string): string => `/api/v1/ballots${path}`
const list = <T extends readonly string[]>(values: T) => Type.Optional(S.oneOf(values))

export const ballots = {
  ballots: route({
    method: 'GET', path: at(''), access: 'public', summary: 'Ballots, the newest first. Drafts are seen by their proposer and the secretariat only.',
    query: Type.Object({
      state: list([...BALLOT_STATES, 'running', 'ended'] as const), kind: list(BALLOT_KINDS),
      before: Type.Optional(S.Cursor), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    }),
    reply: Type.Object({ asOf: S.Time, ballots: Type.Array(BallotCard), next: S.maybe(S.Cursor), mayPropose: Type.Boolean() }),
  }),
  ballot: route({ method: 'GET', path: at('/:ballot'), access: 'public', summary: 'One ballot with everything about it.', params: Params.ballot, reply: Ballot }),
  text: route({
    method: 'GET', path: at('/:ballot/texts/:version'), access: 'public', summary: 'One version of its text.', params: Params.version,
    reply: Type.Object({ version: Type.Integer(), title: S.Title, sha256: S.Sha256, language: Language, at: S.Time, text: Type.String() }),
  }),
  redline: route({
    method: 'GET', path: at('/:ballot/redline/:from/:to'), access: 'public', summary: 'What changed from one version to another, paragraph by paragraph, word by word.',
    params: Type.Object({ ballot: BallotId, from: Params.version.properties.version, to: Params.version.properties.version }),
    reply: Type.Object({ from: Type.Integer(), to: Type.Integer(), fromSha256: S.Sha256, toSha256: S.Sha256, blocks: Type.Array(RedlineBlock) }),
  }),

  duties: route({
    method: 'GET', path: at('/mine/duties'), access: 'acts.sign', summary: 'Ballots that wait for my organisation: to vote, to answer a question, to certify, to decide a contest.',
    reply: Type.Object({ duties: Type.Array(Type.Object({ move: S.oneOf(BALLOT_MOVES), until: S.maybe(S.Time), done: Type.Boolean(), ballot: BallotCard })) }),
  }),
  work: route({
    method: 'GET', path: at('/mine/work'), access: 'ballots.keep', summary: 'For the secretariat: what can be frozen, what waits for a second person, what has to be certified, and by when.',
    reply: Type.Object({ work: Type.Array(Type.Object({ move: S.oneOf(BALLOT_MOVES), due: S.maybe(S.Time), overdue: Type.Boolean(), ballot: BallotCard })) }),
  }),

  propose: route({
    method: 'POST', path: at(''), access: 'signed-in', summary: 'A draft, by somebody who signs for a signatory with a vote, or by the secretariat.',
    body: Type.Object({ kind: S.oneOf(PROPOSED_KINDS), title: S.Title, language: Type.Optional(Language), text: BallotText, confirms: Type.Optional(BallotId) }), bodyLimit: 500_000, reply: Ballot, status: 201,
  }),
  write: route({
    method: 'POST', path: at('/:ballot/texts'), access: 'signed-in', summary: 'A new text, by its proposer, before the freezing. In discussion it is a new version, and the clock begins again.',
    params: Params.ballot, body: Type.Object({ text: BallotText, title: Type.Optional(S.Title) }), bodyLimit: 500_000, reply: Ballot,
  }),
  open: route({ method: 'POST', path: at('/:ballot/open'), access: 'signed-in', summary: 'Opens the discussion, by its proposer.', params: Params.ballot, body: Type.Object({}), reply: Ballot }),
  comment: route({
    method: 'POST', path: at('/:ballot/comments'), access: 'signed-in', summary: 'A comment of a signatory while it is discussed. Public at once.', params: Params.ballot, body: Type.Object({ text: Remark }), reply: Ballot, status: 201,
  }),
  ask: route({
    method: 'POST', path: at('/:ballot/questions'), access: 'signed-in',
    summary: 'A blocking question of a signatory with a vote: it has to be answered before the freezing, and holds it for at most 14 days from the text.', params: Params.ballot, body: Type.Object({ text: Remark }), reply: Ballot, status: 201,
  }),
  answer: route({ method: 'POST', path: at('/:ballot/questions/:question/answer'), access: 'signed-in', summary: 'Answers it, by the proposer.', params: Params.question, body: Type.Object({ text: Remark }), reply: Ballot }),
  takeBack: route({ method: 'POST', path: at('/:ballot/questions/:question/withdraw'), access: 'signed-in', summary: 'Takes a question back, by who asked it.', params: Params.question, body: Type.Object({}), reply: Ballot }),
  freeze: route({ method: 'POST', path: at('/:ballot/freeze'), access: 'ballots.keep', summary: 'Fixes the text and the electorate, and states both.', params: Params.ballot, body: Type.Object({}), reply: Ballot }),
  move: route({
    method: 'POST', path: at('/:ballot/motions'), access: 'ballots.keep', summary: 'To open the voting, or to close it early once every group has voted: waits for a second person.',
    params: Params.ballot, body: Type.Object({ move: S.oneOf(['open-voting', 'close-early']) }), reply: Ballot, status: 201,
  }),
  confirm: route({ method: 'POST', path: at('/:ballot/motions/:motion/confirm'), access: 'ballots.keep', summary: 'By a second person, signed in: it is done.', params: Params.motion, body: Type.Object({}), reply: Ballot }),
  decline: route({ method: 'POST', path: at('/:ballot/motions/:motion/decline'), access: 'ballots.keep', summary: 'It is not done.', params: Params.motion, body: Type.Object({}), reply: Ballot }),
  withdraw: route({ method: 'POST', path: at('/:ballot/withdraw'), access: 'signed-in', summary: 'Withdraws it, by its proposer, before the voting.', params: Params.ballot, body: Type.Object({}), reply: Ballot }),

  prepareAct: route({
    method: 'POST', path: at('/acts/prepare'), access: 'acts.sign',
    summary: 'The exact statement to sign: a vote, a certificate, a contest, a decision. The hash of the text and the figures are filled in.',
    body: wishedAct(ActKind), bodyLimit: 131_072,
    reply: preparedAct(ActKind),
  }),
  submitAct: route({
    method: 'POST', path: at('/acts'), access: 'acts.sign',
    summary: 'Hands in a signed act. A vote is sealed until the close; until then a later one of the same affiliate group takes its place.',
    body: Type.Object({ envelope: Envelope }), bodyLimit: ENVELOPE_LIMIT,
    reply: Type.Object({
      /** `sealed`: a vote; the log shows that there is one, not which. */
      outcome: S.oneOf(['logged', 'sealed']), kind: ActKind, at: S.Time, fact: S.FactId, ballot: BallotId,
    }), status: 201,
  }),
}

/** Addresses of files beside the interface. No account. */
export const ballotFiles = {
  /** The ballots that changed last: Atom (RFC 4287) and JSON Feed 1.1. */
  atom: '/ballots.atom',
  feedJson: '/ballots.feed.json',
  /** Everything with which anyone recounts it, offline; `accord ballot recount`. */
  bundle: (ballot: string) => `/ballots/${ballot}/bundle.json`,
  text: (ballot: string, version: number | string) => `/ballots/${ballot}/texts/${version}.md`,
  /** The roll-call as a table (RFC 4180), from the close on. */
  rollCall: (ballot: string) => `/ballots/${ballot}/roll-call.csv`,
}
