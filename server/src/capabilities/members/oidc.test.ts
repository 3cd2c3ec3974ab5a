/** Signing in by OpenID Connect against a real provider (oidc-provider) on this machine, through the guarded way out. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { after, before, describe, test } from 'node:test'
import Provider, { type Configuration } from 'oidc-provider'
import { createOutbound, OutboundError } from '../../platform/outbound.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { openBrowser, openDoor, routes, type OpenDoor } from './testing/door.ts'
import { admit, organisationOf, pause, personOf, setUp } from './testing/house.ts'

/** login → what the provider says of that account */
const ACCOUNTS: Record<string, { email: string; email_verified: boolean; name?: string }> = {
  anna: { email: 'First@Quay.example', email_verified: true, name: 'Anna Quay' },
  invited: { email: 'invited@quay.example', email_verified: true, name: 'Ivo Novak' },
  unverified: { email: 'first@quay.example', email_verified: false },
  stranger: { email: 'nobody@elsewhere.example', email_verified: true },
  second: { email: 'first@quay.example', email_verified: true },
}

describeOnEveryEngine('signing in by OpenID Connect', (open) => {
  let hub: OpenDoor
  let cut = false
  let provider: Awaited<ReturnType<typeof openProvider>>

  before(async () => void (provider = await openProvider()))
  after(async () => void (await provider.close()))

  async function start() {
    const outbound = createOutbound({ allow: [new URL(provider.issuer).host] })
    hub = await openDoor(await open(), { settings: { oidc: { issuer: provider.issuer, clientId: 'hub', clientSecret: 'a secret of both', name: 'Harbour ID', fetch: (...asked) => (cut ? Promise.reject(new OutboundError('unreachable', 'the line is cut')) : outbound.webFetch(...asked)) } } })
    provider.redirectTo(`${hub.origin}/sign-in/oidc/back`)
    const secretariat = await setUp(hub)
    return { secretariat, anna: await admit(hub, secretariat, 'quay') }
  }

  /** Walks to the provider, signs in there, agrees, and comes back. Returns the last answer of the hub. */
  async function signIn(login: string, browser = openBrowser(), then = '') {
    let page = await browser.follow(`${hub.origin}/sign-in/oidc${then}`)
    const forms: Record<string, string>[] = [{ prompt: 'login', login, password: 'x' }, { prompt: 'consent' }]
    for (const form of forms) {
      if (!page.url.includes('/interaction/')) break
      const posted = await browser.go(page.url, { method: 'POST', form })
      page = await browser.follow(posted.location ?? '', `${hub.origin}/sign-in/oidc/back`)
    }
    const back = page.location ?? ''
    return { back, answer: await browser.go(back), browser }
  }

  test('an address the provider has verified is matched once, then known by (issuer, subject)', async () => {
    const { anna } = await start()
    const { answer, browser, back } = await signIn('anna', openBrowser(), '?then=/organisation')
    assert.deepEqual([answer.status, answer.location], [303, `${hub.origin}/organisation`])
    assert.deepEqual(browser.cookies(hub.origin).filter((name) => !name.includes('csrf')), ['accord_session'])
    const me = await browser.go(`${hub.origin}${routes.me.path}`)
    assert.deepEqual([me.status, me.json.person.id], [200, anna.person])
    const sessions = await browser.go(`${hub.origin}${routes.sessions.path}`)
    assert.equal(sessions.json.sessions.find((one: { current: boolean }) => one.current).signedInBy, 'oidc')

    // the way back works once, and in no other browser
    assert.equal((await browser.go(back)).json.code, 'members.oidc-late')
    assert.equal((await openBrowser().go(back)).json.code, 'members.oidc-late')

    ACCOUNTS['anna']!.email = 'renamed@quay.example'
    assert.equal((await signIn('anna')).answer.status, 303)
    ACCOUNTS['anna']!.email = 'First@Quay.example'
    assert.equal((await signIn('second')).answer.json.code, 'members.oidc-stranger', 'another subject with the same address')
    await hub.close()
  })

  test('an open invitation to the verified address is accepted', async () => {
    const { anna } = await start()
    await hub.members.invite(anna, organisationOf(anna), { mail: 'invited@quay.example', roles: ['reader'] })
    const { answer, browser } = await signIn('invited')
    assert.equal(answer.status, 303)
    const me = await browser.go(`${hub.origin}${routes.me.path}`)
    assert.deepEqual([me.json.person.name, me.json.person.roles], ['Ivo Novak', ['reader']])
    await hub.close()
  })

  test('strangers, unverified addresses, a forged state and a suspended organisation stay outside', async () => {
    const { secretariat, anna } = await start()
    assert.equal((await signIn('stranger')).answer.json.code, 'members.oidc-stranger')
    assert.equal((await signIn('unverified')).answer.json.code, 'members.oidc-stranger')

    const browser = openBrowser()
    await browser.go(`${hub.origin}/sign-in/oidc`)
    const forged = await browser.go(`${hub.origin}/sign-in/oidc/back?code=made-up&state=made-up&iss=${encodeURIComponent(provider.issuer)}`)
    assert.deepEqual([forged.status, forged.json.code], [401, 'members.oidc-refused'])
    await browser.go(`${hub.origin}/sign-in/oidc`)
    assert.equal((await browser.go(`${hub.origin}/sign-in/oidc/back?error=access_denied`)).json.code, 'members.oidc-refused')
    const page = await browser.follow(`${hub.origin}/sign-in/oidc`)
    const denied = await browser.follow(`${page.url}/abort`)
    assert.deepEqual([denied.status, denied.json.code], [401, 'members.oidc-denied'])
    await browser.go(`${hub.origin}/sign-in/oidc`)
    const { state } = JSON.parse(String((await hub.database.read((tx) => tx.get('select state from members_ceremony order by expires_at desc')))?.['state'])) as { state: string }
    cut = true
    const away = await browser.go(`${hub.origin}/sign-in/oidc/back?code=abc&state=${state}&iss=${encodeURIComponent(provider.issuer)}`)
    cut = false
    assert.deepEqual([away.status, away.json.code], [503, 'members.oidc-away'])

    await pause(hub, organisationOf(anna), [personOf(secretariat), personOf(secretariat)])
    const { answer } = await signIn('anna')
    assert.deepEqual([answer.status, answer.json.code], [403, 'members.access-paused'])
    await hub.close()
  })

  test('`then` leads nowhere else, and a provider that is away is said so', async () => {
    await start()
    const { answer } = await signIn('anna', openBrowser(), '?then=//evil.example/')
    assert.equal(answer.location, `${hub.origin}/`)
    await hub.close()
    const away = await openDoor(await open(), { settings: { oidc: { issuer: 'http://127.0.0.1:9', clientId: 'hub', clientSecret: 'x', name: 'x', fetch: createOutbound({ allow: ['127.0.0.1:9'] }).webFetch } } })
    const said = await openBrowser().go(`${away.origin}/sign-in/oidc`)
    assert.deepEqual([said.status, said.json.code], [503, 'members.oidc-away'])
    await away.close()
  })
})

