/**
 * One body read: sliced into the exact bytes of each object, parsed, validated, marked, held against the warning
 * lists. Runs on the intake thread; nothing here knows what is stored.
 */
import {
  isStixObject, isVersioned, readMicros, releaseLevels, levelOf, sliceObjects, StixError, titleOf, TLP_LEVELS, TLP2_MARKINGS, markingLevel,
  validateObject, versionOf, parseJson, parsePattern, PatternError, type Finding, type Level, type Pattern, type PatternChecker, type Slices,
  type StixObject,
} from '@openaccord/stix'
import { createLargeBytes } from '../../../platform/large-bytes.ts'
import { INTAKE_LIMITS, type Batch, type Remark, type Terms } from './batch.ts'
import { DIGEST_BYTES, digestOf, fingerprint, saysTheSame } from './digest.ts'
import type { Gate } from './gate.ts'

/** The body cannot be read at all. `kind` says which answer fits. */
export class BodyRefused extends Error {
  readonly kind: 'unprocessable' | 'too-large'
  readonly code: string
  constructor(kind: BodyRefused['kind'], code: string, message: string) {
    super(message)
    this.kind = kind
    this.code = code
  }
}

const { objects: MOST_OBJECTS, objectBytes: MOST_BYTES, depth } = INTAKE_LIMITS
const OWNER_ONLY = 5
/** Versions are ordered as microseconds, which count from 1684 to 2255. */
const isCountable = (micros: number): boolean => Number.isSafeInteger(micros)

export function readBody(body: Uint8Array, terms: Terms, gate: Gate): Batch {
  const { bytes, slices } = sliceBody(body, terms.form)
  const places = Array.from({ length: slices.count }, (_, place) => place)
  // One object at a time, so that a large body never lies here as a tree; again in the other order where it has to be.
  return readInOrder(places, false) ?? readInOrder(definitionsFirst(places, slices), true)!

  /** Nothing when a definition comes after what it may mark. */
  function readInOrder(order: readonly number[], sorted: boolean): Batch | undefined {
    const table = new Columns(bytes, slices)
    const definitions = storedDefinitions(terms.definitions)
    for (const [at, place] of order.entries()) {
      const value = valueAt(slices, place)
      if (!sorted && at > 0 && isDefinition(value)) return undefined
      take(value, place, table, definitions)
    }
    return table.batch(slices.count)
  }

  function take(value: unknown, place: number, table: Columns, definitions: Map<string, StixObject>): void {
    const object = table.checked(value, place, terms)
    if (object === undefined) return
    const hit = gate(object, table.pattern)
    for (const { treatment, remark } of hit) {
      if (treatment === 'refuse') table.refuse(place, object, remark)
      else table.warn(place, object, remark)
    }
    if (hit.some(({ treatment }) => treatment === 'refuse')) return
    const id = object['id'] as string // validated
    if (object['type'] === 'marking-definition' && !definitions.has(id)) definitions.set(id, object)
    table.add(object, place, levelsOf(object, definitions, terms.defaultLevel))
  }
}

/** What was parsed, or the error that says why it cannot be. */
function valueAt(slices: Slices, place: number): unknown {
  try {
    return slices.parse(place)
  } catch (error) {
    if (!(error instanceof StixError)) throw error
    if (error.code === 'bad-json') throw new BodyRefused('unprocessable', 'exchange.bad-json', `this is not JSON: ${error.message}`)
    return error
  }
}

function sliceBody(body: Uint8Array, form: Terms['form']): { bytes: Uint8Array; slices: Slices } {
  try {
    if (form === 'any') return sliceAny(body)
    const slices = sliceObjects(body, { depth, objects: MOST_OBJECTS })
    if (slices.count === 0) throw new BodyRefused('unprocessable', 'exchange.no-objects', 'the envelope has no objects: write {"objects": [...]} with at least one')
    return { bytes: body, slices }
  } catch (error) {
    if (!(error instanceof StixError)) throw error
    const kind = error.code === 'too-many-objects' ? 'too-large' : 'unprocessable'
    throw new BodyRefused(kind, `exchange.${error.code}`, `this is not an envelope of STIX objects: ${error.message}`)
  }
}

