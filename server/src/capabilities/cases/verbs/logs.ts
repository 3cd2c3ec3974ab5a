/**
 * Time lines in memory: what was read once is kept opened, since it never changes, and only what came after is read again.
 * Every hub keeps its own; the number of the newest entry in the index says what is missing.
 */
import type { CaseId } from '@openaccord/names'
import type { Reader } from '../../../platform/database.ts'
import type { Entry } from '../model.ts'
import { fold, type State } from '../model/fold.ts'
import { carryOn } from '../model/process.ts'
import { CHAIN_START } from '../model/chain.ts'
import { loadEntries, type Head, type Sealer } from '../store.ts'

/** `whole`: the chain holds from the first entry to the last. */
export type Kept = { entries: readonly Entry[]; chain: string; whole: boolean; state: State }

const MOST_ENTRIES = 200_000

export function createLogs(vault: Sealer) {
  const kept = new Map<CaseId, Kept>()

  function keep(id: CaseId, log: Kept): void {
    kept.delete(id)
    kept.set(id, log)
    let all = 0
    for (const one of kept.values()) all += one.entries.length
    for (const [oldest, one] of kept) {
      if (all <= MOST_ENTRIES || oldest === id) break
      kept.delete(oldest)
      all -= one.entries.length
    }
  }

  return {
    /** By case. `keeping` is for what is committed: in a transaction that writes, nothing is kept. */
    async load(tx: Reader, heads: readonly Pick<Head, 'id' | 'seq' | 'chain'>[], { keeping }: { keeping: boolean }): Promise<Map<CaseId, Kept>> {
      const found = new Map<CaseId, Kept>()
      const behind: { head: Pick<Head, 'id' | 'seq' | 'chain'>; have: Kept | undefined }[] = []
      for (const head of heads) {
        // what is kept may be older than this view of the store, or newer: others read and write meanwhile
        const have = kept.get(head.id)
        if (have === undefined || have.entries.length < head.seq) behind.push({ head, have })
        else found.set(head.id, have.entries.length === head.seq ? have : cutTo(have, head))
      }
      const fresh = behind.length === 0 ? undefined : await loadEntries(tx, vault, behind.map(({ head: { id }, have }) => ({ id, seq: have?.entries.length ?? 0, chain: have?.chain ?? CHAIN_START })))
      for (const { head, have } of behind) {
        const { entries: more, chain, whole } = fresh!.get(head.id)!
        const entries = [...(have?.entries ?? []), ...more]
        const log: Kept = { entries, chain, whole: whole && (have?.whole ?? true) && head.chain === chain, state: fold(more, have?.state) }
        if (have !== undefined) carryOn(have.entries, entries)
        if (keeping && entries.length > (kept.get(head.id)?.entries.length ?? 0)) keep(head.id, log)
        found.set(head.id, log)
      }
      return found
    },
  }
}

/** A case as it was when it had fewer entries. */
function cutTo({ entries, whole }: Kept, { seq, chain }: Pick<Head, 'seq' | 'chain'>): Kept {
  const first = entries.slice(0, seq)
  return { entries: first, chain, whole, state: fold(first) }
}
