/**
 * The body of a sealed item: chunks of 1 MiB under the item's own data key, each with its number and whether it is the last in
 * its nonce (the STREAM construction of Hoang, Reyhanitabar, Rogaway, Vizár 2015): reordered or cut off, it does not open.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto'
import { TAG_BYTES } from './envelope.ts'
import { VaultError } from './error.ts'

export const CHUNK_BYTES = 1024 * 1024
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES
/** The largest item, in clear. */
export const LARGEST_BYTES = 64 * 1024 * 1024
const NONCE_BYTES = 12

export type Piece = { bytes: Uint8Array; last: boolean }

/** Seals the chunks of one item in their order; the data key serves one item only. */
export function chunkSealer(dataKey: Uint8Array, about: string) {
  let count = 0
  return ({ bytes, last }: Piece): Uint8Array => {
    if (count * CHUNK_BYTES + bytes.length > LARGEST_BYTES) throw new VaultError('too-large', `${about} has more than the ${LARGEST_BYTES} bytes that one item may have`)
    const cipher = createCipheriv('aes-256-gcm', dataKey, nonceOf(count++, last))
    return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
  }
}

/** Opens them in the same order. Throws VaultError. */
export function chunkOpener(dataKey: Uint8Array, about: string) {
  let count = 0
  return ({ bytes, last }: Piece): Uint8Array => {
    const end = bytes.length - TAG_BYTES
    // a last chunk is empty only where the whole item is
    if (end < 0 || (end === 0 && count > 0) || count * CHUNK_BYTES + end > LARGEST_BYTES) throw notWhole(about)
    const decipher = createDecipheriv('aes-256-gcm', dataKey, nonceOf(count++, last), { authTagLength: TAG_BYTES }).setAuthTag(bytes.subarray(end))
    const clear = decipher.update(bytes.subarray(0, end))
    try {
      decipher.final() // a stream mode: everything has come already, this only checks the tag
      return clear
    } catch (cause) {
      throw notWhole(about, cause)
    }
  }
}

/** All of `bytes` in pieces of `size`; at least one, the last one marked. */
export function* piecesOf(bytes: Uint8Array, size: number): Generator<Piece> {
  let at = 0
  do {
    const end = Math.min(at + size, bytes.length)
    yield { bytes: bytes.subarray(at, end), last: end === bytes.length }
    at = end
  } while (at < bytes.length)
}

/** The same of what comes bit by bit; `first` is the size of the first piece. Holds one piece at a time. */
export async function* piecesFrom(source: AsyncIterable<Uint8Array>, size: number, first = size): AsyncGenerator<Piece> {
  let piece = new Uint8Array(first)
  let filled = 0
  for await (const part of source) {
    for (let at = 0; at < part.length; ) {
      if (filled === piece.length) {
        yield { bytes: piece, last: false }
        piece = new Uint8Array(size)
        filled = 0
      }
      const taken = part.subarray(at, at + piece.length - filled)
      piece.set(taken, filled)
      filled += taken.length
      at += taken.length
    }
  }
  yield { bytes: piece.subarray(0, filled), last: true }
}

function nonceOf(count: number, last: boolean): Uint8Array {
  const nonce = new Uint8Array(NONCE_BYTES)
  new DataView(nonce.buffer).setUint32(NONCE_BYTES - 5, count)
  nonce[NONCE_BYTES - 1] = Number(last)
  return nonce
}

const notWhole = (about: string, cause?: unknown): VaultError => new VaultError('not-whole', `${about} was changed or cut short`, cause)
