/** Figures of closed cases: a share never without its count and its interval (Wilson 1927), drawn and said, in all and by year; under five nothing. */
import { caseFiles, type Client } from '@openaccord/api'
import { pathTo } from '../paths.ts'
import { YearBars } from './bars.tsx'
import { Pairs, Table } from './table.tsx'
import { useWords } from './visit.tsx'

export type CaseFigures = Awaited<ReturnType<Client['cases']['figures']>>['all']
type Year = CaseFigures['years'][number]
type Share = CaseFigures['fixedIn90Days']

/** `slug`: of one member; of the whole alliance where it is left out. */
export function CasesClosed({ figures, slug }: { figures: CaseFigures | null; slug?: string }) {
  const { t } = useWords()
  if (figures === null || figures.cases === 0) return <p>{t(slug === undefined ? 'figures.none.all' : 'figures.none')}</p>
  const query = slug === undefined ? '' : `?slug=${slug}`
  return (
    <>
      <p>{t('figures.says', { count: figures.cases })}</p>
      <Pairs pairs={[[t('figures.answered'), <ShareOf key="a" share={figures.answeredIn5WorkingDays} />], [t('figures.fixed'), <ShareOf key="f" share={figures.fixedIn90Days} />]]} />
      <ByYear years={figures.years} />
      <p className="quiet">{t('figures.rule')}</p>
      <ul className="links">
        <li><a href={caseFiles.figuresCsv + query}>{t('figures.csv')}</a></li>
        <li><a href={`/api/v1/cases/figures${query}`}>{t('figures.json')}</a></li>
        {slug !== undefined && <li><a href={`${pathTo('advisories')}#cases`}>{t('figures.everyone')}</a></li>}
      </ul>
    </>
  )
}

function ByYear({ years }: { years: readonly Year[] }) {
  const { t } = useWords()
  const drawn = (pick: (year: Year) => Share) => years.map((one) => ({ year: one.year, of: pick(one).of, yes: pick(one).yes })).toReversed()
  const measures = [[t('figures.answered'), (one: Year) => one.answeredIn5WorkingDays], [t('figures.fixed'), (one: Year) => one.fixedIn90Days]] as const
  return (
    <>
      {years.length > 1 && <div className="year-pictures">{measures.map(([name, pick]) => <div key={name}><p className="quiet">{name}</p><YearBars label={t('figures.bars', { what: name })} years={drawn(pick)} /></div>)}</div>}
      <Table
        caption={t('figures.years')} rows={years} keyOf={({ year }) => String(year)}
        columns={[
          { head: t('figures.year'), names: true, render: ({ year }) => <bdi>{year}</bdi> },
          { head: t('figures.cases'), kind: 'figure', render: ({ cases }) => t('number', { n: cases }) },
          ...measures.map(([head, pick]) => ({ head, render: (one: Year) => <ShareOf share={pick(one)} says="figures.share.short" /> })),
        ]}
      />
    </>
  )
}

const percent = (share: number): number => Math.round(share * 100)

function ShareOf({ share: { of, yes, share, low, high }, says = 'figures.share' }: { share: Share; says?: 'figures.share' | 'figures.share.short' }) {
  const { t } = useWords()
  if (share === null || low === null || high === null) return t('figures.few')
  return (
    <>
      {t(says, { yes, of, share: percent(share), low: percent(low), high: percent(high) })}
      <svg className="interval" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <line x1="0" x2="100" y1="4" y2="4" className="interval-all" />
        <line x1={percent(low)} x2={percent(high)} y1="4" y2="4" className="interval-range" />
        <line x1={percent(share)} x2={percent(share)} y1="0" y2="8" className="interval-share" />
      </svg>
    </>
  )
}
