/**
 * Envelopes, written around the exact bytes of stored objects: nothing inside is parsed or printed anew.
 * Follows TAXII 2.1 §3.7. `more` is left out when false, `objects` when empty.
 */
import type { Onward } from './resources.ts'

/** What follows the last object of an envelope begun with envelopeHead. */
export const ENVELOPE_TAIL = ']}'

/** What goes before the first object: `{"more":true,"next":"…","objects":[`. For a page that has at least one. */
export function envelopeHead(more: boolean, next?: string): string {
  return `{${onwardText({ more, next })}"objects":[`
}

/** A page without objects: `{}`, or `{"more":true,"next":"…"}`. */
export function emptyEnvelope(more = false, next?: string): string {
  return `{${onwardText({ more, next }).slice(0, -1)}}`
}

/** One envelope around objects in bytes, each exactly as it was stored. */
export function printEnvelope(objects: readonly Uint8Array[], onward: Onward = { more: false }): Uint8Array {
  if (objects.length === 0) return utf8.encode(emptyEnvelope(onward.more, onward.next))
  const parts: Uint8Array[] = [utf8.encode(envelopeHead(onward.more, onward.next))]
  for (const [index, object] of objects.entries()) parts.push(...(index === 0 ? [] : [COMMA]), object)
  return joinBytes([...parts, utf8.encode(ENVELOPE_TAIL)])
}

/** One envelope around objects that are joined by commas already, as a store may hand them over. */
export function wrapEnvelope(joined: Uint8Array, onward: Onward = { more: false }): Uint8Array {
  return printEnvelope(joined.length === 0 ? [] : [joined], onward)
}

function onwardText({ more, next }: Onward): string {
  if (!more) return ''
  return next === undefined ? '"more":true,' : `"more":true,"next":${JSON.stringify(next)},`
}

const utf8 = new TextEncoder()
const COMMA = utf8.encode(',')

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
