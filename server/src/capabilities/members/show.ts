/** From what is true here to what the contract shows: times as text, roles as lists, and nothing more than the shapes have. */
import { iso } from '../../kernel/index.ts'
import type { Session } from './model/credentials.ts'
import type { Organisation } from './model.ts'
import type { ShownCommunity } from './verbs/communities.ts'
import type { NamedInvitation } from './verbs/invitations.ts'
import type { ShownMeasure } from './verbs/measures.ts'
import type { ShownOrganisation } from './verbs/organisations.ts'
import type { ShownPasskey } from './verbs/passkeys.ts'
import type { ShownPerson } from './verbs/people.ts'
import type { NamedToken } from './verbs/tokens.ts'

export const done = { done: true } as const
const when = (at: number | null): string | null => (at === null ? null : iso(at))

export function showRegistered({ slug, name, description, country, sector, size, website, kind, standing, since }: Organisation) {
  return { slug, name, description, country, sector, size, website, kind, state: standing.state, since: iso(since) }
}

export function showOrganisation(organisation: ShownOrganisation) {
  return { id: organisation.id, ...showRegistered(organisation), stateReason: organisation.reason, people: organisation.people }
}

export function showMeasure({ what, ground, reason, state, askedByName: askedBy, askedAt, may, needsOmbudsperson, confirmedByName: confirmedBy, confirmedAt, until, endedAt }: ShownMeasure) {
  return { what, ground, reason, state, askedBy, askedAt: iso(askedAt), may: [...may], needsOmbudsperson, confirmedBy, confirmedAt: when(confirmedAt), until: when(until), endedAt: when(endedAt) }
}

export function showPerson({ id, organisation, name, mail, roles, standing, since, lastSeen, passkeys }: ShownPerson) {
  return { id, organisation, name, mail, roles: [...roles], state: standing.state, since: iso(since), lastSeen: when(lastSeen), passkeys }
}

export function showInvitation({ id, organisation, mail, roles, invitedByName, sent, expires }: NamedInvitation) {
  return { id, organisation, mail, roles: [...roles], invitedBy: invitedByName, sent: iso(sent), expires: iso(expires) }
}

export function showCommunity({ id, slug, name, description, rosterHidden, organisations, standing }: ShownCommunity) {
  return { id, slug, name, description, rosterHidden, organisations, standing }
}

export function showToken({ id, name, person, personName, scopes, created, expires, lastUsed }: NamedToken) {
  return { id, name, person, personName, scopes: [...scopes], created: iso(created), expires: iso(expires), lastUsed: when(lastUsed) }
}

export function showSession({ id, current, signedInBy, browser, started, lastSeen, expires }: Session & { current: boolean }) {
  return { id, current, signedInBy, browser, started: iso(started), lastSeen: iso(lastSeen), expires: iso(expires) }
}

export function showPasskey({ id, name, created, lastUsed }: ShownPasskey) {
  return { id, name, created: iso(created), lastUsed: when(lastUsed) }
}
