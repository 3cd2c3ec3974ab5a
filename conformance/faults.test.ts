/** The store goes away: database gone, disk full. Everyone hears 503 and when to come again, nothing is half there, and it mends by itself. */
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { NO_POSTGRES, postgresIsHere, sharedPostgres } from '../server/src/platform/testing/postgres.ts'
import { until } from '../server/src/platform/testing/until.ts'
import { asking, TAXII, type Answer, type Ask } from './asking.ts'
import { accountOf, figures } from './everywhere.ts'
import { startTestHouse, type TestHouse } from './start.ts'

describe('the store goes away', () => {
  test('PostgreSQL gone and back', { skip: postgresIsHere() ? false : NO_POSTGRES, timeout: 900_000 }, async () => {
    const line = await openLine(new URL(await (await sharedPostgres()).freshUrl()))
    const hub = await startTestHouse({ database: line.url })
    try {
      const ask = asking(hub.url)
      const before = await countObjects(hub)
      line.cut()
      const answers = await Promise.all([
        post(ask, hub, 5), ask('/api/v1/alliance'), ask('/api/v1/me', { token: accountOf(hub.guide, 'Ines Okafor').token }), ask('/readyz'),
        ask(`${objectsOf(hub)}?limit=5`, { token: hub.guide.taxii.token, headers: { accept: TAXII } }),
      ])
      for (const answer of answers) needAway(answer)
      assert.equal((await ask('/healthz')).status, 200, 'the process itself is well')
      line.mend()
      await recovered(ask, hub)
      assert.equal(await countObjects(hub), before + 1, 'nothing of what was refused is there')
    } finally {
      line.mend()
      await hub.close()
      line.close()
    }
  })

  test('connections ended by the administrator in the middle of writes', { skip: postgresIsHere() ? false : NO_POSTGRES, timeout: 900_000 }, async () => {
    const server = await sharedPostgres()
    const database = await server.freshUrl()
    const hub = await startTestHouse({ database })
    try {
      const ask = asking(hub.url)
      const before = await countObjects(hub)
      const posts = Array.from({ length: 12 }, async (_, n) => {
        await sleep(n * 15)
        return post(ask, hub, 30)
      })
      for (let n = 0; n < 4; n++) {
        await sleep(40)
        await server.administer('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [new URL(database).pathname.slice(1)])
      }
      const answers = await Promise.all(posts)
      const taken = answers.filter(({ status }) => status === 202).length
      for (const answer of answers) if (answer.status !== 202) needAway(answer)
      await recovered(ask, hub)
      const extra = (await countObjects(hub)) - before - 1
      // a connection that ends while it commits leaves the outcome open: whole or not at all, never a part
      assert.equal(extra % 30, 0)
      assert.ok(extra >= taken * 30, `${taken} envelopes were acknowledged, ${extra} objects are there`)
      figures(`${taken} of 12 envelopes acknowledged while connections were ended, ${extra} objects there`)
    } finally {
      await hub.close()
    }
  })

  test('the disk of the embedded store is full, and has room again', { skip: smallDisk() ?? false, timeout: 900_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'accord-full-'))
    mkdirSync(join(folder, 'disk'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', join(folder, 'disk')])
    const hub = await startTestHouse({ folder: join(folder, 'disk') })
    try {
      const ask = asking(hub.url)
      const before = await countObjects(hub)
      const { bavail, bsize } = statfsSync(hub.folder)
      writeFileSync(join(hub.folder, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - 65_536)))
      let taken = 0
      let refused: Answer | undefined
      // what the log of the store had grown to while it was filled is room that it still has
      for (let n = 0; n < 400 && refused === undefined; n++) {
        const answer = await post(ask, hub, 100)
        if (answer.status === 202) taken++
        else refused = answer
      }
      needAway(refused!)
      assert.equal((await ask('/healthz')).status, 200)
      assert.equal((await ask(`${objectsOf(hub)}?limit=1`, { token: hub.guide.taxii.token, headers: { accept: TAXII } })).status, 200, 'reading needs no room')
      rmSync(join(hub.folder, 'ballast'))
      await recovered(ask, hub)
      assert.equal(await countObjects(hub), before + taken * 100 + 1)
    } finally {
      await hub.close()
      execFileSync('umount', ['-l', join(folder, 'disk')])
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

function smallDisk(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'a small disk can be mounted by root on Linux only'
  const place = mkdtempSync(join(tmpdir(), 'accord-mount-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place]).status === 0
  if (mounted) spawnSync('umount', [place])
  rmSync(place, { recursive: true, force: true })
  return mounted ? undefined : 'this machine lets nobody mount a small disk'
}

function needAway({ status, headers, text }: Answer): void {
  assert.equal(status, 503, text)
  assert.match(String(headers['retry-after']), /^\d+$/)
}

async function recovered(ask: Ask, hub: TestHouse): Promise<void> {
  for (let tries = 0; ; tries++) {
    const answer = await post(ask, hub, 1)
    if (answer.status === 202) break
    needAway(answer)
    assert.ok(tries < 1200, 'it does not mend by itself')
    await sleep(100)
  }
  await until(async () => (await ask('/readyz')).status === 200, 'it is well and does not say so')
}

const objectsOf = ({ guide }: TestHouse): string => `/taxii2/alliance/collections/${guide.taxii.collection}/objects/`

const post = (ask: Ask, hub: TestHouse, many: number): Promise<Answer> => ask(objectsOf(hub), {
  method: 'POST', token: hub.guide.taxii.token, headers: { accept: TAXII, 'content-type': TAXII },
  body: JSON.stringify({ objects: Array.from({ length: many }, () => ({
    type: 'indicator', spec_version: '2.1', id: `indicator--${randomUUID()}`, created: '2026-03-01T00:00:00.000Z', modified: '2026-03-01T00:00:00.000Z', name: 'x'.repeat(400),
    pattern: `[domain-name:value = 'fault.example']`, pattern_type: 'stix', valid_from: '2026-03-01T00:00:00Z',
  })) }),
})

const countObjects = async ({ house }: TestHouse): Promise<number> => Number((await house.database.read((tx) => tx.get<{ n: number }>('select count(*) as n from exchange_object')))?.n)

/** A line to the database that can be cut: everyone is thrown off and nobody let in, as when its machine is gone. */
async function openLine(database: URL): Promise<{ url: string; cut(): void; mend(): void; close(): void }> {
  const open = new Set<Socket>()
  let isCut = false
  const server = createServer((near) => {
    if (isCut) return void near.destroy()
    const far = connect(Number(database.port), database.hostname)
    for (const [one, other] of [[near, far], [far, near]] as const) {
      open.add(one)
      one.pipe(other)
      one.on('error', () => {})
      one.on('close', () => (open.delete(one), other.destroy()))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = new URL(database)
  url.port = String(typeof address === 'object' && address !== null ? address.port : 0)
  return {
    url: url.href,
    cut() {
      isCut = true
      for (const socket of open) socket.destroy()
    },
    mend: () => void (isCut = false),
    close: () => void server.close(),
  }
}
