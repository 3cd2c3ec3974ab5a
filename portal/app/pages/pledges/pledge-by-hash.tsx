/** A text of the pledge by its SHA-256: the same for ever. */
import { useLoaderData } from 'react-router'
import { pledgeFiles } from '@openaccord/api'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Code, Value } from '../../ui/marks.tsx'
import { Page } from '../../ui/page.tsx'
import { PledgeText, useLanguageName } from '../../ui/pledge.tsx'
import { Pairs } from '../../ui/table.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'pledgeByHash' }

export const loader = page(async ({ api, params }) => api.pledges.pledgeByHash({ params: { hash: params['sha256'] ?? '' } }))

export default function PledgeByHash() {
  const { version, language, sha256, reading } = useLoaderData<typeof loader>()
  const { origin } = useVisit()
  const { t } = useWords()
  const named = useLanguageName()
  const file = origin + pledgeFiles.textByHash(sha256)
  return (
    <Page at="pledgeByHash" title={t('pledge.byHash.title')} sentence={t('pledge.byHash.sentence', { language: named(language), version })} api={`/api/v1/pledges/texts/${sha256}`}>
      <Pairs pairs={[
        [t('pledge.address.sha256'), <Value key="s">{sha256}</Value>],
        [t('pledge.address.file'), <a key="f" href={pledgeFiles.textByHash(sha256)}><Value>{file}</Value></a>],
      ]} />
      <Code label="curl" text={`curl -s '${file}' | sha256sum`} />
      <p><a href={pathTo('pledgeVersion', { version })}>{t('pledge.byHash.version', { version })}</a></p>
      <h2 className="pledge-title" lang={language}>{reading.title}</h2>
      <PledgeText reading={reading} language={language} />
    </Page>
  )
}
