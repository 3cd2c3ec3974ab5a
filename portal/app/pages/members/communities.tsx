/** The circles my organisation belongs to. The secretariat sees all, and forms new ones. */
import { useLoaderData } from 'react-router'
import { may } from '../../context.ts'
import { memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ButtonLink } from '../../ui/form.tsx'
import { Chip, Theirs } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { RowLink, Table } from '../../ui/table.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'communities' }

export const loader = memberPage(async ({ api }) => api.members.communities())

export default function Communities() {
  const { communities } = useLoaderData<typeof loader>()
  const visit = useVisit()
  const { t, number } = useWords()
  const curates = may(visit, 'communities.curate')
  return (
    <Page
      at="communities" title={t('place.communities')} sentence={t(curates ? 'communities.sentence.all' : 'communities.sentence', { count: communities.length })} api="/api/v1/communities"
      actions={curates && <ButtonLink to={pathTo('newCommunity')}>{t('place.newCommunity')}</ButtonLink>}
    >
      {communities.length === 0 ? <Empty title={t('communities.none.title')}><p>{t('communities.none')}</p></Empty> : (
        <Table
          caption={t('communities.caption')} rows={communities} keyOf={({ id }) => id} linked
          columns={[
            { head: t('place.community'), names: true, render: ({ id, name }) => <RowLink to={pathTo('community', { id })}><Theirs>{name}</Theirs></RowLink> },
            { head: t('field.describe'), render: ({ description }) => <Theirs>{description}</Theirs> },
            { head: t('community.standing'), kind: 'tight', render: ({ standing }) => (standing === null ? null : <Chip>{t(`standing.${standing}`)}</Chip>) },
            { head: t('place.organisations'), kind: 'figure', render: ({ organisations }) => (organisations === null ? <Chip kind="sealed">{t('community.hidden')}</Chip> : number(organisations)) },
          ]}
        />
      )}
    </Page>
  )
}
