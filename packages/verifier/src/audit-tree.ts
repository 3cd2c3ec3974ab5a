/**
 * Walking a whole log: every bundle is read and hashed, every tile recomputed and compared with what is served, up to the
 * root. Follows tlog-tiles; some bundles are fetched ahead.
 */
import {
  emptyRoot, foldHashes, hashEntryBundle, HASH_SIZE, hashesAtLevel, nodesOfRange, openTile, parseEntryBundle, partialTiles, printTilePath, TILE_HEIGHT,
  TILE_WIDTH, tileWidth, TlogError, type FetchTile, type Tile,
} from '@openaccord/tlog'
import { sameBytes } from './texts.ts'

export type TreeFault = { readonly code: 'tile-missing' | 'tile-changed' | 'entry-changed' | 'malformed-tile'; readonly words: string; readonly path: string; readonly index?: number }
export type WalkOptions = {
  readonly fetchTile: FetchTile
  readonly size: number
  /** The entries of a bundle, in order. */
  readonly onEntries: (first: number, entries: readonly Uint8Array[]) => Promise<void> | void
  readonly onFault: (fault: TreeFault) => void
}

const AHEAD = 16
type Row = { readonly bytes: Uint8Array; width: number; index: number }

/** Gives the root as it was recomputed; undefined where something was missing on the way. */
export async function walkTree({ fetchTile, size, onEntries, onFault }: WalkOptions): Promise<Uint8Array | undefined> {
  const rows: Row[] = []
  let broken = false
  let last: Uint8Array = new Uint8Array()
  const fault = (one: TreeFault): void => {
    broken ||= one.code === 'tile-missing' || one.code === 'malformed-tile'
    onFault(one)
  }
  const bundles = Math.ceil(size / TILE_WIDTH)
  const ahead: Promise<Fetched>[] = []
  for (let bundle = 0; bundle < bundles; bundle++) {
    for (let next = bundle + ahead.length; ahead.length < AHEAD && next < bundles; next++) ahead.push(quietly(fetchPair(fetchTile, size, next)))
    const fetched = await ahead.shift()!
    const leaves = checkPair(fetched, fault)
    if (leaves === undefined) return undefined
    await onEntries(bundle * TILE_WIDTH, leaves.entries)
    last = leaves.entries.length < TILE_WIDTH ? leaves.hashes : new Uint8Array()
    if (last.length === 0) await push(rows, 1, openTile({ level: 0, index: bundle, width: TILE_WIDTH }, leaves.hashes).node(TILE_HEIGHT, 0), fetchTile, fault)
    if (broken) return undefined
  }
  await checkEdge(rows, size, fetchTile, fault)
  return broken ? undefined : rootFrom(rows, last)
}

/** What fails ahead of time is told when its turn comes. */
function quietly<T>(work: Promise<T>): Promise<T> {
  work.catch(() => {})
  return work
}

type Fetched = { readonly bundle: Tile; readonly tile: Tile; readonly entries: Uint8Array | undefined; readonly hashes: Uint8Array | undefined }

async function fetchPair(fetchTile: FetchTile, size: number, index: number): Promise<Fetched> {
  const width = tileWidth(0, index, size)
  const [bundle, tile]: [Tile, Tile] = [{ level: 'entries', index, width }, { level: 0, index, width }]
  const [entries, hashes] = await Promise.all([fetchWhole(fetchTile, bundle), fetchWhole(fetchTile, tile)])
  return { bundle, tile, entries, hashes }
}

/** A partial one may have been collected once the full one exists. */
async function fetchWhole(fetchTile: FetchTile, tile: Tile): Promise<Uint8Array | undefined> {
  const found = await fetchTile(printTilePath(tile))
  if (found !== undefined || tile.width === TILE_WIDTH) return found
  const full = await fetchTile(printTilePath({ ...tile, width: TILE_WIDTH }))
  return tile.level === 'entries' ? full : full?.subarray(0, tile.width * HASH_SIZE)
}

type Leaves = { readonly entries: readonly Uint8Array[]; readonly hashes: Uint8Array }

