/** Marks of concerns: where one stands, who is waited for, how an organisation stands by the ladders. */
import type { Client } from '@openaccord/api'
import { ProofMark } from './accord.tsx'
import { pathTo } from '../paths.ts'
import { Chip, Day, Time } from './marks.tsx'
import { Notice } from './notice.tsx'
import { Part } from './page.tsx'
import { Table } from './table.tsx'
import { Say, useWords } from './visit.tsx'

export type Concern = Awaited<ReturnType<Client['concerns']['concern']>>
export type Ladder = Awaited<ReturnType<Client['concerns']['ladder']>>
type Standing = Concern['standing']
type Kind = 'plain' | 'good' | 'attention' | 'danger'

const ENDS: Partial<Record<NonNullable<Standing['outcome']>, Kind>> = { suspended: 'danger', removed: 'danger', corrected: 'good', remedied: 'good' }

export function ConcernChip({ standing: { state, outcome, late } }: { standing: Standing }) {
  const { t } = useWords()
  if (state === 'closed' && outcome !== null) return <Chip kind={ENDS[outcome] ?? 'plain'}>{t(`concern.outcome.${outcome}`)}</Chip>
  return <Chip kind={late ? 'attention' : 'plain'}>{t(`concern.state.${state}`)}</Chip>
}

/** Always one sentence that says who is waited for, and until when. */
export function Waits({ standing: { state, due, late, outcome }, kind, name }: { standing: Standing; kind: Concern['kind']; name: string }) {
  const { t } = useWords()
  const says = state === 'screening' && kind === 'correction' ? 'concern.waits.screening.correction' : state === 'remedy' && late ? 'concern.waits.remedy.late' : `concern.waits.${state}` as const
  return (
    <>
      {t(says, { name, outcome: outcome === null ? '' : t(`concern.outcome.${outcome}`) })}
      {due !== null && <>{' '}<Say k={late ? 'concern.late' : 'concern.due'} when={<Time at={due} full />} /></>}
    </>
  )
}

const GRAVE: Record<Ladder['state'], Kind> = {
  'active': 'good', 'silent': 'plain', 'first-notice': 'attention', 'second-notice': 'attention', 'flagged': 'attention', 'suspended': 'danger', 'removed': 'danger', 'left': 'plain',
}
export function LadderChip({ state }: { state: Ladder['state'] }) {
  const { t } = useWords()
  return <Chip kind={GRAVE[state]}>{t(`ladder.state.${state}`)}</Chip>
}

export function useLadderSentence(): (ladder: Ladder) => string {
  const { t, day, has } = useWords()
  return ({ organisation: { name }, state, since, ground, next }) => {
    const key = `ladder.says.${state}.${ground ?? ''}`
    const then = next === null ? '' : `ladder.next.${next.step}`
    return [t(has(key) ? key : `ladder.says.${state}`, { name, day: day(since) }), ...(next !== null && has(then) ? [t(then, { day: day(next.at) })] : [])].join(' ')
  }
}

/** On the organisation's own page: what happened, why, and by which entries of the log that is seen. */
export function LadderPart({ ladder }: { ladder: Ladder }) {
  const { t } = useWords()
  const sentence = useLadderSentence()
  const { state, steps } = ladder
  if (steps.length === 0 && (state === 'active' || state === 'silent' || state === 'left')) return null
  return (
    <Part title={t('ladder.title')} id="ladder">
      <Notice kind={GRAVE[state] === 'danger' ? 'danger' : GRAVE[state] === 'attention' ? 'attention' : 'plain'}><p><bdi>{sentence(ladder)}</bdi></p></Notice>
      {steps.length > 0 && (
        <Table
          caption={t('ladder.caption')} rows={steps.toReversed()} keyOf={({ step, at }) => `${step} ${at}`}
          columns={[
            { head: t('ladder.step'), names: true, render: ({ step }) => t(`ladder.step.${step}`) },
            { head: t('ladder.why'), render: (step) => <Why step={step} /> },
            { head: t('entry.when'), kind: 'tight', render: ({ at }) => <Day at={at} /> },
            { head: t('entry.proof'), kind: 'tight', render: ({ fact, step }) => <ProofMark fact={fact} what={t(`ladder.step.${step}`)} /> },
          ]}
        />
      )}
    </Part>
  )
}

function Why({ step: { ground, concern, ballot, words } }: { step: Ladder['steps'][number] }) {
  const { t } = useWords()
  return (
    <>
      {words !== null ? <span dir="auto">{words}</span> : ground === null ? null : t(`ladder.ground.${ground}`)}
      {concern !== null && <>{' · '}<a href={pathTo('concern', { id: concern })}>{t('place.concern')}</a></>}
      {ballot !== null && <>{' · '}<a href={pathTo('ballot', { id: ballot })}>{t('concern.ballot')}</a></>}
    </>
  )
}

