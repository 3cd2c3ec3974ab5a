/** The members' part of the contract: parse names, call one verb, show. The door has checked the shapes before. */
import { contract } from '@openaccord/api'
import {
  parseCommunityId, parseInvitationId, parseOrganisationId, parsePasskeyId, parsePersonId, parseSessionId, parseTokenId,
} from '@openaccord/names'
import { iso, microsOfIso } from '../../kernel/index.ts'
import { on, type Endpoint } from '../../platform/endpoint.ts'
import { done, showCommunity, showInvitation, showMeasure, showOrganisation, showPasskey, showPerson, showRegistered, showSession, showToken } from './show.ts'
import type { Members } from './verbs.ts'
import type { SignedIn } from './verbs/sessions.ts'

/** The door puts `accord_` before it, and `__Host-accord_` where the hub is served over TLS. */
export const SESSION_COOKIE = 'session'

type Caller = { address: string; userAgent: string; cookies: ReadonlyMap<string, string>; origin: string }
type CookieSetter = { setCookie(cookie: { name: string; value: string; maxAgeSeconds: number }): void }

/** The cookie as it came in; over TLS only the one that no other host could have set. */
export function sessionCookieOf({ cookies, origin }: Pick<Caller, 'cookies' | 'origin'>): string | undefined {
  return cookies.get(origin.startsWith('https:') ? `__Host-accord_${SESSION_COOKIE}` : `accord_${SESSION_COOKIE}`)
}

const browserIn = (ask: Caller) => ({ address: ask.address, userAgent: ask.userAgent, previous: sessionCookieOf(ask) })
const keep = (ask: CookieSetter, { secret, maxAgeSeconds }: SignedIn): void => ask.setCookie({ name: SESSION_COOKIE, value: secret, maxAgeSeconds })

export function membersEndpoints(members: Members): Endpoint[] {
  return [...publicEndpoints(members), ...signInEndpoints(members), ...ownEndpoints(members), ...organisationEndpoints(members), ...measureEndpoints(members), ...communityEndpoints(members)]
}

function publicEndpoints(members: Members): Endpoint[] {
  const routes = contract.members
  return [
    on(routes.alliance, () => members.alliance()),
    on(routes.register, async () => ({ organisations: (await members.register()).map(showRegistered) })),
    on(routes.setUp, async (ask) => {
      keep(ask, await members.setUp(ask.body, browserIn(ask)))
      return done
    }),
    on(routes.readInvitation, async ({ body }) => {
      const { expires, roles, ...invitation } = await members.readInvitation(body.token)
      return { ...invitation, roles: [...roles], expires: iso(expires) }
    }),
    on(routes.acceptInvitation, async (ask) => {
      keep(ask, await members.acceptInvitation(ask.body, browserIn(ask)))
      return done
    }),
  ]
}

function signInEndpoints(members: Members): Endpoint[] {
  const routes = contract.members
  return [
    on(routes.signInByMail, async ({ body }) => {
      await members.signInByMail(body)
      return done
    }),
    on(routes.openMailLink, async (ask) => {
      const { then, ...signedIn } = await members.openMailLink(ask.body.token, browserIn(ask))
      keep(ask, signedIn)
      return { ...done, then }
    }),
    on(routes.passkeyChallenge, ({ origin }) => members.passkeyChallenge(origin)),
    on(routes.signInByPasskey, async (ask) => {
      keep(ask, await members.signInByPasskey(ask.body, browserIn(ask)))
      return done
    }),
    on(routes.signOut, async (ask) => {
      await members.signOut(ask.actor, sessionCookieOf(ask), ask)
      ask.setCookie({ name: SESSION_COOKIE, value: '', maxAgeSeconds: 0 })
      return done
    }),
  ]
}

function ownEndpoints(members: Members): Endpoint[] {
  const routes = contract.members
  return [
    on(routes.me, async ({ actor }) => {
      const { person, organisation, rights, communities } = await members.me(actor)
      return { person: showPerson(person), organisation: showOrganisation(organisation), rights, communities: communities.map(showCommunity) }
    }),
    on(routes.passkeys, async ({ actor }) => ({ passkeys: (await members.passkeys(actor)).map(showPasskey) })),
    on(routes.newPasskeyOptions, ({ actor, origin }) => members.newPasskeyOptions(actor, origin)),
    on(routes.addPasskey, async (ask) => showPasskey(await members.addPasskey(ask.actor, ask.body, ask))),
    on(routes.removePasskey, async (ask) => {
      await members.removePasskey(ask.actor, parsePasskeyId(ask.params.passkey), ask)
      return done
    }),
    on(routes.sessions, async ({ actor }) => ({ sessions: (await members.sessions(actor)).map(showSession) })),
    on(routes.endSession, async (ask) => {
      await members.endSession(ask.actor, parseSessionId(ask.params.session), ask)
      return done
    }),
    on(routes.tokens, async ({ actor }) => ({ tokens: (await members.tokens(actor)).map(showToken) })),
    on(routes.makeToken, async (ask) => {
      const { token, secret } = await members.makeToken(ask.actor, ask.body, ask)
      return { token: showToken(token), secret }
    }),
    on(routes.withdrawToken, async (ask) => {
      await members.withdrawToken(ask.actor, parseTokenId(ask.params.token), ask)
      return done
    }),
  ]
}

