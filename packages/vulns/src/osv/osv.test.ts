/** OSV: 2,138 real advisories of Go, PyPI and Rust, judged as they say; tables; properties. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseCvss } from '../cvss/vector.ts'
import { VulnsError } from '../error.ts'
import { listData, noData, readData } from '../testing/data.ts'
import { readRustsec, type Rustsec } from '../testing/rustsec.ts'
import { readYaml } from '../testing/yaml.ts'
import { parseNativeRange } from '../vers/native.ts'
import { compileVers } from '../vers/vers.ts'
import { versionScheme } from '../versions/schemes.ts'
import { compileOsv, judgeOsv } from './affected.ts'
import { schemeOfEcosystem } from './ecosystems.ts'
import { asOsv, parseOsv, printOsv, validateOsv, type Osv, type OsvAffected, type OsvEvent } from './osv.ts'

/** Versions at, and around, each event of a range; the smallest, and one beyond the last. */
function around(events: readonly OsvEvent[]): string[] {
  const named = events.flatMap(({ introduced, fixed, last_affected }) => introduced ?? fixed ?? last_affected ?? [])
  return [...new Set(['0.0.0', '9999.0.0', ...named.filter((version) => version !== '0'), ...named.map((version) => `${version.split(/[-+a-z]/)[0]}.1`).filter((version) => version.split('.').length <= 3)])]
}

/** By the plain reading: affected from an introduced version up to, without, the next fixed one. Events in pairs. */
function saysAffected(events: readonly OsvEvent[], version: string, compare: (a: string, b: string) => number): boolean {
  const starts = events.filter((event) => event.introduced !== undefined)
  return starts.some((start) => {
    const end = events[events.indexOf(start) + 1]?.fixed
    const isIn = start.introduced === '0' || compare(version, start.introduced ?? '') >= 0
    return isIn && (end === undefined || compare(version, end) < 0)
  })
}

test('Go: 1,072 records read, printed, judged at every boundary', { skip: noData }, (t) => {
  const count = { records: 0, judged: 0, affected: 0 }
  for (const file of listData('govuln')) {
    const source = readData('govuln', file)
    const osv = parseOsv(source)
    assert.deepEqual(JSON.parse(printOsv(osv)), JSON.parse(source))
    count.records++
    const judge = compileOsv(osv)
    const byPackage = Map.groupBy(osv.affected ?? [], ({ package: named }) => named?.name ?? '')
    for (const [name, entries] of byPackage) {
      const ranges = entries.flatMap((entry) => entry.ranges ?? [])
      for (const version of ranges.flatMap(({ events }) => around(events))) {
        const expected = ranges.some(({ events }) => saysAffected(events, version, versionScheme('semver').compare))
        const { status } = judge({ ecosystem: 'Go', name, version })
        assert.equal(status, osv.withdrawn === undefined && expected ? 'affected' : 'not-affected', `${osv.id} ${name} ${version}`)
        count.judged++
        if (status === 'affected') count.affected++
      }
    }
  }
  t.diagnostic(JSON.stringify(count))
  assert.equal(count.records, 1072)
})

/**
 * Where a PyPI record contradicts itself: versions that it lists, but that its own ranges leave out. The list counts
 * (OSV: "versions" or ranges), so these are affected; the number is what the data holds.
 */
test('PyPI: 665 records read; listed versions are affected, fixed ones are not unless they are listed too', { skip: noData }, (t) => {
  const count = { records: 0, listed: 0, fixed: 0, fixedButListed: 0, outsideOwnRanges: 0, later: 0, unplaced: 0 }
  for (const file of listData('pysec', '.yaml')) {
    const osv = asOsv(readYaml(readData('pysec', file)))
    assert.deepEqual(parseOsv(printOsv(osv)), osv)
    count.records++
    if (osv.withdrawn !== undefined) continue
    for (const affected of osv.affected ?? []) judgeEntry(osv, affected, count)
  }
  t.diagnostic(JSON.stringify(count))
  assert.equal(count.records, 665)
})

