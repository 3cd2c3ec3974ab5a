/** Ballots as they are read: a list, one with everything about it, its texts, what waits for whom, and the bundle to recount with. */
import { createHash } from 'node:crypto'
import { canonical, type Json } from '@openaccord/facts'
import type { BallotId, FactId, Micros, OrganisationId } from '@openaccord/names'
import { anonymous, canDo, need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader } from '../../../platform/database.ts'
import type { Means, Named } from '../means.ts'
import { FAILS_AFTER, isEnd, lastRound, openQuestions, type Ballot, type State, type Text, type Vote, type Voter } from '../model.ts'
import { certifyBy, standingOf, type Standing } from '../model/standing.ts'
import { groupOf } from '../model/electorate.ts'
import { movesOf, type MoveName, type Who } from '../model/moves.ts'
import { redline, type Block } from '../model/redline.ts'
import { findBallot, loadBallots, loadEntries, loadUnended } from '../store.ts'
import { maySee, visibleBallot } from './book.ts'
import { silentOf } from './reminders.ts'

export type Shown = { ballot: Ballot; standing: Standing; now: Micros; names: ReadonlyMap<OrganisationId, Named> }
export type Whole = Shown & {
  may: MoveName[]
  mine: Vote | undefined
  entries: { fact: FactId; kind: string; at: Micros }[]
  motionNames: ReadonlyMap<string, string>
  person: string | undefined
}
export type Filter = { state?: State | 'running' | 'ended' | undefined; kind?: string | undefined; before?: { at: Micros; id: string } | undefined; limit: number }
export type Waiting = Shown & { move: MoveName; until: Micros | null; done: boolean }

const PAGE = 50
const MOST_LOOKED_AT = 1_000
const BUNDLE = 'openaccord/ballot/v1'

export function createReadingVerbs({ database, clock, members, voters, prove }: Means) {
  /** Running ones with what this actor may do with each. */
  async function running(tx: Reader, actor: Actor): Promise<{ one: Shown; moves: MoveName[] }[]> {
    const now = clock()
    const [names, all] = [await members.names(tx), await voters(tx, now)]
    const who = whoOf(actor)
    if (who === undefined) return []
    return (await loadUnended(tx)).map((ballot) => ({ one: shown(ballot, names, now), moves: movesOf(ballot, who, all, now) }))
  }

  return {
    ballots: (actor: Actor, { state, kind, before, limit }: Filter) => database.read(async (tx) => {
      const now = clock()
      const names = await members.names(tx)
      const found: Shown[] = []
      let place = before
      for (let looked = 0; found.length <= limit && looked < MOST_LOOKED_AT; looked += PAGE) {
        const page = await loadBallots(tx, { before: place, limit: PAGE })
        found.push(...page.filter((ballot) => maySee(actor, ballot)).map((ballot) => shown(ballot, names, now)).filter((one) => fits(one, state, kind)))
        const last = page.at(-1)
        place = last && { at: last.createdAt, id: last.id }
        if (page.length < PAGE) break
      }
      const ballots = found.slice(0, limit)
      const last = ballots.at(-1)
      return { now, ballots, next: found.length > limit && last !== undefined ? { at: last.ballot.createdAt, id: last.ballot.id } : undefined, mayPropose: await mayPropose(tx, actor, now) }
    }),

    /** Whose vote is missing, by name; undefined where no vote is open, or all have voted. */
    silentVoters: (id: BallotId): Promise<{ title: string; organisations: { id: OrganisationId; name: string }[]; until: Micros } | undefined> => database.read(async (tx) => {
      const ballot = await findBallot(tx, id)
      const silent = ballot === undefined ? undefined : silentOf(ballot, clock())
      if (ballot === undefined || silent === undefined) return undefined
      const names = await members.names(tx)
      return { title: ballot.title, organisations: silent.organisations.map((organisation) => ({ id: organisation, name: names.get(organisation)?.name ?? '' })), until: silent.until }
    }),

    /** Of the newest so many, for the feed: those that changed last first. */
    recent: (limit: number): Promise<{ now: Micros; ballots: Shown[]; alliance: string }> => database.read(async (tx) => {
      const now = clock()
      const [names, alliance] = [await members.names(tx), (await members.allianceName(tx)) ?? '']
      const seen = (await loadBallots(tx, { before: undefined, limit })).filter((ballot) => maySee(anonymous, ballot)).map((ballot) => shown(ballot, names, now))
      return { now, alliance, ballots: seen.toSorted((a, b) => b.standing.since - a.standing.since || (a.ballot.id < b.ballot.id ? 1 : -1)) }
    }),

    ballot: (actor: Actor, id: string): Promise<Whole> => database.read(async (tx) => {
      const now = clock()
      const ballot = await visibleBallot(tx, actor, id)
      const who = whoOf(actor)
      const motionNames = new Map<string, string>()
      if (who?.keeps === true) for (const { id: motion, person } of ballot.motions) motionNames.set(motion, await members.personName(tx, person))
      return {
        ...shown(ballot, await members.names(tx), now), may: who === undefined ? [] : movesOf(ballot, who, await voters(tx, now), now),
        mine: who?.signs !== true ? undefined : ownVote(ballot, who.organisation), entries: await loadEntries(tx, ballot.id), motionNames, person: who?.person,
      }
    }),

    text: (actor: Actor, id: string, version: number): Promise<{ ballot: Ballot; text: Text }> => database.read(async (tx) => {
      const ballot = await visibleBallot(tx, actor, id)
      return { ballot, text: textIn(ballot, version) }
    }),

    redline: (actor: Actor, id: string, from: number, to: number): Promise<{ from: Text; to: Text; blocks: Block[] }> => database.read(async (tx) => {
      const ballot = await visibleBallot(tx, actor, id)
      const [a, b] = [textIn(ballot, from), textIn(ballot, to)]
      return { from: a, to: b, blocks: redline(a.text, b.text) }
    }),

    /** What waits for the actor's organisation: to vote (also where it has, as long as it may change it), to answer, to decide. */
    duties: (actor: Actor): Promise<Waiting[]> => database.read(async (tx) => {
      const { organisation } = need(actor, 'acts.sign')
      return (await running(tx, actor)).flatMap(({ one, moves }) => {
        const { ballot } = one
        const close = lastRound(ballot)?.until ?? null
        return [
          ...(moves.includes('vote') ? [{ ...one, move: 'vote' as const, until: close, done: ownVote(ballot, organisation) !== undefined }] : []),
          ...(moves.includes('answer') && openQuestions(ballot).length > 0 ? [{ ...one, move: 'answer' as const, until: null, done: false }] : []),
          ...(moves.includes('decide') ? [{ ...one, move: 'decide' as const, until: null, done: false }] : []),
        ]
      })
    }),

    /** What waits for the secretariat. */
    work: (actor: Actor): Promise<Waiting[]> => database.read(async (tx) => {
      need(actor, 'ballots.keep')
      return (await running(tx, actor)).flatMap(({ one, moves }) => {
        const round = lastRound(one.ballot)
        const due = round === undefined ? (one.ballot.openedAt ?? 0) + FAILS_AFTER : one.standing.state === 'tallied' ? certifyBy(round) : null
        const asked: MoveName[] = ['confirm', 'freeze', 'open-voting', 'certify']
        return asked.filter((move) => moves.includes(move)).map((move) => ({ ...one, move, until: due, done: false }))
      })
    }),

    /** The text of a file with which anyone recounts the ballot offline. Its bytes change only when the log says more about the ballot. */
    async bundle(actor: Actor, id: string): Promise<{ text: string; sha256: string }> {
      const { ballot, facts } = await database.read(async (tx) => {
        const found = await visibleBallot(tx, actor, id)
        return { ballot: found, facts: (await loadEntries(tx, found.id)).map(({ fact }) => fact) }
      })
      if (!ballot.rounds.some(({ tallied }) => tallied !== null)) throw new Refusal('unknown', 'ballots.nothing-to-recount', 'there is nothing to recount before the votes are opened in the log')
      const proven = await prove(facts)
      if (proven === undefined) throw new Refusal('unavailable', 'ballots.not-covered-yet', 'no published checkpoint covers this ballot yet; ask again in a few seconds', { retryAfterSeconds: 2 })
      return printBundle(ballot, proven as unknown as Json & object)
    },
  }

  async function mayPropose(tx: Reader, actor: Actor, now: Micros): Promise<boolean> {
    const who = whoOf(actor)
    if (who === undefined) return false
    return who.keeps || (who.signs && hasVote(await voters(tx, now), who.organisation))
  }
}

