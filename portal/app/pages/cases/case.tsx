/** A case as a whole: what it is about, what is next, vendors and vulnerabilities. Who is only invited reads the offer and nothing else. */
import { useActionData, useLoaderData } from 'react-router'
import { VENDOR_STATES, VEX_JUSTIFICATIONS } from '@openaccord/api'
import { doneAt, form, isTrouble } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { CasePage, Step, stepPath, type Case as CaseShown } from '../../ui/case.tsx'
import { Theirs, Value } from '../../ui/marks.tsx'
import { Part } from '../../ui/page.tsx'
import { useWords } from '../../ui/visit.tsx'
import { casePage, isJoined, type JoinedCase } from './inside.ts'
import { Matrix } from './matrix.tsx'
import { StateForm } from './state.tsx'
import { Offer } from './offer.tsx'

export const handle = { at: 'case', lively: true }

export const loader = casePage(async ({ api, params, case: found }) => {
  const at = { params: { case: params['id'] ?? '' } }
  if (!isJoined(found)) return { offer: await api.embargo.embargo(at), inside: null }
  const matrix = await api.cases.matrix(at)
  return { offer: null, inside: { matrix } }
})

export const action = form(async ({ api, params }, { intent, text, all }) => {
  const at = { params: { case: params['id'] ?? '' } }
  const here = pathTo('case', { id: at.params.case })
  const words = text('words') === '' ? {} : { words: text('words') }
  switch (intent) {
    case 'join':
      await api.cases.join({ ...at, body: {} })
      return doneAt(here, 'case.joined')
    case 'decline':
      await api.cases.decline({ ...at, body: words })
      return doneAt(here, 'case.declined')
    default: {
      const why = VEX_JUSTIFICATIONS.find((each) => each === text('justification'))
      await api.cases.state({ ...at, body: {
        vulnerabilities: all('vulnerabilities').map(Number).filter((n) => Number.isInteger(n)), state: VENDOR_STATES.find((each) => each === text('state')) ?? 'investigating',
        ...(why === undefined ? {} : { justification: why }), ...words, ...(text('party') === '' ? {} : { party: text('party') }),
      } })
      return doneAt(here, 'case.stated')
    }
  }
})

export default function Case() {
  const { case: one, offer, inside } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  if (offer !== null || !isJoined(one) || inside === null) return <CasePage at="case" case={one} wrong={isTrouble(result)}>{offer !== null && <Offer case={one} embargo={offer} result={result} />}</CasePage>
  return (
    <CasePage at="case" case={one} wrong={isTrouble(result)}>
      <Next case={one} />
      <About case={one} />
      <Matrix case={one} matrix={inside.matrix} />
      <StateForm case={one} matrix={inside.matrix} result={result} />
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

function About({ case: { inside } }: { case: JoinedCase }) {
  const { t } = useWords()
  const { summary, vulnerabilities, report } = inside
  return (
    <Part title={t('case.about')}>
      {summary !== '' && <p className="prose lines" dir="auto">{summary}</p>}
      <ol className="vulnerabilities">{vulnerabilities.map(({ n, label, cve }) => <li key={n} value={n}><Theirs>{label}</Theirs>{cve !== null && <> <Value>{cve}</Value></>}</li>)}</ol>
      {report !== null && <details className="more"><summary>{t('case.report')}</summary><p className="prose lines" dir="auto">{report.text}</p></details>}
    </Part>
  )
}
