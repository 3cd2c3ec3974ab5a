/**
 * Names: the identifiers and labels of an alliance. Each has a visible prefix and is made by its parse function.
 * Text after the prefix is Crockford base 32 (no i, l, o, u), 20 characters: 100 bits of chance.
 */

export type OrganisationId = `org_${string}`
export type PersonId = `person_${string}`
export type CommunityId = `community_${string}`
export type InvitationId = `invitation_${string}`
export type SessionId = `session_${string}`
export type TokenId = `token_${string}`
export type PasskeyId = `passkey_${string}`
export type JobId = `job_${string}`
export type FactId = `fact_${string}`
/** A signing key of an organisation; its key id in signatures is the SHA-256 of the public key, see packages/facts. */
export type KeyId = `key_${string}`
export type BallotId = `ballot_${string}`
/** An organisation's wish to sign: from its first draft to the end of its probation. */
export type ApplicationId = `application_${string}`
export type EvidenceId = `evidence_${string}`
export type CommitmentId = `commitment_${string}`
/** What somebody outside brought up: a concern, a correction, a tip. */
export type ConcernId = `concern_${string}`
/** What somebody tells a team about a weakness, before it is anybody's case. */
export type ReportId = `report_${string}`
/**
 * One vulnerability, or several that belong together, and everyone who works on it. A sealed case of an assurance review has the same
 * prefix: the two never meet, since each is looked for in its own room's tables alone, the log and acts know sealed cases by their fact,
 * and no entry of the log is about either.
 */
export type CaseId = `case_${string}`
export type AdvisoryId = `advisory_${string}`
/** TAXII 2.1 §5.2 wants collections to be known by a UUID. */
export type CollectionId = string & { readonly __collection?: never }

/** Microseconds since 1970-01-01T00:00:00Z, a safe integer until the year 2255. */
export type Micros = number

