/** What the pages of threads, files, tasks and drafts share: who reads a thread, said plainly; who wrote; choosing a thread. */
import type { Client } from '@openaccord/api'
import { pathTo } from '../paths.ts'
import { PartyName, type Case, type Party } from './case.tsx'
import { Select } from './form.tsx'
import { Theirs } from './marks.tsx'
import { Notice } from './notice.tsx'
import { useWords } from './visit.tsx'

export type Threads = Awaited<ReturnType<Client['cases']['threads']>>
export type Thread = Threads['threads'][number]
type By = Awaited<ReturnType<Client['cases']['thread']>>['messages'][number]['by']

/** Whom a thread is for, in a few words: “everyone in this case”. */
export function useAudience(): (thread: Pick<Thread, 'kind' | 'with'>) => string {
  const { t, list } = useWords()
  const nameOf = ({ name, id }: Party) => name ?? t('case.unnamed', { id: id.slice(-4) })
  return ({ kind, with: others }) => (kind === 'pair' ? t('thread.for.pair', { others: list(others.map(nameOf)) }) : t(`thread.for.${kind}`))
}

/** At the top of a thread, where nobody can miss it. */
export function ReadBy({ thread, id }: { thread: Pick<Thread, 'kind' | 'with'>; id: string }) {
  const { t } = useWords()
  const audience = useAudience()
  return (
    <div className="read-by">
      <p><strong>{t('thread.readBy', { audience: audience(thread) })}</strong> {t(`thread.says.${thread.kind}`)}</p>
      <p><a href={pathTo('casePeople', { id })}>{t('thread.who')}</a> · <a href={pathTo('caseThreads', { id })}>{t('thread.others')}</a></p>
    </div>
  )
}

/** The organisation or guest; the person only where they are of one's own. */
export function Who({ by: { party, person } }: { by: By }) {
  return <span>{person !== null && <><Theirs>{person}</Theirs>{', '}</>}<PartyName party={party} /></span>
}

/** The threads that one may write in, each with who reads it. */
export function ThreadSelect({ threads, chosen, help }: { threads: readonly Thread[]; chosen?: string | undefined; help?: string }) {
  const { t } = useWords()
  const audience = useAudience()
  const options = threads.filter(({ mayWrite }) => mayWrite).map((thread) => ({ value: String(thread.n), label: t('thread.option', { title: thread.title, audience: audience(thread) }) }))
  return <Select name="thread" label={t('thread.which')} help={help ?? t('thread.which.help')} value={chosen} options={options} />
}

/** Where a thing lies: the thread's title, and who reads it. */
export function InThread({ id, n, threads }: { id: string; n: number; threads: readonly Thread[] }) {
  const audience = useAudience()
  const thread = threads.find((each) => each.n === n)
  return thread === undefined ? null : <><a href={pathTo('caseThread', { id, thread: String(n) })}><Theirs>{thread.title}</Theirs></a> <span className="quiet">({audience(thread)})</span></>
}

/** Why nothing can be added here now. */
export function OnlyReading({ case: { inside, you } }: { case: Case }) {
  const { t } = useWords()
  return <Notice><p>{t(you.standing !== 'in' ? 'work.reading.left' : inside?.state === 'open' ? 'work.reading.consent' : 'work.reading.closed')}</p></Notice>
}
