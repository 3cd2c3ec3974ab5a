/** The yearly attestation before it is signed: drawn up, read and approved word for word by counsel, then ready to be signed. */
import { useActionData, useLoaderData } from 'react-router'
import { doneAt, form, isTrouble, memberPage, refuse } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ButtonLink, Field, Form, Submit, TextArea } from '../../ui/form.tsx'
import { Day, Value } from '../../ui/marks.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Pairs } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'
import { blockOf, factsOf, type DraftFact } from './facts.ts'

export const handle = { at: 'attestationDraft' }

export const loader = memberPage(async ({ api, me, now }) => ({ draft: await api.commitments.attestationDraft(), name: me.organisation.name, person: me.person.name, now: now.toISOString() }), 'acts.sign')

export const action = form(async ({ api, words }, { fields, text, intent }) => {
  const here = pathTo('attestationDraft')
  if (intent === 'send') {
    await api.commitments.sendToCounsel({ body: { sha256: text('sha256') } })
    return doneAt(here, 'draftSent')
  }
  if (intent === 'approve') {
    await api.commitments.approveDraft({ body: { sha256: text('sha256'), role: text('role') } })
    return doneAt(here, 'draftApproved')
  }
  const facts = factsOf(text('facts'))
  if (facts === undefined) return refuse(fields, intent, { field: 'facts', text: words.t('draft.bad') })
  await api.commitments.writeAttestation({ body: { from: text('from'), until: text('until'), facts, officer: { name: text('officer'), title: text('officerTitle') } } })
  return doneAt(here, 'draftKept')
}, { 'officer.name': 'officer', 'officer.title': 'officerTitle', 'says.officer.name': 'officer', 'says.officer.title': 'officerTitle', 'says.facts': 'facts', 'statement.predicate.facts': 'facts', 'statement.predicate.from': 'from', 'statement.predicate.until': 'until', 'says.from': 'from', 'says.until': 'until' })

type Draft = Awaited<ReturnType<typeof loader>>['draft']

export default function AttestationDraft() {
  const { draft, name, person, now } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const { state, sha256 } = draft
  return (
    <Page at="attestationDraft" title={t('place.attestationDraft')} sentence={t(`draft.sentence.${state}`, { name })} wrong={isTrouble(result)} actions={state === 'approved' && <ButtonLink kind="first" to={pathTo('signConduct', { kind: 'attestation' })}>{t('draft.sign')}</ButtonLink>}>
      {sha256 !== null && <Standing draft={draft} result={result} sha256={sha256} />}
      {draft.goodFaith !== null && <Part title={t('draft.goodFaith')}><blockquote lang="en" dir="ltr" className="lines prose">{draft.goodFaith.text}</blockquote></Part>}
      <Part title={t(state === 'none' ? 'draft.write' : 'draft.write.again')}>
        {state === 'approved' && <p>{t('draft.void')}</p>}
        <Write draft={draft} person={person} now={now} result={result} />
      </Part>
    </Page>
  )
}

function Standing({ draft: { state, approved, writtenByMe }, sha256, result }: { draft: Draft; sha256: string; result: unknown }) {
  const { t } = useWords()
  return (
    <Part title={t('field.state')}>
      <Pairs pairs={[
        [t('draft.hash'), <Value key="h">{sha256}</Value>],
        [t('draft.approved.by'), approved === null ? null : <span key="a"><bdi>{approved.role}</bdi> · <Day at={approved.at} /></span>],
      ]} />
      {state === 'drafted' && <Form intent="send" result={result}><input type="hidden" name="sha256" value={sha256} /><Submit>{t('draft.send')}</Submit></Form>}
      {state === 'counsel-review' && (writtenByMe ? <p>{t('draft.approve.other')}</p> : (
        <Form intent="approve" result={result}>
          <input type="hidden" name="sha256" value={sha256} />
          <Field name="role" label={t('draft.role')} help={t('draft.role.help')} maxLength={100} autoComplete="organization-title" />
          <Submit>{t('draft.approve')}</Submit>
        </Form>
      ))}
    </Part>
  )
}

const DAY_MS = 86_400_000

function Write({ draft: { says }, person, now, result }: { draft: Draft; person: string; now: string; result: unknown }) {
  const { t } = useWords()
  const day = (before: number): string => new Date(Date.parse(now) - before * DAY_MS).toISOString().slice(0, 10)
  const kept = says as { from?: string; until?: string; facts?: DraftFact[]; officer?: { name: string; title: string } } | null
  return (
    <Form intent="write" result={result}>
      <Field name="from" type="date" label={t('draft.from')} value={kept?.from ?? day(365)} />
      <Field name="until" type="date" label={t('draft.until')} value={kept?.until ?? day(1)} />
      <TextArea name="facts" label={t('draft.facts')} help={t('draft.facts.help')} value={kept?.facts?.map(blockOf).join('\n\n') ?? ''} maxLength={40_000} />
      <Field name="officer" label={t('sign.officer')} help={t('sign.officer.help')} value={kept?.officer?.name ?? person} maxLength={200} autoComplete="name" />
      <Field name="officerTitle" label={t('sign.officerTitle')} help={t('sign.officerTitle.help')} value={kept?.officer?.title ?? ''} maxLength={200} autoComplete="organization-title" />
      <Submit>{t('draft.write')}</Submit>
    </Form>
  )
}
