/** Your duties: the next dates, the ballots that are open, what is due and what lapses, what would help most; then what we may do. */
import { useLoaderData } from 'react-router'
import { memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { StandingChip, useEntrySentence } from '../../ui/accord.tsx'
import { BallotSentence, QuorumBar } from '../../ui/ballot.tsx'
import { ButtonLink } from '../../ui/form.tsx'
import { Chip, Theirs, Time } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Say, useWords } from '../../ui/visit.tsx'
import { conductPage, useDue, useMostHelpful, type BallotDuty, type Due } from './due.ts'

export const handle = { at: 'duties' }

export const loader = memberPage(async ({ api, me }) => {
  const [pledge, { duties: ballots }, conduct, concern, { applications: sponsoring }] = await Promise.all([
    api.pledges.duties(), api.ballots.duties(), api.commitments.duties(), api.concerns.concernDuties(), api.admissions.sponsoring(),
  ])
  return { ...pledge, ballots, conduct: conduct.duties, concerns: concern.duties, sponsoring, attestation: conduct.attestation, statement: conduct.statement, ladder: concern.ladder, name: me.organisation.name }
}, 'acts.sign')

type Loaded = Awaited<ReturnType<typeof loader>>

export default function Duties() {
  const loaded = useLoaderData<typeof loader>()
  const { entry, ceremonies, ballots, name } = loaded
  const { t } = useWords()
  const sentence = useEntrySentence()
  const due = useDue(loaded)
  return (
    <Page
      at="duties" title={t('place.duties')} sentence={<bdi>{entry === null ? t('duties.sentence.none', { name }) : sentence(entry)}</bdi>} api="/api/v1/pledges/duties"
      actions={entry !== null && <><StandingChip state={entry.state} /><ButtonLink to={pathTo('registered', { slug: entry.slug })}>{t('duties.entry')}</ButtonLink></>}
    >
      <NextDates due={due} />
      <OpenBallots duties={ballots.filter(({ move }) => move === 'vote')} />
      <Part title={t('duties.due')}>
        {due.length === 0 ? <Empty title={t('duties.due.none.title')}><p>{t('duties.due.none')}</p></Empty> : <DueTable due={due} />}
      </Part>
      <Lapses loaded={loaded} />
      <MayDo loaded={loaded} />
      {ceremonies.length > 0 && <Ceremonies ceremonies={ceremonies} />}
    </Page>
  )
}

/** Three dates, and the one thing that would help most. */
function NextDates({ due }: { due: readonly Due[] }) {
  const { t } = useWords()
  const dated = due.filter(({ until }) => until !== null).slice(0, 3)
  const help = useMostHelpful(due)
  return (
    <Part title={t('duties.next')}>
      {dated.length === 0 ? <p>{t('duties.next.none')}</p> : (
        <ol className="dates">
          {dated.map(({ key, what, until, overdue, to }) => (
            <li key={key}>
              <a href={to}><Theirs>{what}</Theirs></a>
              {until !== null && <span>{overdue && <Chip kind="danger">{t('today.late')}</Chip>}<Time at={until} full /></span>}
            </li>
          ))}
        </ol>
      )}
      <p><strong>{t('duties.help')}:</strong> <a href={help.to}><bdi>{help.says}</bdi></a></p>
    </Part>
  )
}

/** One press from voting. */
function OpenBallots({ duties }: { duties: readonly BallotDuty[] }) {
  const { t } = useWords()
  return (
    <Part title={t('duties.ballots')} id="ballots">
      {duties.length === 0 ? <p>{t('duties.ballots.none')}</p> : (
        <ul className="ballots">
          {duties.map(({ ballot, done }) => (
            <li key={ballot.id}>
              <h3><a href={pathTo('ballot', { id: ballot.id })}><Theirs>{ballot.title}</Theirs></a></h3>
              <p className="ballot-under"><Chip kind={done ? 'good' : 'attention'}>{t(done ? 'duties.voted' : 'duties.notVoted')}</Chip> <span>{t(`ballot.kind.${ballot.kind}`)}</span></p>
              <p><BallotSentence ballot={ballot} /></p>
              <QuorumBar ballot={ballot} />
              <div className="actions"><a className="button" data-kind={done ? 'plain' : 'first'} href={pathTo('vote', { id: ballot.id })} aria-label={t(done ? 'duties.vote.change' : 'vote.title', { title: ballot.title })}>{t(done ? 'ballot.vote.change' : 'ballot.vote')}</a></div>
            </li>
          ))}
        </ul>
      )}
    </Part>
  )
}

