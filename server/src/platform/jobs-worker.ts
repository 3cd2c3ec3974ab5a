/**
 * The worker that does jobs. It claims them under a lease, so that a job whose process died is done by another;
 * it tries again with growing pauses; what fails for good waits for the operator.
 */
import { newId, type JobId, type Micros } from '@openaccord/names'
import { HOUR, Refusal, SECOND, type Clock, type Random } from '../kernel/index.ts'
import type { Database, Tx } from './database.ts'
import { insertJob, JOBS_CHANNEL, type JobRow } from './jobs.ts'

/** `signal` is aborted when the hub stops or the lease is lost: leave off, the job comes again. */
export type Job = { id: JobId; kind: string; payload: unknown; attempt: number; signal: AbortSignal }
export type Handler = (job: Job) => Promise<void>

export type WorkerSettings = {
  database: Database
  clock: Clock
  random: Random
  handlers: Readonly<Record<string, Handler>>
  /** What runs again and again, once across all hubs: a job of this kind every so many seconds. */
  every?: readonly { kind: string; seconds: number }[]
  concurrency?: number
  /** A running job's lease is renewed in time; a process that died loses it after so many seconds. */
  leaseSeconds?: number
  pollSeconds?: number
  /** After so many failures a job is dead. */
  mostAttempts?: number
  /** Told of each failure, for the log. */
  failed?: (job: { id: JobId; kind: string; attempt: number; dead: boolean }, error: unknown) => void
}

type Running = { row: JobRow; stop: AbortController; done: Promise<void> }

const FIRST_PAUSE = 10 * SECOND
const LONGEST_PAUSE = HOUR
const LONGEST_ERROR = 500