function judgeEntry(osv: Osv, affected: OsvAffected, count: Record<'listed' | 'fixed' | 'fixedButListed' | 'outsideOwnRanges' | 'later' | 'unplaced', number>): void {
  const { ecosystem = '', name = '', purl } = affected.package ?? {}
  const scheme = schemeOfEcosystem(ecosystem)
  assert.ok(scheme)
  const judge = compileOsv(osv)
  const ask = (version: string): string => judge(purl === undefined ? { ecosystem, name, version } : { purl, version }).status
  const { versions = [], ranges = [] } = affected
  const byRanges = compileOsv({ ...osv, affected: [{ ...affected, versions: [] }] })
  for (const version of versions) {
    assert.equal(ask(version), 'affected', `${osv.id} ${version}`)
    count.listed++
    if (byRanges({ ecosystem, name, version }).status !== 'affected') count.outsideOwnRanges++
  }
  const ordered = ranges.filter(({ type }) => type === 'ECOSYSTEM')
  for (const { events } of ordered) {
    for (const { fixed } of events) {
      if (fixed === undefined) continue
      const isListed = versions.some((version) => scheme.isValid(version) && scheme.compare(version, fixed) === 0)
      if (!events.every((event) => Object.values(event).every(scheme.isValid))) {
        // e.g. `fixed: 2019-09-12`: an event that is no version of the ecosystem cannot be placed
        assert.equal(ask(fixed), isListed ? 'affected' : 'unknown', `${osv.id} ${fixed}`)
        count.unplaced++
        continue
      }
      const isInside = ordered.some((range) => saysAffected(range.events, fixed, scheme.compare))
      assert.equal(ask(fixed), isListed || isInside ? 'affected' : 'not-affected', `${osv.id} ${fixed}`)
      count[isListed ? 'fixedButListed' : 'fixed']++
    }
    if (ordered.length > 1 || !events.every((event) => Object.values(event).every(scheme.isValid))) continue
    const last = events.toSorted((a, b) => scheme.compare(Object.values(a)[0] ?? '', Object.values(b)[0] ?? '')).at(-1)
    assert.equal(ask('99999'), last?.introduced === undefined ? 'not-affected' : 'affected', osv.id)
    count.later++
  }
}

/** RustSec says what is patched or unaffected; everything else is affected. Its events, by sweeping the boundaries. */
function osvOfRustsec({ id, package: name, date, withdrawn, patched, unaffected }: Rustsec): Osv {
  const { compare } = versionScheme('semver')
  const safe = [...patched, ...unaffected].map((range) => compileVers(parseNativeRange('cargo', range)))
  const isSafe = (version: string): boolean => safe.some((holds) => holds(version))
  const named = [...patched, ...unaffected].flatMap((range) => range.match(/\d[0-9A-Za-z.+-]*/g) ?? [])
  const points = named.flatMap((text) => {
    const [numbers = '', ...rest] = text.split('-')
    const [major = '0', minor = '0', patch = '0'] = numbers.split('.')
    const exact = [major, minor, patch].join('.') + rest.map((part) => `-${part}`).join('')
    const next = rest.length === 0 ? `${major}.${minor}.${Number(patch) + 1}-0` : `${exact}.0`
    return [exact, next, `${Number(major) + 1}.0.0`, `${major}.${Number(minor) + 1}.0`]
  })
  const events: OsvEvent[] = []
  let safeNow = true
  for (const point of ['0.0.0-0', ...points.toSorted(compare)]) {
    if (isSafe(point) === safeNow) continue
    safeNow = !safeNow
    events.push(safeNow ? { fixed: point } : { introduced: point === '0.0.0-0' ? '0' : point })
  }
  const affected = events.length === 0 ? [] : [{ package: { ecosystem: 'crates.io', name }, ranges: [{ type: 'SEMVER' as const, events }] }]
  return asOsv({ id, modified: `${date}T00:00:00Z`, ...(withdrawn === undefined ? {} : { withdrawn: `${withdrawn}T00:00:00Z` }), affected })
}

