/** How the rules of one object type are written down, and compiled once. */
import { flag, list, text, time, type Check, type CrossCheck } from './checks.ts'
import { COMMON } from './common.ts'
import type { Inspection, Key } from './finding.ts'

/** The rules of one type as the specification's tables have them. */
export type TypeTable = {
  section: string
  required?: Record<string, Check>
  optional?: Record<string, Check>
  /** Extensions the specification itself defines for this type. */
  extensions?: Record<string, Check>
  /** What concerns more than one property. */
  cross?: CrossCheck
}

export type TypeRules = {
  section: string
  checks: ReadonlyMap<string, Check>
  required: readonly string[]
  extensions: ReadonlyMap<string, Check>
  cross: CrossCheck | undefined
  /** SCOs may leave out spec_version (§3.2). */
  needsSpecVersion: boolean
}

/** Properties which are checked with the whole object in hand. */
const ELSEWHERE = ['type', 'id', 'spec_version', 'extensions', 'granular_markings']

/** §3.2, the table "common properties": what each kind requires and what is not for it. */
const KINDS = {
  core: { required: ['created', 'modified'], absent: ['defanged'] },
  sco: {
    required: [],
    absent: ['created_by_ref', 'created', 'modified', 'revoked', 'labels', 'confidence', 'lang', 'external_references'],
  },
  language: { required: ['created', 'modified'], absent: ['lang', 'defanged'] },
  marking: { required: ['created'], absent: ['modified', 'revoked', 'labels', 'confidence', 'lang', 'defanged'] },
  extension: { required: ['created', 'modified', 'created_by_ref'], absent: ['confidence', 'lang', 'defanged'] },
}

export function compile(kind: keyof typeof KINDS, table: TypeTable): TypeRules {
  const checks = new Map<string, Check>()
  for (const name of ELSEWHERE) checks.set(name, nothing)
  for (const [name, check] of Object.entries(COMMON)) checks.set(name, KINDS[kind].absent.includes(name) ? notFor(check) : check)
  for (const name of RESERVED) checks.set(name, reserved)
  for (const [name, check] of Object.entries({ ...table.required, ...table.optional })) checks.set(name, check)
  return {
    section: table.section,
    checks,
    required: [...KINDS[kind].required, ...Object.keys(table.required ?? {})],
    extensions: new Map(Object.entries(table.extensions ?? {})),
    cross: table.cross,
    needsSpecVersion: kind !== 'sco',
  }
}

function nothing(): void {
  // checked with the whole object in hand
}

/** §3.8: names kept for later versions of the specification. */
const RESERVED = ['severity', 'username', 'phone_number', 'action']

function reserved(_value: unknown, key: Key, at: Inspection): void {
  at.error('reserved-name', key, '3.8', `${String(key)} is a reserved name`, 'another name, or an extension')
}

/** `defanged` is forbidden outside SCOs; the others are merely without meaning where they are not listed. */
function notFor(check: Check): Check {
  return (value, key, at) => {
    check(value, key, at)
    const right = `leave ${String(key)} out`
    if (key === 'defanged') at.error('not-applicable', key, '3.2', 'only SCOs can be defanged', right)
    else at.warn('not-applicable', key, '3.2', `${String(key)} has no meaning on this type`, right)
  }
}

/** A property of the specification that new content should not use. */
export function deprecated(check: Check, rule: string, right: string): Check {
  return (value, key, at) => {
    check(value, key, at)
    at.warn('deprecated', key, rule, `${String(key)} is deprecated`, right)
  }
}

export const texts = list(text)
export const named = { name: text }
export const described = { name: text, description: text }
export const seen = { first_seen: time, last_seen: time }
export { flag }
