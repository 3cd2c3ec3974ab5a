/** What the vault refuses, with codes that never change. None of it is a caller's doing: the door shows it as our own fault. */

export type VaultErrorCode =
  /** These bytes are no sealed item, or one of a version this program does not know. */
  | 'not-sealed'
  /** Sealed under a key that is not in the vault's file. */
  | 'unknown-key'
  /** Changed, cut short, put together anew, or moved here from another place. */
  | 'not-whole'
  /** More than an item may have. */
  | 'too-large'
  /** The key file is missing, unreadable, or not the one of this store. */
  | 'key-file'

export class VaultError extends Error {
  readonly code: VaultErrorCode

  constructor(code: VaultErrorCode, detail: string, cause?: unknown) {
    super(detail, { cause })
    this.name = 'VaultError'
    this.code = code
  }
}
