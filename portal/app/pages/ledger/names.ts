/** Names of organisations for the ids that entries carry: from the register, and for those who stand in none, from the log itself. */
import type { Client } from '@openaccord/api'

/** `slug` of its page in the register, where it has one. */
export type Named = { name: string; slug: string | null }
export type Names = Readonly<Record<string, Named>>

const NAMING = ['members.organisation.admitted', 'members.organisation.described']
/** A page shows few organisations that are not in the register. */
const MOST_ASKED = 20

export async function namesOf(api: Client, ids: readonly string[]): Promise<Names> {
  const names: Record<string, Named> = {}
  const { entries } = await api.pledges.register({ query: { limit: 500 } })
  for (const { organisation, name, slug } of entries) names[organisation] = { name, slug }
  const unknown = [...new Set(ids)].filter((id) => id.startsWith('org_') && names[id] === undefined).slice(0, MOST_ASKED)
  const found = await Promise.all(unknown.map((id) => nameInLog(api, id)))
  unknown.forEach((id, at) => {
    const name = found[at]
    if (name !== undefined) names[id] = { name, slug: null }
  })
  return names
}

/** The name as it was logged last. */
async function nameInLog(api: Client, organisation: string): Promise<string | undefined> {
  const { entries: [newest] } = await api.ledger.entries({ query: { about: organisation, fact: NAMING, limit: 1 } })
  if (newest === undefined) return undefined
  const { parsed } = await api.ledger.entry({ params: { entry: newest.id } })
  return typeof parsed === 'object' && parsed !== null && 'name' in parsed && typeof parsed.name === 'string' ? parsed.name : undefined
}
