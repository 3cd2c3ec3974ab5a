/** How one's organisation stands as a publisher: its name and address, its CVE ids, and the CSAF provider that it runs itself. */
import { useActionData, useLoaderData } from 'react-router'
import { PUBLISHER_CATEGORIES, type Client } from '@openaccord/api'
import { doneAt, form, isTrouble, isTroubleIn, memberPage, type Filled } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Act, Field, Form, Group, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Chip, Theirs, Time } from '../../ui/marks.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Pairs, Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'

export const handle = { at: 'publisher' }

export const loader = memberPage(async ({ api }) => {
  const [{ publisher }, pool, { provider }] = await Promise.all([api.advisories.drafts(), api.advisories.cveIds(), api.advisories.myProvider()])
  return { publisher, pool, provider }
}, 'advisories.publish')

type Loaded = Awaited<ReturnType<typeof loader>>
const said = (text: string, name: string): Record<string, string> => (text === '' ? {} : { [name]: text })

export const action = form(async ({ api }, filled) => {
  const { intent, text } = filled
  switch (intent) {
    case 'cve': await api.advisories.reserveCveIds({ body: { ids: text('ids').toUpperCase().split(/[\s,;]+/).filter((id) => id !== '') } }); break
    case 'free': await api.advisories.assignCveId({ params: { cve: text('cve') }, body: { advisory: null } }); break
    case 'reject': await api.advisories.rejectCveId({ params: { cve: text('cve') }, body: { reason: text('reason') } }); break
    case 'provider': await setProvider(api, filled); break
    case 'drop': await api.advisories.setProvider({ body: { url: null } }); break
    case 'fetch': await api.advisories.fetchProvider({ body: {} }); break
    default: {
      const category = PUBLISHER_CATEGORIES.find((each) => each === text('category')) ?? 'vendor'
      await api.advisories.publisher({ body: { category, namespace: text('namespace'), ...said(text('contact'), 'contact'), ...said(text('authority'), 'authority') } })
    }
  }
  return doneAt(pathTo('publisher'), `ade.set.${intent}`)
}, { ids: 'ids', url: 'url' })

const setProvider = (api: Client, { text }: Filled) => api.advisories.setProvider({ body: { url: text('url'), wanted: text('wanted') === 'list' ? 'list' : 'mirror' } })

export default function Publisher() {
  const { publisher, pool, provider } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  return (
    <Page at="publisher" title={t('place.publisher')} sentence={publisher.namespace === null ? t('ade.publisher.unknown') : t('ade.publisher.known', { name: publisher.name, address: publisher.namespace })} wrong={isTrouble(result)}>
      {isTrouble(result) && !FORMS.has(result.form) && <Notice kind="danger"><p role="alert">{result.faults.map(({ text }) => text).join(' ')}</p></Notice>}
      <Part title={t('ade.part.publisher')} id="publisher">
        <Form intent="publisher" result={result}>
          <Select name="category" label={t('ade.publisher.category')} help={t('ade.publisher.category.help')} value={publisher.category} options={PUBLISHER_CATEGORIES.map((value) => ({ value, label: t(`ade.publisher.is.${value}`) }))} />
          <Field name="namespace" type="url" label={t('ade.publisher.namespace')} help={t('ade.publisher.namespace.help')} value={publisher.namespace ?? undefined} maxLength={300} />
          <TextArea name="contact" label={t('ade.publisher.contact')} help={t('ade.publisher.contact.help')} optional value={publisher.contact ?? undefined} maxLength={200} />
          <TextArea name="authority" label={t('ade.publisher.authority')} help={t('ade.publisher.authority.help')} optional value={publisher.authority ?? undefined} maxLength={200} />
          <Submit>{t('form.save')}</Submit>
        </Form>
      </Part>
      <Cves pool={pool} result={result} />
      <Provider provider={provider} result={result} />
    </Page>
  )
}
const FORMS: ReadonlySet<string> = new Set(['publisher', 'cve', 'provider', 'reject'])
const CVE_KINDS = { reserved: 'plain', published: 'good', rejected: 'danger' } as const

