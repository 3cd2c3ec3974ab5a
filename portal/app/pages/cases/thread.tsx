/** One thread: who reads it, its messages with the newest last, what is new, writing; and what lies in it beside messages. */
import { redirect, useActionData, useLoaderData } from 'react-router'
import { form, isTrouble } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { CasePage } from '../../ui/case.tsx'
import { OnlyReading, ReadBy, useAudience, type Thread } from '../../ui/case-thread.tsx'
import { Form, Submit, TextArea } from '../../ui/form.tsx'
import { Theirs } from '../../ui/marks.tsx'
import { Part } from '../../ui/page.tsx'
import { useWords } from '../../ui/visit.tsx'
import { insidePage } from './inside.ts'
import { Message, type MessageVersions } from './message.tsx'

export const handle = { at: 'caseThread', lively: true }

const AT_ONCE = 50

export const loader = insidePage(async ({ api, params, url, case: { id } }) => {
  const at = { case: id, thread: params['thread'] ?? '' }
  const after = url.searchParams.get('after') ?? ''
  const opened = url.searchParams.get('versions') ?? ''
  const found = await api.cases.thread({ params: at, query: { limit: AT_ONCE, ...(after === '' ? {} : { after }) } })
  const versions = found.messages.some(({ id: message }) => message === opened) ? (await api.cases.messageVersions({ params: { case: id, message: opened } })) : null
  // whoever sees the newest has read the thread
  if (after === '' && found.thread.unread > 0) await api.cases.markRead({ params: at, body: {} })
  return { ...found, versions, earlier: after !== '', edited: url.searchParams.get('edit') ?? '' }
})

export const action = form(async ({ api, params, url }, { text, intent }) => {
  const id = params['id'] ?? ''
  const thread = params['thread'] ?? ''
  const at = (message: string) => redirect(`${pathTo('caseThread', { id, thread }, { after: intent === 'write' ? '' : (url.searchParams.get('after') ?? '') })}#${message}`, 303)
  if (intent === 'remove') {
    const message = text('message')
    await api.cases.removeMessage({ params: { case: id, message } })
    return at(message)
  }
  if (intent === 'edit') {
    const message = text('message')
    await api.cases.editMessage({ params: { case: id, message }, body: { text: text('text') } })
    return at(message)
  }
  return at((await api.cases.post({ params: { case: id, thread }, body: { text: text('text') } })).id)
})

export default function ThreadPage() {
  const { case: one, thread, messages, next, earlier, versions, edited, files, drafts, tasks } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const to = (after: string) => pathTo('caseThread', { id: one.id, thread: String(thread.n) }, { after })
  return (
    <CasePage at="caseThread" case={one} title={thread.title} api={`/threads/${thread.n}`} wrong={isTrouble(result)}>
      <ReadBy thread={thread} id={one.id} />
      {next !== null && <p className="pages-links"><a href={to(next)} rel="prev">{t('thread.older')}</a></p>}
      {messages.length === 0 ? <p>{t('thread.empty')}</p> : <Messages id={one.id} owns={one.you.roles.includes('owner')} thread={thread} messages={messages.toReversed()} versions={versions} edited={edited} result={result} />}
      {earlier && <p className="pages-links"><a href={to('')} rel="next">{t('thread.newest')}</a></p>}
      {thread.mayWrite ? <Write thread={thread} result={result} /> : <OnlyReading case={one} />}
      <Beside id={one.id} thread={thread} files={files.length} drafts={drafts} tasks={tasks.filter(({ done }) => done === null).length} />
    </CasePage>
  )
}

type Loaded = Awaited<ReturnType<typeof loader>>

type Shown = { id: string; owns: boolean; thread: Thread; messages: Loaded['messages']; versions: MessageVersions; edited: string; result: unknown }

function Messages({ id, owns, thread, messages, versions, edited, result }: Shown) {
  const { t } = useWords()
  const firstNew = messages.find(({ unread }) => unread)?.id
  // a change that was refused comes back to its message, with what was typed
  const editing = isTrouble(result) && result.form === 'edit' ? result.answers['message']?.[0] : edited
  return (
    <ol className="messages" aria-label={t('thread.messages')}>
      {messages.flatMap((message) => [
        ...(message.id === firstNew ? [<li key="new" data-unread-line="">{t('thread.new')}</li>] : []),
        <li key={message.id} id={message.id}>
          <Message id={id} thread={thread} message={message} versions={versions?.message === message.id ? versions : null} editing={message.own && editing === message.id} mayRemove={thread.mayWrite && (message.own || owns)} result={result} />
        </li>,
      ])}
    </ol>
  )
}

function Write({ thread, result }: { thread: Thread; result: unknown }) {
  const { t } = useWords()
  const audience = useAudience()
  return (
    <Part title={t('thread.write')} id="write">
      <Form intent="write" result={result}>
        <TextArea name="text" label={t('thread.text')} help={<><strong>{t('thread.readBy', { audience: audience(thread) })}</strong> {t('thread.text.help')}</>} maxLength={20_000} />
        <Submit>{t('thread.send')}</Submit>
      </Form>
    </Part>
  )
}

/** Files, drafts and tasks are for the same readers as their thread. */
function Beside({ id, thread: { n, mayWrite }, files, drafts, tasks }: { id: string; thread: Thread; files: number; drafts: Loaded['drafts']; tasks: number }) {
  const { t } = useWords()
  const thread = String(n)
  return (
    <Part title={t('thread.beside')}>
      <ul className="values">
        <li><a href={pathTo('caseFiles', { id }, { thread })}>{t('thread.files', { count: files })}</a></li>
        <li><a href={pathTo('caseTasks', { id }, { thread })}>{t('thread.tasks', { count: tasks })}</a></li>
        {drafts.map((draft) => <li key={draft.id}><a href={pathTo('caseDraft', { id, draft: draft.id })}><Theirs>{draft.title}</Theirs></a> <span className="quiet">{t('drafts.version', { number: draft.version })}</span></li>)}
        {mayWrite && <li><a href={`${pathTo('caseDrafts', { id }, { thread })}#new`}>{t('thread.draft')}</a></li>}
      </ul>
    </Part>
  )
}
