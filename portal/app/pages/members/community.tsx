/** One community: who belongs, its collections; for the secretariat: who joins and leaves, and what it is called. */
import { data, useActionData, useLoaderData } from 'react-router'
import { may } from '../../context.ts'
import { doneAt, form, memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Act, ButtonLink, Field, Form, Group, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Chip, Day, Theirs, TlpMark } from '../../ui/marks.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { RowLink, Table } from '../../ui/table.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'community' }

export const loader = memberPage(async ({ api, me, params }) => {
  const community = { community: params['id'] ?? '' }
  const [roster, { collections }, others] = await Promise.all([
    api.members.roster({ params: community }),
    api.exchange.collections(),
    me.rights.includes('communities.curate') ? api.members.organisations() : { organisations: [] },
  ])
  const outside = others.organisations.filter(({ id, state }) => state === 'active' && !roster.organisations.some((organisation) => organisation.id === id))
  return { ...roster, collections: collections.filter((each) => each.community === roster.community.id), outside: outside.map(({ id, name }) => ({ id, name })) }
})

export const action = form(async ({ api, me, params }, { text, intent }) => {
  const community = params['id'] ?? ''
  const here = pathTo('community', { id: community })
  if (intent === 'enroll') {
    const standing = text('standing') === 'partner' ? 'partner' : 'member'
    await api.members.enroll({ params: { community, organisation: text('organisation') }, body: { standing } })
    return doneAt(here, 'enrolled')
  }
  if (intent === 'leave') {
    const organisation = text('organisation')
    await api.members.leaveCommunity({ params: { community, organisation } })
    return doneAt(organisation === me?.organisation.id && !me.rights.includes('communities.curate') ? pathTo('communities') : here, 'leftCommunity')
  }
  if (intent !== 'describe') throw data(null, { status: 400 })
  await api.members.describeCommunity({ params: { community }, body: { name: text('name'), description: text('description'), rosterHidden: text('rosterHidden') === 'yes' } })
  return doneAt(here, 'saved')
})

export default function Community() {
  const { community, organisations, collections, outside } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const visit = useVisit()
  const { t } = useWords()
  const curates = may(visit, 'communities.curate')
  const own = visit.me?.organisation.id
  const mayTakeOut = (organisation: string) => curates || (organisation === own && may(visit, 'organisation.manage'))
  const hidden = community.rosterHidden && organisations.length === 0
  return (
    <Page
      at="community" title={community.name} sentence={community.description === '' ? t('community.sentence') : <Theirs>{community.description}</Theirs>} wrong={result !== undefined}
      api={`/api/v1/communities/${community.id}/roster`} actions={curates && <ButtonLink to={pathTo('newCollection', {}, { community: community.id })}>{t('place.newCollection')}</ButtonLink>}
    >
      <Part title={t('community.roster')}>
        {community.rosterHidden && <Notice kind="sealed"><p>{t(curates ? 'community.hidden.curator' : 'community.hidden.says')}</p></Notice>}
        {organisations.length === 0 ? (!hidden || curates) && <Empty title={t('community.nobody.title')}><p>{t('community.nobody')}</p></Empty> : (
          <Table
            caption={t('community.roster.caption', { count: organisations.length })} rows={organisations} keyOf={({ id }) => id}
            columns={[
              { head: t('field.organisation'), names: true, render: ({ id, name }) => <a href={pathTo('member', { id })}><Theirs>{name}</Theirs></a> },
              { head: t('community.standing'), kind: 'tight', render: ({ standing }) => <Chip>{t(`standing.${standing}`)}</Chip> },
              { head: t('field.since'), kind: 'tight', render: ({ since }) => <Day at={since} /> },
              { head: t('table.do'), render: ({ id, name }) => (mayTakeOut(id) ? <Act intent="leave" values={{ organisation: id }} kind="danger" label={t('community.takeOut')} full={t('community.takeOut.full', { name })} /> : null) },
            ]}
          />
        )}
        {curates && outside.length > 0 && (
          <Form intent="enroll" result={result} shape="row">
            <Select name="organisation" label={t('community.add')} options={outside.map(({ id, name }) => ({ value: id, label: name }))} />
            <Select name="standing" label={t('community.standing')} options={(['member', 'partner'] as const).map((standing) => ({ value: standing, label: t(`standing.${standing}`) }))} />
            <Submit>{t('community.add.go')}</Submit>
          </Form>
        )}
      </Part>
      <Part title={t('place.collections')}>
        {collections.length === 0 ? <Empty title={t('community.noCollections.title')}><p>{t('community.noCollections')}</p></Empty> : (
          <Table
            caption={t('community.collections.caption')} rows={collections} keyOf={({ id }) => id} linked
            columns={[
              { head: t('object.collection'), names: true, render: ({ id, title }) => <RowLink to={pathTo('collection', { id })}><Theirs>{title}</Theirs></RowLink> },
              { head: t('collection.default'), kind: 'tight', render: ({ defaultTlp }) => <TlpMark level={defaultTlp} /> },
            ]}
          />
        )}
      </Part>
      {curates && (
        <Part title={t('community.describe')}>
          <Form intent="describe" result={result}>
            <Field name="name" label={t('field.name')} value={community.name} maxLength={200} />
            <TextArea name="description" label={t('field.describe')} value={community.description} optional maxLength={4000} />
            <Group name="rosterHidden" label={t('community.roster')} chosen={community.rosterHidden ? ['yes'] : []} options={[{ value: 'yes', label: t('community.hide'), help: t('community.hide.help') }]} />
            <Submit>{t('form.save')}</Submit>
          </Form>
        </Part>
      )}
    </Page>
  )
}
