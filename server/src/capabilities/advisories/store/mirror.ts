/** Providers that members run themselves: where, what came of looking there, and the documents that were found good. */
import type { Micros, OrganisationId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { Card } from '../model.ts'

/** GREEN is for its publisher's own community: it is not mirrored. */
export type MirrorLabel = 'white'
export type MirrorCard = Pick<Card, 'trackingId' | 'title' | 'released' | 'changed'>
export type Refused = { url: string; why: string }
export type Provider = { organisation: OrganisationId; url: string; wanted: 'list' | 'mirror'; state: 'waiting' | 'fetched' | 'failed'; looked: Micros | null; words: string | null; metadata: string | null; refused: Refused[] }
export type Mirrored = { organisation: OrganisationId; label: MirrorLabel; path: string; url: string; card: MirrorCard; at: Micros; sha256: string; sha512: string; signature: string; bytes: Uint8Array }
type RowOfProvider = Row & Omit<Provider, 'refused'> & { refused: string }
type RowOfMirrored = Row & Omit<Mirrored, 'card'> & { card: string }

export const loadProviders = async (tx: Reader): Promise<Provider[]> => (await tx.all<RowOfProvider>('select * from advisories_provider order by organisation')).map(providerOf)
export async function findProvider(tx: Reader, organisation: OrganisationId): Promise<Provider | undefined> {
  const row = await tx.get<RowOfProvider>('select * from advisories_provider where organisation = ?', organisation)
  return row && providerOf(row)
}
const providerOf = ({ refused, ...row }: RowOfProvider): Provider => ({ ...row, refused: JSON.parse(refused) as Refused[] })

export async function saveProvider(tx: Tx, { organisation, url, wanted, state, looked, words, metadata, refused }: Provider): Promise<void> {
  const changed = await tx.run('update advisories_provider set url = ?, wanted = ?, state = ?, looked = ?, words = ?, metadata = ?, refused = ? where organisation = ?', url, wanted, state, looked, words, metadata, JSON.stringify(refused), organisation)
  if (changed === 0) await tx.run('insert into advisories_provider (organisation, url, wanted, state, looked, words, metadata, refused) values (?, ?, ?, ?, ?, ?, ?, ?)', organisation, url, wanted, state, looked, words, metadata, JSON.stringify(refused))
}

export async function dropProvider(tx: Tx, organisation: OrganisationId): Promise<void> {
  await dropMirrored(tx, organisation)
  await tx.run('delete from advisories_provider where organisation = ?', organisation)
}
export const dropMirrored = (tx: Tx, organisation: OrganisationId): Promise<number> => tx.run('delete from advisories_mirrored where organisation = ?', organisation)

/** The whole mirror of one provider, in place of the one before. */
export async function replaceMirrored(tx: Tx, organisation: OrganisationId, documents: readonly Mirrored[]): Promise<void> {
  await dropMirrored(tx, organisation)
  for (const { label, path, url, card, at, sha256, sha512, signature, bytes } of documents) {
    await tx.run('insert into advisories_mirrored (organisation, label, path, url, card, at, sha256, sha512, signature, bytes) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', organisation, label, path, url, JSON.stringify(card), at, sha256, sha512, signature, bytes)
  }
}

export const countMirrored = async (tx: Reader): Promise<Map<OrganisationId, number>> =>
  new Map((await tx.all<Row & { organisation: OrganisationId; many: number }>('select organisation, count(*) as many from advisories_mirrored group by organisation')).map(({ organisation, many }) => [organisation, many]))

export const listMirrored = async (tx: Reader, organisation: OrganisationId, label: MirrorLabel): Promise<Omit<Mirrored, 'bytes' | 'signature'>[]> =>
  (await tx.all<RowOfMirrored>('select organisation, label, path, url, card, at, sha256, sha512 from advisories_mirrored where organisation = ? and label = ? order by path', organisation, label)).map((row) => ({ ...row, card: JSON.parse(row.card) as MirrorCard }))

export async function findMirrored(tx: Reader, organisation: OrganisationId, label: MirrorLabel, path: string): Promise<Mirrored | undefined> {
  const row = await tx.get<RowOfMirrored>('select * from advisories_mirrored where organisation = ? and label = ? and path = ?', organisation, label, path)
  return row && { ...row, card: JSON.parse(row.card) as MirrorCard }
}
/** What is there already, by the address it came from: so that nothing is fetched twice in vain. */
export const knownMirrored = async (tx: Reader, organisation: OrganisationId): Promise<Map<string, Mirrored>> =>
  new Map((await tx.all<RowOfMirrored>('select * from advisories_mirrored where organisation = ?', organisation)).map((row) => [row.url, { ...row, card: JSON.parse(row.card) as MirrorCard }]))
