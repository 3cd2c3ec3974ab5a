/** Objects for the benchmarks of the exchange: 900 bytes each, ids all over the index, the same for both sides. */
import { randomUUID } from 'node:crypto'
import type { Database } from '../server/src/platform/database.ts'

export const COLUMNS = [
  'collection', 'id', 'line', 'version', 'version_text', 'type', 'owner', 'least', 'whole', 'superseded', 'preceded', 'shadow', 'added', 'created', 'creator', 'revoked', 'digest', 'bytes',
] as const
export const INSERT = `insert into exchange_object (${COLUMNS.join(', ')}) values (${COLUMNS.map(() => '?').join(', ')})`

const TYPES = ['indicator', 'indicator', 'indicator', 'malware', 'relationship'] as const
let made = 0
let added = 1_700_000_000_000_000

export type Made = { id: string; type: string; text: string; level: number }

/** A fifth relationships, a fifth malware, the rest indicators; two fifths GREEN, the others AMBER, AMBER+STRICT, CLEAR. */
export function someEnvelope(count: number): { body: Uint8Array; objects: Made[] } {
  const objects = Array.from({ length: count }, someObject)
  return { body: Buffer.from(`{"objects":[${objects.map(({ text }) => text).join(',')}]}`), objects }
}

const MARKINGS = [
  ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb', 1], ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb', 1],
  ['marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421', 2], ['marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003', 3],
  ['marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487', 0],
] as const

function someObject(): Made {
  const n = made++
  const type = TYPES[n % 5]!
  const [marking, level] = MARKINGS[Math.floor(n / 5) % 5]!
  const id = `${type}--${randomUUID()}`
  const common = {
    type, spec_version: '2.1', id, created: '2026-01-01T00:00:00.000Z', modified: '2026-01-01T00:00:00.000Z', object_marking_refs: [marking],
    external_references: [{ source_name: 'report', url: `https://reports.example.org/${n}`, description: 'x'.repeat(180) }], labels: ['sample', `batch-${n % 97}`],
  }
  const own = type === 'indicator'
    ? { name: `indicator ${n}`, pattern: `[domain-name:value = 'host-${n}.bad-names.net' OR file:hashes.'SHA-256' = '${n.toString(16).padStart(64, '0')}']`, pattern_type: 'stix', valid_from: '2026-01-01T00:00:00Z', description: 'y'.repeat(140) }
    : type === 'malware'
      ? { name: `malware ${n}`, is_family: false, description: 'z'.repeat(330) }
      : { relationship_type: 'indicates', source_ref: `indicator--${randomUUID()}`, target_ref: `malware--${randomUUID()}`, description: 'w'.repeat(230) }
  return { id, type, text: JSON.stringify({ ...common, ...own }), level }
}

export function bareRows(objects: readonly Made[]): (string | number | bigint | Uint8Array)[][] {
  return objects.map(({ id, type, text, level }) => [
    1, id, 0, 1_767_225_600_000_000, '2026-01-01T00:00:00.000Z', type, 1, level, level, 9, 9, 9, ++added, 1_767_225_600_000_000, 0, 0, Buffer.from(randomUUID().replaceAll('-', ''), 'hex'), Buffer.from(text),
  ])
}

/** Fills collection 1 of a store with so many objects of an organisation of its own, past the intake: only for benchmarks. */
export async function fillStore(store: Database, count: number, owner: string): Promise<void> {
  await store.transact(async (tx) => void (await tx.run('insert into exchange_party (organisation) values (?) on conflict do nothing', `org_${owner}`)))
  for (let from = 0; from < count; from += 10_000) {
    const rows = bareRows(someEnvelope(Math.min(10_000, count - from)).objects)
    const columns = Object.fromEntries(COLUMNS.map((name, at) => [name, rows.map((row) => row[at] as string | number | Uint8Array)]))
    await store.transact(async (tx) => void (await tx.bulk('exchange_object', columns, rows.length)))
    if (from % 100_000 === 0 && from > 0) process.stderr.write(`${from} objects in\n`)
  }
  await store.transact((tx) => tx.run('update exchange_collection set last_added = ?, largest = 1000', added))
}
