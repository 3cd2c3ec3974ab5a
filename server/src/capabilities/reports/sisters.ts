/** What the other rooms ask of this one, within their own transactions. Nothing of what was reported: that is known to those who hold a key. */
import type { Micros, OrganisationId, ReportId } from '@openaccord/names'
import type { Reader } from '../../platform/database.ts'
import { standingOf, type Arrival, type ReportState } from './model.ts'
import type { Product } from './model/products.ts'
import { findCase, unread } from './store.ts'
import { findDesk, liveRecipients, loadProducts, productsWith, type Contact } from './store/desk.ts'

export type ReportForCase = { id: ReportId; organisation: OrganisationId; state: ReportState; arrival: Arrival; at: Micros; /** To whom the reporter’s side is encrypted; null where nobody has taken the receipt. */ recipient: string | null }

/** For a case that is opened from it: whose report it is and where it stands. Undefined where there is none such; who may ask is the caller’s to decide. */
export async function reportForCase(tx: Reader, id: string): Promise<ReportForCase | undefined> {
  const found = await findCase(tx, unread, id)
  if (found === undefined) return undefined
  const { report } = found
  return { id: report.id, organisation: report.organisation, state: standingOf(found, report.at).state, arrival: report.arrival, at: report.at, recipient: report.recipient }
}

/** What a team says of itself: whether it takes reports, its keys, its contacts in their order. Undefined where it has no desk. */
export async function deskOf(tx: Reader, organisation: OrganisationId): Promise<{ open: boolean; recipients: string[]; contacts: Contact[] } | undefined> {
  const settings = await findDesk(tx, organisation)
  return settings && { open: settings.open, recipients: await liveRecipients(tx, organisation), contacts: settings.contacts }
}

/** Products with one of these components, by the keyed hashes of `componentHashes`. */
export async function productsLike(tx: Reader, hashes: readonly string[]): Promise<Pick<Product, 'id' | 'organisation' | 'name' | 'answers'>[]> {
  const found = new Set(await productsWith(tx, hashes))
  return (await loadProducts(tx)).filter(({ id }) => found.has(id)).map(({ id, organisation, name, answers }) => ({ id, organisation, name, answers }))
}
