/**
 * Large bytes that the store answered with or that were sent, given back at once instead of when the collector finds them
 * (those that come in: large-bytes.ts). V8 counts what lies outside its heap as memory of its own and walks the whole heap
 * each time some 64 MB have gone through: every few dozen pages of a thousand objects.
 */
import type { ServerResponse } from 'node:http'

/** Smaller ones are not worth it, and may lie in the pool of Buffer. */
const LEAST_BYTES = 64 * 1024

/** Gives the memory back; from here on the bytes read as empty. A view of a part of something larger is left to the collector. */
export function giveBack({ buffer, byteLength }: Uint8Array): void {
  if (byteLength < LEAST_BYTES || byteLength !== buffer.byteLength || buffer instanceof SharedArrayBuffer) return
  buffer.transfer(0)
}

/** Once the system has taken them all. Where the line was cut before, a write may still hold them: then the collector has them. */
export function giveBackOnceSent(answer: ServerResponse, bytes: Uint8Array): void {
  if (bytes.byteLength < LEAST_BYTES) return
  const { socket } = answer // by then the answer no longer knows it
  answer.once('finish', () => {
    if (answer.errored === null && socket?.destroyed === false) giveBack(bytes)
  })
}
