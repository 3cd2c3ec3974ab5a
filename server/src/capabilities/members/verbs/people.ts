/** People: who works for an organisation, what each does there, and how that ends. Every change is at once. */
import type { OrganisationId, PersonId, Role } from '@openaccord/names'
import { need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import { needSession } from '../model/credentials.ts'
import type { Means } from '../means.ts'
import { changeRoles, leave, manages, restorePerson, rightsOf, suspendPerson, type Organisation, type Person } from '../model.ts'
import { forgetCredentials, removeLinksOf } from '../store/credentials.ts'
import { loadOrganisation, lockMembership } from '../store/organisations.ts'
import { countPasskeys, loadInvitations, loadPeople, loadPerson, removeInvitationsBy, savePerson, unknownPerson } from '../store/people.ts'
import { nameOfPerson, type NamedInvitation } from './invitations.ts'

export type ShownPerson = Person & { passkeys: number }
type Decide = (organisation: Organisation, people: Person[], person: Person, now: number) => Person
type Said = 'person.roles-changed' | 'person.suspended' | 'person.restored' | 'person.left'

export function createPeopleVerbs({ database, clock, tell }: Means) {
  /** Load, decide, save, tell; a person of an organisation that is not the actor's to manage is not known to him. */
  async function change(actor: Actor, id: PersonId, said: Said, decide: Decide): Promise<ShownPerson> {
    const now = clock()
    return database.transact(async (tx) => {
      await lockMembership(tx)
      const person = await loadPerson(tx, id)
      if (actor.person !== id && !manages(actor, person.organisation)) throw unknownPerson()
      const organisation = await loadOrganisation(tx, person.organisation)
      const people = await loadPeople(tx, person.organisation)
      const next = decide(organisation, people, person, now)
      await savePerson(tx, next)
      await clearAway(tx, next)
      const about = { person: id, organisation: organisation.id, by: actor.person ?? null }
      await tell(tx, said === 'person.roles-changed' ? { fact: said, ...about, roles: next.roles } : { fact: said, ...about })
      return show(tx, next)
    })
  }

  return {
    /** Colleagues see each other; open invitations and who was here when are for those who manage. */
    async people(actor: Actor, id: OrganisationId): Promise<{ people: ShownPerson[]; invitations: NamedInvitation[] }> {
      const inCharge = manages(actor, id)
      if (!inCharge && actor.organisation !== id) throw new Refusal('forbidden', 'members.not-yours', 'people are shown to their own organisation and to the secretariat')
      const now = clock()
      return database.read(async (tx) => {
        await loadOrganisation(tx, id)
        const passkeys = await countPasskeys(tx, id)
        const people = (await loadPeople(tx, id)).map((person) => ({
          ...person,
          passkeys: passkeys.get(person.id) ?? 0,
          lastSeen: inCharge || person.id === actor.person ? person.lastSeen : null,
        }))
        return { people, invitations: inCharge ? await namedInvitations(tx, id, now) : [] }
      })
    },

    async changeRoles(actor: Actor, id: PersonId, roles: readonly Role[]): Promise<ShownPerson> {
      need(actor, 'organisation.manage')
      return change(actor, id, 'person.roles-changed', (organisation, people, person) => changeRoles(actor, organisation, people, person, roles))
    },

    async suspendPerson(actor: Actor, id: PersonId): Promise<ShownPerson> {
      need(actor, 'organisation.manage')
      return change(actor, id, 'person.suspended', (organisation, people, person, now) => suspendPerson(actor, organisation, people, person, now))
    },

    async restorePerson(actor: Actor, id: PersonId): Promise<ShownPerson> {
      need(actor, 'organisation.manage')
      return change(actor, id, 'person.restored', (organisation, _people, person, now) => restorePerson(actor, organisation, person, now))
    },

    /** Oneself, or somebody of the organisation one manages. Name, mail, sessions, tokens and passkeys are forgotten. */
    async removePerson(actor: Actor, id: PersonId): Promise<void> {
      if (actor.person === id) needSession(actor, 'does not leave for its maker')
      else need(actor, 'organisation.manage')
      await change(actor, id, 'person.left', (organisation, people, person, now) => leave(actor, organisation, people, person, now))
    },
  }
}

/** What goes with a change: credentials of who left, open links of who is suspended, invitations of who may not invite any more. */
async function clearAway(tx: Tx, next: Person): Promise<void> {
  if (next.standing.state === 'left') await forgetCredentials(tx, next.id)
  if (next.standing.state === 'suspended') await removeLinksOf(tx, next.id)
  if (next.standing.state !== 'active' || !rightsOf(next.roles).has('organisation.manage')) await removeInvitationsBy(tx, next.id)
}

async function show(tx: Reader, person: Person): Promise<ShownPerson> {
  return { ...person, passkeys: (await countPasskeys(tx, person.organisation)).get(person.id) ?? 0 }
}

async function namedInvitations(tx: Reader, organisation: OrganisationId, now: number): Promise<NamedInvitation[]> {
  const open = await loadInvitations(tx, organisation, now)
  const named: NamedInvitation[] = []
  for (const invitation of open) named.push({ ...invitation, invitedByName: await nameOfPerson(tx, invitation.invitedBy) })
  return named
}
