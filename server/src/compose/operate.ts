/** What the operator's page shows: jobs, storage, health. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { contract } from '@openaccord/api'
import { parseJobId, type Micros } from '@openaccord/names'
import type { Config } from '../config.ts'
import { iso, Refusal } from '../kernel/index.ts'
import type { Database } from '../platform/database.ts'
import { on, type Endpoint } from '../platform/endpoint.ts'
import type { Health } from '../platform/health.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { Rooms } from './rooms.ts'

/** Moves the hub's clock by so many days; only the sample alliance has it. Gives the present, and how far ahead it is. */
export type Advance = (days: number) => Promise<{ now: Micros; days: number }>

type Setting = { config: Config; database: Database; jobs: Jobs; health: Health; rooms: Rooms; started: Micros; advance: Advance | undefined }

const MOST_DEAD = 200

export function operateEndpoints({ database, jobs, health, rooms, started, advance }: Setting): Endpoint[] {
  const version = readVersion()
  const done = { done: true } as const
  return [
    on(contract.operate.overview, async () => {
      const [{ checks }, storage, counts, dead, searchBehind] = await Promise.all([
        health.ready(), database.storage(), jobs.count(), jobs.list({ state: 'dead', limit: MOST_DEAD }), rooms.searchBehind(),
      ])
      const sum = (state: 'waiting' | 'running' | 'dead') => counts.reduce((total, count) => total + count[state], 0)
      const memory = process.memoryUsage()
      return {
        version, engine: database.engine, started: iso(started), checks, storage, searchBehind,
        memory: { rss: memory.rss, heap: memory.heapUsed },
        jobs: { waiting: sum('waiting'), running: sum('running'), dead: sum('dead') },
        dead: dead.map(({ id, kind, attempts, lastError, runAt }) => ({ id, kind, attempts, lastError: lastError ?? '', failed: iso(runAt) })),
      }
    }),
    on(contract.operate.retryJob, async ({ params }) => {
      await jobs.retry(parseJobId(params.job))
      return done
    }),
    on(contract.operate.discardJob, async ({ params }) => {
      await jobs.discard(parseJobId(params.job))
      return done
    }),
    on(contract.operate.advance, async ({ body }) => {
      if (advance === undefined) throw new Refusal('unknown', 'operate.no-sample', 'only a sample alliance moves its clock: start one with npm run demo')
      const { now, days } = await advance(body.days)
      return { now: iso(now), days }
    }),
  ]
}

function readVersion(): string {
  const { version }: { version: string } = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'))
  return version
}
