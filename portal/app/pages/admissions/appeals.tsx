/** Appeals of applicants that were declined, before the ombudsperson: what was decided, why it is said to be wrong, and how it ends. Two persons end one. */
import { data, useActionData, useLoaderData } from 'react-router'
import type { Client } from '@openaccord/api'
import { doneAt, form, isTrouble, memberPage, refuse } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ApplicationState, Waits } from '../../ui/application.tsx'
import { Act, ButtonLink, Form, Group, Submit, TextArea } from '../../ui/form.tsx'
import { Theirs, Time } from '../../ui/marks.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Say, useWords } from '../../ui/visit.tsx'
import { AppealOf } from './application.tsx'
import { Declined } from './standing-parts.tsx'

export const handle = { at: 'appeals' }

const OUTCOMES = ['upheld', 'remitted'] as const

export const loader = memberPage(async ({ api, me }) => {
  const { appeals } = await api.admissions.appeals()
  return { open: appeals.filter(({ application }) => application.appeal?.outcome === null), over: appeals.filter(({ application }) => application.appeal?.outcome !== null), self: me.person.id }
}, 'concerns.screen')

export const action = form(async ({ api, words }, { intent, text, fields }) => {
  const params = { application: text('application') }
  const proposal = text('proposal')
  if (intent === 'confirm') return (await api.admissions.confirmAppeal({ params, body: { proposal } }), doneAt(pathTo('appeals'), 'moved.confirmed'))
  if (intent === 'drop') return (await api.admissions.dropAppeal({ params: { ...params, proposal } }), doneAt(pathTo('appeals'), 'moved.dropped'))
  if (!intent.startsWith('decide-')) throw data(null, { status: 400 })
  const outcome = OUTCOMES.find((each) => each === text('outcome'))
  if (outcome === undefined) return refuse(fields, intent, { field: 'outcome', text: words.t('appeals.choose') })
  await api.admissions.decideAppeal({ params, body: { outcome, reasons: text('reasons') } })
  return doneAt(pathTo('appeals'), 'moved.proposed')
})

type File = Awaited<ReturnType<Client['admissions']['appeals']>>['appeals'][number]

export default function Appeals() {
  const { open, over, self } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  return (
    <Page at="appeals" title={t('place.appeals')} wrong={isTrouble(result)} sentence={open.length === 0 ? t('appeals.sentence.none') : t('appeals.sentence', { count: open.length })}>
      {open.length === 0 && <Empty title={t('appeals.none.title')}><p>{t('appeals.none')}</p></Empty>}
      {open.map((file) => <OneAppeal key={file.application.id} file={file} self={self} result={result} />)}
      {over.length > 0 && (
        <Part title={t('appeals.over')}>
          {over.map(({ application }) => (
            <details className="more" key={application.id}>
              <summary><bdi>{application.name}</bdi> <ApplicationState state={application.state} /></summary>
              <AppealOf application={application} />
              <p><a href={pathTo('application', { id: application.id })}>{t('desk.public')}</a></p>
            </details>
          ))}
        </Part>
      )}
    </Page>
  )
}

function OneAppeal({ file: { application, proposals, mayDecide }, self, result }: { file: File; self: string; result: unknown }) {
  const { t } = useWords()
  const { id, name, waits, declined } = application
  return (
    <Part title={name} id={id}>
      <Waits waits={waits} />
      <div className="actions"><ButtonLink to={pathTo('application', { id })}>{t('desk.public')}</ButtonLink></div>
      {declined !== null && <><h3>{t('declined.title')}</h3><Declined declined={declined} /></>}
      <AppealOf application={application} />
      {!mayDecide && <Notice kind="attention"><p>{t('appeals.not-yours')}</p></Notice>}
      {proposals.map((proposal) => <Proposed key={proposal.proposal} id={id} proposal={proposal} mine={proposal.by === self} may={mayDecide} />)}
      {mayDecide && proposals.length === 0 && (
        <Form intent={`decide-${id}`} result={result}>
          <input type="hidden" name="application" value={id} />
          <Group name="outcome" kind="radio" label={t('appeals.outcome')} options={OUTCOMES.map((value) => ({ value, label: t(`appeal.is.${value}`) }))} />
          <TextArea name="reasons" label={t('appeals.reasons')} help={t('appeals.reasons.help')} maxLength={4000} />
          <p className="states-it help">{t('proposal.appeal.states')}</p>
          <Submit>{t('appeals.propose')}</Submit>
        </Form>
      )}
    </Part>
  )
}

function Proposed({ id, proposal: { proposal, byName, at, codes, reasons }, mine, may }: { id: string; proposal: File['proposals'][number]; mine: boolean; may: boolean }) {
  const { t } = useWords()
  return (
    <section className="move" aria-labelledby={`p-${proposal}`}>
      <h3 id={`p-${proposal}`}>{t('proposal.appeal')}</h3>
      <p className="quiet"><Say k="proposal.by" name={<Theirs>{byName}</Theirs>} when={<Time at={at} full />} /></p>
      <p><strong>{t(codes.includes('remitted') ? 'appeal.is.remitted' : 'appeal.is.upheld')}</strong></p>
      <p dir="auto" className="lines">{reasons}</p>
      {mine ? <p>{t('proposal.own')}</p> : may && <Act intent="confirm" values={{ application: id, proposal }} label={t('proposal.confirm')} />}
      {may && <Act intent="drop" values={{ application: id, proposal }} label={t(mine ? 'proposal.takeBack' : 'proposal.refuse')} />}
    </section>
  )
}
