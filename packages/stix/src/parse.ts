/**
 * One object from its bytes: the bytes stay as they came, since signatures, hashes and other people's extensions
 * depend on them; beside them the parsed value and what validation has to say.
 */
import { checkPattern } from './pattern/index.ts'
import { sliceJson } from './slice.ts'
import type { Finding, ValidateOptions } from './validate/finding.ts'
import { validateWith } from './validate/validate.ts'

export type ParsedObject = { bytes: Uint8Array; value: unknown; findings: readonly Finding[] }

const encoder = new TextEncoder()

const DEFAULTS: ValidateOptions = { checkPattern }

/** Everything that is wrong or doubtful about an object or bundle that JSON.parse gave; STIX patterns included. Never throws. */
export function validateObject(value: unknown, options?: ValidateOptions): readonly Finding[] {
  if (options === undefined) return validateWith(value, DEFAULTS)
  return validateWith(value, 'checkPattern' in options ? options : { checkPattern, warnings: options.warnings })
}

/** Reads one JSON text. Throws StixError where it is none, or one that two readers would read differently. */
export function parseObject(source: Uint8Array | string, options?: ValidateOptions): ParsedObject {
  const bytes = typeof source === 'string' ? encoder.encode(source) : source
  const value = parseJson(bytes)
  return { bytes, value, findings: validateObject(value, options) }
}

/** JSON.parse over bytes, refused (StixError) where two readers could differ: bad UTF-8, a key twice, half a surrogate pair. */
export function parseJson(bytes: Uint8Array): unknown {
  return sliceJson(bytes)
}
