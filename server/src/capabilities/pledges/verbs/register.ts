/** The register, read: who signed, one entry with its history, a plain answer for any name, statements, conflicts of law. */
import type { FactId, Micros, OrganisationId } from '@openaccord/names'
import { need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { isOf, type Logged, type PledgeActKind } from '../model.ts'
import { answerFor, type Answer } from '../model/answer.ts'
import { dutiesOf, type Duty } from '../model/duties.ts'
import { concerns, filtered, type Entry, type Filter, type Listed, type Register } from '../model/register.ts'
import { isGood, type ListName } from '../model/standing.ts'
import { actWords } from '../model/words.ts'
import { findAct, loadStatements } from '../store/acts.ts'
import type { Book } from './book.ts'
import type { ShownCeremony } from './ceremonies.ts'

/** `inDoubt`: since when its key is in doubt, where the act came after that. */
export type ShownAct = Logged & { slug: string; name: string; words: string; inDoubt: Micros | null }
export type Doubts = ReadonlyMap<string, Micros>
export type ShownConflict = { fact: FactId; slug: string; name: string; says: Logged<'conflict-of-law'>['says']; at: Micros; lifted: Logged<'conflict-of-law-lifted'> | undefined; inDoubt: Micros | null }
export type ShownEntry = Entry & { succeededBy: { slug: string; name: string; how: 'merged' | 'renamed' | 'acquired' | 'split'; on: string } | undefined }
export type Page = { register: Register; counts: Record<ListName, number>; countries: string[]; sectors: string[]; found: number; entries: ShownEntry[]; next: string | undefined }
export type OneEntry = { at: Micros; entry: ShownEntry; history: ShownAct[]; conflicts: ShownConflict[]; statements: ShownAct[]; affiliates: Listed[]; predecessors: Listed[] }

const STATEMENTS_SHOWN = 20

export function createRegisterVerbs({ database, clock, signing }: Pick<Means, 'database' | 'clock' | 'signing'>, book: Book, ceremonies: () => Promise<ShownCeremony[]>) {
  const load = async (tx: Reader) => ({ register: await book.register(tx, clock()), acts: await book.acts(tx), doubts: await signing.doubts(tx) })

  async function oneEntry(tx: Reader, slug: string): Promise<OneEntry> {
    const { register, acts, doubts } = await load(tx)
    const entry = register.entries.find(({ organisation }) => organisation.slug === slug)
    if (entry === undefined) throw new Refusal('unknown', 'pledges.not-in-register', `the register has no entry “${slug}”`)
    const { id } = entry.organisation
    const group = [...register.groups.values()].find((ids) => ids.includes(id)) ?? []
    const named = (ids: readonly OrganisationId[]): Listed[] => [...new Set(ids)].flatMap((one) => register.organisations.get(one) ?? [])
    return {
      at: register.at, entry: withSuccessor(entry, register),
      history: acts.filter((act) => act.organisation === id || concerns(act, id)).map((act) => shownAct(act, register, doubts)).reverse(),
      conflicts: conflictsIn(acts, register, doubts).filter((one) => one.slug === slug),
      statements: (await loadStatements(tx, { organisation: id, limit: STATEMENTS_SHOWN })).map((act) => shownAct(act, register, doubts)),
      affiliates: named(group.filter((one) => one !== id)),
      predecessors: named(register.successions.filter(({ successor }) => successor === id).map(({ predecessor }) => predecessor)),
    }
  }

  return {
    /** A page of the register, by name. `after` is the short name of the last entry that was seen. */
    register: (filter: Filter, { after, limit }: { after?: string | undefined; limit: number }): Promise<Page> => database.read(async (tx) => {
      const { register } = await load(tx)
      const found = filtered(register.entries, filter)
      const start = after === undefined ? 0 : found.findIndex(({ organisation }) => organisation.slug === after) + 1
      if (after !== undefined && start === 0) throw new Refusal('unprocessable', 'pledges.cursor', 'the register has changed under this page: begin again', { faults: [{ field: '/after', rule: 'a cursor from the page before', fix: 'leave it out' }] })
      const entries = found.slice(start, start + limit)
      const more = start + limit < found.length
      return { register, ...summaryOf(register), found: found.length, entries: entries.map((entry) => withSuccessor(entry, register)), next: more ? entries.at(-1)?.organisation.slug : undefined }
    }),

    /** All of it that fits the filter, for the files. */
    wholeRegister: (filter: Filter): Promise<{ at: Micros; entries: ShownEntry[] }> => database.read(async (tx) => {
      const { register } = await load(tx)
      return { at: register.at, entries: filtered(register.entries, filter).map((entry) => withSuccessor(entry, register)) }
    }),

    entry: (slug: string): Promise<OneEntry> => database.read((tx) => oneEntry(tx, slug)),

    /** For the badge: undefined where no organisation has this short name. An organisation without an entry has not signed. */
    badgeOf: (slug: string): Promise<{ at: Micros; organisation: Listed; entry: Entry | undefined } | undefined> => database.read(async (tx) => {
      const { register } = await load(tx)
      const organisation = [...register.organisations.values()].find((one) => one.slug === slug)
      return organisation && { at: register.at, organisation, entry: register.entries.find((one) => one.organisation.id === organisation.id) }
    }),

    answer: (name: string): Promise<Answer & { shown: ShownEntry | undefined }> => database.read(async (tx) => {
      const { register } = await load(tx)
      const answer = answerFor(name, register)
      return { ...answer, shown: answer.entry && withSuccessor(answer.entry, register) }
    }),

    act: (fact: FactId): Promise<ShownAct> => database.read(async (tx) => {
      const act = await findAct(tx, fact)
      if (act === undefined) throw new Refusal('unknown', 'pledges.act-unknown', 'there is no such act')
      return shownAct(act, await book.register(tx, clock()), await signing.doubts(tx))
    }),

    /** Newest first, all that count for the register; with the newest statements where one organisation is asked for. */
    recentActs: (slug: string | undefined, limit: number): Promise<{ at: Micros; name: string | undefined; acts: ShownAct[] }> => database.read(async (tx) => {
      if (slug !== undefined) {
        const { at, entry, history, statements } = await oneEntry(tx, slug)
        return { at, name: entry.organisation.name, acts: [...history, ...statements].sort((a, b) => b.seq - a.seq).slice(0, limit) }
      }
      const { register, acts, doubts } = await load(tx)
      return { at: register.at, name: undefined, acts: acts.slice(-limit).map((act) => shownAct(act, register, doubts)).reverse() }
    }),

    conflictsOfLaw: (): Promise<ShownConflict[]> => database.read(async (tx) => {
      const { register, acts, doubts } = await load(tx)
      return conflictsIn(acts, register, doubts)
    }),

    statements: ({ slug, before, limit }: { slug?: string | undefined; before?: number | undefined; limit: number }): Promise<{ statements: ShownAct[]; next: number | undefined }> => database.read(async (tx) => {
      const register = await book.register(tx, clock())
      const organisation = slug === undefined ? undefined : [...register.organisations.values()].find((one) => one.slug === slug)
      if (slug !== undefined && organisation === undefined) throw new Refusal('unknown', 'pledges.organisation-unknown', `there is no organisation “${slug}”`)
      const found = await loadStatements(tx, { organisation: organisation?.id, before, limit: limit + 1 })
      const doubts = await signing.doubts(tx)
      return { statements: found.slice(0, limit).map((act) => shownAct(act, register, doubts)), next: found.length > limit ? found[limit - 1]?.seq : undefined }
    }),

    /** What my organisation may or has to do now, and the ceremonies that count on it. */
    async duties(actor: Actor): Promise<{ entry: ShownEntry | undefined; duties: Duty[]; ceremonies: ShownCeremony[] }> {
      const { organisation } = need(actor, 'acts.sign')
      const open = (await ceremonies()).filter(({ state, organisations }) => state === 'open' && organisations.some((seat) => seat.organisation === organisation))
      return database.read(async (tx) => {
        const { register } = await load(tx)
        const entry = register.entries.find((one) => one.organisation.id === organisation)
        const body = register.organisations.get(organisation)
        return { entry: entry && withSuccessor(entry, register), duties: body === undefined ? [] : dutiesOf(body, entry, register.adopted, register.at), ceremonies: open }
      })
    },

    /** How many stand by each version now. */
    signatures: (): Promise<Map<string, number>> => database.read(async (tx) => {
      const { register } = await load(tx)
      const counts = new Map<string, number>()
      for (const { list, state, position } of register.entries) {
        const version = position.signature?.version
        if (list === 'signatory' && isGood(state) && version !== undefined) counts.set(version, (counts.get(version) ?? 0) + 1)
      }
      return counts
    }),
  }
}

export function shownAct(act: Logged, register: Register, doubts: Doubts): ShownAct {
  const nameOf = (id: string): string => register.organisations.get(id as OrganisationId)?.name ?? id
  const organisation = register.organisations.get(act.organisation)
  return { ...act, slug: organisation?.slug ?? '', name: organisation?.name ?? '', inDoubt: inDoubt(act, doubts), words: actWords(organisation?.name ?? '', act as { kind: PledgeActKind } & typeof act, nameOf) }
}

/** When the hub took it counts: what a signer says of the time could be said by whoever has the key. */
function inDoubt({ keyid, at }: Logged, doubts: Doubts): Micros | null {
  const since = doubts.get(keyid)
  return since !== undefined && at >= since ? since : null
}

function withSuccessor(entry: Entry, register: Register): ShownEntry {
  const { succession } = entry
  const to = succession && register.organisations.get(succession.successor)
  return { ...entry, succeededBy: succession && to && { slug: to.slug, name: to.name, how: succession.how, on: succession.on } }
}

function conflictsIn(acts: readonly Logged[], register: Register, doubts: Doubts): ShownConflict[] {
  const lifted = new Map(acts.filter(isOf('conflict-of-law-lifted')).map((act) => [act.says.declaration, act]))
  return acts.filter(isOf('conflict-of-law')).map((act) => {
    const { fact, organisation, says, at } = act
    const { slug = '', name = '' } = register.organisations.get(organisation) ?? {}
    return { fact, slug, name, says, at, lifted: lifted.get(fact), inDoubt: inDoubt(act, doubts) }
  }).reverse()
}

const sorted = (values: (string | null)[]): string[] => [...new Set(values.filter((value) => value !== null))].sort()

function summaryOf({ entries }: Register) {
  const counts: Record<ListName, number> = { signatory: 0, endorser: 0, partner: 0, former: 0 }
  for (const { list } of entries) counts[list] += 1
  return { counts, countries: sorted(entries.map(({ organisation }) => organisation.country)), sectors: sorted(entries.map(({ organisation }) => organisation.sector)) }
}
