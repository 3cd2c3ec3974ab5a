/** What who holds a case does with it as a whole: its words, its vulnerabilities, closing, opening again, splitting, merging. */
import { CASE_LIMITS, CASE_OUTCOMES } from '@openaccord/api'
import { isTroubleIn } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Field, Form, Group, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Day, Theirs, Value } from '../../ui/marks.tsx'
import { Part } from '../../ui/page.tsx'
import { useWords } from '../../ui/visit.tsx'
import type { JoinedCase } from './inside.ts'
import type { Person } from './parties.tsx'

type Of = { case: JoinedCase; result: unknown }

export function Edit({ case: { inside, may }, result }: Of) {
  const { t } = useWords()
  if (!may.includes('edit')) return null
  return (
    <details className="more" open={isTroubleIn(result, 'edit', 'vulnerability', 'add')}>
      <summary>{t('manage.edit')}</summary>
      <Form intent="edit" result={result}>
        <Field name="title" label={t('newCase.title')} help={t('newCase.title.help')} value={inside.title} maxLength={CASE_LIMITS.title} />
        <TextArea name="summary" label={t('newCase.summary')} optional value={inside.summary} maxLength={CASE_LIMITS.summary} />
        <Submit kind="plain">{t('manage.edit.go')}</Submit>
      </Form>
      <h3>{t('newCase.vulnerabilities')}</h3>
      {inside.vulnerabilities.map(({ n, label, cve }) => (
        <Form key={n} intent="vulnerability" of={String(n)} result={result} shape="row" label={t('manage.vulnerability.of', { n })}>
          <input type="hidden" name="vulnerability" value={n} />
          <Field name="label" label={t('manage.vulnerability', { n })} value={label} maxLength={CASE_LIMITS.title} />
          <Field name="cve" label={t('manage.cve')} optional value={cve ?? ''} maxLength={28} autoComplete="off" />
          <Submit kind="plain">{t('manage.vulnerability.go')}</Submit>
        </Form>
      ))}
      <Form intent="add" result={result} shape="row" label={t('manage.add')}>
        <Field name="label" label={t('manage.add.label')} maxLength={CASE_LIMITS.title} />
        <Field name="cve" label={t('manage.cve')} optional maxLength={28} autoComplete="off" />
        <Submit kind="plain">{t('manage.add.go')}</Submit>
      </Form>
    </details>
  )
}

export function Relations({ case: { inside } }: Pick<Of, 'case'>) {
  const { t } = useWords()
  if (inside.relations.length === 0) return null
  return (
    <Part title={t('relations.title')}>
      <ul>
        {inside.relations.map(({ relation, at, case: of, words, says }) => (
          <li key={`${relation} ${at} ${of}`}><Day at={at} /> · {t(`relations.${relation}`)}{of !== null && <> <a href={pathTo('case', { id: of })}><Value>{of}</Value></a></>} {says !== null ? <> · <span className="quiet">{t(`timeline.say.${says}`)}</span></> : relation === 'sibling' && <> · <span lang="en" dir="ltr" className="quiet">{words}</span></>}</li>
        ))}
      </ul>
    </Part>
  )
}

/** `others`: open cases of the same owner, into which this one can go. */
export function Whole({ case: one, people, others, result }: Of & { people: readonly Person[]; others: readonly { id: string; title: string }[] }) {
  const { t } = useWords()
  const { may, you, embargo, inside } = one
  const owns = you.roles.includes('owner')
  if (!owns || inside.state === 'merged') return null
  const stands = embargo.state === 'proposed' || embargo.state === 'active' || embargo.state === 'revise'
  return (
    <Part title={t('manage.whole')} id="close">
      {may.includes('close') && (
        <details className="more" open={isTroubleIn(result, 'close')}>
          <summary>{t('manage.close')}</summary>
          <Form intent="close" result={result}>
            <p>{t('manage.close.says')}</p>
            <Select name="outcome" label={t('manage.outcome')} options={CASE_OUTCOMES.map((value) => ({ value, label: t(`manage.outcome.${value}`) }))} />
            <TextArea name="words" label={t('manage.words')} optional maxLength={2000} />
            <Submit kind="danger">{t('manage.close.go')}</Submit>
          </Form>
        </details>
      )}
      {inside.state === 'open' && !may.includes('close') && <p className="quiet">{t(stands ? 'manage.close.later' : 'manage.close.not')}</p>}
      {may.includes('reopen') && (
        <details className="more" open={isTroubleIn(result, 'reopen')}>
          <summary>{t('manage.reopen')}</summary>
          <Form intent="reopen" result={result}><TextArea name="words" label={t('manage.why')} maxLength={2000} /><Submit>{t('manage.reopen.go')}</Submit></Form>
        </details>
      )}
      {may.includes('split') && <Split case={one} people={people} result={result} />}
      {may.includes('merge') && others.length > 0 && (
        <details className="more" open={isTroubleIn(result, 'merge')}>
          <summary>{t('manage.merge')}</summary>
          <Form intent="merge" result={result}>
            <p>{t('manage.merge.says')}</p>
            <Select name="into" label={t('manage.merge.into')} options={others.map(({ id, title }) => ({ value: id, label: title }))} />
            <Submit kind="danger">{t('manage.merge.go')}</Submit>
          </Form>
        </details>
      )}
    </Part>
  )
}

function Split({ case: { inside }, people, result }: Of & { people: readonly Person[] }) {
  const { t } = useWords()
  const going = people.filter(({ own, standing }) => !own && (standing === 'in' || standing === 'invited'))
  return (
    <details className="more" open={isTroubleIn(result, 'split')}>
      <summary>{t('manage.split')}</summary>
      <Form intent="split" result={result}>
        <p>{t('manage.split.says')}</p>
        <Field name="title" label={t('newCase.title')} help={t('newCase.title.help')} maxLength={CASE_LIMITS.title} />
        <TextArea name="summary" label={t('newCase.summary')} optional maxLength={CASE_LIMITS.summary} />
        <Group name="vulnerabilities" label={t('manage.split.vulnerabilities')} options={inside.vulnerabilities.map(({ n, label }) => ({ value: String(n), label: <Theirs>{label}</Theirs> }))} />
        <Group name="parties" label={t('manage.split.parties')} chosen={going.map(({ party }) => party.id)} options={going.map(({ party }) => ({ value: party.id, label: <Theirs>{party.name ?? t('case.unnamed', { id: party.id.slice(-4) })}</Theirs> }))} />
        <Submit kind="danger">{t('manage.split.go')}</Submit>
      </Form>
    </details>
  )
}
