/** The keys' routes through a real door: each answers once as the contract has it; what everyone may read names nobody. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Format } from 'typebox/format'
import { Value } from 'typebox/value'
import { HOUR, MINUTE } from '../../kernel/index.ts'
import type { RouteShape } from '../../platform/endpoint.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { keyRoutes as routes, openBrowser, openDoor, routes as members } from './testing/door.ts'
import { admit, bring, browser, organisationOf, setUp, tokenIn } from './testing/house.ts'
import { makeKey, sealUp } from './testing/keys.ts'

Format.Set('date-time', (text) => !Number.isNaN(Date.parse(text)))
Format.Set('email', (text) => /^\S+@\S+$/.test(text))

type Asked = { params?: Record<string, string>; body?: unknown; token?: string }

describeOnEveryEngine('the keys’ routes', (open) => {
  test('from a proposal to its end, all of them', { timeout: 60_000 }, async () => {
    const hub = await openDoor(await open())
    const seen = new Set<string>()
    const anna = await admit(hub, await setUp(hub), 'quay')
    await bring(hub, anna, 'ben@quay.example', ['representative'])
    const { secret: token } = await hub.members.makeToken(anna, { name: 'accord', scopes: [...anna.may], days: 9 }, browser)
    const [visitor, first, ben] = [openBrowser(), openBrowser(), openBrowser()]
    for (const [who, mail] of [[first, 'first@quay.example'], [ben, 'ben@quay.example']] as const) {
      await hub.members.sendSignInLink({ mail, then: null })
      assert.equal((await who.go(`${hub.origin}${members.openMailLink.path}`, { method: 'POST', json: { token: tokenIn(hub.mails.at(-1)?.text ?? '') } })).status, 200)
    }
    const organisation = organisationOf(anna)

    async function ask(by: ReturnType<typeof openBrowser>, route: RouteShape, { params = {}, body, token: held }: Asked = {}) {
      const path = route.path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? '')
      const json = body ?? (route.body === undefined ? undefined : {})
      const answer = await by.go(`${hub.origin}${path}`, { method: route.method, ...(json === undefined ? {} : { json }), ...(held === undefined ? {} : { token: held }) })
      if (answer.status < 300) {
        assert.equal(answer.status, route.status ?? 200, route.path)
        assert.deepEqual([...Value.Errors(route.reply, answer.json)].map((error) => `${route.path} ${error.instancePath} ${error.message}`), [])
        seen.add(`${route.method} ${route.path}`)
      } else {
        assert.ok(answer.json.code.includes('.') && answer.status < 500, answer.text)
      }
      return answer
    }
    const signed = async (kind: string, says: object, ...keys: Awaited<ReturnType<typeof makeKey>>[]): Promise<string> =>
      sealUp((await ask(visitor, routes.prepareAct, { body: { kind, says }, token })).json.statement, ...keys)

    const [one, two] = [await makeKey(), await makeKey()]
    const params = { keyid: one.keyid }
    const proposed = (await ask(visitor, routes.propose, { body: { envelope: await signed('key-registration', { publicKey: one.hex }, one), domains: ['quay.example'] }, token })).json
    assert.deepEqual(proposed.waitingFor, { step: 'second-person', people: ['ben@quay.example'], couldBeGiven: [], domains: [] })
    assert.equal((await ask(visitor, routes.confirm, { params, token })).json.code, 'members.session-needed')
    const { challenges } = (await ask(ben, routes.confirm, { params })).json
    assert.deepEqual(challenges[0].dns, { name: '_openaccord.quay.example', type: 'TXT', value: JSON.parse(challenges[0].file.content).openaccord[0] })
    hub.zone.set(challenges[0].dns.name, [challenges[0].dns.value])
    assert.equal((await ask(ben, routes.checkDomains, { params })).json.state, 'active')
    assert.equal((await ask(ben, routes.checkDomains, { params })).status, 429)
    assert.equal((await ask(ben, routes.declareDomain, { params, body: { domain: 'pier.example' } })).json.domains.length, 2)
    hub.pass(HOUR)
    const rotation = await signed('key-registration', { publicKey: two.hex, replaces: one.keyid }, two, one)
    assert.deepEqual((await ask(visitor, routes.rotate, { params, body: { envelope: rotation }, token })).json.domains.map((each: { domain: string }) => each.domain), ['quay.example', 'pier.example'])
    assert.equal((await ask(ben, routes.withdraw, { params: { keyid: two.keyid } })).json.state, 'withdrawn')
    const own = (await ask(ben, routes.own)).json
    assert.deepEqual([own.keys.length, own.domain, own.people], [2, null, ['ben@quay.example', 'First of quay'].sort((a, b) => own.people.indexOf(a) - own.people.indexOf(b))])

    assert.equal((await ask(ben, routes.compromise, { params })).json.faults[0].field, '/firstDoubt')
    await ask(ben, routes.compromise, { params, body: { firstDoubt: new Date((hub.now() - MINUTE) / 1000).toISOString(), note: 'a laptop is gone' } })
    assert.equal((await ask(visitor, routes.confirmStated, { params, token })).json.code, 'members.session-needed')
    assert.equal((await ask(ben, routes.confirmStated, { params })).json.code, 'members.key-own-statement')
    await ask(ben, routes.withdrawStated, { params })
    const retired = await ask(ben, routes.retire, { params })
    assert.deepEqual([retired.json.stated.what, retired.json.stated.mine, retired.json.mayConfirm], ['retired', true, false])
    const shown = await ask(visitor, routes.ofOrganisation, { params: { organisation } })
    assert.equal(shown.json.keys.length, 2)
    assert.doesNotMatch(shown.text, /ben@|First of|laptop|token=|person_/)
    assert.deepEqual((await ask(visitor, routes.key, { params })).json.history.map((event: { what: string }) => event.what), ['proposed', 'confirmed', 'domain-verified', 'active'])
    assert.equal((await ask(visitor, routes.key, { params: { keyid: 'f'.repeat(64) } })).status, 404)
    assert.equal((await ask(visitor, routes.key, { params: { keyid: 'F'.repeat(64) } })).status, 400)
    assert.deepEqual((await ask(first, routes.own)).json.keys.map((key: { keyid: string; mayConfirm: boolean }) => [key.keyid === one.keyid, key.mayConfirm]).sort(), [[false, false], [true, true]])
    await ask(first, routes.confirmStated, { params })
    assert.equal((await ask(visitor, routes.key, { params })).json.state, 'retired')
    assert.equal((await ask(visitor, routes.retire, { params, body: { envelope: 'x' }, token })).status, 400)

    const apart = new Set(['approveOptions', 'approve']) // approvals.test.ts, at localhost
    const missing = Object.entries(routes).filter(([name, route]) => !apart.has(name) && !seen.has(`${route.method} ${route.path}`)).map(([name]) => name)
    assert.deepEqual(missing, [], 'every route has answered once')
    for (const route of Object.values<RouteShape>(routes)) {
      if (route.access === 'public') continue
      const answer = await openBrowser().go(`${hub.origin}${route.path.replace(/:(\w+)/g, 'f'.repeat(64))}`, { method: route.method, ...(route.body === undefined ? {} : { json: {} }) })
      assert.equal(answer.status, 401, `${route.method} ${route.path}`)
    }
    await hub.close()
  })
})
