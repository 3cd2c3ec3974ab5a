/** Jobs: claimed once, tried again, leased, dead, repeated; on both engines. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { HOUR, MINUTE, Refusal, SECOND } from '../kernel/index.ts'
import { createJobs } from './jobs.ts'
import { createWorker, pauseAfter, wordsOf, type Job, type WorkerSettings } from './jobs-worker.ts'
import { migrate } from './migrate.ts'
import { describeOnEveryEngine } from './testing/engines.ts'
import { until } from './testing/until.ts'

const START = 1_795_000_000 * SECOND

describeOnEveryEngine('jobs', (open, place) => {
  /** A house with a clock that the test turns. */
  async function house() {
    const url = await place.freshUrl()
    const database = await open({ url })
    await migrate(database, [])
    const time = { now: START }
    const clock = () => time.now
    const jobs = createJobs({ database, clock, random: randomBytes })
    const enqueue = (kind: string, more: { key?: string; runAt?: number; payload?: number } = {}) =>
      database.transact((tx) => jobs.enqueue(tx, { kind, payload: more.payload ?? null, ...more }))
    const work = (settings: Partial<WorkerSettings>) =>
      createWorker({ database, clock, random: randomBytes, handlers: {}, pollSeconds: 0.05, ...settings })
    return { url, database, time, clock, jobs, enqueue, work }
  }

  test('a job is done once, with its payload, and leaves only a count', async () => {
    const { jobs, enqueue, work } = await house()
    const done: unknown[] = []
    const worker = work({ handlers: { post: async ({ payload }) => void done.push(payload) } })
    await enqueue('post', { payload: 7 })
    await until(async () => (await jobs.count())[0]?.doneEver === 1)
    await worker.stop()
    assert.deepEqual(done, [7])
    assert.deepEqual(await jobs.list(), [])
  })

  test('a job that is enqueued in a transaction which fails is never done', async () => {
    const { database, jobs } = await house()
    await assert.rejects(
      database.transact(async (tx) => {
        await jobs.enqueue(tx, { kind: 'post', payload: 1 })
        throw new Error('no')
      }),
    )
    assert.deepEqual(await jobs.list(), [])
  })

  test('a notice wakes the worker, long before it would look by itself', async () => {
    const { enqueue, work } = await house()
    const done = Promise.withResolvers<void>()
    const worker = work({ pollSeconds: 3600, handlers: { post: async () => done.resolve() } })
    await sleep(200)
    await enqueue('post')
    await done.promise
    await worker.stop()
  })

  test('two workers never do the same job', async () => {
    const { url, jobs, enqueue, work, clock } = await house()
    const other = place.engine === 'postgres' ? await open({ url }) : undefined
    const counts = new Map<string, number>()
    const handlers = {
      post: async ({ id }: Job) => {
        counts.set(id, (counts.get(id) ?? 0) + 1)
        await sleep(Math.random() * 5)
      },
    }
    for (let n = 0; n < 60; n++) await enqueue('post')
    const workers = [work({ handlers }), other ? createWorker({ database: other, clock, random: randomBytes, handlers, pollSeconds: 0.05 }) : work({ handlers })]
    await until(async () => (await jobs.count())[0]?.doneEver === 60)
    await Promise.all(workers.map((worker) => worker.stop()))
    assert.equal(counts.size, 60)
    assert.ok([...counts.values()].every((count) => count === 1))
  })

  test('what fails comes again after a pause, and is dead after so many times; the operator decides', async () => {
    const { jobs, enqueue, work, time } = await house()
    const told: string[] = []
    let broken = true
    const post = async () => {
      if (broken) throw new Error('no route to password=hunter2')
    }
    const worker = work({ mostAttempts: 3, handlers: { post }, failed: ({ attempt, dead }) => void told.push(`${attempt}${dead ? ' dead' : ''}`) })
    const id = await enqueue('post')
    assert.ok(id)
    for (const attempt of [1, 2, 3]) {
      await until(async () => told.length === attempt && (await jobs.list())[0]?.state !== 'running')
      time.now += HOUR
      worker.look()
    }
    assert.deepEqual(told, ['1', '2', '3 dead'])
    const [line] = await jobs.list({ state: 'dead' })
    assert.equal(line?.lastError, 'Error: no route to password=…')
    assert.equal(line?.attempts, 3)
    await assert.rejects(jobs.retry('job_00000000000000000000'), (error) => error instanceof Refusal && error.kind === 'unknown')
    broken = false
    await jobs.retry(id)
    await until(async () => (await jobs.count())[0]?.doneEver === 1)
    assert.deepEqual(await jobs.count(), [{ kind: 'post', waiting: 0, running: 0, dead: 0, doneEver: 1, failedEver: 2, deadEver: 1 }])
    await worker.stop()
  })

  test('a dead job can be thrown away', async () => {
    const { jobs, enqueue, work } = await house()
    const worker = work({ mostAttempts: 1, handlers: { post: () => Promise.reject(new Error('no')) } })
    const id = await enqueue('post')
    await until(async () => (await jobs.list({ state: 'dead' })).length === 1)
    await worker.stop()
    await jobs.discard(id ?? 'job_')
    assert.deepEqual(await jobs.list(), [])
  })

  test('a job whose process died is done by another when its lease ends', async () => {
    const { database, time, jobs, enqueue, work } = await house()
    const id = await enqueue('post')
    const lease = time.now + MINUTE
    await database.transact((tx) => tx.run(`update jobs set state = 'running', attempts = 1, lease_until = ?, lease_holder = 'the dead one' where id = ?`, lease, id ?? ''))
    const attempts: number[] = []
    const worker = work({ handlers: { post: async ({ attempt }) => void attempts.push(attempt) } })
    await sleep(200)
    assert.deepEqual(attempts, [], 'the lease still holds')
    time.now = lease + 1
    await until(async () => (await jobs.count())[0]?.doneEver === 1)
    await worker.stop()
    assert.deepEqual(attempts, [2])
  })

  test('a worker that lost its lease is told, and does not end a job that is another’s by now', async () => {
    const { database, jobs, enqueue, work } = await house()
    const aborted = Promise.withResolvers<void>()
    const post = async ({ signal, id }: Job) => {
      signal.addEventListener('abort', () => aborted.resolve())
      await database.transact((tx) => tx.run(`update jobs set lease_holder = 'another' where id = ?`, id))
      await aborted.promise
    }
    const worker = work({ leaseSeconds: 0.3, handlers: { post } })
    await enqueue('post')
    await aborted.promise
    await worker.stop()
    assert.equal((await jobs.list())[0]?.state, 'running')
  })

  test('one key, one waiting job; while it runs a next one may wait', async () => {
    const { jobs, enqueue, work } = await house()
    assert.ok(await enqueue('post', { key: 'k' }))
    assert.equal(await enqueue('post', { key: 'k' }), undefined)
    const go = Promise.withResolvers<void>()
    const worker = work({ concurrency: 1, handlers: { post: () => go.promise } })
    await until(async () => (await jobs.list({ state: 'running' })).length === 1)
    assert.ok(await enqueue('post', { key: 'k' }))
    go.resolve()
    await until(async () => (await jobs.count())[0]?.doneEver === 2)
    await worker.stop()
  })

  test('a job for later waits for its time; the earliest goes first', async () => {
    const { time, jobs, enqueue, work } = await house()
    const order: unknown[] = []
    await enqueue('post', { payload: 2, runAt: START + 2 * MINUTE })
    await enqueue('post', { payload: 1, runAt: START + MINUTE })
    const worker = work({ concurrency: 1, handlers: { post: async ({ payload }) => void order.push(payload) } })
    await sleep(150)
    assert.deepEqual(order, [])
    time.now += HOUR
    await until(async () => (await jobs.count())[0]?.doneEver === 2)
    await worker.stop()
    assert.deepEqual(order, [1, 2])
  })

  test('what runs every hour runs once an hour, on however many hubs', async () => {
    const { url, jobs, time, clock, work } = await house()
    const database = place.engine === 'postgres' ? await open({ url }) : undefined
    let ran = 0
    const settings = { handlers: { sweep: async () => void ran++ }, every: [{ kind: 'sweep', seconds: 3600 }] }
    const workers = [work(settings), database ? createWorker({ database, clock, random: randomBytes, pollSeconds: 0.05, ...settings }) : work(settings)]
    for (const hour of [1, 2, 3]) {
      await until(async () => (await jobs.count())[0]?.doneEver === hour)
      await sleep(150)
      time.now += HOUR
    }
    await until(async () => ran === 4)
    await Promise.all(workers.map((worker) => worker.stop()))
    assert.equal(ran, 4)
  })

  test('stopping waits for what runs', async () => {
    const { jobs, enqueue, work } = await house()
    const started = Promise.withResolvers<void>()
    let ended = false
    const post = async () => {
      started.resolve()
      await sleep(200)
      ended = true
    }
    const worker = work({ concurrency: 1, handlers: { post } })
    await enqueue('post')
    await enqueue('post')
    await started.promise
    await worker.stop()
    assert.ok(ended)
    assert.deepEqual((await jobs.list()).map(({ state }) => state), ['waiting'])
  })

  test('stopping does not wait for ever: the rest is handed back', async () => {
    const { jobs, enqueue, work } = await house()
    const worker = work({ handlers: { post: ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))) } })
    await enqueue('post')
    await until(async () => (await jobs.list({ state: 'running' })).length === 1)
    await worker.stop(0.1)
    const [line] = await jobs.list()
    assert.equal(line?.state, 'waiting')
    assert.equal(line?.runAt, START)
  })
})

