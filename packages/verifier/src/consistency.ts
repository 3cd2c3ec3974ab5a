/** Does a log still hold what it once showed? Compared with a kept checkpoint, and with what others were shown. */
import { parseSignedCheckpoint, type SignedCheckpoint } from '@openaccord/tlog'
import { ok, refused, type Step } from './answer.ts'
import type { Conflict } from './conflict.ts'
import { sameBytes } from './texts.ts'

/** The tree of the checkpoint at hand: its root at an earlier size, and the proof of how it went on from there. */
export type Tree = { readonly text: string; rootAt(size: number): Promise<Uint8Array>; consistencyProof(oldSize: number): Promise<Uint8Array[]> }
export type Compared = { readonly step: Step<'consistency'>; /** When both cannot be true: the file that shows it, where it can be shown. */ readonly conflict?: Conflict }

/** `whose` names the older checkpoint in the words: `what was kept`. */
export async function compare(tree: Tree, older: string, whose: string): Promise<Compared> {
  const [now, then] = [parseSignedCheckpoint(tree.text), parseSignedCheckpoint(older)]
  if (then.size > now.size) return { step: refused('consistency', 'rolled-back', `the log has ${now.size} entries and had ${then.size} in ${whose}: it has gone back`, { size: now.size, before: then.size }) }
  if (then.size === 0) return { step: ok('consistency', 'consistent', `${whose} was empty`) }
  const root = await tree.rootAt(then.size)
  if (sameBytes(root, then.root)) return { step: ok('consistency', 'consistent', `it begins with the ${then.size} entries of ${whose}`, { before: then.size }) }
  return {
    step: refused('consistency', 'rewritten', `at ${then.size} entries it has another root than ${whose}: two histories of one log`, { before: then.size }),
    conflict: { origin: now.origin, checkpoints: [older, tree.text], ...(await shown(tree, now, then, root)) },
  }
}

async function shown(tree: Tree, now: SignedCheckpoint, then: SignedCheckpoint, root: Uint8Array): Promise<Partial<Conflict>> {
  return now.size === then.size ? {} : { between: { size: then.size, root, proof: await tree.consistencyProof(then.size) } }
}
