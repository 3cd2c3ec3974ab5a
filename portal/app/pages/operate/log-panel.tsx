/** The log for who runs the hub: whether it goes on, what to do where it does not, witnesses, what waits, what was mended. */
import { pathTo } from '../../paths.ts'
import { Time, Value } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Part } from '../../ui/page.tsx'
import { Pairs, Table } from '../../ui/table.tsx'
import { Say, useWords } from '../../ui/visit.tsx'
import { WitnessTable, type LogStatus } from '../ledger/log-standing.tsx'

export function LogPanel({ status }: { status: LogStatus }) {
  const { t, time, number } = useWords()
  const { standstill, quorumMissingSince, appended, size, waiting, published, mended, conflicts, unfit, witnesses } = status
  const behind = Math.max(0, appended - size) + waiting
  return (
    <Part title={t('operate.log')} id="log">
      {standstill !== null && (
        <Notice kind="danger" title={t('operate.log.stands', { since: time(standstill.since) })}>
          <p>{t(`operate.log.do.${standstill.code}`)}</p>
          <p lang="en" dir="ltr"><Value>{standstill.code}</Value> {standstill.reason}</p>
        </Notice>
      )}
      {quorumMissingSince !== null && <Notice kind="attention" title={t('operate.log.quorum', { since: time(quorumMissingSince) })}><p>{t('operate.log.quorum.do')}</p></Notice>}
      {standstill === null && quorumMissingSince === null && <p>{behind === 0 ? t('operate.log.well') : t('operate.log.behind', { count: behind })}</p>}
      <Pairs pairs={[
        [t('operate.log.published'), published === null ? null : <Say key="p" k="operate.log.published.says" fill={{ size }} at={<Time at={published} full />} />],
        [t('operate.log.kept'), number(appended)],
        [t('operate.log.waiting'), number(waiting)],
        [t('operate.log.mended'), number(mended)],
        [t('operate.log.conflicts'), conflicts === 0 ? number(0) : <a key="c" href="/log/conflicts">{number(conflicts)}</a>],
        [t('place.log'), <a key="l" href={pathTo('log')}><Value>{status.origin}</Value></a>],
      ]} />
      {witnesses.length === 0 ? <p>{t('log.witnesses.none')}</p> : <WitnessTable witnesses={witnesses} />}
      {unfit.length > 0 && (
        <Table
          caption={t('operate.log.unfit')} rows={unfit} keyOf={({ fact }) => fact}
          columns={[
            { head: t('logged.id'), names: true, render: ({ fact }) => <Value>{fact}</Value> },
            { head: t('operate.log.unfit.reason'), render: ({ reason }) => reason },
          ]}
        />
      )}
    </Part>
  )
}
