/** A new audience of organisations. It begins empty: nobody. */
import { redirect, useActionData } from 'react-router'
import { form, memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Field, Form, Group, Submit, TextArea } from '../../ui/form.tsx'
import { Page } from '../../ui/page.tsx'
import { useWords } from '../../ui/visit.tsx'

export const handle = { at: 'newCommunity' }

export const loader = memberPage(async () => null, 'communities.curate')

export const action = form(async ({ api }, { text }) => {
  const made = await api.members.createCommunity({ body: { name: text('name'), slug: text('slug'), description: text('description'), rosterHidden: text('rosterHidden') === 'yes' } })
  return redirect(pathTo('community', { id: made.id }, { done: 'community' }), 303)
})

export default function NewCommunity() {
  const result = useActionData<typeof action>()
  const { t } = useWords()
  return (
    <Page at="newCommunity" title={t('place.newCommunity')} sentence={t('newCommunity.sentence')} wrong={result !== undefined}>
      <Form result={result}>
        <Field name="name" label={t('field.name')} maxLength={200} />
        <Field name="slug" label={t('field.slug')} help={t('field.slug.help')} maxLength={40} />
        <TextArea name="description" label={t('field.describe')} optional maxLength={4000} />
        <Group name="rosterHidden" label={t('community.roster')} options={[{ value: 'yes', label: t('community.hide'), help: t('community.hide.help') }]} />
        <Submit>{t('newCommunity.go')}</Submit>
      </Form>
    </Page>
  )
}
