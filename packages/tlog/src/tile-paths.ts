/**
 * Tiles and entry bundles: which ones a tree of some size has, and where each one lies.
 * Follows tlog-tiles, "Merkle Tree", "Partial Tiles" and "Log entries".
 */
import { TlogError } from './errors.ts'

/** Hashes in a full tile, entries in a full bundle. */
export const TILE_WIDTH = 256
export const TILE_HEIGHT = 8

/** A tile of hashes at a level (0 holds leaf hashes), or a bundle of entries. `width` is 256 when it is full. */
export type Tile = { readonly level: number | 'entries'; readonly index: number; readonly width: number }

/** `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`, below the log's prefix. */
export function printTilePath({ level, index, width }: Tile): string {
  const groups = [String(index % 1000).padStart(3, '0')]
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`)
  }
  return `tile/${level}/${groups.join('/')}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}

const PATH = /^tile\/(entries|[0-9]|[1-5][0-9]|6[0-3])\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/

/** Reads a path as strictly as it is printed: parse(print(tile)) is the tile, and no tile has two paths. */
export function parseTilePath(path: string): Tile {
  const [, level = '', groups = '', width] = PATH.exec(path) ?? []
  const index = Number(groups.replaceAll(/[x/]/g, ''))
  const tile: Tile = { level: level === 'entries' ? level : Number(level), index, width: width === undefined ? TILE_WIDTH : Number(width) }
  if (level === '' || !Number.isSafeInteger(index) || printTilePath(tile) !== path || (width !== undefined && tile.width >= TILE_WIDTH)) {
    throw new TlogError('malformed-path', `not the path of a tile: ${JSON.stringify(path.slice(0, 120))}; an example is tile/0/x001/x234/067.p/5`)
  }
  return tile
}

/** How many hashes level `level` has in all for a tree of this size: floor(s / 256^l). */
export const hashesAtLevel = (level: number, size: number): number => Math.floor(size / TILE_WIDTH ** level)

/** How wide the tile or bundle is for a tree of this size: 0 (it must not exist) to 256 (full). */
export function tileWidth(level: number | 'entries', index: number, size: number): number {
  const count = hashesAtLevel(level === 'entries' ? 0 : level, size) - index * TILE_WIDTH
  return Math.max(0, Math.min(TILE_WIDTH, count))
}

/** Levels that have at least one hash. */
export function tileLevels(size: number): number {
  checkSize(size)
  let levels = 0
  while (hashesAtLevel(levels, size) > 0) levels += 1
  return levels
}

/**
 * The tiles and bundles that exist at `newSize` and did not, in this width, at `oldSize`: what a log writes when it grows,
 * bundles first and then levels from the bottom. With 0 these are all of them.
 */
export function* tilesOfGrowth(oldSize: number, newSize: number): Generator<Tile> {
  checkSize(newSize)
  if (!(oldSize >= 0 && oldSize <= newSize)) {
    throw new TlogError('out-of-range', `a log of size ${oldSize} does not grow to ${newSize}`)
  }
  const levels = tileLevels(newSize)
  for (let at = -1; at < levels; at++) {
    const level = at < 0 ? 'entries' : at
    const [before, after] = [hashesAtLevel(Math.max(at, 0), oldSize), hashesAtLevel(Math.max(at, 0), newSize)]
    if (before === after) continue
    for (let index = Math.floor(before / TILE_WIDTH); index * TILE_WIDTH < after; index++) {
      yield { level, index, width: tileWidth(level, index, newSize) }
    }
  }
}

/** The partial tiles at the right edge of a tree of this size, highest level first: together they are its compact range. */
export function partialTiles(size: number): Tile[] {
  const tiles: Tile[] = []
  for (let level = tileLevels(size) - 1; level >= 0; level--) {
    const count = hashesAtLevel(level, size)
    const width = count % TILE_WIDTH
    if (width > 0) tiles.push({ level, index: Math.floor(count / TILE_WIDTH), width })
  }
  return tiles
}

function checkSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 0) {
    throw new TlogError('out-of-range', `a size is a whole number from 0 to 2^53 - 1, not ${size}`)
  }
}
