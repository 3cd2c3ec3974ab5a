/**
 * What validation finds. A finding names the object, the place (a JSON pointer, RFC 6901), the rule, and what would
 * be right. Errors break a MUST of STIX 2.1; warnings break a SHOULD, or say what other readers may not understand.
 */

export type FindingLevel = 'error' | 'warning'

export type FindingCode =
  | 'not-an-object'
  | 'missing-property'
  | 'wrong-type'
  | 'wrong-spec-version'
  | 'bad-id'
  | 'bad-reference'
  | 'bad-timestamp'
  | 'bad-value'
  | 'bad-name'
  | 'bad-hash'
  | 'bad-language'
  | 'bad-selector'
  | 'bad-pattern'
  | 'bad-extension'
  | 'bad-text'
  | 'empty'
  | 'not-in-enumeration'
  | 'not-in-vocabulary'
  | 'not-applicable'
  | 'reserved-name'
  | 'contradiction'
  | 'custom-type'
  | 'custom-property'
  | 'deprecated'
  | 'id-mismatch'
  | 'unusual-relationship'
  | 'too-deep'

export type Finding = {
  level: FindingLevel
  code: FindingCode
  objectId: string | undefined
  pointer: string
  rule: string
  message: string
  right: string
}

/** Tells whether a STIX pattern is one: undefined when it is, else where and why not. */
export type PatternChecker = (pattern: string) => { offset: number; message: string } | undefined

export type ValidateOptions = {
  /** Called for indicators of pattern_type `stix`. Given as undefined, patterns are taken as they come. */
  checkPattern?: PatternChecker | undefined
  /** False leaves warnings out, which is cheaper: nothing is looked up in open vocabularies, no id recomputed. */
  warnings?: boolean | undefined
}

export type Key = string | number

const NOTHING: readonly Finding[] = Object.freeze([])

/** Where validation stands in one object, and what it has found so far. Nothing is built until something is found. */
export class Inspection {
  readonly warnings: boolean
  readonly checkPattern: PatternChecker | undefined
  section = '3'
  #objectId: string | undefined = undefined
  #ofThisObject = 0
  #path: Key[] | undefined = undefined
  #findings: Finding[] | undefined = undefined

  constructor(warnings: boolean, checkPattern: PatternChecker | undefined) {
    this.warnings = warnings
    this.checkPattern = checkPattern
  }

  get findings(): readonly Finding[] {
    return this.#findings ?? NOTHING
  }

  /** So much was found about this object that nothing more is kept. */
  get full(): boolean {
    return this.#ofThisObject > MOST_FINDINGS
  }

  /** From here on, findings concern this object. */
  begin(id: unknown): void {
    this.#objectId = typeof id === 'string' ? id : undefined
    this.#ofThisObject = 0
  }

  enter(key: Key): void {
    if (this.#path === undefined) this.#path = [key]
    else this.#path.push(key)
  }

  leave(): void {
    this.#path?.pop()
  }

  error(code: FindingCode, key: Key | undefined, rule: string, message: string, right: string): void {
    this.#add('error', code, key, rule, message, right)
  }

  warn(code: FindingCode, key: Key | undefined, rule: string, message: string, right: string): void {
    if (this.warnings) this.#add('warning', code, key, rule, message, right)
  }

  #add(level: FindingLevel, code: FindingCode, key: Key | undefined, rule: string, message: string, right: string): void {
    if (++this.#ofThisObject > MOST_FINDINGS) return
    const steps = key === undefined ? (this.#path ?? []) : [...(this.#path ?? []), key]
    const finding: Finding = {
      level,
      code,
      objectId: this.#objectId,
      pointer: jsonPointer(steps),
      rule: `STIX 2.1 §${rule}`,
      message,
      right,
    }
    if (this.#findings === undefined) this.#findings = [finding]
    else this.#findings.push(finding)
  }
}

/** So that one hostile object cannot make a report of a million lines. */
const MOST_FINDINGS = 200

export function jsonPointer(steps: readonly Key[]): string {
  return steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** A value shortened to be shown in a message. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `"${value.length > 80 ? `${value.slice(0, 77)}...` : value}"`
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  return String(value)
}
