/** STIX Meta Objects (STIX 2.1 §7): language content, markings, extension definitions. */
import { isStixObject, type StixObject } from '../types.ts'
import { isStixId } from '../ids.ts'
import { list, text, time, unknownValue, wrongType, type Check } from './checks.ts'
import { isLanguage } from './common.ts'
import { shown, type Inspection, type Key } from './finding.ts'
import { compile, texts, type TypeRules } from './rules.ts'
import { versioned } from './sdo.ts'
import { extensionType } from './vocabularies.ts'

const anyObject: Check = (value, key, at) => {
  if (typeof value !== 'string') wrongType(value, key, at, 'an identifier')
  else if (!isStixId(value)) at.error('bad-reference', key, '2.9', `${shown(value)} is not an identifier`, 'the id of a STIX Object')
}

/** §7.1.1: language tag to translated properties. */
const translations: Check = (value, key, at) => {
  if (!isStixObject(value)) return wrongType(value, key, at, 'a dictionary')
  at.enter(key)
  for (const tag in value) {
    if (!isLanguage(tag)) at.error('bad-language', tag, '7.1.1', `${shown(tag)} is not a language tag`, 'a tag of RFC 5646')
    if (isStixObject(value[tag])) unknownValue(value[tag], tag, at)
    else wrongType(value[tag], tag, at, 'a dictionary of translated properties')
  }
  if (Object.keys(value).length === 0) at.error('empty', undefined, '2.3', 'there are no translations', 'at least one language')
  at.leave()
}

function checkMarking(object: StixObject, at: Inspection): void {
  if (object['extensions'] === undefined) {
    for (const name of ['definition_type', 'definition']) {
      if (object[name] === undefined) {
        at.error('missing-property', name, '7.2.1', `${name} is missing`, 'definition_type and definition, or an extension')
      }
    }
  }
  const definition = object['definition']
  if (isStixObject(definition)) checkDefinition(object['definition_type'], definition, at)
  checkNotItself(object, at)
}

/** §7.2.1.3, §7.2.1.4 */
function checkDefinition(type: unknown, definition: StixObject, at: Inspection): void {
  const name = type === 'statement' ? 'statement' : type === 'tlp' ? 'tlp' : undefined
  if (name === undefined || typeof definition[name] === 'string') return
  at.enter('definition')
  at.error('missing-property', name, '7.2.1', `${name} is missing`, `definition.${name}, a string`)
  at.leave()
}

function checkNotItself(object: StixObject, at: Inspection): void {
  const refs = object['object_marking_refs']
  if (Array.isArray(refs) && refs.includes(object['id'])) {
    at.error('contradiction', 'object_marking_refs', '3.2', 'a marking marks itself', 'the id of another marking')
  }
}

const definition: Check = (value: unknown, key: Key, at: Inspection) => {
  if (isStixObject(value)) unknownValue(value, key, at)
  else wrongType(value, key, at, 'a marking object')
}

export const META_RULES: [type: string, rules: TypeRules][] = [
  [
    'language-content',
    compile(
      'language',
      versioned({
        section: '7.1.1',
        required: { object_ref: anyObject, contents: translations },
        optional: { object_modified: time },
      }),
    ),
  ],
  [
    'marking-definition',
    compile('marking', {
      section: '7.2.1',
      optional: { name: text, definition_type: text, definition },
      cross: checkMarking,
    }),
  ],
  [
    'extension-definition',
    compile(
      'extension',
      versioned({
        section: '7.3.1',
        required: { name: text, schema: text, version: text, extension_types: list(extensionType) },
        optional: { description: text, extension_properties: texts },
        cross(object, at) {
          const types = object['extension_types']
          if (object['extension_properties'] === undefined || !Array.isArray(types)) return
          if (!types.includes('toplevel-property-extension')) {
            const right = 'extension_types with toplevel-property-extension'
            at.error('contradiction', 'extension_properties', '7.3.1', 'no top-level properties are added', right)
          }
        },
      }),
    ),
  ],
]
