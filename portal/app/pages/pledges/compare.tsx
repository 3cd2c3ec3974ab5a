/** What changed from one version of the pledge to another, word by word; readable without colour. */
import { useLoaderData } from 'react-router'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Form, Select, Submit } from '../../ui/form.tsx'
import { Chip } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { directionOf, linked, useLanguageName } from '../../ui/pledge.tsx'
import { Changed } from '../../ui/redline.tsx'
import { useWords } from '../../ui/visit.tsx'

export const handle = { at: 'pledgeCompare' }

export const loader = page(async ({ api, url, words }) => {
  const { versions, current } = await api.pledges.pledgeVersions()
  const names = versions.map(({ version }) => version)
  const named = (field: string) => names.find((name) => name === url.searchParams.get(field))
  const to = named('to') ?? current ?? names[0]
  const from = named('from') ?? versions.find(({ version }) => version === to)?.replaces ?? names.find((name) => name !== to)
  if (from === undefined || to === undefined) return { names, languages: [], redline: null }
  const both = (version: string) => versions.find((each) => each.version === version)?.texts.map(({ language }) => language) ?? []
  const languages = both(to).filter((language) => both(from).includes(language))
  const language = [url.searchParams.get('text'), words.tag].find((tag) => tag !== null && languages.includes(tag))
  return { names, languages, redline: await api.pledges.redline({ params: { version: from, to }, query: language == null ? {} : { language } }) }
})

type Redline = NonNullable<Awaited<ReturnType<typeof loader>>['redline']>
type Block = Redline['blocks'][number]
const CHANGES = ['changed', 'added', 'removed', 'moved'] as const

export default function Compare() {
  const { names, languages, redline } = useLoaderData<typeof loader>()
  const { t } = useWords()
  const language = useLanguageName()
  if (redline === null) {
    return (
      <Page at="pledgeCompare" title={t('place.pledgeCompare')} sentence={t('compare.one.title')}>
        <Empty title={t('compare.one.title')}><p>{t('compare.one')}</p></Empty>
      </Page>
    )
  }
  const options = names.map((name) => ({ value: name, label: name }))
  return (
    <Page at="pledgeCompare" title={t('place.pledgeCompare')} sentence={<Changes redline={redline} />} api={`/api/v1/pledges/versions/${redline.from}/redline/${redline.to}`}>
      <Form method="get" action={pathTo('pledgeCompare')} shape="row">
        <Select name="from" label={t('compare.from')} value={redline.from} options={options} />
        <Select name="to" label={t('compare.to')} value={redline.to} options={options} />
        {languages.length > 1 && <Select name="text" label={t('compare.language')} value={redline.language} options={languages.map((tag) => ({ value: tag, label: language(tag) }))} />}
        <Submit kind="plain">{t('compare.go')}</Submit>
      </Form>
      <p className="quiet">{t('compare.how')}</p>
      <Blocks redline={redline} />
    </Page>
  )
}

function Changes({ redline: { from, to, blocks } }: { redline: Redline }) {
  const { t, list } = useWords()
  const counted = CHANGES.map((change) => ({ change, count: blocks.filter((block) => block.change === change).length })).filter(({ count }) => count > 0)
  if (counted.length === 0) return t('compare.none', { from, to })
  return t('compare.sentence', { from, to, changes: list(counted.map(({ change, count }) => t(`compare.${change}`, { count }))) })
}

/** What changed in full; runs of what did not, folded up. */
function Blocks({ redline: { blocks, language } }: { redline: Redline }) {
  const { t } = useWords()
  const runs: Block[][] = []
  for (const block of blocks) {
    const last = runs.at(-1)
    if (last !== undefined && block.change === 'same' && last[0]?.change === 'same') last.push(block)
    else runs.push([block])
  }
  return (
    <div className="redline">
      {runs.map((run) => {
        const [first] = run
        if (first === undefined) return null
        if (first.change !== 'same') return <RedlineBlock key={first.id} block={first} language={language} />
        return (
          <details className="more" key={first.id}>
            <summary>{t('compare.same', { count: run.length })}</summary>
            {run.map((block) => <RedlineBlock key={block.id} block={block} language={language} />)}
          </details>
        )
      })}
    </div>
  )
}

function RedlineBlock({ block: { id, change, from, parts }, language }: { block: Block; language: string }) {
  const { t } = useWords()
  return (
    <section className="redline-block">
      <h2>
        <BlockName id={id} /> {change !== 'same' && <Chip kind={change === 'removed' ? 'danger' : change === 'added' ? 'good' : 'attention'}>{t(`change.${change}`)}</Chip>}
        {from !== null && <span className="quiet"> {t('compare.movedFrom', { id: from })}</span>}
      </h2>
      <p lang={language} dir={directionOf(language)}>
        <Changed words={parts} same={linked} />
      </p>
    </section>
  )
}

function BlockName({ id }: { id: string }) {
  const { t } = useWords()
  if (id === 'title') return t('compare.title')
  if (id === 'preamble') return t('pledge.preamble')
  if (id.endsWith('.intro')) return t('compare.intro', { id: id.slice(0, -6) })
  return /^P\d+$/.test(id) ? t('compare.principle', { id }) : <bdi>{id}</bdi>
}
