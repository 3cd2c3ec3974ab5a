/** Saved versions of a draft, and what differs between any two. */
import { useLoaderData } from 'react-router'
import { memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { DraftSentence, DraftTabs } from '../../ui/draft.tsx'
import { Form, Select, Submit } from '../../ui/form.tsx'
import { Chip, Theirs, Time, Value } from '../../ui/marks.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'

export const handle = { at: 'draftVersions' }

export const loader = memberPage(async ({ api, params, url }) => {
  const advisory = params['id'] ?? ''
  const { draft: _, versions, ...draft } = await api.advisories.draft({ params: { advisory } })
  const asked = (name: string, otherwise: number): number => versions.find(({ version }) => String(version) === url.searchParams.get(name))?.version ?? otherwise
  const newest = draft.version
  const [from, to] = [asked('from', Math.max(1, newest - 1)), asked('to', newest)]
  const changes = from === to ? [] : (await api.advisories.draftChanges({ params: { advisory }, query: { from, to } })).changes
  return { draft, versions: versions.toSorted((a, b) => b.version - a.version), from, to, changes }
}, 'advisories.publish')

type Loaded = Awaited<ReturnType<typeof loader>>
const KINDS = { added: 'good', removed: 'danger', changed: 'attention' } as const

export default function Versions() {
  const { draft, versions, from, to, changes } = useLoaderData<typeof loader>()
  const { t } = useWords()
  const options = versions.map(({ version, by }) => ({ value: String(version), label: t('ade.version.by', { version: String(version), name: by }) }))
  return (
    <Page at="draftVersions" title={draft.title} titleLanguage="" sentence={<DraftSentence draft={draft} />} api={`/api/v1/advisories/desk/${draft.id}`}>
      <DraftTabs id={draft.id} here="draftVersions" />
      <Part title={t('ade.changes')} id="changes">
        {versions.length === 1 ? <p>{t('ade.changes.one')}</p> : (
          <>
            <Form method="get" action={pathTo('draftVersions', { id: draft.id })} shape="row" label={t('ade.changes')}>
              <Select name="from" label={t('ade.changes.from')} value={String(from)} options={options} />
              <Select name="to" label={t('ade.changes.to')} value={String(to)} options={options} />
              <Submit kind="plain">{t('ade.changes.go')}</Submit>
            </Form>
            {changes.length === 0 ? <p>{t('ade.changes.none')}</p> : <Changes changes={changes} />}
          </>
        )}
      </Part>
      <Part title={t('place.draftVersions')}>
        <Table
          caption={t('ade.versions.caption', { count: versions.length })} rows={versions} keyOf={({ version }) => String(version)}
          columns={[
            { head: t('pledge.version'), names: true, render: ({ version, published }) => <>{version}{published !== null && <>{' '}<Chip kind="good">{t('ade.versions.published', { version: published })}</Chip></>}</> },
            { head: t('ade.versions.by'), render: ({ by }) => <Theirs>{by}</Theirs> },
            { head: t('ade.note'), render: ({ note }) => (note === null ? null : <Theirs>{note}</Theirs>) },
            { head: t('entry.when'), kind: 'tight', render: ({ at }) => <Time at={at} /> },
            { head: t('ade.versions.sha256'), kind: 'tight', render: ({ sha256 }) => <span title={sha256}><Value>{`${sha256.slice(0, 12)}…`}</Value></span> },
          ]}
        />
      </Part>
    </Page>
  )
}

/** Of a whole row its texts, without the signs between them. */
function plain(text: string): string {
  if (!/^[[{]/.test(text)) return text
  try {
    return leaves(JSON.parse(text)).join(' · ')
  } catch {
    // it was cut, or is no row at all
    return text
  }
}

const leaves = (value: unknown): string[] => (typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [String(value)])

function Changes({ changes }: Pick<Loaded, 'changes'>) {
  const { t } = useWords()
  return (
    <ol className="editor-changes">
      {changes.map(({ path, what, before, after, words }) => (
        <li key={`${what} ${path} ${words}`}>
          <Chip kind={KINDS[what]}>{t(`ade.change.${what}`)}</Chip> <code translate="no">{path}</code>
          {before !== null && <p className="lines" dir="auto"><del>{plain(before)}</del></p>}
          {after !== null && <p className="lines" dir="auto"><ins>{plain(after)}</ins></p>}
        </li>
      ))}
    </ol>
  )
}
