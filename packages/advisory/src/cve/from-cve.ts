/** A draft from a CVE record (format 5.x) or a CNA container. */
import { validateCnaContainer, validateCve, isVersionScheme } from '@openaccord/vulns'
import type { Imported } from '../convert.ts'
import { normalizeDraft } from '../draft/draft.ts'
import { CREDIT_ROLES } from '../draft/shape.ts'
import { DRAFT_FORMAT, type Affectedness, type Credit, type CreditRole, type Draft, type Reference, type ReferenceKind, type Release, type Remedy, type Score, type Ssvc, type Statement, type Vulnerability } from '../draft/types.ts'
import { AdvisoryError } from '../error.ts'
import { collectLosses, present, some, type Losses } from '../losses.ts'
import { readPurl } from '../packages.ts'
import { rangeOfSpan } from '../ranges.ts'
import { addUnread, instantOf, oneLine, readValue, type Reading } from '../reading.ts'
import { takeLink, takePurl } from '../taken.ts'
import { createTree, UNKNOWN_PUBLISHER, type TreeBuilder } from '../tree-builder.ts'

/** Throws `bad-document` when the value is neither. */
export function fromCve(value: unknown): Imported {
  const whole = readValue(value)
  const isRecord = whole.has('dataType')
  const root = isRecord ? whole.inner('containers').inner('cna') : whole.has('cnaContainer') ? whole.inner('cnaContainer') : whole
  const isRejected = root.has('rejectedReasons')
  assureValid(value, whole, isRecord, isRejected)
  const losses = collectLosses()
  const metadata = whole.inner('cveMetadata')
  whole.skip('dataType', 'dataVersion')
  metadata.skip('state')
  const cve = metadata.text('cveId')
  const provider = root.inner('providerMetadata')
  const publisher = provider.text('shortName') ?? metadata.text('assignerShortName') ?? UNKNOWN_PUBLISHER
  const texts = textOf(root.list(isRejected ? 'rejectedReasons' : 'descriptions'), losses)
  const title = oneLine(root.text('title') ?? `${cve ?? 'A vulnerability'} of ${publisher}`, 256, `${root.path}/title`, losses)
  const published = instantOf(metadata.text('datePublished')) ?? instantOf(root.text('datePublic')) ?? instantOf(provider.text('dateUpdated')) ?? '1999-01-01T00:00:00Z'
  const changed = instantOf(metadata.text('dateRejected') ?? metadata.text('dateUpdated')) ?? published
  const revisions = [{ number: '1', at: published, summary: 'First published.' }, ...(Date.parse(changed) > Date.parse(published) ? [{ number: '2', at: changed, summary: isRejected ? 'Rejected.' : 'Updated.' }] : [])]
  const [replacedBy] = root.texts('replacedBy')
  const tree = createTree()
  const vulnerability = isRejected ? { ...present({ cve }), description: texts.description, statements: [] } : readVulnerability(root, cve, texts, tree, publisher, losses)
  const draft = {
    format: DRAFT_FORMAT,
    head: present({
      id: root.inner('source').text('advisory') ?? cve ?? 'CVE',
      title, kind: 'advisory', state: 'final', language: texts.language, tlp: 'CLEAR',
      publisher: { name: publisher, category: 'other', namespace: 'https://www.cve.org/' },
      revisions,
      withdrawn: isRejected ? present({ at: revisions.at(-1)?.at ?? published, reason: texts.description, replacedBy: replacedBy === undefined ? undefined : { id: replacedBy, url: `https://www.cve.org/CVERecord?id=${replacedBy}` } }) : undefined,
    }),
    products: { vendors: tree.vendors },
    vulnerabilities: [vulnerability],
  } as unknown as Draft
  addUnread(whole, losses)
  return { draft: normalizeDraft(draft), losses: losses.list }
}

function assureValid(value: unknown, whole: Reading, isRecord: boolean, isRejected: boolean): void {
  const container = whole.has('cnaContainer') ? whole.raw('cnaContainer') : value
  const findings = isRecord ? validateCve(value) : validateCnaContainer(container, isRejected ? 'REJECTED' : 'PUBLISHED')
  const first = findings.find(({ level }) => level === 'error')
  if (first !== undefined) throw new AdvisoryError('bad-document', `it is no CVE record: ${first.path || 'it'} ${first.message}`)
}

interface Texts {
  readonly language: string
  readonly description: string
  readonly english: string | undefined
}

/** The text in the record's own language: the one that is not English, where there is one. */
function textOf(given: readonly Reading[], losses: Losses): Texts {
  const texts = given.map((one) => ({ lang: one.text('lang') ?? 'en', value: one.text('value') ?? '', path: one.path }))
  const own = texts.find(({ lang }) => !isEnglish(lang)) ?? texts[0]
  const english = texts.find((one) => one !== own && isEnglish(one.lang))
  for (const one of texts) if (one !== own && one !== english) losses.add(one.path, `a text in the language ${one.lang}`, 'a draft has one language, and English beside it')
  return { language: (own?.lang ?? 'en').replace('_', '-'), description: own?.value ?? '', english: english?.value }
}

