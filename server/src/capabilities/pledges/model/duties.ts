/** What an organisation may or has to state now: for its own page and for reminders. */
import type { Micros } from '@openaccord/names'
import { inForce, type Adopted, type PledgeActKind } from '../model.ts'
import type { Entry } from './register.ts'
import { RENEWAL_OPENS, type Body } from './standing.ts'

export type Duty = { act: PledgeActKind; urge: 'due' | 'may'; until: Micros | null }

const may = (act: PledgeActKind): Duty => ({ act, urge: 'may', until: null })

export function dutiesOf(body: Body, entry: Entry | undefined, adopted: readonly Adopted[], now: Micros): Duty[] {
  const current = inForce(adopted)
  if (body.state !== 'active' || body.kind === 'secretariat' || current === undefined) return []
  const always = [may('statement'), ...(body.kind === 'signatory' ? [may('conflict-of-law')] : []), ...((entry?.position.conflicts.length ?? 0) > 0 ? [may('conflict-of-law-lifted')] : [])]
  if (entry?.list === 'signatory') return [...signatoryDuties(entry, current, now), ...always]
  if (entry?.list === 'endorser') {
    const again = entry.position.endorsement?.version === current.version ? [] : [may('pledge-endorsement')]
    return [...(body.kind === 'signatory' ? [may('pledge-signature')] : []), ...again, may('endorsement-withdrawal'), ...always]
  }
  if (entry?.succession?.how === 'merged' || entry?.succession?.how === 'renamed') return []
  return [...(body.kind === 'signatory' ? [may('pledge-signature')] : []), may('pledge-endorsement'), ...always]
}

function signatoryDuties({ position, due, signBy, leaves }: Entry, current: Adopted, now: Micros): Duty[] {
  const version = position.signature?.version
  if (leaves !== null) return [{ act: 'pledge-signature', urge: 'may', until: leaves }]
  const withdraw: Duty = { act: 'pledge-withdrawal', urge: 'may', until: null }
  if (signBy !== null) return [{ act: 'pledge-signature', urge: 'due', until: signBy }, withdraw]
  const newer: Duty[] = version !== current.version ? [{ act: 'pledge-signature', urge: 'may', until: null }] : []
  const renewal: Duty[] = due !== null && now >= due - RENEWAL_OPENS ? [{ act: 'pledge-renewal', urge: 'due', until: due }] : []
  return [...renewal, ...newer, withdraw]
}
