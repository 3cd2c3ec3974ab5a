/** From a discussed text to an open vote: text and electorate are fixed, and two persons of the secretariat open the voting. */
import { canonical, instantOf, type Json } from '@openaccord/facts'
import { newId, type Micros, type PersonId } from '@openaccord/names'
import { need, Refusal, SECOND, type Actor } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import { tell, type Means } from '../means.ts'
import { closeOf, conflict, lastRound, ruleOf, textOf, type Attended, type Ballot, type Frozen, type Motion, type Move } from '../model.ts'
import { electorateOf, participationOf } from '../model/electorate.ts'
import { needDoable, needFreezable, needMovable } from '../model/may.ts'
import { addMotion, addRound, loadClosedBefore, removeMotion, saveClosedEarly, saveFrozen } from '../store.ts'
import { needBallot, sha256Of } from './book.ts'
import { TURN_JOB } from './turn.ts'

const BALLOTS_OF_ATTENDANCE = 3

export function createVotingVerbs({ database, clock, random, journal, voters, later, beforeFreezing }: Means) {
  const change = <T>(work: (tx: Tx, now: Micros) => Promise<T>): Promise<T> => database.transact(async (tx) => {
    await tx.lock('ballots')
    return work(tx, clock())
  })

  async function closeEarly(tx: Tx, ballot: Ballot, now: Micros): Promise<void> {
    const { round } = lastRound(ballot)!
    await tell(journal, tx, ballot.id, [{ kind: 'voting-closed-early', body: { ballot: ballot.id, round } }], now)
    await saveClosedEarly(tx, ballot.id, round, now)
    await later(tx, { kind: TURN_JOB, at: now, key: `${TURN_JOB} ${ballot.id} ${round} early` })
  }

  async function freeze(tx: Tx, id: string, now: Micros): Promise<Ballot> {
    const ballot = await freezable(tx, id, now)
    const electorate = electorateOf(await voters(tx, now), ballot.excluded)
    if (electorate.every(({ excluded }) => excluded)) throw conflict('no-electorate', 'nobody has a vote in this ballot, so it cannot be frozen')
    const printed = canonical(electorate as unknown as Json)
    const frozen: Frozen = { at: now, version: textOf(ballot)!.version, electorate, electorateSha256: sha256Of(printed), attendance: await attendanceBefore(tx, now) }
    await tell(journal, tx, ballot.id, [{ kind: 'frozen', body: frozenFact(ballot, frozen) }], now)
    await saveFrozen(tx, ballot.id, frozen, printed)
    return needBallot(tx, id)
  }

  return {
    /** Once the present text has been discussed long enough: fixes it and the electorate, and states both with their hashes. */
    async freeze(actor: Actor, id: string): Promise<Ballot> {
      need(actor, 'ballots.keep')
      const { subject } = await database.read((tx) => freezable(tx, id, clock()))
      if (subject !== null) await beforeFreezing?.(subject)
      return change((tx, now) => freeze(tx, id, now))
    },

    move: (actor: Actor, id: string, move: Move): Promise<Ballot> => change(async (tx, now) => {
      const { person } = need(actor, 'ballots.keep')
      const ballot = await needBallot(tx, id)
      needMovable(ballot, move, now)
      await addMotion(tx, { id: newId('motion', random), ballot: ballot.id, move, person, at: now })
      return needBallot(tx, id)
    }),

    /** By another person than the one who asked for it, signed in: a token is nobody’s second look. */
    confirm: (actor: Actor, id: string, motion: string): Promise<Ballot> => change(async (tx, now) => {
      const { person } = need(actor, 'ballots.keep')
      if (actor.via.kind === 'token') throw new Refusal('forbidden', 'ballots.person-needed', 'a second person confirms this, signed in; a token does not')
      const ballot = await needBallot(tx, id)
      const found = motionIn(ballot, motion)
      needSecond(found, person)
      needDoable(ballot, found.move, now)
      await removeMotion(tx, found.id)
      if (found.move === 'open-voting') await openRound({ journal, later }, tx, ballot, now)
      else await closeEarly(tx, ballot, now)
      return needBallot(tx, id)
    }),

    decline: (actor: Actor, id: string, motion: string): Promise<Ballot> => change(async (tx) => {
      need(actor, 'ballots.keep')
      const ballot = await needBallot(tx, id)
      await removeMotion(tx, motionIn(ballot, motion).id)
      return needBallot(tx, id)
    }),
  }
}

/** A round of voting begins at once; its job is there for the moment of the close. */
export async function openRound({ journal, later }: Pick<Means, 'journal' | 'later'>, tx: Tx, ballot: Ballot, now: Micros): Promise<void> {
  const round = ballot.rounds.length + 1
  const until = now + ruleOf(ballot.kind).voting
  await tell(journal, tx, ballot.id, [{ kind: 'voting-opened', body: { ballot: ballot.id, round, from: instantOf(now), until: instantOf(until) } }], now)
  await addRound(tx, ballot.id, { round, from: now, until })
  await later(tx, { kind: TURN_JOB, at: now, key: `${TURN_JOB} ${ballot.id} ${round} opened` })
  await later(tx, { kind: TURN_JOB, at: until, key: `${TURN_JOB} ${ballot.id} ${round}` })
}

function motionIn(ballot: Ballot, id: string): Motion {
  const found = ballot.motions.find((one) => one.id === id)
  if (found === undefined) throw new Refusal('unknown', 'ballots.motion-unknown', 'nothing like that waits for a second person')
  return found
}

function needSecond({ person: first }: Motion, person: PersonId): void {
  if (first === person) throw new Refusal('forbidden', 'ballots.second-person', 'you asked for this yourself: another person of the secretariat confirms it')
}

/** The last three ballots whose voting is over, the newest first, and how many groups took part in each: a recusal is taking part. */
async function attendanceBefore(tx: Reader, now: Micros): Promise<Attended[]> {
  const closed = await loadClosedBefore(tx, now, BALLOTS_OF_ATTENDANCE)
  return closed.map((ballot) => {
    const round = lastRound(ballot)!
    const { participated, recused } = participationOf(ballot, round.round, closeOf(round))!
    return { ballot: ballot.id, groups: participated + recused }
  })
}

function frozenFact(ballot: Ballot, { version, electorate, electorateSha256, attendance }: Frozen): Json {
  const { of, in: all, discussion, voting, hold } = ruleOf(ballot.kind)
  return {
    ballot: ballot.id, version, sha256: textOf(ballot)!.sha256, electorate: electorate as unknown as Json, electorateSha256, attendance: attendance.map((one) => ({ ...one })),
    rule: { of, in: all, discussionSeconds: discussion / SECOND, votingSeconds: voting / SECOND, holdSeconds: hold / SECOND },
  }
}

async function freezable(tx: Reader, id: string, now: Micros): Promise<Ballot> {
  const ballot = await needBallot(tx, id)
  needFreezable(ballot, now)
  return ballot
}
