/** Who has a vote, in groups of affiliates; and how many of them have to take part. */
import type { Micros, OrganisationId } from '@openaccord/names'
import type { Attended, Ballot, Group, Voter } from '../model.ts'

/**
 * One vote for each affiliate group, or for an organisation alone. A group is as large as its largest organisation. Where one
 * of a group is excluded, whatever its standing, the whole group is heard and has no vote. By name, in one order everywhere.
 */
export function electorateOf(voters: readonly Voter[], excluded: readonly OrganisationId[]): Group[] {
  const together = Map.groupBy(voters, ({ group, organisation }) => group ?? organisation)
  const groups = [...together.values()].flatMap((all): Group[] => {
    const voting = all.filter(({ standing }) => standing === 'voting')
    if (voting.length === 0) return []
    return [{
      name: voting[0]!.group ?? voting[0]!.name,
      size: voting.some(({ size }) => size === 'large') ? 'large' : 'small',
      organisations: voting.map(({ organisation }) => organisation).sort(),
      excluded: all.some(({ organisation }) => excluded.includes(organisation)),
    }]
  })
  return groups.sort((a, b) => (a.organisations[0]! < b.organisations[0]! ? -1 : 1))
}

export const groupOf = (electorate: readonly Group[], organisation: OrganisationId): Group | undefined => electorate.find(({ organisations }) => organisations.includes(organisation))

/** Whole numbers all the way: `active` is `parts` / `of`. */
export type Quorum = { needed: number; active: { parts: number; of: number } }

/**
 * More than half of the active groups have to take part. Active is the mean attendance of the last three ballots, at least a
 * quarter of all who have a vote and at most all; all, where there was no ballot before. `groups`: those with a vote,
 * without the excluded and the recused.
 */
export function quorumOf(groups: number, attendance: readonly Attended[]): Quorum {
  const of = 4 * Math.max(1, attendance.length)
  const sum = attendance.length === 0 ? groups : attendance.reduce((all, one) => all + one.groups, 0)
  const parts = Math.min(of * groups, Math.max(4 * sum, (of / 4) * groups))
  return { needed: Math.floor(parts / (2 * of)) + 1, active: { parts, of } }
}

/** Of groups that have recused themselves in this round. */
export const recusedIn = ({ votes, frozen }: Ballot, round: number): ReadonlySet<Group> =>
  new Set(votes.filter((vote) => vote.round === round && vote.position === 'recuse').flatMap(({ organisation }) => groupOf(frozen?.electorate ?? [], organisation) ?? []))

export type Participation = { groups: number; excluded: number; recused: number; electorate: number; participated: number; quorum: Quorum; short: number }

/** Says that groups have voted, never how. */
export function participationOf(ballot: Ballot, round: number, until: Micros = Number.POSITIVE_INFINITY): Participation | undefined {
  const { frozen } = ballot
  if (frozen === null) return undefined
  const recused = recusedIn(ballot, round)
  const votes = ballot.votes.filter((vote) => vote.round === round && vote.at < until)
  const voted = new Set(votes.flatMap(({ organisation }) => groupOf(frozen.electorate, organisation) ?? []).filter((group) => !recused.has(group) && !group.excluded))
  const excluded = frozen.electorate.filter((group) => group.excluded).length
  const electorate = frozen.electorate.length - excluded - recused.size
  const quorum = quorumOf(electorate, frozen.attendance)
  return { groups: frozen.electorate.length, excluded, recused: recused.size, electorate, participated: voted.size, quorum, short: Math.max(0, quorum.needed - voted.size) }
}
