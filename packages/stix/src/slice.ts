/**
 * The byte slicer: where each object of a TAXII envelope (TAXII 2.1 §3.7) or bundle (STIX 2.1 §8) begins and ends in the
 * body as received, found in one pass. It also counts the members as written: where JSON.parse then gives fewer, a key
 * stood twice in one object, and two readers would have seen two objects (RFC 8259 §4, RFC 7493 §2.3).
 */
import { StixError } from './error.ts'

export type SliceLimits = {
  /** Brackets within brackets, the envelope's own two included. */
  depth?: number | undefined
  objects?: number | undefined
}

export type Slices = {
  count: number
  /** The bytes of element i are body.subarray(ranges[2 * i], ranges[2 * i + 1]). */
  ranges: Uint32Array
  /** The other members of the envelope, parsed: `more`, `next`, or `type`, `id` of a bundle. */
  rest: { readonly [name: string]: unknown }
  /** Parses element i and refuses it where keys repeat or half a surrogate pair stands. */
  parse(index: number): unknown
  /** Parses all elements at once, which is faster; those to refuse are `StixError`s in their place. */
  parseAll(): unknown[]
}

const DEEPEST = 64
const MOST_OBJECTS = 1_000_000
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const [QUOTE, COMMA, COLON, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [34, 44, 58, 92, 91, 93, 123, 125]

/** Bytes that mean something to the scan outside strings: 1 quote, 2 opening, 3 closing, 4 colon. */
const CLASS = new Uint8Array(256)
CLASS[QUOTE] = 1
CLASS[OPEN] = CLASS[OPEN_LIST] = 2
CLASS[CLOSE] = CLASS[CLOSE_LIST] = 3
CLASS[COLON] = 4

/** Strings are mostly short, where a loop is faster; past this many bytes the engine's own search is. */
const LOOP_BYTES = 24

export function sliceObjects(body: Uint8Array, limits: SliceLimits = {}): Slices {
  const text = decode(body)
  const scan = new Scan(body, limits.depth ?? DEEPEST)
  const found = scan.envelope(limits.objects ?? MOST_OBJECTS)
  const ascii = text.length === body.length
  const hasEscapes = text.includes('\\u')
  const { ranges, members } = found
  const check = (value: unknown, index: number): StixError | undefined =>
    problemOf(value, members[index] ?? 0, hasEscapes, ranges[2 * index] ?? 0)

  return {
    count: ranges.length / 2,
    ranges,
    rest: found.rest,
    parse(index) {
      const [start, end] = [ranges[2 * index] ?? 0, ranges[2 * index + 1] ?? 0]
      const value = parseText(ascii ? text.slice(start, end) : decoder.decode(body.subarray(start, end)), start)
      const problem = check(value, index)
      if (problem !== undefined) throw problem
      return value
    },
    parseAll() {
      if (ranges.length === 0) return []
      const { objects } = parseText(text, 0) as { objects: unknown[] }
      return objects.map((value, index) => check(value, index) ?? value)
    },
  }
}

/** Throws unless the bytes are one JSON text that every reader reads alike; for a single object. */
export function sliceJson(body: Uint8Array, limits: SliceLimits = {}): unknown {
  const text = decode(body)
  const scan = new Scan(body, limits.depth ?? DEEPEST)
  scan.whole()
  const value = parseText(text, 0)
  const problem = problemOf(value, scan.members, text.includes('\\u'), 0)
  if (problem !== undefined) throw problem
  return value
}

/** Whether a key stands twice in one object of this JSON text, however it is escaped. Throws where it is no JSON. */
export function hasDuplicateKeys(body: Uint8Array): boolean {
  const text = decode(body)
  const scan = new Scan(body, Infinity)
  scan.whole()
  return countMembers(parseText(text, 0)) !== scan.members
}

function decode(body: Uint8Array): string {
  if (body[0] === 0xef && body[1] === 0xbb) throw new StixError('bad-json', 'the text begins with a byte order mark', 0)
  try {
    return decoder.decode(body)
  } catch {
    throw new StixError('bad-utf8', 'the text is not UTF-8')
  }
}

function parseText(text: string, start: number): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new StixError('bad-json', error instanceof Error ? error.message : 'the text is not JSON', start)
  }
}

