/** The applicant's own page: who is waited for and until when, what to do now, the path with its dates, questions, and the ways out. */
import { data, redirect, useActionData, useLoaderData } from 'react-router'
import { doneAt, form, isTrouble, page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ApplicationState, DomainNews, Gates, hasEnded, History, Path, Waits, type Own } from '../../ui/application.tsx'
import { Effort, effortOf, type EffortGiven } from '../../ui/effort.tsx'
import { ButtonLink, Field, Form, Submit } from '../../ui/form.tsx'
import { Day, Time } from '../../ui/marks.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Say, useWords } from '../../ui/visit.tsx'
import { Appeal, Comments, OwnEvidence, Questions, Sealed, TestMail, Withdraw } from './standing-parts.tsx'
import { doneOf, firstOpen, mineOf } from './steps.ts'

export const handle = { at: 'applyStanding', lively: true }

export const loader = page(async ({ api }): Promise<{ own: Own } | { given: EffortGiven }> => {
  const own = await mineOf(api)
  return own === null ? { given: await api.effort.challenge({ params: { purpose: 'application' } }) } : { own }
})

export const action = form(async ({ api, words, url }, filled) => {
  const { text, intent } = filled
  const { admissions } = api
  switch (intent) {
    case 'send-link': return (await admissions.sendLink({ body: { mail: text('mail'), effort: effortOf(filled) } }), back('linkSent'))
    case 'open': return redirect(pathTo('applyForm', { step: 'organisation' }, { token: tokenIn(text('link'), url) }), 303)
    case 'close': return (await admissions.close({ body: {} }), doneAt(pathTo('apply'), 'applicationClosed'))
    case 'answer': return (await admissions.answerQuestions({ body: { text: text('text') } }), back('questionsAnswered'))
    case 'test-mail': return (await admissions.askTestMail({ body: {} }), back('testMailSent'))
    case 'reply': return (await admissions.replyToComment({ params: { comment: text('comment') }, body: { text: text('text') } }), back('commentAnswered'))
    case 'dispute': return (await admissions.disputeEvidence({ params: { evidence: text('evidence') }, body: { reason: text('reason') } }), back('evidenceDisputed'))
    case 'release': return (await admissions.releaseDocument({ params: { evidence: text('evidence') }, body: {} }), back('documentReleased'))
    case 'withdraw': return (await admissions.withdrawApplication({ body: text('reason') === '' ? {} : { reason: text('reason') } }), doneAt(pathTo('apply'), 'applicationWithdrawn'))
    case 'appeal': return (await admissions.appealDecision({ body: { text: text('text') } }), back('appealed'))
    default: throw data({ detail: words.t('wrong.400.sentence') }, { status: 400 })
  }
})

const back = (done: string): Response => doneAt(pathTo('applyStanding'), done)

/** The whole link or only its end: both are what people copy. */
function tokenIn(text: string, here: URL): string {
  try {
    return new URL(text, here.origin).searchParams.get('token') ?? text
  } catch {
    return text
  }
}

export default function ApplyStanding() {
  const loaded = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  return 'own' in loaded ? <Standing own={loaded.own} result={result} /> : <NoLinkHere given={loaded.given} result={result} />
}

/** This browser has no application open: by its link, or by a new one to the address that was given. */
function NoLinkHere({ given, result }: { given: EffortGiven; result: unknown }) {
  const { t } = useWords()
  return (
    <Page at="applyStanding" title={t('place.applyStanding')} sentence={t('standing.none')} wrong={isTrouble(result)}>
      <Part title={t('standing.open')}>
        <Form intent="open" result={result} action={pathTo('applyStanding')}>
          <Field name="link" label={t('field.link')} help={t('standing.link.help')} maxLength={500} autoComplete="off" />
          <Submit>{t('standing.open.go')}</Submit>
        </Form>
      </Part>
      <Part title={t('standing.lost')}>
        <p>{t('standing.lost.says')}</p>
        <Form intent="send-link" result={result} action={pathTo('applyStanding')}>
          <Field name="mail" type="email" autoComplete="email" label={t('field.mail')} maxLength={254} />
          <Effort purpose="application" given={given} result={result} />
          <Submit kind="plain">{t('standing.lost.go')}</Submit>
        </Form>
      </Part>
      <p><a href={pathTo('apply')}>{t('standing.begin')}</a></p>
    </Page>
  )
}

function Standing({ own, result }: { own: Own; result: unknown }) {
  const { t } = useWords()
  const shown = own.public
  const name = shown?.name ?? own.answers.organisation?.name
  return (
    <Page
      at="applyStanding" title={name === undefined ? t('place.applyStanding') : t('standing.title', { name })} wrong={isTrouble(result)}
      sentence={<Say k={`standing.sentence.${own.state}`} fill={{ name: name ?? '' }} />}
      actions={shown === null ? undefined : <ButtonLink to={pathTo('application', { id: own.id })}>{t('standing.public')}</ButtonLink>}
    >
      <Waits waits={own.waits} own />
      {own.public !== null && <DomainNews news={own.public.domainNews} />}
      {own.lapses !== null && own.state !== 'draft' && <p className="quiet"><Say k="standing.lapses" when={<Time at={own.lapses} full />} /></p>}
      {own.state === 'draft' && <Draft own={own} />}
      {own.questions.length > 0 && <Questions own={own} result={result} />}
      {own.testMail !== null && <TestMail own={own} result={result} />}
      {(own.state === 'declined' || own.state === 'appeal') && <Appeal own={own} result={result} />}
      {own.state !== 'draft' && <Part title={t('standing.path')}><Path state={own.state} history={shown?.history ?? []} /></Part>}
      {own.gates.length > 0 && own.state !== 'draft' && <Part title={t('application.gates')}><Gates gates={own.gates} /></Part>}
      {shown !== null && shown.commentList.length > 0 && <Comments own={own} comments={shown.commentList} result={result} />}
      {own.state !== 'draft' && <OwnEvidence own={own} result={result} />}
      {shown !== null && <details className="more"><summary>{t('application.history')}</summary><History history={shown.history} /></details>}
      {own.sealed !== null && <Sealed sealed={own.sealed} />}
      {own.may.includes('withdraw') && !hasEnded(own.state) && <Withdraw own={own} result={result} />}
      <Part title={t('standing.device')}>
        <p>{t('standing.device.says')}</p>
        <Form intent="close" result={result} action={pathTo('applyStanding')}><Submit kind="plain">{t('standing.device.go')}</Submit></Form>
      </Part>
    </Page>
  )
}

/** A draft: how much is done, and the one button that goes on. */
function Draft({ own }: { own: Own }) {
  const { t } = useWords()
  const { count, of } = doneOf(own)
  const next = firstOpen(own)
  return (
    <Part title={t('standing.now')}>
      <div className="step-of"><p>{t('form.done', { count, of })}</p><progress max={of} value={count} aria-label={t('form.progress')} /></div>
      <div className="actions"><ButtonLink kind="first" to={pathTo('applyForm', { step: next })}>{t('standing.draft.go', { page: t(`step.${next}`) })}</ButtonLink></div>
      <p className="quiet"><Say k="standing.draft.saved" when={<Time at={own.saved} full />} />{own.lapses !== null && <> <Say k="standing.draft.lapses" day={<Day at={own.lapses} />} /></>}</p>
      <p><ApplicationState state={own.state} /> <span className="quiet">{t('standing.draft.private')}</span></p>
    </Part>
  )
}
