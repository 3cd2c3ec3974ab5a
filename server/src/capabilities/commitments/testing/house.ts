/** A room of commitments for tests: beside the rooms of members and of the pledge, on a real database, with a clock that is told the time. */
import { randomBytes } from 'node:crypto'
import { commitmentsMeans } from '../../../compose/commitments.ts'
import { DAY, SECOND } from '../../../kernel/index.ts'
import type { Database } from '../../../platform/database.ts'
import { migrate } from '../../../platform/migrate.ts'
import { testVault } from '../../../platform/testing/vault.ts'
import { membersRoom } from '../../members/index.ts'
import { admit, join } from '../../members/testing/house.ts'
import { activeKey, robotOf, sealUp } from '../../members/testing/keys.ts'
import { pledgesRoom } from '../../pledges/index.ts'
import { adopt, openDesk, openPledgeHouse, openSecretariat, sign, type Desk, type PledgeHouse } from '../../pledges/testing/house.ts'
import { commitmentsRoom, createCommitments, type Commitments } from '../index.ts'
import { dayOf, type ConductKind } from '../model.ts'

export type { Desk }
export type Says = Record<string, unknown>
export type ConductHouse = PledgeHouse & { commitments: Commitments }

export async function openConductHouse(database: Database): Promise<ConductHouse> {
  const house = await openPledgeHouse(database)
  await migrate(database, [membersRoom, pledgesRoom, commitmentsRoom])
  const commitments = createCommitments({
    database, vault: testVault(), journal: house.journal, clock: house.now, random: randomBytes, origin: 'https://hub.example', mail: async (_tx, mail) => void house.mails.push(mail), ...commitmentsMeans(house.members, randomBytes),
  })
  return { ...house, commitments }
}

/** A secretariat, a pledge in force, and these organisations, which have signed it. */
export async function openSigned(database: Database, ...slugs: string[]) {
  const house = await openConductHouse(database)
  const secretariat = await openSecretariat(house)
  await adopt(house, secretariat, '1.0')
  const desks: Desk[] = []
  for (const slug of slugs) {
    const desk = await openDesk(house, secretariat, slug)
    await sign(house, desk)
    desks.push(desk)
  }
  return { house, secretariat, desks }
}

/** A partner whose people are assessors. */
export async function openAssessor(house: ConductHouse, { first: secretariat }: Desk, slug: string): Promise<Desk> {
  const first = await admit(house, secretariat, slug, ['assessor'], 'partner')
  await house.members.invite(secretariat, first.organisation!, { mail: `second@${slug}.example`, roles: ['assessor'] })
  const second = await join(house, `Second of ${slug}`)
  const robot = await robotOf(house, first)
  return { slug, first, second, robot, key: await activeKey(house, robot, second) }
}

/** Prepared, signed with the organisation's key, handed in by its program. */
export async function act({ commitments, pass }: ConductHouse, { robot, key }: Desk, kind: ConductKind, says: Says) {
  pass(SECOND)
  const { statement } = await commitments.prepareAct(robot, { kind, says })
  return commitments.submitAct(robot, { envelope: await sealUp(statement, key) })
}

export const day = ({ now }: Pick<ConductHouse, 'now'>, days = 0): string => dayOf(now() + days * DAY)
export const EVIDENCE = [{ title: 'Our report', link: 'https://quay.example/report', sha256: 'a'.repeat(64) }]
export const OFFICER = { name: 'Ada Lind', title: 'Chief executive' }

/** Due in 300 days unless said. */
export const promise = (house: ConductHouse, more: Says = {}): Says => ({
  title: 'Nine in ten reports fixed in 90 days', clause: 'P1', metric: { id: 'fixed-within-90-days', version: '2' }, baseline: { value: '62', on: day(house) }, target: '90', due: day(house, 300),
  scope: { products: ['Quay OS'], regions: ['worldwide'] }, owner: 'Head of product security', source: 'Our report tracker', every: 'quarter', tags: { qualities: ['security'] }, language: 'en', ...more,
})

/** Proposed and taken on. */
export async function committed(house: ConductHouse, desk: Desk, more: Says = {}) {
  const { fact } = await act(house, desk, 'commitment', promise(house, more))
  await act(house, desk, 'commitment-acceptance', { commitment: fact, officer: OFFICER })
  return fact
}

export const report = (house: ConductHouse, desk: Desk, commitment: string, value: string, more: Says = {}) =>
  act(house, desk, 'commitment-progress', { commitment, value, on: day(house), evidence: EVIDENCE, outlook: 'on-track', ...more })

/** Drawn up by the first person, approved by the second as counsel, signed. */
export async function attest(house: ConductHouse, desk: Desk, more: Partial<Parameters<Commitments['writeAttestation']>[1]> = {}) {
  house.pass(SECOND)
  const { draft } = await house.commitments.writeAttestation(desk.first, attestation(house, more))
  await house.commitments.sendToCounsel(desk.first, draft!.sha256)
  await house.commitments.approveDraft(desk.second, { sha256: draft!.sha256, role: 'General counsel' })
  return act(house, desk, 'attestation', {})
}

export const attestation = (house: ConductHouse, more: Partial<Parameters<Commitments['writeAttestation']>[1]> = {}) => ({
  from: day(house, -360), until: day(house, -1), officer: OFFICER,
  facts: [{ clause: 'P1', says: 'Reports fixed within 90 days', value: '71.5', metric: { id: 'fixed-within-90-days', version: '2' }, evidence: EVIDENCE }] as Says[], ...more,
})

/** Nothing asked, in every category. */
export const nothing = (more: Says[] = []): Says[] => [
  { category: 'G0', where: 'worldwide', received: '5-19' },
  ...['G1', 'G2', 'G3', 'G4', 'G5', 'G6'].map((category) => ({ category, where: 'worldwide', received: '0', refused: '0', challenged: '0', complied: '0', pending: '0' })),
  ...more,
]
export const stated = (house: ConductHouse, desk: Desk, period: string, more: Says = {}) =>
  act(house, desk, 'request-statement', { period, requests: nothing(), text: 'We were not asked to help in an attack.', language: 'en', officer: OFFICER, ...more })