function isEnglish(lang: string): boolean {
  return /^en(?:$|[-_])/i.test(lang)
}

function readVulnerability(root: Reading, cve: string | undefined, texts: Texts, tree: TreeBuilder, publisher: string, losses: Losses): object {
  const statements = root.list('affected').flatMap((one) => readProduct(one, tree, publisher, losses))
  const affected = statements.some(({ state }) => state === 'affected')
  const exploits = ownTexts(root.list('exploits')).map((one) => one.text('value'))
  const fields: Omit<Vulnerability, 'description' | 'statements'> = present({
    cve,
    title: root.text('title') === undefined ? undefined : oneLine(root.text('title') ?? '', 256, `${root.path}/title`, losses),
    english: texts.english,
    disclosed: instantOf(root.text('datePublic')),
    weaknesses: some([...new Set(root.list('problemTypes').flatMap((one) => one.list('descriptions').flatMap((text) => readWeakness(text, losses))))]),
    scores: some(root.list('metrics').flatMap((one) => readScore(one, losses))),
    ssvc: some(root.list('metrics').flatMap(readSsvc)),
    exploitation: exploits.length === 0 ? undefined : { details: exploits.join('\n\n') },
    remedies: some([...readRemedies(root, 'solutions', 'fix', affected, losses), ...readRemedies(root, 'workarounds', 'workaround', affected, losses)]),
    timeline: some(root.list('timeline').flatMap((one) => readMoment(one, losses))),
    references: some(root.list('references').flatMap((one) => readReference(one, losses))),
    credits: some(root.list('credits').flatMap((one) => readCredit(one))),
  }) as Omit<Vulnerability, 'description' | 'statements'>
  return { ...fields, description: texts.description, statements: withoutTwice(statements, losses) }
}

function withoutTwice(statements: readonly (Statement & { readonly path: string })[], losses: Losses): Statement[] {
  const seen = new Map<string, Statement>()
  for (const { path, ...statement } of statements) {
    if (!seen.has(statement.product)) seen.set(statement.product, statement)
    else if (seen.get(statement.product)?.state !== statement.state) losses.add(path, 'a second status of the same version', 'the first one counts')
  }
  return [...seen.values()]
}

const STATES: Readonly<Record<string, Affectedness>> = { affected: 'affected', unaffected: 'not-affected', unknown: 'investigating' }

function readProduct(one: Reading, tree: TreeBuilder, publisher: string, losses: Losses): (Statement & { readonly path: string })[] {
  const purl = takePurl(one.text('packageURL'), `${one.path}/packageURL`, losses)
  const product = oneLine(one.text('product') ?? one.text('packageName') ?? purl ?? 'Unknown product', 512, `${one.path}/product`, losses)
  const vendor = oneLine(one.text('vendor') ?? publisher, 512, `${one.path}/vendor`, losses)
  const state = (status: string | undefined, release: Omit<Release, 'id'>, path: string): Statement & { path: string } => {
    const known = STATES[status ?? 'unknown'] ?? 'investigating'
    const id = tree.add(vendor, product, present({ ...release, purl: versioned(purl, release.version) }) as Omit<Release, 'id'>)
    return { product: id, state: known, ...(known === 'not-affected' ? { because: 'The CVE record calls it unaffected.' } : {}), path }
  }
  const versions = one.list('versions').flatMap((version) => readVersion(version, purl, losses).map((release) => state(version.text('status'), release, version.path)))
  if (versions.length > 0) return versions
  return [state(one.text('defaultStatus'), { range: 'vers:all/*' }, `${one.path}/defaultStatus`)]
}

function versioned(purl: string | undefined, version: string | undefined): string | undefined {
  return purl === undefined || version === undefined ? purl : takePurl(`${purl}@${encodeURIComponent(version)}`, '', { list: [], add: () => {} })
}

const SCHEMES: Readonly<Record<string, string>> = { python: 'pypi', dpkg: 'deb', go: 'golang', rubygems: 'gem' }

