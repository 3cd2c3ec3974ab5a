/** `accord log monitor URL --about X`: what is new in a log about an organisation, a key or a name; to be run again and again. */
import { spawn } from 'node:child_process'
import type { Command } from 'commander'
import { monitorLog, printConflict, VerifierError, type Match } from '@openaccord/verifier'
import { EXIT, Failure } from '../../failure.ts'
import { openLogSource } from '../../log-source.ts'
import { clockOf, learnPolicy, loadState, originOf, saveState, type TrustOptions } from '../../log-trust.ts'
import { writePrivate } from '../../profile.ts'
import { startProgress } from '../../progress.ts'
import { count, plain } from '../../terminal.ts'
import { exitOf, showAnswer, showSteps } from '../../verdict.ts'
import { meansOf, type Verb } from '../../verb.ts'
import { withHub } from './log-options.ts'

type Options = TrustOptions & { about?: string[]; exec?: string; conflict: string }

export const monitor: Verb = (room) => {
  withHub(room.command('monitor').description('what is new in a log about you: an organisation, a key, a name; for a timer'))
    .argument('<url>', 'https://hub.example, or a folder that holds a log')
    .option('--about <what>', 'an id (org_…, fact_…), a key id, or a name as it is signed (may be repeated)', (value: string, before: string[] = []) => [...before, value])
    .option('--exec <command>', 'run this when there is something, with a JSON line for each entry on its standard input')
    .option('--conflict <file>', 'where to write two checkpoints that cannot both be true', 'log-conflict.json')
    .addHelpText('after', "\nExit code: 0 nothing new, 9 something new, 7 the log is not right, 8 not covered.\nExample, from cron:\n  accord log monitor https://hub.example --about 'Northgate Systems' --exec 'mail -s \"in the log\" press@northgate.example'")
    .action(run)
}

async function run(address: string, options: Options, command: Command): Promise<void> {
  const { terminal } = meansOf(command)
  const about = options.about ?? []
  if (about.length === 0 || about.some((what) => what.trim() === '')) throw new Failure(EXIT.usage, 'monitor.about', 'what to look for is not said', 'add --about org_…, a key id or a name')
  const source = openLogSource(address)
  const checkpoint = await source.checkpoint()
  const origin = originOf(checkpoint)
  const { policy } = await learnPolicy(terminal, source, origin, options)
  const state = loadState(origin, options)
  const progress = startProgress(terminal)
  const found = await monitorLog({
    checkpoint, trust: { policy }, from: state.kept, about, now: clockOf(options), fetchTile: source.tile, fetchPayload: source.payload,
    onProgress: (done, all) => progress.at({ part: done / Math.max(all, 1), words: `${done.toLocaleString('en')} of ${count(all, 'new entry', 'new entries')}` }),
  }).catch((error: unknown) => {
    throw error instanceof VerifierError ? new Failure(EXIT.usage, `log.${error.code}`, error.message, 'name the state of this log with --state, or begin one with --first') : error
  }).finally(progress.end)
  const { answer, steps, matches, looked, unread, conflict } = found
  if (conflict !== undefined) {
    writePrivate(options.conflict, printConflict(conflict))
    terminal.say(`Two histories of one log: ${options.conflict} shows it to anyone.`)
  }
  if (options.exec !== undefined && (matches.length > 0 || answer !== 'verified')) await tell(options.exec, answer === 'verified' ? matches.map(lineOf) : [{ log: origin, answer, steps }])
  // only now: what was not told is told again next time
  if (found.state !== undefined) saveState(state, found.state)
  if (answer === 'verified') for (const { index, entry, because } of matches) terminal.show(`${entry.at}  entry ${index}  ${entry.fact}  ${entry.id}  about ${because.map(plain).join(', ')}`)
  else showSteps(terminal, steps)
  if (!terminal.json) terminal.say(`${plain(origin)}: ${count(looked, 'new entry', 'new entries')}, ${matches.length} about what you watch${unread > 0 ? `; ${unread} sealed or taken away, not looked into` : ''}`)
  if (answer !== 'verified') showAnswer(terminal, answer, steps)
  terminal.give({ log: origin, answer, steps, matches: matches.map(lineOf), looked, unread, state: found.state === undefined ? null : state.file })
  process.exitCode = answer === 'verified' && matches.length > 0 ? EXIT.news : exitOf(answer)
}

const lineOf = ({ index, entry, because }: Match) => ({ index, because, ...entry })

/** A command of the caller's own, in their shell; when it fails, the entries count as not told. */
function tell(command: string, lines: readonly object[]): Promise<void> {
  const child = spawn(command, { shell: true, stdio: ['pipe', process.stderr, process.stderr] })
  child.stdin.on('error', () => {}).end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('close', (code) => (code === 0 ? done() : fail(new Failure(EXIT.failed, 'monitor.exec', `${command} ended with ${code ?? 'a signal'}, so nothing counts as told`, 'mend it, then run the same again'))))
  })
}
