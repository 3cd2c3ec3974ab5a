/** Every moment of a ballot at which something happens by itself or has to be done, and the next of them. */
import type { Micros } from '@openaccord/names'
import { closeOf, confirmBy, CONTEST_WINDOW, FAILS_AFTER, heldUntil, isEnd, lastRound, openQuestions, textOf, type Ballot } from '../model.ts'
import { discussionUntil } from './may.ts'
import { certifyBy, type Standing } from './standing.ts'

export type Clock = Record<'textFrom' | 'discussionUntil' | 'heldUntil' | 'failsAt' | 'frozen' | 'votingFrom' | 'votingUntil' | 'certifyBy' | 'certified' | 'contestUntil' | 'final' | 'confirmBy' | 'ended', Micros | null>

export function clockOf(ballot: Ballot, { state, since, outcome }: Standing): Clock {
  const round = lastRound(ballot) ?? null
  const opened = ballot.openedAt
  const certified = round?.certified?.at ?? null
  const adoptedEmergency = round !== null && outcome === 'adopted' && ballot.confirmed === null
  return {
    textFrom: opened === null ? null : (textOf(ballot)?.at ?? null),
    discussionUntil: discussionUntil(ballot),
    heldUntil: state === 'discussion' && openQuestions(ballot).length > 0 ? heldUntil(ballot) : null,
    failsAt: opened !== null && round === null ? opened + FAILS_AFTER : null,
    frozen: ballot.frozen?.at ?? null,
    votingFrom: round?.from ?? null,
    votingUntil: round === null ? null : closeOf(round),
    certifyBy: round === null || state === 'no-quorum' ? null : certifyBy(round),
    certified,
    contestUntil: certified === null ? null : certified + CONTEST_WINDOW,
    final: state === 'final' ? since : state === 'certified' && certified !== null ? certified + CONTEST_WINDOW : null,
    confirmBy: adoptedEmergency || state === 'lapsed' ? confirmBy(ballot, round!) : null,
    ended: isEnd(state) ? since : null,
  }
}

export type Next = { code: 'may-freeze' | 'fails' | 'closes' | 'certify' | 'contest-ends' | 'lapses'; at: Micros; overdue: boolean }

export function nextOf({ state }: Standing, clock: Clock, now: Micros): Next | null {
  const at = (code: Next['code'], moment: Micros | null): Next | null => (moment === null ? null : { code, at: moment, overdue: moment < now })
  if (state === 'discussion') {
    const free = Math.max(clock.discussionUntil ?? 0, clock.heldUntil ?? 0)
    return now < free ? at('may-freeze', free) : at('fails', clock.failsAt)
  }
  if (state === 'frozen') return at('fails', clock.failsAt)
  if (state === 'voting') return at('closes', clock.votingUntil)
  if (state === 'tallied') return at('certify', clock.certifyBy)
  if (state === 'certified') return at('contest-ends', clock.contestUntil)
  return state === 'final' && clock.confirmBy !== null && clock.confirmBy > now ? at('lapses', clock.confirmBy) : null
}
