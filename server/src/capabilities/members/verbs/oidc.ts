/**
 * Signing in by an OpenID provider: authorization code with PKCE, state and nonce (OpenID Connect Core 1.0 §3.1,
 * RFC 7636, RFC 9700). A person of the provider is known by (issuer, subject); the first time by a verified address.
 */
import * as client from 'openid-client'
import type { PersonId } from '@openaccord/names'
import { MINUTE, Refusal } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import { OutboundError } from '../../../platform/outbound.ts'
import { localPath } from '../model/credentials.ts'
import type { MailMeans } from '../means.ts'
import { normaliseMail } from '../model.ts'
import { hashOfSecret, newSecret } from '../secrets.ts'
import { addAudit } from '../store/audit.ts'
import { addCeremony, takeCeremony } from '../store/one-time.ts'
import { addIdentity, findIdentity, hasIdentity } from '../store/passkeys.ts'
import { findOpenInvitations, findPersonByMail } from '../store/people.ts'
import { joinWithin } from './invitations.ts'
import { beginSession, type Browser, type SignedIn } from './sessions.ts'

export type OidcSettings = {
  /** As the provider spells itself: `https://login.example`. Plain http only on this very machine. */
  issuer: string
  clientId: string
  clientSecret: string
  /** On the sign-in button. */
  name: string
}
/** What the provider says of somebody. */
export type Claims = { issuer: string; subject: string; mail: string | undefined; name: string | undefined }
/** Kept while somebody is away at the provider. */
type Away = { state: string; nonce: string; verifier: string; redirect: string; then: string | null }

export type Oidc = NonNullable<ReturnType<typeof createOidc>>

const AWAY_LASTS = 10 * MINUTE
export const OIDC_BACK = '/sign-in/oidc/back'

/** `fetch` is the guarded way out; the issuer is the only place that is asked, with the addresses it names itself. */
export function createOidc(means: MailMeans, settings: OidcSettings, fetch: typeof globalThis.fetch) {
  const { database, clock, random } = means
  const configuration = createConfiguration(settings, fetch)

  return {
    /** Where to send the browser, and a secret for a cookie that ties the way back to this browser. */
    async start({ origin, then }: { origin: string; then?: string | undefined }): Promise<{ location: string; secret: string; maxAgeSeconds: number }> {
      const config = await configuration()
      const secret = newSecret('oac', random)
      const verifier = client.randomPKCECodeVerifier()
      const begun: Away = { state: client.randomState(), nonce: client.randomNonce(), verifier, redirect: `${origin}${OIDC_BACK}`, then: localPath(then) }
      const expires = clock() + AWAY_LASTS
      await database.transact((tx) => addCeremony(tx, 'oidc', { person: null, state: JSON.stringify(begun) }, secret.hash, expires))
      const location = client.buildAuthorizationUrl(config, {
        redirect_uri: begun.redirect, scope: 'openid email profile', state: begun.state, nonce: begun.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
      })
      return { location: location.href, secret: secret.text, maxAgeSeconds: AWAY_LASTS / 1_000_000 }
    },

    /** `query` as it came back from the provider: `?code=…&state=…`. Works once for each start. */
    async finish({ query, secret }: { query: string; secret: string | undefined }, browser: Browser): Promise<SignedIn & { then: string | null }> {
      const hash = secret === undefined ? undefined : hashOfSecret('oac', secret)
      const started = clock()
      const found = hash === undefined ? undefined : await database.transact((tx) => takeCeremony(tx, 'oidc', hash, started))
      if (found === undefined) throw new Refusal('gone', 'members.oidc-late', 'this took too long, or was begun in another browser: begin again')
      const begun = JSON.parse(found.state) as Away // our own writing
      const claims = await exchange(await configuration(), begun, query)
      const now = clock()
      return database.transact(async (tx) => {
        const person = (await findIdentity(tx, claims.issuer, claims.subject)) ?? (await meet(tx, claims, means, browser, now))
        return { ...(await beginSession(tx, { person, by: 'oidc', browser }, { now, random })), then: begun.then }
      })
    },
  }
}

