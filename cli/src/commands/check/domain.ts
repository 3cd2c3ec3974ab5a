/** `accord check domain NAME`: a hub measures what the domain shows of its security; here it is read. No account is needed. */
import type { Command } from 'commander'
import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from '@openaccord/api'
import { EXIT, Failure, type Exit } from '../../failure.ts'
import { clientOf, interrupted, openHub } from '../../hub.ts'
import { parseHubUrl } from '../../profile.ts'
import { startProgress } from '../../progress.ts'
import { count, plain, type Terminal } from '../../terminal.ts'
import { meansOf, type Verb } from '../../verb.ts'

type Options = { hub?: string; fixes?: boolean }
type Standing = Awaited<ReturnType<Client['baselines']['domainBaseline']>>
type Report = NonNullable<Standing['report']>
type Result = Report['results'][number]

const LOOK_EVERY_MS = 500
/** A check takes at most half a minute; others may be before it. */
const PATIENCE_MS = 300_000
const MARK = { pass: 'ok', notice: 'notice', fail: 'FAIL', 'not-applicable': '–', 'not-tested': 'not tested', error: 'unknown' } as const
const COLOUR = { pass: 'green', notice: 'yellow', fail: 'red', 'not-applicable': 'dim', 'not-tested': 'dim', error: 'yellow' } as const

export const checkDomain: Verb = (room) => {
  room
    .command('domain')
    .argument('<name>', 'the domain: northgate.example')
    .description('what a domain shows of its security: security.txt, TLS, HSTS, DNSSEC, DMARC, SPF, MTA-STS …')
    .option('--hub <url>', 'which hub measures it; otherwise the one you are signed in to')
    .option('--fixes', 'say what would fix what is wrong')
    .addHelpText('after', '\nExit code: 0 all passed, 7 something fails, 8 something could not be found out and nothing fails.\nExample:\n  accord check domain northgate.example --hub https://hub.example --fixes')
    .action(run)
}

async function run(name: string, { hub, fixes = false }: Options, command: Command): Promise<void> {
  const { terminal, profile } = meansOf(command)
  const client = hub === undefined ? openHub(profile).client : clientOf(parseHubUrl(hub))
  const { domain } = await client.baselines.checkDomain({ body: { domain: name } })
  const report = await finished(client, domain, terminal)
  show(terminal, report, fixes)
  terminal.give(report)
  process.exitCode = exitOf(report)
}

async function finished(client: Client, domain: string, terminal: Terminal): Promise<Report> {
  const progress = startProgress(terminal)
  const until = Date.now() + PATIENCE_MS
  try {
    for (;;) {
      const { check, report } = await client.baselines.domainBaseline({ params: { domain } })
      if (check?.state === 'opted-out') throw new Failure(EXIT.refused, 'check.opted-out', `${domain} asks not to be measured, by a line in its DNS`, 'whoever runs the domain can take that line away')
      if (check?.state === 'failed') throw new Failure(EXIT.unreachable, 'check.failed', 'the hub did not finish the check', 'ask again in ten minutes')
      if (check === null && report !== null) return report
      if (Date.now() > until) throw new Failure(EXIT.unreachable, 'check.late', 'the check has not ended yet', 'ask again in a minute')
      if (check !== null) progress.at(check.state === 'waiting' ? { part: 0, words: `${count(check.before, 'other check')} first` } : { part: check.answered / Math.max(check.questions, 1), words: `${check.answered} of ${check.questions} questions` })
      await wait(LOOK_EVERY_MS, undefined, { signal: interrupted })
    }
  } finally {
    progress.end()
  }
}

function show(terminal: Terminal, report: Report, withFixes: boolean): void {
  const { shown, overall, web, mail, vantage, sample, results } = report
  for (const result of results) {
    const [first] = result.findings
    const name = `${result.id}${result.mandatory ? '' : ' (optional)'}`
    terminal.show(`${terminal.paint(COLOUR[result.verdict], MARK[result.verdict].padEnd(11))}  ${name.padEnd(24)}  ${plain(first?.words ?? '')}`)
    if (withFixes) for (const line of linesOf(result)) terminal.show(`${' '.repeat(13)}${plain(line)}`)
  }
  terminal.show(`${plain(shown)}: ${overall.passed} of ${overall.applicable} baseline checks pass (web ${web.passed} of ${web.applicable}, mail ${mail.passed} of ${mail.applicable})${overall.undecided > 0 ? `; ${overall.undecided} could not be decided and do not count` : ''}`)
  terminal.show(`Measured ${report.at.slice(0, 16).replace('T', ' ')} UTC from ${plain(vantage)}${sample ? ', against the sample’s own servers' : ''}`)
}

function linesOf({ fixes }: Result): string[] {
  return fixes.flatMap(({ words, publish }) => {
    if (publish.as === 'dns') return [`→ ${words}`, `  ${publish.name}. IN ${publish.type} ${publish.value}`]
    if (publish.as === 'file') return [`→ ${words}`, `  ${publish.url}`, ...publish.body.trimEnd().split('\n').map((line) => `  ${line}`)]
    if (publish.as === 'header') return [`→ ${words}`, `  ${publish.name}: ${publish.value}`]
    return [`→ ${words} (${publish.where})`]
  })
}

/** Only what counts decides; what could not be found out is never taken for a failure. */
function exitOf({ results, overall }: Report): Exit {
  if (results.some(({ mandatory, verdict }) => mandatory && verdict === 'fail')) return EXIT.untrue
  return overall.undecided > 0 || overall.applicable === 0 ? EXIT.notCovered : EXIT.ok
}
