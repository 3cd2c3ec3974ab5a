/** Bringing the log back after an old back-up, from a terminal: see docs/operating.md, “The log stands still”. */
import { resolve } from 'node:path'
import { recover } from '../capabilities/ledger/index.ts'
import { forgetActs } from '../capabilities/pledges/index.ts'
import type { Config } from '../config.ts'
import { openDatabase } from '../platform/database.ts'
import { migrate } from '../platform/migrate.ts'
import { createOutbound } from '../platform/outbound.ts'
import { ROOMS } from './house.ts'

type Say = (text: string) => void
const now = (): number => Date.now() * 1000

/** `from`: a folder with the public files of the log, or the address below which they are served. The hub is stopped. */
export async function recoverLog(config: Config, from: string, say: Say): Promise<void> {
  const database = await openDatabase(config.database)
  try {
    await migrate(database, ROOMS, { now: now() })
    const outbound = createOutbound({ allow: config.outboundAllow })
    const place = /^https?:\/\//.test(from) ? from : resolve(process.env['INIT_CWD'] ?? process.cwd(), from)
    const { before, after, withoutPayload } = await recover({ database, clock: now, guard: config.ledger.guard, from: place, fetch: outbound.fetch, say, forget: forgetActs })
    say(`The log has ${after} entries${after === before ? ', as before' : `, ${after - before} of them brought back`}; start the hub again.`)
    if (withoutPayload > 0) say(`Of ${withoutPayload} entries only the leaf came back: what lies beside them was not at ${from}. Their proofs hold; a copy that has payload/ brings the rest.`)
  } finally {
    await database.close()
  }
}
