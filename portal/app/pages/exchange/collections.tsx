/** The collections this visitor may see, and the way to each. */
import { useLoaderData } from 'react-router'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ButtonLink } from '../../ui/form.tsx'
import { Chip, Theirs, Time, TlpMark } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { RowLink, Table } from '../../ui/table.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'collections' }

export const loader = page(async ({ api }) => api.exchange.collections())

const rights = ({ canRead, canWrite }: { canRead: boolean; canWrite: boolean }) =>
  canRead && canWrite ? 'collection.both' : canWrite ? 'collection.write' : canRead ? 'collection.read' : 'collection.neither'

export default function Collections() {
  const { collections } = useLoaderData<typeof loader>()
  const { me } = useVisit()
  const { t, number } = useWords()
  const curates = me?.rights.includes('communities.curate') === true
  return (
    <Page
      at="collections" title={t('place.collections')} api="/api/v1/collections"
      sentence={t(me === null ? 'collections.sentence.visitor' : 'collections.sentence', { count: collections.length })}
      actions={curates && <ButtonLink to={pathTo('newCollection')}>{t('place.newCollection')}</ButtonLink>}
    >
      {collections.length === 0 ? <Empty title={t('collections.empty.title')}><p>{t(me === null ? 'collections.empty.visitor' : 'collections.empty')}</p></Empty> : (
        <Table
          caption={t('collections.caption')} rows={collections} keyOf={({ id }) => id} linked
          columns={[
            { head: t('object.collection'), names: true, render: ({ id, title }) => <RowLink to={pathTo('collection', { id })}><Theirs>{title}</Theirs></RowLink> },
            { head: t('place.community'), render: ({ communityName }) => <Theirs>{communityName}</Theirs> },
            { head: t('collection.default'), kind: 'tight', render: ({ defaultTlp }) => <TlpMark level={defaultTlp} /> },
            { head: t('collection.you'), kind: 'tight', render: (collection) => <Chip>{t(rights(collection))}</Chip> },
            { head: t('bars.objects'), kind: 'figure', render: ({ objects }) => (objects === null ? t('collection.many') : number(objects)) },
            { head: t('collection.last'), kind: 'tight', render: ({ lastAdded }) => (lastAdded === null ? null : <Time at={lastAdded} />) },
          ]}
        />
      )}
    </Page>
  )
}
