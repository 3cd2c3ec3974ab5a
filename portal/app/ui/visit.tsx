/** The visit, within reach of every view: words, who is looking, and where the house stands. */
import { createContext, use, type ReactNode } from 'react'
import type { Visit } from '../context.ts'
import type { Key } from '../messages/en/index.ts'
import type { Fill } from '../messages/words.ts'

const VisitContext = createContext<Visit | null>(null)

export function VisitProvider({ visit, children }: { visit: Visit; children: ReactNode }) {
  return <VisitContext value={visit}>{children}</VisitContext>
}

export function useVisit(): Visit {
  const visit = use(VisitContext)
  if (visit === null) throw new Error('a view is rendered within a visit')
  return visit
}

/** What stands around a page, or in its place, speaks the visitor's language even where the page falls back. */
export function AroundPage({ children }: { children: ReactNode }) {
  const visit = useVisit()
  return <VisitContext value={{ ...visit, words: visit.around }}>{children}</VisitContext>
}

export const useWords = () => useVisit().words

/** A message as a sentence with things in it: `<Say k="…" by={<Org …/>} />` fills `{by}`. */
export function Say({ k, fill = {}, ...nodes }: { k: Key; fill?: Fill } & Record<string, ReactNode | Key | Fill>) {
  const { parts } = useWords()
  return parts(k, fill).map((part, i) => ('text' in part ? part.text : <Slot key={i}>{nodes[part.name] as ReactNode}</Slot>))
}
const Slot = ({ children }: { children: ReactNode }) => <>{children}</>
