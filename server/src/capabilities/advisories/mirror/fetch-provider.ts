/**
 * Fetching a provider that somebody else runs (CSAF 2.0 §7.2.5, §7.1.23): its metadata, its keys, its feeds, and each open
 * document with hash and signature. Everything comes from a stranger: through the guarded way out, with limits on all of it.
 */
import { CsafError, documentPath, parseCsaf, parseHashFile, parseProviderMetadata, parseRolieFeed, validateCsaf, type Csaf, type HashAlgorithm, type ProviderMetadata } from '@openaccord/csaf'
import type { Micros } from '@openaccord/names'
import { hash } from 'node:crypto'
import { OutboundError, type Outbound } from '../../../platform/outbound.ts'
import { fingerprintsOf, verifyDetached } from '../signing-key.ts'
import type { Mirrored, MirrorLabel, Refused } from '../store/mirror.ts'

export type Fetched = { metadata: ProviderMetadata; text: string; documents: Omit<Mirrored, 'organisation' | 'at'>[]; refused: Refused[] }
export type FetchMeans = { fetch: Outbound['fetch']; now: Micros; known: ReadonlyMap<string, Omit<Mirrored, 'organisation' | 'at'>> }

export const MIRROR_LIMITS = { documents: 2_000, fetches: 8_000, documentBytes: 4_194_304, listBytes: 4_194_304, totalBytes: 268_435_456, feeds: 20, keys: 10, refused: 200 }

/** What stands in the way of taking something over, in words for its provider. */
class Unfit extends Error {}
/** It can be read, and says that it does not want to be mirrored: then nothing of it stays here either. */
export class Unwanted extends Unfit {}

/** Throws what `isTheirs` where the provider itself cannot be read; single documents are refused one by one. */
export async function fetchProvider(url: string, means: FetchMeans, wanted: 'list' | 'mirror'): Promise<Fetched> {
  const way = createWay(means)
  const text = await way.text(url, MIRROR_LIMITS.listBytes)
  const metadata = read(() => parseProviderMetadata(text))
  if (metadata.canonical_url !== url) throw new Unfit(`its canonical_url is ${metadata.canonical_url.slice(0, 300)}, not this address`)
  const refused: Refused[] = []
  if (wanted === 'list') return { metadata, text, documents: [], refused }
  if (!metadata.mirror_on_CSAF_aggregators) throw new Unwanted('it does not want to be mirrored: mirror_on_CSAF_aggregators is false')
  if (metadata.role !== 'csaf_trusted_provider') throw new Unfit(`its role is ${metadata.role}: only a trusted provider has the hashes and signatures by which a mirror is verified`)
  const keys = await keysOf(metadata, way)
  const known = await standing(means.known, keys, means.now)
  const documents: Fetched['documents'] = []
  const { feeds, missed } = await sourcesOf(metadata, way, refused)
  for (const { label, sources } of feeds) {
    for (const source of sources) {
      if (documents.length >= MIRROR_LIMITS.documents) throw new Unfit(`it has more than ${MIRROR_LIMITS.documents} open documents`)
      try {
        documents.push(await take(source, label, { ...means, way, keys, metadata, known }))
      } catch (error) {
        if (!isTheirs(error)) throw error
        if (refused.length < MIRROR_LIMITS.refused) refused.push({ url: source.src.slice(0, 2000), why: wordsOf(error) })
        // what was verified before stays until something better can be
        const before = known.get(source.src)
        if (before?.label === label) documents.push(before)
      }
    }
  }
  return { metadata, text, documents: once(missed ? [...known.values(), ...documents] : documents), refused }
}

export const isTheirs = (error: unknown): boolean => error instanceof Unfit || error instanceof OutboundError || error instanceof CsafError
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : 'it cannot be read').replace(/\s+/g, ' ').slice(0, 500)

/** Counts what is fetched, so that a provider without end has one here. */
function createWay({ fetch }: Pick<FetchMeans, 'fetch'>) {
  let fetches = 0
  let total = 0
  async function bytes(url: string, maxBytes: number): Promise<Buffer> {
    if (++fetches > MIRROR_LIMITS.fetches) throw new Unfit('it asks for too many fetches')
    // §7.1.6: nothing of a provider redirects
    const answer = await fetch(url, { maxBytes, maxRedirects: 0, timeoutMs: 15_000 })
    if (answer.status !== 200) throw new Unfit(`${new URL(url).pathname.slice(0, 200)} is answered with ${answer.status}`)
    total += answer.bytes.length
    if (total > MIRROR_LIMITS.totalBytes) throw new Unfit('it has more than is mirrored of one provider')
    return answer.bytes
  }
  return { bytes, text: async (url: string, maxBytes: number): Promise<string> => utf8(await bytes(url, maxBytes)) }
}
type Way = ReturnType<typeof createWay>

const utf8 = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Unfit('it is not UTF-8')
  }
}

function read<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    throw error instanceof CsafError ? new Unfit(error.message.slice(0, 500)) : error
  }
}

