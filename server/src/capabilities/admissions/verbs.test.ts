/** An application from its first draft to the end of probation, on a real database with real keys and ballots: each rule at its moment, state and fact together. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, HOUR } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { act, answered, decided, draft, HERE, inBallot, inComments, lastMailTo, openScene, reviewAll, SIGNER, SMALL, sponsor, stateOf, submitted, tokenIn, underReview, vouches, waitsOf } from './testing/house.ts'

describeOnEveryEngine('an application', (open) => {
  test('from a draft without an account to the end of probation', async () => {
    const scene = await openScene(await open())
    const { house, secretariat: { first }, sponsors } = scene
    const { admissions, pass } = house
    const own = await submitted(house)
    assert.equal(await stateOf(house, own), 'submitted')
    assert.deepEqual(await waitsOf(house, own), ['secretariat take-up 0/3', 'applicant answer-test-mail 0/5'])
    await admissions.takeUp(first, own.id)
    await assert.rejects(admissions.complete(first, own.id), { code: 'admissions.gates-open' })
    assert.deepEqual(await waitsOf(house, own), ['applicant answer-test-mail 0/5', 'secretariat check-completeness 0/10'])
    pass(3 * DAY)
    assert.equal((await waitsOf(house, own))[1], 'secretariat check-completeness 3/10')
    await admissions.answerTestMail(tokenIn(lastMailTo(house, `security@${own.domain}`)))
    await admissions.complete(first, own.id)
    assert.deepEqual(await waitsOf(house, own), ['secretariat review-evidence 0/20'])
    await assert.rejects(admissions.openComments(first, own.id), { code: 'admissions.evidence-open' })
    await reviewAll(scene, own)
    await admissions.openComments(first, own.id)
    assert.deepEqual(await waitsOf(house, own), ['public comments 0/14'])
    await sponsor(house, sponsors[0]!, own)
    pass(14 * DAY)
    assert.equal(await stateOf(house, own), 'endorsement', 'by time alone')
    assert.deepEqual(await waitsOf(house, own), ['applicant find-sponsors 0/30'])
    await assert.rejects(admissions.openBallot(first, own.id), { code: 'admissions.sponsors-missing' })
    await sponsor(house, sponsors[1]!, own)
    assert.deepEqual(await waitsOf(house, own), ['secretariat open-ballot 0/5'])
    await admissions.openBallot(first, own.id)
    assert.equal(await stateOf(house, own), 'ballot')
    await decided(scene, own)
    assert.equal(await stateOf(house, own), 'accepted')
    await admissions.admit(first, own.id, 'tiny-tide')
    await admissions.admit(first, own.id, 'tiny-tide')
    const { application, standing } = await admissions.application(own.id)
    assert.equal(standing.state, 'signing')
    assert.match(lastMailTo(house, own.mail, /invitation/), /token=oai_/)
    assert.ok((await admissions.probation(house.database as never, house.now()).catch(() => undefined)) !== null)
    const probation = () => house.database.read((tx) => admissions.probation(tx, house.now()))
    assert.deepEqual([...await probation()], [application.organisation], 'no vote before it has signed')
    pass(10 * DAY)
    house.signatures.set(application.organisation!, house.now())
    assert.equal(await stateOf(house, own), 'probation')
    pass(364 * DAY)
    assert.deepEqual([...await probation()], [application.organisation])
    pass(DAY)
    assert.equal(await stateOf(house, own), 'member')
    assert.deepEqual([...await probation()], [])
    await admissions.round()
    const told = (await house.facts()).filter((kind) => ['submission-sealed', 'submitted', 'test-mail-answered', 'taken-up', 'completed', 'comments-opened', 'sponsorship', 'ballot-opened', 'admitted', 'comments-closed', 'ballot-ended', 'probation-began', 'probation-ended'].includes(kind))
    assert.deepEqual(told, ['submission-sealed', 'submitted', 'taken-up', 'test-mail-answered', 'completed', 'comments-opened', 'sponsorship', 'sponsorship', 'ballot-opened', 'admitted', 'comments-closed', 'ballot-ended', 'probation-began', 'probation-ended'])
    await admissions.round()
    assert.equal((await house.facts()).filter((kind) => kind === 'probation-ended').length, 1, 'stated once')
  })
})
void [HOUR, act, answered, draft, HERE, inBallot, inComments, SIGNER, SMALL, underReview, vouches]
