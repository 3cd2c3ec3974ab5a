/** How the hub is doing: health in a sentence, then checks, storage, jobs and what failed for good. */
import { useLoaderData } from 'react-router'
import { doneAt, form, memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Act, ButtonLink } from '../../ui/form.tsx'
import { Chip, Time, Value } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Pairs, Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'
import { LogPanel } from './log-panel.tsx'

export const handle = { at: 'operate' }

export const loader = memberPage(async ({ api }) => {
  const [overview, log] = await Promise.all([api.operate.overview(), api.ledger.status()])
  return { ...overview, log }
}, 'alliance.operate')

export const action = form(async ({ api }, { text, intent }) => {
  const params = { job: text('job') }
  if (intent === 'discard') await api.operate.discardJob({ params })
  else await api.operate.retryJob({ params, body: {} })
  return doneAt(pathTo('operate'), intent === 'discard' ? 'jobDiscarded' : 'jobRetried')
})

export default function Operate() {
  const hub = useLoaderData<typeof loader>()
  const { t, bytes, number } = useWords()
  const failing = hub.checks.filter(({ ok }) => !ok)
  return (
    <Page
      at="operate" title={t('place.operate')} api="/api/v1/operate" actions={<ButtonLink to={pathTo('operate')}>{t('operate.refresh')}</ButtonLink>}
      sentence={failing.length === 0 && hub.dead.length === 0 ? t('operate.well') : t('operate.look', { checks: t('operate.look.checks', { count: failing.length }), jobs: t('operate.look.jobs', { count: hub.jobs.dead }) })}
    >
      <Part title={t('operate.checks')}>
        <Table
          caption={t('operate.checks.caption')} rows={hub.checks} keyOf={({ name }) => name}
          columns={[
            { head: t('operate.check'), names: true, render: ({ name }) => name },
            { head: t('operate.state'), kind: 'tight', render: ({ ok }) => <Chip kind={ok ? 'good' : 'danger'}>{t(ok ? 'operate.ok' : 'operate.failing')}</Chip> },
            { head: t('operate.detail'), render: ({ detail }) => detail },
          ]}
        />
      </Part>
      <LogPanel status={hub.log} />
      <Part title={t('operate.storage')}>
        <Pairs pairs={[
          [t('operate.engine'), t(`operate.engine.${hub.engine}`)],
          [t('operate.bytes'), bytes(hub.storage.bytes)],
          [t('operate.wal'), bytes(hub.storage.walBytes)],
          [t('operate.memory'), t('operate.memory.says', { rss: bytes(hub.memory.rss), heap: bytes(hub.memory.heap) })],
          [t('operate.behind'), number(hub.searchBehind)],
          [t('operate.started'), <Time key="s" at={hub.started} full />],
          [t('operate.version'), <Value key="v">{hub.version}</Value>],
        ]} />
      </Part>
      <Part title={t('operate.jobs')}>
        <dl className="figures">
          {(['waiting', 'running', 'dead'] as const).map((state) => <div key={state}><dt>{t(`operate.jobs.${state}`)}</dt><dd>{number(hub.jobs[state])}</dd></div>)}
        </dl>
        {hub.dead.length === 0 ? <Empty title={t('operate.dead.none.title')}><p>{t('operate.dead.none')}</p></Empty> : (
          <Table
            caption={t('operate.dead')} rows={hub.dead} keyOf={({ id }) => id}
            columns={[
              { head: t('operate.job'), names: true, render: ({ kind }) => <Value>{kind}</Value> },
              { head: t('operate.attempts'), kind: 'figure', render: ({ attempts }) => number(attempts) },
              { head: t('operate.error'), render: ({ lastError }) => lastError },
              { head: t('operate.failed'), kind: 'tight', render: ({ failed }) => <Time at={failed} /> },
              {
                head: t('table.do'), render: ({ id, kind }) => (
                  <div className="actions">
                    <Act intent="retry" values={{ job: id }} label={t('operate.retry')} full={t('operate.retry.full', { kind, id })} />
                    <Act intent="discard" values={{ job: id }} kind="danger" label={t('operate.discard')} full={t('operate.discard.full', { kind, id })} />
                  </div>
                ),
              },
            ]}
          />
        )}
      </Part>
    </Page>
  )
}
