/** Who votes: group by group, the large and the small apart, affiliates under their group; while it runs only who has, afterwards how. */
import type { ReactNode } from 'react'
import { pathTo } from '../../paths.ts'
import { QuorumBar, useTurnout, type Ballot } from '../../ui/ballot.tsx'
import { ProofMark } from '../../ui/accord.tsx'
import { Chip, Day, Theirs } from '../../ui/marks.tsx'
import { Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Say, useWords } from '../../ui/visit.tsx'

type Group = Ballot['groups'][number]
type Vote = Group['votes'][number]
const KIND = { yes: 'good', no: 'danger', abstain: 'plain', recuse: 'plain' } as const

export function WhoVotes({ ballot, counted }: { ballot: Ballot; counted: boolean }) {
  const { t, number, locale } = useWords()
  const turnout = useTurnout()
  const { participation, groups } = ballot
  return (
    <Part title={t(counted ? 'ballot.rollCall' : 'ballot.who')} id="who">
      {!counted && participation !== null && (
        <>
          <p>{turnout(ballot)}</p>
          <QuorumBar ballot={ballot} />
          <p className="quiet">{t('ballot.quorum.says', { needed: participation.quorum.needed, active: number(participation.quorum.active) })} {t('ballot.who.sealed')}</p>
        </>
      )}
      {(['large', 'small'] as const).map((size) => {
        const of = groups.filter((group) => group.size === size).toSorted((a, b) => a.name.localeCompare(b.name, locale))
        return of.length === 0 ? null : <Class key={size} size={size} groups={of} counted={counted} />
      })}
    </Part>
  )
}

function Class({ size, groups, counted }: { size: Group['size']; groups: readonly Group[]; counted: boolean }) {
  const { t } = useWords()
  return (
    <Table
      caption={t(`ballot.class.${size}`, { count: groups.length })} rows={groups} keyOf={({ name }) => name}
      columns={[
        { head: t('ballot.group'), names: true, render: (group) => <Members group={group} /> },
        { head: t(counted ? 'ballot.column.vote' : 'ballot.column.voted'), kind: 'tight', render: (group) => <Standing group={group} counted={counted} /> },
        ...(groups.some((group) => votes(group)?.reason != null) ? [{ head: t('ballot.column.reason'), render: (group: Group) => <Reason vote={votes(group)} /> }] : []),
        { head: t('ballot.column.when'), render: (group) => <Cast group={group} /> },
      ]}
    />
  )
}

/** The one that counts: of the last round in which the group voted. */
const votes = ({ votes }: Group): Vote | undefined => votes.findLast(({ counts }) => counts)

const to = (slug: string, children: ReactNode) => <a href={pathTo('registered', { slug })}>{children}</a>

function Members({ group: { name, organisations } }: { group: Group }) {
  const alone = organisations.length === 1
  const [only] = organisations
  if (alone && only !== undefined) return to(only.slug, <Theirs>{only.name}</Theirs>)
  return (
    <>
      <Theirs>{name}</Theirs>
      <span className="under quiet">{organisations.map((each, n) => <span key={each.slug}>{n > 0 && ' · '}{to(each.slug, <bdi>{each.name}</bdi>)}</span>)}</span>
    </>
  )
}

function Standing({ group, counted }: { group: Group; counted: boolean }) {
  const { t } = useWords()
  const vote = votes(group)
  if (group.standing === 'excluded') return t('ballot.standing.excluded')
  if (group.standing === 'recused') return <Chip>{t('ballot.position.recuse')}</Chip>
  if (counted && vote?.position != null) return <Chip kind={KIND[vote.position]}>{t(`ballot.position.${vote.position}`)}</Chip>
  if (group.standing === 'silent') return <span className="quiet">{t(counted ? 'ballot.standing.silent' : 'ballot.standing.notYet')}</span>
  return <Chip kind="good">{t(counted && vote?.overdue === true ? 'ballot.standing.overdue' : 'ballot.standing.voted')}</Chip>
}

const Reason = ({ vote }: { vote: Vote | undefined }) => (vote?.reason == null ? null : <span className="lines" dir="auto">{vote.reason}</span>)

/** The vote that counts, with who of the group cast it, and those that it replaced. */
function Cast({ group }: { group: Group }) {
  const { t } = useWords()
  const last = votes(group)
  if (last === undefined) return null
  const before = group.votes.filter((vote) => vote.round === last.round && vote.fact !== last.fact)
  const named = group.organisations.length > 1
  return (
    <>
      {named ? <Say k="ballot.cast.by" name={<bdi>{last.name}</bdi>} day={<Day at={last.at} />} /> : <Day at={last.at} />} <ProofMark fact={last.opened ?? last.fact} what={group.name} />
      {before.length > 0 && <span className="under quiet">{t('ballot.cast.changed', { count: before.length })} {before.map(({ fact }) => <ProofMark key={fact} fact={fact} what={group.name} />)}</span>}
    </>
  )
}
