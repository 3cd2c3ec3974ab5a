/** A room of cases for tests: beside the members' room, on a real database, with a clock that is told the time and a vault of its own. */
import { randomBytes } from 'node:crypto'
import type { CaseId, OrganisationId, ReportId } from '@openaccord/names'
import { casesMeans } from '../../../compose/cases.ts'
import { anonymous, SECOND, type Actor } from '../../../kernel/index.ts'
import type { Database } from '../../../platform/database.ts'
import { testVault } from '../../../platform/testing/vault.ts'
import { admit, bring, openHouse, organisationOf, setUp } from '../../members/testing/house.ts'
import { casesRoom, createCases, type CasesSettings } from '../index.ts'
import type { PartyId, Role } from '../model.ts'
import type { Asking } from '../verbs/book.ts'

export const ALLIANCE = 'hub.example/log'
export type CaseHouse = Awaited<ReturnType<typeof openCaseHouse>>
/** An organisation at work: whoever answers for it, and an analyst. */
export type Team = { slug: string; id: OrganisationId; manager: Actor; analyst: Actor; asking: Asking }

const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes))

/** `beside`: rooms whose tables are there as well. */
export async function openCaseHouse(database: Database, settings: Partial<CasesSettings> = {}, beside: (typeof casesRoom)[] = []) {
  const house = await openHouse(database, { alliance: ALLIANCE }, [casesRoom, ...beside])
  const due: { kind: string; at: number; key: string }[] = []
  /** Reports that were accepted, by the organisation that did. */
  const accepted = new Map<ReportId, OrganisationId>()
  const means: CasesSettings = {
    database, journal: house.journal, clock: house.now, random, origin: 'https://hub.example', vault: testVault(),
    ...casesMeans(house.members, { random }),
    reports: { accepted: async (_tx, { organisation }, id) => (accepted.get(id) === organisation ? { id, received: house.now() } : undefined) },
    mail: async (_tx, mail) => void house.mails.push(mail),
    later: async (_tx, job) => void due.push(job),
    ...settings,
  }
  return { ...house, cases: createCases(means), means, due, accepted }
}

export const askAs = (actor: Actor): Asking => ({ actor, link: undefined })
export const askBy = (link: string): Asking => ({ actor: anonymous, link })

export async function openTeam(house: CaseHouse, secretariat: Actor, slug: string): Promise<Team> {
  const manager = await admit(house, secretariat, slug, ['representative'])
  const analyst = await bring(house, manager, `analyst@${slug}.example`, ['psirt-analyst'])
  return { slug, id: organisationOf(manager), manager, analyst, asking: askAs(analyst) }
}

export type Story = { house: CaseHouse; secretariat: Actor; owner: Team; vendor: Team; other: Team; id: CaseId }

export const wish = { title: 'Heap overflow in libquay', summary: 'Long names overflow a buffer.', vulnerabilities: [{ label: 'Overflow in the parser' }, { label: 'Wrong length in the writer', cve: 'CVE-2026-12345' }] }

/** A case of one organisation, with two others of the alliance that know nothing of it. */
export async function openStory(database: Database, more: Partial<Parameters<CaseHouse['cases']['open']>[1]> = {}, settings: Partial<CasesSettings> = {}): Promise<Story> {
  const house = await openCaseHouse(database, settings)
  const secretariat = await setUp(house)
  const owner = await openTeam(house, secretariat, 'owner-works')
  const vendor = await openTeam(house, secretariat, 'vendor-works')
  const other = await openTeam(house, secretariat, 'other-works')
  const { case: id } = await house.cases.open(owner.analyst, { ...wish, ...more })
  return { house, secretariat, owner, vendor, other, id }
}

type Given = Exclude<Role, 'owner'>
/** Asked in by the owner; takes part. */
export async function bringIn({ house, owner, id }: Pick<Story, 'house' | 'owner' | 'id'>, team: Team, roles: Given[] = ['vendor']): Promise<PartyId> {
  house.pass(SECOND)
  const { party } = await house.cases.invite(owner.asking, id, { organisation: team.slug, roles })
  house.pass(SECOND)
  await house.cases.join(team.asking, id)
  return party
}

export async function bringGuest({ house, owner, id }: Pick<Story, 'house' | 'owner' | 'id'>, name: string, roles: Given[] = ['vendor'], mail?: string): Promise<{ party: PartyId; link: string; asking: Asking }> {
  house.pass(SECOND)
  const { party, link } = await house.cases.invite(owner.asking, id, { guest: { name, mail }, roles })
  const asking = askBy(link!)
  await house.cases.join(asking, id)
  return { party, link: link!, asking }
}

export const base64Of = (text: string): string => Buffer.from(text).toString('base64')
