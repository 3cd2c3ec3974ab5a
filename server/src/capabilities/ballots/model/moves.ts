/** What somebody may do with a ballot now: the very rules that the verbs ask, asked beforehand. */
import type { Micros, OrganisationId, PersonId } from '@openaccord/names'
import { Refusal } from '../../../kernel/index.ts'
import { openQuestions, type Ballot, type Voter } from '../model.ts'
import { frozenSha256, needAskable, needCommentable, needDoable, needFreezable, needHeard, needMayCertify, needMayContest, needMayDecide, needMayVote, needMovable, needProposer, needState, needVoting, needWritable } from './may.ts'

export type MoveName = 'write' | 'open' | 'comment' | 'ask' | 'answer' | 'freeze' | 'open-voting' | 'close-early' | 'confirm' | 'vote' | 'certify' | 'contest' | 'decide' | 'withdraw'
export type Who = { organisation: OrganisationId; person: PersonId; signs: boolean; keeps: boolean; screens: boolean; signedIn: boolean; /** Of a suspended organisation: whose words wait. */ suspended: boolean }

export function movesOf(ballot: Ballot, who: Who, voters: readonly Voter[], now: Micros): MoveName[] {
  const { organisation, signs, keeps, screens, person, signedIn, suspended } = who
  const speaks = (signs || keeps) && !suspended
  const asks: [MoveName, boolean, () => unknown][] = [
    ['write', speaks, () => (needProposer(ballot, organisation), needWritable(ballot, now))],
    ['open', speaks, () => (needProposer(ballot, organisation), needState(ballot, now, 'draft'), organisation === ballot.secretariat || needVoting(voters, organisation))],
    ['comment', speaks, () => (needCommentable(ballot, organisation, now), organisation === ballot.proposer || needHeard(voters, organisation))],
    ['ask', speaks, () => (needAskable(ballot, organisation, now), needVoting(voters, organisation))],
    ['answer', speaks && openQuestions(ballot).length > 0, () => (needProposer(ballot, organisation), needState(ballot, now, 'discussion', 'frozen', 'voting'))],
    ['freeze', keeps, () => needFreezable(ballot, now)],
    ['open-voting', keeps, () => needMovable(ballot, 'open-voting', now)],
    ['close-early', keeps, () => needMovable(ballot, 'close-early', now)],
    ['confirm', keeps && signedIn, () => needDoable(ballot, ballot.motions.find((motion) => motion.person !== person)?.move ?? nothing(), now)],
    ['vote', signs, () => needMayVote(ballot, organisation, { ballot: ballot.id, textSha256: frozenSha256(ballot), position: 'abstain' }, voters, now)],
    ['certify', keeps && signs, () => needMayCertify(ballot, organisation, now)],
    ['contest', signs, () => needMayContest(ballot, organisation, voters, now)],
    ['decide', screens && signs, () => needMayDecide(ballot, organisation, ballot.contests.find(({ decision }) => decision === null)?.fact ?? '', now)],
    ['withdraw', speaks && ballot.subject === null, () => (needProposer(ballot, organisation), needState(ballot, now, 'draft', 'discussion', 'frozen'))],
  ]
  return asks.filter(([, right, ask]) => right && isAllowed(ask)).map(([name]) => name)
}

function nothing(): never {
  throw new Refusal('conflict', 'ballots.motion-unknown', 'nothing waits for a second person')
}

function isAllowed(ask: () => unknown): boolean {
  try {
    ask()
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
