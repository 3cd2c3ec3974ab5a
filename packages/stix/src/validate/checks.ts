/**
 * Checks of the common data types (STIX 2.1 §2), made once per property and shared. A check is given a value, the key
 * it stands under, and the inspection that collects; it never throws and builds nothing while all is well.
 */
import { isIdOfType, isStixId, typeOfId } from '../ids.ts'
import { fractionDigits, readMicros } from '../timestamp.ts'
import { isStixObject, type StixObject } from '../types.ts'
import { shown, type Inspection, type Key } from './finding.ts'

export type Check = (value: unknown, key: Key, at: Inspection) => void

const DEEPEST = 64

export const text: Check = (value, key, at) => {
  if (typeof value !== 'string') wrongType(value, key, at, 'a string')
  else if (!value.isWellFormed()) unpaired(key, at)
}

export const flag: Check = (value, key, at) => {
  if (typeof value !== 'boolean') wrongType(value, key, at, 'true or false')
}

/** A whole number in a range; without one, what a double holds exactly (§2.10). */
export function whole(least = Number.MIN_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER): Check {
  const right = least === Number.MIN_SAFE_INTEGER ? 'a whole number' : `a whole number from ${least} to ${most}`
  return (value, key, at) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) wrongType(value, key, at, right)
    else if (value < least || value > most) at.error('bad-value', key, at.section, `${value} is out of range`, right)
  }
}

export function real(least = -Infinity, most = Infinity): Check {
  return (value, key, at) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) wrongType(value, key, at, 'a number')
    else if (value < least || value > most) {
      at.error('bad-value', key, at.section, `${value} is out of range`, `a number from ${least} to ${most}`)
    }
  }
}

export const time: Check = (value, key, at) => {
  if (typeof value !== 'string') return wrongType(value, key, at, 'a timestamp string')
  const micros = readMicros(value)
  if (micros !== micros) {
    at.error('bad-timestamp', key, '2.16.1', `${shown(value)} is not a timestamp`, 'YYYY-MM-DDTHH:mm:ss[.s+]Z, a date that exists, in UTC')
  }
}

/** `created` and `modified`: milliseconds at least (§3.2). */
export const versionTime: Check = (value, key, at) => {
  time(value, key, at)
  if (typeof value === 'string' && value.length >= 20 && fractionDigits(value) < 3) {
    at.error('bad-timestamp', key, '3.2', `${shown(value)} is less precise than milliseconds`, 'at least three digits after the second')
  }
}

export const hex: Check = (value, key, at) => {
  if (typeof value !== 'string') wrongType(value, key, at, 'a hexadecimal string')
  else if (value.length % 2 !== 0 || !/^[0-9a-f]*$/.test(value)) {
    at.error('bad-value', key, '2.8', `${shown(value)} is not hexadecimal`, 'an even number of the digits 0-9 and a-f')
  }
}

export const binary: Check = (value, key, at) => {
  if (typeof value !== 'string') wrongType(value, key, at, 'a base64 string')
  else if (value.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(value)) {
    at.error('bad-value', key, '2.1', 'the text is not base64', 'base64 of RFC 4648 §4, with padding and without line breaks')
  }
}

/** Words that are lower case, cannot be chosen freely (§2.4). */
export function oneOf(name: string, values: readonly string[]): Check {
  const known = new Set<unknown>(values)
  return (value, key, at) => {
    if (known.has(value)) return
    if (typeof value !== 'string') return wrongType(value, key, at, 'a string')
    at.error('not-in-enumeration', key, '2.4', `${shown(value)} is not in ${name}`, `one of ${values.join(', ')}`)
  }
}

/** Words that should come from a list but need not (§2.14). */
export function suggested(name: string, values: readonly string[]): Check {
  const known = new Set<unknown>(values)
  return (value, key, at) => {
    if (known.has(value)) return
    text(value, key, at)
    if (at.warnings && typeof value === 'string') {
      at.warn('not-in-vocabulary', key, '2.14', `${shown(value)} is not in ${name}`, `preferably one of ${values.join(', ')}`)
    }
  }
}

export function list(item: Check): Check {
  return (value, key, at) => {
    if (!Array.isArray(value)) return wrongType(value, key, at, 'a list')
    if (value.length === 0) at.error('empty', key, '2.12', 'the list is empty', 'at least one item, or leave the property out')
    at.enter(key)
    for (let index = 0; index < value.length; index++) item(value[index], index, at)
    at.leave()
  }
}

