/**
 * Identifiers `type--uuid` (STIX 2.1 §2.9), read by hand because every object names several.
 * A UUID is written in lower case: ids are compared byte for byte, so two spellings would be two objects.
 */
import { StixError } from './error.ts'

export type StixId = `${string}--${string}`
export type StixIdParts = { type: string; uuid: string }

const UUID_LENGTH = 36
const DASH = 45

/** Hex digits of a lower-case UUID: 1 where the character code is one. */
const HEX = Uint8Array.from({ length: 128 }, (_, code) => (/[0-9a-f]/.test(String.fromCharCode(code)) ? 1 : 0))

/** The two halves of an id; throws `bad-id`. */
export function parseStixId(text: string): StixIdParts {
  if (!isStixId(text)) {
    throw new StixError('bad-id', `"${String(text).slice(0, 80)}" is not an identifier: write type--uuid in lower case`)
  }
  return { type: text.slice(0, text.length - UUID_LENGTH - 2), uuid: text.slice(-UUID_LENGTH) }
}

export function isStixId(text: unknown): text is StixId {
  if (typeof text !== 'string') return false
  const typeEnd = text.length - UUID_LENGTH - 2
  return typeEnd > 0 && isIdOf(text, typeEnd) && isTypeName(text, typeEnd)
}

/** The type half of something already known to be an id. */
export function typeOfId(id: string): string {
  return id.slice(0, id.length - UUID_LENGTH - 2)
}

/** Whether `text` is `type--uuid` with the given, already trusted, type. */
export function isIdOfType(text: string, type: string): boolean {
  return text.length === type.length + UUID_LENGTH + 2 && isIdOf(text, type.length) && text.startsWith(type)
}

/** 5 for a name-based SHA-1 UUID, 4 for a random one (RFC 9562 §4.2). */
export function uuidVersion(id: string): number {
  return id.charCodeAt(id.length - UUID_LENGTH + 14) - 48
}

/** `--` and a well-formed UUID of the RFC 9562 variant behind the first `typeEnd` characters. */
function isIdOf(text: string, typeEnd: number): boolean {
  if (text.charCodeAt(typeEnd) !== DASH || text.charCodeAt(typeEnd + 1) !== DASH) return false
  const start = typeEnd + 2
  for (let at = 0; at < UUID_LENGTH; at++) {
    const code = text.charCodeAt(start + at)
    if (at === 8 || at === 13 || at === 18 || at === 23) {
      if (code !== DASH) return false
    } else if (HEX[code] !== 1) return false
  }
  const version = text.charCodeAt(start + 14)
  const variant = text.charCodeAt(start + 19)
  return version >= 49 && version <= 56 && (variant === 56 || variant === 57 || variant === 97 || variant === 98)
}

/** STIX 2.1 §3.1, §11.2: three to 250 of a-z, 0-9 and single hyphens, beginning with a letter. */
export function isTypeName(text: string, length = text.length): boolean {
  if (length < 3 || length > 250) return false
  let previous = DASH
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at)
    const letter = code >= 97 && code <= 122
    const other = (code >= 48 && code <= 57) || (code === DASH && previous !== DASH)
    if (!letter && (at === 0 || !other)) return false
    previous = code
  }
  return previous !== DASH
}
