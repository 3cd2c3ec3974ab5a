/**
 * Encryption at rest: what lies in the database or in files of the hub is worth nothing without the vault's key file, which
 * lies apart from both and in no back-up. Each item has a fresh data key of its own, wrapped by the vault's newest key: wrapped
 * and not derived, so that a key of the vault seals 32 bytes at a time however much is kept, and another can take over without
 * touching the items. AES-256-GCM throughout (NIST SP 800-38D); the bytes are drawn in vault/envelope.ts and vault/chunks.ts.
 * It hides what an item says, not how long it is or that it is there.
 */
import type { Random } from '../kernel/index.ts'
import { CHUNK_BYTES, chunkOpener, chunkSealer, piecesFrom, piecesOf, SEALED_CHUNK_BYTES } from './vault/chunks.ts'
import { HEAD_BYTES, makeHead, openHead, type VaultKey } from './vault/envelope.ts'
import { VaultError } from './vault/error.ts'

export { VaultError, type VaultErrorCode } from './vault/error.ts'
export { vaultKey, type VaultKey } from './vault/envelope.ts'
export { LARGEST_BYTES } from './vault/chunks.ts'

/**
 * `about` says what an item is and where it belongs (`cases.files.body case_…`), at least its table, column and id: opened
 * under another, it is refused. Items have at most 64 MiB. Whole and stream make the same bytes; either opens the other's.
 */
export type Vault = {
  seal(bytes: Uint8Array, about: string): Uint8Array
  /** Throws VaultError. */
  open(sealed: Uint8Array, about: string): Uint8Array
  sealStream(clear: AsyncIterable<Uint8Array>, about: string): AsyncIterable<Uint8Array>
  /** Each part it gives is genuine and in its place; that nothing is missing is known only once it ends without a VaultError. */
  openStream(sealed: AsyncIterable<Uint8Array>, about: string): AsyncIterable<Uint8Array>
  /** Text the same way, for columns. */
  sealText(text: string, about: string): Uint8Array
  openText(sealed: Uint8Array, about: string): string
}

/** `keys`: oldest first; all of them open, the last one seals. */
export function createVault({ keys, random }: { keys: readonly VaultKey[]; random: Random }): Vault {
  const newest = keys.at(-1)
  if (newest === undefined) throw new VaultError('key-file', 'a vault has at least one key')

  const seal = (bytes: Uint8Array, about: string): Uint8Array => {
    const { head, dataKey } = makeHead(newest, about, random)
    const sealChunk = chunkSealer(dataKey, about)
    return joined([head, ...piecesOf(bytes, CHUNK_BYTES).map(sealChunk)])
  }

  const open = (sealed: Uint8Array, about: string): Uint8Array => {
    const openChunk = chunkOpener(openHead(sealed, about, keys), about)
    return joined(piecesOf(sealed.subarray(HEAD_BYTES), SEALED_CHUNK_BYTES).map(openChunk).toArray())
  }

  async function* sealStream(clear: AsyncIterable<Uint8Array>, about: string): AsyncGenerator<Uint8Array> {
    const { head, dataKey } = makeHead(newest!, about, random)
    const sealChunk = chunkSealer(dataKey, about)
    yield head
    for await (const piece of piecesFrom(clear, CHUNK_BYTES)) yield sealChunk(piece)
  }

  async function* openStream(sealed: AsyncIterable<Uint8Array>, about: string): AsyncGenerator<Uint8Array> {
    let openChunk: ReturnType<typeof chunkOpener> | undefined
    for await (const piece of piecesFrom(sealed, SEALED_CHUNK_BYTES, HEAD_BYTES)) {
      if (openChunk !== undefined) yield openChunk(piece)
      else if (piece.last) throw new VaultError('not-whole', `${about} ends before its first chunk`)
      else openChunk = chunkOpener(openHead(piece.bytes, about, keys), about)
    }
  }

  return {
    seal, open, sealStream, openStream,
    sealText: (text, about) => seal(Buffer.from(text, 'utf8'), about),
    openText: (sealed, about) => textOf(open(sealed, about)),
  }
}

const textOf = ({ buffer, byteOffset, byteLength }: Uint8Array): string => Buffer.from(buffer, byteOffset, byteLength).toString('utf8')

/** In memory of its own: callers may hand it on to another thread. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
