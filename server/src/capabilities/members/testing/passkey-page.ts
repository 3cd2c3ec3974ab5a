/** A page of a hub in a real Chromium with its virtual authenticator (WebAuthn Level 3 §11), at http://localhost. */
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext, type CDPSession } from 'playwright-core'
import { openDatabase, type Database } from '../../../platform/database.ts'
import { openDoor, routes, type OpenDoor } from './door.ts'
import { tokenIn } from './house.ts'

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const AUTHENTICATOR = {
  protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true,
} as const

/** For `skip`: why there is no such page here, or false. */
export const NO_CHROMIUM = existsSync(CHROMIUM) ? false : `there is no Chromium at ${CHROMIUM}: apt-get install chromium, or set CHROMIUM`

export type Said = { status: number; json: any } // oxlint-disable-line typescript/no-explicit-any -- what a test reads is what it checks

export type PasskeyPage = {
  hub: OpenDoor
  database: Database
  context: BrowserContext
  cdp: CDPSession
  authenticatorId: string
  /** A route of the hub, asked by the page with its cookies. */
  ask(route: { method: string; path: string }, body?: unknown): Promise<Said>
  /** What a page of the portal does: the authenticator's answer, as JSON. */
  create(options: unknown): Promise<unknown>
  get(options: unknown): Promise<unknown>
  signInByMail(mail: string): Promise<void>
  close(): Promise<void>
}

/** On an empty hub, which `fill` may give its first people before the page opens. */
export async function openPasskeyPage(fill: (hub: OpenDoor) => Promise<void>): Promise<PasskeyPage> {
  const directory = mkdtempSync(join(tmpdir(), 'openaccord-passkeys-'))
  const chrome = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
  const database = await openDatabase(`sqlite:${join(directory, 'hub.db')}`)
  const hub = await openDoor(database, {
    host: 'localhost',
    more: (door) => door.add({ method: 'GET', path: '/a-page', access: 'public' }, ({ reply }) => reply.type('text/html; charset=utf-8').send('<!doctype html><title>A page</title>')),
  })
  await fill(hub)
  const context = await chrome.newContext()
  const page = await context.newPage()
  await page.goto(`${hub.origin}/a-page`)
  const cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options: AUTHENTICATOR })

  const ask: PasskeyPage['ask'] = (route, body) => page.evaluate(async ([method, path, text]) => {
    const answer = await fetch(path, { method, ...(text === undefined ? {} : { body: text, headers: { 'content-type': 'application/json' } }) })
    return { status: answer.status, json: await answer.json() }
  }, [route.method, route.path, body === undefined ? undefined : JSON.stringify(body)] as const)

  return {
    hub, database, context, cdp, authenticatorId, ask,
    create: (options) => page.evaluate(async (json) => {
      const made = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json as PublicKeyCredentialCreationOptionsJSON) })
      return (made as PublicKeyCredential).toJSON()
    }, options),
    get: (options) => page.evaluate(async (json) => {
      const got = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json as PublicKeyCredentialRequestOptionsJSON) })
      return (got as PublicKeyCredential).toJSON()
    }, options),
    async signInByMail(mail) {
      await hub.members.sendSignInLink({ mail, then: null })
      assert.equal((await ask(routes.openMailLink, { token: tokenIn(hub.mails.at(-1)?.text ?? '') })).status, 200)
    },
    async close() {
      await chrome.close()
      await hub.close()
      await database.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
