/**
 * Ballots: what one is, by which rule it runs, and the words for how it stands. After the ballots of the CA/Browser Forum.
 * Everything here and in `model/` is pure: what was kept and a moment go in, what is true or a refusal comes out.
 */
import type { BallotId, FactId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import { DAY, HOUR, Refusal } from '../../kernel/index.ts'

export const KINDS = ['pledge', 'guideline', 'admission', 'suspension', 'removal', 'joint-statement', 'emergency'] as const
export type Kind = (typeof KINDS)[number]
export type SizeClass = 'small' | 'large'
export type Position = 'yes' | 'no' | 'abstain' | 'recuse'

/** Who may come to have a vote, as other rooms know it at a moment. Organisations of one `group` have one vote together. */
export type Voter = {
  organisation: OrganisationId
  slug: string
  name: string
  group: string | null
  size: SizeClass
  standing: 'voting' | 'probation' | 'suspended' | 'lapsed'
}
/** One vote: an affiliate group, or an organisation alone. `organisations` are those of it that may cast it. */
export type Group = { name: string; size: SizeClass; organisations: OrganisationId[]; excluded: boolean }
/** How many groups took part in an earlier ballot. */
export type Attended = { ballot: BallotId; groups: number }

/** Spans in microseconds. The threshold is `of` in `in` of yes and no. */
export type Rule = { of: number; in: number; discussion: Micros; voting: Micros; hold: Micros }
export type Text = { version: number; text: string; sha256: string; language: string; at: Micros; fact: FactId | null }
export type Vote = {
  seq: number
  fact: FactId
  round: number
  organisation: OrganisationId
  at: Micros
  position: Position
  reason: string | null
  opened: FactId | null
}
export type Contest = {
  fact: FactId
  round: number
  organisation: OrganisationId
  at: Micros
  reasons: string
  decision: { fact: FactId; what: 'dismissed' | 'void' | 'reopened'; reasons: string; at: Micros } | null
}
export type Round = {
  round: number
  from: Micros
  until: Micros
  closedEarly: Micros | null
  tallied: { fact: FactId; sha256: string } | null
  certified: { fact: FactId; at: Micros } | null
}
export type Question = {
  id: `question_${string}`
  fact: FactId
  organisation: OrganisationId
  version: number
  text: string
  sha256: string
  at: Micros
  answer: { fact: FactId; organisation: OrganisationId; text: string; sha256: string; at: Micros } | null
  withdrawn: Micros | null
}
export type Comment = { fact: FactId; organisation: OrganisationId; version: number; text: string; sha256: string; at: Micros }
export type Move = 'open-voting' | 'close-early'
export type Motion = { id: `motion_${string}`; move: Move; person: PersonId; at: Micros }
export type Frozen = { at: Micros; version: number; electorate: Group[]; electorateSha256: string; attendance: Attended[] }

/** All that is kept of one ballot. Texts oldest first, the others in the order of the log. */
export type Ballot = {
  id: BallotId
  kind: Kind
  title: string
  proposer: OrganisationId
  /** The organisation that keeps it: its certificate counts, and it has no vote. */
  secretariat: OrganisationId
  subject: { room: string; id: string } | null
  excluded: OrganisationId[]
  confirms: BallotId | null
  createdAt: Micros
  openedAt: Micros | null
  withdrawnAt: Micros | null
  frozen: Frozen | null
  texts: Text[]
  rounds: Round[]
  votes: Vote[]
  contests: Contest[]
  questions: Question[]
  comments: Comment[]
  motions: Motion[]
  /** When it was confirmed: the close of an ordinary ballot that names this one and adopted it. */
  confirmed: { ballot: BallotId; at: Micros } | null
}

export const FAILS_AFTER = 90 * DAY
export const CONTEST_WINDOW = 7 * DAY
const CONFIRM_WITHIN = 30 * DAY
/** A sealed vote has to be open in the log by then, from the close on; missed, it is overdue by itself. */
export const OPEN_WITHIN = DAY
const ORDINARY: Rule = { of: 2, in: 3, discussion: 7 * DAY, voting: 7 * DAY, hold: 14 * DAY }
const GRAVE: Rule = { ...ORDINARY, of: 3, in: 4 }
const EMERGENCY: Rule = { of: 3, in: 4, discussion: DAY, voting: 48 * HOUR, hold: 48 * HOUR }

export function ruleOf(kind: Kind): Rule {
  if (kind === 'emergency') return EMERGENCY
  return kind === 'suspension' || kind === 'removal' ? GRAVE : ORDINARY
}

export type State =
  | 'draft' | 'discussion' | 'frozen' | 'voting' | 'tallied' | 'certified' | 'contested' | 'final'
  | 'withdrawn' | 'auto-failed' | 'no-quorum' | 'void' | 'lapsed'
export type Outcome = 'adopted' | 'rejected' | 'no-quorum' | 'failed' | 'withdrawn'
export const closeOf = ({ until, closedEarly }: Round): Micros => closedEarly ?? until
export const textOf = ({ texts }: Ballot): Text | undefined => texts.at(-1)
export const lastRound = ({ rounds }: Ballot): Round | undefined => rounds.at(-1)
export const confirmBy = ({ kind }: Ballot, round: Round): Micros | null => (kind === 'emergency' ? closeOf(round) + CONFIRM_WITHIN : null)
const ENDS: ReadonlySet<State> = new Set(['final', 'withdrawn', 'auto-failed', 'no-quorum', 'void', 'lapsed'])
export const isEnd = (state: State): boolean => ENDS.has(state)

/** Until then an open question holds the freezing, at the longest: it counts from the text, so that no row of questions holds it for ever. */
export const heldUntil = (ballot: Ballot): Micros | null => {
  const text = textOf(ballot)
  return ballot.openedAt === null || text === undefined ? null : text.at + ruleOf(ballot.kind).hold
}
export const openQuestions = ({ questions }: Ballot): Question[] => questions.filter(({ answer, withdrawn }) => answer === null && withdrawn === null)

export const conflict = (code: string, words: string): Refusal => new Refusal('conflict', `ballots.${code}`, words)
export const bad = (field: string, rule: string, fix: string): Refusal =>
  new Refusal('unprocessable', 'ballots.act', `this act is not taken: ${rule}`, { faults: [{ field: `/statement/predicate${field}`, rule, fix }] })
