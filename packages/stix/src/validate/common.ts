/** The properties that many types share (STIX 2.1 §3.2), and the structures they hold (§2.5, §2.7, §2.11, §7.2.3). */
import { parseSelector, resolves } from '../markings/selectors.ts'
import type { StixObject } from '../types.ts'
import { dictionary, flag, list, missing, refTo, shape, text, versionTime, whole, wrongType, type Check } from './checks.ts'
import { shown, type Inspection, type Key } from './finding.ts'
import { HASH_ALGORITHMS } from './vocabularies.ts'

/** §10.7: how the digests of the known algorithms look. */
const DIGESTS = new Map<string, RegExp>([
  ['MD5', /^[0-9a-fA-F]{32}$/],
  ['SHA-1', /^[0-9a-fA-F]{40}$/],
  ['SHA-256', /^[0-9a-fA-F]{64}$/],
  ['SHA-512', /^[0-9a-fA-F]{128}$/],
  ['SHA3-256', /^[0-9a-fA-F]{64}$/],
  ['SHA3-512', /^[0-9a-fA-F]{128}$/],
  ['SSDEEP', /^\d{1,12}:[0-9a-zA-Z/+]{0,128}:[0-9a-zA-Z/+]{0,128}(?:,.{0,500})?$/],
  ['TLSH', /^(?:T1)?[0-9a-fA-F]{70}$/],
])

const digest: Check = (value, key, at) => {
  if (typeof value !== 'string') return wrongType(value, key, at, 'a string')
  const name = String(key)
  const form = DIGESTS.get(name)
  if (form === undefined) return unusualAlgorithm(name, at)
  if (!form.test(value)) at.error('bad-hash', key, '2.7', `${shown(value)} is not a ${name} value`, `a ${name} digest in hexadecimal`)
}

function unusualAlgorithm(name: string, at: Inspection): void {
  if (name.length < 3) at.error('bad-name', name, '2.7', `${shown(name)} is too short`, 'the name of a hash algorithm')
  at.warn('not-in-vocabulary', name, '10.7', `${shown(name)} is not in hash-algorithm-ov`, `preferably one of ${HASH_ALGORITHMS.join(', ')}`)
}

export const hashes = dictionary(digest)

/** §2.5 */
export const externalReference = shape({
  required: { source_name: text },
  optional: { description: text, url: text, hashes, external_id: text },
  cross(reference, at) {
    if (reference['description'] === undefined && reference['url'] === undefined && reference['external_id'] === undefined) {
      at.error('missing-property', undefined, '2.5.2', 'the reference says only its source', 'also a description, url or external_id')
    }
    const id = reference['external_id']
    if (reference['source_name'] === 'cve' && (typeof id !== 'string' || !/^CVE-\d{4}-\d{4,19}$/.test(id))) {
      at.error('bad-value', 'external_id', '4.19.1', `${shown(id)} is not a CVE identifier`, 'CVE-YYYY-NNNN, exactly as CVE writes it')
    }
  },
})

/** §2.11 */
export const killChainPhase = shape({ required: { kill_chain_name: text, phase_name: text } })

/** RFC 5646 §2.1: the syntax only; grandfathered tags are rare enough to be left out. */
const LANGUAGE =
  /^(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?$/i

export const isLanguage = (tag: string): boolean => tag === 'en' || (tag.length <= 64 && LANGUAGE.test(tag))

export const language: Check = (value, key, at) => {
  if (typeof value !== 'string') wrongType(value, key, at, 'a language tag')
  else if (!isLanguage(value)) at.error('bad-language', key, '3.2', `${shown(value)} is not a language tag`, 'a tag of RFC 5646 such as en, pt-BR')
}

export const markingRefs = list(refTo('marking-definition'))

/** §7.2.3, the structure; that selectors lead somewhere is checked with the whole object in hand. */
const granularMarking = shape({
  required: { selectors: list(text) },
  optional: { marking_ref: refTo('marking-definition'), lang: language },
  cross(marking, at) {
    if ((marking['marking_ref'] === undefined) === (marking['lang'] === undefined)) {
      at.error('contradiction', undefined, '7.2.3', 'a granular marking has a marking_ref or a lang', 'exactly one of the two')
    }
  },
})
const granularMarkings = list(granularMarking)

/** Checks `granular_markings` of `object`, selectors included. */
export function checkGranularMarkings(object: StixObject, at: Inspection): void {
  const markings = object['granular_markings']
  granularMarkings(markings, 'granular_markings', at)
  if (!Array.isArray(markings)) return
  at.enter('granular_markings')
  markings.forEach((marking: unknown, index) => {
    const selectors: unknown = (marking as { selectors?: unknown } | null)?.selectors
    if (!Array.isArray(selectors)) return
    at.enter(index)
    at.enter('selectors')
    selectors.forEach((selector: unknown, position) => {
      if (typeof selector === 'string') checkSelector(object, selector, position, at)
    })
    at.leave()
    at.leave()
  })
  at.leave()
}

function checkSelector(object: StixObject, selector: string, key: Key, at: Inspection): void {
  const steps = parseSelector(selector)
  const right = 'names and [n] separated by dots, leading to something in this object'
  if (steps === undefined) at.error('bad-selector', key, '7.2.3', `${shown(selector)} is not a selector`, right)
  else if (!resolves(object, steps)) at.error('bad-selector', key, '7.2.3', `${shown(selector)} selects nothing`, right)
}

/** §3.2, without type, id, granular_markings and extensions, which are checked with the whole object in hand. */
export const COMMON: Record<string, Check> = {
  created_by_ref: refTo('identity'),
  created: versionTime,
  modified: versionTime,
  revoked: flag,
  labels: list(text),
  confidence: whole(0, 100),
  lang: language,
  external_references: list(externalReference),
  object_marking_refs: markingRefs,
  defanged: flag,
}

/** §3.1: the version properties stand or fall together on what has versions. */
export function needVersion(object: StixObject, at: Inspection): void {
  if (object['created'] === undefined) missing('created', at)
  if (object['modified'] === undefined) missing('modified', at)
}
