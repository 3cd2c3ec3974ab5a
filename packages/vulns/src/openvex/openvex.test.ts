/** OpenVEX: the examples in the specification's text, findings, order by time, properties. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { VulnsError } from '../error.ts'
import { noData, readData } from '../testing/data.ts'
import { latestStatement, mergeOpenVex, statementsByTime } from './merge.ts'
import { asOpenVex, OPENVEX_CONTEXT, parseOpenVex, printOpenVex, validateOpenVex, type OpenVex, type VexStatement } from './openvex.ts'

test('the documents in the specification are read and printed', { skip: noData }, (t) => {
  const blocks = [...readData('openvex', 'OPENVEX-SPEC.md').matchAll(/```json\n(.*?)```/gs)].map((match) => match[1] ?? '')
  const documents = blocks.filter((block) => block.includes('"@context"') && !block.includes('...'))
  const verdicts: string[] = []
  for (const source of documents) {
    let value: unknown
    try {
      value = JSON.parse(source)
    } catch {
      verdicts.push('not JSON')
      continue
    }
    const errors = validateOpenVex(value).filter(({ level }) => level === 'error')
    verdicts.push(errors.length === 0 ? 'read' : `${errors[0]?.path} ${errors[0]?.rule}`)
    if (errors.length === 0) assert.deepEqual(JSON.parse(printOpenVex(parseOpenVex(source))), value)
  }
  t.diagnostic(JSON.stringify(verdicts))
  assert.deepEqual(verdicts, EXPECTED)
})

/** Two of the specification's four whole examples are not JSON: a comma is missing, or one too many. */
const EXPECTED: readonly string[] = ['read', 'read', 'not JSON', 'not JSON']

const product = [{ '@id': 'pkg:apk/wolfi/git@2.39.0-r1?arch=armv7' }]
const base = { '@context': OPENVEX_CONTEXT, '@id': 'https://example.org/vex/1', author: 'Example', timestamp: '2026-01-01T00:00:00Z', version: 1 }
const one: VexStatement = { vulnerability: { name: 'CVE-2026-0001' }, products: product, status: 'fixed' }
const vex = (statements: readonly object[], more: object = {}): OpenVex => asOpenVex({ ...base, ...more, statements })

test('findings name the place and the rule', () => {
  const rows: [value: object, path: string, rule: string, level: string][] = [
    [{ ...one, status: 'not_affected' }, '/statements/0', 'not_affected', 'error'],
    [{ ...one, status: 'affected' }, '/statements/0/action_statement', 'affected', 'error'],
    [{ ...one, status: 'safe' }, '/statements/0/status', 'enum', 'error'],
    [{ ...one, justification: 'because' }, '/statements/0/justification', 'enum', 'error'],
    [{ ...one, products: [{}] }, '/statements/0/products/0', 'identified', 'error'],
    [{ ...one, products: undefined }, '/statements/0/products', 'product', 'warning'],
    [{ ...one, timestamp: '2026-01-01' }, '/statements/0/timestamp', 'date-time', 'error'],
    [{ ...one, vulnerability: {} }, '/statements/0/vulnerability/name', 'required', 'error'],
    [{ ...one, own: 1 }, '/statements/0/own', 'unknown', 'warning'],
    [{ ...one, products: [{ '@id': 'pkg:a/b', hashes: { 'sha-256': 'xyz' } }] }, '/statements/0/products/0/hashes/sha-256', 'pattern', 'error'],
  ]
  for (const [statement, path, rule, level] of rows) {
    const found = validateOpenVex({ ...base, statements: [JSON.parse(JSON.stringify(statement))] })
    assert.ok(found.some((each) => each.path === path && each.rule === rule && each.level === level), `${path} ${rule} ${JSON.stringify(found)}`)
  }
  assert.throws(() => asOpenVex({ ...base, statements: [] }), (error) => error instanceof VulnsError && error.code === 'bad-openvex')
  assert.ok(validateOpenVex({ ...base, statements: [one, one] }).some(({ rule }) => rule === 'unique'))
  assert.deepEqual(validateOpenVex(vex([one])), [])
})

