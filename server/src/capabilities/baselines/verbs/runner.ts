/**
 * Checks run here, a few at once in this process, one after the other from the table: slow hosts of strangers must not hold
 * up the hub's own jobs. What a hub leaves behind when it dies is taken up by another one.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { judge, type Observations } from '@openaccord/baseline'
import { newId } from '@openaccord/names'
import { Refusal } from '../../../kernel/index.ts'
import { placeOf, type Means } from '../means.ts'
import { AT_ONCE, LEASE, WHOLE_CHECK_MS, type Check } from '../model.ts'
import { claimCheck, endCheck, forgetDomain, putBack, saveProgress, trimDomain } from '../store.ts'
import { gather, type Figures } from './gather.ts'

/** How often what is known so far is written down. */
const TELL_EVERY_MS = 700
const LOOK_AGAIN_MS = 200

export type Runner = ReturnType<typeof createRunner>

export function createRunner(means: Means) {
  const { database, clock, random, trouble } = means
  const holder = newId('runner', random)
  const stop = new AbortController()
  const running = new Map<string, Promise<void>>()
  let looking: Promise<void> | undefined
  let again = false

  /** Takes what waits, as far as there is room. */
  function look(): void {
    again = true
    if (stop.signal.aborted) return
    looking ??= lookOn().finally(() => {
      looking = undefined
      if (again) look()
    })
  }

  async function lookOn(): Promise<void> {
    while (again && !stop.signal.aborted) {
      again = false
      try {
        while (running.size < AT_ONCE && !stop.signal.aborted) {
          const check = await database.transact(async (tx) => {
            await tx.lock('baselines')
            return claimCheck(tx, { holder, now: clock(), until: clock() + LEASE })
          })
          if (check === undefined) break
          running.set(check.id, begin(check))
        }
      } catch (error) {
        trouble('checks of domains cannot be taken up', error)
      }
    }
  }

  function begin(check: Check): Promise<void> {
    return run(check)
      .catch((error: unknown) => trouble('a check of a domain has failed', error))
      .finally(() => {
        running.delete(check.id)
        look()
      })
  }

  async function run({ id, domain }: Check): Promise<void> {
    const place = placeOf(means, domain)
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(means.wholeMs ?? WHOLE_CHECK_MS)])
    const teller = createTeller(async (seen, figures) => {
      const report = await judge(seen, new Date(seen.observedAt), place.settings)
      await database.transact((tx) => saveProgress(tx, id, holder, { ...figures, report }))
    }, (error) => trouble('how far a check is could not be written', error))
    try {
      const seen = await gather({ ...means, place, domain, signal, progress: teller.tell })
      await teller.end()
      if (stop.signal.aborted) return // it was put back
      if (seen === 'opted-out') return await database.transact(async (tx) => {
        if (!(await endCheck(tx, id, holder, { state: 'opted-out', at: clock() }))) return
        await forgetDomain(tx, domain)
        await trimDomain(tx, domain)
      })
      const report = await judge(seen, new Date(seen.observedAt), place.settings)
      const answered = seen.dns.length + seen.http.length + seen.tls.length + seen.smtp.length
      await database.transact(async (tx) => {
        if (await endCheck(tx, id, holder, { state: 'done', at: clock(), answered, report, observations: JSON.stringify(seen) })) await trimDomain(tx, domain)
      })
    } catch (error) {
      await teller.end()
      await database.transact((tx) => endCheck(tx, id, holder, { state: 'failed', at: clock() }))
      throw error
    }
  }

  return {
    look,
    /** Until this one has ended, or for a moment where it waits or another hub runs it. */
    async turn(id: string): Promise<void> {
      if (stop.signal.aborted) throw new Refusal('unavailable', 'baselines.stopping', 'the hub is stopping')
      look()
      await (running.get(id) ?? sleep(LOOK_AGAIN_MS))
    },
    /** Until nothing waits and nothing runs here. */
    async settled(): Promise<void> {
      look()
      for (let busy = true; busy; busy = looking !== undefined || running.size > 0) await Promise.all([looking, ...running.values()])
    },
    async close(): Promise<void> {
      stop.abort(new Error('the hub stops'))
      await looking
      await database.transact((tx) => putBack(tx, holder))
      await Promise.all(running.values())
    },
  }
}

/** Tells at most every so often, one telling at a time, and always the newest. */
function createTeller(write: (seen: Observations, figures: Figures) => Promise<void>, failed: (error: unknown) => void) {
  let last = 0
  let writing: Promise<void> | undefined
  return {
    tell(seen: Observations, figures: Figures): void {
      const now = performance.now()
      if (writing !== undefined || now - last < TELL_EVERY_MS) return
      last = now
      const copy = { ...seen, dns: [...seen.dns], http: [...seen.http], tls: [...seen.tls], smtp: [...seen.smtp] }
      writing = write(copy, figures).catch(failed).finally(() => void (writing = undefined))
    },
    end: async (): Promise<void> => void (await writing),
  }
}
