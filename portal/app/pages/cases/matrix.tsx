/** Vendors and vulnerabilities, live: who never opened it, who has seen it, what each says. Filters stand in the address. */
import { MATRIX_STATES } from '@openaccord/api'
import { caseMatrixFile, pathTo } from '../../paths.ts'
import { PartyName } from '../../ui/case.tsx'
import { ButtonLink, Field, Form, Select, Submit } from '../../ui/form.tsx'
import { Chip, Time } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Say, useVisit, useWords } from '../../ui/visit.tsx'
import type { JoinedCase } from './inside.ts'
import { filterOf, fits, isOfAll, MARKS, type CaseMatrix, type Cell, type MatrixRow } from './states.ts'

export function Matrix({ case: one, matrix }: { case: JoinedCase; matrix: CaseMatrix }) {
  const { url } = useVisit()
  const { t } = useWords()
  const filter = filterOf(url)
  const rows = matrix.rows.filter((row) => fits(row, filter))
  const columns = matrix.vulnerabilities.length
  const records = matrix.rows.some(({ own, mayState }) => mayState && !own)
  if (matrix.rows.length === 0) return <Nobody case={one} />
  return (
    <Part title={t('matrix.title')} id="matrix">
      <Counts counts={matrix.counts} />
      {matrix.rows.length > 3 && <search><Filter id={one.id} filter={filter} counts={matrix.counts} /></search>}
      <div className="case-matrix" {...(columns > FIT ? { 'data-wide': '', tabIndex: 0, role: 'group', 'aria-label': t('matrix.title') } : {})}>
        <Table
          caption={t(rows.length === matrix.rows.length ? 'matrix.caption.all' : 'matrix.caption', { count: rows.length, all: matrix.rows.length })} rows={rows} keyOf={({ party }) => party.id}
          columns={[
            { head: t('matrix.vendor'), names: true, render: ({ party, own }) => <><PartyName party={party} />{own && <span className="under quiet">{t('matrix.own')}</span>}</> },
            ...matrix.vulnerabilities.map(({ n, label, cve }, at) => ({
              head: t('matrix.head', { n, label: cve ?? label }),
              across: ({ cells }: MatrixRow) => (isOfAll(cells, columns) ? { columns: at === 0 ? columns : 0, head: t('matrix.all.head') } : undefined),
              render: ({ cells }: MatrixRow) => <OneCell cell={cells.find(({ vulnerability }) => vulnerability === n)} ofAll={isOfAll(cells, columns) ? columns : undefined} />,
            })),
            ...(records ? [{ head: t('matrix.do'), kind: 'tight' as const, render: ({ party, own, mayState }: MatrixRow) => (mayState && !own ? <a href={`${pathTo('case', { id: one.id }, { party: party.id })}#state`} aria-label={t('matrix.record.of', { name: party.name ?? party.id })}>{t('matrix.record')}</a> : null) }] : []),
          ]}
        />
      </div>
      <div className="actions"><ButtonLink size="small" to={caseMatrixFile(one.id, { state: filter.state, q: filter.words })}>{t('matrix.csv')}</ButtonLink></div>
    </Part>
  )
}

/** So many columns fit beside each other; more are scrolled to, in a box of their own. */
const FIT = 6

function Nobody({ case: { id, may } }: { case: JoinedCase }) {
  const { t } = useWords()
  return (
    <Part title={t('matrix.title')} id="matrix">
      <Empty title={t('matrix.none.title')} actions={may.includes('invite') && <ButtonLink to={`${pathTo('casePeople', { id })}#invite`}>{t('matrix.invite')}</ButtonLink>}><p>{t('matrix.none')}</p></Empty>
    </Part>
  )
}

function Counts({ counts }: Pick<CaseMatrix, 'counts'>) {
  const { number } = useWords()
  return <p className="marks">{MATRIX_STATES.filter((state) => counts[state] > 0).map((state) => <StateMark key={state} state={state} count={number(counts[state])} />)}</p>
}

export function StateMark({ state, count }: { state: Cell['state']; count?: string }) {
  const { t } = useWords()
  const { mark, kind } = MARKS[state]
  return <Chip kind={kind}><span aria-hidden="true">{`${mark} `}</span>{t(`matrix.state.${state}`)}{count !== undefined && <> {count}</>}</Chip>
}

function Filter({ id, filter: { state, words }, counts }: { id: string; filter: ReturnType<typeof filterOf> } & Pick<CaseMatrix, 'counts'>) {
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

/** What this very look has brought about is not to come. */
const earlier = (one: string, other: string): string => (one < other ? one : other)

/** `ofAll`: so many vulnerabilities of which this is said at once. */
function OneCell({ cell, ofAll }: { cell: Cell | undefined; ofAll?: number | undefined }) {
  const { now } = useVisit()
  const { t } = useWords()
  if (cell === undefined) return null
  const { state, since, justification, words, recordedBy } = cell
  return (
    <>
      <StateMark state={state} />
      {ofAll !== undefined && <span className="of-all quiet">{t('matrix.all', { count: ofAll })}</span>}
      {since !== null && <span className="under quiet"><Time at={earlier(since, now.toISOString())} />{recordedBy !== null && <> · <Say k="matrix.recorded" by={<PartyName party={recordedBy} />} /></>}</span>}
      {justification !== null && <span className="under">{t(`matrix.why.${justification}`)}</span>}
      {words !== null && <span className="under" dir="auto">{words}</span>}
    </>
  )
}
