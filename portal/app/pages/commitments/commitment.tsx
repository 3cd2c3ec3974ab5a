/** One commitment: what was promised in a sentence, how far it is, each measure with its evidence, its whole history with proofs. */
import { useLoaderData } from 'react-router'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { DoubtMark, ProofMark, useCountry } from '../../ui/accord.tsx'
import { CommitmentChip, EvidenceLinks, Stated, useFigure, useMetricName, Way } from '../../ui/conduct.tsx'
import { Chip, Day, Theirs } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Pairs, Table } from '../../ui/table.tsx'
import { Say, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'commitment' }

export const loader = page(({ api, params }) => api.commitments.commitment({ params: { id: params['id'] ?? '' } }))

type Loaded = Awaited<ReturnType<typeof loader>>

export default function OneCommitment() {
  const { commitment, measures, history } = useLoaderData<typeof loader>()
  const { t, day } = useWords()
  const figure = useFigure()
  const metricName = useMetricName()
  const { id, title, text, language, name, metric, baseline, target, due, state, late, onTime } = commitment
  return (
    <Page
      at="commitment" title={title} titleLanguage={language} api={`/api/v1/commitments/one/${id}`}
      sentence={<Say k="commitment.sentence" name={<bdi>{name}</bdi>} metric={metricName(metric)} from={figure(metric, baseline.value)} to={figure(metric, target)} due={day(due)} state={t(`commitment.state.${state}`)} />}
      actions={<CommitmentChip state={state} />}
    >
      {state === 'update-overdue' && <Notice kind="attention"><p>{t('commitment.update-overdue')}</p></Notice>}
      {late !== null && <Notice kind="danger"><p>{t(`commitment.late.${late}`)}</p></Notice>}
      {onTime !== null && state === 'met' && <p><Chip kind={onTime ? 'good' : 'attention'}>{t(onTime ? 'commitment.onTime' : 'commitment.notOnTime')}</Chip></p>}
      <Way commitment={commitment} />
      {text !== null && <p className="lines prose" lang={language} dir="auto">{text}</p>}
      <Promised commitment={commitment} />
      <Measures commitment={commitment} measures={measures} />
      <History history={history} />
    </Page>
  )
}

function Promised({ commitment }: { commitment: Loaded['commitment'] }) {
  const { t, day, list } = useWords()
  const figure = useFigure()
  const metricName = useMetricName()
  const country = useCountry()
  const { slug, name, clause, metric, baseline, target, due, moved, latest, nextMeasure, scope, owner, source, tags, accepted, closed, replaces, replacedBy, fact, title } = commitment
  const about = [...tags.qualities.map((one) => t(`quality.${one}`)), ...tags.phases.map((one) => t(`phase.${one}`)), ...tags.stages.map((one) => t(`stage.${one}`))]
  const other = (id: string | null) => (id === null ? null : <a href={pathTo('commitment', { id })}>{t('commitment.another')}</a>)
  return (
    <Part title={t('commitment.promised')}>
      <Pairs pairs={[
        [t('field.organisation'), <a key="o" href={pathTo('registered', { slug })}><Theirs>{name}</Theirs></a>],
        [t('commitment.clause'), <a key="c" href={`${pathTo('pledge')}#${clause}`}><bdi>{clause}</bdi></a>],
        [t('commitment.rule'), <span key="r">{metricName(metric)} <span className="quiet">{t('board.metric.version', { version: metric.version })}</span><span className="under lines" lang="en" dir="ltr">{metric.rule}</span></span>],
        [t('commitment.baseline'), t('commitment.on', { value: figure(metric, baseline.value), day: day(baseline.on) })],
        [t('commitment.target'), figure(metric, target)],
        [t('commitment.due'), <span key="d"><Stated at={due} fact={fact} what={title} /></span>],
        [t('commitment.moved'), moved === null ? null : <span key="m"><Say k="commitment.moved.says" day={<Day at={moved.due} />} reason={<bdi className="lines">{moved.reason}</bdi>} /> <ProofMark fact={moved.fact} what={t('act.commitment-move')} /></span>],
        [t('commitment.latest'), latest === null ? null : t('commitment.on', { value: figure(metric, latest.value), day: day(latest.on) })],
        [t('commitment.next'), nextMeasure === null ? null : <Day key="n" at={nextMeasure} />],
        [t('commitment.products'), <bdi key="p">{list(scope.products)}</bdi>],
        [t('commitment.regions'), <bdi key="re">{list(scope.regions.map((code) => (code === 'worldwide' ? t('commitment.worldwide') : (country(code) ?? code))))}</bdi>],
        [t('commitment.owner'), <Theirs key="ow">{owner}</Theirs>],
        [t('commitment.source'), <Theirs key="s">{source}</Theirs>],
        [t('commitment.tags'), list(about)],
        [t('commitment.accepted'), accepted === null ? null : <span key="a"><bdi>{t('org.by', accepted.officer)}</bdi> · <Stated at={accepted.at} fact={accepted.fact} what={t('act.commitment-acceptance')} /></span>],
        [t('commitment.reason'), closed === null || closed.reason === null ? null : <span key="cr" dir="auto" className="lines">{closed.reason}</span>],
        [t('commitment.replaces'), other(replaces)],
        [t('commitment.replacedBy'), other(replacedBy)],
      ]} />
    </Part>
  )
}

