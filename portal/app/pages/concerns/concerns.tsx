/** Concerns that were taken up, corrections that were made, counts of everything that was filed, and who is suspended or silent. */
import { useLoaderData } from 'react-router'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ConcernChip, LadderChip, useLadderSentence, Waits } from '../../ui/concern.tsx'
import { ButtonLink } from '../../ui/form.tsx'
import { Chip, Day } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { directionOf } from '../../ui/pledge.tsx'
import { RowLink, Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'

export const handle = { at: 'concerns' }

export const loader = page(async ({ api, url }) => {
  const before = url.searchParams.get('before') ?? ''
  const [found, { ladders }] = await Promise.all([api.concerns.concerns({ query: { limit: 30, ...(before === '' ? {} : { before }) } }), api.concerns.ladders()])
  return { ...found, ladders, paged: before !== '' }
})

type Loaded = Awaited<ReturnType<typeof loader>>

export default function Concerns() {
  const { counts, concerns, next, paged, ladders, states, outcomes, corrections } = useLoaderData<typeof loader>()
  const { t, number } = useWords()
  const filed = counts.concern + counts.correction + counts.tip
  return (
    <Page
      at="concerns" title={t('place.concerns')} api="/api/v1/concerns" sentence={filed === 0 ? t('concerns.sentence.none') : t('concerns.sentence', { count: filed, public: publicOnes({ states, outcomes, counts }) })}
      actions={<><ButtonLink to={pathTo('newConcern')} kind="first">{t('concerns.new')}</ButtonLink><ButtonLink to={pathTo('receipt')}>{t('concerns.receipt')}</ButtonLink></>}
    >
      <p>{t('concerns.says')}</p>
      <Part title={t('concerns.list')}>
        {concerns.length === 0 ? <Empty title={t('concerns.none.title')}><p>{t('concerns.none')}</p></Empty> : <ConcernTable concerns={concerns} />}
        {(next !== null || paged) && (
          <nav className="pages-links" aria-label={t('pages.label')}>
            {paged && <ButtonLink to={pathTo('concerns')}>{t('pages.first')}</ButtonLink>}
            {next !== null && <ButtonLink to={pathTo('concerns', {}, { before: next })}>{t('concerns.more')}</ButtonLink>}
          </nav>
        )}
      </Part>
      <Part title={t('concerns.ladders')} id="ladders">{ladders.length === 0 ? <p>{t('concerns.ladders.none')}</p> : <Ladders ladders={ladders} />}</Part>
      <Part title={t('concerns.counts')} id="counts">
        <p>{t('concerns.counts.says')}</p>
        <Table
          caption={t('concerns.counts')} rows={countRows({ states, outcomes })} keyOf={({ key }) => key}
          columns={[
            { head: t('concerns.count.state'), names: true, render: ({ key }) => t(key) },
            { head: t('concerns.count.number'), kind: 'figure', render: ({ many }) => number(many) },
          ]}
        />
        <p>{t('concerns.corrections')}: {t('concerns.corrections.says', corrections)}</p>
      </Part>
    </Page>
  )
}

/** What the public reads: taken up, or corrected. */
const publicOnes = ({ states, outcomes, counts }: Pick<Loaded, 'states' | 'outcomes' | 'counts'>): number =>
  counts.concern + counts.correction + counts.tip - states.screening - states.declined - states.withdrawn - outcomes.handled

const of = <K extends string, P extends string>(sums: Record<K, number>, prefix: P) => (Object.entries(sums) as [K, number][]).filter(([, many]) => many > 0).map(([name, many]) => ({ key: `${prefix}.${name}` as const, many }))

function countRows({ states, outcomes }: Pick<Loaded, 'states' | 'outcomes'>) {
  return [...of(states, 'concern.state').filter(({ key }) => key !== 'concern.state.closed'), ...of(outcomes, 'concern.outcome')]
}

export function ConcernTable({ concerns }: { concerns: Loaded['concerns'] }) {
  const { t } = useWords()
  return (
    <Table
      caption={t('concerns.caption', { count: concerns.length })} rows={concerns} keyOf={({ id }) => id} linked
      columns={[
        { head: t('concerns.about'), names: true, render: ({ id, organisation, kind }) => <><RowLink to={pathTo('concern', { id })}><bdi>{organisation?.name ?? t(`concern.kind.${kind}`)}</bdi></RowLink> <Chip>{t(`concern.kind.${kind}`)}</Chip></> },
        { head: t('concerns.what'), render: ({ summary, language }) => <span lang={language} dir={directionOf(language)}>{short(summary)}</span> },
        { head: t('concerns.stands'), render: ({ standing, kind, organisation }) => <><ConcernChip standing={standing} /> <span className="quiet"><Waits standing={standing} kind={kind} name={organisation?.name ?? ''} /></span></> },
        { head: t('concerns.opened'), kind: 'tight', render: ({ opened }) => <Day at={opened} /> },
      ]}
    />
  )
}

const short = (text: string): string => (text.length <= 160 ? text : `${text.slice(0, 157).replace(/\s+\S*$/, '')}…`)

function Ladders({ ladders }: Pick<Loaded, 'ladders'>) {
  const { t } = useWords()
  const sentence = useLadderSentence()
  return (
    <Table
      caption={t('concerns.ladders.caption')} rows={ladders} keyOf={({ organisation }) => organisation.slug}
      columns={[
        { head: t('field.organisation'), names: true, render: ({ organisation: { slug, name } }) => <a href={`${pathTo('registered', { slug })}#ladder`}><bdi>{name}</bdi></a> },
        { head: t('concerns.stands'), render: (ladder) => <><LadderChip state={ladder.state} /> <span className="quiet"><bdi>{sentence(ladder)}</bdi></span></> },
        { head: t('concerns.opened'), kind: 'tight', render: ({ since }) => <Day at={since} /> },
      ]}
    />
  )
}
