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
/** One character per byte, whatever the byte: offsets in such a text are offsets in its bytes. */
const byteDecoder = new TextDecoder('latin1')
/** So much of a body lies here as text at once: a large one as a whole would stay until the next large collection of garbage. */
const WINDOW = 64 * 1024
const [QUOTE, COMMA, COLON, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [34, 44, 58, 92, 91, 93, 123, 125]

/** Bytes that mean something to the scan outside strings: 1 quote, 2 opening, 3 closing, 4 colon. */
const CLASS = new Uint8Array(256)
CLASS[QUOTE] = 1
CLASS[OPEN] = CLASS[OPEN_LIST] = 2
CLASS[CLOSE] = CLASS[CLOSE_LIST] = 3
CLASS[COLON] = 4

export function sliceObjects(body: Uint8Array, limits: SliceLimits = {}): Slices {
  const { ranges, members, rest } = new Scan(body, limits.depth ?? DEEPEST).envelope(limits.objects ?? MOST_OBJECTS)
  const check = (value: unknown, index: number, hasEscapes: boolean): StixError | undefined =>
    problemOf(value, members[index] ?? 0, hasEscapes, ranges[2 * index] ?? 0)

  return {
    count: ranges.length / 2,
    ranges,
    rest,
    parse(index) {
      const [start, end] = [ranges[2 * index] ?? 0, ranges[2 * index + 1] ?? 0]
      const text = decoder.decode(body.subarray(start, end))
      const value = parseText(text, start)
      const problem = check(value, index, text.includes('\\u'))
      if (problem !== undefined) throw problem
      return value
    },
    parseAll() {
      if (ranges.length === 0) return []
      const text = decoder.decode(body)
      const hasEscapes = text.includes('\\u')
      const { objects } = parseText(text, 0) as { objects: unknown[] }
      return objects.map((value, index) => check(value, index, hasEscapes) ?? value)
    },
  }
}

/** Throws unless the bytes are one JSON text that every reader reads alike; for a single object. */
export function sliceJson(body: Uint8Array, limits: SliceLimits = {}): unknown {
  const scan = new Scan(body, limits.depth ?? DEEPEST)
  scan.whole()
  const text = decode(body)
  const value = parseText(text, 0)
  const problem = problemOf(value, scan.members, text.includes('\\u'), 0)
  if (problem !== undefined) throw problem
  return value
}

/** Whether a key stands twice in one object of this JSON text, however it is escaped. Throws where it is no JSON. */
export function hasDuplicateKeys(body: Uint8Array): boolean {
  const scan = new Scan(body, DEEPEST)
  scan.whole()
  return countMembers(parseText(decode(body), 0)) !== scan.members
}

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
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
 * a loop over bytes. Only the envelope is checked here; JSON.parse checks what is within the elements. The text is a
 * window of the body that moves on; what a window cuts through is looked at again from where it begins.
 */
class Scan {
  members = 0
  readonly #body: Uint8Array
  readonly #depth: number
  #text = ''
  /** Where the window begins in the body and where it ends; `#at` is a place in its text. */
  #base = 0
  #end = 0
  #at = 0

  constructor(body: Uint8Array, depth: number) {
    if (body[0] === 0xef && body[1] === 0xbb) throw new StixError('bad-json', 'the text begins with a byte order mark', 0)
    this.#body = body
    this.#depth = depth
    this.#move(0, WINDOW)
  }

  whole(): void {
    this.#space()
    this.#value(0)
    this.#finish()
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
    this.#finish()
    return { ...(elements ?? { ranges: new Uint32Array(0), members: new Uint32Array(0) }), rest: Object.fromEntries(rest) }
  }

  #elements(most: number): { ranges: Uint32Array; members: Uint32Array } {
    const ranges: number[] = []
    const members: number[] = []
    this.#expect(OPEN_LIST, 'a list of objects')
    this.#each(CLOSE_LIST, () => {
      if (members.length >= most) throw this.#error('too-many-objects', `more than ${most} objects`)
      const start = this.#place()
      this.members = 0
      this.#value(2)
      ranges.push(start, this.#place())
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
    const start = this.#place()
    if (this.#peek() !== QUOTE) throw this.#error('bad-envelope', 'expected a key in quotes')
    this.#value(1)
    const name = parseText(decode(this.#body.subarray(start, this.#place())), start)
    this.#space()
    this.#expect(COLON, 'a colon')
    this.#space()
    return String(name)
  }

  #member(): unknown {
    const start = this.#place()
    this.members = 0
    this.#value(1)
    const text = decode(this.#body.subarray(start, this.#place()))
    const value = parseText(text, start)
    const problem = problemOf(value, this.members, text.includes('\\u'), start)
    if (problem !== undefined) throw problem
    return value
  }

  /** Moves past one value, counting its members. */
  #value(outer: number): void {
    const first = CLASS[this.#peek()]
    while (!this.#passed(first, outer)) this.#move(this.#place(), this.#at === 0 ? 2 * this.#text.length : WINDOW)
  }

  /** False, and nothing has moved, when the window ends before the value may. */
  #passed(first: number | undefined, outer: number): boolean {
    if (first === 2) return this.#brackets(outer)
    const end = first === 1 ? this.#stringEnd(this.#at + 1) : this.#scalarEnd()
    if (end < 0) return false
    this.#at = end
    return true
  }

  #scalarEnd(): number {
    let at = this.#at
    while (isScalarByte(this.#text.charCodeAt(at))) at++
    if (at === this.#text.length && !this.#isLast()) return -1
    if (at === this.#at) throw this.#error('bad-json', 'expected a value')
    return at
  }

  /** From an opening bracket past the one that closes it, which is of its kind. */
  #brackets(outer: number): boolean {
    const text = this.#text
    const room = this.#depth - outer
    const kinds: number[] = []
    let [at, members, kind] = [this.#at, 0, 0]
    while (at < text.length) {
      const byte = text.charCodeAt(at++)
      const meaning = CLASS[byte]
      if (meaning === 1) {
        at = this.#stringEnd(at)
        if (at < 0) return false
      } else if (meaning === 4) members++
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
          return true
        }
      }
    }
    if (!this.#isLast()) return false
    throw this.#error('bad-json', 'the text ends within brackets', at)
  }

  /** Past the quote that ends the string whose content begins at `from`: the first one not escaped. -1 when it lies beyond the window. */
  #stringEnd(from: number): number {
    const text = this.#text
    for (let quote = text.indexOf('"', from); quote >= 0; quote = text.indexOf('"', quote + 1)) {
      let before = quote - 1
      while (before >= from && text.charCodeAt(before) === BACKSLASH) before--
      if ((quote - before) % 2 === 1) return quote + 1
    }
    if (!this.#isLast()) return -1
    throw this.#error('bad-json', 'a string does not end', from)
  }

  #space(): void {
    for (let byte = this.#peek(); byte === 32 || byte === 10 || byte === 13 || byte === 9; byte = this.#peek()) this.#at++
  }

  #take(byte: number): boolean {
    if (this.#peek() !== byte) return false
    this.#at++
    return true
  }

  #expect(byte: number, what: string): void {
    this.#space()
    if (!this.#take(byte)) throw this.#error('bad-envelope', `expected ${what}`)
  }

  #finish(): void {
    this.#space()
    if (this.#place() !== this.#body.length) throw this.#error('bad-envelope', 'something follows the end')
  }

  /** The byte that comes next; NaN at the end of the body. */
  #peek(): number {
    if (this.#at === this.#text.length && !this.#isLast()) this.#move(this.#place(), WINDOW)
    return this.#text.charCodeAt(this.#at)
  }

  #isLast(): boolean {
    return this.#end === this.#body.length
  }

  #place(): number {
    return this.#base + this.#at
  }

  /** The window from here on, about so long: it ends between two characters. All of the body passes here, so all of it is UTF-8. */
  #move(from: number, length: number): void {
    let end = Math.min(from + length, this.#body.length)
    for (let back = 0; back < 3 && end < this.#body.length && (this.#body[end]! & 0xc0) === 0x80; back++) end--
    const bytes = this.#body.subarray(from, end)
    const text = decode(bytes)
    this.#text = text.length === bytes.length ? text : byteDecoder.decode(bytes)
    this.#base = from
    this.#end = end
    this.#at = 0
  }

  #error(code: StixError['code'], message: string, at = this.#at): StixError {
    return new StixError(code, message, this.#base + at)
  }
}

function isScalarByte(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || byte === 45 || byte === 43 || byte === 46
}
