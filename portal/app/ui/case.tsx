/** What the pages of a case share: its head with state, embargo and next step, its tabs, its marks, names of those who take part. */
import type { ReactNode } from 'react'
import type { Client } from '@openaccord/api'
import { pathTo, places, type PlaceName } from '../paths.ts'
import { GuestLine } from './case-guest.tsx'
import { Chip, Time, Value } from './marks.tsx'
import { Page } from './page.tsx'
import { Tabs } from './table.tsx'
import { Say, useVisit, useWords } from './visit.tsx'

export type Case = Awaited<ReturnType<Client['cases']['case']>>
export type CaseCard = Awaited<ReturnType<Client['cases']['cases']>>['cases'][number]
export type Party = Case['you']['party']
export type NextStep = Case['next'][number]

/** The pages of a case in the order of its tabs; one stands there once it has an address. */
const TABS = ['case', 'caseThreads', 'caseFiles', 'caseTasks', 'caseDrafts', 'caseEmbargo', 'casePeople', 'caseTimeline', 'caseSearch', 'caseNotes'] as const
/** Pages that a guest has none of. */
const MEMBERS: readonly string[] = ['caseNotes']
/** Pages below a tab. */
const BELOW: Readonly<Record<string, (typeof TABS)[number]>> = { caseThread: 'caseThreads', caseDraft: 'caseDrafts', caseSign: 'caseEmbargo' }
const isPlace = (name: string): name is PlaceName => Object.hasOwn(places, name)

type Props = {
  at: PlaceName
  case: Case
  /** Of a page below a tab: the title of a thread, of a draft. Otherwise the tab's own. */
  title?: string
  actions?: ReactNode
  /** The address beneath the case where programs read the same: `/embargo`. */
  api?: string
  wrong?: boolean
  children?: ReactNode
}

/** Every page of a case that one has joined. */
export function CasePage({ at, case: one, title, actions, api = '', wrong = false, children }: Props) {
  const { t, has } = useWords()
  const { me } = useVisit()
  const name = one.inside?.title ?? t('case.invitation')
  const place = `place.${at}`
  const part = title ?? (at === 'case' || !has(place) ? undefined : t(place))
  const tab = TABS.find((each) => each === (BELOW[at] ?? at))
  const up = [
    ...(me === null ? [] : [{ name: t('place.cases'), path: pathTo('cases') }]),
    ...(at === 'case' ? [] : [{ name, path: pathTo('case', { id: one.id }) }]),
    ...(tab !== undefined && tab !== at && isPlace(tab) ? [{ name: t(`place.${tab}`), path: pathTo(tab, { id: one.id }) }] : []),
  ]
  return (
    <Page at={at} title={part === undefined ? name : t('case.page', { part, name })} titleLanguage="" above={up} api={`/api/v1/cases/${one.id}${api}`} wrong={wrong} actions={actions} sentence={<NextSentence case={one} />}>
      <CaseHead case={one} at={tab ?? 'case'} />
      {children}
    </Page>
  )
}

/** State, id, embargo with what is left of it; then the tabs. */
function CaseHead({ case: one, at }: { case: Case; at: string }) {
  const { t } = useWords()
  const { party } = one.you
  const tabs = TABS.flatMap((each) => (isPlace(each) && !(party.guest && MEMBERS.includes(each)) ? [each] : [])).map((name) => ({ name: t(`place.${name}`), path: pathTo(name, { id: one.id }), here: name === at }))
  return (
    <div className="case-head">
      {party.guest && <GuestLine name={party.name ?? ''} />}
      <p className="case-line">
        <CaseState case={one} />
        <EmbargoLine embargo={one.embargo} />
        <span className="quiet"><RolesOf roles={one.you.roles} /></span>
        <span className="quiet"><Value>{one.id}</Value></span>
      </p>
      {one.inside !== null && <Tabs label={t('case.tabs')} tabs={tabs} />}
    </div>
  )
}

