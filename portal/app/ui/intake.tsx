/** What became of a bundle: counts, who sees it, what was refused and why. Preview and result look alike. */
import type { Client } from '@openaccord/api'
import { pathTo } from '../paths.ts'
import { Theirs, TlpMark, TypeName, Value } from './marks.tsx'
import { Part } from './page.tsx'
import { RowLink, Table } from './table.tsx'
import { useWords } from './visit.tsx'

export type Report = Awaited<ReturnType<Client['exchange']['preview']>>
type RefusedObject = Report['refused'][number]
const MOST = 200

export function Tally({ report }: { report: Report }) {
  const { t, number } = useWords()
  const counts = [['intake.total', report.total], ['intake.accepted', report.accepted], ['intake.merged', report.merged], ['intake.refused', report.refused.length]] as const
  return <dl className="figures">{counts.map(([key, count]) => <div key={key}><dt>{t(key)}</dt><dd>{number(count)}</dd></div>)}</dl>
}

/** The audience in words, with the list one tap away. */
export function Audiences({ audiences }: { audiences: Report['audiences'] }) {
  const { t } = useWords()
  if (audiences.length === 0) return <p>{t('intake.nobody')}</p>
  return (
    <ul className="hits">
      {audiences.map(({ tlp, objects, words, organisations }) => (
        <li key={tlp ?? 'none'}>
          <span><TlpMark level={tlp} /> {t('intake.objects', { count: objects })}</span>
          <strong>{words}</strong>
          {organisations !== null && organisations.length > 0 && <Names names={organisations} />}
        </li>
      ))}
    </ul>
  )
}

export function Names({ names }: { names: readonly string[] }) {
  const { t } = useWords()
  return (
    <details className="more">
      <summary>{t('intake.names', { count: names.length })}</summary>
      <ul className="values">{names.map((name) => <li key={name}><Theirs>{name}</Theirs></li>)}</ul>
    </details>
  )
}

export function Refused({ report }: { report: Report }) {
  const { t } = useWords()
  return (
    <>
      {report.refused.length > 0 && <Part title={t('intake.refused.title')}><Reasons list={report.refused} caption={t('intake.refused.caption', { count: report.refused.length })} /></Part>}
      {report.warnings.length > 0 && <Part title={t('intake.warnings.title')}><Reasons list={report.warnings} caption={t('intake.warnings.caption', { count: report.warnings.length })} /></Part>}
    </>
  )
}

function Reasons({ list, caption }: { list: readonly RefusedObject[]; caption: string }) {
  const { t, number } = useWords()
  return (
    <>
      <Table
        caption={caption} rows={list.slice(0, MOST)} keyOf={({ index, pointer, code }) => `${index} ${pointer} ${code}`}
        columns={[
          { head: t('intake.place'), kind: 'figure', render: ({ index }) => number(index + 1) },
          { head: t('intake.object'), names: true, render: ({ id }) => (id === null ? t('intake.noId') : <Value>{id}</Value>) },
          { head: t('intake.field'), kind: 'tight', render: ({ pointer }) => <Value>{pointer === '' ? '/' : pointer}</Value> },
          { head: t('intake.why'), render: ({ message, rule }) => <><p>{message}</p><p className="help">{rule}</p></> },
          { head: t('intake.fix'), render: ({ fix }) => fix },
        ]}
      />
      {list.length > MOST && <p className="quiet">{t('intake.more', { count: list.length - MOST })}</p>}
    </>
  )
}

export function Sample({ report, linked }: { report: Report; linked: boolean }) {
  const { t } = useWords()
  if (report.sample.length === 0) return null
  return (
    <Part title={t('intake.sample')}>
      <Table
        caption={t('intake.sample.caption', { count: report.sample.length })} rows={report.sample} keyOf={({ id }) => id} linked={linked}
        columns={[
          { head: t('object.title'), names: true, render: ({ id, title }) => (linked ? <RowLink to={pathTo('threat', { id })}><Theirs>{title}</Theirs></RowLink> : <Theirs>{title}</Theirs>) },
          { head: t('object.type'), kind: 'tight', render: ({ type }) => <TypeName type={type} /> },
          { head: t('object.tlp'), kind: 'tight', render: ({ tlp }) => <TlpMark level={tlp} /> },
        ]}
      />
    </Part>
  )
}
