/**
 * The objects of a file of any size, each as the exact bytes that stand there, without holding the file in memory:
 * a bundle (STIX 2.1 §8), an envelope (TAXII 2.1 §3.7), a list, one object, or one after the other (a line each).
 */
import { EXIT, Failure } from './failure.ts'

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, COMMA] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d, 0x2c]
const DEEPEST = 512
const LARGEST = 256 * 1024 * 1024
const IS_BRACKET = new Uint8Array(256)
for (const byte of [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST]) IS_BRACKET[byte] = 1

/** `name` is said in errors. Throws Failure where the brackets do not fit; whether each object is right, the hub says. */
export async function* streamObjects(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array, void, undefined> {
  const slicer = new Slicer(name)
  for await (const chunk of chunks) yield* slicer.take(chunk)
  slicer.end()
}

class Slicer {
  readonly #name: string
  /** Brackets open now, as the bytes that close them. */
  readonly #open: number[] = []
  /** How many brackets stand around an object: 0, 1 in a list, 2 in the list of a bundle or envelope. */
  #around = 0
  #inString = false
  #escaped = false
  /** In an object. Its bytes in earlier chunks, and where it goes on in this one. */
  #reading = false
  #held: Uint8Array[] = []
  #heldBytes = 0
  #start = 0
  /** Past the list of a bundle or envelope: what else it says is passed over. */
  #tail = false
  /** Bytes in earlier chunks, of everything. */
  #before = 0

  constructor(name: string) {
    this.#name = name
  }

  *take(chunk: Uint8Array): Generator<Uint8Array, void, undefined> {
    this.#start = 0
    for (let at = this.#before === 0 ? this.#skipMark(chunk) : 0; at < chunk.length; at += 1) {
      const byte = chunk[at]!
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false
        else if (byte === BACKSLASH) this.#escaped = true
        else if (byte === QUOTE) this.#inString = false
      } else if (IS_BRACKET[byte] === 1) {
        if (byte === OPEN || byte === OPEN_LIST) this.#openBracket(byte, chunk, at)
        else if (this.#closeBracket(byte, at)) yield this.#cutOut(chunk, at + 1)
      } else {
        if (!this.#reading && !this.#tail && byte > 0x20 && byte !== COMMA) throw this.#wrong(at, 'a STIX object begins with {')
        if (byte === QUOTE) this.#inString = true
      }
    }
    if (this.#reading) this.#hold(chunk.subarray(this.#start))
    this.#before += chunk.length
  }

  end(): void {
    if (this.#before === 0) throw new Failure(EXIT.failed, 'input.empty', `${this.#name} is empty`, 'name a file with STIX objects')
    if (this.#open.length > 0) throw this.#wrong(0, 'it ends in the middle of an object')
  }

  #openBracket(byte: number, chunk: Uint8Array, at: number): void {
    const depth = this.#open.length
    if (depth >= DEEPEST) throw this.#wrong(at, `it has more than ${DEEPEST} brackets within brackets`)
    if (!this.#reading && !this.#tail) {
      if (byte === OPEN) {
        this.#reading = true
        this.#start = at
      } else if (depth === 0) this.#around = 1
      else throw this.#wrong(at, 'a list of STIX objects has no lists in it')
    } else if (this.#around === 0 && depth === 1 && byte === OPEN_LIST && this.#isWrapper(chunk, at)) {
      this.#around = 2
      this.#letGo()
    }
    this.#open.push(byte === OPEN ? CLOSE : CLOSE_LIST)
  }

  /** Whether an object ends here. */
  #closeBracket(byte: number, at: number): boolean {
    if (this.#open.pop() !== byte) throw this.#wrong(at, `there is a ${String.fromCharCode(byte)} that closes nothing`)
    const depth = this.#open.length
    if (this.#reading) return depth === this.#around
    if (depth === 0) {
      this.#around = 0
      this.#tail = false
    } else if (depth === 1 && this.#around === 2) this.#tail = true
    return false
  }

  /** What stands at the top is a bundle or an envelope when its `objects` is a list, and it has no type of an object. */
  #isWrapper(chunk: Uint8Array, at: number): boolean {
    const near = at - this.#start >= 128 ? chunk.subarray(at - 128, at) : this.#soFar(chunk, at)
    if (!/"objects"\s*:\s*$/.test(Buffer.from(near).toString('latin1'))) return false
    try {
      const head: { type?: unknown } = JSON.parse(`${Buffer.from(this.#soFar(chunk, at)).toString('utf8')}[]}`)
      return head.type === undefined || head.type === 'bundle'
    } catch (cause) {
      throw this.#wrong(at, 'what stands before its objects is not JSON', cause)
    }
  }

  #soFar(chunk: Uint8Array, end: number): Uint8Array {
    const last = chunk.subarray(this.#start, end)
    return this.#held.length === 0 ? last : Buffer.concat([...this.#held, last])
  }

  #cutOut(chunk: Uint8Array, end: number): Uint8Array {
    const whole = this.#soFar(chunk, end)
    this.#letGo()
    return whole
  }

  #hold(bytes: Uint8Array): void {
    this.#held.push(bytes)
    this.#heldBytes += bytes.length
    if (this.#heldBytes > LARGEST) throw this.#wrong(0, 'one object is larger than 256 MiB')
  }

  #letGo(): void {
    this.#reading = false
    this.#held = []
    this.#heldBytes = 0
  }

  #skipMark([a, b, c]: Uint8Array): number {
    if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) throw this.#wrong(0, 'it is UTF-16; STIX is UTF-8')
    return a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0
  }

  #wrong(at: number, rule: string, cause?: unknown): Failure {
    const where = `${this.#name}, byte ${this.#before + at}`
    return new Failure(EXIT.failed, 'input.not-json', `${where}: ${rule}`, 'give a bundle, an envelope, a list, or one object a line, as JSON', { cause })
  }
}
