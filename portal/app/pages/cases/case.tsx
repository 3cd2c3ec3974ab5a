/** A case as a whole: what it is about, what is next, vendors and vulnerabilities. Who is only invited reads the offer and nothing else. */
import { useActionData, useLoaderData } from 'react-router'
import { form, isTrouble } from '../../page.ts'
import { CasePage, Step, stepPath, type Case as CaseShown } from '../../ui/case.tsx'
import { Theirs, Value } from '../../ui/marks.tsx'
import { Part } from '../../ui/page.tsx'
import { useWords } from '../../ui/visit.tsx'
import { Written } from '../../ui/written.tsx'
import { actOnCase } from './case-actions.ts'
import { Clocks } from './clocks.tsx'
import { casePage, isJoined, type JoinedCase } from './inside.ts'
import { Judge } from './judge.tsx'
import { Edit, Relations, Whole } from './manage.tsx'
import { Matrix } from './matrix.tsx'
import { Offer } from './offer.tsx'
import { StateForm } from './state.tsx'

export const handle = { at: 'case', lively: true }

export const loader = casePage(async ({ api, params, me, case: one }) => {
  const at = { params: { case: params['id'] ?? '' } }
  if (!isJoined(one)) return { offer: one.you.standing === 'invited' ? await api.embargo.embargo(at) : null, whole: null }
  const owns = one.may.includes('merge') && me !== null
  const [matrix, clocks, process, people, mine] = await Promise.all([
    api.cases.matrix(at), api.embargo.clocks(at), api.embargo.process(at), owns ? api.cases.people(at) : null, owns ? api.cases.cases({ query: { role: 'owner', show: 'open', limit: 200 } }) : null,
  ])
  const others = (mine?.cases ?? []).flatMap(({ id, inside }) => (inside === null || id === one.id ? [] : [{ id, title: inside.title }]))
  return { offer: null, whole: { matrix, clocks, process, people: people?.people ?? [], others } }
})

export const action = form(actOnCase, { 'vulnerabilities.label': 'vulnerabilities' })

export default function Case() {
  const { case: one, offer, whole } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  if (!isJoined(one) || whole === null) return <CasePage at="case" case={one} wrong={isTrouble(result)}>{offer !== null && <Offer case={one} embargo={offer} result={result} />}</CasePage>
  const { matrix, clocks, process, people, others } = whole
  return (
    <CasePage at="case" case={one} wrong={isTrouble(result)}>
      <Next case={one} />
      <About case={one} result={result} />
      <Matrix case={one} matrix={matrix} />
      <StateForm case={one} matrix={matrix} result={result} />
      <Clocks case={one} clocks={clocks} result={result} />
      <Judge id={one.id} process={process} result={result} />
      <Relations case={one} />
      <Whole case={one} people={people} others={others} result={result} />
    </CasePage>
  )
}

/** Everything that is mine to do; the first stands in the head as well. */
function Next({ case: { id, next } }: { case: CaseShown }) {
  const { t } = useWords()
  if (next.length < 2) return null
  return (
    <Part title={t('case.steps')}>
      <ol className="dates">{next.map((step) => <li key={`${step.step} ${step.words}`}><span><Step step={step} /></span><a href={stepPath(id, step)}>{t(`case.do.${step.step}`)}</a></li>)}</ol>
    </Part>
  )
}

function About({ case: one, result }: { case: JoinedCase; result: unknown }) {
  const { t, day } = useWords()
  const { summary, vulnerabilities, report, outcome, closed } = one.inside
  return (
    <Part title={t('case.about')}>
      {outcome !== null && closed !== null && <p>{t('case.outcome', { outcome: t(`manage.outcome.${outcome}`), day: day(closed) })}</p>}
      {summary !== '' && <Written text={summary} />}
      <ol className="vulnerabilities">{vulnerabilities.map(({ n, label, cve }) => <li key={n} value={n}><Theirs>{label}</Theirs>{cve !== null && <> <Value>{cve}</Value></>}</li>)}</ol>
      {report !== null && <details className="more"><summary>{t('case.report')}</summary><Written text={report.text} /></details>}
      <Edit case={one} result={result} />
    </Part>
  )
}
