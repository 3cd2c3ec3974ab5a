/** An act about the embargo of a case: what it says, then the exact words, then by passkey and key, or with a key file. */
import { data, useActionData, useLoaderData } from 'react-router'
import { form, doneAt, isTrouble, refuse, type Asked } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import type { Case } from '../../ui/case.tsx'
import { ButtonLink, Form, Submit, TextArea } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Signing, type Prepared } from '../../ui/sign.tsx'
import { Terms, WhatAgreeingMeans, type Embargo } from '../../ui/terms.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'
import { TermsFields } from './embargo-forms.tsx'
import { ACTS, isActName, RENAMED, termsIn, type ActName } from './embargo-moves.ts'
import { casePage } from './inside.ts'

export const handle = { at: 'caseSign', lively: true }

export const loader = casePage(async ({ api, params, me }) => {
  const act = params['act'] ?? ''
  if (!isActName(act)) throw data(null, { status: 404 })
  if (me === null || !me.rights.includes('acts.sign')) throw data(null, { status: 403 })
  const [embargo, own] = await Promise.all([api.embargo.embargo({ params: { case: params['id'] ?? '' } }), me.rights.includes('cases.work') ? api.embargo.embargoDefault() : null])
  return { act, embargo, own }
})

type Ready = { prepared: Prepared; text: string }

export const action = form(async (visit, filled) => {
  const { api, params, words } = visit
  const act = params['act'] ?? ''
  const id = params['id'] ?? ''
  if (!isActName(act)) throw data(null, { status: 404 })
  if (filled.intent === 'hand-in') return handIn(visit, filled.fields, filled.text('envelope'), filled.text('text'), { id, act })
  const { text, ...terms } = act === 'propose' ? termsIn(filled) : { text: '' }
  if (act === 'propose' && !('ends' in terms)) return refuse(filled.fields, 'prepare', { field: 'ends', text: words.t('terms.ends.unreadable') })
  const said = act === 'propose' ? { ...terms, text } : { ...(filled.text('terms') === '' ? {} : { terms: filled.text('terms') }), ...(filled.text('reason') === '' || act === 'accept' ? {} : { reason: filled.text('reason') }) }
  const { kind, statement, keyids, expires, words: sentence } = await api.embargo.prepareAct({ body: { kind: ACTS[act], says: { case: id, ...said } } })
  return { prepared: { kind, statement, keyids, expires, words: sentence }, text } satisfies Ready
}, RENAMED)

async function handIn({ api, words }: Asked, fields: FormData, pasted: string, text: string, { id, act }: { id: string; act: ActName }) {
  const file = fields.get('file')
  const envelope = file === null || typeof file === 'string' || file.size === 0 ? pasted : await file.text()
  if (envelope.trim() === '') return refuse(fields, 'hand-in', { field: 'file', text: words.t('sign.file.nothing') })
  await api.embargo.submitAct({ body: { envelope, ...(text === '' ? {} : { text }) } })
  return doneAt(pathTo('case', { id }), `embargo.${act}`)
}

export default function Sign() {
  const { act, case: one, embargo, own } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const above = useAbove(one)
  if (result !== undefined && !isTrouble(result) && 'prepared' in result) return <Ready act={act} case={one} embargo={embargo} result={result} />
  return (
    <Page at="caseSign" title={t(`embargoAct.${act}`)} above={above} sentence={t(`embargoAct.${act}.says`)} wrong={isTrouble(result)}>
      {isTrouble(result) && result.form === 'hand-in' && <Form intent="hand-in" result={result}><p className="quiet">{t('sign.sentence')}</p></Form>}
      <Form intent="prepare" result={result}>
        {act === 'propose' ? <TermsFields embargo={embargo} own={own} /> : act === 'accept' ? <Accepting embargo={embargo} /> : <TextArea name="reason" label={t('embargoAct.reason')} help={t('embargoAct.reason.help')} optional maxLength={1000} />}
        <Submit>{t('sign.prepare')}</Submit>
      </Form>
    </Page>
  )
}

function useAbove(one: Case) {
  const { t } = useWords()
  const name = one.inside?.title ?? t('case.invitation')
  return [{ name: t('place.cases'), path: pathTo('cases') }, { name, path: pathTo('case', { id: one.id }) }, ...(one.inside === null ? [] : [{ name: t('place.caseEmbargo'), path: pathTo('caseEmbargo', { id: one.id }) }])]
}

const offeredIn = (embargo: Embargo) => embargo.inForce ?? embargo.open[0] ?? null

function Accepting({ embargo }: { embargo: Embargo }) {
  const terms = offeredIn(embargo)
  return <>{terms !== null && <><input type="hidden" name="terms" value={terms.id} /><Terms terms={terms} /></>}<WhatAgreeingMeans /></>
}

function Ready({ act, case: one, embargo, result: { prepared, text } }: { act: ActName; case: Case; embargo: Embargo; result: Ready }) {
  const { me } = useVisit()
  const { t } = useWords()
  const above = useAbove(one)
  const names = { [one.id]: one.inside?.title ?? t('case.invitation'), ...(me === null ? {} : { [me.organisation.id]: me.organisation.name }) }
  const terms = act === 'accept' || act === 'refuse' ? [embargo.inForce, ...embargo.open].find((each) => each !== null && prepared.statement.includes(each.id)) : null
  return (
    <Page at="caseSign" title={t('sign.ready.title')} above={above} sentence={t('sign.ready.sentence')}>
      {text !== '' && <Part title={t('newTerms.text')}><blockquote className="terms lines" dir="auto">{text}</blockquote></Part>}
      {terms != null && <Part title={t('terms.title')}><Terms terms={terms} /></Part>}
      {act === 'accept' && <Notice title={t('agreeing.title')}><WhatAgreeingMeans /></Notice>}
      <Signing
        prepared={prepared} audience={t('embargoAct.audience')} submit="/api/v1/cases/embargo/acts" more={text === '' ? {} : { text }} result={undefined}
        done={pathTo('case', { id: one.id }, { done: `embargo.${act}` })} names={names}
      >
        <div className="actions"><ButtonLink to={pathTo('case', { id: one.id })}>{t('embargoAct.back')}</ButtonLink></div>
      </Signing>
    </Page>
  )
}
