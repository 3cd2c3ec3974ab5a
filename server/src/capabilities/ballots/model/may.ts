/** Who may do what with a ballot, and when. One function for each move: it refuses with the rule, or says nothing. */
import type { ActBody } from '@openaccord/facts'
import type { Micros, OrganisationId } from '@openaccord/names'
import { minuteUtc, Refusal } from '../../../kernel/index.ts'
import { bad, conflict, CONTEST_WINDOW, heldUntil, lastRound, openQuestions, ruleOf, textOf, type Ballot, type Contest, type Question, type Round, type State, type Voter } from '../model.ts'
import { groupOf, participationOf, recusedIn } from './electorate.ts'
import { standingOf } from './standing.ts'
import type { Tally } from './tally.ts'

const MOST_VERSIONS = 50
const MOST_COMMENTS = 20
const MOST_QUESTIONS = 3

const forbidden = (code: string, words: string): Refusal => new Refusal('forbidden', `ballots.${code}`, words)

export function needState(ballot: Ballot, now: Micros, ...states: State[]): void {
  const { state } = standingOf(ballot, now)
  if (!states.includes(state)) throw conflict('state', `this ballot is in the state “${state}”; this needs ${states.map((one) => `“${one}”`).join(' or ')}`)
}

/** Whoever speaks for a signatory that belongs to the alliance now; the excluded are heard. */
export function needHeard(voters: readonly Voter[], organisation: OrganisationId): void {
  if (!voters.some((voter) => voter.organisation === organisation && voter.standing !== 'suspended')) throw forbidden('not-heard', 'in a discussion speak those who stand by the pledge and are not suspended')
}

export function needVoting(voters: readonly Voter[], organisation: OrganisationId): void {
  const standing = voters.find((voter) => voter.organisation === organisation)?.standing
  if (standing === 'voting') return
  if (standing === 'probation') throw forbidden('probation', 'your organisation is on probation and has no vote yet')
  if (standing === 'suspended') throw forbidden('suspended', 'your organisation is suspended and has no vote')
  throw forbidden('no-vote', standing === 'lapsed' ? 'your organisation’s signature has lapsed, and its vote with it: renew it first' : 'your organisation has no vote: only signatories do')
}

export function needProposer({ proposer }: Ballot, organisation: OrganisationId): void {
  if (proposer !== organisation) throw forbidden('not-proposer', 'only who proposed this ballot does this')
}

export function needWritable(ballot: Ballot, now: Micros): void {
  needState(ballot, now, 'draft', 'discussion')
  if (ballot.texts.length >= MOST_VERSIONS) throw conflict('versions', `a ballot has at most ${MOST_VERSIONS} versions: withdraw it and propose a new one`)
}

export function needCommentable(ballot: Ballot, organisation: OrganisationId, now: Micros): void {
  needState(ballot, now, 'discussion')
  if (ballot.comments.filter((one) => one.organisation === organisation).length >= MOST_COMMENTS) throw conflict('comments', `each organisation has at most ${MOST_COMMENTS} comments on one ballot`)
}

export function needAskable(ballot: Ballot, organisation: OrganisationId, now: Micros): void {
  needState(ballot, now, 'discussion')
  if (openQuestions(ballot).filter((one) => one.organisation === organisation).length >= MOST_QUESTIONS) throw conflict('questions', `each organisation has at most ${MOST_QUESTIONS} open questions on one ballot`)
}

export function questionIn(ballot: Ballot, id: string): Question {
  const found = ballot.questions.find((one) => one.id === id)
  if (found === undefined) throw new Refusal('unknown', 'ballots.question-unknown', 'this ballot has no such question')
  if (found.answer !== null) throw conflict('answered', 'this question has been answered')
  if (found.withdrawn !== null) throw conflict('question-withdrawn', 'this question was taken back')
  return found
}

export function needFreezable(ballot: Ballot, now: Micros): void {
  needState(ballot, now, 'discussion')
  const until = discussionUntil(ballot)
  if (until === null || now < until) throw conflict('too-early', `the present text is discussed until ${minuteUtc(until ?? now)}: a new text begins the clock again`)
  const held = heldUntil(ballot)
  const open = openQuestions(ballot)
  if (open.length > 0 && held !== null && now < held) throw conflict('question-open', `${open.length === 1 ? 'a blocking question is' : `${open.length} blocking questions are`} not answered yet; it holds the ballot until ${minuteUtc(held)} at the longest`)
}

export function discussionUntil(ballot: Ballot): Micros | null {
  const text = textOf(ballot)
  return ballot.openedAt === null || text === undefined ? null : text.at + ruleOf(ballot.kind).discussion
}

export function needMovable(ballot: Ballot, move: 'open-voting' | 'close-early', now: Micros): void {
  if (ballot.motions.some((one) => one.move === move)) throw conflict('motion-waits', 'this waits for a second person already')
  needDoable(ballot, move, now)
}

