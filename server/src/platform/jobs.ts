/**
 * Jobs: work to be done later, kept with the transaction that asked for it. Enqueuing and the operator's side;
 * `jobs-worker.ts` does them. A job is done at least once: a handler that is told twice does no harm.
 */
import { newId, type JobId, type Micros } from '@openaccord/names'
import { Refusal, type Clock, type Random } from '../kernel/index.ts'
import type { Database, Row, Tx } from './database.ts'
import type { Json } from '@openaccord/facts'

export type JobState = 'waiting' | 'running' | 'dead'
export type NewJob = {
  kind: string
  payload: Json
  /** Not before this moment; now, when left out. */
  runAt?: Micros
  /** While a job with this key waits, another one is not added. */
  key?: string
}
/** For the operator: without the payload, which may hold what is nobody's business. */
export type JobLine = {
  id: JobId
  kind: string
  state: JobState
  attempts: number
  runAt: Micros
  leaseUntil: Micros | null
  lastError: string | null
  createdAt: Micros
}
export type JobCount = { kind: string; waiting: number; running: number; dead: number; doneEver: number; failedEver: number; deadEver: number }

export type Jobs = ReturnType<typeof createJobs>

/** Told whenever a job may be due: the worker looks at once. */
export const JOBS_CHANNEL = 'jobs'
const ONE_ID = 'where id = ? and state = ?'

export function createJobs({ database, clock, random }: { database: Database; clock: Clock; random: Random }) {
  async function change(id: JobId, sql: string, values: (string | number)[]): Promise<void> {
    const changed = await database.transact(async (tx) => {
      tx.notify(JOBS_CHANNEL, '')
      return tx.run(`${sql} ${ONE_ID}`, ...values, id, 'dead')
    })
    if (changed === 0) throw new Refusal('unknown', 'jobs.not-dead', 'there is no such job among those that have failed for good')
  }

  return {
    /** Returns the job's name, or undefined when one with the same key waits already. */
    enqueue: (tx: Tx, job: NewJob): Promise<JobId | undefined> => insertJob(tx, job, clock(), random),

    /** Oldest first, at most `limit`. */
    async list({ state, kind, limit = 100 }: { state?: JobState; kind?: string; limit?: number } = {}): Promise<JobLine[]> {
      const where = [...(state === undefined ? [] : ['state = ?']), ...(kind === undefined ? [] : ['kind = ?'])]
      const values = [state, kind].filter((value) => value !== undefined)
      const rows = await database.read((tx) =>
        tx.all<JobRow>(`select * from jobs ${where.length > 0 ? `where ${where.join(' and ')}` : ''} order by created_at, id limit ?`, ...values, limit),
      )
      return rows.map(lineOf)
    },

    async count(): Promise<JobCount[]> {
      const [now, ever] = await database.read(async (tx) => [
        await tx.all<{ kind: string; state: JobState; many: number }>('select kind, state, count(*) as many from jobs group by kind, state'),
        await tx.all<{ kind: string; done: number; failed: number; dead: number }>('select kind, done, failed, dead from jobs_ended'),
      ] as const)
      const kinds = [...new Set([...now, ...ever].map(({ kind }) => kind))].sort()
      const many = (kind: string, state: JobState) => now.find((row) => row.kind === kind && row.state === state)?.many ?? 0
      return kinds.map((kind) => {
        const ended = ever.find((row) => row.kind === kind)
        return {
          kind,
          waiting: many(kind, 'waiting'),
          running: many(kind, 'running'),
          dead: many(kind, 'dead'),
          doneEver: ended?.done ?? 0,
          failedEver: ended?.failed ?? 0,
          deadEver: ended?.dead ?? 0,
        }
      })
    },

    /** A dead job is tried again from the beginning. */
    retry: (id: JobId): Promise<void> =>
      change(id, `update jobs set state = 'waiting', attempts = 0, run_at = ?, changed_at = ?`, [clock(), clock()]),

    /** A dead job is thrown away. */
    discard: (id: JobId): Promise<void> => change(id, 'delete from jobs', []),
  }
}

export async function insertJob(tx: Tx, { kind, payload, runAt, key }: NewJob, now: Micros, random: Random): Promise<JobId | undefined> {
  const id = newId('job', random)
  const sql = `
    insert into jobs (id, kind, payload, state, dedupe, attempts, run_at, created_at, changed_at)
    values (?, ?, ?, 'waiting', ?, 0, ?, ?, ?) on conflict (dedupe) do nothing`
  const inserted = await tx.run(sql, id, kind, JSON.stringify(payload), key ?? null, runAt ?? now, now, now)
  tx.notify(JOBS_CHANNEL, '')
  return inserted === 1 ? id : undefined
}

export type JobRow = Row & {
  id: JobId
  kind: string
  payload: string
  state: JobState
  attempts: number
  run_at: number
  lease_until: number | null
  last_error: string | null
  created_at: number
}

function lineOf({ id, kind, state, attempts, run_at, lease_until, last_error, created_at }: JobRow): JobLine {
  return { id, kind, state, attempts, runAt: run_at, leaseUntil: lease_until, lastError: last_error, createdAt: created_at }
}
