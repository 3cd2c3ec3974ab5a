/** A change of standing holds from the very next request on, for a session, a Bearer token and Basic, on TAXII, the API and pages. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { asking, signIn, TAXII, type Wish } from './asking.ts'
import { accountOf, onEveryEngine } from './everywhere.ts'
import { startTestHouse } from './start.ts'

const PORTAL = join(import.meta.dirname, '..', 'portal')

onEveryEngine('suspension, whole house', (where) => {
  test('holds at the next request, everywhere and for every credential', { timeout: 900_000 }, async () => {
    const built = where.engine === 'sqlite' && existsSync(join(PORTAL, 'build', 'server', 'index.js'))
    const hub = await startTestHouse({ database: await where.freshUrl(), portal: built ? PORTAL : '' })
    try {
      const ask = asking(hub.url)
      const account = accountOf(hub.guide, 'Nadia Petrova')
      const secretariat = { token: accountOf(hub.guide, 'Ines Okafor').token }
      const me = (await ask('/api/v1/me', { token: account.token })).json()
      const energy = (me.communities as { id: string; slug: string }[]).find(({ slug }) => slug === 'energy-watch')!
      const collection = ((await ask('/api/v1/collections', { token: account.token })).json().collections as { id: string; alias: string }[]).find(({ alias }) => alias === 'grid-intrusions')!.id
      const objects = `/taxii2/energy-watch/collections/${collection}/objects/`
      let session = await signIn(ask, account.signInUrl)
      const ways = (): Record<string, Wish> => ({ session: { session }, bearer: { token: account.token }, basic: { basic: { user: 'nadia.petrova@ferrous-works.example', password: account.token } } })
      const all = async (path: string): Promise<number[]> =>
        Promise.all(Object.values(ways()).map(async (way) => (await ask(path, { ...way, headers: { accept: path.startsWith('/taxii2') ? TAXII : 'application/json' } })).status))
      const act = async (method: string, path: string, json?: object): Promise<void> => {
        const { status, text } = await ask(path, { method, ...secretariat, ...(json === undefined ? {} : { json }) })
        assert.ok(status < 300, `${method} ${path}: ${status} ${text}`)
      }
      const isIn = async (): Promise<void> => {
        assert.deepEqual(await all('/api/v1/me'), [200, 200, 200])
        assert.deepEqual(await all(objects), [200, 200, 200])
        if (built) assert.equal((await ask('/account', { session, headers: { accept: 'text/html' } })).status, 200)
      }
      const isOut = async (what: string): Promise<void> => {
        for (const path of ['/api/v1/me', objects]) for (const status of await all(path)) assert.ok(status === 401 || status === 403, `${what}: ${path} ${status}`)
        if (built) assert.notEqual((await ask('/account', { session, headers: { accept: 'text/html' } })).status, 200, `${what}: pages`)
      }

      // who was suspended has no session left, and no link
      const again = async (): Promise<string> => signIn(ask, await hub.house.members.issueDemoSignIn(me.person.id))

      await isIn()
      await act('POST', `/api/v1/people/${me.person.id}/suspend`, {})
      await isOut('a suspended person')
      await act('POST', `/api/v1/people/${me.person.id}/restore`, {})
      session = await again()
      await isIn()

      // two persons pause its access: no way in is left, and its standing is what it was
      const two = await Promise.all(['Ines Okafor', 'Bram de Wit'].map((name) => signIn(ask, accountOf(hub.guide, name).signInUrl)))
      const measure = async (session: string, path: string, json: object, status = 200): Promise<void> => {
        const answer = await ask(`/api/v1/organisations/${me.organisation.id}/measures${path}`, { method: 'POST', session, json })
        assert.equal(answer.status, status, answer.text)
      }
      await measure(two[0]!, '', { what: 'suspension', reason: 'a test' }, 403)
      await measure(two[0]!, '', { what: 'pause', ground: 'stolen-key', reason: 'a test' }, 201)
      await isIn()
      await measure(two[0]!, '/confirm', {}, 403)
      await measure(two[1]!, '/confirm', {})
      await isOut('a paused organisation')
      if (built) assert.match((await ask('/account', { session, headers: { accept: 'text/html' } })).text, /paused until .* UTC/)
      const register = (await ask('/api/v1/register')).json().organisations as { slug: string; state: string }[]
      assert.equal(register.find(({ slug }) => slug === me.organisation.slug)?.state, 'active')
      await measure(two[1]!, '/end', {})
      session = await again()
      await isIn()

      // suspended by a finding: what was open is shut, and who signs in anew has few rights and nothing of the exchange
      const ladder = { by: null, now: hub.house.clock() }
      await hub.house.database.transact((tx) => hub.house.members.suspendWithin(tx, me.organisation.id, { ...ladder, reason: 'a test' }))
      await isOut('a suspended organisation')
      session = await again()
      assert.deepEqual((await ask('/api/v1/me', { session })).json().rights, [])
      for (const path of [objects, '/taxii2/alliance/', '/api/v1/communities', '/api/v1/organisations', '/api/v1/tokens', '/api/v1/warning-lists']) {
        const { status, text } = await ask(path, { session, headers: { accept: path.startsWith('/taxii2') ? TAXII : 'application/json' } })
        assert.equal(status, 403, `${path}: ${text}`)
      }
      for (const status of (await all(objects)).slice(1)) assert.equal(status, 403)
      await hub.house.database.transact((tx) => hub.house.members.restoreWithin(tx, me.organisation.id, { ...ladder, now: hub.house.clock() }))
      session = await again()
      await isIn()

      // off the roster: still a member of the alliance, and a stranger to the community
      await act('DELETE', `/api/v1/communities/${energy.id}/roster/${me.organisation.id}`)
      assert.deepEqual(await all('/api/v1/me'), [200, 200, 200])
      assert.deepEqual(await all(objects), [404, 404, 404])
      await act('PUT', `/api/v1/communities/${energy.id}/roster/${me.organisation.id}`, { standing: 'member' })
      await isIn()

      // another role: reading stays, sharing goes, also for a token whose scopes still name it
      const post = () => ask(objects, { method: 'POST', token: account.token, body: '{"objects":[{"type":"indicator","id":"nonsense"}]}', headers: { accept: TAXII, 'content-type': TAXII } })
      assert.equal((await post()).status, 202)
      await act('PUT', `/api/v1/people/${me.person.id}/roles`, { roles: ['reader'] })
      assert.equal((await post()).status, 403)
      await isIn()

      // withdrawn by its maker: the token ends, the session does not
      const { tokens } = (await ask('/api/v1/tokens', { session })).json() as { tokens: { id: string }[] }
      for (const { id } of tokens) assert.equal((await ask(`/api/v1/tokens/${id}`, { method: 'DELETE', session })).status, 200)
      assert.deepEqual(await all('/api/v1/me'), [200, 401, 401])
      assert.deepEqual(await all(objects), [200, 401, 401])
      assert.equal((await ask('/api/v1/sign-out', { method: 'POST', session, json: {} })).status, 200)
      assert.deepEqual(await all('/api/v1/me'), [401, 401, 401])
    } finally {
      await hub.close()
    }
  })
})
