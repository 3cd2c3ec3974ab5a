/**
 * Bytes of many megabytes outside the allocator's heaps: pages of their own that grow as bytes come, are moved from thread
 * to thread without a copy, and go back to the system the moment they are let go, not when garbage is next collected.
 * ECMA-262 §25.1 (resizable ArrayBuffer). Typed arrays on them are slow in loops; everything that hands them on is not.
 */

const STEP = 1024 * 1024

/** What comes piece by piece, at most `most` bytes; only what has come is held. `whole` is called once, at the end. */
export function createLargeBytes(most: number) {
  const memory = new ArrayBuffer(0, { maxByteLength: most })
  let size = 0
  return {
    /** Throws RangeError beyond `most`. */
    add(piece: Uint8Array): void {
      if (size + piece.length > memory.byteLength) memory.resize(Math.max(size + piece.length, Math.min(most, memory.byteLength + STEP)))
      new Uint8Array(memory, size, piece.length).set(piece)
      size += piece.length
    },
    whole(): Buffer<ArrayBuffer> {
      memory.resize(size)
      return Buffer.from(memory, 0, size)
    },
    letGo: (): void => memory.resize(0),
  }
}

/** The same bytes as they may be moved: as they are when they came as large bytes and as a whole, otherwise a copy. */
export function movable(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (isLarge(bytes)) return bytes
  const copy = createLargeBytes(bytes.length)
  copy.add(bytes)
  return copy.whole()
}

const isLarge = (bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> =>
  bytes.buffer instanceof ArrayBuffer && bytes.buffer.resizable && bytes.byteLength === bytes.buffer.byteLength

/** Gives back the memory under these bytes, which read as none from now on; nothing when they were moved away. */
export function letGo(bytes: Uint8Array): void {
  if (bytes.buffer instanceof ArrayBuffer && bytes.buffer.resizable && !bytes.buffer.detached) bytes.buffer.transferToFixedLength(0)
}
