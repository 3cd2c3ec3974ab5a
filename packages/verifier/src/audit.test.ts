/** A whole log, audited and watched: what is right, and every attack built and seen. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseEntry, printEntry, sealedBytes, type Entry } from '@openaccord/facts'
import { auditLog, type Audit, type AuditOptions } from './audit.ts'
import { parseConflict, printConflict, verifyConflict } from './conflict.ts'
import { VerifierError } from './errors.ts'
import { readEntryHead } from './fast-entry.ts'
import { parseState, printState } from './log-state.ts'
import { monitorLog } from './monitor.ts'
import { createPaperHub, keyFrom, ORG, OTHER_ORG, START, type PaperHub } from './testing/paper-hub.ts'

const [first, second] = [await keyFrom('first'), await keyFrom('second')]
const NOW = START + 365 * 86_400

const tell = ({ answer, steps }: Pick<Audit, 'answer' | 'steps'>): string => [answer, ...steps.filter(({ outcome }) => outcome !== 'ok').map(({ name, code }) => `${name}:${code}`)].join(' ')
const audit = async (hub: PaperHub, more: Partial<AuditOptions> = {}): Promise<Audit> =>
  auditLog({ checkpoint: await hub.checkpoint(), fetchTile: hub.fetchTile, fetchPayload: hub.fetchPayload, trust: { policy: hub.policyText }, now: NOW, ...more })

async function smallHub(entries = 3) {
  const hub = await createPaperHub()
  await hub.registerKey(first)
  await hub.signAct(first)
  for (let index = 3; index < entries; index++) hub.tell('members', 'organisation.described', { organisation: OTHER_ORG, name: `Name ${index}` })
  return hub
}

test('a log that is right', async (t) => {
  for (const size of [3, 255, 256, 257, 600, 66_000]) {
    await t.test(`of ${size} entries`, async () => {
      const hub = await smallHub(size)
      let last: [number, number] = [0, 0]
      // of the long one only the tree: its payloads are like those of the others
      const fetchPayload = size > 1_000 ? undefined : hub.fetchPayload
      const found = await audit(hub, { fetchPayload, onProgress: (done, all) => (last = [done, all]) })
      assert.equal(tell(found), 'verified')
      assert.deepEqual(last, [size, size])
      assert.equal(found.figures?.entries, size)
      assert.equal(found.figures?.actsChecked, size > 1_000 ? 0 : 1)
      assert.equal(found.limits[0]?.code, 'first-time')
      // and again, from what was kept
      const again = await audit(hub, { fetchPayload, from: parseState(printState(found.state!)) })
      assert.equal(tell(again), 'verified')
      assert.ok(!again.limits.some(({ code }) => code === 'first-time'))
    })
  }
  await t.test('an empty one', async () => assert.equal(tell(await audit(await createPaperHub())), 'verified'))
  await t.test('after its partial tiles were collected', async () => {
    const hub = await smallHub(100)
    const early = await hub.checkpoint()
    for (let index = 100; index < 700; index++) hub.tell('members', 'organisation.left', { organisation: OTHER_ORG })
    await hub.checkpoint()
    for (const path of hub.files.keys()) if (path.endsWith('.p/100')) hub.files.delete(path)
    assert.equal(tell(await audit(hub, { checkpoint: early })), 'verified')
  })
})

test('without trust, or with too little, nothing is verified', async () => {
  const hub = await smallHub()
  assert.equal(tell(await audit(hub, { trust: {} })), 'not-covered checkpoint:no-policy')
  assert.equal(tell(await audit(hub, { checkpoint: await hub.checkpoint({ by: ['w1.example'] }) })), 'refused witnesses:quorum-missed')
  assert.equal((await audit(hub, { trust: {} })).state, undefined)
})

test('one flipped bit, in any bundle or tile, and the audit sees it', async () => {
  const hub = await smallHub(700)
  const checkpoint = await hub.checkpoint()
  const paths = [...hub.files.keys()]
  await fc.assert(fc.asyncProperty(fc.constantFrom(...paths), fc.nat(), fc.nat(7), async (path, at, bit) => {
    const fetchTile = async (asked: string) => {
      const bytes = hub.files.get(asked)
      return asked === path && bytes !== undefined ? bytes.with(at % bytes.length, bytes[at % bytes.length]! ^ (1 << bit)) : bytes
    }
    assert.match(tell(await audit(hub, { checkpoint, fetchTile, fetchPayload: undefined })), /^refused/, path)
  }), { numRuns: 60 })
})

test('one flipped bit in any payload', async () => {
  const hub = await smallHub()
  for (const [sha256, bytes] of hub.payloads) {
    const fetchPayload = async (asked: string) => (asked === sha256 ? bytes.with(bytes.length >> 1, bytes[bytes.length >> 1]! ^ 1) : hub.fetchPayload(asked))
    assert.equal(tell(await audit(hub, { fetchPayload })), 'refused acts:acts-refused')
  }
})

test('what a hub can do wrong, and is seen', async (t) => {
  const cases: [name: string, says: string, spoil: (hub: PaperHub) => Promise<Partial<AuditOptions> | void>][] = [
    ['an entry in another form', 'refused entries:entries-refused', async (hub) => void hub.addLeaf(Buffer.from('{"v":1}'))],
    ['an id that was there before', 'refused entries:entries-refused', async (hub) => void hub.addLeaf(hub.leaves[0]!)],
    ['an entry dated after it was seen', 'refused entries:entries-refused', async (hub) => void hub.tell('members', 'organisation.left', { organisation: ORG }, NOW)],
    ['a tile that is not there', 'refused tree:tile-missing', async (hub) => ({ fetchTile: async (path) => (path.startsWith('tile/0') ? undefined : hub.fetchTile(path)) })],
    ['a payload that is not there', 'refused acts:acts-refused', async (hub) => void hub.payloads.delete(hub.entry(2).payload.sha256)],
    ['a payload taken away without a word', 'refused acts:acts-refused', async (hub) => void hub.removed.set(hub.entry(2).payload.sha256, 'x')],
    ['an act by a key that was never registered', 'refused acts:acts-refused', async (hub) => void (await hub.signAct(second))],
    ['an act by a key not confirmed yet', 'refused acts:acts-refused', async (hub) => {
      await hub.act([second], 'key-registration', { publicKey: second.hex })
      await hub.signAct(second)
    }],
    ['an act by a retired key', 'refused acts:acts-refused', async (hub) => {
      hub.tell('members', 'key.retired', { organisation: ORG, keyid: first.keyid, reason: 'rotated' })
      await hub.signAct(first)
    }],
    ['an act signed for another alliance', 'refused acts:acts-refused', async (hub) => void (await hub.signAct(first, { alliance: 'elsewhere.example' }))],
    ['an opening of nothing', 'refused entries:entries-refused acts:acts-refused', async (hub) =>
      void hub.tell('pledges', 'x.opened', { about: [], opens: 'fact_99999999999999999999', salt: randomBytes(32).toString('base64'), payload: 'eA==' }, START + 180).toFixed()],
    ['a root that is not that of the entries', 'refused tree:root-differs', async (hub) => ({ checkpoint: await hub.checkpoint({ root: randomBytes(32) }) })],
  ]
  for (const [name, says, spoil] of cases) {
    await t.test(name, async () => {
      const hub = await smallHub()
      const more = (await spoil(hub)) ?? {}
      assert.match(tell(await audit(hub, more)), new RegExp(`^${says.replace(' acts:acts-refused', '( acts:acts-refused)?')}$`))
    })
  }
})

test('seals: overdue by themselves, opened late, taken away with a reason', async () => {
  const hub = await smallHub()
  const seal = (words: string) => {
    const [salt, payload] = [randomBytes(32), Buffer.from(words)]
    const commitment = createHash('sha256').update(sealedBytes(salt, payload)).digest('hex')
    const index = hub.tell('pledges', 'decision', { about: [], sealed: { commitment, size: payload.length, openBy: '2026-11-02T00:00:00Z' } })
    return { index, body: { about: [], opens: hub.entry(index).id, salt: salt.toString('base64'), payload: payload.toString('base64') } }
  }
  const [never, intime, late] = [seal('never'), seal('in time'), seal('late')]
  hub.tell('pledges', 'decision.opened', intime.body)
  hub.tell('pledges', 'decision.opened', late.body, START + 10 * 86_400)
  hub.removed.set(hub.entry(2).payload.sha256, 'a court ordered it')
  hub.tell('ledger', 'payload-removed', { removes: hub.entry(2).id, reason: 'a court ordered it' })
  const found = await audit(hub, { checkpoint: await hub.checkpoint({ time: START + 11 * 86_400 }) })
  assert.equal(tell(found), 'verified')
  assert.deepEqual(found.overdue.map(({ index }) => index), [never.index])
  assert.deepEqual(found.late.map(({ index }) => index), [late.index])
  assert.deepEqual([found.figures?.sealed, found.figures?.opened, found.figures?.removed], [3, 2, 1])
  const before = await audit(hub, { now: Date.parse('2026-11-01T12:00:00Z') / 1000, checkpoint: await hub.checkpoint({ time: START + 11 * 86_400 }) })
  assert.equal(tell(before), 'refused times:future-time')
})

test('a key in doubt: the log did nothing wrong, its acts are told', async () => {
  const hub = await smallHub()
  await hub.signAct(first)
  hub.tell('members', 'key.compromised', { organisation: ORG, keyid: first.keyid, firstDoubt: '2026-11-01T00:02:30Z' })
  const found = await audit(hub)
  assert.equal(tell(found), 'verified')
  assert.deepEqual([found.doubted.map(({ index }) => index), found.undecided], [[3], 1])
  await hub.signAct(first)
  assert.equal(tell(await audit(hub)), 'refused acts:acts-refused')
})

test('split views, and logs that go back', async (t) => {
  const hub = await smallHub(300)
  const kept = (await audit(hub)).state!
  const liar = await smallHub(300)
  liar.tell('members', 'organisation.left', { organisation: ORG })
  await t.test('it goes on: consistent', async () => {
    const more = await smallHub(300)
    for (let index = 0; index < 400; index++) more.tell('members', 'organisation.described', { organisation: OTHER_ORG, name: `Later ${index}` })
    assert.equal(tell(await audit(more, { from: kept })), 'verified')
  })
  await t.test('another history of another length', async () => {
    const other = await createPaperHub()
    for (let index = 0; index < 400; index++) other.tell('members', 'organisation.described', { organisation: OTHER_ORG, name: `Other ${index}` })
    const found = await audit(other, { from: kept })
    assert.equal(tell(found), 'refused consistency:rewritten')
    assert.equal(found.state, undefined)
    const text = printConflict(found.conflicts[0]!)
    const verdict = await verifyConflict(text, { policy: hub.policyText }, NOW)
    assert.deepEqual([verdict.answer, verdict.steps.at(-1)?.code, verdict.witnesses], ['verified', 'other-prefix', ['W1', 'W2']])
    assert.equal(printConflict(parseConflict(text)), text)
    assert.equal((await verifyConflict(text, {}, NOW)).answer, 'not-covered')
    // a file that shows nothing
    const { origin, checkpoints, between } = parseConflict(text)
    assert.equal((await verifyConflict({ origin, checkpoints }, { policy: hub.policyText }, NOW)).answer, 'not-covered')
    assert.equal((await verifyConflict({ origin, checkpoints, between: { ...between!, root: randomBytes(32) } }, { policy: hub.policyText }, NOW)).answer, 'refused')
    // a bit of what was signed, of the log's signature, of the proof
    const log = checkpoints[0].indexOf(`\u2014 ${hub.origin}`) + hub.origin.length + 12
    for (const at of [3, hub.origin.length + 1, hub.origin.length + 12, log]) {
      const broken = checkpoints[0].slice(0, at) + (checkpoints[0][at] === '1' ? '2' : '1') + checkpoints[0].slice(at + 1)
      assert.notEqual((await verifyConflict({ origin, checkpoints: [broken, checkpoints[1]], between: between! }, { policy: hub.policyText }, NOW)).answer, 'verified', `character ${at}`)
    }
    const proof = between!.proof.map((hash, at) => (at === 1 ? hash.with(5, hash[5]! ^ 1) : hash))
    assert.equal((await verifyConflict({ origin, checkpoints, between: { ...between!, proof } }, { policy: hub.policyText }, NOW)).answer, 'refused')
  })
  await t.test('two roots of one size', async () => {
    const other = await createPaperHub()
    for (let index = 0; index < 300; index++) other.tell('members', 'organisation.described', { organisation: OTHER_ORG, name: `Other ${index}` })
    const found = await audit(hub, { elsewhere: [await other.checkpoint()] })
    assert.equal(tell(found), 'refused consistency:rewritten')
    assert.equal((await verifyConflict(found.conflicts[0]!, { policy: hub.policyText }, NOW)).steps.at(-1)?.code, 'two-roots')
  })
  await t.test('two that can both be true are no conflict', async () => {
    const [early, now] = [await hub.checkpoint({ size: 100 }), await hub.checkpoint()]
    const { answer, steps } = await verifyConflict({ origin: hub.origin, checkpoints: [early, now], between: { size: 100, root: hub.rootAt(100), proof: [] } }, { policy: hub.policyText }, NOW)
    assert.deepEqual([answer, steps.at(-1)?.code], ['refused', 'consistent'])
    assert.equal((await verifyConflict({ origin: hub.origin, checkpoints: [now, now] }, { policy: hub.policyText }, NOW)).answer, 'refused')
  })
  await t.test('rolled back', async () => {
    const short = await smallHub(200)
    assert.equal(tell(await audit(short, { from: kept })), 'refused consistency:rolled-back')
  })
  await t.test('a longer one elsewhere is not passed over', async () => {
    assert.equal(tell(await audit(hub, { checkpoint: await hub.checkpoint({ size: 250 }), elsewhere: [await hub.checkpoint()] })), 'not-covered consistency:later')
  })
  await t.test('what was kept of another log', async () => {
    const other = await createPaperHub({ origin: 'elsewhere.example' })
    await assert.rejects(audit(hub, { from: { checkpoint: await other.checkpoint(), seenBy: undefined } }), VerifierError)
    for (const text of ['{}', '{"state":"openaccord/log-state/v1"}', printState(kept).replace('accord.example\\n', '')]) assert.throws(() => parseState(text), VerifierError)
  })
})

test('watching', async (t) => {
  const hub = await smallHub(260)
  const look = async (about: string[], more: Partial<Parameters<typeof monitorLog>[0]> = {}) =>
    monitorLog({ checkpoint: await hub.checkpoint(), fetchTile: hub.fetchTile, fetchPayload: hub.fetchPayload, trust: { policy: hub.policyText }, now: NOW, about, ...more })
  const table: [name: string, about: string[], found: number[]][] = [
    ['an organisation', [ORG], [0, 1, 2]], ['a key, also as a signer', [first.keyid], [0, 1, 2]], ['a name as it was signed', ['northgate  SYSTEMS'], [2]],
    ['not a part of a word', ['Northgat'], []], ['an id of an act', [hub.entry(2).id], [2]], ['a name that the hub states', ['Name 200'], [200]],
  ]
  for (const [name, about, found] of table) await t.test(name, async () => assert.deepEqual((await look(about)).matches.map(({ index }) => index), found))
  const state = (await look([])).state!
  await t.test('only what is new', async () => {
    hub.tell('members', 'organisation.left', { organisation: ORG })
    const seen = await look([ORG], { from: state })
    assert.deepEqual([tell(seen), seen.looked, seen.matches.map(({ index }) => index)], ['verified', 1, [260]])
  })
  await t.test('consistency first: a rewritten log gives no news and no state', async () => {
    const other = await createPaperHub()
    for (let index = 0; index < 400; index++) other.tell('members', 'organisation.described', { organisation: ORG, name: `Other ${index}` })
    const seen = await look([ORG], { from: state, checkpoint: await other.checkpoint(), fetchTile: other.fetchTile })
    assert.deepEqual([tell(seen), seen.matches, seen.state], ['refused consistency:rewritten', [], undefined])
    assert.equal((await verifyConflict(seen.conflict!, { policy: hub.policyText }, NOW)).answer, 'verified')
  })
  await t.test('an altered entry', async () => {
    const seen = await look([ORG], { fetchTile: async (path) => (path.startsWith('tile/entries') ? hub.files.get(path)!.with(9, 33) : hub.fetchTile(path)) })
    assert.match(tell(seen), /^refused tree:/)
  })
  await t.test('what cannot be read is counted', async () => {
    hub.removed.set(hub.entry(2).payload.sha256, 'x')
    assert.equal((await look([ORG])).unread, 1)
  })
})

function readings(text: string): void {
  const strict = attempt(() => parseEntry(text))
  const quick = attempt(() => readEntryHead(text))
  if (strict === undefined) return assert.equal(quick, undefined, text)
  const { id, fact, at, payload, openBy, opens, removes }: Entry = strict
  assert.deepEqual(quick, { id, fact, at, form: payload.form, sha256: payload.sha256, openBy, opens, removes: removes?.id })
}

test('the quick reader takes nothing that the strict one refuses, and reads the same', async () => {
  const hub = await smallHub(4)
  const texts = hub.leaves.map((leaf) => Buffer.from(leaf).toString())
  texts.forEach(readings)
  readings(printEntry({ ...parseEntry(texts[0]!), openBy: '2026-02-28T00:00:00Z', opens: 'fact_0123456789abcdefghjk', removes: { id: 'fact_0123456789abcdefghjk', reason: 'x' } }))
  for (const about of [[], [' '], ['a b'], ['é'], Array(11).fill('x'), ['x'.repeat(201)]]) readings(texts[0]!.replace(/"about":\[.*?\]/, `"about":${JSON.stringify(about)}`))
  for (const at of ['2026-02-30T00:00:00Z', '2026-02-29T00:00:00Z', '2026-01-31T23:59:59.123456Z', '2026-01-01T24:00:00Z', '2026-00-01T00:00:00Z']) readings(texts[0]!.replace(/"at":"[^"]*"/, `"at":"${at}"`))
  fc.assert(fc.property(fc.constantFrom(...texts), fc.nat(), fc.constantFrom(...'{}[]",:0129azA_. \\\u00e9'), fc.nat(2), (text, at, character, how) => {
    const place = at % text.length
    readings(text.slice(0, place) + (how === 0 ? '' : character) + text.slice(place + (how === 1 ? 0 : 1)))
  }), { numRuns: 3_000 })
})

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
