/** Bars drawn on the server: one for each day, with its table one tap away; one for each year, beside its table. */
import { Table } from './table.tsx'
import { useWords } from './visit.tsx'

type Day = { day: string; objects: number }
const WIDE = 600
const HIGH = 96

export function DayBars({ days }: { days: readonly Day[] }) {
  const { t, day: spoken } = useWords()
  const most = Math.max(...days.map(({ objects }) => objects), 0)
  const first = days[0]
  const last = days.at(-1)
  if (first === undefined || last === undefined || most === 0) return null
  const step = WIDE / days.length
  const label = t('bars.label', { count: days.reduce((sum, { objects }) => sum + objects, 0), from: spoken(first.day), until: spoken(last.day) })
  return (
    <figure className="picture">
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- drawn here, and read as one picture */}
      <svg className="bars" viewBox={`0 0 ${WIDE} ${HIGH + 1}`} preserveAspectRatio="none" role="img" aria-label={label}>
        <line x1="0" x2={WIDE} y1={HIGH} y2={HIGH} />
        {days.map(({ day, objects }, i) => {
          const high = objects === 0 ? 0 : Math.max(2, Math.round((objects / most) * HIGH))
          const wide = Math.min(step * 0.76, 18)
          return <rect key={day} x={round(i * step + (step - wide) / 2)} width={round(wide)} y={HIGH - high} height={high} />
        })}
      </svg>
      <p className="bars-foot" aria-hidden="true"><span>{spoken(first.day)}</span><span>{t('bars.most', { count: most })}</span><span>{spoken(last.day)}</span></p>
      <details className="more">
        <summary>{t('bars.table')}</summary>
        <Table
          caption={label} rows={days} keyOf={({ day }) => day}
          columns={[
            { head: t('bars.day'), names: true, render: ({ day }) => spoken(day) },
            { head: t('bars.objects'), kind: 'figure', render: ({ objects }) => t('number', { n: objects }) },
          ]}
        />
      </details>
    </figure>
  )
}

type YearShare = { year: number; of: number; yes: number }
const TALL = 72

/** Of how many each year, and of these how many: the full part of the bar. The first year first. */
export function YearBars({ label, years }: { label: string; years: readonly YearShare[] }) {
  const most = Math.max(...years.map(({ of }) => of), 0)
  if (years.length < 2 || most === 0) return null
  const step = WIDE / years.length
  const wide = Math.min(step * 0.6, 72)
  const high = (many: number) => round((many / most) * TALL)
  return (
    <figure className="picture year-bars">
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- drawn here, and read as one picture */}
      <svg className="bars" viewBox={`0 0 ${WIDE} ${TALL + 1}`} preserveAspectRatio="none" role="img" aria-label={label}>
        <line x1="0" x2={WIDE} y1={TALL} y2={TALL} />
        {years.map(({ year, of, yes }, i) => {
          const place = { x: round(i * step + (step - wide) / 2), width: round(wide) }
          return <g key={year}><rect {...place} y={TALL - high(of)} height={high(of)} className="bars-of" /><rect {...place} y={TALL - high(yes)} height={high(yes)} /></g>
        })}
      </svg>
      <p className="bars-foot bars-years" aria-hidden="true">{years.map(({ year }) => <bdi key={year}>{year}</bdi>)}</p>
    </figure>
  )
}

const round = (value: number) => Math.round(value * 100) / 100
