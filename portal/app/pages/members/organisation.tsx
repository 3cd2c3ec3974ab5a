/** My organisation: how it stands, what it says of itself, and the rooms below. */
import { useActionData, useLoaderData } from 'react-router'
import { doneAt, form, memberPage } from '../../page.ts'
import { may } from '../../context.ts'
import { pathTo } from '../../paths.ts'
import { ButtonLink } from '../../ui/form.tsx'
import { DescribeForm, described, OrganisationFacts } from '../../ui/organisation.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'organisation' }

export const loader = memberPage(async ({ api, me }) => api.members.organisation({ params: { organisation: me.organisation.id } }))

export const action = form(async ({ api, me }, filled) => {
  await api.members.describeOrganisation({ params: { organisation: me?.organisation.id ?? '' }, body: described(filled) })
  return doneAt(pathTo('organisation'), 'saved')
})

export default function MyOrganisation() {
  const organisation = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const visit = useVisit()
  const { t, day } = useWords()
  return (
    <Page
      at="organisation" title={organisation.name} wrong={result !== undefined} api={`/api/v1/organisations/${organisation.id}`}
      sentence={t('organisation.sentence', { kind: t(`kind.${organisation.kind}`), day: day(organisation.since), people: t('organisation.people', { count: organisation.people }) })}
      actions={organisation.state === 'active' && (['people', 'tokens', 'communities'] as const).map((name) => <ButtonLink key={name} to={pathTo(name)}>{t(`place.${name}`)}</ButtonLink>)}
    >
      <OrganisationFacts organisation={organisation} />
      {may(visit, 'organisation.manage') && <Part title={t('organisation.describe')}><DescribeForm organisation={organisation} result={result} /></Part>}
    </Page>
  )
}
