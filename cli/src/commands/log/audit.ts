/** `accord log audit URL`: a whole log from its checkpoint and tiles, every hash recomputed; compared with the last time. */
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { auditLog, printConflict, VerifierError, type Audit } from '@openaccord/verifier'
import { EXIT, Failure } from '../../failure.ts'
import { openLogSource } from '../../log-source.ts'
import { clockOf, learnPolicy, loadState, originOf, saveState, type TrustOptions } from '../../log-trust.ts'
import { writePrivate } from '../../profile.ts'
import { printRate, startProgress } from '../../progress.ts'
import { count, plain, type Terminal } from '../../terminal.ts'
import { exitOf, showAnswer, showLimits, showSteps } from '../../verdict.ts'
import { meansOf, several, type Verb } from '../../verb.ts'
import { withHub } from './log-options.ts'

type Options = TrustOptions & { payloads?: boolean; compare?: string[]; conflict: string }

export const audit: Verb = (room) => {
  withHub(room.command('audit').description('check a whole log: every hash, every entry, against what it said last time'))
    .argument('<url>', 'https://hub.example, or a folder that holds a log')
    .option('--payloads', 'read what was signed too, and check each signature and key')
    .option('--compare <file>', 'a checkpoint that somebody else was shown: a file or an address (may be repeated)', several)
    .option('--conflict <file>', 'where to write two checkpoints that cannot both be true', 'log-conflict.json')
    .addHelpText('after', '\nExit code: 0 verified, 7 refused, 8 not covered.\nExample:\n  accord log audit https://hub.example --first --trust-on-first-use    # and later without both')
    .action(run)
}

async function run(address: string, options: Options, command: Command): Promise<void> {
  const { terminal } = meansOf(command)
  const source = openLogSource(address)
  const checkpoint = await source.checkpoint()
  const origin = originOf(checkpoint)
  const { policy } = await learnPolicy(terminal, source, origin, options)
  const state = loadState(origin, options)
  const elsewhere = await Promise.all((options.compare ?? []).map(checkpointFrom))
  const progress = startProgress(terminal)
  const started = Date.now()
  const found = await auditLog({
    checkpoint, trust: { policy }, from: state.kept, elsewhere, now: clockOf(options),
    fetchTile: source.tile, fetchPayload: options.payloads === true ? source.payload : undefined,
    onProgress: (done, all) => progress.at({ part: done / all, words: `${done.toLocaleString('en')} of ${all.toLocaleString('en')} entries, ${printRate(done, started).replace('objects', 'entries')}` }),
  }).catch((error: unknown) => {
    throw error instanceof VerifierError ? new Failure(EXIT.usage, `log.${error.code}`, error.message, 'name the state of this log with --state, or begin one with --first') : error
  }).finally(progress.end)
  const seconds = (Date.now() - started) / 1000
  if (found.state !== undefined) saveState(state, found.state)
  const conflicts = saveConflicts(terminal, found, options.conflict)
  show(terminal, found)
  terminal.give({ log: origin, ...found, state: found.state === undefined ? null : state.file, conflicts, seconds })
  process.exitCode = exitOf(found.answer)
}

function show(terminal: Terminal, { answer, steps, limits, faults, faultCount, figures, overdue, late, doubted, undecided }: Audit): void {
  showSteps(terminal, steps)
  for (const { words } of faults.slice(0, 10)) terminal.show(`             ${plain(words)}`)
  if (faultCount > 10) terminal.show(`             and ${count(faultCount - 10, 'more fault')}`)
  if (answer !== 'refused') showLimits(terminal, limits)
  for (const { index, openBy } of overdue) terminal.show(`${terminal.paint('yellow', 'OVERDUE    ')}  entry ${index} was to be opened by ${openBy}, and is not`)
  for (const { index, openBy, openedAt } of late) terminal.show(`late         entry ${index} was to be opened by ${openBy}, and was at ${openedAt}`)
  for (const { index, words } of doubted) terminal.show(`${terminal.paint('yellow', 'IN DOUBT   ')}  entry ${index}: ${plain(words)}`)
  if (undecided > 0) terminal.show(`undecided    ${count(undecided, 'act')} of keys in doubt: that they are older than the doubt is the log’s own word`)
  if (figures !== undefined) {
    terminal.show(`${count(figures.entries, 'entry', 'entries')}: ${count(figures.acts, 'act')}, ${figures.sealed} sealed (${figures.opened} opened), ${count(figures.removed, 'payload')} taken away`)
  }
  showAnswer(terminal, answer, steps)
}

function saveConflicts(terminal: Terminal, { conflicts }: Audit, file: string): string[] {
  return conflicts.map((conflict, at) => {
    const name = at === 0 ? file : file.replace(/(\.json)?$/, `-${at + 1}$1`)
    writePrivate(name, printConflict(conflict))
    terminal.say(`Two histories of one log: ${name} shows it to anyone. Publish it; check it with: accord log verify ${name}`)
    return name
  })
}

/** A file, or an address: a witness’s own, of which `…/checkpoint` is taken as it is. */
async function checkpointFrom(name: string): Promise<string> {
  if (!/^https?:\/\//.test(name)) return readFileSync(name, 'utf8')
  return openLogSource(name.replace(/\/checkpoint$/, '')).checkpoint()
}
