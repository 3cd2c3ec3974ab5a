/** The golden log of published tiles, the paths and widths of the specification, and a reader that is lied to. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openCheckpoint } from './checkpoint.ts'
import { parseEntryBundle, printEntryBundle } from './entry-bundles.ts'
import { createFrontier, hashTree } from './frontier.ts'
import { entryAt, grownLog } from './growing-log.test.ts'
import { leafHash, verifyConsistency, verifyInclusion } from './merkle.ts'
import { bytesOf, filesBelow, missing } from './published.test.ts'
import { createTileBuilder } from './tile-builder.ts'
import { parseTilePath, partialTiles, printTilePath, tileWidth, tilesOfGrowth, type Tile } from './tile-paths.ts'
import { createTileReader, type FetchTile } from './tile-reader.ts'
import { verifierOf } from './verifiers.ts'

const GOLDEN = 'integrity/tessera-log/log'
const GOLDEN_KEY = 'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx'
const goldenFiles = filesBelow(GOLDEN)
const goldenCheckpoints = goldenFiles.filter((path) => path.includes('/checkpoint'))
const goldenTiles = goldenFiles.filter((path) => path.includes('/tile/'))

test(`the golden log: ${goldenCheckpoints.length} checkpoints, ${goldenTiles.length} tiles and bundles, sizes 0 to 15`, { skip: missing(GOLDEN) }, async () => {
  assert.equal(goldenCheckpoints.length, 17)
  assert.equal(goldenTiles.length, 30)
  const there = new Set(goldenTiles)
  for (const path of goldenTiles) assert.equal(printTilePath(parseTilePath(path.slice(GOLDEN.length + 1))), path.slice(GOLDEN.length + 1))
  const fetchTile: FetchTile = async (path) => (there.has(`${GOLDEN}/${path}`) ? bytesOf(`${GOLDEN}/${path}`) : undefined)
  const roots: Uint8Array[] = []
  for (let size = 0; size <= 15; size++) {
    const checkpoint = await openCheckpoint(bytesOf(`${GOLDEN}/checkpoint.${size}`), { verifiers: [verifierOf(GOLDEN_KEY)], origin: 'example.com/log/testdata' })
    assert.equal(checkpoint.size, size)
    roots.push(checkpoint.root)
    const reader = await createTileReader({ fetchTile, checkpoint })
    const entries = size === 0 ? [] : await reader.entries(0)
    const frontier = createFrontier()
    for (const [index, entry] of entries.entries()) {
      frontier.append(leafHash(entry))
      verifyInclusion({ leafHash: leafHash(entry), index, size, proof: await reader.inclusionProof(index), root: checkpoint.root })
    }
    assert.deepEqual(frontier.root(), checkpoint.root)
    for (let oldSize = 1; oldSize <= size; oldSize++) {
      const proof = await reader.consistencyProof(oldSize)
      verifyConsistency({ oldSize, oldRoot: roots[oldSize] ?? assert.fail(), newSize: size, newRoot: checkpoint.root, proof })
      assert.deepEqual(await reader.rootAt(oldSize), roots[oldSize])
    }
  }
})

test('paths', () => {
  const cases: [string, Tile][] = [
    ['tile/0/000', { level: 0, index: 0, width: 256 }],
    ['tile/0/x001/x234/067', { level: 0, index: 1_234_067, width: 256 }],
    ['tile/63/999.p/255', { level: 63, index: 999, width: 255 }],
    ['tile/entries/x001/000.p/1', { level: 'entries', index: 1000, width: 1 }],
  ]
  for (const [path, tile] of cases) {
    assert.equal(printTilePath(tile), path)
    assert.deepEqual(parseTilePath(path), tile)
  }
  const refused = [
    '', '/tile/0/000', 'tile/0/0', 'tile/0/0000', 'tile/0/1000', 'tile/00/000', 'tile/64/000', 'tile/-1/000', 'tile/0/x000/001', 'tile/0/001/002', 'tile/0/x001',
    'tile/0/000.p/0', 'tile/0/000.p/256', 'tile/0/000.p/01', 'tile/0/000.p/', 'tile/0/000.p/5/', 'tile/0/000/', 'tile/8/0/000', 'tile/entry/000', 'tile/data/000',
    'tile/0/../../checkpoint', 'tile/0/000\n', `tile/0/${'x999/'.repeat(6)}999`,
  ]
  for (const path of refused) assert.throws(() => parseTilePath(path), { name: 'TlogError', code: 'malformed-path' }, path)
  fc.assert(fc.property(fc.integer({ min: -1, max: 63 }), fc.maxSafeNat(), fc.integer({ min: 1, max: 256 }), (level, index, width) => {
    const tile: Tile = { level: level < 0 ? 'entries' : level, index, width }
    assert.deepEqual(parseTilePath(printTilePath(tile)), tile)
  }))
})

test('a tree of 70,000: the tiles that the specification names', () => {
  const all = [...tilesOfGrowth(0, 70_000)]
  const count = (level: Tile['level'], full: boolean) => all.filter((tile) => tile.level === level && (tile.width === 256) === full).length
  assert.deepEqual([count(0, true), count(0, false), count(1, true), count(1, false), count(2, true), count(2, false), count(3, false)], [273, 1, 1, 1, 0, 1, 0])
  assert.deepEqual(partialTiles(70_000).map(({ level, width }) => [level, width]), [[2, 1], [1, 17], [0, 112]])
  assert.deepEqual([...tilesOfGrowth(0, 256)].map(printTilePath), ['tile/entries/000', 'tile/0/000', 'tile/1/000.p/1'])
  assert.equal(tileWidth(0, 273, 70_000), 112)
  assert.equal(tileWidth(0, 274, 70_000), 0)
})

test('growth writes exactly what was not there', () => {
  fc.assert(fc.property(fc.nat(200_000), fc.nat(200_000), fc.nat(5_000), (a, b, step) => {
    const [oldSize, newSize] = [Math.min(a, b), Math.min(a, b) + step]
    const before = new Set([...tilesOfGrowth(0, oldSize)].map(printTilePath))
    const after = [...tilesOfGrowth(0, newSize)].map(printTilePath)
    assert.deepEqual([...tilesOfGrowth(oldSize, newSize)].map(printTilePath).sort(), after.filter((path) => !before.has(path)).sort())
  }), { numRuns: 30 })
})

test('bundles: parse(print(entries)) is the entries', () => {
  fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 256 }), (entries) => {
    assert.deepEqual(parseEntryBundle(printEntryBundle(entries)).map((entry) => [...entry]), entries.map((entry) => [...entry]))
  }), { numRuns: 50 })
  assert.equal(parseEntryBundle(printEntryBundle([new Uint8Array(65_535)]))[0]?.length, 65_535)
})

test('bundles that are refused', () => {
  assert.throws(() => printEntryBundle([new Uint8Array(65_536)]), { code: 'entry-too-large' })
  assert.throws(() => printEntryBundle([]), { code: 'malformed-bundle' })
  assert.throws(() => printEntryBundle(Array.from({ length: 257 }, () => new Uint8Array())), { code: 'malformed-bundle' })
  const cases: Uint8Array[] = [new Uint8Array(), Uint8Array.of(0), Uint8Array.of(0, 2, 1), Uint8Array.of(0, 1, 9, 0), new Uint8Array(2 * 257)]
  for (const bytes of cases) assert.throws(() => parseEntryBundle(bytes), { name: 'TlogError', code: 'malformed-bundle' })
})

const SIZES = [1, 255, 256, 257, 1000, 65_536, 66_100]
const log = grownLog(SIZES)
const checkpointAt = (size: number) => ({ size, root: log.roots.get(size) ?? assert.fail() })
const fetching = (files: ReadonlyMap<string, Uint8Array>): FetchTile => async (path) => files.get(path)

test('proofs from tiles verify at every size that was published', async () => {
  for (const size of SIZES) {
    const checkpoint = checkpointAt(size)
    const reader = await createTileReader({ fetchTile: fetching(log.files), checkpoint })
    for (const index of new Set([0, 1, 254, 255, 256, 511, 65_535, size - 1].filter((index) => index < size))) {
      assert.deepEqual(await reader.entry(index), entryAt(index))
      verifyInclusion({ leafHash: await reader.leafHash(index), index, size, root: checkpoint.root, proof: await reader.inclusionProof(index) })
    }
    for (const oldSize of SIZES.filter((oldSize) => oldSize <= size)) {
      const old = checkpointAt(oldSize)
      verifyConsistency({ oldSize, oldRoot: old.root, newSize: size, newRoot: checkpoint.root, proof: await reader.consistencyProof(oldSize) })
      assert.deepEqual(await reader.rootAt(oldSize), old.root)
    }
    assert.deepEqual(await reader.consistencyProof(0), [])
    await assert.rejects(reader.inclusionProof(size), { code: 'out-of-range' })
    await assert.rejects(reader.consistencyProof(size + 1), { code: 'out-of-range' })
    await assert.rejects(reader.consistencyProof(1, size + 1), { code: 'out-of-range' })
    await assert.rejects(reader.entry(size), { code: 'out-of-range' })
  }
})

test('a partial tile that was collected is read from the full one', async () => {
  const files = new Map([...log.files].filter(([path]) => !path.includes('.p/') || path.startsWith('tile/1/') || path.startsWith('tile/2/')))
  const checkpoint = checkpointAt(1000)
  const asked: string[] = []
  const reader = await createTileReader({ fetchTile: async (path) => (asked.push(path), files.get(path)), checkpoint })
  assert.deepEqual(asked.filter((path) => path.startsWith('tile/0/')), ['tile/0/003.p/232', 'tile/0/003'])
  assert.deepEqual(await reader.entry(999), entryAt(999))
  assert.equal((await reader.entries(3)).length, 232)
})

const broken: FetchTile = async () => Promise.reject(new Error('the line is dead'))

test('a tile that is nowhere is said to be missing, and other failures stay what they are', async () => {
  await assert.rejects(createTileReader({ fetchTile: async () => undefined, checkpoint: checkpointAt(1000) }), { code: 'tile-missing' })
  await assert.rejects(createTileReader({ fetchTile: broken, checkpoint: checkpointAt(1000) }), { message: 'the line is dead' })
})

test('one flipped bit in any tile or bundle that is read is caught', async () => {
  const checkpoint = checkpointAt(66_100)
  const index = 40_000
  const used: string[] = []
  const walk = async (fetchTile: FetchTile) => {
    const reader = await createTileReader({ fetchTile, checkpoint })
    return [await reader.entry(index), await reader.inclusionProof(index), await reader.consistencyProof(1000)]
  }
  await walk(async (path) => (used.push(path), log.files.get(path)))
  assert.ok(new Set(used).size >= 6, used.join(' '))
  await fc.assert(fc.asyncProperty(fc.constantFrom(...new Set(used)), fc.nat(), async (path, bit) => {
    const bytes = (log.files.get(path) ?? assert.fail()).slice()
    const at = (bit >> 3) % bytes.length
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit % 8))
    await assert.rejects(walk(fetching(new Map([...log.files, [path, bytes]]))), { name: 'TlogError' })
  }), { numRuns: 60 })
})

test('tiles of the wrong length are refused', async () => {
  for (const change of [(bytes: Uint8Array) => bytes.subarray(32), (bytes: Uint8Array) => bytes.subarray(1), (bytes: Uint8Array) => Buffer.concat([bytes, bytes])]) {
    const files = new Map([...log.files].map(([path, bytes]) => [path, path.startsWith('tile/0/003') ? change(bytes) : bytes]))
    await assert.rejects(createTileReader({ fetchTile: fetching(files), checkpoint: checkpointAt(1000) }), { code: 'malformed-tile' })
  }
})

test('few tiles kept: proofs are the same', async () => {
  const checkpoint = checkpointAt(66_100)
  const [roomy, narrow] = await Promise.all([4096, 1].map((tilesKept) => createTileReader({ fetchTile: fetching(log.files), checkpoint, tilesKept })))
  for (const index of [0, 300, 40_000, 66_099]) assert.deepEqual(await narrow?.inclusionProof(index), await roomy?.inclusionProof(index))
})

test('the builder writes the same files, in one run or in many, and goes on where it ended', async () => {
  const files = new Map<string, Uint8Array>()
  let builder = await createTileBuilder()
  assert.deepEqual(builder.take(), [])
  for (const size of SIZES) {
    while (builder.size < size) assert.deepEqual(builder.append(entryAt(builder.size)), leafHash(entryAt(builder.size - 1)))
    for (const { path, bytes } of builder.take()) files.set(path, bytes)
    assert.deepEqual(builder.root(), log.roots.get(size))
    builder = await createTileBuilder({ size, fetchTile: fetching(files) })
    assert.deepEqual(builder.root(), log.roots.get(size))
  }
  assert.deepEqual([...files.keys()].sort(), [...log.files.keys()].sort())
  for (const [path, bytes] of files) assert.deepEqual(bytes, log.files.get(path), path)
})

test('the builder does not go on from a bundle that is not the one of the tree', async () => {
  const path = 'tile/entries/003.p/232'
  const files = new Map([...log.files, [path, log.files.get('tile/entries/001') ?? assert.fail()]])
  await assert.rejects(createTileBuilder({ size: 1000, fetchTile: fetching(files) }), { code: 'tile-refused' })
  await assert.rejects(createTileBuilder({ size: 1000, fetchTile: async () => undefined }), { code: 'tile-missing' })
  const builder = await createTileBuilder()
  assert.throws(() => builder.append(new Uint8Array(65_536)), { code: 'entry-too-large' })
  assert.equal(builder.size, 0)
})

test('a frontier goes on where another one ended, and the root of entries is the same at once', () => {
  const entries = Array.from({ length: 1000 }, (_, at) => entryAt(at))
  fc.assert(fc.property(fc.nat(1000), (cut) => {
    const first = createFrontier()
    for (const entry of entries.slice(0, cut)) first.appendEntry(entry)
    const second = createFrontier(first.state())
    for (const entry of entries.slice(cut)) second.append(leafHash(entry))
    assert.deepEqual(second.root(), log.roots.get(1000))
  }), { numRuns: 20 })
  assert.deepEqual(hashTree(entries), log.roots.get(1000))
  assert.throws(() => createFrontier({ size: 3, hashes: [new Uint8Array(32)] }), { code: 'out-of-range' })
  assert.throws(() => createFrontier().append(new Uint8Array(31)), { code: 'out-of-range' })
})

test('many who ask at once for the same tiles fetch each of them once', async () => {
  const asked: string[] = []
  const checkpoint = checkpointAt(66_100)
  const reader = await createTileReader({ fetchTile: async (path) => (asked.push(path), log.files.get(path)), checkpoint })
  const proofs = await Promise.all(Array.from({ length: 50 }, (_, at) => reader.inclusionProof(40_000 + at)))
  proofs.forEach((proof, at) => verifyInclusion({ leafHash: leafHash(entryAt(40_000 + at)), index: 40_000 + at, size: 66_100, root: checkpoint.root, proof }))
  assert.deepEqual(asked.toSorted(), [...new Set(asked)].toSorted())
})

test('a tile that failed is asked for again', async () => {
  let broken = true
  const fetchTile: FetchTile = async (path) => (broken && path === 'tile/0/156' ? undefined : log.files.get(path))
  const reader = await createTileReader({ fetchTile, checkpoint: checkpointAt(66_100) })
  await assert.rejects(reader.leafHash(40_000), { code: 'tile-missing' })
  broken = false
  assert.deepEqual(await reader.leafHash(40_000), leafHash(entryAt(40_000)))
})