function problemOf(value: unknown, members: number, hasEscapes: boolean, start: number): StixError | undefined {
  if (countMembers(value) !== members) {
    return new StixError('duplicate-key', 'a key stands twice in one object, so readers would differ', start)
  }
  if (hasEscapes && !isWellFormed(value)) {
    return new StixError('lone-surrogate', 'a string holds half of a surrogate pair, which UTF-8 cannot carry', start)
  }
  return undefined
}

/** The keys of a value and of everything within it. Its depth was limited by the scan. */
function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  let count = 0
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object') count += countMembers(item)
    return count
  }
  const object = value as { [name: string]: unknown }
  for (const name in object) {
    count++
    if (typeof object[name] === 'object') count += countMembers(object[name])
  }
  return count
}

function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([name, inner]) => name.isWellFormed() && isWellFormed(inner))
}

/** One pass over the bytes. Only the envelope is checked here; JSON.parse checks what is within the elements. */
class Scan {
  members = 0
  readonly #bytes: Uint8Array
  readonly #depth: number
  #at = 0

  constructor(bytes: Uint8Array, depth: number) {
    this.#bytes = bytes
    this.#depth = depth
  }

  whole(): void {
    this.#space()
    this.#value(0)
    this.#end()
  }

  envelope(most: number): { ranges: Uint32Array; members: Uint32Array; rest: { [name: string]: unknown } } {
    let elements: { ranges: Uint32Array; members: Uint32Array } | undefined
    const rest: [string, unknown][] = []
    const names = new Set<string>()
    this.#space()
    this.#expect(OPEN, 'an object: {"objects": [...]}')
    this.#space()
    while (this.#byte() !== CLOSE) {
      const name = this.#name()
      if (names.has(name)) throw this.#error('duplicate-key', `"${name.slice(0, 40)}" stands twice in the envelope`)
      names.add(name)
      if (name === 'objects') elements = this.#elements(most)
      else rest.push([name, this.#member()])
      this.#space()
      if (this.#byte() === CLOSE) break
      this.#expect(COMMA, 'a comma or }')
      this.#space()
      if (this.#byte() === CLOSE) throw this.#error('bad-envelope', 'a comma before }')
    }
    this.#at++
    this.#end()
    return { ...(elements ?? { ranges: new Uint32Array(0), members: new Uint32Array(0) }), rest: Object.fromEntries(rest) }
  }

  #elements(most: number): { ranges: Uint32Array; members: Uint32Array } {
    const ranges: number[] = []
    const members: number[] = []
    this.#expect(OPEN_LIST, 'a list of objects')
    this.#space()
    while (this.#byte() !== CLOSE_LIST) {
      if (members.length >= most) throw this.#error('too-many-objects', `more than ${most} objects`)
      const start = this.#at
      this.members = 0
      this.#value(2)
      ranges.push(start, this.#at)
      members.push(this.members)
      this.#space()
      if (this.#byte() === CLOSE_LIST) break
      this.#expect(COMMA, 'a comma or ]')
      this.#space()
      if (this.#byte() === CLOSE_LIST) throw this.#error('bad-envelope', 'a comma before ]')
    }
    this.#at++
    return { ranges: Uint32Array.from(ranges), members: Uint32Array.from(members) }
  }

  #name(): string {
    const start = this.#at
    if (this.#byte() !== QUOTE) throw this.#error('bad-envelope', 'expected a key in quotes')
    this.#string()
    const name = parseText(decoder.decode(this.#bytes.subarray(start, this.#at)), start)
    this.#space()
    this.#expect(COLON, 'a colon')
    this.#space()
    return String(name)
  }

  #member(): unknown {
    const start = this.#at
    this.members = 0
    this.#value(1)
    const text = decoder.decode(this.#bytes.subarray(start, this.#at))
    const value = parseText(text, start)
    const problem = problemOf(value, this.members, text.includes('\\u'), start)
    if (problem !== undefined) throw problem
    return value
  }

  /** Moves past one value, counting its members. */
  #value(outer: number): void {
    const bytes = this.#bytes
    const first = CLASS[bytes[this.#at] ?? COMMA]
    if (first === 2) this.#brackets(outer)
    else if (first === 1) this.#string()
    else this.#scalar()
  }

  #scalar(): void {
    const bytes = this.#bytes
    const start = this.#at
    let at = start
    while (at < bytes.length && isScalarByte(bytes[at]!)) at++
    if (at === start) throw this.#error('bad-json', 'expected a value')
    this.#at = at
  }

  /** From an opening bracket past the one that closes it. The kinds of open brackets are kept as bits of two numbers. */
  #brackets(outer: number): void {
    const bytes = this.#bytes
    const length = bytes.length
    const room = this.#depth - outer
    const kinds: number[] = []
    let at = this.#at
    let members = 0
    let kind = 0
    while (at < length) {
      const byte = bytes[at++]!
      const meaning = CLASS[byte]
      if (meaning === 0) continue
      if (meaning === 1) {
        at = stringEnd(bytes, at, length)
        if (at < 0) throw this.#error('bad-json', 'a string does not end')
      } else if (meaning === 4) members++
      else if (meaning === 2) {
        if (kinds.length >= room) throw this.#error('too-deep', `nested deeper than ${this.#depth}`, at - 1)
        kinds.push(kind)
        kind = byte
      } else {
        if (byte !== kind + 2) throw this.#error('bad-json', 'a bracket is closed by another kind', at - 1)
        kind = kinds.pop()!
        if (kinds.length === 0) {
          this.#at = at
          this.members += members
          return
        }
      }
    }
    throw this.#error('bad-json', 'the text ends within brackets', length)
  }

  #string(): void {
    const end = stringEnd(this.#bytes, this.#at + 1, this.#bytes.length)
    if (end < 0) throw this.#error('bad-json', 'a string does not end')
    this.#at = end
  }

  #space(): void {
    const bytes = this.#bytes
    let at = this.#at
    for (let byte = bytes[at]; byte === 32 || byte === 10 || byte === 13 || byte === 9; byte = bytes[at]) at++
    this.#at = at
  }

  #byte(): number {
    if (this.#at >= this.#bytes.length) throw this.#error('bad-envelope', 'the text ends too early')
    return this.#bytes[this.#at]!
  }

  #expect(byte: number, what: string): void {
    if (this.#bytes[this.#at] !== byte) throw this.#error('bad-envelope', `expected ${what}`)
    this.#at++
  }

  #end(): void {
    this.#space()
    if (this.#at !== this.#bytes.length) throw this.#error('bad-envelope', 'something follows the end')
  }

  #error(code: StixError['code'], message: string, at = this.#at): StixError {
    return new StixError(code, message, at)
  }
}

/** Where the string whose content begins at `from` ends, its quote included; -1 where it does not. */
function stringEnd(bytes: Uint8Array, from: number, length: number): number {
  let at = from
  let near = Math.min(length, from + LOOP_BYTES)
  while (at < length) {
    if (at >= near) {
      const quote = bytes.indexOf(QUOTE, at)
      if (quote < 0) return -1
      if (bytes[quote - 1] !== BACKSLASH) return quote + 1
      near = quote // an escape nearby: the loop decides, up to that quote
    }
    const byte = bytes[at]!
    if (byte === QUOTE) return at + 1
    at += byte === BACKSLASH ? 2 : 1
    if (at > near) near = Math.min(length, at + LOOP_BYTES)
  }
  return -1
}

function isScalarByte(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || byte === 45 || byte === 43 || byte === 46
}
