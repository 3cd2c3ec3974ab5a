/** Shapes of what is signed: each reads a value or says which field breaks which rule. Unknown fields are refused: a signed act says what it says and nothing beside. */

export class FactError extends Error {
  readonly code: 'bad-act' | 'bad-entry'
  /** JSON pointer (RFC 6901) of the field. */
  readonly pointer: string
  readonly rule: string
  constructor(code: FactError['code'], pointer: string, rule: string) {
    super(`${pointer === '' ? 'it' : pointer} ${rule}`)
    this.name = 'FactError'
    this.code = code
    this.pointer = pointer
    this.rule = rule
  }
}

export type Shape<T> = { read(value: unknown, pointer: string): T; optional?: true }
export type Of<S> = S extends Shape<infer T> ? T : never

type Fields = Readonly<Record<string, Shape<unknown>>>
type Required<F extends Fields> = { [K in keyof F as F[K] extends { optional: true } ? never : K]: Of<F[K]> }
type Optional<F extends Fields> = { [K in keyof F as F[K] extends { optional: true } ? K : never]?: Of<F[K]> }

const wrong = (pointer: string, rule: string): never => {
  throw new FactError('bad-act', pointer, rule)
}

/** What was read has its fields in the order in which they are declared. */
export const object = <F extends Fields>(fields: F): Shape<Required<F> & Optional<F>> => {
  const shapes = Object.entries(fields)
  const read: Shape<Required<F> & Optional<F>>['read'] = (value, pointer) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(pointer, 'is an object')
    const given = value as Record<string, unknown>
    for (const name of Object.keys(given)) if (!Object.hasOwn(fields, name)) wrong(`${pointer}/${escape(name)}`, `has no place here; there are ${Object.keys(fields).join(', ')}`)
    const found: Record<string, unknown> = {}
    for (const [name, shape] of shapes) {
      if (given[name] !== undefined) found[name] = shape.read(given[name], `${pointer}/${name}`)
      else if (shape.optional === undefined) wrong(`${pointer}/${name}`, 'is missing')
    }
    return found as Required<F> & Optional<F>
  }
  return { read }
}

export const optional = <T>(shape: Shape<T>): Shape<T> & { optional: true } => ({ ...shape, optional: true })

/** Marks that turn or isolate the direction of text, and spaces without width: what is signed reads as it is written. */
const HIDDEN = '\\u200b\\u202a-\\u202e\\u2060-\\u2069\\ufeff'

/** Text of one line: 1 to `most` characters, no control characters or hidden marks, no space around it. */
export const line = (most: number): Shape<string> => matching(new RegExp(`^(?=.{1,${most}}$)[^\\p{Cc}${HIDDEN}\\s](?:[^\\p{Cc}${HIDDEN}]*[^\\p{Cc}${HIDDEN}\\s])?$`, 'u'), `is one line of 1 to ${most} characters without space around it, and without marks that hide or turn text`)

/** Text of many lines: 1 to `most` characters, LF between lines. */
export const prose = (most: number): Shape<string> => matching(new RegExp(`^(?=[\\s\\S]{1,${most}}$)(?:[^\\p{Cc}\\u2028\\u2029${HIDDEN}]|\\n)+$`, 'u'), `is text of 1 to ${most} characters, lines ending in LF, without marks that hide or turn text`)

export const matching = <T extends string = string>(pattern: RegExp, rule: string): Shape<T> => ({
  read: (value, pointer) => (typeof value === 'string' && value.isWellFormed() && pattern.test(value) ? (value as T) : wrong(pointer, rule)),
})

export const oneOf = <const V extends readonly string[]>(values: V): Shape<V[number]> => ({
  read: (value, pointer) => (typeof value === 'string' && values.includes(value) ? value : wrong(pointer, `is one of ${values.join(', ')}`)),
})

export const list = <T>(of: Shape<T>, { least = 0, most }: { least?: number; most: number }): Shape<T[]> => ({
  read(value, pointer) {
    if (!Array.isArray(value) || value.length < least || value.length > most) return wrong(pointer, `is a list of ${least} to ${most}`)
    return value.map((each, index) => of.read(each, `${pointer}/${index}`))
  },
})

export const sha256Hex = matching(/^[0-9a-f]{64}$/, 'is a SHA-256 in 64 lower-case hexadecimal figures')
export const publicKeyHex = matching(/^[0-9a-f]{64}$/, 'is a raw Ed25519 public key (RFC 8032) in 64 lower-case hexadecimal figures')
export const organisationId = matching<`org_${string}`>(/^org_[0-9a-hjkmnp-tv-z]{20}$/, 'is an organisation’s id, org_…')
export const factId = matching<`fact_${string}`>(/^fact_[0-9a-hjkmnp-tv-z]{20}$/, 'is the id of an earlier act, fact_…')
export const day: Shape<string> = {
  read: (value, pointer) => (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && isInCalendar(value) ? value : wrong(pointer, 'is a day of the calendar, 2026-11-22')),
}
export const language = matching(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'is a language tag (BCP 47), like en or pt-BR')
export const country = matching(/^[A-Z]{2}$/, 'is a country (ISO 3166-1 alpha-2), like FR')

/** RFC 3339, UTC, `Z`, with up to six decimals. */
export const instant: Shape<string> = {
  read(value, pointer) {
    const good = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z$/.test(value) && isInCalendar(value)
    return good ? (value as string) : wrong(pointer, 'is an instant in UTC (RFC 3339), 2026-11-22T08:00:00Z')
  },
}

/** ECMAScript takes 30 February for 2 March, and 24:00 for the next day. Of the years 1684 to 2255, which microseconds can count. */
function isInCalendar(value: string): boolean {
  return new Date(value).getUTCDate() === Number(value.slice(8, 10)) && Number.isSafeInteger(Date.parse(value) * 1000)
}

const escape = (name: string): string => name.slice(0, 80).replaceAll('~', '~0').replaceAll('/', '~1')

