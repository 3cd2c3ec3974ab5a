/** The whole chain, in worlds of signed zones: what holds, what is wrong, and what is simply not signed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { AskedType, DnsAnswer } from '../observations.ts'
import { ask, resultOf, saysOf } from '../testing/ask.ts'
import { a, aaaa, cname, mx, ns, txt } from '../testing/records.ts'
import { createKey, dsFor, signSet } from '../testing/signer.ts'
import { createWorld, NOW, PERIOD, type ZonePlan } from '../testing/world.ts'

const DOMAIN = 'northgate.example'
const RECORDS = [a(DOMAIN, '192.0.2.9'), a(DOMAIN, '192.0.2.1'), aaaa(DOMAIN), mx(DOMAIN, 10, `mx1.${DOMAIN}`), mx(DOMAIN, 20, `mx2.${DOMAIN}`), txt(DOMAIN, 'v=spf1 mx -all')]

const plans = (own: Partial<ZonePlan> = {}, parent: Partial<ZonePlan> = {}, root: Partial<ZonePlan> = {}): ZonePlan[] =>
  [{ name: '.', ...root }, { name: 'example', ...parent }, { name: DOMAIN, records: RECORDS, ...own }]

type World = ReturnType<typeof createWorld>
/** `change` may alter any answer on its way. */
async function says(world: World, { domain = DOMAIN, change = (answer: DnsAnswer) => answer, now = NOW } = {}): Promise<string> {
  const asked = await ask(domain, { dns: (name, type) => change(world.ask(name, type)) }, { trustAnchors: world.anchors }, now)
  return saysOf(asked, 'dnssec')
}

const only = (name: string, type: AskedType, change: (answer: DnsAnswer) => DnsAnswer) => (answer: DnsAnswer): DnsAnswer =>
  answer.name === name && answer.type === type ? change(answer) : answer
const without = (dropped: string) => (answer: DnsAnswer): DnsAnswer => ({
  ...answer, answer: answer.answer.filter(({ type }) => type !== dropped), authority: answer.authority.filter(({ type }) => type !== dropped),
})
const timedOut = (answer: DnsAnswer): DnsAnswer => ({ ...answer, outcome: 'timeout', answer: [], authority: [] })

const upper = (answer: DnsAnswer): DnsAnswer => ({ ...answer, answer: answer.answer.map((each) => (each.type === 'MX' ? { ...each, rdata: each.rdata.replace('6d7831', '4d5831') } : each)) })

test('a signed domain is validated', async (t) => {
  const hashing = { salt: 'aabbccdd', iterations: 3, optOut: false }
  const table: [name: string, plans: ZonePlan[]][] = [
    ['with RSA/SHA-256', plans({ algorithm: 8 }, { algorithm: 8 }, { algorithm: 8 })],
    ['with RSA/SHA-512', plans({ algorithm: 10 })],
    ['with ECDSA P-256', plans({ algorithm: 13 })],
    ['with ECDSA P-384 and a SHA-384 digest', plans({ algorithm: 14, digest: 4 })],
    ['with Ed25519', plans({ algorithm: 15 }, { algorithm: 15 })],
    ['below a parent with NSEC3', plans({}, { hashing })],
    ['with NSEC3 of its own', plans({ records: [a(DOMAIN)], hashing })],
    ['without mail and IPv6, which NSEC proves', plans({ records: [a(DOMAIN)] })],
    ['from a wildcard', plans({ records: [a(`*.${DOMAIN}`)] })],
    ['from a wildcard, with NSEC3', plans({ records: [a(`*.${DOMAIN}`)], hashing })],
  ]
  for (const [name, each] of table) {
    await t.test(name, async () => {
      const domain = name.startsWith('from a wildcard') ? `www.${DOMAIN}` : DOMAIN
      assert.equal(await says(createWorld(each), { domain }), 'pass dnssec.validated')
    })
  }
})

test('capitals in names, on the way or in the data, change nothing', async () => {
  const world = createWorld(plans())
  assert.equal(await says(world, { change: only(DOMAIN, 'MX', upper) }), 'pass dnssec.validated')
})

test('a host within a zone, and an alias into another, are validated too', async () => {
  const other = 'hosting.example'
  const world = createWorld([...plans({ records: [...RECORDS, cname(`www.${DOMAIN}`, `web.${other}`), a(`deep.in.${DOMAIN}`)] }), { name: other, records: [a(`web.${other}`)] }])
  const through = (name: string, type: AskedType): DnsAnswer => {
    const first = world.ask(name, type)
    if (name !== `www.${DOMAIN}` || type === 'DS' || type === 'DNSKEY') return first
    const second = world.ask(`web.${other}`, type)
    return { ...second, name, answer: [...first.answer, ...second.answer] }
  }
  for (const domain of [`www.${DOMAIN}`, `deep.in.${DOMAIN}`]) {
    const asked = await ask(domain, { dns: through }, { trustAnchors: world.anchors })
    assert.equal(saysOf(asked, 'dnssec'), 'pass dnssec.validated', domain)
  }
})

