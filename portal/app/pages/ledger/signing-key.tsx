/** One signing key, for everyone: whose it is and how it stands in a sentence, the domains that prove it, its history. */
import { data, useLoaderData } from 'react-router'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Chip, Time, Value } from '../../ui/marks.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Pairs, Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'
import { namesOf } from './names.ts'

export const handle = { at: 'signingKey' }

export const loader = page(async ({ api, params }) => {
  const keyid = params['keyid'] ?? ''
  if (!/^[0-9a-f]{64}$/.test(keyid)) throw data(null, { status: 404 })
  const key = await api.keys.key({ params: { keyid } })
  const named = (await namesOf(api, [key.organisation]))[key.organisation]
  return { key, name: named?.name ?? key.organisation, slug: named?.slug ?? null }
})

export default function SigningKey() {
  const { key, name, slug } = useLoaderData<typeof loader>()
  const { t, day } = useWords()
  const { keyid, publicKey, state, replaces, replacedBy, active, ended, firstDoubt } = key
  const at = state === 'active' ? active : state === 'compromised' ? firstDoubt : ended
  return (
    <Page at="signingKey" title={t('place.signingKey')} api={`/api/v1/keys/${keyid}`} sentence={<bdi>{t(`signingKey.sentence.${state}`, { organisation: name, at: at === null ? '' : day(at) })}</bdi>}>
      <Part title={t('signingKey.facts')}>
        <Pairs pairs={[
          [t('signingKey.of'), slug === null ? <bdi key="o">{name}</bdi> : <a key="o" href={pathTo('registered', { slug })}><bdi>{name}</bdi></a>],
          [t('field.state'), <KeyChip key="s" state={state} />],
          [t('signingKey.keyid'), <Value key="i">{keyid}</Value>],
          [t('signingKey.publicKey'), <Value key="p">{publicKey}</Value>],
          [t('signingKey.replaces'), replaces === null ? null : <KeyLink key="r" keyid={replaces} />],
          [t('signingKey.replacedBy'), replacedBy === null ? null : <KeyLink key="b" keyid={replacedBy} />],
          [t('signingKey.acts'), <a key="a" href={pathTo('log', {}, { about: keyid })}>{t('signingKey.acts.link')}</a>],
        ]} />
      </Part>
      <KeyDomains domains={key.domains} />
      <KeyHistory history={key.history} />
    </Page>
  )
}

type Key = Awaited<ReturnType<typeof loader>>['key']

const KeyLink = ({ keyid }: { keyid: string }) => <a href={pathTo('signingKey', { keyid })}><Value>{keyid}</Value></a>

export function KeyChip({ state }: { state: Key['state'] }) {
  const { t } = useWords()
  return <Chip kind={state === 'active' ? 'good' : state === 'compromised' ? 'danger' : state === 'proposed' || state === 'confirmed' ? 'attention' : 'plain'}>{t(`key.state.${state}`)}</Chip>
}

export function KeyDomains({ domains }: { domains: Key['domains'] }) {
  const { t } = useWords()
  return (
    <Part title={t('signingKey.domains')}>
      {domains.length === 0 ? <p>{t('signingKey.domains.none')}</p> : (
        <Table
          caption={t('signingKey.domains.caption', { count: domains.length })} rows={domains} keyOf={({ domain }) => domain}
          columns={[
            { head: t('signingKey.domain'), names: true, render: ({ domain }) => <bdi dir="ltr">{domain}</bdi> },
            { head: t('signingKey.domain.result'), kind: 'tight', render: ({ result, lost }) => <Chip kind={lost !== null || result === 'wrong' ? 'danger' : result === 'verified' ? 'good' : 'attention'}>{t(`signingKey.result.${result}`)}</Chip> },
            { head: t('signingKey.domain.verified'), kind: 'tight', render: ({ verified }) => (verified === null ? null : <Time at={verified} />) },
            { head: t('signingKey.domain.checked'), kind: 'tight', render: ({ checked }) => (checked === null ? null : <Time at={checked} />) },
          ]}
        />
      )}
    </Part>
  )
}

export function KeyHistory({ history }: { history: Key['history'] }) {
  const { t } = useWords()
  return (
    <Part title={t('signingKey.history')} id="history">
      <Table
        caption={t('signingKey.history.caption', { count: history.length })} rows={history} keyOf={({ at, what, domain }) => `${at} ${what} ${domain}`}
        columns={[
          { head: t('signingKey.event'), names: true, render: ({ what, domain }) => <bdi>{t(`signingKey.event.${what}`, { domain: domain ?? '' })}</bdi> },
          { head: t('log.when'), kind: 'tight', render: ({ at }) => <Time at={at} full /> },
        ]}
      />
    </Part>
  )
}
