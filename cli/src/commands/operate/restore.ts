/** `accord restore FILE`: brings a backup back into an empty store, and checks it. The hub must not be running. */
import type { Command } from 'commander'
import { accessSync, constants } from 'node:fs'
import { resolve } from 'node:path'
import { checkEnd, findHubProgram, hubEnvironment, runHub } from '../../hub-program.ts'
import { startProgress } from '../../progress.ts'
import { meansOf, type Verb } from '../../verb.ts'

export const restore: Verb = (room) => {
  room
    .command('restore')
    .description('bring a backup back into an empty store, the hub being stopped')
    .argument('<file>', 'a file that accord backup wrote')
    .option('--data <folder>', 'where the hub keeps everything (OPENACCORD_DATA)')
    .action(run)
}

async function run(file: string, { data }: { data?: string }, command: Command): Promise<void> {
  const { terminal } = meansOf(command)
  const path = resolve(file)
  accessSync(file, constants.R_OK)
  const program = findHubProgram('restore')
  const progress = startProgress(terminal)
  const heard = (line: string): void => (/^ {2}/.test(line) ? progress.at({ part: undefined, words: `bringing back ${line.trim()}` }) : undefined)
  const ended = await runHub(program, [path], hubEnvironment({ OPENACCORD_DATA: data }), heard).finally(() => progress.end())
  checkEnd(ended, 'the restore')
  terminal.show(`${file} is restored and checked. Start the hub: accord serve`)
  terminal.give({ file: path, restored: true })
}
