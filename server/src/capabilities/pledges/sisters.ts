/** What the composition hands to other rooms of this one, within their own transactions: texts that acts may name, who has signed which, who belongs together. */
import type { Micros, OrganisationId } from '@openaccord/names'
import type { Reader } from '../../platform/database.ts'
import { inForce, type Logged } from './model.ts'
import { goneBy, groupsOf, registerOf, successionsOf, type Listed, type Register } from './model/register.ts'
import { positionOf } from './model/standing.ts'
import { idsOf, readText } from './model/text.ts'
import { loadActsAfter, loadActsOf, loadActsOfKind } from './store/acts.ts'
import { findBySha256 } from './store/texts.ts'
import { loadAdopted } from './verbs/book.ts'

/** A text of the pledge, and the ids of its principles and clauses. */
export type NamedPledge = { version: string; sha256: string; clauses: string[] }

/** The version in force; undefined before the first was adopted. */
export async function pledgeInForce(tx: Reader): Promise<NamedPledge | undefined> {
  const current = inForce(await loadAdopted(tx))
  return current && pledgeBySha256(tx, current.sha256)
}

/** A version that was adopted once, by the hash of its text of record. */
export async function pledgeBySha256(tx: Reader, sha256: string): Promise<NamedPledge | undefined> {
  const adopted = (await loadAdopted(tx)).find((one) => one.sha256 === sha256)
  const [text] = adopted === undefined ? [] : await findBySha256(tx, sha256)
  return adopted && text && { version: adopted.version, sha256, clauses: idsOf(readText(text.text)) }
}

/** Who stands under a signature at `now`, lapsed ones too: since when, and which text it is of. Not who has withdrawn, or gone into another. */
export async function signaturesAt(tx: Reader, now: Micros): Promise<Map<OrganisationId, { since: Micros; version: string; sha256: string }>> {
  const acts = await loadActsOfKind(tx, 'pledge-signature', 'pledge-renewal', 'pledge-withdrawal', 'pledge-endorsement')
  const successions = successionsOf(await loadActsOfKind(tx, 'succession'))
  const found = [...Map.groupBy(acts, ({ organisation }) => organisation)].flatMap(([organisation, own]: [OrganisationId, Logged[]]) => {
    const { signature, since, withdrawal } = positionOf(own)
    const gone = goneBy(successions.findLast(({ predecessor }) => predecessor === organisation), now) !== undefined
    if (signature === undefined || since === undefined || gone || (withdrawal !== undefined && withdrawal.effective <= now)) return []
    return [[organisation, { since, version: signature.version, sha256: signature.sha256 }] as const]
  })
  return new Map(found)
}

/** When an organisation signed first from that moment on; null while it has not. */
export const signedAfter = async (tx: Reader, organisation: OrganisationId, after: Micros): Promise<Micros | null> =>
  (await loadActsOf(tx, organisation)).find(({ kind, at }) => kind === 'pledge-signature' && at >= after)?.at ?? null

/** The group of each organisation that is under one control with others. */
export async function affiliateGroups(tx: Reader): Promise<Map<OrganisationId, string>> {
  return new Map([...groupsOf(await loadActsOfKind(tx, 'affiliation'))].flatMap(([group, ids]) => ids.map((id) => [id, group] as const)))
}

/** The whole register as this transaction sees it, read anew: for those who decide by it. */
export const registerIn = async (tx: Reader, organisations: readonly Listed[], now: Micros): Promise<Register> => registerOf(await loadActsAfter(tx, 0), organisations, now)
