/**
 * in-toto Statement v1: which things, by their digest, something is said about. The predicate is left to whoever knows
 * its type. Fields that the specification does not know are ignored for meaning, and kept (README §Parsing rules).
 */
import { AttestError } from './errors.ts'
import { isObject, parseJson, type JsonObject } from './json.ts'

export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1'
/** Envelope layer: the payload type of every statement in JSON. */
export const STATEMENT_PAYLOAD_TYPE = 'application/vnd.in-toto+json'

/** Algorithm to value; the named standard algorithms in lower-case hexadecimal. */
export type DigestSet = { readonly [algorithm: string]: string }
/** The fields of a ResourceDescriptor that a subject is matched by. Others are kept beside. */
export type Subject = { name?: string; uri?: string; digest: DigestSet }
export type Statement = {
  _type: typeof STATEMENT_TYPE
  subject: Subject[]
  predicateType: string
  /** Unset is the same as empty. */
  predicate: JsonObject
}

/** Hexadecimal figures of the standard algorithms in use (DigestSet §Supported algorithms). */
const FIGURES: Readonly<Record<string, number>> = {
  sha1: 40, sha224: 56, sha256: 64, sha384: 96, sha512: 128, sha512_224: 56, sha512_256: 64,
  sha3_224: 56, sha3_256: 64, sha3_384: 96, sha3_512: 128, md5: 32, dirHash1: 64,
}

/** From the payload of a verified envelope. Throws AttestError with the pointer of the field. */
export function parseStatement(input: string | Uint8Array): Statement {
  const value = parseJson(input)
  if (!isObject(value)) throw wrong('', 'is an object')
  const { _type, subject, predicateType, predicate = {} } = value
  if (_type !== STATEMENT_TYPE) throw wrong('/_type', `is ${STATEMENT_TYPE}`)
  if (!Array.isArray(subject) || subject.length === 0) throw wrong('/subject', 'is a list of at least one')
  if (typeof predicateType !== 'string' || !/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/.test(predicateType)) throw wrong('/predicateType', 'is a URI')
  if (!isObject(predicate)) throw wrong('/predicate', 'is an object')
  return { ...value, _type, subject: subject.map(parseSubject), predicateType, predicate }
}

function parseSubject(value: unknown, at: number): Subject {
  const pointer = `/subject/${at}`
  if (!isObject(value)) throw wrong(pointer, 'is an object')
  const { name, uri, digest } = value
  if (name !== undefined && typeof name !== 'string') throw wrong(`${pointer}/name`, 'is text')
  if (uri !== undefined && typeof uri !== 'string') throw wrong(`${pointer}/uri`, 'is text')
  if (!isObject(digest) || Object.keys(digest).length === 0) throw wrong(`${pointer}/digest`, 'is an object with at least one digest')
  return { ...value, ...(name === undefined ? {} : { name }), ...(uri === undefined ? {} : { uri }), digest: parseDigest(digest, `${pointer}/digest`) }
}

function parseDigest(digest: JsonObject, pointer: string): DigestSet {
  const read: [string, string][] = Object.entries(digest).map(([algorithm, value]) => {
    const at = `${pointer}/${algorithm.slice(0, 80).replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (typeof value !== 'string' || value === '') throw wrong(at, 'is text')
    const figures = Object.hasOwn(FIGURES, algorithm) ? FIGURES[algorithm] : undefined
    if (figures !== undefined && !(value.length === figures && /^[0-9a-f]*$/.test(value))) throw wrong(at, `has ${figures} lower-case hexadecimal figures`)
    return [algorithm, value]
  })
  return Object.fromEntries(read)
}

/** Two sets mean one thing when any digest of the algorithms that the caller trusts is the same in both. */
export function matchesDigest(a: DigestSet, b: DigestSet, algorithms: readonly string[] = ['sha256']): boolean {
  return algorithms.some((algorithm) => Object.hasOwn(a, algorithm) && Object.hasOwn(b, algorithm) && a[algorithm] === b[algorithm])
}

/** One line of JSON, in the specification's order. Sign these bytes, and keep them. */
export const printStatement = ({ _type, subject, predicateType, predicate, ...rest }: Statement): string =>
  JSON.stringify({ _type, subject, predicateType, predicate, ...rest })

const wrong = (pointer: string, rule: string): AttestError => new AttestError('malformed-statement', pointer, rule)
