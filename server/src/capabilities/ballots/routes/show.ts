/** From what is true here to what the contract shows: times as text, and before the close nobody's vote. */
import { ballotFiles } from '@openaccord/api'
import type { Micros, OrganisationId } from '@openaccord/names'
import { iso } from '../../../kernel/index.ts'
import { closeOf, heldUntil, lastRound, openQuestions, ruleOf, textOf, OPEN_WITHIN, type Ballot, type Contest, type Group, type Question, type Round, type Text, type Vote } from '../model.ts'
import { clockOf, nextOf } from '../model/clock.ts'
import { participationOf, type Participation } from '../model/electorate.ts'
import type { Block } from '../model/redline.ts'
import { needsOf, tallyOf, countingVotes, type Need, type Tally } from '../model/tally.ts'
import { ballotWords, needWords } from '../model/words.ts'
import type { Shown, Whole } from '../verbs/reading.ts'

const when = (at: Micros | null | undefined): string | null => (at === null || at === undefined ? null : iso(at))
const seconds = (span: Micros): number => span / 1_000_000

type Names = Shown['names']
const named = (names: Names, id: OrganisationId) => {
  const found = names.get(id)
  return { slug: found?.slug ?? 'unknown', name: found?.name ?? id }
}
const showNeed = (need: Need) => ({ ...need, words: needWords(need) })

/** While voting is open, participation is all there is to say. */
function needsNow({ ballot, standing: { state, tally } }: Shown, participation: Participation | undefined): Need[] {
  if (tally !== null) return ballot.rounds.length > 0 ? needsOf(tally) : []
  return state === 'voting' && participation !== undefined && participation.short > 0 ? [{ code: 'quorum', count: participation.short }] : []
}

export function showCard(shown: Shown) {
  const { ballot, standing, now, names } = shown
  const round = lastRound(ballot)
  const participation = participationOf(ballot, round?.round ?? 1, round === undefined ? 0 : closeOf(round))
  const clock = clockOf(ballot, standing)
  const next = nextOf(standing, clock, now)
  const needs = needsNow(shown, participation)
  return {
    id: ballot.id, kind: ballot.kind, title: ballot.title, state: standing.state, outcome: standing.outcome, proposer: named(names, ballot.proposer), subject: ballot.subject,
    version: textOf(ballot)?.version ?? null, created: iso(ballot.createdAt),
    clock: {
      textFrom: when(clock.textFrom), discussionUntil: when(clock.discussionUntil), heldUntil: when(clock.heldUntil), failsAt: when(clock.failsAt), frozen: when(clock.frozen), votingFrom: when(clock.votingFrom),
      votingUntil: when(clock.votingUntil), certifyBy: when(clock.certifyBy), certified: when(clock.certified), contestUntil: when(clock.contestUntil), final: when(clock.final), confirmBy: when(clock.confirmBy), ended: when(clock.ended),
    },
    next: next && { ...next, at: iso(next.at) },
    participation: participation === undefined ? null : showParticipation(participation, ballot),
    needs: needs.map(showNeed), words: ballotWords(ballot, standing, participation, needs, now), questionsOpen: openQuestions(ballot).length,
  }
}

function showParticipation({ quorum, short, ...counts }: Participation, { frozen }: Ballot) {
  const { needed, active: { parts, of } } = quorum
  return {
    ...counts,
    quorum: { needed, short, active: Math.round((parts * 100) / of) / 100, floor: counts.electorate / 4, attendance: (frozen?.attendance ?? []).map((one) => ({ ...one })), met: short === 0 },
  }
}

export function showWhole(whole: Whole) {
  const { ballot, standing, names, may, mine, entries, now } = whole
  const text = textOf(ballot)
  const round = lastRound(ballot)
  const rule = ruleOf(ballot.kind)
  return {
    ...showCard(whole),
    text: text?.text ?? null, sha256: text?.sha256 ?? null, language: text?.language ?? null, versions: ballot.texts.map((one) => showVersion(ballot, one)),
    excluded: ballot.excluded.map((id) => named(names, id)), confirms: ballot.confirms, confirmedBy: ballot.confirmed !== null && ballot.confirmed.at <= now ? ballot.confirmed.ballot : null,
    rule: {
      threshold: { of: rule.of, in: rule.in }, discussionSeconds: seconds(rule.discussion), votingSeconds: seconds(rule.voting), contestSeconds: 7 * 86_400, holdSeconds: seconds(rule.hold), failsAfterSeconds: 90 * 86_400,
    },
    groups: (ballot.frozen?.electorate ?? []).map((group) => showGroup(whole, group)), electorateSha256: ballot.frozen?.electorateSha256 ?? null,
    rounds: ballot.rounds.map((one) => showRound(whole, one)),
    comments: ballot.comments.map(({ organisation, at, version, text: said, sha256, fact }) => ({ ...named(names, organisation), at: iso(at), version, text: said, sha256, fact })),
    questions: ballot.questions.map((one) => showQuestion(whole, one)),
    motions: [...whole.motionNames].flatMap(([id, byName]) => ballot.motions.filter((one) => one.id === id).map(({ move, at, person }) => ({ id, move, byName, at: iso(at), own: person === whole.person }))),
    may, mine: mine === undefined ? null : { position: mine.position, reason: mine.reason, at: iso(mine.at), ...named(names, mine.organisation) },
    log: entries.map(({ fact, kind, at }) => ({ fact, kind, at: iso(at) })),
    bundle: round !== undefined && standing.state !== 'voting' ? ballotFiles.bundle(ballot.id) : null,
  }
}