function checkPair({ bundle, tile, entries, hashes }: Fetched, fault: (one: TreeFault) => void): Leaves | undefined {
  for (const [name, bytes] of [[bundle, entries], [tile, hashes]] as const) {
    if (bytes === undefined) return void fault({ code: 'tile-missing', words: `${printTilePath(name)} is not there`, path: printTilePath(name) })
  }
  const read = readBundle(entries!, bundle.width)
  if (typeof read === 'string') return void fault({ code: 'malformed-tile', words: `${printTilePath(bundle)}: ${read}`, path: printTilePath(bundle) })
  if (hashes!.length !== read.hashes.length) return void fault({ code: 'malformed-tile', words: `${printTilePath(tile)} has ${hashes!.length} bytes, not ${read.hashes.length}`, path: printTilePath(tile) })
  for (let at = 0; at < bundle.width && !sameBytes(read.hashes, hashes!); at++) {
    const range = [at * HASH_SIZE, (at + 1) * HASH_SIZE] as const
    if (sameBytes(read.hashes.subarray(...range), hashes!.subarray(...range))) continue
    const index = bundle.index * TILE_WIDTH + at
    fault({ code: 'entry-changed', words: `entry ${index} is not the one whose hash stands in ${printTilePath(tile)}`, path: printTilePath(bundle), index })
  }
  return read
}

function readBundle(bytes: Uint8Array, width: number): Leaves | string {
  try {
    const entries = parseEntryBundle(bytes).slice(0, width)
    if (entries.length < width) return `it has ${entries.length} entries, not ${width}`
    return { entries, hashes: hashEntryBundle(bytes).subarray(0, width * HASH_SIZE) }
  } catch (error) {
    if (error instanceof TlogError) return error.message
    throw error
  }
}

/** A hash more at this level; a tile that is full is compared with the one that is served, and goes up. */
async function push(rows: Row[], level: number, hash: Uint8Array, fetchTile: FetchTile, fault: (one: TreeFault) => void): Promise<void> {
  const row = (rows[level] ??= { bytes: new Uint8Array(TILE_WIDTH * HASH_SIZE), width: 0, index: 0 })
  row.bytes.set(hash, row.width * HASH_SIZE)
  row.width += 1
  if (row.width < TILE_WIDTH) return
  await checkTile({ level, index: row.index, width: TILE_WIDTH }, row.bytes, fetchTile, fault)
  const above = openTile({ level, index: row.index, width: TILE_WIDTH }, row.bytes).node(TILE_HEIGHT, 0)
  row.width = 0
  row.index += 1
  await push(rows, level + 1, above, fetchTile, fault)
}

/** The partial tiles above the entries. */
async function checkEdge(rows: Row[], size: number, fetchTile: FetchTile, fault: (one: TreeFault) => void): Promise<void> {
  for (let level = 1; hashesAtLevel(level, size) > 0; level++) {
    const row = rows[level]
    if (row !== undefined && row.width > 0) await checkTile({ level, index: row.index, width: row.width }, row.bytes.subarray(0, row.width * HASH_SIZE), fetchTile, fault)
  }
}

async function checkTile(tile: Tile, expected: Uint8Array, fetchTile: FetchTile, fault: (one: TreeFault) => void): Promise<void> {
  const path = printTilePath(tile)
  const served = await fetchWhole(fetchTile, tile)
  if (served === undefined) fault({ code: 'tile-missing', words: `${path} is not there`, path })
  else if (!sameBytes(served, expected)) fault({ code: 'tile-changed', words: `${path} does not hold the hashes of what lies below it`, path })
}

/** The root of what has been read: full tiles are in the rows above, `last` is the hashes of the bundle that is not full. */
function rootFrom(rows: readonly Row[], last: Uint8Array): Uint8Array {
  const size = rows.reduce((sum, row, level) => sum + (row === undefined ? 0 : row.width * TILE_WIDTH ** level), last.length / HASH_SIZE)
  const parts = partialTiles(size).flatMap((tile) => {
    const bytes = tile.level === 0 ? last : rows[Number(tile.level)]!.bytes.subarray(0, tile.width * HASH_SIZE)
    const { node } = openTile(tile, bytes)
    return nodesOfRange([0, tile.width]).map(({ level, index }) => node(level, index).slice())
  })
  return parts.length === 0 ? emptyRoot() : foldHashes(parts)
}
