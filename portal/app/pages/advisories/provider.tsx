/** The hub as a CSAF trusted provider, each requirement as a stranger meets it now; and members' own providers, fetched and verified. */
import { useLoaderData } from 'react-router'
import { page } from '../../page.ts'
import { Chip, Code, Theirs, Time } from '../../ui/marks.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { useWords } from '../../ui/visit.tsx'

export const handle = { at: 'provider' }

export const loader = page(async ({ api }) => {
  const [provider, { providers }] = await Promise.all([api.advisories.provider(), api.advisories.providers()])
  return { provider, providers }
})

/** Names of files, the same in every language. */
const FILES = { metadata: 'provider-metadata.json', securityTxt: 'security.txt', aggregator: 'aggregator.json' } as const
const KINDS = { met: 'good', broken: 'danger', 'not-run': 'plain' } as const

export default function Provider() {
  const { provider, providers } = useLoaderData<typeof loader>()
  const { t } = useWords()
  const met = provider.requirements.filter(({ state }) => state === 'met').length
  return (
    <Page at="provider" title={t('place.provider')} sentence={t(`adv.judged.${provider.judged.fulfilled}`, { count: met, all: provider.requirements.length })} api="/api/v1/advisories/provider">
      <Part title={t('adv.where')}>
        <Code label={FILES.metadata} text={provider.metadataUrl} long />
        <Code label={FILES.securityTxt} text={provider.securityTxt} long />
        <Code label={FILES.aggregator} text={provider.aggregator} long />
        <p><a href={provider.key.url}>{t('adv.key')}</a> <bdi dir="ltr"><code translate="no">{provider.key.fingerprint}</code></bdi></p>
      </Part>
      <Part title={t('adv.requirements')}>
        <p>{t('adv.looked')} <Time at={provider.looked} full /></p>
        <ol className="requirements">
          {provider.requirements.map(({ number, title, state, reason, reasonCode, findings }) => (
            <li key={number} value={number}>
              <Chip kind={KINDS[state]}>{t(`adv.requirement.${state}`)}</Chip> <Coded k={`adv.req.${number}`} words={title} />
              {reason !== null && <p className="quiet"><Coded k={`adv.notRun.${reasonCode ?? ''}`} words={reason} /></p>}
              {findings.length > 0 && <ul>{findings.map(({ url, message, fix }) => <li key={`${url} ${message}`} lang="en"><bdi dir="ltr">{url}</bdi> {message}: {fix}</li>)}</ul>}
            </li>
          ))}
        </ol>
      </Part>
      <Part title={t('adv.mirrors')}>
        {providers.length === 0 ? <p>{t('adv.mirrors.none')}</p> : (
          <ul>
            {providers.map(({ organisation, url, state, looked, documents, refused }) => (
              <li key={url}>
                <Theirs>{organisation.name}</Theirs> · <a href={url}><bdi dir="ltr">{url}</bdi></a> · {t(`adv.mirror.${state}`, { count: documents })}{looked !== null && <> · <Time at={looked} /></>}
                {refused.length > 0 && <ul>{refused.map((each) => <li key={each.url} lang="en"><bdi dir="ltr">{each.url}</bdi>: {each.why}</li>)}</ul>}
              </li>
            ))}
          </ul>
        )}
      </Part>
    </Page>
  )
}

/** What has a message of its own, in the visitor's language; else the words that came with it. */
function Coded({ k, words }: { k: string; words: string }) {
  const { t, has } = useWords()
  return has(k) ? <>{t(k)}</> : <span lang="en" dir="ltr">{words}</span>
}
