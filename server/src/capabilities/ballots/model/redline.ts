/** What changed from one text to another: paragraphs set against each other, then word by word within those that belong together. */

export type Part = { kind: 'same' | 'added' | 'removed'; text: string }
export type Block = { change: 'same' | 'changed' | 'added' | 'removed'; parts: Part[] }

/** Beyond this many cells the table is not filled: then everything between is taken for new. */
const MOST_CELLS = 4_000_000
/** So much of the words has to be common for two paragraphs to be the same one, changed. */
const ALIKE = 0.4

export function redline(before: string, after: string): Block[] {
  const [from, to] = [paragraphs(before), paragraphs(after)]
  return paired(align(from, to)).map(([a, b]): Block => {
    if (a === undefined) return { change: 'added', parts: [{ kind: 'added', text: b! }] }
    if (b === undefined) return { change: 'removed', parts: [{ kind: 'removed', text: a }] }
    return a === b ? { change: 'same', parts: [{ kind: 'same', text: a }] } : { change: 'changed', parts: words(a, b) }
  })
}

const paragraphs = (text: string): string[] => text.split(/\n{2,}/).map((one) => one.trim()).filter((one) => one !== '')
const pieces = (text: string): string[] => text.match(/\s+|[^\s]+/g) ?? []

type Step = { a?: string; b?: string }

/** The longest common run of both (Hunt and McIlroy), as steps: both, only before, only after. */
function align(from: readonly string[], to: readonly string[]): Step[] {
  const rows = from.length + 1
  const columns = to.length + 1
  if (rows * columns > MOST_CELLS) return [...from.map((a) => ({ a })), ...to.map((b) => ({ b }))]
  const table = new Uint32Array(rows * columns)
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      table[i * columns + j] = from[i] === to[j] ? table[(i + 1) * columns + j + 1]! + 1 : Math.max(table[(i + 1) * columns + j]!, table[i * columns + j + 1]!)
    }
  }
  const steps: Step[] = []
  let [i, j] = [0, 0]
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && from[i] === to[j]) steps.push({ a: from[i++]!, b: to[j++]! })
    else if (j >= to.length || (i < from.length && table[(i + 1) * columns + j]! >= table[i * columns + j + 1]!)) steps.push({ a: from[i++]! })
    else steps.push({ b: to[j++]! })
  }
  return steps
}

/** What was taken out and put in at one place belongs together, in order, where the words are alike. */
function paired(steps: readonly Step[]): [string | undefined, string | undefined][] {
  const pairs: [string | undefined, string | undefined][] = []
  let removed: string[] = []
  let added: string[] = []
  const settle = (): void => {
    while (removed.length > 0 || added.length > 0) {
      const [a, b] = [removed[0], added[0]]
      const together = a !== undefined && b !== undefined && alike(a, b)
      if (together || b === undefined) removed = removed.slice(1)
      if (together || b !== undefined) added = added.slice(1)
      pairs.push(together ? [a, b] : b === undefined ? [a, undefined] : [undefined, b])
    }
  }
  for (const { a, b } of steps) {
    if (a !== undefined && b !== undefined) {
      settle()
      pairs.push([a, b])
    } else if (a !== undefined) removed.push(a)
    else added.push(b!)
  }
  settle()
  return pairs
}

function alike(a: string, b: string): boolean {
  const [x, y] = [new Set(pieces(a)), new Set(pieces(b))]
  return x.intersection(y).size / Math.max(x.size, y.size) >= ALIKE
}

function words(a: string, b: string): Part[] {
  const parts: Part[] = []
  for (const step of align(pieces(a), pieces(b))) {
    const kind = step.a === undefined ? 'added' : step.b === undefined ? 'removed' : 'same'
    const last = parts.at(-1)
    const text = step.a ?? step.b!
    if (last?.kind === kind) last.text += text
    else parts.push({ kind, text })
  }
  return parts
}
