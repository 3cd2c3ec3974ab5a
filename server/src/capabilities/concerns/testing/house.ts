/** A room of concerns for tests: beside the members' room with its keys and the ballots' room, on a real database, with a clock that is told the time. */
import { createHash, randomBytes } from 'node:crypto'
import type { ConcernId, FactId, Micros, OrganisationId } from '@openaccord/names'
import { concernsMeans } from '../../../compose/concerns.ts'
import { DAY, HOUR, SECOND } from '../../../kernel/index.ts'
import type { Database } from '../../../platform/database.ts'
import { createEffort, solveEffort } from '../../../platform/effort.ts'
import { migrate } from '../../../platform/migrate.ts'
import { ballotsRoom } from '../../ballots/index.ts'
import * as poll from '../../ballots/testing/house.ts'
import { lastActs, membersRoom } from '../../members/index.ts'
import { sealUp } from '../../members/testing/keys.ts'
import { concernsRoom, createConcerns, type ConcernsSettings } from '../index.ts'
import type { ConcernKind } from '../model.ts'
import type { Kind } from '../verbs/acts.ts'

export type Desk = poll.Desk
export type ConcernHouse = Awaited<ReturnType<typeof openConcernHouse>>
export const ADDRESS = '203.0.113.9'
export const TEXT = 'They sold a customer a way into the phones of journalists, and the invoice is in my hands.'
export const SUMMARY = 'Whoever filed this says that the organisation sold means of intrusion to a customer, and offers a document.'

const random = (bytes: number) => new Uint8Array(randomBytes(bytes))

export async function openConcernHouse(database: Database) {
  const house = await poll.openBallotHouse(database)
  await migrate(database, [membersRoom, ballotsRoom, concernsRoom])
  const { members, journal, mails, now, ballots } = house
  const effort = createEffort({ database, key: random(32), clock: now, random, bits: 4 })
  const groups = new Map<OrganisationId, string>()
  /** Facts over which a checkpoint was published: the log of this test. */
  const covered = new Map<FactId, Uint8Array>()
  const due: { kind: string; at: number }[] = []
  const settings: ConcernsSettings = {
    database, journal, clock: now, random, origin: 'https://hub.example', effort,
    ...concernsMeans(members, { database, clock: now, random }),
    groups: async () => groups,
    activity: lastActs,
    checkpointOver: async (_tx, fact) => (covered.has(fact) ? { size: 7, rootHash: covered.get(fact)! } : undefined),
    ballots,
    mail: async (_tx, mail) => void mails.push(mail),
    later: async (_tx, job) => void due.push(job),
  }
  const concerns = createConcerns(settings)
  const worked = async (purpose: string) => {
    const given = await effort.challenge(purpose)
    return { challenge: given.challenge, number: solveEffort(given) }
  }
  return { ...house, concerns, effort, worked, groups, covered, due, settings }
}

export type Alliance = { house: ConcernHouse; secretariat: Desk; ombuds: Desk; accused: Desk; others: Desk[] }

/** A secretariat, an ombudsperson, the organisation that concerns are about, and six more signatories. */
export async function openAlliance(database: Database, many = 6): Promise<Alliance> {
  const house = await openConcernHouse(database)
  const secretariat = await poll.openSecretariat(house)
  const ombuds = await poll.openOmbudsperson(house, secretariat)
  const accused = await poll.openDesk(house, secretariat, 'accused-works')
  const others: Desk[] = []
  for (let n = 0; n < many; n++) others.push(await poll.openDesk(house, secretariat, `other-${n}`, { size: n % 2 === 0 ? 'large' : 'small' }))
  return { house, secretariat, ombuds, accused, others }
}

type Filed = Partial<{ kind: ConcernKind; organisation: string; page: string; title: string; text: string; language: string; mail: string }>
export async function file({ concerns, worked, pass }: ConcernHouse, wish: Filed = {}) {
  pass(SECOND)
  const { kind = 'concern' } = wish
  return concerns.file({
    title: 'They sold it', text: TEXT, language: 'en', ...(kind === 'tip' ? {} : { organisation: 'accused-works' }), ...wish, kind, effort: await worked('concern'),
  }, { address: ADDRESS, speaks: 'en' })
}

