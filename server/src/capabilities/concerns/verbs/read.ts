/** What everybody reads: concerns that were taken up, corrections that were made, counts of all that was filed; and one's own duties. */
import type { OrganisationId } from '@openaccord/names'
import { need, type Actor } from '../../../kernel/index.ts'
import type { Reader } from '../../../platform/database.ts'
import type { Listed, Means } from '../means.ts'
import { unknownConcern, type Case, type ConcernState, type Outcome } from '../model.ts'
import { isPublic, openFinding, panelsOf, standingOf, type Standing } from '../model/standing.ts'
import { loadCase, loadCases } from '../store.ts'
import type { Book, Roll } from './book.ts'

export type Read = { subject: Case; standing: Standing; roll: Roll }
export type Counts = { kinds: Record<Case['filing']['kind'], number>; states: Map<ConcernState, number>; outcomes: Map<Outcome, number>; corrections: { filed: number; waiting: number; corrected: number; declined: number } }
export type Duty = { concern: string; what: 'answer' | 'find' | 'join'; due: number | null; late: boolean; words: string }
type Asked = { slug?: string | undefined; kind?: 'concern' | 'correction' | undefined; before?: number | undefined; limit: number }

/** When the public began to read of it. */
export const openedAt = ({ events }: Case): number => events.find((event) => event.kind === 'opened' || event.kind === 'corrected')?.at ?? 0

export function createReadVerbs({ database, clock }: Means, book: Book) {
  async function all(tx: Reader, now: number): Promise<{ roll: Roll; cases: Read[] }> {
    const roll = await book.rollOf(tx)
    const cases: Read[] = []
    for (const kept of await loadCases(tx)) {
      const subject = await book.current(tx, kept, now)
      cases.push({ subject, roll, standing: standingOf(subject, now) })
    }
    return { roll, cases }
  }

  return {
    async concerns({ slug, kind, before, limit }: Asked): Promise<{ counts: Counts; concerns: Read[]; next: number | undefined }> {
      const { roll, cases } = await database.read((tx) => all(tx, clock()))
      const shown = cases
        .filter(({ subject }) => isPublic(subject))
        .filter(({ subject: { filing } }) => (kind === undefined || filing.kind === kind) && (slug === undefined || (filing.organisation !== null && roll.get(filing.organisation)?.slug === slug)))
        .filter(({ subject }) => before === undefined || openedAt(subject) < before)
        .sort((a, b) => openedAt(b.subject) - openedAt(a.subject))
      const concerns = shown.slice(0, limit)
      return { counts: countsOf(cases), concerns, next: shown.length > limit ? openedAt(concerns.at(-1)!.subject) : undefined }
    },

    concern: (id: string): Promise<Read> => database.read(async (tx) => {
      const now = clock()
      const subject = await book.current(tx, await loadCase(tx, id), now)
      if (!isPublic(subject)) throw unknownConcern()
      return { subject, standing: standingOf(subject, now), roll: await book.rollOf(tx) }
    }),

    async concernDuties(actor: Actor): Promise<{ organisation: Listed | undefined; duties: Duty[] }> {
      const { organisation } = need(actor, 'acts.sign')
      const { roll, cases } = await database.read((tx) => all(tx, clock()))
      return { organisation: roll.get(organisation), duties: cases.flatMap((read) => dutiesIn(read, organisation)) }
    },
  }
}

function dutiesIn({ subject: { filing, events }, standing: { state, due, late }, roll }: Read, organisation: OrganisationId): Duty[] {
  const name = filing.organisation === null ? '' : (roll.get(filing.organisation)?.name ?? '')
  const duty = (what: Duty['what'], words: string): Duty[] => [{ concern: filing.id, what, due, late, words }]
  if (state === 'answer' && filing.organisation === organisation) return duty('answer', 'A concern about your organisation waits for its answer.')
  if (state !== 'panel' || !(panelsOf(events).at(-1)?.seats.includes(organisation) ?? false)) return []
  const open = openFinding(events)
  if (open === undefined) return duty('find', `Your organisation was drawn to find what is true about a concern about ${name}.`)
  const spoken = open.proposed.organisation === organisation || open.positions.some((one) => one.organisation === organisation)
  return spoken ? [] : duty('join', `A finding about ${name} waits for your organisation to join it or to dissent.`)
}

const count = <K>(keys: readonly K[]): Map<K, number> => keys.reduce((sums, key) => sums.set(key, (sums.get(key) ?? 0) + 1), new Map<K, number>())

function countsOf(cases: readonly Read[]): Counts {
  const kinds = count(cases.map(({ subject }) => subject.filing.kind))
  const corrections = cases.filter(({ subject }) => subject.filing.kind === 'correction')
  const ended = (state: (read: Read) => boolean): number => corrections.filter(state).length
  return {
    kinds: { concern: kinds.get('concern') ?? 0, correction: kinds.get('correction') ?? 0, tip: kinds.get('tip') ?? 0 },
    states: count(cases.map(({ standing }) => standing.state)),
    outcomes: count(cases.flatMap(({ standing: { outcome } }) => (outcome === null ? [] : [outcome]))),
    corrections: {
      filed: corrections.length, waiting: ended(({ standing }) => standing.state === 'screening'),
      corrected: ended(({ standing }) => standing.outcome === 'corrected'), declined: ended(({ standing }) => standing.state === 'declined'),
    },
  }
}
