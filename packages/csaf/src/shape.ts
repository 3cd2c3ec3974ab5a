/**
 * Checks of shape, put together like the JSON schemas they follow. A check looks at one value and reports findings.
 * Fields that a schema does not define are allowed and kept; they are collected apart, for test 6.2.20.
 */
import { CsafError, quote, type CsafErrorCode, type Finding } from './error.ts'
import { isObject, type JsonObject } from './json.ts'
import { parseInstant } from './instants.ts'

export interface Report {
  /** Reports on the value at `trail`, or on a field of it. */
  readonly finding: (rule: string, message: string, fix: string, field?: string) => void
  /** Notes a field that the schema does not define. */
  readonly unknown: (field: string) => void
  /** The names and indexes that lead to the value; a pointer is made of them only when there is something to say. */
  readonly trail: (string | number)[]
}

export type Check = (value: unknown, report: Report) => void

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
  const trail: (string | number)[] = []
  check(value, {
    trail,
    finding: (rule, message, fix, field) => {
      if (findings.length < MAX_FINDINGS) findings.push({ level: 'error', path: pointerOf(trail, field), rule, message, fix })
    },
    unknown: (field) => {
      if (unknown.length < MAX_FINDINGS) unknown.push(pointerOf(trail, field))
    },
  })
  return { findings, unknown }
}

function pointerOf(trail: readonly (string | number)[], field: string | undefined): string {
  const path = trail.reduce<string>(pointer, '')
  return field === undefined ? path : pointer(path, field)
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
  return (value, report) => {
    const { finding, trail } = report
    if (!isObject(value)) return finding('type', 'must be an object', 'write { … }')
    for (const name of required) {
      if (!Object.hasOwn(value, name)) finding('required', 'is missing', `add ${name}`, name)
    }
    const names = Object.keys(value)
    if (names.length < min) finding('minProperties', `has ${names.length} of at least ${min} fields`, `add ${min === 1 ? 'one' : 'some'} of ${[...checks.keys()].join(', ')}, or remove the object`)
    if (names.length > max) finding('maxProperties', `has ${names.length} fields; at most ${max} are allowed`, 'remove the others')
    for (const name of names) {
      const check = checks.get(name)
      if (check === undefined) {
        report.unknown(name)
        continue
      }
      trail.push(name)
      check(value[name], report)
      trail.pop()
    }
  }
}

export function array(of: Check, { min = 1, unique = false }: { min?: number; unique?: boolean } = {}): Check {
  return (value, report) => {
    const { finding, trail } = report
    if (!Array.isArray(value)) return finding('type', 'must be an array', 'write [ … ]')
    if (value.length < min) finding('minItems', `has ${value.length} of at least ${min} ${min === 1 ? 'item' : 'items'}`, 'add an item, or remove the field')
    // Strings by themselves, other values by a text that is the same for equal ones.
    const strings = new Set<string>()
    const others = new Set<string>()
    for (let at = 0; at < value.length; at++) {
      const item: unknown = value[at]
      trail.push(at)
      of(item, report)
      if (unique) {
        const [seen, key] = typeof item === 'string' ? [strings, item] : [others, canonical(item)]
        if (seen.has(key)) finding('uniqueItems', 'stands twice in its array', 'remove one of the two')
        seen.add(key)
      }
      trail.pop()
    }
  }
}

/** Equal texts for equal JSON values, whatever the order of their fields; what lies very deep counts as equal. */
function canonical(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? ''
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
  return (value, { finding }) => {
    if (typeof value !== 'string') return finding('type', 'must be a string', 'write it in quotation marks')
    if (value.length < min) return finding('minLength', value === '' ? 'is empty' : `has fewer than ${min} characters`, 'write a text, or remove the field')
    if (values !== undefined && !values.has(value)) return finding('enum', `is ${quote(value)}`, `write one of ${[...values].join(', ')}`)
    if (pattern === undefined) return
    if (value.length > max || !pattern.test(value)) finding('pattern', `is ${quote(value)}`, `write ${words}`)
  }
}

export const boolean: Check = (value, { finding }) => {
  if (typeof value !== 'boolean') finding('type', 'must be true or false', 'write true or false')
}

/** RFC 3339 §5.6. */
export const instant: Check = (value, { finding }) => {
  if (typeof value === 'string' && parseInstant(value) !== undefined) return
  finding('date-time', `is not an RFC 3339 time${typeof value === 'string' ? `: ${quote(value)}` : ''}`, 'write it as 2026-01-31T12:00:00Z, or with an offset such as +01:00')
}

const URI = /^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/

/** RFC 3986 §3: a scheme, and only characters that a URI may have. */
export function uri(ending?: RegExp, words = ''): Check {
  return (value, { finding }) => {
    if (typeof value !== 'string') return finding('type', 'must be a string', 'write it in quotation marks')
    if (!URI.test(value)) return finding('uri', `is not a URI: ${quote(value)}`, 'write a URI with its scheme, such as https://example.org/, other characters percent-encoded')
    if (ending !== undefined && !ending.test(value)) finding('pattern', `is ${quote(value)}`, `write ${words}`)
  }
}

export const anyText: Check = text({ min: 0 })
