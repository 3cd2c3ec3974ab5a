/** The hub as an aggregator (CSAF 2.0 §7.2.4, §7.2.5): members' own providers, listed or mirrored; what fails is named, not mirrored. */
import { buildRolieFeed, parseProviderMetadata, printAggregator, printChanges, printIndex, printProviderMetadata, printRolieFeed, type Aggregator, type Csaf, type ProviderMetadata } from '@openaccord/csaf'
import type { Micros, OrganisationId } from '@openaccord/names'
import { need, type Actor } from '../../../kernel/index.ts'
import type { Reader } from '../../../platform/database.ts'
import { feedName, filesIn, tlpOf } from '../files/provider.ts'
import type { Listed, Means } from '../means.ts'
import { fetchProvider, isTheirs, Unwanted, wordsOf } from '../mirror/fetch-provider.ts'
import { fault, instantText, unknownAdvisory } from '../model.ts'
import { countMirrored, dropMirrored, dropProvider, findMirrored, findProvider, knownMirrored, listMirrored, loadProviders, replaceMirrored, saveProvider, type Mirrored, type MirrorLabel, type Provider } from '../store/mirror.ts'
import type { Book } from './book.ts'

export const MIRROR_JOB = 'advisories.mirror'
export const AGGREGATOR_PATH = '/.well-known/csaf-aggregator/aggregator.json'
const BASE = '/.well-known/csaf-aggregator/'
const MIRROR_LABELS: readonly MirrorLabel[] = ['white']
export type ShownProvider = Provider & { organisationOf: Listed; documents: number; mirror: string | null }
type Answer = { text: string; mediaType: string }
const JSON_TYPE = 'application/json; charset=utf-8'

