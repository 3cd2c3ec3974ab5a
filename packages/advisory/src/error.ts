/** What can go wrong: one error class with a closed set of codes; findings are the several things to say about one draft. */

export type AdvisoryErrorCode =
  | 'too-large' // longer, deeper or of more members than the limit that the message names
  | 'bad-json' // not JSON, or JSON that two readers could read differently
  | 'bad-draft' // not a draft by its shape
  | 'bad-document' // a document to import that its own format refuses
  | 'nothing-to-say' // the draft has nothing of what the format is about

/** One thing to say about a draft: where (JSON Pointer, RFC 6901), by which rule, what is wrong, what to do. */
export interface Finding {
  /** `error`: formats cannot be made of it. `warning`: they can, and it is worth a look. */
  readonly level: 'error' | 'warning'
  readonly path: string
  readonly rule: string
  readonly message: string
  readonly fix: string
}

export class AdvisoryError extends Error {
  override readonly name = 'AdvisoryError'
  readonly code: AdvisoryErrorCode
  readonly findings: readonly Finding[]

  constructor(code: AdvisoryErrorCode, message: string, about: { findings?: readonly Finding[]; cause?: unknown } = {}) {
    super(message, about.cause === undefined ? undefined : { cause: about.cause })
    this.code = code
    this.findings = about.findings ?? []
  }
}

/** A text for a message: shortened, so that a hostile megabyte does not travel on in logs. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}
