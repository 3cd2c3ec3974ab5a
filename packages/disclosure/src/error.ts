/** Saying no: one error class with a closed set of codes, each with its rule, the fix and the place it comes from: see refusals.ts. */
import { REFUSALS, type DisclosureErrorCode } from './refusals.ts'

export type { DisclosureErrorCode } from './refusals.ts'

/** What is forbidden and why: shown to people as it is. */
export type Refused = { readonly code: DisclosureErrorCode; readonly rule: string; readonly fix: string; readonly source: string }

export class DisclosureError extends Error implements Refused {
  override readonly name = 'DisclosureError'
  readonly code: DisclosureErrorCode
  readonly rule: string
  readonly fix: string
  readonly source: string

  constructor(code: DisclosureErrorCode) {
    const { rule, fix, source } = REFUSALS[code]
    super(`${rule}; ${fix}`)
    this.code = code
    this.rule = rule
    this.fix = fix
    this.source = source
  }
}

export const refuse = (code: DisclosureErrorCode): DisclosureError => new DisclosureError(code)
export const refusedBy = (code: DisclosureErrorCode): Refused => ({ code, ...REFUSALS[code] })
