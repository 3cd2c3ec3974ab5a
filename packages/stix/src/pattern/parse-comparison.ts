/**
 * Comparison expressions (STIX 2.1 §9.6 and §9.7): what stands between square brackets, and the rules that the
 * grammar cannot say: one object type under AND, constants that fit their operator.
 */
import { parseAddressBlock } from './address.ts'
import type { Comparison, ComparisonExpression, ObjectPath, Operator, PathStep } from './ast.ts'
import { PatternError } from './errors.ts'
import { parseLiteral, parseSet, parseString } from './literal.ts'
import { Scanner } from './scanner.ts'
import { type Types, commonTypes, joinTypes } from './types.ts'

const LEFT = 0x28
const RIGHT = 0x29
const LEFT_SQUARE = 0x5b
const RIGHT_SQUARE = 0x5d
const COLON = 0x3a
const DOT = 0x2e
const QUOTE = 0x27
const ASTERISK = 0x2a
const HYPHEN = 0x2d

export class ComparisonParser {
  protected readonly scanner: Scanner
  private readonly deepest: number
  private depth = 0
  /** The object types that can satisfy the comparison expression just read (§9.5). */
  private types: Types = ''

  constructor(text: string, deepest: number) {
    this.scanner = new Scanner(text)
    this.deepest = deepest
  }

  protected comparisonOr(): ComparisonExpression {
    const first = this.comparisonAnd()
    if (!this.scanner.takeWord('OR')) return first
    const operands = [first]
    let types = this.types
    do {
      operands.push(this.comparisonAnd())
      types = joinTypes(types, this.types)
    } while (this.scanner.takeWord('OR'))
    this.types = types
    return { kind: 'or', at: first.at, operands }
  }

  private comparisonAnd(): ComparisonExpression {
    const first = this.comparison()
    if (!this.scanner.takeWord('AND')) return first
    const operands = [first]
    let types = this.types
    do {
      const operand = this.comparison()
      operands.push(operand)
      types = commonTypes(types, this.types) ??
        this.refuse('mixed-types', operand.at, 'operands of AND in one observation are about one object, so they begin with one object type; write two observations joined by AND')
    } while (this.scanner.takeWord('AND'))
    this.types = types
    return { kind: 'and', at: first.at, operands }
  }

  private comparison(): ComparisonExpression {
    const { scanner } = this
    if (scanner.next() === LEFT) {
      this.descend()
      const inner = this.comparisonOr()
      if (!scanner.take(RIGHT)) scanner.fail('syntax', 'AND, OR or a closing )')
      this.ascend()
      return inner
    }
    return this.existence() ?? this.propertyTest()
  }

  private existence(): Comparison | undefined {
    const { scanner } = this
    const at = scanner.at
    const negated = scanner.takeWord('NOT')
    if (scanner.takeWord('EXISTS')) {
      return { kind: 'comparison', at, path: this.objectPath(), operator: 'EXISTS', negated, literal: undefined }
    }
    if (negated) scanner.fail('syntax', 'EXISTS after NOT (elsewhere NOT stands between the path and the operator)')
    return undefined
  }

  private propertyTest(): Comparison {
    const { scanner } = this
    const at = scanner.at
    const path = this.objectPath()
    const negated = scanner.takeWord('NOT')
    const operator = this.operator()
    return { kind: 'comparison', at, path, operator, negated, literal: this.constant(operator) }
  }

  private operator(): Operator {
    const { scanner } = this
    const symbol = symbolAt(scanner.next(), scanner.text.charCodeAt(scanner.at + 1))
    if (symbol !== undefined) {
      scanner.at += symbol.length
      return symbol.operator
    }
    for (const word of WORDS) if (scanner.takeWord(word)) return word
    return scanner.fail('syntax', 'a comparison operator (=, !=, <, <=, >, >=, IN, LIKE, MATCHES, ISSUBSET, ISSUPERSET)')
  }

  private constant(operator: Operator): Comparison['literal'] {
    const { scanner } = this
    switch (operator) {
      case 'LIKE':
      case 'MATCHES':
        return parseString(scanner, operator)
      case 'ISSUBSET':
      case 'ISSUPERSET':
        return this.address(operator)
      case 'IN': {
        const code = scanner.next()
        const at = scanner.at
        if (code !== LEFT) scanner.fail('syntax', 'an opening ( after IN')
        scanner.at++
        return parseSet(scanner, at)
      }
      default: {
        const literal = parseLiteral(scanner)
        if (literal.kind === 'boolean' && operator !== '=' && operator !== '!=') {
          this.refuse('bad-literal', literal.at, 'true and false have no order: use = or !=')
        }
        return literal
      }
    }
  }

