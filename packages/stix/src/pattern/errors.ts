/** The one error of the pattern room: a code that never changes, an offset, and words that say what was expected. */

export type PatternErrorCode =
  | 'too-long' // the pattern, or a regular expression in it, is longer than the limit
  | 'too-deep' // brackets nest deeper than the limit
  | 'syntax' // something else was expected here
  | 'bad-string' // a string that does not end, or an escape that does not exist
  | 'bad-literal' // a number, hex, base64 or timestamp constant that is none
  | 'bad-address' // ISSUBSET and ISSUPERSET take an IPv4 or IPv6 address or CIDR block
  | 'bad-qualifier' // WITHIN and REPEATS take positive numbers
  | 'duplicate-qualifier' // §9.5.1: at most one qualifier of a kind
  | 'mixed-set' // §9.6.1: the constants of IN share one data type
  | 'mixed-types' // §9.5: operands of AND must be satisfiable by one object
  | 'bad-regex' // not a regular expression
  | 'unsupported-regex' // a PCRE feature that cannot run in linear time
  | 'bad-observation' // observed data without usable times or count

/**
 * @property code what kind of mistake, from a closed list
 * @property offset where in the pattern text, in UTF-16 code units from 0; 0 when the mistake is not in the pattern
 */
export class PatternError extends Error {
  readonly code: PatternErrorCode
  readonly offset: number

  constructor(code: PatternErrorCode, offset: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'PatternError'
    this.code = code
    this.offset = offset
  }
}
