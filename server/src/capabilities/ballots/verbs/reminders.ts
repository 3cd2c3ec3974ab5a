/** Mails about ballots: that voting has begun, that it ends soon for who is silent, and that a tally waits for its certificate. Each once. */
import type { Micros, OrganisationId } from '@openaccord/names'
import { DAY, HOUR } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { closeOf, lastRound, ruleOf, type Ballot, type Round } from '../model.ts'
import { groupOf } from '../model/electorate.ts'
import { certifyBy, standingOf } from '../model/standing.ts'
import { noteStated } from '../store.ts'
import { ballotMail, type What } from '../wording.ts'

export function createReminders({ members, mail, origin }: Pick<Means, 'members' | 'mail' | 'origin'>) {
  async function send(tx: Tx, ballot: Ballot, what: What, round: Round, until: Micros, to: readonly OrganisationId[]): Promise<void> {
    if (!(await noteStated(tx, ballot.id, `mail ${what} ${round.round}`, null))) return
    const alliance = (await members.allianceName(tx)) ?? ''
    for (const organisation of to) {
      for (const address of await members.mailsOf(tx, organisation)) await mail(tx, ballotMail(address, { what, alliance, title: ballot.title, until, address: `${origin}/ballots/${ballot.id}` }))
    }
  }

  return async function remind(tx: Tx, ballot: Ballot, now: Micros): Promise<void> {
    const round = lastRound(ballot)
    if (round === undefined) return
    const { state } = standingOf(ballot, now)
    const until = closeOf(round)
    if (state === 'voting') {
      await send(tx, ballot, 'opened', round, until, votersOf(ballot, () => true))
      if (until - now <= soonFor(ballot)) await send(tx, ballot, 'closing', round, until, votersOf(ballot, (organisation) => isSilent(ballot, round, organisation)))
    }
    if (state === 'tallied' && round.tallied !== null) await send(tx, ballot, 'certify', round, certifyBy(round), [ballot.secretariat])
  }
}

/** Of a ballot under vote: organisations of groups that have not voted, and its close. */
export function silentOf(ballot: Ballot, now: Micros): { organisations: OrganisationId[]; until: Micros } | undefined {
  const round = lastRound(ballot)
  if (round === undefined || standingOf(ballot, now).state !== 'voting') return undefined
  const organisations = votersOf(ballot, (organisation) => isSilent(ballot, round, organisation))
  return organisations.length === 0 ? undefined : { organisations, until: closeOf(round) }
}

const soonFor = ({ kind }: Ballot): Micros => (ruleOf(kind).voting > 3 * DAY ? 2 * DAY : 12 * HOUR)

const votersOf = ({ frozen }: Ballot, which: (organisation: OrganisationId) => boolean): OrganisationId[] =>
  (frozen?.electorate ?? []).filter(({ excluded }) => !excluded).flatMap(({ organisations }) => organisations).filter(which)

function isSilent({ frozen, votes }: Ballot, { round }: Round, organisation: OrganisationId): boolean {
  const group = groupOf(frozen?.electorate ?? [], organisation)
  return !votes.some((vote) => vote.round === round && group?.organisations.includes(vote.organisation) === true)
}