export const stateOf = async ({ concerns }: ConcernHouse, { first }: Desk, id: string) => (await concerns.screened(first, id)).standing

/** Filed and taken up. */
export async function opened({ house, ombuds }: Alliance, wish: Filed = {}): Promise<{ id: ConcernId; receipt: string }> {
  const { concern: id, receipt } = await file(house, wish)
  await house.concerns.open(ombuds.first, id, { summary: SUMMARY, language: 'en' })
  return { id, receipt }
}

/** Prepared, signed with the organisation's key, handed in by its program. */
export async function act({ concerns, pass }: ConcernHouse, { robot, key }: Desk, kind: Kind, says: Record<string, unknown>) {
  pass(SECOND)
  const { statement } = await concerns.prepareAct(robot, { kind, says })
  return concerns.submitAct(robot, { envelope: await sealUp(statement, key) })
}

export const answer = ({ house, accused }: Alliance, concern: string, text = 'We sold nothing of the kind; the document is a forgery, and here is why.') =>
  act(house, accused, 'concern-answer', { concern, text, language: 'en' })

/** A checkpoint is published over everything stated so far. */
export async function publish({ journal, covered }: ConcernHouse): Promise<void> {
  for (const { id } of await journal.readAfter(0, 10_000)) if (!covered.has(id)) covered.set(id, new Uint8Array(createHash('sha256').update(id).digest()))
}

/** The panel, in the order of the lot. */
export async function drawn({ house, ombuds, others }: Alliance, id: string): Promise<Desk[]> {
  await house.concerns.callPanel(ombuds.first, id, {})
  house.pass(HOUR)
  await house.concerns.drawPanels()
  await publish(house)
  await house.concerns.drawPanels()
  return panelOf({ house, others }, id)
}

export async function panelOf({ house, others }: Pick<Alliance, 'house' | 'others'>, id: string): Promise<Desk[]> {
  const { subject: { events } } = await house.concerns.concern(id)
  const seats = events.findLast((event) => event.kind === 'panel-drawn' || event.kind === 'panel-recused')
  return (seats !== undefined && 'panel' in seats ? seats.panel : []).map((seat) => others.find((other) => other.id === seat)!)
}

export const REASONS = 'Two of us have seen the document and spoken with both sides; the invoice is real.'
/** Found by the first of the panel, joined by the second. */
export async function found(alliance: Alliance, id: string, panel: readonly Desk[], says: Record<string, unknown>): Promise<FactId> {
  const { house } = alliance
  const { fact } = await act(house, panel[0]!, 'concern-finding', { concern: id, reasons: REASONS, language: 'en', ...says })
  await act(house, panel[1]!, 'concern-finding-position', { finding: fact, position: 'joins' })
  return fact
}

/** Everybody who may votes so; the ballot is certified and final. */
export async function decide({ house, secretariat, others }: Pick<Alliance, 'house' | 'secretariat' | 'others'>, ballot: string, position: 'yes' | 'no'): Promise<void> {
  house.pass(7 * DAY)
  await poll.openVoting(house, secretariat, ballot as Parameters<typeof poll.openVoting>[2])
  for (const other of others) await poll.vote(house, other, ballot, position)
  await poll.close(house)
  await poll.act(house, secretariat, 'ballot-certificate', { ballot })
  house.pass(7 * DAY)
  await house.ballots.turn()
}

export const ballotOf = async ({ concerns }: ConcernHouse, id: string): Promise<string> => {
  const called = (await concerns.concern(id)).subject.events.findLast((event) => event.kind === 'ballot-called')
  if (called?.kind !== 'ballot-called') throw new Error('no ballot was called')
  return called.ballot
}

export const moment = (micros: Micros): string => new Date(micros / 1000).toISOString()
