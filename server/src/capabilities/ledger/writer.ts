/**
 * The one writer over the whole alliance: facts in order → entries (durable) → tiles → guard → signature → cosignatures →
 * published. Each step is safe to be cut off after: what comes next is done again from what is stored. Of several hubs one
 * holds the lease and writes; the others make the same files from the same store.
 */
import { join } from 'node:path'
import { parseSignedCheckpoint, printNote, signCheckpoint } from '@openaccord/tlog'
import { SECOND, type Clock } from '../../kernel/index.ts'
import type { Database } from '../../platform/database.ts'
import type { Journal } from '../../platform/journal.ts'
import { append, batchOf, LeaseLost, type Batch, type Forget } from './append.ts'
import { readIfThere, writeDurably } from './durable.ts'
import type { Guard, Guarded } from './guard.ts'
import type { LogKey } from './key.ts'
import { emptyEdge, rootOf, type Edge } from './model/edge.ts'
import { judgeGuard, StandStill, type Head } from './model.ts'
import { countConflicts, loadPublished, savePublished, type Published } from './store/checkpoints.ts'
import { holdsLease, loadState, seizeLease, takeLease } from './store/state.ts'
import { loadEdge, type Tiles } from './tiles.ts'
import type { Witnesses } from './witnesses.ts'

export type WriterSettings = {
  database: Database
  journal: Pick<Journal, 'readAfter'>
  clock: Clock
  /** This hub, among others. */
  holder: string
  /** Where the public files lie. */
  folder: string
  tiles: Tiles
  guard: Guard
  key: LogKey
  origin: string
  witnesses: Witnesses
  forget?: Forget | undefined
  /** For tests: hears of each step once it is done, and may throw as a crash would. */
  after?: ((step: Step) => void | Promise<void>) | undefined
}
export type Step = 'read' | 'appended' | 'tiles' | 'checked' | 'guarded' | 'cosigned' | 'recorded' | 'published'

/** Facts in one transaction. */
export const BATCH = 1_000
export const CHANNEL = 'ledger'
const LEASE = 6 * SECOND

export type Writer = ReturnType<typeof createWriter>

