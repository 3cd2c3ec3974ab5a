/** From the root's trust anchors down to the zone of a name: DS by DS, key by key. RFC 4035 §5. */
import { ancestry, labelCount } from '../dns/name.ts'
import { parseDnskey, parseDs, type Ds } from '../dns/rdata.ts'
import type { DnsAnswer, DnsRecord } from '../observations.ts'
import { detailOf, reason, type Said } from '../reasons.ts'
import { common, dnsTrouble, Unsettled, type Seen } from '../seen.ts'
import { proveAbsence } from './denial.ts'
import { isKnownDs, matchesDs } from './keys.ts'
import { verifySet, type Budget, type Zone } from './signature.ts'

/** RFC 4035 §4.3. `at` is the zone or name where it came out. */
export type Standing =
  | { state: 'secure'; zone: Zone }
  | { state: 'insecure'; at: string; why: 'no-ds' | 'unknown-algorithm' | 'too-many-iterations' }
  | { state: 'bogus'; at: string; why: Said }

/** Deeper names are not followed. */
export const MOST_LABELS = 10

/** Throws Unsettled where an answer is missing or tells nothing. */
export async function walkTo(seen: Seen, name: string, anchors: readonly Ds[], now: Date, budget: Budget): Promise<Standing> {
  const names = ancestry(name).reverse().slice(1)
  budget.steps -= names.length
  if (labelCount(name) > MOST_LABELS || budget.steps < 0) {
    throw new Unsettled(common('not-tested', { what: reason('question.signatures', { name }), why: reason('limit.too-deep') }))
  }
  seen.want({ ask: 'dns', name: '.', type: 'DNSKEY' }, ...names.map((each) => ({ ask: 'dns' as const, name: each, type: 'DS' as const })))
  let standing = await enter(seen, '.', anchors, now, budget)
  for (const each of names) {
    if (standing.state !== 'secure') return standing
    const next = await step(seen, each, standing.zone, now, budget)
    if (next === 'beyond') return standing
    standing = next === 'same' ? standing : next
  }
  return standing
}

/** What a question of DNSSEC tells; a validating resolver that finds signatures wrong tells it too. */
function ask(seen: Seen, name: string, type: 'DS' | 'DNSKEY'): DnsAnswer | { state: 'bogus'; at: string; why: Said } {
  const answer = seen.anyDns(name, type)
  if (answer.outcome === 'bogus') return { state: 'bogus', at: name, why: [reason('dnssec.resolver', { type, name }), ...detailOf(answer)] }
  if (answer.outcome === 'answer' || answer.outcome === 'empty' || answer.outcome === 'nxdomain') return answer
  throw new Unsettled(dnsTrouble(answer))
}

const own = (answer: DnsAnswer): DnsRecord[] => answer.answer.filter(({ name, type }) => name === answer.name && type === answer.type)

/** Into the zone whose keys these DS records name (§5.2, and §5 for trust anchors). */
async function enter(seen: Seen, zone: string, ds: readonly Ds[], now: Date, budget: Budget): Promise<Standing> {
  const known = ds.filter(isKnownDs)
  if (known.length === 0) return { state: 'insecure', at: zone, why: 'unknown-algorithm' }
  const answer = ask(seen, zone, 'DNSKEY')
  if ('state' in answer) return answer
  const records = own(answer)
  if (records.length === 0) return { state: 'bogus', at: zone, why: reason('dnssec.no-key', { zone }) }
  const keys = records.map(parseDnskey)
  const entry = []
  for (const key of keys) for (const each of known) if (await matchesDs(zone, key, each)) entry.push(key)
  if (entry.length === 0) return { state: 'bogus', at: zone, why: reason('dnssec.other-key', { zone }) }
  const verified = await verifySet(records, answer.answer, { name: zone, keys: entry }, now, budget)
  return verified.valid ? { state: 'secure', zone: { name: zone, keys } } : { state: 'bogus', at: zone, why: verified.why }
}

/** One label down: into a signed zone, out of what is signed, on within the same zone, or beyond what exists. */
async function step(seen: Seen, name: string, zone: Zone, now: Date, budget: Budget): Promise<Standing | 'same' | 'beyond'> {
  const answer = ask(seen, name, 'DS')
  if ('state' in answer) return answer
  const records = own(answer)
  if (records.length > 0) {
    const verified = await verifySet(records, answer.answer, zone, now, budget)
    if (!verified.valid) return { state: 'bogus', at: name, why: verified.why }
    if (verified.wildcard) return { state: 'bogus', at: name, why: reason('dnssec.wildcard-ds', { name }) }
    return enter(seen, name, records.map(parseDs), now, budget)
  }
  // an alias is no zone of its own (RFC 1034 §3.6.2)
  if (answer.answer.some((record) => record.type === 'CNAME' && record.name === name)) return 'same'
  const { proof, tooManyIterations } = await proveAbsence(name, answer.authority, zone, now, budget)
  if (proof === null) {
    return tooManyIterations
      ? { state: 'insecure', at: name, why: 'too-many-iterations' }
      : { state: 'bogus', at: name, why: reason('dnssec.unproven', { zone: zone.name, name, type: 'DS' }) }
  }
  if (!proof.exists) return proof.optOut ? { state: 'insecure', at: name, why: 'no-ds' } : 'beyond'
  if (proof.types.has('DS') || (proof.types.has('SOA') && name !== '.')) return { state: 'bogus', at: name, why: reason('dnssec.opposite', { zone: zone.name, name }) }
  return proof.types.has('NS') ? { state: 'insecure', at: name, why: 'no-ds' } : 'same'
}
