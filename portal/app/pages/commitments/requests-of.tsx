/** One organisation: what governments asked of it by its own word, what protects its products, who reviewed it, what it attested. */
import { useLoaderData } from 'react-router'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { DoubtMark, ProofMark } from '../../ui/accord.tsx'
import { ChangeShown, StatementChip, useBand, usePeriod, useWhere, type RequestsOf } from '../../ui/conduct.tsx'
import { Day } from '../../ui/marks.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Say, useWords } from '../../ui/visit.tsx'
import { Assurance } from './assurance.tsx'
import { Attestations } from './attestations.tsx'
import { Matrix } from './matrix.tsx'

export const handle = { at: 'requestsOf' }

export const loader = page(async ({ api, params }) => {
  const by = { params: { slug: params['slug'] ?? '' } }
  const [found, { attestations }] = await Promise.all([api.commitments.requestsOf(by), api.commitments.attestations(by)])
  return { ...found, attestations }
})

type Statement = RequestsOf['statements'][number]

export default function OfOne() {
  const { organisation: { slug, name }, standing, statements, matrix, assurance, attestation, attestations } = useLoaderData<typeof loader>()
  const { t, list, day } = useWords()
  const period = usePeriod()
  const owes = standing.owed !== null
  return (
    <Page
      at="requestsOf" title={name} titleLanguage="" api={`/api/v1/commitments/requests/${slug}`}
      sentence={owes ? <Say k="org.sentence" name={<bdi>{name}</bdi>} statement={t(`org.statement.${standing.state}`)} attestation={t(`org.attestation.${attestation.state}`)} assurance={t(`org.assurance.${assurance.state}`)} /> : t('org.nothing')}
      actions={owes && <StatementChip state={standing.state} />}
    >
      <ul className="links">
        <li><a href={pathTo('registered', { slug })}>{t('org.toEntry')}</a></li>
        <li><a href={pathTo('commitments', {}, { organisation: slug })}>{t('org.toCommitments')}</a></li>
      </ul>
      {(standing.state === 'due' || standing.state === 'late') && standing.late !== null && <p>{t('statement.due', { day: day(standing.late) })}</p>}
      {standing.missing.length > 0 && <Notice kind="attention"><p>{t('org.missing', { periods: list(standing.missing.map(period)) })}</p></Notice>}
      <Part title={t('org.statements')} id="statements">
        {statements.length === 0 ? <Empty title={t('org.statements.none')}><p>{t('requests.says')}</p></Empty> : statements.map((one) => <OneStatement key={one.fact} statement={one} />)}
      </Part>
      <Part title={t('org.matrix')} id="matrix"><Matrix matrix={matrix} /></Part>
      <Part title={t('org.assurance')} id="assurance"><Assurance assurance={assurance} /></Part>
      <Part title={t('org.attestation')} id="attestation"><Attestations attestations={attestations} standing={attestation} /></Part>
    </Page>
  )
}

function OneStatement({ statement }: { statement: Statement }) {
  const { t, list } = useWords()
  const period = usePeriod()
  const { fact, at, inDoubt, text, language, officer, report, breaches, correctedBy, corrects, reason, requests, change } = statement
  const name = period(statement.period)
  const categories = list([...new Set(breaches.map(({ category }) => category))])
  return (
    <article className="changed" id={fact}>
      <h3>{name} <span className="quiet"><Day at={at} /> <ProofMark fact={fact} what={name} /></span><DoubtMark since={inDoubt} /></h3>
      {correctedBy !== null && <p><a href={`#${correctedBy}`}>{t('org.corrected')}</a></p>}
      {corrects !== null && reason !== null && <p><Say k="org.correction" reason={<bdi>{reason}</bdi>} /></p>}
      {breaches.length > 0 && <Notice kind="attention"><p>{t('org.breach', { categories })}</p></Notice>}
      <blockquote className="lines" lang={language} dir="auto">{text}</blockquote>
      <p className="quiet"><bdi>{t('org.by', officer)}</bdi>{report !== null && <> · <a href={report} rel="noreferrer nofollow">{t('org.report')}</a></>}</p>
      {change !== null && <section className="part"><h4>{t('org.changed')}</h4><ChangeShown change={change} language={language} /></section>}
      <details className="more">
        <summary>{t('org.rows.caption', { period: name })}</summary>
        <Rows rows={requests} caption={t('org.rows.caption', { period: name })} />
      </details>
    </article>
  )
}

function Rows({ rows, caption }: { rows: Statement['requests']; caption: string }) {
  const { t } = useWords()
  const where = useWhere()
  const band = useBand()
  return (
    <Table
      caption={caption} rows={rows} keyOf={(row) => `${row.category} ${row.where}`}
      columns={[
        { head: t('requests.category'), names: true, render: (row) => <><bdi>{row.category}</bdi> <span className="under">{t(`requests.category.${row.category}`)}</span></> },
        { head: t('requests.where'), render: (row) => where(row.where) },
        ...(['received', 'refused', 'challenged', 'complied', 'pending'] as const).map((field) => ({ head: t(`requests.${field}`), kind: 'tight' as const, render: (row: Statement['requests'][number]) => band(row[field]) })),
      ]}
    />
  )
}
