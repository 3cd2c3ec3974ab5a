/**
 * The points of edwards25519 that have small order (1, 2, 4 or 8), by their y coordinate, canonical or not, as 32 bytes in
 * little-endian order without the sign bit; and the two limits that an encoding must stay below: p and the group order L.
 * RFC 8032 §5.1; the list can be made again from the curve equation, which a test does.
 */
import { readHex } from './bytes.ts'

const table = (...rows: readonly string[]): readonly Uint8Array[] => rows.map((row) => readHex(row) ?? new Uint8Array())

/** Every encoding of every y that belongs to a point of small order; with both signs these are all 14 and more. */
export const SMALL_ORDER_Y: readonly Uint8Array[] = table(
  '0000000000000000000000000000000000000000000000000000000000000000', // y = 0, order 4
  '0100000000000000000000000000000000000000000000000000000000000000', // y = 1, order 1
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', // order 8
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', // order 8
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', // y = p - 1, order 2
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', // y = p, another 0
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', // y = p + 1, another 1
)

/** p = 2^255 - 19. */
const [FIELD, ORDER] = table(
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010', // L = 2^252 + 27742317777372353535851937790883648493
)

/** Is this the encoding of a point, or of none at all, that strict verification never accepts? Looks at 32 bytes from `from`. */
export function isRefusedPoint(bytes: Uint8Array, from: number): boolean {
  if (!isBelow(bytes, from, FIELD ?? new Uint8Array(), 0x7f)) return true
  return SMALL_ORDER_Y.some((y) => y.every((byte, at) => byte === ((bytes[from + at] ?? 0) & (at === 31 ? 0x7f : 0xff))))
}

/** RFC 8032 §5.1.7, step 1: S must be less than L. */
export const isReducedScalar = (bytes: Uint8Array, from: number): boolean => isBelow(bytes, from, ORDER ?? new Uint8Array(), 0xff)

/** Little-endian comparison of 32 bytes; `mask` is laid over the last byte. */
function isBelow(bytes: Uint8Array, from: number, limit: Uint8Array, mask: number): boolean {
  for (let at = 31; at >= 0; at--) {
    const byte = (bytes[from + at] ?? 0) & (at === 31 ? mask : 0xff)
    const edge = limit[at] ?? 0
    if (byte !== edge) return byte < edge
  }
  return false
}
