/** Coming back with the receipt: where it stands, questions and additions, taking it back, and the proof of what was sent. */
import { useActionData, useLoaderData } from 'react-router'
import type { Client } from '@openaccord/api'
import { ApiError } from '@openaccord/api'
import { doneAt, form, page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ProofMark } from '../../ui/accord.tsx'
import { ConcernChip, Waits } from '../../ui/concern.tsx'
import { Effort, effortOf, type EffortGiven } from '../../ui/effort.tsx'
import { Field, Form, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Code, Theirs, Time } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { directionOf, Paragraphs, useLanguageName } from '../../ui/pledge.tsx'
import { Pairs } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'
import { WRITTEN } from './languages.ts'

export const handle = { at: 'receipt', lively: true }

type Own = Awaited<ReturnType<Client['concerns']['ownConcern']>>

export const loader = page(async ({ api, url }) => {
  const receipt = url.searchParams.get('receipt')?.trim().slice(0, 100) ?? ''
  if (receipt === '') return { receipt, own: null, trouble: null, effort: null }
  try {
    const own = await api.concerns.ownConcern({ body: { receipt } })
    return { receipt, own, trouble: null, effort: own.mayAdd ? await api.effort.challenge({ params: { purpose: 'concern-note' } }) : null }
  } catch (error) {
    if (!(error instanceof ApiError) || error.status >= 500) throw error
    return { receipt, own: null, trouble: error.status === 429 ? `refusal.${error.problem.code}` : 'receipt.unknown', effort: null }
  }
})

export const action = form(async ({ api }, filled) => {
  const receipt = filled.text('receipt')
  const here = pathTo('receipt', {}, { receipt })
  if (filled.intent === 'withdraw') {
    await api.concerns.withdraw({ body: { receipt } })
    return doneAt(here, 'concernWithdrawn')
  }
  await api.concerns.addNote({ body: { receipt, text: filled.text('text'), language: filled.text('language'), effort: effortOf(filled) } })
  return doneAt(here, 'noteAdded')
})

export default function Receipt() {
  const { receipt, own, trouble, effort } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t, has } = useWords()
  return (
    <Page
      at="receipt" title={t('place.receipt')} wrong={result !== undefined || trouble !== null}
      sentence={own === null ? t('receipt.sentence') : <Waits standing={own.standing} kind={own.kind} name={own.organisation?.name ?? ''} />}
    >
      {own === null ? (
        <>
          {trouble !== null && <Notice kind="danger"><p role="alert">{t(has(trouble) ? trouble : 'refusal.door.too-often')}</p></Notice>}
          <Form method="get" action={pathTo('receipt')}>
            <Field name="receipt" label={t('receipt.field')} help={t('receipt.field.help')} value={receipt} maxLength={100} />
            <Submit>{t('receipt.go')}</Submit>
          </Form>
        </>
      ) : <Shown own={own} receipt={receipt} effort={effort} result={result} />}
    </Page>
  )
}

function Shown({ own, receipt, effort, result }: { own: Own; receipt: string; effort: EffortGiven | null; result: unknown }) {
  const { t } = useWords()
  const { language, organisation, page: where, ground, words } = own
  return (
    <>
      <p><ConcernChip standing={own.standing} /></p>
      {(ground !== null || words !== null) && (
        <Part title={t('receipt.said')}>
          {ground !== null && <p>{t(`ground.${ground}`)}</p>}
          {words !== null && <div className="prose" dir="auto"><Paragraphs text={words} /></div>}
        </Part>
      )}
      {own.public && <p><a href={pathTo('concern', { id: own.id })}>{t('receipt.public')}</a></p>}
      <Part title={t('receipt.yours')}>
        <Pairs pairs={[
          [t('file.kind'), t(`concern.kind.${own.kind}`)], [t('file.organisation'), organisation === null ? null : <Theirs key="o">{organisation.name}</Theirs>],
          [t('file.page'), where === null ? null : <a key="p" href={where}><bdi dir="ltr">{where}</bdi></a>], [t('receipt.filed'), <Time key="t" at={own.filed} full />],
        ]} />
        <article lang={language} dir={directionOf(language)}>
          <h3>{own.title}</h3>
          <div className="prose"><Paragraphs text={own.text} /></div>
        </article>
      </Part>
      <Notes own={own} />
      {own.mayAdd && effort !== null && <Add receipt={receipt} effort={effort} result={result} />}
      {own.mayWithdraw && (
        <Part title={t('receipt.withdraw')}>
          <Form intent="withdraw" result={result}>
            <input type="hidden" name="receipt" value={receipt} />
            <p className="help">{t('receipt.withdraw.says')}</p>
            <Submit kind="danger">{t('receipt.withdraw')}</Submit>
          </Form>
        </Part>
      )}
      <Proof own={own} />
    </>
  )
}

function Notes({ own: { notes } }: { own: Own }) {
  const { t } = useWords()
  return (
    <Part title={t('receipt.notes')}>
      {notes.length === 0 ? <p>{t('receipt.notes.none')}</p> : notes.map(({ from, text, language, at }) => (
        <article key={`${at} ${from}`}>
          <p className="quiet">{t(`receipt.note.${from}`)} · <Time at={at} full /></p>
          <div className="prose" lang={language} dir={directionOf(language)}><Paragraphs text={text} /></div>
        </article>
      ))}
    </Part>
  )
}

function Add({ receipt, effort, result }: { receipt: string; effort: EffortGiven; result: unknown }) {
  const { t, tag } = useWords()
  const languageName = useLanguageName()
  return (
    <Part title={t('receipt.add')}>
      <Form intent="add" result={result}>
        <input type="hidden" name="receipt" value={receipt} />
        <TextArea name="text" label={t('receipt.add.text')} maxLength={4000} />
        <Select name="language" label={t('file.language')} value={tag} options={WRITTEN.map((value) => ({ value, label: languageName(value) }))} />
        <Effort purpose="concern-note" given={effort} result={result} />
        <Submit>{t('receipt.add.go')}</Submit>
      </Form>
    </Part>
  )
}

/** Whoever has salt and payload shows that they fit the commitment in the log; nobody else can. */
function Proof({ own: { proof, title } }: { own: Own }) {
  const { t } = useWords()
  return (
    <Part title={t('receipt.proof')} id="proof">
      <p>{t('receipt.proof.says')} <ProofMark fact={proof.fact} what={title} /></p>
      <Code label={t('receipt.proof.commitment')} text={proof.commitment} long />
      <Code label={t('receipt.proof.salt')} text={proof.salt} long />
      <details>
        <summary>{t('receipt.proof.payload')}</summary>
        <Code label={t('receipt.proof.payload')} text={proof.payload} long />
      </details>
    </Part>
  )
}
