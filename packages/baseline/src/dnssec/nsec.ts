/** Absence proved by NSEC: RFC 4034 §4, RFC 4035 §5.4, RFC 6840 §4. */
import { compareNames, isWithin, parseName } from '../dns/name.ts'
import type { Nsec } from '../dns/rdata.ts'
import type { RecordType } from '../observations.ts'

export type OwnedNsec = Nsec & { owner: string }

/** What a proof says of a name. `types` are those that are there; null where the name itself is not. */
export type Proof = { exists: true; types: ReadonlySet<RecordType> } | { exists: false; optOut: boolean } | null

export function proveByNsec(name: string, zone: string, records: readonly OwnedNsec[]): Proof {
  const own = records.find(({ owner }) => owner === name)
  if (own !== undefined) return { exists: true, types: own.types }
  const covering = records.find((record) => coversName(record, name, zone))
  if (covering === undefined) return null
  // nothing stands at the name, but something below it does: an empty non-terminal
  return isWithin(covering.next, name) ? { exists: true, types: new Set() } : { exists: false, optOut: false }
}

export function coversName({ owner, next, types }: OwnedNsec, name: string, zone: string): boolean {
  // RFC 6840 §4.1: an NSEC from above a delegation or a DNAME tells nothing of what is below
  if (isWithin(name, owner) && (types.has('DNAME') || (types.has('NS') && !types.has('SOA')))) return false
  const [from, to, at] = [parseName(owner), parseName(next), parseName(name)]
  if (compareNames(from, at) >= 0) return false
  return next === zone || compareNames(at, to) < 0
}
