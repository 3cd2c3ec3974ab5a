/** People of my organisation, open invitations, and a form to invite. */
import { useActionData, useLoaderData } from 'react-router'
import { isRole } from '@openaccord/names'
import { may } from '../../context.ts'
import { doneAt, form, memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Act, Field, Form, Submit } from '../../ui/form.tsx'
import { StateChip, Theirs, Time } from '../../ui/marks.tsx'
import { RoleBoxes } from '../../ui/organisation.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { RowLink, Table } from '../../ui/table.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'people' }

export const loader = memberPage(async ({ api, me }) => api.members.people({ params: { organisation: me.organisation.id } }))

export const action = form(async ({ api, me }, { text, all, intent }) => {
  if (intent === 'withdraw') {
    await api.members.withdrawInvitation({ params: { invitation: text('invitation') } })
    return doneAt(pathTo('people'), 'invitationWithdrawn')
  }
  await api.members.invite({ params: { organisation: me?.organisation.id ?? '' }, body: { mail: text('mail'), roles: all('roles').filter(isRole) } })
  return doneAt(pathTo('people'), 'invited')
})

export default function People() {
  const { people, invitations } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const visit = useVisit()
  const { t, list } = useWords()
  const manages = may(visit, 'organisation.manage')
  return (
    <Page at="people" title={t('place.people')} sentence={t('people.sentence', { count: people.length, organisation: visit.me?.organisation.name ?? '' })} wrong={result !== undefined} api={`/api/v1/organisations/${visit.me?.organisation.id ?? ''}/people`}>
      <Table
        caption={t('people.caption')} rows={people} keyOf={({ id }) => id} linked
        columns={[
          { head: t('field.name'), names: true, render: ({ id, name }) => <RowLink to={pathTo('person', { id })}><Theirs>{name}</Theirs></RowLink> },
          { head: t('field.mail'), render: ({ mail }) => mail },
          { head: t('field.roles'), render: ({ roles }) => list(roles.map((role) => t(`role.${role}`))) },
          { head: t('field.state'), kind: 'tight', render: ({ state }) => <StateChip state={state} /> },
          { head: t('people.passkeys'), kind: 'figure', render: ({ passkeys }) => String(passkeys) },
          { head: t('people.seen'), kind: 'tight', render: ({ lastSeen }) => (lastSeen === null ? t('never') : <Time at={lastSeen} />) },
        ]}
      />
      {invitations.length > 0 && (
        <Part title={t('invitations.title')}>
          <Table
            caption={t('invitations.caption')} rows={invitations} keyOf={({ id }) => id}
            columns={[
              { head: t('field.mail'), names: true, render: ({ mail }) => mail },
              { head: t('field.roles'), render: ({ roles }) => list(roles.map((role) => t(`role.${role}`))) },
              { head: t('invitations.by'), render: ({ invitedBy }) => invitedBy ?? t('join.secretariat') },
              { head: t('join.until'), render: ({ expires }) => <Time at={expires} full /> },
              ...(manages ? [{ head: t('table.do'), render: ({ id, mail }: (typeof invitations)[number]) => <Act intent="withdraw" values={{ invitation: id }} kind="danger" label={t('invitations.withdraw')} full={t('invitations.withdraw.full', { mail })} /> }] : []),
            ]}
          />
        </Part>
      )}
      {manages && (
        <Part title={t('invite.title')}>
          <p>{t('invite.says')}</p>
          <Form intent="invite" result={result}>
            <Field name="mail" type="email" label={t('field.mail')} autoComplete="off" />
            <RoleBoxes chosen={['reader']} kind={visit.me?.organisation.kind} />
            <Submit>{t('invite.go')}</Submit>
          </Form>
        </Part>
      )}
    </Page>
  )
}
