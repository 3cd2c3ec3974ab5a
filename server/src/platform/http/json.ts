/**
 * A strict JSON reader (RFC 8259, and RFC 7493 where it is stricter): says at which byte a text goes wrong.
 * Refuses what JSON.parse lets through: repeated names, `__proto__`, lone surrogates, U+0000, numbers that lose their value.
 */
import { Refusal } from '../../kernel/index.ts'

export const DEEPEST = 64
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y
const PLAIN = /[^"\\\u0000-\u001f]*/y
const SPACE = /[ \t\n\r]*/y

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

/** Bytes of a body to a value, or a Refusal ('malformed') that names the offset. */
export function parseJson(bytes: Uint8Array): Json {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new Refusal('malformed', 'door.not-utf8', 'the body is not UTF-8 text', { cause })
  }
  return new JsonReader(text).document()
}

class JsonReader {
  private at = 0
  private readonly text: string
  constructor(text: string) {
    this.text = text
  }

  document(): Json {
    if (this.text.charCodeAt(0) === 0xfeff) this.fail('begins with a byte order mark; send it without one')
    this.space()
    if (this.at === this.text.length) this.fail('is empty; JSON is expected')
    const value = this.value(0)
    this.space()
    if (this.at < this.text.length) this.fail('goes on after its end')
    return value
  }

  private value(depth: number): Json {
    if (depth > DEEPEST) this.fail(`is nested more than ${DEEPEST} levels deep`)
    switch (this.text[this.at]) {
      case '{':
        return this.object(depth)
      case '[':
        return this.array(depth)
      case '"':
        return this.string()
      case 't':
        return this.word('true', true)
      case 'f':
        return this.word('false', false)
      case 'n':
        return this.word('null', null)
      default:
        return this.number()
    }
  }

  private object(depth: number): Json {
    const result: { [name: string]: Json } = {}
    this.at++
    this.space()
    if (this.take('}')) return result
    do {
      this.space()
      const start = this.at
      if (this.text[this.at] !== '"') this.fail('needs a name in double quotes here')
      const name = this.string()
      if (name === '__proto__') this.fail('has the name “__proto__”, which is not accepted', start)
      if (Object.hasOwn(result, name)) this.fail(`has the name ${shown(name)} twice in one object`, start)
      this.space()
      if (!this.take(':')) this.fail('needs a colon here')
      this.space()
      const value = this.value(depth + 1)
      if (name === 'constructor' && typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype')) {
        this.fail('has the name “constructor” over “prototype”, which is not accepted', start)
      }
      result[name] = value
      this.space()
    } while (this.take(','))
    if (!this.take('}')) this.fail('needs a comma or } here')
    return result
  }

  private array(depth: number): Json {
    const result: Json[] = []
    this.at++
    this.space()
    if (this.take(']')) return result
    do {
      this.space()
      result.push(this.value(depth + 1))
      this.space()
    } while (this.take(','))
    if (!this.take(']')) this.fail('needs a comma or ] here')
    return result
  }

  private string(): string {
    const start = this.at
    let result = ''
    this.at++
    for (;;) {
      PLAIN.lastIndex = this.at
      result += PLAIN.exec(this.text)?.[0] ?? ''
      this.at = PLAIN.lastIndex
      const next = this.text[this.at]
      if (next === '"') break
      if (next === undefined) this.fail('ends inside a string')
      if (next !== '\\') this.fail('has a control character inside a string; write it as an escape')
      result += this.escape()
    }
    this.at++
    if (!result.isWellFormed()) this.fail('has half of a surrogate pair in a string', start)
    if (result.includes('\0')) this.fail('has the character U+0000 in a string, which no text here has; leave it out', start)
    return result
  }

  private escape(): string {
    const letter = this.text[this.at + 1] ?? ''
    const simple = '"\\/bfnrt'.indexOf(letter)
    if (letter !== '' && simple >= 0) {
      this.at += 2
      return '"\\/\b\f\n\r\t'[simple] ?? ''
    }
    const digits = this.text.slice(this.at + 2, this.at + 6)
    if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/.test(digits)) this.fail('has an escape that JSON does not know')
    this.at += 6
    return String.fromCharCode(Number.parseInt(digits, 16))
  }

  private number(): number {
    NUMBER.lastIndex = this.at
    const match = NUMBER.exec(this.text)
    if (match === null) this.fail('has something here that is not JSON')
    const value = Number(match[0])
    if (!Number.isFinite(value)) this.fail('has a number that is too large')
    if (match[1] === undefined && match[2] === undefined && !Number.isSafeInteger(value)) {
      this.fail('has a whole number beyond 2^53 − 1, which would lose figures; send it as a string')
    }
    this.at = NUMBER.lastIndex
    return value
  }

  private word<T extends Json>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) this.fail('has something here that is not JSON')
    this.at += word.length
    return value
  }

  private space(): void {
    SPACE.lastIndex = this.at
    SPACE.test(this.text)
    this.at = SPACE.lastIndex
  }

  private take(sign: string): boolean {
    if (this.text[this.at] !== sign) return false
    this.at++
    return true
  }

  private fail(rule: string, at = this.at): never {
    const offset = Buffer.byteLength(this.text.slice(0, at))
    throw new Refusal('malformed', 'door.bad-json', `the body is not acceptable JSON: at byte ${offset} it ${rule}`, {
      faults: [{ field: `byte ${offset}`, rule }],
    })
  }
}

const shown = (name: string): string => `“${name.length > 40 ? `${name.slice(0, 40)}…` : name}”`
