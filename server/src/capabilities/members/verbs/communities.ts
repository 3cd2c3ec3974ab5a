/** Communities: audiences of organisations. They may overlap, begin empty, and may hide from their members who belongs. */
import { newId, parseSlug, type CommunityId, type OrganisationId } from '@openaccord/names'
import { need, Refusal, type Actor, type Standing } from '../../../kernel/index.ts'
import type { Reader } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { knowsCommunity, needFits, seesRoster, type Community } from '../model.ts'
import {
  addCommunity, communitySlugIsTaken, countEnrolled, loadCommunities, loadCommunity, loadRoster, removeEnrolment, saveCommunity, saveEnrolment,
  unknownCommunity, type Enrolled,
} from '../store/communities.ts'
import { loadOrganisation, lockMembership } from '../store/organisations.ts'

/** `organisations` is null where the roster is hidden from the one who asks. */
export type ShownCommunity = Community & { organisations: number | null; standing: Standing | null }
export type CommunityWords = { name: string; description: string; rosterHidden: boolean }

export function createCommunityVerbs({ database, clock, random, tell }: Means) {
  return {
    /** Those the actor belongs to; all of them for the secretariat. */
    communities: (actor: Actor): Promise<ShownCommunity[]> => database.read(async (tx) => {
      const counts = await countEnrolled(tx)
      return (await loadCommunities(tx)).filter(({ id }) => knowsCommunity(actor, id)).map((community) => shown(actor, community, counts.get(community.id) ?? 0))
    }),

    async createCommunity(actor: Actor, { slug, name, description = '', rosterHidden = false }: { slug: string; name: string } & Partial<CommunityWords>): Promise<ShownCommunity> {
      const { person: by } = need(actor, 'communities.curate')
      const now = clock()
      const community: Community = { id: newId('community', random), slug: parseSlug(slug), name: name.trim(), description, rosterHidden, since: now }
      return database.transact(async (tx) => {
        await lockMembership(tx)
        if (await communitySlugIsTaken(tx, slug)) throw slugTaken(slug)
        await addCommunity(tx, community)
        await tell(tx, { fact: 'community.created', community: community.id, rosterHidden, by })
        return show(tx, actor, community)
      })
    },

    async describeCommunity(actor: Actor, id: CommunityId, words: Partial<CommunityWords>): Promise<ShownCommunity> {
      const { person: by } = need(actor, 'communities.curate')
      return database.transact(async (tx) => {
        await lockMembership(tx)
        const next = { ...(await loadCommunity(tx, id)), ...words }
        await saveCommunity(tx, next)
        await tell(tx, { fact: 'community.described', community: id, rosterHidden: next.rosterHidden, by })
        return show(tx, actor, next)
      })
    },

    /** Where the roster is hidden, a member sees its own organisation and no other. */
    roster: (actor: Actor, id: CommunityId): Promise<{ community: ShownCommunity; organisations: Enrolled[] }> => database.read(async (tx) => {
      if (!knowsCommunity(actor, id)) throw unknownCommunity()
      const community = await loadCommunity(tx, id)
      const all = await loadRoster(tx, id)
      const organisations = seesRoster(actor, community) ? all : all.filter((one) => one.id === actor.organisation)
      return { community: shown(actor, community, all.length), organisations }
    }),

    async enroll(actor: Actor, id: CommunityId, organisation: OrganisationId, standing: Standing): Promise<void> {
      const { person: by } = need(actor, 'communities.curate')
      const now = clock()
      await database.transact(async (tx) => {
        await lockMembership(tx)
        await loadCommunity(tx, id)
        needFits(await loadOrganisation(tx, organisation), standing)
        await saveEnrolment(tx, id, organisation, standing, now)
        await tell(tx, { fact: 'community.enrolled', community: id, organisation, standing, by })
      })
    },

    /** One's own organisation, or any for the secretariat. Its access to the community ends at once. */
    async leaveCommunity(actor: Actor, id: CommunityId, organisation: OrganisationId): Promise<void> {
      const { person: by } = need(actor, 'organisation.manage')
      const curates = actor.may.has('communities.curate')
      if (!knowsCommunity(actor, id)) throw unknownCommunity()
      if (!curates && actor.organisation !== organisation) throw new Refusal('forbidden', 'members.not-yours', 'you may take out your own organisation; the secretariat any')
      await database.transact(async (tx) => {
        await lockMembership(tx)
        await loadCommunity(tx, id)
        if (!(await removeEnrolment(tx, id, organisation))) throw new Refusal('unknown', 'members.not-enrolled', 'this organisation does not belong to the community')
        await tell(tx, { fact: 'community.left', community: id, organisation, by })
      })
    },
  }
}

const slugTaken = (slug: string): Refusal =>
  new Refusal('conflict', 'members.slug-taken', `the short name “${slug}” is taken`, { faults: [{ field: '/slug', rule: 'not taken', fix: 'choose another short name' }] })

async function show(tx: Reader, actor: Actor, community: Community): Promise<ShownCommunity> {
  return shown(actor, community, (await countEnrolled(tx)).get(community.id) ?? 0)
}

function shown(actor: Actor, community: Community, organisations: number): ShownCommunity {
  return { ...community, organisations: seesRoster(actor, community) ? organisations : null, standing: actor.communities.get(community.id) ?? null }
}