/** A bundle, an envelope, a list, or one object. */
function sliceAny(body: Uint8Array): { bytes: Uint8Array; slices: Slices } {
  const first = body.find((byte) => byte !== 32 && byte !== 9 && byte !== 10 && byte !== 13)
  if (first === LIST) return sliceWrapped('{"objects":', body, '}')
  try {
    const slices = sliceObjects(body, { depth, objects: MOST_OBJECTS })
    const { type } = slices.rest
    if (slices.count > 0 || typeof type !== 'string' || type === 'bundle') {
      if (slices.count === 0) throw new BodyRefused('unprocessable', 'exchange.no-objects', 'there are no objects in this')
      return { bytes: body, slices }
    }
  } catch (error) {
    // An object may have a property of its own that is called “objects” and is no list (observed-data, §4.14).
    if (!(error instanceof StixError) || error.code !== 'bad-envelope' || !isOneObject(body)) throw error
  }
  return sliceWrapped('{"objects":[', body, ']}')
}

const LIST = 91

function isOneObject(body: Uint8Array): boolean {
  try {
    const value = parseJson(body)
    return isStixObject(value) && typeof value['type'] === 'string' && value['type'] !== 'bundle'
  } catch {
    return false
  }
}

function sliceWrapped(head: string, body: Uint8Array, tail: string): { bytes: Uint8Array; slices: Slices } {
  const wrapped = createLargeBytes(head.length + body.length + tail.length)
  for (const part of [Buffer.from(head), body, Buffer.from(tail)]) wrapped.add(part)
  const bytes = wrapped.whole()
  const slices = sliceObjects(bytes, { depth, objects: MOST_OBJECTS })
  if (slices.count === 0) throw new BodyRefused('unprocessable', 'exchange.no-objects', 'the list is empty')
  return { bytes, slices }
}

/** Marking definitions go before what they mark, in the order of the dates added too: later ones never loosen (0005). */
function definitionsFirst(places: readonly number[], slices: Slices): number[] {
  const first = new Set(places.filter((place) => isDefinition(valueAt(slices, place))))
  return [...first, ...places.filter((place) => !first.has(place))]
}

const isDefinition = (value: unknown): boolean => isStixObject(value) && value['type'] === 'marking-definition'

function storedDefinitions(stored: readonly Uint8Array[]): Map<string, StixObject> {
  const definitions = new Map<string, StixObject>()
  for (const bytes of stored) {
    const value = parseJson(bytes)
    if (isStixObject(value) && typeof value['id'] === 'string') definitions.set(value['id'], value)
  }
  return definitions
}

type Placed = { least: number; whole: number; origin: number }

function levelsOf(object: StixObject, definitions: Map<string, StixObject>, defaultLevel: number | undefined): Placed {
  if (isTlpItself(object)) return { least: 0, whole: 0, origin: 0 }
  const own = levelOf(object, definitions).level
  const { least = OWNER_ONLY, whole = OWNER_ONLY } = releaseLevels(object, definitions, defaultLevel as Level | undefined)
  return { least, whole, origin: own === undefined ? (defaultLevel === undefined ? 2 : 1) : own === OWNER_ONLY ? 3 : 0 }
}

const TLP_IDS: ReadonlySet<string> = new Set(Object.values(TLP2_MARKINGS))

/**
 * The markings of the protocol are everybody's: TLP 2.0, and TLP 1 by the ids that STIX 2.1 §7.2.1.4 gives. Only as the
 * specification writes them: whatever else stands under such an id is treated like any other object.
 */
function isTlpItself(object: StixObject): boolean {
  const { id, type, definition, extensions, name } = object
  if (type !== 'marking-definition' || typeof id !== 'string') return false
  if (!TLP_IDS.has(id) && markingLevel(id) === OWNER_ONLY) return false
  if (!Object.keys(object).every((key) => TLP_PROPERTIES.has(key))) return false
  if (name !== undefined && !(typeof name === 'string' && /^TLP:[A-Z+ ]{3,12}$/.test(name))) return false
  return hasOnlyTlp(definition, ['tlp']) && Object.values(isRecord(extensions) ? extensions : {}).every((one) => hasOnlyTlp(one, ['extension_type', 'tlp_2_0']))
}

const TLP_PROPERTIES: ReadonlySet<string> = new Set(['type', 'spec_version', 'id', 'created', 'definition_type', 'definition', 'name', 'extensions'])
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Nothing, or short words under these names alone. */
function hasOnlyTlp(value: unknown, names: readonly string[]): boolean {
  if (value === undefined) return true
  return isRecord(value) && Object.entries(value).every(([name, word]) => names.includes(name) && typeof word === 'string' && /^[a-z+-]{3,20}$/.test(word))
}