test('Rust: 401 advisories, judged as their patched and unaffected lists say', { skip: noData }, (t) => {
  const count = { records: 0, judged: 0, affected: 0, vectors: 0 }
  for (const file of listData('rustsec', '.md')) {
    const advisory = readRustsec(readData('rustsec', file))
    if (advisory.cvss !== undefined) {
      parseCvss(advisory.cvss)
      count.vectors++
    }
    const osv = osvOfRustsec(advisory)
    assert.equal(`${osv.id}.md`, file)
    assert.deepEqual(parseOsv(printOsv(osv)), osv)
    count.records++
    const safe = [...advisory.patched, ...advisory.unaffected].map((range) => compileVers(parseNativeRange('cargo', range)))
    const bases = [...advisory.patched, ...advisory.unaffected].flatMap((range) => range.match(/\d+(?:\.\d+){0,2}/g) ?? [])
    const versions = new Set(['0.0.1', '0.1.0', '1.0.0', '9999.0.0', ...bases.flatMap((base) => [base, bump(base, 2, 1), bump(base, 2, -1), bump(base, 1, 1), bump(base, 0, 1)])])
    for (const version of versions) {
      const expected = advisory.withdrawn === undefined && !safe.some((holds) => holds(version))
      const { status } = judgeOsv(osv, { purl: `pkg:cargo/${advisory.package}@${version}` })
      assert.equal(status, expected ? 'affected' : 'not-affected', `${osv.id} ${version} ${JSON.stringify(osv.affected)}`)
      count.judged++
      if (expected) count.affected++
    }
  }
  t.diagnostic(JSON.stringify(count))
  assert.equal(count.records, 401)
})

function bump(version: string, place: number, by: number): string {
  const numbers = [...version.split('.'), '0', '0'].slice(0, 3).map(Number)
  return numbers.map((number, at) => (at === place ? Math.max(0, number + by) : number)).join('.')
}

test('OSV’s own samples are read and printed', { skip: noData }, (t) => {
  const files = listData('osv/website-testdata')
  for (const file of files) {
    const source = readData('osv/website-testdata', file)
    assert.deepEqual(JSON.parse(printOsv(parseOsv(source))), JSON.parse(source), file)
  }
  t.diagnostic(`${files.length} samples`)
})

const record = (affected: object): Osv => asOsv({ id: 'X-1', modified: '2026-01-01T00:00:00Z', affected: [affected] })

