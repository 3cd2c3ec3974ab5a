/** What one does with the baseline of a domain: ask for a check, follow it, read what was found. */
import { RULES, type Report } from '@openaccord/baseline'
import { newId } from '@openaccord/names'
import { MINUTE, Refusal, type Actor } from '../../kernel/index.ts'
import type { Reader, Tx } from '../../platform/database.ts'
import { createLimits, RATES } from '../../platform/limits.ts'
import { createGate } from '../../platform/measure.ts'
import { placeOf, type Means } from './means.ts'
import { againAt, MOST_WAITING, type BaselineId, type Check } from './model.ts'
import { readDomain, shownDomain } from './model/domain.ts'
import { addCheck, countWaiting, findCheck, findObservations, forgetOld, newestCheck, reportsOf } from './store.ts'
import { createRunner } from './verbs/runner.ts'

export const SWEEP_JOB = 'baselines.sweep'
/** Checks that one address may ask for: some at once, then one every two minutes. Kept in memory alone. */
const PER_ASKER = { burst: 10, perMinute: 0.5 }

export type Baselines = ReturnType<typeof createBaselines>
export type Standing = { domain: string; shown: string; check: (Check & { before: number }) | undefined; report: Check | undefined; history: Check[]; again: number | null }

export function createBaselines(given: Means) {
  const means = { ...given, gate: given.gate ?? createGate() }
  const { database, clock, random, sample } = means
  const runner = createRunner(means)
  const limits = createLimits({ clock, rates: { ...RATES, expensive: PER_ASKER } })
  const covers = (domain: string): boolean => sample?.covers(domain) === true

  /** One that is under way or fresh is given instead of a new one; the flag says which. */
  async function enter(tx: Tx, domain: string): Promise<{ check: Check; isNew: boolean }> {
    await tx.lock('baselines')
    const now = clock()
    const newest = await newestCheck(tx, domain)
    if (newest !== undefined && (newest.state === 'waiting' || newest.state === 'running' || againAt(newest, now) !== null)) return { check: newest, isNew: false }
    if ((await countWaiting(tx)) >= MOST_WAITING) {
      throw new Refusal('unavailable', 'baselines.busy', 'many domains wait to be checked already: try again in a minute', { retryAfterSeconds: 60 })
    }
    const id: BaselineId = newId('baseline', random)
    await addCheck(tx, { id, domain, asked: now, sample: placeOf(means, domain).world.name === 'sample' })
    return { check: (await findCheck(tx, id))!, isNew: true }
  }

  async function ask(domain: string): Promise<Check> {
    const { check } = await database.transact((tx) => enter(tx, domain))
    runner.look()
    return check
  }

  return {
    /** Whether a sample alliance answers for this name. */
    covers,
    shownDomain,

    /** By anyone; `address` is only held in memory, for the pace. */
    async checkDomain(_actor: Actor, { domain: text, address }: { domain: string; address: string }): Promise<Check & { before: number }> {
      const domain = readDomain(text, covers)
      const known = await database.read((tx) => newestCheck(tx, domain))
      const isKnown = known !== undefined && (known.state === 'waiting' || known.state === 'running' || againAt(known, clock()) !== null)
      if (!isKnown) needPace(address)
      const check = await ask(domain)
      return database.read(async (tx) => placed(tx, (await findCheck(tx, check.id)) ?? check))
    },

    async standing(text: string): Promise<Standing> {
      const domain = readDomain(text, covers)
      return database.read(async (tx) => {
        const newest = await newestCheck(tx, domain)
        const history = await reportsOf(tx, domain)
        return {
          domain, shown: shownDomain(domain), history, report: history[0],
          check: newest === undefined || newest.state === 'done' ? undefined : await placed(tx, newest),
          again: newest === undefined ? null : againAt(newest, clock()),
        }
      })
    },

    async report(id: string): Promise<Check> {
      const found = await database.read((tx) => findCheck(tx, id))
      if (found?.state !== 'done') throw unknown(id)
      return found
    },

    async observations(id: string): Promise<Record<string, unknown>> {
      const found = await database.read((tx) => findObservations(tx, id))
      if (found === undefined) throw unknown(id)
      return JSON.parse(found) as Record<string, unknown>
    },

    rules: () => RULES,

    /** For sisters: measured now, or less than ten minutes ago; undefined where the domain asks not to be, or it failed. */
    async runBaseline(text: string): Promise<Report | undefined> {
      const { id } = await ask(readDomain(text, covers))
      for (;;) {
        const check = await database.read((tx) => findCheck(tx, id))
        if (check?.state !== 'waiting' && check?.state !== 'running') return check?.report ?? undefined
        await runner.turn(id)
      }
    },

    /** Every few minutes: what a hub left behind is taken up, what is old is let go. */
    async sweep(): Promise<number> {
      runner.look()
      return database.transact((tx) => forgetOld(tx, clock()))
    },

    settled: runner.settled,
    close: runner.close,
  }

  function needPace(address: string): void {
    const taken = limits.take('expensive', address)
    if (taken.ok) return
    const seconds = Math.ceil(taken.seconds)
    throw new Refusal('too-many', 'baselines.pace', `many domains were asked for from here: the next one is possible in ${Math.ceil(seconds / 60)} ${seconds > MINUTE / 1_000_000 ? 'minutes' : 'minute'}`, { retryAfterSeconds: seconds })
  }
}

/** With its place in the queue. */
const placed = async (tx: Reader, check: Check): Promise<Check & { before: number }> => ({ ...check, before: check.state === 'waiting' ? await countWaiting(tx, check) : 0 })

const unknown = (id: string): Refusal => new Refusal('unknown', 'baselines.report-unknown', `there is no report ${id}, or it is not kept any more`)

/** For sisters: the newest report of a domain as it was typed in A-labels. */
export async function latestReport(tx: Reader, domain: string): Promise<{ id: BaselineId; report: Report } | undefined> {
  const [newest] = await reportsOf(tx, domain, 1)
  return newest?.report == null ? undefined : { id: newest.id, report: newest.report }
}
