/** `accord commitments show COMMITMENT`: one promise with its figures, its dates, and everything that was signed about it. */
import type { Client } from '@openaccord/api'
import type { Command } from 'commander'
import { EXIT, Failure } from '../../failure.ts'
import { hubOf } from '../../hub-of.ts'
import { printTable } from '../../table.ts'
import { plain, type Terminal } from '../../terminal.ts'
import { meansOf, type Verb } from '../../verb.ts'

type Shown = Awaited<ReturnType<Client['commitments']['commitment']>>

export const showCommitment: Verb = (room) => {
  room
    .command('show')
    .description('one commitment: its measures, its dates, and each act about it with its entry in the log')
    .argument('<commitment>', 'its id, commitment_…')
    .option('--hub <url>', 'another hub than that of your profile; nobody has to be signed in')
    .action(run)
}

async function run(id: string, { hub }: { hub?: string }, command: Command): Promise<void> {
  if (!/^commitment_[0-9a-hjkmnp-tv-z]{20}$/.test(id)) throw new Failure(EXIT.usage, 'usage.commitment', `“${plain(id)}” is not the id of a commitment`, 'write commitment_… as accord commitments list shows it')
  const { terminal, profile } = meansOf(command)
  const shown = await hubOf(hub, profile).commitments.commitment({ params: { id } })
  showHead(terminal, shown)
  showMeasures(terminal, shown)
  for (const { at, words, fact } of shown.history) terminal.show(`${at.slice(0, 10)}  ${plain(words)}  (${fact})`)
  terminal.give(shown)
}

function showHead(terminal: Terminal, { commitment }: Shown): void {
  const { title, name, clause, state, metric, baseline, target, due, moved, latest, way, owner, closed, text } = commitment
  terminal.show(terminal.paint('bold', plain(title)))
  terminal.show(`${plain(name)}, under ${clause}; ${state}${closed === null ? '' : `, closed ${closed.at.slice(0, 10)}`}`)
  if (text !== null) terminal.show(plain(text))
  terminal.show(`${plain(metric.name)} (rule ${metric.version}): from ${baseline.value} on ${baseline.on} to ${target} ${metric.unit}${latest === null ? '' : `; ${latest.value} on ${latest.on}`}${way === null ? '' : `, ${way} % of the way`}`)
  terminal.show(`due ${due}${moved === null ? '' : `, moved to ${moved.due}: ${plain(moved.reason)} The original date counts.`}; owner: ${plain(owner)}`)
}

function showMeasures(terminal: Terminal, { measures }: Shown): void {
  if (measures.length === 0) return
  const rows = measures.map(({ on, value, outlook, corrections, fact }) => [on, corrections.length === 0 ? value : `${value}, corrected to ${corrections.at(-1)?.value ?? ''}`, outlook ?? '', fact])
  terminal.show(printTable([{ title: 'measured on' }, { title: 'value' }, { title: 'outlook' }, { title: 'entry' }], rows, terminal.width))
}
