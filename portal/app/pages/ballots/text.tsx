/** The text of a ballot, set to be read: headings, lists and paragraphs of its Markdown, nothing else; and what changed in it. */
import type { Client } from '@openaccord/api'
import { directionOf, linked } from '../../ui/pledge.tsx'
import { Changed } from '../../ui/redline.tsx'

export type Redline = Awaited<ReturnType<Client['ballots']['redline']>>

/** `language` is the one of the text, whatever that of the page is. The exact bytes are a file of their own. */
export function BallotText({ text, language }: { text: string; language: string }) {
  return (
    <article className="ballot-text" lang={language} dir={directionOf(language)}>
      {blocksOf(text).map((block, n) => <Block key={n} block={block} />)}
    </article>
  )
}

const HEADING = /^(#{1,6}) +(.+)$/
const BULLET = /^[-*] +/
const NUMBER = /^\d{1,3}[.)] +/

/** Cut at empty lines; a heading is a block of its own. */
const blocksOf = (text: string): string[] => text.replace(/^#{1,6} .*$/gm, '\n$&\n').split(/\n\s*\n/).map((block) => block.trim()).filter((block) => block !== '')

function Block({ block }: { block: string }) {
  const lines = block.split('\n')
  const [, marks = '', title = ''] = HEADING.exec(block) ?? []
  if (marks !== '') return marks.length < 3 ? <h3>{bold(title)}</h3> : <h4>{bold(title)}</h4>
  if (lines.every((line) => BULLET.test(line))) return <ul>{lines.map((line, n) => <li key={n}>{bold(line.replace(BULLET, ''))}</li>)}</ul>
  if (lines.every((line) => NUMBER.test(line))) return <ol start={Number.parseInt(block, 10)}>{lines.map((line, n) => <li key={n}>{bold(line.replace(NUMBER, ''))}</li>)}</ol>
  return <p>{bold(lines.join(' '))}</p>
}

/** `**words**` stand out; links as everywhere. */
const bold = (text: string) => text.split(/(\*\*[^*]+\*\*)/).map((piece, n) => (/^\*\*[^*]+\*\*$/.test(piece) ? <strong key={n}>{piece.slice(2, -2)}</strong> : <span key={n}>{linked(piece)}</span>))

/** Word by word, readable without colour: the marks are the same as those of the pledge. */
export function Changes({ redline: { blocks }, language }: { redline: Redline; language: string }) {
  return (
    <div className="redline" lang={language} dir={directionOf(language)}>
      {blocks.map(({ parts }, n) => (
        <p key={n}><Changed words={parts} /></p>
      ))}
    </div>
  )
}
