/**
 * The text of the pledge: Markdown with stable clause ids. A title, a preamble, principles `## P1 …`, clauses `**P1.1** …`.
 * Canonical bytes are UTF-8 in Unicode form NFC, lines end in LF, one at the end. No HTML, no pictures, links to https only.
 */
import { Refusal } from '../../../kernel/index.ts'

export type Clause = { id: string; text: string }
export type Principle = { id: string; title: string; intro: string; clauses: Clause[] }
export type Reading = { title: string; preamble: string; principles: Principle[] }

const PRINCIPLE = /^## (P[1-9]) (\S.*)$/
const CLAUSE = /^\*\*(P[1-9]\.[1-9]\d?)\*\* (\S.*)$/
/** Controls, and marks that turn the direction of text around: what is signed reads as it is written. */
const HIDDEN = /[^\P{C}\n\u200c\u200d]/u

/** The one form of a text. Everything that is hashed, kept, compared and signed is in it. */
export function canonicalText(text: string): string {
  const lines = text.replace(/^\ufeff/, '').replaceAll(/\r\n?/g, '\n').normalize('NFC').split('\n').map((line) => line.trimEnd())
  return `${lines.join('\n').trim().replaceAll(/\n{3,}/g, '\n\n')}\n`
}

/** Reads a canonical text. Throws a Refusal that names the line, the rule and the fix. */
export function readText(text: string): Reading {
  const lines = text.split('\n')
  lines.forEach(needPlain)
  const first = lines[0] ?? ''
  const title = /^# (\S.*)$/.exec(first)?.[1] ?? wrong(0, 'the first line is the title', 'write # and the title of the pledge')
  const reading: Reading = { title, preamble: '', principles: [] }
  let put = (line: string): void => void (reading.preamble += `${line}\n`)
  for (const [index, line] of lines.entries()) {
    if (index === 0) continue
    const principle = PRINCIPLE.exec(line)
    const clause = CLAUSE.exec(line)
    if (principle !== null) put = openPrinciple(reading, index, principle[1]!, principle[2]!)
    else if (clause !== null) put = openClause(reading, index, clause[1]!, clause[2]!)
    else put(needNoId(line, index))
  }
  return finish(reading, lines.length)
}

function openPrinciple(reading: Reading, index: number, id: string, title: string): (line: string) => void {
  const expected = `P${reading.principles.length + 1}`
  if (id !== expected) wrong(index, `principles are numbered without gaps, each once: here comes ${expected}, not ${id}`, `write ## ${expected} and its title`)
  const principle: Principle = { id, title, intro: '', clauses: [] }
  reading.principles.push(principle)
  return (line) => void (principle.intro += `${line}\n`)
}

function openClause(reading: Reading, index: number, id: string, text: string): (line: string) => void {
  const principle = reading.principles.at(-1) ?? wrong(index, `clause ${id} stands under no principle`, 'write its principle before it: ## P1 and a title')
  const expected = `${principle.id}.${principle.clauses.length + 1}`
  if (id !== expected) wrong(index, `clauses are numbered under their principle without gaps, each once: here comes ${expected}, not ${id}`, `write **${expected}** and its words`)
  const clause: Clause = { id, text: `${text}\n` }
  principle.clauses.push(clause)
  return (line) => void (clause.text += `${line}\n`)
}

function finish(reading: Reading, lines: number): Reading {
  if (reading.principles.length === 0) wrong(lines - 1, 'a pledge has at least one principle', 'write ## P1 and its title')
  const bare = reading.principles.find(({ clauses }) => clauses.length === 0)
  if (bare !== undefined) wrong(lines - 1, `${bare.id} has no clause`, `write **${bare.id}.1** and its words`)
  return {
    title: reading.title,
    preamble: reading.preamble.trim(),
    principles: reading.principles.map(({ id, title, intro, clauses }) => ({
      id, title, intro: intro.trim(), clauses: clauses.map((clause) => ({ id: clause.id, text: clause.text.trim() })),
    })),
  }
}

function needPlain(line: string, index: number): void {
  if (HIDDEN.test(line)) wrong(index, 'there is a character that does not show, or that turns the direction of the text', 'take it out')
  if (/<[a-z/!?]/i.test(line)) wrong(index, 'HTML has no place in the pledge', 'write plain words')
  if (/!\[/.test(line)) wrong(index, 'pictures have no place in the pledge', 'take it out')
  for (const [, address = '', end] of line.matchAll(/\]\(([^()]*)([()]|$)/g)) {
    const good = end === '' || (end === ')' && /^https:\/\/[^\s()<>"]+$/.test(address))
    if (!good) wrong(index, 'a link leads to a whole address that begins with https://', `mend ${address.slice(0, 80)}`)
  }
}

/** Something that looks like a heading or a clause, but is not written as one, would be text without an id. */
function needNoId(line: string, index: number): string {
  if (line.startsWith('#')) wrong(index, 'headings are the title and the principles', 'write ## P1 and the principle’s title')
  if (/^\s*\**P\d+(?:\.\d+)?\b/.test(line)) wrong(index, 'a clause begins with its id in bold and one space', 'write **P1.1** and its words')
  return line
}

function wrong(index: number, rule: string, fix: string): never {
  throw new Refusal('unprocessable', 'pledges.text', `line ${index + 1} of the text: ${rule}`, { faults: [{ field: '/text', rule: `line ${index + 1}: ${rule}`, fix }] })
}

/** A translation has the principles and clauses of its text of record, no more and no fewer. */
export function needSameClauses(record: Reading, translation: Reading): void {
  const [wanted, given] = [idsOf(record), idsOf(translation)]
  const missing = wanted.find((id) => !given.includes(id))
  const extra = given.find((id) => !wanted.includes(id))
  if (missing === undefined && extra === undefined) return
  const rule = missing !== undefined ? `${missing} of the text of record is missing` : `${extra} is not in the text of record`
  throw new Refusal('unprocessable', 'pledges.text', `the translation does not fit: ${rule}`, { faults: [{ field: '/text', rule, fix: 'translate every clause under its own id' }] })
}

export const idsOf = ({ principles }: Reading): string[] => principles.flatMap(({ id, clauses }) => [id, ...clauses.map((clause) => clause.id)])

/** Back to Markdown; `printText(readText(x))` is x for a canonical x whose paragraphs stand apart. */
export function printText({ title, preamble, principles }: Reading): string {
  const parts = [`# ${title}`, preamble]
  for (const principle of principles) {
    parts.push(`## ${principle.id} ${principle.title}`, principle.intro, ...principle.clauses.map(({ id, text }) => `**${id}** ${text}`))
  }
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}
