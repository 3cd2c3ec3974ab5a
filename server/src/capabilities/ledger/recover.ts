/**
 * After an old back-up: what the log had published is fetched from wherever its files still lie, checked against what was
 * signed, and appended again; then the log goes on. Nothing is signed here.
 */
import { join } from 'node:path'
import { parseEntry, type Entry } from '@openaccord/facts'
import { createTileReader, noteVerifier, openCheckpoint, parseVerifierKey, TILE_WIDTH, TlogError, type FetchTile, type TileReader } from '@openaccord/tlog'
import { microsOfIso, type Clock } from '../../kernel/index.ts'
import type { Database } from '../../platform/database.ts'
import type { FetchOptions, Fetched } from '../../platform/outbound.ts'
import { append, newEntry, sha256Hex, type Forget } from './append.ts'
import { makeFolder, readIfThere, writeDurably } from './durable.ts'
import { createGuard } from './guard.ts'
import { rootOf, type Edge } from './model/edge.ts'
import { sameBytes, type Head } from './model.ts'
import type { NewEntry } from './store/entries.ts'
import { loadState, seizeLease } from './store/state.ts'
import { loadEdge } from './tiles.ts'

export type RecoverSettings = {
  database: Database
  clock: Clock
  guard: string
  /** A folder with the public files, or the address below which they are served: `https://hub.example/log`. */
  from: string
  fetch: (address: string, wanted?: FetchOptions) => Promise<Fetched>
  say: (text: string) => void
  forget?: Forget | undefined
}

const CHUNK = 4 * TILE_WIDTH
const HOLDER = 'hub_recovery'

/** Throws an Error in plain words and leaves everything as it was, unless what is there fits what was signed. */
export async function recover({ database, clock, guard: folder, from, fetch, say, forget }: RecoverSettings): Promise<{ before: number; after: number; withoutPayload: number }> {
  const state = await database.read(loadState)
  if (state === undefined) throw new Error('this store has no log: start the hub once, or restore a later back-up')
  const verifier = noteVerifier(parseVerifierKey(state.vkey))
  const source = /^https?:\/\//.test(from) ? fromSite(from, fetch) : fromFolder(from)
  const guard = createGuard({ folder, database, origin: state.origin, verifier, holder: HOLDER })
  const guarded = await guard.load()
  const shown = await source('checkpoint')
  if (shown === undefined) throw new Error(`there is no checkpoint at ${from}: name the folder or the address that holds checkpoint and tile/`)
  const published = await openCheckpoint(shown, { verifiers: [verifier], origin: state.origin })
  const target: Head = guarded !== undefined && guarded.size > published.size ? guarded : published
  if (guarded !== undefined && guarded.size === published.size && !sameBytes(guarded.root, published.root)) {
    throw new Error(`the checkpoint at ${from} is signed by this log's key and is not the one in the guard: there are two histories. Keep both files; nothing was changed`)
  }
  const lacks = Math.max(0, target.size - state.size)
  const common = Math.min(target.size, state.size)
  const reader = await createTileReader({ fetchTile: source, checkpoint: target }).catch((error: unknown) => Promise.reject(notThere(from, target, error)))
  if (guarded !== undefined && guarded.size > 0 && !sameBytes(await reader.rootAt(guarded.size), guarded.root)) throw new Error(`the files at ${from} are not those of the checkpoint in the guard: nothing was changed`)
  if (!sameBytes(await reader.rootAt(common), rootOf(await database.read((tx) => loadEdge(tx, common))))) throw new Error(`the first ${common} entries of the store are not those at ${from}: nothing was changed`)
  say(lacks === 0 ? `The store has all ${target.size} entries that were published.` : `${lacks} entries are missing here and lie at ${from}, as they were signed.`)
  const edge = await database.read((tx) => loadEdge(tx, state.size))
  const withoutPayload = await appendAll({ database, clock, reader, source, edge, target, taken: state.taken, say, forget })
  if (guarded === undefined) await putBack(folder, shown, database)
  return { before: state.size, after: state.size + lacks, withoutPayload }
}

type Work = { database: Database; clock: Clock; reader: TileReader; source: FetchTile; edge: Edge; target: Head; taken: number; say: (text: string) => void; forget: Forget | undefined }

async function appendAll({ database, clock, reader, source, edge: begun, target, taken, say, forget }: Work): Promise<number> {
  let edge = begun
  let without = 0
  if (edge.size < target.size) await database.transact((tx) => seizeLease(tx, HOLDER, 0))
  while (edge.size < target.size) {
    const entries: NewEntry[] = []
    const end = Math.min(target.size, (Math.floor(edge.size / CHUNK) + 1) * CHUNK)
    for (let bundle = Math.floor(edge.size / TILE_WIDTH); bundle * TILE_WIDTH < end; bundle++) {
      const leaves = await reader.entries(bundle)
      const first = Math.max(0, edge.size - bundle * TILE_WIDTH)
      for (const leaf of leaves.slice(first)) entries.push(await entryAt(leaf, source))
    }
    without += entries.filter(({ payload, entry }) => payload === null && entry.payload.form !== 'sealed').length
    edge = await append(database, { edge, batch: { entries, unfit: [], taken }, holder: HOLDER, now: clock(), forget })
    say(`  ${edge.size} of ${target.size}`)
  }
  return without
}

async function entryAt(leaf: Uint8Array, source: FetchTile): Promise<NewEntry> {
  const text = Buffer.from(leaf).toString('utf8')
  const entry: Entry = parseEntry(text)
  const { sha256, form } = entry.payload
  const payload = form === 'sealed' ? undefined : await source(`payload/${sha256}`)
  const good = payload !== undefined && sha256Hex(payload) === sha256
  return newEntry({ entry, leaf: text, payload: good ? Buffer.from(payload).toString('utf8') : null }, microsOfIso(entry.at))
}

/** The guard was lost: what is published takes its place, since nothing newer is known. */
async function putBack(folder: string, note: Uint8Array, database: Database): Promise<void> {
  await makeFolder(folder, 0o700)
  await writeDurably([{ path: join(folder, 'checkpoint'), bytes: note, mode: 0o600 }])
  if (database.engine === 'postgres') {
    await database.transact((tx) => tx.run('insert into openaccord_guard.checkpoint (one, note) values (1, ?) on conflict (one) do nothing', Buffer.from(note).toString('utf8')))
  }
}

const fromFolder = (folder: string): FetchTile => (path) => readIfThere(join(folder, path))

function fromSite(address: string, fetch: RecoverSettings['fetch']): FetchTile {
  const base = address.replace(/\/$/, '')
  return async (path) => {
    const got = await fetch(`${base}/${path}`, { maxBytes: 32 * 1024 * 1024 })
    if (got.status === 200) return got.bytes
    if (got.status === 404 || got.status === 410) return undefined
    throw new Error(`${base}/${path} answered ${got.status}`)
  }
}

function notThere(from: string, { size }: Head, cause: unknown): Error {
  const why = cause instanceof TlogError ? cause.message : String(cause)
  return new Error(`${from} does not hold the log of ${size} entries that was signed (${why}). Try another copy: the hub's own folder log, a mirror, a witness's or member's copy`, { cause })
}
