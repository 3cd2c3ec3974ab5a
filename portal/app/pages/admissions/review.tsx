/** The last page before it is handed in: all answers on one look, what is missing, what becomes public, and one signature by name. */
import type { ReactNode } from 'react'
import { isTrouble } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { useCountry } from '../../ui/accord.tsx'
import type { Own } from '../../ui/application.tsx'
import { useCriterion } from '../../ui/evidence.tsx'
import { ButtonLink, Field, Form, Group, Submit } from '../../ui/form.tsx'
import { Chip, Theirs } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Pairs } from '../../ui/table.tsx'
import { Say, useWords } from '../../ui/visit.tsx'
import { Pages, StepOf } from './form-steps.tsx'
import { isCriterion, isDone, pageOfFault, PAGES, pagesOf, type PageOfForm } from './steps.ts'

export function Review({ own, result }: { own: Own; result: unknown }) {
  const { t } = useWords()
  const ready = own.missing.length === 0
  return (
    <Page
      at="applyForm" title={t('step.review')} sentence={t(ready ? 'review.ready' : 'review.notYet', { count: own.missing.length })} wrong={isTrouble(result)}
      above={[{ name: t('place.apply'), path: pathTo('apply') }, { name: t('place.applyStanding'), path: pathTo('applyStanding') }]}
    >
      <StepOf step="review" own={own} />
      {!ready && <Missing own={own} />}
      {PAGES.filter(({ step }) => step !== 'review' && isDone(step, own)).map(({ step }) => <Answered key={step} own={own} step={step} />)}
      <Part title={t('review.public')}>
        <p>{t('review.public.says')}</p>
        <p>{t('apply.public.never')}</p>
      </Part>
      {own.state !== 'draft' ? <Again /> : ready || isTrouble(result) ? <HandIn own={own} result={result} /> : <p className="quiet">{t('review.handIn.notYet')}</p>}
      <Pages own={own} here="review" />
    </Page>
  )
}

function Missing({ own }: { own: Own }) {
  const { t } = useWords()
  const { missing } = own
  return (
    <Notice kind="attention" title={t('review.missing', { count: missing.length })}>
      <ul className="prose">
        {missing.map(({ step, field, rule, fix }) => {
          const page = pageOfFault(step, field)
          return <li key={`${step} ${field} ${rule}`}><a href={pathTo('applyForm', { step: page })}>{t(`step.${page}`)}</a>: <MissingSays own={own} missing={{ step, field, rule, fix }} /></li>
        })}
      </ul>
    </Notice>
  )
}

/** In the reader’s words where the catalogue has them, else in the hub’s. */
function MissingSays({ own: { answers }, missing: { step, field, rule, fix } }: { own: Own; missing: Own['missing'][number] }) {
  const { t, has } = useWords()
  const last = field.split('/').at(-1) ?? ''
  const unopened = step !== 'practice' && step !== 'review' && answers[step] === null
  const key = unopened ? 'missing.page' : step === 'practice' ? `missing.practice.${last === 'link' ? 'link' : 'answer'}` : step === 'eligibility' ? `missing.eligibility.${last}` : `missing.${step}`
  return has(key) ? t(key) : <span lang="en" dir="ltr">{rule} · {fix}</span>
}

function Answered({ own, step }: { own: Own; step: PageOfForm }) {
  const { t } = useWords()
  return (
    <section className="part review-part">
      <div className="page-top">
        <h2>{t(`step.${step}`)}</h2>
        {pagesOf(own).some((each) => each.step === step) && <a href={pathTo('applyForm', { step })} aria-label={t('review.change.full', { page: t(`step.${step}`) })}>{t('review.change')}</a>}
      </div>
      <AnswersOf own={own} step={step} />
    </section>
  )
}

const theirs = (value: string | null | undefined): ReactNode => (value == null || value === '' ? null : <Theirs>{value}</Theirs>)

const AnswersOf = ({ own, step }: { own: Own; step: PageOfForm }) => <Pairs pairs={useAnswers(own, step)} />

