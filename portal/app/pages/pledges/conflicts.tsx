/** Laws that stand in the way of a clause, as organisations declared them apart from their signatures. */
import { useLoaderData } from 'react-router'
import type { Client } from '@openaccord/api'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { DoubtMark, ProofMark, useCountry } from '../../ui/accord.tsx'
import { Chip, Day, Theirs } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'

export const handle = { at: 'conflicts' }

export const loader = page(async ({ api }) => api.pledges.conflictsOfLaw())

type Conflict = Awaited<ReturnType<Client['pledges']['conflictsOfLaw']>>['conflicts'][number]

export default function Conflicts() {
  const { conflicts } = useLoaderData<typeof loader>()
  const { t } = useWords()
  const open = conflicts.filter(({ lifted }) => lifted === null).length
  return (
    <Page at="conflicts" title={t('place.conflicts')} sentence={open === 0 ? t('conflicts.sentence.none') : t('conflicts.sentence', { count: open })} api="/api/v1/pledges/conflicts-of-law">
      <p>{t('conflicts.says')}</p>
      {conflicts.length === 0 ? <Empty title={t('conflicts.none.title')}><p>{t('conflicts.none')}</p></Empty> : <ConflictTable conflicts={conflicts} />}
    </Page>
  )
}

/** `alone`: of one organisation, whose name need not be said in each row. */
export function ConflictTable({ conflicts, alone = false }: { conflicts: readonly Conflict[]; alone?: boolean }) {
  const { t } = useWords()
  const country = useCountry()
  const organisation = { head: t('field.organisation'), render: ({ slug, name }: Conflict) => <a href={pathTo('registered', { slug })}><bdi>{name}</bdi></a> }
  return (
    <Table
      caption={t('conflicts.caption', { count: conflicts.length })} rows={conflicts} keyOf={({ fact }) => fact}
      columns={[
        { head: t('conflicts.law'), names: true, render: ({ law, jurisdiction, inDoubt }) => <><Theirs>{law}</Theirs> <span className="quiet">({country(jurisdiction)})</span><DoubtMark since={inDoubt} /></> },
        ...(alone ? [] : [organisation]),
        { head: t('conflicts.effect'), render: ({ effect }) => <span dir="auto">{effect}</span> },
        { head: t('conflicts.clauses'), render: ({ clauses }) => clauses.map((clause, n) => <span key={clause}>{n > 0 && ' '}<a href={`${pathTo('pledge')}#${clause}`}><bdi>{clause}</bdi></a></span>) },
        { head: t('field.state'), render: ({ lifted }) => (lifted === null ? <Chip kind="attention">{t('conflicts.open')}</Chip> : <LiftedChip day={lifted} />) },
        { head: t('conflicts.declared'), kind: 'tight', render: ({ at }) => <Day at={at} /> },
        { head: t('entry.proof'), render: ({ fact, law }) => <ProofMark fact={fact} what={law} /> },
      ]}
    />
  )
}

function LiftedChip({ day: at }: { day: string }) {
  const { t, day } = useWords()
  return <Chip>{t('conflicts.lifted', { day: day(at) })}</Chip>
}
