/** Texts that are worked on together, each for the readers of its thread; and beginning one. */
import { useActionData, useLoaderData } from 'react-router'
import { doneAt, form, isTrouble } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { CasePage } from '../../ui/case.tsx'
import { InThread, OnlyReading, ThreadSelect, Who, type Thread } from '../../ui/case-thread.tsx'
import { Field, Form, Submit, TextArea } from '../../ui/form.tsx'
import { Theirs, Time } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Part } from '../../ui/page.tsx'
import { RowLink, Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'
import { insidePage } from './inside.ts'
import { ToAdvisory } from './to-advisory.tsx'

export const handle = { at: 'caseDrafts', lively: true }

export const loader = insidePage(async ({ api, url, case: { id } }) => {
  const [{ drafts }, { threads }] = await Promise.all([api.cases.drafts({ params: { case: id } }), api.cases.threads({ params: { case: id } })])
  return { drafts, threads, thread: url.searchParams.get('thread') ?? '' }
})

export const action = form(async ({ api, params }, { text }) => {
  const id = params['id'] ?? ''
  const { id: draft } = await api.cases.beginDraft({ params: { case: id }, body: { thread: Number(text('thread')), title: text('title'), text: text('text') } })
  return doneAt(pathTo('caseDraft', { id, draft }), 'drafts.begun')
})

type Drafts = Awaited<ReturnType<typeof loader>>['drafts']

export default function DraftsPage() {
  const { case: one, drafts, threads, thread } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  return (
    <CasePage at="caseDrafts" case={one} api="/drafts" wrong={isTrouble(result)} actions={<ToAdvisory id={one.id} />}>
      {drafts.length === 0 ? <Empty title={t('drafts.empty.title')}><p>{t('drafts.empty')}</p></Empty> : <List id={one.id} drafts={drafts} threads={threads} />}
      {!threads.some(({ mayWrite }) => mayWrite) ? <OnlyReading case={one} /> : (
        <Part title={t('drafts.new')} id="new">
          <Form intent="begin" result={result}>
            <ThreadSelect threads={threads} chosen={thread} />
            <Field name="title" label={t('drafts.title')} maxLength={200} autoComplete="off" />
            <TextArea name="text" label={t('drafts.text')} help={t('thread.text.help')} maxLength={100_000} />
            <Submit>{t('drafts.go')}</Submit>
          </Form>
        </Part>
      )}
    </CasePage>
  )
}

function List({ id, drafts, threads }: { id: string; drafts: Drafts; threads: readonly Thread[] }) {
  const { t, number } = useWords()
  return (
    <Table
      caption={t('drafts.caption', { count: drafts.length })} rows={drafts} keyOf={(draft) => draft.id} linked
      columns={[
        { head: t('drafts.title'), names: true, render: (draft) => <RowLink to={pathTo('caseDraft', { id, draft: draft.id })}><Theirs>{draft.title}</Theirs></RowLink> },
        { head: t('drafts.versions'), kind: 'figure', render: ({ version }) => number(version) },
        { head: t('drafts.revised'), kind: 'tight', render: ({ revised }) => <Time at={revised} /> },
        { head: t('drafts.by'), render: ({ by }) => <Who by={by} /> },
        { head: t('thread.which'), render: ({ thread }) => <InThread id={id} n={thread} threads={threads} /> },
      ]}
    />
  )
}
