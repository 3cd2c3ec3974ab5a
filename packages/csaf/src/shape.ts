/**
 * Checks of shape, put together like the JSON schemas they follow. A check looks at one value and reports findings.
 * Fields that a schema does not define are allowed and kept; they are collected apart, for test 6.2.20.
 */
import { CsafError, quote, type CsafErrorCode, type Finding } from './error.ts'
import { isObject, type JsonObject } from './json.ts'
import { parseInstant } from './instants.ts'

export interface Report {
  (path: string, rule: string, message: string, fix: string): void
  /** The path of a field that the schema does not define. */
  readonly unknown: (path: string) => void
}

export type Check = (value: unknown, path: string, report: Report) => void

/** The most findings that are collected by one check. */
export const MAX_FINDINGS = 200

export interface Shape {
  readonly findings: Finding[]
  /** Pointers of the fields that the schema does not define. */
  readonly unknown: string[]
}

export function checkShape(check: Check, value: unknown): Shape {
  const findings: Finding[] = []
  const unknown: string[] = []
  const report = (path: string, rule: string, message: string, fix: string): void => {
    if (findings.length < MAX_FINDINGS) findings.push({ level: 'error', path, rule, message, fix })
  }
  check(value, '', Object.assign(report, { unknown: (path: string) => void (unknown.length < MAX_FINDINGS && unknown.push(path)) }))
  return { findings, unknown }
}

/** Throws when there is an error among the findings. */
export function refuse(findings: readonly Finding[], code: CsafErrorCode, what: string): void {
  const errors = findings.filter(({ level }) => level === 'error')
  const [first] = errors
  if (first === undefined) return
  const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`
  throw new CsafError(code, `${what} is not valid: ${first.path || 'the document'} ${first.message}; ${first.fix}${more}`, { findings })
}

export function pointer(path: string, name: string | number): string {
  return typeof name === 'number' ? `${path}/${name}` : `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

interface ObjectRule {
  readonly required?: readonly string[]
  readonly min?: number
  readonly max?: number
}

export function object(fields: Readonly<Record<string, Check>>, { required = [], min = 0, max = Infinity }: ObjectRule = {}): Check {
  const checks = new Map(Object.entries(fields))
  return (value, path, report) => {
    if (!isObject(value)) return report(path, 'type', 'must be an object', 'write { … }')
    for (const name of required) {
      if (!Object.hasOwn(value, name)) report(pointer(path, name), 'required', 'is missing', `add ${name}`)
    }
    const names = Object.keys(value)
    if (names.length < min) report(path, 'minProperties', `has ${names.length} of at least ${min} fields`, `add ${min === 1 ? 'one' : 'some'} of ${Object.keys(fields).join(', ')}, or remove the object`)
    if (names.length > max) report(path, 'maxProperties', `has ${names.length} fields; at most ${max} are allowed`, 'remove the others')
    for (const name of names) {
      const check = checks.get(name)
      if (check === undefined) report.unknown(pointer(path, name))
      else check(value[name], pointer(path, name), report)
    }
  }
}

export function array(of: Check, { min = 1, unique = false }: { min?: number; unique?: boolean } = {}): Check {
  return (value, path, report) => {
    if (!Array.isArray(value)) return report(path, 'type', 'must be an array', 'write [ … ]')
    if (value.length < min) report(path, 'minItems', `has ${value.length} of at least ${min} ${min === 1 ? 'item' : 'items'}`, 'add an item, or remove the field')
    const seen = unique ? new Set<string>() : undefined
    for (const [at, item] of value.entries()) {
      of(item, pointer(path, at), report)
      if (seen === undefined) continue
      const key = canonical(item)
      if (seen.has(key)) report(pointer(path, at), 'uniqueItems', 'stands twice in its array', 'remove one of the two')
      seen.add(key)
    }
  }
}

/** Equal texts for equal JSON values, whatever the order of their fields; what lies very deep counts as equal. */
function canonical(value: unknown, depth = 0): string {
  if (typeof value === 'string' || typeof value !== 'object' || value === null) return JSON.stringify(value) ?? ''
  if (depth > 100) return '…'
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join()}]`
  const fields: JsonObject = { ...value }
  return `{${Object.keys(fields).sort().map((name) => `${JSON.stringify(name)}:${canonical(fields[name], depth + 1)}`).join()}}`
}

interface TextRule {
  readonly min?: number
  readonly max?: number
  readonly oneOf?: readonly string[]
  readonly pattern?: RegExp
  /** What the pattern asks for, in words. */
  readonly words?: string
}

export function text({ min = 1, max = Infinity, oneOf, pattern, words = '' }: TextRule = {}): Check {
  const values = oneOf === undefined ? undefined : new Set(oneOf)
  return (value, path, report) => {
    if (typeof value !== 'string') return report(path, 'type', 'must be a string', 'write it in quotation marks')
    if (value.length < min) return report(path, 'minLength', value === '' ? 'is empty' : `has fewer than ${min} characters`, 'write a text, or remove the field')
    if (values !== undefined && !values.has(value)) return report(path, 'enum', `is ${quote(value)}`, `write one of ${[...values].join(', ')}`)
    if (pattern === undefined) return
    if (value.length > max || !pattern.test(value)) report(path, 'pattern', `is ${quote(value)}`, `write ${words}`)
  }
}

export const boolean: Check = (value, path, report) => {
  if (typeof value !== 'boolean') report(path, 'type', 'must be true or false', 'write true or false')
}

/** RFC 3339 §5.6. */
export const instant: Check = (value, path, report) => {
  if (typeof value === 'string' && parseInstant(value) !== undefined) return
  report(path, 'date-time', `is not an RFC 3339 time${typeof value === 'string' ? `: ${quote(value)}` : ''}`, 'write it as 2026-01-31T12:00:00Z, or with an offset such as +01:00')
}

const URI = /^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/

/** RFC 3986 §3: a scheme, and only characters that a URI may have. */
export function uri(ending?: RegExp, words = ''): Check {
  return (value, path, report) => {
    if (typeof value !== 'string') return report(path, 'type', 'must be a string', 'write it in quotation marks')
    if (!URI.test(value)) return report(path, 'uri', `is not a URI: ${quote(value)}`, 'write a URI with its scheme, such as https://example.org/, other characters percent-encoded')
    if (ending !== undefined && !ending.test(value)) report(path, 'pattern', `is ${quote(value)}`, `write ${words}`)
  }
}

export const anyText: Check = text({ min: 0 })
