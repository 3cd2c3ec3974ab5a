/** Ballots: those under way first, each with its clock and its quorum in words; then those that are over, by their result. */
import { useLoaderData } from 'react-router'
import { BALLOT_KINDS, BALLOT_OUTCOMES, ballotFiles } from '@openaccord/api'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { BallotChip, BallotSentence, QuorumBar, type BallotCard } from '../../ui/ballot.tsx'
import { ButtonLink, Form, Select, Submit } from '../../ui/form.tsx'
import { Day, Theirs } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { RowLink, Table, Tabs } from '../../ui/table.tsx'
import { Say, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'ballots', feeds: [{ type: 'application/atom+xml', path: ballotFiles.atom }, { type: 'application/feed+json', path: ballotFiles.feedJson }] }

/** An alliance decides some dozens of times a year: what is over fits on a page, and further back there is another. */
const MOST = 200

export const loader = page(async ({ api, url }) => {
  const asked = (name: string) => url.searchParams.get(name)?.trim() ?? ''
  const kind = BALLOT_KINDS.find((each) => each === asked('kind'))
  const result = BALLOT_OUTCOMES.find((each) => each === asked('result'))
  const before = asked('before')
  const of = kind === undefined ? {} : { kind }
  const [running, ended] = await Promise.all([
    api.ballots.ballots({ query: { state: 'running', limit: MOST, ...of } }),
    api.ballots.ballots({ query: { state: 'ended', limit: MOST, ...of, ...(before === '' ? {} : { before }) } }),
  ])
  return { running: running.ballots.toSorted((a, b) => urgency(a) - urgency(b)), ended: ended.ballots.toSorted((a, b) => Date.parse(overSince(b)) - Date.parse(overSince(a))), next: ended.next, paged: before !== '', kind, result, mayPropose: running.mayPropose }
})

const overSince = ({ clock, created }: BallotCard): string => clock.ended ?? clock.final ?? created

/** Those that can be voted on come first, drafts last; within one stage, what ends soonest. */
const ORDER: readonly BallotCard['state'][] = ['voting', 'frozen', 'discussion', 'tallied', 'certified', 'contested', 'draft']
const urgency = ({ state, next }: BallotCard): number => ORDER.indexOf(state) * 1e15 + (next === null ? 1e14 : Date.parse(next.at))

type Loaded = Awaited<ReturnType<typeof loader>>

export default function Ballots() {
  const loaded = useLoaderData<typeof loader>()
  const { running, ended, kind, result, mayPropose } = loaded
  const { t } = useWords()
  const open = running.filter(({ state }) => state !== 'draft').length
  const none = running.length + ended.length === 0
  return (
    <Page
      at="ballots" title={t('place.ballots')} api="/api/v1/ballots"
      sentence={t('ballots.sentence', { open: open === 0 ? t('ballots.open.none') : t('ballots.open', { count: open }), decided: ended.length === 0 ? t('ballots.decided.none') : t('ballots.decided', { count: ended.length }) })}
      actions={mayPropose && <ButtonLink kind="first" to={pathTo('newBallot')}>{t('ballots.propose')}</ButtonLink>}
    >
      {none && kind === undefined ? <Empty title={t('ballots.none.title')}><p>{t('ballots.none')}</p></Empty> : (
        <>
          <Kinds kind={kind} result={result} />
          {running.length > 0 && <Part title={t('ballots.under')} id="open"><ul className="ballots">{running.map((ballot) => <li key={ballot.id}><Running ballot={ballot} /></li>)}</ul></Part>}
          <Over loaded={loaded} />
        </>
      )}
      <How />
    </Page>
  )
}

/** One that runs: what it is, where it stands, how far the quorum is. */
export function Running({ ballot, children }: { ballot: BallotCard; children?: React.ReactNode }) {
  return (
    <>
      <h3><a href={pathTo('ballot', { id: ballot.id })}><Theirs>{ballot.title}</Theirs></a></h3>
      <Under ballot={ballot} />
      <p><BallotSentence ballot={ballot} /></p>
      {ballot.state === 'voting' && <QuorumBar ballot={ballot} />}
      {children}
    </>
  )
}

