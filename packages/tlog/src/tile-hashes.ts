/**
 * A tile opened: the hashes it holds and, made once and kept, the nodes of the tree above them up to its root.
 * Follows tlog-tiles: a tile is a complete subtree of height 8, whose inner levels are reconstructed by hashing.
 */
import { TlogError } from './errors.ts'
import { nodeHashInto } from './merkle.ts'
import { HASH_SIZE } from './sha256.ts'
import { TILE_HEIGHT, TILE_WIDTH, type Tile } from './tile-paths.ts'

/** Height 0 holds the hashes of the tile; at height 8 there is one node, the root of a full tile. */
export type OpenTile = {
  readonly width: number
  /** The complete subtree at this height and position within the tile; 32 bytes, a view. */
  node(height: number, position: number): Uint8Array
}

/** Opens the bytes of a tile; exactly 32 for each hash. Nodes that are not complete do not exist. */
export function openTile(tile: Tile, bytes: Uint8Array): OpenTile {
  const { width } = tile
  if (bytes.length !== width * HASH_SIZE) {
    throw new TlogError('malformed-tile', `tile ${tile.index} of level ${tile.level} has ${bytes.length} bytes; ${width} hashes have ${width * HASH_SIZE}`)
  }
  const nodes = new Uint8Array(2 * TILE_WIDTH * HASH_SIZE)
  const view = (height: number, position: number): Uint8Array => {
    const at = (startOf(height) + position) * HASH_SIZE
    return nodes.subarray(at, at + HASH_SIZE)
  }
  nodes.set(bytes)
  for (let height = 1; width >> height > 0; height++) {
    for (let position = 0; position < width >> height; position++) {
      const below = (startOf(height - 1) + 2 * position) * HASH_SIZE
      nodeHashInto(nodes, below, nodes, below + HASH_SIZE, nodes, (startOf(height) + position) * HASH_SIZE)
    }
  }
  return {
    width,
    node(height, position) {
      if (height > TILE_HEIGHT || position < 0 || position >= width >> height) {
        throw new RangeError(`no node ${position} at height ${height} of a tile ${width} wide`)
      }
      return view(height, position)
    },
  }
}

/** Where a height begins: 256 hashes, then 128, 64 … and 1. */
const startOf = (height: number): number => 2 * TILE_WIDTH - (2 * TILE_WIDTH >> height)
