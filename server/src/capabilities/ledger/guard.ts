/**
 * The guard: the last checkpoint that was signed, kept apart from the data and out of every back-up. Nothing is signed unless
 * it continues what stands here, and a signature leaves the hub only after it stands here. A file in a folder of its own; on
 * PostgreSQL also a row in a schema of its own, which all hubs share.
 */
import { join } from 'node:path'
import { openCheckpoint, parseSignedCheckpoint, type NoteVerifier } from '@openaccord/tlog'
import type { Database } from '../../platform/database.ts'
import { makeFolder, readIfThere, writeDurably } from './durable.ts'
import { sameBytes, StandStill, type Head } from './model.ts'
import { holdsLease, loadGuardRow, swapGuardRow } from './store/state.ts'

export type Guarded = Head & { note: string }
export type Guard = ReturnType<typeof createGuard>

const FILE = 'checkpoint'

export function createGuard({ folder, database, origin, verifier, holder }: { folder: string; database: Database; origin: string; verifier: NoteVerifier; holder: string }) {
  const path = join(folder, FILE)
  const shared = database.engine === 'postgres'
  let last: string | undefined

  async function read(note: string | undefined, where: string): Promise<Guarded | undefined> {
    if (note === undefined) return undefined
    try {
      const { size, root } = await openCheckpoint(note, { verifiers: [verifier], origin })
      return { size, root, note }
    } catch (error) {
      throw new StandStill('guard-differs', `the record of the last signed checkpoint (${where}) is not one that this log's key has signed: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  const readFile = async (): Promise<Guarded | undefined> => read((await readIfThere(path))?.toString('utf8'), path)
  const readRow = async (): Promise<Guarded | undefined> => (shared ? read(await database.read(loadGuardRow), 'openaccord_guard.checkpoint') : undefined)

  return {
    /** The larger of what stands in the file and in the row; throws StandStill where they contradict each other or cannot be believed. */
    async load(): Promise<Guarded | undefined> {
      const [file, row] = [await readFile(), await readRow()]
      last = (file === undefined || (row !== undefined && row.size > file.size) ? row : file)?.note
      if (file === undefined || row === undefined) return file ?? row
      if (file.size === row.size && !sameBytes(file.root, row.root)) {
        throw new StandStill('guard-differs', `two checkpoints of ${file.size} entries were signed with different roots: one stands in ${path}, the other in the database`)
      }
      return file.size > row.size ? file : row
    },

    /** Compare and swap; durable once it resolves. False when this hub writes no longer, or another was faster. */
    async advance(from: Guarded | undefined, to: string): Promise<boolean> {
      if (shared) {
        const swapped = await database.transact(async (tx) => {
          if (!(await holdsLease(tx, holder))) return false
          const row = await loadGuardRow(tx)
          if (row !== undefined && row !== from?.note && parseSignedCheckpoint(row).size > (from?.size ?? 0)) return false
          return swapGuardRow(tx, row, to)
        })
        if (!swapped) return false
      } else {
        const there = (await readIfThere(path))?.toString('utf8')
        if (there !== from?.note) throw new StandStill('guard-differs', `${path} was changed by somebody else while the hub ran`)
      }
      await makeFolder(folder, 0o700)
      await writeDurably([{ path, bytes: Buffer.from(to), mode: 0o600 }])
      last = to
      return true
    },

    /** What it held when it was last looked at, or written. */
    last: (): string | undefined => last,

    /** A hub that only serves remembers too what the writer has signed. */
    async remember(note: string): Promise<void> {
      const [there, now] = [await readFile(), await read(note, 'published')]
      if (now === undefined || (there !== undefined && there.size >= now.size)) return
      await makeFolder(folder, 0o700)
      await writeDurably([{ path, bytes: Buffer.from(note), mode: 0o600 }])
    },
  }
}