describe('settings of a provider', () => {
  test('an issuer over plain http elsewhere is refused at the start', async () => {
    const { createOidc } = await import('./verbs/oidc.ts')
    assert.throws(() => createOidc({} as never, { issuer: 'http://login.example', clientId: 'a', clientSecret: 'b', name: 'c' }, fetch), /https only/)
  })
})

async function openProvider() {
  const server: Server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no address')
  const issuer = `http://127.0.0.1:${address.port}`
  let handle = providerFor(issuer, 'http://127.0.0.1/')
  server.on('request', (request, response) => void handle(request, response))
  return {
    issuer,
    /** A new provider each time: it forgets who was signed in. */
    redirectTo: (uri: string) => void (handle = providerFor(issuer, uri)),
    close: () => new Promise<void>((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    }),
  }
}

function providerFor(issuer: string, redirectUri: string) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const settings: Configuration = {
    clients: [{ client_id: 'hub', client_secret: 'a secret of both', redirect_uris: [redirectUri], response_types: ['code'], grant_types: ['authorization_code'] }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: ['a key for cookies'] },
    claims: { email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_context: unknown, login: string) => ({ accountId: login, claims: () => ({ sub: login, ...ACCOUNTS[login] }) }),
  }
  return new Provider(issuer, settings).callback()
}