function DueTable({ due }: { due: readonly Due[] }) {
  const { t } = useWords()
  return (
    <Table
      caption={t('duties.due.caption', { count: due.length })} rows={due} keyOf={({ key }) => key}
      columns={[
        { head: t('entry.what'), names: true, render: ({ what }) => <Theirs>{what}</Theirs> },
        { head: t('duties.until'), render: ({ until, overdue }) => (until === null ? null : <>{overdue && <Chip kind="danger">{t('today.late')}</Chip>}<Time at={until} full /></>) },
        { head: t('table.do'), kind: 'tight', render: ({ what, to }) => <Begin what={what} to={to} first /> },
      ]}
    />
  )
}

function Begin({ what, to, first = false }: { what: string; to: string; first?: boolean }) {
  const { t } = useWords()
  return <a className="button" data-kind={first ? 'first' : 'plain'} data-size="small" href={to} aria-label={t('duties.go.full', { act: what })}>{t('duties.go')}</a>
}

/** What ends by time alone unless we do something, the nearest first. */
function Lapses({ loaded: { entry, attestation, statement, ladder } }: { loaded: Loaded }) {
  const { t } = useWords()
  const all = [
    { what: 'signature', at: entry?.due ?? null }, { what: 'attestation', at: attestation?.expires ?? attestation?.due ?? null },
    { what: 'statement', at: statement?.lapses ?? null }, { what: 'standing', at: ladder?.next?.at ?? null },
  ] as const
  const dated = all.flatMap(({ what, at }) => (at === null ? [] : [{ what, at }])).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  return (
    <Part title={t('duties.lapse')}>
      {dated.length === 0 ? <p>{t('duties.lapse.none')}</p> : <ul className="values">{dated.map(({ what, at }) => <li key={what}><Say k={`duties.lapse.${what}`} at={<Time at={at} full />} /></li>)}</ul>}
    </Part>
  )
}

/** Every act that is open to us; those that are about one thing are begun where it stands. */
function MayDo({ loaded: { duties, conduct } }: { loaded: Loaded }) {
  const { t } = useWords()
  const acts = [
    ...duties.filter(({ urge }) => urge === 'may').map(({ act }) => ({ what: t(`duty.${act}`), to: pathTo('signAct', { kind: act }) })),
    ...conduct.filter(({ urge }) => urge === 'may').map(({ act }) => ({ what: t(`conduct.${act}`), to: conductPage({ act, about: null }) })),
  ]
  const once = acts.filter(({ to }, n) => acts.findIndex((each) => each.to === to) === n)
  if (once.length === 0) return null
  return (
    <Part title={t('duties.may')}>
      <Table
        caption={t('duties.may.caption')} rows={once} keyOf={({ to }) => to}
        columns={[
          { head: t('entry.what'), names: true, render: ({ what }) => what },
          { head: t('table.do'), kind: 'tight', render: ({ what, to }) => <Begin what={what} to={to} /> },
        ]}
      />
    </Part>
  )
}

function Ceremonies({ ceremonies }: Pick<Loaded, 'ceremonies'>) {
  const { t } = useWords()
  return (
    <Part title={t('duties.ceremonies')}>
      <Table
        caption={t('duties.ceremonies.caption')} rows={ceremonies} keyOf={({ id }) => id}
        columns={[
          { head: t('field.title'), names: true, render: ({ id, title }) => <a href={pathTo('ceremony', { id })}><Theirs>{title}</Theirs></a> },
          { head: t('field.state'), kind: 'tight', render: ({ state }) => <Chip kind={state === 'open' ? 'attention' : 'plain'}>{t(`ceremony.state.${state}`)}</Chip> },
          { head: t('field.at'), render: ({ at }) => <Time at={at} full /> },
          { head: t('table.do'), render: ({ id, state }) => (state === 'open' ? <ButtonLink size="small" to={pathTo('signAct', { kind: 'pledge-signature' }, { ceremony: id })}>{t('ceremony.sign')}</ButtonLink> : null) },
        ]}
      />
    </Part>
  )
}
