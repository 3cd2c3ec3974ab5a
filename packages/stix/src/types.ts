/**
 * The object types of STIX 2.1 and which of them have versions (§3.2, §3.6).
 * An SCO has no versions; TAXII 2.1 §4.4 gives it the server's constant instead.
 */

/** A STIX object as JSON.parse gave it: nothing is known of it but that it is an object. */
export type StixObject = { readonly [property: string]: unknown }

export const SDO_TYPES = [
  'attack-pattern', 'campaign', 'course-of-action', 'grouping', 'identity', 'incident', 'indicator', 'infrastructure',
  'intrusion-set', 'location', 'malware', 'malware-analysis', 'note', 'observed-data', 'opinion', 'report',
  'threat-actor', 'tool', 'vulnerability',
] as const
export const SRO_TYPES = ['relationship', 'sighting'] as const
export const SCO_TYPES = [
  'artifact', 'autonomous-system', 'directory', 'domain-name', 'email-addr', 'email-message', 'file', 'ipv4-addr',
  'ipv6-addr', 'mac-addr', 'mutex', 'network-traffic', 'process', 'software', 'url', 'user-account',
  'windows-registry-key', 'x509-certificate',
] as const
export const META_TYPES = ['marking-definition', 'language-content', 'extension-definition'] as const

export type ScoType = (typeof SCO_TYPES)[number]

const SDOS: ReadonlySet<string> = new Set(SDO_TYPES)
const SROS: ReadonlySet<string> = new Set(SRO_TYPES)
const SCOS: ReadonlySet<string> = new Set(SCO_TYPES)
const METAS: ReadonlySet<string> = new Set(META_TYPES)

export const isSdo = (type: string): boolean => SDOS.has(type)
export const isSro = (type: string): boolean => SROS.has(type)
export const isSco = (type: string): type is ScoType => SCOS.has(type)
export const isMeta = (type: string): boolean => METAS.has(type)
export const isKnownType = (type: string): boolean => SDOS.has(type) || SROS.has(type) || SCOS.has(type) || METAS.has(type)

/** A type of somebody else (§11.2): it may be of any kind, so it passes wherever the specification asks for one. */
export const isCustomType = (type: string): boolean => !isKnownType(type) && type !== 'bundle'

/** The version of an object that has none and was not created at a stated time (TAXII 2.1 §3.4.1, "server-constant"). */
export const UNVERSIONED = '1970-01-01T00:00:00.000Z'

/** Whether newer versions of this object can exist: it says when it was modified. */
export function isVersioned(object: StixObject): boolean {
  return typeof object['modified'] === 'string'
}

/** What TAXII calls the version: `modified`, else `created`, else a constant. */
export function versionOf(object: StixObject): string {
  const modified = object['modified']
  if (typeof modified === 'string') return modified
  const created = object['created']
  return typeof created === 'string' ? created : UNVERSIONED
}

export function isStixObject(value: unknown): value is StixObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
