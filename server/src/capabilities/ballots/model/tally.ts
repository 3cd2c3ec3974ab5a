/** The count. What is stated of it in the log is made here, in one form, so that whoever counts again comes to the same bytes. */
import type { Json } from '@openaccord/facts'
import type { FactId } from '@openaccord/names'
import { lastRound, ruleOf, type Ballot, type Group, type Position, type Round, type SizeClass, type Vote } from '../model.ts'
import { groupOf, quorumOf } from './electorate.ts'

export type ClassTally = { groups: number; yes: number; no: number; abstain: number; applies: boolean; met: boolean }
export type Need = { code: 'quorum' | 'yes-overall' | 'yes-small' | 'yes-large'; count: number }
export type Tally = {
  round: number
  yes: number
  no: number
  abstain: number
  recused: number
  excluded: number
  silent: number
  electorate: number
  participated: number
  quorum: { needed: number; met: boolean }
  threshold: { of: number; in: number; met: boolean }
  small: ClassTally
  large: ClassTally
  outcome: 'adopted' | 'rejected' | 'no-quorum'
  /** The votes that count, by the order of the electorate. */
  counted: FactId[]
}

/** The vote of each group: its last one before the close. A recusal is final, and a vote by the excluded does not count. */
export function countingVotes(ballot: Ballot, { round }: Round): Map<Group, Vote> {
  const counting = new Map<Group, Vote>()
  for (const vote of ballot.votes) {
    const group = vote.round === round ? groupOf(ballot.frozen?.electorate ?? [], vote.organisation) : undefined
    if (group === undefined || group.excluded || counting.get(group)?.position === 'recuse') continue
    counting.set(group, vote)
  }
  return counting
}

export function tallyOf(ballot: Ballot, round: Round = lastRound(ballot)!): Tally {
  const { of, in: all } = ruleOf(ballot.kind)
  const groups = ballot.frozen?.electorate ?? []
  const counting = countingVotes(ballot, round)
  const cast = groups.flatMap((group) => counting.get(group) ?? [])
  const count = (position: Position, size?: SizeClass): number => [...counting].filter(([group, vote]) => vote.position === position && (size === undefined || group.size === size)).length
  const [yes, no, abstain, recused] = [count('yes'), count('no'), count('abstain'), count('recuse')]
  const excluded = groups.filter((group) => group.excluded).length
  const electorate = groups.length - excluded - recused
  const participated = yes + no + abstain
  const { needed } = quorumOf(electorate, ballot.frozen?.attendance ?? [])
  const sized = (size: SizeClass): ClassTally => {
    const [y, n] = [count('yes', size), count('no', size)]
    const voters = groups.filter((group) => group.size === size && !group.excluded && counting.get(group)?.position !== 'recuse').length
    return { groups: voters, yes: y, no: n, abstain: count('abstain', size), applies: voters > 0, met: voters === 0 || (y >= 1 && y > n) }
  }
  const [small, large] = [sized('small'), sized('large')]
  const threshold = { of, in: all, met: yes > 0 && yes * all >= of * (yes + no) }
  const quorum = { needed, met: participated >= needed }
  const outcome = !quorum.met ? 'no-quorum' : threshold.met && small.met && large.met ? 'adopted' : 'rejected'
  return { round: round.round, yes, no, abstain, recused, excluded, silent: electorate - participated, electorate, participated, quorum, threshold, small, large, outcome, counted: cast.map(({ fact }) => fact) }
}

/** What would have been missing, each for itself, nothing else changing. */
export function needsOf({ yes, no, participated, quorum, threshold, small, large }: Tally): Need[] {
  const needs: Need[] = []
  if (!quorum.met) needs.push({ code: 'quorum', count: quorum.needed - participated })
  const rest = threshold.in - threshold.of
  if (!threshold.met) needs.push({ code: 'yes-overall', count: Math.max(1, Math.ceil((threshold.of * no - rest * yes) / rest)) })
  if (!small.met) needs.push({ code: 'yes-small', count: small.no - small.yes + 1 })
  if (!large.met) needs.push({ code: 'yes-large', count: large.no - large.yes + 1 })
  return needs
}

/** The tally as it is stated in the log; its canonical JSON is what a certificate binds to. */
export function statedTally(ballot: Ballot, tally: Tally): Json {
  const { round, yes, no, abstain, recused, excluded, silent, quorum, threshold, small, large, outcome, counted } = tally
  return {
    ballot: ballot.id, round, textSha256: ballot.texts.find(({ version }) => version === ballot.frozen?.version)?.sha256 ?? '', electorateSha256: ballot.frozen?.electorateSha256 ?? '',
    yes, no, abstain, recused, excluded, silent, quorum: quorum.needed, of: threshold.of, in: threshold.in, small: statedClass(small), large: statedClass(large), outcome, counted: [...counted],
  }
}

const statedClass = ({ groups, yes, no, abstain }: ClassTally): Json => ({ groups, yes, no, abstain })
