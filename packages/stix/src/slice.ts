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
/** One character per byte, whatever the byte: offsets in such a text are offsets in the body. */
const byteDecoder = new TextDecoder('latin1')
const [QUOTE, COMMA, COLON, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [34, 44, 58, 92, 91, 93, 123, 125]

/** Bytes that mean something to the scan outside strings: 1 quote, 2 opening, 3 closing, 4 colon. */
const CLASS = new Uint8Array(256)
CLASS[QUOTE] = 1
CLASS[OPEN] = CLASS[OPEN_LIST] = 2
CLASS[CLOSE] = CLASS[CLOSE_LIST] = 3
CLASS[COLON] = 4

export function sliceObjects(body: Uint8Array, limits: SliceLimits = {}): Slices {
  const text = decode(body)
  const scan = new Scan(body, text, limits.depth ?? DEEPEST)
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
  const scan = new Scan(body, text, limits.depth ?? DEEPEST)
  scan.whole()
  const value = parseText(text, 0)
  const problem = problemOf(value, scan.members, text.includes('\\u'), 0)
  if (problem !== undefined) throw problem
  return value
}

/** Whether a key stands twice in one object of this JSON text, however it is escaped. Throws where it is no JSON. */
export function hasDuplicateKeys(body: Uint8Array): boolean {
  const text = decode(body)
  const scan = new Scan(body, text, DEEPEST)
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

/**
 * One pass over the text, a character per byte: the engine's own search for the next quote is several times faster than
 * a loop over bytes. Only the envelope is checked here; JSON.parse checks what is within the elements.
 */
class Scan {
  members = 0
  readonly #body: Uint8Array
  readonly #text: string
  readonly #depth: number
  #at = 0

  constructor(body: Uint8Array, text: string, depth: number) {
    this.#body = body
    this.#text = text.length === body.length ? text : byteDecoder.decode(body)
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
    this.#expect(OPEN, 'an object: {"objects": [...]}')
    this.#each(CLOSE, () => {
      const name = this.#name()
      if (names.has(name)) throw this.#error('duplicate-key', `"${name.slice(0, 40)}" stands twice in the envelope`)
      names.add(name)
      if (name === 'objects') elements = this.#elements(most)
      else rest.push([name, this.#member()])
    })
    this.#end()
    return { ...(elements ?? { ranges: new Uint32Array(0), members: new Uint32Array(0) }), rest: Object.fromEntries(rest) }
  }

  #elements(most: number): { ranges: Uint32Array; members: Uint32Array } {
    const ranges: number[] = []
    const members: number[] = []
    this.#expect(OPEN_LIST, 'a list of objects')
    this.#each(CLOSE_LIST, () => {
      if (members.length >= most) throw this.#error('too-many-objects', `more than ${most} objects`)
      const start = this.#at
      this.members = 0
      this.#value(2)
      ranges.push(start, this.#at)
      members.push(this.members)
    })
    return { ranges: Uint32Array.from(ranges), members: Uint32Array.from(members) }
  }

  /** Calls `one` for every item up to the closing bracket, with commas between them. */
  #each(close: number, one: () => void): void {
    this.#space()
    if (this.#take(close)) return
    do {
      this.#space()
      one()
      this.#space()
    } while (this.#take(COMMA))
    this.#expect(close, `a comma or ${String.fromCharCode(close)}`)
  }

  #name(): string {
    const start = this.#at
    this.#expect(QUOTE, 'a key in quotes')
    this.#at = this.#stringEnd(this.#at)
    const name = parseText(decoder.decode(this.#body.subarray(start, this.#at)), start)
    this.#space()
    this.#expect(COLON, 'a colon')
    this.#space()
    return String(name)
  }

  #member(): unknown {
    const start = this.#at
    this.members = 0
    this.#value(1)
    const text = decoder.decode(this.#body.subarray(start, this.#at))
    const value = parseText(text, start)
    const problem = problemOf(value, this.members, text.includes('\\u'), start)
    if (problem !== undefined) throw problem
    return value
  }

  /** Moves past one value, counting its members. */
  #value(outer: number): void {
    const first = CLASS[this.#text.charCodeAt(this.#at)]
    if (first === 2) this.#brackets(outer)
    else if (first === 1) this.#at = this.#stringEnd(this.#at + 1)
    else this.#scalar()
  }

  #scalar(): void {
    const start = this.#at
    while (isScalarByte(this.#text.charCodeAt(this.#at))) this.#at++
    if (this.#at === start) throw this.#error('bad-json', 'expected a value')
  }

  /** From an opening bracket past the one that closes it, which is of its kind. */
  #brackets(outer: number): void {
    const text = this.#text
    const room = this.#depth - outer
    const kinds: number[] = []
    let [at, members, kind] = [this.#at, 0, 0]
    while (at < text.length) {
      const byte = text.charCodeAt(at++)
      const meaning = CLASS[byte]
      if (meaning === 1) at = this.#stringEnd(at)
      else if (meaning === 4) members++
      else if (meaning === 2) {
        if (kinds.length >= room) throw this.#error('too-deep', `nested deeper than ${this.#depth}`, at - 1)
        kinds.push(kind)
        kind = byte
      } else if (meaning === 3) {
        if (byte !== kind + 2) throw this.#error('bad-json', 'a bracket is closed by another kind', at - 1)
        kind = kinds.pop() ?? 0
        if (kinds.length === 0) {
          this.#at = at
          this.members += members
          return
        }
      }
    }
    throw this.#error('bad-json', 'the text ends within brackets', at)
  }

  /** Past the quote that ends the string whose content begins at `from`: the first one not escaped. */
  #stringEnd(from: number): number {
    const text = this.#text
    for (let quote = text.indexOf('"', from); quote >= 0; quote = text.indexOf('"', quote + 1)) {
      let before = quote - 1
      while (before >= from && text.charCodeAt(before) === BACKSLASH) before--
      if ((quote - before) % 2 === 1) return quote + 1
    }
    throw this.#error('bad-json', 'a string does not end', from)
  }

  #space(): void {
    for (let byte = this.#text.charCodeAt(this.#at); byte === 32 || byte === 10 || byte === 13 || byte === 9; ) {
      byte = this.#text.charCodeAt(++this.#at)
    }
  }

  #take(byte: number): boolean {
    if (this.#text.charCodeAt(this.#at) !== byte) return false
    this.#at++
    return true
  }

  #expect(byte: number, what: string): void {
    this.#space()
    if (!this.#take(byte)) throw this.#error('bad-envelope', `expected ${what}`)
  }

  #end(): void {
    this.#space()
    if (this.#at !== this.#text.length) throw this.#error('bad-envelope', 'something follows the end')
  }

  #error(code: StixError['code'], message: string, at = this.#at): StixError {
    return new StixError(code, message, at)
  }
}

function isScalarByte(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || byte === 45 || byte === 43 || byte === 46
}
