/** What the hub knows beside the draft itself: its organisation's products and CVE ids, and what a label means here. */
import { listProducts, type Draft, type Release } from '@openaccord/advisory'
import { canonical, type Json } from '@openaccord/facts'
import type { AdvisoryId } from '@openaccord/names'
import type { Finding } from '../model.ts'
import type { CveEntry } from './cve-pool.ts'

type Known = { pool: readonly CveEntry[]; products: readonly { vendor: string; name: string; releases: readonly Release[] }[]; advisory: AdvisoryId | null }

export function checkPlaces(draft: Draft, { pool, products, advisory }: Known): Finding[] {
  const findings: Finding[] = []
  const say = (level: Finding['level'], path: string, rule: string, message: string, fix: string): void => void findings.push({ level, path, rule, message, fix, format: null })
  const entries = new Map(pool.map((entry) => [entry.cve, entry]))
  for (const [at, { cve }] of draft.vulnerabilities.entries()) {
    if (cve !== undefined) checkCve(cve, entries.get(cve), advisory, (level, message, fix) => say(level, `/vulnerabilities/${at}/cve`, 'cve-pool', message, fix))
  }
  const kept = new Map(products.flatMap(({ releases }) => releases.map((release) => [release.id, release] as const)))
  for (const { id, path, release } of listProducts(draft).values()) {
    const record = kept.get(id)
    if (record !== undefined && release !== undefined && canonical(record as unknown as Json) !== canonical(release as unknown as Json)) {
      say('warning', path, 'product-record', `differs from ${id} as your organisation keeps it`, 'take it over from the products, or change it there')
    }
  }
  if (draft.head.tlp === 'GREEN') say('note', '/head/tlp', 'label', 'is GREEN: it is read by whoever signs in here, and by nobody else', 'write CLEAR where everybody may read it')
  if (draft.head.publisher.namespace.endsWith('.invalid')) say('error', '/head/publisher/namespace', 'publisher', 'is not known: your organisation has not said under which address it publishes', 'name it once among the settings of the publisher')
  return findings
}

function checkCve(cve: string, entry: CveEntry | undefined, advisory: AdvisoryId | null, say: (level: Finding['level'], message: string, fix: string) => void): void {
  if (entry === undefined) return say('note', `${cve} is not among the ids that your organisation keeps: no CVE record is published for it`, 'enter it among the CVE ids if it was reserved for you')
  if (entry.state === 'rejected' && !entry.record) return say('error', `${cve} was rejected: ${(entry.reason ?? '').slice(0, 200)}`, 'take another id')
  if (entry.advisory !== null && entry.advisory !== advisory) say(entry.state === 'reserved' && advisory !== null ? 'error' : 'note', `${cve} belongs to another advisory of your organisation, which publishes its record`, 'leave it so, or free it there')
}
