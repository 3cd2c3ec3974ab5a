/**
 * JSON text (RFC 8259) as the document formats need it: limited in size and depth, and refused where two readers could
 * read it differently (a name twice in one object, RFC 8259 §4; a lone surrogate, §8.2). One pass, linear.
 */
import { limitText, VulnsError } from './error.ts'

export interface JsonLimits {
  /** Characters; 16 Mi unless told. */
  readonly maxLength?: number
  /** Objects and arrays in one another; 64 unless told. */
  readonly maxDepth?: number
}

export type JsonObject = { [name: string]: unknown }

/** The object in the text. Throws `bad-json`, `too-large`. */
export function readJsonObject(text: string, what: string, { maxLength = 16 * 1024 * 1024, maxDepth = 64 }: JsonLimits = {}): JsonObject {
  limitText(text, maxLength, what)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new VulnsError('bad-json', `${what} is not JSON: ${cause instanceof Error ? cause.message : 'it cannot be read'}`, { cause })
  }
  scan(text, what, maxDepth)
  if (!isObject(value)) throw new VulnsError('bad-json', `${what} is not a JSON object`)
  return value
}

/** The document as text again: two spaces, a line break at the end. What was read comes back, unknown fields too. */
export function printJson(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// The text is known to be JSON; only structure and strings need a look.
function scan(text: string, what: string, maxDepth: number): void {
  // For each open object the names seen, for each open array undefined.
  const open: (Set<string> | undefined)[] = []
  let string = ''
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22: // "
        string = text.slice(at + 1, endOfString(text, at))
        at += string.length + 1
        if (!unescape(string).isWellFormed()) throw new VulnsError('bad-json', `${what} has a lone surrogate in a string`)
        break
      case 0x3a: // :
        addName(open.at(-1), unescape(string), what)
        break
      case 0x7b: // {
      case 0x5b: // [
        open.push(text.charCodeAt(at) === 0x7b ? new Set() : undefined)
        if (open.length > maxDepth) throw new VulnsError('too-large', `${what} is nested deeper than ${maxDepth}`)
        break
      case 0x7d: // }
      case 0x5d: // ]
        open.pop()
        break
      default:
    }
  }
}

/** Where the string that begins at `from` has its closing quotation mark. */
function endOfString(text: string, from: number): number {
  let at = from + 1
  while (text.charCodeAt(at) !== 0x22) at += text.charCodeAt(at) === 0x5c ? 2 : 1
  return at
}

function unescape(raw: string): string {
  return raw.includes('\\') ? String(JSON.parse(`"${raw}"`)) : raw
}

function addName(names: Set<string> | undefined, name: string, what: string): void {
  if (names?.has(name) === true) {
    throw new VulnsError('bad-json', `${what} has the name ${JSON.stringify(name.slice(0, 80))} twice in one object`)
  }
  names?.add(name)
}
