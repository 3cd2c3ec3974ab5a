/** Drafts and advisories of one's organisation: where each stands, and who is waited for; the filter stands in the address. */
import { useLoaderData } from 'react-router'
import { DRAFT_STATES } from '@openaccord/api'
import { memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { DraftState, WaitsFor, type DraftCard } from '../../ui/draft.tsx'
import { ButtonLink, Field, Form, Select, Submit } from '../../ui/form.tsx'
import { Theirs, Time } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { RowLink, Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'

export const handle = { at: 'deskAdvisories' }
const MOST = 200
const SHOWN = DRAFT_STATES.filter((state) => state !== 'discarded')

export const loader = memberPage(async ({ api, url }) => {
  const { drafts } = await api.advisories.drafts()
  const q = url.searchParams.get('q')?.trim().slice(0, 200) ?? ''
  const state = SHOWN.find((each) => each === url.searchParams.get('state')) ?? ''
  const words = q.toLowerCase().split(/\s+/).filter((word) => word !== '')
  const found = drafts.filter((draft) => (state === '' || draft.state === state) && words.every((word) => saidOf(draft).includes(word)))
  const counts = Object.fromEntries(SHOWN.map((each) => [each, drafts.filter((draft) => draft.state === each).length]))
  return { drafts: found.slice(0, MOST), found: found.length, all: drafts.length, counts, waits: drafts.filter(({ state: at, ahead }) => at === 'draft' || at === 'submitted' || at === 'approved' || (at === 'published' && ahead)).length, q, state }
}, 'advisories.publish')

const saidOf = ({ title, trackingId, cves, changedBy }: DraftCard): string => [title, trackingId, ...cves, changedBy].join('\n').toLowerCase()

export default function Drafts() {
  const { drafts, found, all, counts, waits, q, state } = useLoaderData<typeof loader>()
  const { t, number } = useWords()
  const filtered = q !== '' || state !== ''
  return (
    <Page
      at="deskAdvisories" title={t('place.deskAdvisories')} api="/api/v1/advisories/desk"
      sentence={all === 0 ? t('ade.list.none') : filtered ? t('ade.list.found', { count: found }) : waits > 0 ? t('ade.list.waits', { count: waits }) : t('ade.list.all', { count: all })}
      actions={<><ButtonLink kind="first" to={pathTo('newAdvisory')}>{t('place.newAdvisory')}</ButtonLink><ButtonLink to={pathTo('deskProducts')}>{t('place.deskProducts')}</ButtonLink><ButtonLink to={pathTo('publisher')}>{t('place.publisher')}</ButtonLink></>}
    >
      {all === 0 ? (
        <Empty title={t('ade.empty.title')} actions={<ButtonLink kind="first" to={pathTo('newAdvisory')}>{t('place.newAdvisory')}</ButtonLink>}><p>{t('ade.empty')}</p></Empty>
      ) : (
        <>
          <search>
            <Form method="get" action={pathTo('deskAdvisories')} shape="row" label={t('desk.filter')}>
              <Field name="q" type="search" label={t('ade.q')} value={q} maxLength={200} hotkey="f" bare optional />
              <Select name="state" label={t('desk.state')} value={state} options={[{ value: '', label: t('desk.state.any') }, ...SHOWN.map((value) => ({ value, label: t('desk.state.count', { state: t(`ade.state.${value}`), number: number(counts[value] ?? 0) }) }))]} />
              <Submit kind="plain">{t('desk.show')}</Submit>
            </Form>
          </search>
          {drafts.length === 0 ? <Empty title={t('desk.nothing.title')} actions={<ButtonLink to={pathTo('deskAdvisories')}>{t('desk.all')}</ButtonLink>}><p>{t('ade.list.nothing')}</p></Empty> : <Rows drafts={drafts} />}
          {found > drafts.length && <p className="quiet">{t('ade.list.more', { number: number(MOST) })}</p>}
        </>
      )}
    </Page>
  )
}

function Rows({ drafts }: { drafts: readonly DraftCard[] }) {
  const { t } = useWords()
  return (
    <Table
      caption={t('ade.list.caption', { count: drafts.length })} rows={drafts} keyOf={({ id }) => id} linked
      columns={[
        { head: t('ade.field.head.title'), names: true, render: ({ id, title }) => <RowLink to={pathTo('editAdvisory', { id })}><Theirs>{title}</Theirs></RowLink> },
        { head: t('adv.id'), kind: 'tight', render: ({ trackingId }) => <bdi dir="ltr">{trackingId}</bdi> },
        { head: t('desk.state'), kind: 'tight', render: ({ state, tlp }) => <><DraftState state={state} />{tlp !== 'CLEAR' && <span className="tlp" data-level={tlp.toLowerCase()} translate="no">{`TLP:${tlp}`}</span>}</> },
        { head: t('ade.waits'), render: (draft) => <WaitsFor draft={draft} /> },
        { head: t('ade.moment'), kind: 'tight', render: ({ publishAt }) => (publishAt === null ? null : <Time at={publishAt} />) },
        { head: t('adv.changed'), kind: 'tight', render: ({ changed }) => <Time at={changed} /> },
      ]}
    />
  )
}
