/** Signed acts about ballots: votes, certificates, contests, decisions. A vote is sealed in the log until the close. */
import { SEALED_VOTE_BYTES, type ActBody, type Act } from '@openaccord/facts'
import type { BallotId, FactId, Micros, OrganisationId } from '@openaccord/names'
import { need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import type { HandedIn } from '../../members/index.ts'
import type { PreparedAct } from '../../members/index.ts'
import { tell, type Means } from '../means.ts'
import { bad, closeOf, lastRound, OPEN_WITHIN, type Ballot, type Voter } from '../model.ts'
import { certificateOf, frozenSha256, needMayCertify, needMayContest, needMayDecide, needMayVote, needSameCertificate } from '../model/may.ts'
import { actWords } from '../model/words.ts'
import { saveCertified } from '../store.ts'
import { addContest, addVote, findTakenVote, saveDecision } from '../store/parts.ts'
import { needBallot, visibleBallot } from './book.ts'
import { sealedVote } from './turn.ts'
import { openRound } from './voting.ts'

export const BALLOT_ACTS = ['vote', 'ballot-certificate', 'ballot-contest', 'contest-decision'] as const
export type BallotAct = (typeof BALLOT_ACTS)[number]
type BallotActs = Extract<Act, { kind: BallotAct }>
export type ActOutcome = { outcome: 'logged' | 'sealed'; kind: BallotAct; at: Micros; fact: FactId; ballot: BallotId }

/** One act on its way in: read, of this ballot, by this organisation, at this moment. */
type Coming<K extends BallotAct> = { tx: Tx; actor: Actor; opened: HandedIn; says: ActBody<K>; ballot: Ballot; organisation: OrganisationId; now: Micros }

export function createActVerbs(means: Means) {
  const { database, clock, journal, signing, sealing, members, voters } = means

  async function log<K extends BallotAct>({ tx, actor, opened, ballot, organisation, now }: Coming<K>, kind: K): Promise<{ id: FactId; seq: number }> {
    await signing.readAct(tx, opened.envelope, { kind, actor, now })
    const [fact] = await tell(journal, tx, ballot.id, [{ kind, body: { about: [ballot.id, organisation], act: opened.envelope } }], now)
    return fact!
  }

  /** Handed in again, a vote that was taken has the same fact. */
  async function vote(coming: Coming<'vote'>): Promise<ActOutcome> {
    const { tx, actor, opened, says, ballot, organisation, now } = coming
    const taken = await findTakenVote(tx, opened.sha256, organisation)
    if (taken !== undefined && taken.round === lastRound(ballot)?.round) return { outcome: taken.position === 'recuse' ? 'logged' : 'sealed', kind: 'vote', at: taken.at, fact: taken.fact, ballot: ballot.id }
    const round = needMayVote(ballot, organisation, says, await voters(tx, now), now)
    const common = { round: round.round, organisation, at: now, position: says.position, reason: says.reason ?? null, opened: null, ballot: ballot.id, statement: opened.sha256, envelope: opened.envelope }
    if (says.position === 'recuse') {
      const fact = await log(coming, 'vote')
      await addVote(tx, { ...common, seq: fact.seq, fact: fact.id, salt: null, commitment: null })
      return { outcome: 'logged', kind: 'vote', at: now, fact: fact.id, ballot: ballot.id }
    }
    if (Buffer.byteLength(opened.envelope) > SEALED_VOTE_BYTES) throw new Refusal('too-large', 'ballots.vote-large', `the envelope of a vote has at most ${SEALED_VOTE_BYTES} bytes`)
    await signing.readAct(tx, opened.envelope, { kind: 'vote', actor, now })
    const { body, secret } = sealing.seal({ about: [ballot.id, organisation], payload: sealedVote(opened.envelope), openBy: closeOf(round) + OPEN_WITHIN })
    const [fact] = await tell(journal, tx, ballot.id, [{ kind: 'vote-sealed', body }], now)
    await addVote(tx, { ...common, seq: fact!.seq, fact: fact!.id, salt: Buffer.from(secret.salt).toString('hex'), commitment: commitmentIn(body) })
    return { outcome: 'sealed', kind: 'vote', at: now, fact: fact!.id, ballot: ballot.id }
  }

  async function certify(coming: Coming<'ballot-certificate'>): Promise<ActOutcome> {
    const { tx, actor, says, ballot, organisation, now } = coming
    need(actor, 'ballots.keep')
    const counted = needMayCertify(ballot, organisation, now)
    needSameCertificate(says, certificateOf(ballot, counted))
    const fact = await log(coming, 'ballot-certificate')
    await saveCertified(tx, ballot.id, counted.round.round, { fact: fact.id, at: now })
    return { outcome: 'logged', kind: 'ballot-certificate', at: now, fact: fact.id, ballot: ballot.id }
  }

  async function contest(coming: Coming<'ballot-contest'>): Promise<ActOutcome> {
    const { tx, opened, says, ballot, organisation, now } = coming
    const { round } = needMayContest(ballot, organisation, await voters(tx, now), now)
    if (says.round !== String(round)) throw bad('/round', `this is round ${round}`, 'prepare the contest again')
    const fact = await log(coming, 'ballot-contest')
    await addContest(tx, { fact: fact.id, seq: fact.seq, ballot: ballot.id, round, organisation, at: now, reasons: says.reasons, statement: opened.sha256 })
    return { outcome: 'logged', kind: 'ballot-contest', at: now, fact: fact.id, ballot: ballot.id }
  }

  async function decide(coming: Coming<'contest-decision'>): Promise<ActOutcome> {
    const { tx, actor, says, ballot, organisation, now } = coming
    need(actor, 'concerns.screen')
    const found = needMayDecide(ballot, organisation, says.contest, now)
    const fact = await log(coming, 'contest-decision')
    await saveDecision(tx, found.fact, { fact: fact.id, what: says.decision, reasons: says.reasons, at: now })
    if (says.decision === 'reopened') await openRound(means, tx, ballot, now)
    return { outcome: 'logged', kind: 'contest-decision', at: now, fact: fact.id, ballot: ballot.id }
  }

  return {
    /** The exact statement to sign, with what follows from the ballot filled in, and one sentence of what it says. */
    async prepareAct(actor: Actor, { kind, says }: { kind: BallotAct; says: Record<string, unknown> }): Promise<PreparedAct & { words: string }> {
      need(actor, 'acts.sign')
      const now = clock()
      const { filled, title, name } = await database.read(async (tx) => {
        const id = says['ballot']
        const ballot = typeof id === 'string' ? await visibleBallot(tx, actor, id) : undefined
        return {
          filled: ballot === undefined ? says : { ...fill(ballot, kind, now, actor, await voters(tx, now)), ...says }, title: ballot?.title ?? '',
          name: (await members.names(tx)).get(actor.organisation!)?.name ?? '',
        }
      })
      const prepared = await signing.prepareAct(actor, { kind, says: filled })
      return { ...prepared, words: actWords(name, title, ballotActOf(signing.openStatement(prepared.statement).act)) }
    },

    /** `envelope` is the text exactly as it was signed. */
    async submitAct(actor: Actor, { envelope }: { envelope: string }): Promise<ActOutcome> {
      const { organisation } = need(actor, 'acts.sign')
      const opened = signing.open(envelope)
      const act = ballotActOf(opened.act)
      return database.transact(async (tx) => {
        await tx.lock('ballots')
        const now = clock()
        const ballot = await needBallot(tx, act.says.ballot)
        const coming = { tx, actor, opened, ballot, organisation, now }
        if (act.kind === 'vote') return vote({ ...coming, says: act.says })
        if (act.kind === 'ballot-certificate') return certify({ ...coming, says: act.says })
        if (act.kind === 'ballot-contest') return contest({ ...coming, says: act.says })
        return decide({ ...coming, says: act.says })
      })
    },
  }
}

/** What follows from the ballot; who may not hand it in is told so before anything is signed. */
function fill(ballot: Ballot, kind: BallotAct, now: Micros, actor: Actor, all: readonly Voter[]): Record<string, unknown> {
  if (kind === 'vote') {
    const textSha256 = frozenSha256(ballot)
    needMayVote(ballot, actor.organisation!, { ballot: ballot.id, textSha256, position: 'abstain' }, all, now)
    return { textSha256 }
  }
  if (kind === 'ballot-contest') {
    return { round: String(needMayContest(ballot, actor.organisation!, all, now).round) }
  }
  return kind === 'ballot-certificate' ? certificateOf(ballot, needMayCertify(ballot, actor.organisation!, now)) : {}
}

/** Acts of other rooms are not handed in here. */
function ballotActOf(act: Act): BallotActs {
  if ((BALLOT_ACTS as readonly string[]).includes(act.kind)) return act as BallotActs
  throw new Refusal('unprocessable', 'ballots.act-kind', `acts of the kind “${act.kind}” are not handed in here`, {
    faults: [{ field: '/statement/predicateType', rule: `one of ${BALLOT_ACTS.join(', ')}`, fix: 'prepare the act here' }],
  })
}

const commitmentIn = (body: unknown): string => (body as { sealed: { commitment: string } }).sealed.commitment

