/** Parts of the applicant's own page: questions, the test mail, comments to answer, evidence, an appeal, the way out. */
import type { ReactNode } from 'react'
import { isTroubleIn } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import type { Application, Own } from '../../ui/application.tsx'
import { EvidenceList } from '../../ui/evidence.tsx'
import { ButtonLink, Field, Form, Submit, TextArea } from '../../ui/form.tsx'
import { Code, Theirs, Time } from '../../ui/marks.tsx'
import { Part } from '../../ui/page.tsx'
import { Say, useWords } from '../../ui/visit.tsx'
import { ofThis } from './steps.ts'

type Of = { own: Own; result: unknown }
const HERE = pathTo('applyStanding')

/** What the secretariat asked, and what was answered; the newest first, for it is the one to answer. */
export function Questions({ own, result }: Of) {
  const { t } = useWords()
  const may = own.may.includes('answer')
  return (
    <Part title={t('standing.questions')} id="questions">
      <ol className="talk">
        {own.questions.toReversed().map(({ at, text, answered, answer }) => (
          <li key={at}>
            <p className="by"><b>{t('standing.question.by')}</b> <Time at={at} full /></p>
            <p dir="auto" className="lines">{text}</p>
            {answer !== null && <div className="reply"><p className="by"><b>{t('standing.answer.by')}</b> {answered !== null && <Time at={answered} full />}</p><p dir="auto" className="lines">{answer}</p></div>}
          </li>
        ))}
      </ol>
      {may && (
        <>
          <p>{t('standing.answer.says')} <a href={pathTo('applyForm', { step: 'review' })}>{t('standing.answer.change')}</a></p>
          <Form intent="answer" result={result} action={HERE}>
            <TextArea name="text" label={t('standing.answer')} maxLength={8000} />
            <Submit>{t('standing.answer.go')}</Submit>
          </Form>
        </>
      )}
    </Part>
  )
}

export function TestMail({ own, result }: Of) {
  const { t } = useWords()
  const { testMail } = own
  if (testMail === null) return null
  return (
    <Part title={t('testMail.title')}>
      <p>
        <Say k="testMail.sent" fill={{ count: testMail.times }} to={<bdi>{testMail.to}</bdi>} when={<Time at={testMail.sent} full />} />{' '}
        {testMail.answered === null ? <Say k="testMail.waits" when={<Time at={testMail.due} full />} /> : <Say k="testMail.answered" when={<Time at={testMail.answered} full />} />}
      </p>
      {own.may.includes('ask-test-mail') && <Form intent="test-mail" result={result} action={HERE}><Submit kind="plain">{t('testMail.again')}</Submit></Form>}
    </Part>
  )
}

export function Comments({ own, comments, result }: Of & { comments: Application['commentList'] }) {
  const { t } = useWords()
  return (
    <Part title={t('application.comments')} id="comments">
      <p>{t('standing.comments.says')}</p>
      <CommentList comments={comments}>
        {(comment) => own.may.includes('reply') && comment.reply === null && comment.text !== null && (
          <details className="more" open={isTroubleIn(ofThis(result, 'comment', comment.id), 'reply')}>
            <summary>{t('standing.reply')}</summary>
            <Form intent="reply" of={comment.id} result={ofThis(result, 'comment', comment.id)} action={`${HERE}#${comment.id}`}>
              <input type="hidden" name="comment" value={comment.id} />
              <TextArea name="text" label={t('standing.reply.text')} help={t('standing.reply.help')} maxLength={4000} />
              <Submit kind="plain">{t('standing.reply.go')}</Submit>
            </Form>
          </details>
        )}
      </CommentList>
    </Part>
  )
}

type Comment = Application['commentList'][number]

/** Comments of anyone, oldest first, with what the applicant answered. */
export function CommentList({ comments, children }: { comments: readonly Comment[]; children?: (comment: Comment) => ReactNode }) {
  const { t } = useWords()
  return (
    <ol className="talk">
      {comments.map((comment) => {
        const { id, at, name, language, text, hidden, reply, fact } = comment
        return (
          <li key={id} id={id}>
            <p className="by"><b>{name === null ? t('comment.nobody') : <Theirs>{name}</Theirs>}</b> <Time at={at} full /> <a href={pathTo('act', { id: fact })}>{t('proof.check')}</a></p>
            {text === null ? <p className="quiet">{t(`comment.hidden.${hidden ?? 'not-about-this'}`)}</p> : <p lang={language} dir="auto" className="lines">{text}</p>}
            {reply !== null && <div className="reply"><p className="by"><b>{t('comment.reply.by')}</b> <Time at={reply.at} full /></p><p dir="auto" className="lines">{reply.text}</p></div>}
            {children?.(comment)}
          </li>
        )
      })}
    </ol>
  )
}

