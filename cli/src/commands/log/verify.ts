/** `accord log verify FILE`: one act from its evidence file, an embargo from the file that proves it, or two checkpoints from a conflict file; offline. */
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { isEmbargo, parseConflict, parseEmbargo, printEvidence, VerifierError, verifyConflict, verifyEmbargo, verifyEvidence, type Verdict } from '@openaccord/verifier'
import { clockOf, loadPolicy, originIn, type TrustOptions } from '../../log-trust.ts'
import { plain, type Terminal } from '../../terminal.ts'
import { exitOf, showAnswer, showLimits, showSteps } from '../../verdict.ts'
import { meansOf, type Verb } from '../../verb.ts'
import { actInWords } from '../keys/act-words.ts'
import { withTrust } from './log-options.ts'

export const verify: Verb = (room) => {
  withTrust(room.command('verify').description('check one act from one file, offline: verified, refused and why, or not covered'))
    .argument('<file>', 'an evidence file (from a page of the log, or accord log proof --evidence), the file that proves an embargo, or a conflict file')
    .addHelpText('after', '\nExit code: 0 verified, 7 refused, 8 not covered.\nExample:\n  accord log verify act.evidence.json --policy alliance.policy')
    .action(run)
}

async function run(file: string, options: TrustOptions, command: Command): Promise<void> {
  const { terminal } = meansOf(command)
  const text = readFileSync(file)
  if (isConflict(text)) return runConflict(terminal, text, options)
  if (isEmbargo(text)) return runEmbargo(terminal, file, text, options)
  const { policy, from } = loadPolicy(originIn(text), options)
  const verdict = await verifyEvidence(text, { policy }, clockOf(options))
  showSteps(terminal, verdict.steps)
  if (verdict.answer !== 'refused') showLimits(terminal, verdict.limits)
  if (verdict.seen.act !== undefined && verdict.answer === 'verified') for (const line of actInWords(verdict.seen.act)) terminal.show(`  ${plain(line)}`)
  showAnswer(terminal, verdict.answer, verdict.steps)
  if (policy === undefined) sayHow(terminal)
  terminal.give({ file, policy: policy === undefined ? null : from, ...shown(verdict) })
  process.exitCode = exitOf(verdict.answer)
}

async function runConflict(terminal: Terminal, text: Uint8Array, options: TrustOptions): Promise<void> {
  const { policy } = loadPolicy(conflictOrigin(text), options)
  const { answer, steps, witnesses } = await verifyConflict(text, { policy }, clockOf(options))
  showSteps(terminal, steps)
  if (answer === 'verified') terminal.show(terminal.paint('red', `VERIFIED: this log has shown two histories${witnesses.length > 0 ? `, both cosigned by ${witnesses.map(plain).join(', ')}` : ''}`))
  else showAnswer(terminal, answer, steps)
  if (policy === undefined) sayHow(terminal)
  terminal.give({ answer, steps, witnesses })
  process.exitCode = exitOf(answer)
}

async function runEmbargo(terminal: Terminal, file: string, text: Uint8Array, options: TrustOptions): Promise<void> {
  const { policy, from } = loadPolicy(embargoOrigin(text), options)
  const { answer, steps, limits } = await verifyEmbargo(text, { policy }, clockOf(options))
  showSteps(terminal, steps)
  if (answer !== 'refused') showLimits(terminal, limits)
  showAnswer(terminal, answer, steps)
  if (policy === undefined) sayHow(terminal)
  terminal.give({ file, policy: policy === undefined ? null : from, answer, steps, limits })
  process.exitCode = exitOf(answer)
}

const sayHow = (terminal: Terminal): void => terminal.say('No policy is known for this log: name one with --policy FILE, or keep the hub’s own with: accord log audit URL --first --trust-on-first-use')

const shown = ({ answer, steps, limits, seen }: Verdict) => ({
  answer, steps, limits,
  seen: { ...seen, act: seen.act ?? null, entry: seen.entry ?? null, seenBy: seen.seenBy ?? null },
})

function isConflict(text: Uint8Array): boolean {
  try {
    return (JSON.parse(Buffer.from(text).toString()) as { conflict?: unknown } | null)?.conflict !== undefined
  } catch {
    return false
  }
}


function embargoOrigin(text: Uint8Array): string | undefined {
  try {
    const proven = parseEmbargo(text).entries.find(({ evidence }) => evidence !== null)?.evidence
    return proven === null || proven === undefined ? undefined : originIn(Buffer.from(printEvidence(proven)))
  } catch (error) {
    if (error instanceof VerifierError) return undefined
    throw error
  }
}

function conflictOrigin(text: Uint8Array): string | undefined {
  try {
    return parseConflict(text).origin
  } catch (error) {
    if (error instanceof VerifierError) return undefined
    throw error
  }
}
