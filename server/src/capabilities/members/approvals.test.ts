/** The passkey's approval of one act, in a real Chromium with its virtual authenticator (WebAuthn Level 3 §11). */
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { chromium, type Browser, type Page } from 'playwright-core'
import { MINUTE, type Actor } from '../../kernel/index.ts'
import { openDatabase } from '../../platform/database.ts'
import { keyRoutes, openDoor, routes, type OpenDoor } from './testing/door.ts'
import { admit, bring, setUp, signedIn, signInAgain, tokenIn } from './testing/house.ts'
import { activeKey, makeKey, robotOf, sealUp, type TestKey } from './testing/keys.ts'

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const NONE = `there is no Chromium at ${CHROMIUM}: apt-get install chromium, or set CHROMIUM`
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const AUTHENTICATOR = {
  protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true,
} as const
const SAYS = { title: 'On a day', text: 'We said it.', language: 'en' }

type Said = { status: number; json: any } // oxlint-disable-line typescript/no-explicit-any -- what a test reads is what it checks

describe('acts are approved with a passkey', { skip: existsSync(CHROMIUM) ? false : NONE, timeout: 180_000 }, () => {
  const directory = mkdtempSync(join(tmpdir(), 'openaccord-approvals-'))
  let chrome: Browser
  let hub: OpenDoor
  let database: Awaited<ReturnType<typeof openDatabase>>
  let page: Page
  let key: TestKey
  let ben: Actor

  before(async () => {
    chrome = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
    database = await openDatabase(`sqlite:${join(directory, 'hub.db')}`)
    hub = await openDoor(database, {
      host: 'localhost',
      more: (door) => door.add({ method: 'GET', path: '/a-page', access: 'public' }, ({ reply }) => reply.type('text/html; charset=utf-8').send('<!doctype html><title>A page</title>')),
    })
    const anna = await admit(hub, await setUp(hub), 'quay')
    ben = await bring(hub, anna, 'ben@quay.example', ['representative'])
    key = await activeKey(hub, await robotOf(hub, anna), ben)
    page = await (await chrome.newContext()).newPage()
    await page.goto(`${hub.origin}/a-page`)
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('WebAuthn.enable')
    await cdp.send('WebAuthn.addVirtualAuthenticator', { options: AUTHENTICATOR })
    await hub.members.sendSignInLink({ mail: 'first@quay.example', then: null })
    assert.equal((await ask(routes.openMailLink, { token: tokenIn(hub.mails.at(-1)?.text ?? '') })).status, 200)
  })
  after(async () => {
    await chrome?.close()
    await hub?.close()
    await database?.close()
    rmSync(directory, { recursive: true, force: true })
  })

  const ask = (route: { method: string; path: string }, body?: unknown): Promise<Said> => page.evaluate(async ([method, path, text]) => {
    const answer = await fetch(path, { method, ...(text === undefined ? {} : { body: text, headers: { 'content-type': 'application/json' } }) })
    return { status: answer.status, json: await answer.json() }
  }, [route.method, route.path, body === undefined ? undefined : JSON.stringify(body)] as const)
  const create = (options: unknown): Promise<unknown> => page.evaluate(async (json) => {
    const made = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json as PublicKeyCredentialCreationOptionsJSON) })
    return (made as PublicKeyCredential).toJSON()
  }, options)
  const get = (options: unknown): Promise<unknown> => page.evaluate(async (json) => {
    const got = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json as PublicKeyCredentialRequestOptionsJSON) })
    return (got as PublicKeyCredential).toJSON()
  }, options)
  const prepare = async (kind = 'statement', says: object = SAYS): Promise<{ statement: string; paeSha256: string }> => (await ask(keyRoutes.prepareAct, { kind, says })).json
  /** As the page of the portal does it: what is to be signed, and the passkey asked about exactly that. */
  async function approve(statement: string): Promise<Said> {
    const { json } = await ask(keyRoutes.approveOptions, { statement })
    return ask(keyRoutes.approve, { handle: json.handle, response: await get(json.options) })
  }
  const session = (): Promise<Actor> => page.context().cookies().then((cookies) => signedIn(hub.members, cookies.find(({ name }) => name === 'accord_session')?.value ?? ''))
  const handIn = async (statement: string, actor?: Actor) => {
    const by = actor ?? (await session())
    const envelope = await sealUp(statement, key)
    return database.transact((tx) => hub.members.readAct(tx, envelope, { kind: 'statement', actor: by, now: hub.now() }))
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
    await database.transact((tx) => tx.run('update members_passkey set person = ?', ben.person ?? ''))
    await assert.rejects(hub.members.approveAct(await session(), { handle: asked.handle, response }), { code: 'members.passkey-not-yours' })
  })
})
