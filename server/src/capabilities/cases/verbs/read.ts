/** Reading: one case, those of an organisation, the time line, a search, the public figures. Everything shown here comes from `seen`. */
import { need, type Actor } from '../../../kernel/index.ts'
import type { Reader } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { type Entry, type Role, type Terms } from '../model.ts'
import { isIn, type Party } from '../model/fold.ts'
import { fivesOf, tell, type Told } from '../model/figures.ts'
import { nextSteps, type NextStep } from '../model/next.ts'
import { canSee, look, type Seen, type Viewer } from '../model/sight.ts'
import { needInside } from '../model/may.ts'
import { casesOf, countClosed, findHead, headsOf } from '../store.ts'
import { listFigures } from '../store/figures.ts'
import { marksOf } from '../store/readers.ts'
import { textsOf } from '../store/texts.ts'
import type { CaseId, OrganisationId } from '@openaccord/names'
import type { Asking, Book, Opened, Roll } from './book.ts'
import { readerOf, unreadOf } from './threads.ts'

export type CaseView = { opened: Opened; unread: ReadonlyMap<number, number>; next: NextStep[]; reportText: string | null; mine: ReadonlySet<CaseId> }
export type Card = { id: CaseId; viewer: Viewer; party: Party; terms: Terms; seen: Seen; unread: number; next: NextStep | undefined; changed: number; holders: Party[] }
export type Query = { show?: 'open' | 'invited' | 'closed' | 'waits-for-us' | 'all' | undefined; role?: Role | undefined; words?: string | undefined; after?: string | undefined; limit: number }
export type Found = { kind: 'message' | 'draft' | 'file' | 'task'; id: string; thread: number; at: number; by: Party['id']; person: Entry['person']; excerpt: string }
/** `closed`: how many cases are; `all` and each member: in whole fives, as model/figures.ts tells them. */
export type PublicFigures = { closed: number; all: Told; members: (Told & { slug: string; name: string })[] }

const MOST_FOUND = 50
/** Of texts that are looked through in one search. */
const MOST_TEXTS = 5_000
const TEXTS_AT_ONCE = 500

