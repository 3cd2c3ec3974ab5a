/**
 * The other side of reading tiles: a log that grows, and the files that each growth writes.
 * Follows tlog-tiles; `take` gives exactly the tiles that `tilesOfGrowth` names, and writes nothing itself.
 */
import { equalBytes } from './bytes.ts'
import { LONGEST_ENTRY, hashEntryBundle, parseEntryBundle, printEntryBundle } from './entry-bundles.ts'
import { TlogError } from './errors.ts'
import { createFrontier } from './frontier.ts'
import { leafHash } from './merkle.ts'
import { HASH_SIZE } from './sha256.ts'
import { openTile } from './tile-hashes.ts'
import { TILE_HEIGHT, TILE_WIDTH, hashesAtLevel, partialTiles, printTilePath, tilesOfGrowth, type Tile } from './tile-paths.ts'
import type { FetchTile } from './tile-reader.ts'
import { nodesOfRange } from './tree-proofs.ts'

export type TileFile = { readonly path: string; readonly bytes: Uint8Array }

export type TileBuilder = {
  readonly size: number
  root(): Uint8Array
  /** Adds an entry of at most 65,535 bytes and gives its leaf hash. */
  append(entry: Uint8Array): Uint8Array
  /** The files that are new since the last time this was asked: bundles first, then tiles from the bottom. */
  take(): TileFile[]
}

/** Where a log stands: its size, and where its partial tiles and its partial bundle of that size lie. */
export type GrownLog = { readonly size: number; readonly fetchTile: FetchTile }

/** A builder that begins with an empty log, or goes on where the partial tiles of `from` end. */
export async function createTileBuilder(from: GrownLog = { size: 0, fetchTile: async () => undefined }): Promise<TileBuilder> {
  const levels: Uint8Array[] = []
  const level = (at: number): Uint8Array => (levels[at] ??= new Uint8Array(TILE_WIDTH * HASH_SIZE))
  const compact: Uint8Array[] = []
  for (const tile of partialTiles(from.size)) {
    const bytes = await fetchExactly(from.fetchTile, tile)
    const { node } = openTile(tile, bytes)
    level(Number(tile.level)).set(bytes)
    for (const { level: height, index } of nodesOfRange([0, tile.width])) compact.push(node(height, index))
  }
  let pending = await lastEntries(from, level(0))
  let taken = from.size
  /** Tiles and bundles that were filled since the last `take`, by path. */
  const filled = new Map<string, Uint8Array>()
  const frontier = createFrontier({ size: from.size, hashes: compact }, (height, hash) => {
    // a tile holds the complete subtrees of 256^l leaves
    if (height % TILE_HEIGHT !== 0) return
    const at = height / TILE_HEIGHT
    const index = Math.floor(frontier.size / TILE_WIDTH ** at)
    const row = level(at)
    row.set(hash, (index % TILE_WIDTH) * HASH_SIZE)
    if (index % TILE_WIDTH === TILE_WIDTH - 1) filled.set(fullPath(at, index), row.slice())
  })

  return {
    get size() {
      return frontier.size
    },
    root: () => frontier.root(),
    append(entry) {
      if (entry.length > LONGEST_ENTRY) {
        throw new TlogError('entry-too-large', `an entry has at most ${LONGEST_ENTRY} bytes, not ${entry.length}`)
      }
      const index = frontier.size
      const hash = leafHash(entry)
      pending.push(entry.slice())
      frontier.append(hash)
      if (pending.length === TILE_WIDTH) {
        filled.set(fullPath('entries', index), printEntryBundle(pending))
        pending = []
      }
      return hash
    },
    take() {
      const files = [...tilesOfGrowth(taken, frontier.size)].map((tile): TileFile => {
        const path = printTilePath(tile)
        if (tile.level === 'entries') return { path, bytes: filled.get(path) ?? printEntryBundle(pending) }
        return { path, bytes: filled.get(path) ?? level(tile.level).slice(0, tile.width * HASH_SIZE) }
      })
      taken = frontier.size
      filled.clear()
      return files
    },
  }
}

/** The path of the full tile or bundle that the hash or entry at this index of its level is in. */
const fullPath = (level: Tile['level'], index: number): string =>
  printTilePath({ level, index: Math.floor(index / TILE_WIDTH), width: TILE_WIDTH })

/** The entries of the partial bundle at the end, which must be those that the level 0 tile holds. */
async function lastEntries({ size, fetchTile }: GrownLog, leaves: Uint8Array): Promise<Uint8Array[]> {
  const width = hashesAtLevel(0, size) % TILE_WIDTH
  if (width === 0) return []
  const tile: Tile = { level: 'entries', index: Math.floor(size / TILE_WIDTH), width }
  const bytes = await fetchExactly(fetchTile, tile)
  if (equalBytes(hashEntryBundle(bytes), leaves.subarray(0, width * HASH_SIZE))) return parseEntryBundle(bytes).map((entry) => entry.slice())
  throw new TlogError('tile-refused', `${printTilePath(tile)} does not hold the entries whose hashes stand in the tile beside it`)
}

async function fetchExactly(fetchTile: FetchTile, tile: Tile): Promise<Uint8Array> {
  const bytes = await fetchTile(printTilePath(tile))
  if (bytes === undefined) {
    throw new TlogError('tile-missing', `${printTilePath(tile)} is not there; a log goes on only from all of its partial tiles`)
  }
  return bytes
}