/** Open, closed, merged, public; or how one stands in it where that says more. */
export function CaseState({ case: { you: { standing }, inside } }: { case: { you: { standing: Case['you']['standing'] }; inside: { state: 'open' | 'closed' | 'merged'; public: boolean } | null } }) {
  const { t } = useWords()
  if (standing !== 'in') return <Chip kind={standing === 'invited' ? 'attention' : 'plain'}>{t(`case.standing.${standing}`)}</Chip>
  if (inside === null) return null
  return <><Chip kind={inside.state === 'open' ? 'good' : 'plain'}>{t(`case.state.${inside.state}`)}</Chip>{inside.public && <Chip kind="attention">{t('case.public')}</Chip>}</>
}

/** The embargo in one line: until when, in UTC, and what is left, second by second where a script runs. */
export function EmbargoLine({ embargo: { state, until } }: { embargo: Case['embargo'] }) {
  const { t, moment } = useWords()
  const kind = state === 'active' || state === 'revise' ? 'sealed' : 'plain'
  return (
    <span>
      <Chip kind={kind}>{t(`case.embargo.${state}`)}</Chip>
      {until !== null && state !== 'exited' && <><Say k="case.until" at={<time dateTime={until}>{moment(until)}</time>} /> <Countdown until={until} /></>}
    </span>
  )
}

/** What is left, said in words until the script counts the seconds. */
export function Countdown({ until }: { until: string }) {
  const { now } = useVisit()
  const { t, ago } = useWords()
  return <span className="countdown quiet"><span className="sr">{t('case.left')}</span> <bdi><span role="timer" data-countdown={until} data-now={now.toISOString()} data-days={t('case.days')}>{ago(until)}</span></bdi></span>
}

export function RolesOf({ roles }: { roles: readonly Case['you']['roles'][number][] }) {
  const { t, list } = useWords()
  return <>{list(roles.map((role) => t(`case.role.${role}`)))}</>
}

/** A party by name, or that somebody takes part who does not wish to be named. */
export function PartyName({ party }: { party: Party }) {
  const { t } = useWords()
  return party.name === null ? <span className="quiet">{t('case.unnamed', { id: party.id.slice(-4) })}</span> : <><bdi>{party.name}</bdi>{party.guest && <> <span className="quiet">{t('case.guest')}</span></>}</>
}

/** What I do next, first. */
function NextSentence({ case: { next, you, inside } }: { case: Case }) {
  const { t } = useWords()
  const [first] = next
  if (first !== undefined) return <Say k="case.next" step={<Step step={first} />} />
  return <>{t(you.standing !== 'in' ? `case.over.${you.standing}` : inside?.state === 'open' ? 'case.over.nothing' : 'case.over.closed')}</>
}

/** One step with its date: in English in the hub's own sentence, in other languages by what it is. */
export function Step({ step: { step, words, due, late, vulnerability } }: { step: NextStep }) {
  const { t, tag } = useWords()
  const said = tag === 'en' ? words : t(`case.step.${step}`, { n: vulnerability ?? 1, title: words.replace(/^Your task: /, '') })
  return <><span dir="auto">{said}</span>{due !== null && <> {late ? <Chip kind="danger">{t('case.late')}</Chip> : null}<Say k="case.due" at={<Time at={due} full />} /></>}</>
}

/** The page on which a step is done. */
export function stepPath(id: string, { step, vulnerability, thread }: Pick<NextStep, 'step' | 'vulnerability' | 'thread'>): string {
  const to = (name: string, params: Record<string, string> = {}): string | undefined => (isPlace(name) ? pathTo(name, { id, ...params }) : undefined)
  const here = pathTo('case', { id })
  switch (step) {
    case 'answer-invitation': return here
    case 'answer-embargo': case 'propose-embargo': return to('caseEmbargo') ?? here
    case 'state-status': return `${pathTo('case', { id }, vulnerability === null ? {} : { for: String(vulnerability) })}#state`
    case 'read': return (thread === null ? to('caseThreads') : to('caseThread', { thread: String(thread) })) ?? here
    case 'task': return to('caseTasks') ?? here
    case 'invite-vendors': return to('casePeople') ?? here
    case 'remind-vendors': return `${pathTo('case', { id }, { state: 'silent' })}#matrix`
    case 'write-advisory': return to('caseDrafts') ?? here
    case 'close-case': return `${here}#close`
  }
}
