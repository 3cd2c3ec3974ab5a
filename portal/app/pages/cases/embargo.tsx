/** The embargo of a case: its terms in words, who agreed and when, what ends it; every answer to it, signed or clicked. */
import { useActionData, useLoaderData } from 'react-router'
import { CASE_HAPPENINGS, EMBARGO_QUESTIONS, embargoFiles } from '@openaccord/api'
import { doneAt, form, isTrouble, notOfThisPage, refuse } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { CasePage } from '../../ui/case.tsx'
import { ButtonLink } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Part } from '../../ui/page.tsx'
import { Terms, type Embargo as Shown } from '../../ui/terms.tsx'
import { Say, useWords } from '../../ui/visit.tsx'
import { Answers } from './answers.tsx'
import { ACTS, clicks, isActName, RENAMED, termsIn } from './embargo-moves.ts'
import { Decide, End, Happened, Ours, Propose } from './embargo-forms.tsx'
import { insidePage } from './inside.ts'
import { Signatories } from './signatories.tsx'

export const handle = { at: 'caseEmbargo', lively: true }

export const loader = insidePage(async ({ api, params, me }) => {
  const at = { params: { case: params['id'] ?? '' } }
  const [embargo, process, own] = await Promise.all([api.embargo.embargo(at), api.embargo.process(at), me?.rights.includes('cases.work') === true ? api.embargo.embargoDefault() : null])
  return { embargo, process, own }
})

export const action = form(async ({ api, params, words }, filled) => {
  const at = { params: { case: params['id'] ?? '' } }
  const { intent, text, fields } = filled
  const reason = text('reason')
  switch (intent) {
    case 'answer': {
      const act = text('act')
      if (!isActName(act)) return refuse(fields, intent, { field: '', text: words.t('fault.choose') })
      const terms: Partial<ReturnType<typeof termsIn>> = act === 'propose' ? termsIn(filled) : {}
      if (act === 'propose' && terms.ends === undefined) return refuse(fields, intent, { field: 'ends', text: words.t('terms.ends.unreadable') })
      await api.embargo.answerAsGuest({ ...at, body: { kind: ACTS[act], ...terms, ...(text('terms') === '' ? {} : { terms: text('terms') }), ...(reason === '' ? {} : { reason }) } })
      break
    }
    case 'withdraw': await api.embargo.withdrawTerms({ ...at, body: { terms: text('terms') } }); break
    case 'offer': await api.embargo.offerAgain({ ...at, body: { party: text('party') } }); break
    case 'end': await api.embargo.endEmbargo({ ...at, body: { reason } }); break
    case 'decide': {
      const question = EMBARGO_QUESTIONS.find((each) => each === text('question'))
      const choice = (['end', 'go-on'] as const).find((each) => each === text('choice'))
      if (question === undefined || choice === undefined) return refuse(fields, intent, { field: 'choice', text: words.t('fault.choose') })
      await api.embargo.decideEmbargo({ ...at, body: { question, choice, reason } })
      break
    }
    case 'happened': {
      const what = CASE_HAPPENINGS.find((each) => each === text('what'))
      if (what === undefined) return refuse(fields, intent, { field: 'what', text: words.t('fault.choose') })
      await api.embargo.happened({ ...at, body: { what, words: text('words') } })
      break
    }
    case 'default': await api.embargo.setDefault({ body: { days: text('days') === '' ? null : Number(text('days')), ...(text('zone') === '' ? {} : { zone: text('zone') }) } }); break
    default: throw notOfThisPage()
  }
  return doneAt(pathTo('caseEmbargo', { id: at.params.case }), `embargo.${intent}`)
}, RENAMED)

export default function Embargo() {
  const { case: one, embargo, process, own } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  return (
    <CasePage at="caseEmbargo" case={one} api="/embargo" wrong={isTrouble(result)}>
      {embargo.questions.map((question) => <Decide key={question.question} embargo={embargo} question={question} result={result} />)}
      <Standing embargo={embargo} id={one.id} />
      {embargo.inForce !== null && (
        <Part title={t('embargo.inForce')} id="in-force">
          <Terms terms={embargo.inForce} counted />
          <Answers case={one} embargo={embargo} terms={embargo.inForce} result={result} />
        </Part>
      )}
      {embargo.open.map((terms) => (
        <Part key={terms.id} title={t(embargo.inForce === null ? 'embargo.open' : 'embargo.open.other')}>
          <Terms terms={terms} />
          <Answers case={one} embargo={embargo} terms={terms} result={result} />
        </Part>
      ))}
      <Signatories case={one} embargo={embargo} />
      <Decisions embargo={embargo} />
      <Propose case={one} embargo={embargo} own={own} result={result} />
      <Happened embargo={embargo} process={process} result={result} />
      <End embargo={embargo} result={result} />
      {!clicks(one) && own !== null && <Ours own={own} result={result} />}
      {one.may.includes('leave') && <p>{t('embargo.leave')} <a href={`${pathTo('casePeople', { id: one.id })}#leave`}>{t('embargo.leave.go')}</a></p>}
    </CasePage>
  )
}

/** Where it stands in a sentence; once it is over, what ended it and the file that proves the rest. */
function Standing({ embargo: { state, ended, proof }, id }: { embargo: Shown; id: string }) {
  const { t, moment } = useWords()
  if (state === 'none') return <Notice><p>{t('embargo.none')}</p></Notice>
  if (ended === null) return null
  return (
    <Part title={t('embargo.over')} id="over">
      <p><Say k="embargo.over.at" at={<time dateTime={ended.at}>{moment(ended.at)}</time>} words={t(`ended.${ended.how}`)} /></p>
      {proof && (
        <>
          <p>{t('embargo.proof')}</p>
          <div className="actions"><ButtonLink kind="first" to={embargoFiles.proof(id)}>{t('embargo.proof.go')}</ButtonLink><ButtonLink to={pathTo('verify')}>{t('place.verify')}</ButtonLink></div>
        </>
      )}
    </Part>
  )
}

function Decisions({ embargo: { decisions } }: { embargo: Shown }) {
  const { t, moment } = useWords()
  if (decisions.length === 0) return null
  return (
    <Part title={t('embargo.decisions')}>
      <ol className="steps">
        {decisions.map(({ question, choice, at, by, reason }) => (
          <li key={`${at} ${question}`}>
            <time dateTime={at}>{moment(at)}</time> · {t(`embargo.question.${question}`)}: <strong>{t(`embargo.choice.${choice}`)}</strong>{by !== null && <> · <bdi>{by}</bdi></>}
            <blockquote dir="auto">{reason}</blockquote>
          </li>
        ))}
      </ol>
    </Part>
  )
}

