/** The house, put together: store, rooms, door, portal, jobs. Nothing here decides anything; it hands things to each other. */
import { join } from 'node:path'
import { admissionsRoom } from '../capabilities/admissions/index.ts'
import { advisoriesRoom } from '../capabilities/advisories/index.ts'
import { ballotsRoom } from '../capabilities/ballots/index.ts'
import { commitmentsRoom } from '../capabilities/commitments/index.ts'
import { baselinesRoom } from '../capabilities/baselines/index.ts'
import { casesRoom } from '../capabilities/cases/index.ts'
import { remindersRoom } from '../capabilities/reminders/index.ts'
import { concernsRoom } from '../capabilities/concerns/index.ts'
import { exchangeRoom } from '../capabilities/exchange/index.ts'
import { reportsRoom } from '../capabilities/reports/index.ts'
import { ledgerRoom } from '../capabilities/ledger/index.ts'
import { keysEndpoints, membersEndpoints, membersRoom, oidcPaths, sessionCookieOf, type AskTxt } from '../capabilities/members/index.ts'
import { pledgesRoom } from '../capabilities/pledges/index.ts'
import type { Config } from '../config.ts'
import { anonymous, Refusal, type Actor, type Clock, type Random } from '../kernel/index.ts'
import { openDatabase } from '../platform/database.ts'
import { addHealthRoutes, createHealth } from '../platform/health.ts'
import { createDoor, parseCookies, type Door } from '../platform/http.ts'
import { createJobs } from '../platform/jobs.ts'
import { createJournal } from '../platform/journal.ts'
import type { Rates } from '../platform/limits.ts'
import { createLog, type LogLevel } from '../platform/log.ts'
import { createMailer, type Mail } from '../platform/mail.ts'
import { addMetricsRoute, createMetrics } from '../platform/metrics.ts'
import { migrate } from '../platform/migrate.ts'
import { openCertificate } from '../platform/tls.ts'
import type { Sample } from './baselines.ts'
import { mountEndpoints, originOf } from './endpoints.ts'
import { operateEndpoints, type Advance } from './operate.ts'
import { openPortal } from './portal.ts'
import { createRooms } from './rooms.ts'
import { sharedSecret } from './secrets.ts'
import { openVault } from './vault.ts'
import { startWorker } from './work.ts'

export type HouseSettings = {
  config: Config
  clock: Clock
  random: Random
  /** How often one may ask; the demonstration and the tests ask more. */
  rates?: Rates | 'off'
  /** Where the built portal lies; without it there are no pages. */
  portal?: string | undefined
  /** Hears of each mail that is put into the queue: the demonstration follows its own invitations. */
  mailed?: (mail: Mail) => void
  /** Answers for the domain name system: the demonstration's companies have no domains. */
  askTxt?: AskTxt
  /** What the clocks of others are held against, where `clock` is not the real one. */
  othersClock?: Clock
  /** Servers of this machine that stand for the domains of invented organisations. */
  sample?: Sample | undefined
  /** Moves `clock` by so many days; only the sample alliance has it. */
  advance?: Advance
}
export type House = Awaited<ReturnType<typeof startHouse>>

export const ROOMS = [{ room: 'compose', directory: new URL('./migrations/', import.meta.url) }, membersRoom, exchangeRoom, ledgerRoom, pledgesRoom, baselinesRoom, ballotsRoom, admissionsRoom, commitmentsRoom, concernsRoom, remindersRoom, reportsRoom, casesRoom, advisoriesRoom]
const PORTAL = join(import.meta.dirname, '..', '..', '..', 'portal')
const DRAIN_MS = 300

