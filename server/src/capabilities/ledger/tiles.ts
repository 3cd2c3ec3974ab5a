/**
 * The log as static files: C2SP tlog-tiles below one folder, made from the store and from nothing else, so that every hub
 * makes the same ones. Before a signature they are read back and held against the root that is to be signed.
 */
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  createTileReader, hashesAtLevel, leafHash, printEntryBundle, printTilePath, tileLevels, tilesOfGrowth, TILE_WIDTH, TlogError, type Tile, type TileReader,
} from '@openaccord/tlog'
import type { Database, Reader } from '../../platform/database.ts'
import { filesBelow, writeDurably, type FileToWrite } from './durable.ts'
import { joined, tileRoot, type Edge } from './model/edge.ts'
import { sameBytes, StandStill, type Head } from './model.ts'
import { loadLeaves, loadRoots } from './store/entries.ts'

const AT_ONCE = 32
/** Bundles that are held against the store before each signature, one after another through the whole log. */
const LOOKED_AT = 4
/** A partial tile stays this long after the full one has come, for clients on their way. */
const GRACE_MS = 10 * 60_000

export type Tiles = ReturnType<typeof createTiles>

export function createTiles({ folder, database }: { folder: string; database: Database }) {
  let next = 0
  const swept = new Map<string, number>()

  /** What a tree of `to` has and one of `from` had not. Returns how many files were there with other bytes. */
  async function write(from: number, to: number): Promise<number> {
    let replaced = 0
    let batch: FileToWrite[] = []
    const flush = async () => {
      replaced += await writeDurably(batch)
      batch = []
    }
    for (const tile of tilesOfGrowth(from, to)) {
      if (tile.level === 0) continue // made with its bundle
      batch.push(...(await database.read((tx) => (tile.level === 'entries' ? bundleAndLeaves(tx, tile) : upperTile(tx, tile)))))
      if (batch.length >= AT_ONCE) await flush()
    }
    await flush()
    return replaced
  }

  const file = (tile: Tile, bytes: Uint8Array): FileToWrite => ({ path: join(folder, printTilePath(tile)), bytes })

  async function bundleAndLeaves(tx: Reader, tile: Tile): Promise<FileToWrite[]> {
    const from = tile.index * TILE_WIDTH
    const leaves = (await loadLeaves(tx, from, from + tile.width)).map((leaf) => Buffer.from(leaf))
    if (leaves.length !== tile.width) throw new StandStill('data-damaged', `entries are missing between ${from} and ${from + tile.width}`)
    const hashes = leaves.map(leafHash)
    if (tile.width === TILE_WIDTH) {
      const [root] = await loadRoots(tx, 0, tile.index, tile.index + 1)
      if (root === undefined || !sameBytes(root, tileRoot(hashes))) throw new StandStill('data-damaged', `the entries from ${from} to ${from + tile.width - 1} are not those that were logged`)
    }
    return [file(tile, printEntryBundle(leaves)), file({ ...tile, level: 0 }, joined(hashes))]
  }

  async function upperTile(tx: Reader, tile: Tile): Promise<FileToWrite[]> {
    const from = tile.index * TILE_WIDTH
    const roots = await loadRoots(tx, Number(tile.level) - 1, from, from + tile.width)
    if (roots.length !== tile.width) throw new StandStill('data-damaged', `hashes of level ${tile.level} are missing from ${from} on`)
    return [file(tile, joined(roots))]
  }

  /** Verifies the right edge on disk against this head. Throws TlogError. */
  const reader = (head: Head): Promise<TileReader> => createTileReader({ fetchTile: filesBelow(folder), checkpoint: head, tilesKept: 256 })

  /** The edge, the guard's root, and some more of the log on each call: files against the root, and the store against the files. */
  async function look(head: Head, guarded: Head | undefined): Promise<void> {
    const tiles = await reader(head)
    if (guarded !== undefined) await reader(guarded) // whoever holds the last checkpoint still needs its partial tiles
    if (guarded !== undefined && guarded.size > 0 && !sameBytes(await tiles.rootAt(guarded.size), guarded.root)) {
      throw new StandStill('guard-differs', `the tiles of the first ${guarded.size} entries do not lead to the root that was signed`)
    }
    const bundles = Math.ceil(head.size / TILE_WIDTH)
    const last = bundles - 1
    const wanted = new Set(Array.from({ length: Math.min(LOOKED_AT, bundles) }, (_, at) => (next + at) % bundles))
    if (last >= 0) wanted.add(last)
    next = bundles === 0 ? 0 : (next + LOOKED_AT) % bundles
    for (const bundle of wanted) {
      const entries = await tiles.entries(bundle)
      const leaves = await database.read((tx) => loadLeaves(tx, bundle * TILE_WIDTH, bundle * TILE_WIDTH + entries.length))
      if (entries.some((entry, at) => Buffer.compare(entry, Buffer.from(leaves[at] ?? '')) !== 0)) {
        throw new StandStill('data-damaged', `the store's entries from ${bundle * TILE_WIDTH} on are not those that were logged`)
      }
    }
  }

  return {
    write,
    reader,

    /**
     * Notices whatever on disk is not what this head says, and writes it again from the store; returns how many files.
     * Throws StandStill where the store itself is wrong.
     */
    async check(head: Head, guarded: Head | undefined): Promise<number> {
      try {
        await look(head, guarded)
        return 0
      } catch (error) {
        if (!(error instanceof TlogError)) throw error
      }
      const replaced = (guarded === undefined ? 0 : await write(0, guarded.size)) + (await write(0, head.size))
      try {
        await look(head, guarded)
      } catch (error) {
        if (error instanceof TlogError) throw new StandStill('data-damaged', `the store does not lead to the root of its ${head.size} entries: ${error.message}`)
        throw error
      }
      return Math.max(1, replaced)
    },

    /** Removes partial tiles whose full one is published and has been there for a while. Returns how many folders went. */
    async collect(published: number, nowMs: number): Promise<number> {
      let gone = 0
      for (const level of ['entries', ...Array.from({ length: tileLevels(published) }, (_, at) => at)] as const) {
        const full = Math.floor(hashesAtLevel(level === 'entries' ? 0 : level, published) / TILE_WIDTH)
        for (let index = swept.get(String(level)) ?? 0; index < full; index++) {
          const path = join(folder, printTilePath({ level, index, width: TILE_WIDTH }))
          const age = await stat(path).then(({ mtimeMs }) => nowMs - mtimeMs, () => 0)
          if (age < GRACE_MS) break
          swept.set(String(level), index + 1)
          if ((await readdir(`${path}.p`).catch(() => [])).length === 0) continue
          await rm(`${path}.p`, { recursive: true, force: true })
          gone++
        }
      }
      return gone
    },
  }
}

/** The right edge at this size, from the store. */
export async function loadEdge(tx: Reader, size: number): Promise<Edge> {
  const levels: Uint8Array[][] = []
  for (let level = 0; level < tileLevels(size); level++) {
    const count = hashesAtLevel(level, size)
    const from = Math.floor(count / TILE_WIDTH) * TILE_WIDTH
    levels.push(level === 0 ? (await loadLeaves(tx, from, count)).map((leaf) => leafHash(Buffer.from(leaf))) : await loadRoots(tx, level - 1, from, count))
    if (levels[level]!.length !== count - from) throw new StandStill('data-damaged', `the store lacks what level ${level} of its ${size} entries is made of`)
  }
  return { size, levels }
}
