/** Ledger: what the composition and the sister rooms may use. */
import { createLedger, type LedgerSettings } from './ledger.ts'
import { createProofs } from './proofs.ts'
import { publicLog } from './public.ts'
import { ledgerEndpoints } from './routes.ts'
import { loadState } from './store/state.ts'
import { createLedgerVerbs } from './verbs.ts'
import type { Database } from '../../platform/database.ts'
import type { Door } from '../../platform/http.ts'

export { recover } from './recover.ts'
export { NO_WITNESSES, readPolicy } from './policy.ts'
export { checkpointOver } from './store/checkpoints.ts'
export { open, seal, type Secret } from './seal.ts'
export type { Ledger, LedgerSettings } from './ledger.ts'

/** For `migrate`. */
export const ledgerRoom = { room: 'ledger', directory: new URL('./migrations/', import.meta.url) }

export type LedgerRoom = Awaited<ReturnType<typeof openLedger>>

/** The name of the log: what it has been called since its beginning, or else this. Acts are signed for this name. */
export const logName = async (database: Database, otherwise: string): Promise<string> => (await database.read(loadState))?.origin ?? otherwise

/** Begins to write at once. `site`: `https://hub.example`, where people reach the hub. */
export async function openLedger(settings: LedgerSettings & { site: string }) {
  const ledger = await createLedger(settings)
  const verbs = createLedgerVerbs(ledger)
  const proofs = createProofs(ledger)
  return {
    ...verbs,
    ...proofs,
    figures: ledger.figures,
    /** Until everything in the journal is published, or nothing goes on. */
    settled: ledger.settled,
    /** Throws with words for the operator while the log does not go on. */
    health: ledger.health,
    endpoints: () => ledgerEndpoints(verbs),
    mount: (door: Door): void => publicLog({ ledger, verbs, proofs, origin: settings.site }, door),
    close: ledger.close,
  }
}
