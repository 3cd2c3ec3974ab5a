/** From the authority section of an answer to what it proves of a name: signatures first, then NSEC or NSEC3. RFC 4035 §5.4, RFC 5155 §8. */
import { parseNsec, parseNsec3 } from '../dns/rdata.ts'
import { BaselineError } from '../errors.ts'
import type { DnsRecord } from '../observations.ts'
import { coversName, proveByNsec, type OwnedNsec, type Proof } from './nsec.ts'
import { hashName, hashOf, coversHash, isUsable, MOST_ITERATIONS, proveByNsec3, type OwnedNsec3 } from './nsec3.ts'
import { ancestry, labelCount } from '../dns/name.ts'
import { verifySet, type Budget, type Zone } from './signature.ts'

export type Denial = { proof: Proof; /** Hashed more often than anybody need follow (RFC 9276). */ tooManyIterations: boolean }
type Evidence = { nsec: OwnedNsec[]; nsec3: OwnedNsec3[]; tooManyIterations: boolean }

const MOST_PROOFS = 20

export async function proveAbsence(name: string, authority: readonly DnsRecord[], zone: Zone, now: Date, budget: Budget): Promise<Denial> {
  const { nsec, nsec3, tooManyIterations } = await evidence(authority, zone, now, budget)
  const proof = proveByNsec(name, zone.name, nsec) ?? (await proveByNsec3(name, zone.name, nsec3, budget))
  return { proof, tooManyIterations }
}

/** RFC 4035 §5.3.4, RFC 5155 §8.8: an answer made from a wildcard holds only if nothing closer to the name exists. `labels` are those of the signature. */
export async function provesNoCloser(name: string, labels: number, authority: readonly DnsRecord[], zone: Zone, now: Date, budget: Budget): Promise<boolean> {
  const { nsec, nsec3, tooManyIterations } = await evidence(authority, zone, now, budget)
  if (tooManyIterations) return true
  if (nsec.some((record) => coversName(record, name, zone.name))) return true
  const nextCloser = ancestry(name).find((each) => labelCount(each) === labels + 1)
  const [first] = nsec3
  if (nextCloser === undefined || first === undefined) return false
  const hash = await hashName(nextCloser, first.salt, first.iterations)
  return nsec3.some((record) => coversHash(record, hash))
}

/** The NSEC and NSEC3 records that the zone has signed; NSEC3 with one and the same parameters (RFC 5155 §8.2). */
async function evidence(authority: readonly DnsRecord[], zone: Zone, now: Date, budget: Budget): Promise<Evidence> {
  const found: Evidence = { nsec: [], nsec3: [], tooManyIterations: false }
  const candidates = authority.filter(({ type }) => type === 'NSEC' || type === 'NSEC3').slice(0, MOST_PROOFS)
  for (const record of candidates) {
    const set = candidates.filter(({ name, type }) => name === record.name && type === record.type)
    const verified = await verifySet(set, authority, zone, now, budget)
    // a proof that was itself made from a wildcard proves nothing of this name
    if (!verified.valid || verified.wildcard) continue
    addTo(found, record, zone.name)
  }
  const [first] = found.nsec3
  found.nsec3 = found.nsec3.filter(({ iterations, salt }) => iterations === first?.iterations && salt.join() === first.salt.join())
  return found
}

function addTo(found: Evidence, record: DnsRecord, zone: string): void {
  try {
    if (record.type === 'NSEC') {
      found.nsec.push({ owner: record.name, ...parseNsec(record) })
      return
    }
    const parsed = parseNsec3(record)
    const hash = hashOf(record.name, zone)
    if (hash === null || !isUsable(parsed)) return
    if (parsed.iterations > MOST_ITERATIONS) found.tooManyIterations = true
    else found.nsec3.push({ hash, ...parsed })
  } catch (error) {
    if (!(error instanceof BaselineError)) throw error
  }
}
