/** What a party publishes, as one who fetched it holds it: texts by URL. The requirements of §7.1 are checked on it. */
import { CsafError } from '../error.ts'
import { readJsonObject, type JsonObject } from '../json.ts'
import { inner, textOf } from '../section6/reading.ts'
import { isDocumentPath, type HashAlgorithm } from './listings.ts'
import { parseProviderMetadata, type ProviderMetadata } from './provider-metadata.ts'
import { parseRolieFeed, type RolieFeed } from './rolie.ts'

export interface Site {
  /** The main domain of the issuing authority, without scheme: `example.com`. */
  readonly domain: string
  readonly providerMetadataUrl: string
  /** URL → text, of everything that was fetched, protected documents too. */
  readonly files: ReadonlyMap<string, string>
  /** Whether a URL is refused to one who shows no credentials (4, 5). */
  readonly isProtected?: (url: string) => boolean
  /** A digest of a text's UTF-8 bytes, in hexadecimal (18). */
  readonly digest?: (algorithm: HashAlgorithm, text: string) => string
  /** Whether a signature is good for a text by one of the party's public keys (19). */
  readonly verify?: (text: string, signature: string) => boolean
}

export interface SiteFinding {
  /** Which file it is about. */
  readonly url: string
  /** `7.1.2` */
  readonly rule: string
  readonly message: string
  readonly fix: string
}

export interface SiteDocument {
  readonly url: string
  readonly text: string
  /** Undefined when the text is no JSON object; `problem` says why. */
  readonly value: JsonObject | undefined
  readonly problem: string
  readonly label: string
  /** The path under its directory, where it was found in one: `2026/example.json`. */
  readonly path: string | undefined
}

export interface SiteFeed {
  readonly url: string
  readonly label: string
  readonly feed: RolieFeed | undefined
  readonly problem: string
}

export interface SiteReading {
  readonly site: Site
  readonly metadata: ProviderMetadata | undefined
  readonly problem: string
  /** With a slash at the end. */
  readonly directories: readonly string[]
  readonly feeds: readonly SiteFeed[]
  readonly documents: readonly SiteDocument[]
}

export function readSite(site: Site): SiteReading {
  const [metadata, problem] = attempt(() => parseProviderMetadata(site.files.get(site.providerMetadataUrl) ?? ''))
  const distributions = metadata?.distributions ?? []
  const directories = distributions.flatMap(({ directory_url: url }) => (url === undefined ? [] : [url.endsWith('/') ? url : `${url}/`]))
  const feeds = distributions.flatMap(({ rolie }) => rolie?.feeds ?? []).map(({ tlp_label: label, url }): SiteFeed => {
    const text = site.files.get(url)
    if (text === undefined) return { url, label, feed: undefined, problem: 'is not there' }
    const [feed, wrong] = attempt(() => parseRolieFeed(text))
    return { url, label, feed, problem: wrong }
  })
  return { site, metadata, problem, directories, feeds, documents: readDocuments(site, directories, feeds) }
}

/** What a parser gives, or its words of refusal. */
export function attempt<T>(parse: () => T): [value: T | undefined, problem: string] {
  try {
    return [parse(), '']
  } catch (error) {
    if (error instanceof CsafError) return [undefined, error.message]
    throw error
  }
}

function readDocuments(site: Site, directories: readonly string[], feeds: readonly SiteFeed[]): SiteDocument[] {
  const paths = new Map<string, string | undefined>()
  for (const { feed } of feeds) for (const { content } of feed?.feed.entry ?? []) paths.set(content.src, undefined)
  for (const url of site.files.keys()) {
    for (const directory of directories) {
      if (url.startsWith(directory) && isDocumentPath(url.slice(directory.length))) paths.set(url, url.slice(directory.length))
    }
  }
  return [...paths].flatMap(([url, path]): SiteDocument[] => {
    const text = site.files.get(url)
    if (text === undefined) return []
    const [value, problem] = attempt(() => readJsonObject(text, 'the document'))
    const label = textOf(inner(inner(inner(value ?? {}, 'document'), 'distribution'), 'tlp'), 'label') ?? 'UNLABELED'
    return [{ url, text, value, problem, label, path }]
  })
}
