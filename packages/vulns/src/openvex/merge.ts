/**
 * Statements over time: OpenVEX v0.2.0, "Data Inheritance" (a statement without a time has its document's) and "The VEX
 * Statement" (later statements replace earlier ones about the same product and vulnerability).
 */
import { parsePurl, type Purl } from '../purl/purl.ts'
import { datetime } from '../versions/plain.ts'
import { OPENVEX_CONTEXT, type OpenVex, type VexComponent, type VexStatement } from './openvex.ts'

/** A statement with the time it speaks of. */
export type TimedStatement = VexStatement & { readonly timestamp: string }

/** All statements of all documents in order of time; those of one instant stay in the order given. O(n log n). */
export function statementsByTime(documents: readonly OpenVex[]): TimedStatement[] {
  return documents
    .flatMap(({ timestamp, statements }) => statements.map((statement) => ({ ...statement, timestamp: statement.timestamp ?? timestamp })))
    .map((statement) => ({ statement, key: datetime.compile(statement.timestamp) }))
    .sort((a, b) => datetime.compareCompiled(a.key, b.key))
    .map(({ statement }) => statement)
}

/** One document of several: every statement with its own time, in order. Nothing is dropped. */
export function mergeOpenVex(documents: readonly OpenVex[], head: { id: string; author: string; timestamp: string; role?: string; tooling?: string }): OpenVex {
  const seen = new Set<string>()
  const statements = statementsByTime(documents).filter((statement) => {
    const text = JSON.stringify(statement)
    return seen.has(text) ? false : seen.add(text)
  })
  const { id, author, timestamp, role, tooling } = head
  return {
    '@context': OPENVEX_CONTEXT,
    '@id': id,
    author,
    ...(role === undefined ? {} : { role }),
    timestamp,
    version: 1,
    ...(tooling === undefined ? {} : { tooling }),
    statements,
  }
}

export interface VexQuestion {
  /** A name or alias of the vulnerability. */
  readonly vulnerability: string
  /** The `@id` or an identifier (package URL, CPE) of the product. */
  readonly product: string
  /** The same of the part of the product in question, if it is about one. */
  readonly subcomponent?: string
}

/** The last statement, in time, about a vulnerability in a product; undefined when there is none. */
export function latestStatement(documents: readonly OpenVex[], question: VexQuestion): TimedStatement | undefined {
  return statementsByTime(documents).findLast((statement) => isAbout(statement, question))
}

function isAbout({ vulnerability, products = [] }: VexStatement, { vulnerability: name, product, subcomponent }: VexQuestion): boolean {
  if (vulnerability.name !== name && vulnerability['@id'] !== name && vulnerability.aliases?.includes(name) !== true) return false
  return products.some((one) => {
    if (!isComponent(one, product)) return false
    const parts = one.subcomponents ?? []
    // A statement about a whole product holds for its parts; one about parts does not hold for the whole.
    return parts.length === 0 || (subcomponent !== undefined && parts.some((part) => isComponent(part, subcomponent)))
  })
}

function isComponent({ '@id': id, identifiers }: VexComponent, asked: string): boolean {
  const names = [id, identifiers?.purl, identifiers?.cpe22, identifiers?.cpe23].filter((name) => name !== undefined)
  if (names.includes(asked)) return true
  const purl = purlOf(asked)
  return purl !== undefined && names.some((name) => covers(purlOf(name), purl))
}

function purlOf(text: string): Purl | undefined {
  if (!text.startsWith('pkg:')) return undefined
  try {
    return parsePurl(text)
  } catch {
    return undefined
  }
}

// A package URL without version or qualifiers covers those with any.
function covers(general: Purl | undefined, { type, namespace, name, version, qualifiers, subpath }: Purl): boolean {
  if (general === undefined || general.type !== type || general.namespace !== namespace || general.name !== name) return false
  if (general.version !== undefined && general.version !== version) return false
  if (general.subpath !== undefined && general.subpath !== subpath) return false
  return Object.entries(general.qualifiers ?? {}).every(([key, value]) => qualifiers?.[key] === value)
}
