/** The ledger at work: one writer that never stops by itself, what it says of itself, and what one can ask it. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { newId, type Micros } from '@openaccord/names'
import type { Policy } from '@openaccord/tlog'
import { iso, type Clock, type Random } from '../../kernel/index.ts'
import type { Database } from '../../platform/database.ts'
import type { Journal } from '../../platform/journal.ts'
import type { FetchOptions, Fetched } from '../../platform/outbound.ts'
import { batchOf, LeaseLost, sha256Hex, type Forget } from './append.ts'
import { writeDurably } from './durable.ts'
import { begin, type Beginning } from './begin.ts'
import { pauseAfter, StandStill, type Standstill } from './model.ts'
import { insertConflict } from './store/checkpoints.ts'
import { dropLease, loadState, saveStandstill } from './store/state.ts'
import { createTiles } from './tiles.ts'
import { createWitnesses, QuorumMissing } from './witnesses.ts'
import { BATCH, CHANNEL, createWriter, type Step } from './writer.ts'

export type LedgerSettings = {
  database: Database
  journal: Pick<Journal, 'readAfter' | 'listen' | 'last' | 'write'>
  clock: Clock
  /** What the times of witnesses are held against, where `clock` is not the real one. */
  othersClock?: Clock
  random: Random
  /** Public files: `checkpoint` and `tile/…`. */
  folder: string
  /** The guard's folder: never part of a back-up. */
  guard: string
  /** The log's private key, where it is not in the guard's folder. */
  keyFile?: string | undefined
  /** The name of the log; `hub.example/log`. `chosen` when the operator said so, so that another one is refused. */
  origin: string
  chosenOrigin?: boolean
  policy: Policy
  /** Where the policy was read, for words. */
  policyFile?: string | undefined
  fetch: (address: string, wanted?: FetchOptions) => Promise<Fetched>
  /** Least time between two checkpoints. */
  publishMs?: number
  /** Least time between two looks at what made the log stand still. */
  againMs?: number
  trouble: (what: string, error: unknown) => void
  forget?: Forget | undefined
  after?: ((step: Step) => void | Promise<void>) | undefined
}
export type Ledger = Awaited<ReturnType<typeof createLedger>>

type Life = {
  stopped: boolean
  standstill: Standstill | undefined
  /** A checkpoint is signed and waits for witnesses. */
  quorumMissing: { since: Micros; reason: string } | undefined
  failures: number
  /** Opened, judged, and found well. */
  going: boolean
  /** What keeps it from going on that is no standstill, in words. */
  trouble: string | undefined
  /** What ended the last attempt to publish, for the loop to hear. */
  broken: unknown
}

const COLLECT_MS = 60_000
/** The lease is renewed this often, well within it; a hub that does not write looks this often whether it should. */
const LEASE_MS = 2_000

