/**
 * Two hubs on one PostgreSQL are one log: both serve the same files, one writes, and when it is gone the other goes on. What
 * the hub gives out as evidence is what the verifier, which knows nothing of the hub, finds verified.
 */
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { parseSignedCheckpoint, printTilePath, tilesOfGrowth } from '@openaccord/tlog'
import { verifyEvidence } from '@openaccord/verifier'
import { allowOf, openWitness, type TestWitness } from '../server/src/capabilities/ledger/testing/ledger.ts'
import { NO_POSTGRES, postgresIsHere, sharedPostgres } from '../server/src/platform/testing/postgres.ts'
import { until } from '../server/src/platform/testing/until.ts'
import type { Ask } from './asking.ts'
import { accountOf } from './everywhere.ts'
import { startHub, type Hub } from './hub.ts'
import { freePort } from './start.ts'

describe('one log of two hubs', { skip: postgresIsHere() ? false : NO_POSTGRES }, () => {
  let folders: string[] = []
  let a: Hub, b: Hub
  let witnesses: TestWitness[] = []
  let vkey = '', token = '', organisation = ''

  before(async () => {
    const database = await (await sharedPostgres()).freshUrl()
    folders = await Promise.all(['a', 'b'].map((name) => mkdtemp(join(tmpdir(), `accord-log-${name}-`))))
    witnesses = await Promise.all(['north', 'south'].map((name) => openWitness(name, () => vkey)))
    const policy = join(folders[0]!, 'witnesses.policy')
    await writeFile(policy, `${witnesses.map(({ line }) => line).join('')}group both all north south\nquorum both\n`)
    const port = await freePort()
    const env = { OPENACCORD_ORIGIN: `http://localhost:${port}`, OPENACCORD_WITNESS_POLICY: policy, OPENACCORD_OUTBOUND_ALLOW: allowOf(witnesses).join(','), OPENACCORD_LEDGER_PUBLISH_MS: '50' }
    a = await startHub({ word: 'bare', folder: folders[0]!, database, port, env })
    vkey = (await a.ask('/api/v1/log')).json().vkey
    // the keys of one log and one vault, brought to the second hub by whoever runs both
    b = await startHub({ word: 'bare', folder: folders[1]!, database, env: { ...env, OPENACCORD_LEDGER_KEY: join(folders[0]!, 'guard', 'log.key'), OPENACCORD_VAULT_KEY: join(folders[0]!, 'vault.key') } })
    token = accountOf(a.guide(), 'Ines Okafor').token
    organisation = (await a.ask('/api/v1/me', { token })).json().organisation.id
  })
  after(async () => {
    await Promise.all([a?.kill(), b?.kill()])
    await Promise.all(witnesses.map((witness) => witness.close()))
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
  })

  const tell = async (ask: Ask, name: string): Promise<void> => void assert.equal((await ask(`/api/v1/organisations/${organisation}`, { method: 'PATCH', token, json: { name } })).status, 200)
  test('both serve the same checkpoint and the same tiles, byte for byte', async () => {
    for (let n = 0; n < 20; n++) await tell([a, b][n % 2]!.ask, `Secretariat ${n}`)
    await until(async () => (await covered(a.ask)) && (await covered(b.ask)), 'they do not come together')
    const [one, other] = await Promise.all([a.ask('/log/checkpoint'), b.ask('/log/checkpoint')])
    assert.equal(one.text, other.text)
    for (const tile of tilesOfGrowth(0, parseSignedCheckpoint(one.text).size)) {
      const [here, there] = await Promise.all([a.ask(`/log/${printTilePath(tile)}`), b.ask(`/log/${printTilePath(tile)}`)])
      assert.deepEqual([here.status, there.status], [200, 200], printTilePath(tile))
      assert.deepEqual(here.bytes, there.bytes, printTilePath(tile))
    }
    const guards = await Promise.all(folders.map((folder) => readFile(join(folder, 'guard', 'checkpoint'), 'utf8')))
    assert.equal(parseSignedCheckpoint(guards[0]!).note.text, parseSignedCheckpoint(guards[1]!).note.text)
  })

  test('evidence from either hub is verified by the verifier, and a changed byte is not', async () => {
    const policy = (await b.ask('/log/policy')).text
    const acts = (await a.ask('/api/v1/log/entries?limit=200')).json().entries as { index: number; form: string; fact: string }[]
    const wanted = [acts.find(({ form }) => form === 'act'), acts.find(({ form }) => form === 'fact')].filter((entry) => entry !== undefined)
    for (const [at, { index, fact }] of wanted.entries()) {
      const file = (await [a, b][at % 2]!.ask(`/log/evidence/${index}`)).text
      const { answer, steps } = await verifyEvidence(file, { policy }, Math.floor(Date.now() / 1000))
      assert.equal(answer, 'verified', `${fact}: ${JSON.stringify(steps, null, 1)}`)
      const changed = JSON.parse(file) as { entry: string }
      const bytes = Buffer.from(changed.entry, 'base64')
      bytes[bytes.length - 10]! ^= 1
      changed.entry = bytes.toString('base64')
      assert.equal((await verifyEvidence(JSON.stringify(changed), { policy })).answer, 'refused')
    }
  })

  test('the one that writes is killed: the other goes on where it was', async () => {
    await tell(a.ask, 'before')
    await a.kill()
    await tell(b.ask, 'after the first is gone')
    await until(() => covered(b.ask), 'nobody writes')
    const { standstill, size } = (await b.ask('/api/v1/log')).json()
    assert.equal(standstill, null)
    assert.ok(size > 20)
  })
})

const sizeAt = async (ask: Ask): Promise<number> => {
  const { status, text } = await ask('/log/checkpoint')
  return status === 200 ? parseSignedCheckpoint(text).size : -1
}

const covered = async (ask: Ask): Promise<boolean> => {
  const { waiting, size, appended } = (await ask('/api/v1/log')).json()
  return waiting === 0 && size === appended && (await sizeAt(ask)) === size
}
