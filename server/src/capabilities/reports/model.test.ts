/** Pure rules: working days, bills of materials, likeness, feeds. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DAY, HOUR, Refusal } from '../../kernel/index.ts'
import { createFeeds, readEpss, readKev } from './feeds.ts'
import { readBill } from './model/sbom.ts'
import { similarTo } from './model/similar.ts'
import { addWorkingDays, workingDaysBetween } from './model/working-days.ts'

const at = (text: string) => Date.parse(text) * 1000

test('working days', () => {
  const rows: [from: string, days: number, to: string][] = [
    ['2026-11-20T15:00:00Z', 5, '2026-11-27T15:00:00Z'], // a Friday
    ['2026-11-21T15:00:00Z', 1, '2026-11-24T00:00:00Z'], // a Saturday counts from Monday
    ['2026-11-23T00:00:00Z', 4, '2026-11-27T00:00:00Z'],
    ['2026-11-26T10:00:00Z', 2, '2026-11-30T10:00:00Z'],
  ]
  for (const [from, days, to] of rows) assert.equal(new Date(addWorkingDays(at(from), days) / 1000).toISOString(), new Date(to).toISOString())
  assert.equal(workingDaysBetween(at('2026-11-20T12:00:00Z'), at('2026-11-23T12:00:00Z')), 1)
  fc.assert(fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 30 }), (day, hour, days) => {
    const from = day * DAY + hour * HOUR
    assert.equal(workingDaysBetween(from, addWorkingDays(from, days)), days)
  }))
})

test('bills of materials: CycloneDX, SPDX 2 and 3; anything else is refused by name', () => {
  const cyclone = { bomFormat: 'CycloneDX', components: [{ purl: 'pkg:npm/%40a/b@1' }, { purl: 'pkg:npm/%40a/b@2', components: [{ purl: 'pkg:deb/debian/curl@7?arch=amd64' }] }, { name: 'x' }, { purl: 'nonsense' }, 7] }
  assert.deepEqual(readBill(JSON.stringify(cyclone)), { format: 'CycloneDX', packages: ['pkg:deb/debian/curl', 'pkg:npm/%40a/b'], left: 2 })
  const spdx2 = { spdxVersion: 'SPDX-2.3', packages: [{ externalRefs: [{ referenceType: 'cpe23Type', referenceLocator: 'x' }, { referenceType: 'purl', referenceLocator: 'pkg:pypi/requests@2' }] }, {}] }
  assert.deepEqual(readBill(JSON.stringify(spdx2)), { format: 'SPDX', packages: ['pkg:pypi/requests'], left: 1 })
  const spdx3 = { '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld', '@graph': [{ type: 'software_Package', software_packageUrl: 'pkg:npm/x@1' }, { type: 'Person' }] }
  assert.deepEqual(readBill(JSON.stringify(spdx3)).packages, ['pkg:npm/x'])
  let deep: object = { purl: 'pkg:npm/x' }
  for (let n = 0; n < 50; n++) deep = { components: [deep] }
  const rows: [text: string, code: string][] = [
    ['nothing', 'reports.sbom-json'], ['[]', 'reports.sbom-json'], ['{}', 'reports.sbom-format'], ['{"bomFormat":"CycloneDX"}', 'reports.sbom-empty'], [JSON.stringify({ bomFormat: 'CycloneDX', components: [deep] }), 'reports.sbom-deep'],
    [JSON.stringify({ bomFormat: 'CycloneDX', components: Array.from({ length: 20_001 }, (_, n) => ({ purl: `pkg:npm/p${n}` })) }), 'reports.sbom-large'],
  ]
  for (const [text, code] of rows) assert.throws(() => readBill(text), (error) => error instanceof Refusal && error.code === code, code)
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    for (const bill of [{ bomFormat: 'CycloneDX', components: value }, { spdxVersion: 'SPDX-2.3', packages: value }, { '@context': 'spdx', '@graph': value }]) {
      try {
        readBill(JSON.stringify(bill))
      } catch (error) {
        assert.ok(error instanceof Refusal, String(error))
      }
    }
  }))
})

test('likeness: the same component weighs, the same CVE settles, common words count nothing', () => {
  const note = { id: 'a', title: 'Command run from a name', text: 'The gateway runs the name.', components: ['pkg:npm/x'], cves: [] as string[] }
  const others = [{ ...note, id: 'b', title: 'Something else', text: 'Nothing in common at all' }, { ...note, id: 'c', components: [] }, { ...note, id: 'd', title: 'Other', text: 'thing', components: [], cves: ['CVE-2026-1234'] }, { ...note, id: 'e', title: 'Unlike', text: 'words', components: [] }]
  assert.deepEqual(similarTo(note, others).map((alike) => alike.note.id), ['c', 'b'])
  assert.equal(similarTo({ ...note, cves: ['CVE-2026-1234'] }, others)[0]?.alike, 1)
})

test('feeds: read from files, said to be missing, kept where a new one cannot be read', async () => {
  assert.equal(readKev('{"vulnerabilities":[{"cveID":"CVE-2026-1234","dateAdded":"2026-01-02"},{"cveID":"x"}]}').get('CVE-2026-1234'), '2026-01-02')
  assert.equal(readEpss('#model\ncve,epss,percentile\nCVE-2026-1234,0.5,0.9\nCVE-2026-1,2,3\n').size, 1)
  assert.throws(() => readKev('[]'))
  assert.throws(() => readEpss('<html>'))
  const troubles: string[] = []
  const file = { text: '{"vulnerabilities":[]}', at: 1 }
  const feeds = createFeeds({ kev: { read: async () => file.text, changedAt: async () => file.at }, trouble: (what) => void troubles.push(what) })
  assert.equal(feeds.kev(), undefined)
  await feeds.refresh()
  assert.equal(feeds.kev()?.size, 0)
  Object.assign(file, { text: 'broken', at: 2 })
  await feeds.refresh()
  assert.deepEqual([feeds.kev()?.size, troubles.length], [0, 1])
  assert.match(feeds.words(), /KEV: 0 entries; EPSS: no feed is configured/)
  assert.match(createFeeds({ trouble: () => {} }).words(), /no feed is configured/)
})
