/**
 * What can go wrong: one error class with a closed set of codes. Each code names what was refused; the words name the
 * place, the rule and the fix. Findings are the several things that a check has to say about one document.
 */

export type CsafErrorCode =
  | 'too-large' // longer, deeper or of more members than the limit that the message names
  | 'bad-json' // not JSON, or JSON that two readers could read differently
  | 'bad-csaf' // not a CSAF 2.0 document by its schema
  | 'bad-provider-metadata'
  | 'bad-aggregator'
  | 'bad-rolie' // a feed, a service document or a category document
  | 'bad-listing' // index.txt, changes.csv or a hash file
  | 'bad-name' // no file name or folder can be made of what was given

/** One thing to say about a document: where (JSON Pointer, RFC 6901), by which rule, what is wrong, what to do. */
export interface Finding {
  /** `error`: not valid. `warning`: an optional test (§6.2). `information`: an informative test (§6.3). */
  readonly level: 'error' | 'warning' | 'information'
  readonly path: string
  /** A keyword of the schema (`required`, `pattern` …), or the number of a section (`6.1.1`). */
  readonly rule: string
  readonly message: string
  readonly fix: string
}

export class CsafError extends Error {
  override readonly name = 'CsafError'
  readonly code: CsafErrorCode
  /** Everything that was found; empty where the error is about one thing. */
  readonly findings: readonly Finding[]

  constructor(code: CsafErrorCode, message: string, about: { findings?: readonly Finding[]; cause?: unknown } = {}) {
    super(message, about.cause === undefined ? undefined : { cause: about.cause })
    this.code = code
    this.findings = about.findings ?? []
  }
}

/** A text for a message: shortened, so that a hostile megabyte does not travel on in logs. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}
