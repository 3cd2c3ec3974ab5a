/**
 * Counting the votes of a ballot again, from what was signed and the electorate as it was frozen. Written for itself, after the
 * rules and not after the hub: both have to come to the same figures.
 *
 *   one vote for each group, its last before the close; a recusal is final, and leaves with the excluded the denominator
 *   quorum     participants, abstentions counted, > half of the active groups; active = mean attendance of the last three
 *              ballots, at least a quarter of all groups with a vote and at most all; all, where there was no ballot before
 *   adopted    yes ≥ 2/3 of yes and no (3/4 for suspensions, removals and emergencies), and in each size class that has a
 *              group with a vote: yes > no, and at least one yes
 */

export type FrozenGroup = { readonly name: string; readonly size: string; readonly organisations: readonly string[]; readonly excluded: boolean }
export type BallotVote = { readonly id: string; readonly organisation: string; readonly position: string }
export type Electorate = { readonly groups: readonly FrozenGroup[]; readonly attendance: readonly number[] }
type ClassCount = { readonly groups: number; readonly yes: number; readonly no: number; readonly abstain: number }
export type Count = {
  readonly yes: number
  readonly no: number
  readonly abstain: number
  readonly recused: number
  readonly excluded: number
  readonly silent: number
  readonly quorum: number
  readonly of: number
  readonly in: number
  readonly small: ClassCount
  readonly large: ClassCount
  readonly outcome: 'adopted' | 'rejected' | 'no-quorum'
  readonly counted: readonly string[]
}

/** The share of yes among yes and no, and how long each part lasts, in seconds. */
export type BallotRule = { readonly of: number; readonly in: number; readonly discussionSeconds: number; readonly votingSeconds: number; readonly holdSeconds: number }
const DAY = 86_400
export const FAILS_AFTER_SECONDS = 90 * DAY
export const CONTEST_SECONDS = 7 * DAY

export function ballotRuleOf(kind: string): BallotRule {
  if (kind === 'emergency') return { of: 3, in: 4, discussionSeconds: DAY, votingSeconds: 2 * DAY, holdSeconds: 2 * DAY }
  const [of, all] = kind === 'suspension' || kind === 'removal' ? [3, 4] : [2, 3]
  return { of, in: all, discussionSeconds: 7 * DAY, votingSeconds: 7 * DAY, holdSeconds: 14 * DAY }
}

/** `votes` in the order of the log, of one round. */
export function countVotes({ groups, attendance }: Electorate, votes: readonly BallotVote[], { of, in: all }: Pick<BallotRule, 'of' | 'in'>): Count {
  const last = groups.map((group) => lastOf(group, votes))
  const withVote = groups.map((group, at) => !group.excluded && last[at]?.position !== 'recuse')
  const number = (fits: (group: FrozenGroup, vote: BallotVote | undefined, at: number) => boolean): number => groups.filter((group, at) => fits(group, last[at], at)).length
  const said = (position: string, size?: string): number => number((group, vote) => vote?.position === position && (size === undefined || group.size === size))
  const classOf = (size: string): ClassCount => ({ groups: number((group, _, at) => group.size === size && withVote[at] === true), yes: said('yes', size), no: said('no', size), abstain: said('abstain', size) })
  const [yes, no, abstain] = [said('yes'), said('no'), said('abstain')]
  const electorate = withVote.filter(Boolean).length
  const quorum = leastParticipants(electorate, attendance)
  const [small, large] = [classOf('small'), classOf('large')]
  const agreed = yes > 0 && all * yes >= of * (yes + no) && [small, large].every((one) => one.groups === 0 || one.yes > one.no)
  return {
    yes, no, abstain, recused: said('recuse'), excluded: groups.filter(({ excluded }) => excluded).length, silent: electorate - yes - no - abstain, quorum, of, in: all, small, large,
    outcome: yes + no + abstain < quorum ? 'no-quorum' : agreed ? 'adopted' : 'rejected', counted: last.flatMap((vote) => vote?.id ?? []),
  }
}

function lastOf({ organisations, excluded }: FrozenGroup, votes: readonly BallotVote[]): BallotVote | undefined {
  const own = excluded ? [] : votes.filter(({ organisation }) => organisations.includes(organisation))
  return own.find(({ position }) => position === 'recuse') ?? own.at(-1)
}

/** The least whole number that is more than half of the active groups. */
export function leastParticipants(electorate: number, attendance: readonly number[]): number {
  const mean = { over: attendance.reduce((sum, one) => sum + one, 0), by: Math.max(1, attendance.length) }
  let least = 0
  const isMore = (participants: number): boolean => {
    // participants > active / 2, without a fraction: active is min(all, max(mean, all / 4))
    if (2 * participants > electorate) return true
    return attendance.length > 0 && 2 * participants * mean.by > mean.over && 8 * participants > electorate
  }
  while (!isMore(least)) least += 1
  return least
}
