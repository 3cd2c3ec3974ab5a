/** What is said about a ballot while it is discussed: questions that hold it until they are answered, and comments. All public. */
import { data } from 'react-router'
import type { Client } from '@openaccord/api'
import { isTroubleIn, type Filled } from '../../page.ts'
import { Moment, type Ballot } from '../../ui/ballot.tsx'
import { ProofMark } from '../../ui/accord.tsx'
import { Act, Form, Submit, TextArea } from '../../ui/form.tsx'
import { Chip, Day } from '../../ui/marks.tsx'
import { Part } from '../../ui/page.tsx'
import { Say, useVisit, useWords } from '../../ui/visit.tsx'

type Question = Ballot['questions'][number]

/** Does what one of these forms asks for; gives the words of what was done. */
export async function speak(api: Client, ballot: string, { intent, text }: Filled): Promise<string> {
  const params = { ballot }
  const body = { text: text('text') }
  const question = /^(answer|back)-(question_\w+)$/.exec(intent)
  if (intent === 'comment') await api.ballots.comment({ params, body })
  else if (intent === 'ask') await api.ballots.ask({ params, body })
  else if (question?.[1] === 'answer') await api.ballots.answer({ params: { ballot, question: question[2] ?? '' }, body })
  else if (question?.[1] === 'back') await api.ballots.takeBack({ params: { ballot, question: question[2] ?? '' }, body: {} })
  else throw data(null, { status: 400 })
  return intent === 'comment' ? 'ballotCommented' : intent === 'ask' ? 'ballotAsked' : question?.[1] === 'answer' ? 'ballotAnswered' : 'ballotTakenBack'
}

export function Talk({ ballot, result }: { ballot: Ballot; result: unknown }) {
  const { t } = useWords()
  const { comments, questions, may } = ballot
  if (comments.length + questions.length === 0 && !may.includes('comment') && !may.includes('ask')) return null
  return (
    <Part title={t('ballot.talk')} id="talk">
      {questions.length > 0 && (
        <>
          <h3>{t('ballot.questions')}</h3>
          <ul className="remarks">{questions.map((question) => <Asked key={question.id} question={question} ballot={ballot} result={result} />)}</ul>
        </>
      )}
      {comments.length > 0 && (
        <>
          <h3>{t('ballot.comments')}</h3>
          <ul className="remarks">
            {comments.map(({ fact, name, at, text, version }) => (
              <li key={fact} id={fact}><Said name={name} at={at} fact={fact} version={version} /><p className="lines" dir="auto">{text}</p></li>
            ))}
          </ul>
        </>
      )}
      {may.includes('comment') && (
        <Form intent="comment" result={result} label={t('ballot.comment')}>
          <TextArea name="text" label={t('ballot.comment')} help={t('ballot.comment.help')} maxLength={4000} />
          <Submit kind="plain">{t('ballot.comment.go')}</Submit>
        </Form>
      )}
      {may.includes('ask') && (
        <details className="more" open={isTroubleIn(result, 'ask')}>
          <summary>{t('ballot.ask')}</summary>
          <Form intent="ask" result={result} label={t('ballot.ask')}>
            <TextArea name="text" label={t('ballot.ask.text')} help={t('ballot.ask.help')} maxLength={4000} />
            <Submit kind="plain">{t('ballot.ask.go')}</Submit>
          </Form>
        </details>
      )}
    </Part>
  )
}

function Said({ name, at, fact, version, children }: { name: string; at: string; fact: string; version: number; children?: React.ReactNode }) {
  const { t } = useWords()
  return <p className="ballot-under"><strong><bdi>{name}</bdi></strong> <Day at={at} /> <span>{t('ballot.onVersion', { version })}</span> {children} <ProofMark fact={fact} what={name} /></p>
}

const KIND = { 'open': 'attention', 'answered': 'good', 'withdrawn': 'plain', 'passed-over': 'plain' } as const

function Asked({ question: { id, name, slug, at, fact, version, text, state, heldUntil, answer }, ballot, result }: { question: Question; ballot: Ballot; result: unknown }) {
  const { me } = useVisit()
  const { t } = useWords()
  return (
    <li id={id}>
      <Said name={name} at={at} fact={fact} version={version}><Chip kind={KIND[state]}>{t(`ballot.question.${state}`)}</Chip></Said>
      <p className="lines" dir="auto">{text}</p>
      {state === 'open' && <p className="quiet"><Say k="ballot.question.holds" at={<Moment at={heldUntil} />} /></p>}
      {answer !== null && (
        <div className="answered">
          <p className="ballot-under"><strong><bdi>{answer.name}</bdi></strong> <Day at={answer.at} /> <ProofMark fact={answer.fact} what={answer.name} /></p>
          <p className="lines" dir="auto">{answer.text}</p>
        </div>
      )}
      {state === 'open' && ballot.may.includes('answer') && (
        <Form intent={`answer-${id}`} result={result} label={t('ballot.answer')}>
          <TextArea name="text" label={t('ballot.answer')} maxLength={4000} />
          <Submit kind="plain">{t('ballot.answer.go')}</Submit>
        </Form>
      )}
      {state === 'open' && me?.organisation.slug === slug && me.rights.includes('acts.sign') && <Act intent={`back-${id}`} label={t('ballot.question.back')} />}
    </li>
  )
}
