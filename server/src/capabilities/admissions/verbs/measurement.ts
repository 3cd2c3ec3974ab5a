/** What the machine check of a domain found, as a piece of evidence. */
import type { Report } from '../means.ts'
import { EVIDENCE_LASTS, type Evidence } from '../model/evidence.ts'

/** Where nothing could be measured, that is what is kept: it shows nothing, and contradicts nothing. */
export function measurement(evidence: Evidence, report: Report | undefined, now: number): Evidence {
  const kept = { ...evidence, kind: 'measurement' as const }
  if (report === undefined) return { ...kept, observedAt: now, checked: { at: now, by: null, result: 'inconclusive', note: 'the domain could not be measured' } }
  const { at, sha256: hash, rules, findings, address } = report
  return { ...kept, grade: 'E3', observedAt: at, effectiveAt: at, expiresAt: at + EVIDENCE_LASTS, sha256: hash, rules, findings, report: address, checked: { at, by: null, result: 'pass', note: '' } }
}
