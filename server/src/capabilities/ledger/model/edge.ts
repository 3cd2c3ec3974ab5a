/**
 * The right edge of the tree: for each level of tiles (C2SP tlog-tiles) the hashes of the tile that is not full yet. From it
 * come the root and every further tile, without the rest of the tree.
 */
import { emptyRoot, foldHashes, nodesOfRange, openTile, TILE_HEIGHT, TILE_WIDTH } from '@openaccord/tlog'

/** Hashes of the unfinished tile at each level, lowest level first; each has at most 255. */
export type Edge = { readonly size: number; readonly levels: readonly (readonly Uint8Array[])[] }
/** A tile that has become full: its root is a hash of the level above. */
export type FullTile = { level: number; n: number; root: Uint8Array }

export const emptyEdge: Edge = { size: 0, levels: [] }

/** The edge after these leaves, and the tiles that they have filled, lowest first. */
export function growEdge(edge: Edge, leafHashes: readonly Uint8Array[]): { edge: Edge; full: FullTile[] } {
  const size = edge.size + leafHashes.length
  const levels: Uint8Array[][] = []
  const full: FullTile[] = []
  let arriving = leafHashes
  for (let level = 0; arriving.length > 0 || level < edge.levels.length; level++) {
    const hashes = [...(edge.levels[level] ?? []), ...arriving]
    const before = Math.floor(edge.size / TILE_WIDTH ** (level + 1))
    const roots: Uint8Array[] = []
    while (hashes.length - roots.length * TILE_WIDTH >= TILE_WIDTH) {
      const from = roots.length * TILE_WIDTH
      const root = tileRoot(hashes.slice(from, from + TILE_WIDTH))
      full.push({ level, n: before + roots.length, root })
      roots.push(root)
    }
    levels.push(hashes.slice(roots.length * TILE_WIDTH))
    arriving = roots
  }
  return { edge: { size, levels }, full }
}

/** RFC 6962 §2.1: MTH of all leaves. */
export function rootOf({ levels }: Edge): Uint8Array {
  const parts: Uint8Array[] = []
  for (let level = levels.length - 1; level >= 0; level--) {
    const hashes = levels[level] ?? []
    if (hashes.length === 0) continue
    const tile = openTile({ level, index: 0, width: hashes.length }, joined(hashes))
    for (const { level: height, index } of nodesOfRange([0, hashes.length])) parts.push(tile.node(height, index).slice())
  }
  return parts.length === 0 ? emptyRoot() : foldHashes(parts)
}

/** The root of 256 hashes. */
export const tileRoot = (hashes: readonly Uint8Array[]): Uint8Array => openTile({ level: 0, index: 0, width: TILE_WIDTH }, joined(hashes)).node(TILE_HEIGHT, 0).slice()

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
