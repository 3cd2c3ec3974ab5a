/** The way to readers: asked for by one person, approved by another, signed by the organisation, published at its moment; and withdrawn. */
import { useActionData, useLoaderData } from 'react-router'
import type { Client } from '@openaccord/api'
import type { Key } from '../../messages/en/index.ts'
import { doneAt, form, isTrouble, isTroubleIn, memberPage, refuse, type Asked, type Filled } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { DraftSentence, DraftTabs, StoodStill, type DraftPage } from '../../ui/draft.tsx'
import { ButtonLink, Field, Form, Group, Submit, TextArea } from '../../ui/form.tsx'
import { Theirs, Time, Value } from '../../ui/marks.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Signing } from '../../ui/sign.tsx'
import { Pairs } from '../../ui/table.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'publishAdvisory', lively: true }

/** Labels that say who it is for. */
const isClosed = (tlp: string): boolean => tlp !== 'CLEAR' && tlp !== 'GREEN'

export const loader = memberPage(async ({ api, params, me }) => {
  const { draft: text, ...draft } = await api.advisories.draft({ params: { advisory: params['id'] ?? '' } })
  const roll = isClosed(draft.tlp) && draft.moves.includes('submit') ? (await api.members.organisations()).organisations : []
  return { draft, withdrawing: draft.ahead && withdrawalIn(text), organisations: roll.filter(({ id }) => id !== me.organisation.id).map(({ slug, name }) => ({ slug, name })), errors: draft.findings.filter(({ level }) => level === 'error').length }
}, 'advisories.publish')

/** The version that is being written says that the advisory no longer holds. */
const withdrawalIn = ({ head }: Record<string, unknown>): boolean => typeof head === 'object' && head !== null && 'withdrawn' in head

export const action = form(async (visit, filled) => {
  const { api, params } = visit
  const advisory = params['id'] ?? ''
  if (filled.intent === 'sign') return { prepared: await api.advisories.prepareAct({ body: { kind: 'advisory-publication', says: { advisory } } }) }
  if (filled.intent === 'hand-in') return handIn(visit, filled, advisory)
  if (filled.intent === 'discard') {
    await api.advisories.discardDraft({ params: { advisory }, body: {} })
    return doneAt(pathTo('deskAdvisories'), 'ade.discarded')
  }
  await move(api, advisory, filled)
  return doneAt(pathTo('publishAdvisory', { id: advisory }), `ade.did.${filled.intent}`)
}, { 'envelope.signatures': 'envelope' })

async function move(api: Client, advisory: string, { intent, text, all }: Filled): Promise<unknown> {
  const params = { advisory }
  switch (intent) {
    case 'recall': return api.advisories.recallDraft({ params, body: {} })
    case 'approve': return api.advisories.approveDraft({ params, body: { sha256: text('sha256') } })
    case 'decline': return api.advisories.declineDraft({ params, body: { sha256: text('sha256'), words: text('words') } })
    case 'withdraw': return api.advisories.withdrawAdvisory({ params, body: { reason: text('reason') } })
    case 'stay': {
      const { version, draft: { head, ...draft } } = await api.advisories.draft({ params })
      const { withdrawn: _, ...kept } = { withdrawn: null, ...(head as object) }
      return api.advisories.saveDraft({ params, body: { base: version, draft: { ...draft, head: kept } } })
    }
    default: {
      const [moment, recipients] = [momentOf(text('publishAt')), all('recipients')]
      return api.advisories.submitDraft({ params, body: { version: Number(text('version')), sha256: text('sha256'), ...(moment === '' ? {} : { publishAt: moment }), ...(recipients.length === 0 ? {} : { recipients }) } })
    }
  }
}

/** What the field of a browser gives, as an instant in UTC. */
const momentOf = (text: string): string => (/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? `${text}:00Z` : /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) ? `${text}Z` : text)

/** The first whole minute that is not before it, as the field of a browser has it. */
const minuteAfter = (at: string): string => new Date(Math.ceil(Date.parse(at) / 60_000) * 60_000).toISOString().slice(0, 16)

async function handIn({ api, words }: Asked, { fields, intent, text }: Filled, id: string) {
  const file = fields.get('file')
  const envelope = file instanceof File && file.size > 0 ? await file.text() : text('envelope')
  if (envelope.trim() === '') return refuse(fields, intent, { field: 'file', text: words.t('sign.file.nothing') })
  await api.advisories.submitAct({ body: { envelope } })
  return doneAt(pathTo('publishAdvisory', { id }), 'ade.did.sign')
}

