/**
 * Power cuts: a client writes as fast as it is answered, the hub is killed at a random moment and started again. What was
 * acknowledged is there, once and byte for byte; what was not is there whole or not at all; the books agree.
 */
import assert from 'node:assert/strict'
import { randomInt, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Guide } from '../server/src/demo/fill.ts'
import { openDatabase, type Database } from '../server/src/platform/database.ts'
import { until } from '../server/src/platform/testing/until.ts'
import { asking, TAXII, type Answer, type Ask } from './asking.ts'
import { accountOf, figures, onEveryEngine, SOAK } from './everywhere.ts'
import { startHub, type Hub } from './hub.ts'
import { freePort } from './start.ts'

const ROUNDS = { sqlite: SOAK ? 100 : 3, postgres: SOAK ? 20 : 2 }
const LONGEST_MS = 500

type Envelope = { objects: Map<string, string>; status: string | undefined }
type Written = { acknowledged: Envelope[]; unknown: Envelope[] }

onEveryEngine('kill -9', (where) => {
  const rounds = ROUNDS[where.engine]
  test(`harms nothing that was acknowledged, ${rounds} times over`, { timeout: 600_000 + rounds * 60_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'accord-kill-'))
    const address = where.engine === 'postgres' ? await where.freshUrl() : `sqlite:${join(folder, 'hub.sqlite')}`
    const port = await freePort()
    const start = (): Promise<Hub> => startHub({ word: 'bare', folder, database: address, port })
    let hub = await start()
    try {
      const guide = hub.guide()
      const before = await collectionOf(hub.ask, guide)
      const since = Date.now() * 1000
      const written: Written = { acknowledged: [], unknown: [] }
      const restarts: number[] = []
      for (let round = 0; round < rounds; round++) {
        const stop = new AbortController()
        const acknowledged = written.acknowledged.length
        const writers = Array.from({ length: 3 }, () => write(guide, written, stop.signal))
        if (round % 4 !== 3) await until(() => written.acknowledged.length > acknowledged, 'nothing is acknowledged')
        await sleep(randomInt(LONGEST_MS))
        await hub.kill()
        stop.abort()
        await Promise.all(writers)
        hub = await start()
        restarts.push(hub.readyMs)
        await checkHub(hub.ask, guide, written, before)
      }
      const objects = written.acknowledged.reduce((sum, { objects: each }) => sum + each.size, 0)
      assert.ok(written.acknowledged.length > 0, 'something was written between the kills')
      await hub.kill()
      const database = await openDatabase(address)
      await checkBooks(database, since).finally(() => database.close())
      figures(`${where.engine}: ${rounds} kills, ${written.acknowledged.length} envelopes (${objects} objects) acknowledged and all there, ${written.unknown.length} cut off; ready again after ${Math.round(Math.max(...restarts))} ms at most`)
    } finally {
      await hub.kill()
      await rm(folder, { recursive: true, force: true })
    }
  })
})

/** One envelope after another until there is no answer. */
async function write(guide: Guide, written: Written, signal: AbortSignal): Promise<void> {
  const ask = asking(guide.url)
  while (!signal.aborted) {
    const objects = new Map(Array.from({ length: randomInt(1, 40) }, () => indicator()))
    const answer = await ask(objectsPath(guide), {
      method: 'POST', token: guide.taxii.token, body: `{"objects":[${[...objects.values()].join(',')}]}`, headers: { accept: TAXII, 'content-type': TAXII },
    }).catch(() => undefined)
    if (answer?.status === 202) {
      assert.equal(answer.json().success_count, objects.size)
      written.acknowledged.push({ objects, status: answer.json().id })
    } else if (answer?.status === 503) {
      written.unknown.push({ objects, status: undefined })
      await sleep(100)
    } else {
      assert.equal(answer?.status, undefined, `an answer, but no yes: ${answer?.status} ${answer?.text}`)
      written.unknown.push({ objects, status: undefined })
      return
    }
  }
}

function indicator(): [string, string] {
  const id = `indicator--${randomUUID()}`
  const text = `{"type": "indicator",  "spec_version":"2.1","id":"${id}","created":"2026-03-01T00:00:00.000Z","modified":"2026-03-01T00:00:00.000Z","pattern_type":"stix","valid_from":"2026-03-01T00:00:00Z","pattern":"[ipv4-addr:value = '192.0.2.${randomInt(256)}']","x_filling":"${'x'.repeat(randomInt(2000))}"}`
  return [id, text]
}

