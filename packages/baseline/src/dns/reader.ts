/** Reads numbers, names and strings from bytes, and never past their end. RFC 1035 §4.1.4 for compressed names. */
import { BaselineError } from '../errors.ts'
import { reason, type ReasonCode } from '../reasons.ts'
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

/** What is read: a message, or one record. */
export type Read = 'message' | { type: string; name: string }
type Fault = { [Code in ReasonCode]: Code extends `message.${infer Name}` ? (`record.${Name}` extends ReasonCode ? Name : never) : never }[ReasonCode]

/** From `start` up to `end` of `bytes`. Throws `malformed-message` or `malformed-rdata` on whatever does not fit, naming `what`. */
export function createReader(bytes: Uint8Array, { what, start = 0, end = bytes.length, pointers = false }: {
  what: Read; start?: number; end?: number; pointers?: boolean
}): Reader {
  let at = start
  const refuse = (fault: Fault): BaselineError => refusal(what, fault)
  const take = (length: number): Uint8Array => {
    if (length > end - at) throw refuse('cut')
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
      if (length === undefined || from >= bound) throw refuse('name-cut')
      if (length >= 0xc0 && pointers) {
        const low = bytes[from + 1]
        if (low === undefined || from + 1 >= bound) throw refuse('name-cut')
        const to = ((length & 0x3f) << 8) | low
        if (!followed) at = from + 2
        if (to >= from) throw refuse('pointer')
        followed = true
        // what is pointed to ends before the pointer, so that every hop goes further back
        bound = from
        from = to
        continue
      }
      if (length > 63) throw refuse('label')
      if (from + 1 + length > bound) throw refuse('name-cut')
      if (length === 0) {
        if (!followed) at = from + 1
        return labels
      }
      size += length + 1
      if (size > MOST_NAME_BYTES) throw refuse('long-name')
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

function refusal(what: Read, fault: Fault): BaselineError {
  const most = MOST_NAME_BYTES
  if (what === 'message') return new BaselineError('malformed-message', fault === 'long-name' ? reason('message.long-name', { most }) : reason(`message.${fault}`))
  const { type } = what
  const name = what.name.slice(0, 255)
  return new BaselineError('malformed-rdata', fault === 'long-name' ? reason('record.long-name', { type, name, most }) : reason(`record.${fault}`, { type, name }))
}
