/**
 * What can go wrong: one error class with a closed set of codes. Each code names the format that was refused; the words
 * name the place, the rule and the fix. Findings are the several things a validator has to say about one document.
 */

export type VulnsErrorCode =
  | 'too-large' // longer, deeper or of more members than the limit that the message names
  | 'bad-json' // not JSON, or JSON that two readers could read differently
  | 'bad-purl'
  | 'bad-version' // the scheme has no such version
  | 'bad-vers'
  | 'unknown-scheme' // no rules of order are known for it
  | 'bad-cve'
  | 'bad-osv'
  | 'bad-openvex'
  | 'bad-cvss'
  | 'bad-ssvc'

/** One thing that is wrong with a document: where (JSON Pointer, RFC 6901), by which rule, in words. */
export interface Finding {
  /** `error`: the specification forbids it. `warning`: it is allowed, or unknown, and worth a look. */
  readonly level: 'error' | 'warning'
  readonly path: string
  readonly rule: string
  readonly message: string
}

export class VulnsError extends Error {
  override readonly name = 'VulnsError'
  readonly code: VulnsErrorCode
  /** Everything that a validator found; empty where the error is about one thing. */
  readonly findings: readonly Finding[]

  constructor(code: VulnsErrorCode, message: string, about: { findings?: readonly Finding[]; cause?: unknown } = {}) {
    super(message, about.cause === undefined ? undefined : { cause: about.cause })
    this.code = code
    this.findings = about.findings ?? []
  }
}

/** The text for an error message: shortened, so that a hostile megabyte does not travel on in logs. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}

/** Throws `too-large` when `text` has more than `most` characters. */
export function limitText(text: string, most: number, what: string): void {
  if (text.length > most) {
    throw new VulnsError('too-large', `${what} has ${text.length} characters; at most ${most} are read`)
  }
}
