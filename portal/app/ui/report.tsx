/** What reporters and teams see alike: a desk in a line, how fast it answers, what was opened, and the boxes of messages. */
import { KNOWN } from '@openaccord/facts'
import type { Client } from '@openaccord/api'
import { Chip, Theirs, Time } from './marks.tsx'
import { directionOf, Paragraphs } from './pledge.tsx'
import { useWords } from './visit.tsx'

export type DeskCard = Awaited<ReturnType<Client['reports']['desks']>>['desks'][number]
type Opened = Awaited<ReturnType<Client['reports']['mailboxPlain']>>
type Sealed = Awaited<ReturnType<Client['reports']['mailbox']>>
export type Standing = Opened['standing']

export const ANSWERS = ['title', 'product', 'versions', 'text', 'steps', 'impact', 'known', 'plans', 'credit', 'contact'] as const
const LONG: readonly string[] = ['text', 'steps', 'impact', 'plans']

/** “First reply after 2 working days, 9 of 10 within five”: counted from closed reports. */
export function useReplies(): (figures: DeskCard['figures']) => string {
  const { t, number } = useWords()
  return ({ few, closed, medianDays, withinFive }) =>
    few || medianDays === null ? t('report.figures.few') : t('report.figures', { days: number(medianDays), within: number(withinFive ?? 0), closed: number(closed) })
}

export function SafeHarbour({ level }: { level: DeskCard['safeHarbour'] }) {
  const { t } = useWords()
  return <Chip kind={level === 'full' ? 'good' : level === 'partial' ? 'plain' : 'attention'}>{t(`report.harbour.${level}`)}</Chip>
}

/** Where a report stands, in a sentence for whoever wrote it. */
export function Stands({ standing, to }: { standing: Standing; to: string }) {
  const { t, day } = useWords()
  return <>{t(`report.stands.${standing.code}`, { team: to, due: standing.due === null ? '' : day(standing.due), since: day(standing.since) })}</>
}

/** The report as it was written. Sealed, its places are empty until the script has opened it (life/opened.ts). */
export function ReportShown({ content, sealed }: { content: Opened['content']; sealed?: string | null }) {
  const { t } = useWords()
  if (content === null && (sealed === undefined || sealed === null)) return <p>{t('report.gone')}</p>
  const said = (name: (typeof ANSWERS)[number]) => content?.answers[name] ?? ''
  return (
    <article {...(content === null ? { 'data-sealed': sealed ?? '', 'data-kind': 'report' } : { lang: content.language, dir: directionOf(content.language) })}>
      {content === null && <p className="quiet" data-while-closed="">{t('report.closed')}</p>}
      <dl className="pairs" data-once-open="" hidden={content === null}>
        {ANSWERS.filter((name) => content === null || said(name) !== '').map((name) => (
          <div key={name} data-row="" className="pair">
            <dt>{t(`report.${name}`)}</dt>
            <dd dir="auto" data-answer={name} className={LONG.includes(name) ? 'pre' : undefined} {...(name === 'known' ? saidOfKnown(t) : {})}>
              {content === null ? null : name === 'known' ? t(`report.known.${content.answers.known}`) : said(name)}
            </dd>
          </div>
        ))}
      </dl>
      <Files files={content?.files ?? null} />
    </article>
  )
}

/** The words that the script puts in the place of a value: `data-said-exploited="…"`. */
const saidOfKnown = (t: (key: `report.known.${(typeof KNOWN)[number]}`) => string) => Object.fromEntries(KNOWN.map((known) => [`data-said-${known}`, t(`report.known.${known}`)]))

function Files({ files }: { files: { name: string; bytes: number; content: string }[] | null }) {
  const { t, bytes: size } = useWords()
  if (files !== null && files.length === 0) return null
  return (
    <div data-row="" hidden={files === null}>
      <p className="label">{t('report.files')}</p>
      <ul data-files="">
        {(files ?? []).map(({ name, bytes, content }) => <li key={name}><a href={`data:application/octet-stream;base64,${content}`} download={name}><Theirs>{name}</Theirs></a> <span className="quiet">{size(bytes)}</span></li>)}
      </ul>
    </div>
  )
}

type Message = Opened['messages'][number] | Sealed['messages'][number]

/** `reporter`: what whoever reported is called; “You” where they look themselves. */
export function Messages({ messages, empty, team, reporter }: { messages: readonly Message[]; empty: string; team: string; reporter?: string }) {
  const { t } = useWords()
  if (messages.length === 0) return <p>{empty}</p>
  return messages.map((message) => (
    <article key={message.seq} className="message" data-from={message.from} {...('ciphertext' in message && message.ciphertext !== null ? { 'data-sealed': message.ciphertext, 'data-kind': 'message' } : {})}>
      <p className="quiet">{message.from === 'team' ? <Theirs>{team}</Theirs> : (reporter ?? t('report.message.reporter'))} · <Time at={message.at} full /></p>
      {'text' in message ? <OpenMessage message={message} /> : message.ciphertext === null ? <p>{t('report.gone')}</p> : (
        <>
          <p className="quiet" data-while-closed="">{t('report.closed')}</p>
          <div data-once-open="" hidden><p dir="auto" className="pre" data-answer="text" /></div>
          <Files files={null} />
        </>
      )}
    </article>
  ))
}

function OpenMessage({ message: { text, language, files } }: { message: Opened['messages'][number] }) {
  const { t } = useWords()
  if (text === null) return <p>{t('report.gone')}</p>
  return (
    <>
      <div className="prose" lang={language ?? undefined} dir={language === null ? 'auto' : directionOf(language)}><Paragraphs text={text} /></div>
      <Files files={files} />
    </>
  )
}
