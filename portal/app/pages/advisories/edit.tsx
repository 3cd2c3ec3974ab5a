/** The editor of an advisory: one form in sections. Whole without a script; with one, what is wrong is said as one types (life/advisory.ts). */
import { useActionData, useLoaderData } from 'react-router'
import { shown } from '../../advisory/form.ts'
import { aligned } from '../../advisory/rows.ts'
import { form, isTrouble, memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { DraftSentence, DraftTabs, StoodStill, type DraftPage } from '../../ui/draft.tsx'
import { Fields, Findings, Rest, useNameOf } from '../../ui/editor.tsx'
import { ButtonLink, Field, Form, Submit } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useWords } from '../../ui/visit.tsx'
import { actOnDraft, type Again } from './edit-action.ts'
import { HeadPart, MorePart, PlainPart } from './edit-head.tsx'
import { ProductsPart } from './edit-products.tsx'
import { VulnerabilitiesPart } from './edit-vulnerabilities.tsx'

export const handle = { at: 'editAdvisory', lively: true }

export const loader = memberPage(async ({ api, params }) => {
  const draft = await api.advisories.draft({ params: { advisory: params['id'] ?? '' } })
  const editable = draft.moves.includes('save')
  const [{ products }, { counts }, { tables }] = editable ? await Promise.all([api.advisories.products(), api.advisories.cveIds(), api.reports.ssvc()]) : [{ products: [] }, { counts: { free: 0 } }, { tables: [] }]
  return { draft, kept: products.map(({ id, vendor, name }) => ({ id, vendor, name })), free: counts.free, tables }
}, 'advisories.publish')

export const action = form(actOnDraft)

const isAgain = (value: unknown): value is Again => typeof value === 'object' && value !== null && 'fields' in value

export default function EditAdvisory() {
  const { draft, kept, free, tables } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const back = isAgain(result) ? result : undefined
  const wrong = back?.trouble !== undefined || isTrouble(result)
  return (
    <Page at="editAdvisory" title={draft.title} titleLanguage="" sentence={<DraftSentence draft={draft} />} wrong={wrong} api={`/api/v1/advisories/desk/${draft.id}`}>
      <DraftTabs id={draft.id} here="editAdvisory" />
      <StoodStill draft={draft} />
      {back?.said !== undefined && <Notice kind="good"><p>{back.said}</p></Notice>}
      {isTrouble(result) && <Notice kind="danger"><p role="alert">{result.faults.map(({ text }) => text).join(' ')}</p></Notice>}
      {draft.moves.includes('save') ? <Editor draft={draft} kept={kept} free={free} tables={tables} back={back} /> : (
        <Notice kind="attention" title={t('ade.closed')}>
          <Closed state={draft.state} />
          <p className="actions"><ButtonLink to={pathTo('publishAdvisory', { id: draft.id })}>{t('place.publishAdvisory')}</ButtonLink><ButtonLink to={pathTo('previewAdvisory', { id: draft.id })}>{t('place.previewAdvisory')}</ButtonLink></p>
        </Notice>
      )}
    </Page>
  )
}

function Closed({ state }: { state: DraftPage['state'] }) {
  const { t, has } = useWords()
  const key = `ade.closed.${state}`
  return has(key) ? <p>{t(key)}</p> : null
}

type Loaded = Awaited<ReturnType<typeof loader>>

function Editor({ draft, kept, free, tables, back }: Loaded & { back: Again | undefined }) {
  const { t } = useWords()
  const nameOf = useNameOf()
  const fields = aligned(back?.fields ?? shown(draft.draft))
  const revised = draft.address !== null
  return (
    <Fields of={fields}>
      <Form result={back?.trouble} shape="wide" nameOf={nameOf} label={t('place.editAdvisory')} data={{ 'data-advisory-editor': draft.id, 'data-dirty': back === undefined ? '' : 'yes' }}>
        <input type="hidden" name="base" value={back?.base ?? draft.version} />
        <Rest at="" /><Rest at="/head" /><Rest at="/head/severity" /><Rest at="/head/audiences" /><Rest at="/products" />
        <div className="editor-bar">
          <Submit name="intent" value="save">{t('ade.save')}</Submit>
          <Submit kind="plain" name="intent" value="check">{t('ade.check')}</Submit>
          <span className="quiet" data-unsaved="" hidden={back === undefined}>{t('ade.unsaved')}</span>
        </div>
        <div className="editor">
          <Findings findings={back?.findings ?? draft.findings} />
          <div className="editor-parts">
            <HeadPart />
            <PlainPart />
            <ProductsPart kept={kept} />
            <VulnerabilitiesPart free={free} tables={tables} />
            <MorePart />
            <section className="editor-part">
              <h2>{t('ade.part.version')}</h2>
              {revised && <Field name="summary" label={t('ade.summary')} help={t('ade.summary.help')} optional bare maxLength={200} />}
              <Field name="note" label={t('ade.note')} help={t('ade.note.help')} optional bare maxLength={200} />
            </section>
          </div>
        </div>
      </Form>
    </Fields>
  )
}