/** Starts at once. `stop` waits for what is running, for a while, and hands the rest back. */
export function createWorker({
  database,
  clock,
  random,
  handlers,
  every = [],
  concurrency = 4,
  leaseSeconds = 60,
  pollSeconds = 5,
  mostAttempts = 12,
  failed = () => {},
}: WorkerSettings) {
  const holder = newId('worker', random)
  const kinds = Object.keys(handlers)
  const running = new Map<JobId, Running>()
  const life = { stopped: false, again: false }
  let looking: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  /** One look at a time; whoever calls meanwhile causes one more. */
  function look(): void {
    life.again = true
    if (life.stopped || looking !== undefined) return
    clearTimeout(timer)
    looking = lookUntilQuiet().finally(() => {
      looking = undefined
      if (life.again) look()
    })
  }

  async function lookUntilQuiet(): Promise<void> {
    while (life.again && !life.stopped) {
      life.again = false
      try {
        await enqueueDue(database, every, clock(), random)
        await fill()
      } catch (error) {
        failed({ id: 'job_', kind: 'look', attempt: 0, dead: false }, error)
      }
    }
    const wait = await untilNext()
    if (!life.stopped) timer = setTimeout(look, wait)
  }

  async function fill(): Promise<void> {
    const limit = concurrency - running.size
    if (limit <= 0 || !(await isDue(database, kinds, clock()))) return
    const rows = await claim(database, { kinds, limit, holder, now: clock(), leaseSeconds })
    for (const row of rows) running.set(row.id, begin(row))
  }

  async function untilNext(): Promise<number> {
    const poll = pollSeconds * 1000
    if (running.size >= concurrency) return poll // the first that ends looks again
    try {
      const next = await nextDue(database, kinds)
      return next === undefined ? poll : Math.max(20, Math.min(poll, (next - clock()) / 1000))
    } catch {
      return poll
    }
  }

  function begin(row: JobRow): Running {
    const stop = new AbortController()
    const done = work(row, stop).finally(() => {
      running.delete(row.id)
      look()
    })
    return { row, stop, done }
  }

  async function work(row: JobRow, stop: AbortController): Promise<void> {
    const renewing = setInterval(() => void renew(row, stop), (leaseSeconds * 1000) / 3)
    try {
      if (row.attempts > mostAttempts) throw new Error('the process that did it died each time')
      await handlers[row.kind]?.({ id: row.id, kind: row.kind, payload: JSON.parse(row.payload), attempt: row.attempts, signal: stop.signal })
      await database.transact((tx) => finish(tx, row, holder))
    } catch (error) {
      const dead = row.attempts >= mostAttempts && !life.stopped
      failed({ id: row.id, kind: row.kind, attempt: row.attempts, dead }, error)
      await database.transact((tx) => putBack(tx, row, error, dead)).catch(() => {}) // the lease will end by itself
    } finally {
      clearInterval(renewing)
    }
  }

  async function renew({ id }: JobRow, stop: AbortController): Promise<void> {
    const until = clock() + leaseSeconds * SECOND
    const sql = `update jobs set lease_until = ? where id = ? and lease_holder = ?`
    const held = await database.transact((tx) => tx.run(sql, until, id, holder)).catch(() => 1)
    if (held === 0) stop.abort(new Error('the lease was lost'))
  }

  async function putBack(tx: Tx, row: JobRow, error: unknown, dead: boolean): Promise<void> {
    const now = clock()
    const runAt = life.stopped ? now : now + pauseAfter(row.attempts, error, random)
    const sql = `
      update jobs set state = ?, run_at = ?, last_error = ?, lease_until = null, lease_holder = null, changed_at = ?
      where id = ? and lease_holder = ?`
    const changed = await tx.run(sql, dead ? 'dead' : 'waiting', runAt, wordsOf(error), now, row.id, holder)
    if (changed === 1) await countEnded(tx, row.kind, dead ? 'dead' : 'failed')
  }

  const deaf = database.listen(JOBS_CHANNEL, look)
  look()

  return {
    /** Looks for work now, as a notice would. */
    look,
    running: (): number => running.size,
    /** Until nothing is due and nothing runs: for who moves the clock and wants to see what comes of it. */
    async settle(): Promise<void> {
      do {
        look()
        await looking
        await Promise.allSettled([...running.values()].map(({ done }) => done))
      } while (!life.stopped && (running.size > 0 || (await isDue(database, kinds, clock()))))
    },
    /** Takes no more, waits so long for what runs, then aborts it and hands it back to the others. */
    async stop(seconds = 30): Promise<void> {
      life.stopped = true
      deaf()
      clearTimeout(timer)
      await looking
      clearTimeout(timer)
      const patience = setTimeout(() => running.forEach(({ stop }) => stop.abort(new Error('the hub is stopping'))), seconds * 1000)
      const given = new Promise<void>((resolve) => setTimeout(resolve, (seconds + 1) * 1000).unref())
      await Promise.race([Promise.allSettled([...running.values()].map(({ done }) => done)), given])
      clearTimeout(patience)
      if (running.size > 0) await database.transact((tx) => handBack(tx, holder, clock()))
    },
  }
}

const DUE = `((state = 'waiting' and run_at <= ?) or (state = 'running' and lease_until <= ?))`
const among = (kinds: readonly string[]): string => `kind in (${kinds.map(() => '?').join(', ')})`

async function isDue(database: Database, kinds: readonly string[], now: Micros): Promise<boolean> {
  if (kinds.length === 0) return false
  return (await database.read((tx) => tx.get(`select 1 from jobs where ${DUE} and ${among(kinds)} limit 1`, now, now, ...kinds))) !== undefined
}

/** When something is next due: a waiting job, or a running one whose lease ends. */
async function nextDue(database: Database, kinds: readonly string[]): Promise<Micros | undefined> {
  if (kinds.length === 0) return undefined
  const sql = `select min(case state when 'waiting' then run_at else lease_until end) as next from jobs where state in ('waiting', 'running') and ${among(kinds)}`
  const row = await database.read((tx) => tx.get<{ next: number | null }>(sql, ...kinds))
  return row?.next ?? undefined
}

