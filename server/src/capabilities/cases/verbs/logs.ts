/**
 * Time lines in memory: what was read once is kept opened, since it never changes, and only what came after is read again.
 * Every hub keeps its own; the number of the newest entry in the index says what is missing.
 */
import type { CaseId } from '@openaccord/names'
import type { Reader } from '../../../platform/database.ts'
import type { Entry } from '../model.ts'
import { fold, type State } from '../model/fold.ts'
import { CHAIN_START } from '../secrets.ts'
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
      const behind: { id: CaseId; seq: number; chain: string }[] = []
      for (const { id, seq } of heads) {
        const have = kept.get(id)
        if (have !== undefined && have.entries.length === seq) found.set(id, have)
        else behind.push({ id, seq: have?.entries.length ?? 0, chain: have?.chain ?? CHAIN_START })
      }
      const fresh = behind.length === 0 ? undefined : await loadEntries(tx, vault, behind)
      for (const [id, { entries: more, chain, whole }] of fresh ?? []) {
        const have = kept.get(id)
        const entries = [...(have?.entries ?? []), ...more]
        const head = heads.find((one) => one.id === id)
        const log: Kept = { entries, chain, whole: whole && (have?.whole ?? true) && head?.chain === chain, state: fold(entries) }
        if (keeping) keep(id, log)
        found.set(id, log)
      }
      return found
    },
  }
}