type Loaded = Awaited<ReturnType<typeof loader>>
type Draft = Loaded['draft']

export default function Publish() {
  const { draft, withdrawing, organisations, errors } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const { moves, id, address } = draft
  if (result !== undefined && 'prepared' in result) return <Ready draft={draft} prepared={result.prepared} />
  const handedIn = isTrouble(result) && result.form === 'hand-in'
  return (
    <Page at="publishAdvisory" title={draft.title} titleLanguage="" sentence={<DraftSentence draft={draft} />} wrong={isTrouble(result)} actions={address === null ? undefined : <ButtonLink to={address}>{t('ade.asRead')}</ButtonLink>}>
      <DraftTabs id={id} here="publishAdvisory" />
      <StoodStill draft={draft} />
      {(handedIn || (isTrouble(result) && !FORMS.has(result.form))) && <Form intent={result.form} result={result}>{null}</Form>}
      {withdrawing && <Notice kind="attention" title={t('ade.withdrawing')}><p>{t('ade.withdrawing.says')}</p>{moves.includes('save') && <Form intent="stay"><Submit kind="plain">{t('ade.withdrawing.stay')}</Submit></Form>}</Notice>}
      {draft.submission !== null && <Way draft={draft} />}
      {moves.includes('submit') && <Ask draft={draft} organisations={organisations} errors={errors} result={result} />}
      {moves.includes('approve') && <Second draft={draft} result={result} />}
      {moves.includes('sign') && <Part title={t('ade.sign')}><p>{t('ade.sign.says')}</p><Form intent="sign"><Submit>{t('sign.prepare')}</Submit></Form></Part>}
      {moves.includes('recall') && <Part title={t('ade.recall')}><p>{t('ade.recall.says')}</p><Form intent="recall"><Submit kind="plain">{t('ade.recall')}</Submit></Form></Part>}
      {draft.state === 'published' && <Part title={t('ade.revise')}><p>{t('ade.revise.says')}</p><p><ButtonLink to={pathTo('editAdvisory', { id })}>{t('ade.revise.go')}</ButtonLink></p></Part>}
      {moves.includes('withdraw') && !withdrawing && <Withdraw result={result} />}
      {moves.includes('discard') && <Part title={t('ade.discard')}><p>{t('ade.discard.says')}</p><Form intent="discard"><Submit kind="danger">{t('ade.discard')}</Submit></Form></Part>}
      {moves.length === 0 && <Empty title={t('ade.nothing.title')}><p>{t('ade.nothing')}</p></Empty>}
    </Page>
  )
}
/** Those whose errors stand beside their own fields. */
const FORMS: ReadonlySet<string> = new Set(['submit', 'decline', 'withdraw', 'hand-in'])

/** What was asked for, and what came of it; the moment with its zone, and how long it still is. */
function Way({ draft: { submission, state } }: { draft: Draft }) {
  const { t } = useWords()
  if (submission === null) return null
  const { version, sha256, by, at, publishAt, approvedBy, approvedAt, signedAt, recipients, waits } = submission
  return (
    <Part title={t('ade.way')}>
      {waits !== null && <p lang="en">{waits}</p>}
      {state === 'scheduled' && publishAt !== null && <div data-needs-script="" hidden><dl className="figures"><div><dt>{t('ade.way.left')}</dt><dd data-countdown={publishAt} /></div></dl></div>}
      <Pairs pairs={[
        [t('ade.way.version'), <span key="v">{version} <Value>{`${sha256.slice(0, 16)}…`}</Value></span>],
        [t('ade.way.by'), <span key="b"><Theirs>{by}</Theirs> · <Time at={at} full /></span>],
        [t('ade.way.approved'), approvedBy === null || approvedAt === null ? t('ade.way.not') : <span key="a"><Theirs>{approvedBy}</Theirs> · <Time at={approvedAt} full /></span>],
        [t('ade.way.signed'), signedAt === null ? t('ade.way.not') : <Time key="s" at={signedAt} full />],
        [t('ade.moment'), publishAt === null ? t('ade.moment.soon') : <Time key="m" at={publishAt} full />],
        [t('ade.way.for'), recipients.length === 0 ? null : <Theirs key="r">{recipients.map(({ name }) => name).join(', ')}</Theirs>],
      ]} />
    </Part>
  )
}

