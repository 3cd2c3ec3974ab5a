/**
 * Validation of one object or bundle against STIX 2.1. Rules are tables, compiled once per type (sdo, sro, sco, meta);
 * this file walks an object along them. It takes whatever JSON.parse gives and never throws.
 */
import { isIdOfType, isStixId, isTypeName } from '../ids.ts'
import { isStixObject, type StixObject } from '../types.ts'
import { isDictionaryKey, missing, unknownValue, wrongType } from './checks.ts'
import { checkGranularMarkings, COMMON, needVersion } from './common.ts'
import { Inspection, shown, type Finding, type ValidateOptions } from './finding.ts'
import { META_RULES } from './meta.ts'
import type { TypeRules } from './rules.ts'
import { SCO_RULES } from './sco.ts'
import { SDO_RULES } from './sdo.ts'
import { SRO_RULES } from './sro.ts'
import { extensionType } from './vocabularies.ts'

const RULES: ReadonlyMap<unknown, TypeRules> = new Map([...SDO_RULES, ...SRO_RULES, ...SCO_RULES, ...META_RULES])
const COMMON_CHECKS = new Map(Object.entries(COMMON))
const HANDLED: ReadonlySet<string> = new Set(['type', 'id', 'spec_version', 'extensions', 'granular_markings'])
const NO_OPTIONS: ValidateOptions = {}

/** All that is wrong or doubtful about an object; an empty list when nothing is. A bundle is checked with its members. */
export function validateWith(value: unknown, options: ValidateOptions = NO_OPTIONS): readonly Finding[] {
  const at = new Inspection(options.warnings !== false, options.checkPattern)
  if (!isStixObject(value)) notAnObject(value, at)
  else if (value['type'] === 'bundle') inspectBundle(value, at)
  else inspect(value, at)
  return at.findings
}

function notAnObject(value: unknown, at: Inspection): void {
  at.error('not-an-object', undefined, '1.2.10', `this is ${shown(value)}`, 'a JSON object')
}

function inspect(object: StixObject, at: Inspection): void {
  const { type, id } = object
  at.begin(id)
  const rules = RULES.get(type)
  if (rules !== undefined) inspectKnown(object, type as string, rules, at)
  else if (typeof type === 'string' && isTypeName(type)) inspectCustom(object, type, at)
  else badType(object, at)
}

function badType(object: StixObject, at: Inspection): void {
  at.section = '3.2'
  if (object['type'] === undefined) missing('type', at)
  else at.error('bad-name', 'type', '3.1', `${shown(object['type'])} is not a type`, '3 to 250 of a-z, 0-9 and single hyphens, beginning with a letter')
}

function inspectKnown(object: StixObject, type: string, rules: TypeRules, at: Inspection): void {
  at.section = rules.section
  checkId(object['id'], type, at)
  checkSpecVersion(object['spec_version'], rules.needsSpecVersion, at)
  const extended = object['extensions'] !== undefined && checkExtensions(object, rules, at)
  for (const name in object) {
    const value = object[name]
    const check = rules.checks.get(name)
    if (check !== undefined) {
      if (value !== undefined) check(value, name, at)
    } else customProperty(value, name, extended, at)
  }
  for (const name of rules.required) if (object[name] === undefined) missing(name, at)
  if (object['granular_markings'] !== undefined) checkGranularMarkings(object, at)
  rules.cross?.(object, at)
}

function checkId(id: unknown, type: string, at: Inspection): void {
  if (typeof id === 'string' && isIdOfType(id, type)) return
  if (id === undefined) missing('id', at)
  else if (typeof id !== 'string') wrongType(id, 'id', at, 'an identifier')
  else {
    const problem = isStixId(id) ? `${shown(id)} does not begin with the type` : `${shown(id)} is not an identifier`
    at.error('bad-id', 'id', '2.9', problem, `${type}-- and a UUID of RFC 9562 in lower case`)
  }
}

function checkSpecVersion(version: unknown, needed: boolean, at: Inspection): void {
  if (version === '2.1' || (version === undefined && !needed)) return
  const right = '"spec_version": "2.1", and content that follows STIX 2.1'
  if (version === undefined) at.error('missing-property', 'spec_version', '3.2', 'without spec_version this is STIX 2.0', right)
  else at.error('wrong-spec-version', 'spec_version', '3.2', `spec_version is ${shown(version)}`, right)
}

