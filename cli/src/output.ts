/**
 * Where pulled objects go. A file gets its name only when it is whole; ndjson that goes on from a checkpoint is added
 * to, page by page, each safely on the disk before the checkpoint says so.
 */
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { EXIT, Failure } from './failure.ts'

export const FORMATS = ['ndjson', 'bundle', 'envelope'] as const
export type Format = (typeof FORMATS)[number]

export type Output = {
  /** Resolves when the objects are out of our hands: on the disk, or in the pipe. */
  write(objects: readonly string[]): Promise<void>
  /** Bytes in the file. */
  size(): number
  /** Ends the document. Of a file: whole, but without its name. */
  finish(): Promise<void>
  /** Gives the file its name. */
  publish(): Promise<void>
  /** After an error: nothing of it stays. */
  discard(): Promise<void>
}

/** Around and between the objects, whose own text is never touched. */
export function frameOf(format: Format): { head: string; between: string; tail: string } {
  if (format === 'ndjson') return { head: '', between: '\n', tail: '\n' }
  if (format === 'envelope') return { head: '{"objects":[\n', between: ',\n', tail: '\n]}\n' }
  return { head: `{"type":"bundle","id":"bundle--${randomUUID()}","objects":[\n`, between: ',\n', tail: '\n]}\n' }
}

export function pipeOutput(format: Format): Output {
  const { head, between, tail } = frameOf(format)
  let written = 0
  return {
    async write(objects) {
      if (objects.length === 0) return
      const text = objects.join(between)
      // a line is whole only with its end
      await put(format === 'ndjson' ? `${text}\n` : `${written === 0 ? head : between}${text}`)
      written += objects.length
    },
    size: () => 0,
    async finish() {
      if (format !== 'ndjson') await put(written > 0 ? tail : emptyDocument(format))
    },
    publish: async () => {},
    discard: async () => {},
  }
}

/** Resolves when the system has it. */
function put(text: string): Promise<void> {
  return new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())))
}

/** STIX and TAXII know no empty list of objects: then there is none. */
const emptyDocument = (format: Format): string => (format === 'envelope' ? '{}\n' : `{"type":"bundle","id":"bundle--${randomUUID()}"}\n`)

/** A whole new file beside the one of that name, which is replaced at once by `publish`. */
export async function newFileOutput(path: string, format: Format): Promise<Output> {
  const { head, between, tail } = frameOf(format)
  const part = partOf(path)
  const file = await open(part, 'w', 0o600)
  let size = 0
  const put = async (text: string): Promise<void> => {
    size += await writeAll(file, text)
  }
  return {
    async write(objects) {
      for (let at = 0; at < objects.length; at += 500) await put(objects.slice(at, at + 500).map((object, i) => (size === 0 && i === 0 ? head : between) + object).join(''))
    },
    size: () => size,
    async finish() {
      await put(size > 0 ? tail : format === 'ndjson' ? '' : emptyDocument(format))
      await file.sync()
      await file.close()
    },
    async publish() {
      await rename(part, path)
      await syncFolder(path)
    },
    async discard() {
      await file.close().catch(() => {})
      await rm(part, { force: true })
    },
  }
}

/** What a file is called while this process writes it. */
export const partOf = (path: string): string => join(dirname(path), `.${basename(path)}.${process.pid}.part`)

/** Adds lines to a file that holds `bytes` of earlier pulls; what is beyond them was never counted, and goes. */
export async function appendOutput(path: string, bytes: number): Promise<Output> {
  const file = await open(path, bytes === 0 ? 'w' : 'r+', 0o600)
  const found = await file.stat()
  if (found.size < bytes) {
    await file.close()
    throw new Failure(EXIT.failed, 'output.shrunk', `${path} is shorter than the last pull left it`, 'name another file with --output, or begin anew with --restart')
  }
  await file.truncate(bytes)
  let size = bytes
  return {
    async write(objects) {
      size += await writeAll(file, objects.map((object) => `${object}\n`).join(''), size)
      await file.datasync()
    },
    size: () => size,
    finish: () => file.close(),
    publish: () => syncFolder(path),
    discard: () => file.close().catch(() => {}),
  }
}

/** Takes away what a killed pull wrote beyond what counts. */
export async function cutBack(path: string, bytes: number): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined || found.size <= bytes) return
  const file = await open(path, 'r+')
  await file.truncate(bytes).finally(() => file.close())
}

export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}

async function writeAll(file: FileHandle, text: string, position: number | null = null): Promise<number> {
  const bytes = Buffer.from(text, 'utf8')
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position === null ? null : position + done)
    done += bytesWritten
  }
  return bytes.length
}

// A new name is on the disk only once its folder is; where folders cannot be opened, the system sees to it
async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path)).catch(() => undefined)
  await folder?.sync().catch(() => {})
  await folder?.close()
}
