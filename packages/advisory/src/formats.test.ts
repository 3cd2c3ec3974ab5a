/** CVE, OSV, OpenVEX and CycloneDX of any finished draft: valid by their own rules, the same bytes each time, and back. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { validateCnaContainer, validateCve, validateOpenVex, validateOsv } from '@openaccord/vulns'
import fc from 'fast-check'
import { toCsaf20, toCsaf21 } from './csaf/to-csaf.ts'
import { fromCve } from './cve/from-cve.ts'
import { toCve, toCveRecord } from './cve/to-cve.ts'
import { fromCycloneDx } from './cyclonedx/from-cyclonedx.ts'
import { toCycloneDx } from './cyclonedx/to-cyclonedx.ts'
import type { Imported, Loss } from './convert.ts'
import { normalizeDraft } from './draft/draft.ts'
import type { Draft } from './draft/types.ts'
import { AdvisoryError } from './error.ts'
import { fromOpenVex } from './openvex/from-openvex.ts'
import { toOpenVex } from './openvex/to-openvex.ts'
import { fromOsv } from './osv/from-osv.ts'
import { toOsv } from './osv/to-osv.ts'
import { anyDraft } from './testing/arbitrary.ts'
import { changed } from './testing/change.ts'
import { exampleDraft } from './testing/example.ts'
import { aligned, unexplained } from './testing/kept.ts'

const RUNS = { numRuns: 20, seed: 11 }
const errors = (findings: readonly { level: string }[]): unknown[] => findings.filter(({ level }) => level === 'error')

/** What each format makes of a draft, what it says of it itself, and how it is read. */
const FORMATS: readonly [name: string, make: (draft: Draft) => { document: object; losses: readonly Loss[] }, judge: (document: object, draft: Draft) => unknown[], read: (value: unknown) => Imported][] = [
  ['CVE', (draft) => toCve(draft), (document, { head }) => errors(validateCnaContainer(document, head.withdrawn === undefined ? 'PUBLISHED' : 'REJECTED')), fromCve],
  ['OSV', (draft) => toOsv(draft), (document) => errors(validateOsv(document)), fromOsv],
  ['OpenVEX', (draft) => toOpenVex(draft), (document) => errors(validateOpenVex(document)), fromOpenVex],
  ['CycloneDX', (draft) => toCycloneDx(draft), () => [], fromCycloneDx],
]

/** Fields that a document of another format always has of its own in a draft: who published it, and its names for products. */
const OWN = /^\/head\/(?:id|publisher|revisions|kind|state|language|tlp|title)(?:\/|$)|^\/format$|^\/products\//

for (const [name, make, judge, read] of FORMATS) {
  test(`${name}: valid for any finished draft, the same each time, and back but for what the losses name`, () => {
    fc.assert(
      fc.property(anyDraft, (draft) => {
        const { document, losses } = make(draft)
        assert.deepEqual(judge(document, draft), [])
        assert.equal(JSON.stringify(make(draft).document), JSON.stringify(document))
        const missing = unexplained(normalizeDraft(draft), aligned(normalizeDraft(draft), read(JSON.parse(JSON.stringify(document))).draft), losses).filter((line) => !OWN.test(line.split(':')[0] ?? ''))
        assert.deepEqual(missing, [])
      }),
      RUNS,
    )
  })

  test(`${name}: what is affected stays affected`, () => {
    const { document } = make(exampleDraft())
    const { draft } = read(JSON.parse(JSON.stringify(document)))
    const releases = draft.products.vendors.flatMap(({ products }) => products.flatMap((product) => product.releases))
    const affected = (draft.vulnerabilities[0]?.statements ?? []).filter(({ state }) => state === 'affected').map(({ product }) => releases.find(({ id }) => id === product))
    const ours = affected.find((release) => release?.purl?.startsWith('pkg:npm/tinyparse') === true)
    assert.deepEqual([ours?.range, ours?.purl], ['vers:npm/<1.4.2', 'pkg:npm/tinyparse'])
  })
}

test('a withdrawal reaches every format', () => {
  const draft = changed(['/head/withdrawn', { at: '2026-03-08T12:00:00Z', reason: 'It was a fault of the test rig.', replacedBy: { id: 'CVE-2026-22222', url: 'https://psirt.networks.example/2' } }]) as Draft
  assert.equal(toCsaf20(draft).document.document.notes?.[0]?.title, 'Reasoning for Supersession')
  const csaf21 = JSON.stringify(toCsaf21(draft).document)
  assert.match(csaf21, /csaf_superseded/)
  assert.doesNotMatch(csaf21, /product_tree|vulnerabilities/)
  const { document } = toCveRecord(draft)
  assert.deepEqual([document.cveMetadata.state, document.cveMetadata.dateRejected, document.containers.cna.rejectedReasons?.[0]?.value], ['REJECTED', '2026-03-08T12:00:00Z', 'It was a fault of the test rig.'])
  assert.deepEqual(errors(validateCve(document)), [])
  assert.equal(toOsv(draft).document.withdrawn, '2026-03-08T12:00:00Z')
  const vex = toOpenVex(draft).document
  assert.deepEqual([vex.version, vex.statements[0]?.status, vex.statements[0]?.status_notes], [2, 'under_investigation', 'Withdrawn: It was a fault of the test rig.'])
  assert.match(JSON.stringify(toCycloneDx(draft).document), /"rejected":"2026-03-08T12:00:00Z"/)
})

test('a notice has nothing to say about vulnerabilities, and an unfinished draft nothing at all', () => {
  const notice = changed(['/head/kind', 'notice'], ['/vulnerabilities', []]) as Draft
  assert.equal(toCsaf20(notice).document.document.category, 'csaf_informational_advisory')
  for (const make of [toCve, toOsv, toOpenVex, toCycloneDx]) assert.throws(() => make(notice), (error) => error instanceof AdvisoryError && error.code === 'nothing-to-say')
  const unfinished = changed(['/vulnerabilities/0/remedies', []]) as Draft
  for (const make of [toCsaf20, toCsaf21, toCve, toOsv, toOpenVex, toCycloneDx]) assert.throws(() => make(unfinished), (error) => error instanceof AdvisoryError && error.code === 'bad-draft')
})
