/** The hub as a CSAF provider: its folders, listings and feeds, as the one who reads may see them. */
import type { Micros } from '@openaccord/names'
import type { Reader } from '../../../platform/database.ts'
import { changesText, feedName, feedText, filesIn, indexText, metadataOf, metadataText, securityTxt, serviceText, categoryText, type Listing } from '../files/provider.ts'
import type { Means } from '../means.ts'
import { unknownAdvisory, type Label } from '../model.ts'
import { countNewest, folderTimes, loadNewest, type Reading } from '../store/editions.ts'
import { publicKeys } from '../store/profiles.ts'
import { folderPath, type Book } from './book.ts'
import { PUBLIC, type ReadVerbs } from './read.ts'

export const PATHS = {
  metadata: '/.well-known/csaf/provider-metadata.json', service: '/.well-known/csaf/service.json', category: '/.well-known/csaf/category-csaf.json', securityTxt: '/.well-known/security.txt',
  key: (fingerprint: string): string => `/.well-known/csaf/openpgp/${fingerprint}.asc`,
}
export type ProviderVerbs = ReturnType<typeof createProviderVerbs>

export function createProviderVerbs({ database, vault, members, origin, contact, clock }: Means, book: Book, signingKey: () => Promise<unknown>, document: ReadVerbs['document']) {
  const allianceOf = async (tx: Reader): Promise<string> => (await members.allianceName(tx)) ?? 'OpenAccord'

  async function listing(tx: Reader, label: Label, reading: Reading): Promise<Listing> {
    const documents = await loadNewest(tx, vault, { reading, label })
    const changed = (await folderTimes(tx)).get(label) ?? (await began(tx))
    return { label, origin, folder: folderPath(label), alliance: await allianceOf(tx), changed, documents }
  }

  return {
    /** A file of a folder that is no document: index.txt, changes.csv, the feed. */
    listed: (label: Label, name: string, reading: Reading): Promise<{ text: string; mediaType: string }> => database.read(async (tx) => {
      const found = await listing(tx, label, reading)
      if (name === 'index.txt') return { text: indexText(found), mediaType: 'text/plain; charset=utf-8' }
      if (name === 'changes.csv') return { text: changesText(found), mediaType: 'text/csv; charset=utf-8' }
      if (name === feedName(label)) return { text: feedText(found), mediaType: 'application/json; charset=utf-8' }
      throw unknownAdvisory()
    }),

    /** What one sees in a folder (§7.1.14): its files, or those of a year. */
    folder: (label: Label, year: string | undefined, reading: Reading): Promise<string[]> => database.read(async (tx) => {
      return filesIn(feedName(label), (await loadNewest(tx, vault, { reading, label })).map(({ path }) => path), year)
    }),

    async metadata(): Promise<string> {
      await signingKey()
      return database.read(async (tx) => {
        const keys = await publicKeys(tx)
        const changed = Math.max(...keys.map(({ at }) => at), ...(await folderTimes(tx)).values())
        return metadataText(metadataOf({ origin, folderOf: folderPath, alliance: await allianceOf(tx), changed, keys, keyPath: PATHS.key, servicePath: PATHS.service, categoryPath: PATHS.category, contact, metadataPath: PATHS.metadata }))
      })
    },
    service: (): Promise<string> => database.read(async (tx) => serviceText({ origin, folderOf: folderPath, alliance: await allianceOf(tx) })),
    category: (): Promise<string> => database.read(async (tx) => {
      const [roll, { members: counts }] = [await book.rollOf(tx), await countNewest(tx, { reading: PUBLIC })]
      return categoryText([...counts.keys()].flatMap((id) => roll.get(id) ?? []).sort((a, b) => (a.slug < b.slug ? -1 : 1)), origin)
    }),
    securityTxt: (): string => securityTxt({ origin, contact, now: clock(), metadataPath: PATHS.metadata, path: PATHS.securityTxt }),
    publicKey: (fingerprint: string): Promise<string> => database.read(async (tx) => {
      const found = (await publicKeys(tx)).find((key) => key.fingerprint === fingerprint)
      if (found === undefined) throw unknownAdvisory()
      return found.publicKey
    }),
    publicKeys: () => database.read(publicKeys),
    /** For the hub's check of itself. */
    documentOf: (label: Label, path: string) => document('all', label, path),
    listingOf: (label: Label, reading: Reading): Promise<Listing> => database.read((tx) => listing(tx, label, reading)),
  }
}

/** Before anything is published, a feed dates from the key. */
const began = async (tx: Reader): Promise<Micros> => (await publicKeys(tx)).at(-1)?.at ?? 0
