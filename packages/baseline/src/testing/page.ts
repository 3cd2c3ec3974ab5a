/** The tables of docs/baseline.md, made from the rules. `node --conditions=source packages/baseline/src/testing/page.ts` writes them anew. */
import { readFileSync, writeFileSync } from 'node:fs'
import { PHRASES, RULES } from '../rules/index.ts'
import type { Source } from '../result.ts'

export const PAGE = new URL('../../../../docs/baseline.md', import.meta.url)
const BEGIN = '<!-- made from the rules: begin -->'
const END = '<!-- made from the rules: end -->'

const cited = ({ document, section, url }: Source): string => `[${document} §${section}](${url})`
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;')
const row = (...cells: string[]): string => `| ${cells.join(' | ')} |`

function printTables(): string {
  const lines = [
    row('rule', 'what', 'version', 'counts for', 'mandatory', 'points', 'from'), row('---', '---', '---', '---', '---', '---', '---'),
    ...RULES.map(({ id, title, version, groups, mandatory, maximum, sources }) =>
      row(`\`${id}\``, title, String(version), groups.join(', '), mandatory ? 'yes' : 'no', String(maximum), sources.map(cited).join(', '))),
  ]
  for (const { id, title } of [...RULES, { id: 'common', title: 'Where nothing could be judged' }]) {
    lines.push('', `## ${title}`, '', row('verdict', 'finding', 'in words', 'from'), row('---', '---', '---', '---'))
    for (const [key, { verdict, words, source }] of PHRASES) if (key.startsWith(`${id}.`)) lines.push(row(verdict, `\`${key}\``, cell(words), cited(source)))
  }
  return lines.join('\n')
}

/** The page with its tables as they have to be. */
export function renewed(page: string): string {
  const [before = '', after = ''] = [page.slice(0, page.indexOf(BEGIN)), page.slice(page.indexOf(END) + END.length)]
  return `${before}${BEGIN}\n${printTables()}\n${END}${after}`
}

if (import.meta.main) writeFileSync(PAGE, renewed(readFileSync(PAGE, 'utf8')))
