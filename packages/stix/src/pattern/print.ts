/**
 * Prints a pattern in one canonical form: single spaces, `=` and `!=`, apostrophes only where a name needs them,
 * brackets only where the tree needs them. `parsePattern(printPattern(p))` is `p` again, offsets aside.
 */
import type { Comparison, ComparisonExpression, Literal, ObjectPath, ObservationExpression, Pattern, Qualifier, SetLiteral } from './ast.ts'
import { isPlainName } from './scanner.ts'

export function printPattern(pattern: Pattern): string {
  return printObservation(pattern)
}

/** An object path as it stands in a pattern, such as `file:hashes.'SHA-256'`. */
export function printPath(path: ObjectPath): string {
  let text = `${path.type}:`
  for (const [index, step] of path.steps.entries()) {
    if (step.kind === 'key') text += `${index === 0 ? '' : '.'}${isPlainName(step.name) ? step.name : quoted(step.name)}`
    else text += step.kind === 'any' ? '[*]' : `[${step.index}]`
  }
  return text
}

/** How tightly each operator binds (§9.5.3). */
const STRENGTH = { followedby: 1, or: 2, and: 3, qualified: 4, observation: 5, comparison: 5 }

function printObservation(node: ObservationExpression): string {
  switch (node.kind) {
    case 'observation':
      return `[${printComparison(node.comparison)}]`
    case 'qualified': {
      const inner = bracketed(printObservation(node.operand), node.operand.kind !== 'observation')
      return `${inner} ${node.qualifiers.map(printQualifier).join(' ')}`
    }
    default:
      return node.operands
        .map((operand) => bracketed(printObservation(operand), STRENGTH[operand.kind] <= STRENGTH[node.kind]))
        .join(` ${node.kind.toUpperCase()} `)
  }
}

function printQualifier(qualifier: Qualifier): string {
  switch (qualifier.kind) {
    case 'within':
      return `WITHIN ${Number.isSafeInteger(qualifier.seconds) ? qualifier.seconds : withPoint(plainNumber(qualifier.seconds))} SECONDS`
    case 'repeats':
      return `REPEATS ${qualifier.times} TIMES`
    case 'startstop':
      return `START t'${qualifier.start}' STOP t'${qualifier.stop}'`
  }
}

function printComparison(node: ComparisonExpression): string {
  if (node.kind === 'comparison') return printTest(node)
  return node.operands
    .map((operand) => bracketed(printComparison(operand), STRENGTH[operand.kind] <= STRENGTH[node.kind]))
    .join(` ${node.kind.toUpperCase()} `)
}

function printTest(test: Comparison): string {
  const not = test.negated ? 'NOT ' : ''
  if (test.literal === undefined) return `${not}EXISTS ${printPath(test.path)}`
  return `${printPath(test.path)} ${not}${test.operator} ${printLiteral(test.literal)}`
}

function printLiteral(literal: Literal | SetLiteral): string {
  switch (literal.kind) {
    case 'set':
      return `(${literal.items.map(printLiteral).join(', ')})`
    case 'string':
      return quoted(literal.value)
    case 'timestamp':
      return `t'${literal.value}'`
    case 'hex':
      return `h'${literal.value}'`
    case 'binary':
      return `b'${literal.value}'`
    case 'float':
      return withPoint(plainNumber(literal.value))
    default:
      return String(literal.value)
  }
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`
}

function bracketed(text: string, needed: boolean): string {
  return needed ? `(${text})` : text
}

function withPoint(number: string): string {
  return number.includes('.') ? number : `${number}.0`
}

/** A number without an exponent, which the grammar does not know. */
function plainNumber(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value)
  const parts = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (parts === null) return text
  const [, sign = '', whole = '', fraction = '', exponent = ''] = parts
  const digits = whole + fraction
  const point = whole.length + Number(exponent)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return sign + digits.padEnd(point, '0') // a point inside the digits is never written with an exponent
}
