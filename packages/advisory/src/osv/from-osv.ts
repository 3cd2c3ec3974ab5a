/** A draft from an OSV record (format 1.x). */
import { validateOsv, schemeOfEcosystem } from '@openaccord/vulns'
import type { Imported } from '../convert.ts'
import { normalizeDraft } from '../draft/draft.ts'
import { CREDIT_ROLES } from '../draft/shape.ts'
import { DRAFT_FORMAT, type Credit, type CreditRole, type Draft, type Reference, type ReferenceKind, type Release, type Statement } from '../draft/types.ts'
import { AdvisoryError } from '../error.ts'
import { collectLosses, present, some, type Losses } from '../losses.ts'
import { purlOfPackage } from '../packages.ts'
import { rangeOfSpan, type Span } from '../ranges.ts'
import { addUnread, instantOf, oneLine, readValue, type Reading } from '../reading.ts'
import { takeLink, takePurl } from '../taken.ts'
import { createTree, type TreeBuilder } from '../tree-builder.ts'

/** Throws `bad-document` when the value is no OSV record. */
export function fromOsv(value: unknown): Imported {
  const first = validateOsv(value).find(({ level }) => level === 'error')
  if (first !== undefined) throw new AdvisoryError('bad-document', `it is no OSV record: ${first.path || 'it'} ${first.message}`)
  const root = readValue(value)
  root.skip('schema_version')
  const losses = collectLosses()
  const id = root.text('id') ?? ''
  const aliases = [...new Set([id, ...root.texts('aliases'), ...root.texts('upstream')])]
  const cve = aliases.find((one) => /^CVE-\d{4}-\d{4,19}$/.test(one))
  const [changed, published, withdrawn] = [instantOf(root.text('modified')) ?? '', instantOf(root.text('published')), instantOf(root.text('withdrawn'))]
  const moments = [...new Set([published ?? changed, changed, ...(withdrawn === undefined ? [] : [withdrawn])])].sort((a, b) => Date.parse(a) - Date.parse(b)).filter((at) => withdrawn === undefined || Date.parse(at) <= Date.parse(withdrawn))
  const summary = root.text('summary')
  const title = oneLine(summary ?? id, 256, '/summary', losses)
  const tree = createTree()
  const statements = root.list('affected').flatMap((one) => readAffected(one, tree, losses))
  if (withdrawn !== undefined) losses.add('/withdrawn', 'why it is withdrawn', 'OSV does not say')
  const draft = {
    format: DRAFT_FORMAT,
    head: present({
      id, title, kind: 'advisory', state: 'final', language: 'en', tlp: 'CLEAR',
      publisher: { name: id.split('-', 1)[0] ?? 'OSV', category: 'other', namespace: 'https://osv.dev/' },
      revisions: moments.map((at, place) => ({ number: `${place + 1}`, at, summary: place === 0 ? 'First published.' : at === withdrawn ? 'Withdrawn.' : 'Updated.' })),
      withdrawn: withdrawn === undefined ? undefined : { at: withdrawn, reason: 'The record does not say why.' },
    }),
    products: { vendors: tree.vendors },
    vulnerabilities: [{
      ...present({
        cve,
        ids: some(aliases.filter((one) => one !== cve).map((one) => ({ system: one.split('-', 1)[0] ?? 'OSV', id: one }))),
        title: summary === undefined ? undefined : title,
        weaknesses: some(root.inner('database_specific').texts('cwe_ids')),
        scores: some([...root.list('severity'), ...root.list('affected').flatMap((one) => one.list('severity'))].flatMap((one) => readSeverity(one, losses)).filter(({ vector }, at, all) => all.findIndex((other) => other.vector === vector) === at)),
        references: some(root.list('references').flatMap((one) => readReference(one, losses))),
        credits: some(root.list('credits').flatMap((one) => readCredit(one))),
      }),
      description: root.text('details') ?? summary ?? id,
      statements,
    }],
  } as unknown as Draft
  addUnread(root, losses)
  return { draft: normalizeDraft(draft), losses: losses.list }
}

