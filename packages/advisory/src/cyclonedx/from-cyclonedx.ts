/** A draft from the vulnerabilities of a CycloneDX document (1.4 to 1.7). Components that none of them is about stay behind. */
import { parseCvss, VulnsError } from '@openaccord/vulns'
import type { Imported } from '../convert.ts'
import { normalizeDraft } from '../draft/draft.ts'
import { DRAFT_FORMAT, type Affectedness, type Draft, type Justification, type Release, type Remedy, type Score, type Statement } from '../draft/types.ts'
import { AdvisoryError } from '../error.ts'
import { collectLosses, present, some, type Losses } from '../losses.ts'
import { addUnread, instantOf, oneLine, readValue, type Reading } from '../reading.ts'
import { rangeOf, takeCpe, takeLink, takePurl } from '../taken.ts'
import { createTree, UNKNOWN_PUBLISHER, type TreeBuilder } from '../tree-builder.ts'

/** Throws `bad-document` when the value is no CycloneDX document. */
export function fromCycloneDx(value: unknown): Imported {
  const root = readValue(value)
  if (root.text('bomFormat') !== 'CycloneDX') throw new AdvisoryError('bad-document', 'it is no CycloneDX document; its bomFormat is not CycloneDX')
  root.skip('specVersion', 'serialNumber', '$schema', 'components', 'dependencies', 'services', 'compositions')
  if (root.list('components').length > 0) losesComponents(root)
  const losses = collectLosses()
  const metadata = root.inner('metadata')
  const tree = createTree()
  const components = new Map([...root.list('components'), ...root.list('services'), ...(metadata.has('component') ? [metadata.inner('component')] : [])].flatMap((one) => nested(one)).map((one) => [one.text('bom-ref') ?? '', one]))
  const publisher = metadata.inner('supplier').text('name') ?? metadata.inner('manufacture').text('name') ?? metadata.list('authors')[0]?.text('name') ?? UNKNOWN_PUBLISHER
  const groups = new Map<string, Reading[]>()
  for (const one of root.list('vulnerabilities')) groups.set(one.text('id') ?? one.path, [...(groups.get(one.text('id') ?? one.path) ?? []), one])
  const vulnerabilities = [...groups].map(([name, all]) => readVulnerability(name, all, components, publisher, tree, losses))
  const property = (name: string): string | undefined => metadata.list('properties').find((one) => one.text('name') === name)?.text('value')
  const first = root.list('vulnerabilities')[0]
  const [published, changed] = [instantOf(first?.text('created') ?? metadata.text('timestamp')) ?? '1999-01-01T00:00:00Z', instantOf(metadata.text('timestamp'))]
  const rejected = instantOf(first?.text('rejected'))
  const revisions = [{ number: '1', at: published, summary: 'First published.' }, ...(changed === undefined || Date.parse(changed) <= Date.parse(published) ? [] : [{ number: '2', at: changed, summary: rejected === undefined ? 'Updated.' : 'Withdrawn.' }])]
  const title = property('advisory:title') ?? `${publisher}: ${[...groups.keys()].slice(0, 3).join(', ')}`
  const draft = {
    format: DRAFT_FORMAT,
    head: present({
      id: property('advisory:id') ?? 'VEX',
      title: oneLine(title, 256, '/metadata', losses), kind: 'vex', state: 'final', language: 'en', tlp: 'AMBER',
      publisher: { name: oneLine(publisher, 512, '/metadata/supplier', losses), category: 'other', namespace: 'https://cyclonedx.org/' },
      revisions,
      withdrawn: rejected === undefined ? undefined : { at: revisions.at(-1)?.at ?? rejected, reason: 'The document does not say why.' },
    }),
    products: { vendors: tree.vendors },
    vulnerabilities,
  } as unknown as Draft
  losses.add('', 'TLP label, category and namespace of the publisher', 'CycloneDX has none; the draft says AMBER until somebody says otherwise')
  addUnread(root, losses)
  return { draft: normalizeDraft(draft), losses: losses.list }
}

function losesComponents(root: Reading): void {
  for (const one of root.list('components')) one.skip(...one.names())
}

function nested(one: Reading): Reading[] {
  return [one, ...one.list('components').flatMap(nested)]
}

const STATES: Readonly<Record<string, Affectedness>> = { exploitable: 'affected', resolved: 'fixed', resolved_with_pedigree: 'fixed', in_triage: 'investigating', not_affected: 'not-affected', false_positive: 'not-affected' }
const JUSTIFICATIONS: Readonly<Record<string, Justification>> = {
  code_not_present: 'vulnerable_code_not_present', code_not_reachable: 'vulnerable_code_not_in_execute_path', protected_by_mitigating_control: 'inline_mitigations_already_exist',
  protected_at_perimeter: 'inline_mitigations_already_exist', protected_at_runtime: 'inline_mitigations_already_exist', protected_by_compiler: 'inline_mitigations_already_exist',
}

