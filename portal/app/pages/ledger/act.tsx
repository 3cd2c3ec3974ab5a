/** One entry of the log, for good: what was said in words, by whom and when, how far its proof is, and the check. */
import { data, useLoaderData } from 'react-router'
import { ApiError, type Client } from '@openaccord/api'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Submit } from '../../ui/form.tsx'
import { actAddress, CheckForm, organisationOf, ProofState, useDid } from '../../ui/ledger.tsx'
import { Code, Time, Value } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Pairs } from '../../ui/table.tsx'
import { Say, useVisit, useWords } from '../../ui/visit.tsx'
import { namesOf } from './names.ts'
import { idsIn, signedIn, Told } from './told.tsx'

export const handle = { at: 'act', lively: true }

const NAME = /^(?:fact_[0-9a-hjkmnp-tv-z]{20}|0|[1-9]\d{0,14})$/

export const loader = page(async ({ api, params }) => {
  const name = params['id'] ?? ''
  if (!NAME.test(name)) throw data(null, { status: 404 })
  const found = await api.ledger.entry({ params: { entry: name } })
  const { entry, parsed } = found
  const [names, { seals }] = await Promise.all([namesOf(api, [...entry.about, ...idsIn(parsed)]), entry.form === 'sealed' ? api.ledger.seals({ query: { limit: 200 } }) : { seals: [] }])
  const signed = entry.form === 'act' ? signedIn(parsed) : null
  const doubts = await Promise.all((signed?.keys ?? []).slice(0, 2).map((keyid) => doubtOf(api, keyid)))
  const inDoubt = doubts.find((since) => since !== null && Date.parse(since) <= Date.parse(entry.at)) ?? null
  return { ...found, names, inDoubt, seal: seals.find((each) => each.entry.id === entry.id) ?? null }
})

/** Since when a key that signed is in doubt; null where it is not, or is not known here. */
async function doubtOf(api: Client, keyid: string): Promise<string | null> {
  try {
    return (await api.keys.key({ params: { keyid } })).firstDoubt
  } catch (error) {
    if (error instanceof ApiError && error.status < 500) return null
    throw error
  }
}

export type Loaded = Awaited<ReturnType<typeof loader>>

export default function Act() {
  const loaded = useLoaderData<typeof loader>()
  const { entry, names, leaf, inDoubt } = loaded
  const { t, day, time } = useWords()
  const did = useDid(names)
  return (
    <Page
      at="act" title={did(entry)} api={`/api/v1/log/entries/${entry.id}`}
      sentence={`${entry.index === null ? t('logged.sentence.waiting', { when: time(entry.at) }) : t('logged.sentence', { index: entry.index, when: time(entry.at) })} ${t(`state.${entry.proof}.says`)}`}
    >
      {inDoubt !== null && <Notice kind="danger"><p>{t('act.inDoubt.says', { day: day(inDoubt) })}</p></Notice>}
      <Tombstone loaded={loaded} />
      <WhoAndWhen loaded={loaded} />
      <Part title={t('logged.says')} id="says"><Told loaded={loaded} /></Part>
      <Check loaded={loaded} />
      <details className="more"><summary>{t('logged.leaf')}</summary><Code label={t('logged.leaf')} text={leaf} long /></details>
    </Page>
  )
}

/** What happened to its content: taken away, sealed, overdue, opened; or what it does to another's. */
function Tombstone({ loaded: { entry: { removed, removes, opens, openBy, form }, seal } }: { loaded: Loaded }) {
  const { t, time } = useWords()
  const to = (id: string, key: 'logged.removes.entry' | 'logged.removed.by' | 'logged.opens' | 'logged.sealed.opened') => <a href={actAddress(id)}>{t(key)}</a>
  return (
    <>
      {removed !== null && (
        <Notice kind="attention" title={t('logged.removed.title')}>
          <p><Say k="logged.removed" at={<Time at={removed.at} full />} reason={<q dir="auto">{removed.reason}</q>} /></p>
          <p>{t('logged.removed.stays')} {to(removed.by, 'logged.removed.by')}</p>
        </Notice>
      )}
      {removes !== null && <Notice><p><Say k="logged.removes" entry={to(removes.id, 'logged.removes.entry')} reason={<q dir="auto">{removes.reason}</q>} /></p></Notice>}
      {opens !== null && <Notice><p>{to(opens, 'logged.opens')}</p></Notice>}
      {form === 'sealed' && (
        <Notice kind={seal?.state === 'overdue' ? 'danger' : 'sealed'} title={t('logged.sealed.title')}>
          {seal?.openedBy == null && <p>{t('logged.sealed')}</p>}
          {openBy !== null && seal?.state === 'sealed' && <p>{t('logged.sealed.by', { at: time(openBy) })}</p>}
          {openBy !== null && seal?.state === 'overdue' && <p>{t('logged.overdue', { at: time(openBy) })}</p>}
          {seal?.openedBy != null && <p>{to(seal.openedBy, 'logged.sealed.opened')}</p>}
        </Notice>
      )}
    </>
  )
}

