/**
 * Comparison operators on one value (STIX 2.1 §9.2 and §9.6): each comparison becomes a test that knows its constant.
 * Values of another data type than the constant satisfy `!=` and nothing else.
 */
import { isWithinBlock, parseAddressBlock } from './address.ts'
import type { Comparison, Literal } from './ast.ts'
import type { Budget } from './budget.ts'
import { compileLike } from './like.ts'
import { octetsOfBase64, octetsOfHex, octetsOfString } from './octets.ts'
import { compileSearch } from './regex.ts'
import { isTimestamp, sortable } from './timestamp.ts'

export type ValueTest = (value: unknown, budget: Budget) => boolean

/** Below, at or above zero as the value is less than, equal to or greater than the constant; undefined: incomparable. */
type Order = (value: unknown) => number | undefined

/** §9.6.4: how a property stands in JSON, told by the end of its name. */
type Encoding = 'plain' | 'base64' | 'hex'

/** How far making tests may go: `regexLength` is how many characters the expression of MATCHES may have. */
export type TestLimits = { regexLength: number; budget: Budget }

export function compileTest(comparison: Comparison, limits: TestLimits): ValueTest {
  const { operator, literal } = comparison
  const encoding = encodingOf(comparison)
  if (literal === undefined) return () => true // EXISTS: that there is a value is enough
  if (literal.kind === 'set') return membership(literal.items, encoding)
  switch (operator) {
    case 'LIKE': {
      const like = compileLike(String(literal.value))
      return onText(encoding, (text, budget) => like(text, budget))
    }
    case 'MATCHES': {
      const search = compileSearch(String(literal.value), literal.at, limits.regexLength, limits.budget)
      return onText(encoding, (text, budget) => search(encoding === 'plain' ? text.normalize('NFC') : text, budget))
    }
    case 'ISSUBSET':
    case 'ISSUPERSET':
      return containment(operator, String(literal.value))
    default:
      return ordering(operator, orderOf(literal, encoding))
  }
}

function encodingOf({ path }: Comparison): Encoding {
  const last = path.steps.findLast((step) => step.kind === 'key')
  if (last?.name.endsWith('_bin')) return 'base64'
  return last?.name.endsWith('_hex') ? 'hex' : 'plain'
}

function ordering(operator: Comparison['operator'], order: Order): ValueTest {
  const holds = HOLDS[operator]
  return (value, budget) => {
    budget.spend(costOf(value))
    return holds?.(order(value)) ?? false
  }
}

const HOLDS: { [operator in Comparison['operator']]?: (order: number | undefined) => boolean } = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order !== undefined && order < 0,
  '<=': (order) => order !== undefined && order <= 0,
  '>': (order) => order !== undefined && order > 0,
  '>=': (order) => order !== undefined && order >= 0,
}

function membership(items: Literal[], encoding: Encoding): ValueTest {
  if (encoding === 'plain' && items.every((item) => item.kind === 'string')) {
    const members = new Set<unknown>(items.map((item) => item.value))
    return (value, budget) => {
      budget.spend(costOf(value))
      return members.has(value)
    }
  }
  const orders = items.map((item) => orderOf(item, encoding))
  return (value, budget) => {
    budget.spend(costOf(value) * (1 + orders.length))
    return orders.some((order) => order(value) === 0)
  }
}

function containment(operator: 'ISSUBSET' | 'ISSUPERSET', constant: string): ValueTest {
  const theirs = parseAddressBlock(constant)
  return (value, budget) => {
    budget.spend(4)
    const ours = typeof value === 'string' ? parseAddressBlock(value) : undefined
    if (ours === undefined || theirs === undefined) return false
    return operator === 'ISSUBSET' ? isWithinBlock(ours, theirs) : isWithinBlock(theirs, ours)
  }
}

function onText(encoding: Encoding, test: (text: string, budget: Budget) => boolean): ValueTest {
  return (value, budget) => {
    if (typeof value !== 'string') return false
    budget.spend(costOf(value))
    const text = encoding === 'plain' ? value : octetsOf(value, encoding)
    return text !== undefined && test(text, budget)
  }
}

function orderOf(literal: Literal, encoding: Encoding): Order {
  switch (literal.kind) {
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? Number(value) - Number(literal.value) : undefined)
    case 'integer':
    case 'float':
      return (value) => (typeof value === 'number' ? sign(value, literal.value) : undefined)
    case 'timestamp': {
      const moment = sortable(literal.value)
      return (value) => (typeof value === 'string' && isTimestamp(value) ? sign(sortable(value), moment) : undefined)
    }
    case 'string':
      if (encoding !== 'plain') return octetOrder(octetsOfString(literal.value), encoding)
      return (value) => (typeof value === 'string' ? codePointOrder(value, literal.value) : undefined)
    case 'hex':
      return octetOrder(octetsOfHex(literal.value), encoding)
    case 'binary':
      return octetOrder(octetsOfBase64(literal.value), encoding)
  }
}

function octetOrder(constant: string | undefined, encoding: Encoding): Order {
  return (value) => {
    const octets = typeof value === 'string' ? octetsOf(value, encoding) : undefined
    return octets === undefined || constant === undefined ? undefined : sign(octets, constant)
  }
}

function octetsOf(value: string, encoding: Encoding): string | undefined {
  if (encoding === 'base64') return octetsOfBase64(value)
  return encoding === 'hex' ? octetsOfHex(value) : octetsOfString(value)
}

function sign<T extends number | string>(left: T, right: T): number {
  return left < right ? -1 : left > right ? 1 : 0
}

/** §9.6.2: by code point. Code units agree with that, except that surrogates stand below U+E000 to U+FFFF. */
function codePointOrder(left: string, right: string): number {
  if (left === right) return 0
  const length = Math.min(left.length, right.length)
  let i = 0
  while (i < length && left.charCodeAt(i) === right.charCodeAt(i)) i++
  if (i === length) return left.length - right.length
  return rank(left.charCodeAt(i)) - rank(right.charCodeAt(i))
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit
}

function costOf(value: unknown): number {
  return typeof value === 'string' ? 1 + (value.length >> 4) : 1
}
