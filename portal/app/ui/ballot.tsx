/** A ballot at a glance: where it stands in a sentence, the path through its stages with their clocks, how far its quorum is. */
import type { ReactNode } from 'react'
import type { Client } from '@openaccord/api'
import { Chip, Day, Time } from './marks.tsx'
import { Say, useVisit, useWords } from './visit.tsx'

export type BallotCard = Awaited<ReturnType<Client['ballots']['ballots']>>['ballots'][number]
export type Ballot = Awaited<ReturnType<Client['ballots']['ballot']>>
export type Tally = NonNullable<Ballot['rounds'][number]['tally']>
type State = BallotCard['state']
type Kind = 'plain' | 'good' | 'attention' | 'danger' | 'sealed'

const STATE_KIND: Readonly<Partial<Record<State, Kind>>> = { 'voting': 'attention', 'contested': 'attention', 'no-quorum': 'danger', 'void': 'danger', 'auto-failed': 'danger', 'lapsed': 'danger' }
const OUTCOME_KIND: Readonly<Record<NonNullable<BallotCard['outcome']>, Kind>> = { 'adopted': 'good', 'rejected': 'danger', 'no-quorum': 'danger', 'failed': 'danger', 'withdrawn': 'plain' }

/** What it is now: its stage while it runs, its result afterwards. */
export function BallotChip({ ballot: { state, outcome } }: { ballot: Pick<BallotCard, 'state' | 'outcome'> }) {
  const { t } = useWords()
  if (state === 'final' && outcome !== null) return <Chip kind={OUTCOME_KIND[outcome]}>{t(`ballot.outcome.${outcome}`)}</Chip>
  return <Chip kind={STATE_KIND[state] ?? 'plain'}>{t(`ballot.state.${state}`)}</Chip>
}

/** The last tally there is. */
export const tallyOf = ({ rounds }: Pick<Ballot, 'rounds'>): Tally | null => rounds.findLast(({ tally }) => tally !== null)?.tally ?? null

/** Who votes for us, before the sum is known: “5 of 9 have voted; needs 3 more for quorum”. */
export function useTurnout(): (ballot: Pick<BallotCard, 'participation'>) => string {
  const { t } = useWords()
  return ({ participation }) => {
    if (participation === null) return ''
    const { participated, electorate, quorum } = participation
    const quorate = quorum.short === 0 ? t('ballot.quorum.met') : t('ballot.quorum.short', { count: quorum.short })
    return t('ballot.turnout', { participated, electorate, quorum: quorate })
  }
}

/** “Fri 28 Nov, 17:00 UTC (in 6 days)”: where a date follows “until” or “by”. */
export function Moment({ at }: { at: string }) {
  const { t, moment, ago } = useWords()
  return <time dateTime={at}>{t('ballot.moment', { moment: moment(at), relative: ago(at) })}</time>
}

/** Where it stands, as a sentence: what happens next, and when. */
export function BallotSentence({ ballot }: { ballot: BallotCard }) {
  const { state, outcome, clock, participation } = ballot
  const now = useVisit().now.getTime()
  const turnout = useTurnout()
  const { t } = useWords()
  const at = (moment: string | null): ReactNode => (moment === null ? t('ballot.unknown') : <Time at={moment} full />)
  const by = (moment: string | null): ReactNode => (moment === null ? t('ballot.unknown') : <Moment at={moment} />)
  const day = (moment: string | null): ReactNode => (moment === null ? t('ballot.unknown') : <Day at={moment} />)
  const result = outcome === null ? '' : t(`ballot.outcome.${outcome}`)
  switch (state) {
    case 'draft': return t('ballot.sentence.draft')
    case 'discussion': {
      const until = latest(clock.discussionUntil, ballot.questionsOpen > 0 ? clock.heldUntil : null)
      if (until !== null && Date.parse(until) > now) return ballot.questionsOpen > 0 ? <Say k="ballot.sentence.held" fill={{ count: ballot.questionsOpen }} at={by(until)} /> : <Say k="ballot.sentence.discussion" at={at(until)} />
      return <Say k="ballot.sentence.discussed" at={at(clock.failsAt)} />
    }
    case 'frozen': return <Say k="ballot.sentence.frozen" at={at(clock.failsAt)} />
    case 'voting': return <Say k="ballot.sentence.voting" fill={{ turnout: turnout(ballot) }} at={at(clock.votingUntil)} />
    case 'tallied': return clock.certifyBy !== null && Date.parse(clock.certifyBy) < now ? <Say k="ballot.sentence.tallied.late" fill={{ result }} at={at(clock.certifyBy)} /> : <Say k="ballot.sentence.tallied" fill={{ result }} at={by(clock.certifyBy)} />
    case 'certified': return <Say k="ballot.sentence.certified" fill={{ result }} at={by(clock.contestUntil)} />
    case 'contested': return <Say k="ballot.sentence.contested" fill={{ result }} />
    case 'final': return <><Say k="ballot.sentence.final" fill={{ result }} day={day(clock.final)} />{clock.confirmBy !== null && outcome === 'adopted' && <>{' '}<Say k="ballot.sentence.toConfirm" at={by(clock.confirmBy)} /></>}</>
    case 'no-quorum': return <Say k="ballot.sentence.no-quorum" fill={{ participated: participation?.participated ?? 0, electorate: participation?.electorate ?? 0, needed: participation?.quorum.needed ?? 0 }} day={day(clock.ended ?? clock.votingUntil)} />
    case 'withdrawn': case 'auto-failed': case 'void': case 'lapsed': return <Say k={`ballot.sentence.${state}`} day={day(clock.ended)} />
  }
}

