/**
 * Files that are there after a power cut: written under another name, flushed, renamed, and their folders flushed too
 * (POSIX: a rename is durable once its directory is). Readers see the old file or the new one, never half of one.
 */
import { constants } from 'node:fs'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export type FileToWrite = { path: string; bytes: Uint8Array; mode?: number }

/** Writes all of them, or throws; those that are there already with these bytes stay untouched. Returns how many had others. */
export async function writeDurably(files: readonly FileToWrite[]): Promise<number> {
  const folders = [...new Set(files.map(({ path }) => dirname(path)))]
  for (const folder of folders) await makeFolder(folder)
  const outcomes = await Promise.allSettled(files.map(writeOne)) // side by side: one flush of the disk serves several
  for (const folder of folders) await syncFolder(folder)
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value === 'replaced').length
}

async function writeOne({ path, bytes, mode }: FileToWrite): Promise<'new' | 'same' | 'replaced'> {
  const there = await readIfThere(path)
  if (there !== undefined && Buffer.compare(there, bytes) === 0) return 'same'
  const part = `${path}.part`
  const handle = await open(part, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, mode ?? 0o644)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(part, path)
  return there === undefined ? 'new' : 'replaced'
}

/** Makes the folder and whatever is missing above it, durably. */
export async function makeFolder(folder: string, mode = 0o755): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode })
  if (first === undefined) return
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made))
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return // a folder cannot be opened there
  const handle = await open(folder, constants.O_RDONLY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The bytes, or undefined where there is no such file. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'].includes(String(error.code))) return undefined
    throw error
  }
}

/** A reader of the files below a folder, by relative path, for `createTileReader`. */
export const filesBelow = (folder: string) => (path: string): Promise<Uint8Array | undefined> => readIfThere(join(folder, path))
