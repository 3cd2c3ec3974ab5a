/** The passkey's approval of one act, in a real Chromium with its virtual authenticator (WebAuthn Level 3 §11). */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { MINUTE, type Actor } from '../../kernel/index.ts'
import { keyRoutes, routes, type OpenDoor } from './testing/door.ts'
import { admit, bring, setUp, signedIn, signInAgain } from './testing/house.ts'
import { activeKey, makeKey, robotOf, sealUp, type TestKey } from './testing/keys.ts'
import { NO_CHROMIUM, openPasskeyPage, type PasskeyPage, type Said } from './testing/passkey-page.ts'

const SAYS = { title: 'On a day', text: 'We said it.', language: 'en' }

describe('acts are approved with a passkey', { skip: NO_CHROMIUM, timeout: 180_000 }, () => {
  let stage: PasskeyPage
  let hub: OpenDoor
  let key: TestKey
  let ben: Actor

  before(async () => {
    stage = await openPasskeyPage(async (empty) => {
      const anna = await admit(empty, await setUp(empty), 'quay')
      ben = await bring(empty, anna, 'ben@quay.example', ['representative'])
      key = await activeKey(empty, await robotOf(empty, anna), ben)
    })
    hub = stage.hub
    await stage.signInByMail('first@quay.example')
  })
  after(() => stage?.close())

  const ask: PasskeyPage['ask'] = (route, body) => stage.ask(route, body)
  const create: PasskeyPage['create'] = (options) => stage.create(options)
  const get: PasskeyPage['get'] = (options) => stage.get(options)
  const prepare = async (kind = 'statement', says: object = SAYS): Promise<{ statement: string; paeSha256: string }> => (await ask(keyRoutes.prepareAct, { kind, says })).json
  /** As the page of the portal does it: what is to be signed, and the passkey asked about exactly that. */
  async function approve(statement: string): Promise<Said> {
    const { json } = await ask(keyRoutes.approveOptions, { statement })
    return ask(keyRoutes.approve, { handle: json.handle, response: await get(json.options) })
  }
  const session = (): Promise<Actor> => stage.context.cookies().then((cookies) => signedIn(hub.members, cookies.find(({ name }) => name === 'accord_session')?.value ?? ''))
  const handIn = async (statement: string, actor?: Actor) => {
    const by = actor ?? (await session())
    const envelope = await sealUp(statement, key)
    return stage.database.transact((tx) => hub.members.readAct(tx, envelope, { kind: 'statement', actor: by, now: hub.now() }))
  }

  test('nobody approves without a passkey, nor what could not be handed in', async () => {
    const { statement } = await prepare()
    assert.deepEqual((await ask(keyRoutes.approveOptions, { statement })).json.code, 'members.passkey-none')
    const options = (await ask(routes.newPasskeyOptions, {})).json
    assert.equal((await ask(routes.addPasskey, { handle: options.handle, name: 'My laptop', response: await create(options.options) })).status, 201)
    for (const [wrong, code] of [[statement.replace('hub.example', 'other.example'), 'members.act-alliance'], [`${statement} `, 'members.act-statement'], ['{}', 'members.act-statement'], ['{"a"', 'members.act-envelope']] as const) {
      assert.equal((await ask(keyRoutes.approveOptions, { statement: wrong })).json.code, code)
    }
    hub.pass(25 * 60 * MINUTE)
    assert.equal((await ask(keyRoutes.approveOptions, { statement })).json.code, 'members.act-late')
  })

  test('the challenge is the hash of what is signed; approved, it is handed in once', async () => {
    const { statement, paeSha256 } = await prepare()
    await assert.rejects(handIn(statement), { code: 'members.approval-needed' })
    const { json } = await ask(keyRoutes.approveOptions, { statement })
    assert.deepEqual([json.paeSha256, Buffer.from(json.options.challenge, 'base64url').toString('hex'), json.options.userVerification], [paeSha256, paeSha256, 'required'])
    const approved = await ask(keyRoutes.approve, { handle: json.handle, response: await get(json.options) })
    assert.deepEqual([approved.status, approved.json.paeSha256], [200, paeSha256])
    assert.equal((await handIn(statement)).keyid, key.keyid)
    await assert.rejects(handIn(statement), { code: 'members.act-known' })
    const another = await prepare('statement', { ...SAYS, title: 'On another day' })
    await assert.rejects(handIn(another.statement), { code: 'members.approval-needed' }, 'an approval is for one act')
  })

  test('an answer counts for its own act, its own session, once, and for a while', async () => {
    hub.pass(MINUTE)
    const [one, two] = [await prepare(), await prepare('statement', { ...SAYS, title: 'Another' })]
    const asked = (await ask(keyRoutes.approveOptions, { statement: one.statement })).json
    const response = await get(asked.options)
    const other = (await ask(keyRoutes.approveOptions, { statement: two.statement })).json
    assert.deepEqual((await ask(keyRoutes.approve, { handle: other.handle, response })).json.code, 'members.passkey-refused', 'for another act')
    await assert.rejects(hub.members.approveAct(ben, { handle: asked.handle, response }), { code: 'members.passkey-other' })
    assert.equal((await ask(keyRoutes.approve, { handle: asked.handle, response })).json.code, 'members.passkey-late', 'what was asked is spent by whoever answers')
    assert.equal((await approve(one.statement)).status, 200)
    const elsewhere = await signedIn(hub.members, (await signInAgain(hub, 'first@quay.example')).secret)
    await assert.rejects(handIn(one.statement, elsewhere), { code: 'members.approval-needed' }, 'the same person in another browser')
    hub.pass(15 * MINUTE)
    await assert.rejects(handIn(one.statement), { code: 'members.approval-needed' }, 'a quarter of an hour later')
    assert.equal((await approve(one.statement)).status, 200)
    assert.equal((await handIn(one.statement)).keyid, key.keyid)
    const nonsense = (await ask(keyRoutes.approveOptions, { statement: two.statement })).json
    assert.equal((await ask(keyRoutes.approve, { handle: nonsense.handle, response: { id: 'x' } })).json.code, 'members.passkey-answer')
  })

  test('a key is proposed from the browser, and somebody else’s passkey approves nothing', async () => {
    const fresh = await makeKey()
    const { statement } = await prepare('key-registration', { publicKey: fresh.hex })
    const envelope = await sealUp(statement, fresh)
    assert.equal((await ask(keyRoutes.propose, { envelope, domains: ['quay.example'] })).json.code, 'members.approval-needed')
    assert.equal((await approve(statement)).status, 200)
    const proposed = await ask(keyRoutes.propose, { envelope, domains: ['quay.example'] })
    assert.deepEqual([proposed.status, proposed.json.state, proposed.json.mine, proposed.json.mayConfirm], [201, 'proposed', true, false])
    const asked = await hub.members.approvalOptions(await session(), (await prepare()).statement, hub.origin)
    const response = await get(asked.options)
    await stage.database.transact((tx) => tx.run('update members_passkey set person = ?', ben.person ?? ''))
    await assert.rejects(hub.members.approveAct(await session(), { handle: asked.handle, response }), { code: 'members.passkey-not-yours' })
  })
})
