/** The work behind a form without an account, as server/src/platform/effort.ts checks it: a number whose digest begins with zeros. */
import { begin, compress, sha256 } from './sha256.ts'

/** Looks at the numbers from `from` on, at most `many`; gives the one that fits, or undefined. */
export function createSearch(challenge: string, bits: number): (from: number, many: number) => number | undefined {
  const block = new Int32Array(16)
  block.set(sha256(new TextEncoder().encode(challenge)))
  // 32 bytes of seed and 8 of the number: one block, 320 bits long
  block[10] = 0x8000_0000 | 0
  block[15] = 320
  const start = begin()
  const state = new Int32Array(8)
  return (from, many) => {
    for (let number = from; number < from + many; number++) {
      block[8] = Math.floor(number / 2 ** 32)
      block[9] = number | 0
      state.set(start)
      compress(state, block)
      if (zeroBits(state) >= bits) return number
    }
    return undefined
  }
}

/** How likely it was to have found one by now: the honest measure of how far it is. */
export const likelyBy = (tried: number, bits: number): number => 1 - Math.exp(-tried / 2 ** bits)

function zeroBits(words: Int32Array): number {
  const first = words.findIndex((word) => word !== 0)
  return first < 0 ? 256 : first * 32 + Math.clz32(words[first]!)
}
