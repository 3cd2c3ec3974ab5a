/**
 * What an object costs before it is stored: slicing the envelope, JSON.parse, validation. Each figure is also given as a
 * ratio to JSON.parse of the same bytes in the same run, since machines and moments differ.
 *
 *   node --conditions=source bench/stix.ts [objects]
 */
import { redact, releaseLevels, sliceObjects, TLP2_MARKINGS, validateObject, valuesOf, type StixObject } from '../packages/stix/src/index.ts'

const ROUNDS = 9
const count = Number(process.argv[2] ?? 10_000)

const objects = Array.from({ length: count }, (_, index) => indicator(index))
const body = new TextEncoder().encode(JSON.stringify({ more: false, objects }))
const decoder = new TextDecoder()
const parsed = sliceObjects(body).parseAll() as StixObject[]
const granular = parsed.map((object) => ({ ...object, granular_markings: [{ marking_ref: TLP2_MARKINGS.red, selectors: ['description', 'labels.[0]'] }] }))

const floor = best(() => JSON.parse(decoder.decode(body)))
console.log(`${count} indicators, ${(body.length / 1e6).toFixed(1)} MB, best of ${ROUNDS}`)
report('JSON.parse of the whole body', floor)
report('slice (bytes of each object)', best(() => sliceObjects(body)))
report('slice and parse, strictly', best(() => sliceObjects(body).parseAll()))
report('slice and parse one by one', best(parseEach))
report('validate, errors only, no patterns', best(() => validateAll(false, undefined)))
report('validate, with warnings', best(() => validateAll(true, undefined)))
report('validate, with patterns read', best(() => validateAll(true, 'patterns')))
report('release levels, no granular markings', best(() => parsed.forEach((object) => releaseLevels(object))))
report('redact one with granular markings', best(() => granular.forEach((object) => redact(object, 1))))
report('searchable values', best(() => parsed.forEach((object) => valuesOf(object))))

function parseEach(): void {
  const slices = sliceObjects(body)
  for (let index = 0; index < slices.count; index++) slices.parse(index)
}

function validateAll(warnings: boolean, patterns: 'patterns' | undefined): void {
  const options = patterns === undefined ? { warnings, checkPattern: undefined } : { warnings }
  let found = 0
  for (const object of parsed) found += validateObject(object, options).length
  if (found !== 0) throw new Error(`${found} findings in objects that are valid`)
}

function best(run: () => unknown): number {
  let least = Infinity
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    run()
    least = Math.min(least, performance.now() - start)
  }
  return least
}

function report(name: string, millis: number): void {
  const perSecond = Math.round((count / millis) * 1000).toLocaleString('en').padStart(11)
  const perObject = ((millis / count) * 1000).toFixed(2).padStart(7)
  console.log(`${name.padEnd(38)}${perSecond} objects/s${perObject} µs each   ${(millis / floor).toFixed(2)} × JSON.parse`)
}

function indicator(index: number): StixObject {
  const tail = index.toString(16).padStart(12, '0')
  return {
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--e2e1a340-4415-4ba8-9671-${tail}`,
    created_by_ref: 'identity--f431f809-377b-45e0-aa1c-6a4751cae5ff',
    created: '2026-04-06T20:03:48.000Z',
    modified: '2026-04-06T20:03:48.123Z',
    name: `Malicious address ${index}`,
    description: 'Seen in a campaign against several organisations; the address hosted a second-stage loader and a panel.',
    indicator_types: ['malicious-activity'],
    pattern: `[ipv4-addr:value = '198.51.${(index >> 8) & 255}.${index & 255}']`,
    pattern_type: 'stix',
    pattern_version: '2.1',
    valid_from: '2026-04-06T20:03:48Z',
    valid_until: '2027-04-06T20:03:48Z',
    kill_chain_phases: [{ kill_chain_name: 'mitre-attack', phase_name: 'command-and-control' }],
    confidence: 80,
    labels: ['c2', 'loader'],
    external_references: [{ source_name: 'member', external_id: `CASE-${index}` }],
    object_marking_refs: [TLP2_MARKINGS.green],
  }
}
