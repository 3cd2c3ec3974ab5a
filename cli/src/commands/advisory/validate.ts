/** `accord advisory validate FILE…`: what its own rules say of a draft, or of a document of any format. */
import type { Command } from 'commander'
import { EXIT } from '../../failure.ts'
import { count, plain, type Terminal } from '../../terminal.ts'
import { meansOf, type Verb } from '../../verb.ts'
import { findingsOf, readDocument, type Said } from './document.ts'

export const validate: Verb = (room) => {
  room
    .command('validate')
    .description('check drafts and documents: where, by which rule, what is wrong, what to do')
    .argument('<files...>', 'a draft, or CSAF, CVE, OSV, OpenVEX or CycloneDX as JSON; - for standard input')
    .addHelpText('after', '\nExit code: 0 nothing is wrong, 7 something is. Warnings and informations do not count.\nExample:\n  accord advisory validate flaw.draft.json 2026/*.json')
    .action(run)
}

async function run(files: string[], _options: object, command: Command): Promise<void> {
  const { terminal } = meansOf(command)
  const results = files.map((file) => {
    const document = readDocument(file)
    const findings = findingsOf(document)
    show(terminal, file, document.format, findings)
    return { file, format: document.format, valid: errorsIn(findings) === 0, findings }
  })
  terminal.give(results)
  if (results.some(({ valid }) => !valid)) process.exitCode = EXIT.untrue
}

const errorsIn = (findings: readonly Said[]): number => findings.filter(({ level }) => level === 'error').length

function show(terminal: Terminal, file: string, format: string, findings: readonly Said[]): void {
  for (const { fix, level, message, path, rule } of findings) {
    terminal.show(`${level} ${rule} ${plain(path) || '/'} ${plain(message)}${fix === null ? '' : `\n    fix: ${plain(fix)}`}`)
  }
  const errors = errorsIn(findings)
  terminal.show(`${file}: ${format}, ${errors === 0 ? 'VALID' : `NOT VALID, ${count(errors, 'error')}`}${findings.length > errors ? `, ${count(findings.length - errors, 'remark')}` : ''}`)
}
