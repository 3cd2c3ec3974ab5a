/**
 * What every version scheme is: a parser that gives a key, and an order of keys. The orders of the ecosystems are in
 * their own files; `schemes.ts` holds the list.
 */
import { limitText, quote, VulnsError } from '../error.ts'

/** The longest version that is read, in characters. */
export const MAX_VERSION_LENGTH = 1024

declare const compiled: unique symbol

/** A version that was parsed once, to be compared often. It belongs to the scheme that made it. */
export interface CompiledVersion {
  readonly [compiled]: true
}

export interface VersionScheme {
  readonly name: string
  /** Throws `bad-version`, `too-large`. */
  compile(text: string): CompiledVersion
  compareCompiled(a: CompiledVersion, b: CompiledVersion): number
  /** Negative, 0 or positive. Throws `bad-version`, `too-large`. */
  compare(a: string, b: string): number
  isValid(text: string): boolean
  /** The spelling that the scheme prefers, where it has one; otherwise the text. Throws `bad-version`. */
  normalize(text: string): string
}

interface Definition<Key> {
  readonly name: string
  /** The key, or undefined when the scheme has no such version. */
  readonly parse: (text: string) => Key | undefined
  readonly compare: (a: Key, b: Key) => number
  readonly normalize?: (text: string, key: Key) => string
}

export function defineScheme<Key>({ name, parse, compare, normalize }: Definition<Key>): VersionScheme {
  function keyOf(text: string): Key {
    limitText(text, MAX_VERSION_LENGTH, 'a version')
    const key = parse(text)
    if (key === undefined) throw new VulnsError('bad-version', `${quote(text)} is not a version of the scheme ${name}`)
    return key
  }
  return {
    name,
    // The only door between the opaque type and the scheme's own keys.
    compile: (text) => keyOf(text) as unknown as CompiledVersion,
    compareCompiled: (a, b) => compare(a as unknown as Key, b as unknown as Key),
    compare: (a, b) => compare(keyOf(a), keyOf(b)),
    isValid: (text) => text.length <= MAX_VERSION_LENGTH && parse(text) !== undefined,
    normalize: (text) => {
      const key = keyOf(text)
      return normalize === undefined ? text : normalize(text, key)
    },
  }
}
