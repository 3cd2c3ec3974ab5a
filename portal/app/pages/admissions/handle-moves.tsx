/** The moves at the desk: each a button beside the words that it states in public; what needs a second person waits for one. */
import type { ReactNode } from 'react'
import { DECLINE_REASONS } from '@openaccord/api'
import { isTroubleIn } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Act, Field, Form, Group, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Theirs, Time } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Part } from '../../ui/page.tsx'
import { Say, useWords } from '../../ui/visit.tsx'
import type { File } from './handle.tsx'

type Of = { file: File; result: unknown }
/** Checks, hiding and disputes stand with what they are about. */
type Move = Exclude<File['may'][number], 'check' | 'resolve-dispute' | 'hide-comment' | 'ask-sponsors'>
const addressOf = ({ application: { id } }: File): string => pathTo('handleApplication', { id })
/** On the way, in its order; the first that is open is the next. */
const ALONG = ['take-up', 'complete', 'open-comments', 'open-ballot', 'admit'] as const satisfies readonly Move[]

/** One button, with what everyone will read once it is pressed. */
function MoveForm({ file, move, result, kind = 'first', children }: Of & { move: Move; kind?: 'first' | 'plain' | 'danger'; children?: ReactNode }) {
  const { t } = useWords()
  return (
    <Form intent={move} result={result} action={addressOf(file)} label={t(`move.${move}`)}>
      {children}
      <p className="states-it help">{t(`move.${move}.states`)}</p>
      <Submit kind={kind}>{t(`move.${move}`)}</Submit>
    </Form>
  )
}

export function NextMove({ file, mayAdmit, result }: Of & { mayAdmit: boolean }) {
  const { t } = useWords()
  const next = ALONG.find((move) => file.may.includes(move) && (move !== 'admit' || mayAdmit))
  return (
    <section className="move" aria-labelledby="next-move">
      <h2 id="next-move">{t('desk.next')}</h2>
      {next === undefined && <p>{t('desk.next.none')}</p>}
      {next !== undefined && (
        <MoveForm file={file} move={next} result={result}>
          <p>{t(`move.${next}.says`)}</p>
          {next === 'admit' && <Field name="slug" label={t('move.admit.slug')} help={t('move.admit.slug.help')} value={slugOf(file)} maxLength={40} />}
        </MoveForm>
      )}
      {file.may.includes('measure') && <MoveForm file={file} move="measure" result={result} kind="plain" />}
    </section>
  )
}

/** A proposal for the organisation's address: the first label of its domain. */
const slugOf = ({ application: { answers } }: File): string => (answers.domain?.domain ?? '').split('.')[0] ?? ''

export function Proposals({ file, self, result }: Of & { self: string }) {
  const { t, has } = useWords()
  if (file.proposals.length === 0) return null
  const reason = (code: string) => {
    const key = has(`decline.${code}`) ? `decline.${code}` : `comment.rule.${code}`
    return has(key) ? t(key) : code
  }
  return (
    <>
      {file.proposals.map(({ proposal, what, byName, by, at, codes, reasons }) => (
        <section className="move" key={proposal} aria-labelledby={`p-${proposal}`}>
          <h2 id={`p-${proposal}`}>{t(`proposal.${what}`)}</h2>
          <p className="quiet"><Say k="proposal.by" name={<Theirs>{byName}</Theirs>} when={<Time at={at} full />} /></p>
          {codes.length > 0 && <ul className="prose">{codes.map((code) => <li key={code}>{reason(code)}</li>)}</ul>}
          {reasons !== '' && <p dir="auto" className="lines">{reasons}</p>}
          {by === self
            ? <p>{t('proposal.own')}</p>
            : <Form intent="confirm" result={result} action={addressOf(file)}><input type="hidden" name="proposal" value={proposal} /><p className="states-it help">{t(`proposal.${what}.states`)}</p><Submit kind={what === 'decline' ? 'danger' : 'first'}>{t('proposal.confirm')}</Submit></Form>}
          <Act intent="drop" values={{ proposal }} label={t(by === self ? 'proposal.takeBack' : 'proposal.refuse')} action={addressOf(file)} />
        </section>
      ))}
    </>
  )
}