export class NameError extends Error {
  readonly code = 'bad-name'
  readonly what: string
  readonly rule: string
  constructor(what: string, rule: string) {
    super(`${what}: ${rule}`)
    this.what = what
    this.rule = rule
  }
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const BODY = /^[0-9a-hjkmnp-tv-z]{20}$/
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

function parseId<Id extends string>(prefix: string, text: string): Id {
  if (!text.startsWith(`${prefix}_`) || !BODY.test(text.slice(prefix.length + 1))) {
    throw new NameError(`${prefix} id`, `reads ${prefix}_ and 20 characters of 0-9 a-z without i, l, o, u`)
  }
  return text as Id
}

export const parseOrganisationId = (text: string): OrganisationId => parseId('org', text)
export const parsePersonId = (text: string): PersonId => parseId('person', text)
export const parseCommunityId = (text: string): CommunityId => parseId('community', text)
export const parseInvitationId = (text: string): InvitationId => parseId('invitation', text)
export const parseSessionId = (text: string): SessionId => parseId('session', text)
export const parseTokenId = (text: string): TokenId => parseId('token', text)
export const parsePasskeyId = (text: string): PasskeyId => parseId('passkey', text)
export const parseJobId = (text: string): JobId => parseId('job', text)
export const parseFactId = (text: string): FactId => parseId('fact', text)
export const parseKeyId = (text: string): KeyId => parseId('key', text)
export const parseBallotId = (text: string): BallotId => parseId('ballot', text)
export const parseApplicationId = (text: string): ApplicationId => parseId('application', text)
export const parseEvidenceId = (text: string): EvidenceId => parseId('evidence', text)
export const parseCommitmentId = (text: string): CommitmentId => parseId('commitment', text)
export const parseConcernId = (text: string): ConcernId => parseId('concern', text)
export const parseReportId = (text: string): ReportId => parseId('report', text)
export const parseCaseId = (text: string): CaseId => parseId('case', text)
export const parseAdvisoryId = (text: string): AdvisoryId => parseId('advisory', text)

export function parseCollectionId(text: string): CollectionId {
  if (!UUID.test(text)) throw new NameError('collection id', 'is a lower-case UUID, as TAXII 2.1 §5.2 asks')
  return text
}

/** A fresh identifier from 20 bytes of chance: `newId('org', random)` gives `org_…`. */
export function newId<P extends string>(prefix: P, random: (bytes: number) => Uint8Array): `${P}_${string}` {
  let body = ''
  for (const byte of random(20)) body += ALPHABET[byte & 31]
  return `${prefix}_${body}`
}

/** A random UUID (RFC 9562 §5.4) from 16 bytes of chance. */
export function newUuid(random: (bytes: number) => Uint8Array): string {
  const bytes = random(16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** A short name in an address: lower-case letters, figures and single hyphens, 2 to 40 characters. */
export type Slug = string & { readonly __slug?: never }
export function parseSlug(text: string): Slug {
  if (text.length < 2 || text.length > 40 || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(text)) {
    throw new NameError('short name', 'has 2 to 40 lower-case letters, figures and single hyphens between them')
  }
  return text
}

/** What a person does for the alliance. */
export const ROLES = [
  'secretariat',
  'representative',
  'psirt-analyst',
  'threat-analyst',
  'release-engineer',
  'reader',
  'partner',
  'ombudsperson',
  'assessor',
] as const
export type Role = (typeof ROLES)[number]
export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text)

/** What an actor may do, one word for each door. Roles give rights; a token's scopes are a choice among them. */
export const RIGHTS = [
  'alliance.operate', // jobs, storage, health, metrics
  'members.admit', // organisations: create, suspend, restore
  'communities.curate', // communities, rosters, collections
  'organisation.manage', // people, invitations and tokens of one's own organisation
  'threats.read',
  'threats.share',
  'threats.delete', // what one's own organisation shared
  'tokens.own', // make and withdraw one's own tokens
  'keys.manage', // the signing keys of one's own organisation: propose, confirm, rotate, retire
  'acts.sign', // hand in acts signed with a key of one's own organisation
  'accord.keep', // draft and publish the pledge, keep the register
  'admissions.handle', // applications: check, ask for more, find sponsors, move on
  'ballots.keep', // open, freeze and certify ballots; no vote comes with it
  'concerns.screen', // concerns and appeals: independent of the secretariat
  'assurance.assess', // read sealed cases and state a determination
  'reports.triage', // read and answer what is reported to one's own organisation
  'cases.work', // take part in the cases of one's own organisation
  'advisories.publish', // draft, approve and publish advisories of one's own organisation
] as const
export type Right = (typeof RIGHTS)[number]
export const isRight = (text: string): text is Right => (RIGHTS as readonly string[]).includes(text)

/** Which rights each role brings. Data, not code: the whole of who may do what is this table. */
export const RIGHTS_OF: Record<Role, readonly Right[]> = {
  secretariat: ['alliance.operate', 'members.admit', 'communities.curate', 'organisation.manage', 'threats.read', 'tokens.own', 'keys.manage', 'acts.sign', 'accord.keep', 'admissions.handle', 'ballots.keep'],
  representative: ['organisation.manage', 'threats.read', 'tokens.own', 'keys.manage', 'acts.sign', 'cases.work', 'advisories.publish'],
  'psirt-analyst': ['threats.read', 'threats.share', 'threats.delete', 'tokens.own', 'reports.triage', 'cases.work', 'advisories.publish'],
  'threat-analyst': ['threats.read', 'threats.share', 'threats.delete', 'tokens.own'],
  'release-engineer': ['threats.read', 'tokens.own'],
  reader: ['threats.read', 'tokens.own'],
  partner: ['threats.read', 'threats.share', 'tokens.own', 'keys.manage', 'acts.sign', 'cases.work'],
  ombudsperson: ['tokens.own', 'concerns.screen', 'keys.manage', 'acts.sign'],
  assessor: ['tokens.own', 'assurance.assess', 'keys.manage', 'acts.sign'],
}

/** The Traffic Light Protocol, version 2.0, strictest last; `owner` is what nobody else may see. */
export const TLP_LEVELS = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const
export type Tlp = (typeof TLP_LEVELS)[number]
export type { Static } from './static.ts'