test('bogus DNSSEC fails', async (t) => {
  const world = createWorld(plans())
  const stranger = createKey(DOMAIN, 13)
  const table: [name: string, change: (answer: DnsAnswer) => DnsAnswer][] = [
    ['a record that was changed', only(DOMAIN, 'A', (answer) => ({ ...answer, answer: answer.answer.map((each) => (each.type === 'A' ? { ...each, rdata: 'c6336401' } : each)) }))],
    ['a record that was added', only(DOMAIN, 'A', (answer) => ({ ...answer, answer: [...answer.answer, a(DOMAIN, '198.51.100.1')] }))],
    ['a record that was taken away', only(DOMAIN, 'A', (answer) => ({ ...answer, answer: answer.answer.slice(1) }))],
    ['signatures stripped off the answer', only(DOMAIN, 'MX', without('RRSIG'))],
    ['a signature by another key', only(DOMAIN, 'A', (answer) => {
      const set = answer.answer.filter(({ type }) => type === 'A')
      return { ...answer, answer: [...set, signSet(set, DOMAIN, stranger, PERIOD)] }
    })],
    ['keys of another hand', only(DOMAIN, 'DNSKEY', (answer) => ({ ...answer, answer: [stranger.dnskey, signSet([stranger.dnskey], DOMAIN, stranger, PERIOD)] }))],
    ['a key slipped in beside the right one', only(DOMAIN, 'DNSKEY', (answer) => ({ ...answer, answer: [...answer.answer, stranger.dnskey] }))],
    ['no keys although the parent names one', only(DOMAIN, 'DNSKEY', (answer) => ({ ...answer, outcome: 'empty', answer: [] }))],
    ['a DS record of another hand', only(DOMAIN, 'DS', (answer) => ({ ...answer, answer: [dsFor(DOMAIN, stranger)] }))],
    ['the DS record hidden, with nothing to prove that it is not there', only(DOMAIN, 'DS', (answer) => ({ ...answer, outcome: 'empty', answer: [], authority: [] }))],
    ['the DS record hidden behind the proof for another name', only(DOMAIN, 'DS', (answer) => ({ ...answer, outcome: 'empty', answer: [], authority: world.ask('absent.example', 'DS').authority }))],
    ['absence without a proof', only(DOMAIN, 'TXT', (answer) => ({ ...answer, outcome: 'empty', answer: [] }))],
    ['absence proved for a record that is there', only(DOMAIN, 'TXT', (answer) => ({ ...answer, outcome: 'empty', answer: [], authority: world.ask(`absent.${DOMAIN}`, 'A').authority }))],
    ['a resolver that says so', only(DOMAIN, 'A', (answer) => ({ ...answer, outcome: 'bogus', answer: [], detail: 'extended error 6' }))],
    ['a resolver that says so of the keys', only('example', 'DNSKEY', (answer) => ({ ...answer, outcome: 'bogus', answer: [] }))],
  ]
  for (const [name, change] of table) await t.test(name, async () => assert.equal(await says(world, { change }), 'fail dnssec.bogus'))

  await t.test('signatures that have expired', async () => assert.equal(await says(world, { now: new Date('2026-07-01T00:00:01Z') }), 'fail dnssec.bogus'))
  await t.test('signatures from the future', async () => assert.equal(await says(world, { now: new Date('2026-05-31T23:59:59Z') }), 'fail dnssec.bogus'))
  await t.test('trust anchors that are not those of this root', async () => {
    const asked = await ask(DOMAIN, { dns: world.ask })
    assert.equal(saysOf(asked, 'dnssec'), 'fail dnssec.bogus')
  })
  await t.test('a wildcard answer for a name that exists', async () => {
    const wild = createWorld(plans({ records: [a(`*.${DOMAIN}`), a(`www.${DOMAIN}`, '192.0.2.7')] }))
    const change = only(`www.${DOMAIN}`, 'A', (answer) => ({ ...answer, ...wild.ask(`other.${DOMAIN}`, 'A'), name: answer.name, answer: wild.ask(`other.${DOMAIN}`, 'A').answer.map((each) => ({ ...each, name: `www.${DOMAIN}` })) }))
    assert.equal(await says(wild, { domain: `www.${DOMAIN}`, change }), 'fail dnssec.bogus')
  })
})

