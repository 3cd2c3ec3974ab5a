/** What two persons may do about an organisation: a pause of access in an emergency, and more where it is no signatory (docs/decisions/0011). */
import type { Client } from '@openaccord/api'
import { may } from '../../context.ts'
import type { Filled } from '../../page.ts'
import { Form, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Chip, Theirs, Time } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Organisation } from '../../ui/organisation.tsx'
import { Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Say, useVisit, useWords } from '../../ui/visit.tsx'

type Measure = Awaited<ReturnType<Client['members']['measures']>>['measures'][number]

const GROUNDS = ['stolen-key', 'compromised-account', 'intrusion'] as const
const ENDS = ['suspension', 'removal'] as const

/** Undefined: the form was about something else. */
export async function takeMeasure(api: Client, params: { organisation: string }, { intent, text }: Filled): Promise<string | undefined> {
  switch (intent) {
    case 'pause':
      await api.members.askForMeasure({ params, body: { what: 'pause', ground: GROUNDS.find((each) => each === text('ground')) ?? GROUNDS[0], reason: text('reason') } })
      return 'measureAsked'
    case 'end-membership':
      await api.members.askForMeasure({ params, body: { what: ENDS.find((each) => each === text('what')) ?? ENDS[0], reason: text('reason') } })
      return 'measureAsked'
    case 'confirm-measure':
      await api.members.confirmMeasure({ params, body: {} })
      return 'measureConfirmed'
    case 'end-measure':
      await api.members.endMeasure({ params, body: {} })
      return 'measureEnded'
    default: return undefined
  }
}

export function Measures({ organisation, measures, result }: { organisation: Organisation; measures: readonly Measure[]; result: unknown }) {
  const visit = useVisit()
  const open = measures.find(({ state }) => state === 'asked' || state === 'running')
  const asks = open === undefined && may(visit, 'members.admit') && organisation.state !== 'left'
  return (
    <>
      {open !== undefined && <Open measure={open} result={result} />}
      {asks && <AskToPause organisation={organisation} result={result} />}
      {asks && organisation.kind !== 'signatory' && <AskToEnd organisation={organisation} result={result} />}
      {measures.some((one) => one !== open) && <Before measures={measures.filter((one) => one !== open)} />}
    </>
  )
}

function Open({ measure: { state, what, ground, reason, askedBy, askedAt, confirmedBy, until, needsOmbudsperson, may: moves }, result }: { measure: Measure; result: unknown }) {
  const { t } = useWords()
  const runs = state === 'running'
  return (
    <Part title={t(runs ? 'measure.runs' : 'measure.waits')}>
      <Notice kind={runs ? 'danger' : 'attention'}>
        {runs
          ? <p><Say k="measure.runs.says" until={<Time full at={until ?? askedAt} />} name={<bdi>{askedBy}</bdi>} second={<bdi>{confirmedBy}</bdi>} /></p>
          : <p><Say k="measure.waits.says" fill={{ what: t(`measure.what.${what}`) }} name={<bdi>{askedBy}</bdi>} at={<Time at={askedAt} />} /></p>}
        {ground !== null && <p>{t(`measure.ground.${ground}`)}</p>}
        <p dir="auto">{reason}</p>
        {needsOmbudsperson && <p>{t('measure.waits.ombudsperson')}</p>}
      </Notice>
      {moves.includes('confirm') && <Form intent="confirm-measure" result={result}><Submit kind="danger">{t('measure.confirm', { what: t(`measure.what.${what}`) })}</Submit></Form>}
      {moves.includes('end') && <Form intent="end-measure" result={result}><Submit kind="plain">{t(runs ? 'measure.endNow' : 'measure.takeBack')}</Submit></Form>}
    </Part>
  )
}

function AskToPause({ organisation, result }: { organisation: Organisation; result: unknown }) {
  const { t } = useWords()
  return (
    <Part title={t('measure.pause')}>
      <p>{t('measure.pause.says')}</p>
      <Form intent="pause" result={result}>
        <Select name="ground" label={t('measure.ground')} help={t('measure.ground.help')} options={GROUNDS.map((value) => ({ value, label: t(`measure.ground.${value}`) }))} />
        <TextArea name="reason" label={t('member.reason')} help={t('member.reason.help')} maxLength={4000} />
        <Submit kind="danger">{t('measure.pause.go', { name: organisation.name })}</Submit>
      </Form>
    </Part>
  )
}

function AskToEnd({ organisation, result }: { organisation: Organisation; result: unknown }) {
  const { t } = useWords()
  const choices = ENDS.filter((each) => (each === 'suspension' ? organisation.state === 'active' : organisation.kind !== 'secretariat'))
  if (choices.length === 0) return null
  return (
    <Part title={t('measure.end')}>
      <p>{t('measure.end.says')}</p>
      <Form intent="end-membership" result={result}>
        <Select name="what" label={t('measure.what')} options={choices.map((value) => ({ value, label: t(`measure.what.${value}`) }))} />
        <TextArea name="reason" label={t('member.reason')} help={t('member.reason.help')} maxLength={4000} />
        <Submit kind="danger">{t('measure.end.go')}</Submit>
      </Form>
    </Part>
  )
}

function Before({ measures }: { measures: readonly Measure[] }) {
  const { t } = useWords()
  return (
    <Part title={t('measure.before')}>
      <Table
        caption={t('measure.before')} rows={measures} keyOf={({ askedAt, what }) => `${askedAt} ${what}`}
        columns={[
          { head: t('measure.what'), names: true, render: ({ what }) => t(`measure.what.${what}`) },
          { head: t('field.since'), kind: 'tight', render: ({ askedAt }) => <Time at={askedAt} /> },
          { head: t('field.state'), kind: 'tight', render: ({ state }) => <Chip kind="plain">{t(`measure.state.${state}`)}</Chip> },
          { head: t('member.reason'), render: ({ reason }) => <Theirs>{reason}</Theirs> },
        ]}
      />
    </Part>
  )
}
