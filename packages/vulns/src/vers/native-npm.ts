/**
 * npm's ranges: node-semver, "Ranges", "Advanced Range Syntax" and the "Range Grammar" at its end. Cargo's requirements
 * ("Specifying Dependencies") are an intersection by commas in which a bare version has a caret.
 */
import { quote, VulnsError } from '../error.ts'
import { parseSemver } from '../versions/semver.ts'
import type { Alternatives } from './native.ts'
import type { VersConstraint } from './vers.ts'

/** A version of which parts may be missing or `x`. */
interface Partial {
  readonly numbers: readonly string[]
  readonly rest: string
}

export function parseNpm(text: string): Alternatives {
  return text.split('||').map((part) => parseAlternative(part.trim(), text))
}

export function parseCargo(text: string): Alternatives {
  const pieces = text.split(',').map((piece) => piece.trim()).filter((piece) => piece !== '')
  return [
    pieces.flatMap((piece) => {
      const [, operator = '^', version = ''] = /^(>=|<=|>|<|=|~|\^)?\s*(\S+)$/.exec(piece) ?? []
      if (version === '') throw bad(text, `${quote(piece)} is no requirement such as >=1.0`)
      return comparatorOf(/[xX*]/.test(version) && operator === '^' ? '=' : operator, version, text)
    }),
  ]
}

function parseAlternative(part: string, text: string): VersConstraint[] {
  const hyphen = /^(\S+)\s+-\s+(\S+)$/.exec(part)
  if (hyphen !== null) return [...comparatorOf('>=', hyphen[1] ?? '', text), ...comparatorOf('<=', hyphen[2] ?? '', text)]
  // An operator may stand apart from its version.
  const words = part.split(/[\s,]+/).filter((word) => word !== '')
  const constraints: VersConstraint[] = []
  let operator = ''
  for (const word of words) {
    const [, own = '', version = ''] = /^(>=|<=|>|<|=|~>|~|\^)?(.*)$/s.exec(word) ?? []
    operator += own
    if (version === '') continue
    constraints.push(...comparatorOf(operator, version, text))
    operator = ''
  }
  if (operator !== '') throw bad(text, `${quote(operator)} has no version after it`)
  return constraints
}

function comparatorOf(operator: string, version: string, text: string): VersConstraint[] {
  const partial = parsePartial(version, text)
  const { numbers } = partial
  const low = print(partial)
  switch (operator) {
    case '':
    case '=':
      if (numbers.length === 3) return [{ comparator: '=', version: low }]
      return numbers.length === 0 ? [] : between(low, bump(numbers, numbers.length - 1))
    case '~':
    case '~>':
      return numbers.length === 0 ? [] : between(low, bump(numbers, Math.min(1, numbers.length - 1)))
    case '^':
      return numbers.length === 0 ? [] : between(low, bump(numbers, caretPlace(numbers)))
    case '>=':
      return numbers.length === 0 ? [] : [{ comparator: '>=', version: low }]
    case '<':
      return numbers.length === 0 ? nothing() : [{ comparator: '<', version: low }]
    case '>':
      if (numbers.length === 0) return nothing()
      return [numbers.length === 3 ? { comparator: '>', version: low } : { comparator: '>=', version: bump(numbers, numbers.length - 1) }]
    case '<=':
      if (numbers.length === 0) return []
      return [numbers.length === 3 ? { comparator: '<=', version: low } : { comparator: '<', version: bump(numbers, numbers.length - 1) }]
    default:
      throw bad(text, `${quote(operator)} is no operator`)
  }
}

function parsePartial(version: string, text: string): Partial {
  const bare = version.replace(/^[vV]/, '')
  const [numbersText = ''] = bare.split(/[-+]/, 1)
  const numbers: string[] = []
  for (const part of numbersText.split('.')) {
    if (/^[xX*]$/.test(part)) break
    numbers.push(part)
  }
  const rest = numbers.length === 3 ? bare.slice(numbersText.length) : ''
  if (numbers.length > 0 && (numbersText.split('.').length > 3 || parseSemver(numbers.join('.') + rest) === undefined)) {
    throw bad(text, `${quote(version)} is no version or x-range`)
  }
  return { numbers, rest }
}

function print({ numbers, rest }: Partial): string {
  return [...numbers, '0', '0'].slice(0, 3).join('.') + rest
}

function between(low: string, high: string): VersConstraint[] {
  return [{ comparator: '>=', version: low }, { comparator: '<', version: high }]
}

const nothing = (): VersConstraint[] => between('1.0.0', '0.0.0')

// The caret lets everything right of the leftmost number that is not 0 change.
function caretPlace(numbers: readonly string[]): number {
  const place = numbers.findIndex((number) => /[1-9]/.test(number))
  return place === -1 ? numbers.length - 1 : place
}

/** The version with the number at `place` raised by one and those after it 0. */
function bump(numbers: readonly string[], place: number): string {
  const raised = numbers.slice(0, place).concat(String(BigInt(numbers[place] ?? '0') + 1n))
  return [...raised, '0', '0'].slice(0, 3).join('.')
}

function bad(text: string, why: string): VulnsError {
  return new VulnsError('bad-vers', `${quote(text)} is not a range of semantic versions: ${why}`)
}