const shown = (ballot: Ballot, names: ReadonlyMap<OrganisationId, Named>, now: Micros): Shown => ({ ballot, standing: standingOf(ballot, now), now, names })

/** In the one form of RFC 8785, with a hash of all the rest: a byte that was lost on the way is noticed. */
function printBundle({ id, texts }: Ballot, proven: object): { text: string; sha256: string } {
  const body = { bundle: BUNDLE, ballot: id, texts: texts.map(({ version, language, text }) => ({ version, language, text })), ...proven }
  const sha256 = createHash('sha256').update(canonical(body as unknown as Json)).digest('hex')
  return { text: `${canonical({ ...body, sha256 } as unknown as Json)}\n`, sha256 }
}

const hasVote = (voters: readonly Voter[], organisation: OrganisationId): boolean => voters.some((voter) => voter.organisation === organisation && voter.standing === 'voting')

function whoOf(actor: Actor): Who | undefined {
  const { organisation, person, via } = actor
  if (organisation === undefined || person === undefined) return undefined
  return { organisation, person, signs: canDo(actor, 'acts.sign'), keeps: canDo(actor, 'ballots.keep'), screens: canDo(actor, 'concerns.screen'), signedIn: via.kind === 'session', suspended: actor.refused !== undefined }
}

/** The vote of its group as it stands, in the last round. */
function ownVote(ballot: Ballot, organisation: OrganisationId): Vote | undefined {
  const round = lastRound(ballot)?.round
  const group = groupOf(ballot.frozen?.electorate ?? [], organisation)
  return ballot.votes.findLast((vote) => vote.round === round && group?.organisations.includes(vote.organisation) === true)
}

function textIn({ texts }: Ballot, version: number): Text {
  const found = texts.find((one) => one.version === version)
  if (found === undefined) throw new Refusal('unknown', 'ballots.version-unknown', `this ballot has no version ${version}`)
  return found
}

function fits({ ballot, standing: { state } }: Shown, wanted: Filter['state'], kind: string | undefined): boolean {
  if (kind !== undefined && ballot.kind !== kind) return false
  if (wanted === undefined) return true
  return wanted === 'running' ? !isEnd(state) : wanted === 'ended' ? isEnd(state) : state === wanted
}

