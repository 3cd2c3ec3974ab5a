/** What a domain shows: the check under way, the report rule by rule with mail and web apart, and the earlier ones. */
import { useLoaderData } from 'react-router'
import type { Client } from '@openaccord/api'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { AskAgain, ResultPart, type Group, type Report } from '../../ui/baseline.tsx'
import { ButtonLink } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Pairs, Table } from '../../ui/table.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'
import { groupOf } from './check.tsx'

export const handle = { at: 'checkedDomain', lively: true }

/** A page that is asked for while its check runs waits a moment for the end, so that most visitors see it at once. */
const PATIENCE_MS = 3_500
const LOOK_EVERY_MS = 250

export const loader = page(async ({ api, params, url, request }) => {
  const ask = () => api.baselines.domainBaseline({ params: { domain: params['domain'] ?? '' } })
  const id = url.searchParams.get('report')
  let standing = await ask()
  if (id !== null) return { ...standing, report: await api.baselines.baselineReport({ params: { report: id } }), isOld: standing.report?.id !== id }
  const until = Date.now() + PATIENCE_MS
  while ((standing.check?.state === 'running' || standing.check?.state === 'waiting') && Date.now() < until && !request.signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    standing = await ask()
  }
  return { ...standing, isOld: false }
})

type Loaded = Awaited<ReturnType<typeof loader>>
type Check = NonNullable<Awaited<ReturnType<Client['baselines']['domainBaseline']>>['check']>

export default function CheckedDomain() {
  const { domain, shown, check, report, history, again, isOld } = useLoaderData<typeof loader>()
  const { t, time } = useWords()
  const underWay = check?.state === 'waiting' || check?.state === 'running'
  const seen = isOld || !underWay ? report : check.soFar
  return (
    <Page at="checkedDomain" title={t('baseline.title', { domain: shown })} sentence={<Sentence check={underWay && !isOld ? check : null} report={seen} />} api={`/api/v1/baselines/domains/${encodeURIComponent(domain)}`}>
      {check !== null && !isOld && <Standing check={check} />}
      {isOld && <Notice kind="attention"><p>{t('baseline.old')} <a href={pathTo('checkedDomain', { domain })}>{t('baseline.newest')}</a></p></Notice>}
      {seen?.sample === true && <Notice kind="attention" title={t('baseline.sample')}><p>{t('baseline.sample.says')}</p></Notice>}
      {seen !== null && <Summary report={seen} done={isOld || !underWay} />}
      {seen !== null && <Results report={seen} />}
      {!underWay && (again === null ? <div className="actions"><AskAgain domain={domain} first={history.length === 0 && check === null} /></div> : <p className="quiet">{t('baseline.again.at', { when: time(again) })}</p>)}
      {history.length > 0 && <History history={history} domain={domain} here={seen?.id ?? ''} />}
    </Page>
  )
}

function Sentence({ check, report }: { check: Check | null; report: Report | null }) {
  const { t } = useWords()
  if (check !== null) {
    const { state, before, answered, questions } = check
    return state === 'waiting' ? (before === 0 ? t('baseline.waiting.next') : t('baseline.waiting', { count: before })) : t('baseline.running', { answered, questions })
  }
  if (report === null) return t('baseline.never')
  const { passed, applicable, undecided } = report.overall
  return (
    <>
      {applicable === 0 ? t('baseline.says.none') : <strong>{t('baseline.says', { passed, all: applicable })}</strong>}
      {undecided > 0 && ` ${t('baseline.says.undecided', { count: undecided })}`}
    </>
  )
}

function Standing({ check: { state, domain } }: { check: Check }) {
  const { t } = useWords()
  if (state === 'opted-out') return <Notice kind="attention"><p>{t('baseline.opted')}</p></Notice>
  if (state === 'failed') return <Notice kind="danger"><p>{t('baseline.failed')}</p></Notice>
  return (
    <Notice>
      <p>{t('baseline.running.more')}</p>
      <div className="actions"><ButtonLink to={pathTo('checkedDomain', { domain })} kind="first">{t('baseline.refresh')}</ButtonLink></div>
    </Notice>
  )
}

function Summary({ report: { id, domain, at, vantage, web, mail }, done }: { report: Report; done: boolean }) {
  const { origin } = useVisit()
  const { t } = useWords()
  const counts = ({ passed, applicable, points, maximum }: Report['web']) => (applicable === 0 ? '–' : t('baseline.counts', { passed, all: applicable, points, maximum }))
  const permalink = pathTo('checkedDomain', { domain }, { report: id })
  return (
    <Part title={t('baseline.summary')}>
      <Pairs pairs={[
        [t('baseline.group.web'), counts(web)],
        [t('baseline.group.mail'), counts(mail)],
        [t('baseline.when'), done ? <Moment key="t" at={at} /> : null],
        [t('baseline.from'), <bdi key="f" dir="ltr">{vantage}</bdi>],
        [t('baseline.keep'), done ? <a key="l" href={permalink}><bdi>{origin + permalink}</bdi></a> : null],
      ]} />
      {done && (
        <div className="actions">
          <a href={`/api/v1/baselines/reports/${id}`} download={`${domain}.baseline.json`}>{t('baseline.json')}</a>
          <a href={`/api/v1/baselines/reports/${id}/observations`} download={`${domain}.observations.json`}>{t('baseline.observations')}</a>
        </div>
      )}
    </Part>
  )
}

const ORDER: readonly (Group | 'both')[] = ['web', 'mail', 'both']

function Results({ report: { results } }: { report: Report }) {
  const { t, tag } = useWords()
  return (
    <>
      {tag !== 'en' && <p className="quiet">{t('baseline.english')}</p>}
      {ORDER.map((group) => {
        const own = results.filter(({ groups }) => groupOf(groups) === group)
        return own.length === 0 ? null : <Part key={group} title={t(`baseline.group.${group}`)} id={group}>{own.map((result) => <ResultPart key={result.id} result={result} />)}</Part>
      })}
    </>
  )
}

function History({ history, domain, here }: { history: Loaded['history']; domain: string; here: string }) {
  const { t } = useWords()
  return (
    <Part title={t('baseline.history')} id="history">
      <Table
        caption={t('baseline.history.caption', { count: history.length })} rows={history} keyOf={({ id }) => id}
        columns={[
          { head: t('baseline.history.when'), names: true, render: ({ id, at }) => <><a href={pathTo('checkedDomain', { domain }, { report: id })}><Moment at={at} /></a>{id === here && ` (${t('baseline.history.here')})`}</> },
          { head: t('baseline.group.web'), kind: 'figure', render: ({ web }) => <Counts of={web} /> },
          { head: t('baseline.group.mail'), kind: 'figure', render: ({ mail }) => <Counts of={mail} /> },
        ]}
      />
    </Part>
  )
}

const Counts = ({ of: { passed, applicable } }: { of: Report['web'] }) => (applicable === 0 ? '–' : <bdi>{`${passed}/${applicable}`}</bdi>)

/** Exact: a report may be younger than the page that waited for it. */
function Moment({ at }: { at: string }) {
  const { moment } = useWords()
  return <time dateTime={at}>{moment(at)}</time>
}
