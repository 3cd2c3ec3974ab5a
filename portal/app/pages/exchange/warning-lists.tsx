/** Lists of known harmless values at the gate: which there are, load one, remove one. */
import { useActionData, useLoaderData } from 'react-router'
import { doneAt, form, memberPage, refuse } from '../../page.ts'
import { may } from '../../context.ts'
import { pathTo } from '../../paths.ts'
import { Act, FileField, Form, Submit, TextArea } from '../../ui/form.tsx'
import { Theirs } from '../../ui/marks.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'warningLists' }

export const loader = memberPage(async ({ api }) => api.exchange.warningLists())

export const action = form(async ({ api, words }, { fields, text, intent }) => {
  if (intent === 'remove') {
    await api.exchange.removeWarningList({ query: { name: text('name') } })
    return doneAt(pathTo('warningLists'), 'listRemoved')
  }
  const file = fields.get('file')
  const written = file === null || typeof file === 'string' || file.size === 0 ? text('list') : await file.text()
  const list = parsed(written)
  if (list === undefined) return refuse(fields, intent, { field: 'list', text: words.t('lists.notJson') })
  await api.exchange.loadWarningList({ body: { list } })
  return doneAt(pathTo('warningLists'), 'listLoaded')
})

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export default function WarningLists() {
  const { lists } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const visit = useVisit()
  const { t, number } = useWords()
  const curates = may(visit, 'communities.curate')
  return (
    <Page at="warningLists" title={t('place.warningLists')} sentence={t('lists.sentence')} api="/api/v1/warning-lists" wrong={result !== undefined}>
      <Table
        caption={t('lists.caption', { count: lists.length })} rows={lists} keyOf={({ name }) => name}
        columns={[
          { head: t('lists.name'), names: true, render: ({ name, description }) => <><Theirs>{name}</Theirs><p className="help">{description}</p></> },
          { head: t('lists.kind'), kind: 'tight', render: ({ kind }) => kind },
          { head: t('lists.version'), kind: 'figure', render: ({ version }) => String(version) },
          { head: t('lists.values'), kind: 'figure', render: ({ values }) => number(values) },
          { head: t('lists.from'), kind: 'tight', render: ({ ours }) => t(ours ? 'lists.ours' : 'lists.loaded') },
          ...(curates ? [{ head: t('table.do'), render: ({ name, ours }: (typeof lists)[number]) => (ours ? null : <Act intent="remove" values={{ name }} kind="danger" label={t('lists.remove')} full={t('lists.remove.full', { name })} />) }] : []),
        ]}
      />
      {curates && (
        <Part title={t('lists.load')}>
          <p>{t('lists.load.says')}</p>
          <Form intent="load" result={result} upload>
            <FileField name="file" label={t('lists.file')} accept=".json,application/json" />
            <TextArea name="list" label={t('lists.paste')} machine optional />
            <Submit>{t('lists.load.go')}</Submit>
          </Form>
        </Part>
      )}
    </Page>
  )
}
