/** Where each party stands with the report, and what ours makes of it (Vultron, report management). */
import { REPORT_JUDGEMENTS, type Client } from '@openaccord/api'
import { isTroubleIn } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Form, Submit, TextArea } from '../../ui/form.tsx'
import { Chip } from '../../ui/marks.tsx'
import { Part } from '../../ui/page.tsx'
import { Pairs } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'

export type Process = Awaited<ReturnType<Client['embargo']['process']>>

export function Judge({ id, process, result }: { id: string; process: Process; result: unknown }) {
  const { t, number } = useWords()
  const own = process.parties.find((party) => party.own)
  const open = REPORT_JUDGEMENTS.flatMap((judgement) => process.moves.filter((move) => move.judgement === judgement && move.allowed !== 'no'))
  const states = [...new Set(process.parties.map(({ report }) => report))]
  if (own === undefined) return null
  return (
    <Part title={t('judge.title')} id="judge">
      <p className="marks">{states.map((state) => <span key={state}><Chip kind={state === 'accepted' ? 'good' : state === 'invalid' ? 'attention' : 'plain'}>{t(`judge.state.${state}`)}</Chip> {number(process.parties.filter(({ report }) => report === state).length)}</span>)}</p>
      <p>{t('judge.own', { state: t(`judge.state.${own.report}`).toLowerCase() })}</p>
      {open.length > 0 && (
        <details className="more" open={isTroubleIn(result, 'judge')}>
          <summary>{t('judge.open')}</summary>
          <Form intent="judge" result={result} action={`${pathTo('case', { id })}#judge`}>
            <Pairs pairs={open.map(({ judgement, rule }) => [t(`judge.${judgement}`), <span key={judgement}>{t(`judge.${judgement}.says`)}{rule !== null && <span className="under quiet" lang="en">{rule}</span>}</span>])} />
            <TextArea name="reason" label={t('judge.reason')} help={t('judge.reason.help')} optional maxLength={1000} />
            <div className="actions">{open.map(({ judgement }) => <Submit key={judgement} kind="plain" name="judgement" value={judgement}>{t(`judge.${judgement}`)}</Submit>)}</div>
          </Form>
        </details>
      )}
    </Part>
  )
}
