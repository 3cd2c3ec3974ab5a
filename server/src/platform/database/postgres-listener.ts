/** One connection that only listens. When it is lost it comes back by itself and tells everyone `'*'`: look for yourself. */
import pg from 'pg'
import type { Listeners } from './listeners.ts'
import { CHANNEL } from './postgres-tx.ts'

const SLOWEST_RETRY = 5000
const PULSE = 15_000

export type Listener = { start(): void; close(): Promise<void> }

export function createListener(config: pg.ClientConfig, listeners: Listeners, trouble: (what: string, error: unknown) => void): Listener {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let wait = 100
  let closed = false
  let started = false

  async function connect(): Promise<void> {
    const mine = new pg.Client({ ...config, keepAlive: true })
    client = mine
    mine.on('error', (error) => drop(mine, error))
    mine.on('end', () => drop(mine, undefined))
    mine.on('notification', ({ payload = '' }) => {
      const space = payload.indexOf(' ')
      listeners.tell(payload.slice(0, space), payload.slice(space + 1))
    })
    try {
      await mine.connect()
      await mine.query(`listen ${CHANNEL}`)
      wait = 100
      listeners.tellAll('*') // what was told before this line was up went unheard
      later(PULSE, () => pulse(mine))
    } catch (error) {
      drop(mine, error)
    }
  }

  /** A line that was cut without a word is found out by asking. */
  function pulse(mine: pg.Client): void {
    if (client !== mine) return
    const slow = setTimeout(() => drop(mine, new Error('no answer')), PULSE)
    mine.query('select 1').then(
      () => later(PULSE, () => pulse(mine)),
      (error: unknown) => drop(mine, error),
    ).finally(() => clearTimeout(slow))
  }

  function drop(mine: pg.Client, error: unknown): void {
    if (client !== mine) return
    client = undefined
    mine.end().catch(() => {})
    if (closed) return
    if (error !== undefined) trouble('the line that listens to the store dropped; connecting again', error)
    later(wait, () => void connect())
    wait = Math.min(wait * 2, SLOWEST_RETRY)
  }

  function later(milliseconds: number, work: () => void): void {
    clearTimeout(timer)
    timer = setTimeout(work, milliseconds)
  }

  return {
    start() {
      if (!started) void connect()
      started = true
    },
    async close() {
      closed = true
      clearTimeout(timer)
      const mine = client
      client = undefined
      await mine?.end().catch(() => {})
    },
  }
}
