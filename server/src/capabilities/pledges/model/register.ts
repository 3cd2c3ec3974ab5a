/** The public register: one fold of acts and organisations, at one moment. */
import type { FactId, Micros, OrganisationId } from '@openaccord/names'
import { adoptedOf, isOf, REMOVED, type Adopted, type Logged } from '../model.ts'
import { positionOf, standingOf, type Body, type Gone, type Position, type Standing } from './standing.ts'

/** As the members' room knows it. */
export type Listed = Body & {
  id: OrganisationId
  slug: string
  name: string
  country: string | null
  sector: string | null
  size: 'micro' | 'small' | 'medium' | 'large' | null
  website: string | null
}
export type Succession = { predecessor: OrganisationId; successor: OrganisationId; how: 'merged' | 'renamed' | 'acquired' | 'split'; on: string; at: Micros; fact: FactId }
export type Entry = Standing & { organisation: Listed; position: Position; group: string | undefined; succession: Succession | undefined; names: readonly string[] }
export type Register = {
  at: Micros
  adopted: readonly Adopted[]
  /** By name. */
  entries: readonly Entry[]
  organisations: ReadonlyMap<OrganisationId, Listed>
  successions: readonly Succession[]
  groups: ReadonlyMap<string, readonly OrganisationId[]>
}

/** `acts` oldest first, without statements; `organisations` in the order in which they are to be listed. */
export function registerOf(acts: readonly Logged[], organisations: readonly Listed[], now: Micros): Register {
  const adopted = adoptedOf(acts)
  const successions = successionsOf(acts)
  const groups = groupsOf(acts)
  const own = Map.groupBy(acts, ({ organisation }) => organisation)
  const group = new Map([...groups].flatMap(([name, ids]) => ids.map((id) => [id, name] as const)))
  const entries = organisations.flatMap((organisation): Entry[] => {
    const mine = own.get(organisation.id) ?? []
    const position = positionOf(mine)
    const succession = successions.findLast(({ predecessor }) => predecessor === organisation.id)
    const standing = standingOf(position, organisation, goneBy(succession, now), adopted, now)
    if (standing === undefined) return []
    return [{ ...standing, organisation, position, group: group.get(organisation.id), succession, names: namesIn(organisation.name, mine) }]
  })
  return { at: now, adopted, entries, organisations: new Map(organisations.map((one) => [one.id, one])), successions, groups }
}

/** Who merged or was renamed stands no longer for itself; who was acquired or split still does. */
export const goneBy = (succession: Succession | undefined, now: Micros): Gone =>
  succession !== undefined && (succession.how === 'merged' || succession.how === 'renamed') && succession.at <= now ? { at: succession.at } : undefined

export const successionsOf = (acts: readonly Logged[]): Succession[] =>
  acts.filter(isOf('succession')).map(({ says: { predecessor, successor, how, on }, at, fact }) => ({ predecessor, successor, how, on, at, fact }))

/** Groups under one control. What was said last of an organisation counts; a group with nobody left is none. */
export function groupsOf(acts: readonly Logged[]): Map<string, OrganisationId[]> {
  const groups = new Map<string, OrganisationId[]>()
  for (const { says } of acts.filter(isOf('affiliation'))) {
    for (const [name, ids] of groups) groups.set(name, ids.filter((id) => !says.organisations.includes(id)))
    groups.set(says.group, [...new Set(says.organisations)])
  }
  for (const [name, ids] of groups) if (ids.length === 0) groups.delete(name)
  return groups
}

/** Every name that it goes by, or has signed under. */
function namesIn(name: string, acts: readonly Logged[]): string[] {
  const legal = acts.flatMap((act) => (act.kind === 'pledge-signature' || act.kind === 'pledge-endorsement' ? [act.says.legalName] : []))
  return [...new Set([name, ...legal])].filter((one) => one !== REMOVED)
}

export type Filter = Partial<{ q: string; list: string; state: string; country: string; sector: string; size: string; version: string }>

export function filtered(entries: readonly Entry[], { q, list, state, country, sector, size, version }: Filter): Entry[] {
  const words = (q ?? '').normalize('NFKC').toLowerCase().split(/\s+/).filter((word) => word !== '')
  return entries.filter((entry) => {
    const { organisation, position } = entry
    const text = entry.names.join(' ').normalize('NFKC').toLowerCase()
    return (list === undefined || entry.list === list) && (state === undefined || entry.state === state) &&
      (country === undefined || organisation.country === country) && (sector === undefined || organisation.sector === sector) &&
      (size === undefined || organisation.size === size) && (version === undefined || position.signature?.version === version) &&
      words.every((word) => text.includes(word))
  })
}

/** Acts of the secretariat that name this organisation. */
export function concerns(act: Logged, id: OrganisationId): boolean {
  if (act.kind === 'succession') return act.says.predecessor === id || act.says.successor === id
  return act.kind === 'affiliation' && act.says.organisations.includes(id)
}