test('statements by time: their own, or their document’s; the last one counts', () => {
  const early = vex([{ ...one, status: 'under_investigation' }], { timestamp: '2026-01-01T02:00:00+02:00' })
  const late = vex([{ ...one, status: 'affected', action_statement: 'update', timestamp: '2026-01-03T00:00:00.000000001Z' }, { ...one, timestamp: '2026-01-03T00:00:00.000000002Z' }], { timestamp: '2026-01-09T00:00:00Z' })
  assert.deepEqual(statementsByTime([late, early]).map(({ status }) => status), ['under_investigation', 'affected', 'fixed'])
  const merged = mergeOpenVex([late, early, late], { id: 'https://example.org/vex/2', author: 'Example', timestamp: '2026-02-01T00:00:00Z' })
  assert.deepEqual(validateOpenVex(merged), [])
  assert.deepEqual(merged.statements.map(({ timestamp }) => timestamp), ['2026-01-01T02:00:00+02:00', '2026-01-03T00:00:00.000000001Z', '2026-01-03T00:00:00.000000002Z'])
  const ask = (purl: string, name = 'CVE-2026-0001'): string | undefined => latestStatement([early, late], { vulnerability: name, product: purl })?.status
  assert.equal(ask('pkg:apk/wolfi/git@2.39.0-r1?arch=armv7'), 'fixed')
  assert.equal(ask('pkg:apk/wolfi/git@2.39.0-r1?arch=armv7&distro=x'), 'fixed')
  assert.equal(ask('pkg:apk/wolfi/git@2.39.0-r1'), undefined)
  assert.equal(ask('pkg:apk/wolfi/git@2.39.0-r1?arch=armv7', 'CVE-2026-0002'), undefined)
})

test('parts of products', () => {
  const part = { '@id': 'pkg:npm/left-pad' }
  const about = vex([{ ...one, vulnerability: { name: 'X', aliases: ['CVE-2026-0003'] }, products: [{ identifiers: { purl: 'pkg:oci/app' }, subcomponents: [part] }] }])
  const ask = (subcomponent?: string) => latestStatement([about], { vulnerability: 'CVE-2026-0003', product: 'pkg:oci/app@sha256:00', ...(subcomponent === undefined ? {} : { subcomponent }) })
  assert.equal(ask('pkg:npm/left-pad@1.3.0')?.status, 'fixed')
  assert.equal(ask('pkg:npm/right-pad@1.3.0'), undefined)
  assert.equal(ask(), undefined)
})

const texts = (statements: readonly object[]) => new Set(statements.map((each) => JSON.stringify(each)))

test('property: printing comes back; merging keeps every statement, in order of time', () => {
  const instants = fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toJSON())
  const statement = fc.record({ name: fc.constantFrom('a', 'b', 'c'), timestamp: instants, own: fc.jsonValue() }).map(({ name, timestamp, own }) => ({ ...one, vulnerability: { name }, timestamp, status_notes: JSON.stringify(own), own }))
  const documents = fc.array(fc.array(statement, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(documents, (all) => {
      const read = all.map((statements) => ({ ...base, statements }))
      const merged = mergeOpenVex(read, { id: 'https://example.org/m', author: 'Example', timestamp: '2026-02-01T00:00:00Z' })
      const times = merged.statements.map(({ timestamp }) => Date.parse(timestamp ?? ''))
      assert.deepEqual(times, times.toSorted((a, b) => a - b))
      assert.deepEqual(texts(merged.statements), texts(all.flat()))
      assert.deepEqual(parseOpenVex(printOpenVex(merged)), JSON.parse(JSON.stringify(merged)))
    }),
  )
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      for (const candidate of [value, { ...base, statements: value }, { ...base, statements: [{ ...one, products: value }] }]) {
        try {
          latestStatement([parseOpenVex(JSON.stringify(candidate))], { vulnerability: 'CVE-2026-0001', product: 'pkg:npm/a' })
        } catch (error) {
          assert.ok(error instanceof VulnsError, String(error))
        }
      }
    }),
  )
})
