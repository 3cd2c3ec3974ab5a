/** Reads numbers, names and strings from bytes, and never past their end. RFC 1035 §4.1.4 for compressed names. */
import { BaselineError, type BaselineErrorCode } from '../errors.ts'
import { MOST_NAME_BYTES } from './name.ts'

export type Reader = {
  readonly at: number
  readonly left: number
  u8(): number
  u16(): number
  u32(): number
  take(length: number): Uint8Array
  rest(): Uint8Array
  /** Labels; a pointer may only lead to what stands before it, and is followed only where the message is given whole. */
  name(): Uint8Array[]
}

/** From `start` up to `end` of `bytes`. Throws `code` on whatever does not fit, naming `what`. */
export function createReader(bytes: Uint8Array, { what, code, start = 0, end = bytes.length, pointers = false }: {
  what: string; code: BaselineErrorCode; start?: number; end?: number; pointers?: boolean
}): Reader {
  let at = start
  const refuse = (rule: string): BaselineError => new BaselineError(code, what, rule)
  const take = (length: number): Uint8Array => {
    if (length > end - at) throw refuse('is cut short')
    at += length
    return bytes.subarray(at - length, at)
  }
  const number = (length: number): number => take(length).reduce((value, byte) => value * 256 + byte, 0)
  const name = (): Uint8Array[] => {
    const labels: Uint8Array[] = []
    let size = 1
    let from = at
    let bound = end
    let followed = false
    for (;;) {
      const length = bytes[from]
      if (length === undefined || from >= bound) throw refuse('has a name that is cut short')
      if (length >= 0xc0 && pointers) {
        const low = bytes[from + 1]
        if (low === undefined || from + 1 >= bound) throw refuse('has a name that is cut short')
        const to = ((length & 0x3f) << 8) | low
        if (!followed) at = from + 2
        if (to >= from) throw refuse('has a name that points forward')
        followed = true
        // what is pointed to ends before the pointer, so that every hop goes further back
        bound = from
        from = to
        continue
      }
      if (length > 63) throw refuse('has a label of an unknown kind')
      if (from + 1 + length > bound) throw refuse('has a name that is cut short')
      if (length === 0) {
        if (!followed) at = from + 1
        return labels
      }
      size += length + 1
      if (size > MOST_NAME_BYTES) throw refuse(`has a name of more than ${MOST_NAME_BYTES} bytes`)
      labels.push(bytes.subarray(from + 1, from + 1 + length))
      from += 1 + length
    }
  }
  return {
    get at() { return at },
    get left() { return end - at },
    u8: () => number(1), u16: () => number(2), u32: () => number(4),
    take, rest: () => take(end - at), name,
  }
}
