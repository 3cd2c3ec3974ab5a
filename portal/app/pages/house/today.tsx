/** The secretariat's day: everything that waits, over all rooms, by its date: what, for whom, until when, and one press from doing it. */
import { useActionData, useLoaderData } from 'react-router'
import { isTrouble, memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ButtonLink } from '../../ui/form.tsx'
import { Chip, Theirs, Time } from '../../ui/marks.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Table, Tabs } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'
import { gatherToday, ROOMS, type Line } from './queue.ts'
import { useLines } from './lines.tsx'
import { Remind, type Reminder } from './remind.tsx'

export { action } from './remind.tsx'

export const handle = { at: 'today' }

export const loader = memberPage(async (visit) => {
  const asked = visit.url.searchParams.get('room')
  return { ...(await gatherToday(visit)), room: ROOMS.find((room) => room === asked) ?? null, ours: asked === 'us' }
}, 'ballots.keep')

type Loaded = Awaited<ReturnType<typeof loader>>

export default function Today() {
  const loaded = useLoaderData<typeof loader>()
  const result: unknown = useActionData()
  const { t } = useWords()
  const lines = useLines(loaded)
  const waiting = lines.filter(({ whose }) => whose !== 'others')
  const overdue = lines.filter((line) => line.overdue)
  const shown = lines.filter((line) => (loaded.room === null || line.room === loaded.room) && (!loaded.ours || line.whose !== 'others'))
  return (
    <Page
      at="today" title={t('place.today')} wrong={isTrouble(result)}
      sentence={lines.length === 0 ? t('today.sentence.none') : t('today.sentence', {
        ours: waiting.length === 0 ? t('today.ours.none') : t('today.ours', { count: waiting.length }),
        overdue: overdue.length === 0 ? t('today.overdue.none') : t('today.overdue', { count: overdue.length }),
      })}
      actions={<Begin />}
    >
      {isTrouble(result) && <Notice kind="danger"><p role="alert">{result.faults.map((fault) => fault.text).join(' ')}</p></Notice>}
      <Part title={t('today.queue')}>
        <Rooms loaded={loaded} lines={lines} waiting={waiting.length} />
        {shown.length === 0 ? <Empty title={t('today.none.title')}><p>{t('today.none')}</p></Empty> : <Queue lines={shown} reminders={loaded.reminders} />}
      </Part>
      <Lapses loaded={loaded} />
    </Page>
  )
}

function Begin() {
  const { t } = useWords()
  return <ButtonLink kind="first" to={pathTo('newBallot')}>{t('ballots.propose')}</ButtonLink>
}

/** Filters stand in the address. */
function Rooms({ loaded: { room, ours }, lines, waiting }: { loaded: Loaded; lines: readonly Line[]; waiting: number }) {
  const { t } = useWords()
  const tab = (name: string, count: number, of: string | undefined, here: boolean) => ({ name: t('register.tab', { name, count }), path: pathTo('today', {}, { room: of }), here })
  const rooms = ROOMS.map((each) => ({ each, count: lines.filter((line) => line.room === each).length })).filter(({ each, count }) => count > 0 || each === room)
  return (
    <Tabs label={t('today.rooms')} tabs={[
      tab(t('today.all'), lines.length, undefined, room === null && !ours), tab(t('today.ours.tab'), waiting, 'us', ours),
      ...rooms.map(({ each, count }) => tab(t(`today.room.${each}`), count, each, room === each)),
    ]} />
  )
}

function Queue({ lines, reminders }: { lines: readonly Line[]; reminders: readonly Reminder[] }) {
  const { t } = useWords()
  return (
    <Table
      caption={t('today.queue.caption', { count: lines.length })} rows={lines} keyOf={({ key }) => key}
      columns={[
        { head: t('today.what'), names: true, render: ({ what }) => <Theirs>{what}</Theirs> },
        { head: t('today.waits'), render: ({ who, whose, why, remind }) => (whose === 'others' ? <>{who}{remind !== undefined && <Remind of={remind} reminders={reminders} />}</> : <><Chip kind="attention">{who}</Chip>{why !== undefined && <span className="under quiet">{why}</span>}</>) },
        { head: t('today.when'), render: ({ due, overdue }) => (due === null ? null : <>{overdue && <Chip kind="danger">{t('today.late')}</Chip>}<Time at={due} full /></>) },
        { head: t('table.do'), kind: 'tight', render: (line) => <Go line={line} /> },
      ]}
    />
  )
}

function Go({ line: { whose, what, to } }: { line: Line }) {
  const { t } = useWords()
  const go = t(whose === 'others' ? 'today.see' : 'today.go')
  return <a className="button" data-size="small" data-kind={whose === 'others' ? 'plain' : 'first'} href={to} aria-label={t('today.go.full', { go, what })}>{go}</a>
}

/** What organisations let lapse unless they do something; the hub reminds them by itself. */
function Lapses({ loaded: { lapsing, reminders } }: { loaded: Loaded }) {
  const { t } = useWords()
  return (
    <Part title={t('today.lapses')} id="lapses">
      {lapsing.length === 0 ? <p>{t('today.lapses.none')}</p> : (
        <Table
          caption={t('today.lapses.caption', { count: lapsing.length })} rows={lapsing} keyOf={({ key }) => key}
          columns={[
            { head: t('field.organisation'), names: true, render: ({ organisations }) => organisations.map(({ slug, name }, n) => <span key={slug}>{n > 0 && ' · '}<a href={pathTo('registered', { slug })}><bdi>{name}</bdi></a></span>) },
            { head: t('today.lapses.what'), render: ({ what }) => t(`today.lapses.${what}`) },
            { head: t('today.when'), render: ({ at, overdue }) => <>{overdue && <Chip kind="danger">{t('today.late')}</Chip>}<Time at={at} full /></> },
            { head: t('table.do'), render: ({ what, organisations }) => ((what === 'attestation' || what === 'statement') && <Remind of={{ each: organisations.map(({ slug, name }) => ({ about: `${what} ${slug}`, name })) }} reminders={reminders} />) },
          ]}
        />
      )}
    </Part>
  )
}