function Ask({ draft: { id, version, sha256, tlp, embargo }, organisations, errors, result }: Omit<Loaded, 'withdrawing'> & { result: unknown }) {
  const { t } = useWords()
  if (errors > 0) return <Part title={t('ade.submit')}><p>{t('ade.mend', { number: errors })}</p><p><ButtonLink to={pathTo('editAdvisory', { id })}>{t('place.editAdvisory')}</ButtonLink></p></Part>
  return (
    <Part title={t('ade.submit')}>
      <p>{t('ade.submit.says')}</p>
      <Form intent="submit" result={result}>
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="sha256" value={sha256} />
        <Field name="publishAt" type="datetime-local" label={t('ade.submit.moment')} help={t('ade.submit.moment.help')} optional value={embargo?.until == null ? undefined : minuteAfter(embargo.until)} />
        {isClosed(tlp) && <Group name="recipients" label={t('ade.submit.recipients', { tlp })} help={t('ade.submit.recipients.help')} options={organisations.map(({ slug, name }) => ({ value: slug, label: <bdi>{name}</bdi> }))} />}
        <Submit>{t('ade.submit.go')}</Submit>
      </Form>
    </Part>
  )
}

/** By a second person: these very bytes, or not like this. */
function Second({ draft: { id, submission, versions }, result }: { draft: Draft; result: unknown }) {
  const { t } = useWords()
  if (submission === null) return null
  const before = versions.findLast(({ published }) => published !== null)?.version ?? 1
  return (
    <Part title={t('ade.approve')}>
      <p>{t('ade.approve.says')}</p>
      <div className="actions">
        <ButtonLink to={pathTo('previewAdvisory', { id })}>{t('place.previewAdvisory')}</ButtonLink>
        {before !== submission.version && <ButtonLink to={pathTo('draftVersions', { id }, { from: String(before), to: String(submission.version) })}>{t('ade.approve.changes')}</ButtonLink>}
      </div>
      <Form intent="approve"><input type="hidden" name="sha256" value={submission.sha256} /><Submit>{t('ade.approve.go')}</Submit></Form>
      <details className="more" open={isTroubleIn(result, 'decline')}>
        <summary>{t('ade.decline')}</summary>
        <Form intent="decline" result={result}>
          <input type="hidden" name="sha256" value={submission.sha256} />
          <TextArea name="words" label={t('ade.decline.words')} help={t('ade.decline.words.help')} maxLength={4000} />
          <Submit kind="danger">{t('ade.decline')}</Submit>
        </Form>
      </details>
    </Part>
  )
}

function Withdraw({ result }: { result: unknown }) {
  const { t } = useWords()
  return (
    <Part title={t('ade.withdraw')}>
      <p>{t('ade.withdraw.says')}</p>
      <Form intent="withdraw" result={result}>
        <TextArea name="reason" label={t('ade.withdraw.reason')} help={t('ade.withdraw.reason.help')} maxLength={4000} />
        <Submit kind="danger">{t('ade.withdraw')}</Submit>
      </Form>
    </Part>
  )
}

function Ready({ draft, prepared }: { draft: Draft; prepared: Awaited<ReturnType<Client['advisories']['prepareAct']>> }) {
  const { me } = useVisit()
  const { t } = useWords()
  const here = pathTo('publishAdvisory', { id: draft.id })
  return (
    <Page at="publishAdvisory" title={t('sign.ready.title')} above={[{ name: t('place.deskAdvisories'), path: pathTo('deskAdvisories') }, { name: draft.title, path: here }]} sentence={t('sign.ready.sentence')}>
      <Signing
        prepared={prepared} audience={t(audienceOf(draft))} submit="/api/v1/advisories/acts" result={undefined} done={pathTo('publishAdvisory', { id: draft.id }, { done: 'ade.did.sign' })}
        names={{ [draft.id]: draft.title, ...(me === null ? {} : { [me.organisation.id]: me.organisation.name }) }}
      >
        <div className="actions"><ButtonLink to={here}>{t('sign.again')}</ButtonLink></div>
      </Signing>
    </Page>
  )
}

const audienceOf = ({ tlp }: Pick<DraftPage, 'tlp'>): Key => (tlp === 'CLEAR' ? 'ade.who.everyone' : tlp === 'GREEN' ? 'ade.who.members' : 'ade.who.named')
