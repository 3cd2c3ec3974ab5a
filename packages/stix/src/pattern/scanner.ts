/**
 * The small words of a pattern: spaces, comments, identifiers, strings and numbers, after the lexer rules of the
 * official grammar (STIXPattern.g4). It reads forward only, one look at each character.
 */
import { PatternError, type PatternErrorCode } from './errors.ts'

const KEYWORDS = new Set([
  'AND', 'OR', 'NOT', 'FOLLOWEDBY', 'LIKE', 'MATCHES', 'ISSUPERSET', 'ISSUBSET', 'EXISTS', 'LAST', 'IN',
  'START', 'STOP', 'SECONDS', 'true', 'false', 'WITHIN', 'REPEATS', 'TIMES',
])

/** 1: may begin an identifier, 2: may continue one, 4: the hyphen, 8: a digit */
const CLASS = new Uint8Array(128)
for (let code = 0; code < 128; code++) {
  const char = String.fromCharCode(code)
  if (/[A-Za-z_]/.test(char)) CLASS[code] = 3
  else if (/[0-9]/.test(char)) CLASS[code] = 10
  else if (char === '-') CLASS[code] = 4
}

/** Keywords but for `true` and `false` begin with a capital, which names hardly ever do. */
function isKeyword(word: string): boolean {
  const first = word.charCodeAt(0)
  return (first < 0x61 || first === 0x74 || first === 0x66) && KEYWORDS.has(word)
}

/** Whether a name can stand in a path as it is, without apostrophes. */
export function isPlainName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !isKeyword(name)
}

/** Whether a name can stand before the colon, where hyphens are allowed. */
export function isObjectType(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) && !isKeyword(name)
}

export class Scanner {
  readonly text: string
  at = 0
  /** Where the next backslash stands, as far as known: it is looked for once, not once a string. */
  private backslash = -1

  constructor(text: string) {
    this.text = text
  }

  /** Skips spaces and comments and gives the code unit that stands next, or -1 at the end. */
  next(): number {
    const { text } = this
    for (;;) {
      if (this.at >= text.length) return -1
      const code = text.charCodeAt(this.at)
      if (code === 0x2f) {
        if (!this.skipComment()) return code
      } else if (code > 0x20 && code < 0x85) return code
      else if (isSpace(code)) this.at++
      else return code
    }
  }

  /** Takes one character if it stands next. */
  take(code: number): boolean {
    if (this.next() !== code) return false
    this.at++
    return true
  }

  /** Takes a keyword if it stands next as a whole word. */
  takeWord(word: string): boolean {
    if (this.next() !== word.charCodeAt(0) || !this.text.startsWith(word, this.at)) return false
    const after = this.at + word.length
    if (classAt(this.text, after) & 6) return false
    this.at = after
    return true
  }

  /** Takes an identifier, or gives undefined where none stands; `hyphens` says whether it may hold them. */
  name(hyphens: boolean): string | undefined {
    this.next()
    const { text } = this
    if (!(classAt(text, this.at) & 1)) return undefined
    const mask = hyphens ? 6 : 2
    let end = this.at + 1
    while (classAt(text, end) & mask) end++
    const word = text.slice(this.at, end)
    if (isKeyword(word)) return undefined
    this.at = end
    return word
  }

  /** Takes a string in apostrophes; `at` stands on the first one. Only \' and \\ are escapes (§9.2). */
  string(): string {
    const { text } = this
    const begin = this.at + 1
    const close = text.indexOf("'", begin)
    if (this.backslash < begin) {
      const found = text.indexOf('\\', begin)
      this.backslash = found === -1 ? text.length : found
    }
    if (close === -1 || this.backslash < close) return this.escaped(begin)
    this.at = close + 1
    return text.slice(begin, close)
  }

  private escaped(begin: number): string {
    const { text } = this
    let result = ''
    let from = begin
    for (let i = begin; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code === 0x27) {
        this.at = i + 1
        return result + text.slice(from, i)
      }
      if (code !== 0x5c) continue
      const escaped = text.charCodeAt(i + 1)
      if (escaped !== 0x27 && escaped !== 0x5c) {
        throw new PatternError('bad-string', i, `a backslash is followed by ' or \\ (write \\\\ for one backslash), at offset ${i}`)
      }
      result += text.slice(from, i)
      from = ++i
    }
    throw new PatternError('bad-string', begin - 1, `the string that begins at offset ${begin - 1} has no closing apostrophe`)
  }

  /** Takes an integer or a float, sign included; undefined where none stands. */
  number(): { kind: 'integer' | 'float'; at: number; value: number } | undefined {
    const first = this.next()
    const { text, at } = this
    let i = first === 0x2b || first === 0x2d ? at + 1 : at
    const digits = i
    while (classAt(text, i) & 8) i++
    const whole = i - digits
    if (text.charCodeAt(i) === 0x2e && classAt(text, i + 1) & 8) {
      i++
      while (classAt(text, i) & 8) i++
      return this.float(at, i)
    }
    if (whole === 0) return undefined
    if (whole > 1 && text.charCodeAt(digits) === 0x30) {
      this.fail('bad-literal', 'an integer without leading zeros')
    }
    return this.integer(at, i)
  }

  private float(at: number, end: number): { kind: 'float'; at: number; value: number } {
    const value = Number(this.text.slice(at, end))
    if (!Number.isFinite(value)) this.fail('bad-literal', 'a number that a 64-bit float can hold')
    this.at = end
    return { kind: 'float', at, value }
  }

  private integer(at: number, end: number): { kind: 'integer'; at: number; value: number } {
    const value = Number(this.text.slice(at, end))
    if (!Number.isSafeInteger(value)) this.fail('bad-literal', 'an integer between -(2^53)+1 and (2^53)-1')
    this.at = end
    return { kind: 'integer', at, value: value === 0 ? 0 : value }
  }

  /** Refuses what stands next, naming what was expected instead. */
  fail(code: PatternErrorCode, expected: string): never {
    throw new PatternError(code, this.at, `expected ${expected} at offset ${this.at}, found ${this.found()}`)
  }

  private found(): string {
    if (this.at >= this.text.length) return 'the end of the pattern'
    const rest = this.text.slice(this.at, this.at + 40)
    const word = /^[\w-]+|^./su.exec(rest)?.[0] ?? rest.slice(0, 1)
    return JSON.stringify(word)
  }

  private skipComment(): boolean {
    const { text } = this
    const second = text.charCodeAt(this.at + 1)
    if (second === 0x2a) {
      const end = text.indexOf('*/', this.at + 2)
      if (end === -1) throw new PatternError('syntax', this.at, `the comment that begins at offset ${this.at} has no closing */`)
      this.at = end + 2
      return true
    }
    if (second !== 0x2f) return false
    let end = this.at + 2
    while (end < text.length && text.charCodeAt(end) !== 0x0a && text.charCodeAt(end) !== 0x0d) end++
    this.at = end
    return true
  }
}

function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code < 128 ? (CLASS[code] ?? 0) : 0
}

function isSpace(code: number): boolean {
  if (code < 0x85) return code === 0x20 || (code >= 0x09 && code <= 0x0d)
  return code === 0x85 || code === 0xa0 || code === 0x1680 || (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000
}
