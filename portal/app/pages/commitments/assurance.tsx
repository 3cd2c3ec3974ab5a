/** Reviews from outside: what was found, from how many sealed cases, and the entries that commit to each. */
import { pathTo } from '../../paths.ts'
import { actAddress, DoubtMark, ProofMark } from '../../ui/accord.tsx'
import type { RequestsOf } from '../../ui/conduct.tsx'
import { Chip, Day, Theirs } from '../../ui/marks.tsx'
import { Pairs } from '../../ui/table.tsx'
import { Say, useWords } from '../../ui/visit.tsx'

type Determination = RequestsOf['assurance']['determinations'][number]

export function Assurance({ assurance: { determinations, engagements } }: { assurance: RequestsOf['assurance'] }) {
  const { t } = useWords()
  const open = engagements.filter(({ state }) => state === 'open')
  return (
    <>
      <p className="prose">{t('org.assurance.says')} <a href={pathTo('assessors')}>{t('assessors.who')}</a></p>
      {open.map((one) => <p key={one.fact}><Say k="engagement.open" assessor={<Theirs>{one.assessor.name}</Theirs>} day={<Day at={one.until} />} /> <ProofMark fact={one.fact} what={one.assessor.name} /></p>)}
      {determinations.length === 0 ? <p>{t('org.assurance.nobody')}</p> : determinations.map((one) => <OneDetermination key={one.fact} determination={one} />)}
    </>
  )
}

function OneDetermination({ determination: { fact, at, inDoubt, assessor, finding, current, cases, expires, process, summary, language, sealed } }: { determination: Determination }) {
  const { t } = useWords()
  const kind = !current ? 'plain' : finding === 'yes' ? 'good' : finding === 'no' ? 'danger' : 'attention'
  return (
    <article className="changed" id={fact}>
      <h3>{t(`finding.${finding}`)} <DoubtMark since={inDoubt} /></h3>
      <p><Chip kind={kind}>{t('finding.cases', { count: cases })}</Chip> <Say k="finding.by" assessor={<Theirs>{assessor.name}</Theirs>} /> · <Day at={at} /> <ProofMark fact={fact} what={t(`finding.${finding}`)} /></p>
      <Pairs pairs={[
        [t('finding.summary'), <span key="s" className="lines" lang={language} dir="auto">{summary}</span>],
        [t('finding.process'), <span key="p" className="lines" lang={language} dir="auto">{process}</span>],
        [t('finding.until'), <Day key="u" at={expires} />],
        [t('finding.sealed'), <ul key="c" className="values">{sealed.map((entry, n) => <li key={entry}><a href={actAddress(entry)}>{t('finding.sealed.one', { number: n + 1 })}</a></li>)}</ul>],
      ]} />
    </article>
  )
}
