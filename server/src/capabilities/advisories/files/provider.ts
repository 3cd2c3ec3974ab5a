/** What a CSAF provider publishes around its documents: CSAF 2.0 §7.1.7, §7.1.8, §7.1.11 to §7.1.17. Texts, made of what is kept. */
import {
  buildRolieFeed, INFORMATION_TYPE, printChanges, printIndex, printProviderMetadata, printRolieFeed, type Csaf, type ProviderMetadata, type Tlp,
} from '@openaccord/csaf'
import type { Micros } from '@openaccord/names'
import { DAY } from '../../../kernel/index.ts'
import { instantText, LABELS, unknownAdvisory, type Card, type Edition, type Label } from '../model.ts'

export type Listing = { label: Label; origin: string; folder: string; alliance: string; /** When anything in it changed last. */ changed: Micros; documents: readonly (Pick<Edition, 'path'> & { card: Card })[] }

export const tlpOf = (label: Label): Tlp => label.toUpperCase() as Tlp
export const feedName = (label: Label): string => `csaf-feed-tlp-${label}.json`

/** §7.1.14: what lies in a folder, or in the one of a year. */
export function filesIn(feed: string, paths: readonly string[], year: string | undefined): string[] {
  if (year === undefined) return ['index.txt', 'changes.csv', feed, ...new Set(paths.map((path) => `${path.slice(0, 4)}/`).sort())]
  const files = paths.filter((path) => path.startsWith(`${year}/`)).map((path) => path.slice(5)).sort()
  if (files.length === 0) throw unknownAdvisory()
  return files.flatMap((file) => [file, `${file}.asc`, `${file}.sha256`, `${file}.sha512`])
}

export const indexText = ({ documents }: Listing): string => printIndex(documents.map(({ path }) => path))
export const changesText = ({ documents }: Listing): string => printChanges(documents.map(({ path, card }) => ({ path, date: card.changed })))

export function feedText({ label, origin, folder, alliance, changed, documents }: Listing): string {
  const directoryUrl = origin + folder
  const updated = documents.reduce((latest, { card }) => Math.max(latest, Date.parse(card.changed) * 1000), changed)
  return printRolieFeed(buildRolieFeed({
    url: directoryUrl + feedName(label), directoryUrl, title: `${alliance}: advisories, TLP:${tlpOf(label)}`, label: tlpOf(label), updated: instantText(updated),
    documents: documents.map((one) => stubOf(one, label)), hashes: ['sha256', 'sha512'], signed: true,
  }))
}

/** As much of a document as its entry in a feed is made of. */
function stubOf({ card: { title, trackingId, released, changed } }: Pick<Listing['documents'][number], 'card'>, label: Label): Csaf {
  return { document: { title, distribution: { tlp: { label: tlpOf(label) } }, tracking: { id: trackingId, initial_release_date: released, current_release_date: changed } } } as Csaf
}

/** §7.1.16: which feeds there are. */
export function serviceText({ origin, folderOf, alliance }: { origin: string; folderOf: (label: Label) => string; alliance: string }): string {
  const collection = LABELS.map((label) => ({
    title: `${alliance}: advisories, TLP:${tlpOf(label)}`, href: origin + folderOf(label) + feedName(label),
    categories: { category: [{ scheme: INFORMATION_TYPE, term: 'csaf' }] },
  }))
  return json({ service: { workspace: [{ title: `${alliance}: advisories`, collection }] } })
}

/** §7.1.17: by which words entries may be told apart: here, who publishes. */
export const categoryText = (members: readonly { slug: string }[], origin: string): string =>
  json({ categories: { category: [{ scheme: INFORMATION_TYPE, term: 'csaf' }, ...members.map(({ slug }) => ({ scheme: `${origin}/register`, term: slug }))] } })

type Metadata = { origin: string; folderOf: (label: Label) => string; alliance: string; changed: Micros; keys: readonly { fingerprint: string }[]; keyPath: (fingerprint: string) => string; servicePath: string; categoryPath: string; contact: string; metadataPath: string }

export function metadataOf({ origin, folderOf, alliance, changed, keys, keyPath, servicePath, categoryPath, contact, metadataPath }: Metadata): ProviderMetadata {
  return {
    canonical_url: origin + metadataPath,
    distributions: LABELS.map((label, at) => ({
      directory_url: origin + folderOf(label),
      rolie: {
        ...(at === 0 ? { categories: [origin + categoryPath], services: [origin + servicePath] } : {}),
        feeds: [{ summary: `Advisories with TLP:${tlpOf(label)}`, tlp_label: tlpOf(label), url: origin + folderOf(label) + feedName(label) }],
      },
    })),
    last_updated: instantText(changed),
    list_on_CSAF_aggregators: true,
    metadata_version: '2.0',
    mirror_on_CSAF_aggregators: true,
    public_openpgp_keys: keys.map(({ fingerprint }) => ({ fingerprint, url: origin + keyPath(fingerprint) })),
    publisher: { category: 'coordinator', name: alliance, namespace: origin, contact_details: `${contact}, ${origin}/report` },
    role: 'csaf_trusted_provider',
  }
}
export const metadataText = (metadata: ProviderMetadata): string => printProviderMetadata(metadata)

const LASTS = 180 * DAY

/** RFC 9116, with the field CSAF that §7.1.8 asks for, the well-known address first. It expires half a year from now on. */
export function securityTxt({ origin, contact, now, metadataPath, path }: { origin: string; contact: string; now: Micros; metadataPath: string; path: string }): string {
  const expires = instantText(Math.floor((now + LASTS) / DAY) * DAY)
  return [
    `Contact: ${origin}/report`, `Contact: mailto:${contact}`, `Expires: ${expires}`, `Policy: ${origin}/report/policy`, `CSAF: ${origin}${metadataPath}`,
    'Preferred-Languages: en, fr, es, nl, ar', `Canonical: ${origin}${path}`, '',
  ].join('\n')
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
