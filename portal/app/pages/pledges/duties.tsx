/** Our signature: how we stand, what is due and until when, what we may do, and the ceremonies we take part in. */
import { useLoaderData } from 'react-router'
import { memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { StandingChip, useEntrySentence } from '../../ui/accord.tsx'
import { ButtonLink } from '../../ui/form.tsx'
import { Chip, Theirs, Time } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'

export const handle = { at: 'duties' }

export const loader = memberPage(async ({ api, me }) => ({ ...(await api.pledges.duties()), name: me.organisation.name }), 'acts.sign')

type Duty = Awaited<ReturnType<typeof loader>>['duties'][number]

export default function Duties() {
  const { entry, duties, ceremonies, name } = useLoaderData<typeof loader>()
  const { t } = useWords()
  const sentence = useEntrySentence()
  const due = duties.filter(({ urge }) => urge === 'due')
  const may = duties.filter(({ urge }) => urge === 'may')
  return (
    <Page
      at="duties" title={t('place.duties')} sentence={<bdi>{entry === null ? t('duties.sentence.none', { name }) : sentence(entry)}</bdi>} api="/api/v1/pledges/duties"
      actions={entry !== null && <><StandingChip state={entry.state} /><ButtonLink to={pathTo('registered', { slug: entry.slug })}>{t('duties.entry')}</ButtonLink></>}
    >
      <Part title={t('duties.due')}>
        {due.length === 0 ? <Empty title={t('duties.due.none.title')}><p>{t('duties.due.none')}</p></Empty> : <DutyTable caption={t('duties.due.caption', { count: due.length })} duties={due} first />}
      </Part>
      {may.length > 0 && <Part title={t('duties.may')}><DutyTable caption={t('duties.may.caption')} duties={may} /></Part>}
      {ceremonies.length > 0 && (
        <Part title={t('duties.ceremonies')}>
          <Table
            caption={t('duties.ceremonies.caption')} rows={ceremonies} keyOf={({ id }) => id}
            columns={[
              { head: t('field.title'), names: true, render: ({ id, title }) => <a href={pathTo('ceremony', { id })}><Theirs>{title}</Theirs></a> },
              { head: t('field.state'), kind: 'tight', render: ({ state }) => <Chip kind={state === 'open' ? 'attention' : 'plain'}>{t(`ceremony.state.${state}`)}</Chip> },
              { head: t('field.at'), render: ({ at }) => <Time at={at} full /> },
              { head: t('table.do'), render: ({ id, state }) => (state === 'open' ? <ButtonLink size="small" to={pathTo('signAct', { kind: 'pledge-signature' }, { ceremony: id })}>{t('ceremony.sign')}</ButtonLink> : null) },
            ]}
          />
        </Part>
      )}
    </Page>
  )
}

function DutyTable({ caption, duties, first = false }: { caption: string; duties: readonly Duty[]; first?: boolean }) {
  const { t } = useWords()
  return (
    <Table
      caption={caption} rows={duties} keyOf={({ act }) => act}
      columns={[
        { head: t('entry.what'), names: true, render: ({ act }) => t(`duty.${act}`) },
        ...(duties.some(({ until }) => until !== null) ? [{ head: t('duties.until'), render: ({ until }: Duty) => (until === null ? null : <Time at={until} full />) }] : []),
        { head: t('table.do'), kind: 'tight', render: ({ act }) => <a className="button" data-kind={first ? 'first' : 'plain'} data-size="small" href={pathTo('signAct', { kind: act })} aria-label={t('duties.go.full', { act: t(`duty.${act}`) })}>{t('duties.go')}</a> },
      ]}
    />
  )
}
