/** The members' routes through a real door: what goes in, what comes out as the contract has it, and who may. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Format } from 'typebox/format'
import { Value } from 'typebox/value'
import type { RouteShape } from '../../platform/endpoint.ts'
import { MINUTE } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { openBrowser, openDoor, routes, type Answer, type OpenDoor } from './testing/door.ts'
import { restore, suspend, tokenIn } from './testing/house.ts'

type Asked = { params?: Record<string, string>; body?: unknown; token?: string }
type Browser = ReturnType<typeof openBrowser>

Format.Set('date-time', (text) => !Number.isNaN(Date.parse(text)))
Format.Set('email', (text) => /^\S+@\S+$/.test(text))

/** Asks and holds a successful answer against the contract's own shape. */
function asker(hub: OpenDoor, seen: Set<string>) {
  return async (browser: Browser, route: RouteShape, { params = {}, body, token }: Asked = {}): Promise<Answer> => {
    const path = route.path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? '')
    const json = body ?? (route.body === undefined ? undefined : {})
    const answer = await browser.go(`${hub.origin}${path}`, { method: route.method, ...(json === undefined ? {} : { json }), ...(token === undefined ? {} : { token }) })
    if (answer.status < 300) {
      assert.equal(answer.status, route.status ?? 200, route.path)
      assert.deepEqual([...Value.Errors(route.reply, answer.json)].map((error) => `${route.path} ${error.instancePath} ${error.message}`), [])
      seen.add(`${route.method} ${route.path}`)
    } else {
      assert.ok(answer.json.code.includes('.') && answer.status < 500, answer.text)
    }
    return answer
  }
}

