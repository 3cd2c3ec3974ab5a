/** STIX Relationship Objects (STIX 2.1 §5), and which relationships the specification foresees (§4, §6, App. B). */
import { typeOfId } from '../ids.ts'
import { isCustomType, isKnownType, isSco, isSdo, type StixObject } from '../types.ts'
import { flag, list, refAmong, refTo, refWhere, text, time, whole, wrongType, type Check } from './checks.ts'
import { shown, type Inspection } from './finding.ts'
import { compile, type TypeRules } from './rules.ts'
import { versioned } from './sdo.ts'
import { after, notBefore } from './times.ts'

const node = refWhere((type) => isSdo(type) || isSco(type) || isCustomType(type), 'an SDO or SCO')
const domainObject = refWhere((type) => isSdo(type) || isCustomType(type), 'an SDO')

const relationshipType: Check = (value, key, at) => {
  if (typeof value !== 'string') wrongType(value, key, at, 'a string')
  else if (!/^[a-z0-9-]{1,250}$/.test(value)) {
    at.error('bad-value', key, '5.1.2', `${shown(value)} is not a relationship type`, 'only a-z, 0-9 and hyphen')
  }
}

const PLACES = 'identity location vulnerability'
const MEANS = 'attack-pattern infrastructure malware tool'
const ADDRESSES = 'domain-name ipv4-addr ipv6-addr url'

/** source type: relationship type: target types */
const FORESEEN: Record<string, Record<string, string>> = {
  'attack-pattern': { delivers: 'malware', targets: PLACES, uses: 'malware tool' },
  campaign: {
    'attributed-to': 'intrusion-set threat-actor',
    compromises: 'infrastructure',
    'originates-from': 'location',
    targets: PLACES,
    uses: MEANS,
  },
  'course-of-action': {
    investigates: 'indicator',
    mitigates: 'attack-pattern indicator malware tool vulnerability',
    remediates: 'malware vulnerability',
  },
  identity: { 'located-at': 'location' },
  indicator: {
    indicates: 'attack-pattern campaign infrastructure intrusion-set malware threat-actor tool',
    'based-on': 'observed-data',
  },
  infrastructure: {
    'communicates-with': `infrastructure ${ADDRESSES}`,
    'consists-of': 'infrastructure observed-data SCO',
    controls: 'infrastructure malware',
    delivers: 'malware',
    has: 'vulnerability',
    hosts: 'tool malware',
    'located-at': 'location',
    uses: 'infrastructure',
  },
  'intrusion-set': {
    'attributed-to': 'threat-actor',
    compromises: 'infrastructure',
    hosts: 'infrastructure',
    owns: 'infrastructure',
    'originates-from': 'location',
    targets: PLACES,
    uses: MEANS,
  },
  malware: {
    'authored-by': 'threat-actor intrusion-set',
    'beacons-to': 'infrastructure',
    'exfiltrates-to': 'infrastructure',
    'exfiltrate-to': 'infrastructure',
    'communicates-with': ADDRESSES,
    controls: 'malware',
    downloads: 'malware tool file',
    drops: 'malware tool file',
    exploits: 'vulnerability',
    'originates-from': 'location',
    targets: `infrastructure ${PLACES}`,
    uses: MEANS,
    'variant-of': 'malware',
  },
  'malware-analysis': {
    characterizes: 'malware',
    'analysis-of': 'malware',
    'static-analysis-of': 'malware',
    'dynamic-analysis-of': 'malware',
  },
  'threat-actor': {
    'attributed-to': 'identity',
    compromises: 'infrastructure',
    hosts: 'infrastructure',
    owns: 'infrastructure',
    impersonates: 'identity',
    'located-at': 'location',
    targets: PLACES,
    uses: MEANS,
  },
  tool: {
    delivers: 'malware',
    drops: 'malware',
    has: 'vulnerability',
    targets: `infrastructure ${PLACES}`,
    uses: 'infrastructure',
  },
  'domain-name': { 'resolves-to': 'domain-name ipv4-addr ipv6-addr' },
  'ipv4-addr': { 'resolves-to': 'mac-addr', 'belongs-to': 'autonomous-system' },
  'ipv6-addr': { 'resolves-to': 'mac-addr', 'belongs-to': 'autonomous-system' },
}

/** `uses`: { `malware`: Set { `tool`, … } } */
const TARGETS = new Map<string, Map<string, Set<string>>>()
for (const [source, kinds] of Object.entries(FORESEEN)) {
  for (const [kind, targets] of Object.entries(kinds)) {
    const sources = TARGETS.get(kind) ?? new Map<string, Set<string>>()
    TARGETS.set(kind, sources.set(source, new Set(targets.split(' '))))
  }
}

function checkPlausible(object: StixObject, at: Inspection): void {
  const { relationship_type: kind, source_ref, target_ref } = object
  if (typeof kind !== 'string' || typeof source_ref !== 'string' || typeof target_ref !== 'string') return
  const [source, target] = [typeOfId(source_ref), typeOfId(target_ref)]
  if (kind === 'derived-from' || kind === 'duplicate-of') {
    if (source !== target) unusual(kind, source, target, 'source and target of the same type', '3.7', at)
    return
  }
  const sources = TARGETS.get(kind)
  if (sources === undefined || !isKnownType(source) || !isKnownType(target)) return
  const targets = sources.get(source)
  if (targets?.has(target) === true || (targets?.has('SCO') === true && isSco(target))) return
  const right = targets === undefined ? `a source of type ${[...sources.keys()].join(', ')}` : `a target of type ${[...targets].join(', ')}`
  unusual(kind, source, target, right, '5.1', at)
}

function unusual(kind: string, source: string, target: string, right: string, rule: string, at: Inspection): void {
  at.warn('unusual-relationship', 'relationship_type', rule, `the specification has no "${source} ${kind} ${target}"`, `${right}, or related-to`)
}

export const SRO_RULES: [type: string, rules: TypeRules][] = [
  [
    'relationship',
    compile(
      'core',
      versioned({
        section: '5.1.2',
        required: { relationship_type: relationshipType, source_ref: node, target_ref: node },
        optional: { description: text, start_time: time, stop_time: time },
        cross(object, at) {
          if (object['stop_time'] !== undefined) after(object, 'start_time', 'stop_time', '5.1.2', at)
          if (at.warnings) checkPlausible(object, at)
        },
      }),
    ),
  ],
  [
    'sighting',
    compile(
      'core',
      versioned({
        section: '5.2.1',
        required: { sighting_of_ref: domainObject },
        optional: {
          description: text,
          first_seen: time,
          last_seen: time,
          count: whole(0, 999_999_999),
          observed_data_refs: list(refTo('observed-data')),
          where_sighted_refs: list(refAmong('identity', 'location')),
          summary: flag,
        },
        cross: (object, at) => notBefore(object, 'first_seen', 'last_seen', '5.2.1', at),
      }),
    ),
  ],
]
