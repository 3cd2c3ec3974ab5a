/** `accord report receipt FILE`: that the log holds the commitment to a report, from its saved receipt and the proof beside it; offline. */
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { verifyReceipt } from '@openaccord/verifier'
import { clockOf, loadPolicy, originIn, type TrustOptions } from '../../log-trust.ts'
import { exitOf, showAnswer, showLimits, showSteps } from '../../verdict.ts'
import { meansOf, type Verb } from '../../verb.ts'
import { withTrust } from '../log/log-options.ts'

type Options = TrustOptions & { proof?: string; report?: string }

export const checkReceipt: Verb = (room) => {
  withTrust(room.command('receipt').description('check the receipt of a report, offline: verified, refused and why, or not covered'))
    .argument('<file>', 'the receipt that was saved when reporting')
    .option('--proof <file>', 'the evidence file that the hub serves for it: its address is in the mailbox, and told without this option')
    .option('--report <file>', 'the age file that was sent, to hold it against the receipt')
    .addHelpText('after', '\nExit code: 0 verified, 7 refused, 8 not covered.\nExample:\n  accord report receipt receipt.json --proof receipt.evidence.json --policy alliance.policy')
    .action(run)
}

async function run(file: string, options: Options, command: Command): Promise<void> {
  const { terminal } = meansOf(command)
  const evidence = options.proof === undefined ? undefined : readFileSync(options.proof)
  const { policy, from } = loadPolicy(evidence === undefined ? undefined : originIn(evidence), options)
  const ciphertext = options.report === undefined ? undefined : new Uint8Array(readFileSync(options.report))
  const { answer, steps, limits, receipt, seen } = await verifyReceipt({ receipt: readFileSync(file, 'utf8'), evidence, ciphertext }, { policy }, clockOf(options))
  showSteps(terminal, steps)
  if (answer !== 'refused') showLimits(terminal, limits)
  showAnswer(terminal, answer, steps)
  if (policy === undefined && evidence !== undefined) terminal.say('No policy is known for this log: name one with --policy FILE, or keep the hub’s own with: accord log audit URL --first --trust-on-first-use')
  // The code opens the mailbox: it is in the file, and need not be in a terminal's history too.
  terminal.give({ file, policy: policy === undefined ? null : from, answer, steps, limits, receipt: receipt === undefined ? null : { ...receipt, code: undefined }, seenBy: seen?.seenBy ?? null })
  process.exitCode = exitOf(answer)
}
