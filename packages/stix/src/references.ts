/** The references in an object (STIX 2.1 §3.3): every property `…_ref` or `…_refs`, at any depth. */
import { isStixId, type StixId } from './ids.ts'
import { isStixObject, type StixObject } from './types.ts'
import { jsonPointer, type Key } from './validate/finding.ts'

/** `pointer` is a JSON pointer (RFC 6901) to the string that names the target. */
export type Reference = { pointer: string; target: StixId }

const DEEPEST = 64

export function referencesOf(object: StixObject): Reference[] {
  const found: Reference[] = []
  collect(object, [], found)
  return found
}

function collect(value: unknown, path: readonly Key[], found: Reference[]): void {
  if (path.length > DEEPEST) return
  if (Array.isArray(value)) value.forEach((item, index) => collect(item, [...path, index], found))
  else if (isStixObject(value)) {
    for (const [name, inner] of Object.entries(value)) {
      if (name.endsWith('_ref')) add(inner, [...path, name], found)
      else if (name.endsWith('_refs') && Array.isArray(inner)) inner.forEach((item, index) => add(item, [...path, name, index], found))
      else if (typeof inner === 'object') collect(inner, [...path, name], found)
    }
  }
}

function add(value: unknown, path: readonly Key[], found: Reference[]): void {
  if (isStixId(value)) found.push({ pointer: jsonPointer(path), target: value })
}
