/** A room of applications for tests: beside members and ballots, on a real database, with real effort, keys and mails, and a clock that is told the time. */
import { createHash, randomBytes } from 'node:crypto'
import type { ApplicationId, BallotId, OrganisationId } from '@openaccord/names'
import { admissionsMeans, beforeFreezingBy } from '../../../compose/admissions.ts'
import { DAY, SECOND } from '../../../kernel/index.ts'
import type { Database } from '../../../platform/database.ts'
import { createEffort, solveEffort } from '../../../platform/effort.ts'
import { migrate } from '../../../platform/migrate.ts'
import { ballotsRoom } from '../../ballots/index.ts'
import { openBallotHouse, openDesk, openOmbudsperson, openSecretariat, openVoting, vote, type BallotHouse, type Desk } from '../../ballots/testing/house.ts'
import { createDomainCheck, dnsName, membersRoom } from '../../members/index.ts'
import { sealUp } from '../../members/testing/keys.ts'
import { admissionsRoom, createAdmissions, type AdmissionsSettings } from '../index.ts'
import type { Criterion, Organisation, PracticeAnswer } from '../model/answers.ts'
import { CRITERIA } from '../model/answers.ts'
import { proofOf } from '../model/domain.ts'
import type { SponsorKind } from '../verbs/sponsors.ts'

export { openDesk, type Desk }
export type AdmissionHouse = Awaited<ReturnType<typeof openAdmissionHouse>>
export const HERE = '192.0.2.7'

const random = (bytes: number) => new Uint8Array(randomBytes(bytes))

export async function openAdmissionHouse(database: Database, settings: Partial<AdmissionsSettings> = {}) {
  const house: BallotHouse = await openBallotHouse(database, { beforeFreezing: beforeFreezingBy(() => admissions) })
  await migrate(database, [membersRoom, ballotsRoom, admissionsRoom])
  const { mails, zone, now } = house
  const effort = createEffort({ database, key: random(32), clock: now, random, bits: 2 })
  const signatures = new Map<OrganisationId, number>()
  const asked: string[] = []
  const removals = new Map<OrganisationId, number>()
  const measured = { findings: [{ check: 'dmarc', result: 'pass', points: 15, maximum: 15 }, { check: 'security-txt', result: 'pass', points: 10, maximum: 10 }] }
  const means: AdmissionsSettings = {
    database, journal: house.journal, clock: now, random, origin: 'https://hub.example', effort,
    ...admissionsMeans(house.members, house.ballots),
    signedAt: async (_tx, organisation, after) => {
      const at = signatures.get(organisation)
      return at !== undefined && at >= after ? at : null
    },
    voters: async () => [...house.voters.values()],
    removals: async () => removals,
    checkDomain: createDomainCheck({ txt: async (name) => (zone.get(name) ?? []).map((line) => [line]), fetch: async () => ({ status: 404, text: () => '' }) }),
    measure: async (domain) => ({ at: now(), rules: 'dmarc 1, security-txt 1', findings: measured.findings, sha256: createHash('sha256').update(`${domain} ${now()}`).digest('hex'), address: `/check/${domain}` }),
    capture: async (link) => ({ sha256: createHash('sha256').update(link).digest('hex'), bytes: link.length }),
    askForLinks: async (_tx, mail) => void asked.push(mail),
    mail: async (_tx, mail) => void mails.push(mail),
    ...settings,
  }
  const worked = async (purpose: 'application' | 'application-comment') => {
    const challenge = await effort.challenge(purpose)
    return { challenge: challenge.challenge, number: solveEffort(challenge) }
  }
  const admissions = createAdmissions(means)
  return { ...house, admissions, signatures, removals, asked, measured, worked }
}

export type Scene = { house: AdmissionHouse; secretariat: Desk; sponsors: Desk[]; ombudsperson: Desk }
/** The alliance of most tests: a secretariat, five signatories of which two are one group, and an ombudsperson's office. */
export async function openScene(database: Database): Promise<Scene> {
  const house = await openAdmissionHouse(database)
  const secretariat = await openSecretariat(house)
  const sponsors: Desk[] = []
  for (const [slug, voter] of [['quay', {}], ['mole', { size: 'large' }], ['pier', { group: 'Pier & Co', size: 'large' }], ['jetty', { group: 'Pier & Co' }], ['buoy', {}]] as const) sponsors.push(await openDesk(house, secretariat, slug, voter))
  return { house, secretariat, sponsors, ombudsperson: await openOmbudsperson(house, secretariat) }
}

export const SMALL: Organisation = {
  name: 'Tiny Tide', legalName: 'Tiny Tide Lda.', country: 'PT', sector: 'Software', people: 10, website: 'https://tiny-tide.example', register: null, group: null, affiliates: [], description: 'Ten people.',
}
export const answered = (more: Partial<PracticeAnswer> = {}): Record<Criterion, PracticeAnswer> =>
  Object.fromEntries(CRITERIA.map((criterion) => [criterion, { answer: 'yes', words: `We do this: ${criterion}.`, link: null, effective: null, expires: null, ...more }])) as Record<Criterion, PracticeAnswer>

export type Own = { id: ApplicationId; token: string; mail: string; domain: string }
export const tokenIn = (text: string): string => /token=(\S+)/.exec(text)?.[1] ?? ''
export const lastMailTo = ({ mails }: AdmissionHouse, to: string, about: RegExp = /./): string => mails.findLast((mail) => mail.to === to && about.test(mail.subject))?.text ?? ''

