/**
 * Proofs of logging in one text file: index, inclusion proof, and the checkpoint with its cosignatures.
 * Follows tlog-proof, "Format" and "Verifying a tlog proof".
 */
import { parseBase64, parseDecimal, parseHash, printBase64, readText } from './bytes.ts'
import { parseSignedCheckpoint } from './checkpoint.ts'
import { TlogError } from './errors.ts'
import { LONGEST_PROOF, verifyInclusion } from './merkle.ts'
import { checkPolicy, type Accepted, type Policy, type PolicyOptions } from './policy.ts'

const HEADER = 'c2sp.org/tlog-proof@v1'

export type TlogProof = {
  /** Opaque and NOT authenticated: never trust it. */
  readonly extra?: Uint8Array
  readonly index: number
  /** From the leaf's sibling up to the root's child. */
  readonly hashes: readonly Uint8Array[]
  /** The checkpoint with its signatures, verbatim. */
  readonly checkpoint: string
}

/** Reads the text of a `.tlog-proof` file, and believes none of it. */
export function parseProof(input: string | Uint8Array): TlogProof {
  const text = readText(input, 'malformed-proof', 'the proof')
  const end = text.indexOf('\n\n')
  if (end < 0) throw refuse('there is no empty line before the checkpoint')
  const [header, ...lines] = text.slice(0, end).split('\n')
  if (header !== HEADER) throw refuse(`the first line is ${HEADER}, not ${JSON.stringify((header ?? '').slice(0, 60))}`)
  const extra = lines[0]?.startsWith('extra ') === true ? lines.shift()?.slice('extra '.length) : undefined
  const index = lines.shift()
  if (index?.startsWith('index ') !== true) throw refuse('the line with the index is missing')
  if (lines.length > LONGEST_PROOF) throw refuse(`an inclusion proof has at most ${LONGEST_PROOF} hashes`)
  const checkpoint = text.slice(end + 2)
  parseSignedCheckpoint(checkpoint)
  return {
    ...(extra === undefined ? {} : { extra: parseBase64(extra, 'the extra data', 'malformed-proof') }),
    index: parseDecimal(index.slice('index '.length), 'the index', 'malformed-proof'),
    hashes: lines.map((line, at) => parseHash(line, `hash ${at + 1}`, 'malformed-proof')),
    checkpoint,
  }
}

export function printProof({ extra, index, hashes, checkpoint }: TlogProof): string {
  const lines = [HEADER, ...(extra === undefined ? [] : [`extra ${printBase64(extra)}`]), `index ${index}`, ...hashes.map(printBase64)]
  return `${lines.join('\n')}\n\n${checkpoint}`
}

/** What a verified proof states: this leaf stands at this index of that log, as these witnesses saw. */
export type ProvenEntry = Accepted & { readonly index: number }

/**
 * Verifies a proof for a leaf hash against a policy, steps 2 to 4 of "Verifying a tlog proof"; step 1, the leaf hash, is the
 * caller's, from the entry and never from the proof.
 */
export async function verifyProof(proof: TlogProof | string, leafHash: Uint8Array, policy: Policy, options: PolicyOptions = {}): Promise<ProvenEntry> {
  const { index, hashes, checkpoint } = typeof proof === 'string' ? parseProof(proof) : proof
  const accepted = await checkPolicy(policy, checkpoint, options)
  const { size, root } = accepted.checkpoint
  verifyInclusion({ leafHash, index, size, proof: hashes, root })
  return { ...accepted, index }
}

const refuse = (why: string): TlogError => new TlogError('malformed-proof', why)
