/** `accord commitments list`: what organisations promised with a figure and a date, and what came of it. */
import { BOARD, type Client } from '@openaccord/api'
import { Option, type Command } from 'commander'
import { EXIT, Failure } from '../../failure.ts'
import { hubOf } from '../../hub-of.ts'
import { printTable } from '../../table.ts'
import { plain } from '../../terminal.ts'
import { meansOf, type Verb } from '../../verb.ts'

type Options = { hub?: string; organisation?: string; column?: (typeof BOARD)[number] }
type Page = Awaited<ReturnType<Client['commitments']['commitments']>>

const PAGE = 500
const MOST_PAGES = 20

export const listCommitments: Verb = (room) => {
  room
    .command('list')
    .description('all commitments of a hub, by their original date')
    .option('--hub <url>', 'another hub than that of your profile; nobody has to be signed in')
    .option('--organisation <name>', 'only of one: the short name in the register')
    .addOption(new Option('--column <column>', 'only these, as the board has them').choices([...BOARD]))
    .action(run)
}

async function run({ hub, organisation, column }: Options, command: Command): Promise<void> {
  if (organisation !== undefined && !/^[a-z0-9][a-z0-9-]{0,39}$/.test(organisation)) {
    throw new Failure(EXIT.usage, 'usage.organisation', `“${plain(organisation)}” is not the short name of an organisation`, 'write it as its address in the register ends, such as northgate-grid')
  }
  const { terminal, profile } = meansOf(command)
  const { asOf, found, counts, commitments } = await all(hubOf(hub, profile), { ...(organisation === undefined ? {} : { organisation }), ...(column === undefined ? {} : { column }) })
  const rows = commitments.map(({ id, state, name, due, dueNow, title, latest, target, metric }) => [id, state, plain(name), dueNow === due ? due : `${due} (now ${dueNow})`, `${latest?.value ?? '–'} → ${target} ${metric.unit}`, plain(title)])
  terminal.show(rows.length === 0 ? 'There are no such commitments.' : printTable([{ title: 'commitment' }, { title: 'state' }, { title: 'of', elastic: true }, { title: 'due' }, { title: 'so far', elastic: true }, { title: 'title', elastic: true }], rows, terminal.width))
  terminal.show(`${found} ${found === 1 ? 'commitment' : 'commitments'}, as of ${asOf}`)
  terminal.give({ asOf, found, counts, commitments })
}

/** Page by page; what changed meanwhile is the board's to say. */
async function all(client: Client, filter: Pick<Options, 'organisation' | 'column'>): Promise<Page> {
  let page = await client.commitments.commitments({ query: { ...filter, limit: PAGE } })
  const commitments = [...page.commitments]
  for (let n = 1; page.next !== null && n < MOST_PAGES; n++) {
    page = await client.commitments.commitments({ query: { ...filter, limit: PAGE, after: page.next } })
    commitments.push(...page.commitments)
  }
  return { ...page, commitments }
}
