/**
 * Reading a log through its tiles, believing none of them: every tile is verified against the root of a checkpoint before
 * anything is taken from it, and kept opened. Follows tlog-tiles; the partial tile is asked for first, then the full one.
 */
import { equalBytes } from './bytes.ts'
import { parseEntryBundle } from './entry-bundles.ts'
import { TlogError } from './errors.ts'
import { emptyRoot, leafHash } from './merkle.ts'
import { openTile, type OpenTile } from './tile-hashes.ts'
import { TILE_HEIGHT, TILE_WIDTH, partialTiles, printTilePath, tileWidth, type Tile } from './tile-paths.ts'
import { consistencyRanges, foldHashes, inclusionRanges, nodesOfRange, type LeafRange, type TreeNode } from './tree-proofs.ts'
import { HASH_SIZE } from './sha256.ts'

/** Gets what lies at this path below the log's prefix; undefined when there is nothing. Other failures are thrown. */
export type FetchTile = (path: string) => Promise<Uint8Array | undefined>

export type TileReader = {
  readonly size: number
  /** The proof of the entry at this index in the tree of the checkpoint. */
  inclusionProof(index: number): Promise<Uint8Array[]>
  /** The proof from an older size to `newSize`, or to the checkpoint's. */
  consistencyProof(oldSize: number, newSize?: number): Promise<Uint8Array[]>
  /** The root of the tree when it was this long. */
  rootAt(size: number): Promise<Uint8Array>
  /** The leaf hash at this index. */
  leafHash(index: number): Promise<Uint8Array>
  /** The entries of bundle N, up to 256, each checked against its leaf hash. */
  entries(bundle: number): Promise<readonly Uint8Array[]>
  /** One entry. */
  entry(index: number): Promise<Uint8Array>
}

export type TileReaderOptions = {
  readonly fetchTile: FetchTile
  /** A checkpoint that has been verified. */
  readonly checkpoint: { readonly size: number; readonly root: Uint8Array }
  /** Opened tiles that are kept, of 16 KiB each; 4,096 unless said otherwise. */
  readonly tilesKept?: number
}

/** Verifies the right edge of the tree against the checkpoint's root, and gives a reader of the rest. */
export async function createTileReader({ fetchTile, checkpoint, tilesKept = 4096 }: TileReaderOptions): Promise<TileReader> {
  const { size } = checkpoint
  const edge = await readEdge(fetchTile, checkpoint)
  const kept = new Map<string, OpenTile>()

  /** The tile if it is at hand. */
  const peek = (level: number, index: number): OpenTile | undefined => {
    const right = edge.get(level)
    return right !== undefined && right.index === index ? right.tile : kept.get(`${level}/${index}`)
  }

  /** Tiles on their way, so that nobody asks twice. */
  const coming = new Map<string, Promise<OpenTile>>()

  async function load(level: number, index: number): Promise<OpenTile> {
    const name = `${level}/${index}`
    const ready = peek(level, index) ?? coming.get(name)
    if (ready !== undefined) return ready
    const tile = loadFull(level, index).finally(() => coming.delete(name))
    coming.set(name, tile)
    return tile
  }

  /** A full tile is believed when its root is the hash that the tile above it holds. */
  async function loadFull(level: number, index: number): Promise<OpenTile> {
    const above = await load(level + 1, Math.floor(index / TILE_WIDTH))
    const wanted: Tile = { level, index, width: TILE_WIDTH }
    const tile = openTile(wanted, await fetchWhole(fetchTile, wanted))
    if (!equalBytes(tile.node(TILE_HEIGHT, 0), above.node(0, index % TILE_WIDTH))) {
      throw new TlogError('tile-refused', `${printTilePath(wanted)} does not hash to what the tree has in its place`)
    }
    kept.set(`${level}/${index}`, tile)
    for (const oldest of kept.keys()) {
      if (kept.size <= tilesKept) break
      kept.delete(oldest)
    }
    return tile
  }

  /** Ranges that end where the tree ends are part of almost every proof: there are few, and each is folded once. */
  const ends = new Map<number, Uint8Array>()

  /** MTH of each range. Waits only for tiles that are not at hand. */
  async function hashes(ranges: readonly LeafRange[]): Promise<Uint8Array[]> {
    const proof: Uint8Array[] = []
    for (const range of ranges) {
      const [start, end] = range
      const known = end === size ? ends.get(start) : undefined
      if (known !== undefined) {
        proof.push(known.slice())
        continue
      }
      const parts: Uint8Array[] = []
      for (const node of nodesOfRange(range)) {
        const { level, index, height, position } = placeOf(node)
        const tile = peek(level, index) ?? (await load(level, index))
        parts.push(tile.node(height, position))
      }
      const hash = foldHashes(parts).slice()
      if (end === size && parts.length > 1) ends.set(start, hash.slice())
      proof.push(hash)
    }
    return proof
  }

  async function leaf(index: number): Promise<Uint8Array> {
    checkIndex(index, size)
    return (await load(0, Math.floor(index / TILE_WIDTH))).node(0, index % TILE_WIDTH).slice()
  }

  async function entries(bundle: number): Promise<readonly Uint8Array[]> {
    checkIndex(bundle * TILE_WIDTH, size)
    const wanted: Tile = { level: 'entries', index: bundle, width: tileWidth('entries', bundle, size) }
    const leaves = await load(0, bundle)
    const found = parseEntryBundle(await fetchWhole(fetchTile, wanted)).slice(0, wanted.width)
    if (found.length < wanted.width) {
      throw new TlogError('malformed-bundle', `${printTilePath(wanted)} has only ${found.length} entries`)
    }
    found.forEach((entry, at) => {
      if (equalBytes(leafHash(entry), leaves.node(0, at))) return
      throw new TlogError('tile-refused', `entry ${bundle * TILE_WIDTH + at} is not the one that the tree has in its place`)
    })
    return found
  }

  return {
    size,
    inclusionProof: async (index) => hashes(inclusionRanges(index, size)),
    async consistencyProof(oldSize, newSize = size) {
      if (newSize > size) throw new TlogError('out-of-range', `the checkpoint is of size ${size}, not yet ${newSize}`)
      return hashes(consistencyRanges(oldSize, newSize))
    },
    async rootAt(then) {
      if (!Number.isSafeInteger(then) || then < 0 || then > size) {
        throw new TlogError('out-of-range', `no root at ${then}: the checkpoint is of size ${size}`)
      }
      const [root] = then === 0 ? [emptyRoot()] : await hashes([[0, then]])
      return root ?? emptyRoot()
    },
    leafHash: leaf,
    entries,
    async entry(index) {
      checkIndex(index, size)
      const found = await entries(Math.floor(index / TILE_WIDTH))
      return found[index % TILE_WIDTH] ?? new Uint8Array()
    },
  }
}

