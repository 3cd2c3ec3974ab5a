/**
 * As much YAML 1.2 as one dumper writes (block mappings and sequences, plain, quoted and literal scalars): enough to
 * read the PyPA advisories in tests. Every scalar is a string. Anything else is refused, loudly.
 */

interface Lines {
  readonly lines: readonly string[]
  at: number
}

export function readYaml(text: string): unknown {
  const source: Lines = { lines: text.split('\n'), at: 0 }
  const value = readBlock(source, 0)
  skipBlank(source)
  if (source.at < source.lines.length) throw new Error(`line ${source.at + 1} is not understood: ${source.lines[source.at]}`)
  return value
}

const indentOf = (line: string): number => line.length - line.trimStart().length
const isBlank = (line: string): boolean => line.trim() === '' || line.trimStart().startsWith('#')

function skipBlank(source: Lines): void {
  while (source.at < source.lines.length && isBlank(source.lines[source.at] ?? '')) source.at++
}

function readBlock(source: Lines, indent: number): unknown {
  skipBlank(source)
  const line = source.lines[source.at] ?? ''
  return line.slice(indentOf(line)).startsWith('- ') ? readSequence(source, indentOf(line)) : readMapping(source, Math.max(indent, indentOf(line)))
}

function readSequence(source: Lines, indent: number): unknown[] {
  const items: unknown[] = []
  for (;;) {
    skipBlank(source)
    const line = source.lines[source.at] ?? ''
    if (indentOf(line) !== indent || !line.slice(indent).startsWith('- ')) return items
    // The dash counts as indentation of what follows it.
    const rest = line.slice(indent + 2)
    if (/^[A-Za-z_]+:( |$)/.test(rest)) {
      const copy = { lines: source.lines.with(source.at, ' '.repeat(indent + 2) + rest), at: source.at }
      items.push(readMapping(copy, indent + 2))
      source.at = copy.at
    } else {
      source.at++
      items.push(readScalar(source, rest, indent))
    }
  }
}

function readMapping(source: Lines, indent: number): Record<string, unknown> {
  const entries: [string, unknown][] = []
  for (;;) {
    skipBlank(source)
    const line = source.lines[source.at] ?? ''
    const [, key, rest = ''] = indentOf(line) === indent ? (/^([A-Za-z_]+):(?: (.*))?$/.exec(line.slice(indent)) ?? []) : []
    if (key === undefined) return Object.fromEntries(entries)
    source.at++
    entries.push([key, rest === '' ? readBlock(source, indent) : readScalar(source, rest, indent)])
  }
}

function readScalar(source: Lines, first: string, indent: number): unknown {
  if (first === '[]') return []
  const literal = /^\|(\d)?([+-])?$/.exec(first)
  if (literal !== null) return readLiteral(source, literal[1], literal[2], indent)
  const quote = first.startsWith('"') || first.startsWith("'") ? first.charAt(0) : ''
  const lines = [first]
  const isOpen = quote === '"' ? /^"(?:[^"\\]|\\.)*\\?$/s : /^'(?:[^']|'')*$/
  while (source.at < source.lines.length) {
    const next = source.lines[source.at] ?? ''
    const continues = quote === '' ? next.trim() !== '' && indentOf(next) > indent : isOpen.test(lines.join('\n'))
    if (!continues) break
    lines.push(next.trim())
    source.at++
  }
  if (quote === '"') return String(JSON.parse(fold(lines, true).replaceAll('\\ ', ' ').replaceAll("\\'", "'").replace(/\\x([0-9a-fA-F]{2})/g, '\\u00$1').replaceAll('\\_', '\u00a0').replaceAll('\\e', '\\u001b')))
  return quote === "'" ? fold(lines, false).slice(1, -1).replaceAll("''", "'") : fold(lines, false)
}

// Line folding: one break is a space, each further empty line a break; an escaped break is nothing.
function fold(lines: readonly string[], escapes: boolean): string {
  let text = ''
  lines.forEach((line, at) => {
    if (at === 0) text = line
    else if (line === '') text += escapes ? '\\n' : '\n'
    else if (escapes && /(?:^|[^\\])(?:\\\\)*\\$/.test(text)) text = text.slice(0, -1) + line
    else text += `${/(?:\\n|\n)$/.test(text) ? '' : ' '}${line}`
  })
  return text
}

function readLiteral(source: Lines, given: string | undefined, chomp: string | undefined, indent: number): string {
  const from = source.at
  const start = source.lines.slice(from).find((line) => line.trim() !== '') ?? ''
  const inner = given === undefined ? indentOf(start) : indent + Number(given)
  while (source.at < source.lines.length) {
    const line = source.lines[source.at] ?? ''
    if (line.trim() !== '' && indentOf(line) < inner) break
    source.at++
  }
  const text = source.lines.slice(from, source.at).map((line) => line.slice(inner)).join('\n')
  return chomp === '+' ? `${text}\n` : text.trimEnd() + (chomp === '-' ? '' : '\n')
}
