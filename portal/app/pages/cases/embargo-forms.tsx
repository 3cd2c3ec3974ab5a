/** What is done with an embargo beside answering it: new terms, a decision that is due, what became known, its end, our default. */
import { CASE_HAPPENINGS, TERMS_TEXT, type Client } from '@openaccord/api'
import { isTroubleIn } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import type { Case } from '../../ui/case.tsx'
import { Field, Form, Group, Submit, TextArea } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Part } from '../../ui/page.tsx'
import { Pairs } from '../../ui/table.tsx'
import type { Embargo } from '../../ui/terms.tsx'
import { Say, useVisit, useWords } from '../../ui/visit.tsx'
import { wallClock } from '../../zones.ts'
import { clicks, mayDo, moveOf, signPath } from './embargo-moves.ts'

type Of = { embargo: Embargo; result: unknown }
type Own = Awaited<ReturnType<Client['embargo']['embargoDefault']>>
const REASON = 1000
const DAY_MS = 86_400_000
/** Offered where nothing else was said: the policy of 90 days. */
const USUAL_DAYS = 90

/** The fields of new terms; the zone of our default, and its days from now. */
export function TermsFields({ embargo, own }: { embargo: Embargo; own: Own | null }) {
  const { t } = useWords()
  const zone = embargo.inForce?.zone ?? own?.zone ?? 'UTC'
  const ends = embargo.inForce?.ends ?? new Date(Date.parse(embargo.now) + (own?.days || USUAL_DAYS) * DAY_MS).toISOString()
  return (
    <>
      <Field name="ends" type="datetime-local" label={t('newTerms.ends')} help={t('newTerms.ends.help')} value={wallClock(ends, zone)} />
      <Field name="zone" label={t('newTerms.zone')} help={t('newTerms.zone.help')} value={zone} maxLength={60} autoComplete="off" />
      <TextArea name="text" label={t('newTerms.text')} help={t('newTerms.text.help')} value={embargo.inForce?.text ?? t('newTerms.text.usual')} maxLength={TERMS_TEXT} />
      <TextArea name="reason" label={t('newTerms.reason')} help={t('newTerms.reason.help')} optional maxLength={REASON} />
    </>
  )
}

export function Propose({ case: one, embargo, own, result }: Of & { case: Case; own: Own | null }) {
  const { me } = useVisit()
  const { t } = useWords()
  const move = moveOf(embargo, 'propose')
  if (move === undefined) return null
  const revises = embargo.inForce !== null
  const title = t(revises ? 'newTerms.title.revise' : 'newTerms.title')
  if (move.allowed === 'no') return <Part title={title} id="propose"><p className="quiet"><span lang="en">{move.rule}{move.fix !== null && <>: {move.fix}</>}</span></p></Part>
  const signs = me?.rights.includes('acts.sign') ?? false
  return (
    <Part title={title} id="propose">
      <p>{t(revises ? 'newTerms.says.revise' : 'newTerms.says')}</p>
      {clicks(one) || signs ? (
        <details className="more" open={embargo.state === 'none' || (clicks(one) && isTroubleIn(result, 'answer'))}>
          <summary>{t(revises ? 'newTerms.open.revise' : 'newTerms.open')}</summary>
          <Form intent={clicks(one) ? 'answer' : 'prepare'} of="propose" result={clicks(one) ? result : undefined} action={clicks(one) ? pathTo('caseEmbargo', { id: one.id }) : signPath(one.id, 'propose')}>
            {clicks(one) && <input type="hidden" name="act" value="propose" />}
            <TermsFields embargo={embargo} own={own} />
            <Submit>{t(clicks(one) ? 'newTerms.click' : 'sign.prepare')}</Submit>
          </Form>
        </details>
      ) : <Notice kind="attention"><p>{t('answers.notSigning')}</p></Notice>}
    </Part>
  )
}

