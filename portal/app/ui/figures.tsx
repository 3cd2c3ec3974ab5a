/** Figures of closed cases: a share never without its count and its interval (Wilson 1927), drawn and said; under five nothing. */
import type { Client } from '@openaccord/api'
import { Pairs } from './table.tsx'
import { useWords } from './visit.tsx'

export type CaseFigures = Awaited<ReturnType<Client['cases']['figures']>>['members'][number]
type Share = CaseFigures['fixedIn90Days']

export function CasesClosed({ figures }: { figures: CaseFigures | null }) {
  const { t } = useWords()
  if (figures === null) return <p>{t('figures.none')}</p>
  return (
    <>
      <p>{t('figures.says', { count: figures.cases })}</p>
      <Pairs pairs={[[t('figures.answered'), <ShareOf key="a" share={figures.answeredIn5WorkingDays} />], [t('figures.fixed'), <ShareOf key="f" share={figures.fixedIn90Days} />]]} />
    </>
  )
}

const percent = (share: number): number => Math.round(share * 100)

function ShareOf({ share: { of, yes, share, low, high } }: { share: Share }) {
  const { t } = useWords()
  if (share === null || low === null || high === null) return t('figures.few')
  return (
    <>
      {t('figures.share', { yes, of, share: percent(share), low: percent(low), high: percent(high) })}
      <svg className="interval" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <line x1="0" x2="100" y1="4" y2="4" className="interval-all" />
        <line x1={percent(low)} x2={percent(high)} y1="4" y2="4" className="interval-range" />
        <line x1={percent(share)} x2={percent(share)} y1="0" y2="8" className="interval-share" />
      </svg>
    </>
  )
}
