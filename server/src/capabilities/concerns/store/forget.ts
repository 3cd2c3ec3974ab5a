/** When the payload of an act is taken out of the log, its words go here as well; that it was there, by whom and when stays. */
import type { Tx } from '../../../platform/database.ts'

const REMOVED = '[…]'

export async function forgetConcernActs(tx: Tx, facts: readonly string[]): Promise<void> {
  for (const fact of facts) {
    const row = await tx.get<{ body: string }>(`select body from concerns_event where fact = ? and kind in ('answered', 'finding-proposed', 'finding-position')`, fact)
    if (row !== undefined) await tx.run('update concerns_event set body = ? where fact = ?', JSON.stringify(withoutWords(JSON.parse(row.body) as Record<string, unknown>)), fact)
  }
}

function withoutWords(body: Record<string, unknown>): Record<string, unknown> {
  const gone = Object.fromEntries(Object.entries(body).map(([name, value]) => [name, (name === 'text' || name === 'reasons') && typeof value === 'string' ? REMOVED : value]))
  return typeof gone['says'] === 'object' && gone['says'] !== null ? { ...gone, says: withoutWords(gone['says'] as Record<string, unknown>) } : gone
}
