/** One organisation; for the secretariat also its people, what can be done in an emergency, and what it says of itself. */
import { data, useActionData, useLoaderData } from 'react-router'
import { may } from '../../context.ts'
import { doneAt, form, memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Form, Submit } from '../../ui/form.tsx'
import { StateChip, Theirs } from '../../ui/marks.tsx'
import { described, DescribeForm, OrganisationFacts } from '../../ui/organisation.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { RowLink, Table } from '../../ui/table.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'
import { Measures, takeMeasure } from './measures.tsx'

export const handle = { at: 'member' }

export const loader = memberPage(async ({ api, me, params }) => {
  const organisation = { organisation: params['id'] ?? '' }
  const judges = me.rights.includes('members.admit') || me.rights.includes('concerns.screen')
  const [facts, { people }, { measures }] = await Promise.all([
    api.members.organisation({ params: organisation }),
    me.rights.includes('members.admit') ? api.members.people({ params: organisation }) : { people: [] },
    judges ? api.members.measures({ params: organisation }) : { measures: [] },
  ])
  return { organisation: facts, people, measures }
})

export const action = form(async ({ api, params }, filled) => {
  const organisation = { organisation: params['id'] ?? '' }
  const here = pathTo('member', { id: organisation.organisation })
  const measured = await takeMeasure(api, organisation, filled)
  if (measured !== undefined) return doneAt(here, measured)
  if (filled.intent === 'restore') {
    await api.members.restoreOrganisation({ params: organisation, body: {} })
    return doneAt(here, 'restored')
  }
  if (filled.intent !== 'describe') throw data(null, { status: 400 })
  await api.members.describeOrganisation({ params: organisation, body: described(filled) })
  return doneAt(here, 'saved')
})

export default function Member() {
  const { organisation, people, measures } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const visit = useVisit()
  const { t, day, list } = useWords()
  const admits = may(visit, 'members.admit')
  return (
    <Page
      at="member" title={organisation.name} wrong={result !== undefined} api={`/api/v1/organisations/${organisation.id}`}
      sentence={t('organisation.sentence', { kind: t(`kind.${organisation.kind}`), day: day(organisation.since), people: t('organisation.people', { count: organisation.people }) })}
    >
      <OrganisationFacts organisation={organisation} />
      {people.length > 0 && (
        <Part title={t('place.people')}>
          <Table
            caption={t('people.caption')} rows={people} keyOf={({ id }) => id} linked
            columns={[
              { head: t('field.name'), names: true, render: ({ id, name }) => <RowLink to={pathTo('person', { id }, { organisation: organisation.id })}><Theirs>{name}</Theirs></RowLink> },
              { head: t('field.mail'), render: ({ mail }) => mail },
              { head: t('field.roles'), render: ({ roles }) => list(roles.map((role) => t(`role.${role}`))) },
              { head: t('field.state'), kind: 'tight', render: ({ state }) => <StateChip state={state} /> },
            ]}
          />
        </Part>
      )}
      {organisation.id !== visit.me?.organisation.id && <Measures organisation={organisation} measures={measures} result={result} />}
      {admits && organisation.state === 'suspended' && organisation.kind !== 'signatory' && (
        <Part title={t('member.restore')}>
          <p>{t('member.restore.says')}</p>
          <Form intent="restore" result={result}><Submit>{t('member.restore.go', { name: organisation.name })}</Submit></Form>
        </Part>
      )}
      {admits && <Part title={t('organisation.describe')}><DescribeForm organisation={organisation} result={result} /></Part>}
    </Page>
  )
}
