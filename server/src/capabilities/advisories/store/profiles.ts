/** How an organisation names itself as a publisher, and the hub's own OpenPGP key. */
import type { PublisherCategory } from '@openaccord/advisory'
import type { Micros, OrganisationId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { Vault } from '../model.ts'

export type Profile = { category: PublisherCategory; namespace: string; contact: string | null; authority: string | null }

export async function loadProfile(tx: Reader, organisation: OrganisationId): Promise<Profile | undefined> {
  return tx.get<Row & Profile>('select category, namespace, contact, authority from advisories_publisher where organisation = ?', organisation)
}

export async function saveProfile(tx: Tx, organisation: OrganisationId, { category, namespace, contact, authority }: Profile): Promise<void> {
  await tx.run('delete from advisories_publisher where organisation = ?', organisation)
  await tx.run('insert into advisories_publisher (organisation, category, namespace, contact, authority) values (?, ?, ?, ?, ?)', organisation, category, namespace, contact, authority)
}

export type KeptKey = { fingerprint: string; at: Micros; publicKey: string; secretKey: string }
type RowOfKey = Row & { fingerprint: string; at: number; public_key: string; secret_key: Uint8Array }
const aboutKey = (fingerprint: string): string => `advisories.key.secret_key ${fingerprint}`

export async function newestKey(tx: Reader, vault: Vault): Promise<KeptKey | undefined> {
  const row = await tx.get<RowOfKey>('select * from advisories_key order by at desc, fingerprint limit 1')
  return row && { fingerprint: row.fingerprint, at: row.at, publicKey: row.public_key, secretKey: vault.openText(row.secret_key, aboutKey(row.fingerprint)) }
}

export const publicKeys = (tx: Reader): Promise<{ fingerprint: string; at: number; publicKey: string }[]> =>
  tx.all<Row & { fingerprint: string; at: number; publicKey: string }>('select fingerprint, at, public_key as "publicKey" from advisories_key order by at desc, fingerprint')

export async function addKey(tx: Tx, vault: Vault, { fingerprint, at, publicKey, secretKey }: KeptKey): Promise<void> {
  await tx.run('insert into advisories_key (fingerprint, at, public_key, secret_key) values (?, ?, ?, ?)', fingerprint, at, publicKey, vault.sealText(secretKey, aboutKey(fingerprint)))
}