export function OwnEvidence({ own, result }: Of) {
  const { t } = useWords()
  if (own.evidence.length === 0) return null
  return (
    <Part title={t('application.evidence')} id="evidence">
      <p>{t('standing.evidence.says')}</p>
      <EvidenceList evidence={own.evidence}>
        {(each) => (
          <>
            {own.may.includes('release') && each.kind === 'document' && !each.released && (
              <details className="more" open={isTroubleIn(ofThis(result, 'evidence', each.id), 'release')}>
                <summary>{t('document.release')}</summary>
                <Form intent="release" of={each.id} result={ofThis(result, 'evidence', each.id)} action={HERE}>
                  <input type="hidden" name="evidence" value={each.id} />
                  <p>{t('document.release.says')}</p>
                  <Submit kind="plain">{t('document.release.go')}</Submit>
                </Form>
              </details>
            )}
            {own.may.includes('dispute') && (each.checked !== null || each.kind === 'measurement') && each.dispute === null && (
              <details className="more" open={isTroubleIn(ofThis(result, 'evidence', each.id), 'dispute')}>
                <summary>{t('dispute.title')}</summary>
                <Form intent="dispute" of={each.id} result={ofThis(result, 'evidence', each.id)} action={HERE}>
                  <input type="hidden" name="evidence" value={each.id} />
                  <TextArea name="reason" label={t('dispute.reason')} help={t('dispute.help')} maxLength={4000} />
                  <Submit kind="plain">{t('dispute.go')}</Submit>
                </Form>
              </details>
            )}
          </>
        )}
      </EvidenceList>
    </Part>
  )
}

export function Appeal({ own, result }: Of) {
  const { t, has } = useWords()
  const declined = own.public?.declined ?? null
  const appeal = own.public?.appeal ?? null
  if (declined === null) return null
  return (
    <Part title={t('declined.title')} id="appeal">
      <Declined declined={declined} />
      {appeal !== null && (
        <>
          <h3>{t('appeal.title')}</h3>
          <p dir="auto" className="lines">{appeal.text}</p>
          {appeal.outcome !== null && has(`appeal.is.${appeal.outcome}`) && <><p>{t(`appeal.is.${appeal.outcome}`)}</p><p dir="auto" className="lines">{appeal.reasons}</p></>}
        </>
      )}
      {own.may.includes('appeal') && (
        <Form intent="appeal" result={result} action={HERE}>
          <TextArea name="text" label={t('appeal.text')} help={t('appeal.help')} maxLength={4000} />
          <Submit>{t('appeal.go')}</Submit>
        </Form>
      )}
      {appeal === null && !own.may.includes('appeal') && <div className="actions"><ButtonLink to={pathTo('apply')}>{t('declined.again')}</ButtonLink></div>}
    </Part>
  )
}

export function Declined({ declined }: { declined: NonNullable<Application['declined']> }) {
  const { t } = useWords()
  return (
    <>
      <p><Say k="declined.when" when={<Time at={declined.at} full />} /></p>
      <ul className="prose">{declined.codes.map((code) => <li key={code}>{t(`decline.${code}`)}</li>)}</ul>
      <p dir="auto" className="lines">{declined.reasons}</p>
      {declined.appealUntil !== null && <p className="quiet"><Say k="declined.appeal" when={<Time at={declined.appealUntil} full />} /></p>}
    </>
  )
}

/** With these two an outsider checks that the log has sealed exactly what was handed in. */
export function Sealed({ sealed }: { sealed: NonNullable<Own['sealed']> }) {
  const { t } = useWords()
  return (
    <Part title={t('sealed.title')}>
      <p>{t('sealed.says')} <a href={pathTo('act', { id: sealed.fact })}>{t('proof.check')}</a></p>
      <details className="more">
        <summary>{t('sealed.show')}</summary>
        <Code label={t('sealed.commitment')} text={sealed.commitment} />
        <Code label={t('sealed.salt')} text={sealed.salt} />
        <Code label={t('sealed.text')} text={sealed.text} long />
      </details>
    </Part>
  )
}

export function Withdraw({ own, result }: Of) {
  const { t } = useWords()
  const draft = own.state === 'draft'
  return (
    <Part title={t('withdraw.title')}>
      <details className="more" open={isTroubleIn(result, 'withdraw')}>
        <summary>{t(draft ? 'withdraw.draft' : 'withdraw.open')}</summary>
        <Form intent="withdraw" result={result} action={HERE}>
          <p>{t(draft ? 'withdraw.draft.says' : 'withdraw.says')}</p>
          {!draft && <Field name="reason" label={t('withdraw.reason')} help={t('withdraw.reason.help')} optional maxLength={2000} />}
          <Submit kind="danger">{t(draft ? 'withdraw.draft.go' : 'withdraw.go')}</Submit>
        </Form>
      </details>
    </Part>
  )
}
