/** The first start: names the alliance, its secretariat and the first person. The link works once. */
import { data, redirect, useActionData, useLoaderData } from 'react-router'
import { form, page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Field, Form, Submit, TextArea } from '../../ui/form.tsx'
import { Page } from '../../ui/page.tsx'
import { useWords } from '../../ui/visit.tsx'

export const handle = { at: 'setUp' }

export const loader = page(async ({ alliance, url }) => {
  if (alliance === null) throw data(null, { status: 503 })
  if (!alliance.needsSetUp) throw redirect(pathTo('signIn'), 303)
  return { token: url.searchParams.get('token') ?? '' }
})

export const action = form(async ({ api }, { text }) => {
  const purpose = text('purpose')
  const body = { token: text('token'), alliance: text('alliance'), organisation: text('organisation'), person: text('person'), mail: text('mail') }
  await api.members.setUp({ body: { ...body, ...(purpose === '' ? {} : { purpose }) } })
  return redirect(pathTo('account', {}, { done: 'setUp' }), 303)
})

export default function SetUp() {
  const { token } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  return (
    <Page at="setUp" title={t('setUp.title')} sentence={t('setUp.sentence')} wrong={result !== undefined}>
      <Form result={result}>
        {token === ''
          ? <Field name="token" label={t('setUp.token')} help={t('setUp.token.help')} autoComplete="off" />
          : <input type="hidden" name="token" value={token} />}
        <Field name="alliance" label={t('setUp.alliance')} help={t('setUp.alliance.help')} maxLength={200} />
        <TextArea name="purpose" label={t('setUp.purpose')} help={t('setUp.purpose.help')} optional maxLength={4000} />
        <Field name="organisation" label={t('setUp.organisation')} help={t('setUp.organisation.help')} autoComplete="organization" maxLength={200} />
        <Field name="person" label={t('setUp.person')} autoComplete="name" maxLength={200} />
        <Field name="mail" type="email" label={t('field.mail')} help={t('setUp.mail.help')} autoComplete="email" />
        <Submit>{t('setUp.go')}</Submit>
      </Form>
    </Page>
  )
}
