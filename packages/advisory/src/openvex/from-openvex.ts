/** A draft from an OpenVEX document (0.2.0). Of several statements about one product and vulnerability the latest holds. */
import { statementsByTime, validateOpenVex, type OpenVex, type TimedStatement, type VexComponent } from '@openaccord/vulns'
import type { Imported } from '../convert.ts'
import { normalizeDraft } from '../draft/draft.ts'
import { DRAFT_FORMAT, type Affectedness, type Draft, type Release, type Remedy, type Statement } from '../draft/types.ts'
import { AdvisoryError } from '../error.ts'
import { collectLosses, present, some, type Losses } from '../losses.ts'
import { packageUrl, readPurl } from '../packages.ts'
import { instantOf, oneLine } from '../reading.ts'
import { rangeOf, takeCpe, takePurl } from '../taken.ts'
import { createTree, type TreeBuilder } from '../tree-builder.ts'

const STATES: Readonly<Record<string, Affectedness>> = { affected: 'affected', fixed: 'fixed', not_affected: 'not-affected', under_investigation: 'investigating' }

/** Throws `bad-document` when the value is no OpenVEX document. */
export function fromOpenVex(value: unknown): Imported {
  const first = validateOpenVex(value).find(({ level }) => level === 'error')
  if (first !== undefined) throw new AdvisoryError('bad-document', `it is no OpenVEX document: ${first.path || 'it'} ${first.message}`)
  const vex = value as OpenVex
  const losses = collectLosses()
  const tree = createTree()
  const byName = new Map<string, TimedStatement[]>()
  for (const statement of statementsByTime([vex])) byName.set(statement.vulnerability.name, [...(byName.get(statement.vulnerability.name) ?? []), statement])
  for (const name of ['tooling', 'role'] as const) if (vex[name] !== undefined) losses.add(`/${name}`, `the ${name}`, 'a draft has no place for it')
  for (const [at, { supplier, ...rest }] of vex.statements.entries()) {
    if (supplier !== undefined) losses.add(`/statements/${at}/supplier`, 'the supplier', 'it is the publisher that speaks')
    if (rest.timestamp !== undefined) losses.add(`/statements/${at}/timestamp`, 'the time of the statement', 'a draft has the times of its revisions')
  }
  const vulnerabilities = [...byName].map(([name, statements]) => readVulnerability(name, statements, vex, tree, losses))
  const [published, changed] = [instantOf(vex.timestamp) ?? '', instantOf(vex.last_updated)]
  const id = decodeURIComponentOr(vex['@id'].replace(/\/$/, '').split('/').at(-1) ?? '').replaceAll(/\s+/g, ' ').trim()
  const draft = {
    format: DRAFT_FORMAT,
    head: {
      id: /[A-Za-z0-9]/.test(id) ? id.slice(0, 256) : 'VEX',
      title: oneLine(`${vex.author}: ${[...byName.keys()].slice(0, 3).join(', ')}`, 256, '/author', losses),
      kind: 'vex', state: 'final', language: 'en', tlp: 'AMBER',
      publisher: { name: oneLine(vex.author, 512, '/author', losses), category: 'other', namespace: originOf(vex['@id']) },
      revisions: [{ number: '1', at: published, summary: 'First published.' }, ...(changed === undefined || Date.parse(changed) <= Date.parse(published) ? [] : [{ number: '2', at: changed, summary: 'Updated.' }])],
    },
    products: { vendors: tree.vendors },
    vulnerabilities,
  } as unknown as Draft
  losses.add('', 'title, TLP label and category', 'OpenVEX has none; the draft says AMBER until somebody says otherwise')
  return { draft: normalizeDraft(draft), losses: losses.list }
}

function originOf(id: string): string {
  return URL.canParse(id) && /^https?:$/.test(new URL(id).protocol) ? `${new URL(id).origin}/` : 'https://openvex.dev/'
}

function decodeURIComponentOr(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function readVulnerability(name: string, all: readonly TimedStatement[], vex: OpenVex, tree: TreeBuilder, losses: Losses): object {
  const isCve = /^CVE-\d{4}-\d{4,19}$/.test(name)
  const found = new Map<string, Statement>()
  const remedies = new Map<string, string[]>()
  for (const statement of all) {
    for (const component of statement.products ?? []) {
      const product = addComponent(component, vex, tree, losses)
      if (found.has(product)) losses.add('/statements', `an earlier statement about ${name} in ${product}`, 'the latest holds')
      for (const list of remedies.values()) if (list.includes(product)) list.splice(list.indexOf(product), 1)
      found.set(product, present({ product, state: STATES[statement.status] ?? 'investigating', justification: statement.status === 'not_affected' ? statement.justification : undefined, because: statement.impact_statement ?? statement.status_notes }) as Statement)
      if (statement.status === 'affected' && statement.action_statement !== undefined) remedies.set(statement.action_statement, [...(remedies.get(statement.action_statement) ?? []), product])
    }
  }
  const texts = all.map(({ vulnerability }) => vulnerability)
  const aliases = [...new Set([...(isCve ? [] : [name]), ...texts.flatMap((one) => one.aliases ?? [])])]
  const advice: Remedy[] = [...remedies].filter(([, products]) => products.length > 0).map(([details, products]) => ({ kind: 'mitigation', details, products }))
  return {
    ...present({ cve: isCve ? name : undefined, ids: some(aliases.map((id) => ({ system: id.split('-', 1)[0] ?? 'ID', id }))), remedies: some(advice) }),
    description: texts.findLast(({ description }) => description !== undefined)?.description ?? name,
    statements: [...found.values()],
  }
}

function idOf(id: string | undefined): string | undefined {
  const last = id?.startsWith('pkg:') === true ? undefined : id?.split('/').at(-1)
  return last === undefined || last === '' ? undefined : decodeURIComponentOr(last).slice(0, 256)
}

function addComponent(component: VexComponent, vex: OpenVex, tree: TreeBuilder, losses: Losses): string {
  const given = component.identifiers?.purl ?? (component['@id']?.startsWith('pkg:') === true ? component['@id'] : undefined)
  const purl = readPurl(given)
  const range = purl?.qualifiers?.['vers'] === undefined ? undefined : rangeOf(purl.qualifiers['vers'])
  for (const { '@id': id, identifiers } of component.subcomponents ?? []) losses.add('/statements', `the part ${id ?? identifiers?.purl ?? ''} of a product`, 'the statement is about the whole product in the draft')
  const release: Omit<Release, 'id'> = {
    ...(range !== undefined ? { range } : purl?.version === undefined ? { range: 'vers:all/*' } : { version: purl.version }),
    ...present({
      purl: range === undefined || purl === undefined ? takePurl(given, '/statements', losses) : packageUrl(purl),
      cpe: takeCpe(component.identifiers?.cpe23 ?? component.identifiers?.cpe22, '/statements', losses),
    }),
  }
  const named = purl === undefined ? (component['@id'] ?? component.identifiers?.cpe23 ?? 'product') : purl.name
  return tree.add(vex.author.slice(0, 512), named.replaceAll(/\s+/g, ' ').trim().slice(0, 512), release, idOf(component['@id']))
}
