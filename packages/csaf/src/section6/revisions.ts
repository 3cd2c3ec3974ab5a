/** Tests 6.1.14, 6.1.16 to 6.1.22 and 6.1.30: the document's version, its status and its revision history. */
import { quote } from '../error.ts'
import { placesIn, textOf, type Reading, type RevisionPlace } from './reading.ts'
import { test } from './test.ts'
import { compareVersions, isSameOrNext, isZero, readVersion, type DocumentVersion } from './versions.ts'

// 6.1.14
export const sortedHistory = test('6.1.14', 'Sorted Revision History', ({ revisions }, report) => {
  for (const [before, after] of neighbours(revisions)) {
    if (compareVersions(before.version, after.version) <= 0) continue
    report(`${after.path}/number`, `is ${after.version.text}; an earlier item has ${before.version.text}`, 'correct the dates or the numbers, so that both ascend together')
  }
})

function neighbours(revisions: readonly RevisionPlace[]): [before: RevisionPlace, after: RevisionPlace][] {
  return revisions.slice(1).flatMap((after, at) => {
    const before = revisions[at]
    return before === undefined ? [] : [[before, after]]
  })
}

// 6.1.16: build metadata is ignored, and the pre-release part of a draft.
export const latestVersion = test('6.1.16', 'Latest Document Version', ({ revisions, tracking }, report) => {
  const version = documentVersion(tracking)
  const last = revisions.at(-1)?.version
  if (version === undefined || last === undefined) return
  const asCompared = (one: DocumentVersion): DocumentVersion => (tracking['status'] === 'draft' ? { ...one, preRelease: '' } : one)
  if (version.scheme === last.scheme && compareVersions(asCompared(version), asCompared(last)) === 0) return
  report('/document/tracking/version', `is ${version.text}; the last item of the revision history has ${last.text}`, 'make the two the same')
})

function documentVersion(tracking: Reading['tracking']): DocumentVersion | undefined {
  return readVersion(textOf(tracking, 'version') ?? '')
}

// 6.1.17
export const draftStatus = test('6.1.17', 'Document Status Draft', ({ tracking }, report) => {
  const version = documentVersion(tracking)
  if (version === undefined || tracking['status'] === 'draft' || !(isZero(version) || version.preRelease !== '')) return
  report('/document/tracking/status', `is not draft, and the version is ${version.text}`, 'write draft, or give the document a released version')
})

const isReleased = (tracking: Reading['tracking']): boolean => tracking['status'] === 'final' || tracking['status'] === 'interim'

// 6.1.18
export const releasedHistory = test('6.1.18', 'Released Revision History', ({ revisions, tracking }, report) => {
  if (!isReleased(tracking)) return
  for (const { path, version } of revisions) {
    if (isZero(version)) report(`${path}/number`, `is ${version.text} in a document that is released`, 'remove the items from before the release')
  }
})

// 6.1.19
export const preReleaseHistory = test('6.1.19', 'Revision History Entries for Pre-release Versions', ({ revisions }, report) => {
  for (const { path, version } of revisions) {
    if (version.preRelease !== '') report(`${path}/number`, `has the pre-release part ${quote(version.preRelease)}`, 'remove the item, or the part')
  }
})

// 6.1.20
export const nonDraftVersion = test('6.1.20', 'Non-draft Document Version', ({ tracking }, report) => {
  const version = documentVersion(tracking)
  if (version === undefined || version.preRelease === '' || !isReleased(tracking)) return
  report('/document/tracking/version', `has the pre-release part ${quote(version.preRelease)} in a document that is released`, 'remove the part, or make the document a draft')
})

// 6.1.21
export const missingRevision = test('6.1.21', 'Missing Item in Revision History', ({ revisions }, report) => {
  const first = revisions[0]
  if (first !== undefined && first.version.major !== '0' && first.version.major !== '1') {
    report(`${first.path}/number`, `is ${first.version.text}; a history begins with 0 or 1`, 'add the items before it')
  }
  for (const [before, after] of neighbours(revisions)) {
    // A history that is not sorted is 6.1.14's to report.
    if (isSameOrNext(before.version.major, after.version.major) || compareVersions(before.version, after.version) > 0) continue
    report(`${after.path}/number`, `is ${after.version.text}; the item before it has ${before.version.text}`, 'add the items between the two')
  }
})

// 6.1.22
export const multipleRevisions = test('6.1.22', 'Multiple Definition in Revision History', ({ revisions }, report) => {
  const seen = new Set<string>()
  for (const { path, version } of revisions) {
    if (seen.has(version.text)) report(`${path}/number`, `is ${version.text}, which another item has too`, 'give each item its own number')
    seen.add(version.text)
  }
})

// 6.1.30
export const mixedVersioning = test('6.1.30', 'Mixed Integer and Semantic Versioning', ({ tracking }, report) => {
  const rows = [
    ['/document/tracking/version', textOf(tracking, 'version')] as const,
    ...placesIn(tracking, 'revision_history', '/document/tracking').map(({ value, path }) => [`${path}/number`, textOf(value, 'number')] as const),
  ]
  const schemes = rows.flatMap(([path, text]) => {
    const version = readVersion(text ?? '')
    return version === undefined ? [] : [{ path, version }]
  })
  const [first] = schemes
  const other = schemes.find(({ version }) => version.scheme !== first?.version.scheme)
  if (first === undefined || other === undefined) return
  report(other.path, `is ${other.version.text}, ${first.path} is ${first.version.text}`, 'use whole numbers everywhere, or semantic versions everywhere')
})