/** Found out at the first use and kept; a failure is not kept. */
function createConfiguration({ issuer, clientId, clientSecret }: OidcSettings, fetch: typeof globalThis.fetch): () => Promise<client.Configuration> {
  const server = new URL(issuer)
  if (server.protocol !== 'https:' && !isThisMachine(server)) throw new Error(`the OpenID issuer ${issuer} is reached by https only`)
  let known: Promise<client.Configuration> | undefined
  const discover = () => client.discovery(server, clientId, clientSecret, undefined, {
    // Its own type says fetch with fewer freedoms than the platform's.
    [client.customFetch]: (url, options) => fetch(url, options as RequestInit),
    execute: [client.enableNonRepudiationChecks, ...(server.protocol === 'http:' ? [client.allowInsecureRequests] : [])],
    timeout: 10,
  })
  return async () => {
    known ??= discover()
    try {
      return await known
    } catch (cause) {
      known = undefined
      throw away(cause)
    }
  }
}

const isThisMachine = ({ hostname }: URL): boolean => hostname === 'localhost' || hostname === '[::1]' || /^127\.[\d.]+$/.test(hostname)

/** Core §3.1.3: the code becomes an ID token, whose signature, issuer, audience, times and nonce are checked. */
async function exchange(config: client.Configuration, begun: Away, query: string): Promise<Claims> {
  try {
    const tokens = await client.authorizationCodeGrant(config, new URL(`${begun.redirect}${query}`), {
      pkceCodeVerifier: begun.verifier, expectedState: begun.state, expectedNonce: begun.nonce, idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (claims === undefined) throw new Error('no ID token')
    if (claims['email'] !== undefined) return claimsOf(claims)
    return claimsOf({ ...(await client.fetchUserInfo(config, tokens.access_token, claims.sub)), iss: claims.iss })
  } catch (cause) {
    if (cause instanceof client.AuthorizationResponseError && cause.error === 'access_denied') {
      throw new Refusal('unauthenticated', 'members.oidc-denied', 'the sign-in service was told no: begin again, or sign in by mail', { cause })
    }
    if (isOutbound(cause)) throw away(cause)
    throw new Refusal('unauthenticated', 'members.oidc-refused', 'the answer of the sign-in service is not right for what was asked: begin again', { cause })
  }
}

/** The way there failed, not what came back. */
const isOutbound = (error: unknown): boolean => error instanceof Error && (error instanceof OutboundError || error.name === 'TimeoutError' || isOutbound(error.cause))

const away = (cause: unknown): Refusal =>
  new Refusal('unavailable', 'members.oidc-away', 'the sign-in service of this alliance cannot be reached: try again, or sign in by mail', { cause, retryAfterSeconds: 30 })

/** Only an address the provider says it has verified counts. */
function claimsOf(said: Record<string, unknown> & { iss: string; sub: string }): Claims {
  const { email, email_verified: verified, name } = said
  return {
    issuer: said.iss,
    subject: said.sub,
    mail: typeof email === 'string' && verified === true ? email : undefined,
    name: typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 200) : undefined,
  }
}

/** The first time: an address we know, or exactly one open invitation to it. */
async function meet(tx: Tx, claims: Claims, means: MailMeans, browser: Browser, now: number): Promise<PersonId> {
  if (claims.mail === undefined) throw stranger('your sign-in service does not vouch for a mail address of yours')
  const mail = normaliseMail(claims.mail)
  const known = await findPersonByMail(tx, mail)
  const person = known?.id ?? (await accept(tx, mail, claims.name, means, now))
  if (await hasIdentity(tx, claims.issuer, person)) throw stranger('your address belongs to another account of the same sign-in service')
  await addIdentity(tx, { ...claims, person }, now)
  await addAudit(tx, { what: 'identity-linked', person, subject: claims.issuer, where: browser }, now, means.random)
  return person
}

async function accept(tx: Tx, mail: string, name: string | undefined, means: MailMeans, now: number): Promise<PersonId> {
  const [invitation, ...others] = await findOpenInvitations(tx, mail, now)
  if (invitation === undefined) throw stranger('nobody with your address is here, and no invitation is open')
  if (others.length > 0) throw stranger('several organisations have invited you: open the link in one of the mails')
  return (await joinWithin(tx, invitation, name ?? mail, means, now)).id
}

const stranger = (why: string): Refusal => new Refusal('forbidden', 'members.oidc-stranger', `${why}: ask your organisation for an invitation, or sign in by mail`)
