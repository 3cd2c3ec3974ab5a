/**
 * Edge cases of Ed25519, made from the curve equation: every pair of low-order and mixed-order points as A and R, in every
 * encoding, with and without a residue of low order, and S beyond L. The classes are those of the CCTV ed25519 vectors.
 * Holds no test of its own; expected verdicts follow from how a case was made, not from any verifier.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'

const P = 2n ** 255n - 19n
export const L = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n
const mod = (n: bigint, m = P): bigint => ((n % m) + m) % m

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, mod(base)]
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % P
    square = (square * square) % P
  }
  return result
}
const inverse = (n: bigint): bigint => power(n, P - 2n)
const D = mod(-121_665n * inverse(121_666n))

type Point = readonly [x: bigint, y: bigint]
const ZERO: Point = [0n, 1n]

/** RFC 8032 §5.1.4, in affine coordinates. */
function add([x1, y1]: Point, [x2, y2]: Point): Point {
  const product = mod(D * x1 * x2 * y1 * y2)
  return [mod((x1 * y2 + x2 * y1) * inverse(1n + product)), mod((y1 * y2 + x1 * x2) * inverse(1n - product))]
}

function times(scalar: bigint, point: Point): Point {
  let [result, double] = [ZERO, point]
  for (let rest = scalar; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = add(result, double)
    double = add(double, double)
  }
  return result
}

/** RFC 8032 §5.1.3: the even root of x^2 = (y^2 - 1) / (d y^2 + 1). */
function pointAt(y: bigint): Point {
  const square = mod((y * y - 1n) * inverse(D * y * y + 1n))
  const candidate = power(square, (P + 3n) / 8n)
  const x = mod(candidate * candidate) === square ? candidate : mod(candidate * power(2n, (P - 1n) / 4n))
  assert.equal(mod(x * x), square, 'not a point of the curve')
  return [x % 2n === 0n ? x : P - x, y]
}

export function littleEndian(n: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, at) => Number((n >> BigInt(8 * at)) & 255n))
}
const encode = ([x, y]: Point): Uint8Array => littleEndian(y | ((x & 1n) << 255n))
const number = (bytes: Uint8Array): bigint => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n)

const BASE = pointAt(mod(4n * inverse(5n)))
/** A point of order 8: what is left of some point when its part of order L is taken away. */
const EIGHTH = (() => {
  for (let y = 2n; ; y++) {
    try {
      const candidate = times(L, pointAt(y))
      if (times(4n, candidate)[1] !== 1n) return candidate
    } catch {
      // no point has this y
    }
  }
})()

/** scalar * B + torsion * EIGHTH, in one of its encodings. */
type Coded = { readonly scalar: bigint; readonly torsion: bigint; readonly bytes: Uint8Array; readonly canonical: Uint8Array }

/** The 8 points of low order, in all of their 14 encodings: y + p where it fits, and -0 for x = 0. */
export const LOW_ORDER: readonly Coded[] = Array.from({ length: 8 }, (_, torsion) => times(BigInt(torsion), EIGHTH)).flatMap(([x, y], torsion) => {
  const ys = [y, y + P].filter((n) => n < 2n ** 255n)
  const signs = x === 0n ? [0n, 1n] : [x & 1n]
  return ys.flatMap((n) => signs.map((sign) => ({ scalar: 0n, torsion: BigInt(torsion), bytes: littleEndian(n | (sign << 255n)), canonical: encode([x, y]) })))
})

function mixed(scalar: bigint): Coded[] {
  const point = times(scalar, BASE)
  return Array.from({ length: 8 }, (_, torsion) => {
    const bytes = encode(add(point, times(BigInt(torsion), EIGHTH)))
    return { scalar, torsion: BigInt(torsion), bytes, canonical: bytes }
  })
}

export type EdgeCase = { readonly name: string; readonly publicKey: Uint8Array; readonly message: Uint8Array; readonly signature: Uint8Array; readonly accept: boolean }

/** k = SHA-512(R || A || M), reduced. */
const challenge = (r: Uint8Array, a: Uint8Array, message: Uint8Array): bigint =>
  number(new Uint8Array(createHash('sha512').update(r).update(a).update(message).digest())) % L

const MESSAGES_TRIED = 64

export function edgeCases(): EdgeCase[] {
  const keys = [...LOW_ORDER, ...mixed(number(littleEndian(123_456_789n ** 9n)) % L)]
  const nonces = [...LOW_ORDER, ...mixed(number(littleEndian(987_654_321n ** 8n)) % L)]
  return keys.flatMap((a, at) => nonces.flatMap((r, beside) => casesOf(a, r, `A ${at}, R ${beside}`)))
}

function casesOf(a: Coded, r: Coded, name: string): EdgeCase[] {
  const cases = new Map<string, EdgeCase>()
  for (let at = 0; at < MESSAGES_TRIED; at++) {
    const message = new TextEncoder().encode(`edge case ${at}`)
    for (const reencoded of a.bytes === a.canonical && r.bytes === r.canonical ? [false] : [false, true]) {
      const k = reencoded ? challenge(r.canonical, a.canonical, message) : challenge(r.bytes, a.bytes, message)
      const residue = (k * a.torsion + r.torsion) % 8n !== 0n
      const s = (r.scalar + k * a.scalar) % L
      const strict = a.scalar !== 0n && r.scalar !== 0n && !residue
      for (const beyond of [false, true]) {
        const kind = `${name}${residue ? ', residue' : ''}${reencoded ? ', k of the canonical encoding' : ''}${beyond ? ', S + L' : ''}`
        if (cases.has(kind)) continue
        const signature = Uint8Array.of(...r.bytes, ...littleEndian(beyond ? s + L : s))
        cases.set(kind, { name: kind, publicKey: a.bytes, message, signature, accept: strict && !reencoded && !beyond })
      }
    }
  }
  return [...cases.values()]
}
