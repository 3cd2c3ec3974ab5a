/** `accord advisory new FILE`: a starting draft with remarks. */
import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { EXIT, Failure } from '../../failure.ts'
import { exists } from '../../output.ts'
import { meansOf, type Verb } from '../../verb.ts'
import { startingDraft } from './starting-draft.ts'

type Options = { id?: string; language: string; publisher: string; now?: string }

export const newDraft: Verb = (room) => {
  room
    .command('new')
    .description('write a starting draft, with a remark beside everything')
    .argument('<file>', 'where to; - for standard output')
    .option('--id <id>', 'your own name for the advisory; otherwise one of the year')
    .option('--language <tag>', 'the language of its texts', 'en')
    .option('--publisher <name>', 'who publishes it', 'Example Company')
    .option('--now <instant>', 'the time of the first revision; now unless told')
    .addHelpText('after', '\nExample:\n  accord advisory new flaw.draft.json --id EX-2026-001 --publisher "Example Company"')
    .action(run)
}

async function run(file: string, { id, language, now, publisher }: Options, command: Command): Promise<void> {
  const { terminal } = meansOf(command)
  const moment = new Date(now ?? Date.now())
  if (Number.isNaN(moment.getTime())) throw new Failure(EXIT.usage, 'usage.now', `“${now}” is not a time`, 'write it as 2026-01-31T12:00:00Z')
  const at = `${moment.toISOString().slice(0, 19)}Z`
  const draft = startingDraft({ id: id ?? `EX-${at.slice(0, 4)}-001`, language, publisher, at })
  if (file === '-') return void process.stdout.write(draft)
  if (await exists(file)) throw new Failure(EXIT.failed, 'output.exists', `${file} exists already`, 'name another file')
  writeFileSync(file, draft)
  terminal.show(`Written: ${file}`)
  terminal.say(`Next: change what is not yours, then  accord advisory validate ${file}`)
  terminal.give({ file, id: id ?? `EX-${at.slice(0, 4)}-001` })
}
