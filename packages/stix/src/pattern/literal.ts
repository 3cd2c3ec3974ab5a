/** The constants of a pattern (STIX 2.1 §9.2): what may stand to the right of an operator. */
import type { Literal, SetLiteral } from './ast.ts'
import { PatternError } from './errors.ts'
import type { Scanner } from './scanner.ts'
import { isTimestamp } from './timestamp.ts'

const QUOTE = 0x27
const COMMA = 0x2c
const CLOSE = 0x29

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const HEX = /^(?:[0-9A-Fa-f]{2})*$/

/** Takes one constant, or refuses what stands there. */
export function parseLiteral(scanner: Scanner): Literal {
  const code = scanner.next()
  const at = scanner.at
  if (code === QUOTE) return { kind: 'string', at, value: scanner.string() }
  if (scanner.text.charCodeAt(at + 1) === QUOTE) {
    if (code === 0x74) return timestamp(scanner)
    if (code === 0x68) return hex(scanner)
    if (code === 0x62) return binary(scanner)
  }
  if (scanner.takeWord('true')) return { kind: 'boolean', at, value: true }
  if (scanner.takeWord('false')) return { kind: 'boolean', at, value: false }
  return scanner.number() ??
    scanner.fail('syntax', "a constant ('text', a number, true, false, t'…', h'…' or b'…')")
}

/** Takes the bracketed list of IN; `at` stands after the opening bracket. */
export function parseSet(scanner: Scanner, at: number): SetLiteral {
  const items: Literal[] = []
  if (scanner.take(CLOSE)) return { kind: 'set', at, items }
  do items.push(parseLiteral(scanner))
  while (scanner.take(COMMA))
  if (!scanner.take(CLOSE)) scanner.fail('syntax', 'a comma or the closing bracket of IN (…)')
  const kind = dataType(items[0])
  const odd = items.find((item) => dataType(item) !== kind)
  if (odd !== undefined) {
    throw new PatternError('mixed-set', odd.at, `the constants of IN share one data type: ${odd.kind} at offset ${odd.at} after ${items[0]?.kind}`)
  }
  return { kind: 'set', at, items }
}

/** Takes a string constant where no other constant will do. */
export function parseString(scanner: Scanner, after: string): Literal & { kind: 'string'; value: string } {
  if (scanner.next() !== QUOTE) scanner.fail('syntax', `a string in apostrophes after ${after}`)
  return { kind: 'string', at: scanner.at, value: scanner.string() }
}

/** Takes a timestamp constant where no other constant will do. */
export function parseTimestamp(scanner: Scanner, after: string): string {
  if (scanner.next() !== 0x74 || scanner.text.charCodeAt(scanner.at + 1) !== QUOTE) {
    scanner.fail('syntax', `a timestamp like t'2016-06-01T00:00:00Z' after ${after}`)
  }
  return timestamp(scanner).value
}

/** Integers and floats are one data type here: §9.2 lets both be compared with both. */
function dataType(literal: Literal | undefined): string | undefined {
  return literal?.kind === 'float' ? 'integer' : literal?.kind
}

type Text = { kind: 'binary' | 'hex' | 'timestamp'; at: number; value: string }

function timestamp(scanner: Scanner): Text {
  const { at, value } = prefixed(scanner)
  if (!isTimestamp(value)) refuse(at, "a timestamp is written t'2016-06-01T00:00:00Z', in UTC, with an existing date")
  return { kind: 'timestamp', at, value }
}

function hex(scanner: Scanner): Text {
  const { at, value } = prefixed(scanner)
  if (!HEX.test(value)) refuse(at, "a hex constant is an even number of hex digits, like h'ffc3'")
  return { kind: 'hex', at, value: value.toLowerCase() }
}

function binary(scanner: Scanner): Text {
  const { at, value } = prefixed(scanner)
  const base64 = value.replace(/[\r\n]+/g, '')
  if (!BASE64.test(base64)) refuse(at, "a binary constant is padded base64, like b'ABI='")
  return { kind: 'binary', at, value: base64 }
}

function prefixed(scanner: Scanner): { at: number; value: string } {
  const at = scanner.at
  scanner.at++
  return { at, value: scanner.string() }
}

function refuse(at: number, rule: string): never {
  throw new PatternError('bad-literal', at, `${rule}; at offset ${at} is something else`)
}
