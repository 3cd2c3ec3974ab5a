/** STIX bundles to share: one that is taken whole, and one that meets everything the gate can say. */
import { createHash } from 'node:crypto'

const TLP = { green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb', amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421' }
const WHEN = '2026-03-01T10:00:00.000Z'

/** The same name gives the same id. */
function id(type: string, name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  return `${type}--${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const indicator = (name: string, pattern: string, rest: object = {}) => ({
  type: 'indicator', spec_version: '2.1', id: id('indicator', name), created: WHEN, modified: WHEN, name, pattern, pattern_type: 'stix',
  valid_from: WHEN, indicator_types: ['malicious-activity'], object_marking_refs: [TLP.green], ...rest,
})

export function goodBundle(name: string) {
  const found = indicator(`${name}: the page people are sent to`, "[url:value = 'https://post-office.example/track']")
  const malware = { type: 'malware', spec_version: '2.1', id: id('malware', name), created: WHEN, modified: WHEN, name: `${name}: Parcelbird`, is_family: true, object_marking_refs: [TLP.amber] }
  const relation = {
    type: 'relationship', spec_version: '2.1', id: id('relationship', name), created: WHEN, modified: WHEN, relationship_type: 'indicates',
    source_ref: found.id, target_ref: malware.id, object_marking_refs: [TLP.green],
  }
  return { type: 'bundle', id: id('bundle', name), objects: [found, malware, relation] }
}

/** Taken; pointed out by a warning list; refused for a missing property, for a pattern, for a payload. */
export function awkwardBundle() {
  const { pattern: _, ...without } = indicator('no pattern', '')
  return {
    type: 'bundle', id: id('bundle', 'awkward'),
    objects: [
      ...goodBundle('awkward').objects,
      indicator('harmless', "[ipv4-addr:value = '127.0.0.1']"),
      without,
      indicator('unreadable', '[ipv4-addr:value = '),
      { type: 'artifact', spec_version: '2.1', id: id('artifact', 'sample'), mime_type: 'application/octet-stream', payload_bin: 'TVqQAAMAAAAEAAAA' },
      { type: 'malware', spec_version: '2.1', id: 'malware--nonsense', created: WHEN, modified: WHEN, is_family: 'yes' },
    ],
  }
}
