/** Turns: a fixed number of places, given out first come, first served. Whoever waits too long is refused. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { away } from './trouble.ts'

export type Turns = ReturnType<typeof createTurns>

export function createTurns(places: number, waitSeconds: number) {
  let free = places
  const queue: { go: () => void; timer: NodeJS.Timeout }[] = []

  function leave(): void {
    const next = queue.shift()
    if (next === undefined) return void free++
    clearTimeout(next.timer)
    next.go()
  }

  function enter(): Promise<void> | undefined {
    if (free > 0) return void free--
    return new Promise((go, refuse) => {
      const timer = setTimeout(() => {
        queue.splice(queue.findIndex((one) => one.timer === timer), 1)
        refuse(away('the store is very busy', undefined, 2))
      }, waitSeconds * 1000)
      queue.push({ go, timer })
    })
  }

  return {
    async take<T>(work: () => Promise<T>): Promise<T> {
      const waited = enter()
      if (waited !== undefined) await waited
      try {
        return await work()
      } finally {
        leave()
      }
    },
    waiting: () => queue.length,
  }
}

/** Rejects when `work` takes longer, so that nobody can hold the store for ever; `work` itself cannot be stopped. */
export function within<T>(seconds: number, what: string, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(away(`${what} took longer than ${seconds} s and was rolled back`)), seconds * 1000)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

const inside = new AsyncLocalStorage<{ open: boolean }>()

/** A transaction within a transaction waits for itself: said at once, instead of after the time limit. */
export async function alone<T>(work: () => Promise<T>): Promise<T> {
  if (inside.getStore()?.open === true) throw new Error('a transaction within a transaction: hand on the tx you have')
  const mark = { open: true }
  try {
    return await inside.run(mark, work)
  } finally {
    mark.open = false
  }
}
