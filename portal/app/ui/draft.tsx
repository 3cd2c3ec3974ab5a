/** What the pages of a draft share: where it stands and who is waited for, its pages, and what stands in its way. */
import { pathTo, type PlaceName } from '../paths.ts'
import type { Client } from '@openaccord/api'
import { Chip, Theirs, Time } from './marks.tsx'
import { Notice } from './notice.tsx'
import { Tabs } from './table.tsx'
import { Say, useWords } from './visit.tsx'

export type DraftCard = Awaited<ReturnType<Client['advisories']['drafts']>>['drafts'][number]
export type DraftPage = Awaited<ReturnType<Client['advisories']['draft']>>
type State = DraftCard['state']

const KINDS = { draft: 'plain', submitted: 'attention', approved: 'attention', scheduled: 'sealed', published: 'good', withdrawn: 'danger', discarded: 'plain' } as const

export function DraftState({ state }: { state: State }) {
  const { t } = useWords()
  return <Chip kind={KINDS[state]}>{t(`ade.state.${state}`)}</Chip>
}

/** Who is waited for. */
export function WaitsFor({ draft: { state, ahead, changedBy, publishAt } }: { draft: DraftCard }) {
  const { t } = useWords()
  if (state === 'scheduled' && publishAt !== null) return <Say k="ade.waits.moment" at={<Time at={publishAt} full />} />
  if (state === 'published' && ahead) return t('ade.waits.revision', { name: changedBy })
  if (state === 'published' || state === 'withdrawn' || state === 'discarded') return <span className="quiet">{t('ade.waits.nobody')}</span>
  return t(`ade.waits.${state}`, { name: changedBy })
}

export function DraftSentence({ draft }: { draft: DraftCard }) {
  const { t } = useWords()
  const waits = draft.state !== 'withdrawn' && draft.state !== 'discarded' && (draft.state !== 'published' || draft.ahead)
  return <><DraftState state={draft.state} /> <bdi dir="ltr">{draft.trackingId}</bdi> · {t('ade.version', { version: draft.version })}{waits && <> · <Say k="ade.waits.for" who={<WaitsFor draft={draft} />} /></>}</>
}

const PAGES = ['editAdvisory', 'previewAdvisory', 'draftVersions', 'publishAdvisory'] as const satisfies readonly PlaceName[]

export function DraftTabs({ id, here }: { id: string; here: (typeof PAGES)[number] }) {
  const { t } = useWords()
  return <Tabs label={t('ade.pages')} tabs={PAGES.map((name) => ({ name: t(`place.${name}`), path: pathTo(name, { id }), here: name === here }))} />
}

/** Why it does not go on: said no to, stopped, or held by an embargo. */
export function StoodStill({ draft: { declined, stopped, embargo } }: { draft: Pick<DraftPage, 'declined' | 'stopped' | 'embargo'> }) {
  const { t } = useWords()
  return (
    <>
      {declined !== null && <Notice kind="attention" title={t('ade.declined', { name: declined.by })}><blockquote dir="auto" className="lines">{declined.words}</blockquote><p className="quiet"><Time at={declined.at} full /></p></Notice>}
      {stopped !== null && <Notice kind="danger" title={t('ade.stopped')}><p lang="en">{stopped}</p></Notice>}
      {embargo !== null && <Notice kind="sealed" title={t('ade.embargo')}><p><span lang="en">{embargo.words}</span>{embargo.until !== null && <> <Time at={embargo.until} full /></>}</p></Notice>}
    </>
  )
}

type Loss = { path: string; what: string; why: string }

/** What a format cannot say, or what did not come along. */
export function Losses({ losses }: { losses: readonly Loss[] }) {
  return (
    <ul className="editor-losses">
      {losses.map(({ path, what, why }) => <li key={`${path} ${what}`} lang="en"><Theirs>{what}</Theirs>: {why} <code translate="no">{path}</code></li>)}
    </ul>
  )
}