export function createReadVerbs({ database, clock, vault }: Means, book: Book) {
  return {
    case: (asking: Asking, id: string): Promise<CaseView> =>
      book.read(asking, id, async (opened, tx) => {
        const marks = (await marksOf(tx, readerOf(opened), opened.id)).get(opened.id) ?? new Map<number, number>()
        const unread = unreadOf(opened, marks)
        const { report } = opened.seen.state
        const text = report === null ? undefined : (await textsOf(tx, vault, [{ id: report.text, version: 1 }])).get(report.text)
        const next = nextSteps({ seen: opened.seen, party: opened.party, terms: opened.terms(), unread, now: opened.now })
        const mine = opened.party.organisation === null ? new Set<CaseId>() : await casesOf(tx, opened.party.organisation)
        return { opened, unread, next, reportText: text?.text ?? null, mine }
      }),

    /** Counted before a filter is applied, and made of what this person may see. */
    async cases(actor: Actor, query: Query): Promise<{ counts: Record<'open' | 'invited' | 'closed' | 'waitsForUs' | 'all', number>; found: number; cards: Card[]; next: string | null; roll: Roll }> {
      const { organisation, person } = need(actor, 'cases.work')
      return database.read(async (tx) => {
        const cards = (await cardsOf(tx, actor, organisation, person)).toSorted((a, b) => b.changed - a.changed || (a.id < b.id ? -1 : 1))
        const of = (show: Query['show']) => cards.filter((card) => isShown(card, show))
        const counts = { open: of('open').length, invited: of('invited').length, closed: of('closed').length, waitsForUs: of('waits-for-us').length, all: cards.length }
        const wanted = of(query.show ?? 'all').filter((card) => fits(card, query))
        const from = query.after === undefined ? 0 : wanted.findIndex((card) => placeOf(card) === query.after) + 1
        const page = wanted.slice(from, from + query.limit)
        return { counts, found: wanted.length, cards: page, next: from + query.limit < wanted.length ? placeOf(page.at(-1)!) : null, roll: await book.rollOf(tx) }
      })
    },

    /** Newest first; `after` counts from the oldest entry that this viewer may see, so it tells nothing of the others. */
    timeline: (asking: Asking, id: string, { after, limit }: { after: number | undefined; limit: number }): Promise<{ opened: Opened; entries: Entry[]; next: number | null }> =>
      book.read(asking, id, (opened) => {
        needInside(opened)
        const { entries } = opened.seen
        const end = Math.min(after ?? entries.length, entries.length)
        const start = Math.max(0, end - limit)
        return { opened, entries: entries.slice(start, end).toReversed(), next: start > 0 ? start : null }
      }),

    search: (asking: Asking, id: string, words: string): Promise<{ opened: Opened; found: Found[] }> =>
      book.read(asking, id, async (opened, tx) => {
        needInside(opened)
        return { opened, found: await search(tx, opened, words) }
      }),

    figures: (slug?: string): Promise<PublicFigures> =>
      database.read(async (tx) => {
        const { closed, all, members } = await publicFigures(tx, await book.rollOf(tx))
        return { closed, all, members: members.filter((one) => slug === undefined || one.slug === slug) }
      }),

    /** For advisories, within their transaction. */
    async caseForAdvisory(tx: Reader, id: string): Promise<{ owner: OrganisationId; participants: OrganisationId[]; embargo: Pick<Terms, 'state' | 'until'>; public: boolean } | undefined> {
      const head = await findHead(tx, id)
      const log = head === undefined ? undefined : (await book.logs.load(tx, [head], { keeping: false })).get(head.id)
      if (log === undefined) return undefined
      const parties = [...log.state.parties.values()]
      const owner = parties.find(({ roles }) => roles.includes('owner'))?.organisation
      if (owner === undefined || owner === null) return undefined
      const { state, until, public: isPublic } = book.termsOf(log.entries, clock())
      return { owner, participants: parties.filter(isIn).flatMap(({ organisation }) => organisation ?? []), embargo: { state, until }, public: isPublic }
    },
  }

  async function cardsOf(tx: Reader, actor: Actor, organisation: OrganisationId, person: string): Promise<Card[]> {
    const heads = await headsOf(tx, organisation)
    const logs = await book.logs.load(tx, heads, { keeping: true })
    const callers = await book.callersOf(tx, { actor, link: undefined }, undefined)
    const marks = await marksOf(tx, person)
    const active = book.activeIn(tx)
    const now = clock()
    const cards: Card[] = []
    for (const { id } of heads) {
      const log = logs.get(id)
      if (log === undefined) continue
      const terms = book.termsOf(log.entries, now)
      const found = await book.viewing(tx, callers, log.state, terms, active)
      if (found !== undefined) cards.push(cardOf(id, log, terms, found, marks.get(id) ?? new Map(), now))
    }
    return cards
  }

  async function search(tx: Reader, { seen: { state } }: Opened, words: string): Promise<Found[]> {
    const wanted = words.normalize('NFC').toLowerCase().split(/\s+/).filter((word) => word !== '')
    const holds = (text: string): boolean => {
      const low = text.toLowerCase()
      return wanted.every((word) => low.includes(word))
    }
    const drafts = [...state.drafts.values()].map(({ id, thread, versions }) => ({ kind: 'draft' as const, id, thread, ...versions.at(-1)! }))
    const messages = [...state.messages.values()].filter(({ removed }) => removed === null).map((message) => ({ kind: 'message' as const, ...message }))
    const written = [...drafts, ...messages].toSorted((a, b) => b.at - a.at).slice(0, MOST_TEXTS)
    const inTexts: Found[] = []
    // newest first: where words are found often, the older texts are not opened
    for (let from = 0; from < written.length && inTexts.length < MOST_FOUND; from += TEXTS_AT_ONCE) {
      const some = written.slice(from, from + TEXTS_AT_ONCE)
      const texts = await textsOf(tx, vault, some)
      inTexts.push(...some.flatMap(({ kind, id, thread, at, by, person }): Found[] => {
        const text = texts.get(id)?.text ?? ''
        return holds(text) ? [{ kind, id, thread, at, by, person, excerpt: excerptOf(text, wanted[0] ?? '') }] : []
      }))
    }
    const files = [...state.files.values()].filter(({ name }) => holds(name)).map(({ id, thread, at, by, person, name }): Found => ({ kind: 'file', id, thread, at, by, person, excerpt: name }))
    const tasks = [...state.tasks.values()].filter(({ title }) => holds(title)).map(({ id, thread, at, by, person, title }): Found => ({ kind: 'task', id, thread, at, by, person, excerpt: title }))
    return [...inTexts, ...files, ...tasks].toSorted((a, b) => b.at - a.at).slice(0, MOST_FOUND)
  }
}

