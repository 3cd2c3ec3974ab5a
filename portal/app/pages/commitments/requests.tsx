/** What governments asked: who has stated it, by category and country, and what has changed since the last visit, as exact diffs. */
import { useLoaderData } from 'react-router'
import { commitmentFiles } from '@openaccord/api'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ProofMark } from '../../ui/accord.tsx'
import { ChangeShown, StatementChip, useBand, usePeriod, useWhere } from '../../ui/conduct.tsx'
import { Form, Select, Submit } from '../../ui/form.tsx'
import { Chip, Day, Theirs, Time } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Say, useWords } from '../../ui/visit.tsx'
import { lastVisit } from './last-visit.ts'

export const handle = { at: 'requests' }

const CATEGORIES = ['G0', 'G1', 'G2', 'G3', 'G4', 'G5', 'G6'] as const
const ANSWERS = ['received', 'refused', 'challenged', 'complied', 'pending'] as const

export const loader = page(async ({ api, url, request, own, now, origin }) => {
  const asked = (name: string) => url.searchParams.get(name) ?? ''
  const { since: before, cookie } = lastVisit(request.headers.get('cookie'), now, origin.startsWith('https:'))
  own.setCookies.push(cookie)
  const given = Date.parse(asked('since'))
  const since = asked('since') === 'ever' ? undefined : Number.isNaN(given) ? before : new Date(given)
  const period = /^20\d\d-H[12]$/.test(asked('period')) ? asked('period') : undefined
  const category = CATEGORIES.find((one) => one === asked('category'))
  const where = /^(?:[A-Z]{2}|[a-z]{4,10})$/.test(asked('where')) ? asked('where') : undefined
  const query = { ...(period === undefined ? {} : { period }), ...(category === undefined ? {} : { category }), ...(where === undefined ? {} : { where }), ...(since === undefined ? {} : { since: since.toISOString() }) }
  const [requests, whole] = await Promise.all([api.commitments.requests({ query }), api.commitments.requests({ query: period === undefined ? {} : { period } })])
  return { requests, places: [...new Set(whole.cells.map((cell) => cell.where))], category, where, since: since?.toISOString() ?? null }
})

type Loaded = Awaited<ReturnType<typeof loader>>

export default function Requests() {
  const loaded = useLoaderData<typeof loader>()
  const { requests: { organisations, period } } = loaded
  const { t } = useWords()
  const inTime = organisations.filter(({ standing }) => standing.state === 'fresh').length
  return (
    <Page
      at="requests" title={t('place.requests')} api="/api/v1/commitments/requests"
      sentence={organisations.length === 0 ? t('requests.sentence.none') : t('requests.sentence', { fresh: inTime, all: organisations.length })}
    >
      <p className="prose">{t('requests.says')}</p>
      <Changes loaded={loaded} />
      <Cells loaded={loaded} />
      <Organisations loaded={loaded} />
      <Part title={t('requests.files')}>
        <ul className="links">
          <li><a href={`${commitmentFiles.requestsCsv}${period === null ? '' : `?period=${period}`}`}>{t('board.csv')}</a></li>
          <li><a href={`${commitmentFiles.requestsJson}${period === null ? '' : `?period=${period}`}`}>{t('board.json')}</a></li>
          <li><a href={commitmentFiles.feed}>{t('board.feed')}</a></li>
          <li><a href={pathTo('assessors')}>{t('place.assessors')}</a></li>
          <li><a href={pathTo('commitments')}>{t('place.commitments')}</a></li>
        </ul>
      </Part>
    </Page>
  )
}

