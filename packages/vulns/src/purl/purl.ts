/**
 * Package URLs: parse, build, compare. ECMA-427 (Package-URL, 1st edition), §5 the components, §5.6 their encoding,
 * §6 the type definitions, with the algorithms of package-url/purl-spec ("How to parse", "How to build").
 *
 *   pkg:type/namespace/name@version?qualifiers#subpath
 */
import { limitText, quote, VulnsError } from '../error.ts'
import { normalizeByType } from './normalise.ts'

export interface Purl {
  readonly type: string
  /** Segments joined by `/`, decoded. */
  readonly namespace?: string
  readonly name: string
  readonly version?: string
  /** Keys in lower case, in order; values decoded, never empty. */
  readonly qualifiers?: Readonly<Record<string, string>>
  readonly subpath?: string
}

/** What `buildPurl` takes: a `Purl` that nobody has checked; null and '' mean absent. */
export interface PurlInput {
  readonly type: string
  readonly namespace?: string | null
  readonly name: string
  readonly version?: string | null
  readonly qualifiers?: Readonly<Record<string, string | null | undefined>> | null
  readonly subpath?: string | null
}

/** The longest package URL that is read, in characters. */
export const MAX_PURL_LENGTH = 8192

/**
 * Parses a package URL and puts it in canonical form (case, order, type rules). Throws `bad-purl`, `too-large`.
 * ECMA-427 §5 reads from the right: subpath, qualifiers, then the scheme and type from the left, then the version.
 */
export function parsePurl(text: string): Purl {
  limitText(text, MAX_PURL_LENGTH, 'a package URL')
  const [beforeSubpath, subpath] = splitLast(text, '#')
  const [beforeQualifiers, qualifiers] = splitLast(beforeSubpath, '?')
  if (beforeQualifiers.slice(0, 4).toLowerCase() !== 'pkg:') throw bad(text, 'it does not begin with "pkg:"')
  const path = trimSlashes(beforeQualifiers.slice(4))
  const slash = path.indexOf('/')
  if (slash === -1) throw bad(text, 'it has no name; write pkg:type/name')
  const rest = path.slice(slash + 1)
  const at = rest.lastIndexOf('@')
  // An `@` before the last `/` is an npm scope that was not encoded, not a version.
  const hasVersion = at > rest.lastIndexOf('/')
  const segments = splitSegments(hasVersion ? rest.slice(0, at) : rest)
  if (hasVersion && (at === 0 || rest.charAt(at - 1) === '/')) throw bad(text, 'it has no name before the version')
  const name = segments.pop()
  if (name === undefined) throw bad(text, 'it has no name; write pkg:type/name')
  return toPurl({
    type: path.slice(0, slash),
    namespace: segments.map((segment) => decodeSegment(segment, text)).join('/'),
    name: decode(name, text),
    version: hasVersion ? decode(rest.slice(at + 1), text) : null,
    qualifiers: qualifiers === undefined ? null : parseQualifiers(qualifiers, text),
    subpath: subpath === undefined ? null : splitSegments(subpath).map((segment) => decodeSegment(segment, text)).join('/'),
  })
}

/** The canonical text of the parts. Throws `bad-purl` where they name nothing. */
export function buildPurl(input: PurlInput): string {
  return printPurl(toPurl(input))
}

/** The canonical text of a package URL, ECMA-427 §5.6. `parsePurl(printPurl(p))` is `p`. */
export function printPurl(purl: Purl): string {
  const namespace = purl.namespace === undefined ? '' : `${encodePath(purl.namespace)}/`
  // The `git` definition gives the whole path on the host as the name; its slashes stay.
  const name = purl.type === 'git' ? encodePath(purl.name) : encode(purl.name)
  const version = purl.version === undefined ? '' : `@${encode(purl.version)}`
  const pairs = Object.entries(purl.qualifiers ?? {}).map(([key, value]) => `${key}=${encode(value)}`)
  const qualifiers = pairs.length === 0 ? '' : `?${pairs.join('&')}`
  const subpath = purl.subpath === undefined ? '' : `#${encodePath(purl.subpath)}`
  return `pkg:${purl.type}/${namespace}${name}${version}${qualifiers}${subpath}`
}

