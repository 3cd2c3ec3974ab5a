/** One application as everyone reads it: where it stands, what it claims and what was measured, who sponsors it, what others say. */
import { redirect, useActionData, useLoaderData } from 'react-router'
import { form, isTrouble, page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { useCountry } from '../../ui/accord.tsx'
import { DomainNews, Gates, History, Path, Sponsors, Waits, type Application } from '../../ui/application.tsx'
import { Effort, effortOf, type EffortGiven } from '../../ui/effort.tsx'
import { EvidenceList } from '../../ui/evidence.tsx'
import { ButtonLink, Field, Form, Submit, TextArea } from '../../ui/form.tsx'
import { Chip, Day, Theirs, Time, Value } from '../../ui/marks.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Pairs } from '../../ui/table.tsx'
import { Say, useVisit, useWords } from '../../ui/visit.tsx'
import { CommentList, Declined } from './standing-parts.tsx'
import { orNone } from './steps.ts'

export const handle = { at: 'application', lively: true }

export const loader = page(async ({ api, params }) => {
  const application = await api.admissions.application({ params: { application: params['id'] ?? '' } })
  const given = application.state === 'comment-window' ? await api.effort.challenge({ params: { purpose: 'application-comment' } }) : null
  return { application, given }
})

export const action = form(async ({ api, params, words }, filled) => {
  const id = params['id'] ?? ''
  const said = await api.admissions.comment({ params: { application: id }, body: { ...orNone('name', filled.text('name')), text: filled.text('text'), language: words.tag, effort: effortOf(filled) } })
  return redirect(`${pathTo('application', { id }, { done: 'commented' })}#${said.id}`, 303)
})

export default function OneApplication() {
  const { application, given } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { me } = useVisit()
  const { t } = useWords()
  const { id, name, state, waits, history, evidence, gates, commentList, slug } = application
  const may = (right: 'acts.sign' | 'admissions.handle') => me?.rights.includes(right) === true
  return (
    <Page
      at="application" title={name} titleLanguage="" api={`/api/v1/admissions/applications/${id}`} wrong={isTrouble(result)} sentence={<Say k={`application.sentence.${state}`} name={<bdi>{name}</bdi>} />}
      actions={<>
        {state === 'comment-window' && <ButtonLink kind="first" to="#comment">{t('comment.go')}</ButtonLink>}
        {may('acts.sign') && <ButtonLink to={pathTo('sponsorApplication', { id })}>{t('sponsors.be')}</ButtonLink>}
        {may('admissions.handle') && <ButtonLink to={pathTo('handleApplication', { id })}>{t('application.handle')}</ButtonLink>}
        {slug !== null && <ButtonLink to={pathTo('registered', { slug })}>{t('application.registered')}</ButtonLink>}
      </>}
    >
      <Waits waits={waits} />
      <DomainNews news={application.domainNews} />
      <Facts application={application} />
      <Part title={t('application.path')}><Path state={state} history={history} /></Part>
      {application.declined !== null && <Part title={t('declined.title')}><Declined declined={application.declined} /><AppealOf application={application} /></Part>}
      <Part title={t('application.gates')}><Gates gates={gates} /></Part>
      <Part title={t('application.evidence')} id="evidence">
        <p>{t('application.evidence.says')}</p>
        {evidence.length === 0 ? <p className="quiet">{t('application.evidence.none')}</p> : <EvidenceList evidence={evidence} />}
      </Part>
      <Part title={t('application.sponsors')} id="sponsors"><Sponsors application={application} /></Part>
      {application.ballot !== null && <Part title={t('stage.ballot')}><BallotOf ballot={application.ballot} /></Part>}
      <Part title={t('application.comments')} id="comments">
        <Windows application={application} />
        {commentList.length > 0 && <CommentList comments={commentList} />}
      </Part>
      {given !== null && <Part title={t('comment.title')} id="comment"><CommentForm id={id} given={given} result={result} /></Part>}
      <section className="part" id="history">
        <details className="more"><summary>{t('application.history')}</summary><History history={history} /></details>
        <p><a href={`/log/feed.atom?about=${id}`}>{t('application.feed')}</a></p>
      </section>
    </Page>
  )
}

function Facts({ application: { country: code, sector, size, small, domain, website, submitted, submission, mentor, probation } }: { application: Application }) {
  const { t } = useWords()
  const country = useCountry()
  return (
    <Pairs pairs={[
      [t('field.sector'), <Theirs key="s">{sector}</Theirs>], [t('field.country'), country(code)], [t('register.size'), <>{t(`size.${size}`)}{small && <> <Chip>{t('application.small')}</Chip></>}</>],
      [t('field.domain'), <a key="d" href={pathTo('checkedDomain', { domain })}><bdi>{domain}</bdi></a>],
      [t('field.website'), website === null ? null : <a key="w" href={website} rel="noreferrer nofollow"><bdi>{website}</bdi></a>],
      [t('applications.submitted'), <Day key="u" at={submitted} />],
      [t('application.mentor'), mentor === null ? null : <a key="m" href={pathTo('registered', { slug: mentor.slug })}><bdi>{mentor.name}</bdi></a>],
      [t('application.probation'), probation === null ? null : <Say key="p" k="application.probation.says" from={<Day at={probation.from} />} until={<Day at={probation.until} />} />],
      [t('application.submission'), submission === null ? null : <Value key="h">{submission}</Value>],
    ]} />
  )
}

function BallotOf({ ballot: { id, state, outcome, finalAt } }: { ballot: NonNullable<Application['ballot']> }) {
  const { t, has } = useWords()
  const ended = `ballot.outcome.${outcome ?? ''}`
  const stands = `ballot.state.${state}`
  return (
    <p>
      <a href={pathTo('ballot', { id })}>{t('application.ballot')}</a> <Chip>{has(ended) ? t(ended) : has(stands) ? t(stands) : state}</Chip>
      {finalAt !== null && <> <Say k="application.ballot.final" when={<Time at={finalAt} full />} /></>}
    </p>
  )
}

export function AppealOf({ application: { appeal } }: { application: Application }) {
  const { t } = useWords()
  if (appeal === null) return null
  return (
    <>
      <h3>{t('appeal.title')}</h3>
      <p className="quiet"><Say k="appeal.when" when={<Time at={appeal.at} full />} /></p>
      <p dir="auto" className="lines">{appeal.text}</p>
      {appeal.outcome === null ? <p>{t('appeal.is.open')}</p> : <><p>{t(`appeal.is.${appeal.outcome}`)}</p><p dir="auto" className="lines">{appeal.reasons}</p></>}
    </>
  )
}

/** Since when and until when anyone may comment, and how many have. */
function Windows({ application: { state, commentsFrom, commentsUntil, comments } }: { application: Application }) {
  const { t } = useWords()
  if (commentsFrom === null || commentsUntil === null) return <p>{t('comment.window.none')}</p>
  const k = state === 'comment-window' ? 'comment.window.open' : 'comment.window.over'
  return <p><Say k={k} until={<Time at={commentsUntil} full />} from={<Day at={commentsFrom} />} /> {t(comments === 0 ? 'application.comments.none' : 'application.comments.count', { count: comments })}</p>
}

function CommentForm({ id, given, result }: { id: string; given: EffortGiven; result: unknown }) {
  const { t } = useWords()
  return (
    <>
      <p>{t('comment.says')}</p>
      <Form result={result} action={`${pathTo('application', { id })}#comment`}>
        <TextArea name="text" label={t('comment.text')} help={t('comment.text.help')} maxLength={4000} />
        <Field name="name" label={t('comment.name')} help={t('comment.name.help')} optional maxLength={200} autoComplete="name" />
        <Effort purpose="application-comment" given={given} result={result} />
        <Submit>{t('comment.send')}</Submit>
      </Form>
      <p className="quiet">{t('comment.rules')}</p>
    </>
  )
}
