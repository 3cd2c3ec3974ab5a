/** Who is asking, decided once at the door. Rights are data; nobody acts as an all-mighty system user. */
import type { CommunityId, OrganisationId, PersonId, Right, SessionId, TokenId } from '@openaccord/names'
import { Refusal } from './refusal.ts'

/** How an organisation belongs to a community: as a member of it, or as a partner beside it. */
export type Standing = 'member' | 'partner'

export type Actor = {
  /** Undefined for a visitor without an account. */
  person: PersonId | undefined
  organisation: OrganisationId | undefined
  may: ReadonlySet<Right>
  /** The communities whose audience this actor belongs to. Empty means none: an empty audience is nobody. */
  communities: ReadonlyMap<CommunityId, Standing>
  via: { kind: 'visitor' } | { kind: 'session'; id: SessionId } | { kind: 'token'; id: TokenId }
  /** Shown in logs and to colleagues; never a secret. */
  name: string
  /** Why little or nothing is open: to a visitor whose session is real but may not come in now, and to people of a suspended organisation. Told at each door that stays shut. */
  refused?: Refusal
}

export const anonymous: Actor = {
  person: undefined,
  organisation: undefined,
  may: new Set(),
  communities: new Map(),
  via: { kind: 'visitor' },
  name: 'visitor',
}

export const canDo = (actor: Actor, right: Right): boolean => actor.may.has(right)

/** Throws unless the actor is signed in and may do this; returns who it is. */
export function need(actor: Actor, right: Right): { person: PersonId; organisation: OrganisationId } {
  if (actor.person === undefined || actor.organisation === undefined) {
    throw actor.refused ?? new Refusal('unauthenticated', 'door.sign-in-needed', 'sign in first: this is for members')
  }
  if (!actor.may.has(right)) {
    throw actor.refused ?? new Refusal('forbidden', 'door.no-right', `this needs the right “${right}”, which your role or token does not have`)
  }
  return { person: actor.person, organisation: actor.organisation }
}
