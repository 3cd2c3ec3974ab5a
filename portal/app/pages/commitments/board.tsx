/** The board: what was promised, started, is late, was met; then who signed and what came of it. Filters stand in the address. */
import { useLoaderData } from 'react-router'
import { BOARD, commitmentFiles } from '@openaccord/api'
import { page } from '../../page.ts'
import { pathTo, queryText, type Query } from '../../paths.ts'
import { CommitmentChip, useFigure, useMetricName, type Commitment } from '../../ui/conduct.tsx'
import { ButtonLink, Field, Form, Select, Submit } from '../../ui/form.tsx'
import { Day, Theirs } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { RowLink, Table, Tabs } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'
import { DeliveredTable } from './delivered.tsx'

export const handle = { at: 'commitments', feeds: [{ type: 'application/atom+xml', path: commitmentFiles.feed }] }

const QUALITIES = ['security', 'privacy', 'integrity', 'reliability'] as const
const PRINCIPLES = ['P1', 'P2', 'P3', 'P4'] as const

export const loader = page(async ({ api, url }) => {
  const asked = (name: string) => url.searchParams.get(name)?.trim() ?? ''
  const one = <const V extends readonly string[]>(name: string, values: V): V[number] | undefined => values.find((value) => value === asked(name))
  const { metrics } = await api.commitments.metrics()
  const [column, quality, principle] = [one('column', BOARD), one('quality', QUALITIES), one('principle', PRINCIPLES)]
  const metric = metrics.find(({ id }) => id === asked('metric'))?.id
  const organisation = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(asked('organisation')) ? asked('organisation') : ''
  const filters: Query = {
    ...(column === undefined ? {} : { column }), ...(quality === undefined ? {} : { quality }), ...(principle === undefined ? {} : { principle }),
    ...(metric === undefined ? {} : { metric }), ...(organisation === '' ? {} : { organisation }), ...(asked('q') === '' ? {} : { q: asked('q').slice(0, 200) }),
  }
  const after = asked('after')
  const board = await api.commitments.commitments({ query: { ...filters, ...(after === '' ? {} : { after }) } })
  return { board, filters, column, metrics: metrics.filter(({ current }) => current), rules: metrics, paged: after !== '' }
})

type Loaded = Awaited<ReturnType<typeof loader>>

export default function Board() {
  const loaded = useLoaderData<typeof loader>()
  const { board: { counts, found, commitments, next, delivered }, filters, column, rules, paged } = loaded
  const { t } = useWords()
  const all = BOARD.reduce((sum, name) => sum + counts[name], 0)
  const { column: _, ...others } = filters
  const tab = (name: (typeof BOARD)[number] | undefined) => ({
    name: t('board.tab', { name: t(name === undefined ? 'board.all' : `board.column.${name}`), count: name === undefined ? all : counts[name] }),
    path: pathTo('commitments', {}, name === undefined ? others : { ...others, column: name }), here: column === name,
  })
  return (
    <Page
      at="commitments" title={t('place.commitments')} api={`/api/v1/commitments${queryText(filters)}`}
      sentence={all === 0 ? t('board.sentence.none') : t('board.sentence', { promised: counts.promised, started: counts.started, late: counts.late, met: counts.met })}
    >
      <Tabs label={t('board.columns')} tabs={[tab(undefined), ...BOARD.map(tab)]} />
      <Filters loaded={loaded} />
      {column === 'met' && <p>{t('board.metOnTime', { count: counts.metOnTime })}</p>}
      {commitments.length === 0 ? <Empty title={t('board.none.title')}><p>{t('board.none')}</p></Empty> : <Commitments commitments={commitments} found={found} />}
      {(next !== null || paged) && (
        <nav className="pages-links" aria-label={t('pages.label')}>
          {paged && <ButtonLink to={pathTo('commitments', {}, filters)}>{t('register.first')}</ButtonLink>}
          {next !== null && <ButtonLink to={pathTo('commitments', {}, { ...filters, after: next })}>{t('register.more')}</ButtonLink>}
        </nav>
      )}
      <Part title={t('delivered.title')} id="delivered">
        <p>{t('delivered.says')}</p>
        <DeliveredTable delivered={delivered} />
      </Part>
      <Part title={t('requests.files')}>
        <ul className="links">
          <li><a href={commitmentFiles.csv + queryText(filters)}>{t('board.csv')}</a></li>
          <li><a href={commitmentFiles.json + queryText(filters)}>{t('board.json')}</a></li>
          <li><a href={commitmentFiles.feed}>{t('board.feed')}</a></li>
          <li><a href={pathTo('requests')}>{t('place.requests')}</a></li>
        </ul>
      </Part>
      <Rules rules={rules} />
    </Page>
  )
}

