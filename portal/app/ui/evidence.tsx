/** Evidence by its grade: what was claimed, documented, measured; what says otherwise stands beside it, and overwrites nothing. */
import type { ReactNode } from 'react'
import { CRITERIA } from '@openaccord/api'
import type { Evidence } from './application.tsx'
import { Chip, Day, Theirs, Value } from './marks.tsx'
import { Say, useWords } from './visit.tsx'

export function Grade({ grade }: { grade: Evidence['grade'] }) {
  const { t } = useWords()
  return <span className="grade" data-grade={grade}><i aria-hidden="true" />{t('grade.says', { grade, words: t(`grade.${grade}`) })}</span>
}

/** What a criterion or a machine check is about, in words. */
export function useCriterion(): (criterion: string) => string {
  const { t, has } = useWords()
  return (criterion) => {
    const own = criterion.replace(/^domain\./, '')
    const key = [`step.${own}`, `claim.${own}`, `baseline.rule.${own}`].find((each) => has(each))
    return key !== undefined && has(key) ? t(key) : own
  }
}

const CHECKED = { submitted: 'plain', valid: 'good', failed: 'danger', inconclusive: 'attention', expiring: 'attention', expired: 'danger', superseded: 'plain', disputed: 'attention', upheld: 'good', corrected: 'good' } as const

/** In the order of the form; what a domain shows after that, and what was measured last. */
const placeOf = ({ criterion, kind }: Evidence): number => {
  const place = (CRITERIA as readonly string[]).indexOf(criterion)
  return kind === 'measurement' ? CRITERIA.length + 1 : place < 0 ? CRITERIA.length : place
}

/** Claims and measurements, side by side; `children` adds what may be done with one. */
export function EvidenceList({ evidence, children }: { evidence: readonly Evidence[]; children?: (each: Evidence) => ReactNode }) {
  return <div className="claims">{evidence.toSorted((a, b) => placeOf(a) - placeOf(b)).map((each) => <EvidenceItem key={each.id} evidence={each} all={evidence}>{children?.(each)}</EvidenceItem>)}</div>
}

function EvidenceItem({ evidence, all, children }: { evidence: Evidence; all: readonly Evidence[]; children: ReactNode }) {
  const { t } = useWords()
  const named = useCriterion()
  const { id, criterion, kind, answer, claim, clauses, grade, state, contradictedBy } = evidence
  return (
    <article className="claim" id={id} data-contradicted={contradictedBy.length > 0 ? '' : undefined}>
      <h3>{kind === 'measurement' ? t('evidence.measured') : named(criterion)} <Grade grade={grade} /> {state !== 'submitted' && <Chip kind={CHECKED[state]}>{t(`evidence.is.${state}`)}</Chip>}</h3>
      {answer !== null && <p>{t('evidence.answer', { answer: t(`practice.${answer}`) })}</p>}
      {claim !== null && <p dir="auto" className="lines">{claim}</p>}
      {contradictedBy.length > 0 && (
        <p className="wrong">
          {t('evidence.contradicted')}{' '}
          {contradictedBy.map((other) => <a key={`${other.evidence} ${other.check}`} href={`#${other.evidence}`}><bdi>{t('evidence.finding', { check: named(other.check), result: resultIn(t, other.result) })}</bdi></a>)}
        </p>
      )}
      <EvidenceSource evidence={evidence} />
      <EvidenceChecked evidence={evidence} />
      {clauses.length > 0 && <p className="quiet"><Say k="evidence.clauses" clauses={<bdi>{clauses.join(', ')}</bdi>} /></p>}
      <FourTimes evidence={evidence} />
      {kind === 'measurement' && <Findings evidence={evidence} all={all} />}
      {children}
    </article>
  )
}

const RESULTS: ReadonlySet<string> = new Set(['pass', 'notice', 'fail', 'not-tested', 'not-applicable', 'error', 'inconclusive'])
type T = ReturnType<typeof useWords>['t']
/** What a check has found, in words. */
export function useResult(): (result: string) => string {
  const { t } = useWords()
  return (result) => resultIn(t, result)
}
const resultIn = (t: T, result: string): string => (RESULTS.has(result) ? t(`result.${result as 'pass'}`) : result)

function EvidenceSource({ evidence: { link, title, sha256, bytes, released, address, report, kind } }: { evidence: Evidence }) {
  const { t, bytes: size } = useWords()
  return (
    <>
      {link !== null && <p><a href={link} rel="noreferrer nofollow"><bdi>{title ?? link}</bdi></a></p>}
      {kind === 'document' && (
        <p>
          {address === null ? <Theirs>{title ?? ''}</Theirs> : <a href={address}><bdi>{title ?? address}</bdi></a>}{' '}
          <span className="quiet">{bytes !== null && size(bytes)} · {t(released ? 'evidence.released' : 'evidence.kept')}</span>
        </p>
      )}
      {kind === 'document' && sha256 !== null && <details className="more"><summary>{t('evidence.hash')}</summary><Value>{sha256}</Value></details>}
      {report !== null && <p><a href={report}>{t('evidence.report')}</a></p>}
    </>
  )
}

function EvidenceChecked({ evidence: { checked, dispute } }: { evidence: Evidence }) {
  const { t } = useWords()
  return (
    <>
      {checked !== null && <p className="quiet"><Say k="evidence.checked" fill={{ result: resultIn(t, checked.result) }} when={<Day at={checked.at} />} />{checked.note !== '' && <> <span dir="auto">{checked.note}</span></>}</p>}
      {dispute !== null && (
        <p>
          <Say k={dispute.outcome === null ? 'evidence.disputed' : `evidence.disputed.${dispute.outcome}`} fill={{ grade: dispute.gradeBefore }} when={<Day at={dispute.at} />} />{' '}
          <span dir="auto">{dispute.reason}</span>{dispute.note !== null && <> · <span dir="auto">{dispute.note}</span></>}
        </p>
      )}
    </>
  )
}

/** When it began to hold, was seen, came here, and could be read by all: four moments that are easily taken for each other. */
function FourTimes({ evidence }: { evidence: Evidence }) {
  const { t } = useWords()
  return (
    <dl className="times">
      {(['effective', 'observed', 'received', 'published', 'expires'] as const).map((name) => {
        const at = evidence[name]
        return at === null ? null : <div key={name}><dt>{t(`evidence.${name}`)}</dt> <dd><Day at={at} /></dd></div>
      })}
    </dl>
  )
}

function Findings({ evidence: { findings, rules }, all }: { evidence: Evidence; all: readonly Evidence[] }) {
  const { t, number } = useWords()
  const named = useCriterion()
  const against = new Set(all.flatMap(({ contradictedBy }) => contradictedBy.map(({ check }) => check)))
  if (findings.length === 0) return null
  return (
    <details className="more" open={against.size > 0}>
      <summary>{t('evidence.findings', { count: findings.length })}</summary>
      <ul className="values">
        {findings.map(({ check, result, points, maximum }) => (
          <li key={check}><bdi>{named(check)}</bdi> <Chip kind={result === 'pass' ? 'good' : result === 'fail' ? 'danger' : 'plain'}>{resultIn(t, result)}</Chip> <span className="quiet">{t('evidence.points', { points: number(points), maximum: number(maximum) })}</span></li>
        ))}
      </ul>
      {rules !== null && <p className="quiet"><Say k="evidence.rules" version={<bdi>{rules}</bdi>} /></p>}
    </details>
  )
}
