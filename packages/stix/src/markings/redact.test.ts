import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { deterministicId } from '../deterministic-id.ts'
import type { StixObject } from '../types.ts'
import { validateWith } from '../validate/validate.ts'
import { redact, releaseLevels } from './redact.ts'
import { parseSelector, printSelector } from './selectors.ts'
import { TLP2_MARKINGS, TLP_LEVELS, type Level, type TlpLevel } from './tlp.ts'

const COPYRIGHT = 'marking-definition--4a0042fe-8b88-40fe-9600-dfa128ce6fbd'
const UNKNOWN = 'marking-definition--826578e1-40ad-459f-bc73-ede076f81f37'
const definitions = new Map<string, StixObject>([[COPYRIGHT, { definition_type: 'statement', definition: { statement: 'Copyright' } }]])
const mark = (level: TlpLevel, ...selectors: string[]): object => ({ marking_ref: TLP2_MARKINGS[level], selectors })

const whole: StixObject = {
  type: 'indicator',
  spec_version: '2.1',
  id: 'indicator--e2e1a340-4415-4ba8-9671-f7343fbf0836',
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-01T00:00:00.000Z',
  name: 'n',
  description: 'd',
  pattern: "[url:value = 'x']",
  pattern_type: 'stix',
  valid_from: '2026-01-01T00:00:00Z',
  labels: ['a', 'b', 'c'],
  external_references: [
    { source_name: 'one', description: 'first' },
    { source_name: 'two', description: 'second', url: 'https://a.example/' },
  ],
  object_marking_refs: [TLP2_MARKINGS.clear],
}
const marked = (...granular_markings: object[]): StixObject => ({ ...whole, granular_markings })

test('what is above the ceiling goes, the rest stays as it was', () => {
  const object = marked(mark('red', 'description'), mark('green', 'name'), { lang: 'de', selectors: ['description', 'name'] })
  const { description: _gone, granular_markings: _old, ...rest } = object
  assert.deepEqual(redact(object, 3), { ...rest, granular_markings: [mark('green', 'name'), { lang: 'de', selectors: ['name'] }] })
  const { name: _name, ...less } = rest
  assert.deepEqual(redact(object, 0), less)
  assert.equal(redact(object, 4), object)
  assert.deepEqual(Object.keys(redact(object, 3) ?? {}), Object.keys(object).filter((name) => name !== 'description'))
})

test('lists close up and the other selectors follow', () => {
  const object = marked(mark('amber', 'labels.[0]', 'external_references.[0]'), mark('green', 'labels.[2]', 'external_references.[1].url', 'labels.[0]'))
  const redacted = redact(object, 1)
  assert.deepEqual(redacted?.['labels'], ['b', 'c'])
  assert.deepEqual(redacted?.['external_references'], [{ source_name: 'two', description: 'second', url: 'https://a.example/' }])
  assert.deepEqual(redacted?.['granular_markings'], [mark('green', 'labels.[1]', 'external_references.[0].url')])
})

test('a list or dictionary left empty goes as well', () => {
  const redacted = redact(marked(mark('amber', 'labels.[0]', 'labels.[1]', 'labels.[2]')), 1)
  assert.ok(redacted !== undefined && !('labels' in redacted) && !('granular_markings' in redacted))
  const emptied = marked(mark('red', 'external_references.[0].source_name', 'external_references.[0].description'), mark('green', 'external_references.[1].url'))
  assert.deepEqual(redact(emptied, 1)?.['granular_markings'], [mark('green', 'external_references.[0].url')])
})

test('when at least something goes out', async (t) => {
  const ipv4: StixObject = { type: 'ipv4-addr', id: 'ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4', value: '198.51.100.3', object_marking_refs: [TLP2_MARKINGS.clear] }
  const file: StixObject = { type: 'file', id: '', name: 'x', size: 1, hashes: { MD5: '0'.repeat(32), 'SHA-1': '0'.repeat(40) }, object_marking_refs: [TLP2_MARKINGS.clear] }
  const named = { ...file, id: deterministicId(file) }
  const random = { ...file, id: 'file--e2e1a340-4415-4ba8-9671-f7343fbf0836' }
  const table: [name: string, object: StixObject, wholeAt: Level | undefined, leastAt: Level | undefined][] = [
    ['without granular markings', whole, 0, 0],
    ['a marked description', marked(mark('red', 'description')), 4, 0],
    ['a marked pattern is required', marked(mark('red', 'pattern')), 4, 4],
    ['pattern green, name red', marked(mark('green', 'pattern'), mark('red', 'name')), 4, 1],
    ['the id', marked(mark('red', 'id')), 4, 4],
    ['the markings themselves', marked(mark('red', 'object_marking_refs')), 4, 4],
    ['part of the markings themselves', marked(mark('red', 'object_marking_refs.[0]')), 4, 4],
    ['a selector that leads nowhere hides all', marked(mark('amber', 'nowhere')), 2, 2],
    ['a selector that is none hides all', marked(mark('amber', '..')), 2, 2],
    ['a marking nobody knows', marked({ marking_ref: UNKNOWN, selectors: ['name'] }), 5, 0],
    ['a statement does not restrict', marked({ marking_ref: COPYRIGHT, selectors: ['pattern'] }), 0, 0],
    ['a language does not restrict', marked({ lang: 'en', selectors: ['pattern'] }), 0, 0],
    ['neither marking nor language', marked({ selectors: ['name'] }), 5, 0],
    ['not even an object', { ...whole, granular_markings: ['red'] }, 5, 5],
    ['not even a list', { ...whole, granular_markings: 'red' }, 5, 5],
    ['a granular marking never loosens', { ...marked(mark('clear', 'name')), object_marking_refs: [TLP2_MARKINGS.red] }, 4, 4],
    ['an unmarked object without a default', { ...whole, object_marking_refs: undefined }, undefined, undefined],
    ['a required value of an SCO', { ...ipv4, granular_markings: [mark('red', 'value')] }, 4, 4],
    ['a hash that the id betrays', { ...named, granular_markings: [mark('red', 'hashes.MD5')] }, 4, 4],
    ['a size that it does not', { ...named, granular_markings: [mark('red', 'size')] }, 4, 0],
    ['a hash under a random id', { ...random, granular_markings: [mark('red', 'hashes.MD5')] }, 4, 0],
    ['name and hashes of a file', { ...random, granular_markings: [mark('red', 'hashes', 'name')] }, 4, 4],
  ]
  for (const [name, object, wholeAt, leastAt] of table) {
    await t.test(name, () => {
      const { whole, least } = releaseLevels(object, definitions)
      assert.deepEqual([whole, least], [wholeAt, leastAt])
    })
  }
})

