/** One ballot, for good: what is decided, where it stands and by which clock, who takes part, and after the close how all voted. */
import { useActionData, useLoaderData } from 'react-router'
import { ballotFiles } from '@openaccord/api'
import { doneAt, form, isTrouble, page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { DomainNews } from '../../ui/application.tsx'
import { BallotPath, BallotSentence, tallyOf, type Ballot } from '../../ui/ballot.tsx'
import { ButtonLink } from '../../ui/form.tsx'
import { Day, Time, Value } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { useLanguageName } from '../../ui/pledge.tsx'
import { Say, useWords } from '../../ui/visit.tsx'
import { Under } from './ballots.tsx'
import { Recount } from './recount.tsx'
import { Contests, Result } from './result.tsx'
import { speak, Talk } from './talk.tsx'
import { BallotText, Changes } from './text.tsx'
import { WhoVotes } from './who.tsx'

export const handle = { at: 'ballot' }

export const loader = page(async ({ api, params, url }) => {
  const ballot = await api.ballots.ballot({ params: { ballot: params['id'] ?? '' } })
  const versions = ballot.versions.map(({ version }) => version)
  const named = (field: string) => versions.find((version) => String(version) === url.searchParams.get(field))
  const to = named('to') ?? ballot.version
  const from = named('from') ?? (to === null ? undefined : versions.findLast((version) => version < to))
  const redline = from === undefined || to === null ? null : await api.ballots.redline({ params: { ballot: ballot.id, from, to } })
  const { pauses } = ballot.clock.votingUntil === null ? { pauses: [] } : await api.members.pauses({ query: { since: ballot.clock.votingFrom ?? ballot.clock.votingUntil } })
  const { subject } = ballot
  const domain = subject?.room === 'admissions' ? (await api.admissions.application({ params: { application: subject.id } })).domainNews : null
  return { ballot, redline, domain, pauses: pauses.filter(({ from }) => from < (ballot.clock.votingUntil ?? '')) }
})

export const action = form(async ({ api, params }, filled) => {
  const ballot = params['id'] ?? ''
  return doneAt(pathTo('ballot', { id: ballot }), await speak(api, ballot, filled))
})

export default function BallotPage() {
  const { ballot, redline, domain, pauses } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const counted = tallyOf(ballot) !== null
  return (
    <Page at="ballot" title={ballot.title} titleLanguage="" sentence={<BallotSentence ballot={ballot} />} actions={<Moves ballot={ballot} />} wrong={isTrouble(result)} api={`/api/v1/ballots/${ballot.id}`}>
      <Under ballot={ballot} />
      <Ours ballot={ballot} />
      {domain !== null && <DomainNews news={domain} to={pathTo('application', { id: ballot.subject?.id ?? '' })} />}
      <BallotPath ballot={ballot} />
      <Paused pauses={pauses} />
      {counted && <Result ballot={ballot} />}
      <WhatIsDecided ballot={ballot} redline={redline} />
      {ballot.groups.length > 0 && <WhoVotes ballot={ballot} counted={counted} />}
      <Contests ballot={ballot} />
      <Talk ballot={ballot} result={result} />
      <Recount ballot={ballot} />
      <p className="quiet">{t('ballot.rules')} <a href={`${pathTo('ballots')}#how`}>{t('ballots.how')}</a></p>
    </Page>
  )
}

/** One press from doing what is for this reader to do. */
function Moves({ ballot: { id, may, mine } }: { ballot: Ballot }) {
  const { t } = useWords()
  const keeps = may.some((move) => KEPT.has(move))
  return (
    <>
      {may.includes('vote') && <ButtonLink kind="first" to={pathTo('vote', { id })}>{t(mine === null ? 'ballot.vote' : 'ballot.vote.change')}</ButtonLink>}
      {may.includes('contest') && <ButtonLink to={pathTo('contestBallot', { id })}>{t('ballot.contest')}</ButtonLink>}
      {keeps && <ButtonLink to={pathTo('editBallot', { id })}>{t('ballot.keep')}</ButtonLink>}
    </>
  )
}
const KEPT: ReadonlySet<Ballot['may'][number]> = new Set(['write', 'open', 'freeze', 'open-voting', 'close-early', 'confirm', 'certify', 'decide', 'withdraw'])

/** What our own organisation has said so far; nobody else reads it before the close. */
function Ours({ ballot: { state, mine, clock } }: { ballot: Ballot }) {
  const { t } = useWords()
  if (mine === null || state !== 'voting') return null
  return (
    <Notice kind="sealed" title={t('ballot.mine.title')}>
      <p><Say k="ballot.mine" fill={{ position: t(`ballot.position.${mine.position}`), name: mine.name }} day={<Day at={mine.at} />} /> {t(mine.position === 'recuse' ? 'ballot.mine.recused' : 'ballot.mine.until')}</p>
      {clock.votingUntil !== null && <p className="quiet">{t('ballot.mine.sealed')}</p>}
    </Notice>
  )
}

/** Access that was paused while the vote ran: votes cast before count, the clock went on, and within seven days of the certificate it can be contested. */
function Paused({ pauses }: { pauses: Awaited<ReturnType<typeof loader>>['pauses'] }) {
  const { t } = useWords()
  if (pauses.length === 0) return null
  return (
    <Notice kind="attention" title={t('ballot.paused.title')}>
      <ul>{pauses.map(({ slug, name, from, until }) => <li key={`${slug} ${from}`}><Say k="ballot.paused" name={<a href={pathTo('registered', { slug })}><bdi>{name}</bdi></a>} from={<Time full at={from} />} until={<Time full at={until} />} /></li>)}</ul>
      <p>{t('ballot.paused.says')}</p>
    </Notice>
  )
}

function WhatIsDecided({ ballot, redline }: { ballot: Ballot; redline: Awaited<ReturnType<typeof loader>>['redline'] }) {
  const { t, list } = useWords()
  const language = useLanguageName()
  const { id, kind, text, sha256, language: tag, version, excluded, confirms, confirmedBy, subject } = ballot
  return (
    <Part title={t('ballot.what')} id="text">
      <p>{t(`ballot.asks.${kind}`)}</p>
      {subject?.room === 'admissions' && <p><a href={pathTo('application', { id: subject.id })}>{t('ballot.subject.admissions')}</a></p>}
      {subject?.room === 'concerns' && <p><a href={pathTo('concern', { id: subject.id })}>{t('ballot.subject.concerns')}</a></p>}
      {confirms !== null && <p><a href={pathTo('ballot', { id: confirms })}>{t('ballot.confirms')}</a></p>}
      {confirmedBy !== null && <p><a href={pathTo('ballot', { id: confirmedBy })}>{t('ballot.confirmedBy')}</a></p>}
      {excluded.length > 0 && <p><Say k="ballot.excluded" names={<bdi>{list(excluded.map(({ name }) => name))}</bdi>} /></p>}
      {text !== null && tag !== null && <BallotText text={text} language={tag} />}
      {sha256 !== null && tag !== null && version !== null && (
        <p className="quiet"><Say k="ballot.exact" fill={{ version, language: language(tag) }} file={<a href={ballotFiles.text(id, version)}>{t('ballot.exact.file')}</a>} sha256={<Value>{sha256}</Value>} /></p>
      )}
      {redline !== null && tag !== null && <Versions ballot={ballot} redline={redline} language={tag} />}
    </Part>
  )
}

function Versions({ ballot: { id, versions, version: last }, redline, language }: { ballot: Ballot; redline: NonNullable<Awaited<ReturnType<typeof loader>>['redline']>; language: string }) {
  const { t } = useWords()
  return (
    <details className="more" open={redline.to !== last || redline.from !== last - 1} id="changes">
      <summary>{t('ballot.changes', { from: redline.from, to: redline.to })}</summary>
      <ul className="values">
        {versions.map(({ version, at, address }) => (
          <li key={version}>
            <a href={address}>{t('ballot.version', { version })}</a>, <Day at={at} />
            {version > 1 && <>{' · '}<a href={`${pathTo('ballot', { id }, { from: String(version - 1), to: String(version) })}#changes`}>{t('ballot.changes', { from: version - 1, to: version })}</a></>}
          </li>
        ))}
      </ul>
      <p className="quiet">{t('compare.how')}</p>
      <Changes redline={redline} language={language} />
    </details>
  )
}
