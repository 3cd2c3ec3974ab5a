/** How desks, their keys, products and notes are kept. */
import type { Micros, OrganisationId, PersonId, ReportId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { Product, ProductFields, ProductId } from '../model/products.ts'

export type Contact = { name: string; mail: string }
export type DeskSettings = { open: boolean; languages: string[]; safeHarbour: 'none' | 'partial' | 'full'; policy: string; policyLanguage: string; policyUrl: string | null; contacts: Contact[] }
export type DeskRow = { organisation: OrganisationId; settings: DeskSettings }
export type TeamKey = { recipient: string; organisation: OrganisationId; label: string; wrapped: Uint8Array; made: Micros; retired: Micros | null }

export async function findDesk(tx: Reader, organisation: OrganisationId): Promise<DeskSettings | undefined> {
  const row = await tx.get<{ open: number; body: string }>('select open, body from reports_desk where organisation = ?', organisation)
  return row && settingsOf(row)
}

export async function loadDesks(tx: Reader): Promise<DeskRow[]> {
  const rows = await tx.all<Row & { organisation: OrganisationId; open: number; body: string }>('select organisation, open, body from reports_desk order by organisation')
  return rows.map((row) => ({ organisation: row.organisation, settings: settingsOf(row) }))
}

export async function saveDesk(tx: Tx, organisation: OrganisationId, { open, ...body }: DeskSettings, { at, by }: { at: Micros; by: PersonId }): Promise<void> {
  await tx.run(
    'insert into reports_desk (organisation, open, body, at, person) values (?, ?, ?, ?, ?) on conflict (organisation) do update set open = excluded.open, body = excluded.body, at = excluded.at, person = excluded.person',
    organisation, Number(open), JSON.stringify(body), at, by,
  )
}

const settingsOf = ({ open, body }: { open: number; body: string }): DeskSettings => ({ open: open === 1, ...(JSON.parse(body) as Omit<DeskSettings, 'open'>) })

export const loadKeys = (tx: Reader, organisation: OrganisationId): Promise<TeamKey[]> =>
  tx.all<Row & TeamKey>('select recipient, organisation, label, wrapped, made, retired from reports_key where organisation = ? order by made desc, recipient', organisation)

/** To whom a report to this team is encrypted now. */
export async function liveRecipients(tx: Reader, organisation: OrganisationId): Promise<string[]> {
  return (await tx.all<{ recipient: string }>('select recipient from reports_key where organisation = ? and retired is null order by made, recipient', organisation)).map(({ recipient }) => recipient)
}

export const addKey = (tx: Tx, { recipient, organisation, label, wrapped, made }: TeamKey, by: PersonId): Promise<number> =>
  tx.run('insert into reports_key (recipient, organisation, label, wrapped, made, retired, person) values (?, ?, ?, ?, ?, null, ?) on conflict do nothing', recipient, organisation, label, wrapped, made, by)

export const retireKey = (tx: Tx, organisation: OrganisationId, recipient: string, at: Micros): Promise<number> =>
  tx.run('update reports_key set retired = ? where organisation = ? and recipient = ? and retired is null', at, organisation, recipient)

type ProductRow = Row & { id: ProductId; organisation: OrganisationId; body: string; sbom_format: 'CycloneDX' | 'SPDX' | null; sbom_at: number | null; components: number }
const PRODUCT = 'select p.id, p.organisation, p.body, p.sbom_format, p.sbom_at, (select count(*) from reports_component c where c.product = p.id) as components from reports_product p'

/** Of one organisation, or of all. */
export async function loadProducts(tx: Reader, organisation?: OrganisationId): Promise<Product[]> {
  const rows = organisation === undefined ? await tx.all<ProductRow>(`${PRODUCT} order by p.id`) : await tx.all<ProductRow>(`${PRODUCT} where p.organisation = ? order by p.id`, organisation)
  return rows.map(({ body, sbom_format, sbom_at, id, organisation: owner, components }) => ({
    id, organisation: owner, components: Number(components), ...(JSON.parse(body) as ProductFields), sbom: sbom_format === null || sbom_at === null ? null : { format: sbom_format, at: sbom_at },
  }))
}

export async function saveProduct(tx: Tx, { id, organisation, fields }: { id: ProductId; organisation: OrganisationId; fields: ProductFields }): Promise<void> {
  await tx.run('insert into reports_product (id, organisation, body, sbom_format, sbom_at) values (?, ?, ?, null, null) on conflict (id) do update set body = excluded.body', id, organisation, JSON.stringify(fields))
}

export async function dropProduct(tx: Tx, id: ProductId): Promise<void> {
  await tx.run('delete from reports_component where product = ?', id)
  await tx.run('delete from reports_product where id = ?', id)
}

/** In the place of those before. */
export async function saveComponents(tx: Tx, id: ProductId, { hashes, format, at }: { hashes: readonly string[]; format: 'CycloneDX' | 'SPDX'; at: Micros }): Promise<void> {
  await tx.run('delete from reports_component where product = ?', id)
  await tx.bulk('reports_component', { hash: hashes, product: { every: id } }, hashes.length)
  await tx.run('update reports_product set sbom_format = ?, sbom_at = ? where id = ?', format, at, id)
}

/** Products that have one of these components. */
export async function productsWith(tx: Reader, hashes: readonly string[]): Promise<ProductId[]> {
  const found = new Set<ProductId>()
  for (const hash of new Set(hashes)) for (const { product } of await tx.all<{ product: ProductId }>('select product from reports_component where hash = ?', hash)) found.add(product)
  return [...found]
}

export const findSecret = async (tx: Reader, name: string): Promise<Uint8Array | undefined> => (await tx.get<{ sealed: Uint8Array }>('select sealed from reports_secret where name = ?', name))?.sealed
export const addSecret = (tx: Tx, name: string, sealed: Uint8Array): Promise<number> => tx.run('insert into reports_secret (name, sealed) values (?, ?) on conflict do nothing', name, sealed)

export type SealedNote = { report: ReportId; sealed: Uint8Array; at: Micros }
export const loadNotes = (tx: Reader, organisation: OrganisationId): Promise<SealedNote[]> => tx.all<Row & SealedNote>('select report, sealed, at from reports_note where organisation = ? order by report', organisation)

export async function saveNote(tx: Tx, { report, organisation, sealed, at, by }: SealedNote & { organisation: OrganisationId; by: PersonId }): Promise<void> {
  await tx.run(
    'insert into reports_note (report, organisation, sealed, at, person) values (?, ?, ?, ?, ?) on conflict (report) do update set sealed = excluded.sealed, at = excluded.at, person = excluded.person', report, organisation, sealed, at, by,
  )
}