/** Signatories that may sponsor: who was asked and when, a search by name, and a mail to those that are ticked. */
export function FindSponsors({ file, search, result }: Of & { search: string }) {
  const { t } = useWords()
  const asked = new Map((file.application.public?.sponsorsAsked ?? []).map(({ slug, at }) => [slug, at]))
  if (!file.may.includes('ask-sponsors')) return null
  const wanted = search.toLowerCase()
  const found = file.couldSponsor.filter(({ name, slug }) => wanted === '' || name.toLowerCase().includes(wanted) || slug.includes(wanted))
  return (
    <Part title={t('desk.sponsors')} id="find-sponsors">
      <p>{t(file.couldSponsor.length === 0 ? 'desk.sponsors.nobody' : 'desk.sponsors.says', { count: file.couldSponsor.length })}</p>
      <Form method="get" action={`${addressOf(file)}#find-sponsors`} shape="row" label={t('desk.sponsors.search')}>
        <div className="grow"><Field name="sponsor" type="search" label={t('desk.sponsors.search')} value={search} bare optional maxLength={100} /></div>
        <Submit kind="plain">{t('desk.sponsors.find')}</Submit>
      </Form>
      {found.length === 0 ? <p>{t('desk.sponsors.none')}</p> : (
        <Form intent="ask-sponsors" result={result} action={addressOf(file)}>
          <Group
            name="organisations" label={t('desk.sponsors.which')}
            options={found.slice(0, 40).map(({ slug, name }) => {
              const at = asked.get(slug)
              return { value: slug, label: <bdi>{name}</bdi>, help: at === undefined ? undefined : <Say k="desk.sponsors.asked" when={<Time at={at} full />} /> }
            })}
          />
          <p className="states-it help">{t('move.ask-sponsors.states')}</p>
          <Submit kind="plain">{t('move.ask-sponsors')}</Submit>
        </Form>
      )}
    </Part>
  )
}

export function AskMore({ file, result }: Of) {
  const { t } = useWords()
  if (!file.may.includes('ask')) return null
  return (
    <Part title={t('move.ask.title')}>
      <MoveForm file={file} move="ask" result={result} kind="plain">
        <TextArea name="text" label={t('move.ask.text')} help={t('move.ask.help')} maxLength={4000} />
      </MoveForm>
    </Part>
  )
}

export function Mentor({ file, result }: Of) {
  const { t } = useWords()
  if (!file.may.includes('name-mentor') || file.couldSponsor.length === 0) return null
  return (
    <Part title={t('move.name-mentor.title')}>
      <MoveForm file={file} move="name-mentor" result={result} kind="plain">
        <Select name="organisation" label={t('field.organisation')} options={file.couldSponsor.map(({ slug, name }) => ({ value: slug, label: name }))} />
      </MoveForm>
    </Part>
  )
}

export function Decline({ file, result }: Of) {
  const { t } = useWords()
  if (!file.may.includes('decline')) return null
  return (
    <details className="more" open={isTroubleIn(result, 'decline')}>
      <summary>{t('move.decline.title')}</summary>
      <Notice><p>{t('move.decline.says')}</p></Notice>
      <MoveForm file={file} move="decline" result={result} kind="danger">
        <Group name="codes" label={t('move.decline.codes')} options={DECLINE_REASONS.filter((code) => code !== 'not-adopted-by-ballot').map((value) => ({ value, label: t(`decline.${value}`) }))} />
        <TextArea name="reasons" label={t('move.decline.reasons')} help={t('move.decline.reasons.help')} maxLength={4000} />
      </MoveForm>
    </details>
  )
}
