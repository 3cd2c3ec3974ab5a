/** The clocks of a case: what started each, by which rule, and the exact instant; duties of our own are started and met here. */
import { DUTY_TRIGGERS, type Client } from '@openaccord/api'
import { isTroubleIn } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Field, Form, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Chip } from '../../ui/marks.tsx'
import { Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Say, useVisit, useWords } from '../../ui/visit.tsx'
import type { JoinedCase } from './inside.ts'

type AllClocks = Awaited<ReturnType<Client['embargo']['clocks']>>
type Clock = AllClocks['clocks'][number]
const KIND: Readonly<Record<Clock['state'], 'plain' | 'good' | 'attention' | 'danger'>> = { running: 'plain', soon: 'attention', grace: 'attention', overdue: 'danger', met: 'good', 'met-late': 'attention', stopped: 'plain' }

export function Clocks({ case: one, clocks, result }: { case: JoinedCase; clocks: AllClocks; result: unknown }) {
  const { t, moment } = useWords()
  const names = new Map(clocks.clocks.map(({ clock }) => [clock, t(`clock.${clock}`)]))
  return (
    <Part title={t('clocks.title')} id="clocks">
      {clocks.clocks.length === 0 ? <p>{t('clocks.none')}</p> : (
        <div className="case-list">
          <Table
            caption={clocks.overdue === 0 ? t('clocks.caption', { count: clocks.clocks.length }) : t('clocks.caption.overdue', { count: clocks.overdue })} rows={clocks.clocks} keyOf={({ clock, trigger }) => `${clock} ${trigger.at}`}
            columns={[
              { head: t('clocks.clock'), names: true, render: ({ clock, own }) => <>{t(`clock.${clock}`)}{own && <span className="under quiet">{t('clocks.own')}</span>}</> },
              { head: t('clocks.state'), kind: 'tight', render: ({ state }) => <Chip kind={KIND[state]}>{t(`clocks.state.${state}`)}</Chip> },
              { head: t('clocks.due'), render: (clock) => <Due clock={clock} /> },
              { head: t('clocks.trigger'), render: ({ clock, trigger }) => <Say k="clocks.started" words={t(`clock.by.${clock}`)} at={<time dateTime={trigger.at}>{moment(trigger.at)}</time>} /> },
              { head: t('clocks.rule'), render: ({ clock, rule, source }) => <details><summary lang="en" dir="ltr">{source}</summary><Rule clock={clock} words={rule} /></details> },
            ]}
          />
        </div>
      )}
      {one.may.includes('write') && clocks.triggers.length > 0 && <Start id={one.id} result={result} />}
      {clocks.mayMeet.length > 0 && <Meet id={one.id} choices={clocks.mayMeet.map((value) => ({ value, label: names.get(value) ?? value }))} result={result} />}
    </Part>
  )
}

/** As the catalogue says it; a clock that it does not know keeps the hub's English. */
function Rule({ clock, words }: { clock: string; words: string }) {
  const { t, has } = useWords()
  const key = `clock.rule.${clock}`
  return has(key) ? <span>{t(key)}</span> : <span lang="en" dir="ltr">{words}</span>
}

function Due({ clock: { due, met, grace } }: { clock: Clock }) {
  const { t, time, moment } = useWords()
  if (met !== null) return <Say k="clocks.met" at={<time dateTime={met}>{moment(met)}</time>} />
  return <><time dateTime={due}>{time(due)}</time>{grace !== null && <span className="under quiet">{t('clocks.grace', { at: moment(grace) })}</span>}</>
}

const nowIn = (now: Date): string => now.toISOString().slice(0, 16)

/** Only we know when we became aware: nobody else sees these clocks. */
function Start({ id, result }: { id: string; result: unknown }) {
  const { now } = useVisit()
  const { t } = useWords()
  return (
    <details className="more" open={isTroubleIn(result, 'start')}>
      <summary>{t('clocks.start')}</summary>
      <Form intent="start" result={result} action={`${pathTo('case', { id })}#clocks`}>
        <p>{t('clocks.start.says')}</p>
        <Select name="trigger" label={t('clocks.what')} options={DUTY_TRIGGERS.map((value) => ({ value, label: t(`clocks.on.${value}`) }))} />
        <Field name="at" type="datetime-local" label={t('clocks.when')} value={nowIn(now)} />
        <Submit kind="plain">{t('clocks.start.go')}</Submit>
      </Form>
    </details>
  )
}

function Meet({ id, choices, result }: { id: string; choices: { value: string; label: string }[]; result: unknown }) {
  const { now } = useVisit()
  const { t } = useWords()
  return (
    <details className="more" open={isTroubleIn(result, 'met')}>
      <summary>{t('clocks.meet')}</summary>
      <Form intent="met" result={result} action={`${pathTo('case', { id })}#clocks`}>
        <Select name="clock" label={t('clocks.which')} options={choices} />
        <Field name="at" type="datetime-local" label={t('clocks.when')} value={nowIn(now)} />
        <TextArea name="words" label={t('clocks.words')} optional maxLength={1000} />
        <Submit kind="plain">{t('clocks.meet.go')}</Submit>
      </Form>
    </details>
  )
}
