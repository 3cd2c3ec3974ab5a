/** CSAF 2.0 documents: read, checked by the schema, printed. The tests of section 6 are in section6/. */
import { printJson, readJsonObject, type JsonLimits } from '../json.ts'
import { checkShape, refuse } from '../shape.ts'
import type { Finding } from '../error.ts'
import { CPE, csaf } from './schema.ts'
import type { Csaf } from './types.ts'

/** Reads a document from its JSON text. Throws `bad-json`, `bad-csaf` with all findings, `too-large`. */
export function parseCsaf(source: string, limits?: JsonLimits): Csaf {
  return asCsaf(readJsonObject(source, 'a CSAF document', limits))
}

/** A value that was read elsewhere as a document. Throws `bad-csaf` with all findings. */
export function asCsaf(value: unknown): Csaf {
  refuse(validateSchema(value), 'bad-csaf', 'a CSAF document')
  return value as Csaf
}

/** The JSON text of a document, fields in the order in which they stand. See `sortKeys` for test 6.2.13's order. */
export function printCsaf(document: Csaf): string {
  return printJson(document)
}

/** Everything the schema has to say about a value (at most 200 findings); empty when it is a document. */
export function validateSchema(value: unknown): Finding[] {
  return checkShape(csaf, value).findings
}

/** Whether a text is a CPE by the schema's pattern (§3.1.3.3.1). */
export function isCpe(text: string): boolean {
  return text.length <= 4096 && CPE.test(text)
}

/** The same document with the keys of every object in alphabetical order, as test 6.2.13 asks. */
export function sortKeys<T>(value: T): T {
  return sorted(value) as T
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  // `fromEntries` defines own properties, also one named __proto__.
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, inner]) => [name, sorted(inner)]))
}