function Filters({ loaded: { board: { organisations }, filters, metrics } }: { loaded: Loaded }) {
  const { t } = useWords()
  const metricName = useMetricName()
  const any = { value: '', label: t('register.any') }
  const chosen = (name: string): string => String(filters[name] ?? '')
  const filtered = Object.keys(filters).some((name) => name !== 'column')
  return (
    <details className="more" open={filtered}>
      <summary>{t('register.filters')}</summary>
      <Form method="get" action={pathTo('commitments')} shape="row" label={t('register.filters')}>
        {filters['column'] !== undefined && <input type="hidden" name="column" value={chosen('column')} />}
        <Field name="q" type="search" label={t('board.search')} value={chosen('q')} maxLength={200} hotkey="/" bare optional />
        <Select name="organisation" label={t('field.organisation')} value={chosen('organisation')} options={[any, ...organisations.map(({ slug, name }) => ({ value: slug, label: name }))]} />
        <Select name="principle" label={t('board.principle')} value={chosen('principle')} options={[any, ...PRINCIPLES.map((value) => ({ value, label: value }))]} />
        <Select name="metric" label={t('board.metric')} value={chosen('metric')} options={[any, ...metrics.map(({ id }) => ({ value: id, label: metricName({ id }) }))]} />
        <Select name="quality" label={t('board.quality')} value={chosen('quality')} options={[any, ...QUALITIES.map((value) => ({ value, label: t(`quality.${value}`) }))]} />
        <Submit kind="plain">{t('register.apply')}</Submit>
        {filtered && <ButtonLink to={pathTo('commitments', {}, filters['column'] === undefined ? {} : { column: chosen('column') })}>{t('register.clear')}</ButtonLink>}
      </Form>
    </details>
  )
}

function Commitments({ commitments, found }: { commitments: readonly Commitment[]; found: number }) {
  const { t } = useWords()
  const figure = useFigure()
  const metricName = useMetricName()
  return (
    <Table
      caption={t('board.caption', { count: found })} rows={commitments} keyOf={({ id }) => id} linked
      columns={[
        { head: t('place.commitment'), names: true, render: ({ id, title, language, name }) => <><RowLink to={pathTo('commitment', { id })}><span lang={language} dir="auto">{title}</span></RowLink><span className="under"><Theirs>{name}</Theirs></span></> },
        { head: t('field.state'), kind: 'tight', render: ({ state }) => <CommitmentChip state={state} /> },
        { head: t('board.metric'), render: ({ metric, clause }) => <>{metricName(metric)} <span className="quiet"><bdi>{clause}</bdi></span></> },
        { head: t('board.from'), kind: 'tight', render: ({ metric, baseline, target }) => t('board.fromTo', { from: figure(metric, baseline.value), to: figure(metric, target) }) },
        { head: t('board.now'), kind: 'tight', render: ({ metric, latest }) => (latest === null ? null : figure(metric, latest.value)) },
        { head: t('board.due'), kind: 'tight', render: ({ due }) => <Day at={due} /> },
      ]}
    />
  )
}

function Rules({ rules }: { rules: Loaded['rules'] }) {
  const { t } = useWords()
  const metricName = useMetricName()
  return (
    <Part title={t('board.metrics')} id="metrics">
      <p>{t('board.metrics.says')}</p>
      <details className="more">
        <summary>{t('board.metrics')}</summary>
        <dl className="pairs">
          {rules.map((metric) => [
            <dt key={`${metric.id} ${metric.version}`} id={metric.current ? `metric-${metric.id}` : undefined}>{metricName(metric)} <span className="quiet">{t('board.metric.version', { version: metric.version })}</span></dt>,
            <dd key={`${metric.id} ${metric.version} rule`} lang="en" dir="ltr">{metric.rule}</dd>,
          ])}
        </dl>
      </details>
    </Part>
  )
}
