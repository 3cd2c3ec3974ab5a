/** Checks of shape, put together like the types they follow. A check looks at one value and reports what is wrong. */
import { quote, type Finding } from './error.ts'

export type Report = (path: string, rule: string, message: string, fix: string, level?: Finding['level']) => void
export type Check = (value: unknown, path: string, report: Report) => void
export type JsonObject = { readonly [name: string]: unknown }

/** The most findings that are collected for one draft. */
export const MAX_FINDINGS = 200
export const MAX_ITEMS = 5_000
export const MAX_TEXT = 64 * 1024

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function pointer(path: string, ...names: readonly (string | number)[]): string {
  return names.reduce<string>((at, name) => `${at}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`, path)
}

interface ObjectRule {
  readonly required?: readonly string[]
  /** At least one of these. */
  readonly oneOf?: readonly string[]
}

export function object(fields: Readonly<Record<string, Check>>, { required = [], oneOf = [] }: ObjectRule = {}): Check {
  return (value, path, report) => {
    if (!isObject(value)) return report(path, 'type', 'must be an object', 'write { … }')
    for (const name of required) if (!Object.hasOwn(value, name)) report(pointer(path, name), 'required', 'is missing', `add ${name}`)
    if (oneOf.length > 0 && !oneOf.some((name) => Object.hasOwn(value, name))) report(path, 'required', `has none of ${oneOf.join(', ')}`, 'add one of them')
    for (const [name, inner] of Object.entries(value)) {
      const at = pointer(path, name)
      if (Object.hasOwn(fields, name)) fields[name]?.(inner, at, report)
      else report(at, 'unknown', 'is not a field of a draft', `remove it; known here are ${Object.keys(fields).join(', ')}`)
    }
  }
}

export function array(of: Check, { min = 0, max = MAX_ITEMS, unique = false }: { min?: number; max?: number; unique?: boolean } = {}): Check {
  return (value, path, report) => {
    if (!Array.isArray(value)) return report(path, 'type', 'must be an array', 'write [ … ]')
    if (value.length < min) report(path, 'minItems', `has ${value.length} of at least ${min} ${min === 1 ? 'item' : 'items'}`, 'add one')
    if (value.length > max) return report(path, 'maxItems', `has ${value.length} items; at most ${max} are taken`, 'make several advisories of it')
    const seen = new Set<unknown>()
    for (const [at, item] of value.entries()) {
      of(item, pointer(path, at), report)
      if (unique && seen.has(item)) report(pointer(path, at), 'unique', 'stands twice in its list', 'remove one of the two')
      seen.add(item)
    }
  }
}

interface TextRule {
  readonly max?: number
  readonly oneOf?: readonly string[]
  readonly pattern?: RegExp
  /** What the pattern asks for, in words. */
  readonly words?: string
}

export function text({ max = MAX_TEXT, oneOf, pattern, words = '' }: TextRule = {}): Check {
  return (value, path, report) => {
    if (typeof value !== 'string') return report(path, 'type', 'must be a string', 'write it in quotation marks')
    if (value.trim() === '') return report(path, 'empty', 'is empty', 'write a text, or remove the field')
    if (!value.isWellFormed()) return report(path, 'unicode', 'has half a character (a lone surrogate)', 'write it anew')
    if (value.length > max) return report(path, 'maxLength', `has ${value.length} characters; at most ${max} are taken`, 'make it shorter')
    if (oneOf !== undefined && !oneOf.includes(value)) return report(path, 'enum', `is ${quote(value)}`, `write one of ${oneOf.join(', ')}`)
    if (pattern !== undefined && !pattern.test(value)) report(path, 'pattern', `is ${quote(value)}`, `write ${words}`)
  }
}

/** A text of one line. */
export function line({ max = 1024 }: { max?: number } = {}): Check {
  return text({ max, pattern: /^\S(?:[^\n\r]*\S)?$/, words: 'one line, without white space at its ends' })
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/

export function isInstant(value: string): boolean {
  return INSTANT.test(value) && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString().startsWith(value.slice(0, 19))
}

export const instant: Check = (value, path, report) => {
  if (typeof value === 'string' && isInstant(value)) return
  report(path, 'instant', 'is not an instant in UTC', 'write it as 2026-01-31T12:00:00Z')
}

const URI = /^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/
const WEB = /^https?:\/\/[A-Za-z0-9[]/

/** A link that a page may show: http or https, and only characters that a URI may have. */
export const link: Check = (value, path, report) => {
  if (typeof value === 'string' && value.length <= 2048 && URI.test(value) && WEB.test(value)) return
  report(path, 'link', `is not a web address${typeof value === 'string' ? `: ${quote(value)}` : ''}`, 'write https://…, other characters percent-encoded')
}
