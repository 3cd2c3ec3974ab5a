/** Tasks of a case: what is to be done, by whom, until when; done, and not done after all. Each is for the readers of its thread. */
import { useActionData, useLoaderData } from 'react-router'
import type { Client } from '@openaccord/api'
import { doneAt, form, isTrouble, isTroubleIn, refuse, type Filled } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { CasePage, PartyName, type Party } from '../../ui/case.tsx'
import { InThread, OnlyReading, ThreadSelect, type Thread } from '../../ui/case-thread.tsx'
import { Act, Field, Form, Select, Submit } from '../../ui/form.tsx'
import { Chip, Theirs, Time } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'
import { insidePage } from './inside.ts'

export const handle = { at: 'caseTasks', lively: true }

export const loader = insidePage(async ({ api, url, case: { id } }) => {
  const [{ tasks }, { threads, parties }] = await Promise.all([api.cases.tasks({ params: { case: id } }), api.cases.threads({ params: { case: id } })])
  const thread = url.searchParams.get('thread') ?? ''
  return { tasks, threads, parties, thread: threads.some(({ n }) => String(n) === thread) ? thread : '' }
})

export const action = form(async ({ api, params, words }, filled) => {
  const { fields, text, intent } = filled
  const id = params['id'] ?? ''
  const at = (task: string) => ({ params: { case: id, task } })
  const due = dueIn(filled)
  if (due === undefined) return refuse(fields, intent, { field: 'due', text: words.t('tasks.due.wrong') })
  const whom = text('for')
  const [verb, task = ''] = intent.split(' ')
  switch (verb) {
    case 'add': await api.cases.addTask({ params: { case: id }, body: { thread: Number(text('thread')), title: text('title'), ...(whom === '' ? {} : { for: whom }), ...(due === null ? {} : { due }) } }); break
    case 'change': await api.cases.editTask({ ...at(task), body: { title: text('title'), for: whom === '' ? null : whom, due } }); break
    default: await api.cases.editTask({ ...at(text('task')), body: { done: verb === 'done' } })
  }
  return doneAt(pathTo('caseTasks', { id }), `tasks.${verb === 'done' || verb === 'undo' || verb === 'change' ? verb : 'added'}`)
})

/** The end of a day in UTC; null where none is said, undefined where it is no day. */
function dueIn({ text }: Filled): string | null | undefined {
  const day = text('due')
  if (day === '') return null
  const end = new Date(`${day}T23:59:00.000Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(end.getTime()) ? end.toISOString() : undefined
}

type Task = Awaited<ReturnType<Client['cases']['tasks']>>['tasks'][number]
type Around = { id: string; threads: readonly Thread[]; parties: readonly Party[]; result: unknown }

export default function Tasks() {
  const { case: one, tasks, threads, parties, thread } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const shown = thread === '' ? tasks : tasks.filter(({ thread: n }) => String(n) === thread)
  const around = { id: one.id, threads, parties: [one.you.party, ...parties], result }
  const mayWrite = threads.some((each) => each.mayWrite)
  return (
    <CasePage at="caseTasks" case={one} api="/tasks" wrong={isTrouble(result)}>
      {thread !== '' && <p><InThread id={one.id} n={Number(thread)} threads={threads} /> · <a href={pathTo('caseTasks', { id: one.id })}>{t('work.everywhere')}</a></p>}
      {shown.length === 0 ? <Empty title={t('tasks.empty.title')}><p>{t('tasks.empty')}</p></Empty> : <List tasks={shown} around={around} />}
      {!mayWrite ? <OnlyReading case={one} /> : (
        <Part title={t('tasks.new')} id="new">
          <Form intent="add" result={result}>
            <ThreadSelect threads={threads} chosen={thread} />
            <Fields parties={around.parties} />
            <Submit>{t('tasks.go')}</Submit>
          </Form>
        </Part>
      )}
    </CasePage>
  )
}

function List({ tasks, around }: { tasks: readonly Task[]; around: Around }) {
  const { t } = useWords()
  const open = tasks.filter(({ done }) => done === null).length
  return (
    <Table
      caption={t('tasks.caption', { count: open })} rows={tasks} keyOf={({ id }) => id}
      columns={[
        { head: t('tasks.task'), names: true, render: (task) => <TaskName task={task} around={around} /> },
        { head: t('tasks.for'), render: (task) => (task.for === null ? <span className="quiet">{t('tasks.for.nobody')}</span> : <><PartyName party={task.for} /> {task.own && <Chip kind="attention">{t('tasks.own')}</Chip>}</>) },
        { head: t('tasks.due'), render: (task) => <Due task={task} /> },
        { head: t('thread.which'), render: (task) => <InThread id={around.id} n={task.thread} threads={around.threads} /> },
        { head: t('tasks.act'), kind: 'tight', render: (task) => <Done task={task} around={around} /> },
      ]}
    />
  )
}

const mayChange = ({ thread }: Task, { threads }: Around): boolean => threads.some(({ n, mayWrite }) => n === thread && mayWrite)

function TaskName({ task, around }: { task: Task; around: Around }) {
  const { t } = useWords()
  const { id, title, done, due } = task
  const intent = `change ${id}`
  return (
    <span id={id}>
      {done === null ? <Theirs>{title}</Theirs> : <s><Theirs>{title}</Theirs></s>}
      {done === null && mayChange(task, around) && (
        <details className="more" open={isTroubleIn(around.result, intent)}>
          <summary aria-label={t('tasks.change.full', { title })}>{t('tasks.change')}</summary>
          <Form intent={intent} result={around.result}>
            <Fields parties={around.parties} task={{ title, for: task.for?.id ?? '', due: due?.slice(0, 10) ?? '' }} />
            <Submit>{t('tasks.save')}</Submit>
          </Form>
        </details>
      )}
    </span>
  )
}

function Due({ task: { due, late, done } }: { task: Task }) {
  const { t } = useWords()
  if (done !== null) return <>{t('tasks.done')} <Time at={done} /></>
  if (due === null) return <span className="quiet">{t('tasks.due.none')}</span>
  return <>{late && <Chip kind="danger">{t('case.late')}</Chip>}<Time at={due} full /></>
}

function Done({ task, around }: { task: Task; around: Around }) {
  const { t } = useWords()
  if (!mayChange(task, around)) return null
  const { id, title, done } = task
  return done === null
    ? <Act intent="done" values={{ task: id }} label={t('tasks.done.go')} full={t('tasks.done.full', { title })} />
    : <Act intent="undo" values={{ task: id }} label={t('tasks.undo')} full={t('tasks.undo.full', { title })} />
}

function Fields({ parties, task }: { parties: readonly Party[]; task?: { title: string; for: string; due: string } }) {
  const { t } = useWords()
  const options = [{ value: '', label: t('tasks.for.nobody') }, ...parties.map(({ id, name }) => ({ value: id, label: name ?? t('case.unnamed', { id: id.slice(-4) }) }))]
  return (
    <>
      <Field name="title" label={t('tasks.title')} value={task?.title} maxLength={200} autoComplete="off" />
      <Select name="for" label={t('tasks.for')} help={t('tasks.for.help')} value={task?.for} options={options} />
      <Field name="due" type="date" label={t('tasks.due')} help={t('tasks.due.help')} value={task?.due} optional />
    </>
  )
}