/** Orders by canonical text; 0 means that both name the same thing in every part. */
export function comparePurls(a: Purl, b: Purl): number {
  const left = printPurl(a)
  const right = printPurl(b)
  return left < right ? -1 : left > right ? 1 : 0
}

/** Whether both name the same package, whatever the version, qualifiers and subpath. */
export function isSamePackage(a: Purl, b: Purl): boolean {
  return a.type === b.type && a.namespace === b.namespace && a.name === b.name
}

function toPurl(input: PurlInput): Purl {
  const type = (input.type ?? '').toLowerCase()
  const shown = `pkg:${type}/${input.name ?? ''}`
  // ECMA-427 §5.2: letters, digits, full stop and dash, beginning with a letter.
  if (!/^[a-z][a-z0-9.-]*$/.test(type)) {
    throw bad(shown, 'a type has letters, digits, "." and "-" only, and begins with a letter')
  }
  if (!input.name) throw bad(shown, 'it has no name; write pkg:type/name')
  const namespace = splitSegments(input.namespace ?? '').join('/')
  const qualifiers = orderQualifiers(input.qualifiers ?? {}, shown)
  const subpath = splitSegments(input.subpath ?? '').filter((segment) => segment !== '.' && segment !== '..').join('/')
  const purl: Purl = {
    type,
    ...(namespace === '' ? {} : { namespace }),
    name: input.name,
    ...(input.version ? { version: input.version } : {}),
    ...(qualifiers === undefined ? {} : { qualifiers }),
    ...(subpath === '' ? {} : { subpath }),
  }
  for (const part of [namespace, purl.name, purl.version ?? '', subpath]) {
    if (!part.isWellFormed()) throw bad(shown, 'a part is not well-formed Unicode')
  }
  return normalizeByType(purl, (why) => bad(shown, why))
}

// ECMA-427 §5.6.6: keys of letters, digits, ".", "-", "_", beginning with a letter, once each; an empty value is none.
function orderQualifiers(given: PurlInput['qualifiers'], shown: string): Record<string, string> | undefined {
  const kept = new Map<string, string>()
  for (const [raw, value] of Object.entries(given ?? {})) {
    const key = raw.toLowerCase()
    if (!/^[a-z][a-z0-9._-]*$/.test(key)) {
      throw bad(shown, `the qualifier ${quote(raw)} is not letters, digits, ".", "-" and "_" beginning with a letter`)
    }
    if (kept.has(key)) throw bad(shown, `the qualifier ${quote(key)} is there twice`)
    if (value === null || value === undefined || value === '') continue
    if (!value.isWellFormed()) throw bad(shown, `the qualifier ${quote(key)} is not well-formed Unicode`)
    kept.set(key, value)
  }
  if (kept.size === 0) return undefined
  return Object.fromEntries([...kept].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function parseQualifiers(text: string, purl: string): Record<string, string> {
  const pairs = new Map<string, string>()
  for (const pair of text.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    if (equals === -1) throw bad(purl, `the qualifier ${quote(pair)} has no value; write key=value`)
    const key = pair.slice(0, equals)
    if (pairs.has(key)) throw bad(purl, `the qualifier ${quote(key)} is there twice`)
    pairs.set(key, decode(pair.slice(equals + 1), purl))
  }
  return Object.fromEntries(pairs)
}

function splitLast(text: string, separator: string): [string, string | undefined] {
  const at = text.lastIndexOf(separator)
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

function trimSlashes(text: string): string {
  let from = 0
  while (text.charAt(from) === '/') from++
  return text.slice(from)
}

function splitSegments(text: string): string[] {
  return text.split('/').filter((segment) => segment !== '')
}

function decode(text: string, purl: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw bad(purl, `${quote(text)} is not percent-encoded UTF-8; write a "%" itself as %25`)
  }
}

function decodeSegment(text: string, purl: string): string {
  const decoded = decode(text, purl)
  if (decoded.includes('/')) throw bad(purl, `the segment ${quote(text)} hides a "/"`)
  return decoded
}

// ECMA-427 §5.6: everything but unreserved characters and ":" is encoded.
function encode(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%3A', ':')
}

function encodePath(text: string): string {
  return text.split('/').map(encode).join('/')
}

function bad(purl: string, why: string): VulnsError {
  return new VulnsError('bad-purl', `${quote(purl)} is not a package URL: ${why}`)
}