type EdgeTile = { readonly index: number; readonly tile: OpenTile }

/** The partial tiles by level; every hash in them is part of the root, so the root verifies all of them at once. */
async function readEdge(fetchTile: FetchTile, { size, root }: { size: number; root: Uint8Array }): Promise<ReadonlyMap<number, EdgeTile>> {
  const edge = new Map<number, EdgeTile>()
  const parts: Uint8Array[] = []
  const wanted = partialTiles(size)
  const found = await Promise.all(wanted.map(async (tile) => openTile(tile, await fetchWhole(fetchTile, tile))))
  for (const [at, { level, index, width }] of wanted.entries()) {
    const tile = found[at]
    if (tile === undefined || level === 'entries') continue
    edge.set(level, { index, tile })
    for (const { level: height, index: position } of nodesOfRange([0, width])) parts.push(tile.node(height, position))
  }
  if (!equalBytes(parts.length === 0 ? emptyRoot() : foldHashes(parts), root)) {
    throw new TlogError('tile-refused', `the tiles at the right edge do not hash to the root of the checkpoint of size ${size}`)
  }
  return edge
}

/** The bytes of a tile or bundle: from its own path or, when a partial one has been collected, from the full one. */
async function fetchWhole(fetchTile: FetchTile, tile: Tile): Promise<Uint8Array> {
  const partial = await fetchTile(printTilePath(tile))
  if (partial !== undefined) return partial
  const full = tile.width === TILE_WIDTH ? undefined : await fetchTile(printTilePath({ ...tile, width: TILE_WIDTH }))
  if (full === undefined) throw new TlogError('tile-missing', `${printTilePath(tile)} is not there`)
  return tile.level === 'entries' ? full : full.subarray(0, tile.width * HASH_SIZE)
}

type Place = { readonly level: number; readonly index: number; readonly height: number; readonly position: number }

/** In which tile a node of the tree lies, and where in it. */
function placeOf({ level, index }: TreeNode): Place {
  const height = level % TILE_HEIGHT
  const across = TILE_WIDTH >> height
  return { level: (level - height) / TILE_HEIGHT, index: Math.floor(index / across), height, position: index % across }
}

function checkIndex(index: number, size: number): void {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new TlogError('out-of-range', `no entry ${index}: the log has ${size}`)
  }
}