test('judging, in words', () => {
  const npm = { ecosystem: 'npm', name: '@a/b' }
  const range = (...events: OsvEvent[]): Osv => record({ package: npm, ranges: [{ type: 'SEMVER', events }] })
  const rows: [what: string, osv: Osv, question: object, status: string][] = [
    ['from the beginning', range({ introduced: '0' }, { fixed: '1.0.0' }), { ...npm, version: '0.0.0-alpha' }, 'affected'],
    ['fixed is exclusive', range({ introduced: '0' }, { fixed: '1.0.0' }), { ...npm, version: '1.0.0' }, 'not-affected'],
    ['last_affected is inclusive', range({ introduced: '1.0.0' }, { last_affected: '2.0.0' }), { ...npm, version: '2.0.0' }, 'affected'],
    ['and ends there', range({ introduced: '1.0.0' }, { last_affected: '2.0.0' }), { ...npm, version: '2.0.1' }, 'not-affected'],
    ['events in any order', range({ fixed: '3.0.0' }, { introduced: '2.0.0' }), { ...npm, version: '2.5.0' }, 'affected'],
    ['by package URL', range({ introduced: '0' }), { purl: 'pkg:npm/%40a/b@5.0.0' }, 'affected'],
    ['another package', range({ introduced: '0' }), { purl: 'pkg:npm/%40a/c@5.0.0' }, 'not-affected'],
    ['no version', range({ introduced: '0' }), npm, 'unknown'],
    ['a version that is none', range({ introduced: '0' }), { ...npm, version: 'latest' }, 'unknown'],
    ['a pair that is empty', range({ introduced: '1.0.0' }, { fixed: '1.0.0' }), { ...npm, version: '1.0.0' }, 'not-affected'],
    ['one pair ends where another begins', range({ introduced: '2.0.0' }, { fixed: '3.0.0' }, { introduced: '1.0.0' }, { fixed: '2.0.0' }), { ...npm, version: '2.0.0' }, 'affected'],
    ['limit', range({ introduced: '1.0.0' }, { limit: '2.0.0' }), { ...npm, version: '2.0.0' }, 'not-affected'],
    ['a distribution’s release', record({ package: { ecosystem: 'Debian:12', name: 'curl' }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '7.88.1-10' }] }] }), { ecosystem: 'Debian:12', name: 'curl', version: '7.88.1-9' }, 'affected'],
    ['another release', record({ package: { ecosystem: 'Debian:12', name: 'curl' }, versions: ['1'] }), { ecosystem: 'Debian:11', name: 'curl', version: '1' }, 'not-affected'],
    ['an order nobody knows', record({ package: { ecosystem: 'Android', name: 'x' }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }] }), { ecosystem: 'Android', name: 'x', version: '14' }, 'unknown'],
    ['but a listed version', record({ package: { ecosystem: 'Android', name: 'x' }, versions: ['14'] }), { ecosystem: 'Android', name: 'x', version: '14' }, 'affected'],
    ['nothing said', record({ package: npm }), { ...npm, version: '1.0.0' }, 'unknown'],
    ['PyPI names', record({ package: { ecosystem: 'PyPI', name: 'Foo_Bar' }, versions: ['1.0'] }), { ecosystem: 'PyPI', name: 'foo.bar', version: '1' }, 'affected'],
    ['withdrawn', { ...range({ introduced: '0' }), withdrawn: '2026-02-01T00:00:00Z' }, { ...npm, version: '1.0.0' }, 'not-affected'],
  ]
  for (const [what, osv, question, status] of rows) assert.equal(judgeOsv(osv, question).status, status, what)
  assert.deepEqual(judgeOsv(range({ introduced: '0' }, { fixed: '1.2.3' }), { ...npm, version: '1.0.0' }), { status: 'affected', because: '/affected/0/ranges/0', fixed: ['1.2.3'] })
})

const id = (letter: string): string => letter.repeat(40)

test('judging commits: a fix on one branch does not fix the other', () => {
  //  a - b(introduced) - c - d(fixed)
  //               \ e - f            1: a branch without the fix
  const parents: Record<string, string[]> = { a: [], b: ['a'], c: ['b'], d: ['c'], e: ['b'], f: ['e'] }
  const isAncestor = (from: string, to: string): boolean => from === to || (parents[to.charAt(0)] ?? []).some((parent) => isAncestor(from, id(parent)))
  const osv = record({ ranges: [{ type: 'GIT', repo: 'https://example.org/x.git', events: [{ introduced: id('b') }, { fixed: id('d') }] }] })
  const ask = (commit: string): string => judgeOsv(osv, { commit: id(commit), isAncestor }).status
  assert.deepEqual(Object.keys(parents).map((commit) => [commit, ask(commit)]), [['a', 'not-affected'], ['b', 'affected'], ['c', 'affected'], ['d', 'not-affected'], ['e', 'affected'], ['f', 'affected']])
  assert.equal(judgeOsv(osv, { commit: id('c') }).status, 'unknown')
})

