/** A room of reports for tests: beside the members' room, on a real database, with a clock that is told the time, real keys and real age files. */
import { randomBytes } from 'node:crypto'
import { Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { base64, parseReceiptCode, printMessage, printReceiptCode, printReport, receiptKeys, type ReceiptKeys, type ReportAnswers } from '@openaccord/facts'
import type { OrganisationId, ReportId } from '@openaccord/names'
import { reportsMeans } from '../../../compose/reports.ts'
import { SECOND, type Actor } from '../../../kernel/index.ts'
import type { Database } from '../../../platform/database.ts'
import { createEffort, solveEffort } from '../../../platform/effort.ts'
import { createVault, vaultKey } from '../../../platform/vault.ts'
import { admit, bring, openHouse, organisationOf, setUp } from '../../members/testing/house.ts'
import { decryptWith, encryptTo } from '../age.ts'
import { createFeeds } from '../feeds.ts'
import { createReports, reportsRoom, type ReportsSettings } from '../index.ts'
import type { Outside } from '../means.ts'

export const ADDRESS = '203.0.113.9'
export const ORIGIN = 'https://hub.example'
export type ReportHouse = Awaited<ReturnType<typeof openReportHouse>>
/** A team at work: whoever answers for it, an analyst, and the identity that opens what was sent. */
export type Team = { slug: string; id: OrganisationId; manager: Actor; analyst: Actor; identity: string; recipient: string }

const random = (bytes: number) => new Uint8Array(randomBytes(bytes))

export async function openReportHouse(database: Database, settings: Partial<ReportsSettings> = {}) {
  const house = await openHouse(database, {}, [reportsRoom])
  const clock = house.now
  const effort = createEffort({ database, key: random(32), clock, random, bits: 4 })
  const outside = new Map<string, Outside[]>()
  const covered = new Set<string>()
  const means: ReportsSettings = {
    database, journal: house.journal, clock, random, origin: ORIGIN, effort, inbox: undefined,
    vault: createVault({ keys: [vaultKey(random(32))], random }),
    ...reportsMeans(),
    isCovered: async (_tx, fact) => covered.has(fact),
    outside: async (domain) => outside.get(domain) ?? [],
    feeds: createFeeds({ trouble: () => {} }),
    mail: async (_tx, mail) => void house.mails.push(mail),
    ...settings,
  }
  const reports = createReports(means)
  const worked = async () => {
    const given = await effort.challenge('report')
    return { challenge: given.challenge, number: solveEffort(given) }
  }
  return { ...house, house, reports, means, worked, outside, covered }
}

let wrapped: Promise<string> | undefined
/** Made once: what is inside is the browser's business, and each takes a second. */
const anyWrapped = (): Promise<string> => (wrapped ??= wrap('AGE-SECRET-KEY-OF-SOME-TEAM'))

/** The identity as it is wrapped in a browser: age with a passphrase, the least work that is taken. */
export async function wrap(identity: string, passphrase = 'a passphrase of this test'): Promise<string> {
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  encrypter.setScryptWorkFactor(15)
  return base64(await encrypter.encrypt(identity))
}

export async function teamOf({ reports, house }: ReportHouse, slug: string, manager: Actor): Promise<Team> {
  const analyst = await bring(house, manager, `analyst@${slug}.example`, ['psirt-analyst'])
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  await reports.addKey(analyst, { recipient, label: 'The first key', wrapped: await anyWrapped() })
  await reports.setDesk(analyst, { open: true, languages: ['en', 'nl'], safeHarbour: 'full', policy: 'We answer within five working days.', policyLanguage: 'en', policyUrl: null, contacts: [{ name: 'First', mail: `first@${slug}.example` }, { name: 'Second', mail: `second@${slug}.example` }] })
  return { slug, id: organisationOf(manager), manager, analyst, identity, recipient }
}

/** The secretariat, and teams that take reports. */
export async function openTeams(database: Database, slugs: readonly string[] = ['acme-works', 'other-works'], settings: Partial<ReportsSettings> = {}) {
  const house = await openReportHouse(database, settings)
  const secretariat = await setUp(house.house)
  const teams: Team[] = []
  for (const slug of slugs) teams.push(await teamOf(house, slug, await admit(house.house, secretariat, slug, ['representative'])))
  return { house, secretariat, teams, acme: teams[0]!, other: teams[1]! }
}

export type Reporter = { code: string; keys: ReceiptKeys; recipient: string }
export async function newReporter(): Promise<Reporter> {
  const code = await printReceiptCode(random(20))
  const keys = await receiptKeys((await parseReceiptCode(code))!)
  return { code, keys, recipient: await identityToRecipient(keys.identity) }
}

const EMPTY: ReportAnswers = { title: 'A form that believes everything', product: 'Acme Router X2', versions: '', text: 'It runs what is written into the name.', steps: '', impact: '', known: 'no', plans: '', credit: '', contact: '' }

/** As a browser does it. */
export async function file({ reports, worked, pass }: ReportHouse, to: string, { reporter, answers = {}, mail }: { reporter?: Reporter; answers?: Partial<ReportAnswers>; mail?: string } = {}) {
  pass(SECOND)
  const who = reporter ?? (await newReporter())
  const { recipients } = await reports.desk(to)
  const sealed = await encryptTo([...recipients, who.recipient], printReport({ language: 'en', answers: { ...EMPTY, ...answers }, files: [] }))
  const filed = await reports.file({ to, ciphertext: base64(sealed), recipient: who.recipient, accessSha256: who.keys.accessSha256, salt: who.keys.salt, language: 'en', mail, effort: await worked() }, { address: ADDRESS, speaks: 'en' })
  return { ...filed, reporter: who, sealed }
}

/** A message of either side, to both. */
export const sealMessage = async (recipients: readonly string[], text: string): Promise<string> => base64(await encryptTo(recipients, printMessage({ language: 'en', text, files: [] })))

export const openWith = async (identity: string, sealed: Uint8Array | null): Promise<string | undefined> => {
  const bytes = sealed === null ? undefined : await decryptWith(identity, sealed)
  return bytes && new TextDecoder().decode(bytes).trimEnd()
}

export const triaged = async ({ reports, pass }: ReportHouse, { analyst }: Team, id: ReportId, moves: readonly Parameters<typeof reports.move>[2][]) => {
  for (const move of moves) {
    pass(SECOND)
    await reports.move(analyst, id, move, 'Because we looked.')
  }
}
