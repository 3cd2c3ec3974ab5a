/** Invitations: a link by mail that works once and for 14 days. The one who opens it joins and is signed in. */
import { newId, type InvitationId, type OrganisationId, type PersonId, type Role } from '@openaccord/names'
import { need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import type { MailMeans } from '../means.ts'
import { giveRoles, INVITATION_LASTS, manages, needActive, normaliseMail, type Invitation, type Organisation, type Person } from '../model.ts'
import { hashOfSecret, newSecret } from '../secrets.ts'
import { loadAlliance, loadOrganisation, lockMembership } from '../store/organisations.ts'
import {
  addInvitation, addPerson, findInvitation, findInvitationBySecret, findPersonByMail, loadInvitations, loadPeopleByIds, removeInvitation, removeInvitationsTo,
} from '../store/people.ts'
import { invitationMail } from '../wording.ts'
import { beginSession, type Browser, type SignedIn } from './sessions.ts'

export type NamedInvitation = Invitation & { invitedByName: string | null }
export type Invited = { mail: string; roles: readonly Role[] }

const MOST_OPEN = 500

/** Part of a verb's transaction: checks, keeps, and puts the mail into the queue. A second one to an address replaces the first. */
export async function inviteWithin(tx: Tx, actor: Actor, organisation: Organisation, wish: Invited, { mail, origin, random }: MailMeans, now: number): Promise<NamedInvitation> {
  needActive(organisation)
  const roles = giveRoles(actor, organisation, wish.roles)
  const to = normaliseMail(wish.mail)
  await needFree(tx, to)
  const open = await loadInvitations(tx, organisation.id, now)
  if (open.length >= MOST_OPEN) throw new Refusal('conflict', 'members.invitations-many', `${MOST_OPEN} invitations are open: withdraw some first`)
  for (const old of open) if (old.mail === to) await removeInvitation(tx, old.id)
  const invitation: Invitation = {
    id: newId('invitation', random), organisation: organisation.id, mail: to, roles, invitedBy: actor.person ?? null, sent: now, expires: now + INVITATION_LASTS,
  }
  const secret = newSecret('oai', random)
  await addInvitation(tx, invitation, secret.hash)
  const invitedByName = await nameOfPerson(tx, invitation.invitedBy)
  const alliance = (await loadAlliance(tx))?.name ?? 'the alliance'
  const link = `${origin}/join?token=${secret.text}`
  await mail(tx, invitationMail(to, { alliance, organisation: organisation.name, roles, invitedBy: invitedByName ?? undefined, link }))
  return { ...invitation, invitedByName }
}

async function needFree(tx: Tx, mail: string): Promise<void> {
  if ((await findPersonByMail(tx, mail)) === undefined) return
  throw new Refusal('conflict', 'members.mail-here', 'somebody with this address is here already: a person belongs to one organisation', {
    faults: [{ field: '/mail', rule: 'an address that nobody here has', fix: 'ask the person to leave the other organisation, or use another address' }],
  })
}

export async function nameOfPerson(tx: Parameters<typeof loadPeopleByIds>[0], id: PersonId | null): Promise<string | null> {
  return id === null ? null : ((await loadPeopleByIds(tx, [id]))[0]?.name ?? null)
}

/** Part of a verb's transaction: the person that an open invitation makes. `name` is what the person writes. */
export async function joinWithin(tx: Tx, invitation: Invitation, name: string, { tell, random }: Pick<MailMeans, 'tell' | 'random'>, now: number): Promise<Person> {
  needActive(await loadOrganisation(tx, invitation.organisation))
  await needFree(tx, invitation.mail)
  if (!(await removeInvitation(tx, invitation.id))) throw noInvitation()
  await removeInvitationsTo(tx, invitation.mail)
  const { organisation, mail, roles, invitedBy } = invitation
  const person: Person = { id: newId('person', random), organisation, name: name.trim(), mail, roles, standing: { state: 'active', at: now }, since: now, lastSeen: now }
  await addPerson(tx, person)
  await tell(tx, { fact: 'person.joined', person: person.id, organisation, roles, by: invitedBy })
  return person
}

const noInvitation = (): Refusal =>
  new Refusal('gone', 'members.invitation-gone', 'this invitation was used, withdrawn or has expired: ask for a new one')

export function createInvitationVerbs(means: MailMeans) {
  const { database, clock, random } = means
  return {
    async invite(actor: Actor, id: OrganisationId, wish: Invited): Promise<NamedInvitation> {
      need(actor, 'organisation.manage')
      const now = clock()
      return database.transact(async (tx) => {
        await lockMembership(tx)
        return inviteWithin(tx, actor, await loadOrganisation(tx, id), wish, means, now)
      })
    },

    async withdrawInvitation(actor: Actor, id: InvitationId): Promise<void> {
      need(actor, 'organisation.manage')
      await database.transact(async (tx) => {
        await lockMembership(tx)
        const invitation = await findInvitation(tx, id)
        if (invitation === undefined || !manages(actor, invitation.organisation)) throw new Refusal('unknown', 'members.invitation-unknown', 'there is no such invitation of yours')
        await removeInvitation(tx, id)
      })
    },

    /** What a link is for; it stays as it is. */
    async readInvitation(token: string): Promise<{ organisation: string; mail: string; roles: readonly Role[]; invitedBy: string | null; expires: number }> {
      const now = clock()
      return database.read(async (tx) => {
        const invitation = await openInvitation(tx, token, now)
        const organisation = await loadOrganisation(tx, invitation.organisation)
        needActive(organisation)
        const { mail, roles, expires, invitedBy } = invitation
        return { organisation: organisation.name, mail, roles, invitedBy: await nameOfPerson(tx, invitedBy), expires }
      })
    },

    async acceptInvitation({ token, name }: { token: string; name: string }, browser: Browser): Promise<SignedIn> {
      const now = clock()
      return database.transact(async (tx) => {
        await lockMembership(tx)
        const person = await joinWithin(tx, await openInvitation(tx, token, now), name, means, now)
        return beginSession(tx, { person: person.id, by: 'invitation', browser }, { now, random })
      })
    },
  }
}

async function openInvitation(tx: Parameters<typeof findInvitationBySecret>[0], token: string, now: number): Promise<Invitation> {
  const hash = hashOfSecret('oai', token)
  const found = hash === undefined ? undefined : await findInvitationBySecret(tx, hash, now)
  if (found === undefined) throw noInvitation()
  return found
}
