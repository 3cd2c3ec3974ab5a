/**
 * What two objects have in common when they say the same: their bytes, or else their canonical JSON (RFC 8785). Bytes
 * are hashed for every object; canonical JSON is made only where an id and version meet again in other bytes.
 */
import { hash } from 'node:crypto'

/** Half of a SHA-256: nobody finds a second object for a given digest. */
export const DIGEST_BYTES = 16

export function digestOf(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer').subarray(0, DIGEST_BYTES)
}

/** Whether two JSON texts say the same. */
export function saysTheSame(one: Uint8Array, other: Uint8Array): boolean {
  return canonical(JSON.parse(Buffer.from(one).toString())) === canonical(JSON.parse(Buffer.from(other).toString()))
}

/** RFC 8785 §3.2; the depth of what is given was limited when it was parsed. */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const object = value as { readonly [name: string]: unknown }
  let text = ''
  for (const name of Object.keys(object).sort()) {
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonical(object[name])}`
  }
  return `{${text}}`
}

/** A number of 52 bits for a text, to notice a change; nothing secret or contested depends on it. */
export function fingerprint(text: string, seed = 0): number {
  let high = 0xdeadbeef ^ seed
  let low = 0x41c6ce57 ^ seed
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return (high & 0xfffff) * 4294967296 + (low >>> 0)
}
