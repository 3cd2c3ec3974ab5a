/** STIX Domain Objects, in the order of STIX 2.1 §4. */
import { isCustomType, isMeta, isSco, isSdo, isSro } from '../types.ts'
import {
  dictionary, flag, list, missing, real, refAmong, refTo, refWhere, shape, text, time, whole, type CrossCheck,
} from './checks.ts'
import { killChainPhase } from './common.ts'
import { compile, deprecated, described, seen, texts, type TypeRules, type TypeTable } from './rules.ts'
import { after, notBefore } from './times.ts'
import * as vocabulary from './vocabularies.ts'

const phases = list(killChainPhase)
const software = refTo('software')

const aboutAnything = list(refWhere((type) => isSdo(type) || isSco(type) || isSro(type) || isMeta(type) || isCustomType(type), 'a STIX Object'))
const observable = refWhere((type) => isSco(type) || isCustomType(type), 'an SCO')
const observed = list(refWhere((type) => isSco(type) || isSro(type) || isCustomType(type), 'an SCO or SRO'))

const seenInOrder = (section: string): CrossCheck => (object, at) => notBefore(object, 'first_seen', 'last_seen', section, at)

const TABLES: Record<string, TypeTable> = {
  'attack-pattern': {
    section: '4.1.1',
    required: { name: text },
    optional: { description: text, aliases: texts, kill_chain_phases: phases },
  },
  campaign: {
    section: '4.2.1',
    required: { name: text },
    optional: { description: text, aliases: texts, ...seen, objective: text },
    cross: seenInOrder('4.2.1'),
  },
  'course-of-action': { section: '4.3.1', required: { name: text }, optional: { description: text } },
  grouping: {
    section: '4.4.1',
    required: { context: vocabulary.groupingContext, object_refs: aboutAnything },
    optional: described,
  },
  identity: {
    section: '4.5.1',
    required: { name: text },
    optional: {
      description: text,
      roles: texts,
      identity_class: vocabulary.identityClass,
      sectors: list(vocabulary.industrySector),
      contact_information: text,
    },
  },
  incident: { section: '4.6.1', required: { name: text }, optional: { description: text } },
  indicator: {
    section: '4.7.1',
    required: { pattern: text, pattern_type: vocabulary.patternType, valid_from: time },
    optional: {
      ...described,
      indicator_types: list(vocabulary.indicatorType),
      pattern_version: text,
      valid_until: time,
      kill_chain_phases: phases,
    },
    cross(object, at) {
      if (object['valid_until'] !== undefined) after(object, 'valid_from', 'valid_until', '4.7.1', at)
      const pattern = object['pattern']
      if (at.checkPattern === undefined || object['pattern_type'] !== 'stix' || typeof pattern !== 'string') return
      const problem = at.checkPattern(pattern)
      if (problem === undefined) return
      const place = `at character ${problem.offset}: ${problem.message}`
      at.error('bad-pattern', 'pattern', '9', `the pattern cannot be read, ${place}`, 'a pattern of the STIX Patterning grammar')
    },
  },
  infrastructure: {
    section: '4.8.1',
    required: { name: text },
    optional: {
      description: text,
      infrastructure_types: list(vocabulary.infrastructureType),
      aliases: texts,
      kill_chain_phases: phases,
      ...seen,
    },
    cross: seenInOrder('4.8.1'),
  },
  'intrusion-set': {
    section: '4.9.1',
    required: { name: text },
    optional: {
      description: text,
      aliases: texts,
      ...seen,
      goals: texts,
      resource_level: vocabulary.attackResourceLevel,
      primary_motivation: vocabulary.attackMotivation,
      secondary_motivations: list(vocabulary.attackMotivation),
    },
    cross: seenInOrder('4.9.1'),
  },
  location: {
    section: '4.10.1',
    optional: {
      ...described,
      latitude: real(-90, 90),
      longitude: real(-180, 180),
      precision: real(0),
      region: vocabulary.region,
      country: text,
      administrative_area: text,
      city: text,
      street_address: text,
      postal_code: text,
    },
    cross(object, at) {
      const [latitude, longitude] = [object['latitude'] !== undefined, object['longitude'] !== undefined]
      if (latitude !== longitude) {
        at.error('contradiction', latitude ? 'latitude' : 'longitude', '4.10.1', 'one coordinate without the other', 'latitude and longitude together')
      }
      if (object['precision'] !== undefined && !(latitude && longitude)) {
        at.error('contradiction', 'precision', '4.10.1', 'a precision of no coordinates', 'latitude and longitude, or no precision')
      }
      if (object['region'] === undefined && object['country'] === undefined && !(latitude && longitude)) {
        at.error('missing-property', undefined, '4.10.1', 'the location is nowhere', 'a region, a country, or latitude and longitude')
      }
    },
  },
  malware: {
    section: '4.11.1',
    required: { is_family: flag },
    optional: {
      ...described,
      malware_types: list(vocabulary.malwareType),
      aliases: texts,
      kill_chain_phases: phases,
      ...seen,
      operating_system_refs: list(software),
      architecture_execution_envs: list(vocabulary.processorArchitecture),
      implementation_languages: list(vocabulary.implementationLanguage),
      capabilities: list(vocabulary.malwareCapability),
      sample_refs: list(refAmong('artifact', 'file')),
    },
    cross(object, at) {
      notBefore(object, 'first_seen', 'last_seen', '4.11.1', at)
      if (object['is_family'] === true && object['name'] === undefined) missing('name', at)
    },
  },
  'malware-analysis': {
    section: '4.12.1',
    required: { product: text },
    optional: {
      version: text,
      host_vm_ref: software,
      operating_system_ref: software,
      installed_software_refs: list(software),
      configuration_version: text,
      modules: texts,
      analysis_engine_version: text,
      analysis_definition_version: text,
      submitted: time,
      analysis_started: time,
      analysis_ended: time,
      result_name: text,
      result: vocabulary.malwareResult,
      analysis_sco_refs: list(observable),
      sample_ref: observable,
    },
    cross(object, at) {
      notBefore(object, 'analysis_started', 'analysis_ended', '4.12.1', at)
      if (object['result'] === undefined && object['analysis_sco_refs'] === undefined) {
        at.error('missing-property', undefined, '4.12.1', 'the analysis says nothing', 'result or analysis_sco_refs')
      }
    },
  },
  note: {
    section: '4.13.1',
    required: { content: text, object_refs: aboutAnything },
    optional: { abstract: text, authors: texts },
  },
  'observed-data': {
    section: '4.14.1',
    required: { first_observed: time, last_observed: time, number_observed: whole(1, 999_999_999) },
    optional: {
      objects: deprecated(
        dictionary(shape({ required: { type: text } })),
        '2.13',
        'SCOs of their own, named in object_refs',
      ),
      object_refs: observed,
    },
    cross(object, at) {
      notBefore(object, 'first_observed', 'last_observed', '4.14.1', at)
      if ((object['objects'] === undefined) === (object['object_refs'] === undefined)) {
        at.error('contradiction', undefined, '4.14.1', 'what was observed stands in object_refs or in objects', 'exactly one of the two')
      }
    },
  },
  opinion: {
    section: '4.15.1',
    required: { opinion: vocabulary.opinion, object_refs: aboutAnything },
    optional: { explanation: text, authors: texts },
  },
  report: {
    section: '4.16.1',
    required: { name: text, published: time, object_refs: aboutAnything },
    optional: { description: text, report_types: list(vocabulary.reportType) },
  },
  'threat-actor': {
    section: '4.17.1',
    required: { name: text },
    optional: {
      description: text,
      threat_actor_types: list(vocabulary.threatActorType),
      aliases: texts,
      ...seen,
      roles: list(vocabulary.threatActorRole),
      goals: texts,
      sophistication: vocabulary.threatActorSophistication,
      resource_level: vocabulary.attackResourceLevel,
      primary_motivation: vocabulary.attackMotivation,
      secondary_motivations: list(vocabulary.attackMotivation),
      personal_motivations: list(vocabulary.attackMotivation),
    },
    cross: seenInOrder('4.17.1'),
  },
  tool: {
    section: '4.18.1',
    required: { name: text },
    optional: {
      description: text,
      tool_types: list(vocabulary.toolType),
      aliases: texts,
      kill_chain_phases: phases,
      tool_version: text,
    },
  },
  vulnerability: { section: '4.19.1', required: { name: text }, optional: { description: text } },
}

/** §3.6.1, for everything that has versions. */
const versionsInOrder: CrossCheck = (object, at) => {
  if (object['created'] !== object['modified']) notBefore(object, 'created', 'modified', '3.6.1', at)
}

export function versioned(table: TypeTable): TypeTable {
  const { cross } = table
  if (cross === undefined) return { ...table, cross: versionsInOrder }
  return {
    ...table,
    cross(object, at) {
      versionsInOrder(object, at)
      cross(object, at)
    },
  }
}

export const SDO_RULES: [type: string, rules: TypeRules][] = Object.entries(TABLES).map(([type, table]) => [
  type,
  compile('core', versioned(table)),
])