export function createWriter({ database, journal, clock, holder, folder, tiles, guard, key, origin, witnesses, forget, after = () => {} }: WriterSettings) {
  const file = join(folder, 'checkpoint')
  let edge: Edge = emptyEdge
  let ready: { facts: number; batch: Batch } | undefined
  let taken = 0
  let guarded: Guarded | undefined
  let published: Published | undefined
  /** Up to which size the tiles are on disk here. */
  let written = 0
  let isOpen = false
  let mended = 0

  /** Loads everything and judges it. Throws StandStill. */
  async function open(): Promise<void> {
    isOpen = false
    ready = undefined
    guarded = await guard.load()
    const [state, last, conflicts] = await database.read(async (tx) => [await loadState(tx), await loadPublished(tx), await countConflicts(tx)] as const)
    if (conflicts > 0) throw new StandStill('conflict', 'two histories of this log were found; both are kept at /log/conflicts. Nothing more is signed with this name and key. See docs/operating.md, “The log stands still”')
    const size = state?.size ?? 0
    const rootThen = guarded === undefined || guarded.size > size ? undefined : rootOf(await database.read((tx) => loadEdge(tx, guarded?.size ?? 0)))
    const wrong = judgeGuard({ size, everPublished: last !== undefined }, guarded, rootThen)
    if (wrong !== undefined) throw wrong
    guarded ??= await recordBeginning()
    edge = await database.read((tx) => loadEdge(tx, size))
    taken = state?.taken ?? 0
    published = last
    written = await sizeOnDisk(size)
    isOpen = true
  }

  /** Before the first entry: so that entries without a record are never a beginning that was cut short. */
  async function recordBeginning(): Promise<Guarded> {
    const head: Head = { size: 0, root: rootOf(emptyEdge) }
    const note = printNote(await signCheckpoint({ origin, ...head, extensions: [] }, [key.signer]))
    if (!(await guard.advance(undefined, note))) throw new LeaseLost('another hub begins the log')
    return { ...head, note }
  }

  /** Where the files end, as the checkpoint beside them says; what it says is checked before each signature. */
  async function sizeOnDisk(most: number): Promise<number> {
    try {
      const text = await readIfThere(file)
      return text === undefined ? 0 : Math.min(most, parseSignedCheckpoint(text).size)
    } catch {
      return 0
    }
  }

  async function prepare(from: number): Promise<{ facts: number; batch: Batch }> {
    const facts = await journal.readAfter(from, BATCH)
    return { facts: facts.length, batch: await batchOf(facts) }
  }

  async function keep(batch: Batch): Promise<void> {
    if (batch.entries.length > 0 || batch.unfit.length > 0) edge = await append(database, { edge, batch, holder, now: clock(), forget })
    taken = batch.taken
  }

  return {
    published: (): Published | undefined => published,
    appended: (): number => edge.size,
    taken: (): number => taken,
    mended: (): number => mended,
    isOpen: (): boolean => isOpen,
    open,
    shut(): void {
      isOpen = false
    },

    /** True while this hub is the one that writes. Taken anew, everything is loaded again. */
    async lease(): Promise<boolean> {
      const now = clock()
      if (database.engine === 'sqlite') {
        if (!isOpen) await database.transact((tx) => seizeLease(tx, holder, now + LEASE))
        return true
      }
      const state = await database.read(loadState)
      const isFree = state?.holder == null || state.holder === holder || (state.leaseUntil ?? 0) < now
      const got = isFree && (await database.transact((tx) => takeLease(tx, { holder, now, until: now + LEASE })))
      if (!got) isOpen = false
      return got
    },

    /** One batch. Resolves with how many facts were looked at; all that are public are durable entries now. */
    async take(): Promise<number> {
      const work = ready ?? (await prepare(taken))
      ready = undefined
      if (work.facts === 0) return 0
      await after('read')
      // while the store writes this one, the next one is made ready
      const [, next] = await Promise.all([keep(work.batch), work.facts === BATCH ? prepare(work.batch.taken) : undefined])
      ready = next
      await after('appended')
      return work.facts
    },

    /** Whether there is anything that the published checkpoint does not cover. */
    isBehind: (): boolean => published === undefined || edge.size > published.size,

    /** Asks the witnesses what they have seen, when nothing is to be published that would ask them. Throws StandStill. */
    async look(): Promise<void> {
      if (published === undefined || edge.size > published.size) return
      const head: Head = { size: edge.size, root: rootOf(edge) }
      mended += await tiles.check(head, guarded)
      await witnesses.lookUp(head, await tiles.reader(head))
    },

    /** One checkpoint over all that is appended. Throws StandStill, LeaseLost, or what kept the witnesses from being a quorum. */
    async publish(): Promise<void> {
      const now = edge
      const head: Head = { size: now.size, root: rootOf(now) }
      await tiles.write(written, head.size)
      await after('tiles')
      mended += await tiles.check(head, guarded)
      written = head.size
      await after('checked')
      const reader = await tiles.reader(head)
      await witnesses.lookUp(head, reader)
      if (guarded !== undefined && head.size < guarded.size) throw new StandStill('guard-ahead', `a checkpoint of ${guarded.size} entries was signed, and this one would have ${head.size}`)
      const note = printNote(await signCheckpoint({ origin, ...head, extensions: [] }, [key.signer]))
      if (!(await guard.advance(guarded, note))) throw new LeaseLost('another hub has signed meanwhile')
      guarded = { ...head, note }
      await after('guarded')
      const witnessed = await witnesses.cosign(note, head, reader)
      await after('cosigned')
      const next: Published = { size: head.size, note: witnessed.note, at: clock(), cosigned: witnessed.cosigned }
      await record(next)
      await after('recorded')
      await writeDurably([{ path: file, bytes: Buffer.from(next.note) }])
      published = next
      await after('published')
    },

    /** On a hub that does not write: the same files, from the same store, up to what is published. */
    async follow(): Promise<void> {
      const last = await database.read(loadPublished)
      if (last === undefined || (last.size === published?.size && last.at === published.at)) return
      const { size, root } = parseSignedCheckpoint(last.note)
      await tiles.write(Math.min(size, await sizeOnDisk(size)), size)
      mended += await tiles.check({ size, root }, undefined)
      await writeDurably([{ path: file, bytes: Buffer.from(last.note) }])
      await guard.remember(last.note)
      published = last
    },

    collect: (): Promise<number> => tiles.collect(published?.size ?? 0, clock() / 1000),
  }

  async function record(next: Published): Promise<void> {
    await database.transact(async (tx) => {
      if (!(await holdsLease(tx, holder))) throw new LeaseLost('another hub writes the log now')
      await savePublished(tx, next)
      tx.notify(CHANNEL, String(next.size))
    })
  }
}
