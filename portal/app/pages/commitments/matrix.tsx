/** Product × four stages: what protects it, how well that is shown, until when. A hole is drawn as one. */
import { ProofMark } from '../../ui/accord.tsx'
import { EvidenceLinks, type RequestsOf } from '../../ui/conduct.tsx'
import { Chip, Day, Theirs } from '../../ui/marks.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'

const STAGES = ['development', 'design', 'distribution', 'use'] as const
type Cell = RequestsOf['matrix']['products'][number]['cells'][number]

export function Matrix({ matrix: { products, filled, missing } }: { matrix: RequestsOf['matrix'] }) {
  const { t } = useWords()
  if (products.length === 0) return <p>{t('org.matrix.none')}</p>
  return (
    <>
      <p className="prose">{t('org.matrix.says')}</p>
      <div className="matrix">
        <Table
          caption={t('org.matrix.caption', { filled, missing })} rows={products} keyOf={({ product }) => product}
          columns={[
            { head: t('org.product'), names: true, render: ({ product }) => <Theirs>{product}</Theirs> },
            ...STAGES.map((stage) => ({ head: t(`stage.${stage}`), render: ({ cells }: RequestsOf['matrix']['products'][number]) => <OneCell cell={cells.find((cell) => cell.stage === stage)} /> })),
          ]}
        />
      </div>
    </>
  )
}

function OneCell({ cell }: { cell: Cell | undefined }) {
  const { t, day } = useWords()
  if (cell === undefined || cell.state === 'missing' || cell.fact === null) return <span className="hole">{t('cell.missing')}</span>
  const { state, grade, until, claim, evidence, fact, at, verifiedBy, stage } = cell
  const ends = until === null ? '' : day(until)
  return (
    <>
      <Chip kind={state === 'expired' ? 'danger' : grade === 'E4' ? 'good' : state === 'expiring' ? 'attention' : 'plain'}>{state === 'expired' ? t('cell.expired', { day: ends }) : grade}</Chip>
      {state !== 'expired' && <span className="under quiet">{t(state === 'expiring' ? 'cell.expiring' : 'cell.until', { day: ends })}</span>}
      {claim !== null && <p dir="auto" className="lines">{claim}</p>}
      <EvidenceLinks evidence={evidence} />
      <span className="quiet">{at !== null && <Day at={at} />} <ProofMark fact={verifiedBy ?? fact} what={t(`stage.${stage}`)} /></span>
    </>
  )
}