/** A draft in which nothing is missing. */
export async function draft(house: AdmissionHouse, more: Partial<Organisation> = {}, practice = answered()): Promise<Own> {
  const { admissions, zone, pass } = house
  const organisation = { ...SMALL, ...more }
  const domain = `${organisation.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.example`
  const mail = `ana@${domain}`
  const { application: id } = await admissions.begin({ mail, effort: await house.worked('application'), address: HERE })
  const token = tokenIn(lastMailTo(house, mail))
  await admissions.open(token)
  await admissions.saveOrganisation(token, organisation)
  await admissions.saveContact(token, { name: 'Ana Reis', mail, role: 'Owner', mentor: true })
  await admissions.saveEligibility(token, { ownership: 'private', sanctions: 'none', insolvency: 'none', offensive: 'none' })
  await admissions.saveDomain(token, domain)
  const { application } = await admissions.own(token)
  zone.set(dnsName(domain), [proofOf(id, application.proof!.token)])
  await admissions.checkOwnDomain(token)
  await admissions.saveDisclosure(token, { mail: `security@${domain}`, policy: null })
  await admissions.savePractice(token, { practice, claims: ['dmarc', 'security-txt'] })
  pass(SECOND)
  return { id, token, mail, domain }
}

export const SIGNER = { name: 'Ana Reis', title: 'Managing director' }
export async function submitted(house: AdmissionHouse, more: Partial<Organisation> = {}): Promise<Own> {
  const own = await draft(house, more)
  await house.admissions.submit(own.token, SIGNER)
  return own
}

/** Taken up, its contact has answered, complete. */
export async function underReview({ house, secretariat: { first } }: Scene, more: Partial<Organisation> = {}): Promise<Own> {
  const own = await submitted(house, more)
  await house.admissions.answerTestMail(tokenIn(lastMailTo(house, `security@${own.domain}`)))
  await house.admissions.takeUp(first, own.id)
  await house.admissions.complete(first, own.id)
  return own
}

export async function reviewAll({ house, secretariat: { first } }: Scene, own: Own): Promise<void> {
  await house.admissions.measure(first, own.id)
  const { evidence } = await house.admissions.application(own.id)
  for (const { id, kind, checked } of evidence) {
    if (kind !== 'measurement' && checked === null) await house.admissions.checkEvidence(first, own.id, id, { result: 'pass', grade: kind === 'claim' ? 'E1' : 'E2', note: '', expires: null })
  }
}

export async function inComments(scene: Scene, more: Partial<Organisation> = {}): Promise<Own> {
  const own = await underReview(scene, more)
  await reviewAll(scene, own)
  await scene.house.admissions.openComments(scene.secretariat.first, own.id)
  return own
}

export const vouches = [{ fact: 'exists-as-it-says', known: 'visited' }, { fact: 'people-known', known: 'worked-together' }, { fact: 'handles-reports', known: 'customer' }]
/** Prepared, signed with the organisation's key, handed in by its program. */
export async function act({ admissions, pass }: AdmissionHouse, { robot, key }: Desk, kind: SponsorKind, says: Record<string, unknown>) {
  pass(SECOND)
  const { statement } = await admissions.prepareAct(robot, { kind, says })
  return admissions.submitAct(robot, { envelope: await sealUp(statement, key) })
}
export const sponsor = (house: AdmissionHouse, desk: Desk, { id }: Own) => act(house, desk, 'sponsorship', { application: id, facts: vouches })

/** Two sponsors, the window closed, the ballot open. */
export async function inBallot(scene: Scene, more: Partial<Organisation> = {}): Promise<Own> {
  const own = await inComments(scene, more)
  await sponsor(scene.house, scene.sponsors[0]!, own)
  await sponsor(scene.house, scene.sponsors[1]!, own)
  scene.house.pass(14 * DAY)
  await scene.house.admissions.openBallot(scene.secretariat.first, own.id)
  return own
}

/** Discussed, voted on by the three groups that may, certified and uncontested. */
export async function decided(scene: Scene, own: Own, position: 'yes' | 'no' = 'yes'): Promise<void> {
  const { house, secretariat } = scene
  const { application } = await house.admissions.application(own.id)
  const ballot = application.ballot!.id
  house.pass(7 * DAY)
  await openVoting(house, secretariat, ballot)
  await votedOn(scene, ballot, position)
}

/** From the open vote to its end. */
export async function votedOn({ house, secretariat, sponsors }: Scene, ballot: BallotId, position: 'yes' | 'no' = 'yes'): Promise<void> {
  for (const desk of [sponsors[2]!, sponsors[4]!]) await vote(house, desk, ballot, position)
  house.pass(7 * DAY)
  await house.ballots.turn()
  const { statement } = await house.ballots.prepareAct(secretariat.robot, { kind: 'ballot-certificate', says: { ballot } })
  await house.ballots.submitAct(secretariat.robot, { envelope: await sealUp(statement, secretariat.key) })
  house.pass(8 * DAY)
  await house.ballots.turn()
}

export const stateOf = async ({ admissions }: AdmissionHouse, { id }: Pick<Own, 'id'>) => (await admissions.application(id)).standing.state
/** “secretariat check-completeness 3/10” */
export const waitsOf = async ({ admissions }: AdmissionHouse, { id }: Pick<Own, 'id'>): Promise<string[]> =>
  (await admissions.application(id)).standing.waits.map(({ party, what, day, days, overdue }) => `${party} ${what} ${day}/${days}${overdue ? ' overdue' : ''}`)
