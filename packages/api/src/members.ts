/** Members: who is here, how they sign in, what they may do. */
import { Type } from 'typebox'
import { route } from './route.ts'
import * as S from './shapes.ts'

const Params = {
  organisation: Type.Object({ organisation: S.OrganisationId }),
  person: Type.Object({ person: S.PersonId }),
  community: Type.Object({ community: S.CommunityId }),
}

export const Organisation = Type.Object({
  id: S.OrganisationId,
  slug: S.Slug,
  name: S.Title,
  description: S.Prose,
  country: S.maybe(S.Country),
  sector: S.maybe(S.Title),
  size: S.maybe(S.Size),
  website: S.maybe(S.Link),
  kind: S.oneOf(['signatory', 'partner', 'secretariat']),
  state: S.oneOf(['active', 'suspended', 'left']),
  stateReason: S.maybe(S.Prose),
  since: S.Time,
  people: Type.Integer(),
})

export const Person = Type.Object({
  id: S.PersonId,
  organisation: S.OrganisationId,
  name: S.Title,
  mail: S.Mail,
  roles: Type.Array(S.RoleShape),
  state: S.oneOf(['active', 'suspended', 'left']),
  since: S.Time,
  lastSeen: S.maybe(S.Time),
  passkeys: Type.Integer(),
})

export const Community = Type.Object({
  id: S.CommunityId,
  slug: S.Slug,
  name: S.Title,
  description: S.Prose,
  /** When hidden, its members do not see who else belongs; only the secretariat does. */
  rosterHidden: Type.Boolean(),
  /** Null where the roster is hidden from the one who asks. */
  organisations: S.maybe(Type.Integer()),
  /** How the one who asks belongs. */
  standing: S.maybe(S.oneOf(['member', 'partner'])),
})

export const Invitation = Type.Object({
  id: S.InvitationId,
  organisation: S.OrganisationId,
  mail: S.Mail,
  roles: Type.Array(S.RoleShape),
  invitedBy: S.maybe(S.Title),
  sent: S.Time,
  expires: S.Time,
})

export const Token = Type.Object({
  id: S.TokenId,
  name: S.Title,
  person: S.PersonId,
  personName: S.Title,
  scopes: Type.Array(S.RightShape),
  created: S.Time,
  expires: S.Time,
  lastUsed: S.maybe(S.Time),
})

export const Session = Type.Object({
  id: S.SessionId,
  current: Type.Boolean(),
  signedInBy: S.oneOf(['passkey', 'mail', 'oidc', 'invitation', 'setup', 'demo']),
  browser: Type.String(),
  started: S.Time,
  lastSeen: S.Time,
  expires: S.Time,
})

export const Passkey = Type.Object({ id: S.PasskeyId, name: S.Title, created: S.Time, lastUsed: S.maybe(S.Time) })

const Me = Type.Object({
  person: Person,
  organisation: Organisation,
  rights: Type.Array(S.RightShape),
  communities: Type.Array(Community),
})

const Ground = S.oneOf(['stolen-key', 'compromised-account', 'intrusion'])
const Measure = Type.Object({
  what: S.oneOf(['pause', 'suspension', 'removal']),
  ground: S.maybe(Ground),
  reason: S.Prose,
  state: S.oneOf(['asked', 'lapsed', 'taken-back', 'running', 'over', 'done']),
  askedBy: S.Title,
  askedAt: S.Time,
  /** Where the one who asks may confirm or end it now. */
  may: Type.Array(S.oneOf(['confirm', 'end'])),
  needsOmbudsperson: Type.Boolean(),
  confirmedBy: S.maybe(S.Title),
  confirmedAt: S.maybe(S.Time),
  until: S.maybe(S.Time),
  endedAt: S.maybe(S.Time),
})
const Measures = Type.Object({ measures: Type.Array(Measure) })

const OrganisationInput = {
  name: S.Title,
  slug: S.Slug,
  kind: S.oneOf(['signatory', 'partner', 'secretariat']),
  description: Type.Optional(S.Prose),
  country: Type.Optional(S.maybe(S.Country)),
  sector: Type.Optional(S.maybe(S.Title)),
  size: Type.Optional(S.maybe(S.Size)),
  website: Type.Optional(S.maybe(S.Link)),
}