const showVersion = ({ id }: Ballot, { version, sha256, language, at, text, fact }: Text) => ({
  version, sha256, language, at: iso(at), words: text.split(/\s+/).filter((word) => word !== '').length, address: ballotFiles.text(id, version), fact,
})

function showGroup({ ballot, names, now }: Whole, group: Group) {
  const { name, size, organisations, excluded } = group
  const votes = ballot.votes.filter(({ organisation }) => organisations.includes(organisation))
  const counting = new Map(ballot.rounds.map((round) => [round.round, countingVotes(ballot, round).get(group)]))
  const last = counting.get(lastRound(ballot)?.round ?? 0)
  const standing = excluded ? 'excluded' as const : last === undefined ? 'silent' as const : last.position === 'recuse' ? 'recused' as const : 'voted' as const
  return { name, size, standing, organisations: organisations.map((id) => named(names, id)), votes: votes.map((vote) => showVote(ballot, vote, counting.get(vote.round)?.fact === vote.fact, names, now)) }
}

/** What was voted is shown from the close on, and a recusal at once: it was never sealed. */
function showVote({ rounds }: Ballot, { fact, at, organisation, position, reason, round, opened }: Vote, counts: boolean, names: Names, now: Micros) {
  const closed = closeOf(rounds.find((one) => one.round === round)!)
  const open = now >= closed || position === 'recuse'
  return {
    fact, at: iso(at), organisation, ...named(names, organisation), position: open ? position : null, reason: open ? reason : null, counts, round, opened,
    overdue: opened === null && position !== 'recuse' && now >= closed + OPEN_WITHIN,
  }
}

function showRound({ ballot, names, now }: Whole, round: Round) {
  const contests = ballot.contests.filter((one) => one.round === round.round)
  return {
    round: round.round, from: iso(round.from), until: iso(closeOf(round)), closedEarly: round.closedEarly !== null, tally: now < closeOf(round) ? null : showTally(tallyOf(ballot, round), round),
    certified: when(round.certified?.at), certificate: round.certified?.fact ?? null, contests: contests.map((one) => showContest(one, contests, names)),
  }
}

function showTally({ counted, quorum, threshold, small, large, ...tally }: Tally, { tallied }: Round) {
  return {
    ...tally, quorum: { ...quorum }, threshold: { ...threshold }, small: { ...small }, large: { ...large },
    needs: needsOf({ ...tally, counted, quorum, threshold, small, large }).map(showNeed), sha256: tallied?.sha256 ?? null, fact: tallied?.fact ?? null,
  }
}

/** One that is upheld settles the others of its round. */
function showContest({ fact, organisation, at, reasons, decision }: Contest, all: readonly Contest[], names: Names) {
  const upheld = all.find((one) => one.decision !== null && one.decision.what !== 'dismissed')?.decision?.what
  return {
    fact, ...named(names, organisation), at: iso(at), reasons, state: decision?.what ?? upheld ?? 'open' as const,
    decided: when(decision?.at), decision: decision?.fact ?? null, decisionReasons: decision?.reasons ?? null,
  }
}

function showQuestion({ ballot, names, now }: Whole, { id, organisation, at, version, text, sha256, fact, answer, withdrawn }: Question) {
  const held = heldUntil(ballot) ?? at
  const passed = ballot.frozen !== null || now >= held
  const state = withdrawn !== null ? 'withdrawn' as const : answer !== null ? 'answered' as const : passed ? 'passed-over' as const : 'open' as const
  return {
    id, ...named(names, organisation), at: iso(at), version, text, sha256, fact, state, heldUntil: iso(held),
    answer: answer === null ? null : { text: answer.text, at: iso(answer.at), ...named(names, answer.organisation), sha256: answer.sha256, fact: answer.fact },
  }
}

export function showText(ballot: Ballot, { version, sha256, language, at, text }: Text) {
  return { version, title: ballot.title, sha256, language, at: iso(at), text }
}

export const showRedline = ({ from, to, blocks }: { from: Text; to: Text; blocks: Block[] }) => ({ from: from.version, to: to.version, fromSha256: from.sha256, toSha256: to.sha256, blocks })
