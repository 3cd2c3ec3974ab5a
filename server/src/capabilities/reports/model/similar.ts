/** Likely duplicates among a team’s own notes: words in common (Jaccard), and packages in common, which weigh more. */
import { wordsOf } from './products.ts'

export type Compared = { id: string; title: string; text: string; components: readonly string[]; cves: readonly string[] }
export type Alike<T extends Compared> = { note: T; alike: number; components: string[] }

const LEAST = 0.2
const MOST = 5
const COMMON = new Set('the a an of in on to and or is are with for by from via can be at as it that this when der die das und oder ist le la les et de des un une el los las y en con por'.split(' '))

export function similarTo<T extends Compared>(note: Compared, others: readonly T[]): Alike<T>[] {
  const own = telling(note)
  return others
    .filter(({ id }) => id !== note.id)
    .map((other) => {
      const components = other.components.filter((each) => note.components.includes(each))
      const sameCve = other.cves.some((each) => note.cves.includes(each))
      const words = jaccard(own, telling(other))
      return { note: other, components, alike: sameCve ? 1 : Math.min(1, Math.round((words + (components.length > 0 ? 0.35 : 0)) * 100) / 100) }
    })
    .filter(({ alike }) => alike >= LEAST)
    .sort((a, b) => b.alike - a.alike || (a.note.id < b.note.id ? -1 : 1))
    .slice(0, MOST)
}

/** Words of the title count like those of the text; common ones not at all. */
const telling = ({ title, text }: Compared): Set<string> => new Set([...wordsOf(`${title} ${text}`)].filter((word) => !COMMON.has(word)))

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0
  const common = [...a].filter((word) => b.has(word)).length
  return common / (a.size + b.size - common)
}
