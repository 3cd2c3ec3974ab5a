/**
 * Two histories of one log, as a file that anyone can check without us: two checkpoints signed by the same key, and, where
 * their sizes differ, the proof that the later one has another beginning than the earlier one says.
 */
import { printBase64 } from './text.ts'
import { parseSignedCheckpoint, type TileReader } from '@openaccord/tlog'
import { sameBytes } from './model.ts'

/** `between`: the later checkpoint's own root at the earlier size, and the consistency proof (RFC 6962 §2.1.2) that leads there. */
export type ConflictFile = {
  conflict: 'openaccord/conflict/v1'
  origin: string
  checkpoints: readonly string[]
  between?: { size: number; root: string; proof: readonly string[] }
}

/**
 * `ours` was signed by this hub and `theirs`, with a true signature of our key, was shown by a witness. Undefined where both
 * tell one story. `reader` reads our tree, at least as long as `theirs`.
 */
export async function findConflict(ours: string | undefined, theirs: string, reader: TileReader): Promise<ConflictFile | undefined> {
  const [a, b] = [ours === undefined ? undefined : parseSignedCheckpoint(ours), parseSignedCheckpoint(theirs)]
  const root = await reader.rootAt(b.size)
  if (sameBytes(root, b.root)) return undefined
  const file = { conflict: 'openaccord/conflict/v1' as const, origin: b.origin, checkpoints: ours === undefined ? [theirs] : [ours, theirs] }
  if (a === undefined || a.size <= b.size || b.size === 0) return file
  const proof = await reader.consistencyProof(b.size, a.size)
  return { ...file, between: { size: b.size, root: printBase64(root), proof: proof.map(printBase64) } }
}
