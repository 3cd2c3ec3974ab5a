/** A new advisory: empty, from a case, or read from a document of any format, with what did not come along. */
import { useActionData, useLoaderData } from 'react-router'
import { asDraft } from '@openaccord/advisory'
import { ADVISORY_FORMATS, ApiError } from '@openaccord/api'
import { doneAt, form, isTrouble, memberPage, refuse, type Asked, type Filled } from '../../page.ts'
import { may } from '../../context.ts'
import { pathTo } from '../../paths.ts'
import { Losses } from '../../ui/draft.tsx'
import { Field, FileField, Form, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { useWords } from '../../ui/visit.tsx'
import { FORMAT_NAMES } from './formats.ts'
import { lineOf, withCase } from './from-case.ts'

export const handle = { at: 'newAdvisory' }
const MOST_CASES = 100

export const loader = memberPage(async (visit) => {
  const { api, url } = visit
  const found = may(visit, 'cases.work') ? (await api.cases.cases({ query: { show: 'all', limit: MOST_CASES } })).cases : []
  const cases = found.flatMap(({ id, inside }) => (inside === null ? [] : [{ id, title: inside.title }]))
  const asked = url.searchParams.get('case') ?? ''
  return { cases, asked: cases.some(({ id }) => id === asked) ? asked : '' }
}, 'advisories.publish')

export const action = form(async (visit, filled) => {
  switch (filled.intent) {
    case 'case': return fromCase(visit, filled)
    case 'look': case 'import': return fromDocument(visit, filled)
    default: {
      const { id } = await visit.api.advisories.createDraft({ body: { title: filled.text('title'), language: filled.text('language') } })
      return doneAt(pathTo('editAdvisory', { id }), 'ade.made')
    }
  }
})

async function fromCase({ api, words }: Asked, { fields, intent, text }: Filled) {
  const of = text('case')
  const { inside } = /^case_[0-9a-z]+$/.test(of) ? await api.cases.case({ params: { case: of } }) : { inside: null }
  if (inside === null) return refuse(fields, intent, { field: 'case', text: words.t('ade.new.case.none') })
  const made = await api.advisories.createDraft({ body: { title: lineOf(inside.title), case: of } })
  await api.advisories.saveDraft({ params: { advisory: made.id }, body: { base: made.version, draft: { ...withCase(asDraft(made.draft), inside) }, note: words.t('ade.new.case.note') } })
  return doneAt(pathTo('editAdvisory', { id: made.id }), 'ade.made')
}

/** First what would come of it, with what does not come along; then, of the same text, a draft. */
async function fromDocument({ api, words }: Asked, { fields, intent, text }: Filled) {
  const file = fields.get('file')
  const document = file instanceof File && file.size > 0 ? await file.text() : text('text')
  if (document === '') return refuse(fields, 'look', { field: 'text', text: words.t('ade.new.import.nothing') })
  const asked = ADVISORY_FORMATS.find((each) => each === text('format'))
  try {
    const { format, draft, losses } = await api.advisories.importDraft({ body: { text: document, ...(asked === undefined ? {} : { format: asked }) } })
    if (intent === 'look') return { read: { format, losses, title: titleOf(draft), document } }
    const { id } = await api.advisories.createDraft({ body: { draft, note: words.t('ade.new.import.note', { format: FORMAT_NAMES[format] }) } })
    return doneAt(pathTo('editAdvisory', { id }), 'ade.made')
  } catch (error) {
    if (!(error instanceof ApiError) || error.status >= 500) throw error
    const faults = (error.problem.faults ?? []).slice(0, 20).map(({ field, rule, fix }) => ({ field: field.startsWith('/format') ? 'format' : 'text', text: `${field.replace(/^\/text/, '')} ${rule}`.trim(), ...(fix === undefined ? {} : { fix }) }))
    const trouble = refuse(fields, 'look', ...(faults.length > 0 ? faults : [{ field: 'text', text: error.problem.detail }]))
    return document.length > 0 ? { ...trouble, data: { ...trouble.data, answers: { ...trouble.data.answers, text: [document] } } } : trouble
  }
}

function titleOf({ head }: Record<string, unknown>): string {
  return typeof head === 'object' && head !== null && 'title' in head && typeof head.title === 'string' ? head.title : ''
}

export default function NewDraft() {
  const { cases, asked } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const read = result !== undefined && 'read' in result ? result.read : undefined
  const fromCase = (
    <Part title={t('ade.new.case')} id="case" key="case">
      <p>{t('ade.new.case.says')}</p>
      {cases.length === 0 ? <p className="quiet">{t('ade.new.case.empty')}</p> : (
        <Form intent="case" result={result}>
          <Select name="case" label={t('ade.new.case.which')} value={asked} options={cases.map(({ id, title }) => ({ value: id, label: title }))} />
          <Submit kind={asked === '' ? 'plain' : 'first'}>{t('ade.new.case.go')}</Submit>
        </Form>
      )}
    </Part>
  )
  return (
    <Page at="newAdvisory" title={t('place.newAdvisory')} sentence={t('ade.new.sentence')} wrong={isTrouble(result)}>
      {read !== undefined && <Read read={read} />}
      {asked !== '' && fromCase}
      <Part title={t('ade.new.empty')} id="empty">
        <Form intent="empty" result={result}>
          <Field name="title" label={t('ade.field.head.title')} help={t('ade.help.head.title')} maxLength={200} />
          <Field name="language" label={t('ade.field.head.language')} help={t('ade.help.head.language')} value="en" maxLength={35} />
          <Submit kind={asked === '' ? 'first' : 'plain'}>{t('ade.new.empty.go')}</Submit>
        </Form>
      </Part>
      {asked === '' && fromCase}
      <Part title={t('ade.new.import')} id="import">
        <p>{t('ade.new.import.says')}</p>
        <Form intent="look" result={result} upload>
          <FileField name="file" label={t('ade.new.import.file')} accept=".json,application/json" optional />
          <TextArea name="text" label={t('ade.new.import.text')} machine optional maxLength={2_000_000} value={read?.document} />
          <Select name="format" label={t('ade.new.import.format')} optional value="" options={[{ value: '', label: t('ade.new.import.any') }, ...ADVISORY_FORMATS.map((value) => ({ value, label: FORMAT_NAMES[value] }))]} />
          <Submit kind="plain">{t('ade.new.import.go')}</Submit>
        </Form>
      </Part>
    </Page>
  )
}

type Look = { format: (typeof ADVISORY_FORMATS)[number]; title: string; losses: readonly { path: string; what: string; why: string }[]; document: string }

function Read({ read: { format, title, losses, document } }: { read: Look }) {
  const { t } = useWords()
  return (
    <Notice kind={losses.length === 0 ? 'good' : 'attention'} title={t('ade.new.read', { format: FORMAT_NAMES[format] })}>
      <p><bdi>{title}</bdi></p>
      <p>{losses.length === 0 ? t('ade.new.read.whole') : t('ade.new.read.lost', { count: losses.length })}</p>
      {losses.length > 0 && <Losses losses={losses} />}
      <Form intent="import">
        <input type="hidden" name="text" value={document} />
        <Submit>{t('ade.new.read.go')}</Submit>
      </Form>
    </Notice>
  )
}
