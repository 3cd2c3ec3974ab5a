/**
 * Media types: what TAXII speaks, and whether a request's Accept or Content-Type header goes with it.
 * Follows TAXII 2.1 §1.6.8 and §3.1, and RFC 9110 §8.3.1 (media types), §12.4.2 (weights) and §12.5.1 (Accept).
 */

/** Every TAXII 2.1 response carries this Content-Type, errors included (§3.1). */
export const MEDIA_TYPE = 'application/taxii+json;version=2.1'
/** The media type of STIX 2.1 content, for `media_types` of collections and `media_type` of manifest records. */
export const STIX_MEDIA_TYPE = 'application/stix+json;version=2.1'

const VERSION = '2.1'

export type MediaRange = { type: string; subtype: string; parameters: ReadonlyMap<string, string>; weight: number }

/**
 * Whether the client accepts our one representation. A missing or empty header accepts everything (RFC 9110 §12.5.1);
 * the most specific matching range decides, and a weight of 0 refuses. Elements that cannot be read are passed over.
 */
export function negotiateAccept(header: string | undefined): 'ok' | 'not-acceptable' {
  if (header === undefined || header.trim() === '') return 'ok'
  let best = 0
  let weight = 0
  for (const range of parseMediaRanges(header)) {
    const specific = specificity(range)
    if (specific > best || (specific === best && specific > 0 && range.weight > weight)) {
      best = specific
      weight = range.weight
    }
  }
  return weight > 0 ? 'ok' : 'not-acceptable'
}

/** Whether a body of this Content-Type may be read as a TAXII 2.1 envelope. A missing header may not (§5.5). */
export function acceptContentType(header: string | undefined): boolean {
  if (header === undefined) return false
  const [range, ...others] = splitOutsideQuotes(header, ',')
  if (range === undefined || others.length > 0) return false
  const media = parseMediaRange(range)
  const charset = media?.parameters.get('charset')
  return media !== undefined && specificity(media) >= 3 && (charset === undefined || charset.toLowerCase() === 'utf-8')
}

/** The readable elements of an Accept header, in their order. Never throws. */
export function parseMediaRanges(header: string): MediaRange[] {
  return splitOutsideQuotes(header, ',')
    .map(parseMediaRange)
    .filter((range) => range !== undefined)
}

// RFC 9110 §12.5.1: a range with parameters goes before one without, which goes before application/*, then */*
function specificity({ type, subtype, parameters }: MediaRange): 0 | 1 | 2 | 3 | 4 {
  if (type === '*') return 1
  if (type !== 'application') return 0
  if (subtype === '*') return 2
  if (subtype !== 'taxii+json') return 0
  const version = parameters.get('version')
  if (version === undefined) return 3
  return version === VERSION ? 4 : 0
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const WEIGHT = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/

function parseMediaRange(text: string): MediaRange | undefined {
  const [essence = '', ...rest] = splitOutsideQuotes(text, ';').map((part) => part.trim())
  const [type = '', subtype = '', ...more] = essence.toLowerCase().split('/')
  if (!TOKEN.test(type) || !TOKEN.test(subtype) || more.length > 0 || (type === '*' && subtype !== '*')) return undefined
  const parameters = new Map<string, string>()
  let weight = 1
  for (const part of rest) {
    if (part === '') continue
    const parameter = parseParameter(part)
    if (parameter === undefined) return undefined
    const [name, value] = parameter
    if (name === 'q') {
      if (!WEIGHT.test(value)) return undefined
      weight = Number(value)
      break // what follows the weight was accept-ext, which RFC 9110 no longer gives a meaning
    }
    if (parameters.has(name) && parameters.get(name) !== value) return undefined
    parameters.set(name, value)
  }
  return { type, subtype, parameters, weight }
}

function parseParameter(part: string): [name: string, value: string] | undefined {
  const at = part.indexOf('=')
  const name = part.slice(0, at).trim().toLowerCase()
  const value = part.slice(at + 1).trim()
  if (at < 1 || !TOKEN.test(name)) return undefined
  if (TOKEN.test(value)) return [name, value]
  if (!/^"(?:[^"\\]|\\.)*"$/s.test(value)) return undefined
  return [name, value.slice(1, -1).replace(/\\(.)/gs, '$1')]
}

function splitOutsideQuotes(text: string, separator: ',' | ';'): string[] {
  const parts: string[] = []
  let start = 0
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (quoted && char === '\\') at += 1
    else if (char === '"') quoted = !quoted
    else if (!quoted && char === separator) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  parts.push(text.slice(start))
  return parts.filter((part) => part.trim() !== '')
}