function cardOf(id: CaseId, log: { entries: readonly Entry[]; state: Opened['seen']['state'] }, terms: Terms, { viewer, party }: { viewer: Viewer; party: Party }, marks: ReadonlyMap<number, number>, now: number): Card {
  const seen = look(viewer, log, log.state)
  const unread = unreadOf({ seen, party }, marks)
  const next = nextSteps({ seen, party, terms, unread, now })[0]
  return { id, viewer, party, terms, seen, next, unread: [...unread.values()].reduce((sum, many) => sum + many, 0), changed: viewer.until === 0 ? party.since : seen.state.changed, holders: holdersOf(viewer, log.state) }
}

/** Who owns and coordinates, as far as this viewer may know: also who is only invited does. */
export const holdersOf = (viewer: Viewer, { parties }: Opened['seen']['state']): Party[] =>
  [...parties.values()].filter((party) => isIn(party) && party.roles.some((role) => role === 'owner' || role === 'coordinator') && canSee(viewer, { thing: 'name', party, paired: false }))

/** Counts of closed cases, and shares of each member with their intervals. Who had fewer than five is not named: that would tell who took part in what. */
export async function publicFigures(tx: Reader, roll: Roll): Promise<PublicFigures> {
  const rows = Map.groupBy(await listFigures(tx), ({ organisation }) => organisation)
  const fives = [...rows].map(([organisation, closed]) => ({ organisation: roll.get(organisation), fives: fivesOf(closed) })).filter((one) => one.fives.answered.length > 0)
  const members = fives.flatMap(({ organisation, fives: own }) => (organisation === undefined ? [] : [{ slug: organisation.slug, name: organisation.name, ...tell([own]) }]))
  return { closed: await countClosed(tx), all: tell(fives.map((one) => one.fives)), members: members.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }
}

function isShown({ party, viewer, seen, next }: Card, show: Query['show']): boolean {
  switch (show) {
    case 'invited': return party.standing === 'invited'
    case 'open': return isIn(party) && seen.state.state === 'open'
    case 'closed': return viewer.until > 0 && (!isIn(party) || seen.state.state !== 'open')
    case 'waits-for-us': return next !== undefined && next.step !== 'read'
    default: return true
  }
}

function fits({ party, seen }: Card, { role, words }: Query): boolean {
  const wanted = words?.normalize('NFC').toLowerCase().split(/\s+/) ?? []
  return (role === undefined || party.roles.includes(role)) && wanted.every((word) => seen.state.title.toLowerCase().includes(word))
}

const placeOf = ({ changed, id }: Card): string => `${changed}.${id}`

function excerptOf(text: string, word: string): string {
  const at = Math.max(0, text.toLowerCase().indexOf(word) - 60)
  return `${at > 0 ? '…' : ''}${text.slice(at, at + 200).replace(/\s+/g, ' ').trim()}${at + 200 < text.length ? '…' : ''}`
}
