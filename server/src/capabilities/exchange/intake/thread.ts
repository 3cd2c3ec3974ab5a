/**
 * The main thread's end of the intake thread. Bodies are read in the order they come, while the store writes the one
 * before: reading and writing overlap on two cores. A body that is worked on takes several times its size, so only some
 * are at once; the others wait as they came. What waits is bounded too; beyond that one is asked to come back.
 */
import { Worker } from 'node:worker_threads'
import { Refusal } from '../../../kernel/index.ts'
import { letGo, movable } from '../../../platform/large-bytes.ts'
import type { Batch, Terms } from './batch.ts'
import type { WarningList } from './warning-lists.ts'
import type { Answer, Question } from './worker.ts'

/** What may wait at once, how much of it is worked on, and how long reading one body may take. */
export const QUEUE = { bodies: 64, bytes: 256 * 1024 * 1024, inHand: 32 * 1024 * 1024, seconds: 60 } as const

type Waiting = { resolve: (batch: Batch) => void; reject: (error: Error) => void; timer: NodeJS.Timeout }
type Running = { worker: Worker; waiting: Map<number, Waiting>; gone: boolean }

export type IntakeThread = ReturnType<typeof createIntakeThread>

export function createIntakeThread() {
  let running: Running | undefined
  let lists: readonly WarningList[] = []
  let last = 0
  let bodies = 0
  let bytes = 0
  let inHand = 0
  const line: { bytes: number; enter: () => void }[] = []
  let closed = false

  function start(): Running {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits: { maxYoungGenerationSizeMb: 12 } })
    const started: Running = { worker, waiting: new Map(), gone: false }
    worker.on('message', (answer: Answer) => settle(started, answer))
    worker.on('error', (error) => lose(started, error))
    worker.on('exit', () => lose(started, undefined))
    worker.unref()
    worker.postMessage({ lists } satisfies Question, [])
    running = started
    return started
  }

  function lose(lost: Running, cause: unknown): void {
    lost.gone = true
    if (running === lost) running = undefined
    for (const { reject, timer } of lost.waiting.values()) {
      clearTimeout(timer)
      reject(new Refusal('unavailable', 'exchange.intake-stopped', 'the objects could not be read just now; nothing was kept, try again', { retryAfterSeconds: 2, cause }))
    }
    lost.waiting.clear()
  }

  function ask({ worker, waiting }: Running, body: Uint8Array<ArrayBuffer>, terms: Terms): Promise<Batch> {
    const id = ++last
    return new Promise<Batch>((resolve, reject) => {
      // A body that takes this long is a fault of ours; the thread is ended, since it cannot be interrupted.
      const timer = setTimeout(() => void worker.terminate(), QUEUE.seconds * 1000)
      if (waiting.size === 0) worker.ref()
      waiting.set(id, { resolve, reject, timer })
      worker.postMessage({ id, body, terms } satisfies Question, [body.buffer])
    })
  }

  /** A body larger than what may be in hand goes alone. */
  const fits = (size: number): boolean => inHand === 0 || inHand + size <= QUEUE.inHand

  async function enter(size: number): Promise<void> {
    if (line.length > 0 || !fits(size)) return new Promise((resolve) => line.push({ bytes: size, enter: resolve }))
    inHand += size
  }

  function leave(size: number): void {
    inHand -= size
    for (let next = line[0]; next !== undefined && fits(next.bytes); next = line[0]) {
      line.shift()
      inHand += next.bytes
      next.enter()
    }
  }

  const needOpen = (): void => {
    if (closed) throw new Refusal('unavailable', 'exchange.intake-stopped', 'the hub is stopping', { retryAfterSeconds: 5 })
  }

  return {
    /**
     * Reads a body when its turn comes, and does the work with what was read. Large bytes (`platform/large-bytes.ts`)
     * are moved and gone afterwards; others are copied. Refused as `unprocessable`, `too-large`
     * (the body) or `unavailable` (too much is waiting).
     */
    async take<T>(body: Uint8Array, terms: () => Promise<Terms>, work: (batch: Batch) => Promise<T>): Promise<T> {
      needOpen()
      if (bodies >= QUEUE.bodies || (bodies > 0 && bytes + body.length > QUEUE.bytes)) {
        throw new Refusal('unavailable', 'exchange.intake-busy', 'too much is being sent at once; nothing was kept, try again shortly', { retryAfterSeconds: 2 })
      }
      const size = body.length
      bodies += 1
      bytes += size
      await enter(size)
      let batch: Batch | undefined
      try {
        const agreed = await terms()
        needOpen()
        batch = await ask(running ?? start(), movable(body), agreed)
        return await work(batch)
      } finally {
        letGo(batch?.bytes ?? body)
        leave(size)
        bodies -= 1
        bytes -= size
      }
    },
    /** From the next body on. */
    setLists(next: readonly WarningList[]): void {
      lists = next
      running?.worker.postMessage({ lists } satisfies Question, [])
    },
    waiting: () => bodies,
    async close(): Promise<void> {
      closed = true
      await running?.worker.terminate()
    },
  }
}

function settle({ worker, waiting }: Running, answer: Answer): void {
  const asked = waiting.get(answer.id)
  if (asked === undefined) return
  waiting.delete(answer.id)
  clearTimeout(asked.timer)
  if (waiting.size === 0) worker.unref()
  if ('batch' in answer) asked.resolve(answer.batch)
  else if ('refused' in answer) asked.reject(new Refusal(answer.refused.kind, answer.refused.code, answer.refused.message))
  else asked.reject(new Error(`the intake thread failed: ${answer.fault}`))
}