test('an unmarked object takes the default it is given, and none means nothing', () => {
  const { object_marking_refs: _gone, ...unmarked } = marked(mark('red', 'description'))
  assert.equal(redact(unmarked, 4), undefined)
  assert.equal(redact(unmarked, 1, definitions, 2), undefined)
  assert.ok(!('description' in (redact(unmarked, 2, definitions, 2) ?? { description: 1 })))
})

test('selectors in and out', () => {
  for (const text of ['a', 'a.[0].b', 'extensions.ntfs-ext.sid', 'a.[10]']) assert.equal(printSelector(parseSelector(text) ?? []), text)
  for (const text of ['', '.', 'a.', '[0]', 'a.[-1]', 'a.[1', 'a.[00]', 'a.[]', `a${'.a'.repeat(64)}`]) {
    const steps = parseSelector(text)
    assert.equal(steps, undefined, text)
  }
})

const SELECTORS = [
  'name', 'description', 'labels', 'labels.[0]', 'labels.[1]', 'labels.[2]', 'external_references', 'external_references.[0]',
  'external_references.[1].url', 'external_references.[1].description', 'external_references.[0].description', 'pattern', 'nowhere',
]
const granular = fc.array(
  fc.record({ marking_ref: fc.constantFrom(...TLP_LEVELS.map((level) => TLP2_MARKINGS[level]), COPYRIGHT, UNKNOWN), selectors: fc.uniqueArray(fc.constantFrom(...SELECTORS), { minLength: 1, maxLength: 4 }) }),
  { maxLength: 4 },
)
const levels = fc.constantFrom<Level>(0, 1, 2, 3, 4, 5)
const someObject = fc.record({ granular, level: fc.constantFrom(...TLP_LEVELS) }).map(({ granular, level }): StixObject => ({
  ...whole, object_marking_refs: [TLP2_MARKINGS[level]], ...(granular.length > 0 ? { granular_markings: granular } : {}),
}))

test('redaction: valid, idempotent, never grows, and a higher ceiling never shows less', () => {
  fc.assert(
    fc.property(someObject, levels, levels, (object, one, other) => {
      const [low, high] = [Math.min(one, other) as Level, Math.max(one, other) as Level]
      const less = redact(object, low, definitions)
      const more = redact(object, high, definitions)
      const { whole: wholeAt, least } = releaseLevels(object, definitions)
      assert.equal(less !== undefined, least !== undefined && low >= least)
      assert.equal(less === object, wholeAt !== undefined && low >= wholeAt)
      if (less === undefined) return
      if (less !== object) assert.deepEqual(validateWith(less).filter(({ level }) => level === 'error'), [])
      assert.deepEqual(redact(less, low, definitions), less)
      assert.ok(more !== undefined && leavesOf(less).every((leaf) => leavesOf(more).includes(leaf)))
      assert.ok(leavesOf(more).every((leaf) => leavesOf(object).includes(leaf)))
    }),
    { numRuns: 3_000 },
  )
})

test('a default and granular markings add up', () => {
  fc.assert(
    fc.property(granular, levels, (granular, level) => {
      const { object_marking_refs: _gone, ...unmarked }: StixObject = granular.length > 0 ? marked(...granular) : whole
      const bare = releaseLevels(unmarked, definitions, 0)
      const given = releaseLevels(unmarked, definitions, level)
      assert.equal(given.whole, Math.max(level, bare.whole ?? 9))
      assert.equal(given.least, Math.max(level, bare.least ?? 9))
    }),
  )
})

/** Every value outside granular_markings, with the names (not the indices) that lead to it. */
function leavesOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => leavesOf(item, `${path}[]`))
  if (typeof value !== 'object' || value === null) return [`${path}=${String(value)}`]
  return Object.entries(value).flatMap(([name, item]) => (name === 'granular_markings' ? [] : leavesOf(item, `${path}.${name}`)))
}