export const members = {
  alliance: route({
    method: 'GET', path: '/api/v1/alliance', access: 'public',
    summary: 'What this alliance is, and how one signs in here.',
    reply: Type.Object({
      name: S.Title,
      purpose: S.Prose,
      contact: S.maybe(S.Mail),
      organisations: Type.Integer(),
      communities: Type.Integer(),
      signIn: Type.Array(S.oneOf(['passkey', 'mail', 'oidc'])),
      oidcName: S.maybe(S.Title),
      /** True until the first secretariat has been set up. */
      needsSetUp: Type.Boolean(),
      demo: Type.Boolean(),
    }),
  }),
  register: route({
    method: 'GET', path: '/api/v1/register', access: 'public',
    summary: 'The organisations that take part, for everyone to read. No people, no hidden communities.',
    reply: Type.Object({
      organisations: Type.Array(Type.Pick(Organisation, ['slug', 'name', 'description', 'country', 'sector', 'size', 'website', 'kind', 'state', 'since'])),
    }),
  }),
  setUp: route({
    method: 'POST', path: '/api/v1/set-up', access: 'public', pace: 'sign-in',
    summary: 'With the one-time link of the first start: name the alliance, its secretariat and the first person. Signs in.',
    body: Type.Object({
      token: Type.String({ maxLength: 200 }),
      alliance: S.Title,
      purpose: Type.Optional(S.Prose),
      organisation: S.Title,
      person: S.Title,
      mail: S.Mail,
    }),
    reply: S.Done,
  }),
  me: route({ method: 'GET', path: '/api/v1/me', access: 'signed-in', whileSuspended: true, summary: 'Who I am here and what I may do.', reply: Me }),

  signInByMail: route({
    method: 'POST', path: '/api/v1/sign-in/mail', access: 'public', pace: 'sign-in',
    summary: 'Sends a one-time link. Answers alike whether or not the address is known.',
    body: Type.Object({ mail: S.Mail, then: Type.Optional(Type.String({ maxLength: 500 })) }), reply: S.Done, status: 202,
  }),
  openMailLink: route({
    method: 'POST', path: '/api/v1/sign-in/mail/open', access: 'public', pace: 'sign-in',
    summary: 'Uses a one-time link: sets the session cookie. A link works once and for 15 minutes.',
    body: Type.Object({ token: Type.String({ maxLength: 200 }) }),
    reply: Type.Object({ done: Type.Literal(true), then: S.maybe(Type.String()) }),
  }),
  passkeyChallenge: route({
    method: 'POST', path: '/api/v1/sign-in/passkey/options', access: 'public', pace: 'sign-in',
    summary: 'Options for navigator.credentials.get (WebAuthn Level 3), with the handle to send back.',
    body: Type.Object({}), reply: Type.Object({ handle: Type.String(), options: Type.Unknown() }),
  }),
  signInByPasskey: route({
    method: 'POST', path: '/api/v1/sign-in/passkey', access: 'public', pace: 'sign-in',
    summary: 'Verifies a passkey’s answer: sets the session cookie.',
    body: Type.Object({ handle: Type.String({ maxLength: 200 }), response: Type.Unknown() }), reply: S.Done,
  }),
  signOut: route({ method: 'POST', path: '/api/v1/sign-out', access: 'public', summary: 'Ends this session.', body: Type.Object({}), reply: S.Done }),

  passkeys: route({
    method: 'GET', path: '/api/v1/passkeys', access: 'signed-in', whileSuspended: true, summary: 'My passkeys.',
    reply: Type.Object({ passkeys: Type.Array(Passkey) }),
  }),
  newPasskeyOptions: route({
    method: 'POST', path: '/api/v1/passkeys/options', access: 'signed-in', whileSuspended: true, summary: 'Options for navigator.credentials.create.',
    body: Type.Object({}), reply: Type.Object({ handle: Type.String(), options: Type.Unknown() }),
  }),
  addPasskey: route({
    method: 'POST', path: '/api/v1/passkeys', access: 'signed-in', whileSuspended: true, summary: 'Keeps a new passkey.',
    body: Type.Object({ handle: Type.String({ maxLength: 200 }), name: S.Title, response: Type.Unknown() }), reply: Passkey, status: 201,
  }),
  removePasskey: route({
    method: 'DELETE', path: '/api/v1/passkeys/:passkey', access: 'signed-in', whileSuspended: true, summary: 'Forgets a passkey.',
    params: Type.Object({ passkey: S.PasskeyId }), reply: S.Done,
  }),
  sessions: route({
    method: 'GET', path: '/api/v1/sessions', access: 'signed-in', whileSuspended: true, summary: 'Where I am signed in.',
    reply: Type.Object({ sessions: Type.Array(Session) }),
  }),
  endSession: route({
    method: 'DELETE', path: '/api/v1/sessions/:session', access: 'signed-in', whileSuspended: true, summary: 'Ends one of my sessions.',
    params: Type.Object({ session: S.SessionId }), reply: S.Done,
  }),

  organisations: route({
    method: 'GET', path: '/api/v1/organisations', access: 'signed-in', summary: 'The organisations of the alliance.',
    reply: Type.Object({ organisations: Type.Array(Organisation) }),
  }),
  organisation: route({
    method: 'GET', path: '/api/v1/organisations/:organisation', access: 'signed-in', whileSuspended: true, summary: 'One organisation.',
    params: Params.organisation, reply: Organisation,
  }),
  admitOrganisation: route({
    method: 'POST', path: '/api/v1/organisations', access: 'members.admit',
    summary: 'Enters an organisation and invites its first person.',
    body: Type.Object({ ...OrganisationInput, invite: Type.Object({ mail: S.Mail, roles: Type.Array(S.RoleShape, { minItems: 1 }) }) }),
    reply: Organisation, status: 201,
  }),
  describeOrganisation: route({
    method: 'PATCH', path: '/api/v1/organisations/:organisation', access: 'organisation.manage',
    summary: 'Changes what one’s own organisation says of itself (the secretariat: any).',
    params: Params.organisation,
    body: Type.Partial(Type.Object({ name: S.Title, description: S.Prose, country: S.maybe(S.Country), sector: S.maybe(S.Title), size: S.maybe(S.Size), website: S.maybe(S.Link) })),
    reply: Organisation,
  }),
  restoreOrganisation: route({
    method: 'POST', path: '/api/v1/organisations/:organisation/restore', access: 'members.admit', summary: 'Ends a suspension; never of a signatory, which comes back by the room of concerns.',
    params: Params.organisation, body: Type.Object({}), reply: Organisation,
  }),
  leaveAlliance: route({
    method: 'POST', path: '/api/v1/organisations/:organisation/leave', access: 'organisation.manage',
    summary: 'Takes one’s own organisation out of the alliance; who signed the pledge withdraws from it first. Its sessions and tokens end; what it stated stays.',
    params: Params.organisation, body: Type.Object({}), reply: Organisation,
  }),

  measures: route({
    method: 'GET', path: '/api/v1/organisations/:organisation/measures', access: 'signed-in',
    summary: 'What the secretariat asked for about an organisation, newest first: for the secretariat and ombudspersons.',
    params: Params.organisation, reply: Measures,
  }),
  askForMeasure: route({
    method: 'POST', path: '/api/v1/organisations/:organisation/measures', access: 'members.admit',
    summary: 'Asks for a pause of access, or, where it is no signatory, a suspension or removal. Nothing happens until a second person confirms it within 24 hours.',
    params: Params.organisation,
    body: Type.Object({ what: S.oneOf(['pause', 'suspension', 'removal']), ground: Type.Optional(Ground), reason: Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S' }) }),
    reply: Measures, status: 201,
  }),
  confirmMeasure: route({
    method: 'POST', path: '/api/v1/organisations/:organisation/measures/confirm', access: 'signed-in',
    summary: 'The second person: of the secretariat, or an ombudsperson. A pause stops every session, token and exchange of the organisation at once, for 72 hours.',
    params: Params.organisation, body: Type.Object({}), reply: Measures,
  }),
  endMeasure: route({
    method: 'POST', path: '/api/v1/organisations/:organisation/measures/end', access: 'signed-in',
    summary: 'Takes back what waits; ends a pause before its time.',
    params: Params.organisation, body: Type.Object({}), reply: Measures,
  }),
  pauses: route({
    method: 'GET', path: '/api/v1/pauses', access: 'public',
    summary: 'Pauses of access that ran after an instant (without one: the last 90 days), for everyone to read. No persons.',
    query: Type.Object({ since: Type.Optional(S.Time) }),
    reply: Type.Object({ pauses: Type.Array(Type.Object({ slug: S.Slug, name: S.Title, from: S.Time, until: S.Time, ground: Ground })) }),
  }),

  people: route({
    method: 'GET', path: '/api/v1/organisations/:organisation/people', access: 'signed-in',
    summary: 'People and open invitations of one’s own organisation (the secretariat: any).',
    params: Params.organisation,
    reply: Type.Object({ people: Type.Array(Person), invitations: Type.Array(Invitation) }),
  }),
  invite: route({
    method: 'POST', path: '/api/v1/organisations/:organisation/invitations', access: 'organisation.manage',
    summary: 'Invites a person by mail. The link works once and for 14 days.',
    params: Params.organisation,
    body: Type.Object({ mail: S.Mail, roles: Type.Array(S.RoleShape, { minItems: 1, maxItems: 7 }) }), reply: Invitation, status: 201,
  }),
  withdrawInvitation: route({
    method: 'DELETE', path: '/api/v1/invitations/:invitation', access: 'organisation.manage', summary: 'Makes an invitation’s link useless.',
    params: Type.Object({ invitation: S.InvitationId }), reply: S.Done,
  }),
  readInvitation: route({
    method: 'POST', path: '/api/v1/invitations/read', access: 'public', pace: 'sign-in',
    summary: 'What an invitation’s link is for, before accepting it.',
    body: Type.Object({ token: Type.String({ maxLength: 200 }) }),
    reply: Type.Object({ organisation: S.Title, mail: S.Mail, roles: Type.Array(S.RoleShape), invitedBy: S.maybe(S.Title), expires: S.Time }),
  }),
  acceptInvitation: route({
    method: 'POST', path: '/api/v1/invitations/accept', access: 'public', pace: 'sign-in',
    summary: 'Joins, and signs in.',
    body: Type.Object({ token: Type.String({ maxLength: 200 }), name: S.Title }), reply: S.Done,
  }),
  changeRoles: route({
    method: 'PUT', path: '/api/v1/people/:person/roles', access: 'organisation.manage', summary: 'What a person does; at once.',
    params: Params.person, body: Type.Object({ roles: Type.Array(S.RoleShape, { minItems: 1, maxItems: 7 }) }), reply: Person,
  }),
  suspendPerson: route({
    method: 'POST', path: '/api/v1/people/:person/suspend', access: 'organisation.manage', summary: 'At once, on every session and token.',
    params: Params.person, body: Type.Object({}), reply: Person,
  }),
  restorePerson: route({
    method: 'POST', path: '/api/v1/people/:person/restore', access: 'organisation.manage', summary: 'Ends a person’s suspension.',
    params: Params.person, body: Type.Object({}), reply: Person,
  }),
  removePerson: route({
    method: 'POST', path: '/api/v1/people/:person/leave', access: 'signed-in',
    summary: 'Leaves the organisation: oneself, or a person of the organisation one manages.',
    params: Params.person, body: Type.Object({}), reply: S.Done,
  }),

  tokens: route({
    method: 'GET', path: '/api/v1/tokens', access: 'signed-in', summary: 'My tokens; who manages the organisation sees all of it.',
    reply: Type.Object({ tokens: Type.Array(Token) }),
  }),
  makeToken: route({
    method: 'POST', path: '/api/v1/tokens', access: 'tokens.own',
    summary: 'Makes a token. Its secret is shown in this answer and never again.',
    body: Type.Object({
      name: S.Title,
      scopes: Type.Array(S.RightShape, { minItems: 1, maxItems: 20 }),
      days: Type.Integer({ minimum: 1, maximum: 366 }),
    }),
    reply: Type.Object({ token: Token, secret: Type.String() }), status: 201,
  }),
  withdrawToken: route({
    method: 'DELETE', path: '/api/v1/tokens/:token', access: 'signed-in', summary: 'Ends a token at once.',
    params: Type.Object({ token: S.TokenId }), reply: S.Done,
  }),

  communities: route({
    method: 'GET', path: '/api/v1/communities', access: 'signed-in', summary: 'Communities I belong to (the secretariat: all).',
    reply: Type.Object({ communities: Type.Array(Community) }),
  }),
  createCommunity: route({
    method: 'POST', path: '/api/v1/communities', access: 'communities.curate', summary: 'An audience of organisations. It begins empty: nobody.',
    body: Type.Object({ slug: S.Slug, name: S.Title, description: Type.Optional(S.Prose), rosterHidden: Type.Optional(Type.Boolean()) }),
    reply: Community, status: 201,
  }),
  describeCommunity: route({
    method: 'PATCH', path: '/api/v1/communities/:community', access: 'communities.curate', summary: 'Name, description, whether the roster is hidden.',
    params: Params.community, body: Type.Partial(Type.Object({ name: S.Title, description: S.Prose, rosterHidden: Type.Boolean() })), reply: Community,
  }),
  roster: route({
    method: 'GET', path: '/api/v1/communities/:community/roster', access: 'signed-in', summary: 'Who belongs, where that is not hidden.',
    params: Params.community,
    reply: Type.Object({
      community: Community,
      organisations: Type.Array(Type.Object({ id: S.OrganisationId, name: S.Title, standing: S.oneOf(['member', 'partner']), since: S.Time })),
    }),
  }),
  enroll: route({
    method: 'PUT', path: '/api/v1/communities/:community/roster/:organisation', access: 'communities.curate', summary: 'Adds an organisation, or changes its standing.',
    params: Type.Object({ community: S.CommunityId, organisation: S.OrganisationId }),
    body: Type.Object({ standing: S.oneOf(['member', 'partner']) }), reply: S.Done,
  }),
  leaveCommunity: route({
    method: 'DELETE', path: '/api/v1/communities/:community/roster/:organisation', access: 'organisation.manage',
    summary: 'Takes an organisation out: one’s own, or (secretariat) any.',
    params: Type.Object({ community: S.CommunityId, organisation: S.OrganisationId }), reply: S.Done,
  }),
}
