/** What belongs to one ballot: texts, rounds, votes, contests, remarks, motions. */
import type { BallotId, FactId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { Ballot, Comment, Contest, Move, Position, Question, Round, Text, Vote } from '../model.ts'

type RoundRow = Row & { round: number; from_at: number; until_at: number; closed_early: number | null; tally_fact: FactId | null; tally_sha256: string | null; certified_at: number | null; certificate: FactId | null }
type VoteRow = Row & { seq: number; fact: FactId; round: number; organisation: OrganisationId; at: number; position: Position; reason: string | null; opened: FactId | null }
type ContestRow = Row & {
  fact: FactId; round: number; organisation: OrganisationId; at: number; reasons: string
  decision: 'dismissed' | 'void' | 'reopened' | null; decision_fact: FactId | null; decision_reasons: string | null; decided_at: number | null
}
type RemarkRow = Row & {
  fact: FactId; question: `question_${string}` | null; organisation: OrganisationId; version: number; at: number; sha256: string; text: string; withdrawn_at: number | null
  answer: string | null; answer_sha256: string | null; answer_fact: FactId | null; answered_at: number | null; answered_by: OrganisationId | null
}
type Parts = Pick<Ballot, 'texts' | 'rounds' | 'votes' | 'contests' | 'questions' | 'comments' | 'motions'>

export async function loadParts(tx: Reader, id: BallotId): Promise<Parts> {
  const texts = await tx.all<Row & Text>('select version, language, sha256, at, fact, text from ballots_text where ballot = ? order by version', id)
  const rounds = await tx.all<RoundRow>('select round, from_at, until_at, closed_early, tally_fact, tally_sha256, certified_at, certificate from ballots_round where ballot = ? order by round', id)
  const votes = await tx.all<VoteRow>('select seq, fact, round, organisation, at, position, reason, opened from ballots_vote where ballot = ? order by seq', id)
  const contests = await tx.all<ContestRow>('select fact, round, organisation, at, reasons, decision, decision_fact, decision_reasons, decided_at from ballots_contest where ballot = ? order by seq', id)
  const remarks = await tx.all<RemarkRow>('select fact, question, organisation, version, at, sha256, text, withdrawn_at, answer, answer_sha256, answer_fact, answered_at, answered_by from ballots_remark where ballot = ? order by seq', id)
  const motions = await tx.all<Row & { id: `motion_${string}`; move: Move; person: PersonId; at: number }>('select id, move, person, at from ballots_motion where ballot = ? order by at, id', id)
  const asked = remarks.flatMap((row) => (row.question === null ? [] : [questionOf(row, row.question)]))
  return { texts, rounds: rounds.map(roundOf), votes, contests: contests.map(contestOf), questions: asked, comments: remarks.filter(({ question }) => question === null).map(commentOf), motions }
}

const roundOf = ({ round, from_at: from, until_at: until, closed_early: closedEarly, tally_fact: fact, tally_sha256: sha256, certified_at: at, certificate }: RoundRow): Round => ({
  round, from, until, closedEarly, tallied: fact === null || sha256 === null ? null : { fact, sha256 }, certified: at === null || certificate === null ? null : { fact: certificate, at },
})

function contestOf({ decision, decision_fact: fact, decision_reasons: reasons, decided_at: at, ...row }: ContestRow): Contest {
  return { ...row, decision: decision === null || fact === null || at === null ? null : { fact, what: decision, reasons: reasons ?? '', at } }
}

const commentOf = ({ fact, organisation, version, at, sha256, text }: RemarkRow): Comment => ({ fact, organisation, version, at, sha256, text })

function questionOf(row: RemarkRow, id: `question_${string}`): Question {
  const { answer: text, answer_sha256: sha256, answer_fact: fact, answered_at: at, answered_by: organisation } = row
  const answer = text === null || sha256 === null || fact === null || at === null || organisation === null ? null : { text, sha256, fact, at, organisation }
  return { ...commentOf(row), id, withdrawn: row.withdrawn_at, answer }
}

export type NewVote = Vote & { ballot: BallotId; statement: string; envelope: string; salt: string | null; commitment: string | null }

export async function addVote(tx: Tx, v: NewVote): Promise<void> {
  await tx.run(
    'insert into ballots_vote (seq, fact, ballot, round, organisation, at, position, reason, statement, envelope, salt, commitment) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    v.seq, v.fact, v.ballot, v.round, v.organisation, v.at, v.position, v.reason, v.statement, v.envelope, v.salt, v.commitment,
  )
}

/** What of this organisation entered with one of these statements already. */
export const findTakenVote = (tx: Reader, statement: string, organisation: OrganisationId): Promise<{ fact: FactId; at: Micros; ballot: BallotId; round: number; position: Position } | undefined> =>
  tx.get<{ fact: FactId; at: number; ballot: BallotId; round: number; position: Position }>('select fact, at, ballot, round, position from ballots_vote where statement = ? and organisation = ?', statement, organisation)

export type Sealed = { fact: FactId; organisation: OrganisationId; envelope: string; salt: string; commitment: string }
/** The seals of a round that are not open in the log yet, oldest first. */
export const loadSealed = (tx: Reader, ballot: BallotId, round: number, limit: number): Promise<Sealed[]> =>
  tx.all<Row & Sealed>('select fact, organisation, envelope, salt, commitment from ballots_vote where ballot = ? and round = ? and salt is not null and opened is null order by seq limit ?', ballot, round, limit)

export async function saveOpening(tx: Tx, fact: FactId, opened: FactId): Promise<void> {
  await tx.run('update ballots_vote set opened = ? where fact = ?', opened, fact)
}

export async function addContest(tx: Tx, c: { fact: FactId; seq: number; ballot: BallotId; round: number; organisation: OrganisationId; at: Micros; reasons: string; statement: string }): Promise<void> {
  await tx.run('insert into ballots_contest (fact, seq, ballot, round, organisation, at, reasons, statement) values (?, ?, ?, ?, ?, ?, ?, ?)', c.fact, c.seq, c.ballot, c.round, c.organisation, c.at, c.reasons, c.statement)
}
export async function saveDecision(tx: Tx, contest: FactId, { fact, what, reasons, at }: NonNullable<Contest['decision']>): Promise<void> {
  await tx.run('update ballots_contest set decision = ?, decision_fact = ?, decision_reasons = ?, decided_at = ? where fact = ?', what, fact, reasons, at, contest)
}

export async function addRemark(tx: Tx, r: Comment & { seq: number; ballot: BallotId; question: string | null }): Promise<void> {
  await tx.run(
    'insert into ballots_remark (fact, seq, ballot, question, organisation, version, at, sha256, text) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    r.fact, r.seq, r.ballot, r.question, r.organisation, r.version, r.at, r.sha256, r.text,
  )
}
export async function saveAnswer(tx: Tx, question: string, { fact, organisation, text, sha256, at }: NonNullable<Question['answer']>): Promise<void> {
  await tx.run('update ballots_remark set answer = ?, answer_sha256 = ?, answer_fact = ?, answered_at = ?, answered_by = ? where question = ?', text, sha256, fact, at, organisation, question)
}
export async function saveTakenBack(tx: Tx, question: string, at: Micros): Promise<void> {
  await tx.run('update ballots_remark set withdrawn_at = ? where question = ?', at, question)
}
