/** The files of a case that one reads: saved, never shown within a page; each with its SHA-256. What was taken away leaves its name. */
import { useActionData, useLoaderData } from 'react-router'
import { CASE_LIMITS, type Client } from '@openaccord/api'
import { doneAt, form, isTrouble, refuse } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { CasePage } from '../../ui/case.tsx'
import { InThread, OnlyReading, ThreadSelect, Who, type Thread } from '../../ui/case-thread.tsx'
import { FileField, Form, Submit } from '../../ui/form.tsx'
import { Chip, Theirs, Time, Value } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'
import { insidePage } from './inside.ts'

export const handle = { at: 'caseFiles', lively: true }

export const loader = insidePage(async ({ api, url, case: { id } }) => {
  const [found, { threads }] = await Promise.all([api.cases.files({ params: { case: id } }), api.cases.threads({ params: { case: id } })])
  const thread = url.searchParams.get('thread') ?? ''
  return { ...found, threads, thread: threads.some(({ n }) => String(n) === thread) ? thread : '' }
})

export const action = form(async ({ api, params, words }, { fields, text, intent }) => {
  const id = params['id'] ?? ''
  const here = pathTo('caseFiles', { id })
  if (intent === 'remove') {
    await api.cases.removeFile({ params: { case: id, file: text('file') } })
    return doneAt(here, 'files.removed')
  }
  const file = fields.get('file')
  if (!(file instanceof File) || file.size === 0) return refuse(fields, intent, { field: 'file', text: words.t(file instanceof File && file.name !== '' ? 'files.emptyOne' : 'files.choose') })
  if (file.size > CASE_LIMITS.fileBytes) return refuse(fields, intent, { field: 'file', text: words.t('files.large', { most: words.bytes(CASE_LIMITS.fileBytes), size: words.bytes(file.size) }) })
  const content = Buffer.from(await file.arrayBuffer()).toString('base64')
  await api.cases.addFile({ params: { case: id }, body: { thread: Number(text('thread')), name: file.name.slice(-200), content } })
  return doneAt(here, 'files.added')
}, { content: 'file', name: 'file', '': 'file' })

type Loaded = Awaited<ReturnType<typeof loader>>
type OneFile = Awaited<ReturnType<Client['cases']['files']>>['files'][number]

export default function Files() {
  const { case: one, files, threads, thread } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const shown = thread === '' ? files : files.filter(({ thread: n }) => String(n) === thread)
  return (
    <CasePage at="caseFiles" case={one} api="/files" wrong={isTrouble(result)}>
      {thread !== '' && <p><InThread id={one.id} n={Number(thread)} threads={threads} /> · <a href={pathTo('caseFiles', { id: one.id })}>{t('work.everywhere')}</a></p>}
      {shown.length === 0 ? <Empty title={t('files.empty.title')}><p>{t('files.empty')}</p></Empty> : <List one={one} files={shown} threads={threads} />}
      {one.may.includes('upload') && threads.some(({ mayWrite }) => mayWrite) ? <Upload result={result} /> : <OnlyReading case={one} />}
    </CasePage>
  )
}

function List({ one, files, threads }: { one: Loaded['case']; files: readonly OneFile[]; threads: readonly Thread[] }) {
  const { t, bytes } = useWords()
  const mayRemove = (file: OneFile) => file.removed === null && one.may.includes('upload') && (file.own || one.you.roles.includes('owner'))
  return (
    <Table
      caption={t('files.caption', { count: files.length })} rows={files} keyOf={({ id }) => id}
      columns={[
        { head: t('files.name'), names: true, render: (file) => <FileName file={file} /> },
        { head: t('files.size'), kind: 'figure', render: (file) => bytes(file.bytes) },
        { head: t('thread.which'), render: (file) => <InThread id={one.id} n={file.thread} threads={threads} /> },
        { head: t('files.by'), render: (file) => <><Who by={file.by} /> <span className="quiet"><Time at={file.at} full /></span></> },
        { head: t('files.sha256'), render: (file) => <span className="sha"><Value>{file.sha256}</Value></span> },
        { head: t('files.act'), render: (file) => (mayRemove(file) ? <Remove file={file} /> : null) },
      ]}
    />
  )
}

function FileName({ file: { id, name, address, removed } }: { file: OneFile }) {
  const { t } = useWords()
  if (address === null) return <><span id={id}><Theirs>{name}</Theirs></span> <Chip>{t('files.gone')}</Chip>{removed !== null && <span className="quiet"> <Time at={removed} full /></span>}</>
  return <a id={id} className="row-link" href={address} download={name}><Theirs>{name}</Theirs></a>
}

function Remove({ file: { id, name } }: { file: OneFile }) {
  const { t } = useWords()
  return (
    <details className="more">
      <summary aria-label={t('files.remove.full', { name })}>{t('files.remove')}</summary>
      <Form intent="remove" of={id}>
        <p>{t('files.remove.says')}</p>
        <input type="hidden" name="file" value={id} />
        <Submit kind="danger" size="small">{t('files.remove.go')}</Submit>
      </Form>
    </details>
  )
}

function Upload({ result }: { result: unknown }) {
  const { threads, thread, bytes: used, mostBytes } = useLoaderData<typeof loader>()
  const { t, bytes } = useWords()
  return (
    <Part title={t('files.new')} id="new">
      <Form intent="add" result={result} upload>
        <ThreadSelect threads={threads} chosen={thread} />
        <FileField name="file" label={t('files.file')} help={t('files.limits', { one: bytes(CASE_LIMITS.fileBytes), all: bytes(mostBytes), used: bytes(used) })} />
        <p className="help">{t('files.safe')}</p>
        <Submit>{t('files.go')}</Submit>
      </Form>
    </Part>
  )
}