const latest = (one: string | null, other: string | null): string | null => (one === null ? other : other === null || Date.parse(other) < Date.parse(one) ? one : other)

const STEPS = ['discussion', 'voting', 'tally', 'contest', 'final'] as const
type Step = (typeof STEPS)[number]
/** How far each state is along the path; a half lies between two steps. */
const FAR: Readonly<Record<State, number>> = {
  'draft': -0.5, 'discussion': 0, 'frozen': 0.5, 'voting': 1, 'tallied': 2, 'certified': 3, 'contested': 3, 'final': 5,
  'withdrawn': 0, 'auto-failed': 1, 'no-quorum': 2, 'void': 3, 'lapsed': 4,
}
const STOPPED: ReadonlySet<State> = new Set(['withdrawn', 'auto-failed', 'no-quorum', 'void', 'lapsed'])

/** Discussion, voting, tally, contest, final: what is behind, what runs and until when, what comes and how long it takes. */
export function BallotPath({ ballot }: { ballot: Ballot }) {
  const { t } = useWords()
  const far = FAR[ballot.state]
  return (
    <ol className="path" aria-label={t('ballot.path')}>
      {STEPS.map((step, n) => {
        const stands = n < far ? 'done' : n > far ? 'next' : STOPPED.has(ballot.state) ? 'stopped' : 'now'
        return (
          <li key={step} data-step={stands} aria-current={stands === 'now' ? 'step' : undefined}>
            <strong>{t(`ballot.step.${step}`)}</strong>
            <span>{stands === 'stopped' ? t(`ballot.state.${ballot.state}`) : <StepTime ballot={ballot} step={step} stands={stands} />}</span>
          </li>
        )
      })}
    </ol>
  )
}

function StepTime({ ballot: { clock, rule, state }, step, stands }: { ballot: Ballot; step: Step; stands: 'done' | 'now' | 'next' }) {
  const { t } = useWords()
  const span = (seconds: number) => (seconds % 86_400 === 0 ? t('ballot.days', { count: seconds / 86_400 }) : t('ballot.hours', { count: Math.round(seconds / 3600) }))
  const { key, at, rest }: { key: 'until' | 'by' | 'on'; at: string | null; rest: string } = {
    discussion: { key: stands === 'done' ? 'on' : 'until', at: stands === 'done' ? clock.frozen : clock.discussionUntil, rest: span(rule.discussionSeconds) } as const,
    voting: { key: 'until', at: clock.votingUntil, rest: span(rule.votingSeconds) } as const,
    tally: { key: stands === 'done' ? 'on' : 'by', at: stands === 'done' ? clock.certified : clock.certifyBy, rest: t('ballot.workingDays', { count: 3 }) } as const,
    contest: { key: 'until', at: clock.contestUntil, rest: span(rule.contestSeconds) } as const,
    final: { key: 'on', at: clock.final, rest: '' } as const,
  }[step]
  if (state === 'contested' && step === 'contest') return t('ballot.step.contested')
  if (at === null) return rest
  return <Say k={`ballot.when.${key}`} at={stands === 'now' ? <Moment at={at} /> : <Day at={at} />} />
}

const WIDE = 480
/** How many take part, and how many have to: a picture of what stands beside it in words. */
export function QuorumBar({ ballot }: { ballot: Pick<BallotCard, 'participation'> }) {
  const turnout = useTurnout()
  const { participation } = ballot
  if (participation === null || participation.electorate === 0) return null
  const place = (groups: number) => Math.round((Math.min(groups, participation.electorate) / participation.electorate) * WIDE)
  const needed = place(participation.quorum.needed)
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- drawn here, and read as one picture
    <svg className="quorum" viewBox={`0 0 ${WIDE} 20`} preserveAspectRatio="none" role="img" aria-label={turnout(ballot)}>
      <rect className="all" x="0" y="6" width={WIDE} height="8" />
      <rect className={participation.quorum.met ? 'there met' : 'there'} x="0" y="6" width={place(participation.participated)} height="8" />
      <line x1={Math.min(needed, WIDE - 1)} x2={Math.min(needed, WIDE - 1)} y1="0" y2="20" />
    </svg>
  )
}
