/** OpenVEX documents: OpenVEX specification v0.2.0 and its JSON schema. Read, checked, printed; unknown fields kept. */
import { isObject, printJson, readJsonObject, type JsonLimits } from '../json.ts'
import { array, collect, instant, integer, object, pointer, refuse, text, type Check } from '../shape.ts'
import type { Finding } from '../error.ts'

export type VexStatus = 'not_affected' | 'affected' | 'fixed' | 'under_investigation'

export type VexJustification =
  | 'component_not_present'
  | 'vulnerable_code_not_present'
  | 'vulnerable_code_not_in_execute_path'
  | 'vulnerable_code_cannot_be_controlled_by_adversary'
  | 'inline_mitigations_already_exist'

export interface VexComponent {
  readonly '@id'?: string
  readonly identifiers?: { readonly purl?: string; readonly cpe22?: string; readonly cpe23?: string }
  readonly hashes?: Readonly<Record<string, string>>
  readonly subcomponents?: readonly VexComponent[]
  readonly [field: string]: unknown
}

export interface VexVulnerability {
  readonly '@id'?: string
  readonly name: string
  readonly description?: string
  readonly aliases?: readonly string[]
  readonly [field: string]: unknown
}

export interface VexStatement {
  readonly '@id'?: string
  readonly version?: number
  readonly vulnerability: VexVulnerability
  readonly timestamp?: string
  readonly last_updated?: string
  readonly products?: readonly VexComponent[]
  readonly status: VexStatus
  readonly supplier?: string
  readonly status_notes?: string
  readonly justification?: VexJustification
  readonly impact_statement?: string
  readonly action_statement?: string
  readonly action_statement_timestamp?: string
  readonly [field: string]: unknown
}

export interface OpenVex {
  readonly '@context': string
  readonly '@id': string
  readonly author: string
  readonly role?: string
  readonly timestamp: string
  readonly last_updated?: string
  readonly version: number
  readonly tooling?: string
  readonly statements: readonly VexStatement[]
  readonly [field: string]: unknown
}

export const OPENVEX_CONTEXT = 'https://openvex.dev/ns/v0.2.0'

/** Reads a document from its JSON text. Throws `bad-json`, `bad-openvex` with all findings, `too-large`. */
export function parseOpenVex(source: string, limits?: JsonLimits): OpenVex {
  return asOpenVex(readJsonObject(source, 'an OpenVEX document', limits))
}

/** A value that was read elsewhere as a document. Throws `bad-openvex` with all findings. */
export function asOpenVex(value: unknown): OpenVex {
  refuse(validateOpenVex(value), 'bad-openvex', 'an OpenVEX document')
  return value as OpenVex
}

export function printOpenVex(document: OpenVex): string {
  return printJson(document)
}

const iri = text({ pattern: /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/, words: 'it must be an IRI with a scheme' })

const identifiers: Check = object(
  {
    purl: text({ pattern: /^pkg:/, words: 'it must be a package URL' }),
    cpe22: text({ pattern: /^cpe:\//, words: 'it must begin with cpe:/' }),
    cpe23: text({ pattern: /^cpe:2\.3:/, words: 'it must begin with cpe:2.3:' }),
  },
  {
    closed: true,
    also: (value, path, report) => {
      if (value['purl'] === undefined && value['cpe22'] === undefined && value['cpe23'] === undefined) report(path, 'identified', 'must have purl, cpe22 or cpe23')
    },
  },
)

// Appendix A
const HASHES = ['md5', 'sha1', 'sha-256', 'sha-384', 'sha-512', 'sha3-224', 'sha3-256', 'sha3-384', 'sha3-512', 'blake2s-256', 'blake2b-256', 'blake2b-512']
const hashes: Check = object(Object.fromEntries(HASHES.map((name) => [name, text({ pattern: /^[0-9A-Fa-f]+$/, words: 'it must be hexadecimal' })])), { closed: true })

function component(fields: Readonly<Record<string, Check>>): Check {
  return object({ '@id': iri, identifiers, hashes, ...fields }, {
    closed: true,
    also: (value, path, report) => {
      if (value['@id'] === undefined && value['identifiers'] === undefined) report(path, 'identified', 'must have @id or identifiers')
    },
  })
}

const JUSTIFICATIONS: readonly VexJustification[] = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
]

const statement: Check = object(
  {
    '@id': iri,
    version: integer(1),
    vulnerability: object({ '@id': iri, name: text({ min: 1 }), description: text(), aliases: array(text()) }, { required: ['name'], closed: true }),
    timestamp: instant,
    last_updated: instant,
    products: array(component({ subcomponents: array(component({})) })),
    status: text({ oneOf: ['not_affected', 'affected', 'fixed', 'under_investigation'] }),
    supplier: text(),
    status_notes: text(),
    justification: text({ oneOf: JUSTIFICATIONS }),
    impact_statement: text(),
    action_statement: text(),
    action_statement_timestamp: instant,
  },
  {
    required: ['vulnerability', 'status'],
    closed: true,
    also: (value, path, report) => {
      const { status, justification, impact_statement: impact, action_statement: action, products } = value
      if (status === 'not_affected' && justification === undefined && impact === undefined) {
        report(path, 'not_affected', 'must say why it is not affected: justification or impact_statement')
      }
      if (status === 'affected' && action === undefined) report(pointer(path, 'action_statement'), 'affected', 'is missing; say what to do about it')
      // "a valid statement MUST identify a product"; it may come from the document around this one.
      if (!Array.isArray(products) || products.length === 0) {
        report(pointer(path, 'products'), 'product', 'is missing; the statement is complete only inside a format that names the product', 'warning')
      }
      if (justification !== undefined && status !== 'not_affected') report(pointer(path, 'justification'), 'not_affected', 'belongs to the status not_affected only', 'warning')
    },
  },
)

const document: Check = object(
  {
    '@context': text({ pattern: /^https:\/\/openvex\.dev\/ns(?:\/v\d+\.\d+\.\d+)?$/, words: `it must be ${OPENVEX_CONTEXT}` }),
    '@id': iri,
    author: text({ min: 1 }),
    role: text(),
    timestamp: instant,
    last_updated: instant,
    version: integer(1),
    tooling: text(),
    statements: array(statement, { min: 1 }),
  },
  {
    required: ['@context', '@id', 'author', 'timestamp', 'version', 'statements'],
    closed: true,
    also: (value, path, report) => {
      const all = Array.isArray(value['statements']) ? value['statements'].filter(isObject).map((one) => JSON.stringify(one)) : []
      if (new Set(all).size !== all.length) report(pointer(path, 'statements'), 'unique', 'has the same statement twice')
    },
  },
)

/** Everything the specification has to say about a value; empty when it is a document without remarks. */
export function validateOpenVex(value: unknown): Finding[] {
  return collect(document, value)
}
