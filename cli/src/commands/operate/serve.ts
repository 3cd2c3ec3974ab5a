/** `accord serve`: runs a hub here, until it is stopped. Its settings come from the environment; the most used have options. */
import type { Command } from 'commander'
import { checkEnd, findHubProgram, hubEnvironment, runHub } from '../../hub-program.ts'
import { meansOf, type Verb } from '../../verb.ts'

export const serve: Verb = (room) => {
  room
    .command('serve')
    .description('run a hub on this machine; settings come from the environment')
    .option('--port <number>', 'where to listen (PORT)')
    .option('--data <folder>', 'where everything is kept (OPENACCORD_DATA)')
    .addHelpText('after', '\nAll settings: docs/operating.md. On its first start it prints a link to set the alliance up.')
    .action(run)
}

async function run({ port, data }: { port?: string; data?: string }, command: Command): Promise<void> {
  const { terminal } = meansOf(command)
  const env = hubEnvironment({ PORT: port, OPENACCORD_DATA: data })
  const program = findHubProgram('serve')
  if (!terminal.json) return checkEnd(await runHub(program, [], env), 'the hub')

  // One document once it listens; the hub's log goes to standard error
  let url: string | undefined
  const ended = await runHub(program, [], env, (line) => {
    terminal.say(line)
    const found = /^The hub listens at (\S+)/.exec(line)
    if (found === null || url !== undefined) return
    url = found[1]
    terminal.give({ serving: true, url })
  })
  checkEnd(ended, 'the hub')
}
