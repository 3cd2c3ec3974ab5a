/**
 * An object and what it is joined to, drawn on the server: what points to it at the start, what it points to at the end.
 * The picture is for the eye; the table beneath says the same, with links, for everyone.
 */
import type { Client } from '@openaccord/api'
import { pathTo } from '../paths.ts'
import { Chip, Theirs, TypeName, useTypeName } from './marks.tsx'
import { RowLink, Table } from './table.tsx'
import { useWords } from './visit.tsx'

export type Relation = Awaited<ReturnType<Client['exchange']['object']>>['relations'][number]
type Centre = { title: string; type: string }

const BOX = { wide: 220, high: 44, gap: 16 }
const WIDE = 900
const MOST = 10

export function Relations({ centre, relations }: { centre: Centre; relations: readonly Relation[] }) {
  return (
    <>
      <EgoGraph centre={centre} relations={relations} />
      <RelationTable relations={relations} />
    </>
  )
}

function EgoGraph({ centre, relations }: { centre: Centre; relations: readonly Relation[] }) {
  const { t } = useWords()
  const before = relations.filter(({ direction }) => direction === 'to')
  const after = relations.filter(({ direction }) => direction === 'from')
  const rows = Math.max(Math.min(before.length, MOST), Math.min(after.length, MOST), 1)
  const high = rows * (BOX.high + BOX.gap) + BOX.gap
  const hidden = Math.max(before.length - MOST, 0) + Math.max(after.length - MOST, 0)
  return (
    <figure className="picture" dir="ltr">
      <svg className="graph" viewBox={`-2 0 ${WIDE + 4} ${high}`} aria-hidden="true">
        <Side relations={before.slice(0, MOST)} side="before" high={high} />
        <Side relations={after.slice(0, MOST)} side="after" high={high} />
        <Box x={(WIDE - BOX.wide) / 2} y={(high - BOX.high) / 2} title={centre.title} type={centre.type} className="centre" />
      </svg>
      {hidden > 0 && <figcaption className="help">{t('graph.more', { count: hidden })}</figcaption>}
    </figure>
  )
}

function Side({ relations, side, high }: { relations: readonly Relation[]; side: 'before' | 'after'; high: number }) {
  const { t, has } = useWords()
  const x = side === 'before' ? 0 : WIDE - BOX.wide
  const top = (high - relations.length * (BOX.high + BOX.gap) + BOX.gap) / 2
  const inner = side === 'before' ? BOX.wide : WIDE - BOX.wide
  const hub = side === 'before' ? (WIDE - BOX.wide) / 2 : (WIDE + BOX.wide) / 2
  return relations.map((relation, i) => {
    const y = top + i * (BOX.high + BOX.gap)
    const middle = y + BOX.high / 2
    const half = (inner + hub) / 2
    const verb = `verb.${relation.relationship}`
    return (
      <g key={`${relation.relationship} ${relation.id}`} className={relation.here ? undefined : 'away'}>
        <path className={relation.here ? 'edge' : 'edge edge-away'} d={`M${inner} ${middle}C${half} ${middle} ${half} ${high / 2} ${hub} ${high / 2}`} />
        <text className="verb" x={side === 'before' ? inner + 4 : inner - 4} y={middle - 5} textAnchor={side === 'before' ? 'start' : 'end'}>
          {short(has(verb) ? t(verb) : relation.relationship, 16)}
        </text>
        {relation.here
          ? <a href={pathTo('threat', { id: relation.id })} tabIndex={-1}><Box x={x} y={y} title={relation.title} type={relation.type} /></a>
          : <Box x={x} y={y} title={relation.title} type={relation.type} />}
      </g>
    )
  })
}

function Box({ x, y, title, type, className }: { x: number; y: number; title: string; type: string; className?: string }) {
  const typeName = useTypeName()
  return (
    <g className={className}>
      <rect x={x} y={y} width={BOX.wide} height={BOX.high} rx="4" />
      <text className="type" x={x + 10} y={y + 16}>{typeName(type)}</text>
      <text x={x + 10} y={y + 33}>{short(title, 32)}</text>
    </g>
  )
}

const short = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text)

function RelationTable({ relations }: { relations: readonly Relation[] }) {
  const { t, has } = useWords()
  const says = ({ direction, relationship }: Relation): string => {
    const key = `verb.${relationship}`
    return t(direction === 'from' ? 'graph.from' : 'graph.to', { verb: has(key) ? t(key) : relationship })
  }
  return (
    <Table
      caption={t('graph.table')} rows={relations} keyOf={({ direction, relationship, id }) => `${direction} ${relationship} ${id}`} linked
      columns={[
        { head: t('graph.relation'), kind: 'tight', render: says },
        { head: t('object.title'), names: true, render: ({ here, id, title }) => (here ? <RowLink to={pathTo('threat', { id })}><Theirs>{title}</Theirs></RowLink> : <><Theirs>{title}</Theirs>{' '}<Chip kind="sealed">{t('graph.away')}</Chip></>) },
        { head: t('object.type'), kind: 'tight', render: ({ type }) => <TypeName type={type} /> },
      ]}
    />
  )
}
