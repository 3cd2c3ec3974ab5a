/** A founding ceremony: many organisations sign at one moment; here everyone sees who is ready. */
import { useActionData, useLoaderData } from 'react-router'
import { may } from '../../context.ts'
import { doneAt, form, isTrouble, page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ProofMark } from '../../ui/accord.tsx'
import { ButtonLink, Form, Submit } from '../../ui/form.tsx'
import { Chip, Time } from '../../ui/marks.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Say, useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'ceremony', lively: true }

export const loader = page(async ({ api, params }) => api.pledges.ceremony({ params: { ceremony: params['id'] ?? '' } }))

export const action = form(async ({ api, params }) => {
  const ceremony = params['id'] ?? ''
  await api.pledges.cancelCeremony({ params: { ceremony } })
  return doneAt(pathTo('ceremony', { id: ceremony }), 'ceremonyCancelled')
})

type Ceremony = Awaited<ReturnType<typeof loader>>

export default function CeremonyPage() {
  const ceremony = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const visit = useVisit()
  const { t } = useWords()
  const { id, title, version, at, state, organisations } = ceremony
  const ready = organisations.filter((each) => each.state === 'prepared' || each.state === 'signed').length
  const mine = organisations.some(({ slug }) => slug === visit.me?.organisation.slug)
  return (
    <Page
      at="ceremony" title={title} titleLanguage="" wrong={isTrouble(result)} api={`/api/v1/pledges/ceremonies/${id}`}
      sentence={<Say k={`ceremony.sentence.${state}`} fill={{ ready, all: organisations.length }} at={<Time at={at} full />} />}
      actions={state === 'open' && <><ButtonLink to={pathTo('ceremony', { id })}>{t('ceremony.refresh')}</ButtonLink>{mine && may(visit, 'acts.sign') && <ButtonLink kind="first" to={pathTo('signAct', { kind: 'pledge-signature' }, { ceremony: id })}>{t('ceremony.sign')}</ButtonLink>}</>}
    >
      {state === 'open' && <div data-needs-script="" hidden><dl className="figures"><div><dt>{t('ceremony.left')}</dt><dd data-countdown={at} /></div></dl></div>}
      <p><a href={pathTo('pledgeVersion', { version })}>{t('place.pledge')} <bdi>{version}</bdi></a></p>
      <Who ceremony={ceremony} />
      {state === 'open' && may(visit, 'accord.keep') && (
        <Part title={t('ceremony.cancel')}>
          <p>{t('ceremony.cancel.says')}</p>
          <Form intent="cancel" result={result}><Submit kind="danger">{t('ceremony.cancel')}</Submit></Form>
        </Part>
      )}
    </Page>
  )
}

const KIND = { missing: 'plain', prepared: 'good', signed: 'good', refused: 'danger' } as const

function Who({ ceremony: { organisations } }: { ceremony: Ceremony }) {
  const { t } = useWords()
  return (
    <Table
      caption={t('ceremony.caption', { count: organisations.length })} rows={organisations} keyOf={({ slug }) => slug}
      columns={[
        { head: t('field.organisation'), names: true, render: ({ slug, name, state }) => (state === 'signed' ? <a href={pathTo('registered', { slug })}><bdi>{name}</bdi></a> : <bdi>{name}</bdi>) },
        { head: t('ceremony.ready'), kind: 'tight', render: ({ state }) => <Chip kind={KIND[state]}>{t(`ceremony.of.${state}`)}</Chip> },
        { head: t('ceremony.reason'), render: ({ reason }) => (reason === null ? null : <span lang="en">{reason}</span>) },
        { head: t('entry.proof'), kind: 'tight', render: ({ fact, name }) => <ProofMark fact={fact} what={name} /> },
      ]}
    />
  )
}
