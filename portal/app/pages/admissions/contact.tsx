/** Behind the link in the test mail: “yes, we read this”. One button, so that scanners of mail answer for nobody. */
import { data, useActionData, useLoaderData } from 'react-router'
import { form, isTrouble, page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Form, Submit } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Say, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'applyContact' }

export const loader = page(async ({ url }) => {
  const token = url.searchParams.get('token') ?? ''
  if (token === '') throw data(null, { status: 404 })
  return { token }
})

export const action = form(async ({ api }, { text }) => api.admissions.answerTestMail({ body: { token: text('token') } }))

export default function ApplyContact() {
  const { token } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const said = result !== undefined && !isTrouble(result) ? result : undefined
  return (
    <Page at="applyContact" title={t('contact.title')} sentence={t('contact.sentence')} above={[]} wrong={isTrouble(result)}>
      {said === undefined
        ? <Form result={result} action={pathTo('applyContact', {}, { token })}><input type="hidden" name="token" value={token} /><Submit>{t('contact.go')}</Submit></Form>
        : <Notice kind="good"><p><Say k={said.inTime ? 'contact.thanks' : 'contact.late'} name={<bdi>{said.name}</bdi>} /></p></Notice>}
    </Page>
  )
}
