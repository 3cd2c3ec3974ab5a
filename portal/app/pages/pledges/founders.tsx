/** The companies that signed the Cybersecurity Tech Accord in 2018: history, apart from this hub's own register. */
import { useLoaderData } from 'react-router'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Day, Theirs } from '../../ui/marks.tsx'
import { Page } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Say, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'founders' }

export const loader = page(async ({ api }) => api.pledges.founders())

export default function Founders() {
  const { on, source, founders } = useLoaderData<typeof loader>()
  const { t, list } = useWords()
  return (
    <Page at="founders" title={t('founders.title')} sentence={<Say k="founders.sentence" fill={{ count: founders.length }} day={<Day at={on} />} />} api="/api/v1/pledges/founders-2018">
      <p><Say k="founders.says" register={<a href={pathTo('register')}>{t('founders.register')}</a>} /></p>
      <Table
        caption={t('founders.caption')} rows={founders} keyOf={({ name }) => name}
        columns={[
          { head: t('field.name'), names: true, render: ({ name, alsoKnownAs }) => <><Theirs>{name}</Theirs>{alsoKnownAs.length > 0 && <span className="under quiet"> {t('founders.also', { names: list(alsoKnownAs) })}</span>}</> },
          {
            head: t('founders.became'), render: ({ became }) => (became.length === 0 ? <span className="quiet">{t('founders.unchanged')}</span> : (
              <ul className="values">{became.map(({ how, name, year }) => <li key={`${how} ${name} ${year}`}><Say k="how.says" fill={{ how: t(`how.${how}`), when: String(year) }} name={<bdi>{name}</bdi>} /></li>)}</ul>
            )),
          },
        ]}
      />
      <p><a href={source} rel="noreferrer">{t('founders.source')}</a></p>
    </Page>
  )
}