export function Decide({ embargo, question: { question, asked, due, late, words }, result }: Of & { question: Embargo['questions'][number] }) {
  const { t, moment, time } = useWords()
  return (
    <Part title={t('decide.title')} id="decide">
      <Notice kind={late ? 'danger' : 'attention'} title={t(`embargo.question.${question}`)}>
        <p lang="en">{words}</p>
        <p><Say k="decide.due" asked={<time dateTime={asked}>{moment(asked)}</time>} due={<time dateTime={due}>{time(due)}</time>} /></p>
      </Notice>
      {mayDo(embargo, 'decide', question) ? (
        <Form intent="decide" of={question} result={result}>
          <input type="hidden" name="question" value={question} />
          <TextArea name="reason" label={t('decide.reason')} help={t('decide.reason.help')} maxLength={REASON} />
          <div className="actions">
            <Submit name="choice" value="end" kind="danger">{t('decide.end')}</Submit>
            <Submit name="choice" value="go-on" kind="plain">{t('decide.goOn')}</Submit>
          </div>
        </Form>
      ) : <p>{t('decide.others')}</p>}
    </Part>
  )
}

/** What ends an embargo by itself and what a person decides, said plainly; and stating that it has come to that. */
export function Happened({ embargo, process, result }: Of & { process: Awaited<ReturnType<Client['embargo']['process']>> }) {
  const { t, list } = useWords()
  const open = CASE_HAPPENINGS.filter((what) => mayDo(embargo, 'state', what))
  const known = (['P', 'X', 'A'] as const).filter((what) => process.happened.includes(what))
  return (
    <Part title={t('happened.title')} id="happened">
      <p>{known.length === 0 ? t('outside.nothing') : t('outside.some', { what: list(known.map((what) => t(`outside.${what}`))) })}</p>
      {embargo.state !== 'exited' && <Pairs pairs={CASE_HAPPENINGS.map((what) => [t(`happened.${what}`), t(`happened.${what}.then`)])} />}
      {open.length > 0 && (
        <details className="more" open={isTroubleIn(result, 'happened')}>
          <summary>{t('happened.open')}</summary>
          <Form intent="happened" result={result}>
            <Group name="what" kind="radio" label={t('happened.what')} options={open.map((value) => ({ value, label: t(`happened.${value}`), help: t(`happened.${value}.then`) }))} />
            <TextArea name="words" label={t('happened.words')} help={t('happened.words.help')} maxLength={REASON} />
            <Submit kind="danger">{t('happened.go')}</Submit>
          </Form>
        </details>
      )}
    </Part>
  )
}

export function End({ embargo, result }: Of) {
  const { t } = useWords()
  if (!mayDo(embargo, 'end')) return null
  return (
    <Part title={t('end.title')} id="end">
      <p>{t('end.says')}</p>
      <details className="more" open={isTroubleIn(result, 'end')}>
        <summary>{t('end.open')}</summary>
        <Form intent="end" result={result}>
          <TextArea name="reason" label={t('end.reason')} help={t('end.reason.help')} maxLength={REASON} />
          <Submit kind="danger">{t('end.go')}</Submit>
        </Form>
      </details>
    </Part>
  )
}

/** What our organisation proposes by silence: the shortest of all that take part counts as proposed. */
export function Ours({ own: { days, zone }, result }: { own: Own; result: unknown }) {
  const { t } = useWords()
  return (
    <Part title={t('ours.title')} id="ours">
      <p>{days === null ? t('ours.none') : t('ours.days', { count: days, zone })}</p>
      <details className="more" open={isTroubleIn(result, 'default')}>
        <summary>{t('ours.open')}</summary>
        <Form intent="default" result={result}>
          <Field name="days" type="number" label={t('ours.field')} help={t('ours.help')} optional value={days === null ? '' : String(days)} min={0} max={365} />
          <Field name="zone" label={t('ours.zone')} value={zone} maxLength={60} autoComplete="off" />
          <Submit kind="plain">{t('ours.go')}</Submit>
        </Form>
      </details>
    </Part>
  )
}
