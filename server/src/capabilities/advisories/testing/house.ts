/** A room of advisories for tests: beside the members' room with its keys, on a real database, with a clock that is told the time. */
import { randomBytes } from 'node:crypto'
import type { Draft } from '@openaccord/advisory'
import type { AdvisoryId, CaseId, OrganisationId } from '@openaccord/names'
import { advisoriesMeans } from '../../../compose/advisories.ts'
import { anonymous, MINUTE, SECOND, type Actor } from '../../../kernel/index.ts'
import type { Database } from '../../../platform/database.ts'
import { testVault } from '../../../platform/testing/vault.ts'
import { admit, bring, openHouse, organisationOf, setUp } from '../../members/testing/house.ts'
import { activeKey, robotOf, sealUp, type TestKey } from '../../members/testing/keys.ts'
import { anyDraft } from './draft.ts'
import { advisoriesRoom, createAdvisories, type Advisories, type AdvisoriesSettings, type CaseBehind } from '../index.ts'

export const ORIGIN = 'https://hub.example'
export type AdvisoryHouse = Awaited<ReturnType<typeof openAdvisoryHouse>>
/** An organisation that publishes: two people, an analyst, a program, a key. */
export type Desk = { slug: string; id: OrganisationId; first: Actor; second: Actor; robot: Actor; key: TestKey }

const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes))

export async function openAdvisoryHouse(database: Database, settings: Partial<AdvisoriesSettings> = {}) {
  const house = await openHouse(database, { alliance: 'hub.example/log' }, [advisoriesRoom])
  const cases = new Map<CaseId, CaseBehind>()
  const due: { kind: string; at: number }[] = []
  const means: AdvisoriesSettings = {
    database, journal: house.journal, clock: house.now, random, origin: ORIGIN, contact: 'desk@hub.example', vault: testVault(),
    ...advisoriesMeans(house.members, { random }),
    caseForAdvisory: async (_tx, id) => cases.get(id),
    fetch: async () => { throw new Error('nothing is fetched in this test') },
    askOwn: async () => ({ status: 404, headers: {}, text: '' }),
    later: async (_tx, job) => void due.push(job),
    ...settings,
  }
  return { ...house, advisories: createAdvisories(means), means, cases, due }
}

/** The secretariat, and members that publish. */
export async function openDesks(house: AdvisoryHouse, ...slugs: string[]): Promise<{ secretariat: Actor; desks: Desk[] }> {
  const secretariat = await setUp(house)
  const desks: Desk[] = []
  for (const slug of slugs) desks.push(await openDesk(house, secretariat, slug))
  return { secretariat, desks }
}

export async function openDesk(house: AdvisoryHouse, secretariat: Actor, slug: string): Promise<Desk> {
  const first = await admit(house, secretariat, slug, ['representative'])
  const second = await bring(house, first, `second@${slug}.example`, ['representative'])
  const robot = await robotOf(house, first)
  const desk = { slug, id: organisationOf(first), first, second, robot, key: await activeKey(house, robot, second) }
  await house.advisories.publisher(first, { category: 'vendor', namespace: `https://psirt.${slug}.example` })
  return desk
}

/** The example under a name of this organisation. */
export function draftOf({ slug }: Pick<Desk, 'slug'>, change: (draft: Draft) => Draft = (draft) => draft, name = '2026-001'): Draft {
  return change(anyDraft(`${slug.toUpperCase()}-${name}`))
}

export const headed = (change: Partial<Draft['head']>) => (draft: Draft): Draft => ({ ...draft, head: { ...draft.head, ...change } })

export async function written({ advisories }: { advisories: Advisories }, desk: Desk, draft: Draft = draftOf(desk)): Promise<AdvisoryId> {
  return (await advisories.createDraft(desk.first, { draft })).row.id
}

/** Asked for by the one, approved by the other, signed by the program: waits for its moment. */
export async function signed(house: AdvisoryHouse, desk: Desk, id: string, wish: { publishAt?: string; recipients?: string[] } = {}): Promise<number> {
  const { advisories, pass } = house
  const { saved: { version, sha256 } } = await advisories.draft(desk.first, id)
  await advisories.submitDraft(desk.first, id, { version, sha256, ...wish })
  await advisories.approveDraft(desk.second, id, sha256)
  pass(SECOND)
  return (await act(house, desk, id)).publishAt
}

export async function act({ advisories }: AdvisoryHouse, { robot, key }: Desk, advisory: string) {
  const { statement } = await advisories.prepareAct(robot, { kind: 'advisory-publication', says: { advisory } })
  return advisories.submitAct(robot, { envelope: await sealUp(statement, key) })
}

export async function published(house: AdvisoryHouse, desk: Desk, draft: Draft = draftOf(desk), wish: { recipients?: string[] } = {}): Promise<AdvisoryId> {
  const id = await written(house, desk, draft)
  await goOut(house, desk, id, wish)
  return id
}

export async function goOut(house: AdvisoryHouse, desk: Desk, id: string, wish: { recipients?: string[] } = {}): Promise<void> {
  const publishAt = await signed(house, desk, id, wish)
  house.pass(publishAt - house.now())
  await house.advisories.publishDue()
}

/** A new version of a published one. */
export async function revised(house: AdvisoryHouse, desk: Desk, id: string, change: (draft: Draft) => Draft, summary = 'More products.'): Promise<void> {
  house.pass(MINUTE)
  const { saved } = await house.advisories.draft(desk.first, id)
  await house.advisories.saveDraft(desk.first, id, { base: saved.version, draft: change(saved.draft), summary })
  await goOut(house, desk, id)
}

export const READER = anonymous
export const moment = (micros: number): string => new Date(micros / 1000).toISOString().replace('.000Z', 'Z')
