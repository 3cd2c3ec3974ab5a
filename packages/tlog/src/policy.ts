/**
 * Trust policies: which logs, which witnesses, and which of them together are enough.
 * Follows tlog-policy. A witness counts once, in one way: keys and memberships that repeat are refused.
 */
import { openCheckpoint, type OpenedCheckpoint } from './checkpoint.ts'
import { cosignatureTime } from './cosignature.ts'
import { TlogError } from './errors.ts'
import type { VerifierKey } from './keys.ts'
import { isSupportedKey, verifierOf } from './verifiers.ts'

export type PolicyLog = { readonly key: VerifierKey; readonly url?: string }
export type PolicyWitness = { readonly name: string; readonly key: VerifierKey; readonly url?: string }
export type PolicyGroup = { readonly name: string; readonly threshold: number | 'all' | 'any'; readonly members: readonly string[] }

export type Policy = {
  readonly logs: readonly PolicyLog[]
  readonly witnesses: readonly PolicyWitness[]
  /** Each after the groups that it names. */
  readonly groups: readonly PolicyGroup[]
  /** The name of a witness or a group, or `none`. */
  readonly quorum: string
}

/** The rule of the quorum: do these witnesses, by their names in the policy, suffice? */
export function isQuorum(policy: Policy, witnesses: ReadonlySet<string>): boolean {
  if (policy.quorum === 'none') return true
  const witnessed = new Set(policy.witnesses.map(({ name }) => name).filter((name) => witnesses.has(name)))
  for (const { name, threshold, members } of policy.groups) {
    const needed = threshold === 'all' ? members.length : threshold === 'any' ? 1 : threshold
    if (members.filter((member) => witnessed.has(member)).length >= needed) witnessed.add(name)
  }
  return witnessed.has(policy.quorum)
}

export type PolicyOptions = {
  /** Refuses the checkpoint when a cosignature says it was made later than this, in seconds since the Epoch. */
  readonly latest?: number
}

/** A checkpoint that the policy accepts. */
export type Accepted = {
  readonly checkpoint: OpenedCheckpoint
  readonly log: PolicyLog
  /** Witnesses of the policy that cosigned, each once, with the latest time of its cosignatures, in seconds since the Epoch. */
  readonly cosigned: readonly { readonly witness: PolicyWitness; readonly time: number }[]
}

/**
 * Throws unless the checkpoint is signed by a log of the policy, whose key name is its origin, and cosigned by a quorum.
 * A false signature of any known key refuses it whole. Keys of a type not verified here never count.
 */
export async function checkPolicy(policy: Policy, note: string | Uint8Array, options: PolicyOptions = {}): Promise<Accepted> {
  const keys = [...policy.logs, ...policy.witnesses].map(({ key }) => key)
  const checkpoint = await openCheckpoint(note, { verifiers: keys.filter(isSupportedKey).map(verifierOf) })
  const signed = (key: VerifierKey) => checkpoint.note.verified.filter(({ name, id }) => name === key.name && id === key.id)
  const log = policy.logs.find(({ key }) => key.name === checkpoint.origin && signed(key).length > 0)
  if (log === undefined) throw logMissing(policy, checkpoint.origin)
  const cosigned = policy.witnesses.flatMap((witness) => {
    const times = signed(witness.key).map(({ signature }) => cosignatureTime(signature))
    return times.length === 0 ? [] : [{ witness, time: Math.max(...times) }]
  })
  const { latest } = options
  const early = cosigned.find(({ time }) => latest !== undefined && time > latest)
  if (early !== undefined) {
    throw new TlogError('time-refused', `the cosignature of ${early.witness.name} is from the future: ${early.time} is after ${latest}`)
  }
  if (!isQuorum(policy, new Set(cosigned.map(({ witness }) => witness.name)))) {
    const names = cosigned.map(({ witness }) => witness.name).join(', ')
    throw new TlogError('quorum-missed', `the quorum ${policy.quorum} is not reached: cosigned by ${names === '' ? 'no witness of the policy' : names}`)
  }
  return { checkpoint, log, cosigned }
}

function logMissing(policy: Policy, origin: string): TlogError {
  if (policy.logs.every(({ key }) => key.name !== origin)) return new TlogError('wrong-origin', `${origin} is not a log of the policy`)
  return new TlogError('log-signature-missing', `the checkpoint is not signed by the log ${origin} itself`)
}
