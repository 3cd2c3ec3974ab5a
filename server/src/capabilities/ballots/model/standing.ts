/** How a ballot stands at a moment. What ends by itself ends in that very second, without anyone's doing. */
import type { Micros } from '@openaccord/names'
import { closeOf, confirmBy, CONTEST_WINDOW, FAILS_AFTER, lastRound, textOf, type Ballot, type Contest, type Outcome, type Round, type State } from '../model.ts'
import { tallyOf, type Tally } from './tally.ts'
import { afterWorkingDays } from './working-days.ts'

const CERTIFY_WITHIN = 3
/** `since`: when this state began. `outcome` is null until the votes are counted; before `final` it may still be contested. */
export type Standing = { state: State; outcome: Outcome | null; since: Micros; tally: Tally | null }

export const certifyBy = (round: Round): Micros => afterWorkingDays(closeOf(round), CERTIFY_WITHIN)

const plain = (state: State, since: Micros, outcome: Outcome | null = null): Standing => ({ state, outcome, since, tally: null })

/** How it stands, from what was kept and from time alone. */
export function standingOf(ballot: Ballot, now: Micros): Standing {
  const { withdrawnAt, openedAt, frozen, createdAt } = ballot
  if (withdrawnAt !== null) return plain('withdrawn', withdrawnAt, 'withdrawn')
  if (openedAt === null) return plain('draft', createdAt)
  const round = lastRound(ballot)
  if (round === undefined) {
    if (now >= openedAt + FAILS_AFTER) return plain('auto-failed', openedAt + FAILS_AFTER, 'failed')
    return frozen === null ? plain('discussion', textOf(ballot)?.at ?? openedAt) : plain('frozen', frozen.at)
  }
  return now < closeOf(round) ? plain('voting', round.from) : afterClose(ballot, round, now)
}

function afterClose(ballot: Ballot, round: Round, now: Micros): Standing {
  const closed = closeOf(round)
  const tally = tallyOf(ballot, round)
  const counted = (state: State, since: Micros, outcome: Outcome = tally.outcome): Standing => ({ state, since, outcome, tally })
  if (tally.outcome === 'no-quorum') return counted('no-quorum', closed)
  const contests = ballot.contests.filter((contest) => contest.round === round.round)
  const voided = contests.find(({ decision }) => decision?.what === 'void')
  if (voided !== undefined) return counted('void', voided.decision!.at, 'failed')
  const lapses = confirmBy(ballot, round)
  if (tally.outcome === 'adopted' && lapses !== null && now >= lapses && (ballot.confirmed === null || ballot.confirmed.at > lapses)) return counted('lapsed', lapses, 'failed')
  const { certified } = round
  if (certified === null) return counted('tallied', closed)
  const open = contests.find(({ decision }) => decision === null)
  if (open !== undefined) return counted('contested', open.at)
  const final = finalAt(round, contests)
  return now < final ? counted('certified', certified.at) : counted('final', final)
}

/** Seven days after the certificate, or when the last contest was dismissed. */
function finalAt({ certified }: Round, contests: readonly Contest[]): Micros {
  return Math.max((certified?.at ?? 0) + CONTEST_WINDOW, ...contests.map(({ decision }) => decision?.at ?? 0))
}

/** Whether an adopted ballot holds: an emergency does from its certificate on, the others once they are final. */
export function isInForce(ballot: Ballot, { state, outcome }: Standing): boolean {
  if (outcome !== 'adopted') return false
  return state === 'final' || (ballot.kind === 'emergency' && (state === 'certified' || state === 'contested'))
}

/** The first ordinary ballot that names an emergency one and adopted it. Whether its close has come yet is for who asks. */
export function confirmationOf(confirming: readonly Ballot[]): Ballot['confirmed'] {
  const adopted = confirming.flatMap((one) => {
    const round = one.withdrawnAt === null ? lastRound(one) : undefined
    const voided = one.contests.some(({ decision }) => decision?.what === 'void')
    return round === undefined || voided || tallyOf(one, round).outcome !== 'adopted' ? [] : [{ ballot: one.id, at: closeOf(round) }]
  })
  return adopted.sort((a, b) => a.at - b.at)[0] ?? null
}