export function createMirrorVerbs(means: Means, book: Book, ownMetadata: () => Promise<string>) {
  const { database, clock, origin, members } = means
  const folderOf = (slug: string, label: MirrorLabel): string => `${origin}${BASE}${slug}/${label}/`

  async function shownProviders(tx: Reader): Promise<ShownProvider[]> {
    const [roll, counts] = [await book.rollOf(tx), await countMirrored(tx)]
    return (await loadProviders(tx)).flatMap((provider) => {
      const organisationOf = roll.get(provider.organisation)
      if (organisationOf === undefined || organisationOf.state === 'left') return []
      const documents = counts.get(provider.organisation) ?? 0
      return [{ ...provider, organisationOf, documents, mirror: documents > 0 ? `${origin}${BASE}${organisationOf.slug}/provider-metadata.json` : null }]
    })
  }

  const mine = async (tx: Reader, organisation: OrganisationId): Promise<ShownProvider | undefined> => (await shownProviders(tx)).find((one) => one.organisation === organisation)

  async function bySlug(tx: Reader, slug: string): Promise<ShownProvider> {
    const found = (await shownProviders(tx)).find((one) => one.organisationOf.slug === slug && one.documents > 0)
    if (found === undefined) throw unknownAdvisory()
    return found
  }

  /** One provider, and what came of it. Only what was fetched from the address that is still the one is kept, and of two looks at once the one that began later. */
  async function fetchOne(provider: Provider): Promise<void> {
    const known = await database.readApart((tx) => knownMirrored(tx, provider.organisation))
    const began = clock()
    const found = await fetchProvider(provider.url, { fetch: means.fetch, now: began, known }, provider.wanted).catch((error: unknown) => {
      if (isTheirs(error)) return { words: wordsOf(error), unwanted: error instanceof Unwanted }
      throw error
    })
    await book.change(async (tx, at) => {
      const current = await findProvider(tx, provider.organisation)
      if (current === undefined || current.url !== provider.url || current.wanted !== provider.wanted || (current.looked ?? 0) > began) return
      if ('words' in found) {
        if (found.unwanted) await dropMirrored(tx, provider.organisation)
        return saveProvider(tx, { ...current, state: 'failed', looked: began, words: found.words })
      }
      await replaceMirrored(tx, provider.organisation, found.documents.map((one) => ({ ...one, organisation: provider.organisation, at: known.get(one.url)?.sha256 === one.sha256 ? ((known.get(one.url) as Mirrored).at) : at })))
      await saveProvider(tx, { ...current, state: 'fetched', looked: began, words: null, metadata: found.text, refused: found.refused })
    })
  }

  function localMetadata(provider: ShownProvider): ProviderMetadata {
    const { slug } = provider.organisationOf
    return {
      ...parseProviderMetadata(provider.metadata ?? ''),
      distributions: MIRROR_LABELS.map((label) => ({ directory_url: folderOf(slug, label), rolie: { feeds: [{ tlp_label: tlpOf(label), url: `${folderOf(slug, label)}${feedName(label)}`, summary: `Mirrored documents with TLP:${tlpOf(label)}` }] } })),
    }
  }

  return {
    providers: (): Promise<ShownProvider[]> => database.read(shownProviders),
    myProvider: (actor: Actor) => database.read((tx) => mine(tx, need(actor, 'advisories.publish').organisation)),

    setProvider: (actor: Actor, { url, wanted }: { url: string | null; wanted: 'list' | 'mirror' }) => book.change(async (tx, at) => {
      const { organisation } = need(actor, 'advisories.publish')
      if (url === null) {
        await dropProvider(tx, organisation)
        return undefined
      }
      if (!URL.canParse(url) || new URL(url).href !== url || new URL(url).username !== '') throw fault('provider', '/url', 'the address of a provider-metadata.json', 'copy it from your security.txt')
      if (new URL(url).origin === new URL(origin).origin) throw fault('provider', '/url', 'this is the hub’s own provider', 'name the one that your organisation runs itself')
      // of another address nothing is kept
      if ((await findProvider(tx, organisation))?.url !== url) await dropMirrored(tx, organisation)
      await saveProvider(tx, { organisation, url, wanted, state: 'waiting', looked: null, words: null, metadata: null, refused: [] })
      await means.later(tx, { kind: MIRROR_JOB, at, key: `${MIRROR_JOB} ${organisation}` })
      return mine(tx, organisation)
    }),

    fetchProvider: (actor: Actor) => book.change(async (tx, at) => {
      const { organisation } = need(actor, 'advisories.publish')
      const provider = await findProvider(tx, organisation)
      if (provider === undefined) throw fault('provider', '/url', 'your organisation has named no provider of its own', 'name it first')
      await means.later(tx, { kind: MIRROR_JOB, at, key: `${MIRROR_JOB} ${organisation}` })
      return mine(tx, organisation)
    }),

    /** Each provider once. What is ours breaks the job, what is theirs is written beside it. Returns how many were looked at. */
    async mirror(): Promise<number> {
      const providers = await database.read(async (tx) => {
        const active = new Set((await members.organisations(tx)).filter(({ state }) => state === 'active').map(({ id }) => id))
        return (await loadProviders(tx)).filter(({ organisation }) => active.has(organisation))
      })
      for (const provider of providers) await fetchOne(provider)
      return providers.length
    },

    /** §7.1.21. A lister, as long as fewer than two are mirrored; a lister names no mirror of its own (§7.2.4). */
    async aggregator(): Promise<string> {
      const own = parseProviderMetadata(await ownMetadata())
      return database.read(async (tx) => {
        const providers = (await shownProviders(tx)).filter(({ metadata }) => metadata !== null)
        const mirrors = providers.filter(({ mirror }) => mirror !== null).length >= 2
        const listed = providers.flatMap(({ metadata, mirror }) => {
          const { publisher, last_updated, role, canonical_url, list_on_CSAF_aggregators: mayList } = parseProviderMetadata(metadata!)
          const shown = mirrors && mirror !== null
          // §7.2: who does not want to be listed may still be, with a mirror
          return mayList || shown ? [{ metadata: { last_updated, publisher, role, url: canonical_url }, ...(shown ? { mirrors: [mirror] } : {}) }] : []
        })
        const looked = providers.map((one): Micros => one.looked ?? 0)
        const value: Aggregator = {
          aggregator: { category: mirrors ? 'aggregator' : 'lister', name: own.publisher.name, namespace: origin, contact_details: means.contact },
          aggregator_version: '2.0', canonical_url: origin + AGGREGATOR_PATH,
          csaf_providers: [{ metadata: { last_updated: own.last_updated, publisher: own.publisher, role: own.role, url: own.canonical_url } }, ...listed],
          last_updated: instantText(Math.max(Date.parse(own.last_updated) * 1000, ...looked)),
        }
        return printAggregator(value)
      })
    },

    mirrorFile: (slug: string, name: string): Promise<Answer> => database.read(async (tx) => {
      if (name !== 'provider-metadata.json') throw unknownAdvisory()
      return { text: printProviderMetadata(localMetadata(await bySlug(tx, slug))), mediaType: JSON_TYPE }
    }),

    mirrorListing: (slug: string, label: MirrorLabel, name: string): Promise<Answer> => database.read(async (tx) => {
      const { organisation, organisationOf, looked } = await bySlug(tx, slug)
      const documents = await listMirrored(tx, organisation, label)
      if (name === 'index.txt') return { text: printIndex(documents.map(({ path }) => path)), mediaType: 'text/plain; charset=utf-8' }
      if (name === 'changes.csv') return { text: printChanges(documents.map(({ path, card }) => ({ path, date: card.changed }))), mediaType: 'text/csv; charset=utf-8' }
      if (name !== feedName(label)) throw unknownAdvisory()
      const stubs = documents.map(({ card }) => ({ document: { title: card.title, distribution: { tlp: { label: tlpOf(label) } }, tracking: { id: card.trackingId, initial_release_date: card.released, current_release_date: card.changed } } }) as Csaf)
      const feed = buildRolieFeed({ url: folderOf(slug, label) + name, directoryUrl: folderOf(slug, label), title: `${organisationOf.name}: mirrored advisories, TLP:${tlpOf(label)}`, label: tlpOf(label), updated: instantText(looked ?? 0), documents: stubs, hashes: ['sha256', 'sha512'], signed: true })
      return { text: printRolieFeed(feed), mediaType: JSON_TYPE }
    }),

    /** What one sees in a folder (§7.1.14): its files, or those of a year. */
    mirrorFolder: (slug: string, label: MirrorLabel, year: string | undefined): Promise<string[]> => database.read(async (tx) =>
      filesIn(feedName(label), (await listMirrored(tx, (await bySlug(tx, slug)).organisation, label)).map(({ path }) => path), year)),

    mirrored: (slug: string, label: MirrorLabel, path: string) => database.read(async (tx) => {
      const { organisation } = await bySlug(tx, slug)
      const found = await findMirrored(tx, organisation, label, path)
      if (found === undefined) throw unknownAdvisory()
      return { format: 'csaf-2.0' as const, name: path.slice(5), mediaType: JSON_TYPE, size: found.bytes.length, losses: [], ...found }
    }),
  }
}
