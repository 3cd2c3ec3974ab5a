/** The tree of commands: each verb adds itself to its room. Help and completion are made from this tree. */
import { Command } from 'commander'
import { convert } from './commands/advisory/convert.ts'
import { diff } from './commands/advisory/diff.ts'
import { newDraft } from './commands/advisory/new.ts'
import { publish } from './commands/advisory/publish.ts'
import { validate } from './commands/advisory/validate.ts'
import { list } from './commands/ballot/list.ts'
import { recountBallot } from './commands/ballot/recount.ts'
import { show } from './commands/ballot/show.ts'
import { checkDomain } from './commands/check/domain.ts'
import { listCommitments } from './commands/commitments/list.ts'
import { showCommitment } from './commands/commitments/show.ts'
import { completion } from './commands/completion.ts'
import { advance } from './commands/demo/advance.ts'
import { handIn, prepare } from './commands/keys/hand-in.ts'
import { keygen } from './commands/keys/keygen.ts'
import { sign } from './commands/keys/sign.ts'
import { audit } from './commands/log/audit.ts'
import { monitor } from './commands/log/monitor.ts'
import { proof } from './commands/log/proof.ts'
import { verify } from './commands/log/verify.ts'
import { witness } from './commands/log/witness.ts'
import { login } from './commands/members/login.ts'
import { logout } from './commands/members/logout.ts'
import { whoami } from './commands/members/whoami.ts'
import { backup } from './commands/operate/backup.ts'
import { doctor } from './commands/operate/doctor.ts'
import { restore } from './commands/operate/restore.ts'
import { serve } from './commands/operate/serve.ts'
import { checkReceipt } from './commands/report/receipt.ts'
import { find } from './commands/threats/find.ts'
import { pull } from './commands/threats/pull.ts'
import { push } from './commands/threats/push.ts'
import { VERSION } from './version.ts'

export function createProgram(): Command {
  const program = new Command('accord')
    .description('The alliance’s work from a terminal.')
    .version(VERSION, '--version', 'print the version')
    .option('--json', 'print one JSON document instead of words')
    .option('--profile <name>', 'which hub and person, where you have several')
    .option('--debug', 'with an error, say where it arose')
    .helpOption('-h, --help', 'what one can do')
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({ writeErr: () => {} }) // errors are told in main.ts, all alike
  program.commandsGroup('Who you are:')
  for (const add of [login, logout, whoami]) add(program)
  program.commandsGroup('What you do:')
  const threats = program.command('threats').description('threat intelligence: send it, fetch it, find it')
  for (const add of [push, pull, find]) add(threats)
  const log = program.command('log').description('the alliance’s log: check it, watch it, witness it')
  for (const add of [verify, audit, proof, monitor, witness]) add(log)
  const check = program.command('check').description('what a domain shows of its security, measured by a hub for anyone')
  checkDomain(check)
  const ballot = program.command('ballot').description('ballots: read them, and recount them without believing the hub')
  for (const add of [list, show, recountBallot]) add(ballot)
  const commitments = program.command('commitments').description('what organisations promised with a figure and a date, and what came of it')
  for (const add of [listCommitments, showCommitment]) add(commitments)
  const report = program.command('report').description('reports of weaknesses: check what you reported, and when')
  checkReceipt(report)
  const advisory = program.command('advisory').description('advisories: one draft, every format; written, checked, converted, compared, published')
  for (const add of [newDraft, validate, convert, diff, publish]) add(advisory)
  for (const add of [keygen, prepare, sign, handIn]) add(program)
  program.commandsGroup('Where a hub runs:')
  for (const add of [serve, backup, restore]) add(program)
  const demo = program.command('demo').description('a sample alliance: its clock')
  advance(demo)
  program.commandsGroup('This command:')
  doctor(program)
  completion(program)
  return program
}
