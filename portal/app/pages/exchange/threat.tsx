/** One object: its marking in words first, then what it says, what it is joined to, from whom, and its versions. */
import { redirect, useActionData, useLoaderData } from 'react-router'
import { form, page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Form, Group, Submit } from '../../ui/form.tsx'
import { Relations } from '../../ui/graph.tsx'
import { Chip, Code, Theirs, Time, TlpMark, useTypeName, Value } from '../../ui/marks.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Facts } from '../../ui/object.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'threat' }

export const loader = page(async ({ api, params, url }) => {
  const version = url.searchParams.get('version')
  const collection = url.searchParams.get('collection')
  const query = { ...(version === null ? {} : { version }), ...(collection === null ? {} : { collection }) }
  return { ...(await api.exchange.object({ params: { id: params['id'] ?? '' }, query })), asked: version }
})

export const action = form(async ({ api, params }, { text }) => {
  await api.exchange.remove({ params: { id: params['id'] ?? '' }, query: { collection: text('collection') } })
  return redirect(pathTo('threats', {}, { done: 'removed' }), 303)
})

export default function Threat() {
  const { hit, object, text, marking, versions, sources, relations, mayDelete, asked } = useLoaderData<typeof loader>()
  const { me, url } = useVisit()
  const { t, time } = useWords()
  const typeName = useTypeName()
  const newest = versions[0]?.version
  return (
    <Page
      at="threat" title={hit.title} api={`/api/v1/threats/${hit.id}${url.search}`}
      sentence={t(me === null ? 'object.sentence.visitor' : 'object.sentence', { type: typeName(hit.type), name: hit.source.name, time: time(hit.added) })}
    >
      <section className="notice marking" data-kind={marking.tlp === null ? 'sealed' : 'plain'} aria-label={t('marking.label')}>
        <p><TlpMark level={marking.tlp} /> <strong>{marking.words}</strong></p>
        <p className="quiet">{t(`marking.from.${marking.from}`)}</p>
        {marking.redacted && <p>{t('marking.redacted')}</p>}
        {marking.statements.map((statement) => <p key={statement}><Theirs>{statement}</Theirs></p>)}
      </section>
      {hit.revoked && <Notice kind="attention" title={t('object.revoked.title')}><p>{t('object.revoked.says')}</p></Notice>}
      {asked !== null && asked !== newest && <Notice kind="attention"><p>{t('object.older')} <a href={url.pathname}>{t('object.newest')}</a></p></Notice>}
      <Part title={t('object.says')}><Facts object={object} /></Part>
      <Part title={t('object.relations')}>
        {relations.length === 0 ? <Empty title={t('graph.none.title')}><p>{t('graph.none')}</p></Empty> : <Relations centre={{ title: hit.title, type: hit.type }} relations={relations} />}
      </Part>
      {sources.length > 0 && (
        <Part title={t('object.sources')}>
          <Table
            caption={t('object.sources.caption')} rows={sources} keyOf={({ organisation, collection }) => `${organisation} ${collection}`}
            columns={[
              { head: t('field.organisation'), names: true, render: ({ organisation, name }) => (me === null ? <Theirs>{name}</Theirs> : <a href={pathTo('member', { id: organisation })}><Theirs>{name}</Theirs></a>) },
              { head: t('object.collection'), render: ({ collection, collectionTitle }) => <a href={pathTo('collection', { id: collection })}><Theirs>{collectionTitle}</Theirs></a> },
              { head: t('object.received'), kind: 'tight', render: ({ received }) => <Time at={received} full /> },
            ]}
          />
        </Part>
      )}
      <Part title={t('object.versions')}>
        <Table
          caption={t('object.versions.caption')} rows={versions} keyOf={({ version }) => version}
          columns={[
            { head: t('object.version'), names: true, render: ({ version }) => <a href={pathTo('threat', { id: hit.id }, { version })} aria-current={version === hit.version ? 'true' : undefined}><Value>{version}</Value></a> },
            { head: t('object.received'), kind: 'tight', render: ({ added }) => <Time at={added} full /> },
            { head: t('object.state'), kind: 'tight', render: ({ revoked, version }) => <>{version === hit.version && <Chip>{t('object.shown')}</Chip>}{revoked && <>{' '}<Chip kind="attention">{t('object.revoked')}</Chip></>}</> },
          ]}
        />
      </Part>
      <Part title={t('object.stix')}>
        <details className="more"><summary>{t(marking.redacted ? 'object.stix.redacted' : 'object.stix.exact')}</summary><Code text={text} label={t('object.stix')} long /></details>
      </Part>
      {mayDelete && <Remove sources={sources} />}
    </Page>
  )
}

/** Only from collections that one's own organisation put it into. */
function Remove({ sources }: { sources: { organisation: string; collection: string; collectionTitle: string }[] }) {
  const { me } = useVisit()
  const { t } = useWords()
  const result = useActionData<typeof action>()
  const own = sources.filter(({ organisation }) => organisation === me?.organisation.id)
  if (own.length === 0) return null
  return (
    <Part title={t('remove.title')}>
      <p>{t('remove.says')}</p>
      <Form intent="remove" result={result}>
        <Group name="collection" kind="radio" label={t('remove.from')} chosen={[own[0]?.collection ?? '']} options={own.map(({ collection, collectionTitle }) => ({ value: collection, label: collectionTitle }))} />
        <Submit kind="danger">{t('remove.go')}</Submit>
      </Form>
    </Part>
  )
}
