/** The secretariat's desk for one application: all that the next move needs on one screen, and the move with what it states in public. */
import { data, useActionData, useLoaderData } from 'react-router'
import { CHECK_RESULTS, COMMENT_RULES, DECLINE_REASONS, EVIDENCE_GRADES, type Client } from '@openaccord/api'
import { doneAt, form, isTrouble, memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ApplicationState, DomainNews, Gates, History, Path, Sponsors, Waits } from '../../ui/application.tsx'
import { ButtonLink } from '../../ui/form.tsx'
import { Theirs, Time } from '../../ui/marks.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Pairs } from '../../ui/table.tsx'
import { Say, useWords } from '../../ui/visit.tsx'
import { CommentsAtDesk, EvidenceAtDesk } from './handle-evidence.tsx'
import { AskMore, Decline, FindSponsors, Mentor, NextMove, Proposals } from './handle-moves.tsx'
import { useAnswers } from './review.tsx'
import { PAGES } from './steps.ts'

export const handle = { at: 'handleApplication' }

export type File = Awaited<ReturnType<Client['admissions']['handled']>>

export const loader = memberPage(async ({ api, params, url, me }) => {
  const file = await api.admissions.handled({ params: { application: params['id'] ?? '' } })
  return { file, search: url.searchParams.get('sponsor')?.trim() ?? '', self: me.person.id, mayAdmit: me.rights.includes('members.admit') }
}, 'admissions.handle')

const known = <const V extends readonly string[]>(values: V, text: string): V[number] => values.find((value) => value === text) ?? (text as V[number])

export const action = form(async ({ api, params }, { text, all, intent }) => {
  const { admissions } = api
  const application = params['id'] ?? ''
  const of = { params: { application }, body: {} }
  const evidence = { application, evidence: text('evidence') }
  const back = (done: string) => doneAt(pathTo('handleApplication', { id: application }), done)
  switch (intent) {
    case 'take-up': return (await admissions.takeUp(of), back('moved.taken-up'))
    case 'complete': return (await admissions.complete(of), back('moved.completed'))
    case 'open-comments': return (await admissions.openComments(of), back('moved.comments'))
    case 'open-ballot': return (await admissions.openBallot(of), back('moved.ballot'))
    case 'measure': return (await admissions.measure(of), back('moved.measured'))
    case 'admit': return (await admissions.admit({ params: { application }, body: { slug: text('slug') } }), back('moved.admitted'))
    case 'ask': return (await admissions.askMore({ params: { application }, body: { text: text('text') } }), back('moved.asked'))
    case 'ask-sponsors': return (await admissions.askSponsors({ params: { application }, body: { organisations: all('organisations') } }), back('moved.sponsors'))
    case 'name-mentor': return (await admissions.nameMentor({ params: { application }, body: { organisation: text('organisation') } }), back('moved.mentor'))
    case 'decline': return (await admissions.decline({ params: { application }, body: { codes: all('codes').map((code) => known(DECLINE_REASONS, code)), reasons: text('reasons') } }), back('moved.proposed'))
    case 'confirm': return (await admissions.confirmProposal({ params: { application, proposal: text('proposal') }, body: {} }), back('moved.confirmed'))
    case 'drop': return (await admissions.dropProposal({ params: { application, proposal: text('proposal') } }), back('moved.dropped'))
    case 'hide-comment': return (await admissions.hideComment({ params: { application, comment: text('comment') }, body: { rule: known(COMMENT_RULES, text('rule')) } }), back('moved.proposed'))
    case 'check': {
      const expires = text('expires')
      const body = { result: known(CHECK_RESULTS, text('result')), grade: known(EVIDENCE_GRADES, text('grade')), note: text('note'), ...(expires === '' ? {} : { expires: `${expires}T00:00:00.000Z` }) }
      return (await admissions.checkEvidence({ params: evidence, body }), back('moved.checked'))
    }
    case 'resolve': {
      const outcome = known(['upheld', 'corrected'], text('outcome'))
      return (await admissions.resolveDispute({ params: evidence, body: { outcome, ...(outcome === 'corrected' ? { grade: known(EVIDENCE_GRADES, text('grade')) } : {}), note: text('note') } }), back('moved.resolved'))
    }
    default: throw data(null, { status: 400 })
  }
})

