/**
 * Who sees what: one function, `canSee`, decides every read of this room. What may not be seen is absent: whatever is shown of a
 * case, lists and counts too, is folded from the entries that `seenBy` leaves. Rules of Vultron: a new participant is offered
 * the embargo first and sees the rest after accepting; who leaves sees nothing new from then on.
 */
import type { OrganisationId, PersonId, Right } from '@openaccord/names'
import { COORDINATING, isOf, type Audience, type Entry, type Log, type PartyId, type Role, type Standing, type Terms } from '../model.ts'
import { fold, type Party, type State } from './fold.ts'

/** Who asks: a person of an organisation with what they may, or a guest by the party that the link names. */
export type Caller =
  | { kind: 'person'; person: PersonId; organisation: OrganisationId; may: ReadonlySet<Right> }
  | { kind: 'guest'; party: PartyId }

export type Viewer = {
  party: PartyId
  person: PersonId | null
  roles: readonly Role[]
  standing: Standing
  /** The number of the last entry that this party may see: 0 where it has not joined, infinity while it takes part. */
  until: number
}

/**
 * What may be looked at. `offer`: that there is a case with an embargo, its terms, who coordinates. `entry`: anything that an
 * entry of the time line brought, seen by its audience. `name`: who a party is. `opened`: whether somebody has looked at all.
 */
export type Thing =
  | { thing: 'offer' }
  | { thing: 'entry'; seq: number; to: Audience }
  | { thing: 'name'; party: Pick<Party, 'id' | 'roles' | 'shown' | 'joined'>; paired: boolean }
  | { thing: 'opened'; party: PartyId }

export function canSee(viewer: Viewer | undefined, thing: Thing): boolean {
  if (viewer === undefined) return false
  if (thing.thing === 'offer') return true
  if (thing.thing === 'entry' && thing.to.to === 'offer') return thing.seq <= viewer.until || viewer.standing === 'invited'
  if (viewer.until === 0) return thing.thing === 'name' && (thing.party.id === viewer.party || isHeldBy(thing.party.roles))
  switch (thing.thing) {
    case 'entry': return thing.seq <= viewer.until && isFor(viewer, thing.to)
    case 'opened': return thing.party === viewer.party || isHeldBy(viewer.roles)
    case 'name': {
      const { id, roles, shown, joined } = thing.party
      return id === viewer.party || isHeldBy(roles) || isHeldBy(viewer.roles) || thing.paired || (shown && joined !== null && joined <= viewer.until)
    }
  }
}

function isFor({ party, roles }: Viewer, to: Audience): boolean {
  switch (to.to) {
    case 'all': case 'offer': return true
    case 'coordinators': return isHeldBy(roles)
    case 'pair': return to.parties.includes(party)
    case 'party': return to.party === party || isHeldBy(roles)
    case 'own': return to.party === party
  }
}

const isHeldBy = (roles: readonly Role[]): boolean => roles.some((role) => COORDINATING.includes(role))

/** The entries that are left for this viewer: whatever is shown is made of these and of nothing else. Which person did it is for colleagues. */
export const seenBy = (viewer: Viewer, { entries }: Pick<Log, 'entries'>): Entry[] =>
  entries.filter(({ seq, to }) => canSee(viewer, { thing: 'entry', seq, to })).map((entry) => (entry.person === null || entry.by === viewer.party ? entry : { ...entry, person: null }))

/** How this caller stands in a case, or undefined where it is no part of it: then the case does not exist for it. */
export function viewerOf(caller: Caller, state: State, terms: Pick<Terms, 'lapsed'>, isActive: (person: PersonId) => boolean = () => true): Viewer | undefined {
  const party = partyOf(caller, state)
  if (party === undefined || (party.standing === 'removed' && party.joined === null)) return undefined
  if (caller.kind === 'person' && !reads(caller, party, isActive)) return undefined
  return { party: party.id, person: caller.kind === 'person' ? caller.person : null, roles: party.roles, standing: party.standing, until: lastSeen(party, terms) }
}

export function partyOf(caller: Caller, { parties }: Pick<State, 'parties'>): Party | undefined {
  if (caller.kind === 'guest') return parties.get(caller.party)
  return [...parties.values()].find(({ organisation }) => organisation === caller.organisation)
}

/** Need to know: those with the right, narrowed to named persons. Where none of these is left, whoever looks after the organisation. */
export function reads({ person, may }: { person: PersonId; may: ReadonlySet<Right> }, { named }: Pick<Party, 'named'>, isActive: (person: PersonId) => boolean): boolean {
  if (!may.has('cases.work')) return false
  if (named === null || named.includes(person)) return true
  return may.has('organisation.manage') && !named.some(isActive)
}

/** Removed: nothing but what it agreed to. Left, or without consent to what stands: what was there until then. */
function lastSeen({ id, standing, joined, gone }: Party, { lapsed }: Pick<Terms, 'lapsed'>): number {
  if (joined === null || standing === 'removed' || standing === 'invited') return 0
  return Math.min(gone ?? Number.POSITIVE_INFINITY, lapsed.get(id) ?? Number.POSITIVE_INFINITY)
}

/** A case as this viewer may have it: the state folded from what is seen, and who may be named. */
export type Seen = { viewer: Viewer; entries: readonly Entry[]; state: State; names(party: PartyId): boolean }

export function look(viewer: Viewer, log: Pick<Log, 'entries'>, whole: State): Seen {
  const entries = seenBy(viewer, log)
  const pairs = new Set(entries.filter(isOf('thread-opened')).filter(({ is }) => is === 'pair').flatMap(({ parties }) => parties))
  return {
    viewer, entries, state: fold(entries),
    names(id) {
      const party = whole.parties.get(id)
      return party !== undefined && canSee(viewer, { thing: 'name', party, paired: pairs.has(id) })
    },
  }
}
