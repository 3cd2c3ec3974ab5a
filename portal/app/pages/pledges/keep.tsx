/** Pledge and register, for the secretariat: versions, what waits for a second person, the register, ceremonies. */
import { data, redirect, useActionData, useLoaderData } from 'react-router'
import { doneAt, form, isTrouble, memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Act, ButtonLink, Field, Form, Group, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Chip, Day, Theirs, Time } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { RowLink, Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'
import { instantOf } from './says.ts'

export const handle = { at: 'keep' }

export const loader = memberPage(async ({ api }) => {
  const [{ current, versions }, { proposals }, { ceremonies }, { organisations }] = await Promise.all([
    api.pledges.pledgeVersions(), api.pledges.proposals(), api.pledges.ceremonies(), api.members.organisations(),
  ])
  const may = organisations.filter(({ kind, state }) => kind === 'signatory' && state === 'active').map(({ slug, name }) => ({ slug, name }))
  return { current, versions, proposals, ceremonies, organisations: may }
}, 'accord.keep')

export const action = form(async ({ api }, { text, all, intent }) => {
  const params = { proposal: text('proposal') }
  if (intent === 'confirm') {
    await api.pledges.confirmProposal({ params, body: {} })
    return doneAt(pathTo('keep'), 'confirmed')
  }
  if (intent === 'decline') {
    await api.pledges.declineProposal({ params })
    return doneAt(pathTo('keep'), 'declined')
  }
  if (intent === 'ceremony') {
    const { id } = await api.pledges.openCeremony({ body: { title: text('title'), at: instantOf(text('at')), organisations: all('organisations') } })
    return redirect(pathTo('ceremony', { id }, { done: 'ceremonyOpen' }), 303)
  }
  if (intent !== 'begin') throw data(null, { status: 400 })
  const { version } = await api.pledges.draftPledge({ body: { version: text('version'), title: text('title'), major: text('major') === 'yes', languageOfRecord: text('languageOfRecord'), text: text('text') } })
  return redirect(pathTo('keepVersion', { version }, { done: 'begun' }), 303)
})

type Loaded = Awaited<ReturnType<typeof loader>>

export default function Keep() {
  const loaded = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const { current, proposals } = loaded
  return (
    <Page
      at="keep" title={t('place.keep')} wrong={isTrouble(result)} api="/api/v1/pledges"
      sentence={t('keep.sentence', { inForce: current === null ? t('keep.inForce.none') : t('keep.inForce', { version: current }), waiting: proposals.length === 0 ? t('keep.waiting.none') : t('keep.waiting', { count: proposals.length }) })}
    >
      <Part title={t('keep.proposals')}><Proposals proposals={proposals} result={result} /></Part>
      <Part title={t('keep.versions')}><Versions versions={loaded.versions} /></Part>
      <Part title={t('keep.register')}>
        <p>{t('keep.register.says')}</p>
        <div className="actions">{(['succession', 'affiliation'] as const).map((kind) => <ButtonLink key={kind} to={pathTo('signAct', { kind })}>{t(`duty.${kind}`)}</ButtonLink>)}</div>
      </Part>
      <p><a href={pathTo('keepAssessors')}>{t('place.keepAssessors')}</a></p>
      <Part title={t('keep.ceremonies')}><Ceremonies ceremonies={loaded.ceremonies} /></Part>
      {current !== null && <Part title={t('keep.ceremony.open')}><OpenCeremony organisations={loaded.organisations} result={result} /></Part>}
      <Part title={t('keep.begin')}><Begin result={result} /></Part>
    </Page>
  )
}

function Proposals({ proposals, result }: Pick<Loaded, 'proposals'> & { result: unknown }) {
  const { t } = useWords()
  if (proposals.length === 0) return <Empty title={t('keep.proposals.none.title')}><p>{t('keep.proposals.none')}</p></Empty>
  return (
    <>
      {isTrouble(result) && result.form === 'confirm' && <Form intent="confirm" result={result} shape="bare">{null}</Form>}
      <Table
        caption={t('keep.proposals.caption', { count: proposals.length })} rows={proposals} keyOf={({ id }) => id}
        columns={[
          { head: t('entry.what'), names: true, render: ({ words }) => <span lang="en">{words}</span> },
          { head: t('keep.proposal.by'), render: ({ byName }) => <Theirs>{byName}</Theirs> },
          { head: t('keep.proposal.at'), kind: 'tight', render: ({ at }) => <Time at={at} /> },
          {
            head: t('table.do'), render: ({ id, words }) => (
              <div className="actions">
                <Act intent="confirm" values={{ proposal: id }} label={t('keep.confirm')} full={t('keep.confirm.full', { what: words })} />
                <Act intent="decline" values={{ proposal: id }} kind="danger" label={t('keep.decline')} full={t('keep.decline.full', { what: words })} />
              </div>
            ),
          },
        ]}
      />
    </>
  )
}

function Versions({ versions }: Pick<Loaded, 'versions'>) {
  const { t, number } = useWords()
  if (versions.length === 0) return <Empty title={t('keep.versions.none.title')}><p>{t('keep.versions.none')}</p></Empty>
  return (
    <Table
      caption={t('pledge.versions.caption', { count: versions.length })} rows={versions} keyOf={({ version }) => version} linked
      columns={[
        { head: t('pledge.version'), names: true, render: ({ version }) => <RowLink to={pathTo('keepVersion', { version })}>{version}</RowLink> },
        { head: t('field.title'), render: ({ title }) => <Theirs>{title}</Theirs> },
        { head: t('field.state'), kind: 'tight', render: ({ state }) => <Chip kind={state === 'adopted' ? 'good' : state === 'superseded' ? 'plain' : 'attention'}>{t(`version.${state}`)}</Chip> },
        { head: t('pledge.languages'), kind: 'figure', render: ({ texts }) => number(texts.length) },
        { head: t('pledge.version.signatures'), kind: 'figure', render: ({ signatures }) => number(signatures) },
        { head: t('pledge.version.from'), kind: 'tight', render: ({ adopted }) => (adopted === null ? null : <Day at={adopted} />) },
      ]}
    />
  )
}

function Ceremonies({ ceremonies }: Pick<Loaded, 'ceremonies'>) {
  const { t, number } = useWords()
  if (ceremonies.length === 0) return <Empty title={t('keep.ceremonies.none.title')}><p>{t('keep.ceremonies.none')}</p></Empty>
  return (
    <Table
      caption={t('keep.ceremonies.caption')} rows={ceremonies} keyOf={({ id }) => id} linked
      columns={[
        { head: t('field.title'), names: true, render: ({ id, title }) => <RowLink to={pathTo('ceremony', { id })}><Theirs>{title}</Theirs></RowLink> },
        { head: t('field.state'), kind: 'tight', render: ({ state }) => <Chip kind={state === 'open' ? 'attention' : 'plain'}>{t(`ceremony.state.${state}`)}</Chip> },
        { head: t('field.at'), render: ({ at }) => <Time at={at} full /> },
        { head: t('keep.ceremony.who'), kind: 'figure', render: ({ organisations }) => number(organisations.length) },
      ]}
    />
  )
}

function OpenCeremony({ organisations, result }: Pick<Loaded, 'organisations'> & { result: unknown }) {
  const { t } = useWords()
  return (
    <Form intent="ceremony" result={result}>
      <Field name="title" label={t('field.title')} maxLength={200} />
      <Field name="at" type="datetime-local" label={t('keep.ceremony.at')} />
      <Group name="organisations" label={t('keep.ceremony.who')} options={organisations.map(({ slug, name }) => ({ value: slug, label: <bdi>{name}</bdi> }))} />
      <Submit kind="plain">{t('keep.ceremony.go')}</Submit>
    </Form>
  )
}

function Begin({ result }: { result: unknown }) {
  const { t } = useWords()
  return (
    <Form intent="begin" result={result}>
      <Field name="version" label={t('pledge.version')} help={t('keep.version.help')} maxLength={7} />
      <Field name="title" label={t('field.title')} maxLength={200} />
      <Select name="major" label={t('keep.major')} options={(['yes', 'no'] as const).map((value) => ({ value, label: t(`keep.major.${value}`) }))} />
      <Field name="languageOfRecord" label={t('keep.languageOfRecord')} help={t('keep.languageOfRecord.help')} value="en" maxLength={35} />
      <TextArea name="text" label={t('field.text')} help={t('keep.text.help')} maxLength={200_000} />
      <Submit kind="plain">{t('keep.begin.go')}</Submit>
    </Form>
  )
}
