/** Witnesses over real sockets: nothing is published without the quorum, and what they have seen is believed. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { checkPolicy, noteSigner, openCheckpoint, parsePolicy, parseSignedCheckpoint, printNote, signCheckpoint, verifierOf, verifyConsistency } from '@openaccord/tlog'
import { verifyConflict } from '@openaccord/verifier'
import { openDatabase, type Database } from '../../platform/database.ts'
import { until } from '../../platform/testing/until.ts'
import { loadKey } from './key.ts'
import { allowOf, openPlace, openTestLedger, openWitness, ORIGIN, policyOf, type PlaceOfLog, type TestLedger, type TestWitness, type Wish } from './testing/ledger.ts'

describe('witnesses', () => {
  let place: PlaceOfLog, database: Database, ledger: TestLedger, vkey = ''
  let witnesses: TestWitness[] = []
  let wish: Wish = {}

  before(async () => {
    place = await openPlace()
    witnesses = await Promise.all(['north', 'south'].map((name) => openWitness(name, () => vkey)))
    wish = { policy: policyOf(witnesses, 'all'), allow: allowOf(witnesses) }
    database = await openDatabase(`sqlite:${join(place.folder, 'hub.sqlite')}`)
    // the key comes with the first start, and witnesses are told of it before they cosign
    const first = await openTestLedger(database, place)
    await first.settled()
    vkey = (await first.status()).vkey!
    await first.close()
    ledger = await openTestLedger(database, place, wish)
  })
  after(async () => {
    await ledger.close()
    await database.close()
    await Promise.all(witnesses.map((witness) => witness.close()))
    await place.remove()
  })
  const checkpoint = (): Promise<string> => readFile(join(place.log, 'checkpoint'), 'utf8')
  const sizeNow = async (): Promise<number> => parseSignedCheckpoint(await checkpoint()).size

  test('a checkpoint carries both, and holds against the policy that the log publishes', async () => {
    await ledger.state(3)
    await ledger.settled()
    const { size, witnesses: lines } = await ledger.status()
    assert.equal(size, 4, 'three, and by whom the log is witnessed')
    const policy = parsePolicy(`log ${vkey}\n${witnesses.map(({ line }) => line).join('')}group both all north south\nquorum both\n`)
    const { cosigned } = await checkPolicy(policy, await checkpoint())
    assert.deepEqual(cosigned.map(({ witness }) => witness.name).sort(), ['north', 'south'])
    for (const line of lines) assert.ok(line.cosigned !== null && line.size === 4 && line.trouble === null)
    assert.equal((await ledger.entry('0')).entry.proof, 'witnessed')
  })

  test('without the quorum the earlier checkpoint stays, health says so, and with it the log goes on by itself', async () => {
    witnesses[1]!.down = true
    const before = await checkpoint()
    const [id] = await ledger.state(1)
    await until(async () => (await ledger.status()).quorumMissingSince !== null, 'it did not notice')
    assert.equal(await checkpoint(), before)
    await assert.rejects(ledger.health(), /waits for witnesses.*south/)
    const { entry } = await ledger.entry(id!)
    assert.deepEqual([entry.proof, entry.index], ['waiting', 4], 'it is kept, and not proven')
    await ledger.state(2)
    witnesses[1]!.down = false
    await until(async () => (await sizeNow()) === 7, 'it does not go on')
    await until(() => ledger.health().then(() => true, () => false), 'it still says so')
    assert.equal((await ledger.status()).quorumMissingSince, null)
  })

  test('a witness that is slow holds up nobody while the others are enough', async () => {
    await ledger.close()
    ledger = await openTestLedger(database, place, { ...wish, policy: policyOf(witnesses, 'any') })
    await ledger.settled()
    witnesses[0]!.slowMs = 4_500
    const began = performance.now()
    const size = await sizeNow()
    await ledger.state(1)
    await until(async () => (await sizeNow()) > size, 'it waits')
    assert.ok(performance.now() - began < 4_500)
    witnesses[0]!.slowMs = 0
  })

  test('a witness that has lost its memory is told everything again', async () => {
    await ledger.close()
    ledger = await openTestLedger(database, place, wish)
    await ledger.state(1)
    await ledger.settled()
    witnesses[0]!.records.clear()
    const size = await sizeNow()
    await ledger.state(1)
    await until(async () => (await sizeNow()) === size + 1, 'it does not go on')
  })

  test('a store and a guard that are both old: the witness has seen more, and nothing more is published', async () => {
    const { copyFile, cp } = await import('node:fs/promises')
    await ledger.close()
    await database.snapshot(join(place.folder, 'old.sqlite'))
    await cp(place.guard, join(place.folder, 'old-guard'), { recursive: true })
    ledger = await openTestLedger(database, place, wish)
    const size = await sizeNow()
    await ledger.state(5)
    await until(async () => (await sizeNow()) === size + 5, 'it does not go on')
    await copyFile(join(place.folder, 'old.sqlite'), join(place.folder, 'restored.sqlite'))
    const restored = await openDatabase(`sqlite:${join(place.folder, 'restored.sqlite')}`)
    const elsewhere = { log: join(place.folder, 'other-log'), guard: join(place.folder, 'old-guard') }
    const back = await openTestLedger(restored, elsewhere, wish)
    await back.state(1)
    await until(async () => (await back.status()).standstill?.code === 'witness-ahead', 'it was not noticed')
    assert.equal((await readFile(join(elsewhere.log, 'checkpoint'), 'utf8').catch(() => '')), '', 'nothing was published')
    await back.close()
    // and without the monitoring address it is the 409 that says so
    const { records } = witnesses[0]!
    assert.ok(records.get(ORIGIN)!.record.size === size + 5, 'the witness was shown nothing else')
    await restored.close()
  })

  test('a checkpoint with our signature that we have not made: both are kept as a file, and nothing more is signed', async () => {
    const key = (await loadKey(place.guard, undefined))!
    const size = await sizeNow()
    const forged = printNote(await signCheckpoint({ origin: ORIGIN, size: size - 2, root: new Uint8Array(32).fill(7), extensions: [] }, [noteSigner(ORIGIN, key)]))
    witnesses[0]!.records.set(ORIGIN, { record: { size: size - 2, root: new Uint8Array(32).fill(7) }, note: forged })
    const before = await checkpoint()
    await ledger.state(1)
    await until(async () => (await ledger.status()).standstill?.code === 'conflict', 'it was not noticed')
    assert.equal(await checkpoint(), before)
    const { conflicts } = await ledger.status()
    assert.equal(conflicts, 1)
    const { listConflicts } = await import('./store/checkpoints.ts')
    const file = JSON.parse((await database.read(listConflicts))[0]!)
    const [ours, theirs] = await Promise.all((file.checkpoints as string[]).map((note) => openCheckpoint(note, { verifiers: [verifierOf(vkey)], origin: ORIGIN })))
    const root = Buffer.from(file.between.root, 'base64')
    verifyConsistency({ oldSize: file.between.size, oldRoot: root, newSize: ours!.size, newRoot: ours!.root, proof: (file.between.proof as string[]).map((hash) => Buffer.from(hash, 'base64')) })
    assert.ok(theirs!.size === file.between.size && !root.equals(theirs!.root), 'ours has another beginning than theirs')
    const trust = { policy: `log ${vkey}\nquorum none\n` }
    assert.equal((await verifyConflict(JSON.stringify(file), trust)).answer, 'verified', 'anyone can tell')
    await ledger.close()
    ledger = await openTestLedger(database, place, wish)
    await until(async () => (await ledger.status()).standstill?.code === 'conflict', 'a start does not forget it')
  })
})
