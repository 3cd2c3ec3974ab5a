/** Where the link in the mail leads: one button, because mail scanners open links and a link works once. */
import { data, redirect, useActionData, useLoaderData } from 'react-router'
import { form, isTrouble, page } from '../../page.ts'
import { localPath, pathTo } from '../../paths.ts'
import { Form, Submit } from '../../ui/form.tsx'
import { Page } from '../../ui/page.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useWords } from '../../ui/visit.tsx'

export const handle = { at: 'signInMail' }

export const loader = page(async ({ url }) => {
  const token = url.searchParams.get('token') ?? ''
  if (token === '') throw redirect(pathTo('signIn'), 303)
  return { token }
})

export const action = form(async ({ api }, { text }) => {
  const token = text('token')
  if (token === '') throw data(null, { status: 400 })
  const { then } = await api.members.openMailLink({ body: { token } })
  return redirect(localPath(then) ?? pathTo('front'), 303)
})

export default function SignInMail() {
  const { token } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  if (isTrouble(result)) {
    return (
      <Page at="signInMail" wrong title={t('signInMail.used.title')} sentence={t('signInMail.used')}>
        <Notice kind="attention"><p>{result.faults.map(({ text }) => text).join(' ')}</p></Notice>
        <p><a href={pathTo('signIn')}>{t('sent.again')}</a></p>
      </Page>
    )
  }
  return (
    <Page at="signInMail" title={t('signInMail.title')} sentence={t('signInMail.sentence')}>
      <Form>
        <input type="hidden" name="token" value={token} />
        <Submit>{t('signIn.title')}</Submit>
      </Form>
    </Page>
  )
}
