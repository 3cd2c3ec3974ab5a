/** A room of ballots for tests: beside a members' room with its keys, on a real database, with a clock that is told the time. */
import { randomBytes } from 'node:crypto'
import type { BallotId, OrganisationId } from '@openaccord/names'
import { ballotsMeans } from '../../../compose/ballots.ts'
import { DAY, SECOND, type Actor } from '../../../kernel/index.ts'
import type { Database } from '../../../platform/database.ts'
import { admit, bring, join, openHouse, organisationOf, setUp } from '../../members/testing/house.ts'
import { activeKey, robotOf, sealUp, type TestKey } from '../../members/testing/keys.ts'
import { ballotsRoom, createBallots, type BallotsSettings, type Voter } from '../index.ts'
import type { Position } from '../model.ts'
import type { BallotAct } from '../verbs/acts.ts'

export const ALLIANCE = 'hub.example/log'
export type BallotHouse = Awaited<ReturnType<typeof openBallotHouse>>
/** An organisation at work: two people, a program, a key. */
export type Desk = { slug: string; id: OrganisationId; first: Actor; second: Actor; robot: Actor; key: TestKey }

const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes))

/** `beside`: rooms whose tables are there as well. */
export async function openBallotHouse(database: Database, settings: Partial<BallotsSettings> = {}, beside: (typeof ballotsRoom)[] = []) {
  const house = await openHouse(database, { alliance: ALLIANCE }, [ballotsRoom, ...beside])
  const jobs: { kind: string; at: number; key: string }[] = []
  const voters = new Map<OrganisationId, Voter>()
  const means: BallotsSettings = {
    database, journal: house.journal, clock: house.now, random, origin: 'https://hub.example',
    ...ballotsMeans(house.members, random),
    voters: async () => [...voters.values()],
    prove: async () => undefined,
    mail: async (_tx, mail) => void house.mails.push(mail),
    later: async (_tx, job) => void jobs.push(job),
    ...settings,
  }
  return { ...house, ballots: createBallots(means), means, jobs, voters }
}

export async function openSecretariat(house: BallotHouse): Promise<Desk> {
  const first = await setUp(house)
  return withKey(house, 'harbour-secretariat', first, await bring(house, first, 'second@harbour.example', ['secretariat']))
}

/** A signatory with a vote, unless said otherwise. */
export async function openDesk(house: BallotHouse, { first: secretariat }: Desk, slug: string, voter: Partial<Voter> = {}): Promise<Desk> {
  const first = await admit(house, secretariat, slug, ['representative'])
  const desk = await withKey(house, slug, first, await bring(house, first, `second@${slug}.example`, ['representative']))
  house.voters.set(desk.id, { organisation: desk.id, slug, name: `The ${slug}`, group: null, size: 'small', standing: 'voting', ...voter })
  return desk
}

/** Independent of the secretariat and without a vote. */
export async function openOmbudsperson(house: BallotHouse, { first: secretariat }: Desk): Promise<Desk> {
  const first = await admit(house, secretariat, 'ombuds-office', ['ombudsperson'], 'partner')
  const mail = 'second@ombuds-office.example'
  await house.members.invite(secretariat, organisationOf(first), { mail, roles: ['ombudsperson'] })
  return withKey(house, 'ombuds-office', first, await join(house, mail))
}

async function withKey(house: BallotHouse, slug: string, first: Actor, second: Actor): Promise<Desk> {
  const robot = await robotOf(house, first)
  return { slug, id: organisationOf(first), first, second, robot, key: await activeKey(house, robot, second) }
}

export const draft = { kind: 'guideline', title: 'Keep two people awake', text: '# Keep two people awake\n\nWho answers reports is never alone.' } as const

/** Prepared, signed with the organisation's key, handed in by its program. */
export async function act({ ballots, pass }: BallotHouse, { robot, key }: Desk, kind: BallotAct, says: Record<string, unknown>) {
  pass(SECOND)
  const { statement } = await ballots.prepareAct(robot, { kind, says })
  return ballots.submitAct(robot, { envelope: await sealUp(statement, key) })
}

export const vote = (house: BallotHouse, desk: Desk, ballot: string, position: Position, reason = position === 'no' ? 'It asks too much of us.' : undefined) =>
  act(house, desk, 'vote', { ballot, position, ...(reason === undefined ? {} : { reason }) })

export async function openDiscussion({ ballots }: BallotHouse, { first }: Desk, more: Partial<{ kind: 'pledge' | 'guideline' | 'emergency'; title: string; confirms: string }> = {}): Promise<BallotId> {
  const { id } = await ballots.propose(first, { ...draft, ...more })
  await ballots.open(first, id)
  return id
}

/** Frozen, and opened for the vote by two persons. */
export async function openVoting({ ballots }: BallotHouse, { first, second }: Desk, id: BallotId): Promise<void> {
  await ballots.freeze(first, id)
  const { motions } = await ballots.move(first, id, 'open-voting')
  await ballots.confirm(second, id, motions[0]!.id)
}

/** Discussed for seven days, and open for the vote. */
export async function toVoting(house: BallotHouse, secretariat: Desk, proposer: Desk, more: Parameters<typeof openDiscussion>[2] = {}): Promise<BallotId> {
  const id = await openDiscussion(house, proposer, more)
  house.pass(more.kind === 'emergency' ? DAY : 7 * DAY)
  await openVoting(house, secretariat, id)
  return id
}

/** To the close and past it: votes opened, tally stated. */
export async function close(house: BallotHouse, days = 7): Promise<void> {
  house.pass(days * DAY)
  await house.ballots.turn()
}

export const stateOf = async ({ ballots }: BallotHouse, id: BallotId, { first }: Desk) => (await ballots.ballot(first, id)).standing
