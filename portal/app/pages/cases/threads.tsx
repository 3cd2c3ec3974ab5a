/** The threads of a case that one reads, each with whom it is for; and a new one. */
import { useActionData, useLoaderData } from 'react-router'
import { doneAt, form, isTrouble } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { CasePage } from '../../ui/case.tsx'
import { OnlyReading, useAudience, type Thread, type Threads } from '../../ui/case-thread.tsx'
import { Field, Form, Select, Submit } from '../../ui/form.tsx'
import { Chip, Theirs, Time } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Part } from '../../ui/page.tsx'
import { RowLink, Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'
import { insidePage } from './inside.ts'

export const handle = { at: 'caseThreads', lively: true }

export const loader = insidePage(async ({ api, case: { id } }) => api.cases.threads({ params: { case: id } }))

/** `for` names the kind, or the one other party of a thread of two. */
export const action = form(async ({ api, params }, { text }) => {
  const id = params['id'] ?? ''
  const whom = text('for')
  const kind = whom === 'all' || whom === 'coordinators' ? { kind: whom } as const : { kind: 'pair', with: whom } as const
  const { thread } = await api.cases.openThread({ params: { case: id }, body: { title: text('title'), ...kind } })
  return doneAt(pathTo('caseThread', { id, thread: String(thread) }), 'thread.opened')
}, { with: 'for', kind: 'for' })

export default function ThreadsPage() {
  const { case: one, threads, mayOpen, parties } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  return (
    <CasePage at="caseThreads" case={one} api="/threads" wrong={isTrouble(result)}>
      {threads.length === 0 ? <Empty title={t('threads.empty.title')}><p>{t('threads.empty')}</p></Empty> : <List id={one.id} threads={threads} />}
      {mayOpen.length === 0 ? <OnlyReading case={one} /> : (
        <Part title={t('threads.new')} id="new">
          <NewThread mayOpen={mayOpen} parties={parties} result={result} />
        </Part>
      )}
    </CasePage>
  )
}

function List({ id, threads }: { id: string; threads: readonly Thread[] }) {
  const { t, number } = useWords()
  const audience = useAudience()
  const rows = threads.toSorted((a, b) => Number(b.unread > 0) - Number(a.unread > 0) || ((b.last ?? b.opened) < (a.last ?? a.opened) ? -1 : 1))
  return (
    <Table
      caption={t('threads.caption', { count: threads.length })} rows={rows} keyOf={({ n }) => String(n)} linked
      columns={[
        { head: t('threads.title'), names: true, render: ({ n, title, unread }) => <><RowLink to={pathTo('caseThread', { id, thread: String(n) })}><Theirs>{title}</Theirs></RowLink> {unread > 0 && <Chip kind="attention">{t('threads.unread', { count: unread })}</Chip>}</> },
        { head: t('threads.readBy'), render: (thread) => audience(thread) },
        { head: t('threads.messages'), kind: 'figure', render: ({ messages }) => number(messages) },
        { head: t('threads.last'), kind: 'tight', render: ({ last, opened }) => <Time at={last ?? opened} /> },
      ]}
    />
  )
}

function NewThread({ mayOpen, parties, result }: Pick<Threads, 'mayOpen' | 'parties'> & { result: unknown }) {
  const { t } = useWords()
  const nameOf = ({ name, id }: Threads['parties'][number]) => name ?? t('case.unnamed', { id: id.slice(-4) })
  const options = [
    ...(mayOpen.includes('all') ? [{ value: 'all', label: t('thread.for.all') }] : []),
    ...(mayOpen.includes('coordinators') ? [{ value: 'coordinators', label: t('thread.for.coordinators') }] : []),
    ...(mayOpen.includes('pair') ? parties.map((party) => ({ value: party.id, label: t('thread.for.pair', { others: nameOf(party) }) })) : []),
  ]
  return (
    <Form intent="open" result={result}>
      <Field name="title" label={t('threads.new.title')} maxLength={200} autoComplete="off" />
      <Select name="for" label={t('threads.new.for')} help={t('threads.new.for.help')} options={options} />
      <Submit>{t('threads.new.go')}</Submit>
    </Form>
  )
}
