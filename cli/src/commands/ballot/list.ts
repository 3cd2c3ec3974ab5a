/** `accord ballot list`: what is decided, where it stands, and what it waits for. */
import { Option, type Command } from 'commander'
import { hubOf } from '../../hub-of.ts'
import { printTable } from '../../table.ts'
import { plain } from '../../terminal.ts'
import { meansOf, type Verb } from '../../verb.ts'

type Options = { hub?: string; state?: 'running' | 'ended' }

export const list: Verb = (room) => {
  room
    .command('list')
    .description('the ballots of a hub, the newest first')
    .option('--hub <url>', 'another hub than that of your profile; nobody has to be signed in')
    .addOption(new Option('--state <state>', 'only these').choices(['running', 'ended']))
    .action(run)
}

async function run({ hub, state }: Options, command: Command): Promise<void> {
  const { terminal, profile } = meansOf(command)
  const { asOf, ballots } = await hubOf(hub, profile).ballots.ballots({ query: { limit: 200, ...(state === undefined ? {} : { state }) } })
  const rows = ballots.map(({ id, state: stands, title, words }) => [id, stands, plain(title), plain(words)])
  terminal.show(rows.length === 0 ? 'There are no such ballots.' : printTable([{ title: 'ballot' }, { title: 'state' }, { title: 'title', elastic: true }, { title: 'where it stands', elastic: true }], rows, terminal.width))
  terminal.give({ asOf, ballots })
}
