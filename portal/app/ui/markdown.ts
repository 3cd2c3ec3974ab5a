/**
 * What people write to each other, in Markdown (CommonMark's paragraphs, headings, lists, quotes, code, emphasis, links): read into
 * parts that a page shows as elements of its own. No HTML, no pictures, no address but http and https; linear in the text.
 */

export type Span = { is: 'text' | 'strong' | 'em' | 'code'; text: string } | { is: 'link'; text: string; href: string }
export type Item = { depth: number; spans: Span[] }
export type Block =
  | { is: 'paragraph' | 'quote'; spans: Span[] }
  | { is: 'heading'; level: number; spans: Span[] }
  | { is: 'list'; ordered: boolean; start: number; items: Item[] }
  | { is: 'code'; text: string }
  | { is: 'rule' }

const FENCE = /^ {0,3}(`{3,}|~{3,})/
const HEADING = /^ {0,3}(#{1,6})[ \t]+(\S.*)$/
const QUOTE = /^ {0,3}>/
const RULE = /^ {0,3}(?:-[ \t]*){3,}$|^ {0,3}(?:\*[ \t]*){3,}$/
const ITEM = /^( {0,12})([-*+]|\d{1,9}[.)])[ \t]+(\S.*)$/
const DEEPEST = 3

/** The blocks of a text, in its order; every letter that is no mark of Markdown stands in one of them. */
export function blocksOf(text: string): Block[] {
  const lines = text.split('\n')
  const blocks: Block[] = []
  for (let at = 0; at < lines.length;) {
    const [block, next] = blockAt(lines, at)
    if (block !== undefined) blocks.push(block)
    at = next
  }
  return blocks
}

function blockAt(lines: readonly string[], at: number): [block: Block | undefined, next: number] {
  const line = lines[at] ?? ''
  if (line.trim() === '') return [undefined, at + 1]
  const fence = FENCE.exec(line)?.[1]
  if (fence !== undefined) return codeAt(lines, at, fence)
  const [, marks, title = ''] = HEADING.exec(line) ?? []
  if (marks !== undefined) return [{ is: 'heading', level: marks.length, spans: spansOf(title) }, at + 1]
  if (RULE.test(line)) return [{ is: 'rule' }, at + 1]
  if (QUOTE.test(line)) return quoteAt(lines, at)
  if (ITEM.test(line)) return listAt(lines, at)
  const end = endOf(lines, at, (each) => each.trim() !== '' && !begins(each))
  return [{ is: 'paragraph', spans: spansOf(lines.slice(at, end).join('\n').trim()) }, end]
}

/** Whether a line begins something that is no paragraph. */
const begins = (line: string): boolean => FENCE.test(line) || HEADING.test(line) || QUOTE.test(line) || ITEM.test(line) || RULE.test(line)

/** The first line from `at` on, the first one aside, that does not go on. */
function endOf(lines: readonly string[], at: number, goesOn: (line: string) => boolean): number {
  let end = at + 1
  while (end < lines.length && goesOn(lines[end] ?? '')) end++
  return end
}

function codeAt(lines: readonly string[], at: number, fence: string): [Block, number] {
  const end = endOf(lines, at, (line) => !(line.trim().startsWith(fence) && line.trim() === (fence[0] ?? '').repeat(line.trim().length)))
  return [{ is: 'code', text: lines.slice(at + 1, end).join('\n') }, end + 1]
}

function quoteAt(lines: readonly string[], at: number): [Block, number] {
  const end = endOf(lines, at, (line) => QUOTE.test(line))
  return [{ is: 'quote', spans: spansOf(lines.slice(at, end).map(withoutMarks).join('\n').trim()) }, end]
}

/** However deep: `> > >` is one quotation. */
function withoutMarks(line: string): string {
  let from = 0
  while (line[from] === '>' || line[from] === ' ') from++
  return line.slice(from)
}

function listAt(lines: readonly string[], at: number): [Block, number] {
  const ordered = /\d/.test(ITEM.exec(lines[at] ?? '')?.[2] ?? '')
  const items: { depth: number; lines: string[] }[] = []
  const end = endOf(lines, at - 1, (line) => {
    const [, indent = '', mark, words = ''] = RULE.test(line) ? [] : (ITEM.exec(line) ?? [])
    if (mark !== undefined && (indent !== '' || /\d/.test(mark) === ordered)) return items.push({ depth: Math.min(Math.floor(indent.length / 2), DEEPEST), lines: [words] }) > 0
    if (mark !== undefined || !/^\s+\S/.test(line)) return false
    return (items.at(-1)?.lines.push(line.trim()) ?? 0) > 0
  })
  return [{ is: 'list', ordered, start: ordered ? Number.parseInt((lines[at] ?? '').trim(), 10) : 1, items: items.map(({ depth, lines: words }) => ({ depth, spans: spansOf(words.join('\n')) })) }, end]
}

const MARKS = new RegExp(
  [
    '`([^`\\n]+)`', '\\*\\*([^*\\n]+)\\*\\*', '(?<![\\w*])\\*([^*\\s][^*\\n]*)\\*(?![\\w*])', '(?<!\\w)_([^_\\s][^_\\n]*)_(?!\\w)',
    '\\[([^[\\]\\n]+)\\]\\((https?:\\/\\/[^\\s()<>"]+)\\)', '(?<!\\w)(https?:\\/\\/[^\\s<>"\'`()[\\]]+)',
  ].join('|'), 'g',
)

/** Emphasis, code and links within a line or a paragraph. Whatever is none of them stays as it was written. */
export function spansOf(text: string): Span[] {
  const spans: Span[] = []
  let from = 0
  for (const match of text.matchAll(MARKS)) {
    const [whole, code, strong, star, under, words, address, bare] = match
    if (match.index > from) spans.push({ is: 'text', text: text.slice(from, match.index) })
    from = match.index + whole.length
    if (code !== undefined) spans.push({ is: 'code', text: code })
    else if (strong !== undefined) spans.push({ is: 'strong', text: strong })
    else if (star !== undefined || under !== undefined) spans.push({ is: 'em', text: star ?? under ?? '' })
    else if (words !== undefined && address !== undefined) spans.push(linkTo(address, words))
    else {
      const plain = withoutStop(bare ?? '')
      spans.push(linkTo(plain, plain))
      from -= (bare ?? '').length - plain.length
    }
  }
  if (from < text.length) spans.push({ is: 'text', text: text.slice(from) })
  return spans
}

const linkTo = (href: string, text: string): Span => (URL.canParse(href) ? { is: 'link', text, href } : { is: 'text', text })

/** A full stop after an address ends the sentence. */
function withoutStop(address: string): string {
  let end = address.length
  while (end > 0 && '.,;:!?*_'.includes(address[end - 1] ?? '')) end--
  return address.slice(0, end)
}

/** Where a link leads, for whom its words hide it; null where they say it themselves. */
export function hostOf({ text, href }: { text: string; href: string }): string | null {
  const { host, protocol } = new URL(href)
  // not where a name before an @, or letters that look like others, would say it wrongly
  return text === href && href.toLowerCase().startsWith(`${protocol}//${host}`) ? null : host
}
