/** The first start: a one-time link makes the alliance, its secretariat and the first person. Of several hubs one succeeds. */
import { newId, type OrganisationId } from '@openaccord/names'
import { Refusal } from '../../../kernel/index.ts'
import type { MailMeans } from '../means.ts'
import { normaliseMail, type Person } from '../model.ts'
import { hashOfSecret, newSecret } from '../secrets.ts'
import { addSetUpLink, removeSetUpLinks, setUpLinkIsOpen } from '../store/one-time.ts'
import { addOrganisation, countActive, lockMembership, saveAlliance } from '../store/organisations.ts'
import { addPerson } from '../store/people.ts'
import { newOrganisation } from './organisations.ts'
import { beginSession, type Browser, type SignedIn } from './sessions.ts'

export type SetUp = { token: string; alliance: string; purpose?: string; organisation: string; person: string; mail: string }

export function createSetUpVerbs({ database, clock, random, tell, origin }: MailMeans) {
  return {
    /** For the log of a start: a new link as long as there is no secretariat, afterwards undefined. */
    async setUpLink(): Promise<string | undefined> {
      const now = clock()
      const secret = newSecret('oau', random)
      return database.transact(async (tx) => {
        if ((await countActive(tx)).secretariats > 0) return undefined
        await addSetUpLink(tx, secret.hash, now)
        return `${origin}/set-up?token=${secret.text}`
      })
    },

    async setUp(wish: SetUp, browser: Browser): Promise<SignedIn> {
      const now = clock()
      return database.transact(async (tx) => {
        await lockMembership(tx)
        const hash = hashOfSecret('oau', wish.token)
        const open = hash !== undefined && (await setUpLinkIsOpen(tx, hash))
        if (!open || (await countActive(tx)).secretariats > 0) throw new Refusal('gone', 'members.set-up-gone', 'this link is not good any more: the hub prints one at each start until it is set up')
        const organisation = newOrganisation({ id: newId('org', random), name: wish.organisation, slug: slugOf(wish.organisation), kind: 'secretariat' }, now)
        const person = firstPerson(wish, organisation.id, newId('person', random), now)
        await saveAlliance(tx, { name: wish.alliance.trim(), purpose: wish.purpose?.trim() ?? '', contact: null }, now)
        await addOrganisation(tx, organisation)
        await addPerson(tx, person)
        await removeSetUpLinks(tx)
        await tell(tx, { fact: 'organisation.admitted', organisation: organisation.id, slug: organisation.slug, name: organisation.name, kind: 'secretariat', by: null })
        await tell(tx, { fact: 'person.joined', person: person.id, organisation: organisation.id, roles: person.roles, by: null })
        return beginSession(tx, { person: person.id, by: 'setup', browser }, { now, random })
      })
    },
  }
}

function firstPerson({ person, mail }: SetUp, organisation: OrganisationId, id: Person['id'], now: number): Person {
  return { id, organisation, name: person.trim(), mail: normaliseMail(mail), roles: ['secretariat'], standing: { state: 'active', at: now }, since: now, lastSeen: now }
}

/** “Élan Sécurité AG” gives `elan-securite-ag`; a name without such letters gives `secretariat`. */
export function slugOf(name: string): string {
  const words = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 40).replace(/^-+|-+$/g, '')
  return words.length >= 2 ? words : 'secretariat'
}
