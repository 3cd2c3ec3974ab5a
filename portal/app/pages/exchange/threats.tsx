/** Threats: search and list. Every filter stands in the address, so a search can be kept, sent and opened again. */
import { useLoaderData } from 'react-router'
import { ApiError, type Client } from '@openaccord/api'
import { TLP_LEVELS, type Tlp } from '@openaccord/names'
import { page } from '../../page.ts'
import { pathTo, type Query } from '../../paths.ts'
import { ButtonLink, Field, Form, Group, Select, Submit } from '../../ui/form.tsx'
import type { Hit } from '../../ui/hits.tsx'
import { Chip, Theirs, Time, TlpMark, TypeName, useTypeName } from '../../ui/marks.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { RowLink, Table } from '../../ui/table.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'threats' }

const TYPES = [
  'indicator', 'malware', 'attack-pattern', 'vulnerability', 'campaign', 'intrusion-set', 'threat-actor', 'report', 'tool', 'infrastructure',
  'course-of-action', 'identity', 'observed-data', 'sighting', 'note', 'ipv4-addr', 'ipv6-addr', 'domain-name', 'url', 'file', 'email-addr',
] as const
const PAGE = 50
const DAY = /^\d{4}-\d{2}-\d{2}$/
const isTlp = (text: string): text is Tlp => (TLP_LEVELS as readonly string[]).includes(text)

/** The filters as they stand in the address. */
function filtersOf(search: URLSearchParams) {
  const one = (name: string) => (search.get(name) ?? '').trim()
  const day = (name: string) => (DAY.test(one(name)) ? one(name) : '')
  const all = (name: string) => search.getAll(name).filter((value) => value !== '')
  return { q: one('q'), type: all('type'), tlp: all('tlp'), source: one('source'), collection: one('collection'), since: day('since'), until: day('until') }
}
type Filters = ReturnType<typeof filtersOf>

export const loader = page(async ({ api, me, url }) => {
  const filters = filtersOf(url.searchParams)
  const cursor = url.searchParams.get('cursor') ?? undefined
  const { q, type, source, collection } = filters
  const tlp = filters.tlp.filter(isTlp)
  const query = {
    ...(q === '' ? {} : { q }), ...(type.length === 0 ? {} : { type }), ...(tlp.length === 0 ? {} : { tlp }),
    ...(source === '' ? {} : { source: [source] }), ...(collection === '' ? {} : { collection: [collection] }),
    ...(filters.since !== '' ? { since: `${filters.since}T00:00:00.000Z` } : {}),
    ...(filters.until !== '' ? { until: `${filters.until}T23:59:59.999Z` } : {}),
    limit: PAGE, ...(cursor === undefined ? {} : { cursor }),
  }
  const [found, { collections }, sources] = await Promise.all([
    searched(api.exchange.search({ query })),
    api.exchange.collections(),
    me === null ? [] : api.members.organisations().then(({ organisations }) => organisations.map(({ id, name }) => ({ id, name }))),
  ])
  return { found, filters, cursor, sources, collections: collections.map(({ id, title }) => ({ id, title })) }
})

const NOTHING = { hits: [], cursor: null, understood: [], behind: 0 }

/** A search that the hub cannot read (a cursor of another search, five hundred words) finds nothing, and says why. */
async function searched(search: ReturnType<Client['exchange']['search']>): Promise<Awaited<typeof search> & { unread?: string }> {
  try {
    return await search
  } catch (error) {
    if (error instanceof ApiError && (error.status === 400 || error.status === 422)) return { ...NOTHING, unread: error.problem.detail }
    throw error
  }
}

const queryOf = (filters: Filters, cursor?: string): Query => ({ ...filters, cursor })

export default function Threats() {
  const { found, filters, cursor, sources, collections } = useLoaderData<typeof loader>()
  const { me, url } = useVisit()
  const { t } = useWords()
  const filtered = Object.values(filters).some((value) => value.length > 0)
  return (
    <Page
      at="threats" title={t('place.threats')} api={`/api/v1/threats${url.search}`}
      sentence={t(me === null ? 'threats.sentence.visitor' : 'threats.sentence')}
      actions={me?.rights.includes('threats.share') === true && <ButtonLink kind="first" to={pathTo('share')}>{t('place.share')}</ButtonLink>}
    >
      <search><Filter filters={filters} sources={sources} collections={collections} /></search>
      {found.understood.length > 0 && <p className="quiet">{t('threats.understood', { what: found.understood.map(({ kind, value }) => t('threats.understood.as', { kind, value })).join(', ') })}</p>}
      {found.unread !== undefined && <Notice kind="attention"><p>{t('threats.unread', { detail: found.unread })}</p></Notice>}
      {found.behind > 0 && <Notice kind="attention"><p>{t('threats.behind', { count: found.behind })}</p></Notice>}
      {found.hits.length === 0 ? <Nothing filtered={filtered || cursor !== undefined} /> : <Hits hits={found.hits} />}
      <nav className="pages-links" aria-label={t('pages.label')}>
        {cursor !== undefined && <ButtonLink to={pathTo('threats', {}, queryOf(filters))}>{t('pages.first')}</ButtonLink>}
        {found.cursor !== null && <ButtonLink to={pathTo('threats', {}, queryOf(filters, found.cursor))}>{t('pages.next')}</ButtonLink>}
      </nav>
    </Page>
  )
}

