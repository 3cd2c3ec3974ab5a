/** `accord ballot show BALLOT`: one ballot with its clock, who has voted, and the count where there is one. */
import type { Command } from 'commander'
import { EXIT, Failure } from '../../failure.ts'
import { hubOf } from '../../hub-of.ts'
import { printTable } from '../../table.ts'
import { plain, type Terminal } from '../../terminal.ts'
import { meansOf, type Verb } from '../../verb.ts'

type Options = { hub?: string }
type Shown = Awaited<ReturnType<ReturnType<typeof hubOf>['ballots']['ballot']>>

export const show: Verb = (room) => {
  room
    .command('show')
    .description('one ballot: where it stands, who has voted, what was counted')
    .argument('<ballot>', 'its id, ballot_…')
    .option('--hub <url>', 'another hub than that of your profile; nobody has to be signed in')
    .action(run)
}

async function run(id: string, { hub }: Options, command: Command): Promise<void> {
  if (!/^ballot_[0-9a-z]{20}$/.test(id)) throw new Failure(EXIT.usage, 'usage.ballot', `“${plain(id)}” is not the id of a ballot`, 'write ballot_… as accord ballot list shows it')
  const { terminal, profile } = meansOf(command)
  const ballot = await hubOf(hub, profile).ballots.ballot({ params: { ballot: id } })
  terminal.show(terminal.paint('bold', plain(ballot.title)))
  terminal.show(`${ballot.kind}, proposed by ${plain(ballot.proposer.name)}; ${ballot.state}${ballot.outcome === null ? '' : `, ${ballot.outcome}`}`)
  terminal.show(plain(ballot.words))
  if (ballot.sha256 !== null) terminal.show(`text ${ballot.version ?? ''}: SHA-256 ${ballot.sha256}`)
  showRounds(terminal, ballot)
  if (ballot.groups.length > 0) terminal.show(printTable([{ title: 'group', elastic: true }, { title: 'size' }, { title: 'vote' }, { title: 'by', elastic: true }], ballot.groups.map(rowOf), terminal.width))
  if (ballot.bundle !== null) terminal.show(`recount it: accord ballot recount <hub>${ballot.bundle}`)
  terminal.give(ballot)
}

function showRounds(terminal: Terminal, { rounds }: Shown): void {
  for (const { round, tally, certified } of rounds) {
    if (tally === null) continue
    const { yes, no, abstain, recused, outcome, small, large } = tally
    terminal.show(`round ${round}: ${yes} yes, ${no} no, ${abstain} abstentions, ${recused} recused; small ${small.yes} to ${small.no}, large ${large.yes} to ${large.no}; ${outcome}${certified === null ? '' : ', certified'}`)
  }
}

function rowOf({ name, size, standing, votes }: Shown['groups'][number]): string[] {
  const counting = votes.findLast(({ counts }) => counts)
  const said = counting?.position ?? (standing === 'voted' ? 'sealed' : standing)
  return [plain(name), size, said, counting === undefined ? '' : plain(counting.name)]
}