function Measures({ commitment: { metric }, measures }: Pick<Loaded, 'commitment' | 'measures'>) {
  const { t } = useWords()
  const figure = useFigure()
  return (
    <Part title={t('commitment.measures')} id="measures">
      {measures.length === 0 ? <p>{t('commitment.way.none')}</p> : (
        <>
          <p className="quiet">{t('commitment.measures.says')}</p>
          <Table
            caption={t('commitment.measures.caption', { count: measures.length })} rows={measures} keyOf={({ fact }) => fact}
            columns={[
              { head: t('commitment.measured'), names: true, render: ({ on, inDoubt }) => <><Day at={on} /><DoubtMark since={inDoubt} /></> },
              { head: t('commitment.value'), kind: 'tight', render: ({ value, corrections }) => (corrections.length === 0 ? figure(metric, value) : <><del>{figure(metric, value)}</del> {figure(metric, corrections.at(-1)?.value ?? value)}</>) },
              { head: t('field.state'), kind: 'tight', render: ({ outlook }) => (outlook === null ? null : <CommitmentChip state={outlook} />) },
              { head: t('commitment.evidence'), render: ({ evidence, note, corrections }) => (
                <>
                  <EvidenceLinks evidence={evidence} />
                  {note !== null && <p dir="auto" className="lines">{note}</p>}
                  {corrections.map((one) => <p key={one.fact}><Say k="commitment.corrected" value={figure(metric, one.value)} reason={<bdi>{one.reason}</bdi>} /> <ProofMark fact={one.fact} what={t('act.commitment-correction')} /></p>)}
                </>
              ) },
              { head: t('entry.proof'), kind: 'tight', render: ({ fact, kind }) => <ProofMark fact={fact} what={t(`act.${kind}`)} /> },
            ]}
          />
        </>
      )}
    </Part>
  )
}

function History({ history }: Pick<Loaded, 'history'>) {
  const { t, has } = useWords()
  const named = (kind: string): string => {
    const key = `act.${kind}`
    return has(key) ? t(key) : kind
  }
  return (
    <Part title={t('commitment.history')} id="history">
      <Table
        caption={t('entry.history.caption', { count: history.length })} rows={history} keyOf={({ fact }) => fact}
        columns={[
          { head: t('entry.what'), names: true, render: ({ kind, inDoubt }) => <>{named(kind)}<DoubtMark since={inDoubt} /></> },
          { head: t('entry.when'), kind: 'tight', render: ({ at }) => <Day at={at} /> },
          { head: t('entry.proof'), kind: 'tight', render: ({ fact, kind }) => <ProofMark fact={fact} what={named(kind)} /> },
        ]}
      />
    </Part>
  )
}
