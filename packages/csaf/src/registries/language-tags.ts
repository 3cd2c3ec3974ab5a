/** Language tags by the IANA registry: BCP 47 (RFC 5646 §2.1, §2.2.9). Valid means that every subtag exists. */
import { EXTENDED, GRANDFATHERED, LANGUAGES_2, LANGUAGES_3, LANGUAGES_LONG, REGIONS, SCRIPTS, VARIANTS } from './language-subtags.ts'

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '')

interface Registry {
  readonly languages: ReadonlySet<string>
  /** Extended language → the language that it extends. */
  readonly extended: ReadonlyMap<string, string>
  readonly scripts: ReadonlySet<string>
  readonly regions: ReadonlySet<string>
  readonly variants: ReadonlySet<string>
  readonly grandfathered: ReadonlySet<string>
}

let loaded: Registry | undefined
// Unpacked when first needed: it costs a millisecond.
function registry(): Registry {
  loaded ??= {
    languages: new Set([...words(LANGUAGES_2), ...words(LANGUAGES_LONG), ...words(LANGUAGES_3).flatMap(unpack)]),
    extended: readExtended(),
    scripts: new Set(words(SCRIPTS)),
    regions: new Set(words(REGIONS)),
    variants: new Set(words(VARIANTS)),
    grandfathered: new Set(words(GRANDFATHERED)),
  }
  return loaded
}

function unpack(word: string): string[] {
  return Array.from(word.slice(2), (last) => word.slice(0, 2) + last)
}

function readExtended(): Map<string, string> {
  const found = new Map<string, string>()
  let prefix = ''
  for (const word of words(EXTENDED)) {
    if (word.endsWith(':')) prefix = word.slice(0, -1)
    else found.set(word, prefix)
  }
  return found
}

interface Tag {
  readonly language: string
  readonly script?: string
  readonly region?: string
  /** What follows `x-`. */
  readonly isPrivate: boolean
}

/** What is wrong with a language tag, in words; undefined when every subtag of it is registered. */
export function judgeLanguageTag(tag: string): string | undefined {
  const read = readTag(tag)
  return typeof read === 'string' ? read : undefined
}

/** The subtags of a tag that are reserved for private use (`qaa`…`qtz`, `Qaaa`, `XA`, `x-…`). */
export function privateSubtags(tag: string): string[] {
  const read = readTag(tag)
  if (typeof read === 'string') return []
  const { language, script = '', region = '', isPrivate } = read
  const found = [isPrivateLanguage(language) ? language : '', isPrivateScript(script) ? script : '', isPrivateRegion(region) ? region : '', isPrivate ? 'x' : '']
  return found.filter((subtag) => subtag !== '')
}

const isPrivateLanguage = (subtag: string): boolean => /^q[a-t][a-z]$/.test(subtag)
const isPrivateScript = (subtag: string): boolean => /^qa(?:a[a-z]|b[a-x])$/.test(subtag)
const isPrivateRegion = (subtag: string): boolean => /^(?:aa|q[m-z]|x[a-z]|zz)$/.test(subtag)

function readTag(tag: string): Tag | string {
  if (tag.length > 255) return 'is longer than any language tag'
  const lower = tag.toLowerCase()
  const known = registry()
  if (known.grandfathered.has(lower)) return { language: lower, isPrivate: false }
  const rest = lower.split('-')
  if (rest[0] === 'x') return rest.length > 1 && rest.every((part) => /^[a-z0-9]{1,8}$/.test(part)) ? { language: 'x', isPrivate: true } : 'is not a private tag'

  const language = rest.shift() ?? ''
  if (!known.languages.has(language) && !isPrivateLanguage(language)) return `has ${JSON.stringify(language)}, which is no registered language`
  if (/^[a-z]{3}$/.test(rest[0] ?? '')) {
    const extended = rest.shift() ?? ''
    if (known.extended.get(extended) !== language) return `has ${JSON.stringify(extended)}, which does not extend ${language}`
  }
  let script: string | undefined
  if (/^[a-z]{4}$/.test(rest[0] ?? '')) {
    script = rest.shift() ?? ''
    if (!known.scripts.has(script) && !isPrivateScript(script)) return `has ${JSON.stringify(script)}, which is no registered script`
  }
  let region: string | undefined
  if (/^(?:[a-z]{2}|\d{3})$/.test(rest[0] ?? '')) {
    region = rest.shift() ?? ''
    if (!known.regions.has(region) && !isPrivateRegion(region)) return `has ${JSON.stringify(region)}, which is no registered region`
  }
  const wrong = judgeVariants(rest, known.variants) ?? judgeExtensions(rest)
  return wrong ?? { language, ...(script === undefined ? {} : { script }), ...(region === undefined ? {} : { region }), isPrivate: rest.includes('x') }
}

/** Takes the variants from the front of `rest`. */
function judgeVariants(rest: string[], variants: ReadonlySet<string>): string | undefined {
  const seen = new Set<string>()
  while (/^(?:[a-z0-9]{5,8}|\d[a-z0-9]{3})$/.test(rest[0] ?? '')) {
    const variant = rest.shift() ?? ''
    if (!variants.has(variant)) return `has ${JSON.stringify(variant)}, which is no registered variant`
    if (seen.has(variant)) return `has the variant ${variant} twice`
    seen.add(variant)
  }
  return undefined
}

// §2.2.6, §2.2.7: each singleton once with something after it; after x, anything.
function judgeExtensions(rest: readonly string[]): string | undefined {
  const seen = new Set<string>()
  for (let at = 0; at < rest.length; at++) {
    const part = rest[at] ?? ''
    if (!/^[a-z0-9]{1,8}$/.test(part) || (at === 0 && part.length > 1)) return `has ${JSON.stringify(part)} where no subtag of that form may stand`
    if (part === 'x') return at + 1 < rest.length && rest.slice(at + 1).every((own) => /^[a-z0-9]{1,8}$/.test(own)) ? undefined : 'ends with x'
    if (part.length > 1) continue
    if (seen.has(part)) return `has the extension ${part} twice`
    seen.add(part)
    if ((rest[at + 1] ?? '').length < 2) return `has nothing after the extension ${part}`
  }
  return undefined
}
