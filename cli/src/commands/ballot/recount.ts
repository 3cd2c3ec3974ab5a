/** `accord ballot recount FILE-or-URL`: counts a ballot again from its bundle, offline; from an address, with the hub's log beside it. */
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { parseBallotBundle, recount, VerifierError, type Recount } from '@openaccord/verifier'
import { EXIT, Failure } from '../../failure.ts'
import { openLogSource, type LogSource } from '../../log-source.ts'
import { clockOf, learnPolicy, loadPolicy, originOf, type LogTrust, type TrustOptions } from '../../log-trust.ts'
import { plain, type Terminal } from '../../terminal.ts'
import { exitOf, showAnswer, showLimits, showSteps } from '../../verdict.ts'
import { meansOf, type Verb } from '../../verb.ts'
import { withTrust } from '../log/log-options.ts'

type Options = TrustOptions & { log?: string }
/** The bundle, and the log beside it where there is one. */
type Given = { text: string | Uint8Array; log: LogSource | undefined; from: string }

export const recountBallot: Verb = (room) => {
  withTrust(room.command('recount').description('count a ballot again: verified, refused and why, or not covered'))
    .argument('<file-or-url>', 'a bundle (from the page of the ballot), or the address of the ballot')
    .option('--log <address>', 'the hub whose log is read beside a file: then nothing can be left out')
    .option('--trust-on-first-use', 'where no policy is known: believe the hub’s own this once, and keep it')
    .addHelpText('after', '\nExit code: 0 verified, 7 refused, 8 not covered, 9 verified, and the log says more about it since.\nExample:\n  accord ballot recount ballot.bundle.json --policy alliance.policy')
    .action(run)
}

async function run(named: string, options: Options, command: Command): Promise<void> {
  const { terminal } = meansOf(command)
  const { text, log, from } = await openGiven(named, options)
  const { policy, from: trusted } = await trustFor(terminal, text, log, options)
  const result = await recount(text, { trust: { policy }, now: clockOf(options), log: log && { checkpoint: await log.checkpoint(), fetchTile: (path) => log.tile(path) } })
  showSteps(terminal, result.steps)
  if (result.answer !== 'refused') showLimits(terminal, result.limits)
  showSeen(terminal, result)
  showAnswer(terminal, result.answer, result.steps)
  if (policy === undefined && result.answer !== 'refused') terminal.say('No policy is known for this log: name one with --policy FILE, or believe the hub’s own this once with --trust-on-first-use')
  terminal.give({ from, policy: policy === undefined ? null : trusted, answer: result.answer, steps: result.steps, limits: result.limits, seen: result.seen ?? null })
  process.exitCode = result.answer === 'verified' && saidMore(result) ? EXIT.news : exitOf(result.answer)
}

const saidMore = ({ steps }: Recount): boolean => steps.some(({ name, values }) => name === 'log' && Number(values['later'] ?? 0) > 0)

function showSeen(terminal: Terminal, { seen, answer }: Recount): void {
  if (seen === undefined || answer === 'refused') return
  terminal.show(`  ${plain(seen.title)} (${plain(seen.kind)})`)
  for (const { round, yes, no, abstain, recused, outcome, certified } of seen.rounds) terminal.show(`  round ${round}: ${yes} yes, ${no} no, ${abstain} abstentions, ${recused} recused: ${outcome}${certified ? ', certified' : ''}`)
}

/** The page of a ballot and its bundle are both understood as its address. */
async function openGiven(named: string, { log }: Options): Promise<Given> {
  if (!/^https?:\/\//i.test(named)) return { text: readFileSync(named), log: log === undefined ? undefined : openLogSource(log), from: named }
  const url = URL.canParse(named) ? new URL(named) : undefined
  const ballot = /\/ballots\/(ballot_[0-9a-z]{20})(?:\/bundle\.json)?$/.exec(url?.pathname ?? '')?.[1]
  if (url === undefined || ballot === undefined) throw new Failure(EXIT.usage, 'usage.ballot', `“${plain(named)}” is not the address of a ballot`, 'write it as https://hub.example/ballots/ballot_…')
  const text = await openLogSource(`${url.origin}/ballots/${ballot}`).text('bundle.json')
  if (text === undefined) throw new Failure(EXIT.refused, 'ballot.no-bundle', `there is no bundle of this ballot at ${url.origin}`, 'its votes are opened after the close of the vote')
  return { text, log: openLogSource(log ?? url.origin), from: `${url.origin}/ballots/${ballot}/bundle.json` }
}

async function trustFor(terminal: Terminal, text: string | Uint8Array, log: LogSource | undefined, options: Options): Promise<LogTrust> {
  const origin = originIn(text)
  return origin === undefined || log === undefined ? loadPolicy(origin, options) : learnPolicy(terminal, log, origin, options)
}

/** Only to find the policy that was kept for it; what it says is judged later. */
function originIn(text: string | Uint8Array): string | undefined {
  try {
    return originOf(parseBallotBundle(text).checkpoint)
  } catch (error) {
    if (error instanceof VerifierError || error instanceof Failure) return undefined
    throw error
  }
}