/** The keys that are what their fingerprints say. */
async function keysOf({ public_openpgp_keys: listed = [] }: ProviderMetadata, way: Way): Promise<string[]> {
  const keys: string[] = []
  for (const { url, fingerprint } of listed.slice(0, MIRROR_LIMITS.keys)) {
    const armoured = await way.text(url, 1_048_576)
    const found = await fingerprintsOf(armoured)
    if (fingerprint === undefined || !found.includes(fingerprint.toUpperCase())) throw new Unfit(`the key at ${url.slice(0, 300)} does not have the fingerprint that it is listed with`)
    keys.push(armoured)
  }
  if (keys.length === 0) throw new Unfit('it lists no OpenPGP key')
  return keys
}

/** What is kept already, as far as a key that the provider lists today has signed it. */
async function standing(known: FetchMeans['known'], keys: readonly string[], now: Micros): Promise<FetchMeans['known']> {
  const found = new Map<string, Omit<Mirrored, 'organisation' | 'at'>>()
  for (const [url, one] of known) if (await verifyDetached(one.bytes, one.signature, keys, now)) found.set(url, one)
  return found
}

type Source = { src: string; links: readonly { rel: string; href: string }[] }

/** What its open feeds list, and whether one could not be read. Closed ones are not for an aggregator that everybody reads. */
async function sourcesOf({ distributions = [] }: ProviderMetadata, way: Way, refused: Refused[]): Promise<{ feeds: { label: MirrorLabel; sources: Source[] }[]; missed: boolean }> {
  const listed = distributions.flatMap(({ rolie }) => rolie?.feeds ?? []).slice(0, MIRROR_LIMITS.feeds)
  const found: { label: MirrorLabel; sources: Source[] }[] = []
  for (const { url, tlp_label: label } of listed) {
    if (label !== 'WHITE') continue
    try {
      const text = await way.text(url, MIRROR_LIMITS.listBytes)
      const { feed } = read(() => parseRolieFeed(text))
      found.push({ label: 'white', sources: feed.entry.map(({ content, link }) => ({ src: content.src, links: link })) })
    } catch (error) {
      if (!isTheirs(error)) throw error
      refused.push({ url, why: wordsOf(error) })
    }
  }
  if (found.length === 0 && refused.length === 0) throw new Unfit('it lists no open ROLIE feed')
  return { feeds: found, missed: refused.length > 0 }
}

type Taking = FetchMeans & { way: Way; keys: readonly string[]; metadata: ProviderMetadata }

/** One document, verified: its hash, its signature, CSAF's mandatory tests, its name, its publisher, its label. */
async function take({ src, links }: Source, label: MirrorLabel, { way, keys, metadata, now, known }: Taking): Promise<Omit<Mirrored, 'organisation' | 'at'>> {
  const algorithm: HashAlgorithm = links.some(({ rel, href }) => rel === 'hash' && href === `${src}.sha512`) ? 'sha512' : 'sha256'
  if (!links.some(({ rel, href }) => rel === 'hash' && href === `${src}.${algorithm}`)) throw new Unfit('its feed links no hash of it')
  const beside = await way.text(`${src}.${algorithm}`, 65_536)
  const said = read(() => parseHashFile(beside, algorithm))
  const before = known.get(src)
  if (before !== undefined && before[algorithm] === said && before.label === label) return before
  const bytes = await way.bytes(src, MIRROR_LIMITS.documentBytes)
  if (hash(algorithm, bytes, 'hex') !== said) throw new Unfit(`its ${algorithm} is not the one beside it`)
  const signature = await way.text(`${src}.asc`, 65_536)
  if (!(await verifyDetached(bytes, signature, keys, now))) throw new Unfit('its signature is none by a key that the provider lists')
  const document = checked(utf8(bytes), label, metadata)
  const path = documentPath(document)
  if (!src.endsWith(`/${path}`)) throw new Unfit(`it lies at another place than its name and date say: ${path}`)
  const { tracking, title } = document.document
  return {
    label, path, url: src, signature, bytes, sha256: hash('sha256', bytes, 'hex'), sha512: hash('sha512', bytes, 'hex'),
    card: { trackingId: tracking.id, title, released: tracking.initial_release_date, changed: tracking.current_release_date },
  }
}

function checked(text: string, label: MirrorLabel, metadata: ProviderMetadata): Csaf {
  const document = read(() => parseCsaf(text))
  const { valid, schema, tests } = validateCsaf(document, { mode: 'basic' })
  const [first] = [...schema, ...tests.flatMap(({ findings }) => findings)]
  if (!valid) throw new Unfit(`it is no valid CSAF document: ${first === undefined ? 'a mandatory test fails' : `${first.path} ${first.message} (${first.rule})`}`)
  const own = document.document.distribution?.tlp?.label
  if (own !== label.toUpperCase()) throw new Unfit(`it is labelled ${own ?? 'not at all'} and listed as ${label.toUpperCase()}`)
  // CSAF 2.0 §3.2.1.8.1: a coordinator publishes for those whose answers it brings together; everybody else for themselves (§7.2.1)
  const { category, namespace } = metadata.publisher
  if (category !== 'coordinator' && document.document.publisher.namespace !== namespace) throw new Unfit('its publisher is another one than the provider')
  return document
}

/** A document listed twice is taken once. */
const once = (documents: Fetched['documents']): Fetched['documents'] => [...new Map(documents.map((one) => [`${one.label} ${one.path}`, one])).values()]
