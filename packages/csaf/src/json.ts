/**
 * JSON text (RFC 8259) as the documents need it: limited in size and depth, and refused where two readers could read it
 * differently (a name twice in one object, §4; a lone surrogate, §8.2). One pass after the platform's parser, linear.
 */
import { CsafError, quote } from './error.ts'

export interface JsonLimits {
  /** Characters; 32 Mi unless told. */
  readonly maxLength?: number
  /** Objects and arrays in one another; 100 unless told. */
  readonly maxDepth?: number
}

export type JsonObject = { [name: string]: unknown }

/** The object in the text. Throws `bad-json`, `too-large`. */
export function readJsonObject(text: string, what: string, { maxLength = 32 * 1024 * 1024, maxDepth = 100 }: JsonLimits = {}): JsonObject {
  if (text.length > maxLength) throw new CsafError('too-large', `${what} has ${text.length} characters; at most ${maxLength} are read`)
  // Depth first: what comes after it may recurse.
  const names = countNames(text, what, maxDepth)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new CsafError('bad-json', `${what} is not JSON: ${cause instanceof Error ? cause.message : 'it cannot be read'}`, { cause })
  }
  // The parser keeps one of two equal names; a closer look only where some are gone, or where an escape may be half a pair.
  if (!text.isWellFormed() || countFields(value) !== names || /\\u[dD][89a-fA-F]/.test(text)) scanStrings(text, what)
  if (!isObject(value)) throw new CsafError('bad-json', `${what} is not a JSON object`)
  return value
}

/** The document as text again: two spaces, a line break at the end. What was read comes back, unknown fields too. */
export function printJson(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** How many names stand in the text, told by their colons. */
function countNames(text: string, what: string, maxDepth: number): number {
  let depth = 0
  let names = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) at = endOfString(text, at)
    else if (code === 0x3a) names++
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > maxDepth) throw new CsafError('too-large', `${what} is nested deeper than ${maxDepth}`)
    } else if (code === 0x7d || code === 0x5d) depth--
  }
  return names
}

function countFields(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  let fields = 0
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object') fields += countFields(item)
    return fields
  }
  for (const item of Object.values(value)) fields += typeof item === 'object' ? 1 + countFields(item) : 1
  return fields
}

// The text is known to be JSON; only names and escapes need a look.
function scanStrings(text: string, what: string): void {
  if (!text.isWellFormed()) throw new CsafError('bad-json', `${what} has a lone surrogate in a string`)
  // For each open object the names seen, for each open array undefined.
  const open: (Set<string> | undefined)[] = []
  let raw = ''
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22: {
        const end = endOfString(text, at)
        raw = text.slice(at + 1, end)
        if (raw.includes('\\u') && !unescape(raw).isWellFormed()) throw new CsafError('bad-json', `${what} has a lone surrogate in a string`)
        at = end
        break
      }
      case 0x3a: // :
        addName(open.at(-1), unescape(raw), what)
        break
      case 0x7b: // {
        open.push(new Set())
        break
      case 0x5b: // [
        open.push(undefined)
        break
      case 0x7d: // }
      case 0x5d: // ]
        open.pop()
        break
      default:
    }
  }
}

/** Where the string that begins at `from` has its closing quotation mark; the end of the text when it has none. */
function endOfString(text: string, from: number): number {
  let end = text.indexOf('"', from + 1)
  while (end !== -1 && isEscaped(text, end, from)) end = text.indexOf('"', end + 1)
  return end === -1 ? text.length : end
}

function isEscaped(text: string, at: number, from: number): boolean {
  let slashes = 0
  while (at - slashes - 1 > from && text.charCodeAt(at - slashes - 1) === 0x5c) slashes++
  return slashes % 2 === 1
}

function unescape(raw: string): string {
  return raw.includes('\\') ? String(JSON.parse(`"${raw}"`)) : raw
}

function addName(names: Set<string> | undefined, name: string, what: string): void {
  if (names?.has(name) === true) throw new CsafError('bad-json', `${what} has the name ${quote(name)} twice in one object`)
  names?.add(name)
}