async function checkHub(ask: Ask, guide: Guide, { acknowledged, unknown }: Written, before: ReadonlyMap<string, string>): Promise<void> {
  const stored = await collectionOf(ask, guide)
  for (const { objects } of acknowledged) for (const [id, text] of objects) assert.ok(stored.get(id) === text, `${id} was acknowledged and is ${stored.has(id) ? 'changed' : 'gone'}`)
  let half = 0
  for (const { objects } of unknown) {
    const there = [...objects].filter(([id]) => stored.has(id))
    assert.ok(there.length === 0 || there.length === objects.size, `half an envelope: ${there.length} of ${objects.size}`)
    for (const [id, text] of there) assert.ok(stored.get(id) === text)
    half += there.length
  }
  const whole = acknowledged.reduce((sum, { objects }) => sum + objects.size, 0) + half
  assert.equal(stored.size, before.size + whole, 'nothing is there that nobody sent')
  for (const { status } of acknowledged.slice(-3)) {
    const answer = await ask(`/taxii2/alliance/status/${status}/`, { token: guide.taxii.token, headers: { accept: TAXII } })
    assert.deepEqual([answer.status, answer.json().status], [200, 'complete'])
  }
}

/** id to text of everything in the collection, each once, in the order of its dates. */
async function collectionOf(ask: Ask, guide: Guide): Promise<Map<string, string>> {
  const stored = new Map<string, string>()
  for (let next = ''; ; ) {
    const answer = await patiently(() => ask(`${objectsPath(guide)}?limit=5000${next}`, { token: accountOf(guide, 'Mette Lindqvist').token, headers: { accept: TAXII } }))
    assert.equal(answer.status, 200, answer.text)
    for (const [id, text] of slicesOf(answer.text)) {
      assert.ok(!stored.has(id), `${id} is there twice`)
      stored.set(id, text)
    }
    const { more, next: cursor } = answer.json()
    if (more !== true) return stored
    next = `&next=${encodeURIComponent(cursor)}`
  }
}

/** On a busy machine a hub that has just started may ask to be asked again. */
async function patiently(ask: () => Promise<Answer>): Promise<Answer> {
  for (let turn = 1; ; turn++) {
    const answer = await ask()
    if (answer.status !== 503 || turn === 60) return answer
    await sleep(500)
  }
}

/** Objects of this test in their own bytes, all others as what they say. */
function slicesOf(text: string): [string, string][] {
  const { objects = [] } = JSON.parse(text) as { objects?: { id: string }[] }
  const own = new Map([...text.matchAll(/\{"type": "indicator",  .*?"x_filling":"x*"\}/g)].map(([slice]) => [(JSON.parse(slice) as { id: string }).id, slice]))
  return objects.map((object) => [object.id, own.get(object.id) ?? JSON.stringify(object)])
}

/** Statuses, facts and objects tell one story. `since`, in microseconds: the statuses of the sample are older, and end by themselves. */
async function checkBooks(database: Database, since: number): Promise<void> {
  await database.read(async (tx) => {
    const one = async (sql: string): Promise<number> => Number((await tx.get<{ n: number }>(sql))?.n)
    const said = (await tx.all<{ body: string }>('select body from exchange_status where at >= ?', since)).map(({ body }) => JSON.parse(body) as { total_count: number; success_count: number; failure_count: number })
    const facts = (await tx.all<{ at: number; body: string }>(`select at, body from facts where kind = 'exchange.received'`)).map(({ at, body }) => ({ at, ...(JSON.parse(body) as { objects: number; merged: number }) }))
    const objects = await one('select count(*) as n from exchange_object')
    const fresh = facts.filter(({ at }) => at >= since)
    assert.equal(fresh.length, said.length, 'a fact for each POST')
    assert.equal(facts.reduce((sum, fact) => sum + fact.objects, 0), objects, 'the facts count what is stored')
    assert.equal(said.reduce((sum, status) => sum + status.success_count, 0), fresh.reduce((sum, fact) => sum + fact.objects + fact.merged, 0), 'the statuses count what was taken')
    assert.ok(said.every((status) => status.total_count === status.success_count + status.failure_count))
    assert.equal(await one('select count(*) as n from exchange_mend'), 0)
    assert.equal(await one('select count(*) as n from (select collection, added from exchange_object group by collection, added having count(*) > 1) twice'), 0, 'each date added once')
    assert.equal(await one('select count(*) as n from exchange_object o join exchange_collection c on c.key = o.collection where o.added > c.last_added'), 0)
  })
}

const objectsPath = ({ taxii }: Guide): string => `/taxii2/alliance/collections/${taxii.collection}/objects/`
