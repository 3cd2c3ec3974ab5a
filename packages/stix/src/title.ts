/** A plain name for any object, for lists and links: what a person would call it. */
import { typeOfId } from './ids.ts'
import { tlpOf } from './markings/tlp.ts'
import { isStixObject, type StixObject } from './types.ts'

const LONGEST = 160

/** Never empty; one line; at most 160 characters. */
export function titleOf(object: StixObject): string {
  const title = (TITLES.get(object['type']) ?? named)(object) ?? named(object) ?? text(object, 'id') ?? text(object, 'type') ?? 'untitled'
  const line = title.replace(/\s+/g, ' ').trim()
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1).toWellFormed().replace(/\uFFFD$/, '')}…`
}

type Namer = (object: StixObject) => string | undefined

const TITLES = new Map<unknown, Namer>(Object.entries<Namer>({
  'autonomous-system': (object) => joined(`AS${String(object['number'])}`, text(object, 'name')),
  directory: (object) => text(object, 'path'),
  'email-message': (object) => text(object, 'subject') ?? text(object, 'message_id'),
  file: (object) => text(object, 'name') ?? anyHash(object),
  grouping: (object) => text(object, 'name') ?? text(object, 'context'),
  indicator: (object) => text(object, 'name') ?? text(object, 'pattern'),
  'language-content': (object) => about('translation of', object['object_ref']),
  location: (object) => text(object, 'name') ?? place(object),
  'malware-analysis': (object) => joined(text(object, 'product'), text(object, 'result_name') ?? text(object, 'result')),
  'marking-definition': marking,
  'network-traffic': (object) => {
    const protocols = object['protocols']
    return Array.isArray(protocols) ? protocols.join(' / ') : undefined
  },
  note: (object) => text(object, 'abstract') ?? text(object, 'content'),
  'observed-data': (object) => `observed ${String(object['number_observed'])} times`,
  opinion: (object) => joined(text(object, 'opinion'), text(object, 'explanation')),
  process: (object) => text(object, 'command_line') ?? joined('process', String(object['pid'])),
  relationship: (object) => {
    const [source, target] = [text(object, 'source_ref'), text(object, 'target_ref')]
    if (source === undefined || target === undefined) return undefined
    return `${typeOfId(source)} ${text(object, 'relationship_type') ?? 'related-to'} ${typeOfId(target)}`
  },
  sighting: (object) => about('sighting of', object['sighting_of_ref']),
  'user-account': (object) => text(object, 'display_name') ?? text(object, 'account_login') ?? text(object, 'user_id'),
  'windows-registry-key': (object) => text(object, 'key'),
  'x509-certificate': (object) => text(object, 'subject') ?? text(object, 'serial_number') ?? anyHash(object),
}))

function named(object: StixObject): string | undefined {
  return text(object, 'name') ?? text(object, 'value') ?? text(object, 'path') ?? text(object, 'key')
}

function text(object: StixObject, property: string): string | undefined {
  const value = object[property]
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

function joined(...parts: (string | undefined)[]): string | undefined {
  const present = parts.filter((part) => part !== undefined)
  return present.length === 0 ? undefined : present.join(' ')
}

function about(what: string, id: unknown): string | undefined {
  return typeof id === 'string' ? `${what} ${typeOfId(id)}` : undefined
}

function anyHash(object: StixObject): string | undefined {
  const hashes = object['hashes']
  return isStixObject(hashes) ? Object.values(hashes).find((hash) => typeof hash === 'string') : undefined
}

function place(object: StixObject): string | undefined {
  const parts = ['city', 'administrative_area', 'country', 'region'].map((property) => text(object, property)).filter((part) => part !== undefined)
  if (parts.length > 0) return parts.join(', ')
  const { latitude, longitude } = object
  return typeof latitude === 'number' && typeof longitude === 'number' ? `${latitude}, ${longitude}` : undefined
}

function marking(object: StixObject): string | undefined {
  const name = text(object, 'name')
  if (name !== undefined) return name
  const level = tlpOf(text(object, 'id') ?? '', object)
  if (level !== undefined) return `TLP:${level.toUpperCase()}`
  const definition = object['definition']
  return isStixObject(definition) ? text(definition, 'statement') : undefined
}
