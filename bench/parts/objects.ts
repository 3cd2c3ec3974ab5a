/** Threat objects as members send them, about 900 bytes each, ready as bodies of TAXII envelopes; the same for the same numbers. */
import { TLP2_MARKINGS } from '../../packages/stix/src/index.ts'

/** Of a hundred objects so many have each marking; the rest carry none and take the collection's default. */
const SHARES = [['clear', 12], ['green', 43], ['amber', 15], ['amber+strict', 10], ['red', 5]] as const
/** Every so many-th object is a new version of one before it. */
const VERSION_EVERY = 20

const CREATOR = 'identity--f431f809-377b-45e0-aa1c-6a4751cae5ff'
const TEXT =
  'Seen from several networks of this sector within one week: the address answers on a high port with a self-signed certificate, '
  + 'hands out a second-stage loader to clients with a certain language setting, and is taken out of use after some days. '
  + 'Traffic to it is rare otherwise, so that a single connection is worth a look at the host it came from.'

/** `count` objects from number `from` on, as one envelope. */
export function envelope(from: number, count: number): Buffer {
  const parts: string[] = []
  for (let n = from; n < from + count; n++) parts.push(JSON.stringify(n % VERSION_EVERY === VERSION_EVERY - 1 ? versioned(n) : objectAt(n)))
  return Buffer.from(`{"objects":[${parts.join(',')}]}`)
}

export function idAt(n: number): string {
  return String(objectAt(n)['id'])
}

function versioned(n: number): Record<string, unknown> {
  return { ...objectAt(n - (n % 10) - 4), modified: instant(n + 10_000_000), confidence: n % 100 }
}

function objectAt(n: number): Record<string, unknown> {
  const common = { spec_version: '2.1', created_by_ref: CREATOR, created: instant(n), modified: instant(n) }
  const marking = markingAt(n)
  const markings = marking === undefined ? {} : { object_marking_refs: [marking] }
  const kind = n % 10
  if (kind < 6) {
    const address = `198.51.${(n >> 8) & 255}.${n & 255}`
    return {
      type: 'indicator', ...common, id: `indicator--${uuid(n)}`, name: `Control server ${address}`, description: TEXT,
      indicator_types: ['malicious-activity'], pattern: `[ipv4-addr:value = '${address}'] OR [domain-name:value = 'h${n}.example.com']`,
      pattern_type: 'stix', pattern_version: '2.1', valid_from: instant(n), confidence: 50 + (n % 50), labels: ['c2', `wave-${n % 7}`],
      kill_chain_phases: [{ kill_chain_name: 'mitre-attack', phase_name: 'command-and-control' }], ...markings,
    }
  }
  if (kind === 6) return { type: 'malware', ...common, id: `malware--${uuid(n)}`, name: `Family ${n}`, description: TEXT, is_family: true, ...markings }
  if (kind < 9) {
    return { type: 'domain-name', spec_version: '2.1', id: `domain-name--${uuid(n)}`, value: `h${n}.example.com`, x_seen_by: TEXT, ...markings }
  }
  return {
    type: 'relationship', ...common, id: `relationship--${uuid(n)}`, relationship_type: 'indicates', description: TEXT,
    source_ref: `indicator--${uuid(n - 9)}`, target_ref: `malware--${uuid(n - 3)}`, ...markings,
  }
}

function markingAt(n: number): string | undefined {
  let place = (Math.imul(n, 2654435761) >>> 8) % 100
  for (const [name, share] of SHARES) {
    if (place < share) return TLP2_MARKINGS[name]
    place -= share
  }
  return undefined
}

const instant = (n: number): string => new Date(1_700_000_000_000 + n * 1000).toISOString()

/** Version 4 in form; falls all over an index, as random ones do. */
function uuid(n: number): string {
  const a = (Math.imul(n + 1, 2654435761) >>> 0).toString(16).padStart(8, '0')
  const b = (Math.imul(n + 7, 2246822519) >>> 0).toString(16).padStart(8, '0')
  return `${a}-${b.slice(0, 4)}-4${b.slice(4, 7)}-8${a.slice(1, 4)}-${n.toString(16).padStart(8, '0')}${a.slice(4)}`
}
