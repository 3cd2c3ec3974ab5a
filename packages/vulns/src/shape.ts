/**
 * Checks of shape, put together like the JSON schemas they follow. A check looks at one value and reports findings;
 * unknown fields are not its business unless the schema forbids them.
 */
import { quote, VulnsError, type Finding, type VulnsErrorCode } from './error.ts'
import { isObject, type JsonObject } from './json.ts'
import { datetime } from './versions/plain.ts'

export type Report = (path: string, rule: string, message: string, level?: Finding['level']) => void
export type Check = (value: unknown, path: string, report: Report) => void

/** The most findings that are collected for one document. */
export const MAX_FINDINGS = 200

export function collect(check: Check, value: unknown): Finding[] {
  const findings: Finding[] = []
  check(value, '', (path, rule, message, level = 'error') => {
    if (findings.length < MAX_FINDINGS) findings.push({ level, path, rule, message })
  })
  return findings
}

/** Throws when there is an error among the findings. */
export function refuse(findings: readonly Finding[], code: VulnsErrorCode, what: string): void {
  const errors = findings.filter(({ level }) => level === 'error')
  const [first] = errors
  if (first === undefined) return
  const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`
  throw new VulnsError(code, `${what} is not valid: ${first.path || 'the document'} ${first.message}${more}`, { findings })
}

export function pointer(path: string, name: string | number): string {
  return `${path}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`
}

interface ObjectRule {
  readonly required?: readonly string[]
  /** Whether other fields are worth a warning. */
  readonly closed?: boolean
  /** Rules over several fields. */
  readonly also?: (object: JsonObject, path: string, report: Report) => void
}

export function object(fields: Readonly<Record<string, Check>>, { required = [], closed = false, also }: ObjectRule = {}): Check {
  return (value, path, report) => {
    if (!isObject(value)) return report(path, 'type', 'must be an object')
    for (const name of required) {
      if (!Object.hasOwn(value, name)) report(pointer(path, name), 'required', 'is missing')
    }
    for (const [name, inner] of Object.entries(value)) {
      if (Object.hasOwn(fields, name)) fields[name]?.(inner, pointer(path, name), report)
      else if (closed) report(pointer(path, name), 'unknown', 'is not a field of the specification', 'warning')
    }
    also?.(value, path, report)
  }
}

export function array(of: Check, { min = 0 }: { min?: number } = {}): Check {
  return (value, path, report) => {
    if (!Array.isArray(value)) return report(path, 'type', 'must be an array')
    if (value.length < min) report(path, 'minItems', `must have at least ${min} ${min === 1 ? 'item' : 'items'}`)
    value.forEach((item, at) => of(item, pointer(path, at), report))
  }
}

interface TextRule {
  readonly min?: number
  readonly max?: number
  readonly oneOf?: readonly string[]
  readonly pattern?: RegExp
  readonly words?: string
}

export function text({ min = 0, max, oneOf, pattern, words }: TextRule = {}): Check {
  return (value, path, report) => {
    if (typeof value !== 'string') return report(path, 'type', 'must be a string')
    if (value.length < min) report(path, 'minLength', 'must not be empty')
    if (max !== undefined && value.length > max) report(path, 'maxLength', `has ${value.length} characters; at most ${max} are allowed`)
    if (oneOf !== undefined && !oneOf.includes(value)) report(path, 'enum', `is ${quote(value)}; it must be one of ${oneOf.join(', ')}`)
    if (pattern !== undefined && !pattern.test(value)) report(path, 'pattern', `is ${quote(value)}; ${words ?? `it must match ${pattern.source}`}`)
  }
}

export const integer = (min: number): Check => (value, path, report) => {
  if (!Number.isSafeInteger(value) || Number(value) < min) report(path, 'type', `must be a whole number from ${min}`)
}

export const boolean: Check = (value, path, report) => {
  if (typeof value !== 'boolean') report(path, 'type', 'must be true or false')
}

/** RFC 3339 §5.6. */
export const instant: Check = (value, path, report) => {
  if (typeof value !== 'string' || !datetime.isValid(value)) report(path, 'date-time', 'must be an RFC 3339 time such as 2026-01-31T12:00:00Z')
}

/** RFC 3986: an absolute URI with a scheme; no white space. */
export const uri: Check = text({ pattern: /^[A-Za-z][A-Za-z0-9+.-]*:[^\s]+$/, words: 'it must be a URI with a scheme, such as https://example.org/' })

export const nullable = (check: Check): Check => (value, path, report) => {
  if (value !== null) check(value, path, report)
}

export const anyObject: Check = (value, path, report) => {
  if (!isObject(value)) report(path, 'type', 'must be an object')
}