test('a record of 20,000 events and 20,000 versions, asked 2,000 times', () => {
  const events = Array.from({ length: 20_000 }, (_, at) => (at % 2 === 0 ? { introduced: `${at}.0.0` } : { fixed: `${at}.0.0` })).toReversed()
  const versions = Array.from({ length: 20_000 }, (_, at) => `0.${at}.0`)
  const judge = compileOsv(record({ package: { ecosystem: 'npm', name: 'x' }, versions, ranges: [{ type: 'SEMVER', events }] }))
  for (let at = 0; at < 20_000; at += 20) {
    assert.equal(judge({ ecosystem: 'npm', name: 'x', version: `${at + 2}.5.0` }).status, at + 2 < 20_000 ? 'affected' : 'not-affected')
    assert.equal(judge({ ecosystem: 'npm', name: 'x', version: `v0.${at}` }).because, '/affected/0/versions')
  }
})

test('findings name the place and the rule', () => {
  const rows: [value: unknown, path: string, rule: string][] = [
    [[], '', 'type'],
    [{}, '/id', 'required'],
    [{ id: 'X', modified: 'yesterday' }, '/modified', 'date-time'],
    [{ id: 'X', modified: '2026-02-30T00:00:00Z' }, '/modified', 'date-time'],
    [{ id: 'X', modified: '2026-01-01T00:00:00Z', own: 1 }, '/own', 'unknown'],
    [{ id: 'X', modified: '2026-01-01T00:00:00Z', references: [{ type: 'SITE', url: 'https://a.example' }] }, '/references/0/type', 'enum'],
    [{ id: 'X', modified: '2026-01-01T00:00:00Z', affected: [{ ranges: [{ type: 'SEMVER', events: [{ fixed: '1' }] }] }] }, '/affected/0/ranges/0', 'introduced'],
    [{ id: 'X', modified: '2026-01-01T00:00:00Z', affected: [{ ranges: [{ type: 'SEMVER', events: [{ introduced: '0', fixed: '1' }] }] }] }, '/affected/0/ranges/0/events/0', 'one-event'],
    [{ id: 'X', modified: '2026-01-01T00:00:00Z', affected: [{ ranges: [{ type: 'GIT', events: [{ introduced: '0' }] }] }] }, '/affected/0/ranges/0/repo', 'required'],
    [{ id: 'X', modified: '2026-01-01T00:00:00Z', affected: [{ ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1' }, { last_affected: '1' }] }] }] }, '/affected/0/ranges/0', 'fixed-or-last'],
  ]
  for (const [value, path, rule] of rows) {
    assert.ok(validateOsv(value).some((finding) => finding.path === path && finding.rule === rule), `${path} ${rule} ${JSON.stringify(validateOsv(value))}`)
  }
  assert.throws(() => asOsv({}), (error) => error instanceof VulnsError && error.code === 'bad-osv' && error.findings.length === 2)
  assert.throws(() => parseOsv('{"id":"X","id":"Y"}'), { code: 'bad-json' })
  assert.throws(() => parseOsv('[1]'), { code: 'bad-json' })
})

test('property: unknown fields come back; any JSON is read or refused by our own error', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (own) => {
      const osv = asOsv({ ...own, id: 'X-1', modified: '2026-01-01T00:00:00Z', affected: [], aliases: [], references: [], severity: null, database_specific: own, withdrawn: '2026-01-01T00:00:00Z', published: '2026-01-01T00:00:00Z', related: [], upstream: [], credits: [], schema_version: '1.7.0', summary: '', details: '' })
      assert.deepEqual(JSON.parse(printOsv(osv)), JSON.parse(JSON.stringify(osv)))
    }),
  )
  const fields = fc.constantFrom('id', 'modified', 'affected', 'ranges', 'events', 'package', 'versions', 'references', '__proto__')
  const tree = fc.letrec((tie) => ({ node: fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(tie('node'), { maxLength: 3 }), fc.dictionary(fields, tie('node'), { maxKeys: 4 })) })).node
  fc.assert(
    fc.property(tree, (value) => {
      try {
        judgeOsv(parseOsv(JSON.stringify(value)), { ecosystem: 'npm', name: 'x', version: '1' })
      } catch (error) {
        assert.ok(error instanceof VulnsError, String(error))
      }
    }),
    { numRuns: 500 },
  )
})