/** An identifier of one given type. */
export function refTo(type: string): Check {
  return (value, key, at) => {
    if (typeof value === 'string' && isIdOfType(value, type)) return
    wrongReference(value, key, at, type)
  }
}

/** An identifier whose type passes; `right` says which those are. */
export function refWhere(allowed: (type: string) => boolean, right: string): Check {
  return (value, key, at) => {
    if (typeof value === 'string' && isStixId(value) && allowed(typeOfId(value))) return
    wrongReference(value, key, at, right)
  }
}

export function refAmong(...types: string[]): Check {
  const known = new Set(types)
  return refWhere((type) => known.has(type), types.join(' or '))
}

function wrongReference(value: unknown, key: Key, at: Inspection, right: string): void {
  if (typeof value !== 'string') return wrongType(value, key, at, 'an identifier')
  const problem = isStixId(value) ? `${shown(value)} refers to the wrong type` : `${shown(value)} is not an identifier`
  at.error('bad-reference', key, isStixId(value) ? at.section : '2.9', problem, `the id of: ${right}`)
}

/** A nested structure with its own properties. `some`: at least one of them must be there. */
export type Shape = { required?: Record<string, Check>; optional?: Record<string, Check>; some?: boolean; cross?: CrossCheck }
export type CrossCheck = (value: StixObject, at: Inspection) => void

export function shape({ required = {}, optional = {}, some = false, cross }: Shape): Check {
  const checks = new Map(Object.entries({ ...required, ...optional }))
  const names = Object.keys(required)
  return (value, key, at) => {
    if (!isStixObject(value)) return wrongType(value, key, at, 'an object')
    at.enter(key)
    let count = 0
    for (const name in value) {
      const check = checks.get(name)
      if (check === undefined) unknownValue(value[name], name, at)
      else check(value[name], name, at)
      count++
    }
    for (const name of names) if (value[name] === undefined) missing(name, at)
    if (some && count === 0) at.error('empty', undefined, at.section, 'the object is empty', 'at least one of its properties')
    cross?.(value, at)
    at.leave()
  }
}

/** A dictionary whose values all pass (§2.3). */
export function dictionary(item: Check = unknownValue): Check {
  return (value, key, at) => {
    if (!isStixObject(value)) return wrongType(value, key, at, 'a dictionary')
    at.enter(key)
    let count = 0
    for (const name in value) {
      if (!isDictionaryKey(name)) badKey(name, at)
      item(value[name], name, at)
      count++
    }
    if (count === 0) at.error('empty', undefined, '2.3', 'the dictionary is empty', 'at least one key, or leave the property out')
    at.leave()
  }
}

export function isDictionaryKey(name: string): boolean {
  return name.length <= 250 && /^[A-Za-z0-9_-]+$/.test(name)
}

function badKey(name: string, at: Inspection): void {
  at.error('bad-name', name, '2.3', `${shown(name)} is not a dictionary key`, '1 to 250 of a-z, A-Z, 0-9, hyphen and underscore')
}

/** A value nobody describes: kept as it is, as long as every reader can take it. */
export function unknownValue(value: unknown, key: Key, at: Inspection): void {
  walk(value, key, at, 0)
}

function walk(value: unknown, key: Key, at: Inspection, depth: number): void {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) unpaired(key, at)
  } else if (typeof value === 'object' && value !== null) {
    if (depth >= DEEPEST) return tooDeep(key, at)
    at.enter(key)
    if (Array.isArray(value)) for (let index = 0; index < value.length; index++) walk(value[index], index, at, depth + 1)
    else for (const [name, inner] of Object.entries(value)) walk(inner, name, at, depth + 1)
    at.leave()
  }
}

function tooDeep(key: Key, at: Inspection): void {
  at.error('too-deep', key, at.section, `nested deeper than ${DEEPEST}`, `at most ${DEEPEST} levels`)
}

export function missing(name: string, at: Inspection): void {
  at.error('missing-property', name, at.section, `${name} is missing`, `${name} is required`)
}

export function wrongType(value: unknown, key: Key, at: Inspection, right: string): void {
  at.error('wrong-type', key, at.section, `${String(key)} is ${shown(value)}`, right)
}

function unpaired(key: Key, at: Inspection): void {
  at.error('bad-text', key, '2.15', 'the text holds half of a surrogate pair', 'valid Unicode: UTF-8 has no form for it')
}
