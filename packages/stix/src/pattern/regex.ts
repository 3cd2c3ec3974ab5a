/**
 * The MATCHES operator (STIX 2.1 §9.6.1): a PCRE search with DOTALL, run by RE2, whose time is linear in the text
 * whatever the expression. What RE2 does not have (backreferences, look-around, atomic groups, possessive
 * quantifiers, counts above 1000) is refused by name instead of being matched in some other way.
 */
import { RE2JS, RE2JSException } from 're2js'
import type { Budget } from './budget.ts'
import { PatternError } from './errors.ts'

export type Search = (text: string, budget: Budget) => boolean

const NOT_LINEAR = /unsupported|escape sequence|nested repetition|repeat count|too large|`\(\?<[=!]/

/**
 * Compiling and searching are counted as work: an expression as long as what its counts unfold it to.
 * @param source the expression, as the string constant of MATCHES says it
 * @param at the offset of that constant, for errors
 * @param longest how many characters an expression may have
 */
export function compileSearch(source: string, at: number, longest: number, budget: Budget): Search {
  if (source.length > longest) {
    throw new PatternError('too-long', at, `a regular expression has at most ${longest} characters, the one at offset ${at} has ${source.length}`)
  }
  const pieces = source.match(PIECES) ?? []
  budget.spend(8 * unfoldedSize(pieces))
  const expression = compile(withPcreEnds(pieces), at)
  const cost = 1 + expression.programSize() / 16
  return (text, spending) => {
    spending.spend(Math.ceil((1 + text.length) * cost))
    return expression.test(text)
  }
}

function compile(source: string, at: number): RE2JS {
  try {
    return RE2JS.compile(source, RE2JS.DOTALL)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    const code = NOT_LINEAR.test(error.message) ? 'unsupported-regex' : 'bad-regex'
    const reason = error.message.replace('error parsing regexp: ', '').replace('`(?s)', '`')
    const rule = code === 'bad-regex' ? 'not a regular expression' : 'not supported, as it cannot be matched in linear time (RE2)'
    throw new PatternError(code, at, `the regular expression at offset ${at} is ${rule}: ${reason}`, { cause: error })
  }
}

/** An expression in pieces: quoted text, escapes, character classes, counts, and single characters. */
const PIECES = /\\Q[^]*?(?:\\E|$)|\\[^]|\[\^?\]?(?:\[:\^?\w+:\]|\\[^]|[^\]\\])*\]?|\{\d+(?:,\d*)?\}|[^]/g

/** About how many instructions an expression has when its counts are unfolded. */
function unfoldedSize(pieces: readonly string[]): number {
  const outside: number[] = []
  let size = 0
  let atom = 0
  for (const piece of pieces) {
    const count = /^\{(\d+)(?:,(\d*))?\}$/.exec(piece)
    if (count !== null) {
      const times = Math.max(1, Number(count[1]), Number(count[2] ?? 0))
      size += atom * (times - 1)
      atom *= times
    } else if (piece === '(') {
      outside.push(size)
      size = 0
    } else if (piece === ')') {
      atom = size + 2
      size = (outside.pop() ?? 0) + atom
    } else {
      atom = piece.startsWith('\\Q') ? piece.length : 1
      size += atom
    }
  }
  return outside.reduce((sum, each) => sum + each, size)
}

/**
 * In PCRE `$` and `\Z` also match before a final line feed, in RE2 `$` is the very end and `\Z` does not exist. As a
 * search only asks whether there is a match, an optional line feed before the end says the same. With (?m) the two
 * agree and nothing is changed.
 */
function withPcreEnds(pieces: readonly string[]): string {
  const source = pieces.join('')
  if (/\(\?[a-z]*m/i.test(source)) return source
  return pieces.map((piece) => (piece === '$' || piece === '\\Z' ? '(?:\\n?\\z)' : piece)).join('')
}