function WhoAndWhen({ loaded: { entry, parsed, checkpoint, names } }: { loaded: Loaded }) {
  const { t, number } = useWords()
  const { index, id, at, about, form, payload, proof, fact } = entry
  const organisation = organisationOf(entry)
  const signed = form === 'act' ? signedIn(parsed) : null
  return (
    <Part title={t('logged.who')}>
      <Pairs pairs={[
        [t('logged.by'), form === 'fact' ? t('logged.by.hub') : organisation === undefined ? null : <OrganisationLink key="o" id={organisation} names={names} />],
        [t('logged.kind'), <Value key="k">{fact}</Value>],
        [t('logged.dated'), signed?.at === undefined ? null : <Time key="d" at={signed.at} full />],
        [t('logged.at'), <Say key="a" k="logged.at.says" at={<Time at={at} full />} />],
        ...(checkpoint?.cosigned ?? []).map(({ witness, at: seen }): [string, React.ReactNode] => [t('logged.seen', { witness }), <Time key={witness} at={seen} full />]),
        [t('logged.key'), signed === null ? null : <ul key="s" className="values">{signed.keys.map((keyid) => <li key={keyid}><a href={pathTo('signingKey', { keyid })}><Value>{keyid}</Value></a></li>)}</ul>],
        [t('logged.state'), <span key="p"><ProofState state={proof} /> {(checkpoint?.cosigned.length ?? 0) > 0 && t('logged.seen.says')}</span>],
        [t('logged.index'), index === null || checkpoint === null ? null : t('logged.index.says', { index: number(index), size: number(checkpoint.size) })],
        [t('logged.id'), <a key="i" href={actAddress(id)}><Value>{id}</Value></a>],
        [t('logged.about'), about.length === 0 ? null : <ul key="b" className="values">{about.map((each) => <li key={each}><AboutLink id={each} names={names} /></li>)}</ul>],
        [t(form === 'sealed' ? 'logged.commitment' : 'logged.hash'), <Value key="h">{payload.sha256}</Value>],
      ]} />
    </Part>
  )
}

function OrganisationLink({ id, names }: { id: string; names: Loaded['names'] }) {
  const named = names[id]
  if (named === undefined) return <Value>{id}</Value>
  return named.slug === null ? <bdi>{named.name}</bdi> : <a href={pathTo('registered', { slug: named.slug })}><bdi>{named.name}</bdi></a>
}

/** Leads to everything that the log says about the same. */
function AboutLink({ id, names }: { id: string; names: Loaded['names'] }) {
  const name = names[id]?.name
  return <a href={pathTo('log', {}, { about: id })}>{name === undefined ? <Value>{id}</Value> : <bdi>{name}</bdi>}</a>
}

function Check({ loaded: { entry: { id, index, proof } } }: { loaded: Loaded }) {
  const { origin } = useVisit()
  const { t } = useWords()
  const file = `/log/evidence/${index ?? id}`
  if (proof === 'waiting') return <Part title={t('logged.check')} id="check"><p>{t('logged.check.waiting')}</p></Part>
  return (
    <Part title={t('logged.check')} id="check">
      <div className="prose"><p><Say k="logged.check.says" page={<a href={pathTo('verify')}>{t('place.verify')}</a>} /></p></div>
      <noscript><p className="quiet">{t('logged.check.script')}</p></noscript>
      <CheckForm evidence={file} label={t('logged.check')}><Submit>{t('logged.check.go')}</Submit></CheckForm>
      <p><a href={file} download="">{t('logged.check.file')}</a> <span className="quiet">{t('logged.check.file.says')}</span></p>
      <Code label={t('logged.check.line')} text={`curl --silent --output act.evidence.json ${origin}${file}\ncurl --silent --output alliance.policy ${origin}/log/policy\naccord log verify act.evidence.json --policy alliance.policy`} />
    </Part>
  )
}