export async function createLedger(settings: LedgerSettings) {
  const { database, journal, clock, random, folder, trouble, publishMs = 1_000, againMs = 5_000 } = settings
  const holder = newId('hub', random)
  await mkdir(folder, { recursive: true })
  const tiles = createTiles({ folder, database })

  let began: Beginning | undefined
  let parts: ReturnType<typeof assemble> | undefined
  const life: Life = { stopped: false, standstill: undefined, quorumMissing: undefined, failures: 0, going: false, trouble: undefined, broken: undefined }
  let publishing: Promise<void> | undefined
  let publishedAt = Number.NEGATIVE_INFINITY
  let tryAt = 0
  let collectedAt = 0
  let counted = { taken: 0, seq: 0, count: 0 }
  let leasedAt = Number.NEGATIVE_INFINITY
  let waiting = Promise.withResolvers<void>()
  const wake = (): void => waiting.resolve()

  function assemble(beginning: Beginning) {
    const { key, origin, guard } = beginning
    const witnesses = createWitnesses({
      policy: settings.policy, key, origin, fetch: settings.fetch, clock: settings.othersClock ?? clock,
      lastSigned: guard.last,
      async keepConflict(file) {
        const text = JSON.stringify(file)
        await database.transact((tx) => insertConflict(tx, { id: sha256Hex(Buffer.from(text)), at: clock(), file: text }))
        await writeDurably([{ path: join(settings.guard, `conflict-${sha256Hex(Buffer.from(text)).slice(0, 16)}.json`), bytes: Buffer.from(text) }])
      },
    })
    const writer = createWriter({ database, journal, clock, holder, folder, tiles, guard, key, origin, witnesses, forget: settings.forget, after: settings.after })
    return { witnesses, writer }
  }

  /** Waits for something new, or so many milliseconds. */
  async function rest(ms: number): Promise<void> {
    const timer = setTimeout(wake, Math.max(0, ms))
    await waiting.promise
    clearTimeout(timer)
    waiting = Promise.withResolvers<void>()
  }

  async function stand(error: StandStill): Promise<void> {
    if (life.standstill?.code === error.code && life.standstill.reason === error.message) return
    life.standstill = { code: error.code, reason: error.message, since: clock() }
    trouble('the log stands still; the rest of the hub goes on', error)
    try {
      await database.transact((tx) => saveStandstill(tx, life.standstill))
    } catch (failed) {
      trouble('why the log stands still could not be kept', failed)
    }
  }

  /** The same trouble again and again is told once. */
  function stumble(error: unknown): void {
    const words = error instanceof Error ? error.message : String(error)
    if (words !== life.trouble) trouble('the log could not go on; it tries again', error)
    life.trouble = words
  }

  /** Also what an earlier process has left. */
  async function goOn(): Promise<void> {
    life.standstill = undefined
    if ((await database.read(loadState))?.standstill !== undefined) await database.transact((tx) => saveStandstill(tx, undefined))
    life.going = true
    life.trouble = undefined
  }

  /** One round: resolves with how long to rest afterwards. */
  async function round(): Promise<number> {
    began ??= await begin(settings, holder)
    parts ??= assemble(began)
    const { writer, witnesses } = parts
    if (!began.mayWrite || !(await leased(writer))) {
      writer.shut()
      await writer.follow()
      return LEASE_MS
    }
    if (!writer.isOpen()) {
      witnesses.forget()
      await writer.open()
      await began.statePolicy()
      await writer.look()
      await goOn()
    }
    const read = await writer.take()
    const now = performance.now()
    const due = Math.max(publishedAt + publishMs, tryAt)
    if (writer.isBehind() && publishing === undefined && now >= due) publishing = publish()
    if (read === BATCH) return 0
    if (publishing === undefined && now - collectedAt > COLLECT_MS) {
      collectedAt = now
      await writer.collect()
    }
    return publishing === undefined && writer.isBehind() ? due - now : LEASE_MS
  }

  async function leased(writer: NonNullable<typeof parts>['writer']): Promise<boolean> {
    if (writer.isOpen() && performance.now() - leasedAt < LEASE_MS) return true
    const got = await writer.lease()
    leasedAt = performance.now()
    return got
  }

  async function publish(): Promise<void> {
    const { writer } = parts!
    publishedAt = performance.now()
    try {
      await writer.publish()
      life.failures = 0
      life.quorumMissing = undefined
    } catch (error) {
      if (!(error instanceof QuorumMissing)) return void (life.broken = error)
      life.failures++
      tryAt = performance.now() + pauseAfter(life.failures)
      if (life.quorumMissing === undefined) trouble('the log waits for its witnesses; the earlier checkpoint stays', error)
      life.quorumMissing = { since: life.quorumMissing?.since ?? clock(), reason: error.message }
    } finally {
      publishing = undefined
      wake()
    }
  }

  async function run(): Promise<void> {
    while (!life.stopped) {
      try {
        if (life.broken !== undefined) {
          const error = life.broken
          life.broken = undefined
          throw error
        }
        const ms = await round()
        if (ms > 0 && !life.stopped) await rest(ms)
      } catch (error) {
        parts?.writer.shut()
        life.going = false
        if (error instanceof StandStill) await stand(error)
        else if (!(error instanceof LeaseLost)) stumble(error)
        if (!life.stopped) await pause(error instanceof StandStill ? againMs : 1_000)
      }
    }
  }

  /** Not cut short by what is new. */
  async function pause(ms: number): Promise<void> {
    const end = performance.now() + ms
    while (!life.stopped && performance.now() < end) await rest(end - performance.now())
  }

  const deaf = [journal.listen(wake), database.listen(CHANNEL, wake)]
  const running = run()

  return {
    database, clock, folder, tiles, settings, wake,
    origin: (): string => began?.origin ?? settings.origin,
    vkey: (): string | null => began?.key.vkey ?? null,
    policy: (): Policy => parts?.witnesses.policy ?? settings.policy,
    witnesses: () => parts?.witnesses.lines() ?? settings.policy.witnesses.map(({ name, key }) => ({ name, key: key.name, cosigned: null, size: null, trouble: null })),
    standstill: (): Standstill | undefined => life.standstill,
    quorumMissing: () => life.quorumMissing,
    mended: (): number => parts?.writer.mended() ?? 0,

    figures: () => ({
      appended: parts?.writer.appended() ?? 0, published: parts?.writer.published()?.size ?? 0, mended: parts?.writer.mended() ?? 0,
      standsStill: life.standstill !== undefined, quorumMissing: life.quorumMissing !== undefined,
    }),

    /** Until everything in the journal is published; at once while nothing goes on. */
    async settled(): Promise<void> {
      const last = await journal.last()
      while (!life.stopped && life.standstill === undefined && life.quorumMissing === undefined) {
        const writer = parts?.writer
        if (life.going && writer?.isOpen() === true && writer.taken() >= last && !writer.isBehind()) return
        wake()
        await sleep(10)
      }
    },

    /** For the operator: throws with words while the log is not as it should be. */
    async health(): Promise<void> {
      if (life.standstill !== undefined) throw new Error(`${life.standstill.code}: ${life.standstill.reason}`)
      if (life.trouble !== undefined) throw new Error(`the log could not go on; it tries again: ${life.trouble}`)
      if (life.quorumMissing !== undefined) throw new Error(`since ${iso(life.quorumMissing.since)} the newest checkpoint waits for witnesses: ${life.quorumMissing.reason}`)
    },

    /** Facts that should be entries and are not yet; each is looked at once. */
    async countWaiting(taken: number): Promise<number> {
      let { seq, count } = counted.taken === taken ? counted : { seq: taken, count: 0 }
      for (;;) {
        const facts = await journal.readAfter(seq, BATCH)
        if (facts.length === 0) break
        count += (await batchOf(facts)).entries.length
        seq = facts.at(-1)!.seq
      }
      counted = { taken, seq, count }
      return count
    },

    async close(): Promise<void> {
      life.stopped = true
      for (const stop of deaf) stop()
      wake()
      await running
      await publishing
      if (database.engine === 'postgres') await database.transact((tx) => (tx.notify(CHANNEL, ''), dropLease(tx, holder))).catch((error: unknown) => trouble('the lease on the log ends by itself', error))
    },
  }
}
