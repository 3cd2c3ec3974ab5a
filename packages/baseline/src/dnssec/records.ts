/** Records of a name with what DNSSEC says of them: each set on the way, aliases included, checked in its own zone. RFC 4035 §5.3. */
import type { Ds } from '../dns/rdata.ts'
import { aliasTarget } from '../dns/message.ts'
import type { AskedType, DnsRecord } from '../observations.ts'
import { reason } from '../reasons.ts'
import type { Seen, Settled } from '../seen.ts'
import { walkTo, type Standing } from './chain.ts'
import { proveAbsence, provesNoCloser } from './denial.ts'
import { verifySet, type Budget } from './signature.ts'

export type Validated = { standing: Standing; records: DnsRecord[] }

const MOST_ALIASES = 5

/** The records of a type and their standing; of none, whether their absence is proved. Throws Unsettled. */
export async function validate(seen: Seen, name: string, type: AskedType, anchors: readonly Ds[], now: Date, budget: Budget): Promise<Validated> {
  const answer = seen.dns(name, type)
  let at = name
  for (let hop = 0; hop <= MOST_ALIASES; hop++) {
    const standing = await walkTo(seen, at, anchors, now, budget)
    if (standing.state !== 'secure') return { standing, records: answer.records }
    const set = setAt(answer, at, type)
    const [first] = set
    if (first === undefined) return { standing: await provedAbsent(standing, at, type, answer, now, budget), records: [] }
    const verified = await verifySet(set, answer.whole.answer, standing.zone, now, budget)
    if (!verified.valid) return { standing: { state: 'bogus', at, why: verified.why }, records: answer.records }
    if (verified.wildcard && !(await provesNoCloser(at, verified.signature.labels, answer.whole.authority, standing.zone, now, budget))) {
      return { standing: { state: 'bogus', at, why: reason('dnssec.wildcard', { name: at }) }, records: answer.records }
    }
    if (first.type === type) return { standing, records: set }
    at = aliasTarget(first)
  }
  return { standing: { state: 'bogus', at, why: reason('dnssec.aliases', { name, most: MOST_ALIASES }) }, records: answer.records }
}

/** The records of the type, or the alias that stands in their place. */
function setAt({ whole }: Settled, name: string, type: AskedType): DnsRecord[] {
  const wanted = whole.answer.filter((record) => record.name === name && record.type === type)
  return wanted.length > 0 ? wanted : whole.answer.filter((record) => record.name === name && record.type === 'CNAME')
}

async function provedAbsent(standing: Standing & { state: 'secure' }, name: string, type: AskedType, { whole }: Settled, now: Date, budget: Budget): Promise<Standing> {
  const { zone } = standing
  const { proof, tooManyIterations } = await proveAbsence(name, whole.authority, zone, now, budget)
  if (proof === null) {
    return tooManyIterations
      ? { state: 'insecure', at: zone.name, why: 'too-many-iterations' }
      : { state: 'bogus', at: name, why: reason('dnssec.unproven', { zone: zone.name, name, type }) }
  }
  return proof.exists && proof.types.has(type) ? { state: 'bogus', at: name, why: reason('dnssec.withheld', { zone: zone.name, name, type }) } : standing
}

