/** Signs one act of this room: what it says, then the exact words, then by passkey and key, or with a key file. */
import { data, useActionData, useLoaderData } from 'react-router'
import { doneAt, form, isTrouble, memberPage, refuse } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ButtonLink, Form, Submit } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Signing } from '../../ui/sign.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'
import { ConductFields, isEmpty } from './fields.tsx'
import { gather, type Known } from './known.ts'
import { isConductAct, RENAMED, saysOf, type ConductAct } from './says.ts'

export const handle = { at: 'signConduct', lively: true }

export const loader = memberPage(async (visit) => {
  const kind = visit.params['kind'] ?? ''
  if (!isConductAct(kind)) throw data(null, { status: 404 })
  return { kind, known: await gather(visit, kind) }
}, 'acts.sign')

export const action = form(async ({ api, params, words }, filled) => {
  const kind = params['kind'] ?? ''
  if (!isConductAct(kind)) throw data(null, { status: 404 })
  if (filled.intent !== 'hand-in') return { prepared: await api.commitments.prepareAct({ body: { kind, says: saysOf(kind, filled) } }) }
  const file = filled.fields.get('file')
  const envelope = file === null || typeof file === 'string' || file.size === 0 ? filled.text('envelope') : await file.text()
  if (envelope.trim() === '') return refuse(filled.fields, filled.intent, { field: 'file', text: words.t('sign.file.nothing') })
  await api.commitments.submitAct({ body: { envelope } })
  return doneAt(pathTo('duties'), 'actLogged')
}, RENAMED)

export default function SignConduct() {
  const { kind, known } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t, has } = useWords()
  const above = [{ name: t('place.duties'), path: pathTo('duties') }]
  if (result !== undefined && !isTrouble(result) && 'prepared' in result) return <Ready kind={kind} known={known} prepared={result.prepared} />
  const own = `conduct.sentence.${kind}`
  return (
    <Page at="signConduct" title={t(`conduct.${kind}`)} above={above} sentence={has(own) ? t(own) : t('sign.sentence')} wrong={isTrouble(result)}>
      {kind.startsWith('assurance-') && <p><a href={pathTo('reviews')}>{t('place.reviews')}</a></p>}
      {isTrouble(result) && result.form === 'hand-in' && <Form intent="hand-in" result={result}><p className="quiet">{t('sign.sentence')}</p></Form>}
      {isEmpty(kind, known) ? <Notice kind="attention"><p>{t('conduct.none')}</p></Notice> : (
        <Form intent="prepare" result={result} action={pathTo('signConduct', { kind })}>
          <ConductFields kind={kind} known={known} />
          <Submit>{t('sign.prepare')}</Submit>
        </Form>
      )}
    </Page>
  )
}

type Prepared = { kind: string; statement: string; keyids: string[]; expires: string; words: string }

function Ready({ kind, known, prepared }: { kind: ConductAct; known: Known; prepared: Prepared }) {
  const { me } = useVisit()
  const { t } = useWords()
  const here = pathTo('signConduct', { kind })
  const named = Object.fromEntries([...(me === null ? [] : [[me.organisation.id, me.organisation.name]]), ...known.assessors.map(({ value, label }) => [value, label])])
  return (
    <Page at="signConduct" title={t('sign.ready.title')} above={[{ name: t('place.duties'), path: pathTo('duties') }, { name: t(`conduct.${kind}`), path: here }]} sentence={t('sign.ready.sentence')}>
      <Signing prepared={prepared} audience={t('sign.who.says')} submit="/api/v1/commitments/acts" result={undefined} done={pathTo('duties', {}, { done: 'actLogged' })} names={named}>
        <div className="actions"><ButtonLink to={here}>{t('sign.again')}</ButtonLink></div>
      </Signing>
    </Page>
  )
}
