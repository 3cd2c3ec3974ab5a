/** Keys and acts: the signing keys of an organisation (Ed25519), and what one signs with them (DSSE over in-toto Statement v1). */
import { Type } from 'typebox'
import { ACT_KINDS } from '@openaccord/facts'
import { route } from './route.ts'
import * as S from './shapes.ts'

const hex = (what: string) => Type.String({ pattern: '^[0-9a-f]{64}$', description: what })
/** Lower-case hexadecimal SHA-256 of the raw public key. */
const Keyid = hex('SHA-256 of the raw Ed25519 public key')
const Params = { key: Type.Object({ keyid: Keyid }), organisation: Type.Object({ organisation: S.OrganisationId }) }
const Domain = Type.String({ minLength: 3, maxLength: 240 })
/** The text of a DSSE envelope, exactly as it was signed. */
const Envelope = Type.String({ minLength: 2, maxLength: 262_144 })
const Note = Type.String({ minLength: 1, maxLength: 500 })
const LARGE = 400_000

export const KEY_STATES = ['proposed', 'confirmed', 'active', 'retired', 'compromised', 'withdrawn'] as const
export const DOMAIN_RESULTS = ['unchecked', 'verified', 'missing', 'wrong', 'error'] as const

const ShownDomain = Type.Object({
  domain: Type.String(),
  /** `error`: it could not be asked; that says nothing about who controls the domain. */
  result: S.oneOf(DOMAIN_RESULTS),
  /** What the answer was, in words. */
  detail: Type.String(),
  method: S.maybe(S.oneOf(['dns', 'file'])),
  checked: S.maybe(S.Time),
  verified: S.maybe(S.Time),
  /** Since when a proof that was there is gone. What the key signed is not touched by it. */
  lost: S.maybe(S.Time),
})

const shownKey = {
  keyid: Keyid,
  publicKey: hex('the raw Ed25519 public key'),
  organisation: S.OrganisationId,
  state: S.oneOf(KEY_STATES),
  replaces: S.maybe(Keyid),
  replacedBy: S.maybe(Keyid),
  domains: Type.Array(ShownDomain),
  proposed: S.Time,
  active: S.maybe(S.Time),
  ended: S.maybe(S.Time),
  /** For a compromised key: what it signed from then on is in doubt. */
  firstDoubt: S.maybe(S.Time),
  history: Type.Array(Type.Object({
    at: S.Time,
    what: S.oneOf(['proposed', 'confirmed', 'active', 'retired', 'compromised', 'withdrawn', 'domain-verified', 'domain-lost']),
    domain: S.maybe(Type.String()),
  })),
}

/** For everyone to read: no people. */
export const Key = Type.Object(shownKey)

/** For those who look after it. */
export const OwnKey = Type.Object({
  ...shownKey,
  proposedBy: S.maybe(S.Title),
  /** Proposed by the one who asks: who proposes does not confirm. */
  mine: Type.Boolean(),
  mayConfirm: Type.Boolean(),
  /** What to put where, ready to copy; one of both is enough. */
  challenges: Type.Array(Type.Object({
    domain: Type.String(),
    dns: Type.Object({ name: Type.String(), type: Type.Literal('TXT'), value: Type.String() }),
    file: Type.Object({ url: Type.String(), content: Type.String() }),
  })),
  /** An end stated by one person, waiting for a second. While a doubt is stated the key signs nothing. */
  stated: S.maybe(Type.Object({
    what: S.oneOf(['retired', 'compromised']),
    by: S.maybe(S.Title),
    mine: Type.Boolean(),
    at: S.Time,
    firstDoubt: S.maybe(S.Time),
    note: S.maybe(Type.String()),
  })),
  /** Who is being waited for; null when nobody is. `people` may do it now; where there is none, `couldBeGiven` could be given the right. */
  waitingFor: S.maybe(Type.Object({
    step: S.oneOf(['second-person', 'domain', 'second-voice']),
    people: Type.Array(S.Title),
    couldBeGiven: Type.Array(S.Title),
    domains: Type.Array(Type.String()),
  })),
})

