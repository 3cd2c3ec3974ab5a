/** Two hubs on one PostgreSQL are one hub: nothing is lost or doubled between them, and a no on one is a no on the other. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Guide } from '../server/src/demo/fill.ts'
import { openDatabase } from '../server/src/platform/database.ts'
import { NO_POSTGRES, postgresIsHere, sharedPostgres } from '../server/src/platform/testing/postgres.ts'
import { until } from '../server/src/platform/testing/until.ts'
import { signIn, TAXII, type Ask } from './asking.ts'
import { accountOf, figures, SOAK } from './everywhere.ts'
import { startHub, type Hub } from './hub.ts'
import { freePort } from './start.ts'

const ENVELOPES = SOAK ? 1_000 : 60
const PER_ENVELOPE = 7

describe('two hubs on one PostgreSQL', { skip: postgresIsHere() ? false : NO_POSTGRES }, () => {
  let folders: string[] = []
  let a: Hub, b: Hub, guide: Guide, database: string

  before(async () => {
    database = await (await sharedPostgres()).freshUrl()
    folders = await Promise.all(['a', 'b'].map((name) => mkdtemp(join(tmpdir(), `accord-${name}-`))))
    // one alliance has one address, wherever its hubs listen; passkeys want it to be a name
    const port = await freePort()
    const env = { OPENACCORD_ORIGIN: `http://localhost:${port}` }
    a = await startHub({ word: 'bare', folder: folders[0]!, database, port, env })
    b = await startHub({ word: 'bare', folder: folders[1]!, database, env: { ...env, OPENACCORD_VAULT_KEY: join(folders[0]!, 'vault.key') } })
    guide = a.guide()
  })
  after(async () => {
    await Promise.all([a?.end('SIGTERM'), b?.end('SIGTERM')])
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
  })

  test('while both write, who polls either way loses nothing and doubles nothing', async () => {
    const path = objectsPath(guide)
    const sent = new Set<string>()
    let writing = true
    const write = async (ask: Ask, name: string): Promise<void> => {
      for (let n = 0; n < ENVELOPES; n++) {
        const objects = Array.from({ length: PER_ENVELOPE }, () => indicator(name))
        const answer = await ask(path, { method: 'POST', token: guide.taxii.token, json: { objects }, headers: { accept: TAXII, 'content-type': TAXII } })
        assert.equal(answer.status, 202, answer.text)
        assert.equal(answer.json().success_count, PER_ENVELOPE)
        for (const { id } of objects) sent.add(id)
      }
    }
    const poll = async (start: string, by: 'added_after' | 'next'): Promise<{ ids: string[]; polls: number }> => {
      const ids: string[] = []
      let polls = 0
      for (let mark = start, cursor = '', quiet = 0; quiet < 2; ) {
        const ended = !writing
        const query = by === 'next' && cursor !== '' ? `added_after=${start}&next=${encodeURIComponent(cursor)}` : `added_after=${mark}`
        const answer = await [a, b][polls++ % 2]!.ask(`${path}?limit=25&${query}`, { token: guide.taxii.token, headers: { accept: TAXII } })
        assert.equal(answer.status, 200, answer.text)
        const { objects = [], more, next } = answer.json() as { objects?: { id: string }[]; more?: boolean; next?: string }
        ids.push(...objects.map(({ id }) => id))
        const last = answer.headers['x-taxii-date-added-last']
        if (typeof last === 'string') mark = last
        if (by === 'next' && more === true && next !== undefined) cursor = next
        else if (by === 'next') [cursor, start] = ['', mark]
        quiet = ended && objects.length === 0 ? quiet + 1 : 0
      }
      return { ids, polls }
    }
    const began = await lastAdded(a.ask, guide)
    const pollers = [poll(began, 'added_after'), poll(began, 'next')]
    await Promise.all([write(a.ask, 'a'), write(b.ask, 'b'), write(a.ask, 'a again')])
    writing = false
    for (const { ids, polls } of await Promise.all(pollers)) {
      assert.equal(ids.length, new Set(ids).size, 'nothing came twice')
      assert.deepEqual([...sent].filter((id) => !ids.includes(id)), [], 'nothing was lost')
      assert.equal(ids.length, sent.size, 'and nothing else came')
      figures(`${sent.size} objects by three writers on two hubs, all in ${polls} polls of both in turn`)
    }
  })

  test('a pause on one is a no on the other at once: session, Bearer and Basic', async () => {
    const { token, signInUrl } = accountOf(guide, 'Omar Haddad')
    const session = await signIn(a.ask, signInUrl)
    const ways = [{ session }, { token }, { basic: { user: 'omar.haddad@cedar-bank.example', password: token } }]
    const ask = async (hub: Hub, path: string) => Promise.all(ways.map(async (way) => (await hub.ask(path, { ...way, headers: { accept: path.startsWith('/taxii2') ? TAXII : 'application/json' } })).status))
    for (const path of ['/api/v1/me', objectsPath(guide)]) assert.deepEqual(await ask(b, path), [200, 200, 200], path)
    const [ines, bram] = [await signIn(a.ask, accountOf(guide, 'Ines Okafor').signInUrl), await signIn(a.ask, accountOf(guide, 'Bram de Wit').signInUrl)]
    const { organisation } = (await a.ask('/api/v1/me', { token })).json()
    const measures = `/api/v1/organisations/${organisation.id}/measures`
    assert.equal((await a.ask(measures, { method: 'POST', session: ines, json: { what: 'pause', ground: 'compromised-account', reason: 'a test' } })).status, 201)
    assert.equal((await a.ask(`${measures}/confirm`, { method: 'POST', session: bram, json: {} })).status, 200)
    for (const path of ['/api/v1/me', objectsPath(guide)]) {
      for (const hub of [b, a]) for (const status of await ask(hub, path)) assert.ok(status === 401 || status === 403, `${path}: ${status}`)
    }
    assert.equal((await a.ask(`${measures}/end`, { method: 'POST', session: bram, json: {} })).status, 200)
    assert.deepEqual(await ask(b, '/api/v1/me'), [401, 200, 200], 'tokens work again; who was signed in signs in anew')
  })

  test('what one hub asked may be answered at the other: mail links and passkey challenges', async () => {
    const mail = 'thandi.mokoena@meridian-health.example'
    assert.equal((await a.ask('/api/v1/sign-in/mail', { method: 'POST', json: { mail } })).status, 202)
    let letter = ''
    await until(async () => (letter = await mailTo(folders, mail, /sign-in/)) !== '', 'the mail was not sent')
    const token = /token=([\w-]+)/.exec(letter)?.[1] ?? ''
    assert.equal((await b.ask('/api/v1/sign-in/mail/open', { method: 'POST', json: { token } })).status, 200)
    assert.notEqual((await a.ask('/api/v1/sign-in/mail/open', { method: 'POST', json: { token } })).status, 200, 'once is once, on every hub')

    // the other hub knows the challenge: it looks at the answer, and then has no more use for either
    const { handle } = (await a.ask('/api/v1/sign-in/passkey/options', { method: 'POST', json: {} })).json()
    const answerIt = async () => (await b.ask('/api/v1/sign-in/passkey', { method: 'POST', json: { handle, response: { id: 'AAAA', rawId: 'AAAA', type: 'public-key', clientExtensionResults: {}, response: { clientDataJSON: 'e30', authenticatorData: 'AA', signature: 'AA' } } } })).json().code as string
    const first = await answerIt()
    const again = await answerIt()
    assert.notEqual(first, again, `a known challenge and a used one are told apart (${first})`)
  })

  test('each job is done once, whichever hub takes it', async () => {
    const secretariat = accountOf(guide, 'Ines Okafor').token
    const { organisation } = (await a.ask('/api/v1/me', { token: secretariat })).json()
    const mails = Array.from({ length: 20 }, () => `guest-${randomUUID()}@secretariat.example`)
    await Promise.all(mails.map(async (mail, n) => {
      const answer = await [a, b][n % 2]!.ask(`/api/v1/organisations/${organisation.id}/invitations`, { method: 'POST', token: secretariat, json: { mail, roles: ['reader'] } })
      assert.equal(answer.status, 201, answer.text)
    }))
    const store = await openDatabase(database)
    try {
      await until(async () => (await store.read((tx) => tx.get(`select 1 as one from jobs where kind = 'mail.send'`))) === undefined, 'mails wait')
    } finally {
      await store.close()
    }
    const letters = await allMails(folders)
    assert.deepEqual(mails.map((mail) => letters.filter((letter) => letter.includes(mail)).length), mails.map(() => 1))
  })
})

const indicator = (name: string) => ({
  type: 'indicator', spec_version: '2.1', id: `indicator--${randomUUID()}`, created: '2026-03-01T00:00:00.000Z', modified: '2026-03-01T00:00:00.000Z',
  name, pattern: `[domain-name:value = '${randomUUID()}.example']`, pattern_type: 'stix', valid_from: '2026-03-01T00:00:00Z',
})

const objectsPath = ({ taxii }: Guide): string => `/taxii2/alliance/collections/${taxii.collection}/objects/`

async function lastAdded(ask: Ask, guide: Guide): Promise<string> {
  const { headers } = await ask(`${objectsPath(guide)}?limit=5000`, { token: guide.taxii.token, headers: { accept: TAXII } })
  return String(headers['x-taxii-date-added-last'])
}

/** Mails lie as files in the hub's folder unless there is a server for them. */
async function allMails(folders: readonly string[]): Promise<string[]> {
  const files = await Promise.all(folders.map(async (folder) => (await readdir(join(folder, 'mail')).catch(() => [])).filter((name) => /^[^.].*\.eml$/.test(name)).map((name) => join(folder, 'mail', name))))
  return Promise.all(files.flat().map((file) => readFile(file, 'utf8').then((text) => text.replace(/=\r?\n/g, '').replaceAll('=3D', '='))))
}

const mailTo = async (folders: readonly string[], to: string, about: RegExp): Promise<string> =>
  (await allMails(folders)).find((letter) => letter.includes(to) && about.test(letter)) ?? ''
