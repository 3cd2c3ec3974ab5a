/** The witness policy from its file: C2SP tlog-policy with witnesses and their addresses. The log itself is added here. */
import { parsePolicy, printPolicy, printVerifierKey, TlogError, type Policy } from '@openaccord/tlog'

/** Nobody is asked to cosign. */
export const NO_WITNESSES: Policy = { logs: [], witnesses: [], groups: [], quorum: 'none' }

/** Throws an Error in plain words where it cannot be used. */
export function readPolicy(text: string, file: string): Policy {
  try {
    const policy = parsePolicy(text)
    const silent = policy.witnesses.find(({ url }) => url === undefined || !/^https?:\/\//.test(url))
    if (silent !== undefined) throw new Error(`the witness ${silent.name} has no address: write  witness ${silent.name} <vkey> https://…`)
    return policy
  } catch (error) {
    throw new Error(`the witness policy ${file} cannot be used: ${error instanceof TlogError || error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

/** Log lines in the file are there for others to read; where there are any, ours must be among them. */
export function needOurs({ logs }: Policy, vkey: string, file: string): void {
  if (logs.length > 0 && !logs.some(({ key }) => printVerifierKey(key) === vkey)) throw new Error(`the witness policy ${file} names logs, and this one is not among them: add the line  log ${vkey}`)
}

/** What outsiders verify by: this log, its witnesses, the quorum. */
export const printOurs = (policy: Policy, url?: string): string => printPolicy({ ...policy, logs: policy.logs.map(({ key }) => ({ key, ...(url === undefined ? {} : { url }) })) })
