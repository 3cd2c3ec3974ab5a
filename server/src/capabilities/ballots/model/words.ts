/** Plain sentences in English: of an act to sign, of what is missing, of where a ballot stands. Pages say it in their own languages from the figures. */
import type { Act } from '@openaccord/facts'
import type { Micros } from '@openaccord/names'
import { minuteUtc } from '../../../kernel/index.ts'
import { closeOf, CONTEST_WINDOW, FAILS_AFTER, lastRound, openQuestions, type Ballot } from '../model.ts'
import type { Participation } from './electorate.ts'
import { discussionUntil } from './may.ts'
import { certifyBy, type Standing } from './standing.ts'
import type { Need } from './tally.ts'

type BallotActs = Extract<Act, { kind: 'vote' | 'ballot-certificate' | 'ballot-contest' | 'contest-decision' }>

export function actWords(name: string, title: string, { kind, says }: BallotActs): string {
  if (kind === 'ballot-contest') return `${name} contests the ballot “${title}”.`
  if (kind === 'ballot-certificate') return `${name} certifies the ballot “${title}”: ${says.outcome}, ${says.yes} yes, ${says.no} no, ${says.abstain} abstentions, ${says.recused} recused.`
  if (kind === 'contest-decision') return `${name} decides on the contest of “${title}”: ${{ dismissed: 'dismissed', void: 'the ballot is void', reopened: 'the vote is held once more' }[says.decision]}.`
  return { yes: `${name} votes yes on “${title}”.`, no: `${name} votes no on “${title}”.`, abstain: `${name} abstains on “${title}”.`, recuse: `${name} recuses itself from “${title}”, which cannot be taken back.` }[says.position]
}

const many = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`

export function needWords({ code, count }: Need): string {
  if (code === 'quorum') return `needs ${count} more for quorum`
  return `needs ${count} more yes ${{ 'yes-overall': 'overall', 'yes-small': 'among the small', 'yes-large': 'among the large' }[code]}`
}

const sentence = (...parts: (string | undefined)[]): string => `${parts.filter((part) => part !== undefined && part !== '').join('; ')}.`

/** One sentence, with whoever is waited for. */
export function ballotWords(ballot: Ballot, { state, outcome, since }: Standing, participation: Participation | undefined, needs: readonly Need[], now: Micros): string {
  const round = lastRound(ballot)
  const missing = needs.map(needWords).join(', ')
  switch (state) {
    case 'draft': return 'A draft that is not open yet.'
    case 'discussion': {
      const until = discussionUntil(ballot) ?? since
      const asked = openQuestions(ballot).length
      const waits = now < until ? `In discussion until ${minuteUtc(until)}` : 'Discussed long enough: the secretariat may freeze it'
      return sentence(waits, asked === 0 ? undefined : `${many(asked, 'blocking question')} to be answered`, `fails by itself on ${minuteUtc((ballot.openedAt ?? 0) + FAILS_AFTER)}`)
    }
    case 'frozen': return 'Text and electorate are fixed; two persons of the secretariat open the voting.'
    case 'voting': return sentence(`Voting until ${minuteUtc(closeOf(round!))}`, `${participation?.participated ?? 0} of ${many(participation?.electorate ?? 0, 'group')} have voted`, missing === '' ? 'the quorum is reached' : missing)
    case 'tallied': return sentence(`Counted: ${outcome}`, missing, `to be certified by ${minuteUtc(certifyBy(round!))}`)
    case 'certified': return sentence(`Certified: ${outcome}`, missing, `may be contested until ${minuteUtc((round!.certified?.at ?? 0) + CONTEST_WINDOW)}`)
    case 'contested': return 'Contested: the ombudsperson decides.'
    case 'final': return sentence(outcome === 'adopted' ? 'Adopted' : 'Rejected', missing)
    case 'withdrawn': return 'Withdrawn by who proposed it.'
    case 'auto-failed': return 'Failed by itself: ninety days without a vote.'
    case 'no-quorum': return sentence('Without a quorum', missing)
    case 'void': return 'Void: a contest was upheld.'
    case 'lapsed': return 'Adopted in an emergency and not confirmed within 30 days: it has lapsed.'
  }
}
