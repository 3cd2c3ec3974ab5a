/**
 * Some hundreds of entries sealed once more, together: opening them one by one is what the first reading of a long case costs.
 * Entries never change, so a bundle cannot go stale. What is bundled carries its link of the chain within the seal.
 */
import type { CaseId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { Entry } from '../model.ts'
import type { Sealer } from '../store.ts'

/** The first entries of a case, and the link after the last of them. */
export type Bundled = { entries: readonly Entry[]; chain: string }
type BundleRow = Row & { case_id: CaseId; seq: number; sealed: Uint8Array }

const EACH = 256
/** Cases in one statement. */
const AT_ONCE = 200
const place = (of: CaseId, seq: number): string => `cases_bundle.sealed ${of} ${seq}`

/** Where the next few hundred are full. `many` entries were there before; `entries` are all of them now. */
export async function bundle(tx: Tx, sealer: Sealer, of: CaseId, { entries, chain }: Bundled, many: number): Promise<void> {
  const seq = entries.length
  if (Math.floor(seq / EACH) === Math.floor(many / EACH)) return
  const from = (await tx.get<{ seq: number | null }>('select max(seq) as seq from cases_bundle where case_id = ?', of))?.seq ?? 0
  await tx.run('insert into cases_bundle (case_id, seq, sealed) values (?, ?, ?)', of, seq, sealer.sealText(JSON.stringify({ entries: entries.slice(from), chain }), place(of, seq)))
}

export async function bundledOf(tx: Reader, sealer: Sealer, cases: readonly CaseId[]): Promise<Map<CaseId, Bundled>> {
  const found = new Map<CaseId, Bundled>()
  const rows: BundleRow[] = []
  for (let at = 0; at < cases.length; at += AT_ONCE) {
    const some = cases.slice(at, at + AT_ONCE)
    rows.push(...(await tx.all<BundleRow>(`select case_id, seq, sealed from cases_bundle where case_id in (${some.map(() => '?').join(', ')}) order by case_id, seq`, ...some)))
  }
  for (const [of, own] of Map.groupBy(rows, ({ case_id: id }) => id)) {
    const bundles = own.map(({ seq, sealed }) => JSON.parse(sealer.openText(sealed, place(of, seq))) as Bundled)
    const joined = bundles.reduce<Bundled | undefined>((before, next) => (next.entries[0]?.seq === (before?.entries.length ?? 0) + 1 ? { entries: [...(before?.entries ?? []), ...next.entries], chain: next.chain } : before), undefined)
    if (joined !== undefined) found.set(of, joined)
  }
  return found
}
