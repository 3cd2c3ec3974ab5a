/** What this room states: that something was received or taken out, in counts and opaque ids. Never what it was. */
import type { CollectionId, CommunityId, OrganisationId, PersonId } from '@openaccord/names'

export type ExchangeFact =
  | { fact: 'exchange.collection-created'; collection: CollectionId; community: CommunityId; by: PersonId }
  | { fact: 'exchange.collection-described'; collection: CollectionId; by: PersonId }
  | { fact: 'exchange.received'; collection: CollectionId; organisation: OrganisationId; objects: number; merged: number }
  | { fact: 'exchange.withdrawn'; collection: CollectionId; organisation: OrganisationId; versions: number }
  | { fact: 'exchange.warning-list-loaded' | 'exchange.warning-list-removed'; name: string; by: PersonId }
