/** Marks of the log: what an entry says in one sentence, how far its proof is, and the form that checks it in the browser. */
import type { ReactNode } from 'react'
import type { Client } from '@openaccord/api'
import { check } from '../messages/en/check.ts'
import { pathTo } from '../paths.ts'
import type { Names } from '../pages/ledger/names.ts'
import { Chip } from './marks.tsx'
import { useWords } from './visit.tsx'

export type LogEntry = Awaited<ReturnType<Client['ledger']['entry']>>['entry']

/** The permanent page of an entry, by the id of its fact. */
export const actAddress = (id: string): string => pathTo('act', { id })

const KIND = { waiting: 'attention', logged: 'plain', witnessed: 'good' } as const

export function ProofState({ state }: { state: LogEntry['proof'] }) {
  const { t } = useWords()
  return <Chip kind={KIND[state]}>{t(`state.${state}`)}</Chip>
}

export const kindOf = ({ fact }: Pick<LogEntry, 'fact'>): string => fact.slice(fact.indexOf('.') + 1)

/** The organisation that an entry is about, first of all. */
export const organisationOf = ({ about }: Pick<LogEntry, 'about'>): string | undefined => about.find((each) => each.startsWith('org_'))

/** “Northgate Grid signed the pledge”, without a full stop. */
export function useDid(names: Names): (entry: LogEntry) => string {
  const { t, has } = useWords()
  return (entry) => {
    const id = organisationOf(entry)
    const organisation = id === undefined ? t('did.nobody') : (names[id]?.name ?? id)
    const key = entry.form === 'sealed' ? 'did.sealed' : entry.form === 'opening' ? 'did.opening' : entry.form === 'act' ? `did.${kindOf(entry)}` : `did.${entry.fact}`
    return has(key) ? t(key, { organisation, fact: entry.fact }) : t('did.other', { organisation, fact: entry.fact })
  }
}

/** Without those of the page itself, which are in its HTML. */
const CHECK_NAMES = Object.keys(check).map((key) => key.replace(/^check\./, '')).filter((name) => !name.startsWith('page.'))

/** A page that fetches evidence itself never has a file of two checkpoints. */
const OF_ACTS = CHECK_NAMES.filter((name) => !/^conflict\.|^step\.(?:one|other|conflict)$|^code\.(?:malformed-conflict|two-roots|other-prefix|same-tree|consistent|no-proof|proof-refused)$/.test(name))

/** Everything that a check can say, for the script: `{ 'answer.verified': … }`, with the names to fill in left open. */
export function useCheckWords(names: readonly string[]): string {
  const { t, has } = useWords()
  return JSON.stringify(Object.fromEntries(names.map((name) => {
    const key = `check.${name}`
    return [name, has(key) ? t(key) : name]
  })))
}

/** A form that life/verify.ts brings to life: `evidence` is fetched; without it, the form has a file field. Its answer stands below it. */
export function CheckForm({ evidence = '', label, children }: { evidence?: string; label: string; children: ReactNode }) {
  const words = useCheckWords(evidence === '' ? CHECK_NAMES : OF_ACTS)
  return (
    <div className="check" data-needs-script="" hidden>
      <form className="form" data-verify={evidence} data-words={words} aria-label={label}>{children}</form>
      <div className="told" data-told="" aria-live="polite" />
    </div>
  )
}