function organisationEndpoints(members: Members): Endpoint[] {
  const routes = contract.members
  return [
    on(routes.organisations, async ({ actor }) => ({ organisations: (await members.organisations(actor)).map(showOrganisation) })),
    on(routes.organisation, async ({ actor, params }) => showOrganisation(await members.organisation(actor, parseOrganisationId(params.organisation)))),
    on(routes.admitOrganisation, async ({ actor, body }) => showOrganisation(await members.admitOrganisation(actor, body))),
    on(routes.describeOrganisation, async ({ actor, params, body }) =>
      showOrganisation(await members.describeOrganisation(actor, parseOrganisationId(params.organisation), body))),
    on(routes.restoreOrganisation, async ({ actor, params }) =>
      showOrganisation(await members.restoreOrganisation(actor, parseOrganisationId(params.organisation)))),
    on(routes.leaveAlliance, async ({ actor, params }) =>
      showOrganisation(await members.leaveAlliance(actor, parseOrganisationId(params.organisation)))),
    on(routes.people, async ({ actor, params }) => {
      const { people, invitations } = await members.people(actor, parseOrganisationId(params.organisation))
      return { people: people.map(showPerson), invitations: invitations.map(showInvitation) }
    }),
    on(routes.invite, async ({ actor, params, body }) => showInvitation(await members.invite(actor, parseOrganisationId(params.organisation), body))),
    on(routes.withdrawInvitation, async ({ actor, params }) => {
      await members.withdrawInvitation(actor, parseInvitationId(params.invitation))
      return done
    }),
    on(routes.changeRoles, async ({ actor, params, body }) => showPerson(await members.changeRoles(actor, parsePersonId(params.person), body.roles))),
    on(routes.suspendPerson, async ({ actor, params }) => showPerson(await members.suspendPerson(actor, parsePersonId(params.person)))),
    on(routes.restorePerson, async ({ actor, params }) => showPerson(await members.restorePerson(actor, parsePersonId(params.person)))),
    on(routes.removePerson, async ({ actor, params }) => {
      await members.removePerson(actor, parsePersonId(params.person))
      return done
    }),
  ]
}

function measureEndpoints(members: Members): Endpoint[] {
  const routes = contract.members
  return [
    on(routes.measures, async ({ actor, params }) => ({ measures: (await members.measures(actor, parseOrganisationId(params.organisation))).map(showMeasure) })),
    on(routes.askForMeasure, async (ask) => ({ measures: (await members.askForMeasure(ask.actor, parseOrganisationId(ask.params.organisation), ask.body, ask)).map(showMeasure) })),
    on(routes.confirmMeasure, async (ask) => ({ measures: (await members.confirmMeasure(ask.actor, parseOrganisationId(ask.params.organisation), ask)).map(showMeasure) })),
    on(routes.endMeasure, async (ask) => ({ measures: (await members.endMeasure(ask.actor, parseOrganisationId(ask.params.organisation), ask)).map(showMeasure) })),
    on(routes.pauses, async ({ query }) => ({
      pauses: (await members.pauses(query.since === undefined ? undefined : microsOfIso(query.since))).map(({ from, until, ...pause }) => ({ ...pause, from: iso(from), until: iso(until) })),
    })),
  ]
}

function communityEndpoints(members: Members): Endpoint[] {
  const routes = contract.members
  return [
    on(routes.communities, async ({ actor }) => ({ communities: (await members.communities(actor)).map(showCommunity) })),
    on(routes.createCommunity, async ({ actor, body }) => showCommunity(await members.createCommunity(actor, body))),
    on(routes.describeCommunity, async ({ actor, params, body }) =>
      showCommunity(await members.describeCommunity(actor, parseCommunityId(params.community), body))),
    on(routes.roster, async ({ actor, params }) => {
      const { community, organisations } = await members.roster(actor, parseCommunityId(params.community))
      return { community: showCommunity(community), organisations: organisations.map(({ id, name, standing, since }) => ({ id, name, standing, since: iso(since) })) }
    }),
    on(routes.enroll, async ({ actor, params, body }) => {
      await members.enroll(actor, parseCommunityId(params.community), parseOrganisationId(params.organisation), body.standing)
      return done
    }),
    on(routes.leaveCommunity, async ({ actor, params }) => {
      await members.leaveCommunity(actor, parseCommunityId(params.community), parseOrganisationId(params.organisation))
      return done
    }),
  ]
}
