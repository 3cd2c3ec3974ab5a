/**
 * What this person trusts about logs, kept in the folder of profiles: for each log a policy, and the last checkpoint that
 * was believed. A policy comes from a file, or from the hub itself the first time when that is asked for; it is never
 * changed by what a hub says later. A checkpoint that is missing is never quietly begun anew.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parsePolicy, parseProof, parseSignedCheckpoint, TlogError } from '@openaccord/tlog'
import { parseEvidence, parseState, printState, VerifierError, type LogState } from '@openaccord/verifier'
import { EXIT, Failure } from './failure.ts'
import type { LogSource } from './log-source.ts'
import { configFolder, writePrivate } from './profile.ts'
import { plain, type Terminal } from './terminal.ts'
import { parseSince } from './time.ts'

export type TrustOptions = { policy?: string; trustOnFirstUse?: boolean; state?: string; first?: boolean; now?: string }
export type LogTrust = { readonly policy: string | undefined; readonly from: string }

/** Of one log, by its origin. */
function keptFile(origin: string, what: 'policy' | 'state'): string {
  const name = `${origin.replace(/[^\w.-]/g, '_').slice(0, 80)}-${createHash('sha256').update(origin).digest('hex').slice(0, 8)}`
  return join(configFolder(), 'logs', `${name}.${what === 'policy' ? 'policy' : 'json'}`)
}

export function originOf(checkpoint: string): string {
  try {
    return parseSignedCheckpoint(checkpoint).origin
  } catch (error) {
    if (error instanceof TlogError) throw new Failure(EXIT.untrue, 'log.checkpoint', `what is served as checkpoint is none: ${error.message}`, 'check the address; if it is right, tell who runs the log')
    throw error
  }
}

/** Of an evidence file, only to find the policy that was kept for its log; what it says is judged later. */
export function originIn(evidence: Uint8Array): string | undefined {
  try {
    return originOf(parseProof(parseEvidence(evidence).proof).checkpoint)
  } catch (error) {
    if (error instanceof VerifierError || error instanceof TlogError) return undefined
    throw error
  }
}

/** By name of a file, else what was kept for this log. Undefined: nobody has said what to trust. */
export function loadPolicy(origin: string | undefined, { policy }: TrustOptions): LogTrust {
  if (policy !== undefined) return { policy: checkedPolicy(readFileSync(policy, 'utf8'), policy), from: policy }
  const kept = origin === undefined ? undefined : keptFile(origin, 'policy')
  if (kept === undefined || !existsSync(kept)) return { policy: undefined, from: 'nowhere' }
  return { policy: checkedPolicy(readFileSync(kept, 'utf8'), kept), from: kept }
}

/** The same, and with --trust-on-first-use what the hub says, once, in words. */
export async function learnPolicy(terminal: Terminal, source: LogSource, origin: string, options: TrustOptions): Promise<LogTrust> {
  const known = loadPolicy(origin, options)
  if (known.policy !== undefined || options.trustOnFirstUse !== true) return known
  const said = await source.text('policy')
  if (said === undefined) throw new Failure(EXIT.unreachable, 'log.no-policy', `${source.name} says nothing about whom to trust`, 'ask who runs it for a policy, and name it with --policy FILE')
  const { logs, witnesses, quorum } = parsePolicy(checkedPolicy(said, `${source.name}/policy`))
  if (!logs.some(({ key }) => key.name === origin)) throw new Failure(EXIT.untrue, 'log.other-policy', `the policy at ${source.name} is not of the log ${origin}`, 'ask who runs it')
  const file = keptFile(origin, 'policy')
  writePrivate(file, said)
  terminal.say(`Trusting what ${source.name} says of itself, this first time: the log ${plain(origin)}, ${witnesses.length} ${witnesses.length === 1 ? 'witness' : 'witnesses'}, quorum ${plain(quorum)}.`)
  terminal.say(`It is kept in ${file} and not changed by what the hub says later. Compare it with what others have: it is all that this check stands on.`)
  return { policy: said, from: file }
}

function checkedPolicy(text: string, from: string): string {
  try {
    parsePolicy(text)
    return text
  } catch (error) {
    if (error instanceof TlogError) throw new Failure(EXIT.usage, 'log.policy', `${from} is not a policy: ${error.message}`, 'see https://c2sp.org/tlog-policy')
    throw error
  }
}

export type StateFile = { readonly file: string; readonly kept: LogState | undefined }

/** What was kept of this log last time. Where it is missing somebody has to say that this is the first time. */
export function loadState(origin: string, { state, first = false }: TrustOptions): StateFile {
  const file = state ?? keptFile(origin, 'state')
  if (!existsSync(file)) {
    if (first) return { file, kept: undefined }
    const what = `nothing is kept of the log ${origin} (${file}), so a change of its history would not be noticed`
    throw new Failure(EXIT.usage, 'log.no-state', what, 'the first time: add --first; if you have looked before, find that file instead')
  }
  try {
    return { file, kept: parseState(readFileSync(file)) }
  } catch (error) {
    if (error instanceof VerifierError) throw new Failure(EXIT.failed, 'log.state', `${file}: ${error.message}`, 'restore it from a back-up; only where you give up what was kept, move it away and add --first')
    throw error
  }
}

export function saveState({ file }: StateFile, state: LogState): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writePrivate(file, printState(state))
}

/** Seconds since 1970: this machine's clock, or as of when it was asked to judge. */
export const clockOf = ({ now }: TrustOptions): number => Math.floor(now === undefined ? Date.now() / 1000 : parseSince(now, Date.now(), '--now') / 1_000_000)