function readVulnerability(name: string, all: readonly Reading[], components: ReadonlyMap<string, Reading>, publisher: string, tree: TreeBuilder, losses: Losses): object {
  const [first = readValue(undefined)] = all
  const isCve = /^CVE-\d{4}-\d{4,19}$/.test(name)
  const statements = new Map<string, Statement>()
  const remedies: Remedy[] = []
  for (const one of all) {
    one.skip('bom-ref', 'source', 'created', 'updated', 'rejected')
    const analysis = one.inner('analysis')
    analysis.skip('response')
    const state = STATES[analysis.text('state') ?? ''] ?? 'affected'
    const code = analysis.text('justification')
    const justification = state === 'not-affected' && code !== undefined ? JUSTIFICATIONS[code] : undefined
    if (code !== undefined && justification === undefined) losses.add(`${one.path}/analysis/justification`, `the justification ${code}`, 'a draft has no such code')
    const own: string[] = []
    for (const target of one.list('affects')) {
      for (const { because, product, reach } of readTarget(target, components, publisher, tree, losses)) {
        own.push(product)
        const whole = present({ product, state: reach ?? state, justification: (reach ?? state) === 'not-affected' ? justification : undefined, because: analysis.text('detail') ?? because }) as Statement
        if (!statements.has(product)) statements.set(product, whole)
        else losses.add(target.path, 'a second word on the same product', 'the first one counts')
      }
    }
    const affected = own.filter((product) => statements.get(product)?.state === 'affected')
    for (const [field, kind] of [['recommendation', 'fix'], ['workaround', 'workaround']] as const) {
      const details = one.text(field)
      if (details !== undefined && affected.length > 0) remedies.push({ kind, details, products: affected })
      else if (details !== undefined) losses.add(`${one.path}/${field}`, 'a remedy', 'no product is affected')
    }
  }
  for (const one of all.slice(1)) one.skip('id', 'references', 'ratings', 'cwes', 'description', 'detail', 'advisories', 'published', 'credits', 'properties')
  const ids = [...(isCve ? [] : [{ system: first.inner('source').text('name') ?? 'ID', id: name }]), ...first.list('references').map((one) => ({ system: one.inner('source').text('name') ?? 'ID', id: one.text('id') ?? '' }))]
  for (const one of first.list('references')) one.inner('source').skip('url')
  const cwes = first.raw('cwes')
  return {
    ...present({
      cve: isCve ? name : undefined,
      ids: some(ids.filter(({ id }) => id !== '')),
      weaknesses: some(Array.isArray(cwes) ? cwes.filter((one) => Number.isSafeInteger(one) && one > 0).map((one) => `CWE-${one}`) : []),
      disclosed: instantOf(first.text('published')),
      scores: some(first.list('ratings').flatMap((one) => readRating(one, losses))),
      remedies: some(remedies),
      references: some(first.list('advisories').flatMap((one) => readAdvisory(one, losses))),
      credits: some([...first.inner('credits').list('individuals').map((one) => ({ name: one.text('name') })), ...first.inner('credits').list('organizations').map((one) => ({ organization: one.text('name') }))].map((one) => present(one))),
    }),
    description: first.text('description') ?? first.text('detail') ?? name,
    statements: [...statements.values()],
  }
}

interface Target {
  readonly product: string
  readonly reach: Affectedness | undefined
  readonly because: string | undefined
}

const REACH: Readonly<Record<string, Affectedness>> = { unknown: 'investigating' }

function readTarget(target: Reading, components: ReadonlyMap<string, Reading>, publisher: string, tree: TreeBuilder, losses: Losses): Target[] {
  const ref = target.text('ref') ?? ''
  const one = components.get(ref)
  const name = (one?.text('name') ?? ref).replaceAll(/\s+/g, ' ').trim().slice(0, 512) || 'Unknown product'
  const vendor = (one?.inner('supplier').text('name') ?? one?.text('publisher') ?? one?.text('group') ?? publisher).slice(0, 512)
  const identity = present({ purl: one === undefined ? undefined : takePurl(one.text('purl'), `${one.path}/purl`, losses), cpe: one === undefined ? undefined : takeCpe(one.text('cpe'), `${one.path}/cpe`, losses) })
  const add = (release: Omit<Release, 'id'>): string => tree.add(vendor, name, { ...release, ...identity }, lastName(ref))
  const versions = target.list('versions').map((version) => {
    const [range, text] = [version.text('range'), version.text('version')]
    const taken = range === undefined ? undefined : rangeOf(range)
    const release = taken !== undefined ? { range: taken } : range !== undefined ? { words: range } : { version: text ?? '' }
    const status = version.text('status')
    return { product: add(release), reach: REACH[status ?? ''], because: status === 'unaffected' ? 'The document calls this version unaffected.' : undefined, status }
  })
  if (versions.length > 0) return versions.map(({ because, product, reach }) => ({ product, reach, because }))
  const own = one?.text('version')
  return [{ product: add(own === undefined ? { range: 'vers:all/*' } : { version: own.slice(0, 512) }), reach: undefined, because: undefined }]
}

function lastName(ref: string): string | undefined {
  try {
    return decodeURIComponent(ref.split('/').at(-1) ?? '').slice(0, 256) || undefined
  } catch {
    return undefined
  }
}

function readRating(one: Reading, losses: Losses): Score[] {
  one.skip('score', 'severity', 'method', 'source')
  const vector = one.text('vector')
  try {
    if (vector !== undefined) return [{ vector: (parseCvss(vector), vector) }]
  } catch (error) {
    if (!(error instanceof VulnsError)) throw error
  }
  losses.add(one.path, 'a rating', 'it has no CVSS vector that can be read')
  return []
}

function readAdvisory(one: Reading, losses: Losses): { url: string; summary: string }[] {
  const url = takeLink(one.text('url'), `${one.path}/url`, losses)
  return url === undefined ? [] : [{ url, summary: oneLine(one.text('title') ?? url, 1024, `${one.path}/title`, losses) }]
}