/** The columns as they grow, and what was refused on the way. */
class Columns {
  readonly #bytes: Uint8Array
  readonly #slices: Slices
  readonly #ranges: number[] = []
  readonly #places: number[] = []
  readonly #ids: string[] = []
  readonly #types: string[] = []
  readonly #versionTexts: string[] = []
  readonly #versions: number[] = []
  readonly #versioned: number[] = []
  readonly #created: number[] = []
  readonly #creators: number[] = []
  readonly #least: number[] = []
  readonly #whole: number[] = []
  readonly #revoked: number[] = []
  readonly #origins = [0, 0, 0, 0]
  readonly #digests: Uint8Array
  readonly #refused: Remark[] = []
  readonly #warnings: Remark[] = []
  readonly #objects: StixObject[] = []
  readonly #rows = new Map<string, number>()
  readonly #fingerprints = new Map<string, number>()
  readonly #checkPattern: PatternChecker
  #largest = 0
  /** Of the object that was checked last: validation parses it anyway, and the gate looks into it. */
  pattern: Pattern | undefined = undefined

  constructor(bytes: Uint8Array, slices: Slices) {
    this.#bytes = bytes
    this.#slices = slices
    this.#digests = new Uint8Array(slices.count * DIGEST_BYTES)
    this.#checkPattern = (text) => {
      try {
        this.pattern = parsePattern(text)
        return undefined
      } catch (error) {
        if (error instanceof PatternError) return { offset: error.offset, message: error.message }
        throw error
      }
    }
  }

  /** The object when it may go on; otherwise it has been refused. */
  checked(value: unknown, place: number, terms: Terms): StixObject | undefined {
    const size = this.#slices.ranges[2 * place + 1]! - this.#slices.ranges[2 * place]!
    if (size > MOST_BYTES) return this.refuse(place, value, tooBig(size))
    if (value instanceof StixError) return this.refuse(place, undefined, unreadable(value))
    this.pattern = undefined
    const findings = validateObject(value, { warnings: terms.warnings, checkPattern: this.#checkPattern })
    const error = findings.find(({ level }) => level === 'error')
    if (error !== undefined) return this.refuse(place, value, ofFinding(error, findings))
    const object = value as StixObject // without errors it is one
    if (object['type'] === 'bundle') return this.refuse(place, object, BUNDLE)
    if (!terms.allowsPayloads && hasPayload(object)) return this.refuse(place, object, PAYLOAD)
    if (!isCountable(readMicros(versionOf(object)))) return this.refuse(place, object, UNCOUNTABLE)
    for (const finding of findings) this.warn(place, object, ofFinding(finding, []))
    return object
  }

  refuse(place: number, value: unknown, remark: Omit<Remark, 'index' | 'id'>): undefined {
    this.#refused.push({ index: place, id: idOf(value), ...remark })
  }

  warn(place: number, value: unknown, remark: Omit<Remark, 'index' | 'id'>): void {
    if (this.#warnings.length < INTAKE_LIMITS.warnings) this.#warnings.push({ index: place, id: idOf(value), ...remark })
  }

  add(object: StixObject, place: number, { least, whole, origin }: Placed): void {
    const [start, end] = [this.#slices.ranges[2 * place]!, this.#slices.ranges[2 * place + 1]!]
    const version = versionOf(object)
    const created = object['created']
    const creator = object['created_by_ref']
    this.#ranges.push(start, end)
    this.#places.push(place)
    this.#ids.push(object['id'] as string) // validated, as is the type
    this.#types.push(object['type'] as string)
    this.#versionTexts.push(version)
    this.#versions.push(readMicros(version))
    this.#versioned.push(isVersioned(object) ? 1 : 0)
    this.#created.push(typeof created === 'string' ? countable(readMicros(created)) : 0)
    this.#creators.push(typeof creator === 'string' ? this.#fingerprint(creator) : 0)
    this.#least.push(least)
    this.#whole.push(whole)
    this.#revoked.push(object['revoked'] === true ? 1 : 0)
    this.#digest(this.#ids.length - 1, start, end, `${String(object['id'])} ${version}`)
    this.#origins[origin]! += 1
    this.#largest = Math.max(this.#largest, end - start)
    if (this.#objects.length < INTAKE_LIMITS.sample) this.#objects.push(object)
  }

  batch(total: number): Batch {
    return {
      total,
      rows: this.#ids.length,
      bytes: this.#bytes,
      ranges: Uint32Array.from(this.#ranges),
      places: Uint32Array.from(this.#places),
      ids: this.#ids,
      types: this.#types,
      versionTexts: this.#versionTexts,
      versions: Float64Array.from(this.#versions),
      versioned: Uint8Array.from(this.#versioned),
      created: Float64Array.from(this.#created),
      creators: Float64Array.from(this.#creators),
      least: Float64Array.from(this.#least),
      whole: Float64Array.from(this.#whole),
      revoked: Float64Array.from(this.#revoked),
      digests: this.#digests.slice(0, this.#ids.length * DIGEST_BYTES),
      origins: this.#origins,
      largest: this.#largest,
      refused: this.#refused.sort((a, b) => a.index - b.index),
      warnings: this.#warnings,
      sample: this.#objects.map((object, row) => ({ id: this.#ids[row]!, type: this.#types[row]!, title: titleOf(object), least: this.#least[row]! })),
    }
  }

  /** An object that stands twice in one body, in other bytes that say the same, is the same. */
  #digest(row: number, start: number, end: number, idAndVersion: string): void {
    const bytes = this.#bytes.subarray(start, end)
    const first = this.#rows.get(idAndVersion)
    if (first === undefined) this.#rows.set(idAndVersion, row)
    const same = first !== undefined && saysTheSame(this.#bytes.subarray(this.#ranges[2 * first]!, this.#ranges[2 * first + 1]!), bytes)
    const digest = same ? this.#digests.subarray(first * DIGEST_BYTES, (first + 1) * DIGEST_BYTES) : digestOf(bytes)
    this.#digests.set(digest, row * DIGEST_BYTES)
  }

  #fingerprint(text: string): number {
    const known = this.#fingerprints.get(text)
    if (known !== undefined) return known
    const made = fingerprint(text)
    this.#fingerprints.set(text, made)
    return made
  }
}

const countable = (micros: number): number => (isCountable(micros) ? micros : 0)

function idOf(value: unknown): string | null {
  const id = isStixObject(value) ? value['id'] : undefined
  return typeof id === 'string' ? id.slice(0, 300).toWellFormed() : null
}

/** `payload_bin` on an artifact, on whatever somebody calls an object, and on those inside observed data (§4.14). */
function hasPayload(object: StixObject): boolean {
  if (object['payload_bin'] !== undefined) return true
  const inner = object['objects']
  return isStixObject(inner) && Object.values(inner).some((each) => isStixObject(each) && each['payload_bin'] !== undefined)
}

function ofFinding({ code, pointer, rule, message, right }: Finding, all: readonly Finding[]): Omit<Remark, 'index' | 'id'> {
  const errors = all.filter(({ level }) => level === 'error').length
  const more = errors > 1 ? ` (and ${errors - 1} more)` : ''
  return { code: `stix.${code}`, pointer, rule, message: `${message}${more}`, fix: right }
}

const unreadable = ({ code, message }: StixError): Omit<Remark, 'index' | 'id'> =>
  ({ code: `stix.${code}`, pointer: '', rule: 'RFC 8259 §4, RFC 7493 §2', message, fix: 'JSON that every reader reads alike' })

const tooBig = (size: number): Omit<Remark, 'index' | 'id'> => ({
  code: 'exchange.object-too-large', pointer: '', rule: `an object has at most ${MOST_BYTES} bytes`,
  message: `this object has ${size} bytes`, fix: 'split it, or refer to the large part by address and hash',
})
const BUNDLE = {
  code: 'exchange.bundle-inside', pointer: '/type', rule: 'STIX 2.1 §8: a bundle is a container, not an object',
  message: 'a bundle cannot be one of the objects', fix: 'send the objects of the bundle themselves',
}
const PAYLOAD = {
  code: 'exchange.payload-refused', pointer: '/payload_bin', rule: 'this collection takes no payloads: malware stays where it is',
  message: 'payload_bin holds the content itself', fix: 'send its hashes and, if needed, a url to where it is kept safely',
}
const UNCOUNTABLE = {
  code: 'exchange.version-out-of-range', pointer: '/modified', rule: 'versions lie between the years 1684 and 2255',
  message: 'this version lies outside the years that can be ordered', fix: 'write the time at which the object was really modified',
}

export const levelWord = (least: number): string | null => TLP_LEVELS[least] ?? null
