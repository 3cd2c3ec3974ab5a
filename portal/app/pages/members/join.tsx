/** An invitation: what it is for, then a name, then in. */
import { data, redirect, useActionData, useLoaderData } from 'react-router'
import { form, page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Field, Form, Submit } from '../../ui/form.tsx'
import { Theirs, Time } from '../../ui/marks.tsx'
import { Page } from '../../ui/page.tsx'
import { Pairs } from '../../ui/table.tsx'
import { Say, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'join' }

export const loader = page(async ({ api, url }) => {
  const token = url.searchParams.get('token') ?? ''
  if (token === '') throw data(null, { status: 404 })
  return { token, invitation: await api.members.readInvitation({ body: { token } }) }
})

export const action = form(async ({ api }, { text }) => {
  await api.members.acceptInvitation({ body: { token: text('token'), name: text('name') } })
  return redirect(pathTo('account', {}, { done: 'joined' }), 303)
})

export default function Join() {
  const { token, invitation } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t, list } = useWords()
  const by = invitation.invitedBy ?? t('join.secretariat')
  return (
    <Page
      at="join" title={t('join.title', { organisation: invitation.organisation })} wrong={result !== undefined}
      sentence={<Say k="join.sentence" by={<Theirs>{by}</Theirs>} roles={list(invitation.roles.map((role) => t(`role.${role}`)))} />}
    >
      <Pairs pairs={[[t('field.mail'), invitation.mail], [t('join.until'), <Time key="until" at={invitation.expires} full />]]} />
      <Form result={result}>
        <input type="hidden" name="token" value={token} />
        <Field name="name" label={t('join.name')} help={t('join.name.help')} autoComplete="name" maxLength={200} />
        <Submit>{t('join.go')}</Submit>
      </Form>
    </Page>
  )
}
