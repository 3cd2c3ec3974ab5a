/** SHA-256 (FIPS 180-4) without promises: a worker asks it a million times, and a page without https has no other. */

const primes = (many: number): number[] => {
  const found: number[] = []
  for (let n = 2; found.length < many; n++) if (found.every((prime) => n % prime !== 0)) found.push(n)
  return found
}
const fraction = (root: number): number => ((root - Math.floor(root)) * 2 ** 32) | 0
/** §4.2.2 and §5.3.3: the fractional parts of cube and square roots of the first primes. */
const K = Int32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)))
const START = Int32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)))

const schedule = new Int32Array(64)

export const begin = (): Int32Array => START.slice()

/** §6.2.2: `state` taken on by one block of 16 words. */
export function compress(state: Int32Array, block: Int32Array): void {
  const w = schedule
  for (let t = 0; t < 16; t++) w[t] = block[t]!
  for (let t = 16; t < 64; t++) {
    const a = w[t - 15]!
    const b = w[t - 2]!
    const s0 = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3)
    const s1 = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10)
    w[t] = (w[t - 16]! + s0 + w[t - 7]! + s1) | 0
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
  for (let t = 0; t < 64; t++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const one = (h + s1 + ((e & f) ^ (~e & g)) + K[t]! + w[t]!) | 0
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + two) | 0
  }
  state[0]! += a
  state[1]! += b
  state[2]! += c
  state[3]! += d
  state[4]! += e
  state[5]! += f
  state[6]! += g
  state[7]! += h
}

/** The digest as 8 words. */
export function sha256(message: Uint8Array): Int32Array {
  // §5.1.1: a one, zeros, and the length in bits
  const bytes = new Uint8Array(Math.ceil((message.length + 9) / 64) * 64)
  bytes.set(message)
  bytes[message.length] = 0x80
  const view = new DataView(bytes.buffer)
  view.setUint32(bytes.length - 4, message.length * 8)
  const state = begin()
  const block = new Int32Array(16)
  for (let at = 0; at < bytes.length; at += 64) {
    for (let t = 0; t < 16; t++) block[t] = view.getInt32(at + t * 4)
    compress(state, block)
  }
  return state
}