const least = () => new Uint8Array([0, 0])
const most = () => new Uint8Array([255, 255])

test('pauses double from ten seconds to an hour, half of it by chance, and never sooner than asked', () => {
  const table: [attempt: number, least: number, most: number][] = [
    [1, 5, 10],
    [2, 10, 20],
    [5, 80, 160],
    [12, 1800, 3600],
    [500, 1800, 3600],
  ]
  for (const [attempt, from, to] of table) {
    assert.equal(pauseAfter(attempt, new Error(), least), from * SECOND)
    assert.equal(pauseAfter(attempt, new Error(), most), to * SECOND)
  }
  assert.equal(pauseAfter(1, new Refusal('unavailable', 'x.y', 'z', { retryAfterSeconds: 90 }), most), 90 * SECOND)
})

test('an error’s words are bounded and without what looks like a secret', () => {
  const table: [given: unknown, kept: string][] = [
    [new Error('cannot reach smtp://me:hunter2@mail.example:25'), 'Error: cannot reach smtp://…mail.example:25'],
    [new Error('Authorization: Bearer abc.def was refused'), 'Error: Authorization: Bearer… was refused'],
    [new Error('token=abc and\n"secret": "s3"'), 'Error: token=… and "secret": …'],
    [new Error(`key ${'Ab1_'.repeat(10)}`), 'Error: key …'],
    [new Refusal('conflict', 'a.b', 'plain words'), 'a.b: plain words'],
  ]
  for (const [given, kept] of table) assert.equal(wordsOf(given), kept)
  assert.equal(wordsOf(new Error('word '.repeat(1000))).length, 501)
})
