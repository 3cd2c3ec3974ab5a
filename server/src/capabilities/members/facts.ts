/**
 * What this room states: formal acts, with opaque ids only. Names and addresses of people never stand in a fact;
 * sessions and tokens are nobody's business and stay in the audit log. `by` is null for the first start.
 */
import type { CommunityId, OrganisationId, PersonId, Role } from '@openaccord/names'
import type { Standing } from '../../kernel/index.ts'
import type { OrganisationKind } from './model.ts'

type By = { by: PersonId | null }
export type MemberFact =
  | ({ fact: 'organisation.admitted'; organisation: OrganisationId; slug: string; name: string; kind: OrganisationKind } & By)
  | ({ fact: 'organisation.described'; organisation: OrganisationId; name: string } & By)
  | ({ fact: 'organisation.suspended' | 'organisation.restored' | 'organisation.left'; organisation: OrganisationId } & By)
  | ({ fact: 'person.joined'; person: PersonId; organisation: OrganisationId; roles: readonly Role[] } & By)
  | ({ fact: 'person.roles-changed'; person: PersonId; organisation: OrganisationId; roles: readonly Role[] } & By)
  | ({ fact: 'person.suspended' | 'person.restored' | 'person.left'; person: PersonId; organisation: OrganisationId } & By)
  | ({ fact: 'community.created' | 'community.described'; community: CommunityId; rosterHidden: boolean } & By)
  | ({ fact: 'community.enrolled'; community: CommunityId; organisation: OrganisationId; standing: Standing } & By)
  | ({ fact: 'community.left'; community: CommunityId; organisation: OrganisationId } & By)
