/** One organisation of the register: how it stands in a sentence, what it signed, its history with proofs, keys, bonds, badge. */
import { useLoaderData } from 'react-router'
import { pledgeFiles } from '@openaccord/api'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { LadderPart } from '../../ui/concern.tsx'
import { ActAbout, DoubtMark, ProofMark, StandingChip, useCountry, useEntrySentence, type Entry } from '../../ui/accord.tsx'
import { CasesClosed } from '../../ui/figures.tsx'
import { Chip, Code, Day, Theirs, Value } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Pairs, Table } from '../../ui/table.tsx'
import { Say, useVisit, useWords } from '../../ui/visit.tsx'
import { ConflictTable } from './conflicts.tsx'
import { StatementList } from './statements.tsx'

export const handle = { at: 'registered' }

export const loader = page(async ({ api, params }) => {
  const found = await api.pledges.entry({ params: { slug: params['slug'] ?? '' } })
  const [{ keys }, ladder, { members }] = await Promise.all([
    api.keys.ofOrganisation({ params: { organisation: found.entry.organisation } }), api.concerns.ladder({ params: { slug: found.entry.slug } }), api.cases.figures({ query: { slug: found.entry.slug } }),
  ])
  return { ...found, keys, ladder, figures: members[0] ?? null }
})

type Loaded = Awaited<ReturnType<typeof loader>>

export default function Registered() {
  const { entry, history, conflicts, statements, affiliates, predecessors, keys, ladder, figures } = useLoaderData<typeof loader>()
  const { t, day } = useWords()
  const sentence = useEntrySentence()
  return (
    <Page at="registered" title={entry.name} titleLanguage="" sentence={<bdi>{sentence(entry)}</bdi>} api={`/api/v1/pledges/register/${entry.slug}`}>
      {entry.signBy !== null && <Notice kind="attention"><p>{t('entry.signBy', { day: day(entry.signBy) })}</p></Notice>}
      <LadderPart ladder={ladder} />
      <Facts entry={entry} />
      <History history={history} names={othersIn(history, entry, predecessors)} />
      {entry.list === 'signatory' && (
        <Part title={t('org.word')} id="word">
          <ul className="links">
            <li><a href={pathTo('commitments', {}, { organisation: entry.slug })}>{t('org.toCommitments')}</a></li>
            <li><a href={pathTo('requestsOf', { slug: entry.slug })}>{t('org.toRequests')}</a></li>
            <li><a href={`${pathTo('requestsOf', { slug: entry.slug })}#attestation`}>{t('org.attestation')}</a></li>
          </ul>
        </Part>
      )}
      {(figures !== null || entry.list === 'signatory') && <Part title={t('figures.title')} id="cases"><CasesClosed figures={figures} slug={entry.slug} /></Part>}
      <Keys keys={keys} />
      <Bonds entry={entry} affiliates={affiliates} predecessors={predecessors} />
      {conflicts.length > 0 && <Part title={t('entry.conflicts')}><p>{t('conflicts.says')}</p><ConflictTable conflicts={conflicts} alone /></Part>}
      {statements.length > 0 && <Part title={t('entry.statements')}><StatementList statements={statements} /></Part>}
      <Badge entry={entry} />
      <p><a href={pathTo('newConcern', {}, { kind: 'correction', organisation: entry.slug, page: pathTo('registered', { slug: entry.slug }) })}>{t('ladder.correct')}</a></p>
    </Page>
  )
}

function Facts({ entry }: { entry: Entry }) {
  const { t, list } = useWords()
  const country = useCountry()
  const { state, legalName, officer, scope, version, since, renewed, due, sector, website, fact, name } = entry
  return (
    <Part title={t('entry.signed')}>
      <Pairs pairs={[
        [t('field.state'), <span key="st"><StandingChip state={state} /> <ProofMark fact={fact} what={name} /></span>],
        [t('entry.legalName'), legalName === null ? null : <Theirs key="l">{legalName}</Theirs>],
        [t('pledge.version'), version === null ? null : <a key="v" href={pathTo('pledgeVersion', { version })}><bdi>{version}</bdi></a>],
        [t('entry.officer'), officer === null ? null : <bdi key="o">{t('entry.officer.says', officer)}</bdi>],
        [t('entry.scope'), scope === null ? null : scope.reach === 'group' ? t('entry.scope.group') : <Say key="sc" k="entry.scope.named" entities={<bdi>{list(scope.entities)}</bdi>} />],
        [t('field.since'), <Day key="si" at={since} />],
        [t('entry.renewed'), renewed === null ? null : <Day key="r" at={renewed} />],
        [t('entry.due'), due === null ? null : <Day key="d" at={due} />],
        [t('field.country'), country(entry.country)],
        [t('field.sector'), sector === null ? null : <Theirs key="se">{sector}</Theirs>],
        [t('register.size'), entry.size === null ? null : t(`size.${entry.size}`)],
        [t('field.website'), website === null ? null : <a key="w" href={website} rel="noreferrer"><bdi>{website}</bdi></a>],
      ]} />
    </Part>
  )
}

