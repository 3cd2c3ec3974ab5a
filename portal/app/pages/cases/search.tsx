/** Looking for words in a case: messages, drafts, files and tasks of the threads that one reads, and nothing else. */
import { useLoaderData } from 'react-router'
import type { Client } from '@openaccord/api'
import { pathTo } from '../../paths.ts'
import { CasePage } from '../../ui/case.tsx'
import { InThread, Who } from '../../ui/case-thread.tsx'
import { Field, Form, Submit } from '../../ui/form.tsx'
import { Theirs, Time } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { useWords } from '../../ui/visit.tsx'
import { insidePage } from './inside.ts'

export const handle = { at: 'caseSearch', lively: true }

const LEAST = 2
const MOST = 200

export const loader = insidePage(async ({ api, url, case: { id } }) => {
  const words = (url.searchParams.get('words') ?? '').trim().slice(0, MOST)
  const { threads } = await api.cases.threads({ params: { case: id } })
  if (words.length < LEAST) return { words, threads, found: null }
  return { words, threads, ...(await api.cases.search({ params: { case: id }, query: { words } })) }
})

type Found = Awaited<ReturnType<Client['cases']['search']>>['found'][number]

export default function Search() {
  const { case: one, words, threads, found } = useLoaderData<typeof loader>()
  const { t } = useWords()
  return (
    <CasePage at="caseSearch" case={one} {...(found === null ? {} : { api: `/search?words=${encodeURIComponent(words)}` })}>
      <search>
        <Form method="get" action={pathTo('caseSearch', { id: one.id })} shape="row">
          <div className="grow"><Field name="words" type="search" label={t('seek.words')} help={t('seek.help')} value={words} minLength={LEAST} maxLength={MOST} hotkey="/" bare optional /></div>
          <Submit kind="plain">{t('seek.go')}</Submit>
        </Form>
      </search>
      {found !== null && found.length === 0 && <Empty title={t('seek.nothing.title')}><p>{t('seek.nothing')}</p></Empty>}
      {found === null && words !== '' && <p>{t('seek.short', { count: LEAST })}</p>}
      {found !== null && found.length > 0 && (
        <>
          <p className="quiet">{t('seek.found', { count: found.length })}</p>
          <ol className="hits">
            {found.map((hit) => (
              <li key={`${hit.kind} ${hit.id}`}>
                <a className="row-link" href={whereIs(one.id, hit)}><Theirs>{hit.excerpt}</Theirs></a>
                <span className="under"><span>{t(`seek.kind.${hit.kind}`)}</span><Who by={hit.by} /><Time at={hit.at} full /><span><InThread id={one.id} n={hit.thread} threads={threads} /></span></span>
              </li>
            ))}
          </ol>
        </>
      )}
    </CasePage>
  )
}

/** The page on which a hit is read. */
function whereIs(id: string, { kind, id: hit, thread }: Found): string {
  switch (kind) {
    case 'message': return `${pathTo('caseThread', { id, thread: String(thread) })}#${hit}`
    case 'draft': return pathTo('caseDraft', { id, draft: hit })
    case 'file': return `${pathTo('caseFiles', { id })}#${hit}`
    case 'task': return `${pathTo('caseTasks', { id })}#${hit}`
  }
}
