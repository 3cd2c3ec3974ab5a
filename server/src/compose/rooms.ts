/** The rooms and what each is handed: narrow arguments, never the whole house. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { verifyEd25519 } from '@openaccord/tlog'
import { forgetConcernActs } from '../capabilities/concerns/index.ts'
import { createExchange, exchangeEndpoints, taxiiRoutes, type Exchange } from '../capabilities/exchange/index.ts'
import { logName, NO_WITNESSES, openLedger, readPolicy, type LedgerRoom } from '../capabilities/ledger/index.ts'
import { createDomainCheck, createMembers, type AskTxt, type Members } from '../capabilities/members/index.ts'
import * as sisters from '../capabilities/members/index.ts'
import { forgetSponsorActs } from '../capabilities/admissions/index.ts'
import { forgetBallotWords } from '../capabilities/ballots/index.ts'
import { forgetConduct } from '../capabilities/commitments/index.ts'
import { forgetActs } from '../capabilities/pledges/index.ts'
import type { Config } from '../config.ts'
import type { Clock, Random } from '../kernel/index.ts'
import type { Database } from '../platform/database.ts'
import type { Endpoint } from '../platform/endpoint.ts'
import type { Door } from '../platform/http.ts'
import type { Handler } from '../platform/jobs-worker.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { Journal } from '../platform/journal.ts'
import type { Log } from '../platform/log.ts'
import { parseFrom, type Mail } from '../platform/mail.ts'
import type { Metrics } from '../platform/metrics.ts'
import { createOutbound, createTxtResolver } from '../platform/outbound.ts'
import type { Vault } from '../platform/vault.ts'
import { beforeFreezingBy, openAdmissions } from './admissions.ts'
import { openAdvisories } from './advisories.ts'
import { openCases } from './cases.ts'
import { openConcerns } from './concerns.ts'
import { openReminders } from './reminders.ts'
import { openReports } from './reports.ts'
import { openEffort } from './effort.ts'
import { openBallots } from './ballots.ts'
import { openCommitments } from './commitments.ts'
import { openBaselines, type Sample } from './baselines.ts'
import { openPledges } from './pledges.ts'

export type RoomSettings = {
  config: Config
  database: Database
  vault: Vault
  journal: Journal
  jobs: Jobs
  clock: Clock
  random: Random
  log: Log
  metrics: Metrics
  cursorKey: Uint8Array
  origin: string
  mailed: ((mail: Mail) => void) | undefined
  askTxt: AskTxt | undefined
  othersClock: Clock
  sample: Sample | undefined
}
export type Rooms = Awaited<ReturnType<typeof createRooms>>

export async function createRooms({ config, database, vault, journal, jobs, clock, random, log, metrics, cursorKey, origin, mailed, askTxt, othersClock, sample }: RoomSettings) {
  const outbound = createOutbound({ allow: config.outboundAllow })
  const name = await logName(database, config.ledger.origin ?? `${new URL(origin).host}/log`)
  const members: Members = createMembers({
    database, journal, clock, random, origin,
    alliance: name,
    verify: verifyEd25519,
    checkDomain: createDomainCheck({ txt: askTxt ?? createTxtResolver({ servers: config.dns }), fetch: outbound.fetch }),
    demo: config.demo,
    contact: parseFrom(config.mail.from).address,
    async mail(tx, mail) {
      await jobs.enqueue(tx, { kind: 'mail.send', payload: mail })
      mailed?.(mail)
    },
    askForLink: async (tx, wish) => void (await jobs.enqueue(tx, { kind: 'members.send-sign-in-link', payload: wish })),
    ...(config.oidc && { oidc: { ...config.oidc, fetch: outbound.webFetch } }),
    trouble: (error) => log.warn({ error }, 'when something was last used could not be kept'),
  })
  const exchange: Exchange = createExchange({
    database, clock, random, cursorKey, origin,
    members: { ...sisters, peopleByIds: async (tx, ids) => (await sisters.peopleByIds(tx, ids)).map((person) => ({ ...person, state: person.standing.state })) },
    journal: { write: (tx, { fact: kind, at, ...body }) => journal.write(tx, { room: 'exchange', kind, at, body }) },
    maxContentBytes: config.maxContentBytes,
    trouble: (error) => log.warn({ error }, 'the search index could not go on; it tries again'),
  })
  const effort = await openEffort({ database, clock, random, bits: config.effortBits })
  const pledges = openPledges({
    database, journal, jobs, clock, random, origin, members,
    attestationOf: (slug) => commitments.commitments.attestationOf(slug),
    async mail(tx, mail) {
      await jobs.enqueue(tx, { kind: 'mail.send', payload: mail })
      mailed?.(mail)
    },
  })
  const ballots = openBallots({
    database, journal, jobs, clock, random, origin, members,
    ledger: () => ledger,
    onProbation: (tx, now) => admissions.admissions.probation(tx, now),
    beforeFreezing: beforeFreezingBy(() => admissions.admissions),
    async mail(tx, mail) {
      await jobs.enqueue(tx, { kind: 'mail.send', payload: mail })
      mailed?.(mail)
    },
  })
  const commitments = await openCommitments({
    database, vault, journal, clock, random, origin, members,
    async mail(tx, mail) {
      await jobs.enqueue(tx, { kind: 'mail.send', payload: mail })
      mailed?.(mail)
    },
  })
  const baselines = openBaselines({ database, clock, random, sample, origin, dns: config.dns, trouble: (what, error) => log.warn({ error }, what) })
  const admissions = openAdmissions({
    database, journal, jobs, clock, random, origin, members, effort: effort.effort, ballots: ballots.ballots, baselines: baselines.baselines, fetch: outbound.fetch,
    checkDomain: createDomainCheck({ txt: askTxt ?? createTxtResolver({ servers: config.dns }), fetch: outbound.fetch }),
    async mail(tx, mail) {
      await jobs.enqueue(tx, { kind: 'mail.send', payload: mail })
      mailed?.(mail)
    },
  })
  const concerns = openConcerns({
    database, journal, jobs, clock, random, origin, members, effort: effort.effort, ballots: ballots.ballots,
    async mail(tx, mail) {
      await jobs.enqueue(tx, { kind: 'mail.send', payload: mail })
      mailed?.(mail)
    },
  })
  const reminders = openReminders({
    database, journal, jobs, clock, random, origin,
    rooms: { admissions: admissions.admissions, ballots: ballots.ballots, commitments: commitments.commitments },
    async mail(tx, mail) {
      await jobs.enqueue(tx, { kind: 'mail.send', payload: mail })
      mailed?.(mail)
    },
  })
  const reports = openReports({
    database, vault, journal, clock, random, origin, effort: effort.effort, fetch: outbound.fetch, inbox: config.inbox?.domain, feeds: config.feeds,
    trouble: (what, error) => log.warn({ error }, what),
    async mail(tx, mail) {
      await jobs.enqueue(tx, { kind: 'mail.send', payload: mail })
      mailed?.(mail)
    },
  })
  const cases = openCases({
    database, vault, journal, jobs, clock, random, origin, members,
    ledger: () => ledger,
    async mail(tx, mail) {
      await jobs.enqueue(tx, { kind: 'mail.send', payload: mail })
      mailed?.(mail)
    },
  })
  const advisories = openAdvisories({
    database, vault, journal, jobs, clock, random, origin, members, fetch: outbound.fetch, contact: parseFrom(config.mail.from).address,
    caseForAdvisory: (tx, id) => cases.cases.caseForAdvisory(tx, id),
  })
  const { policyFile, keyFile, guard, publishMs } = config.ledger
  const ledger: LedgerRoom = await openLedger({
    database, journal, clock, othersClock, random, guard, keyFile, publishMs, policyFile,
    origin: config.ledger.origin ?? name,
    chosenOrigin: config.ledger.origin !== undefined,
    folder: join(config.data, 'log'),
    policy: policyFile === undefined ? NO_WITNESSES : readPolicy(readFileSync(policyFile, 'utf8'), policyFile),
    fetch: outbound.fetch,
    site: origin,
    forget: async (tx, facts) => {
      await forgetActs(tx, facts)
      await forgetBallotWords(tx, facts)
      await forgetConduct(tx, facts)
      await forgetSponsorActs(tx, facts)
      await forgetConcernActs(tx, facts)
    },
    trouble: (what, error) => log.error({ error }, what),
  })
  measureLedger(ledger, metrics)
  return {
    members,
    exchange,
    ledger,
    pledges,
    ballots,
    commitments,
    admissions,
    baselines,
    effort,
    concerns,
    reminders,
    cases,
    advisories,
    reports,
    oidc: members.oidc,
    exchangeEndpoints: (): Endpoint[] => exchangeEndpoints(exchange),
    mountTaxii: (door: Door): void => taxiiRoutes(exchange, door),
    searchBehind: (): Promise<number> => exchange.searchBehind(),
    exchangeHandlers: (): Record<string, Handler> => ({ 'exchange.sweep': async () => void (await exchange.sweep()) }),
    exchangeEvery: () => [{ kind: 'exchange.sweep', seconds: 3_600 }],
    async close(): Promise<void> {
      await baselines.baselines.close()
      await ledger.close()
      await exchange.close()
      await members.close()
    },
  }
}

/** How far the log is, for a collector. */
function measureLedger(ledger: LedgerRoom, metrics: Metrics): void {
  const asked = (name: string, help: string, value: (figures: ReturnType<LedgerRoom['figures']>) => number) =>
    metrics.gauge(name, help, [], (gauge) => gauge.set(value(ledger.figures())))
  asked('openaccord_log_entries', 'Entries kept in the log.', ({ appended }) => appended)
  asked('openaccord_log_published_entries', 'Entries under the published checkpoint.', ({ published }) => published)
  asked('openaccord_log_stands_still', '1 while nothing is appended or signed, and the operator is needed.', ({ standsStill }) => Number(standsStill))
  asked('openaccord_log_waits_for_witnesses', '1 while the newest checkpoint lacks its quorum.', ({ quorumMissing }) => Number(quorumMissing))
  asked('openaccord_log_mended_files', 'Tiles that were found changed on disk and written again.', ({ mended }) => mended)
}
