/** How anyone counts again: the bundle, the line that recounts it, and every entry of the log that a ballot rests on. */
import { ballotFiles } from '@openaccord/api'
import type { Ballot } from '../../ui/ballot.tsx'
import { ProofMark } from '../../ui/accord.tsx'
import { Code, Time } from '../../ui/marks.tsx'
import { Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

export function Recount({ ballot: { id, bundle, log } }: { ballot: Ballot }) {
  const { origin } = useVisit()
  const { t } = useWords()
  const what = useEntryName()
  if (log.length === 0) return null
  return (
    <Part title={t('ballot.check')} id="check">
      {bundle === null ? <p>{t('ballot.check.later')}</p> : (
        <>
          <p>{t('ballot.check.says')}</p>
          <Code label={t('ballot.check.line')} text={`accord ballot recount ${origin}${bundle}`} />
          <ul className="links">
            <li><a href={bundle} download="">{t('ballot.bundle')}</a></li>
            <li><a href={ballotFiles.rollCall(id)}>{t('ballot.csv')}</a></li>
          </ul>
        </>
      )}
      <details className="more">
        <summary>{t('ballot.log', { count: log.length })}</summary>
        <Table
          caption={t('ballot.log.caption')} rows={log} keyOf={({ fact }) => fact}
          columns={[
            { head: t('entry.what'), names: true, render: ({ kind }) => what(kind) },
            { head: t('entry.when'), kind: 'tight', render: ({ at }) => <Time at={at} full /> },
            { head: t('entry.proof'), kind: 'tight', render: ({ fact, kind }) => <ProofMark fact={fact} what={what(kind)} /> },
          ]}
        />
      </details>
    </Part>
  )
}

/** An entry by its kind, in words where there are some. */
function useEntryName(): (kind: string) => string {
  const { t, has } = useWords()
  return (kind) => {
    const key = `ballot.entry.${kind.slice(kind.indexOf('.') + 1)}`
    return has(key) ? t(key) : kind
  }
}