export async function startHouse(settings: HouseSettings) {
  const { config, clock, random } = settings
  const log = createLog({ level: config.logLevel as LogLevel, clock })
  const metrics = createMetrics()
  const database = await openDatabase(config.database, { trouble: (what, error) => log.error({ error }, what) })
  await migrate(database, ROOMS, { now: clock() }).catch(async (error: unknown) => {
    await database.close()
    throw error
  })
  const vault = await openVault({ database, keyFile: config.vaultKey, random, trouble: (what) => log.warn({}, what) }).catch(async (error: unknown) => {
    await database.close()
    throw error
  })
  const journal = createJournal({ database, random })
  const jobs = createJobs({ database, clock, random })
  const mailer = createMailer(
    { from: config.mail.from, ...(config.mail.url === undefined ? { folder: join(config.data, 'mail') } : { smtp: config.mail.url }) },
    { clock, random },
  )
  const cursorKey = await sharedSecret(database, random, 'cursors')
  const csrfKey = await sharedSecret(database, random, 'forms')
  const origin = config.origins[0]!
  const rooms = await createRooms({ config, database, vault, journal, jobs, clock, random, log, metrics, cursorKey, origin, mailed: settings.mailed, askTxt: settings.askTxt, othersClock: settings.othersClock ?? clock, sample: settings.sample })
  const portal = settings.portal === '' ? undefined : await openPortal({
    folder: settings.portal ?? PORTAL, now: () => new Date(clock() / 1000), origins: config.origins, log, formBytes: config.maxContentBytes * 2,
  })

  const door: Door = createDoor({
    publicUrl: origin,
    otherUrls: config.origins.slice(1),
    loopback: isLoopback(config.host),
    proxies: { trusted: config.trustedProxies, header: 'x-forwarded' },
    ...(config.tls ? { tls: await openCertificate(config.tls, { log }) } : {}),
    authenticate: (request) => recognise(request.headers, request.peer, request.routeOptions.config.spec?.access),
    clock, random, log, csrfKey,
    answered: metrics.answered,
    ...(settings.rates === undefined ? {} : { rates: settings.rates }),
    ...(portal === undefined ? {} : { renderPage: (verdict, request) => portal.errorPage(door, verdict, request) }),
  })
  const health = createHealth({ checks: { store: () => database.check() }, notices: { log: rooms.ledger.health }, isDraining: door.isDraining })

  /** A stale cookie makes a visitor where visitors may come in; a wrong token is always refused. */
  async function recognise(headers: { authorization?: string; cookie?: string; 'user-agent'?: string }, peer: { address: string; scheme: string; host: string }, access: string | undefined): Promise<Actor> {
    const cookies = parseCookies(headers.cookie)
    const sessionCookie = sessionCookieOf({ cookies, origin: originOf(`${peer.scheme}://${peer.host}`, config.origins) })
    try {
      return await rooms.members.authenticate({ authorization: headers.authorization, sessionCookie, address: peer.address, userAgent: headers['user-agent'] ?? '' })
    } catch (error) {
      const stale = error instanceof Refusal && error.kind !== 'unavailable' && headers.authorization === undefined
      if (stale && access === 'public') return error.kind === 'forbidden' ? { ...anonymous, refused: error } : anonymous
      throw error
    }
  }

  const endpoints = [...membersEndpoints(rooms.members), ...keysEndpoints(rooms.members), ...rooms.exchangeEndpoints(), ...rooms.ledger.endpoints(), ...rooms.pledges.endpoints(), ...rooms.baselines.endpoints(), ...rooms.ballots.endpoints(), ...rooms.commitments.endpoints(), ...rooms.admissions.endpoints(), ...rooms.concerns.endpoints(), ...rooms.reminders.endpoints(), ...rooms.reports.endpoints(), ...rooms.cases.endpoints(), ...rooms.advisories.endpoints(), ...rooms.effort.endpoints(), ...operateEndpoints({ config, database, jobs, health, rooms, started: clock(), advance: settings.advance })]
  mountEndpoints(endpoints, { door, origins: config.origins })
  rooms.mountTaxii(door)
  rooms.ledger.mount(door)
  rooms.pledges.mount(door)
  rooms.ballots.mount(door)
  rooms.admissions.mount(door)
  rooms.commitments.mount(door)
  rooms.cases.mount(door)
  rooms.advisories.mount(door)
  if (rooms.oidc !== undefined) oidcPaths(door, rooms.oidc, config.origins)
  addHealthRoutes(door, health)
  addMetricsRoute(door, metrics, config.metricsToken)
  portal?.mount(door)
  await door.ready()
  const { port } = await door.listen({ host: config.host, port: config.port })
  const inbox = config.inbox && (await rooms.reports.listen({ ...config.inbox, certificate: config.tls && (await openCertificate(config.tls, { log })) }))
  const worker = startWorker({ database, clock, random, mailer, rooms, log })

  return {
    url: config.port === 0 ? origin.replace(/:0$/, `:${port}`) : origin,
    port, door, database, journal, jobs, log, clock, random,
    members: rooms.members,
    exchange: rooms.exchange,
    pledges: rooms.pledges.pledges,
    baselines: rooms.baselines.baselines,
    ballots: rooms.ballots.ballots,
    admissions: rooms.admissions.admissions,
    commitments: rooms.commitments.commitments,
    concerns: rooms.concerns.concerns,
    reminders: rooms.reminders.reminders,
    reports: rooms.reports.reports,
    /** Where mail is taken; undefined where none is. */
    inboxPort: inbox?.port,
    cases: rooms.cases.cases,
    advisories: rooms.advisories.advisories,
    /** While a past is told, whose days go by in seconds, no job finds anybody silent. */
    quietly: rooms.concerns.quietly,
    effort: rooms.effort.effort,
    ledger: rooms.ledger,
    setUpLink: () => rooms.members.setUpLink(),
    /** Until everything that is due has been done. */
    settle: async () => {
      await worker.settle()
      await rooms.ledger.settled()
    },
    /** Ends politely: nothing new, what runs may finish, then the store. */
    async close(): Promise<void> {
      await inbox?.close()
      await door.close({ drainMs: config.demo ? 0 : DRAIN_MS, graceMs: 10_000 })
      await worker.stop(10)
      await rooms.close()
      mailer.close()
      await database.close()
    },
  }
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.')