function readVersion(one: Reading, purl: string | undefined, losses: Losses): Omit<Release, 'id'>[] {
  const version = oneLine(one.text('version') ?? '', 512, `${one.path}/version`, losses)
  const [before, until, type] = [one.text('lessThan'), one.text('lessThanOrEqual'), one.text('versionType')]
  const end = before ?? until
  if (end === undefined) {
    if (version === '*' || version === '') return [{ range: 'vers:all/*' }]
    return [/[<>]|(?:^|[\s,;()])(?:after|all|before|earlier|later|prior|versions)(?=$|[\s,;()])/i.test(version) ? { words: version } : { version }]
  }
  const isStart = ['0', '*', 'unspecified', 'n/a', ''].includes(version)
  const scheme = schemeOf(type, purl)
  if (scheme === undefined && !(isStart && end === '*')) {
    losses.add(one.path, 'the range, for programs', `the order ${type ?? 'of its versions'} is not one that VERS has; it stands in words`)
    return [{ words: `${isStart ? '' : `from ${version} `}${until === undefined ? 'before' : 'up to'} ${end}` }]
  }
  return [{ range: rangeOfSpan(scheme ?? 'all', { ...(isStart ? {} : { low: { version, isIn: true } }), ...(end === '*' ? {} : { high: { version: end, isIn: until !== undefined } }) }) }]
}

function schemeOf(type: string | undefined, purl: string | undefined): string | undefined {
  const name = SCHEMES[type ?? ''] ?? type ?? ''
  if (name === 'semver') {
    const own = readPurl(purl)?.type
    return own !== undefined && ['npm', 'golang', 'cargo'].includes(own) ? own : 'semver'
  }
  return isVersionScheme(name) ? name : undefined
}

function readWeakness(one: Reading, losses: Losses): string[] {
  one.skip('lang', 'type')
  const id = one.text('cweId')
  if (id === undefined) losses.add(one.path, 'a weakness in words', 'a draft has CWE IDs')
  else one.skip('description')
  return id === undefined ? [] : [id]
}

/** The texts in the record's own language; English ones beside others are the format's. */
function ownTexts(all: readonly Reading[]): Reading[] {
  const own = all.filter((one) => !isEnglish(one.text('lang') ?? 'en'))
  for (const one of all) if (own.length > 0 && !own.includes(one)) one.skip('value')
  return own.length > 0 ? own : [...all]
}

function readSsvc(one: Reading): Ssvc[] {
  const other = one.inner('other')
  if (other.text('type') !== 'ssvc') return []
  const content = other.inner('content')
  const [role, outcome] = [content.text('role')?.toLowerCase(), content.text('outcome')]
  if (outcome === undefined || (role !== 'supplier' && role !== 'deployer' && role !== 'coordinator')) return []
  const path = content.list('options').flatMap((step) => step.names().map((point) => ({ point, value: step.text(point) ?? '' })))
  return [present({ role, outcome, path: some(path) }) as Ssvc]
}

function readScore(one: Reading, losses: Losses): Score[] {
  one.skip('format')
  const found = ['cvssV2_0', 'cvssV3_0', 'cvssV3_1', 'cvssV4_0'].flatMap((name) => {
    const vector = one.inner(name).text('vectorString')
    one.inner(name).skip(...one.inner(name).names())
    return vector === undefined ? [] : [{ vector }]
  })
  if (found.length === 0 && readSsvc(one).length === 0) losses.add(one.path, 'a metric other than CVSS', 'a draft takes CVSS vectors')
  return found
}

function readRemedies(root: Reading, name: string, kind: Remedy['kind'], affected: boolean, losses: Losses): Remedy[] {
  return ownTexts(root.list(name)).flatMap((one) => {
    one.skip('supportingMedia')
    if (!affected) losses.add(one.path, 'a remedy', 'no product is affected')
    return affected ? [{ kind, details: one.text('value') ?? '' }] : []
  })
}

function readMoment(one: Reading, losses: Losses): { at: string; what: string }[] {
  one.skip('lang')
  const at = instantOf(one.text('time'))
  return at === undefined ? [] : [{ at, what: oneLine(one.text('value') ?? '', 1024, `${one.path}/value`, losses) }]
}

const TAGS: Readonly<Record<string, ReferenceKind>> = {
  'vendor-advisory': 'advisory', 'third-party-advisory': 'advisory', patch: 'fix', 'issue-tracking': 'report', 'technical-description': 'article', exploit: 'evidence', product: 'package',
}

function readReference(one: Reading, losses: Losses): Reference[] {
  const url = takeLink(one.text('url'), `${one.path}/url`, losses)
  const kind = one.texts('tags').flatMap((tag) => TAGS[tag] ?? [])[0]
  const summary = oneLine(one.text('name') ?? url ?? '', 1024, `${one.path}/name`, losses)
  return url === undefined ? [] : [present({ url, summary, kind }) as Reference]
}

function readCredit(one: Reading): Credit[] {
  one.skip('lang', 'user')
  const role = CREDIT_ROLES.find((known) => known === one.text('type')?.replaceAll(' ', '-')) as CreditRole | undefined
  const name = one.text('value')
  return name === undefined ? [] : [present({ name: name.replaceAll(/\s+/g, ' ').trim().slice(0, 512), role }) as Credit]
}
