/** `accord advisory convert FILE --to FORMAT`: any of the formats, or a draft, from any other; what is lost is said. */
import { writeFileSync } from 'node:fs'
import { Option, type Command } from 'commander'
import { FORMATS, printDraft, toCsaf20, toCsaf21, toCve, toCveRecord, toCycloneDx, toOpenVex, toOsv, type Draft, type Exported, type Format } from '@openaccord/advisory'
import { EXIT, Failure } from '../../failure.ts'
import { exists } from '../../output.ts'
import { meansOf, type Verb } from '../../verb.ts'
import { draftOf, failureOf, readDocument, sayLosses } from './document.ts'

type Options = { to: Format | 'draft'; output?: string; vulnerability: string; cna?: string }

export const convert: Verb = (room) => {
  room
    .command('convert')
    .description('make one format of another; what it has no place for is said on standard error')
    .argument('<file>', 'a draft, or a document of any of the formats; - for standard input')
    .addOption(new Option('--to <format>', 'what to make').choices(['draft', ...FORMATS]).makeOptionMandatory())
    .option('--output <file>', 'where to; otherwise standard output')
    .option('--vulnerability <number>', 'for cve and osv, which are about one: 1 is the first', '1')
    .option('--cna <uuid>', 'for cve: the CNA’s organisation id')
    .addHelpText('after', '\nExit code: 7 when the document or the draft is not finished.\nExample:\n  accord advisory convert flaw.draft.json --to csaf-2.0 --output ex-2026-001.json')
    .action(run)
}

async function run(file: string, { cna, output, to, vulnerability }: Options, command: Command): Promise<void> {
  const { terminal } = meansOf(command)
  if (!/^[1-9]\d{0,3}$/.test(vulnerability)) throw new Failure(EXIT.usage, 'usage.vulnerability', `“${vulnerability}” is not a number from 1`, 'write 1 for the first')
  if (output !== undefined && (await exists(output))) throw new Failure(EXIT.failed, 'output.exists', `${output} exists already`, 'name another file')
  const { draft, losses: before } = draftOf(readDocument(file), file)
  const made = make(draft, to, Number(vulnerability) - 1, cna, file)
  sayLosses(terminal, before, 'A draft')
  sayLosses(terminal, made.losses, to)
  if (output !== undefined) writeFileSync(output, made.text)
  else if (!terminal.json) process.stdout.write(made.text)
  if (output !== undefined) terminal.show(`Written: ${output}`)
  terminal.give({ format: to, output: output ?? null, losses: [...before, ...made.losses], ...(output === undefined ? { document: JSON.parse(made.text) } : {}) })
}

function make(draft: Draft, to: Format | 'draft', vulnerability: number, orgId: string | undefined, file: string): { text: string; losses: Exported<object>['losses'] } {
  if (to === 'draft') return { text: printDraft(draft), losses: [] }
  const generator = { name: 'accord' }
  const cna = orgId === undefined ? {} : { cna: { orgId } }
  const makers: Readonly<Record<Format, () => Exported<object>>> = {
    'csaf-2.0': () => toCsaf20(draft, { generator }),
    'csaf-2.1': () => toCsaf21(draft, { generator }),
    cve: () => (draft.vulnerabilities[vulnerability]?.cve === undefined ? toCve : toCveRecord)(draft, { generator, vulnerability, ...cna }),
    osv: () => toOsv(draft, { vulnerability }),
    openvex: () => toOpenVex(draft, { generator }),
    cyclonedx: () => toCycloneDx(draft, { generator }),
  }
  try {
    const { document, losses } = makers[to]()
    return { text: `${JSON.stringify(document, null, 2)}\n`, losses }
  } catch (error) {
    throw failureOf(error, file)
  }
}
