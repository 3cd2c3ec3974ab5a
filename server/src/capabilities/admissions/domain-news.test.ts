/** A domain is looked at again before the text of its ballot is frozen and before it admits: what got worse is seen, whose it is must be shown, an error is nobody's fault. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { DAY } from '../../kernel/index.ts'
import { openVoting } from '../ballots/testing/house.ts'
import { dnsName } from '../members/index.ts'
import { showApplication } from './routes/show.ts'
import { gotWorse } from './model/domain-news.ts'
import { decided, inBallot, lastMailTo, openScene, stateOf, type Own, type Scene } from './testing/house.ts'

const finding = (check: string, result: string) => ({ check, result, points: result === 'pass' ? 10 : 0, maximum: 10 })
const newsOf = async ({ house }: Scene, own: Own) => showApplication(await house.admissions.application(own.id)).domainNews
const ballotOf = async ({ house }: Scene, own: Own) => (await house.admissions.application(own.id)).application.ballot!.id

test('only what was found out both times is compared', () => {
  for (const [before, now, worse] of [
    ['pass', 'fail', true], ['pass', 'notice', true], ['notice', 'fail', true], ['fail', 'pass', false], ['notice', 'pass', false], ['pass', 'pass', false],
    ['pass', 'error', false], ['pass', 'not-tested', false], ['error', 'fail', false], ['not-applicable', 'fail', false], ['pass', 'not-applicable', false],
  ] as const) assert.deepEqual(gotWorse({ findings: [finding('dmarc', before)] }, { findings: [finding('dmarc', now)] }), worse ? [{ check: 'dmarc', before, now }] : [], `${before} → ${now}`)
  assert.deepEqual(gotWorse({ findings: [] }, { findings: [finding('dmarc', 'fail')] }), [], 'what is new is no worse')
})

describeOnEveryEngine('a domain, looked at again', (open) => {
  test('what got worse before the text is frozen stands beside the claim, and who must know is told', async () => {
    const scene = await openScene(await open())
    const { house, secretariat } = scene
    const own = await inBallot(scene)
    assert.deepEqual((await newsOf(scene, own)).worse, [])
    house.measured.findings = [finding('dmarc', 'fail'), finding('security-txt', 'error')]
    house.pass(7 * DAY)
    await openVoting(house, secretariat, await ballotOf(scene, own))
    const { worse, control } = await newsOf(scene, own)
    assert.deepEqual([worse, control?.result], [[{ check: 'dmarc', before: 'pass', now: 'fail' }], 'verified'], 'an error is no fail')
    const { evidence } = showApplication(await house.admissions.application(own.id))
    assert.deepEqual(evidence.filter(({ contradictedBy }) => contradictedBy.length > 0).map(({ criterion, grade }) => [criterion, grade]), [['domain.dmarc', 'E1']], 'the claim stands as it was')
    assert.equal(evidence.filter(({ kind }) => kind === 'measurement').length, 2, 'the earlier measurement stays')
    const mailed = new Set(house.mails.filter(({ subject }) => subject.startsWith('The domain of Tiny Tide: it shows less than before')).map(({ to }) => to.replace(/^.*@/, '')))
    assert.deepEqual([...mailed].toSorted(), ['harbour.example', 'mole.example', 'quay.example'], 'the secretariat and the two sponsors, and no other signatory')
    assert.match(lastMailTo(house, own.mail, /domain/), /beside what you wrote/)
  })

  test('a text is not frozen while the domain is not shown to be the applicant’s; once the line is back, it is', async () => {
    const scene = await openScene(await open())
    const { house, secretariat: { first } } = scene
    const own = await inBallot(scene)
    const line = house.zone.get(dnsName(own.domain))!
    house.zone.delete(dnsName(own.domain))
    house.pass(7 * DAY)
    const ballot = await ballotOf(scene, own)
    await assert.rejects(house.ballots.freeze(first, ballot), { code: 'admissions.domain-lost' })
    assert.equal((await newsOf(scene, own)).control?.result, 'missing')
    const { gates } = showApplication(await house.admissions.application(own.id))
    assert.equal(gates.find(({ gate }) => gate === 'domain')?.state, 'failed', 'everyone sees it')
    assert.match(lastMailTo(house, own.mail, /domain/), /Put the line back/)
    house.zone.set(dnsName(own.domain), line)
    assert.ok((await house.ballots.freeze(first, ballot)).frozen !== null)
    assert.equal((await newsOf(scene, own)).control?.result, 'verified')
  })

  test('adopted, it is admitted only where the domain is its own here and now, and never by surprise', async () => {
    const scene = await openScene(await open())
    const { house, secretariat: { first } } = scene
    const own = await inBallot(scene)
    await decided(scene, own)
    assert.equal(await stateOf(house, own), 'accepted')
    const line = house.zone.get(dnsName(own.domain))!
    house.zone.set(dnsName(own.domain), ['openaccord1 application=application_00000000000000000000 token=another'])
    await assert.rejects(house.admissions.admit(first, own.id, 'tiny-tide'), { code: 'admissions.domain-lost' })
    house.zone.set(dnsName(own.domain), line)
    house.pass(DAY)
    house.measured.findings = [finding('dmarc', 'pass'), finding('security-txt', 'fail')]
    await assert.rejects(house.admissions.admit(first, own.id, 'tiny-tide'), { code: 'admissions.domain-worse' })
    assert.equal(await stateOf(house, own), 'accepted', 'nobody was admitted meanwhile')
    await house.admissions.admit(first, own.id, 'tiny-tide')
    assert.equal(await stateOf(house, own), 'signing', 'whoever has read it may go on')
    const facts = (await house.facts()).filter((kind) => kind === 'domain-looked-at')
    assert.equal(facts.length, 4, 'each look is stated')
  })
})
