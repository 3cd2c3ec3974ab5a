/** Organisations: entered by the secretariat, described by themselves, and free to leave. What the secretariat does against one takes two persons: measures.ts. */
import { newId, parseSlug, type OrganisationId } from '@openaccord/names'
import { canDo, need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import type { MailMeans } from '../means.ts'
import {
  endMembership, needManages, restoreOrganisation, type Organisation, type OrganisationKind, type OrganisationWords,
} from '../model.ts'
import { addOrganisation, countPeople, loadOrganisation, loadOrganisations, lockMembership, saveOrganisation, slugIsTaken } from '../store/organisations.ts'
import { needSession } from '../model/credentials.ts'
import { lastActOf } from '../store/acts.ts'
import { inviteWithin, type Invited } from './invitations.ts'
import { departAll } from './ladder.ts'

/** `reason` of a suspension is seen by the organisation itself and the secretariat. */
export type ShownOrganisation = Organisation & { people: number; reason: string | null }
export type Admission = { name: string; slug: string; kind: OrganisationKind } & Partial<OrganisationWords> & { invite: Invited }

/** The acts that bind an organisation to the pledge, and that untie it. */
const PLEDGED = ['pledge-signature', 'pledge-withdrawal']

export function createOrganisationVerbs(means: MailMeans) {
  const { database, clock, random, tell } = means

  /** Every change reads alike: load, decide, save, tell. */
  async function change(actor: Actor, id: OrganisationId, decide: (found: Organisation, tx: Tx, now: number) => Promise<Organisation> | Organisation): Promise<ShownOrganisation> {
    const now = clock()
    return database.transact(async (tx) => {
      await lockMembership(tx)
      const next = await decide(await loadOrganisation(tx, id), tx, now)
      await saveOrganisation(tx, next)
      return show(tx, actor, next)
    })
  }

  return {
    organisations: (actor: Actor): Promise<ShownOrganisation[]> => database.read(async (tx) => {
      const people = await countPeople(tx)
      return (await loadOrganisations(tx)).map((organisation) => shown(actor, organisation, people.get(organisation.id) ?? 0))
    }),

    organisation: (actor: Actor, id: OrganisationId): Promise<ShownOrganisation> =>
      database.read(async (tx) => show(tx, actor, await loadOrganisation(tx, id))),

    /** For everyone to read. */
    register: (): Promise<Organisation[]> => database.read((tx) => loadOrganisations(tx)),

    async admitOrganisation(actor: Actor, { invite, ...words }: Admission): Promise<ShownOrganisation> {
      const { person: by } = need(actor, 'members.admit')
      const now = clock()
      return database.transact(async (tx) => {
        await lockMembership(tx)
        if (await slugIsTaken(tx, words.slug)) throw slugTaken(words.slug)
        const organisation = newOrganisation({ ...words, id: newId('org', random) }, now)
        await addOrganisation(tx, organisation)
        await inviteWithin(tx, actor, organisation, invite, means, now)
        await tell(tx, { fact: 'organisation.admitted', organisation: organisation.id, slug: organisation.slug, name: organisation.name, kind: organisation.kind, by })
        return show(tx, actor, organisation)
      })
    },

    async describeOrganisation(actor: Actor, id: OrganisationId, words: Partial<OrganisationWords>): Promise<ShownOrganisation> {
      const { person: by } = need(actor, 'organisation.manage')
      return change(actor, id, async (found, tx) => {
        needManages(actor, id)
        const next = { ...found, ...words }
        await tell(tx, { fact: 'organisation.described', organisation: id, name: next.name, by })
        return next
      })
    },

    async restoreOrganisation(actor: Actor, id: OrganisationId): Promise<ShownOrganisation> {
      const { person: by } = need(actor, 'members.admit')
      return change(actor, id, async (found, tx, now) => {
        const next = restoreOrganisation(found, now)
        await tell(tx, { fact: 'organisation.restored', organisation: id, by })
        return next
      })
    },

    /** One's own. All its people leave with it, and it leaves all communities. What it stated before stays stated. */
    async leaveAlliance(actor: Actor, id: OrganisationId): Promise<ShownOrganisation> {
      const { person: by } = need(actor, 'organisation.manage')
      needSession(actor, 'does not end a membership')
      return change(actor, id, async (found, tx, now) => {
        const next = endMembership(actor, found, (await lastActOf(tx, id, PLEDGED)) === 'pledge-signature', now)
        await departAll(tx, found, tell, { by, now })
        return next
      })
    },
  }
}

export function newOrganisation(
  words: { id: OrganisationId; name: string; slug: string; kind: OrganisationKind } & Partial<OrganisationWords>, now: number,
): Organisation {
  const { id, name, slug, kind, description = '', country = null, sector = null, size = null, website = null } = words
  return { id, name: name.trim(), slug: parseSlug(slug), kind, description, country, sector, size, website, standing: { state: 'active', at: now }, since: now }
}

const slugTaken = (slug: string): Refusal =>
  new Refusal('conflict', 'members.slug-taken', `the short name “${slug}” is taken`, { faults: [{ field: '/slug', rule: 'not taken', fix: 'choose another short name' }] })

async function show(tx: Reader, actor: Actor, organisation: Organisation): Promise<ShownOrganisation> {
  return shown(actor, organisation, (await countPeople(tx)).get(organisation.id) ?? 0)
}

function shown(actor: Actor, organisation: Organisation, people: number): ShownOrganisation {
  const { standing } = organisation
  const sees = canDo(actor, 'members.admit') || actor.organisation === organisation.id
  return { ...organisation, people, reason: standing.state === 'suspended' && sees ? standing.reason : null }
}