export default function HandleApplication() {
  const { file, search, self, mayAdmit } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const { application: own, handler } = file
  const shown = own.public
  const name = shown?.name ?? own.answers.organisation?.name ?? own.id
  return (
    <Page
      at="handleApplication" title={name} titleLanguage="" wrong={isTrouble(result)} above={[{ name: t('place.applications'), path: pathTo('applications') }, { name, path: pathTo('application', { id: own.id }) }]}
      sentence={<>{handler === null ? t('desk.nobody') : <Say k="desk.handler" name={<Theirs>{handler}</Theirs>} />} <ApplicationState state={own.state} /></>}
      actions={<ButtonLink to={pathTo('application', { id: own.id })}>{t('desk.public')}</ButtonLink>}
    >
      <Waits waits={own.waits} />
      {shown !== null && <DomainNews news={shown.domainNews} />}
      <div className="desk">
        <div>
          <Part title={t('application.gates')}><Gates gates={own.gates} /></Part>
          <EvidenceAtDesk file={file} result={result} />
          {shown !== null && shown.sponsorList.length > 0 && <Part title={t('application.sponsors')}><Sponsors application={shown} /></Part>}
          {shown !== null && shown.commentList.length > 0 && <CommentsAtDesk file={file} result={result} />}
          <Asked file={file} />
          <Answers file={file} />
        </div>
        <div>
          <Proposals file={file} self={self} result={result} />
          <NextMove file={file} mayAdmit={mayAdmit} result={result} />
          <FindSponsors file={file} search={search} result={result} />
          <AskMore file={file} result={result} />
          <Mentor file={file} result={result} />
          <Decline file={file} result={result} />
          <Part title={t('application.path')}><Path state={own.state} history={shown?.history ?? []} /></Part>
          {shown !== null && <details className="more"><summary>{t('application.history')}</summary><History history={shown.history} /></details>}
        </div>
      </div>
    </Page>
  )
}

function Asked({ file: { application: { questions, testMail } } }: { file: File }) {
  const { t } = useWords()
  if (questions.length === 0 && testMail === null) return null
  return (
    <Part title={t('desk.asked')}>
      {testMail !== null && (
        <p>
          <Say k="testMail.sent" fill={{ count: testMail.times }} to={<bdi>{testMail.to}</bdi>} when={<Time at={testMail.sent} full />} />{' '}
          {testMail.answered === null ? <Say k="testMail.waits" when={<Time at={testMail.due} full />} /> : <Say k="testMail.answered" when={<Time at={testMail.answered} full />} />}
        </p>
      )}
      <ol className="talk">
        {questions.map(({ at, text, answered, answer }) => (
          <li key={at}>
            <p className="by"><Time at={at} full /></p>
            <p dir="auto" className="lines">{text}</p>
            {answer === null ? <p className="quiet">{t('desk.unanswered')}</p> : <div className="reply"><p className="by">{answered !== null && <Time at={answered} full />}</p><p dir="auto" className="lines">{answer}</p></div>}
          </li>
        ))}
      </ol>
    </Part>
  )
}

/** What was handed in, page by page, as the applicant wrote it. Practice stands with its evidence. */
function Answers({ file }: { file: File }) {
  const { t } = useWords()
  return (
    <Part title={t('desk.answers')}>
      {PAGES.filter(({ saves }) => saves !== 'practice' && saves !== 'review').map(({ step }) => (
        <details className="more" key={step} open={step === 'organisation' || step === 'contact'}><summary>{t(`step.${step}`)}</summary><AnswersOf file={file} step={step} /></details>
      ))}
    </Part>
  )
}
const AnswersOf = ({ file, step }: { file: File; step: (typeof PAGES)[number]['step'] }) => <Pairs pairs={useAnswers(file.application, step)} />
