/** Drafts as text: read, checked, printed, put in order. Lines that begin with `//` are for people and are passed over. */
import { AdvisoryError, type Finding } from '../error.ts'
import { readJson } from '../json.ts'
import { MAX_FINDINGS, type Check } from '../shape.ts'
import { listProducts } from './products.ts'
import { checkRules } from './rules.ts'
import { draftShape } from './shape.ts'
import type { Draft, Vulnerability } from './types.ts'

/** The longest text of a draft that is read, in characters. */
export const MAX_DRAFT_LENGTH = 8 * 1024 * 1024

/** The value in a draft's text, whether finished or not. Throws `bad-json`, `too-large`. */
export function readDraft(source: string): unknown {
  const withoutRemarks = source.replaceAll(/^[^\S\n]*\/\/.*$/gm, '')
  return readJson(withoutRemarks, 'a draft', MAX_DRAFT_LENGTH)
}

/** The draft in a text. Throws `bad-json`, `too-large`, `bad-draft` with all findings when its shape is not right. */
export function parseDraft(source: string): Draft {
  return asDraft(readDraft(source))
}

/** A value that was read elsewhere as a draft. Throws `bad-draft`. What its fields must agree on is `checkDraft`'s. */
export function asDraft(value: unknown): Draft {
  const findings = collect(draftShape, value)
  const [first] = findings
  if (first !== undefined) throw new AdvisoryError('bad-draft', `the draft is not one: ${first.path || 'it'} ${first.message}; ${first.fix}`, { findings })
  return value as Draft
}

export function printDraft(draft: Draft): string {
  return `${JSON.stringify(draft, null, 2)}\n`
}

/**
 * Everything there is to say about a value as a draft, finished or not; at most 200 findings. Without an error among
 * them, every format can be made of it.
 */
export function checkDraft(value: unknown): Finding[] {
  const shape = collect(draftShape, value)
  if (shape.length > 0) return shape
  return collect((draft, _, report) => checkRules(draft as Draft, report), value)
}

/** Throws `bad-draft` unless every format can be made of the draft. */
export function assureDraft(draft: Draft): void {
  const errors = checkDraft(draft).filter(({ level }) => level === 'error')
  const [first] = errors
  if (first === undefined) return
  const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`
  throw new AdvisoryError('bad-draft', `the draft is not finished: ${first.path} ${first.message}; ${first.fix}${more}`, { findings: errors })
}

/** For formats whose records are about one vulnerability: the draft in its one form, and that one; the first unless told. Throws `bad-draft`, `nothing-to-say`. */
export function aboutOne(given: Draft, { vulnerability: at = 0 }: { vulnerability?: number | undefined }, record: string): { draft: Draft; at: number; one: Vulnerability } {
  assureDraft(given)
  const draft = normalizeDraft(given)
  const one = draft.vulnerabilities[at]
  if (one === undefined) throw new AdvisoryError('nothing-to-say', `the draft has no vulnerability ${at}; ${record} is about one`)
  return { draft, at, one }
}

/** The same draft in one form: statements as the product tree stands, marks by name, without empty lists and what goes without saying. */
export function normalizeDraft(draft: Draft): Draft {
  const order = new Map([...listProducts(draft).keys()].map((id, at) => [id, at]))
  const placeOf = (id: string): number => order.get(id) ?? Infinity
  const vulnerabilities = draft.vulnerabilities.map((vulnerability) => ({
    ...vulnerability,
    statements: [...vulnerability.statements]
      .sort((a, b) => placeOf(a.product) - placeOf(b.product))
      .map((one) => (one.marks === undefined ? one : { ...one, marks: [...one.marks].sort() })),
  }))
  return withoutEmpty({ ...draft, vulnerabilities })
}

/** Lists that a draft must have stay, also when they are empty. */
const KEPT = new Set(['vendors', 'vulnerabilities', 'statements', 'revisions', 'products', 'releases'])

function withoutEmpty<T>(value: T): T {
  return cleaned(value) as T
}

function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).filter(([name, inner]) => inner !== undefined && !(name === 'kind' && inner === 'web') && (KEPT.has(name) || !isEmpty(inner))).map(([name, inner]) => [name, cleaned(inner)]))
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}

function collect(check: Check, value: unknown): Finding[] {
  const findings: Finding[] = []
  check(value, '', (path, rule, message, fix, level = 'error') => {
    if (findings.length < MAX_FINDINGS) findings.push({ level, path, rule, message, fix })
  })
  return findings
}

