/** Vendors and vulnerabilities, live: who never opened it, who has seen it, what each says. Filters stand in the address. */
import { MATRIX_STATES } from '@openaccord/api'
import { pathTo } from '../../paths.ts'
import { PartyName } from '../../ui/case.tsx'
import { Field, Form, Select, Submit } from '../../ui/form.tsx'
import { Chip, Time } from '../../ui/marks.tsx'
import { Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Say, useVisit, useWords } from '../../ui/visit.tsx'
import type { JoinedCase } from './inside.ts'
import { MARKS, SILENT, type CaseMatrix, type Cell, type MatrixRow } from './states.ts'

export function Matrix({ case: one, matrix }: { case: JoinedCase; matrix: CaseMatrix }) {
  const { url } = useVisit()
  const { t } = useWords()
  const wanted = url.searchParams.get('state') ?? ''
  const words = url.searchParams.get('q')?.trim().slice(0, 200) ?? ''
  const rows = matrix.rows.filter((row) => fits(row, wanted, words))
  if (matrix.rows.length === 0) return <Part title={t('matrix.title')} id="matrix"><p>{t('matrix.none')}</p></Part>
  return (
    <Part title={t('matrix.title')} id="matrix">
      <Counts counts={matrix.counts} />
      {matrix.rows.length > 3 && <search><Filter id={one.id} state={wanted} words={words} counts={matrix.counts} /></search>}
      <div className="case-matrix">
        <Table
          caption={t('matrix.caption', { count: rows.length, all: matrix.rows.length })} rows={rows} keyOf={({ party }) => party.id}
          columns={[
            { head: t('matrix.vendor'), names: true, render: ({ party, own }) => <><PartyName party={party} />{own && <span className="under quiet">{t('matrix.own')}</span>}</> },
            ...matrix.vulnerabilities.map(({ n, label, cve }) => ({ head: t('matrix.head', { n, label: cve ?? label }), render: ({ cells }: MatrixRow) => <OneCell cell={cells.find(({ vulnerability }) => vulnerability === n)} /> })),
          ]}
        />
      </div>
    </Part>
  )
}

const fits = ({ party, cells }: MatrixRow, state: string, words: string): boolean =>
  (state === '' || cells.some((cell) => cell.state === state || (state === 'silent' && SILENT.includes(cell.state)))) &&
  (words === '' || (party.name ?? '').toLowerCase().includes(words.toLowerCase()) || cells.some((cell) => cell.words?.toLowerCase().includes(words.toLowerCase()) ?? false))

function Counts({ counts }: Pick<CaseMatrix, 'counts'>) {
  const { number } = useWords()
  return <p className="marks">{MATRIX_STATES.filter((state) => counts[state] > 0).map((state) => <span key={state}><StateMark state={state} /> {number(counts[state])}</span>)}</p>
}

export function StateMark({ state }: { state: Cell['state'] }) {
  const { t } = useWords()
  const { mark, kind } = MARKS[state]
  return <Chip kind={kind}><span aria-hidden="true">{mark} </span>{t(`matrix.state.${state}`)}</Chip>
}

function Filter({ id, state, words, counts }: { id: string; state: string; words: string } & Pick<CaseMatrix, 'counts'>) {
  const { t } = useWords()
  const options = [{ value: '', label: t('matrix.any') }, { value: 'silent', label: t('matrix.silent') }, ...MATRIX_STATES.filter((each) => counts[each] > 0 || each === state).map((value) => ({ value, label: t(`matrix.state.${value}`) }))]
  return (
    <Form method="get" action={`${pathTo('case', { id })}#matrix`} shape="row" label={t('matrix.filter')}>
      <Field name="q" type="search" label={t('matrix.words')} value={words} maxLength={200} hotkey="f" />
      <Select name="state" label={t('matrix.state')} value={state} options={options} />
      <Submit kind="plain">{t('cases.go')}</Submit>
    </Form>
  )
}

function OneCell({ cell }: { cell: Cell | undefined }) {
  const { t } = useWords()
  if (cell === undefined) return null
  const { state, since, justification, words, recordedBy } = cell
  return (
    <>
      <StateMark state={state} />
      {since !== null && <span className="under quiet"><Time at={since} />{recordedBy !== null && <> · <Say k="matrix.recorded" by={<PartyName party={recordedBy} />} /></>}</span>}
      {justification !== null && <span className="under">{t(`matrix.why.${justification}`)}</span>}
      {words !== null && <span className="under" dir="auto">{words}</span>}
    </>
  )
}
