/** One message: who wrote it and when, its text made harmless, its versions, and changing one's own. */
import type { Client } from '@openaccord/api'
import { pathTo } from '../../paths.ts'
import { useAudience, Who, type Thread } from '../../ui/case-thread.tsx'
import { ButtonLink, Form, Submit, TextArea } from '../../ui/form.tsx'
import { Time } from '../../ui/marks.tsx'
import { Changed } from '../../ui/redline.tsx'
import { Written } from '../../ui/written.tsx'
import { Say, useVisit, useWords } from '../../ui/visit.tsx'

type OneMessage = Awaited<ReturnType<Client['cases']['thread']>>['messages'][number]
export type MessageVersions = Awaited<ReturnType<Client['cases']['messageVersions']>> | null

type Props = { id: string; thread: Thread; message: OneMessage; versions: MessageVersions; editing: boolean; mayRemove: boolean; result: unknown }

export function Message({ id, thread, message, versions, editing, mayRemove, result }: Props) {
  const { url } = useVisit()
  const { t, moment } = useWords()
  const to = (query: Record<string, string>) => `${pathTo('caseThread', { id, thread: String(thread.n) }, { after: url.searchParams.get('after') ?? '', ...query })}#${message.id}`
  const { by, at, version, own, text, language, removed } = message
  // whoever left before it was taken away knows only that it is gone
  const gone = removed !== null || text === ''
  return (
    <article>
      <header className="message-head">
        <strong><Who by={by} /></strong>
        <a className="row-link quiet" href={to({})}><span className="sr">{t('message.link')}</span> <Time at={at} full /></a>
        {version > 1 && !gone && <a href={versions === null ? to({ versions: message.id }) : to({})}>{t(versions === null ? 'message.changed' : 'message.changed.hide', { count: version - 1 })}</a>}
        {own && thread.mayWrite && !editing && !gone && <a href={to({ edit: message.id })} aria-label={t('message.edit.full', { moment: moment(at) })}>{t('message.edit')}</a>}
      </header>
      {gone ? <p className="quiet">{removed === null ? t('message.gone') : <Say k="message.gone.at" at={<Time at={removed} full />} />}</p> : editing ? <Edit thread={thread} message={message} back={to({})} result={result} /> : <Written text={text} language={language} />}
      {mayRemove && !gone && !editing && <Remove message={message} />}
      {versions !== null && <Versions versions={versions.versions} />}
    </article>
  )
}

function Edit({ thread, message: { id, text }, back, result }: { thread: Thread; message: OneMessage; back: string; result: unknown }) {
  const { t } = useWords()
  const audience = useAudience()
  return (
    <Form intent="edit" of={id} result={result}>
      <input type="hidden" name="message" value={id} />
      <TextArea name="text" label={t('message.edit.text')} help={<><strong>{t('thread.readBy', { audience: audience(thread) })}</strong> {t('message.edit.help')}</>} value={text} maxLength={20_000} />
      <div className="actions"><Submit>{t('message.edit.go')}</Submit><ButtonLink to={back}>{t('message.edit.leave')}</ButtonLink></div>
    </Form>
  )
}

function Remove({ message: { id, at } }: { message: OneMessage }) {
  const { t, moment } = useWords()
  return (
    <details className="more quiet-more">
      <summary aria-label={t('message.remove.full', { moment: moment(at) })}>{t('message.remove')}</summary>
      <Form intent="remove" of={id}>
        <p>{t('message.remove.says')}</p>
        <input type="hidden" name="message" value={id} />
        <Submit kind="danger" size="small">{t('message.remove.go')}</Submit>
      </Form>
    </details>
  )
}

function Versions({ versions }: Pick<NonNullable<MessageVersions>, 'versions'>) {
  const { t } = useWords()
  return (
    <ol className="versions redline" aria-label={t('message.versions')}>
      {versions.toReversed().map(({ version, at, changes }) => (
        <li key={version}>
          <p className="quiet">{t('message.version', { number: version })} · <Time at={at} full /></p>
          <p className="lines" dir="auto"><Changed words={version === 1 ? changes.map(({ text }) => ({ text, kind: 'same' as const })) : changes.map(({ text, is }) => ({ text, kind: is }))} /></p>
        </li>
      ))}
    </ol>
  )
}