function readAffected(one: Reading, tree: TreeBuilder, losses: Losses): Statement[] {
  const [ecosystem, name] = [one.inner('package').text('ecosystem') ?? '', one.inner('package').text('name') ?? '']
  const purl = takePurl(one.inner('package').text('purl'), `${one.path}/package/purl`, losses) ?? purlOfPackage(ecosystem, name)
  const scheme = schemeOfEcosystem(ecosystem)?.name
  const spans = one.list('ranges').flatMap((range) => readRange(range, scheme, losses))
  // Versions that ranges give already are named for programs without an order.
  const versions = spans.length > 0 ? [] : one.texts('versions')
  if (spans.length > 0 && one.has('versions')) one.skip('versions')
  const releases: Omit<Release, 'id'>[] = [
    ...spans.map((release) => present({ ...release, purl })),
    ...versions.map((version) => present({ version: version.slice(0, 512), purl: takePurl(purl === undefined ? undefined : `${purl}@${encodeURIComponent(version)}`, `${one.path}/versions`, losses) })),
  ]
  if (releases.length === 0) losses.add(one.path, 'what is affected', 'it has neither versions nor a range that can be read')
  const vendor = ecosystem === '' ? 'Unknown vendor' : ecosystem.slice(0, 512)
  const ids = new Set(releases.map((release) => tree.add(vendor, (name || 'Unknown package').slice(0, 512), release)))
  return [...ids].map((product) => ({ product, state: 'affected' as const }))
}

function readRange(range: Reading, ecosystem: string | undefined, losses: Losses): Omit<Release, 'id'>[] {
  const type = range.text('type')
  if (type === 'GIT') {
    losses.add(range.path, 'a range of commits', 'a draft has versions')
    return []
  }
  const scheme = ecosystem ?? (type === 'SEMVER' ? 'semver' : undefined)
  const spans = spansIn(range, losses)
  if (scheme === undefined) {
    losses.add(range.path, 'the range, for programs', 'the order of its ecosystem is not known; it stands in words')
    return spans.map(({ high, low }) => ({ words: `${low === undefined ? '' : `from ${low.version} `}${high === undefined ? 'on' : `${high.isIn ? 'up to' : 'before'} ${high.version}`}` }))
  }
  return spans.map((span) => ({ range: rangeOfSpan(scheme, span) }))
}

/** Each start with the end that follows it, in the record's order. */
function spansIn(range: Reading, losses: Losses): Span[] {
  const spans: { low?: Span['low']; high?: Span['high'] }[] = []
  let open: { low?: Span['low']; high?: Span['high'] } | undefined
  for (const event of range.list('events')) {
    const [start, fixed, last] = [event.text('introduced'), event.text('fixed'), event.text('last_affected')]
    if (start !== undefined) spans.push((open = start === '0' ? {} : { low: { version: start, isIn: true } }))
    else if ((fixed ?? last) === undefined) losses.add(event.path, 'a limit', 'a draft has starts and ends')
    else if (open === undefined) losses.add(event.path, 'an end without a start before it', 'nothing is affected by it')
    else {
      open.high = { version: fixed ?? last ?? '', isIn: fixed === undefined }
      open = undefined
    }
  }
  return spans
}

function readSeverity(one: Reading, losses: Losses): { vector: string }[] {
  const [type, score] = [one.text('type') ?? '', one.text('score')]
  if (score !== undefined && /^CVSS_V[234]$/.test(type)) return [{ vector: score }]
  losses.add(one.path, `a severity of the type ${type}`, 'a draft takes CVSS vectors')
  return []
}

const TYPES: Readonly<Record<string, ReferenceKind>> = { ADVISORY: 'advisory', FIX: 'fix', REPORT: 'report', ARTICLE: 'article', EVIDENCE: 'evidence', PACKAGE: 'package', WEB: 'web' }

function readReference(one: Reading, losses: Losses): Reference[] {
  const url = takeLink(one.text('url'), `${one.path}/url`, losses)
  const type = one.text('type') ?? 'WEB'
  if (TYPES[type] === undefined) losses.add(`${one.path}/type`, `the type ${type}`, 'a draft has no such kind')
  return url === undefined ? [] : [present({ url, summary: url.slice(0, 1024), kind: TYPES[type] }) as Reference]
}

function readCredit(one: Reading): Credit[] {
  const name = one.text('name')?.replaceAll(/\s+/g, ' ').trim().slice(0, 512)
  const role = CREDIT_ROLES.find((known) => known === one.text('type')?.toLowerCase().replaceAll('_', '-')) as CreditRole | undefined
  const url = one.texts('contact').find((contact) => /^https?:\/\/[A-Za-z0-9]/.test(contact))
  return name === undefined ? [] : [present({ name, role, url }) as Credit]
}
