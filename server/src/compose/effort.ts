/** Effort instead of puzzles: one key for all hubs, the route of the challenge, and the hourly forgetting of what was used. */
import { contract } from '@openaccord/api'
import { iso, type Clock, type Random } from '../kernel/index.ts'
import type { Database } from '../platform/database.ts'
import { createEffort } from '../platform/effort.ts'
import { on, type Endpoint } from '../platform/endpoint.ts'
import type { Handler } from '../platform/jobs-worker.ts'
import { sharedSecret } from './secrets.ts'

const SWEEP_JOB = 'effort.sweep'

export async function openEffort({ database, clock, random, bits }: { database: Database; clock: Clock; random: Random; bits: number }) {
  const effort = createEffort({ database, clock, random, bits, key: await sharedSecret(database, random, 'effort') })
  return {
    effort,
    endpoints: (): Endpoint[] => [
      on(contract.effort.challenge, async ({ params }) => {
        const { challenge, bits: asked, expires } = await effort.challenge(params.purpose)
        return { challenge, bits: asked, expires: iso(expires) }
      }),
    ],
    handlers: (): Record<string, Handler> => ({ [SWEEP_JOB]: async () => void (await effort.sweep()) }),
    every: () => [{ kind: SWEEP_JOB, seconds: 3_600 }],
  }
}
