/**
 * How far pulls of one selection have come: a small file for each profile, collection and filter. A pull that is killed
 * leaves it saying what was safely written; the next one goes on from there, so that nothing is lost and nothing doubled.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { EXIT, Failure } from './failure.ts'
import { configFolder, writePrivate } from './profile.ts'

export type Checkpoint = {
  version: 1
  /** What this is of, for people who look into the file. */
  of: Selection
  /** X-TAXII-Date-Added-Last of the last page written; empty before the first. */
  reached: string
  /** Digests of the objects on the pages that end at `reached`: a server may give several objects one date. */
  edge: string[]
  /** The file written to, and how long it is with all that counts as pulled. What is beyond belongs to a killed pull. */
  output: { path: string; bytes: number } | undefined
  /** A file that is whole and waits to get its name. */
  ready: { from: string; to: string } | undefined
  /** A pull is under way, or was killed. */
  writing: boolean
}

export type Selection = { profile: string; url: string; collection: string; types: string[]; ids: string[]; versions: string[] }

export function checkpointFile(of: Selection): string {
  const digest = createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 12)
  return join(configFolder(), 'checkpoints', `${of.profile.replace(/[^\w.-]/g, '_')}-${of.collection}-${digest}.json`)
}

export function loadCheckpoint(file: string, of: Selection): Checkpoint {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    return { version: 1, of, reached: '', edge: [], output: undefined, ready: undefined, writing: false }
  }
  try {
    const read = JSON.parse(text)
    if (read?.version === 1 && typeof read.reached === 'string' && Array.isArray(read.edge)) return { output: undefined, ready: undefined, ...read }
  } catch {
    // said below
  }
  throw new Failure(EXIT.failed, 'checkpoint.unreadable', `${file} is not a checkpoint`, 'remove it, and the next pull begins anew: accord threats pull --since last --restart')
}

export const saveCheckpoint = (file: string, checkpoint: Checkpoint): void => writePrivate(file, `${JSON.stringify(checkpoint)}\n`)

/** One pull of a selection at a time (or one witness); what a killed one left is taken over. Gives the function that lets go. */
export function lockCheckpoint(file: string, what = 'another pull of the same'): () => void {
  const lock = `${file}.lock`
  mkdirSync(dirname(lock), { recursive: true, mode: 0o700 })
  for (let attempt = 0; ; attempt += 1) {
    try {
      writeFileSync(lock, `${process.pid} ${beganAt(process.pid) ?? ''}`.trim(), { flag: 'wx', mode: 0o600 })
      return () => rmSync(lock, { force: true })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      const [owner = 0, began] = ownerOf(lock)
      if (attempt > 0 || isAlive(owner, began)) {
        throw new Failure(EXIT.failed, 'checkpoint.busy', `${what} is under way (process ${owner})`, `wait for it; if there is none, remove ${lock}`)
      }
      rmSync(lock, { force: true })
    }
  }
}

/** The process, and when it began where the system says so. */
function ownerOf(lock: string): number[] {
  try {
    return readFileSync(lock, 'utf8').split(' ').map(Number)
  } catch {
    return []
  }
}

/** A number is given again after a while, and after a restart at once: one that began at another time is another process. */
function isAlive(process_: number, began: number | undefined): boolean {
  if (!Number.isInteger(process_) || process_ <= 0 || process_ === process.pid) return false
  try {
    process.kill(process_, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  const now = beganAt(process_)
  return began === undefined || now === undefined || now === began
}

/** In ticks since the machine started, proc(5): the 22nd field of `stat`, counted after the name in brackets. */
function beganAt(process_: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${process_}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19])
  } catch {
    return undefined
  }
}
