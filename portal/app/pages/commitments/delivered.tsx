/** Who signed, and what came of it so far: said by time alone, by name, never as a ranking. */
import type { Client } from '@openaccord/api'
import { pathTo } from '../../paths.ts'
import { Chip, Day, Theirs } from '../../ui/marks.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'

type Delivered = Awaited<ReturnType<Client['commitments']['commitments']>>['delivered'][number]

export function DeliveredTable({ delivered }: { delivered: readonly Delivered[] }) {
  const { t, list } = useWords()
  return (
    <Table
      caption={t('delivered.caption', { count: delivered.length })} rows={delivered} keyOf={({ slug }) => slug}
      columns={[
        { head: t('field.organisation'), names: true, render: ({ slug, name }) => <a href={pathTo('commitments', {}, { organisation: slug })}><Theirs>{name}</Theirs></a> },
        { head: t('field.state'), kind: 'tight', render: (row) => <DeliveredChip row={row} /> },
        { head: t('delivered.without'), render: ({ without }) => (without.length === 0 ? t('delivered.complete') : <bdi>{list(without)}</bdi>) },
        { head: t('delivered.met'), kind: 'tight', render: ({ met, promised }) => t('delivered.met.of', { met, promised }) },
        { head: t('delivered.late'), kind: 'figure', render: ({ late, missed }) => late + missed },
        { head: t('field.since'), kind: 'tight', render: ({ signed }) => <Day at={signed} /> },
      ]}
    />
  )
}

function DeliveredChip({ row: { asked, signedAndNothing, without, promised, ninetyDays } }: { row: Delivered }) {
  const { t, day } = useWords()
  if (!asked && without.length > 0) return <Chip>{t('delivered.soon', { day: day(ninetyDays) })}</Chip>
  if (!signedAndNothing) return <Chip kind="good">{t('delivered.fine')}</Chip>
  return <Chip kind={promised === 0 ? 'danger' : 'attention'}>{t(promised === 0 ? 'delivered.nothing' : without.length === 0 ? 'delivered.nothingMet' : 'delivered.part')}</Chip>
}
