/**
 * The archive of a backup: lines of JSON, compressed with zstd. It knows no engine: what was written from one can be
 * read into the other.
 *
 *   {"openaccord":"backup","version":1,"engine":"sqlite","created":…,"migrations":[{"room","name","sha256"}…]}
 *   {"table":"facts","columns":["at","body",…]}
 *   [1795000000000000,"{}",…]            a row; bytes read {"b":"<base64>"}
 *   {"end":"facts","rows":1,"sha256":…}  of the row lines, each with its newline
 *   {"complete":true,"tables":[{"name","rows","sha256"}…]}
 */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { needPlain, tablesOf, type TableShape } from './catalogue.ts'
import type { Database, Reader, Value } from './contract.ts'

export type Header = { openaccord: 'backup'; version: 1; engine: Database['engine']; created: string | null; migrations: Applied[] }
export type Applied = { room: string; name: string; sha256: string }
export type TableSum = { name: string; rows: number; sha256: string }
export type Manifest = Header & { tables: TableSum[] }
export type Progress = (at: { table: string; rows: number }) => void

const ROWS_AT_ONCE = 500
const LONGEST_BACKUP_SECONDS = 24 * 3600

/** One consistent moment of everything, while others read and write. The file appears when it is whole and on the disk. */
export async function writeArchive(database: Database, file: string, created: string | null, progress: Progress = () => {}): Promise<Manifest> {
  const part = `${file}.part`
  try {
    const manifest = await database.readApart(async (tx) => {
      await needPlain(tx)
      const migrations = await tx.all<Applied>('select room, name, sha256 from migrations order by name, room')
      const header: Header = { openaccord: 'backup', version: 1, engine: tx.engine, created, migrations }
      const tables: TableSum[] = []
      await pipeline(Readable.from(linesOf(tx, header, tables, progress)), createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } }), createWriteStream(part, { mode: 0o600 }))
      return { ...header, tables }
    }, { seconds: LONGEST_BACKUP_SECONDS })
    const handle = await open(part, 'r+')
    await handle.sync().finally(() => handle.close())
    await rename(part, file)
    return manifest
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

async function* linesOf(tx: Reader, header: Header, tables: TableSum[], progress: Progress): AsyncGenerator<string> {
  yield lineOf(header)
  for (const shape of await tablesOf(tx)) {
    yield lineOf({ table: shape.name, columns: shape.columns })
    const hash = createHash('sha256')
    let count = 0
    for await (const { text, rows } of rowLines(tx, shape)) {
      hash.update(text)
      yield text
      progress({ table: shape.name, rows: (count += rows) })
    }
    const sum = { rows: count, sha256: hash.digest('hex') }
    tables.push({ name: shape.name, ...sum })
    yield lineOf({ end: shape.name, ...sum })
  }
  yield lineOf({ complete: true, tables })
}

const lineOf = (value: unknown): string => `${JSON.stringify(value)}\n`

async function* rowLines(tx: Reader, { columns, select }: TableShape): AsyncGenerator<{ text: string; rows: number }> {
  for await (const rows of tx.batches(select, [], ROWS_AT_ONCE)) {
    yield { rows: rows.length, text: rows.map((row) => lineOf(columns.map((column) => cellOf(row[column] ?? null)))).join('') }
  }
}

/** Count and SHA-256 of a table as the archive states them. */
export async function sumOf(tx: Reader, shape: TableShape): Promise<TableSum> {
  const hash = createHash('sha256')
  let count = 0
  for await (const { text, rows } of rowLines(tx, shape)) {
    hash.update(text)
    count += rows
  }
  return { name: shape.name, rows: count, sha256: hash.digest('hex') }
}

type Cell = string | number | null | { b: string }
const cellOf = (value: Value): Cell =>
  value instanceof Uint8Array ? { b: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') } : value
const valueOf = (cell: Cell): Value => (cell !== null && typeof cell === 'object' ? new Uint8Array(Buffer.from(cell.b, 'base64')) : cell)

export type Part =
  | { is: 'header'; header: Header }
  | { is: 'table'; name: string; columns: string[] }
  | { is: 'rows'; rows: Value[][] }
  | { is: 'complete'; tables: TableSum[] }

/** Reads an archive from beginning to end, checking every count and sum on the way; throws at the first that is wrong. */
export async function* readArchive(file: string): AsyncGenerator<Part> {
  const broken = (why: string, cause?: unknown) => new Error(`${file} is no whole backup: ${why}. Take another one`, { cause })
  let table: { name: string; columns: string[]; rows: number; hash: ReturnType<typeof createHash> } | undefined
  let state: 'start' | 'open' | 'complete' = 'start'
  let rows: Value[][] = []
  const tables: TableSum[] = []
  for await (const line of lines(file, broken)) {
    if (state === 'complete') throw broken('something follows its end')
    if (line.startsWith('[')) {
      if (table === undefined) throw broken('a row stands outside of a table')
      table.hash.update(`${line}\n`)
      table.rows++
      rows.push((parsed(line, broken) as unknown as Cell[]).map(valueOf))
      if (rows.length >= ROWS_AT_ONCE) yield { is: 'rows', rows: rows.splice(0) }
      continue
    }
    const said = parsed(line, broken)
    if (state === 'start') {
      if (said['openaccord'] !== 'backup' || said['version'] !== 1) throw broken('it does not begin as a backup of version 1 does')
      state = 'open'
      yield { is: 'header', header: said as unknown as Header }
    } else if (typeof said['table'] === 'string' && table === undefined) {
      table = { name: said['table'], columns: said['columns'] as string[], rows: 0, hash: createHash('sha256') }
      yield { is: 'table', name: table.name, columns: table.columns }
    } else if (table !== undefined && said['end'] === table.name) {
      if (rows.length > 0) yield { is: 'rows', rows: rows.splice(0) }
      const sum: TableSum = { name: table.name, rows: table.rows, sha256: table.hash.digest('hex') }
      if (said['rows'] !== sum.rows || said['sha256'] !== sum.sha256) throw broken(`table ${table.name} is not what its sum says`)
      tables.push(sum)
      table = undefined
    } else if (said['complete'] === true && table === undefined) {
      if (JSON.stringify(said['tables']) !== JSON.stringify(tables)) throw broken('its tables are not those that its end names')
      state = 'complete'
      yield { is: 'complete', tables }
    } else {
      throw broken('its lines are out of order')
    }
  }
  if (state !== 'complete') throw broken('its end is missing')
}

type Broken = (why: string, cause?: unknown) => Error

function parsed(line: string, broken: Broken): Record<string, unknown> {
  try {
    return JSON.parse(line)
  } catch (error) {
    throw broken('a line is not JSON', error)
  }
}

async function* lines(file: string, broken: Broken): AsyncGenerator<string> {
  const input = createReadStream(file)
  const plain = createZstdDecompress()
  input.on('error', (error) => plain.destroy(error))
  let rest = ''
  try {
    for await (const chunk of input.pipe(plain).setEncoding('utf8')) {
      const pieces = (rest + String(chunk)).split('\n')
      rest = pieces.pop() ?? ''
      yield* pieces
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw error
    throw broken('it cannot be unpacked', error)
  } finally {
    input.destroy()
  }
  if (rest !== '') throw broken('it stops within a line')
}

/** The whole archive read once, everything checked. */
export async function checkArchive(file: string): Promise<Manifest> {
  let header: Header | undefined
  for await (const part of readArchive(file)) {
    if (part.is === 'header') header = part.header
    if (part.is === 'complete' && header !== undefined) return { ...header, tables: part.tables }
  }
  throw new Error(`${file} is no whole backup`)
}
