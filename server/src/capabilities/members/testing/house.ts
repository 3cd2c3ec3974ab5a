/** A members' room for tests: a real database with its tables, a clock that is told the time, and every mail kept. */
import { randomBytes } from 'node:crypto'
import type { Micros, OrganisationId, PersonId, Role } from '@openaccord/names'
import { SECOND, type Actor } from '../../../kernel/index.ts'
import type { Database } from '../../../platform/database.ts'
import { createJournal } from '../../../platform/journal.ts'
import { migrate } from '../../../platform/migrate.ts'
import { createDomainCheck, createMembers, membersRoom, type Members, type MembersSettings, type SignInWish } from '../index.ts'
import { PAUSE_LASTS } from '../model/measures.ts'
import { addMeasure } from '../store/measures.ts'
import type { Mail } from '../wording.ts'
import { verifySignature } from './verify.ts'

export const browser = { address: '192.0.2.7', userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }

const random = (bytes: number) => new Uint8Array(randomBytes(bytes))

export type TestHouse = Awaited<ReturnType<typeof openHouse>>

/** `beside`: rooms whose tables are there as well. */
export async function openHouse(database: Database, settings: Partial<MembersSettings> = {}, beside: (typeof membersRoom)[] = []) {
  await migrate(database, [membersRoom, ...beside])
  const journal = createJournal({ database, random })
  const house = { now: Date.UTC(2026, 10, 22, 9) * 1000, mails: [] as Mail[], wishes: [] as SignInWish[], zone: new Map<string, string[]>() }
  const members = createMembers({
    database,
    journal,
    clock: () => house.now,
    random,
    mail: async (_tx, mail) => void house.mails.push(mail),
    askForLink: async (_tx, wish) => void house.wishes.push(wish),
    origin: 'https://hub.example',
    alliance: 'hub.example',
    verify: verifySignature,
    checkDomain: createDomainCheck({ txt: async (name) => (house.zone.get(name) ?? []).map((line) => [line]), fetch: async () => ({ status: 404, text: () => '' }) }),
    ...settings,
  })
  const { mails, wishes, zone } = house
  /** What was stated so far, kinds only. */
  const facts = async () => (await journal.readAfter(0, 10_000)).map(({ kind }) => kind)
  return { members, database, journal, facts, mails, wishes, zone, now: () => house.now, pass: (micros: Micros) => void (house.now += micros) }
}

export const tokenIn = (text: string): string => /token=(\S+)/.exec(text)?.[1] ?? ''

export const signedIn = (members: Members, secret: string): Promise<Actor> => members.authenticate({ sessionCookie: secret, ...browser })

/** The alliance of most tests: a secretariat with its first person. */
export async function setUp(house: TestHouse): Promise<Actor> {
  const link = (await house.members.setUpLink()) ?? ''
  const { secret } = await house.members.setUp(
    { token: tokenIn(link), alliance: 'Harbour Alliance', organisation: 'Harbour Secretariat', person: 'Sefa Ito', mail: 'sefa@harbour.example' }, browser,
  )
  return signedIn(house.members, secret)
}

/** Accepts the invitation that was mailed last. */
export async function join(house: TestHouse, name: string): Promise<Actor> {
  house.pass(SECOND)
  const token = tokenIn(house.mails.at(-1)?.text ?? '')
  const { secret } = await house.members.acceptInvitation({ token, name }, browser)
  return signedIn(house.members, secret)
}

export async function admit(house: TestHouse, secretariat: Actor, slug: string, roles: Role[] = ['representative'], kind: 'signatory' | 'partner' = 'signatory'): Promise<Actor> {
  await house.members.admitOrganisation(secretariat, { name: `The ${slug}`, slug, kind, invite: { mail: `first@${slug}.example`, roles } })
  return join(house, `First of ${slug}`)
}

type Kept = Pick<TestHouse, 'database' | 'members' | 'now'>
/** As two persons do it in an emergency. */
export const pause = (house: Kept, id: OrganisationId, by: [PersonId, PersonId]): Promise<void> => house.database.transact((tx) => addMeasure(tx, {
  organisation: id, n: 1, what: 'pause', ground: 'stolen-key', reason: 'A laptop was stolen.', askedBy: by[0], askedAt: house.now(), confirmedBy: by[1], confirmedAt: house.now(), until: house.now() + PAUSE_LASTS, endedBy: null, endedAt: null,
}))
export const remove = (house: Kept, id: OrganisationId): Promise<void> => house.database.transact((tx) => house.members.removeWithin(tx, id, { by: null, now: house.now() }))
/** As a ballot or the lapse of time does it. */
export const suspend = (house: Kept, id: OrganisationId, reason = 'a finding'): Promise<void> =>
  house.database.transact((tx) => house.members.suspendWithin(tx, id, { reason, by: null, now: house.now() }))
export const restore = (house: Kept, id: OrganisationId): Promise<void> =>
  house.database.transact((tx) => house.members.restoreWithin(tx, id, { by: null, now: house.now() }))

export async function bring(house: TestHouse, by: Actor, mail: string, roles: Role[]): Promise<Actor> {
  await house.members.invite(by, organisationOf(by), { mail, roles })
  return join(house, mail)
}

export function organisationOf(actor: Actor): OrganisationId {
  if (actor.organisation === undefined) throw new Error('a visitor has no organisation')
  return actor.organisation
}
export function personOf(actor: Actor): PersonId {
  if (actor.person === undefined) throw new Error('a visitor is no person')
  return actor.person
}

/** Signs in again by a link, as a second browser. */
export async function signInAgain(house: TestHouse, mail: string) {
  await house.members.sendSignInLink({ mail, then: null })
  return house.members.openMailLink(tokenIn(house.mails.at(-1)?.text ?? ''), browser)
}
