/** Who may review organisations from outside: on which ground, since when and until when, and who no longer may. */
import { useLoaderData } from 'react-router'
import type { Client } from '@openaccord/api'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ProofMark } from '../../ui/accord.tsx'
import { ButtonLink } from '../../ui/form.tsx'
import { Chip, Day } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'assessors' }

export const loader = page(({ api }) => api.commitments.assessors())

export type Assessor = Awaited<ReturnType<Client['commitments']['assessors']>>['assessors'][number]

export default function Assessors() {
  const { assessors } = useLoaderData<typeof loader>()
  const { me } = useVisit()
  const { t } = useWords()
  const now = assessors.filter(({ state }) => state === 'accredited')
  const before = assessors.filter(({ state }) => state !== 'accredited')
  return (
    <Page
      at="assessors" title={t('place.assessors')} api="/api/v1/commitments/assessors" sentence={now.length === 0 ? t('assessors.sentence.none') : t('assessors.sentence', { count: now.length })}
      actions={me?.rights.includes('accord.keep') === true && <ButtonLink to={pathTo('keepAssessors')}>{t('assessors.keep')}</ButtonLink>}
    >
      <p className="prose">{t('org.assurance.says')} {t('assessors.says')}</p>
      {now.length === 0 ? <Empty title={t('assessors.none.title')}><p>{t('assessors.none')}</p></Empty> : <AssessorTable assessors={now} caption={t('assessors.caption', { count: now.length })} />}
      {before.length > 0 && <Part title={t('assessors.before')}><AssessorTable assessors={before} caption={t('assessors.before.caption', { count: before.length })} /></Part>}
    </Page>
  )
}

export function AssessorTable({ assessors, caption }: { assessors: readonly Assessor[]; caption: string }) {
  const { t } = useWords()
  return (
    <Table
      caption={caption} rows={assessors} keyOf={({ fact }) => fact}
      columns={[
        { head: t('field.organisation'), names: true, render: ({ slug, name }) => <a href={pathTo('registered', { slug })}><bdi>{name}</bdi></a> },
        { head: t('assessors.basis'), render: ({ basis }) => <span dir="auto">{basis}</span> },
        { head: t('field.state'), kind: 'tight', render: ({ state }) => <Chip kind={state === 'accredited' ? 'good' : 'plain'}>{t(`assessors.is.${state}`)}</Chip> },
        { head: t('assessors.from'), kind: 'tight', render: ({ from }) => <Day at={from} /> },
        { head: t('assessors.until'), kind: 'tight', render: ({ until }) => <Day at={until} /> },
        { head: t('entry.proof'), kind: 'tight', render: ({ fact, name }) => <ProofMark fact={fact} what={name} /> },
      ]}
    />
  )
}
