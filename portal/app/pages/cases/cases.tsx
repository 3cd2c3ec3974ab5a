/** The cases of one's organisation: what waits for it first; the filter stands in the address. */
import { useActionData, useLoaderData } from 'react-router'
import { CASE_ROLES, MATRIX_STATES } from '@openaccord/api'
import { doneAt, form, memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { CaseState, EmbargoLine, RolesOf, Step, type CaseCard } from '../../ui/case.tsx'
import { ButtonLink, Field, Form, Select, Submit } from '../../ui/form.tsx'
import { Chip, Theirs, Time } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { RowLink, Table, Tabs } from '../../ui/table.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'
import { Calendar } from './calendar.tsx'
import { StateMark } from './matrix.tsx'

export const handle = { at: 'cases' }

const SHOWS = ['waits-for-us', 'open', 'invited', 'closed', 'all'] as const

export const loader = memberPage(async ({ api, url }) => {
  const asked = (name: string) => url.searchParams.get(name)?.trim() ?? ''
  const show = SHOWS.find((each) => each === asked('show')) ?? 'all'
  const role = CASE_ROLES.find((each) => each === asked('role'))
  const words = asked('words').slice(0, 200)
  const after = asked('after')
  const found = await api.cases.cases({ query: { show, ...(role === undefined ? {} : { role }), ...(words === '' ? {} : { words }), ...(after === '' ? {} : { after }) } })
  return { ...found, filter: { show, role: role ?? '', words }, paged: after !== '', feed: (await api.embargo.calendar()).since }
}, 'cases.work')

/** The feed's secret address is shown this once. */
export const action = form(async ({ api }, { intent }) => {
  if (intent === 'feed') return { address: (await api.embargo.makeCalendar({ body: {} })).address }
  await api.embargo.removeCalendar()
  return doneAt(pathTo('cases'), 'cases.unfeed')
})

type Loaded = Awaited<ReturnType<typeof loader>>

export default function Cases() {
  const { counts, found, cases, next, filter, paged, feed } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { url } = useVisit()
  const { t } = useWords()
  const { waitsForUs, all } = counts
  return (
    <Page
      at="cases" title={t('place.cases')} api={`/api/v1/cases${url.search}`}
      sentence={all === 0 ? t('cases.sentence.none') : waitsForUs === 0 ? t('cases.sentence.nothing', { count: all }) : t('cases.sentence.waits', { count: waitsForUs })}
      actions={<ButtonLink kind="first" to={pathTo('newCase')}>{t('place.newCase')}</ButtonLink>}
    >
      {all === 0 ? (
        <Empty title={t('cases.empty.title')} actions={<ButtonLink kind="first" to={pathTo('newCase')}>{t('place.newCase')}</ButtonLink>}><p>{t('cases.empty')}</p></Empty>
      ) : (
        <>
          <div className="filters">
            <Tabs label={t('cases.show')} tabs={SHOWS.map((show) => ({ name: t('cases.tab', { name: t(`cases.show.${show}`), number: counts[show === 'waits-for-us' ? 'waitsForUs' : show] }), path: pathTo('cases', {}, { show: show === 'all' ? '' : show, role: filter.role, words: filter.words }), here: filter.show === show }))} />
            <search><Filter filter={filter} /></search>
          </div>
          {cases.length === 0 ? <Empty title={t('cases.nothing.title')} actions={<ButtonLink to={pathTo('cases')}>{t('cases.all')}</ButtonLink>}><p>{t('cases.nothing')}</p></Empty> : <List cases={cases} found={found} />}
          {(next !== null || paged) && (
            <p className="pages-links">
              {paged && <a href={pathTo('cases', {}, { ...filter })}>{t('cases.first')}</a>}
              {next !== null && <a href={pathTo('cases', {}, { ...filter, after: next })} rel="next">{t('cases.next')}</a>}
            </p>
          )}
        </>
      )}
      <Calendar since={feed} result={result} />
    </Page>
  )
}

function Filter({ filter: { show, role, words } }: Pick<Loaded, 'filter'>) {
  const { t } = useWords()
  return (
    <Form method="get" action={pathTo('cases')} shape="row" label={t('cases.filter')}>
      {show !== 'all' && <input type="hidden" name="show" value={show} />}
      <Field name="words" type="search" label={t('cases.words')} value={words} maxLength={200} hotkey="f" />
      <Select name="role" label={t('cases.role')} value={role} options={[{ value: '', label: t('cases.role.any') }, ...CASE_ROLES.map((value) => ({ value, label: t(`case.role.${value}`) }))]} />
      <Submit kind="plain">{t('cases.go')}</Submit>
    </Form>
  )
}

/** How many vendors have a vulnerability in which state: the mark, the word, the count. */
function Vendors({ vendors, states }: Pick<NonNullable<CaseCard['inside']>, 'vendors' | 'states'>) {
  const { t, number } = useWords()
  if (vendors === 0) return <span className="quiet">{t('cases.vendors.none')}</span>
  return <span className="marks">{MATRIX_STATES.filter((state) => states[state] > 0).map((state) => <StateMark key={state} state={state} count={number(states[state])} />)}</span>
}

function List({ cases, found }: { cases: readonly CaseCard[]; found: number }) {
  const { t, list } = useWords()
  return (
    <div className="case-list">
      <Table
        caption={t('cases.caption', { count: found })} rows={cases} keyOf={({ id }) => id} linked
        columns={[
          { head: t('cases.case'), names: true, render: (card) => <><RowLink to={pathTo('case', { id: card.id })}>{card.inside === null ? t('cases.invitation', { from: list(card.coordinators) }) : <Theirs>{card.inside.title}</Theirs>}</RowLink><span className="under quiet"><RolesOf roles={card.roles} /></span></> },
          { head: t('cases.standing'), kind: 'tight', render: ({ standing, inside }) => <><CaseState case={{ you: { standing }, inside }} />{inside !== null && inside.unread > 0 && <Chip kind="attention">{t('cases.unread', { count: inside.unread })}</Chip>}</> },
          { head: t('cases.embargo'), render: ({ embargo }) => <EmbargoLine embargo={embargo} /> },
          { head: t('cases.vendors'), render: ({ inside }) => (inside === null ? null : <Vendors {...inside} />) },
          { head: t('cases.step'), render: ({ inside, standing }) => (standing === 'invited' ? t('cases.answer') : inside?.next == null ? <span className="quiet">{t('cases.step.none')}</span> : <Step step={inside.next} />) },
          { head: t('cases.changed'), kind: 'tight', render: ({ inside }) => (inside === null ? null : <Time at={inside.changed} />) },
        ]}
      />
    </div>
  )
}
