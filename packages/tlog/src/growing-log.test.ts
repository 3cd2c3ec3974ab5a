/** A log of made-up entries, kept in memory as its tiles, for the tests. Holds no test of its own. */
import assert from 'node:assert/strict'
import { createFrontier } from './frontier.ts'
import { printEntryBundle } from './entry-bundles.ts'
import { leafHash, nodeHash } from './merkle.ts'
import { TILE_WIDTH, printTilePath, tilesOfGrowth } from './tile-paths.ts'

export const entryAt = (index: number): Uint8Array => new TextEncoder().encode(`entry ${index} ${'x'.repeat(index % 40)}`)

/** Every tile and bundle of a log that grew through these sizes, by path; and its roots. */
export function grownLog(sizes: readonly number[]): { files: Map<string, Uint8Array>; roots: Map<number, Uint8Array>; size: number } {
  const files = new Map<string, Uint8Array>()
  const roots = new Map<number, Uint8Array>()
  const levels: Uint8Array[][] = [[]]
  const frontier = createFrontier()
  let size = 0
  for (const next of sizes) {
    for (let index = size; index < next; index++) {
      const hash = leafHash(entryAt(index))
      frontier.append(hash)
      push(levels, 0, hash)
    }
    for (const tile of tilesOfGrowth(size, next)) {
      const from = tile.index * TILE_WIDTH
      const bytes = tile.level === 'entries'
        ? printEntryBundle(Array.from({ length: tile.width }, (_, at) => entryAt(from + at)))
        : new Uint8Array(Buffer.concat((levels[tile.level] ?? assert.fail()).slice(from, from + tile.width)))
      files.set(printTilePath(tile), bytes)
    }
    size = next
    roots.set(size, frontier.root())
  }
  return { files, roots, size }
}

/** Adds a hash to a level, and the root of each tile that it fills to the level above. */
function push(levels: Uint8Array[][], level: number, hash: Uint8Array): void {
  const row = (levels[level] ??= [])
  row.push(hash)
  if (row.length % TILE_WIDTH !== 0) return
  let hashes = row.slice(-TILE_WIDTH)
  while (hashes.length > 1) hashes = Array.from({ length: hashes.length / 2 }, (_, at) => nodeHash(hashes[2 * at] ?? assert.fail(), hashes[2 * at + 1] ?? assert.fail()))
  push(levels, level + 1, hashes[0] ?? assert.fail())
}
