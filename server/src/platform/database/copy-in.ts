/**
 * COPY … FROM STDIN over a pg connection, in the text format: https://www.postgresql.org/docs/current/sql-copy.html
 * Rows are printed a chunk at a time and sent no faster than the server takes them.
 */
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { Column } from './contract.ts'
import { quoted } from './columns.ts'

const CHUNK = 256 * 1024
// Backslash, newline, return and tab mean something in the format; all else is itself.
const SPECIAL = /[\\\n\r\t]/g
const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** What COPY needs of pg's connection, which its types leave out. */
export type CopyConnection = {
  stream: Writable
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(message: string): void
}

/** For `client.query(copyIn(…))`: pg calls these methods as the server answers. `done` is the number of rows. */
export function copyIn(table: string, columns: Readonly<Record<string, Column>>, rows: number) {
  const { promise: done, resolve, reject } = Promise.withResolvers<number>()
  let copied = 0
  let stopped = false
  return {
    done,
    submit: (connection: unknown) =>
      asCopyConnection(connection).query(`copy ${table} (${Object.keys(columns).map(quoted).join(', ')}) from stdin`),
    async handleCopyInResponse(connection: CopyConnection) {
      try {
        for (const chunk of chunksOf(columns, rows)) {
          if (stopped) return
          connection.sendCopyFromChunk(Buffer.from(chunk))
          if (connection.stream.writableNeedDrain) await Promise.race([once(connection.stream, 'drain'), once(connection.stream, 'close')])
        }
        connection.endCopyFrom()
      } catch (error) {
        connection.sendCopyFail(String(error))
      }
    },
    handleCommandComplete: ({ text }: { text: string }) => void (copied = Number(text.split(' ')[1])),
    handleReadyForQuery: () => resolve(copied),
    handleError(error: unknown) {
      stopped = true
      reject(error)
    },
  }
}

function asCopyConnection(connection: unknown): CopyConnection {
  return connection as CopyConnection // pg's own object; its published type lacks these methods
}

function* chunksOf(columns: Readonly<Record<string, Column>>, rows: number): Generator<string> {
  const cells = Object.values(columns).map(printer)
  let chunk = ''
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < cells.length; column++) chunk += (column === 0 ? '' : '\t') + cells[column]!(row)
    chunk += '\n'
    if (chunk.length < CHUNK) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}

function printer(column: Column): (row: number) => string {
  if ('ranges' in column) {
    const { bytes, ranges } = column
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return (row) => `\\\\x${buffer.toString('hex', ranges[2 * row], ranges[2 * row + 1])}`
  }
  if ('length' in column) return (row) => print(column[row])
  const every = print(column.every)
  return () => every
}

function print(value: unknown): string {
  if (value === null || value === undefined) return '\\N'
  if (typeof value === 'string') return value.replace(SPECIAL, (sign) => ESCAPED[sign] ?? sign)
  if (value instanceof Uint8Array) return `\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`
  return String(value)
}
