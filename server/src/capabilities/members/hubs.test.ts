/** Two hubs on one database: what one decides, the other one knows with its next request. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { admit, bring, browser, openHouse, organisationOf, pause, personOf, restore, signedIn, signInAgain, suspend, tokenIn } from './testing/house.ts'

describeOnEveryEngine('two hubs', (open, { engine, freshUrl }) => {
  test('serve one alliance', { skip: engine === 'sqlite' ? 'an embedded store belongs to one hub' : false }, async () => {
    const url = await freshUrl()
    const [one, two] = [await openHouse(await open({ url })), await openHouse(await open({ url }))]
    const links = [await one.members.setUpLink(), await two.members.setUpLink()].map((link) => tokenIn(link ?? ''))
    const wish = { alliance: 'A', organisation: 'S', person: 'P', mail: 'p@s.example' }
    const starts = await Promise.allSettled([one.members.setUp({ ...wish, token: links[0]! }, browser), two.members.setUp({ ...wish, token: links[1]! }, browser)])
    assert.deepEqual(starts.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])

    const secretariat = await signedIn(one.members, (await signInAgain(one, 'p@s.example')).secret)
    const anna = await admit(one, secretariat, 'quay')
    const ben = await bring(one, anna, 'ben@quay.example', ['threat-analyst'])
    const { secret } = await one.members.makeToken(ben, { name: 'Feed', scopes: ['threats.read', 'threats.share'], days: 9 }, browser)
    const atTwo = () => two.members.authenticate({ authorization: `Bearer ${secret}`, ...browser })
    assert.equal((await atTwo()).may.size, 2)
    await one.members.changeRoles(anna, personOf(ben), ['reader'])
    assert.deepEqual([...(await atTwo()).may], ['threats.read'])
    await suspend(one, organisationOf(anna), 'x')
    await assert.rejects(atTwo(), { code: 'members.organisation-suspended' })
    await restore(two, organisationOf(anna))
    assert.equal((await atTwo()).person, ben.person)
    await pause(one, organisationOf(anna), [personOf(secretariat), personOf(secretariat)])
    await assert.rejects(atTwo(), { code: 'members.access-paused' })
    two.pass(3 * DAY)
    one.pass(3 * DAY)

    await one.members.sendSignInLink({ mail: 'ben@quay.example', then: null })
    const token = tokenIn(one.mails.at(-1)?.text ?? '')
    const opened = await Promise.allSettled([one, two, one, two].map(({ members }) => members.openMailLink(token, browser)))
    assert.deepEqual(opened.map(({ status }) => status).sort(), ['fulfilled', 'rejected', 'rejected', 'rejected'])

    // two managers, each told by another hub to give up the role at the same moment: one of them keeps it
    const carl = await bring(one, secretariat, 'carl@s.example', ['secretariat'])
    const ended = await Promise.allSettled([one.members.changeRoles(secretariat, personOf(carl), ['reader']), two.members.changeRoles(carl, personOf(secretariat), ['reader'])])
    assert.deepEqual(ended.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  })
})
