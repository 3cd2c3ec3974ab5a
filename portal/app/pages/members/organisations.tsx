/** The organisations of the alliance, for those who are signed in. */
import { useLoaderData } from 'react-router'
import { may } from '../../context.ts'
import { memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ButtonLink } from '../../ui/form.tsx'
import { Day, StateChip, Theirs } from '../../ui/marks.tsx'
import { Page } from '../../ui/page.tsx'
import { RowLink, Table } from '../../ui/table.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'organisations' }

export const loader = memberPage(async ({ api }) => api.members.organisations())

export default function Organisations() {
  const { organisations } = useLoaderData<typeof loader>()
  const visit = useVisit()
  const { t, number } = useWords()
  const active = organisations.filter(({ state }) => state === 'active').length
  return (
    <Page
      at="organisations" title={t('place.organisations')} sentence={t('organisations.sentence', { count: active })} api="/api/v1/organisations"
      actions={may(visit, 'members.admit') && <ButtonLink kind="first" to={pathTo('admit')}>{t('place.admit')}</ButtonLink>}
    >
      <Table
        caption={t('organisations.caption')} rows={organisations} keyOf={({ id }) => id} linked
        columns={[
          { head: t('field.organisation'), names: true, render: ({ id, name }) => <RowLink to={pathTo('member', { id })}><Theirs>{name}</Theirs></RowLink> },
          { head: t('field.kind'), kind: 'tight', render: ({ kind }) => t(`kind.${kind}`) },
          { head: t('field.sector'), render: ({ sector }) => sector },
          { head: t('field.state'), kind: 'tight', render: ({ state }) => <StateChip state={state} /> },
          { head: t('place.people'), kind: 'figure', render: ({ people }) => number(people) },
          { head: t('field.since'), kind: 'tight', render: ({ since }) => <Day at={since} /> },
        ]}
      />
    </Page>
  )
}
