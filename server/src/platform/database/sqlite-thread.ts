/**
 * The main thread's end of a thread of the embedded store. Questions are answered in order; when the thread
 * dies every open question is refused as 'unavailable' and the next session starts a new thread.
 */
import { Worker } from 'node:worker_threads'
import { rowsOf, type Table } from './connection.ts'
import type { Row } from './contract.ts'
import type { Answer, Ask, Question, Setting } from './sqlite-worker.ts'
import { away, sqliteTrouble } from './trouble.ts'

export type Thread = ReturnType<typeof createThread>
/** One transaction on a thread. It stays with the thread it began on: when that one dies, so does the transaction. */
export type Session = {
  ask(ask: Ask, transfer?: ArrayBuffer[]): Promise<Table | number | null>
  /** Leaves the thread to itself when it is deep in a statement: nothing can stop one. The next session has a new thread. */
  abandon(): void
}

type Waiting = { resolve: (value: Table | number | null) => void; reject: (error: Error) => void }
type Running = { worker: Worker; ready: Promise<unknown>; waiting: Map<number, Waiting>; gone: boolean }

export function createThread(setting: Setting, trouble: (what: string, error: unknown) => void) {
  let running: Running | undefined
  let closed = false
  let lastId = 0
  let lastSession = 0

  function start(): Running {
    const worker = new Worker(new URL('./sqlite-worker.ts', import.meta.url), { workerData: setting, resourceLimits: { maxYoungGenerationSizeMb: 12 } })
    const waiting = new Map<number, Waiting>()
    const ready = new Promise<unknown>((resolve, reject) => waiting.set(0, { resolve, reject }))
    ready.catch(() => {})
    const started: Running = { worker, ready, waiting, gone: false }
    worker.on('message', (answer: Answer) => settle(started, answer))
    worker.on('error', (error) => lose(started, error))
    worker.on('exit', () => lose(started, undefined))
    running = started
    return started
  }

  function lose(lost: Running, error: unknown): void {
    if (error !== undefined && !closed) trouble('a thread of the store has died; the next one starts at once', error)
    lost.gone = true
    if (running === lost) running = undefined
    const cause = sqliteTrouble(causeOf(error))
    for (const { reject } of lost.waiting.values()) reject(away('the thread of the store has stopped', cause, 1))
    lost.waiting.clear()
  }

  function send(to: Running, session: number, ask: Ask, transfer: ArrayBuffer[] = []): Promise<Table | number | null> {
    if (to.gone) return Promise.reject(away('the thread of the store has stopped', undefined, 1))
    const id = ++lastId
    return new Promise((resolve, reject) => {
      to.worker.postMessage({ id, session, ask } satisfies Question, transfer)
      if (to.waiting.size === 0) to.worker.ref()
      to.waiting.set(id, { resolve, reject })
    })
  }

  return {
    /** Resolves once the file is open; refused when it cannot be. */
    ready: async (): Promise<void> => void (await (running ?? start()).ready),
    session(): Session {
      if (closed) throw away('the store is closed')
      const on = running ?? start()
      const number = ++lastSession
      return {
        ask: (ask, transfer) => send(on, number, ask, transfer),
        abandon() {
          if (on.gone) return
          lose(on, undefined)
          void on.worker.terminate()
        },
      }
    },
    /** Ends the thread as a crash would: for the one who finds it stuck. */
    kill: async (): Promise<void> => void (await running?.worker.terminate()),
    async close(): Promise<void> {
      closed = true
      if (running === undefined) return
      const { worker } = running
      await send(running, 0, { do: 'close' }).catch(() => {})
      await worker.terminate()
    },
  }
}

function settle({ worker, waiting }: Running, answer: Answer): void {
  const asked = waiting.get(answer.id)
  waiting.delete(answer.id)
  if (waiting.size === 0) worker.unref()
  if (asked === undefined) return
  if ('fault' in answer) asked.reject(sqliteTrouble(answer.fault))
  else asked.resolve(answer.value)
}

function causeOf(error: unknown) {
  const errcode = error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : undefined
  return { message: error instanceof Error ? error.message : 'it ended', errcode, sql: undefined }
}

export const rowsIn = <R extends Row>(answer: Table | number | null): R[] => (answer === null || typeof answer === 'number' ? [] : rowsOf<R>(answer))
export const countIn = (answer: Table | number | null): number => (typeof answer === 'number' ? answer : 0)
