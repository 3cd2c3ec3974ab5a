/** How the log stands: the sentence, what is wrong where something is, its witnesses, and the lines to check it with. */
import type { Client } from '@openaccord/api'
import { Code, Time, Value } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Part } from '../../ui/page.tsx'
import { Pairs, Table } from '../../ui/table.tsx'
import { Say, useVisit, useWords } from '../../ui/visit.tsx'

export type LogStatus = Awaited<ReturnType<Client['ledger']['status']>>

export function useLogSentence({ size, published, quorum, witnesses }: LogStatus): string {
  const { t, ago, list } = useWords()
  if (published === null) return t('log.sentence.none')
  const fill = { entries: t('log.entries', { count: size }), ago: ago(published) }
  const cosigned = witnesses.filter((witness) => witness.size !== null && witness.size >= size).map(({ name }) => name)
  return quorum === 'none' ? t('log.sentence.alone', fill) : t(cosigned.length === 0 ? 'log.sentence.published' : 'log.sentence.witnessed', { ...fill, witnesses: list(cosigned) })
}

/** Only what is not as it should be. */
export function Standing({ status: { standstill, quorumMissingSince, conflicts, appended, size, waiting } }: { status: LogStatus }) {
  const { t, time } = useWords()
  const behind = Math.max(0, appended - size) + waiting
  return (
    <>
      {standstill !== null && <Notice kind="danger" title={t('log.standstill.title')}><p>{t('log.standstill', { since: time(standstill.since) })}</p><p lang="en" dir="ltr">{standstill.reason}</p></Notice>}
      {quorumMissingSince !== null && <Notice kind="attention" title={t('log.quorum.title')}><p>{t('log.quorum', { since: time(quorumMissingSince) })}</p></Notice>}
      {conflicts > 0 && <Notice kind="danger" title={t('log.conflicts.title')}><p>{t('log.conflicts', { count: conflicts })} <a href="/log/conflicts">{t('log.conflicts.file')}</a></p></Notice>}
      {behind > 0 && standstill === null && quorumMissingSince === null && <p className="quiet">{t('log.waiting', { count: behind })}</p>}
    </>
  )
}

export function Witnesses({ status: { witnesses, quorum } }: { status: LogStatus }) {
  const { t } = useWords()
  return (
    <Part title={t('log.witnesses')} id="witnesses">
      <div className="prose"><p>{t('log.witnesses.says')}</p></div>
      {witnesses.length === 0 ? <p>{t('log.witnesses.none')}</p> : (
        <>
          <WitnessTable witnesses={witnesses} />
          {quorum !== 'none' && <p><Say k="log.witnesses.quorum" quorum={<Value>{quorum}</Value>} /></p>}
        </>
      )}
    </Part>
  )
}

export function WitnessTable({ witnesses }: Pick<LogStatus, 'witnesses'>) {
  const { t, number } = useWords()
  return (
    <Table
      caption={t('log.witnesses.caption', { count: witnesses.length })} rows={witnesses} keyOf={({ key }) => key}
      columns={[
        { head: t('log.witness'), names: true, render: ({ name, key }) => <><bdi>{name}</bdi> <span className="under quiet"><Value>{key}</Value></span></> },
        { head: t('log.witness.cosigned'), kind: 'tight', render: ({ cosigned }) => (cosigned === null ? t('log.witness.never') : <Time at={cosigned} />) },
        { head: t('log.witness.size'), kind: 'figure', render: ({ size }) => (size === null ? null : number(size)) },
        { head: t('log.witness.trouble'), render: ({ trouble }) => (trouble === null ? null : <span lang="en" dir="ltr">{trouble}</span>) },
      ]}
    />
  )
}

export function CheckTheWhole({ status: { vkey } }: { status: LogStatus }) {
  const { origin } = useVisit()
  const { t } = useWords()
  return (
    <Part title={t('log.check')} id="check">
      <p>{t('log.check.says')}</p>
      <h3>{t('log.check.audit')}</h3>
      <Code label={t('log.check.audit')} text={`accord log audit ${origin} --first --trust-on-first-use`} />
      <h3>{t('log.check.monitor')}</h3>
      <Code label={t('log.check.monitor')} text={`accord log monitor ${origin} --first --trust-on-first-use --about 'NAME OR org_… OR KEY ID'`} />
      {vkey !== null && (
        <>
          <h3>{t('log.check.witness')}</h3>
          <Code label={t('log.check.witness')} text={`echo '${vkey}' > logs.txt\naccord keygen --witness witness.example --output witness.pem\naccord log witness --name witness.example --key witness.pem --logs logs.txt --first`} />
        </>
      )}
      <h3>{t('log.check.files')}</h3>
      <p><Say k="log.check.tiles" address={<Value>{`${origin}/log/`}</Value>} /></p>
      <Pairs pairs={[
        [t('log.check.checkpoint'), <a key="c" href="/log/checkpoint"><Value>{`${origin}/log/checkpoint`}</Value></a>],
        [t('log.check.policy'), <a key="p" href="/log/policy"><Value>{`${origin}/log/policy`}</Value></a>],
        [t('log.check.key'), vkey === null ? null : <Value key="k">{vkey}</Value>],
      ]} />
    </Part>
  )
}
