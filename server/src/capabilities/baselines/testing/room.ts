/** A room of baselines for tests: a real database, real servers of a small internet, and a clock that is told the time. */
import { randomBytes } from 'node:crypto'
import { anonymous, type Actor } from '../../../kernel/index.ts'
import { startInternet, type Internet, type Site } from '../../../demo/internet/internet.ts'
import type { Database } from '../../../platform/database.ts'
import { internet as realInternet } from '../../../platform/measure.ts'
import { migrate } from '../../../platform/migrate.ts'
import { baselinesRoom, createBaselines, type Baselines, type BaselinesSettings } from '../index.ts'

export type Room = { baselines: Baselines; net: Internet; troubles: unknown[]; pass(micros: number): void; now(): number; ask(domain: string, address?: string): ReturnType<Baselines['checkDomain']>; close(): Promise<void> }

export async function openRoom(database: Database, sites: readonly Site[], more: Partial<BaselinesSettings> = {}): Promise<Room> {
  let moment = Date.UTC(2026, 10, 22, 9) * 1000
  await migrate(database, [baselinesRoom], { now: moment })
  const net = await startInternet(sites, Date.now())
  const troubles: unknown[] = []
  const baselines = createBaselines({
    database, clock: () => moment, random: randomBytes, origin: 'https://hub.example',
    // the real one is never asked by a test: nothing answers there
    internet: { world: realInternet(['127.0.0.1:1']), settings: {} },
    sample: { world: net.world, settings: { trustAnchors: net.anchors }, covers: net.covers },
    patience: 5,
    trouble: (_what, error) => void troubles.push(error),
    ...more,
  })
  return {
    baselines, net, troubles,
    now: () => moment,
    pass: (micros) => void (moment += micros),
    ask: (domain, address = '203.0.113.7') => baselines.checkDomain(visitor, { domain, address }),
    async close() {
      await baselines.close()
      await net.close()
    },
  }
}

const visitor: Actor = anonymous
