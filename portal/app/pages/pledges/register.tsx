/** The register: has it signed? Then who has, who endorses, who is a partner, who once signed; filters stand in the address. */
import { useLoaderData } from 'react-router'
import { LISTS, pledgeFiles, STANDINGS } from '@openaccord/api'
import { page } from '../../page.ts'
import { pathTo, queryText, type Query } from '../../paths.ts'
import { StandingChip, useCountry, useEntrySentence, type Entry } from '../../ui/accord.tsx'
import { ButtonLink, Field, Form, Select, Submit } from '../../ui/form.tsx'
import { Day, Theirs } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { RowLink, Table, Tabs } from '../../ui/table.tsx'
import { Say, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'register', feeds: [{ type: 'application/atom+xml', path: pledgeFiles.registerFeed }] }

const SIZES = ['micro', 'small', 'medium', 'large'] as const
const FILTERS = ['state', 'country', 'sector', 'size', 'version'] as const

export const loader = page(async ({ api, url }) => {
  const asked = (name: string) => url.searchParams.get(name)?.trim() ?? ''
  const one = <const V extends readonly string[]>(name: string, values: V): V[number] | undefined => values.find((value) => value === asked(name))
  const name = asked('name')
  const list = one('list', LISTS) ?? 'signatory'
  const text = Object.fromEntries(FILTERS.map((field) => [field, asked(field)])) as Record<(typeof FILTERS)[number], string>
  const after = asked('after')
  const state = one('state', STANDINGS)
  const size = one('size', SIZES)
  const query = {
    list, ...(state === undefined ? {} : { state }), ...(size === undefined ? {} : { size }), ...(after === '' ? {} : { after }),
    ...(/^[A-Z]{2}$/.test(text.country) ? { country: text.country } : {}), ...(text.sector === '' ? {} : { sector: text.sector }),
    ...(/^[1-9]\d{0,2}\.\d{1,3}$/.test(text.version) ? { version: text.version } : {}),
  }
  const [register, answer, { versions }] = await Promise.all([
    api.pledges.register({ query }), name === '' ? null : api.pledges.answer({ query: { name: name.slice(0, 200) } }), api.pledges.pledgeVersions(),
  ])
  const { after: _, ...filters } = query
  return { register, answer, name, list, filters, versions: versions.filter(({ signatures }) => signatures > 0).map(({ version }) => version), paged: after !== '' }
})

type Loaded = Awaited<ReturnType<typeof loader>>

export default function Register() {
  const loaded = useLoaderData<typeof loader>()
  const { register: { counts, found, entries, next }, answer, name, list, filters, paged } = loaded
  const { t } = useWords()
  return (
    <Page
      at="register" title={t('place.register')} api={`/api/v1/pledges/register${queryText(filters)}`}
      sentence={counts.signatory + counts.endorser + counts.partner === 0 ? t('register.sentence.none') : t('register.sentence', { signatories: t('register.signatories', { count: counts.signatory }), endorsers: t('register.endorsers', { count: counts.endorser }), partners: t('register.partners', { count: counts.partner }) })}
    >
      <Form method="get" action={pathTo('register')} shape="row" label={t('register.ask')}>
        <div className="grow"><Field name="name" type="search" label={t('register.ask')} help={t('register.ask.help')} value={name} maxLength={200} hotkey="/" bare optional /></div>
        <Submit>{t('register.ask.go')}</Submit>
      </Form>
      {answer !== null && <Answered answer={answer} />}
      <Tabs label={t('register.lists')} tabs={LISTS.map((each) => ({ name: t('register.tab', { name: t(`list.${each}`), count: counts[each] }), path: pathTo('register', {}, each === 'signatory' ? {} : { list: each }), here: each === list }))} />
      <Filters loaded={loaded} />
      {entries.length === 0
        ? <Empty title={t('register.none.title')}><p>{t(Object.keys(filters).length > 1 ? 'register.none.filtered' : 'register.none')}</p></Empty>
        : <Entries entries={entries} found={found} />}
      {(next !== null || paged) && (
        <nav className="pages-links" aria-label={t('pages.label')}>
          {paged && <ButtonLink to={pathTo('register', {}, filters)}>{t('register.first')}</ButtonLink>}
          {next !== null && <ButtonLink to={pathTo('register', {}, { ...filters, after: next })}>{t('register.more')}</ButtonLink>}
        </nav>
      )}
      <Files filters={filters} />
    </Page>
  )
}

