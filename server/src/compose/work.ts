/** The hub's own work in the background: mails, links asked for, what ends by itself. One worker on each hub. */
import type { Clock, Random } from '../kernel/index.ts'
import type { Database } from '../platform/database.ts'
import { createWorker, type Handler } from '../platform/jobs-worker.ts'
import type { Log } from '../platform/log.ts'
import { MailError, type Mail, type Mailer } from '../platform/mail.ts'
import type { Rooms } from './rooms.ts'

type Setting = { database: Database; clock: Clock; random: Random; mailer: Mailer; rooms: Rooms; log: Log }

const HOURLY = 3_600

export function startWorker({ database, clock, random, mailer, rooms, log }: Setting) {
  const handlers: Record<string, Handler> = {
    /** A mail that will never go is told to the log and let go; the others are tried again. */
    'mail.send': async ({ id, payload }) => {
      try {
        await mailer.send({ ...(payload as Mail), id })
      } catch (error) {
        if (!(error instanceof MailError) || error.retryable) throw error
        log.warn({ job: id, error }, 'a mail was refused for good')
      }
    },
    'members.send-sign-in-link': ({ payload }) => rooms.members.sendSignInLink(payload as Parameters<typeof rooms.members.sendSignInLink>[0]),
    'members.sweep': async () => void (await rooms.members.sweep()),
    'members.check-domains': async () => void (await rooms.members.checkDueDomains()),
    ...rooms.exchangeHandlers(),
    ...rooms.pledges.handlers(),
    ...rooms.baselines.handlers(),
    ...rooms.ballots.handlers(),
    ...rooms.commitments.handlers(),
    ...rooms.admissions.handlers(),
    ...rooms.concerns.handlers(),
    ...rooms.reminders.handlers(),
    ...rooms.reports.handlers(),
    ...rooms.cases.handlers(),
    ...rooms.advisories.handlers(),
    ...rooms.effort.handlers(),
  }
  return createWorker({
    database,
    clock,
    random,
    handlers,
    every: [{ kind: 'members.sweep', seconds: HOURLY }, { kind: 'members.check-domains', seconds: HOURLY }, ...rooms.exchangeEvery(), ...rooms.pledges.every(), ...rooms.baselines.every(), ...rooms.ballots.every(), ...rooms.commitments.every(), ...rooms.admissions.every(), ...rooms.concerns.every(), ...rooms.reports.every(), ...rooms.cases.every(), ...rooms.advisories.every(), ...rooms.effort.every()],
    failed: (job, error) => log[job.dead ? 'error' : 'warn']({ job: job.id, kind: job.kind, attempt: job.attempt, dead: job.dead, error }, 'a job failed'),
  })
}
