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
import { useDue, useMostHelpful, type BallotDuty, type Due } from './due.ts'

export const handle = { at: 'duties' }

export const loader = memberPage(async ({ api, me }) => {
  const [pledge, { duties: ballots }] = await Promise.all([api.pledges.duties(), api.ballots.duties()])
  return { ...pledge, ballots, name: me.organisation.name }
}, 'acts.sign')

type Loaded = Awaited<ReturnType<typeof loader>>
type Duty = Loaded['duties'][number]

export default function Duties() {
  const loaded = useLoaderData<typeof loader>()
  const { entry, duties, ceremonies, ballots, name } = loaded
  const { t } = useWords()
  const sentence = useEntrySentence()
  const all = useDue(loaded)
  const due = duties.filter(({ urge }) => urge === 'due')
  const may = duties.filter(({ urge }) => urge === 'may')
  return (
    <Page
      at="duties" title={t('place.duties')} sentence={<bdi>{entry === null ? t('duties.sentence.none', { name }) : sentence(entry)}</bdi>} api="/api/v1/pledges/duties"
      actions={entry !== null && <><StandingChip state={entry.state} /><ButtonLink to={pathTo('registered', { slug: entry.slug })}>{t('duties.entry')}</ButtonLink></>}
    >
      <NextDates due={all} />
      <OpenBallots duties={ballots.filter(({ move }) => move === 'vote')} />
      <Part title={t('duties.due')}>
        {due.length === 0 ? <Empty title={t('duties.due.none.title')}><p>{t('duties.due.none')}</p></Empty> : <DutyTable caption={t('duties.due.caption', { count: due.length })} duties={due} first />}
      </Part>
      <Lapses entry={entry} />
      {may.length > 0 && <Part title={t('duties.may')}><DutyTable caption={t('duties.may.caption')} duties={may} /></Part>}
      {ceremonies.length > 0 && (
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
      )}
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
            <li key={key} data-overdue={overdue ? '' : undefined}>
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

/** What ends by time alone unless we do something. */
function Lapses({ entry }: Pick<Loaded, 'entry'>) {
  const { t } = useWords()
  return (
    <Part title={t('duties.lapse')}>
      <p>{entry?.due == null ? t('duties.lapse.none') : <Say k="duties.lapse.signature" at={<Time at={entry.due} full />} />}</p>
    </Part>
  )
}

function DutyTable({ caption, duties, first = false }: { caption: string; duties: readonly Duty[]; first?: boolean }) {
  const { t } = useWords()
  return (
    <Table
      caption={caption} rows={duties} keyOf={({ act }) => act}
      columns={[
        { head: t('entry.what'), names: true, render: ({ act }) => t(`duty.${act}`) },
        ...(duties.some(({ until }) => until !== null) ? [{ head: t('duties.until'), render: ({ until }: Duty) => (until === null ? null : <Time at={until} full />) }] : []),
        { head: t('table.do'), kind: 'tight', render: ({ act }) => <a className="button" data-kind={first ? 'first' : 'plain'} data-size="small" href={pathTo('signAct', { kind: act })} aria-label={t('duties.go.full', { act: t(`duty.${act}`) })}>{t('duties.go')}</a> },
      ]}
    />
  )
}
