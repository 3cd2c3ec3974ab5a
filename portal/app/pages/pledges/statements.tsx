/** What organisations said in their own name, newest first; each signed, each with its proof. */
import { useLoaderData } from 'react-router'
import type { Client } from '@openaccord/api'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { DoubtMark, ProofMark } from '../../ui/accord.tsx'
import { ButtonLink } from '../../ui/form.tsx'
import { Day } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { directionOf, Paragraphs } from '../../ui/pledge.tsx'
import { Say, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'statements' }

export const loader = page(async ({ api, url }) => {
  const before = url.searchParams.get('before') ?? ''
  return { ...(await api.pledges.statements({ query: { limit: 50, ...(before === '' ? {} : { before }) } })), paged: before !== '' }
})

type Statement = Awaited<ReturnType<Client['pledges']['statements']>>['statements'][number]

export default function Statements() {
  const { statements, next, paged } = useLoaderData<typeof loader>()
  const { t } = useWords()
  return (
    <Page at="statements" title={t('place.statements')} sentence={statements.length === 0 ? t('statements.none.sentence') : t('statements.sentence', { count: statements.length })} api="/api/v1/pledges/statements">
      {statements.length === 0 ? <Empty title={t('statements.none.title')}><p>{t('statements.none')}</p></Empty> : <StatementList statements={statements} named />}
      {(next !== null || paged) && (
        <nav className="pages-links" aria-label={t('pages.label')}>
          {paged && <ButtonLink to={pathTo('statements')}>{t('pages.first')}</ButtonLink>}
          {next !== null && <ButtonLink to={pathTo('statements', {}, { before: next })}>{t('pages.next')}</ButtonLink>}
        </nav>
      )}
    </Page>
  )
}

/** `named`: of many, each with its maker; else they stand under the heading of one. */
export function StatementList({ statements, named = false }: { statements: readonly Statement[]; named?: boolean }) {
  const Title = named ? 'h2' : 'h3'
  return (
    <div className="statements">
      {statements.map(({ fact, slug, name, title, text, language, clauses, at, inDoubt }) => (
        <article key={fact} id={fact}>
          <Title lang={language} dir={directionOf(language)}>{title}</Title>
          <p className="quiet">
            {named ? <Say k="statements.by" name={<a href={pathTo('registered', { slug })}><bdi>{name}</bdi></a>} day={<Day at={at} />} /> : <Day at={at} />}
            {clauses.length > 0 && <>{' · '}<Say k="statements.on" clauses={clauses.map((clause, n) => <span key={clause}>{n > 0 && ' '}<a href={`${pathTo('pledge')}#${clause}`}><bdi>{clause}</bdi></a></span>)} /></>}
            <DoubtMark since={inDoubt} />
          </p>
          <div className="prose" lang={language} dir={directionOf(language)}><Paragraphs text={text} /></div>
          <p><ProofMark fact={fact} what={title} /></p>
        </article>
      ))}
    </div>
  )
}
