/** One report as its team meets it: opened in this browser alone; answer, next step, the team's note, what is like it. */
import { useActionData, useLoaderData } from 'react-router'
import { REPORT_MOVES, SSVC_TABLES } from '@openaccord/api'
import { metricField, OFFERED, vectorAs, vectorSent } from '../../advisory/cvss.ts'
import { again, doneAt, form, isTrouble, memberPage, notOfThisPage, type Filled } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ProofMark } from '../../ui/accord.tsx'
import { DeskStands, StateOf, Unlock, useReportName } from '../../ui/desk.tsx'
import { Code, Theirs, Time } from '../../ui/marks.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { useLanguageName } from '../../ui/pledge.tsx'
import { Messages, ReportShown } from '../../ui/report.tsx'
import { Pairs } from '../../ui/table.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'
import { Answer, Steps } from './steps.tsx'
import { Note, NOTE, Weighed } from './note.tsx'

export const handle = { at: 'deskReport' }

export const loader = memberPage(async ({ api, params }) => {
  const [report, { keys }, { tables }, { reports }] = await Promise.all([
    api.reports.deskReport({ params: { report: params['id'] ?? '' } }), api.reports.deskSettings(), api.reports.ssvc(), api.reports.deskReports({ query: {} }),
  ])
  return { report, keys, tables, others: reports.filter(({ id }) => id !== report.id).map(({ id, title, arrival }) => ({ id, title, arrival })) }
}, 'reports.triage')

export const action = form(async ({ api, params }, filled) => {
  const at = { params: { report: params['id'] ?? '' } }
  const { intent, text } = filled
  const words = text('words') === '' ? {} : { words: text('words') }
  switch (intent) {
    case 'acknowledge': await api.reports.acknowledge({ ...at, body: words }); break
    case 'disclose': await api.reports.disclose({ ...at, body: {} }); break
    case 'note':
      noteScored(filled)
      if (text('calculate') !== '') return again(filled.fields, intent)
      await api.reports.note({ ...at, body: noteIn(filled) })
      break
    case 'move': {
      const move = REPORT_MOVES.find((each) => each === text('move'))
      if (move === undefined) throw notOfThisPage()
      await api.reports.move({ ...at, body: { move, ...words } })
      break
    }
    default: throw notOfThisPage()
  }
  return doneAt(pathTo('deskReport', { id: at.params.report }), `desk.${intent === 'note' ? 'noted' : intent === 'disclose' ? 'disclosed' : 'moved'}`)
})

const several = (text: string): string[] => text.split(/[\s,;]+/).filter((each) => each !== '')

/** The vector of what was chosen in the calculator, in the version that was asked for: from here on it is as if it had been typed. */
function noteScored({ fields, text }: Filled): void {
  const vector = vectorSent(new Map(fields), NOTE, text('cvss'))
  const version = OFFERED.find((one) => text('calculate').startsWith(`cvss:${one}`))
  for (const name of [...fields.keys()].filter((name) => name.startsWith(metricField(NOTE, '')))) fields.delete(name)
  fields.set('cvss', version === undefined ? vector : vectorAs(version, vector))
}

/** The whole note: what is left empty is taken out of it. A decision table counts once one of its questions is answered. */
function noteIn({ fields, text }: Filled) {
  const ssvc = SSVC_TABLES.flatMap((table) => {
    const beginning = `ssvc-${table}-`
    const answered = [...fields.keys()].filter((name) => name.startsWith(beginning) && text(name) !== '')
    return answered.length === 0 ? [] : [{ table, choices: Object.fromEntries(answered.map((name) => [name.slice(beginning.length), text(name)])) }]
  })
  const or = (name: string) => (text(name) === '' ? null : text(name))
  return {
    title: text('title'), text: text('text'), components: several(text('components')), cves: several(text('cves').toUpperCase()), cwes: several(text('cwes').toUpperCase()),
    cvss: or('cvss'), ssvc, duplicateOf: or('duplicateOf'),
  }
}

export default function Report() {
  const { report, keys, tables, others } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { me } = useVisit()
  const { t } = useWords()
  const nameOf = useReportName()
  return (
    <Page at="deskReport" title={nameOf(report)} titleLanguage="" wrong={isTrouble(result) && result.faults.length > 0} api={`/api/v1/desk/reports/${report.id}`} sentence={<><StateOf standing={report.standing} /> <DeskStands standing={report.standing} /></>}>
      <Unlock keys={keys} />
      <Part title={t('desk.written')}>
        <ReportShown content={null} sealed={report.ciphertext} />
        <Known report={report} />
      </Part>
      <Part title={t('report.messages')}>
        <Messages messages={report.messages} empty={t('desk.messages.none')} team={me?.organisation.name ?? ''} reporter={t('desk.reporter')} />
        <Answer report={report} />
      </Part>
      <Steps report={report} result={result} />
      <Part title={t('desk.note')} id="note">
        <p>{t('desk.note.says')}</p>
        {report.weighed !== null && <Weighed weighed={report.weighed} />}
        <Note report={report} tables={tables} others={others} result={result} />
      </Part>
      <Similar similar={report.similar} />
      <Part title={t('report.history')}>
        <ol className="steps">
          {report.history.map(({ what, at, words, by }) => (
            <li key={`${at} ${what}`}>
              <Time at={at} full /> · {t(`desk.step.${what}`)}{by !== null && <> · <Theirs>{by}</Theirs></>}
              {words !== null && words !== '' && <blockquote dir="auto">{words}</blockquote>}
            </li>
          ))}
        </ol>
      </Part>
    </Page>
  )
}

/** One sentence on what the hub knows, and what it cannot. */
function Known({ report: { arrived, arrival, language, seal, ciphertextSha256 } }: Pick<Awaited<ReturnType<typeof loader>>, 'report'>) {
  const { t } = useWords()
  const languageName = useLanguageName()
  return (
    <>
      <p className="quiet">{t(`desk.knows.${arrival}`)} <ProofMark fact={seal} what={t('report.proof')} /></p>
      <details className="more">
        <summary>{t('desk.knows')}</summary>
        <Pairs pairs={[[t('desk.arrived'), <Time key="a" at={arrived} full />], [t('report.language'), languageName(language)]]} />
        <Code label={t('desk.sha256')} text={ciphertextSha256} />
      </details>
    </>
  )
}

function Similar({ similar }: { similar: Awaited<ReturnType<typeof loader>>['report']['similar'] }) {
  const { t, list } = useWords()
  if (similar.length === 0) return null
  return (
    <Part title={t('desk.similar')}>
      <ul>
        {similar.map(({ id, title, state, components }) => (
          <li key={id}><a href={pathTo('deskReport', { id })}><Theirs>{title === '' ? id : title}</Theirs></a> · {t(`desk.state.${state}`)}{components.length > 0 && <> · <bdi dir="ltr">{list(components)}</bdi></>}</li>
        ))}
      </ul>
    </Part>
  )
}
