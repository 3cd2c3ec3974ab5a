/** Every route of the hub, by room. TAXII's own addresses are not here: its specification is their contract. */
import { admissions } from './admissions.ts'
import { advisories } from './advisories.ts'
import { ballots } from './ballots.ts'
import { baselines } from './baselines.ts'
import { cases } from './cases.ts'
import { concerns } from './concerns.ts'
import { embargo } from './embargo.ts'
import { effort } from './effort.ts'
import { commitments } from './commitments.ts'
import { exchange } from './exchange.ts'
import { keys } from './keys.ts'
import { ledger } from './ledger.ts'
import { members } from './members.ts'
import { operate } from './operate.ts'
import { pledges } from './pledges.ts'
import { reminders } from './reminders.ts'
import { reports } from './reports.ts'

/** Room by room and by name: spelled out in one piece it is longer than the compiler writes a type. */
export type Contract = {
  effort: typeof effort
  members: typeof members
  keys: typeof keys
  exchange: typeof exchange
  pledges: typeof pledges
  commitments: typeof commitments
  ballots: typeof ballots
  baselines: typeof baselines
  admissions: typeof admissions
  concerns: typeof concerns
  reminders: typeof reminders
  reports: typeof reports
  cases: typeof cases
  embargo: typeof embargo
  advisories: typeof advisories
  ledger: typeof ledger
  operate: typeof operate
}
export const contract: Contract = { effort, members, keys, exchange, pledges, commitments, ballots, baselines, admissions, concerns, reminders, reports, cases, embargo, advisories, ledger, operate }