export function Under({ ballot }: { ballot: BallotCard }) {
  const { t } = useWords()
  return (
    <p className="ballot-under">
      <BallotChip ballot={ballot} />
      <span>{t(`ballot.kind.${ballot.kind}`)}</span>
      <span><Say k="ballot.by" name={<bdi>{ballot.proposer.name}</bdi>} /></span>
      {ballot.version !== null && ballot.version > 1 && <span>{t('ballot.version', { version: ballot.version })}</span>}
    </p>
  )
}

function Kinds({ kind, result }: Pick<Loaded, 'kind' | 'result'>) {
  const { t } = useWords()
  return (
    <Form method="get" action={pathTo('ballots')} shape="row" label={t('ballots.filters')}>
      {result !== undefined && <input type="hidden" name="result" value={result} />}
      <Select name="kind" label={t('ballots.column.kind')} value={kind ?? ''} options={[{ value: '', label: t('ballots.any') }, ...BALLOT_KINDS.map((each) => ({ value: each, label: t(`ballot.kind.${each}`) }))]} />
      <Submit kind="plain">{t('ballots.apply')}</Submit>
      {kind !== undefined && <ButtonLink to={pathTo('ballots')}>{t('ballots.clear')}</ButtonLink>}
    </Form>
  )
}

function Over({ loaded: { running, ended, kind, result, next, paged } }: { loaded: Loaded }) {
  const { t } = useWords()
  const shown = result === undefined ? ended : ended.filter(({ outcome }) => outcome === result)
  const results = BALLOT_OUTCOMES.filter((each) => ended.some(({ outcome }) => outcome === each))
  const to = (each?: string) => `${pathTo('ballots', {}, { kind, result: each })}#over`
  const tab = (name: string, count: number, each?: string) => ({ name: t('register.tab', { name, count }), path: to(each), here: each === result })
  if (ended.length === 0) return running.length === 0 ? <Empty title={t('ballots.none.filtered.title')}><p>{t('ballots.none.filtered')}</p></Empty> : null
  return (
    <Part title={t('ballots.over')} id="over">
      <Tabs label={t('ballots.column.result')} tabs={[tab(t('ballots.any'), ended.length), ...results.map((each) => tab(t(`ballot.outcome.${each}`), ended.filter(({ outcome }) => outcome === each).length, each))]} />
      {shown.length === 0 ? <Empty title={t('ballots.none.filtered.title')}><p>{t('ballots.none.filtered')}</p></Empty> : (
        <Table
          caption={t('ballots.over.caption', { count: shown.length })} rows={shown} keyOf={({ id }) => id} linked
          columns={[
            { head: t('ballots.column.ballot'), names: true, render: ({ id, title }) => <RowLink to={pathTo('ballot', { id })}><Theirs>{title}</Theirs></RowLink> },
            { head: t('ballots.column.kind'), kind: 'tight', render: (ballot) => t(`ballot.kind.${ballot.kind}`) },
            { head: t('ballots.column.result'), kind: 'tight', render: (ballot) => <BallotChip ballot={ballot} /> },
            { head: t('ballots.column.when'), kind: 'tight', render: (ballot) => <Day at={overSince(ballot)} /> },
          ]}
        />
      )}
      {(next !== null || paged) && (
        <nav className="pages-links" aria-label={t('pages.label')}>
          {paged && <ButtonLink to={pathTo('ballots', {}, { kind, result })}>{t('pages.first')}</ButtonLink>}
          {next !== null && <ButtonLink to={pathTo('ballots', {}, { kind, result, before: next })}>{t('pages.next')}</ButtonLink>}
        </nav>
      )}
    </Part>
  )
}

/** The rules in a minute: for who reads this for the first time. */
function How() {
  const { t } = useWords()
  return (
    <Part title={t('ballots.how')} id="how">
      <div className="prose">
        <ol>{(['discussion', 'frozen', 'voting', 'tally', 'contest'] as const).map((step) => <li key={step}>{t(`ballots.how.${step}`)}</li>)}</ol>
        <p>{t('ballots.how.emergency')}</p>
      </div>
      <p className="actions"><a href={ballotFiles.atom}>{t('board.feed')}</a> <a href={ballotFiles.feedJson}>{t('ballots.feed.json')}</a></p>
    </Part>
  )
}
