/** What one can ask the log and do to it: entries on their way and found again, payloads taken away, seals and their deadlines. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseEntry } from '@openaccord/facts'
import { anonymous, Refusal, SECOND } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import type { Database } from '../../platform/database.ts'
import { open as openSealed, seal } from './seal.ts'
import { findPayload } from './store/entries.ts'
import { openPlace, openTestLedger, organisation, random, SECRETARY, type TestLedger } from './testing/ledger.ts'

const code = (wanted: string) => (error: unknown): boolean => error instanceof Refusal && error.code === wanted

describeOnEveryEngine('the ledger’s verbs', (open) => {
  async function atWork(work: (ledger: TestLedger, database: Database, time: { now: number }) => Promise<void>): Promise<void> {
    const place = await openPlace()
    const database = await open()
    const time = { now: 1_800_000_000 * SECOND }
    const ledger = await openTestLedger(database, place, { clock: () => time.now })
    try {
      await work(ledger, database, time)
    } finally {
      await ledger.close()
      await place.remove()
    }
  }

  test('entries are found by what they are about, by kind, by time, page after page', () => atWork(async (ledger, database) => {
    const [one, other] = [organisation(), organisation()]
    const write = (kind: string, at: number, who: string) => database.transact((tx) => ledger.journal.write(tx, { room: 'members', kind, at, body: { organisation: who, name: 'A' } }))
    for (let n = 0; n < 6; n++) await write(n % 2 === 0 ? 'organisation.admitted' : 'organisation.left', n * SECOND, n < 3 ? one : other)
    await ledger.settled()
    const indexes = async (question: Parameters<TestLedger['entries']>[0]) => (await ledger.entries(question)).entries.map(({ index }) => index)
    assert.deepEqual(await indexes({}), [5, 4, 3, 2, 1, 0])
    assert.deepEqual(await indexes({ about: one }), [2, 1, 0])
    assert.deepEqual(await indexes({ about: other, fact: ['members.organisation.left'] }), [5, 3])
    assert.deepEqual(await indexes({ since: 2 * SECOND, until: 4 * SECOND }), [3, 2])
    assert.deepEqual(await indexes({ about: 'org_x' }), [])
    const first = await ledger.entries({ limit: 4 })
    assert.deepEqual((await ledger.entries({ limit: 4, cursor: first.cursor! })).entries.map(({ index }) => index), [1, 0])
    assert.equal((await ledger.entries({ limit: 6 })).cursor, null)
    await assert.rejects(ledger.entries({ cursor: 'x' }), code('ledger.bad-cursor'))
    const { entry, leaf, parsed, payload } = await ledger.entry('0')
    assert.equal(parseEntry(leaf).id, entry.id)
    assert.deepEqual(parsed, { name: 'A', organisation: one })
    assert.equal((await ledger.entry(entry.id)).payload, payload)
    for (const name of ['6', 'fact_00000000000000000000']) await assert.rejects(ledger.entry(name), code('ledger.no-such-entry'))
  }))

  test('a payload taken away is gone everywhere, with its reason; the leaf and its proof stay', () => atWork(async (ledger, database) => {
    const who = organisation()
    // two entries that say the very same share one payload
    for (let n = 0; n < 2; n++) await database.transact((tx) => ledger.journal.write(tx, { room: 'members', kind: 'organisation.left', at: n, body: { organisation: who, by: 'person_0123456789abcdefghjk' } }))
    const [id] = await ledger.state(1)
    await ledger.settled()
    const before = await ledger.entry('0')
    await assert.rejects(ledger.removePayload(anonymous, '0', 'because'), code('door.sign-in-needed'))
    await assert.rejects(ledger.removePayload({ ...SECRETARY, may: new Set() }, '0', 'because'), code('door.no-right'))
    const removed = await ledger.removePayload(SECRETARY, '0', 'it was an error')
    assert.equal(removed.removed?.reason, 'it was an error')
    await ledger.settled()
    for (const name of ['0', '1']) {
      const { entry, payload, leaf } = await ledger.entry(name)
      assert.deepEqual([payload, entry.removed?.reason], [null, 'it was an error'])
      if (name === '0') assert.equal(leaf, before.leaf)
      assert.match(await ledger.proof(Number(name), 'newest'), /^c2sp\.org\/tlog-proof@v1\nindex /)
    }
    const facts = await database.read((tx) => tx.all<{ body: string }>('select body from facts order by seq limit 2'))
    assert.ok(facts.every(({ body }) => !body.includes(who)), 'out of the journal too')
    assert.deepEqual(await database.read((tx) => findPayload(tx, before.entry.payload.sha256)), { removed: 'it was an error' })
    const last = await ledger.entry('3')
    assert.deepEqual([last.entry.fact, last.entry.removes], ['ledger.payload-removed', { id: before.entry.id, reason: 'it was an error' }])
    assert.doesNotMatch(last.payload ?? '', /person_/)
    await assert.rejects(ledger.removePayload(SECRETARY, '1', 'again'), code('ledger.removed-already'))
    await assert.rejects(ledger.removePayload(SECRETARY, '3', 'again'), code('ledger.reason-stays'))
    assert.equal((await ledger.evidence(0)).removed, 'it was an error')
    const [key] = await database.transact((tx) => ledger.journal.write(tx, { room: 'members', kind: 'key.confirmed', at: Date.now() * 1000, body: { organisation: who, key: 'key_0123456789abcdefghjk', keyid: 'a'.repeat(64), domain: 'quay.example', proof: 'dns' } }))
    await ledger.settled()
    await assert.rejects(ledger.removePayload(SECRETARY, key!.id, 'because'), code('ledger.key-stays'))
    assert.notEqual((await ledger.entry(id!)).payload, null)
  }))

  test('a seal is kept, is overdue by itself, and is opened by what was sealed and nothing else', () => atWork(async (ledger, database, time) => {
    const who = organisation()
    const text = Buffer.from('{"embargo":"until Tuesday"}')
    const { body, secret } = seal(random, { about: [who], payload: text, openBy: time.now + 60 * SECOND })
    const write = async (kind: string, what: Parameters<TestLedger['journal']['write']>[1]['body']) => (await database.transact((tx) => ledger.journal.write(tx, { room: 'cases', kind, at: time.now, body: what })))[0]!.id
    const sealed = await write('embargo.agreed', body)
    await ledger.settled()
    const states = async () => (await ledger.seals(undefined)).seals.map(({ state }) => state)
    assert.deepEqual(await states(), ['sealed'])
    const shown = await ledger.entry(sealed)
    assert.deepEqual([shown.payload, shown.parsed, shown.entry.form], [null, null, 'sealed'])
    await assert.rejects(ledger.removePayload(SECRETARY, sealed, 'because'), code('ledger.nothing-beside'))
    time.now += 61 * SECOND
    assert.deepEqual(await states(), ['overdue'])
    const commitment = shown.entry.payload.sha256
    assert.throws(() => openSealed({ about: [who], opens: sealed, commitment, secret: { ...secret, payload: Buffer.from('{}') } }), code('ledger.wrong-opening'))
    await write('embargo.ended', { about: [who], opens: sealed, salt: Buffer.alloc(32).toString('base64'), payload: text.toString('base64') })
    await ledger.settled()
    assert.deepEqual(await states(), ['overdue'], 'an opening that does not fit opens nothing')
    const opening = await write('embargo.ended', openSealed({ about: [who], opens: sealed, commitment, secret }))
    await ledger.settled()
    const [seen] = (await ledger.seals('opened')).seals
    assert.equal(seen?.openedBy, opening)
    assert.deepEqual((await ledger.seals('overdue')).seals, [])
    const { opens, keys } = await ledger.evidence(opening)
    assert.deepEqual(keys, [])
    assert.equal(parseEntry(Buffer.from(opens!.entry, 'base64').toString()).id, sealed)
  }))
})
