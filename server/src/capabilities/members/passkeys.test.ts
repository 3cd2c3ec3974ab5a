/** Passkeys in a real Chromium with its virtual authenticator (WebAuthn Level 3 §11), at http://localhost. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { CDPSession } from 'playwright-core'
import { DAY, MINUTE } from '../../kernel/index.ts'
import { routes, type OpenDoor } from './testing/door.ts'
import { admit, browser as where, pause, personOf, setUp, signedIn, tokenIn } from './testing/house.ts'
import { NO_CHROMIUM, openPasskeyPage, type PasskeyPage, type Said } from './testing/passkey-page.ts'
import { relyingParty } from './verbs/passkeys.ts'

describe('passkeys in a browser', { skip: NO_CHROMIUM, timeout: 900_000 }, () => {
  let stage: PasskeyPage
  let hub: OpenDoor
  let cdp: CDPSession
  let authenticatorId = ''

  before(async () => {
    stage = await openPasskeyPage(async (empty) => void (await admit(empty, await setUp(empty), 'quay')))
    ;({ hub, cdp, authenticatorId } = stage)
  })
  after(() => stage?.close())

  const ask: PasskeyPage['ask'] = (route, body) => stage.ask(route, body)
  const create: PasskeyPage['create'] = (options) => stage.create(options)
  const get: PasskeyPage['get'] = (options) => stage.get(options)
  const signInByMail = (): Promise<void> => stage.signInByMail('first@quay.example')

  async function signIn(): Promise<Said> {
    const { json } = await ask(routes.passkeyChallenge, {})
    return ask(routes.signInByPasskey, { handle: json.handle, response: await get(json.options) })
  }

  test('is made by somebody who is signed in, and signs in afterwards with nothing else', async () => {
    assert.equal((await ask(routes.newPasskeyOptions, {})).status, 401)
    await signInByMail()
    const { json } = await ask(routes.newPasskeyOptions, {})
    assert.equal(json.options.authenticatorSelection.userVerification, 'required')
    const made = await ask(routes.addPasskey, { handle: json.handle, name: 'My laptop', response: await create(json.options) })
    assert.deepEqual([made.status, made.json.name, made.json.lastUsed], [201, 'My laptop', null])

    assert.equal((await ask(routes.signOut, {})).status, 200)
    assert.equal((await ask(routes.me)).status, 401)
    assert.equal((await signIn()).status, 200)
    const me = await ask(routes.me)
    assert.deepEqual([me.json.person.mail, me.json.person.passkeys], ['first@quay.example', 1])
    assert.equal((await ask(routes.sessions)).json.sessions.find((one: { current: boolean }) => one.current).signedInBy, 'passkey')
    assert.notEqual((await ask(routes.passkeys)).json.passkeys[0].lastUsed, null)
  })

  test('an answer counts once, for its own challenge, and for five minutes', async () => {
    const { json } = await ask(routes.passkeyChallenge, {})
    const response = await get(json.options)
    const other = await ask(routes.passkeyChallenge, {})
    const crossed = await ask(routes.signInByPasskey, { handle: other.json.handle, response })
    assert.deepEqual([crossed.status, crossed.json.code], [401, 'members.passkey-refused'])
    assert.equal((await ask(routes.signInByPasskey, { handle: json.handle, response })).status, 200)
    assert.equal((await ask(routes.signInByPasskey, { handle: json.handle, response })).json.code, 'members.passkey-late')
    const late = await ask(routes.passkeyChallenge, {})
    const slow = await get(late.json.options)
    hub.pass(5 * MINUTE)
    assert.equal((await ask(routes.signInByPasskey, { handle: late.json.handle, response: slow })).json.code, 'members.passkey-late')
  })

  test('of two hubs that get the same answer at once, one signs in', async () => {
    const { handle, options } = await hub.members.passkeyChallenge(hub.origin)
    const response = await get(options)
    const twice = await Promise.allSettled([1, 2].map(() => hub.members.signInByPasskey({ handle, response }, where)))
    assert.deepEqual(twice.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  })

  test('a counter that goes back, a changed signature and an unverified user are refused', async () => {
    const signed = await get((await ask(routes.passkeyChallenge, {})).json.options) as { response: { signature: string } }
    const { handle, options } = await hub.members.passkeyChallenge(hub.origin)
    const answer = await get(options) as { response: { signature: string } }
    const changed = { ...answer, response: { ...answer.response, signature: signed.response.signature } }
    await assert.rejects(hub.members.signInByPasskey({ handle, response: changed }, where), { code: 'members.passkey-refused' })

    const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId })
    const [kept] = credentials
    assert.ok(kept !== undefined)
    await cdp.send('WebAuthn.removeCredential', { authenticatorId, credentialId: kept.credentialId })
    await cdp.send('WebAuthn.addCredential', { authenticatorId, credential: { ...kept, signCount: 0 } })
    assert.equal((await signIn()).json.code, 'members.passkey-refused', 'a copy of the authenticator')
    await cdp.send('WebAuthn.removeCredential', { authenticatorId, credentialId: kept.credentialId })
    await cdp.send('WebAuthn.addCredential', { authenticatorId, credential: { ...kept, signCount: 1_000 } })
    assert.equal((await signIn()).status, 200)

    const { json } = await ask(routes.passkeyChallenge, {})
    json.options.userVerification = 'discouraged'
    await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
    const unverified = await get(json.options)
    await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true })
    assert.equal((await ask(routes.signInByPasskey, { handle: json.handle, response: unverified })).json.code, 'members.passkey-refused')
  })

  test('nonsense is 422, of a paused organisation one is told so, a removed passkey is not known', async () => {
    for (const response of [null, 'x', {}, { id: 'a', rawId: 'a', type: 'public-key', response: {} }, { id: 'a', rawId: 'b', type: 'public-key', response: { clientDataJSON: 'a', authenticatorData: 'a', signature: 'a' } }]) {
      const { json } = await ask(routes.passkeyChallenge, {})
      assert.deepEqual([(await ask(routes.signInByPasskey, { handle: json.handle, response })).status], [422], JSON.stringify(response))
    }
    assert.equal((await signIn()).status, 200)
    const me = (await ask(routes.me)).json
    const [passkey] = (await ask(routes.passkeys)).json.passkeys
    const secretariat = await sefa()
    await pause(hub, me.organisation.id, [personOf(secretariat), personOf(secretariat)])
    assert.deepEqual((await signIn()).json.code, 'members.access-paused')
    hub.pass(3 * DAY)
    assert.equal((await signIn()).status, 200)
    assert.equal((await ask({ method: 'DELETE', path: routes.removePasskey.path.replace(':passkey', passkey.id) })).status, 200)
    assert.equal((await signIn()).json.code, 'members.passkey-unknown')
  })

  async function sefa() {
    await hub.members.sendSignInLink({ mail: 'sefa@harbour.example', then: null })
    const { secret } = await hub.members.openMailLink(tokenIn(hub.mails.at(-1)?.text ?? ''), where)
    return signedIn(hub.members, secret)
  }
})

test('the relying party is a name: an address says where to go instead', () => {
  assert.equal(relyingParty('https://hub.example:8443'), 'hub.example')
  assert.equal(relyingParty('http://localhost:4180'), 'localhost')
  assert.throws(() => relyingParty('http://127.0.0.1:4180'), { code: 'members.passkey-needs-name', message: /open http:\/\/localhost:4180 instead/ })
  assert.throws(() => relyingParty('http://[::1]:4180'), { message: /open http:\/\/localhost:4180 instead/ })
  assert.throws(() => relyingParty('https://192.0.2.7'), { code: 'members.passkey-needs-name', message: /not under 192.0.2.7$/ })
})