/** Who a succession was with: the entry knows its predecessors and its successor by name alone. */
function othersIn(history: Loaded['history'], entry: Entry, predecessors: Loaded['predecessors']): Record<string, string> {
  const names: Record<string, string> = {}
  for (const { kind, says } of history) {
    if (kind !== 'succession') continue
    if (says['predecessor'] === entry.organisation && entry.succeededBy !== null) names[String(says['successor'])] = entry.succeededBy.name
    const [only, another] = predecessors
    if (says['successor'] === entry.organisation && only !== undefined && another === undefined) names[String(says['predecessor'])] = only.name
  }
  return names
}

function History({ history, names }: { history: Loaded['history']; names: Readonly<Record<string, string>> }) {
  const { t } = useWords()
  return (
    <Part title={t('entry.history')} id="history">
      {history.length === 0 ? <p>{t('entry.history.none')}</p> : (
        <Table
          caption={t('entry.history.caption', { count: history.length })} rows={history} keyOf={({ fact }) => fact}
          columns={[
            { head: t('entry.what'), names: true, render: ({ kind, inDoubt }) => <>{t(`act.${kind}`)}<DoubtMark since={inDoubt} /></> },
            { head: t('entry.about'), render: (act) => <ActAbout act={act} names={names} /> },
            { head: t('entry.when'), kind: 'tight', render: ({ at }) => <Day at={at} /> },
            { head: t('entry.proof'), kind: 'tight', render: ({ fact, kind }) => <ProofMark fact={fact} what={t(`act.${kind}`)} /> },
          ]}
        />
      )}
    </Part>
  )
}

function Keys({ keys }: { keys: Loaded['keys'] }) {
  const { t, list } = useWords()
  return (
    <Part title={t('entry.keys')} id="keys">
      {keys.length === 0 ? <p>{t('entry.keys.none')}</p> : (
        <Table
          caption={t('entry.keys.caption')} rows={keys} keyOf={({ keyid }) => keyid}
          columns={[
            { head: t('entry.key'), names: true, render: ({ keyid }) => <a href={pathTo('signingKey', { keyid })}><Value>{`${keyid.slice(0, 16)}…`}</Value></a> },
            { head: t('entry.key.state'), kind: 'tight', render: ({ state }) => <Chip kind={state === 'active' ? 'good' : state === 'compromised' ? 'danger' : 'plain'}>{t(`key.state.${state}`)}</Chip> },
            { head: t('entry.key.domains'), render: ({ domains }) => <bdi>{list(domains.filter(({ result }) => result === 'verified').map(({ domain }) => domain))}</bdi> },
            { head: t('entry.key.since'), kind: 'tight', render: ({ active }) => (active === null ? null : <Day at={active} />) },
          ]}
        />
      )}
    </Part>
  )
}

function Bonds({ entry: { group, succeededBy }, affiliates, predecessors }: Pick<Loaded, 'entry' | 'affiliates' | 'predecessors'>) {
  const { t, day } = useWords()
  if (group === null && succeededBy === null && affiliates.length === 0 && predecessors.length === 0) return null
  const links = (names: Loaded['affiliates']) => names.map(({ slug, name }, n) => <span key={slug}>{n > 0 && ' · '}<a href={pathTo('registered', { slug })}><bdi>{name}</bdi></a></span>)
  return (
    <Part title={t('entry.bonds')}>
      <Pairs pairs={[
        [t('entry.group'), group === null ? null : <Theirs key="g">{group}</Theirs>],
        [t('entry.affiliates'), affiliates.length === 0 ? null : <span key="a">{links(affiliates)}</span>],
        [t('entry.predecessors'), predecessors.length === 0 ? null : <span key="p">{links(predecessors)}</span>],
        [t('entry.successor'), succeededBy === null ? null : <Say key="s" k="how.says" fill={{ how: t(`how.${succeededBy.how}`), when: day(succeededBy.on) }} name={<a href={pathTo('registered', { slug: succeededBy.slug })}><bdi>{succeededBy.name}</bdi></a>} />],
      ]} />
    </Part>
  )
}

function Badge({ entry: { name, slug, list } }: { entry: Entry }) {
  const { origin, alliance } = useVisit()
  const { t } = useWords()
  const page = origin + pathTo('registered', { slug })
  const image = origin + pledgeFiles.badge(slug)
  const alt = t('entry.badge.alt', { name, alliance: alliance?.name ?? t('house.name') })
  return (
    <Part title={t('entry.badge')} id="badge">
      {list !== 'former' && (
        <>
          <p>{t('entry.badge.says')}</p>
          <p><img className="badge" src={pledgeFiles.badge(slug)} alt={alt} /></p>
          <Code label={t('entry.badge.html')} text={`<a href="${page}"><img src="${image}" alt="${escapeHtml(alt)}"></a>`} />
          <Code label={t('entry.badge.markdown')} text={`[![${alt.replace(/[[\]]/g, '')}](${image})](${page})`} />
        </>
      )}
      <p><a href={pledgeFiles.entryFeed(slug)}>{t('entry.feed')}</a></p>
    </Part>
  )
}

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)
