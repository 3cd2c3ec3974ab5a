/**
 * The parser of the pattern language (STIX 2.1 §9), by recursive descent in the order of the official grammar
 * (STIXPattern.g4), with the rules that a grammar cannot say: one qualifier of a kind, one object type under AND,
 * positive counts, existing dates, real addresses. It reads once, forward, and builds as it goes. Here: observation
 * expressions and qualifiers (§9.5); what is in the square brackets is parse-comparison.ts.
 */
import type { ObservationExpression, Pattern, Qualifier } from './ast.ts'
import { PatternError } from './errors.ts'
import { parseTimestamp } from './literal.ts'
import { ComparisonParser } from './parse-comparison.ts'

/** `length` in UTF-16 code units (default 65,536); `depth` is how far brackets may nest (default 64). */
export type PatternLimits = { length?: number; depth?: number }

/**
 * Parses a pattern.
 * @param text the `pattern` property of an indicator whose `pattern_type` is `stix`
 * @throws PatternError naming the offset, what was expected there and what was found
 */
export function parsePattern(text: string, limits: PatternLimits = {}): Pattern {
  const longest = limits.length ?? 65_536
  if (text.length > longest) {
    throw new PatternError('too-long', longest, `a pattern has at most ${longest} characters, this one has ${text.length}`)
  }
  return new Parser(text, limits.depth ?? 64).pattern()
}

const LEFT = 0x28
const RIGHT = 0x29
const LEFT_SQUARE = 0x5b
const RIGHT_SQUARE = 0x5d

class Parser extends ComparisonParser {
  pattern(): Pattern {
    const pattern = this.followedBy()
    if (this.scanner.next() !== -1) {
      this.scanner.fail('syntax', 'AND, OR, FOLLOWEDBY, WITHIN, REPEATS, START or the end of the pattern')
    }
    return pattern
  }

  private followedBy(): ObservationExpression {
    const first = this.observationOr()
    if (!this.scanner.takeWord('FOLLOWEDBY')) return first
    const operands = [first]
    do operands.push(this.observationOr())
    while (this.scanner.takeWord('FOLLOWEDBY'))
    return { kind: 'followedby', at: first.at, operands }
  }

  private observationOr(): ObservationExpression {
    const first = this.observationAnd()
    if (!this.scanner.takeWord('OR')) return first
    const operands = [first]
    do operands.push(this.observationAnd())
    while (this.scanner.takeWord('OR'))
    return { kind: 'or', at: first.at, operands }
  }

  private observationAnd(): ObservationExpression {
    const first = this.qualified()
    if (!this.scanner.takeWord('AND')) return first
    const operands = [first]
    do operands.push(this.qualified())
    while (this.scanner.takeWord('AND'))
    return { kind: 'and', at: first.at, operands }
  }

  private qualified(): ObservationExpression {
    const operand = this.observation()
    let qualifier = this.qualifier()
    if (qualifier === undefined) return operand
    const qualifiers: Qualifier[] = []
    for (; qualifier !== undefined; qualifier = this.qualifier()) {
      const { kind, at } = qualifier
      if (qualifiers.some((earlier) => earlier.kind === kind)) {
        throw new PatternError('duplicate-qualifier', at, `an observation expression has one qualifier of a kind; a second ${kind} is at offset ${at} (brackets make a new expression)`)
      }
      qualifiers.push(qualifier)
    }
    return { kind: 'qualified', at: operand.at, operand, qualifiers }
  }

  private observation(): ObservationExpression {
    const { scanner } = this
    const code = scanner.next()
    const at = scanner.at
    if (code === LEFT_SQUARE) {
      scanner.at++
      const comparison = this.comparisonOr()
      if (!scanner.take(RIGHT_SQUARE)) scanner.fail('syntax', 'AND, OR or the closing ] of the observation')
      return { kind: 'observation', at, comparison }
    }
    if (code !== LEFT) scanner.fail('syntax', 'an observation in square brackets, or an opening (')
    this.descend()
    const inner = this.followedBy()
    if (!scanner.take(RIGHT)) scanner.fail('syntax', 'an observation operator, a qualifier or a closing )')
    this.ascend()
    return inner
  }

  private qualifier(): Qualifier | undefined {
    const { scanner } = this
    scanner.next()
    const at = scanner.at
    if (scanner.takeWord('WITHIN')) {
      const seconds = this.positive('WITHIN takes a number of seconds above 0')
      this.word('SECONDS', 'after the number of WITHIN')
      return { kind: 'within', at, seconds }
    }
    if (scanner.takeWord('REPEATS')) {
      const times = this.positive('REPEATS takes a whole number of times above 0', 'integer')
      this.word('TIMES', 'after the number of REPEATS')
      return { kind: 'repeats', at, times }
    }
    if (!scanner.takeWord('START')) return undefined
    const start = parseTimestamp(scanner, 'START')
    this.word('STOP', 'after the timestamp of START')
    return { kind: 'startstop', at, start, stop: parseTimestamp(scanner, 'STOP') }
  }

  private positive(rule: string, only?: 'integer'): number {
    const number = this.scanner.number() ?? this.scanner.fail('syntax', `a number: ${rule}`)
    if (number.value <= 0 || (only !== undefined && number.kind !== only)) {
      throw new PatternError('bad-qualifier', number.at, `${rule}; at offset ${number.at} is something else`)
    }
    return number.value
  }

  private word(word: string, where: string): void {
    if (!this.scanner.takeWord(word)) this.scanner.fail('syntax', `${word} ${where}`)
  }
}
