/** What this package throws: one class, one closed list of codes that never change. */

export type StixErrorCode =
  | 'bad-timestamp'
  | 'bad-id'
  | 'bad-json'
  | 'bad-utf8'
  | 'lone-surrogate'
  | 'duplicate-key'
  | 'bad-envelope'
  | 'too-deep'
  | 'too-many-objects'

/** `offset` counts bytes from the start of the text that was read, where there was one. */
export class StixError extends Error {
  override readonly name = 'StixError'
  readonly code: StixErrorCode
  readonly offset: number | undefined

  constructor(code: StixErrorCode, message: string, offset?: number) {
    super(offset === undefined ? message : `${message} (byte ${offset})`)
    this.code = code
    this.offset = offset
  }
}