  private address(operator: string): Comparison['literal'] {
    const literal = parseString(this.scanner, operator)
    if (parseAddressBlock(literal.value) === undefined) {
      this.refuse('bad-address', literal.at, `${operator} takes an IPv4 or IPv6 address or CIDR block like '198.51.100.0/24'`)
    }
    return literal
  }

  private objectPath(): ObjectPath {
    const { scanner } = this
    scanner.next()
    const at = scanner.at
    const type = scanner.name(true) ?? scanner.fail('syntax', 'an object path like file:name, or an opening (')
    if (!scanner.take(COLON)) scanner.fail('syntax', `a colon after the object type ${type}`)
    const steps: PathStep[] = [this.key()]
    for (;;) {
      if (scanner.take(DOT)) steps.push(this.key())
      else if (scanner.take(LEFT_SQUARE)) steps.push(this.index())
      else break
    }
    this.types = type
    return { at, type, steps }
  }

  private key(): PathStep {
    const { scanner } = this
    const code = scanner.next()
    const at = scanner.at
    if (code === QUOTE) return { kind: 'key', at, name: scanner.string() }
    const name = scanner.name(false) ??
      scanner.fail('syntax', "a property name (in apostrophes if it is a keyword or has signs in it, like 'SHA-256')")
    if (scanner.text.charCodeAt(scanner.at) === HYPHEN) scanner.fail('syntax', "apostrophes around a property name with a hyphen, like 'SHA-256'")
    return { kind: 'key', at, name }
  }

  private index(): PathStep {
    const { scanner } = this
    scanner.next()
    const at = scanner.at
    let step: PathStep
    if (scanner.take(ASTERISK)) step = { kind: 'any', at }
    else {
      const rule = 'an index: a whole number or *'
      const number = scanner.number() ?? scanner.fail('syntax', rule)
      if (number.kind !== 'integer') this.refuse('bad-literal', at, rule)
      step = { kind: 'index', at, index: number.value }
    }
    if (!scanner.take(RIGHT_SQUARE)) scanner.fail('syntax', 'a closing ] after the index')
    return step
  }

  /** Takes an opening bracket. */
  protected descend(): void {
    this.depth++
    if (this.depth > this.deepest) {
      this.refuse('too-deep', this.scanner.at, `brackets nest at most ${this.deepest} deep`)
    }
    this.scanner.at++
  }

  /** Takes back what `descend` has counted, after the closing bracket. */
  protected ascend(): void {
    this.depth--
  }

  private refuse(code: PatternError['code'], at: number, rule: string): never {
    throw new PatternError(code, at, `${rule} (offset ${at})`)
  }
}

const WORDS = ['IN', 'LIKE', 'MATCHES', 'ISSUBSET', 'ISSUPERSET'] as const

type OperatorSymbol = { operator: Operator; length: number }

const EQUAL: OperatorSymbol = { operator: '=', length: 1 }
const EQUAL_TWICE: OperatorSymbol = { operator: '=', length: 2 }
const UNEQUAL: OperatorSymbol = { operator: '!=', length: 2 }
const LESS: OperatorSymbol = { operator: '<', length: 1 }
const LESS_OR_EQUAL: OperatorSymbol = { operator: '<=', length: 2 }
const GREATER: OperatorSymbol = { operator: '>', length: 1 }
const GREATER_OR_EQUAL: OperatorSymbol = { operator: '>=', length: 2 }

/** `==` and `<>` are other spellings that the grammar allows. */
function symbolAt(first: number, second: number): OperatorSymbol | undefined {
  const equalFollows = second === 0x3d
  switch (first) {
    case 0x3d:
      return equalFollows ? EQUAL_TWICE : EQUAL
    case 0x21:
      return equalFollows ? UNEQUAL : undefined
    case 0x3c:
      return second === 0x3e ? UNEQUAL : equalFollows ? LESS_OR_EQUAL : LESS
    case 0x3e:
      return equalFollows ? GREATER_OR_EQUAL : GREATER
    default:
      return undefined
  }
}
