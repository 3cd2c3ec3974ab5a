/** Everything that happened in a case as far as one may see it, oldest days last; whole on paper. */
import { Fragment } from 'react'
import { useLoaderData } from 'react-router'
import { CasePage, PartyName } from '../../ui/case.tsx'
import { pathTo } from '../../paths.ts'
import { sentenceIn, type Event } from '../../ui/case-sentence.ts'
import { Theirs, Value } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useWords } from '../../ui/visit.tsx'
import { insidePage } from './inside.ts'

export const handle = { at: 'caseTimeline', lively: true }

const MOST = 200
/** On one page, to be printed. */
const MOST_AT_ONCE = 5000

export const loader = insidePage(async ({ api, params, url }) => {
  const after = url.searchParams.get('after')?.trim() ?? ''
  const all = url.searchParams.get('all') === '1'
  const read = (from: string) => api.cases.timeline({ params: { case: params['id'] ?? '' }, query: { limit: MOST, ...(from === '' ? {} : { after: from }) } })
  const first = await read(all ? '' : after)
  if (!all) return { ...first, paged: after !== '' }
  const { events, whole } = first
  let { next } = first
  while (next !== null && events.length < MOST_AT_ONCE) {
    const more = await read(next)
    events.push(...more.events)
    next = more.next
  }
  return { events, whole, next, paged: false }
})

export default function Timeline() {
  const { case: one, events, next, whole, paged } = useLoaderData<typeof loader>()
  const { t } = useWords()
  const to = (after: string) => pathTo('caseTimeline', { id: one.id }, { after })
  return (
    <CasePage at="caseTimeline" case={one} api="/timeline">
      <p className="quiet">{t('timeline.says')}</p>
      {!whole && <Notice kind="danger"><p>{t('timeline.broken')}</p></Notice>}
      <ol className="timeline">
        {daysOf(events).map(({ day, events: those }) => <OneDay key={day} events={those} />)}
      </ol>
      {(paged || next !== null) && (
        <p className="pages-links">
          {paged && <a href={to('')}>{t('timeline.newest')}</a>}
          {next !== null && <a href={to(next)} rel="next">{t('timeline.older')}</a>}
          <a href={pathTo('caseTimeline', { id: one.id }, { all: '1' })}>{t('timeline.all')}</a>
        </p>
      )}
    </CasePage>
  )
}

function daysOf(events: readonly Event[]): { day: string; events: Event[] }[] {
  const days: { day: string; events: Event[] }[] = []
  for (const event of events) {
    const day = event.at.slice(0, 10)
    if (days.at(-1)?.day !== day) days.push({ day, events: [] })
    days.at(-1)?.events.push(event)
  }
  return days
}

function OneDay({ events }: { events: readonly Event[] }) {
  const { day } = useWords()
  return (
    <li>
      <h2>{day(events[0]?.at ?? '')}</h2>
      <ol className="timeline-day">{events.map((event) => <li key={event.sha256}><OneEvent event={event} /></li>)}</ol>
    </li>
  )
}

/** Of these the hub's sentence does not say who did it. */
const NAMELESS: readonly Event['event'][] = ['embargo', 'process', 'clock']

/** What happened, naming whom the hub may name; a person is named to colleagues alone. */
function OneEvent({ event }: { event: Event }) {
  const { t, moment } = useWords()
  const { at, event: kind, by, person, sha256 } = event
  return (
    <>
      <time dateTime={at} title={moment(at)}>{at.slice(11, 16)}</time>
      <span>
        <Sentence event={event} />{' '}
        <span className="quiet">{by !== null && NAMELESS.includes(kind) && <PartyName party={by} />} {person !== null && <Theirs>{person}</Theirs>}</span>
      </span>
      <span className="quiet chain" title={t('timeline.hash')}><Value>{sha256.slice(0, 12)}</Value></span>
    </>
  )
}

/** In the visitor's language; what has only the hub's words is said in those, after what it was. */
function Sentence({ event: { event, says, words } }: { event: Event }) {
  const said = useWords()
  if (says === null) return <>{said.tag !== 'en' && <>{said.t(`case.event.${event}`)} · </>}<span lang={said.tag === 'en' ? undefined : 'en'} dir={said.tag === 'en' ? 'auto' : 'ltr'}>{words}</span></>
  return (
    <span>
      {sentenceIn(said, says).map(({ text, of }, i) => <Fragment key={i}>{of === 'theirs' ? <Theirs>{text}</Theirs> : of === 'moment' ? <time dateTime={text}>{said.moment(text)}</time> : text}</Fragment>)}
    </span>
  )
}
