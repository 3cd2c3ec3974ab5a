/**
 * Ranges that are lists: PyPI (PyPA "Version specifiers"), RubyGems (Gem::Requirement), Conan 2 ("Version ranges"),
 * nginx's and OpenSSL's advisories.
 */
import { quote, VulnsError } from '../error.ts'
import type { Alternatives } from './native.ts'
import type { VersComparator, VersConstraint } from './vers.ts'

export function parsePypi(text: string): Alternatives {
  let alternatives: VersConstraint[][] = [[]]
  for (const piece of piecesOf(text, ',')) {
    const [, operator = '', version = ''] = /^(~=|===|==|!=|<=|>=|<|>)\s*(\S+)$/.exec(piece) ?? []
    if (operator === '') throw bad('PyPI', text, `${quote(piece)} is no specifier such as >=1.0`)
    if (version.endsWith('.*')) {
      // "Prefix matching" takes in development releases of the next prefix's predecessor only.
      const prefix = version.slice(0, -2)
      const inside = between(`${prefix}.dev0`, `${bump(prefix, 0, text)}.dev0`)
      if (operator === '==') alternatives.forEach((each) => each.push(...inside))
      else if (operator === '!=') alternatives = alternatives.flatMap((each) => outside(inside).map((one) => [...each, one]))
      else throw bad('PyPI', text, `${quote(piece)}: ".*" goes with == and != only`)
      if (alternatives.length > 64) throw new VulnsError('too-large', 'a PyPI range has more than 6 exclusions of prefixes')
    } else if (operator === '~=') {
      const high = bump(version.replace(/[-_.]?(?:a|b|c|r|p|d)[a-z]*[-_.]?\d*.*$/i, ''), 1, text)
      alternatives.forEach((each) => each.push(...between(version, `${high}.dev0`)))
    } else {
      const comparator = operator.startsWith('==') ? '=' : (operator as VersComparator)
      alternatives.forEach((each) => each.push({ comparator, version }))
    }
  }
  return alternatives
}

function outside([low, high]: readonly VersConstraint[]): VersConstraint[] {
  return [{ comparator: '<', version: low?.version ?? '' }, { comparator: '>=', version: high?.version ?? '' }]
}

export function parseGem(text: string): Alternatives {
  const constraints = piecesOf(text, ',').flatMap((piece): VersConstraint[] => {
    const [, operator = '=', version = ''] = /^(~>|!=|<=|>=|<|>|=)?\s*(\S+)$/.exec(piece) ?? []
    if (version === '') throw bad('RubyGems', text, `${quote(piece)} is no requirement such as ~>1.0`)
    if (operator === '~>') return between(version, bump(version.split(/\.?[A-Za-z]/, 1)[0] ?? '', version.includes('.') ? 1 : 0, text))
    return [{ comparator: operator as VersComparator, version }]
  })
  return [constraints]
}

export function parseConan(text: string): Alternatives {
  // What follows the comma are options (include_prerelease), no versions.
  const [expression = ''] = text.split(',', 1)
  return expression.split('||').map((part) =>
    part.trim().split(/\s+/).filter((word) => word !== '').flatMap((word): VersConstraint[] => {
      const [, operator = '=', raw = ''] = /^(>=|<=|>|<|=|~|\^)?(.*)$/s.exec(word) ?? []
      const version = raw.endsWith('-') ? raw.slice(0, -1) : raw
      if (version === '*') return [{ comparator: '>=', version: '0.0.0' }]
      if (version === '') throw bad('Conan', text, `${quote(word)} has no version`)
      if (operator === '~') return between(version, `${bump(version, version.split('.').length > 1 ? 'second' : 0, text)}-`)
      if (operator === '^') return between(version, `${bump(version, 'caret', text)}-`)
      return [{ comparator: operator as VersComparator, version }]
    }),
  )
}

/** `1.5.0+`: this and later ones of its branch; the odd branches are the main line and have no end. */
export function parseNginx(text: string): Alternatives {
  if (text.trim() === 'all') return [[]]
  if (text.trim() === 'none') return []
  return piecesOf(text, ',').map((piece): VersConstraint[] => {
    const [low = '', high, more] = piece.split('-')
    if (more !== undefined) throw bad('nginx', text, `${quote(piece)} has more than two ends`)
    if (high !== undefined) return [{ comparator: '>=', version: low.trim() }, { comparator: '<=', version: high.trim() }]
    if (!piece.endsWith('+')) return [{ comparator: '=', version: piece }]
    const from = piece.slice(0, -1)
    const isMainline = /[13579]$/.test(from.split('.')[1] ?? '')
    if (isMainline) return [{ comparator: '>=', version: from }]
    return between(from, `${bump(from, 'second', text)}.0`)
  })
}

export function parseOpenssl(text: string): Alternatives {
  return piecesOf(text, ',').map((version) => [{ comparator: '=', version }])
}

function piecesOf(text: string, separator: string): string[] {
  return text.split(separator).map((piece) => piece.trim()).filter((piece) => piece !== '')
}

function between(low: string, high: string): VersConstraint[] {
  return [{ comparator: '>=', version: low }, { comparator: '<', version: high }]
}

/** Raises a number by one and drops those after it: the last but `place`, the second, or the first that is not 0. */
function bump(version: string, place: number | 'second' | 'caret', text: string): string {
  const [numbersText = ''] = version.split(/[-+]/, 1)
  const numbers = numbersText.split('.')
  const nonZero = numbers.findIndex((number) => /[1-9]/.test(number))
  const at = place === 'second' ? Math.min(1, numbers.length - 1) : place === 'caret' ? Math.max(0, nonZero) : numbers.length - 1 - place
  const epoch = /^(\d+!)?(\d+)$/.exec(numbers[at] ?? '')
  if (epoch === null) throw bad('version', text, `${quote(version)} has no number there to raise`)
  return [...numbers.slice(0, at), `${epoch[1] ?? ''}${BigInt(epoch[2] ?? '0') + 1n}`].join('.')
}

function bad(what: string, text: string, why: string): VulnsError {
  return new VulnsError('bad-vers', `${quote(text)} is not a ${what} range: ${why}`)
}
