/**
 * Power cuts while the log grows: the hub is killed at a random moment and started again. The log never forks and never
 * shrinks, whoever looked at it and whenever; every act that was acknowledged is in it, once; both witnesses agree.
 */
import assert from 'node:assert/strict'
import { createHash, randomInt } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseEntry } from '@openaccord/facts'
import { checkPolicy, createTileReader, parsePolicy, type Policy, type TileReader } from '@openaccord/tlog'
import { allowOf, openWitness, type TestWitness } from '../server/src/capabilities/ledger/testing/ledger.ts'
import { until } from '../server/src/platform/testing/until.ts'
import { asking, type Ask } from './asking.ts'
import { accountOf, figures, onEveryEngine, SOAK } from './everywhere.ts'
import { startHub, type Hub } from './hub.ts'
import { freePort } from './start.ts'

const ROUNDS = { sqlite: SOAK ? 300 : 3, postgres: SOAK ? 60 : 2 }
const LONGEST_MS = 400

type Seen = Map<number, { note: string; root: Uint8Array }>

onEveryEngine('kill -9 while the log grows', (where) => {
  const rounds = ROUNDS[where.engine]
  test(`never forks it, never shortens it, loses nothing acknowledged, ${rounds} times over`, { timeout: 90_000 + rounds * 30_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'accord-log-kill-'))
    const address = where.engine === 'postgres' ? await where.freshUrl() : `sqlite:${join(folder, 'hub.sqlite')}`
    const port = await freePort()
    let vkey = ''
    const witnesses = await Promise.all(['north', 'south'].map((name) => openWitness(name, () => vkey)))
    const policyFile = join(folder, 'witnesses.policy')
    await writeFile(policyFile, `${witnesses.map(({ line }) => line).join('')}group both all north south\nquorum both\n`)
    const env = { OPENACCORD_WITNESS_POLICY: policyFile, OPENACCORD_OUTBOUND_ALLOW: allowOf(witnesses).join(','), OPENACCORD_LEDGER_PUBLISH_MS: '50' }
    const start = (): Promise<Hub> => startHub({ word: 'bare', folder, database: address, port, env })
    let hub = await start()
    try {
      vkey = (await hub.ask('/api/v1/log')).json().vkey
      const { token } = accountOf(hub.guide(), 'Ines Okafor')
      const organisation = (await hub.ask('/api/v1/me', { token })).json().organisation.id as string
      const acknowledged: string[] = []
      const seen: Seen = new Map()
      await published(hub.ask)
      const policy = parsePolicy((await hub.ask('/log/policy')).text)
      // the sample was published before it had witnesses, and that checkpoint stays until they have cosigned the next
      await until(async () => checkPolicy(policy, (await hub.ask('/log/checkpoint')).text).then(() => true, () => false), 'the witnesses do not cosign')
      for (let round = 0; round < rounds; round++) {
        const stop = new AbortController()
        const many = acknowledged.length
        const work = [...Array.from({ length: 3 }, () => describe(hub.url, { token, organisation, acknowledged }, stop.signal)), watch(hub.url, policy, seen, stop.signal)]
        if (round % 4 !== 3) await until(() => acknowledged.length > many, 'nothing is acknowledged')
        await sleep(randomInt(LONGEST_MS))
        await hub.kill()
        stop.abort()
        await Promise.all(work)
        hub = await start()
        if (SOAK && round % 10 !== 9) continue
        await checkLog(hub, { policy, seen, acknowledged, organisation, witnesses })
      }
      const size = await checkLog(hub, { policy, seen, acknowledged, organisation, witnesses })
      assert.ok(acknowledged.length > 0 && seen.size > 0)
      assert.equal((await hub.ask('/api/v1/log')).json().standstill, null)
      figures(`${where.engine}: ${rounds} kills, ${acknowledged.length} acts acknowledged and all in a log of ${size}, ${seen.size} checkpoints seen and all of one history, two witnesses`)
    } finally {
      await hub.kill()
      await Promise.all(witnesses.map((witness) => witness.close()))
      await rm(folder, { recursive: true, force: true })
    }
  })
})

let last = 0
/** One act after another until there is no answer. */
async function describe(url: string, { token, organisation, acknowledged }: { token: string; organisation: string; acknowledged: string[] }, signal: AbortSignal): Promise<void> {
  const ask = asking(url)
  while (!signal.aborted) {
    const name = `Secretariat ${++last}`
    const answer = await ask(`/api/v1/organisations/${organisation}`, { method: 'PATCH', token, json: { name } }).catch(() => undefined)
    if (answer === undefined) return
    assert.equal(answer.status, 200, answer.text)
    acknowledged.push(name)
  }
}

/** Whatever anyone could have seen, each with both cosignatures. */
async function watch(url: string, policy: Policy, seen: Seen, signal: AbortSignal): Promise<void> {
  const ask = asking(url)
  while (!signal.aborted) {
    const answer = await ask('/log/checkpoint').catch(() => undefined)
    if (answer?.status === 200) await keep(policy, seen, answer.text)
    await sleep(10)
  }
}

async function keep(policy: Policy, seen: Seen, note: string): Promise<{ size: number; root: Uint8Array }> {
  const { checkpoint: { size, root } } = await checkPolicy(policy, note)
  const known = seen.get(size)
  assert.ok(known === undefined || Buffer.compare(known.root, root) === 0, `two histories:\n${known?.note}\n${note}`)
  seen.set(size, { note, root })
  return { size, root }
}

async function published(ask: Ask): Promise<void> {
  await until(async () => {
    const { waiting, size, appended } = (await ask('/api/v1/log')).json()
    return waiting === 0 && size === appended && (await ask('/log/checkpoint')).text.includes(`\n${size}\n`)
  }, 'the log does not go on')
}

type Story = { policy: Policy; seen: Seen; acknowledged: readonly string[]; organisation: string; witnesses: readonly TestWitness[] }

async function checkLog({ ask, url }: Hub, { policy, seen, acknowledged, organisation, witnesses }: Story): Promise<number> {
  await published(ask)
  const checkpoint = await keep(policy, seen, (await ask('/log/checkpoint')).text)
  const reader: TileReader = await createTileReader({ checkpoint, fetchTile: async (path) => {
    const answer = await fetch(`${url}/log/${path}`)
    return answer.status === 200 ? new Uint8Array(await answer.arrayBuffer()) : undefined
  } })
  for (const [size, { root }] of seen) {
    assert.ok(size <= checkpoint.size, `somebody saw ${size} entries and there are ${checkpoint.size}`)
    assert.deepEqual(Buffer.from(await reader.rootAt(size)), Buffer.from(root), `the ${size} entries that were seen are not its beginning`)
  }
  for (const { records } of witnesses) for (const { record } of records.values()) assert.deepEqual(Buffer.from(await reader.rootAt(record.size)), Buffer.from(record.root))
  const ids = new Set<string>()
  const hashes: string[] = []
  for (let bundle = 0; bundle * 256 < checkpoint.size; bundle++) {
    for (const leaf of await reader.entries(bundle)) {
      const entry = parseEntry(Buffer.from(leaf).toString())
      ids.add(entry.id)
      if (entry.fact === 'members.organisation.described' && entry.about.includes(organisation)) hashes.push(entry.payload.sha256)
    }
  }
  assert.equal(ids.size, checkpoint.size, 'each fact once')
  const logged = new Set(hashes)
  for (const name of acknowledged) assert.ok(logged.has(createHash('sha256').update(JSON.stringify({ name, organisation })).digest('hex')), `${name} was acknowledged and is not in the log`)
  return checkpoint.size
}
