/** The queues of the rooms as lines of one: what, who is waited for, by when. */
import { pathTo } from '../../paths.ts'
import { useWords } from '../../ui/visit.tsx'
import { useWaiting } from '../members/keys-waiting.ts'
import type { Gathered, Line } from './queue.ts'

/** Overdue first, then by date; what has none comes last. */
const urgency = ({ due, overdue }: Line): number => (due === null ? Number.MAX_SAFE_INTEGER : Date.parse(due) - (overdue ? 1e15 : 0))

export function useLines(gathered: Gathered): Line[] {
  return [...useApplicationLines(gathered), ...useBallotLines(gathered), ...useConcernLines(gathered), ...useAccordLines(gathered)].toSorted((a, b) => urgency(a) - urgency(b))
}

/** The first wait says who; what a second person has to confirm is a line of its own. */
function useApplicationLines({ applications }: Gathered): Line[] {
  const { t } = useWords()
  return applications.flatMap(({ id, name, state, waits: [wait], proposals, due, overdue }): Line[] => {
    const line = { room: 'applications', what: t('today.application', { name, state: t(`application.state.${state}`) }), due, overdue, to: pathTo('handleApplication', { id }) } as const
    const ours = wait?.party === 'secretariat'
    const why = wait === undefined ? '' : t(`wait.${wait.what}`, { name: wait.name ?? name })
    return [
      { ...line, key: id, whose: ours ? 'us' : 'others', who: ours ? t('today.us') : why, ...(ours ? { why } : {}), ...(wait?.party === 'applicant' && wait.what !== 'may-appeal' && wait.what !== 'probation' ? { remind: { each: [{ about: id, name }] } } : {}) },
      ...(proposals === 0 ? [] : [{ ...line, key: `${id} proposal`, whose: 'second', who: t('today.second'), due: null, overdue: false } as const]),
    ]
  })
}

function useBallotLines({ work, running }: Gathered): Line[] {
  const { t } = useWords()
  const ours = work.map(({ move, due, overdue, ballot }): Line => ({
    key: `${ballot.id} ${move}`, room: 'ballots', what: t(`today.move.${move}`, { title: ballot.title }), whose: move === 'confirm' ? 'second' : 'us', who: t(move === 'confirm' ? 'today.second' : 'today.us'),
    due, overdue, to: pathTo('editBallot', { id: ballot.id }),
  }))
  const polls = running.filter(({ state }) => state === 'voting').map((ballot): Line => {
    const short = ballot.participation?.quorum.short ?? 0
    return {
      key: `${ballot.id} voting`, room: 'ballots', what: t('today.running', { title: ballot.title }), whose: 'others',
      who: t('today.voters', { quorum: short === 0 ? t('ballot.quorum.met') : t('ballot.quorum.short', { count: short }) }), due: ballot.clock.votingUntil, overdue: false, to: pathTo('ballot', { id: ballot.id }),
      remind: { each: [{ about: ballot.id, name: ballot.title }], whom: t('today.remind.voters') },
    }
  })
  return [...ours, ...polls]
}

/** Corrections are ours; of the rest we see that somebody is waited for. */
function useConcernLines({ concerns, publications }: Gathered): Line[] {
  const { t } = useWords()
  return [
    ...concerns.map(({ id, kind, title, standing: { waitsFor, due, late } }): Line => ({
      key: id, room: 'concerns', what: t(kind === 'correction' ? 'today.correction' : 'today.concern', { title }), whose: waitsFor === 'secretariat' ? 'us' : 'others', who: t(`today.party.${waitsFor}`), due, overdue: late, to: pathTo('screenOne', { id }),
    })),
    ...publications.map(({ organisation: { slug, name }, what, due, first }): Line => ({
      key: `${slug} ${what}`, room: 'concerns', what: t(`screen.publish.${what}`, { name }), whose: first === null ? 'us' : 'second', who: t(first === null ? 'today.us' : 'today.second'), due, overdue: false, to: pathTo('screen'),
    })),
  ]
}

function useAccordLines({ proposals, keys }: Gathered): Line[] {
  const { t } = useWords()
  const waiting = useWaiting()
  return [
    ...proposals.map(({ id, words }): Line => ({ key: id, room: 'accord', what: words, whose: 'second', who: t('today.second'), due: null, overdue: false, to: pathTo('keep') })),
    ...keys.map((key): Line => ({ key: key.keyid, room: 'accord', what: t('today.key', { key: `${key.keyid.slice(0, 16)}…` }), whose: 'us', who: waiting(key), due: null, overdue: false, to: pathTo('ownSigningKey', { keyid: key.keyid }) })),
  ]
}
