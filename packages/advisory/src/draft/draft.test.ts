/** Drafts: read with their remarks, printed, and each rule that checks them, one row for one thing that is wrong. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AdvisoryError } from '../error.ts'
import { changed } from '../testing/change.ts'
import { exampleDraft } from '../testing/example.ts'
import { asDraft, assureDraft, checkDraft, normalizeDraft, parseDraft, printDraft } from './draft.ts'

test('the example has nothing to say against it, and comes back as it was printed', () => {
  assert.deepEqual(checkDraft(exampleDraft()), [])
  assert.deepEqual(parseDraft(printDraft(exampleDraft())), exampleDraft())
  assureDraft(exampleDraft())
})

test('lines of remarks are passed over; two slashes inside a text are text', () => {
  const text = printDraft(exampleDraft()).replace('"head"', '// what people read first\n  "head"')
  assert.deepEqual(parseDraft(`// a draft\n\t// of ours\n${text}`), exampleDraft())
})

const V = '/vulnerabilities/0'
const R = '/products/vendors/0/products/0/releases'
const TABLE: readonly [what: string, changes: readonly [string, unknown][], path: string, rule: string][] = [
  ['no head', [['/head', undefined]], '/head', 'required'],
  ['another format', [['/format', 'openaccord-advisory/9']], '/format', 'enum'],
  ['a field that no draft has', [['/head/titel', 'A']], '/head/titel', 'unknown'],
  ['a text that is a number', [['/head/title', 7]], '/head/title', 'type'],
  ['an empty text', [['/head/title', '  ']], '/head/title', 'empty'],
  ['half a character', [[`${V}/description`, 'a \ud800 b']], `${V}/description`, 'unicode'],
  ['a text too long', [['/head/title', 'a'.repeat(300)]], '/head/title', 'maxLength'],
  ['two lines in a title', [['/head/title', 'a\nb']], '/head/title', 'pattern'],
  ['an id without a letter', [['/head/id', '---']], '/head/id', 'pattern'],
  ['a time with an offset', [['/head/revisions/0/at', '2026-03-01T12:00:00+01:00']], '/head/revisions/0/at', 'instant'],
  ['a day that does not exist', [['/head/revisions/0/at', '2026-02-30T12:00:00Z']], '/head/revisions/0/at', 'instant'],
  ['a link that a page must not have', [['/head/references/0/url', 'javascript:alert(1)']], '/head/references/0/url', 'link'],
  ['a link with a space', [['/head/references/0/url', 'https://a.example/b c']], '/head/references/0/url', 'link'],
  ['a language that is none', [['/head/language', 'xx']], '/head/language', 'language'],
  ['a translation from its own language', [['/head/translatedFrom', 'EN']], '/head/translatedFrom', 'language'],
  ['a translator who does not say from what', [['/head/publisher/category', 'translator']], '/head/translatedFrom', 'translator'],
  ['no revision', [['/head/revisions', []]], '/head/revisions', 'minItems'],
  ['two kinds of numbers', [['/head/revisions/1/number', '2.0.0']], '/head/revisions/1/number', 'revision-scheme'],
  ['a history that begins with 2', [['/head/revisions/0/number', '2'], ['/head/revisions/1/number', '3']], '/head/revisions/0/number', 'revision-first'],
  ['one number twice', [['/head/revisions/1/number', '1']], '/head/revisions/1/number', 'revision-order'],
  ['a gap', [['/head/revisions/1/number', '3']], '/head/revisions/1/number', 'revision-gap'],
  ['number 0 in a final advisory', [['/head/revisions/0/number', '0'], ['/head/revisions/1/number', '1']], '/head/revisions/0/number', 'revision-draft'],
  ['revisions of one instant', [['/head/revisions/1/at', '2026-03-01T12:00:00.000Z']], '/head/revisions/1/at', 'revision-time'],
  ['a withdrawal at another time', [['/head/withdrawn', { at: '2026-03-09T12:00:00Z', reason: 'It was another one.' }]], '/head/withdrawn/at', 'withdrawal'],
  ['a withdrawal of a draft', [['/head/state', 'draft'], ['/head/withdrawn', { at: '2026-03-08T12:00:00Z', reason: 'No.' }]], '/head/state', 'withdrawal'],
  ['an advisory without vulnerabilities', [['/vulnerabilities', []]], '/vulnerabilities', 'kind'],
  ['a notice with vulnerabilities', [['/head/kind', 'notice']], '/vulnerabilities', 'kind'],
  ['no vendor', [['/products/vendors', []]], '/products/vendors', 'kind'],
  ['a vendor without a product', [['/products/vendors/1/products', []]], '/products/vendors/1/products', 'products'],
  ['a product without a release', [['/products/vendors/0/products/1/releases', []]], '/products/vendors/0/products/1/releases', 'releases'],
  ['one ID for two releases', [[`${R}/1/id`, 'router-old']], `${R}/1/id`, 'product-id'],
  ['a release without version', [[`${R}/1/version`, undefined]], `${R}/1`, 'required'],
  ['a version and a range', [[`${R}/1/range`, 'vers:all/*']], `${R}/1`, 'one-version'],
  ['a range as version', [[`${R}/1/version`, 'before 2.1.4']], `${R}/1/version`, 'version-range'],
  ['a range out of order', [[`${R}/0/range`, 'vers:semver/<2.1.4|>=2.0.0']], `${R}/0/range`, 'range'],
  ['a package URL out of form', [[`${R}/0/purl`, 'pkg:NPM/a']], `${R}/0/purl`, 'purl'],
  ['a CPE that is none', [[`${R}/0/cpe`, 'cpe:x']], `${R}/0/cpe`, 'cpe'],
  ['a hash too short', [[`${R}/1/files/0/hashes/sha256`, 'abc']], `${R}/1/files/0/hashes/sha256`, 'pattern'],
  ['a hash of another length', [[`${R}/1/files/0/hashes/sha256`, 'ab'.repeat(20)]], `${R}/1/files/0/hashes/sha256`, 'hash-length'],
  ['a decision without an outcome', [[`${V}/ssvc/0/outcome`, undefined]], `${V}/ssvc/0/outcome`, 'required'],
  ['one file twice', [[`${R}/1/files/-`, { name: 'router-2.1.4.bin', hashes: { sha512: 'ab'.repeat(64) } }]], `${R}/1/files/1/name`, 'file-once'],
  ['a relationship with nothing', [['/products/relationships', [{ id: 'both', kind: 'installed-on', part: 'lite', whole: 'nowhere' }]]], '/products/relationships/0/whole', 'product-defined'],
  ['a relationship with itself', [['/products/relationships', [{ id: 'both', kind: 'installed-on', part: 'lite', whole: 'lite' }]]], '/products/relationships/0', 'relationship'],
  ['one CVE ID twice', [['/vulnerabilities/-', { ...exampleDraft().vulnerabilities[0] }]], '/vulnerabilities/1/cve', 'cve-once'],
  ['a VEX without a name of the flaw', [['/head/kind', 'vex'], [`${V}/cve`, undefined], [`${V}/ids`, undefined]], V, 'vulnerability-id'],
  ['a weakness that is none', [[`${V}/weaknesses/0`, 'CWE-1']], `${V}/weaknesses/0`, 'cwe'],
  ['a vulnerability that says nothing of any product', [[`${V}/statements`, []]], `${V}/statements`, 'statements'],
  ['a statement about nothing', [[`${V}/statements/0/product`, 'nowhere']], `${V}/statements/0/product`, 'product-defined'],
  ['two statements about one product', [[`${V}/statements/1/product`, 'router-old']], `${V}/statements/1/product`, 'statement-once'],
  ['a mark that does not fit', [[`${V}/statements/0/marks`, ['recommended']]], `${V}/statements/0/marks/0`, 'mark'],
  ['not affected, and not why', [[`${V}/statements/2/justification`, undefined], [`${V}/statements/2/because`, undefined]], `${V}/statements/2`, 'why-not'],
  ['affected, and why not', [[`${V}/statements/0/justification`, 'component_not_present']], `${V}/statements/0/justification`, 'why-not'],
  ['affected, and nothing to do', [[`${V}/remedies/1/products`, ['router-old']]], `${V}/statements/3`, 'what-to-do'],
  ['a vector that is none', [[`${V}/scores/0/vector`, 'CVSS:3.1/AV:N']], `${V}/scores/0/vector`, 'cvss'],
  ['two scores of one version', [[`${V}/scores/-`, { vector: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', products: ['parse-bad'] }]], `${V}/scores/2`, 'score-once'],
  ['a score for nobody', [[`${V}/statements/0`, { product: 'router-old', state: 'investigating' }], [`${V}/statements/3/state`, 'investigating']], `${V}/scores/0/products`, 'products'],
  ['a fix, and none', [[`${V}/remedies/-`, { kind: 'none-available', details: 'None.', products: ['parse-bad'] }]], `${V}/remedies/3`, 'remedies'],
  ['a workaround for what is fixed', [[`${V}/remedies/2/products`, ['parse-good']]], `${V}/remedies/2`, 'remedy-state'],
  ['disclosed after the last revision', [[`${V}/disclosed`, '2026-04-01T12:00:00Z']], `${V}/disclosed`, 'disclosed'],
  ['exploited after the last revision', [[`${V}/exploitation/since`, '2026-04-01T12:00:00Z']], `${V}/exploitation/since`, 'exploited'],
]

test('each rule is told with its place and its fix', async (t) => {
  for (const [what, changes, path, rule] of TABLE) {
    await t.test(what, () => {
      const found = checkDraft(changed(...changes)).find((one) => one.path === path && one.rule === rule)
      assert.ok(found !== undefined, JSON.stringify(checkDraft(changed(...changes)), null, 1))
      assert.equal(found.level, 'error')
      assert.ok(found.message !== '' && found.fix !== '')
    })
  }
})

test('what is no draft at all is answered, not thrown', () => {
  for (const value of [null, 7, [], {}, { head: [], products: 1, vulnerabilities: [null] }]) assert.ok(checkDraft(value).length > 0)
  assert.throws(() => asDraft({}), (error) => error instanceof AdvisoryError && error.code === 'bad-draft' && error.findings.length >= 4)
  assert.throws(() => parseDraft('{"a":1,"a":2}'), (error) => error instanceof AdvisoryError && error.code === 'bad-json')
  assert.throws(() => assureDraft(asDraft(changed(['/vulnerabilities', []]))), (error) => error instanceof AdvisoryError && error.findings[0]?.rule === 'kind')
})

test('what is only begun has the shape of a draft, and keeps its empty lists', () => {
  const begun = asDraft(changed(['/products/vendors/0/products/0/releases', []], [`${V}/statements`, []]))
  assert.deepEqual(asDraft(normalizeDraft(begun)), normalizeDraft(begun))
  assert.throws(() => assureDraft(begun), AdvisoryError)
})

test('the normal form orders statements as the products stand, and leaves empty lists out', () => {
  const draft = asDraft(changed(['/head/aliases', []], [`${V}/statements`, [...(exampleDraft().vulnerabilities[0]?.statements ?? [])].reverse()]))
  const expected = asDraft(changed([`${V}/statements/1/marks`, ['first', 'recommended']]))
  assert.deepEqual(normalizeDraft(draft), expected)
  assert.deepEqual(normalizeDraft(normalizeDraft(draft)), normalizeDraft(draft))
})