/** §11.1, §7.3: kept whatever it is, as long as every reader can take it. */
function customProperty(value: unknown, name: string, extended: boolean, at: Inspection): void {
  unknownValue(value, name, at)
  if (!at.warnings || at.full) return
  if (!/^[a-z][a-z0-9_]{2,249}$/.test(name)) {
    at.warn('bad-name', name, '11.1.1', `${shown(name)} is not a property name`, '3 to 250 of a-z, 0-9 and underscore, beginning with a letter')
  } else if (!extended) {
    at.warn('custom-property', name, '11.1', `${name} is not a property of this type`, 'an extension; it is kept, but others may not read it')
  }
}

/** Checks `extensions`; whether one of them adds top-level properties. */
function checkExtensions(object: StixObject, rules: TypeRules | undefined, at: Inspection): boolean {
  const extensions = object['extensions']
  if (!isStixObject(extensions)) {
    wrongType(extensions, 'extensions', at, 'a dictionary')
    return false
  }
  let topLevel = false
  let count = 0
  at.enter('extensions')
  for (const name in extensions) {
    const content = extensions[name]
    const predefined = rules?.extensions.get(name)
    if (predefined !== undefined) predefined(content, name, at)
    else if (checkExtension(content, name, at) === 'toplevel-property-extension') topLevel = true
    count++
  }
  if (count === 0) at.error('empty', undefined, '2.3', 'the dictionary is empty', 'at least one extension, or leave it out')
  at.leave()
  return topLevel
}

/** §3.2, §7.3: an extension that the specification does not define. Gives its extension_type. */
function checkExtension(content: unknown, name: string, at: Inspection): unknown {
  if (!isDictionaryKey(name)) at.error('bad-name', name, '2.3', `${shown(name)} is not a dictionary key`, 'the id of an extension definition')
  if (!isStixObject(content)) {
    wrongType(content, name, at, 'an object')
    return undefined
  }
  unknownValue(content, name, at)
  const kind = content['extension_type']
  const defined = isIdOfType(name, 'extension-definition')
  at.enter(name)
  if (kind !== undefined) extensionType(kind, 'extension_type', at)
  else if (defined) at.error('bad-extension', 'extension_type', '3.2', 'extension_type is missing', 'the kind of extension')
  at.leave()
  if (!defined) at.warn('bad-extension', name, '3.2', `${shown(name)} is no known extension`, 'the id of an extension definition')
  return kind
}

/** §11.2, §7.3: a type of somebody else. What it shares with all objects is checked, the rest is kept. */
function inspectCustom(object: StixObject, type: string, at: Inspection): void {
  at.section = '11.2'
  checkId(object['id'], type, at)
  checkSpecVersion(object['spec_version'], false, at)
  if (object['extensions'] !== undefined) checkExtensions(object, undefined, at)
  for (const name in object) {
    if (object[name] === undefined || HANDLED.has(name)) continue
    const check = COMMON_CHECKS.get(name) ?? unknownValue
    check(object[name], name, at)
  }
  if (object['granular_markings'] !== undefined) checkGranularMarkings(object, at)
  const kind = newObjectKind(object['extensions'])
  if (kind === 'new-sdo' || kind === 'new-sro') needVersion(object, at)
  if (kind === undefined) {
    at.warn('custom-type', 'type', '11.2', `${type} is not a type of STIX 2.1`, 'a defined type, or an extension definition for it')
  }
}

function newObjectKind(extensions: unknown): string | undefined {
  if (!isStixObject(extensions)) return undefined
  for (const content of Object.values(extensions)) {
    const kind = isStixObject(content) ? content['extension_type'] : undefined
    if (kind === 'new-sdo' || kind === 'new-sco' || kind === 'new-sro') return kind
  }
  return undefined
}

/** §8: a bundle is a box, not an object; each member answers for itself. */
function inspectBundle(bundle: StixObject, at: Inspection): void {
  const { id, objects, spec_version } = bundle
  at.begin(id)
  at.section = '8.1'
  checkId(id, 'bundle', at)
  if (spec_version !== undefined && spec_version !== '2.1') {
    at.error('wrong-spec-version', 'spec_version', '8.1', `this is a bundle of STIX ${shown(spec_version)}`, 'a bundle without spec_version, holding STIX 2.1')
  }
  if (objects === undefined) return
  if (!Array.isArray(objects)) return wrongType(objects, 'objects', at, 'a list of STIX Objects')
  if (objects.length === 0) at.error('empty', 'objects', '2.12', 'the list is empty', 'at least one object, or leave it out')
  at.enter('objects')
  objects.forEach((member: unknown, index) => {
    at.enter(index)
    if (!isStixObject(member) || member['type'] === 'bundle') notAnObject(member, at)
    else inspect(member, at)
    at.leave()
  })
  at.leave()
}