type Claim = { kinds: readonly string[]; limit: number; holder: string; now: Micros; leaseSeconds: number }

/** Each due job goes to one worker: on PostgreSQL rows that another is taking are passed over. */
function claim(database: Database, { kinds, limit, holder, now, leaseSeconds }: Claim): Promise<JobRow[]> {
  const skip = database.engine === 'postgres' ? 'for update skip locked' : ''
  const sql = `
    update jobs set state = 'running', attempts = attempts + 1, dedupe = null, lease_until = ?, lease_holder = ?, changed_at = ?
    where id in (select id from jobs where ${DUE} and ${among(kinds)} order by run_at, id limit ? ${skip}) returning *`
  return database.transact((tx) => tx.all<JobRow>(sql, now + leaseSeconds * SECOND, holder, now, now, now, ...kinds, limit), { beside: true })
}

async function finish(tx: Tx, { id, kind }: JobRow, holder: string): Promise<void> {
  const gone = await tx.run('delete from jobs where id = ? and lease_holder = ?', id, holder)
  if (gone === 1) await countEnded(tx, kind, 'done')
}

async function countEnded(tx: Tx, kind: string, column: 'done' | 'failed' | 'dead'): Promise<void> {
  await tx.run('insert into jobs_ended (kind, done, failed, dead) values (?, 0, 0, 0) on conflict do nothing', kind)
  await tx.run(`update jobs_ended set ${column} = ${column} + 1 where kind = ?`, kind)
}

async function handBack(tx: Tx, holder: string, now: Micros): Promise<void> {
  const sql = `update jobs set state = 'waiting', run_at = ?, lease_until = null, lease_holder = null where lease_holder = ?`
  await tx.run(sql, now, holder)
  tx.notify(JOBS_CHANNEL, '')
}

/** The hub that moves the date is the one that enqueues; the first time it is due at once. */
async function enqueueDue(database: Database, every: NonNullable<WorkerSettings['every']>, now: Micros, random: Random): Promise<void> {
  for (const { kind, seconds } of every) {
    const known = await database.read((tx) => tx.get<{ next_at: number }>('select next_at from jobs_every where name = ?', kind))
    if (known !== undefined && known.next_at > now) continue
    await database.transact(async (tx) => {
      await tx.run('insert into jobs_every (name, next_at) values (?, ?) on conflict do nothing', kind, now)
      const moved = await tx.run('update jobs_every set next_at = ? where name = ? and next_at <= ?', now + seconds * SECOND, kind, now)
      if (moved === 1) await insertJob(tx, { kind, payload: null, key: `every:${kind}` }, now, random)
    })
  }
}

/** Doubles from ten seconds to an hour, half of it by chance; never sooner than a refusal asks for. */
export function pauseAfter(attempt: number, error: unknown, random: Random): number {
  const whole = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(attempt - 1, 20))
  const [high = 0, low = 0] = random(2)
  const pause = Math.round(whole / 2 + (whole / 2) * ((high * 256 + low) / 65_535))
  const asked = error instanceof Refusal ? (error.retryAfterSeconds ?? 0) * SECOND : 0
  return Math.max(pause, asked)
}

// What looks like a secret: a name and password in an address, a word like token=, or a long run of signs.
const SECRETS = /(\/\/)[^\s/@]*@|\b(bearer|basic)\s+\S+|\b((?:password|passwd|secret|token|key|code)["']?\s*[=:]\s*)\S+|[A-Za-z0-9+/_=-]{32,}/gi

/** An error's words for the operator: bounded, on one line, without what looks like a secret. */
export function wordsOf(error: unknown): string {
  const words = error instanceof Refusal ? `${error.code}: ${error.message}` : error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const clean = words.replace(/\s+/g, ' ').replace(SECRETS, (_, address?: string, scheme?: string, name?: string) => `${address ?? scheme ?? name ?? ''}…`)
  return clean.length > LONGEST_ERROR ? `${clean.slice(0, LONGEST_ERROR)}…` : clean
}
