/** Admits an organisation and invites its first person, who then invites the others. */
import { redirect, useActionData } from 'react-router'
import { isRole } from '@openaccord/names'
import { form, memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Field, Form, Submit } from '../../ui/form.tsx'
import { described, DescribeFields, KindSelect, RoleBoxes } from '../../ui/organisation.tsx'
import { Page } from '../../ui/page.tsx'
import { useWords } from '../../ui/visit.tsx'

export const handle = { at: 'admit' }

export const loader = memberPage(async () => null, 'members.admit')

const KINDS = ['signatory', 'partner', 'secretariat'] as const

export const action = form(async ({ api }, filled) => {
  const { text, all } = filled
  const kind = KINDS.find((each) => each === text('kind')) ?? 'signatory'
  const made = await api.members.admitOrganisation({ body: { ...described(filled), slug: text('slug'), kind, invite: { mail: text('mail'), roles: all('roles').filter(isRole) } } })
  return redirect(pathTo('member', { id: made.id }, { done: 'admitted' }), 303)
}, { 'invite.mail': 'mail', 'invite.roles': 'roles' })

export default function Admit() {
  const result = useActionData<typeof action>()
  const { t } = useWords()
  return (
    <Page at="admit" title={t('place.admit')} sentence={t('admit.sentence')} wrong={result !== undefined}>
      <Form result={result}>
        <DescribeFields />
        <Field name="slug" label={t('field.slug')} help={t('field.slug.help')} maxLength={40} />
        <KindSelect />
        <Field name="mail" type="email" label={t('admit.mail')} help={t('admit.mail.help')} autoComplete="off" />
        <RoleBoxes chosen={['representative']} />
        <Submit>{t('admit.go')}</Submit>
      </Form>
    </Page>
  )
}
