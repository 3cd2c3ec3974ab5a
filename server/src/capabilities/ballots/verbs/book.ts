/** Loading a ballot for a verb, and what sister rooms ask of one. */
import { hash } from 'node:crypto'
import type { BallotId, FactId, Micros, OrganisationId } from '@openaccord/names'
import { canDo, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader } from '../../../platform/database.ts'
import { isEnd, type Ballot, type Outcome, type State } from '../model.ts'
import { standingOf } from '../model/standing.ts'
import { findBallot, findStated } from '../store.ts'

export const sha256Of = (text: string): string => hash('sha256', text, 'hex')

const unknown = (): Refusal => new Refusal('unknown', 'ballots.unknown', 'there is no such ballot')

export async function needBallot(tx: Reader, id: string): Promise<Ballot> {
  const found = await findBallot(tx, id as BallotId)
  if (found === undefined) throw unknown()
  return found
}

/** Drafts are there for their proposer and the secretariat; nobody else hears of them. */
export const maySee = (actor: Actor, { openedAt, proposer }: Ballot): boolean => openedAt !== null || canDo(actor, 'ballots.keep') || actor.organisation === proposer

export async function visibleBallot(tx: Reader, actor: Actor, id: string): Promise<Ballot> {
  const found = await needBallot(tx, id)
  if (!maySee(actor, found)) throw unknown()
  return found
}

/** Who speaks for an organisation: its representatives, and those who keep the ballots for the secretariat. */
export function needSpeaker(actor: Actor): OrganisationId {
  if (actor.person === undefined || actor.organisation === undefined) throw actor.refused ?? new Refusal('unauthenticated', 'door.sign-in-needed', 'sign in first: this is for members')
  if (!canDo(actor, 'acts.sign') && !canDo(actor, 'ballots.keep')) throw new Refusal('forbidden', 'ballots.not-speaker', 'only who may sign for an organisation speaks for it here')
  return actor.organisation
}

export type BallotStanding = {
  state: State
  /** Null until it has ended: before, it may still be contested. */
  outcome: Outcome | null
  /** When it ended. */
  finalAt: Micros | null
  /** The end as the log states it; null until its job has run. */
  fact: FactId | null
}

/** For sister rooms, within their own transaction. By time alone: it says `final` in the very second in which it is. */
export async function ballotStanding(tx: Reader, id: BallotId, now: Micros): Promise<BallotStanding> {
  const { state, outcome, since } = standingOf(await needBallot(tx, id), now)
  if (!isEnd(state)) return { state, outcome: null, finalAt: null, fact: null }
  return { state, outcome, finalAt: since, fact: (await findStated(tx, id, state)) ?? null }
}
