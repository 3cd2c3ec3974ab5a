/** Marks of the register and the log: the proof beside each fact, standings, sentences about an organisation. */
import type { Client } from '@openaccord/api'
import { pathTo } from '../paths.ts'
import { Chip, Theirs } from './marks.tsx'
import { useWords } from './visit.tsx'

export type Entry = Awaited<ReturnType<Client['pledges']['entry']>>['entry']
export type Act = Awaited<ReturnType<Client['pledges']['act']>>

/** Where an act stands with its proof. */
export const actAddress = (fact: string): string => pathTo('act', { id: fact })

/** The quiet constant beside every public fact. `what` says it whole for those who hear it out of its row. */
export function ProofMark({ fact, what }: { fact: string | null; what: string }) {
  const { t } = useWords()
  if (fact === null) return null
  return <a className="proof-mark" href={actAddress(fact)} aria-label={t('proof.check.full', { what })}>{t('proof.check')}</a>
}

const KIND: Readonly<Record<Entry['state'], 'plain' | 'good' | 'attention' | 'danger'>> = {
  'active': 'good', 'renewal-due': 'attention', 'lapsed': 'danger', 'older-version': 'attention', 'suspended': 'danger',
  'under-notice': 'attention', 'endorsing': 'good', 'partner': 'plain', 'former': 'plain',
}

export function StandingChip({ state }: { state: Entry['state'] }) {
  const { t } = useWords()
  return <Chip kind={KIND[state]}>{t(`standing.${state}`)}</Chip>
}

/** How an organisation stands, in one sentence. */
export function useEntrySentence(): (entry: Entry) => string {
  const { t, day } = useWords()
  const on = (at: string | null) => (at === null ? '' : day(at))
  return (entry) => {
    const { name, state, version, since, renewed, due, leaves, ended } = entry
    const fill = { name, version: version ?? '', since: on(since), renewed: on(renewed), due: on(due), leaves: on(leaves), ended: on(ended) }
    if (state === 'active' && renewed !== null) return t('entry.sentence.renewed', fill)
    return t(`entry.sentence.${state}`, fill)
  }
}

export function useCountry(): (code: string | null) => string | null {
  const { locale } = useWords()
  const names = new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' })
  return (code) => (code === null ? null : (names.of(code) ?? code))
}

/** Beside an act that its key signed after the first doubt about it. */
export function DoubtMark({ since }: { since: string | null }) {
  const { t, day } = useWords()
  return since === null ? null : <> <Chip kind="danger">{t('act.inDoubt', { day: day(since) })}</Chip></>
}

const NOBODY: Readonly<Record<string, string>> = {}

/** What an act is about, in few words: a version, a title, a law, another organisation (`names`: by their ids). */
export function ActAbout({ act, names = NOBODY }: { act: Act; names?: Readonly<Record<string, string>> }) {
  const { t } = useWords()
  const { says } = act
  const others = [says['predecessor'], says['successor']].map((id) => names[String(id)] ?? '').filter((name) => name !== '')
  if (others[0] !== undefined) return <Theirs>{others[0]}</Theirs>
  const pledge = says['pledge']
  if (typeof pledge === 'object' && pledge !== null && 'version' in pledge) return t('act.of', { version: String(pledge.version) })
  const text = says['title'] ?? says['law'] ?? says['group'] ?? says['reason']
  return typeof text === 'string' ? <Theirs>{text}</Theirs> : null
}