function Hits({ hits }: { hits: readonly Hit[] }) {
  const { t } = useWords()
  return (
    <Table
      caption={t('threats.caption', { count: hits.length })} rows={hits} keyOf={({ id, collection }) => `${id} ${collection}`} linked
      columns={[
        { head: t('object.title'), names: true, render: (hit) => <><RowLink to={pathTo('threat', { id: hit.id })}><Theirs>{hit.title}</Theirs></RowLink>{hit.revoked && <>{' '}<Chip kind="attention">{t('object.revoked')}</Chip></>}</> },
        { head: t('object.type'), kind: 'tight', render: ({ type }) => <TypeName type={type} /> },
        { head: t('object.tlp'), kind: 'tight', render: ({ tlp }) => <TlpMark level={tlp} /> },
        { head: t('object.source'), render: ({ source, sources }) => (sources > 1 ? t('hit.fromMore', { name: source.name, count: sources - 1 }) : source.name) },
        { head: t('object.collection'), render: ({ collectionTitle }) => <Theirs>{collectionTitle}</Theirs> },
        { head: t('object.added'), kind: 'tight', render: ({ added }) => <Time at={added} /> },
      ]}
    />
  )
}

function Nothing({ filtered }: { filtered: boolean }) {
  const { t } = useWords()
  return (
    <Empty
      title={t(filtered ? 'threats.none.title' : 'threats.empty.title')}
      actions={filtered ? <ButtonLink to={pathTo('threats')}>{t('threats.none.all')}</ButtonLink> : <ButtonLink to={pathTo('collections')}>{t('front.door.connect')}</ButtonLink>}
    >
      <p>{t(filtered ? 'threats.none' : 'threats.empty')}</p>
    </Empty>
  )
}

type FilterProps = { filters: Filters; sources: { id: string; name: string }[]; collections: { id: string; title: string }[] }

function Filter({ filters, sources, collections }: FilterProps) {
  const { t } = useWords()
  const typeName = useTypeName()
  const any = { value: '', label: t('threats.any') }
  const more = [...filters.type, ...filters.tlp, filters.source, filters.collection, filters.since, filters.until].some((value) => value !== '')
  return (
    <Form method="get" label={t('shell.search')} shape="wide">
      <div className="form" data-shape="row">
        <div className="grow"><Field name="q" type="search" label={t('threats.q')} help={t('threats.q.help')} value={filters.q} hotkey="/" optional bare /></div>
        <Submit>{t('shell.search.go')}</Submit>
      </div>
      <details className="more" open={more}>
        <summary>{t('threats.filters')}</summary>
        <div className="filters">
          <Group name="tlp" label={t('object.tlp')} shape="row" chosen={filters.tlp} options={TLP_LEVELS.map((level) => ({ value: level, label: <TlpMark level={level} /> }))} />
          <Group name="type" label={t('object.type')} shape="row" chosen={filters.type} options={TYPES.map((type) => ({ value: type, label: typeName(type) }))} />
          <div className="form" data-shape="row">
            {sources.length > 0 && <Select name="source" label={t('object.source')} value={filters.source} options={[any, ...sources.map(({ id, name }) => ({ value: id, label: name }))]} />}
            <Select name="collection" label={t('object.collection')} value={filters.collection} options={[any, ...collections.map(({ id, title }) => ({ value: id, label: title }))]} />
            <Field name="since" type="date" label={t('threats.since')} value={filters.since} optional bare />
            <Field name="until" type="date" label={t('threats.until')} value={filters.until} optional bare />
          </div>
          <div className="actions"><Submit kind="plain">{t('threats.apply')}</Submit><a href={pathTo('threats')}>{t('threats.clear')}</a></div>
        </div>
      </details>
    </Form>
  )
}
