/**
 * What the alliance states, room by room: formal acts, with opaque ids and counts only. Names and addresses of people
 * never stand in a fact, nor does what was shared. `by` is null for the first start.
 */
import type { CollectionId, CommunityId, KeyId, OrganisationId, PersonId, Role } from '@openaccord/names'

type By = { by: PersonId | null }
type Standing = 'member' | 'partner'

export type MemberFact =
  | ({ fact: 'organisation.admitted'; organisation: OrganisationId; slug: string; name: string; kind: 'signatory' | 'partner' | 'secretariat' } & By)
  | ({ fact: 'organisation.described'; organisation: OrganisationId; name: string } & By)
  | ({ fact: 'organisation.suspended' | 'organisation.restored' | 'organisation.left'; organisation: OrganisationId } & By)
  | { fact: 'access.paused' | 'access.resumed'; organisation: OrganisationId; from: string; until: string; ground: 'stolen-key' | 'compromised-account' | 'intrusion' }
  | ({ fact: 'person.joined'; person: PersonId; organisation: OrganisationId; roles: readonly Role[] } & By)
  | ({ fact: 'person.roles-changed'; person: PersonId; organisation: OrganisationId; roles: readonly Role[] } & By)
  | ({ fact: 'person.suspended' | 'person.restored' | 'person.left'; person: PersonId; organisation: OrganisationId } & By)
  | ({ fact: 'community.created' | 'community.described'; community: CommunityId; rosterHidden: boolean } & By)
  | ({ fact: 'community.enrolled'; community: CommunityId; organisation: OrganisationId; standing: Standing } & By)
  | ({ fact: 'community.left'; community: CommunityId; organisation: OrganisationId } & By)
  | KeyFact

/** An act is signed by the organisation and lies in the log byte for byte; the others the hub states itself. Instants as text. */
export type KeyFact =
  | { fact: 'key-registration' | 'key-retirement' | 'key-compromise'; about: string[]; act: string }
  | ({ fact: 'key.confirmed'; domain: string; proof: 'dns' | 'file' } & OfKey)
  | ({ fact: 'key.domain-checked'; domain: string; result: 'verified' | 'missing' | 'wrong' } & OfKey)
  | ({ fact: 'key.retired'; reason: 'rotated' | 'no-longer-needed' } & OfKey)
  | ({ fact: 'key.compromised'; firstDoubt: string } & OfKey)
  | ({ fact: 'key.withdrawn' } & OfKey)
type OfKey = { organisation: OrganisationId; key: KeyId; keyid: string }

/** That something was received or taken out. Never what it was. */
export type ExchangeFact =
  | { fact: 'exchange.collection-created'; collection: CollectionId; community: CommunityId; by: PersonId }
  | { fact: 'exchange.collection-described'; collection: CollectionId; by: PersonId }
  | { fact: 'exchange.received'; collection: CollectionId; organisation: OrganisationId; objects: number; merged: number }
  | { fact: 'exchange.withdrawn'; collection: CollectionId; organisation: OrganisationId; versions: number }
  | { fact: 'exchange.warning-list-loaded' | 'exchange.warning-list-removed'; name: string; by: PersonId }

export type Fact = MemberFact | ExchangeFact
