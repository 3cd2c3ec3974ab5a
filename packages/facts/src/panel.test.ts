/** The lot: the same for everyone, nobody of one group twice, and a seat given up goes to the next. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { drawPanel, lotOrder, PANEL_SEATS, panelSeed, type Candidate } from './panel.ts'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'))
const many = fc.uniqueArray(fc.record({ organisation: fc.integer({ min: 0, max: 60 }).map((n) => `org_${n}`), group: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }) }), { selector: ({ organisation }) => organisation, maxLength: 30 })

test('the seed is SHA-256 over value and root, and nothing shorter is taken', () => {
  const value = new Uint8Array(32).fill(1)
  const root = new Uint8Array(32).fill(2)
  assert.equal(panelSeed(value, root, sha256), sha256(Buffer.concat([value, root])))
  assert.throws(() => panelSeed(value.subarray(1), root, sha256), RangeError)
})

test('in whatever order the candidates are listed, the same are drawn', () => {
  fc.assert(fc.property(seeds, many, (seed, candidates) => {
    assert.deepEqual(drawPanel({ seed, candidates: candidates.toReversed() }, sha256), drawPanel({ seed, candidates }, sha256))
  }))
})

test('three at most, each once, no two of one group, none that is set aside; three whenever there are three', () => {
  fc.assert(fc.property(seeds, many, fc.nat(10), (seed, candidates, aside) => {
    const setAside = candidates.slice(0, aside).map(({ organisation }) => organisation)
    const panel = drawPanel({ seed, candidates, setAside }, sha256)
    const free = candidates.filter(({ organisation }) => !setAside.includes(organisation))
    const possible = free.filter(({ group }) => group === undefined).length + new Set(free.map(({ group }) => group).filter((group) => group !== undefined)).size
    assert.equal(panel.length, Math.min(PANEL_SEATS, possible))
    assert.equal(new Set(panel).size, panel.length)
    assert.ok(panel.every((one) => free.some(({ organisation }) => organisation === one)))
    const groups = panel.map((one) => free.find(({ organisation }) => organisation === one)?.group).filter((group) => group !== undefined)
    assert.equal(new Set(groups).size, groups.length)
  }))
})

test('where nobody is of a group, who is set aside gives the seat to the next and the others keep theirs', () => {
  fc.assert(fc.property(seeds, fc.integer({ min: 4, max: 20 }), fc.nat(2), (seed, count, seat) => {
    const candidates: Candidate[] = Array.from({ length: count }, (_, n) => ({ organisation: `org_${n}` }))
    const order = lotOrder(seed, candidates, sha256).map(({ organisation }) => organisation)
    const panel = drawPanel({ seed, candidates }, sha256)
    assert.deepEqual(panel, order.slice(0, 3))
    const gone = panel[seat]!
    assert.deepEqual(drawPanel({ seed, candidates, setAside: [gone] }, sha256), order.filter((one) => one !== gone).slice(0, 3))
  }))
})

test('every candidate is drawn about as often as any other', () => {
  const candidates: Candidate[] = Array.from({ length: 10 }, (_, n) => ({ organisation: `org_${n}` }))
  const drawn = new Map<string, number>()
  for (let n = 0; n < 2000; n++) for (const one of drawPanel({ seed: sha256(Buffer.from(`${n}`)), candidates }, sha256)) drawn.set(one, (drawn.get(one) ?? 0) + 1)
  for (const { organisation } of candidates) assert.ok(Math.abs((drawn.get(organisation) ?? 0) - 600) < 120, organisation)
})
