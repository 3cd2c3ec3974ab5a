/** Acts and entries: one form, every field with its rule, nothing beside. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { parseAct, predicateTypeOf, printAct, type Act } from './acts.ts'
import { canonical, type Json } from './canonical.ts'
import { parseEntry, printEntry, sealedBytes, type Entry } from './entries.ts'
import { entryOf, instantOf } from './publicity.ts'
import { FactError } from './shape.ts'
import { subjectOf } from './subjects.ts'

const ORG = 'org_0123456789abcdefghjk'
const HASH = 'a'.repeat(64)
const signature: Act<'pledge-signature'> = {
  kind: 'pledge-signature',
  subject: [{ name: 'pledge 1.0', digest: { sha256: HASH } }],
  alliance: 'accord.example', organisation: ORG, at: '2026-11-22T08:00:00Z',
  says: { pledge: { version: '1.0', sha256: HASH }, legalName: 'Northgate Systems plc', officer: { name: 'Ada Lind', title: 'Chief executive' }, authority: { kind: 'statutes' }, scope: { reach: 'group' } },
}
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

test('an act is printed in one form and read back', () => {
  const text = printAct(signature)
  assert.equal(printAct(signature), text)
  assert.deepEqual(parseAct(JSON.parse(text)), signature)
  assert.equal(JSON.parse(text).predicateType, 'urn:openaccord:act:pledge-signature:1')
})

test('an act that breaks a rule names the field', async (t) => {
  const text = printAct(signature)
  const table: [name: string, from: string, to: string, pointer: string][] = [
    ['reservations have no field', '"authority"', '"reservations":[],"authority"', '/predicate/reservations'],
    ['nor has anything else', '"title"', '"mail":"x","title"', '/predicate/officer/mail'],
    ['a field is missing', '"legalName":"Northgate Systems plc",', '', '/predicate/legalName'],
    ['an alliance has a name', '"accord.example"', '""', '/predicate/alliance'],
    ['a version that is none', '"version":"1.0"', '"version":"01.0"', '/predicate/pledge/version'],
    ['a name with a line break', 'Northgate Systems plc', 'a\\nb', '/predicate/legalName'],
    ['a name that turns around', 'Northgate Systems plc', 'Northgate \\u202eclp', '/predicate/legalName'],
    ['a name with a space that is not seen', 'Northgate Systems plc', 'North\\u200bgate', '/predicate/legalName'],
    ['a name in two lines', 'Northgate Systems plc', 'North\\u2028gate', '/predicate/legalName'],
    ['a day that is not in the calendar', '2026-11-22T08', '2026-02-30T08', '/predicate/at'],
    ['an hour that the day has not', '2026-11-22T08', '2026-11-22T24', '/predicate/at'],
    ['a year that microseconds do not count', '2026-11-22T08', '9999-11-22T08', '/predicate/at'],
    ['a name of half a character', 'Northgate Systems plc', 'a\\ud800', '/predicate/legalName'],
    ['an unknown kind', 'act:pledge-signature:1', 'act:other:1', '/predicateType'],
    ['another version of a kind', 'act:pledge-signature:1', 'act:pledge-signature:2', '/predicateType'],
    ['another statement', 'Statement/v1', 'Statement/v0.1', '/_type'],
    ['no subject', /"subject":\[.*?\]/.exec(text)![0], '"subject":[]', '/subject'],
    ['a name of the prototype', '"legalName"', '"__proto__":1,"legalName"', '/predicate/__proto__'],
  ]
  for (const [name, from, to, pointer] of table) {
    await t.test(name, () => {
      assert.ok(text.includes(from))
      assert.throws(() => parseAct(JSON.parse(text.replace(from, to))), (error) => error instanceof FactError && error.pointer === pointer)
    })
  }
  assert.throws(() => printAct({ ...signature, organisation: 'org_x' }), FactError)
  const arabic = { ...signature, says: { ...signature.says, legalName: 'شركة الميناء\u200f (Harbour)' } }
  assert.deepEqual(parseAct(JSON.parse(printAct(arabic))), arabic, 'marks that belong to a script stay')
})

const fact = (room: string, kind: string, body: object) => entryOf({ id: 'fact_0123456789abcdefghjk', room, kind, at: 1_700_000_000_123_456, body: JSON.stringify(body) }, sha256)

test('what is public is decided here', async (t) => {
  await t.test('an act lies beside its entry, byte for byte', () => {
    const act = '{"payload":"…" }'
    const logged = fact('pledges', 'pledge-signature', { about: [ORG], act })
    assert.equal(logged?.payload, act)
    assert.equal(logged?.entry.payload.sha256, sha256(new TextEncoder().encode(act)))
    assert.equal(logged?.entry.at, '2023-11-14T22:13:20.123456Z')
    assert.deepEqual(parseEntry(logged!.leaf), logged!.entry)
  })
  await t.test('the hub states who was admitted, never by whom', () => {
    const logged = fact('members', 'organisation.admitted', { organisation: ORG, slug: 'northgate', name: 'Northgate', kind: 'signatory', by: 'person_0123456789abcdefghjk' })
    assert.equal(logged?.payload, `{"kind":"signatory","name":"Northgate","organisation":"${ORG}","slug":"northgate"}`)
    assert.doesNotMatch(logged!.leaf, /person_|Northgate/)
  })
  await t.test('people, communities and what was shared stay in the house', () => {
    for (const [room, kind] of [['members', 'person.joined'], ['members', 'community.enrolled'], ['exchange', 'exchange.received'], ['pledges', 'toString']] as const) assert.equal(fact(room, kind, {}), undefined)
  })
  await t.test('a sealed fact is a commitment', () => {
    const commitment = sha256(sealedBytes(new Uint8Array(32), new TextEncoder().encode('yes')))
    const logged = fact('cases', 'embargo.agreed', { about: [], sealed: { commitment, size: 3, openBy: '2026-12-01T00:00:00Z' } })
    assert.equal(logged?.payload, undefined)
    assert.equal(logged?.entry.payload.form, 'sealed')
    assert.throws(() => sealedBytes(new Uint8Array(15), new Uint8Array()), FactError)
  })
})

test('an entry has one form', () => {
  const logged = entryOf({ id: 'fact_0123456789abcdefghjk', room: 'members', kind: 'organisation.left', at: 0, body: JSON.stringify({ organisation: ORG }) }, sha256)!
  assert.equal(printEntry(parseEntry(logged.leaf)), logged.leaf)
  for (const text of [`${logged.leaf} `, logged.leaf.replace('"v":1', '"v":1,"x":1'), logged.leaf.replace('"v":1', '"v":1.5'), '[]', '{', 'null']) assert.throws(() => parseEntry(text), FactError)
  const id = 'fact_0123456789abcdefghjk'
  const whole: Entry = { ...logged.entry, openBy: '2026-12-01T00:00:00Z', opens: id, removes: { reason: 'A court “says” so', id }, about: [ORG] }
  assert.equal(printEntry(whole), canonical(whole as unknown as Json), 'the one of RFC 8785')
  for (const [at, good] of [['2024-02-29T23:59:59Z', true], ['2023-02-29T00:00:00Z', false], ['2023-01-01T24:00:00Z', false], ['2023-04-31T10:00:00Z', false], ['2023-13-01T10:00:00Z', false]] as const) {
    const text = logged.leaf.replace('1970-01-01T00:00:00.000000Z', at)
    if (good) assert.equal(parseEntry(text).at, at)
    else assert.throws(() => parseEntry(text), FactError)
  }
  assert.equal(instantOf(1), '1970-01-01T00:00:00.000001Z')
  assert.equal(predicateTypeOf('statement'), 'urn:openaccord:act:statement:1')
})

test('the subject of an act follows from what it says', () => {
  assert.deepEqual(subjectOf('pledge-signature', signature.says, sha256), signature.subject)
  assert.deepEqual(subjectOf('key-registration', { publicKey: HASH }, sha256), [{ name: 'key', digest: { sha256: sha256(Buffer.from(HASH, 'hex')) } }])
  assert.deepEqual(subjectOf('key-retirement', { keyid: HASH, reason: 'rotated' }, sha256), [{ name: 'key', digest: { sha256: HASH } }])
  const says = { title: 'On a day', text: 'We said it.', language: 'en' }
  assert.deepEqual(subjectOf('statement', says, sha256), [{ name: 'statement', digest: { sha256: sha256(Buffer.from('{"language":"en","text":"We said it.","title":"On a day"}')) } }])
  assert.throws(() => subjectOf('key-retirement', { keyid: 'x', reason: 'rotated' }, sha256), FactError)
})
