/** DNSSEC: the chain of signatures from the root to the domain's own records, validated here. RFC 4033 to 4035, RFC 5155, RFC 9364. */
import { printHex } from '../bytes.ts'
import type { Check, Judgement } from '../check.ts'
import { isWithin } from '../dns/name.ts'
import { parseDnskey, type Ds } from '../dns/rdata.ts'
import { ROOT_ANCHORS } from '../dnssec/anchors.ts'
import type { Standing } from '../dnssec/chain.ts'
import { digestOf, isZoneKey, keyTagOf, SEP } from '../dnssec/keys.ts'
import { validate } from '../dnssec/records.ts'
import { newBudget } from '../dnssec/signature.ts'
import type { AskedType } from '../observations.ts'
import { phrases, remedies, rfc } from '../phrases.ts'
import { detailOf, reason } from '../reasons.ts'
import type { Finding, Fix } from '../result.ts'
import { dnsTrouble, Unsettled, type Seen } from '../seen.ts'
import { printRecords } from './mail.ts'

const says = phrases('dnssec', {
  validated: ['pass', rfc(4035, '5'), 'From the root to {zone} every signature holds, and so do those over {types}.'],
  bogus: ['fail', rfc(4035, '5.5'), 'The signatures do not hold: {why}. For whoever validates, the domain does not exist.'],
  unsigned: ['fail', rfc(4035, '5.2'), 'The domain is not signed: there is no DS record for {zone} at its parent, and no key in it.'],
  'no-ds': ['fail', rfc(4035, '5.2'), '{zone} has keys, and its parent has no DS record for them: nobody can validate.'],
  'parent-unsigned': ['notice', rfc(4035, '5.2'), 'The domain cannot be signed, because {zone} above it is not.'],
  'unknown-algorithm': ['notice', rfc(8624, '3'), '{zone} is signed with algorithms or digests that are out of date or not known here, and so counts as unsigned.'],
  'too-many-iterations': ['notice', rfc(9276, '3.1'), 'NSEC3 above {zone} hashes names more often than validators follow, so it counts as unsigned. Set the iterations to 0.'],
})
const fixes = remedies('dnssec', {
  sign: 'Sign the zone, which most DNS hosters do at a click, with algorithm 13; then hand the DS record to your registrar.',
  'publish-ds': 'Hand this DS record to your registrar: it belongs in the parent zone.',
  repair: 'Sign the zone anew or, if that takes long, have the DS record removed at your registrar until it is signed.',
})

const TYPES: readonly AskedType[] = ['A', 'AAAA', 'MX', 'TXT']

export const dnssec = (anchors: readonly Ds[] = ROOT_ANCHORS): Check => ({
  rule: { id: 'dnssec', version: 1, title: 'DNSSEC', groups: ['web', 'mail'], mandatory: true, maximum: 15, sources: [rfc(4035, '5'), rfc(5155, '8'), rfc(9364, '3')] },
  says: says.table,
  fixes: fixes.table,
  async judge(seen, now) {
    seen.want(...TYPES.map((type) => ({ ask: 'dns' as const, name: seen.domain, type })))
    const budget = newBudget()
    const troubles: Finding[] = []
    let last: Standing | null = null
    for (const type of TYPES) {
      const standing = await standingOf(seen, type, anchors, now, budget, troubles)
      if (standing === null) continue
      last = standing
      if (standing.state !== 'secure') break
    }
    if (last === null) return { findings: troubles }
    return judgeStanding(seen, last, troubles)
  },
})

/** Null, and a trouble more, where the answer tells nothing. */
async function standingOf(seen: Seen, type: AskedType, anchors: readonly Ds[], now: Date, budget: ReturnType<typeof newBudget>, troubles: Finding[]): Promise<Standing | null> {
  try {
    const answer = seen.anyDns(seen.domain, type)
    if (answer.outcome === 'bogus') return { state: 'bogus', at: seen.domain, why: [reason('dnssec.resolver', { type, name: seen.domain }), ...detailOf(answer)] }
    return (await validate(seen, seen.domain, type, anchors, now, budget)).standing
  } catch (error) {
    if (!(error instanceof Unsettled)) throw error
    troubles.push(error.finding)
    return null
  }
}

async function judgeStanding(seen: Seen, standing: Standing, troubles: readonly Finding[]): Promise<Judgement> {
  const { domain } = seen
  const zone = standing.state === 'secure' ? standing.zone.name : standing.at
  const raw = rawOf(seen, zone)
  if (standing.state === 'secure') return { raw, findings: [...troubles, says('validated', { zone, types: TYPES.join(', ') })] }
  if (standing.state === 'bogus') return { raw, findings: [says('bogus', { why: standing.why })], fixes: [fixes('repair', { as: 'setting', where: zone })] }
  if (standing.why === 'unknown-algorithm' || standing.why === 'too-many-iterations') {
    return { raw, findings: [says(standing.why, { zone })], fixes: [fixes('sign', { as: 'setting', where: zone })] }
  }
  if (!zone.includes('.') && zone !== domain) return { raw, findings: [says('parent-unsigned', { zone })] }
  return { raw, ...(await judgeUnsigned(seen, zone)) }
}

/** Perhaps only the last step is missing: then the very DS record is the fix. */
async function judgeUnsigned(seen: Seen, zone: string): Promise<Pick<Judgement, 'findings' | 'fixes'>> {
  const answer = seen.anyDns(zone, 'DNSKEY')
  if (answer.outcome === 'not-tested' || answer.outcome === 'timeout') throw new Unsettled(dnsTrouble(answer))
  const keys = answer.answer.filter(({ name, type }) => type === 'DNSKEY' && name === zone).map(parseDnskey).filter(isZoneKey)
  const entry = keys.find(({ flags }) => (flags & SEP) !== 0) ?? keys[0]
  if (entry === undefined) return { findings: [says('unsigned', { zone })], fixes: [fixes('sign', { as: 'setting', where: zone })] }
  const digest = await digestOf(zone, entry, 2)
  const value = `${keyTagOf(entry)} ${entry.algorithm} 2 ${digest === null ? '' : printHex(digest)}`
  const publish: Fix = fixes('publish-ds', { as: 'dns', name: zone, type: 'DS', value })
  return { findings: [says('no-ds', { zone })], fixes: [publish] }
}

/** DS and DNSKEY of the zone, as far as they were asked. */
function rawOf(seen: Seen, zone: string): string[] {
  if (!isWithin(seen.domain, zone)) return []
  return (['DS', 'DNSKEY'] as const).flatMap((type) => {
    const answer = seen.peekDns(zone, type)
    return answer === null ? [] : printRecords(answer.answer.filter((record) => record.type === type || record.type === 'RRSIG'))
  })
}
