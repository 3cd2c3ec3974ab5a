/** A room of the pledge for tests: beside a members' room with its keys, on a real database, with a clock that is told the time. */
import { randomBytes } from 'node:crypto'
import { DAY, SECOND, type Actor } from '../../../kernel/index.ts'
import type { Database } from '../../../platform/database.ts'
import * as sisters from '../../members/index.ts'
import { admit, bring, openHouse, setUp } from '../../members/testing/house.ts'
import { activeKey, robotOf, sealUp, type TestKey } from '../../members/testing/keys.ts'
import { createPledges, pledgesRoom, pledgeText, type PledgesSettings } from '../index.ts'
import type { PledgeActKind } from '../model.ts'

export type Says = Record<string, unknown>
export type PledgeHouse = Awaited<ReturnType<typeof openPledgeHouse>>
/** An organisation at work: two people, a program, a key. */
export type Desk = { slug: string; first: Actor; second: Actor; robot: Actor; key: TestKey }

const listed = ({ standing, ...organisation }: sisters.Organisation) => ({ ...organisation, state: standing.state, stateAt: standing.at })

export async function openPledgeHouse(database: Database, settings: Partial<PledgesSettings> = {}) {
  const house = await openHouse(database, {}, [pledgesRoom])
  const { members, journal, mails, now } = house
  const jobs: { kind: string; at: number; key: string }[] = []
  const means: PledgesSettings = {
    database, journal, clock: now, random: randomBytes, origin: 'https://hub.example',
    members: {
      organisations: async (tx) => (await sisters.loadOrganisations(tx)).map(listed),
      organisation: async (tx, id) => sisters.findOrganisation(tx, id).then((found) => found && listed(found)),
      allianceName: sisters.allianceName,
      mailsOf: sisters.managersMails,
      personName: async (tx, person) => (await sisters.peopleByIds(tx, [person]))[0]?.name ?? '',
    },
    signing: {
      open: sisters.openEnvelope,
      openStatement: sisters.openStatement,
      readAct: (tx, envelope, wish) => members.readAct(tx, envelope, wish),
      readActs: (tx, many, moment) => members.readActs(tx, many, moment),
      needActiveKey: async (tx, keyid, organisation, at) => void (await sisters.activeSigner(tx, keyid, organisation, at)),
      doubts: sisters.loadDoubts,
      prepareAct: (actor, wish) => members.prepareAct(actor, wish),
    },
    mail: async (_tx, mail) => void mails.push(mail),
    later: async (_tx, job) => void jobs.push(job),
    ...settings,
  }
  return { ...house, pledges: createPledges(means), means, jobs }
}

/** The secretariat of most tests, its key active. */
export async function openSecretariat(house: PledgeHouse): Promise<Desk> {
  const first = await setUp(house)
  const second = await bring(house, first, 'second@harbour.example', ['secretariat'])
  return withKey(house, 'harbour-secretariat', first, second)
}

export async function openDesk(house: PledgeHouse, { first: secretariat }: Desk, slug: string, kind: 'signatory' | 'partner' = 'signatory'): Promise<Desk> {
  const first = await admit(house, secretariat, slug, ['representative'], kind)
  const second = await bring(house, first, `second@${slug}.example`, ['representative'])
  return withKey(house, slug, first, second)
}

async function withKey(house: PledgeHouse, slug: string, first: Actor, second: Actor): Promise<Desk> {
  const robot = await robotOf(house, first)
  return { slug, first, second, robot, key: await activeKey(house, robot, second) }
}

/** Prepared, signed with the organisation's key, handed in by its program. */
export async function act({ pledges, pass }: PledgeHouse, { robot, key }: Desk, kind: PledgeActKind, says: Says, ceremony?: string) {
  pass(SECOND)
  const { statement } = await pledges.prepareAct(robot, { kind, says })
  return pledges.submitAct(robot, { envelope: await sealUp(statement, key), ...(ceremony === undefined ? {} : { ceremony }) })
}

export const signature = (name: string): Says => ({
  legalName: `${name} plc`, officer: { name: 'Ada Lind', title: 'Chief executive' }, authority: { kind: 'statutes' }, scope: { reach: 'group' },
})
export const sign = (house: PledgeHouse, desk: Desk, more: Says = {}) => act(house, desk, 'pledge-signature', { ...signature(desk.slug), ...more })

/** An act of the secretariat with both of its persons. */
export async function state(house: PledgeHouse, desk: Desk, kind: PledgeActKind, says: Says) {
  const { proposal } = await act(house, desk, kind, says)
  return house.pledges.confirmProposal(desk.second, proposal ?? '')
}

/** Drafted, open for comment for a week, adopted. */
export async function adopt(house: PledgeHouse, desk: Desk, version: '1.0' | '2.0') {
  const { pledges, now, pass } = house
  await pledges.draftPledge(desk.first, { version, title: 'The pledge', major: true, languageOfRecord: 'en', text: await pledgeText(version, 'en') })
  await pledges.openForComment(desk.first, version, { from: now(), until: now() + 7 * DAY })
  pass(7 * DAY)
  return state(house, desk, 'pledge-version', { version })
}

export const entryOf = async ({ pledges }: PledgeHouse, slug: string) => (await pledges.entry(slug)).entry