function Cves({ pool: { ids, counts }, result }: Pick<Loaded, 'pool'> & { result: unknown }) {
  const { t } = useWords()
  const free = ids.filter(({ state, advisory }) => state === 'reserved' && advisory === null)
  return (
    <Part title={t('ade.cves')} id="cves">
      <p>{t('ade.cves.says')}</p>
      {ids.length === 0 ? <Empty title={t('ade.cves.none.title')}><p>{t('ade.cves.none')}</p></Empty> : (
        <Table
          caption={t('ade.cves.caption', { free: counts.free, reserved: counts.reserved, published: counts.published, rejected: counts.rejected })} rows={ids} keyOf={({ cve }) => cve}
          columns={[
            { head: t('adv.cves'), names: true, render: ({ cve }) => <bdi dir="ltr">{cve}</bdi> },
            { head: t('desk.state'), kind: 'tight', render: ({ state, record }) => <><Chip kind={CVE_KINDS[state]}>{t(`ade.cve.is.${state}`)}</Chip>{state === 'rejected' && record && <span className="quiet">{t('ade.cve.record')}</span>}</> },
            { head: t('ade.cve.for'), render: ({ advisory, reason }) => (advisory === null ? reason !== null && <Theirs>{reason}</Theirs> : <a href={pathTo('editAdvisory', { id: advisory.id })}><Theirs>{advisory.title}</Theirs></a>) },
            { head: t('field.since'), kind: 'tight', render: ({ since }) => <Time at={since} /> },
            { head: t('table.do'), kind: 'tight', render: ({ cve, state, advisory }) => (state === 'reserved' && advisory !== null ? <Act intent="free" values={{ cve }} label={t('ade.cve.free')} full={t('ade.cve.free.full', { cve })} /> : null) },
          ]}
        />
      )}
      <Form intent="cve" result={result}>
        <TextArea name="ids" label={t('ade.cve.enter')} help={t('ade.cve.enter.help')} maxLength={20_000} />
        <Submit kind="plain">{t('ade.cve.enter.go')}</Submit>
      </Form>
      {free.length > 0 && (
        <details className="more" open={isTroubleIn(result, 'reject')}>
          <summary>{t('ade.cve.reject')}</summary>
          <Form intent="reject" result={result}>
            <Select name="cve" label={t('ade.cve.reject.which')} options={free.map(({ cve }) => ({ value: cve, label: cve }))} />
            <TextArea name="reason" label={t('ade.cve.reject.why')} help={t('ade.cve.reject.help')} maxLength={4000} />
            <Submit kind="danger">{t('ade.cve.reject.go')}</Submit>
          </Form>
        </details>
      )}
    </Part>
  )
}

const PROVIDER_KINDS = { waiting: 'attention', fetched: 'good', failed: 'danger' } as const

function Provider({ provider, result }: Pick<Loaded, 'provider'> & { result: unknown }) {
  const { t } = useWords()
  return (
    <Part title={t('ade.provider')} id="provider">
      <p>{t('ade.provider.says')} <a href={pathTo('provider')}>{t('place.provider')}</a></p>
      {provider !== null && (
        <>
          <Pairs pairs={[
            [t('desk.state'), <span key="s"><Chip kind={PROVIDER_KINDS[provider.state]}>{t(`adv.mirror.${provider.state}`, { count: provider.documents })}</Chip></span>],
            [t('adv.looked'), provider.looked === null ? null : <Time key="l" at={provider.looked} full />],
            [t('ade.provider.words'), provider.words === null ? null : <span key="w" lang="en">{provider.words}</span>],
            [t('ade.provider.mirror'), provider.mirror === null ? null : <a key="m" href={provider.mirror}><bdi dir="ltr">{provider.mirror}</bdi></a>],
          ]} />
          {provider.refused.length > 0 && <ul className="editor-losses">{provider.refused.map(({ url, why }) => <li key={url} lang="en"><bdi dir="ltr">{url}</bdi>: {why}</li>)}</ul>}
          <div className="actions"><Act intent="fetch" label={t('ade.provider.fetch')} /><Act intent="drop" kind="danger" label={t('ade.provider.drop')} /></div>
        </>
      )}
      <Form intent="provider" result={result}>
        <Field name="url" type="url" label={t('ade.provider.url')} help={t('ade.provider.url.help')} value={provider?.url} maxLength={2000} />
        <Group name="wanted" kind="radio" label={t('ade.provider.wanted')} chosen={[provider?.wanted ?? 'mirror']} options={(['mirror', 'list'] as const).map((value) => ({ value, label: t(`ade.provider.${value}`), help: t(`ade.provider.${value}.says`) }))} />
        <Submit kind="plain">{t('ade.provider.go')}</Submit>
      </Form>
    </Part>
  )
}