test('a domain that is not signed fails, and one that cannot be is noted', async (t) => {
  const hashing = { salt: '', iterations: 0, optOut: false }
  const table: [name: string, plans: ZonePlan[], says: string][] = [
    ['no keys and no DS record, proved by NSEC', plans({ algorithm: null }), 'fail dnssec.unsigned'],
    ['proved by NSEC3', plans({ algorithm: null }, { hashing }), 'fail dnssec.unsigned'],
    ['skipped by NSEC3 with opt-out', plans({ algorithm: null }, { hashing: { ...hashing, optOut: true } }), 'fail dnssec.unsigned'],
    ['keys, but no DS record', plans({ digest: null }), 'fail dnssec.no-ds'],
    ['a top-level domain without keys', plans({}, { algorithm: null }), 'notice dnssec.parent-unsigned'],
    ['a digest with SHA-1 only', plans({ digest: 1 }), 'notice dnssec.unknown-algorithm'],
    ['NSEC3 with more iterations than are followed', plans({ algorithm: null }, { hashing: { ...hashing, iterations: 101 } }), 'notice dnssec.too-many-iterations'],
  ]
  for (const [name, each, expected] of table) await t.test(name, async () => assert.equal(await says(createWorld(each)), expected))
})

test('where only the DS record is missing, the fix is that record', async () => {
  const world = createWorld(plans({ digest: null }))
  const asked = await ask(DOMAIN, { dns: world.ask }, { trustAnchors: world.anchors })
  const key = world.zones[2]?.key
  assert.ok(key)
  const { rdata } = dsFor(DOMAIN, key)
  assert.deepEqual(resultOf(asked, 'dnssec').fixes.map(({ publish }) => publish), [{ as: 'dns', name: DOMAIN, type: 'DS', value: `${key.tag} 13 2 ${rdata.slice(8)}` }])
})

test('a timeout is an error, wherever it happens on the way', async (t) => {
  const world = createWorld(plans())
  for (const [name, type] of [['.', 'DNSKEY'], ['example', 'DS'], ['example', 'DNSKEY'], [DOMAIN, 'DS'], [DOMAIN, 'DNSKEY'], [DOMAIN, 'MX']] as const) {
    await t.test(`${type} of ${name}`, async () => assert.equal(await says(world, { change: only(name, type, timedOut) }), 'error common.dns-failed'))
  }
})

test('piles of keys with one tag and of signatures do not keep us busy', { timeout: 120_000 }, async () => {
  const world = createWorld(plans())
  const bad = Array.from({ length: 60 }, (_, at) => {
    const set = world.ask(DOMAIN, 'A').answer.filter(({ type }) => type === 'A')
    const key = world.zones[2]?.key
    assert.ok(key)
    const good = signSet(set, DOMAIN, key, PERIOD)
    return { ...good, rdata: `${good.rdata.slice(0, -4)}${at.toString(16).padStart(4, '0')}` }
  })
  const change = (answer: DnsAnswer): DnsAnswer => (answer.name === DOMAIN && answer.type === 'A' ? { ...answer, answer: [...bad, ...bad, ...bad, ...bad, ...answer.answer] } : answer)
  assert.equal(await says(world, { change }), 'fail dnssec.bogus')
  // a zone that signs honestly, and twice, is not over the limit
  assert.equal(await says(world, { change: (answer) => ({ ...answer, answer: [...answer.answer, ...answer.answer.filter(({ type }) => type === 'RRSIG')] }) }), 'pass dnssec.validated')
})

test('one bit changed anywhere in what is signed, and the chain does not hold', { timeout: 120_000 }, async () => {
  const hashing = { salt: 'ab', iterations: 1, optOut: false }
  const worlds = [createWorld(plans()), createWorld(plans({}, { hashing, algorithm: 15 }))]
  const sets = [['.', 'DNSKEY'], ['example', 'DS'], ['example', 'DNSKEY'], [DOMAIN, 'DS'], [DOMAIN, 'DNSKEY'], [DOMAIN, 'A'], [DOMAIN, 'AAAA'], [DOMAIN, 'TXT']] as const
  await fc.assert(fc.asyncProperty(fc.constantFrom(...worlds), fc.constantFrom(...sets), fc.boolean(), fc.nat(), fc.nat(7), async (world, [name, type], signature, at, bit) => {
    const flip = (answer: DnsAnswer): DnsAnswer => {
      const place = answer.answer.findIndex((each) => (each.type === 'RRSIG') === signature)
      return { ...answer, answer: answer.answer.map((each, index) => (index === place ? { ...each, rdata: flipped(each.rdata, signature ? each.rdata.length / 2 - 1 - (at % 60) : at % (each.rdata.length / 2), bit) } : each)) }
    }
    assert.notEqual(await says(world, { change: only(name, type, flip) }), 'pass dnssec.validated')
  }), { numRuns: 150 })
})

function flipped(rdata: string, at: number, bit: number): string {
  const bytes = Buffer.from(rdata, 'hex')
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
  return bytes.toString('hex')
}

test('a delegation within the domain does not speak for it, and NSEC from above it proves nothing below', async () => {
  const below = `sub.${DOMAIN}`
  const world = createWorld([...plans({ records: RECORDS }), { name: below, algorithm: null, records: [a(`www.${below}`), ns(`www.${below}`, 'ns.example')] }])
  assert.equal(await says(world, { domain: `www.${below}` }), 'fail dnssec.unsigned')
})