function Answered({ answer: { answer, asked, entry, founder, close } }: { answer: NonNullable<Loaded['answer']> }) {
  const { t } = useWords()
  const sentence = useEntrySentence()
  const name = entry?.name ?? founder?.name ?? asked
  return (
    <section className="answer" data-answer={answer} aria-live="polite">
      <p className="sentence"><Say k={`answer.${answer}`} name={<bdi>{name}</bdi>} /></p>
      {entry !== null && <p>{sentence(entry)} <a href={pathTo('registered', { slug: entry.slug })}>{t('answer.see')}</a></p>}
      {founder !== null && <p><a href={pathTo('founders')}>{t('place.founders')}</a></p>}
      {close.length > 0 && (
        <>
          <h2>{t('answer.close')}</h2>
          <ul className="prose">
            {close.map((each) => (
              <li key={each.name}>
                {each.slug === null ? <a href={pathTo('founders')}><bdi>{each.name}</bdi></a> : <a href={pathTo('registered', { slug: each.slug })}><bdi>{each.name}</bdi></a>}
                {' · '}<span className="quiet">{t(`answer.short.${each.answer}`)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function Filters({ loaded: { register: { countries, sectors }, list, filters, versions } }: { loaded: Loaded }) {
  const { t } = useWords()
  const country = useCountry()
  const chosen = (name: string): string => Object.entries(filters).find(([field]) => field === name)?.[1] ?? ''
  const any = { value: '', label: t('register.any') }
  const filtered = Object.keys(filters).length > 1
  return (
    <details className="more" open={filtered}>
      <summary>{t('register.filters')}</summary>
      <Form method="get" action={pathTo('register')} shape="row" label={t('register.filters')}>
        {list !== 'signatory' && <input type="hidden" name="list" value={list} />}
        <Select name="country" label={t('field.country')} value={chosen('country')} options={[any, ...countries.map((code) => ({ value: code, label: country(code) ?? code }))]} />
        <Select name="sector" label={t('field.sector')} value={chosen('sector')} options={[any, ...sectors.map((sector) => ({ value: sector, label: sector }))]} />
        <Select name="size" label={t('register.size')} value={chosen('size')} options={[any, ...SIZES.map((size) => ({ value: size, label: t(`size.${size}`) }))]} />
        <Select name="state" label={t('field.state')} value={chosen('state')} options={[any, ...STANDINGS.map((state) => ({ value: state, label: t(`standing.${state}`) }))]} />
        {versions.length > 1 && <Select name="version" label={t('pledge.version')} value={chosen('version')} options={[any, ...versions.map((version) => ({ value: version, label: version }))]} />}
        <Submit kind="plain">{t('register.apply')}</Submit>
        {filtered && <ButtonLink to={pathTo('register', {}, list === 'signatory' ? {} : { list })}>{t('register.clear')}</ButtonLink>}
      </Form>
    </details>
  )
}

function Entries({ entries, found }: { entries: readonly Entry[]; found: number }) {
  const { t } = useWords()
  const country = useCountry()
  return (
    <Table
      caption={t('register.caption', { count: found })} rows={entries} keyOf={({ slug }) => slug} linked
      columns={[
        { head: t('field.organisation'), names: true, render: ({ slug, name }) => <RowLink to={pathTo('registered', { slug })}><Theirs>{name}</Theirs></RowLink> },
        { head: t('field.state'), kind: 'tight', render: ({ state }) => <StandingChip state={state} /> },
        { head: t('pledge.version'), kind: 'tight', render: ({ version }) => version },
        { head: t('field.country'), render: (entry) => country(entry.country) },
        { head: t('field.sector'), render: ({ sector }) => (sector === null ? null : <Theirs>{sector}</Theirs>) },
        { head: t('field.since'), kind: 'tight', render: ({ since }) => <Day at={since} /> },
      ]}
    />
  )
}

function Files({ filters }: { filters: Query }) {
  const { t } = useWords()
  const query = queryText(filters)
  return (
    <>
      <Part title={t('register.files')}>
        <ul className="links">
          <li><a href={pledgeFiles.registerCsv + query}>{t('register.csv')}</a></li>
          <li><a href={pledgeFiles.registerJson + query}>{t('register.json')}</a></li>
          <li><a href={pledgeFiles.registerFeed}>{t('register.feed')}</a></li>
        </ul>
      </Part>
      <Part title={t('register.beside')}>
        <p><Say k="register.founders" link={<a href={pathTo('founders')}>{t('place.founders')}</a>} /></p>
        <ul className="links">
          <li><a href={pathTo('statements')}>{t('place.statements')}</a></li>
          <li><a href={pathTo('conflicts')}>{t('place.conflicts')}</a></li>
        </ul>
      </Part>
    </>
  )
}
