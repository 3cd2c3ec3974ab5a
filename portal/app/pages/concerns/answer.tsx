/** What an organisation does about a concern: answers it, or, drawn for its panel, finds, joins, dissents or gives up the seat. */
import { useActionData, useLoaderData } from 'react-router'
import { FINDINGS, MEASURES } from '@openaccord/facts'
import { doneAt, form, isTrouble, memberPage, refuse, type Filled } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Waits } from '../../ui/concern.tsx'
import { ButtonLink, Field, Form, Group, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { directionOf, Paragraphs, useLanguageName } from '../../ui/pledge.tsx'
import { Signing, type Prepared } from '../../ui/sign.tsx'
import { useWords } from '../../ui/visit.tsx'
import { WRITTEN } from './languages.ts'

export const handle = { at: 'answerConcern', lively: true }

const REMEDIES = ['1', '2', '3'] as const

export const loader = memberPage(async ({ api, params, me }) => {
  const concern = await api.concerns.concern({ params: { concern: params['id'] ?? '' } })
  const seats = concern.panels.at(-1)?.drawn?.seats.map(({ slug }) => slug) ?? []
  const proposed = concern.findings.find(({ state }) => state === 'proposed')
  const slug = me.organisation.slug
  const spoken = proposed !== undefined && (proposed.organisation.slug === slug || proposed.positions.some(({ organisation }) => organisation.slug === slug))
  return { concern, proposed, concerned: concern.organisation?.slug === slug, sits: concern.standing.state === 'panel' && seats.includes(slug), spoken }
}, 'acts.sign')

export const action = form(async ({ api, params, words }, filled) => {
  const concern = params['id'] ?? ''
  if (filled.intent === 'recuse') {
    await api.concerns.recuse({ params: { concern }, body: {} })
    return doneAt(pathTo('concern', { id: concern }), 'recused')
  }
  if (filled.intent !== 'hand-in') return { prepared: await api.concerns.prepareAct({ body: wishOf(filled, concern) }) }
  const file = filled.fields.get('file')
  const envelope = file === null || typeof file === 'string' || file.size === 0 ? filled.text('envelope') : await file.text()
  if (envelope.trim() === '') return refuse(filled.fields, filled.intent, { field: 'file', text: words.t('sign.file.nothing') })
  await api.concerns.submitAct({ body: { envelope } })
  return doneAt(pathTo('concern', { id: concern }), 'concernSigned')
}, { 'says.text': 'text', 'says.reasons': 'reasons', 'says.remedies': 'remedy-1' })

function wishOf({ intent, text }: Filled, concern: string): { kind: 'concern-answer' | 'concern-finding' | 'concern-finding-position'; says: Record<string, unknown> } {
  const language = text('language')
  if (intent === 'answer') return { kind: 'concern-answer', says: { concern, text: text('text'), language } }
  if (intent === 'position') return { kind: 'concern-finding-position', says: { finding: text('finding'), position: text('position'), ...(text('reasons') === '' ? {} : { reasons: text('reasons') }) } }
  const remedies = REMEDIES.filter((n) => text(`remedy-${n}`) !== '').map((n) => ({ text: text(`remedy-${n}`), due: text(`due-${n}`) }))
  return { kind: 'concern-finding', says: { concern, finding: text('finding'), measure: text('measure'), reasons: text('reasons'), language, ...(remedies.length === 0 ? {} : { remedies }) } }
}

type Loaded = Awaited<ReturnType<typeof loader>>

export default function AnswerConcern() {
  const loaded = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { concern, concerned, sits, spoken, proposed } = loaded
  const { t } = useWords()
  const name = concern.organisation?.name ?? ''
  const above = [{ name: t('place.concerns'), path: pathTo('concerns') }, { name: t('concern.title', { name }), path: pathTo('concern', { id: concern.id }) }]
  if (result !== undefined && !isTrouble(result) && 'prepared' in result) return <Ready prepared={result.prepared} concern={concern} above={above} />
  return (
    <Page at="answerConcern" title={t(concerned ? 'answer.text' : 'place.answerConcern')} above={above} wrong={isTrouble(result)} sentence={concerned ? t('answer.sentence') : <bdi><Waits standing={concern.standing} kind={concern.kind} name={name} /></bdi>}>
      {isTrouble(result) && result.form === 'hand-in' && <Form intent="hand-in" result={result}><p className="quiet">{t('sign.sentence')}</p></Form>}
      <Part title={t('concern.summary')}><div className="prose" lang={concern.language} dir={directionOf(concern.language)}><Paragraphs text={concern.summary} /></div></Part>
      {concerned && <Answer result={result} />}
      {sits && proposed === undefined && <Find result={result} />}
      {sits && proposed !== undefined && !spoken && <Join proposed={proposed} result={result} />}
      {sits && !spoken && <Part title={t('answer.recuse')}><p>{t('answer.recuse.says')}</p><Form intent="recuse" result={result}><Submit kind="danger">{t('answer.recuse.go')}</Submit></Form></Part>}
      {!concerned && (!sits || spoken) && <Empty title={t('answer.none.title')} actions={<ButtonLink to={pathTo('concern', { id: concern.id })}>{t('concern.title', { name })}</ButtonLink>}><p>{t('answer.none')}</p></Empty>}
    </Page>
  )
}

function Ready({ prepared, concern, above }: { prepared: Prepared; concern: Loaded['concern']; above: { name: string; path: string }[] }) {
  const { t } = useWords()
  const here = pathTo('answerConcern', { id: concern.id })
  return (
    <Page at="answerConcern" title={t('sign.ready.title')} above={[...above, { name: t('place.answerConcern'), path: here }]} sentence={t('sign.ready.sentence')}>
      <Signing prepared={prepared} audience={t('answer.audience')} submit="/api/v1/concerns/acts" result={undefined} done={pathTo('concern', { id: concern.id }, { done: 'concernSigned' })}>
        <div className="actions"><ButtonLink to={here}>{t('sign.again')}</ButtonLink></div>
      </Signing>
    </Page>
  )
}

function Language() {
  const { t, tag } = useWords()
  const languageName = useLanguageName()
  return <Select name="language" label={t('answer.language')} value={tag} options={WRITTEN.map((value) => ({ value, label: languageName(value) }))} />
}

function Answer({ result }: { result: unknown }) {
  const { t } = useWords()
  return (
    <Form intent="answer" result={result}>
      <TextArea name="text" label={t('answer.text')} help={t('answer.text.help')} maxLength={20_000} />
      <Language />
      <Submit>{t('sign.prepare')}</Submit>
    </Form>
  )
}

function Find({ result }: { result: unknown }) {
  const { t } = useWords()
  return (
    <Part title={t('answer.find')}>
      <p>{t('answer.find.says')}</p>
      <Form intent="find" result={result}>
        <Group name="finding" kind="radio" label={t('answer.finding')} options={FINDINGS.map((value) => ({ value, label: t(`concern.finding.${value}`) }))} />
        <Group name="measure" kind="radio" label={t('answer.measure')} chosen={['none']} options={MEASURES.map((value) => ({ value, label: t(`concern.measure.${value}`) }))} />
        <TextArea name="reasons" label={t('answer.reasons')} maxLength={20_000} />
        {REMEDIES.map((n) => (
          <div key={n}>
            <TextArea name={`remedy-${n}`} label={t('answer.remedy.text', { n })} optional maxLength={2000} />
            <Field name={`due-${n}`} type="date" label={t('answer.remedy.due', { n })} optional />
          </div>
        ))}
        <Language />
        <Submit>{t('sign.prepare')}</Submit>
      </Form>
    </Part>
  )
}

function Join({ proposed, result }: { proposed: NonNullable<Loaded['proposed']>; result: unknown }) {
  const { t } = useWords()
  return (
    <Part title={t('answer.position')}>
      <p>{t('concern.finding.asks', { finding: t(`concern.finding.${proposed.finding}`), measure: t(`concern.measure.${proposed.measure}`) })} <bdi>{t('concern.finding.proposed', { name: proposed.organisation.name })}</bdi></p>
      <div className="prose" lang={proposed.language} dir={directionOf(proposed.language)}><Paragraphs text={proposed.reasons} /></div>
      <Form intent="position" result={result}>
        <input type="hidden" name="finding" value={proposed.fact} />
        <Group name="position" kind="radio" label={t('answer.position')} options={(['joins', 'dissents'] as const).map((value) => ({ value, label: t(`answer.${value}`) }))} />
        <TextArea name="reasons" label={t('answer.reasons')} optional maxLength={4000} />
        <Submit>{t('sign.prepare')}</Submit>
      </Form>
    </Part>
  )
}
