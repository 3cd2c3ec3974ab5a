/** What the ladders of another room do to an organisation, in that room's transaction: suspended, restored, its membership ended. `by` is null where nobody decided: time did. */
import type { Micros, OrganisationId, PersonId, Right } from '@openaccord/names'
import type { Reader, Tx } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { formerly, rightsOf, type Organisation } from '../model.ts'
import { removeAllEnrolments } from '../store/communities.ts'
import { forgetCredentials } from '../store/credentials.ts'
import { loadOrganisation, loadOrganisations, lockMembership, saveOrganisation } from '../store/organisations.ts'
import { loadPeople, removeInvitationsOf, savePerson } from '../store/people.ts'

type By = { by: PersonId | null; now: Micros }

export function createLadderVerbs({ tell }: Pick<Means, 'tell'>) {
  return {
    async suspendWithin(tx: Tx, id: OrganisationId, { reason, by, now }: By & { reason: string }): Promise<void> {
      await lockMembership(tx)
      const found = await loadOrganisation(tx, id)
      if (found.standing.state !== 'active') return
      await saveOrganisation(tx, { ...found, standing: { state: 'suspended', reason, at: now } })
      await tell(tx, { fact: 'organisation.suspended', organisation: id, by })
    },

    async restoreWithin(tx: Tx, id: OrganisationId, { by, now }: By): Promise<void> {
      await lockMembership(tx)
      const found = await loadOrganisation(tx, id)
      if (found.standing.state !== 'suspended') return
      await saveOrganisation(tx, { ...found, standing: { state: 'active', at: now } })
      await tell(tx, { fact: 'organisation.restored', organisation: id, by })
    },

    async removeWithin(tx: Tx, id: OrganisationId, { by, now }: By): Promise<void> {
      await lockMembership(tx)
      const found = await loadOrganisation(tx, id)
      if (found.standing.state === 'left') return
      await saveOrganisation(tx, { ...found, standing: { state: 'left', at: now } })
      await departAll(tx, found, tell, { by, now })
    },
  }
}

/** All its people leave with it, and it leaves all communities. What it stated before stays stated. */
export async function departAll(tx: Tx, { id }: Organisation, tell: Means['tell'], { by, now }: By): Promise<void> {
  for (const person of await loadPeople(tx, id)) {
    await savePerson(tx, formerly(person, now))
    await forgetCredentials(tx, person.id)
    await tell(tx, { fact: 'person.left', person: person.id, organisation: id, by })
  }
  await removeInvitationsOf(tx, id)
  await removeAllEnrolments(tx, id)
  await tell(tx, { fact: 'organisation.left', organisation: id, by })
}

/** Where to write to everybody who has a right and is active, in an active organisation. */
export async function mailsOfRight(tx: Reader, right: Right): Promise<string[]> {
  const mails: string[] = []
  for (const { id, standing } of await loadOrganisations(tx)) {
    if (standing.state !== 'active') continue
    for (const person of await loadPeople(tx, id)) if (person.standing.state === 'active' && rightsOf(person.roles).has(right)) mails.push(person.mail)
  }
  return mails
}
