/** Marks of commitments and statements: states, figures with their unit, how far it is, evidence, exact changes. */
import type { Client } from '@openaccord/api'
import { ProofMark } from './accord.tsx'
import { Chip, Day, Theirs } from './marks.tsx'
import { directionOf } from './pledge.tsx'
import { Changed } from './redline.tsx'
import { Table } from './table.tsx'
import { useWords } from './visit.tsx'

export type Commitment = Awaited<ReturnType<Client['commitments']['commitment']>>['commitment']
export type RequestsOf = Awaited<ReturnType<Client['commitments']['requestsOf']>>
export type Change = Awaited<ReturnType<Client['commitments']['requests']>>['changes'][number]
export type StatementStanding = RequestsOf['standing']
type Kind = 'plain' | 'good' | 'attention' | 'danger' | 'sealed'
type Evidence = readonly { title: string; link: string; sha256?: string }[]

const COMMITMENT: Readonly<Record<Commitment['state'], Kind>> = {
  'proposed': 'plain', 'accepted': 'plain', 'on-track': 'good', 'at-risk': 'attention', 'update-overdue': 'attention', 'late': 'danger', 'met': 'good', 'partly-met': 'attention', 'missed': 'danger', 'replaced': 'plain', 'withdrawn': 'plain',
}
export function CommitmentChip({ state }: { state: Commitment['state'] }) {
  const { t } = useWords()
  return <Chip kind={COMMITMENT[state]}>{t(`commitment.state.${state}`)}</Chip>
}

const STATEMENT: Readonly<Record<StatementStanding['state'], Kind>> = { fresh: 'good', due: 'attention', late: 'danger', lapsed: 'danger' }
export function StatementChip({ state }: { state: StatementStanding['state'] }) {
  const { t } = useWords()
  return <Chip kind={STATEMENT[state]}>{t(`statement.state.${state}`)}</Chip>
}

/** A figure with its unit, as the page's language writes numbers: “91 %”, “5 days”. */
export function useFigure(): (metric: Pick<Commitment['metric'], 'unit'>, value: string) => string {
  const { t, locale } = useWords()
  return ({ unit }, value) => t(`unit.${unit}`, { count: Number(value), value: new Intl.NumberFormat(locale, { maximumFractionDigits: 4 }).format(Number(value)) })
}

export function useMetricName(): (metric: { id: string }) => string {
  const { t, has } = useWords()
  return ({ id }) => {
    const key = `metric.${id}`
    return has(key) ? t(key) : id
  }
}

/** `2026-H1` in words. */
export function usePeriod(): (period: string) => string {
  const { t } = useWords()
  return (period) => t(period.endsWith('H1') ? 'requests.period.H1' : 'requests.period.H2', { year: period.slice(0, 4) })
}

/** A country by its name, a part of the world by ours. */
export function useWhere(): (where: string) => string {
  const { t, has, locale } = useWords()
  const names = new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' })
  return (where) => {
    const key = `requests.where.${where}`
    return has(key) ? t(key) : (names.of(where) ?? where)
  }
}

export function useBand(): (band: string | null) => string {
  const { t } = useWords()
  return (band) => (band === null ? '–' : band === 'may-not-say' ? t('requests.band.may-not-say') : band.replace('-', '–'))
}

/** How much of the way is gone, as a bar and in words. */
export function Way({ commitment: { metric, baseline, target, way } }: { commitment: Pick<Commitment, 'metric' | 'baseline' | 'target' | 'way'> }) {
  const { t } = useWords()
  const figure = useFigure()
  if (way === null) return <p className="quiet">{t('commitment.way.none')}</p>
  const words = t('commitment.way', { percent: way, from: figure(metric, baseline.value), to: figure(metric, target) })
  return (
    <div className="way">
      <progress max={100} value={way} aria-label={words} />
      <span>{words}</span>
    </div>
  )
}

export function EvidenceLinks({ evidence }: { evidence: Evidence }) {
  const { t } = useWords()
  if (evidence.length === 0) return null
  return (
    <ul className="values">
      {evidence.map(({ title, link, sha256 }, n) => <li key={n}><a href={link} rel="noreferrer nofollow"><Theirs>{title}</Theirs></a>{sha256 !== undefined && <span className="quiet"> · {t('commitment.hashed')}</span>}</li>)}
    </ul>
  )
}

/** What changed against the statement before: its words exactly, its figures one by one. */
export function ChangeShown({ change, language }: { change: Pick<Change, 'before' | 'words' | 'wordsChanged' | 'rows'>; language?: string | undefined }) {
  const { t } = useWords()
  const period = usePeriod()
  const where = useWhere()
  const band = useBand()
  const { before, words, wordsChanged, rows } = change
  if (before === null) return <p className="quiet">{t('diff.first')}</p>
  if (!wordsChanged && rows.length === 0) return <p className="quiet">{t('diff.same', { period: period(before.period) })}</p>
  return (
    <>
      {wordsChanged && <p>{t(words === null ? 'diff.language' : 'diff.words')}</p>}
      {wordsChanged && words !== null && (
        <div className="redline">
          <p className="lines" dir={language === undefined ? 'auto' : directionOf(language)} lang={language}>
            <Changed words={words} />
          </p>
        </div>
      )}
      {rows.length > 0 && (
        <Table
          caption={t('diff.figures')} rows={rows} keyOf={(row) => `${row.category} ${row.where} ${row.field}`}
          columns={[
            { head: t('requests.category'), names: true, render: (row) => <bdi>{row.category}</bdi> },
            { head: t('requests.where'), render: (row) => where(row.where) },
            { head: t('says.value'), render: (row) => t(`requests.${row.field}`) },
            { head: t('diff.was'), kind: 'tight', render: (row) => (row.before === null ? t('diff.none') : band(row.before)) },
            { head: t('diff.is'), kind: 'tight', render: (row) => (row.after === null ? t('diff.none') : band(row.after)) },
          ]}
        />
      )}
    </>
  )
}

/** A day with the proof of the act that says so. */
export function Stated({ at, fact, what }: { at: string; fact: string; what: string }) {
  return <><Day at={at} /> <ProofMark fact={fact} what={what} /></>
}
