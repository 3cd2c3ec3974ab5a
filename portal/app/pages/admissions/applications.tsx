/** Every application that was handed in: what is open for comment now, then the list with its filters in the address. */
import { useLoaderData } from 'react-router'
import { APPLICATION_STATES } from '@openaccord/api'
import { page } from '../../page.ts'
import { pathTo, queryText } from '../../paths.ts'
import { useCountry } from '../../ui/accord.tsx'
import { ApplicationState, WaitLine, type Card } from '../../ui/application.tsx'
import { ButtonLink, Form, Select, Submit } from '../../ui/form.tsx'
import { Day, Theirs, Time } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { RowLink, Table, Tabs } from '../../ui/table.tsx'
import { Say, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'applications' }

const VIEWS = ['open', 'ended', 'all'] as const
/** A draft is nobody’s but the applicant’s. */
const SHOWN = APPLICATION_STATES.filter((state) => state !== 'draft')

export const loader = page(async ({ api, url }) => {
  const asked = (name: string) => url.searchParams.get(name)?.trim() ?? ''
  const view = VIEWS.find((each) => each === asked('view')) ?? 'open'
  const state = SHOWN.find((each) => each === asked('state'))
  const after = asked('after')
  const filters = { ...(state === undefined ? {} : { state }), ...(view === 'all' || state !== undefined ? {} : { open: view === 'open' ? 'yes' : 'no' } as const) }
  const [listed, forComment] = await Promise.all([
    api.admissions.applications({ query: { ...filters, ...(after === '' ? {} : { after }) } }), api.admissions.applications({ query: { state: 'comment-window', limit: 20 } }),
  ])
  return { listed, forComment: forComment.applications, view, state: state ?? '', paged: after !== '' }
})

export default function Applications() {
  const { listed: { applications, found, next }, forComment, view, state, paged } = useLoaderData<typeof loader>()
  const { t } = useWords()
  const here = { ...(view === 'open' ? {} : { view }), ...(state === '' ? {} : { state }) }
  return (
    <Page
      at="applications" title={t('place.applications')} sentence={forComment.length === 0 ? t('applications.sentence') : t('applications.sentence.comment', { count: forComment.length })}
      actions={<ButtonLink kind="first" to={pathTo('apply')}>{t('place.apply')}</ButtonLink>} api={`/api/v1/admissions/applications${queryText(here)}`}
    >
      {forComment.length > 0 && <Part title={t('applications.comment')}><ForComment applications={forComment} /></Part>}
      <section className="part">
        <Tabs label={t('applications.views')} tabs={VIEWS.map((each) => ({ name: t(`applications.view.${each}`), path: pathTo('applications', {}, each === 'open' ? {} : { view: each }), here: each === view && state === '' }))} />
        <Form method="get" action={pathTo('applications')} shape="row" label={t('applications.filter')}>
          <input type="hidden" name="view" value={view} />
          <Select name="state" label={t('field.state')} value={state} options={[{ value: '', label: t('register.any') }, ...SHOWN.map((each) => ({ value: each, label: t(`application.state.${each}`) }))]} />
          <Submit kind="plain">{t('register.apply')}</Submit>
          {state !== '' && <ButtonLink to={pathTo('applications')}>{t('register.clear')}</ButtonLink>}
        </Form>
        {applications.length === 0
          ? <Empty title={t('applications.none.title')} actions={<ButtonLink to={pathTo('apply')}>{t('place.apply')}</ButtonLink>}><p>{t(state === '' ? 'applications.none' : 'applications.none.filtered')}</p></Empty>
          : <List applications={applications} found={found} />}
        {(next !== null || paged) && (
          <nav className="pages-links" aria-label={t('pages.label')}>
            {paged && <ButtonLink to={pathTo('applications', {}, here)}>{t('pages.first')}</ButtonLink>}
            {next !== null && <ButtonLink to={pathTo('applications', {}, { ...here, after: next })}>{t('pages.next')}</ButtonLink>}
          </nav>
        )}
      </section>
    </Page>
  )
}

function ForComment({ applications }: { applications: readonly Card[] }) {
  const { t } = useWords()
  const country = useCountry()
  return (
    <ul className="hits">
      {applications.map(({ id, name, sector, country: code, waits, comments }) => {
        const until = waits.find(({ what }) => what === 'comments')?.due
        return (
          <li key={id}>
            <a href={`${pathTo('application', { id })}#comment`}><bdi>{name}</bdi></a>
            <span className="under"><Theirs>{sector}</Theirs><span>{country(code)}</span><span>{t(comments === 0 ? 'application.comments.none' : 'application.comments.count', { count: comments })}</span>{until !== undefined && <span><Say k="applications.until" when={<Time at={until} full />} /></span>}</span>
          </li>
        )
      })}
    </ul>
  )
}

function List({ applications, found }: { applications: readonly Card[]; found: number }) {
  const { t } = useWords()
  const country = useCountry()
  return (
    <Table
      caption={t('applications.caption', { count: found })} rows={applications} keyOf={({ id }) => id} linked
      columns={[
        { head: t('field.organisation'), names: true, render: ({ id, name }) => <RowLink to={pathTo('application', { id })}><Theirs>{name}</Theirs></RowLink> },
        { head: t('field.state'), kind: 'tight', render: ({ state }) => <ApplicationState state={state} /> },
        { head: t('applications.waiting'), render: ({ waits: [wait] }) => (wait === undefined ? null : <WaitLine wait={wait} brief />) },
        { head: t('field.country'), render: ({ country: code }) => country(code) },
        { head: t('applications.sponsors'), kind: 'figure', render: ({ sponsors, sponsorsNeeded }) => t('applications.sponsors.of', { count: sponsors, needed: sponsorsNeeded }) },
        { head: t('applications.submitted'), kind: 'tight', render: ({ submitted }) => <Day at={submitted} /> },
      ]}
    />
  )
}
