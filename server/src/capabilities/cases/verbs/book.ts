/**
 * What every verb of this room loads: the case, who asks, and what that one may see; and the one way in which a case changes:
 * entries are appended, under the lock of this room, in one transaction.
 */
import type { CaseId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import { MINUTE, type Actor } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import type { Colleague, Listed, Means } from '../means.ts'
import { unknownCase, type Audience, type Entry, type Happening, type PartyId, type Terms } from '../model.ts'
import { fold, type Party, type State } from '../model/fold.ts'
import { carryOn } from '../model/process.ts'
import { look, partyOf, reads, viewerOf, type Caller, type Seen, type Viewer } from '../model/sight.ts'
import { hashOfLink } from '../secrets.ts'
import { addEntries, drawEntry, findHead, partyByLink, saveHead, type Drawn, type Head } from '../store.ts'
import { bundle } from '../store/bundles.ts'
import { createLogs, type Kept } from './logs.ts'

/** Who asks, as the door knows it: a person with a session or token, a guest by the secret of a link; either may be missing. */
export type Asking = { actor: Actor; link: string | undefined }
export type Roll = ReadonlyMap<OrganisationId, Listed>
/** A case in work, whole. `append` adds an entry, which is kept when the transaction is; `by` is null where time acts. */
export type Work = {
  id: CaseId
  now: Micros
  roll: Roll
  whole: boolean
  entries(): readonly Entry[]
  state(): State
  terms(): Terms
  append(happening: Happening, to: Audience, by?: { party: PartyId; person: PersonId | null } | null): Entry
}
/** The same as somebody sees it: `seen` is all that may be shown. */
export type Opened = Work & { viewer: Viewer; caller: Caller; party: Party; seen: Seen }
/** Folds the embargo from a time line: see model/embargo.ts. */
export type TermsOf = (entries: readonly Entry[], now: Micros) => Terms
export type Book = ReturnType<typeof createBook>

export const ALL: Audience = { to: 'all' }

export function createBook(means: Means, foldTerms: TermsOf) {
  const { database, clock, members, random, vault } = means
  const logs = createLogs(vault)
  const folded = new WeakMap<readonly Entry[], { at: Micros; terms: Terms }>()

  /** Folded once for the same entries, as long as no instant of the embargo lies between. */
  const termsOf: TermsOf = (entries, now) => {
    const before = folded.get(entries)
    if (before !== undefined && now >= before.at && now - before.at < MINUTE && (before.terms.until === null || now < before.terms.until === before.at < before.terms.until)) return before.terms
    const terms = foldTerms(entries, now)
    folded.set(entries, { at: now, terms })
    return terms
  }

  const rollOf = async (tx: Reader): Promise<Roll> => new Map((await members.organisations(tx)).map((one) => [one.id, one]))

  /** The first of these that is a part of the case. `active`: who is at an organisation, asked only where a case is narrowed to named persons. */
  async function viewing(tx: Reader, callers: readonly Caller[], state: State, terms: Terms, active = activeIn(tx)): Promise<{ viewer: Viewer; caller: Caller; party: Party } | undefined> {
    for (const caller of callers) {
      const party = partyOf(caller, state)
      if (party === undefined) continue
      const people = party.named === null || party.organisation === null ? undefined : await active(party.organisation)
      const viewer = viewerOf(caller, state, terms, (person) => people?.has(person) ?? true)
      if (viewer !== undefined) return { viewer, caller, party }
    }
    return undefined
  }

  /** Each organisation is asked for once. */
  function activeIn(tx: Reader): (organisation: OrganisationId) => Promise<ReadonlySet<PersonId>> {
    const known = new Map<OrganisationId, ReadonlySet<PersonId>>()
    return async (organisation) => {
      const found = known.get(organisation) ?? new Set((await members.colleagues(tx, organisation)).map(({ id }) => id))
      known.set(organisation, found)
      return found
    }
  }

  function workOn(head: Pick<Head, 'id' | 'seq'>, log: Kept, roll: Roll, now: Micros, drawn: Drawn[]): Work {
    let { state } = log
    let folded = log.entries.length
    let all: readonly Entry[] = log.entries
    let terms: Terms | undefined
    return {
      id: head.id, now, roll, whole: log.whole,
      entries: () => all,
      state() {
        if (folded < all.length) state = fold(all.slice(folded), state)
        folded = all.length
        return state
      },
      terms: () => (terms ??= termsOf(all, now)),
      append(happening, to, by = null) {
        const before = drawn.at(-1)?.chain ?? log.chain
        const next = drawEntry({ ...happening, seq: all.length + 1, at: now, by: by?.party ?? null, person: by?.person ?? null, to } as Omit<Entry, 'hash'>, before, random)
        drawn.push(next)
        const grown = [...all, next.entry]
        carryOn(all, grown)
        all = grown
        terms = undefined
        return next.entry
      },
    }
  }

  async function begun(tx: Reader, id: string, now: Micros, { keeping, drawn }: { keeping: boolean; drawn: Drawn[] }): Promise<Work> {
    const head = await findHead(tx, id)
    if (head === undefined) throw unknownCase()
    const log = (await logs.load(tx, [head], { keeping })).get(head.id)
    if (log === undefined) throw unknownCase()
    return workOn(head, log, await rollOf(tx), now, drawn)
  }

  async function opened(tx: Reader, asking: Asking, work: Work): Promise<Opened> {
    const found = await viewing(tx, await callersOf(tx, asking, work.id), work.state(), work.terms())
    if (found === undefined) throw unknownCase()
    return { ...work, ...found, seen: look(found.viewer, { entries: work.entries() }, work.state()) }
  }

  async function save(tx: Tx, work: Work, drawn: readonly Drawn[]): Promise<void> {
    const last = drawn.at(-1)
    if (last === undefined) return
    await addEntries(tx, vault, work.id, drawn)
    if (work.whole) await bundle(tx, vault, work.id, { entries: work.entries(), chain: last.chain }, last.entry.seq - drawn.length)
    await saveHead(tx, { id: work.id, changed: work.now, state: work.state().state, seq: last.entry.seq, chain: last.chain })
  }

  return {
    rollOf, callersOf, viewing, activeIn, logs, termsOf,

    /** A read as somebody may have it. Throws `cases.unknown` alike where there is no such case and where it is not theirs. */
    read: <T>(asking: Asking, id: string, work: (opened: Opened, tx: Reader) => Promise<T> | T): Promise<T> =>
      database.read(async (tx) => work(await opened(tx, asking, await begun(tx, id, clock(), { keeping: true, drawn: [] })), tx)),

    /** One transaction under the lock of this room: load, decide, append, save. */
    change: <T>(asking: Asking, id: string, work: (opened: Opened, tx: Tx) => Promise<T> | T): Promise<T> =>
      database.transact(async (tx) => {
        await tx.lock('cases')
        const drawn: Drawn[] = []
        // read before anything is written here, so all of it is committed
        const begin = await begun(tx, id, clock(), { keeping: true, drawn })
        const done = await work(await opened(tx, asking, begin), tx)
        await save(tx, begin, drawn)
        return done
      }),

    /** The same where time acts, or another case: nobody asks. */
    changeWithin: async <T>(tx: Tx, id: CaseId, work: (work: Work) => Promise<T> | T): Promise<T> => {
      const drawn: Drawn[] = []
      const begin = await begun(tx, id, clock(), { keeping: false, drawn })
      const done = await work(begin)
      await save(tx, begin, drawn)
      return done
    },

    /** A case that has no entries yet. */
    begin: async <T>(tx: Tx, id: CaseId, work: (work: Work) => Promise<T> | T): Promise<T> => {
      const drawn: Drawn[] = []
      const now = clock()
      const begin = workOn({ id, seq: 0 }, { entries: [], chain: '0'.repeat(64), whole: true, state: fold([]) }, await rollOf(tx), now, drawn)
      const done = await work(begin)
      await save(tx, begin, drawn)
      return done
    },

    /** Who of a party reads the case: named persons, or all who may; for a guest nobody here. */
    async readersOf(tx: Reader, party: Party): Promise<Colleague[]> {
      if (party.organisation === null) return []
      const colleagues = await members.colleagues(tx, party.organisation)
      const active = new Set(colleagues.map(({ id }) => id))
      return colleagues.filter(({ id, may }) => reads({ person: id, may }, party, (person) => active.has(person)))
    },
  }
}

/** As which party somebody asks: the organisation's, or else the guest's. */
async function callersOf(tx: Reader, { actor, link }: Asking, id: CaseId | undefined): Promise<Caller[]> {
  const callers: Caller[] = []
  if (actor.person !== undefined && actor.organisation !== undefined) callers.push({ kind: 'person', person: actor.person, organisation: actor.organisation, may: actor.may })
  const hash = link === undefined ? undefined : hashOfLink(link)
  const guest = hash === undefined ? undefined : await partyByLink(tx, hash)
  if (guest !== undefined && (id === undefined || guest.case === id)) callers.push({ kind: 'guest', party: guest.party })
  return callers
}

/** As whom an entry is written. */
export const byOf = ({ viewer: { party, person } }: Pick<Opened, 'viewer'>): { party: PartyId; person: PersonId | null } => ({ party, person })