function Cells({ loaded: { requests: { period, periods, cells }, places, category, where } }: { loaded: Loaded }) {
  const { t } = useWords()
  const periodName = usePeriod()
  const place = useWhere()
  const any = { value: '', label: t('requests.any') }
  return (
    <Part title={t('requests.cells')} id="cells">
      <Form method="get" action={`${pathTo('requests')}#cells`} shape="row" label={t('requests.cells')}>
        <Select name="period" label={t('requests.period')} value={period ?? ''} options={periods.map((value) => ({ value, label: periodName(value) }))} />
        <Select name="category" label={t('requests.category')} value={category ?? ''} options={[any, ...CATEGORIES.map((value) => ({ value, label: `${value} ${t(`requests.category.${value}`)}` }))]} />
        <Select name="where" label={t('requests.where')} value={where ?? ''} options={[any, ...places.map((value) => ({ value, label: place(value) }))]} />
        <Submit kind="plain">{t('requests.show')}</Submit>
      </Form>
      {cells.length === 0 || period === null ? <p>{t('requests.cells.none')}</p> : (
        <>
          <Table
            caption={t('requests.caption', { period: periodName(period) })} rows={cells} keyOf={(cell) => `${cell.category} ${cell.where}`}
            columns={[
              { head: t('requests.category'), names: true, render: (cell) => <><bdi>{cell.category}</bdi> <span className="under">{t(`requests.category.${cell.category}`)}</span></> },
              { head: t('requests.where'), render: (cell) => place(cell.where) },
              ...ANSWERS.map((field) => ({ head: t(`requests.${field}`), kind: 'tight' as const, render: (cell: Loaded['requests']['cells'][number]) => <Bands counts={cell[field]} /> })),
            ]}
          />
          <p className="quiet">{t('requests.cells.says')}</p>
        </>
      )}
    </Part>
  )
}

const ORDER = ['0', '1-4', '5-19', '20-99', '100+', 'may-not-say']

/** Which answer came from how many organisations. */
function Bands({ counts }: { counts: Readonly<Record<string, number>> }) {
  const { t } = useWords()
  const band = useBand()
  const given = ORDER.flatMap((one) => (counts[one] === undefined ? [] : [[one, counts[one]] as const]))
  if (given.length === 0) return null
  return <ul className="values">{given.map(([one, count]) => <li key={one}><bdi>{t('requests.answers', { band: band(one), count })}</bdi></li>)}</ul>
}

function Organisations({ loaded: { requests: { organisations } } }: { loaded: Loaded }) {
  const { t } = useWords()
  const period = usePeriod()
  return (
    <Part title={t('requests.organisations')} id="organisations">
      <Table
        caption={t('requests.organisations.caption', { count: organisations.length })} rows={organisations} keyOf={({ slug }) => slug}
        columns={[
          { head: t('field.organisation'), names: true, render: ({ slug, name }) => <a href={pathTo('requestsOf', { slug })}><Theirs>{name}</Theirs></a> },
          { head: t('field.state'), kind: 'tight', render: ({ standing }) => <StatementChip state={standing.state} /> },
          { head: t('requests.last'), render: ({ standing }) => (standing.period === null ? t('requests.never') : period(standing.period)) },
          { head: t('requests.due'), kind: 'tight', render: ({ standing }) => (standing.late === null ? null : <Day at={standing.late} />) },
          { head: t('requests.marks'), render: ({ breaches, mayNotSay }) => <>{breaches > 0 && <Chip kind="attention">{t('requests.complied.chip')}</Chip>} {mayNotSay && <Chip kind="sealed">{t('requests.mayNotSay.chip')}</Chip>}</> },
        ]}
      />
    </Part>
  )
}

function Changes({ loaded: { requests: { changes }, since } }: { loaded: Loaded }) {
  const { t, moment } = useWords()
  const period = usePeriod()
  return (
    <Part title={t('requests.changes')} id="changes">
      {since === null ? <p className="quiet">{t('requests.changes.recent')}</p> : <p className="quiet"><Say k="requests.changes.since" moment={<Time at={since} full />} /> <a href={pathTo('requests', {}, { since: 'ever' })}>{t('requests.changes.all')}</a></p>}
      {changes.length === 0
        ? <Empty title={t('requests.changes.none', { moment: since === null ? '' : moment(since) })}><p><a href={pathTo('requests', {}, { since: 'ever' })}>{t('requests.changes.all')}</a></p></Empty>
        : changes.slice(0, since === null ? 6 : changes.length).map((change) => (
          <article className="changed" key={change.fact}>
            <h3><a href={`${pathTo('requestsOf', { slug: change.slug })}#${change.fact}`}><Say k="diff.of" name={<Theirs>{change.name}</Theirs>} period={period(change.period)} /></a> <span className="quiet"><Day at={change.at} /> <ProofMark fact={change.fact} what={change.name} /></span></h3>
            <ChangeShown change={change} />
          </article>
        ))}
    </Part>
  )
}
