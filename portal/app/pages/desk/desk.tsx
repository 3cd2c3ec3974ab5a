/** Reports of one's team: what waits for a first reply and until when; the filter stands in the address. */
import { useLoaderData } from 'react-router'
import { REPORT_STATES, type Client } from '@openaccord/api'
import { memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { DeskStands, StateOf, useReportName } from '../../ui/desk.tsx'
import { ButtonLink, Field, Form, Group, Select, Submit } from '../../ui/form.tsx'
import { Chip, Theirs, Time } from '../../ui/marks.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { RowLink, Table } from '../../ui/table.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'desk' }

export const loader = memberPage(async ({ api, url }) => {
  const state = REPORT_STATES.find((each) => each === url.searchParams.get('state'))
  const waiting = url.searchParams.get('waiting') === '1'
  const q = url.searchParams.get('q')?.trim().slice(0, 200) ?? ''
  const [found, { keys, settings }] = await Promise.all([
    api.reports.deskReports({ query: { ...(state === undefined ? {} : { state }), ...(waiting ? { waiting: '1' as const } : {}), ...(q === '' ? {} : { q }) } }),
    api.reports.deskSettings(),
  ])
  return { ...found, filter: { state: state ?? '', waiting, q }, keys: keys.filter((key) => key.state === 'live').length, open: settings.open }
}, 'reports.triage')

type Loaded = Awaited<ReturnType<typeof loader>>
type Card = Awaited<ReturnType<Client['reports']['deskReports']>>['reports'][number]

export default function Desk() {
  const { desk, states, reports, filter, keys, open } = useLoaderData<typeof loader>()
  const { url } = useVisit()
  const { t } = useWords()
  const all = Object.values(states).reduce((sum, count) => sum + count, 0)
  const waits = reports.filter(({ standing }) => standing.firstReply === null)
  const late = waits.filter(({ standing }) => standing.late).length
  const filtered = filter.state !== '' || filter.waiting || filter.q !== ''
  return (
    <Page
      at="desk" title={t('place.desk')} api={`/api/v1/desk/reports${url.search}`}
      sentence={all === 0 ? t('desk.sentence.none') : filtered ? t('desk.sentence.found', { count: reports.length }) : late > 0 ? t('desk.sentence.late', { count: late }) : waits.length > 0 ? t('desk.sentence.waits', { count: waits.length }) : t('desk.sentence.answered')}
      actions={<><ButtonLink to={pathTo('deskSettings')}>{t('place.deskSettings')}</ButtonLink>{open && desk !== null && <ButtonLink to={pathTo('reportTo', { slug: desk.slug })}>{t('desk.asReporter')}</ButtonLink>}</>}
    >
      {!open && all > 0 && <Notice kind="attention"><p>{t('desk.shut')} <a href={pathTo('deskSettings')}>{t('place.deskSettings')}</a></p></Notice>}
      {all === 0 ? <Nobody keys={keys} open={open} /> : (
        <>
          <search><Filter filter={filter} states={states} /></search>
          {reports.length === 0 ? <Empty title={t('desk.nothing.title')} actions={<ButtonLink to={pathTo('desk')}>{t('desk.all')}</ButtonLink>}><p>{t('desk.nothing')}</p></Empty> : <Reports reports={reports} />}
        </>
      )}
    </Page>
  )
}

/** Nothing has come: what is still to be done so that something can. */
function Nobody({ keys, open }: { keys: number; open: boolean }) {
  const { t } = useWords()
  const step = open ? 'open' : keys > 0 ? 'closed' : 'keyless'
  return (
    <Empty title={t(`desk.empty.${step}.title`)} actions={<ButtonLink kind={open ? 'plain' : 'first'} to={pathTo('deskSettings')}>{t('place.deskSettings')}</ButtonLink>}>
      <p>{t(`desk.empty.${step}`)}</p>
    </Empty>
  )
}

function Filter({ filter, states }: Pick<Loaded, 'filter' | 'states'>) {
  const { t, number } = useWords()
  return (
    <Form method="get" action={pathTo('desk')} shape="row" label={t('desk.filter')}>
      <Field name="q" type="search" label={t('desk.q')} value={filter.q} maxLength={200} hotkey="f" />
      <Select name="state" label={t('desk.state')} value={filter.state} options={[{ value: '', label: t('desk.state.any') }, ...REPORT_STATES.map((value) => ({ value, label: t('desk.state.count', { state: t(`desk.state.${value}`), number: number(states[value]) }) }))]} />
      <Group name="waiting" label={t('desk.waiting')} chosen={filter.waiting ? ['1'] : []} options={[{ value: '1', label: t('desk.waiting.only') }]} />
      <Submit kind="plain">{t('desk.show')}</Submit>
    </Form>
  )
}

function Reports({ reports }: { reports: readonly Card[] }) {
  const { t, number } = useWords()
  const nameOf = useReportName()
  return (
    <Table
      caption={t('desk.caption', { count: reports.length })} rows={reports} keyOf={({ id }) => id} linked
      columns={[
        { head: t('desk.report'), names: true, render: (card) => <><RowLink to={pathTo('deskReport', { id: card.id })}><Theirs>{nameOf(card)}</Theirs></RowLink>{card.unread > 0 && <>{' '}<Chip kind="attention">{t('desk.unread', { count: card.unread })}</Chip></>}</> },
        { head: t('desk.state'), kind: 'tight', render: ({ standing }) => <StateOf standing={standing} /> },
        { head: t('desk.stands'), render: ({ standing }) => <DeskStands standing={standing} /> },
        { head: t('desk.cvss'), kind: 'figure', render: ({ cvss }) => (cvss === null ? null : number(cvss)) },
        { head: t('desk.arrived'), kind: 'tight', render: ({ arrived }) => <Time at={arrived} /> },
      ]}
    />
  )
}