/** What was answered on one page, name by name. */
export function useAnswers({ answers, evidence, domainProof, mailConfirmed }: Own, step: PageOfForm): [string, ReactNode][] {
  const { t, number, day, list } = useWords()
  const country = useCountry()
  const named = useCriterion()
  const { organisation, contact, eligibility, domain, disclosure, practice } = answers
  if (step === 'organisation' && organisation !== null) {
    return [
      [t('field.name'), theirs(organisation.name)], [t('field.legal'), theirs(organisation.legalName)], [t('field.country'), country(organisation.country)], [t('field.sector'), theirs(organisation.sector)],
      [t('field.people'), number(organisation.people)], [t('field.website'), theirs(organisation.website)], [t('field.register'), theirs(organisation.register)], [t('field.description'), theirs(organisation.description)],
      [t('field.owner'), theirs(organisation.group)], [t('field.affiliates'), theirs(list(organisation.affiliates ?? []))],
    ]
  }
  if (step === 'contact' && contact !== null) {
    return [
      [t('apply.contact.name'), theirs(contact.name)], [t('field.role'), theirs(contact.role)],
      [t('field.mail'), <span key="m">{theirs(contact.mail)} <Chip kind={mailConfirmed ? 'good' : 'attention'}>{t(mailConfirmed ? 'apply.mail.confirmed' : 'apply.mail.waits')}</Chip></span>],
      [t('field.mentor'), contact.mentor === true ? t('apply.mentor.yes') : null],
    ]
  }
  if (step === 'eligibility' && eligibility !== null) {
    return [
      [t('field.ownership'), t(`apply.ownership.${eligibility.ownership}`)], [t('field.sanctions'), t(`apply.sanctions.${eligibility.sanctions}`)],
      [t('field.insolvency'), t(`apply.insolvency.${eligibility.insolvency}`)], [t('field.offensive'), t(`apply.offensive.${eligibility.offensive}`)],
    ]
  }
  if (step === 'domain' && domain !== null) return [[t('field.domain'), theirs(domain.domain)], [t('proofOf.title'), t(domainProof?.result === 'verified' ? 'proofOf.verified' : 'proofOf.open')]]
  if (step === 'disclosure' && disclosure !== null) return [[t('apply.disclosure.mail'), theirs(disclosure.mail)], [t('field.policy'), theirs(disclosure.policy)]]
  if (step === 'claims') return [[t('field.claims'), (practice.claims ?? []).length === 0 ? t('apply.claims.none') : list((practice.claims ?? []).map(named))]]
  if (!isCriterion(step)) return []
  const answer = practice.answers[step]
  if (answer === undefined) return []
  const documents = evidence.filter((each) => each.kind === 'document' && each.criterion === step)
  return [
    [t('field.answer'), t(`practice.${answer.answer}`)], [t('field.words'), <span key="w" dir="auto" className="lines">{answer.words}</span>], [t('field.link'), theirs(answer.link)],
    [t('field.since'), answer.effective == null ? null : day(answer.effective)], [t('field.expires'), answer.expires == null ? null : day(answer.expires)],
    [t('apply.documents'), theirs(list(documents.map(({ title }) => title ?? '')))],
  ]
}

function HandIn({ own, result }: { own: Own; result: unknown }) {
  const { t } = useWords()
  return (
    <Part title={t('review.handIn')} id="hand-in">
      <Form intent="submit" result={result} action={pathTo('applyForm', { step: 'review' })}>
        <Field name="name" label={t('review.name')} help={t('review.name.help')} value={own.answers.contact?.name} maxLength={200} autoComplete="name" />
        <Field name="title" label={t('review.title')} value={own.answers.contact?.role ?? ''} maxLength={200} autoComplete="organization-title" />
        <Group name="declares" label={t('field.declares')} options={[{ value: 'yes', label: <Say k="review.declares.yes" pledge={<a href={pathTo('pledge')}>{t('place.pledge')}</a>} /> }]} />
        <Submit>{t('review.go')}</Submit>
      </Form>
    </Part>
  )
}

/** While questions are open, what was changed is handed in with the answer. */
function Again() {
  const { t } = useWords()
  return (
    <Part title={t('review.again')}>
      <p>{t('review.again.says')}</p>
      <div className="actions"><ButtonLink kind="first" to={`${pathTo('applyStanding')}#questions`}>{t('review.again.go')}</ButtonLink></div>
    </Part>
  )
}
