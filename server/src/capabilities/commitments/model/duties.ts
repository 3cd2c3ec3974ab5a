/** What an organisation has to state, or may, and until when: for its own page and for reminders. */
import type { FactId, Micros } from '@openaccord/names'
import { DAY } from '../../../kernel/index.ts'
import { endOf, isOf, type ConductKind, type Logged } from '../model.ts'
import { assuranceStanding, engagementState } from './assurance.ts'
import { ATTESTATION_OPENS, attestationStanding, attestationsOf } from './attestations.ts'
import { deliveredOf, type Placed } from './board.ts'
import { CLOSING_GRACE, dueNowOf, dueOf } from './commitments.ts'
import type { Speaker } from './may.ts'
import { statementStanding, statementsOf } from './requests.ts'
import { EXPIRING, standingEvidence } from './stages.ts'

export type Duty = { act: ConductKind; urge: 'due' | 'may'; until: Micros | null; about: { fact: FactId; title: string } | null; detail: string | null }
/** A measure is asked for from so long before. */
const MEASURE_OPENS = 30 * DAY
const ASSURANCE_OPENS = 180 * DAY

export type DutiesAround = { speaker: Speaker; acts: readonly Logged[]; board: readonly Placed[]; principles: readonly string[]; titleOf: (fact: string) => string; now: Micros }

/** What is due first, soonest first. `acts` of everybody, oldest first. */
export function dutiesOf(around: DutiesAround): Duty[] {
  const { speaker } = around
  if (speaker.state === 'left') return []
  if (speaker.kind === 'partner') return assessorDuties(around)
  if (speaker.kind !== 'signatory' || speaker.signature === undefined) return []
  const due = [...firstCommitments(around), ...openCommitments(around), ...yearly(around), ...stages(around)]
  return due.sort((a, b) => Number(a.urge === 'may') - Number(b.urge === 'may') || (a.until ?? Number.MAX_SAFE_INTEGER) - (b.until ?? Number.MAX_SAFE_INTEGER))
}

const duty = (act: ConductKind, urge: Duty['urge'], until: Micros | null, more: Partial<Duty> = {}): Duty => ({ act, urge, until, about: null, detail: null, ...more })

function firstCommitments({ speaker, board, principles, now }: DutiesAround): Duty[] {
  const { without, ninetyDays } = deliveredOf(speaker.id, speaker.signature!.since, principles, board, now)
  return [...without.map((principle) => duty('commitment', 'due', ninetyDays, { detail: principle })), ...(without.length === 0 ? [duty('commitment', 'may', null)] : [])]
}

function openCommitments({ speaker, board, now }: DutiesAround): Duty[] {
  return board.filter(({ commitment }) => commitment.organisation === speaker.id && commitment.closed === undefined).flatMap(({ commitment, standing }): Duty[] => {
    const about = { fact: commitment.act.fact, title: commitment.act.says.title }
    if (standing.state === 'proposed') return now >= dueOf(commitment) ? [] : [duty('commitment-acceptance', 'may', null, { about })]
    if (standing.state === 'missed') return []
    const until = dueNowOf(commitment)
    if (now >= until) return [duty('commitment-closing', 'due', until + CLOSING_GRACE, { about })]
    const next = standing.nextMeasure ?? until
    const measure = duty('commitment-progress', now >= next - MEASURE_OPENS ? 'due' : 'may', next, { about })
    return [measure, duty('commitment-closing', 'may', until, { about }), ...(commitment.moved === undefined && now < dueOf(commitment) ? [duty('commitment-move', 'may', dueOf(commitment), { about })] : [])]
  })
}

function yearly({ speaker, acts, now }: DutiesAround): Duty[] {
  const own = acts.filter(({ organisation }) => organisation === speaker.id)
  const signed = speaker.signature!.since
  const attestation = attestationStanding(own, signed, now)!
  const opens = (attestation.due ?? 0) - ATTESTATION_OPENS
  const statement = statementStanding(statementsOf(own), signed, now)!
  const assurance = assuranceStanding(acts, speaker.id, signed, now)
  return [
    ...(now >= opens ? [duty('attestation', 'due', attestation.due)] : attestationsOf(own).length === 0 ? [duty('attestation', 'may', attestation.due)] : []),
    ...(now >= statement.due! ? [duty('request-statement', 'due', statement.late, { detail: statement.owed })] : []),
    ...(assurance.state === 'under-way' || assurance.due === null ? [] : now >= assurance.due - ASSURANCE_OPENS ? [duty('assurance-engagement', 'due', assurance.due)] : [duty('assurance-engagement', 'may', assurance.due)]),
  ]
}

function stages({ speaker, acts, now }: DutiesAround): Duty[] {
  const standing = standingEvidence(acts.filter(({ organisation }) => organisation === speaker.id))
  const expiring = standing.filter(({ says }) => now >= endOf(says.until) - EXPIRING)
  return [...expiring.map(({ fact, says }) => duty('stage-evidence', 'due', endOf(says.until), { about: { fact, title: says.product }, detail: says.stage })), duty('stage-evidence', 'may', null)]
}

function assessorDuties({ speaker, acts, titleOf, now }: DutiesAround): Duty[] {
  return acts.filter(isOf('assurance-engagement')).filter((act) => act.says.assessor === speaker.id && engagementState(act, acts, now) === 'open')
    .map((act) => duty('assurance-determination', 'due', endOf(act.says.until), { about: { fact: act.fact, title: titleOf(act.fact) } }))
}
