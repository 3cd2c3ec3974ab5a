/** The log: how it stands in a sentence, what is overdue, the newest entries in words, and how to check all of it oneself. */
import { useLoaderData } from 'react-router'
import { page } from '../../page.ts'
import { pathTo, queryText } from '../../paths.ts'
import { ButtonLink, Field, Form, Select, Submit } from '../../ui/form.tsx'
import { actAddress, organisationOf, ProofState, useDid, type LogEntry } from '../../ui/ledger.tsx'
import { Time } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { RowLink, Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'
import { isKindOfEntry, KINDS_OF_ENTRY, factsOf } from './kinds.ts'
import { CheckTheWhole, Standing, useLogSentence, Witnesses } from './log-standing.tsx'
import { namesOf } from './names.ts'

export const handle = { at: 'log', lively: true }

const DAY = /^\d{4}-\d\d-\d\d$/
const PAGE = 30

export const loader = page(async ({ api, url }) => {
  const asked = (name: string) => url.searchParams.get(name)?.trim() ?? ''
  const kind = asked('kind')
  const day = (name: string, clock: string) => (DAY.test(asked(name)) && !Number.isNaN(Date.parse(asked(name))) ? `${asked(name)}T${clock}Z` : undefined)
  const [since, until] = [day('since', '00:00:00'), day('until', '23:59:59.999999')]
  const cursor = asked('cursor')
  const about = asked('about')
  const query = {
    ...(about === '' ? {} : { about }), ...(isKindOfEntry(kind) ? { fact: factsOf(kind) } : {}),
    ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }), ...(cursor === '' ? {} : { cursor }),
  }
  const [status, { entries, cursor: next }, { seals }] = await Promise.all([
    api.ledger.status(), api.ledger.entries({ query: { ...query, limit: PAGE } }), api.ledger.seals({ query: { state: 'overdue' } }),
  ])
  const overdue = seals.map(({ entry }) => entry)
  const names = await namesOf(api, [...entries, ...overdue].flatMap((entry) => organisationOf(entry) ?? []).concat(about))
  const filters = { about, kind: isKindOfEntry(kind) ? kind : '', since: since === undefined ? '' : asked('since'), until: until === undefined ? '' : asked('until') }
  return { status, entries, next, overdue, names, filters, paged: cursor !== '', api: `/api/v1/log/entries${queryText(query)}` }
})

type Loaded = Awaited<ReturnType<typeof loader>>

export default function TheLog() {
  const loaded = useLoaderData<typeof loader>()
  const { status, entries, next, overdue, names, filters, paged } = loaded
  const { t } = useWords()
  const narrowed = Object.values(filters).some((value) => value !== '')
  return (
    <Page at="log" title={t('place.log')} api={loaded.api} sentence={useLogSentence(status)} actions={<ButtonLink to={pathTo('verify')}>{t('log.verify')}</ButtonLink>}>
      <Standing status={status} />
      <div className="prose"><p>{t('log.what')}</p></div>
      {overdue.length > 0 && <Overdue entries={overdue} names={names} />}
      <Part title={t('log.acts')} id="entries">
        <Filters filters={filters} names={names} />
        {entries.length > 0 ? <Entries entries={entries} names={names} />
          : narrowed || paged ? <Empty title={t('log.acts.none.title')}><p>{t('log.acts.none')}</p></Empty> : <Empty title={t('log.acts.first.title')}><p>{t('log.acts.first')}</p></Empty>}
        <nav className="pages-links" aria-label={t('pages.label')}>
          {paged && <ButtonLink to={`${pathTo('log', {}, filters)}#entries`}>{t('log.newest')}</ButtonLink>}
          {next !== null && <ButtonLink to={`${pathTo('log', {}, { ...filters, cursor: next })}#entries`}>{t('log.older')}</ButtonLink>}
          <a href={`/log/feed.atom${queryText({ about: filters.about })}`}>{t('log.feed')}</a>
        </nav>
      </Part>
      <Witnesses status={status} />
      <CheckTheWhole status={status} />
    </Page>
  )
}

function Filters({ filters, names }: Pick<Loaded, 'filters' | 'names'>) {
  const { t, locale } = useWords()
  const known = Object.entries(names).map(([value, { name }]) => ({ value, label: name })).sort((a, b) => a.label.localeCompare(b.label, locale))
  const other = filters.about === '' || names[filters.about] !== undefined ? [] : [{ value: filters.about, label: filters.about }]
  return (
    <Form method="get" action={pathTo('log')} shape="row" label={t('log.filter')}>
      <Select name="about" label={t('log.filter.organisation')} value={filters.about} options={[{ value: '', label: t('log.filter.all') }, ...other, ...known]} />
      <Select name="kind" label={t('log.filter.kind')} value={filters.kind} options={[{ value: '', label: t('log.filter.all') }, ...KINDS_OF_ENTRY.map((value) => ({ value, label: t(`log.kind.${value}`) }))]} />
      <Field name="since" type="date" label={t('log.filter.since')} value={filters.since} optional bare />
      <Field name="until" type="date" label={t('log.filter.until')} value={filters.until} optional bare />
      <Submit kind="plain">{t('log.filter.go')}</Submit>
    </Form>
  )
}

function Entries({ entries, names }: Pick<Loaded, 'entries' | 'names'>) {
  const { t, number } = useWords()
  const did = useDid(names)
  return (
    <Table
      caption={t('log.acts.caption', { count: entries.length })} rows={entries} keyOf={({ id }) => id} linked
      columns={[
        { head: t('log.what.head'), names: true, render: (entry) => <RowLink to={actAddress(entry.id)}><bdi>{did(entry)}</bdi></RowLink> },
        { head: t('log.when'), kind: 'tight', render: ({ at }) => <Time at={at} /> },
        { head: t('log.proof'), kind: 'tight', render: ({ proof }) => <ProofState state={proof} /> },
        { head: t('log.index'), kind: 'figure', render: ({ index }) => (index === null ? null : number(index)) },
      ]}
    />
  )
}

function Overdue({ entries, names }: { entries: readonly LogEntry[]; names: Loaded['names'] }) {
  const { t } = useWords()
  const did = useDid(names)
  return (
    <Part title={t('log.overdue')} id="overdue">
      <p>{t('log.overdue.says')}</p>
      <Table
        caption={t('log.overdue.caption', { count: entries.length })} rows={entries} keyOf={({ id }) => id} linked
        columns={[
          { head: t('log.what.head'), names: true, render: (entry) => <RowLink to={actAddress(entry.id)}><bdi>{did(entry)}</bdi></RowLink> },
          { head: t('log.overdue.by'), kind: 'tight', render: ({ openBy }) => (openBy === null ? null : <Time at={openBy} full />) },
        ]}
      />
    </Part>
  )
}
