/** `accord log proof URL ENTRY`: fetches the proof of one entry, or all the evidence about it; says at once what it is worth. */
import type { Command } from 'commander'
import { verifyEvidence } from '@openaccord/verifier'
import { EXIT, Failure } from '../../failure.ts'
import { openLogSource } from '../../log-source.ts'
import { clockOf, learnPolicy, originOf, type TrustOptions } from '../../log-trust.ts'
import { exists } from '../../output.ts'
import { writePrivate } from '../../profile.ts'
import { exitOf, showAnswer } from '../../verdict.ts'
import { meansOf, type Verb } from '../../verb.ts'
import { withTrust } from './log-options.ts'

type Options = TrustOptions & { evidence?: boolean; output?: string }

export const proof: Verb = (room) => {
  withTrust(room.command('proof').description('fetch the proof of one entry, to keep and to pass on'))
    .argument('<url>', 'https://hub.example')
    .argument('<entry>', 'its index in the log, or the id of the act: 1234 or fact_…')
    .option('--trust-on-first-use', 'where no policy is known: believe the hub’s own this once, and keep it')
    .option('--evidence', 'everything that is needed to check it offline, instead of the bare proof (C2SP tlog-proof)')
    .option('--output <file>', 'where to; otherwise standard output')
    .addHelpText('after', '\nExample:\n  accord log proof https://hub.example 17 --evidence --output act.evidence.json')
    .action(run)
}

async function run(address: string, entry: string, options: Options, command: Command): Promise<void> {
  const { terminal } = meansOf(command)
  if (!/^(?:fact_[0-9a-hjkmnp-tv-z]{20}|0|[1-9]\d{0,14})$/.test(entry)) throw new Failure(EXIT.usage, 'usage', `“${entry}” names no entry`, 'write its index (1234) or the id of its act (fact_…)')
  if (options.output !== undefined && (await exists(options.output))) throw new Failure(EXIT.failed, 'output.exists', `${options.output} exists already`, 'name another file')
  const source = openLogSource(address)
  const origin = originOf(await source.checkpoint())
  const { policy } = await learnPolicy(terminal, source, origin, options)
  const evidence = await source.text(`evidence/${entry}`)
  const bare = options.evidence === true ? evidence : await source.text(`proof/${entry}`)
  if (bare === undefined || evidence === undefined) throw new Failure(EXIT.refused, 'log.no-entry', `the log has no entry ${entry} yet, or it is not covered by a checkpoint`, 'check the number; a new entry is provable after a few seconds')
  const { answer, steps } = await verifyEvidence(evidence, { policy }, clockOf(options))
  if (options.output !== undefined) writePrivate(options.output, bare)
  else if (!terminal.json) process.stdout.write(bare)
  if (!terminal.json) showAnswer({ ...terminal, show: terminal.say }, answer, steps)
  terminal.give({ log: origin, entry, answer, steps, output: options.output ?? null, ...(options.output === undefined ? { proof: bare } : {}) })
  process.exitCode = answer === 'refused' ? exitOf(answer) : EXIT.ok
}
