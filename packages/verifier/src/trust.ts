/**
 * What a verifier believes from elsewhere: one tlog-policy, which names the log, its witnesses, and which of them together
 * are enough. Nothing that a hub or a file says is believed without it.
 */
import { parsePolicy, TlogError, type Policy } from '@openaccord/tlog'
import { VerifierError } from './errors.ts'

export type Trust = {
  /** The text of a policy, or one that was parsed. Without one nothing is ever verified. */
  readonly policy?: string | Policy | undefined
}

/** How far the clocks of witnesses and of this machine may be apart, in seconds. */
export const CLOCK_SKEW = 300

/** Throws VerifierError `malformed-policy`. */
export function policyOf({ policy }: Trust): Policy | undefined {
  if (typeof policy !== 'string') return policy
  try {
    return parsePolicy(policy)
  } catch (cause) {
    if (cause instanceof TlogError) throw new VerifierError('malformed-policy', `not a policy: ${cause.message}`, { cause })
    throw cause
  }
}

/** Who runs a witness, as far as its key's name says: what stands before the first slash, without its port. */
export const operatorOf = (keyName: string): string => (keyName.split('/')[0] ?? keyName).replace(/:\d+$/, '')

/**
 * The rule of the quorum, counted strictly: each witness once, and in each group each operator once, since two witnesses of
 * one operator see what that operator wants. tlog-policy leaves it to who writes the groups; here it is not left to anyone.
 */
export function isQuorumOfOperators(policy: Policy, witnesses: ReadonlySet<string>): boolean {
  if (policy.quorum === 'none') return true
  const said = new Map<string, string>()
  for (const { name, key } of policy.witnesses) if (witnesses.has(name)) said.set(name, `operator ${operatorOf(key.name)}`)
  for (const { name, threshold, members } of policy.groups) {
    const voices = new Set(members.flatMap((member) => said.get(member) ?? []))
    const needed = threshold === 'all' ? members.length : threshold === 'any' ? 1 : threshold
    if (voices.size >= needed) said.set(name, `group ${name}`)
  }
  return said.has(policy.quorum)
}
