/** Products of an organisation, kept once for all of its drafts; what is not released yet is nobody's business, so it is sealed. */
import type { Release } from '@openaccord/advisory'
import type { Micros, OrganisationId, PersonId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { Vault } from '../model.ts'

export type ProductId = `product_${string}`
export type Product = { id: ProductId; organisation: OrganisationId; at: Micros; person: PersonId; vendor: string; name: string; releases: Release[] }
type RowOfProduct = Row & { id: ProductId; organisation: OrganisationId; at: number; person: PersonId; body: Uint8Array }

const about = (id: string): string => `advisories.product.body ${id}`

export async function saveProduct(tx: Tx, vault: Vault, { id, organisation, at, person, ...body }: Product): Promise<void> {
  const sealed = vault.sealText(JSON.stringify(body), about(id))
  const changed = await tx.run('update advisories_product set at = ?, person = ?, body = ? where id = ? and organisation = ?', at, person, sealed, id, organisation)
  if (changed === 0) await tx.run('insert into advisories_product (id, organisation, at, person, body) values (?, ?, ?, ?, ?)', id, organisation, at, person, sealed)
}

export const loadProducts = async (tx: Reader, vault: Vault, organisation: OrganisationId): Promise<Product[]> =>
  (await tx.all<RowOfProduct>('select * from advisories_product where organisation = ?', organisation))
    .map(({ body, ...row }) => ({ ...row, ...(JSON.parse(vault.openText(body, about(row.id))) as Pick<Product, 'vendor' | 'name' | 'releases'>) }))
    .sort((a, b) => order(a.vendor, b.vendor) || order(a.name, b.name))

export const removeProduct = (tx: Tx, organisation: OrganisationId, id: string): Promise<number> => tx.run('delete from advisories_product where id = ? and organisation = ?', id, organisation)

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
