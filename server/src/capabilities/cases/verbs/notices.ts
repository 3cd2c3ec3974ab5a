/** Mails that there is something new: one for each reader in a quarter of an hour at most, for all cases together, and never what it is. */
import type { CaseId } from '@openaccord/names'
import { MINUTE } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import type { Entry, PartyId } from '../model.ts'
import { isIn, type Party, type State } from '../model/fold.ts'
import { isNews } from '../model/may.ts'
import { seenBy, viewerOf, type Caller } from '../model/sight.ts'
import { headsToTell, markNoticed } from '../store.ts'
import { mailedAt, markMailed, markTold, toldOf } from '../store/readers.ts'
import { newsMail } from '../wording.ts'
import type { Book } from './book.ts'

export const NOTICES_JOB = 'cases.notices'
export const QUIET = 15 * MINUTE
const CASES_AT_ONCE = 50

type Reader = { key: string; mail: string; guest: boolean; caller: Caller }
type Pile = { reader: Reader; cases: { id: CaseId; seq: number }[] }

export function createNoticeVerbs(means: Means, book: Book) {
  const { database, clock, members, mail, origin } = means

  return {
    /** Finds who has something new, and mails those who were left in peace long enough; the others are looked at again. */
    notify: (): Promise<number> => database.transact(async (tx) => {
      const now = clock()
      const last = await mailedAt(tx)
      const piles = new Map<string, Pile>()
      const heads = await headsToTell(tx, CASES_AT_ONCE)
      const logs = await book.logs.load(tx, heads, { keeping: false })
      for (const { id, seq } of heads) {
        const log = logs.get(id)
        if (log === undefined) continue
        const waiting = await pileUp(tx, { id, seq, entries: log.entries, state: log.state, now, last }, piles)
        if (!waiting) await markNoticed(tx, id, seq)
      }
      const alliance = piles.size === 0 ? '' : ((await members.allianceName(tx)) ?? '')
      for (const { reader, cases } of piles.values()) {
        await mail(tx, newsMail(reader.mail, { alliance, origin, cases: cases.map(({ id }) => id), guest: reader.guest }))
        await markMailed(tx, reader.key, now)
        for (const { id, seq } of cases) await markTold(tx, id, reader.key, seq)
      }
      return piles.size
    }),
  }

  /** Whether somebody is to be told later of what is here now. */
  async function pileUp(tx: Tx, { id, seq, entries, state, now, last }: { id: CaseId; seq: number; entries: readonly Entry[]; state: State; now: number; last: ReadonlyMap<string, number> }, piles: Map<string, Pile>): Promise<boolean> {
    const told = await toldOf(tx, id)
    const terms = book.termsOf(entries, now)
    let waiting = false
    for (const party of state.parties.values()) {
      if (!isIn(party)) continue
      for (const reader of await readersOf(tx, party)) {
        const viewer = viewerOf(reader.caller, state, terms, () => false)
        const since = Math.max(told.get(reader.key) ?? 0, party.joined ?? 0)
        if (viewer === undefined || !hasNews(seenBy(viewer, { entries: entries.slice(since) }), party.id, since)) continue
        if (now - (last.get(reader.key) ?? 0) < QUIET) waiting = true
        else piles.set(reader.key, { reader, cases: [...(piles.get(reader.key)?.cases ?? []), { id, seq }] })
      }
    }
    return waiting
  }

  async function readersOf(tx: Tx, party: Party): Promise<Reader[]> {
    if (party.organisation === null) return party.mail === null ? [] : [{ key: party.id, mail: party.mail, guest: true, caller: { kind: 'guest', party: party.id } }]
    const { organisation } = party
    return (await book.readersOf(tx, party)).map(({ id: person, mail: to, may }) => ({ key: person, mail: to, guest: false, caller: { kind: 'person', person, organisation, may } }))
  }
}

const hasNews = (entries: readonly Entry[], party: PartyId, since: number): boolean => entries.some((entry) => isNews(entry, party, since))
