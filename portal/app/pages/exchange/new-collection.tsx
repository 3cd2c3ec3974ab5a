/** A collection for a community; who will see what is put into it is said before it is made. */
import { redirect, useActionData, useLoaderData } from 'react-router'
import { TLP_LEVELS, type Tlp } from '@openaccord/names'
import { form, memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Field, Form, Group, Select, Submit, TextArea } from '../../ui/form.tsx'
import { TlpMark } from '../../ui/marks.tsx'
import { Page } from '../../ui/page.tsx'
import { useWords } from '../../ui/visit.tsx'

export const handle = { at: 'newCollection' }

export const loader = memberPage(async ({ api, url }) => {
  const { communities } = await api.members.communities()
  return { communities: communities.map(({ id, name }) => ({ id, name })), chosen: url.searchParams.get('community') ?? undefined }
}, 'communities.curate')

const asTlp = (text: string): Tlp | null => TLP_LEVELS.find((level) => level === text) ?? null

export const action = form(async ({ api }, { text }) => {
  const made = await api.exchange.createCollection({
    body: {
      community: text('community'), title: text('title'), alias: text('alias'), description: text('description'),
      defaultTlp: asTlp(text('defaultTlp')), allowsPayloads: text('allowsPayloads') === 'yes',
    },
  })
  return redirect(pathTo('collection', { id: made.id }, { done: 'collection' }), 303)
})

export default function NewCollection() {
  const { communities, chosen } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  return (
    <Page at="newCollection" title={t('place.newCollection')} sentence={t('newCollection.sentence')} wrong={result !== undefined}>
      <Form result={result}>
        <Select name="community" label={t('place.community')} help={t('newCollection.community.help')} value={chosen} options={communities.map(({ id, name }) => ({ value: id, label: name }))} />
        <Field name="title" label={t('field.title')} maxLength={200} />
        <Field name="alias" label={t('field.slug')} help={t('field.slug.help')} maxLength={40} />
        <TextArea name="description" label={t('field.describe')} optional maxLength={4000} />
        <Group
          name="defaultTlp" kind="radio" label={t('collection.default')} help={t('newCollection.default.help')} chosen={['amber']}
          options={[...TLP_LEVELS.map((level) => ({ value: level, label: <TlpMark level={level} />, help: t(`tlp.${level}.means`) })), { value: '', label: <TlpMark level={null} />, help: t('collection.default.none') }]}
        />
        <Group name="allowsPayloads" label={t('collection.payloads')} options={[{ value: 'yes', label: t('newCollection.payloads'), help: t('newCollection.payloads.help') }]} />
        <Submit>{t('newCollection.go')}</Submit>
      </Form>
    </Page>
  )
}
