/** One person of my organisation: what they do, suspension, leaving. Each takes effect at once. */
import { data, redirect, useActionData, useLoaderData } from 'react-router'
import { isRole } from '@openaccord/names'
import { may } from '../../context.ts'
import { doneAt, form, memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Form, Submit } from '../../ui/form.tsx'
import { Day, StateChip, Time } from '../../ui/marks.tsx'
import { RoleBoxes } from '../../ui/organisation.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Pairs } from '../../ui/table.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'person' }

export const loader = memberPage(async ({ api, me, params, url }) => {
  const organisation = url.searchParams.get('organisation') ?? me.organisation.id
  const { people } = await api.members.people({ params: { organisation } })
  const person = people.find(({ id }) => id === params['id'])
  if (person === undefined) throw data(null, { status: 404 })
  return { person, own: organisation === me.organisation.id, self: person.id === me.person.id }
})

export const action = form(async ({ api, me, params, url }, { all, intent }) => {
  const person = { person: params['id'] ?? '' }
  const organisation = url.searchParams.get('organisation')
  const list = organisation === null || organisation === me?.organisation.id ? pathTo('people') : pathTo('member', { id: organisation })
  const here = pathTo('person', { id: person.person }, { organisation: organisation ?? undefined })
  if (intent === 'roles') {
    await api.members.changeRoles({ params: person, body: { roles: all('roles').filter(isRole) } })
    return doneAt(here, 'saved')
  }
  if (intent === 'suspend' || intent === 'restore') {
    await (intent === 'suspend' ? api.members.suspendPerson : api.members.restorePerson)({ params: person, body: {} })
    return doneAt(here, intent === 'suspend' ? 'suspended' : 'restored')
  }
  if (intent !== 'leave') throw data(null, { status: 400 })
  await api.members.removePerson({ params: person, body: {} })
  return person.person === me?.person.id ? redirect(pathTo('front', {}, { done: 'left' }), 303) : doneAt(list, 'personLeft')
})

export default function Person() {
  const { person, own, self } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const visit = useVisit()
  const { t, list } = useWords()
  const manages = may(visit, 'organisation.manage')
  const organisation = visit.url.searchParams.get('organisation')
  const above = own ? undefined : [{ name: t('place.organisations'), path: pathTo('organisations') }, { name: t('place.member'), path: pathTo('member', { id: organisation ?? '' }) }]
  return (
    <Page at="person" title={person.name} wrong={result !== undefined} {...(above === undefined ? {} : { above })} sentence={t('person.sentence', { roles: list(person.roles.map((role) => t(`role.${role}`))) })}>
      <Pairs pairs={[
        [t('field.mail'), person.mail],
        [t('field.state'), <StateChip key="s" state={person.state} />],
        [t('field.since'), <Day key="d" at={person.since} />],
        [t('people.seen'), person.lastSeen === null ? t('never') : <Time key="l" at={person.lastSeen} full />],
        [t('people.passkeys'), String(person.passkeys)],
      ]} />
      {manages && person.state !== 'left' && (
        <Part title={t('person.roles')}>
          <p>{t('person.roles.says')}</p>
          <Form intent="roles" result={result}><RoleBoxes chosen={person.roles} kind={own ? visit.me?.organisation.kind : undefined} /><Submit>{t('form.save')}</Submit></Form>
        </Part>
      )}
      {manages && !self && person.state !== 'left' && (
        <Part title={t(person.state === 'active' ? 'person.suspend' : 'person.restore')}>
          <p>{t(person.state === 'active' ? 'person.suspend.says' : 'person.restore.says')}</p>
          <Form intent={person.state === 'active' ? 'suspend' : 'restore'} result={result}>
            <Submit kind={person.state === 'active' ? 'danger' : 'plain'}>{t(person.state === 'active' ? 'person.suspend.go' : 'person.restore.go')}</Submit>
          </Form>
        </Part>
      )}
      {(manages || self) && person.state !== 'left' && (
        <Part title={t(self ? 'person.leave.self' : 'person.leave')}>
          <p>{t('person.leave.says')}</p>
          <Form intent="leave" result={result}><Submit kind="danger">{t(self ? 'person.leave.self.go' : 'person.leave.go', { name: person.name })}</Submit></Form>
        </Part>
      )}
    </Page>
  )
}
