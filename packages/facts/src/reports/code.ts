/**
 * The receipt code of a report, and the keys that follow from it: 160 bits of chance in groups that people can copy.
 * HKDF-SHA-256 (RFC 5869) gives an age identity (X25519), the secret that opens the mailbox, and the salt of the commitment.
 */
import { bech32 } from './bech32.ts'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const CODE_BYTES = 20
const BODY = 32
const CHECK = 4
const PREFIX = 'oar'

/** What the code does for whoever has it. All of it is made where the code is, and none of it gives the code back. */
export type ReceiptKeys = {
  /** `AGE-SECRET-KEY-1…`: reads the report and every message. */
  identity: string
  /** 32 bytes in base64url: shown to the hub to open the mailbox. */
  access: string
  /** SHA-256 of `access` as text, 64 hexadecimal figures: what the hub keeps. */
  accessSha256: string
  /** 32 bytes in base64: of the commitment in the log. */
  salt: string
}

/** From 20 bytes of chance: `oar-0123-4567-…`, eight groups and one that tells a slip of the pen. */
export async function printReceiptCode(bytes: Uint8Array): Promise<string> {
  if (bytes.length !== CODE_BYTES) throw new RangeError(`a receipt code is made of ${CODE_BYTES} bytes`)
  const text = base32(bytes) + (await checkOf(bytes))
  return `${PREFIX}-${(text.match(/.{4}/g) ?? []).join('-')}`
}

/** Forgives capitals, spaces, missing hyphens, and o, i, l for 0, 1, 1. Undefined where it is no code, or one letter of it is wrong. */
export async function parseReceiptCode(text: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (text.length > 200) return undefined
  const plain = text.toLowerCase().replace(/[^0-9a-z]/g, '')
  if (!plain.startsWith(PREFIX)) return undefined
  const body = plain.slice(PREFIX.length).replace(/o/g, '0').replace(/[il]/g, '1')
  if (body.length !== BODY + CHECK || body.includes('u')) return undefined
  const bytes = bytesOf(body.slice(0, BODY))
  return (await checkOf(bytes)) === body.slice(BODY) ? bytes : undefined
}

export async function receiptKeys(code: Uint8Array): Promise<ReceiptKeys> {
  const key = await crypto.subtle.importKey('raw', new Uint8Array(code), 'HKDF', false, ['deriveBits'])
  const derive = async (label: string) => new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: utf8(`openaccord/report/${label}/v1`) }, key, 256))
  const [identity, access, salt] = [await derive('identity'), base64(await derive('access')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''), await derive('salt')]
  return { identity: bech32('age-secret-key-', identity).toUpperCase(), access, accessSha256: await sha256Of(utf8(access)), salt: base64(salt) }
}

/** 64 lower-case hexadecimal figures. */
export async function sha256Of(bytes: Uint8Array): Promise<string> {
  return Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** RFC 4648 §4, with padding. */
export function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_190) text += btoa(String.fromCharCode(...bytes.subarray(at, at + 8_190)))
  return text
}

/** Twenty bits of SHA-256 over the code: one wrong letter in a million is not noticed. */
async function checkOf(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', utf8(`openaccord/report/check/v1 ${base32(bytes)}`))
  return base32(new Uint8Array(digest, 0, 5)).slice(0, CHECK)
}

function base32(bytes: Uint8Array): string {
  let [text, bits, kept] = ['', 0, 0]
  for (const byte of bytes) {
    kept = ((kept & 0xff) << 8) | byte
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET[(kept >> (bits - 5)) & 31]
  }
  return text
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array((text.length * 5) / 8)
  let [at, bits, kept] = [0, 0, 0]
  for (const letter of text) {
    kept = ((kept & 0xff) << 5) | ALPHABET.indexOf(letter)
    bits += 5
    if (bits >= 8) bytes[at++] = (kept >> (bits -= 8)) & 255
  }
  return bytes
}
