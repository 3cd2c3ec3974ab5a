/** Who takes part, for everyone to read. */
import { useLoaderData } from 'react-router'
import { page } from '../../page.ts'
import { Chip, Day, Theirs } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'

export const handle = { at: 'register' }

export const loader = page(async ({ api }) => api.members.register())

export default function Register() {
  const { organisations } = useLoaderData<typeof loader>()
  const { t, locale } = useWords()
  const countries = new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' })
  const active = organisations.filter(({ state }) => state === 'active').length
  return (
    <Page at="register" title={t('place.register')} sentence={t('register.sentence', { count: active })} api="/api/v1/register">
      {organisations.length === 0 ? <Empty title={t('register.empty.title')}><p>{t('register.empty')}</p></Empty> : (
        <Table
          caption={t('register.caption')} rows={organisations} keyOf={({ slug }) => slug}
          columns={[
            { head: t('field.organisation'), names: true, render: ({ name, website }) => (website === null ? <Theirs>{name}</Theirs> : <a href={website} rel="noreferrer"><Theirs>{name}</Theirs></a>) },
            { head: t('field.description'), render: ({ description }) => <Theirs>{description}</Theirs> },
            { head: t('field.kind'), kind: 'tight', render: ({ kind, state }) => <>{t(`kind.${kind}`)}{state !== 'active' && <>{' '}<Chip kind="attention">{t(`state.${state}`)}</Chip></>}</> },
            { head: t('field.sector'), render: ({ sector }) => sector },
            { head: t('field.country'), render: ({ country }) => (country === null ? null : countries.of(country)) },
            { head: t('field.since'), kind: 'tight', render: ({ since }) => <Day at={since} /> },
          ]}
        />
      )}
    </Page>
  )
}