export const keys = {
  ofOrganisation: route({
    method: 'GET', path: '/api/v1/organisations/:organisation/keys', access: 'public',
    summary: 'The signing keys of an organisation, with their proofs of domain control and history.',
    params: Params.organisation, reply: Type.Object({ keys: Type.Array(Key) }),
  }),
  key: route({
    method: 'GET', path: '/api/v1/keys/:keyid', access: 'public', summary: 'One signing key by its key id.',
    params: Params.key, reply: Key,
  }),
  own: route({
    method: 'GET', path: '/api/v1/keys', access: 'keys.manage',
    summary: 'The keys of my organisation: open steps, who is being waited for, what to put into the domain.',
    reply: Type.Object({
      keys: Type.Array(OwnKey),
      /** From its website: proposed where no domain is named. */
      domain: S.maybe(Type.String()),
      /** Who may look after keys here: with one only, another one is needed to confirm. */
      people: Type.Array(S.Title),
    }),
  }),
  propose: route({
    method: 'POST', path: '/api/v1/keys', access: 'keys.manage', bodyLimit: LARGE,
    summary: 'Registers a key: a key-registration signed by the key itself. A second person confirms it, and the domain proves it.',
    body: Type.Object({ envelope: Envelope, domains: Type.Optional(Type.Array(Domain, { minItems: 1, maxItems: 10 })) }),
    reply: OwnKey, status: 201,
  }),
  rotate: route({
    method: 'POST', path: '/api/v1/keys/:keyid/rotate', access: 'keys.manage', bodyLimit: LARGE,
    summary: 'Registers the key that replaces this one: a key-registration that names it, signed by both. Once the new one is active this one is retired.',
    params: Params.key, body: Type.Object({ envelope: Envelope, domains: Type.Optional(Type.Array(Domain, { minItems: 1, maxItems: 10 })) }),
    reply: OwnKey, status: 201,
  }),
  confirm: route({
    method: 'POST', path: '/api/v1/keys/:keyid/confirm', access: 'keys.manage',
    summary: 'The second person’s yes; never by the one who proposed it, nor by a token.',
    params: Params.key, body: Type.Object({}), reply: OwnKey,
  }),
  withdraw: route({
    method: 'POST', path: '/api/v1/keys/:keyid/withdraw', access: 'keys.manage', summary: 'Gives up a key that is not active yet.',
    params: Params.key, body: Type.Object({}), reply: OwnKey,
  }),
  declareDomain: route({
    method: 'POST', path: '/api/v1/keys/:keyid/domains', access: 'keys.manage', summary: 'Names a further domain that shall prove this key.',
    params: Params.key, body: Type.Object({ domain: Domain }), reply: OwnKey, status: 201,
  }),
  checkDomains: route({
    method: 'POST', path: '/api/v1/keys/:keyid/check', access: 'keys.manage', pace: 'expensive',
    summary: 'Looks at the domains of this key now: DNS, and the file over https.',
    params: Params.key, body: Type.Object({}), reply: OwnKey,
  }),
  retire: route({
    method: 'POST', path: '/api/v1/keys/:keyid/retire', access: 'keys.manage', bodyLimit: LARGE,
    summary: 'Ends a key: by a key-retirement signed with another active key; where there is none, stated by two persons (without an envelope).',
    params: Params.key, body: Type.Object({ envelope: Type.Optional(Envelope) }), reply: OwnKey,
  }),
  compromise: route({
    method: 'POST', path: '/api/v1/keys/:keyid/compromise', access: 'keys.manage', bodyLimit: LARGE,
    summary: 'Says from when on a key is in doubt: by a key-compromise signed with another active key; where there is none, stated by two persons.',
    params: Params.key, body: Type.Object({ envelope: Type.Optional(Envelope), firstDoubt: Type.Optional(S.Time), note: Type.Optional(Note) }), reply: OwnKey,
  }),
  confirmStated: route({
    method: 'POST', path: '/api/v1/keys/:keyid/stated/confirm', access: 'keys.manage', summary: 'The second voice for an end that one person stated.',
    params: Params.key, body: Type.Object({}), reply: OwnKey,
  }),
  withdrawStated: route({
    method: 'POST', path: '/api/v1/keys/:keyid/stated/withdraw', access: 'keys.manage', summary: 'Takes back an end that one person stated.',
    params: Params.key, body: Type.Object({}), reply: OwnKey,
  }),

  prepareAct: route({
    method: 'POST', path: '/api/v1/acts/prepare', access: 'acts.sign',
    summary: 'The exact statement to sign for an act: who, where and when are filled in. Good for a day.',
    body: Type.Object({ kind: S.oneOf(ACT_KINDS), says: Type.Unsafe<Record<string, unknown>>({ type: 'object' }) }),
    reply: Type.Object({
      kind: S.oneOf(ACT_KINDS),
      /** The payload, byte for byte (UTF-8). */
      statement: Type.String(),
      payloadType: Type.String(),
      /** SHA-256 of DSSE's pre-authentication encoding of it: what a passkey is asked to approve. */
      paeSha256: hex('SHA-256 of the pre-authentication encoding'),
      /** Keys of the organisation that may sign it now. */
      keyids: Type.Array(Keyid),
      expires: S.Time,
    }),
  }),
  approveOptions: route({
    method: 'POST', path: '/api/v1/acts/approval/options', access: 'acts.sign', bodyLimit: LARGE,
    summary: 'Options for navigator.credentials.get: the challenge is the SHA-256 of what will be signed.',
    body: Type.Object({ statement: Type.String({ minLength: 2, maxLength: 131_072 }) }),
    reply: Type.Object({ handle: Type.String(), options: Type.Unknown(), paeSha256: hex('SHA-256 of the pre-authentication encoding') }),
  }),
  approve: route({
    method: 'POST', path: '/api/v1/acts/approval', access: 'acts.sign',
    summary: 'Verifies the passkey’s answer: this session may hand in that one act, once.',
    body: Type.Object({ handle: Type.String({ maxLength: 200 }), response: Type.Unknown() }),
    reply: Type.Object({ done: Type.Literal(true), paeSha256: hex('SHA-256 of the pre-authentication encoding'), expires: S.Time }),
  }),
}