export function needDoable(ballot: Ballot, move: 'open-voting' | 'close-early', now: Micros): void {
  if (move === 'open-voting') return needState(ballot, now, 'frozen')
  needState(ballot, now, 'voting')
  const { electorate, participated } = participationOf(ballot, lastRound(ballot)!.round)!
  if (participated < electorate) throw conflict('not-all-voted', `${electorate - participated} groups have not voted yet: a vote is closed early only when all have`)
}

/** The text is the one that was frozen; the voter is of the electorate, has a vote now, and has not recused itself. */
export function needMayVote(ballot: Ballot, organisation: OrganisationId, says: ActBody<'vote'>, voters: readonly Voter[], now: Micros): Round {
  needState(ballot, now, 'voting')
  const round = lastRound(ballot)!
  const { electorate } = ballot.frozen!
  needVoting(voters, organisation)
  const group = groupOf(electorate, organisation)
  if (group === undefined) throw forbidden('not-in-electorate', 'your organisation was not in the electorate when it was fixed')
  if (group.excluded) throw forbidden('excluded', 'this ballot is about your organisation or its group: it is heard and has no vote')
  if (recusedIn(ballot, round.round).has(group)) throw conflict('recused', 'your group has recused itself from this ballot; that is final')
  if (says.textSha256 !== frozenSha256(ballot)) throw bad('/textSha256', 'this is not the text that is voted on', 'prepare the vote again')
  if (says.position === 'no' && says.reason === undefined) throw bad('/reason', 'a no has a reason', 'say in a sentence or two why')
  return round
}

export const frozenSha256 = ({ texts, frozen }: Ballot): string => texts.find(({ version }) => version === frozen?.version)?.sha256 ?? ''

/** Nobody certifies a ballot on themselves; and a certificate says what was counted, figure for figure. */
export function needMayCertify(ballot: Ballot, organisation: OrganisationId, now: Micros): { round: Round; tally: Tally } {
  if (organisation !== ballot.secretariat) throw forbidden('not-secretariat', 'the secretariat certifies')
  if (ballot.excluded.includes(organisation) || ballot.subject?.id === organisation) throw forbidden('own-case', 'nobody certifies a ballot on themselves')
  needState(ballot, now, 'tallied')
  const round = lastRound(ballot)!
  const { tally } = standingOf(ballot, now)
  if (round.tallied === null || tally === null) throw new Refusal('conflict', 'ballots.not-opened', 'the votes are being opened in the log; try again in a few seconds', { retryAfterSeconds: 5 })
  return { round, tally }
}

export function certificateOf(ballot: Ballot, { round, tally }: { round: Round; tally: Tally }): ActBody<'ballot-certificate'> {
  if (tally.outcome === 'no-quorum') throw conflict('no-quorum', 'without a quorum there is nothing to certify')
  return {
    ballot: ballot.id, round: String(round.round), textSha256: frozenSha256(ballot), outcome: tally.outcome, yes: String(tally.yes), no: String(tally.no),
    abstain: String(tally.abstain), recused: String(tally.recused), tallySha256: round.tallied?.sha256 ?? '',
  }
}

export function needSameCertificate(says: ActBody<'ballot-certificate'>, counted: ActBody<'ballot-certificate'>): void {
  for (const field of Object.keys(counted) as (keyof typeof counted)[]) {
    if (says[field] !== counted[field]) throw bad(`/${field}`, `the votes give ${counted[field]}`, 'prepare the certificate again: nobody alters a figure')
  }
}

export function needMayContest(ballot: Ballot, organisation: OrganisationId, voters: readonly Voter[], now: Micros): Round {
  needState(ballot, now, 'certified', 'contested')
  const round = lastRound(ballot)!
  if (now >= (round.certified?.at ?? 0) + CONTEST_WINDOW) throw conflict('contest-late', 'a ballot is contested within seven days of its certificate')
  needHeard(voters, organisation)
  if (ballot.contests.some((one) => one.round === round.round && one.organisation === organisation)) throw conflict('contested-already', 'your organisation has contested this ballot already')
  return round
}

/** By the ombudsperson, who is of neither side: not the proposer, not who contests, not in a group with one of them, not the secretariat. */
export function needMayDecide(ballot: Ballot, organisation: OrganisationId, contest: string, now: Micros): Contest {
  const found = ballot.contests.find(({ fact }) => fact === contest)
  if (found === undefined) throw new Refusal('unknown', 'ballots.contest-unknown', 'this ballot has no such contest')
  if (found.decision !== null) throw conflict('decided', 'this contest has been decided')
  needState(ballot, now, 'contested')
  const sides = [found.organisation, ballot.proposer, ballot.secretariat, ...ballot.excluded]
  const own = groupOf(ballot.frozen?.electorate ?? [], organisation)
  if (sides.includes(organisation) || own?.excluded === true || sides.some((side) => own?.organisations.includes(side))) throw forbidden('own-case', 'nobody decides on their own case')
  return found
}