describeOnEveryEngine('the members’ routes', (open) => {
  test('from the first start to an organisation at work, all of them', { timeout: 900_000 }, async () => {
    const hub = await openDoor(await open())
    const seen = new Set<string>()
    const ask = asker(hub, seen)
    const lastLink = () => tokenIn(hub.mails.at(-1)?.text ?? '')
    const [sefa, anna, ben, visitor] = [openBrowser(), openBrowser(), openBrowser(), openBrowser()]

    assert.equal((await ask(visitor, routes.alliance)).json.needsSetUp, true)
    const setUp = { token: tokenIn((await hub.members.setUpLink()) ?? ''), alliance: 'Harbour Alliance', organisation: 'Secretariat', person: 'Sefa', mail: 'sefa@harbour.example' }
    assert.equal((await ask(visitor, routes.setUp, { body: { ...setUp, token: 'x' } })).status, 410)
    await ask(sefa, routes.setUp, { body: setUp })
    const me = (await ask(sefa, routes.me)).json
    assert.deepEqual(me.person.roles, ['secretariat'])

    const organisation = (await ask(sefa, routes.admitOrganisation, { body: { name: 'Quay', slug: 'quay', kind: 'signatory', country: 'DK', invite: { mail: 'anna@quay.example', roles: ['representative'] } } })).json.id
    assert.equal((await ask(visitor, routes.readInvitation, { body: { token: lastLink() } })).json.organisation, 'Quay')
    await ask(anna, routes.acceptInvitation, { body: { token: lastLink(), name: 'Anna' } })
    assert.equal((await ask(anna, routes.admitOrganisation, { body: { name: 'Q', slug: 'q2', kind: 'signatory', invite: { mail: 'x@quay.example', roles: ['reader'] } } })).json.code, 'door.no-right')
    const wrong = await ask(anna, routes.invite, { params: { organisation }, body: { mail: 'ben@quay.example', roles: ['secretariat'] } })
    assert.deepEqual([wrong.status, wrong.json.faults[0].field], [422, '/roles'])
    const first = (await ask(anna, routes.invite, { params: { organisation }, body: { mail: 'ben@quay.example', roles: ['reader'] } })).json
    await ask(anna, routes.withdrawInvitation, { params: { invitation: first.id } })
    assert.equal((await ask(ben, routes.acceptInvitation, { body: { token: lastLink(), name: 'Ben' } })).status, 410)
    await ask(anna, routes.invite, { params: { organisation }, body: { mail: 'ben@quay.example', roles: ['reader'] } })
    await ask(ben, routes.acceptInvitation, { body: { token: lastLink(), name: 'Ben' } })

    const people = (await ask(anna, routes.people, { params: { organisation } })).json.people
    assert.deepEqual(people.map((one: { name: string }) => one.name), ['Anna', 'Ben'])
    const person = people[1].id
    await ask(anna, routes.changeRoles, { params: { person }, body: { roles: ['threat-analyst'] } })
    assert.ok((await ask(ben, routes.me)).json.rights.includes('threats.share'), 'at once')
    const { token, secret } = (await ask(ben, routes.makeToken, { body: { name: 'Feed', scopes: ['threats.read'], days: 30 } })).json
    assert.deepEqual((await ask(visitor, routes.me, { token: secret })).json.rights, ['threats.read'])
    assert.equal((await ask(anna, routes.tokens)).json.tokens.length, 1)

    const community = (await ask(sefa, routes.createCommunity, { body: { slug: 'ports', name: 'Ports' } })).json.id
    await ask(sefa, routes.enroll, { params: { community, organisation }, body: { standing: 'member' } })
    await ask(sefa, routes.describeCommunity, { params: { community }, body: { rosterHidden: true } })
    assert.equal((await ask(ben, routes.communities)).json.communities[0].organisations, null)
    await ask(ben, routes.roster, { params: { community } })
    assert.equal((await ask(ben, routes.leaveCommunity, { params: { community, organisation } })).status, 403)
    await ask(anna, routes.leaveCommunity, { params: { community, organisation } })
    assert.equal((await ask(anna, routes.roster, { params: { community } })).status, 404)

    await ask(anna, routes.suspendPerson, { params: { person } })
    assert.deepEqual([(await ask(ben, routes.me)).status, (await ask(visitor, routes.me, { token: secret })).json.code], [403, 'members.person-suspended'])
    await ask(ben, routes.alliance)
    await ask(anna, routes.restorePerson, { params: { person } })
    await ask(visitor, routes.me, { token: secret })
    await ask(anna, routes.withdrawToken, { params: { token: token.id } })
    assert.equal((await ask(visitor, routes.me, { token: secret })).status, 401)

    await ask(anna, routes.describeOrganisation, { params: { organisation }, body: { name: 'Quay & Sons', website: 'https://quay.example' } })
    hub.pass(MINUTE)
    await suspend(hub, organisation, 'under review')
    assert.equal((await ask(anna, routes.me)).status, 401)
    assert.equal((await ask(sefa, routes.organisation, { params: { organisation } })).json.stateReason, 'under review')
    const register = (await ask(visitor, routes.register)).json.organisations
    assert.deepEqual(register.map((one: { name: string; state: string }) => [one.name, one.state]), [['Quay & Sons', 'suspended'], ['Secretariat', 'active']])
    assert.equal((await ask(sefa, routes.restoreOrganisation, { params: { organisation } })).json.code, 'members.by-finding')
    await restore(hub, organisation)

    for (const mail of ['anna@quay.example', 'nobody@quay.example']) await ask(visitor, routes.signInByMail, { body: { mail, then: '/organisation' } })
    for (const wish of hub.wishes) await hub.members.sendSignInLink(wish)
    assert.equal((await ask(anna, routes.openMailLink, { body: { token: lastLink() } })).json.then, '/organisation')
    await ask(anna, routes.removePerson, { params: { person } })
    assert.equal((await ask(anna, routes.removePerson, { params: { person } })).status, 404)
    await ask(sefa, routes.organisations)
    assert.equal((await ask(sefa, routes.leaveAlliance, { params: { organisation: (await ask(sefa, routes.me)).json.organisation.id } })).json.code, 'members.secretariat-stays')

    assert.equal((await ask(anna, routes.newPasskeyOptions)).json.code, 'members.passkey-needs-name')
    assert.match((await ask(visitor, routes.passkeyChallenge)).json.detail, /open http:\/\/localhost:\d+ instead/)
    await ask(anna, routes.passkeys)
    assert.equal((await ask(sefa, routes.leaveAlliance, { params: { organisation } })).json.code, 'members.by-finding')

    // by two persons: a partner is removed, a signatory is only paused
    const partner = (await ask(sefa, routes.admitOrganisation, { body: { name: 'Helpers', slug: 'helpers', kind: 'partner', invite: { mail: 'pia@helpers.example', roles: ['partner'] } } })).json.id
    const carl = openBrowser()
    await ask(sefa, routes.invite, { params: { organisation: me.organisation.id }, body: { mail: 'carl@harbour.example', roles: ['secretariat'] } })
    await ask(carl, routes.acceptInvitation, { body: { token: lastLink(), name: 'Carl' } })
    hub.pass(MINUTE)
    assert.equal((await ask(sefa, routes.askForMeasure, { params: { organisation }, body: { what: 'suspension', reason: 'x' } })).json.code, 'members.by-finding')
    assert.equal((await ask(sefa, routes.askForMeasure, { params: { organisation }, body: { what: 'pause', reason: 'x' } })).json.faults[0].field, '/ground')
    await ask(sefa, routes.askForMeasure, { params: { organisation }, body: { what: 'pause', ground: 'stolen-key', reason: 'A laptop is gone.' } })
    assert.equal((await ask(sefa, routes.confirmMeasure, { params: { organisation } })).json.code, 'members.second-person')
    assert.deepEqual((await ask(carl, routes.measures, { params: { organisation } })).json.measures[0].may, ['confirm', 'end'])
    assert.equal((await ask(anna, routes.me)).status, 200)
    await ask(carl, routes.confirmMeasure, { params: { organisation } })
    assert.equal((await ask(anna, routes.me)).json.code, 'members.access-paused')
    assert.deepEqual((await ask(visitor, routes.pauses)).json.pauses.map(({ slug, ground }: { slug: string; ground: string }) => `${slug} ${ground}`), ['quay stolen-key'])
    await ask(carl, routes.endMeasure, { params: { organisation } })
    await suspend(hub, partner)
    assert.equal((await ask(sefa, routes.restoreOrganisation, { params: { organisation: partner } })).json.state, 'active')
    await ask(sefa, routes.askForMeasure, { params: { organisation: partner }, body: { what: 'removal', reason: 'It asked to go.' } })
    await ask(carl, routes.confirmMeasure, { params: { organisation: partner } })
    assert.equal((await ask(sefa, routes.organisation, { params: { organisation: partner } })).json.state, 'left')
    for (const wish of [{ mail: 'anna@quay.example' }]) await ask(visitor, routes.signInByMail, { body: wish })
    await hub.members.sendSignInLink(hub.wishes.at(-1)!)
    hub.pass(MINUTE)
    await ask(anna, routes.openMailLink, { body: { token: lastLink() } })
    assert.equal((await ask(anna, routes.leaveAlliance, { params: { organisation } })).json.state, 'left')

    const sessions = (await ask(sefa, routes.sessions)).json.sessions
    await ask(sefa, routes.endSession, { params: { session: sessions[0].id } })
    assert.equal((await ask(sefa, routes.me)).status, 401)
    await ask(anna, routes.signOut)
    assert.deepEqual(anna.cookies(hub.origin).filter((name) => !name.includes('csrf')), [])
    assert.equal((await ask(anna, routes.me)).status, 401)

    const apart = new Set(['passkeyChallenge', 'signInByPasskey', 'newPasskeyOptions', 'addPasskey', 'removePasskey']) // passkeys.test.ts, at localhost
    const missing = Object.entries(routes).filter(([name, route]) => !apart.has(name) && !seen.has(`${route.method} ${route.path}`)).map(([name]) => name)
    await hub.close()
    assert.deepEqual(missing, [], 'every route has answered once')
  })

  test('without an account, nothing but what is public', async () => {
    const hub = await openDoor(await open())
    const ids: Record<string, string> = Object.fromEntries(['organisation', 'person', 'community', 'invitation', 'session', 'token', 'passkey'].map((name) => [name, `${name === 'organisation' ? 'org' : name}_00000000000000000001`]))
    for (const route of Object.values(routes)) {
      if (route.access === 'public') continue
      const answer = await openBrowser().go(`${hub.origin}${route.path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? '')}`, { method: route.method, ...('body' in route ? { json: {} } : {}) })
      assert.equal(answer.status, 401, `${route.method} ${route.path}`)
    }
    await hub.close()
  })
})
