/** Title, description, payloads, and who reads TLP:RED. The default marking is never loosened afterwards, so it is not here. */
import { useActionData, useLoaderData } from 'react-router'
import { doneAt, form, memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Field, Form, Group, Submit, TextArea } from '../../ui/form.tsx'
import { Page } from '../../ui/page.tsx'
import { useWords } from '../../ui/visit.tsx'

export const handle = { at: 'collectionSettings' }

export const loader = memberPage(async ({ api, params }) => {
  const collection = await api.exchange.collection({ params: { collection: params['id'] ?? '' } })
  const { organisations } = await api.members.roster({ params: { community: collection.community } })
  const readers = await Promise.all(organisations.map(async ({ id, name }) => {
    const { people } = await api.members.people({ params: { organisation: id } })
    return people.filter(({ state }) => state === 'active').map((person) => ({ id: person.id, name: person.name, organisation: name }))
  }))
  return { collection, readers: readers.flat() }
}, 'communities.curate')

export const action = form(async ({ api, params }, { text, all }) => {
  const id = params['id'] ?? ''
  await api.exchange.describeCollection({
    params: { collection: id },
    body: { title: text('title'), description: text('description'), allowsPayloads: text('allowsPayloads') === 'yes', redRecipients: all('redRecipients') },
  })
  return doneAt(pathTo('collection', { id }), 'saved')
})

export default function CollectionSettings() {
  const { collection, readers } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  return (
    <Page
      at="collectionSettings" title={t('settings.title', { title: collection.title })} sentence={t('settings.sentence')} wrong={result !== undefined}
      above={[{ name: t('place.collections'), path: pathTo('collections') }, { name: collection.title, path: pathTo('collection', { id: collection.id }) }]}
    >
      <Form result={result}>
        <Field name="title" label={t('field.title')} value={collection.title} maxLength={200} />
        <TextArea name="description" label={t('field.describe')} value={collection.description} optional maxLength={4000} />
        <Group name="allowsPayloads" label={t('collection.payloads')} chosen={collection.allowsPayloads ? ['yes'] : []} options={[{ value: 'yes', label: t('newCollection.payloads'), help: t('newCollection.payloads.help') }]} />
        {readers.length > 0 && (
          <Group
            name="redRecipients" label={t('settings.red')} help={t('settings.red.help')} chosen={collection.redRecipients.map(({ person }) => person)}
            options={readers.map(({ id, name, organisation }) => ({ value: id, label: t('person.of', { name, organisation }) }))}
          />
        )}
        <Submit>{t('form.save')}</Submit>
      </Form>
    </Page>
  )
}
