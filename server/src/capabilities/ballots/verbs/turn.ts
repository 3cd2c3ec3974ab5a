/**
 * What time brings: at the close the votes are opened in the log and the tally is stated, ends are stated, mails remind. A ballot
 * stands as it stands without this job; the job only writes it down, and doing it again changes nothing.
 */
import { canonical, instantOf, SEALED_VOTE_BYTES } from '@openaccord/facts'
import type { BallotId, Micros } from '@openaccord/names'
import type { Tx } from '../../../platform/database.ts'
import { tell, type Means } from '../means.ts'
import { closeOf, confirmBy, isEnd, lastRound, type Ballot, type Round } from '../model.ts'
import { standingOf } from '../model/standing.ts'
import { statedTally, tallyOf } from '../model/tally.ts'
import { findBallot, loadUnended, noteStated, saveStated, saveTallied } from '../store.ts'
import { loadSealed, saveOpening } from '../store/parts.ts'
import { sha256Of } from './book.ts'
import { createReminders } from './reminders.ts'

export const TURN_JOB = 'ballots.turn'
/** Seals opened in one transaction. */
const AT_ONCE = 50

export function createTurnVerbs(means: Means) {
  const { database, clock, journal, sealing } = means
  const remind = createReminders(means)

  const change = <T>(id: BallotId, work: (tx: Tx, ballot: Ballot, now: Micros) => Promise<T>): Promise<T> => database.transact(async (tx) => {
    await tx.lock('ballots')
    return work(tx, (await findBallot(tx, id))!, clock())
  })

  /** Opens some of the seals of a round. Returns whether there may be more. */
  async function openSome(tx: Tx, ballot: Ballot, { round }: Round, now: Micros): Promise<boolean> {
    const sealed = await loadSealed(tx, ballot.id, round, AT_ONCE)
    if (sealed.length === 0) return false
    const bodies = sealed.map(({ fact, organisation, envelope, salt, commitment }) => ({
      kind: 'vote-opened',
      body: sealing.open({ about: [ballot.id, organisation], opens: fact, commitment, secret: { salt: Buffer.from(salt, 'hex'), payload: sealedVote(envelope) } }),
    }))
    const opened = await tell(journal, tx, ballot.id, bodies, now)
    for (const [at, { fact }] of sealed.entries()) await saveOpening(tx, fact, opened[at]!.id)
    return true
  }

  async function stateTally(tx: Tx, ballot: Ballot, round: Round, now: Micros): Promise<void> {
    const tally = statedTally(ballot, tallyOf(ballot, round))
    const sha256 = sha256Of(canonical(tally))
    const [fact] = await tell(journal, tx, ballot.id, [{ kind: 'tallied', body: { ballot: ballot.id, round: round.round, tally, tallySha256: sha256 } }], now)
    await saveTallied(tx, ballot.id, round.round, { fact: fact!.id, sha256 })
  }

  /** One step for one ballot; true as long as there is more to do. */
  const step = (id: BallotId): Promise<boolean> => change(id, async (tx, ballot, now) => {
    const round = ballot.rounds.find((one) => one.tallied === null && closeOf(one) <= now)
    if (round !== undefined) {
      if (!(await openSome(tx, ballot, round, now))) await stateTally(tx, ballot, round, now)
      return true
    }
    const { state, outcome, since } = standingOf(ballot, now)
    if (isEnd(state) && (await noteStated(tx, ballot.id, state, null))) {
      const [fact] = await tell(journal, tx, ballot.id, [{ kind: 'ended', body: { ballot: ballot.id, state, outcome, from: instantOf(since) } }], now)
      await saveStated(tx, ballot.id, state, fact!.id)
      return true
    }
    if (isEnd(state) && !mayLapseYet(ballot, now)) await noteStated(tx, ballot.id, 'settled', null)
    await remind(tx, ballot, now)
    return false
  })

  return {
    /** Everything that is due. Returns how many ballots were looked at. */
    async turn(): Promise<number> {
      const running = await database.read((tx) => loadUnended(tx))
      for (const { id } of running) while (await step(id));
      return running.length
    },
  }
}

/** An adopted emergency is final, and may lapse all the same. */
function mayLapseYet(ballot: Ballot, now: Micros): boolean {
  const round = lastRound(ballot)
  const lapses = round === undefined ? null : confirmBy(ballot, round)
  return lapses !== null && now < lapses
}

/** The bytes that are sealed: all votes are of one length, so that none is told by it. */
export function sealedVote(envelope: string): Uint8Array {
  const bytes = new Uint8Array(SEALED_VOTE_BYTES).fill(0x20)
  bytes.set(Buffer.from(envelope))
  return bytes
}
