/** An application from its first draft to the end of probation, on a real database with real keys and ballots: each rule at its moment, state and fact together. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { sealedBytes } from '@openaccord/facts'
import { DAY, SECOND } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { sealUp } from '../members/testing/keys.ts'
import { act, answered, decided, inBallot, inComments, lastMailTo, openScene, reviewAll, sponsor, stateOf, submitted, tokenIn, underReview, vouches, waitsOf } from './testing/house.ts'

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

  test('the secretariat asks, the applicant answers: what is handed in anew is sealed anew, and what it replaces stays', async () => {
    const scene = await openScene(await open())
    const { house, secretariat: { first } } = scene
    const { admissions } = house
    const own = await underReview(scene)
    const before = await admissions.own(own.token)
    assert.equal(createHash('sha256').update(sealedBytes(Buffer.from(before.seal!.salt, 'base64'), new TextEncoder().encode(before.seal!.text))).digest('hex'), before.application.submission, 'whoever has salt and text can show what was handed in')
    await assert.rejects(admissions.savePractice(own.token, { practice: answered() }), { code: 'admissions.not-now' }, 'nothing changes while it is reviewed')
    await admissions.askMore(first, own.id, 'For how long do updates come? Please be exact.')
    assert.deepEqual(await waitsOf(house, own), ['applicant answer-questions 0/30'])
    await admissions.savePractice(own.token, { practice: { updates: { answer: 'yes', words: 'For three years.', link: null, effective: null, expires: null } } })
    await assert.rejects(admissions.saveDomain(own.token, 'other.example'), { code: 'admissions.page-published' })
    await assert.rejects(admissions.saveOrganisation(own.token, { ...before.application.answers.organisation!, name: 'Another' }), { code: 'admissions.page-published' })
    house.pass(DAY)
    await admissions.answerQuestions(own.token, 'Three years, for each version.')
    const after = await admissions.own(own.token)
    assert.notEqual(after.application.submission, before.application.submission)
    assert.equal(after.standing.state, 'evidence-review')
    const updates = after.evidence.filter(({ criterion }) => criterion === 'updates')
    assert.deepEqual(updates.map(({ claim, supersededAt }) => [claim, supersededAt === null]), [['We do this: updates.', false], ['For three years.', true]])
    assert.equal(after.evidence.filter(({ criterion }) => criterion === 'reports').length, 1, 'what was not changed stands as it was')
    await assert.rejects(admissions.checkEvidence(first, own.id, updates[0]!.id, { result: 'pass', grade: 'E1', note: '', expires: null }), { code: 'admissions.superseded' })
  })

  test('sponsors: signed, of two groups, for what was handed in last, withdrawn by a further act', async () => {
    const scene = await openScene(await open())
    const { house, secretariat: { first }, sponsors: [quay, mole, pier, jetty] } = scene
    const { admissions } = house
    const own = await inComments(scene, { affiliates: ['buoy'] })
    await assert.rejects(act(house, quay!, 'sponsorship', { application: own.id, facts: vouches.slice(0, 2).concat({ fact: 'answers-in-time', known: 'visited' }) }), { code: 'admissions.act' }, 'the least facts')
    await assert.rejects(act(house, scene.sponsors[4]!, 'sponsorship', { application: own.id, facts: vouches }), { code: 'admissions.sponsor-affiliated' })
    house.voters.set(mole!.id, { ...house.voters.get(mole!.id)!, standing: 'probation' })
    await assert.rejects(sponsor(house, mole!, own), { code: 'admissions.sponsor-on-probation' })
    await assert.rejects(act(house, scene.secretariat, 'sponsorship', { application: own.id, facts: vouches }), { code: 'admissions.sponsor-not-in-good-standing' }, 'the secretariat sponsors nobody')
    const { statement } = await admissions.prepareAct(quay!.robot, { kind: 'sponsorship', says: { application: own.id, facts: vouches } })
    const envelope = await sealUp(statement, quay!.key)
    const together = await Promise.all([1, 2, 3].map(() => admissions.submitAct(quay!.robot, { envelope })))
    assert.equal(new Set(together.map(({ fact }) => fact)).size, 1, 'one statement, one fact')
    await assert.rejects(admissions.submitAct(pier!.robot, { envelope }), 'nobody hands in for another')
    await assert.rejects(sponsor(house, quay!, own), { code: 'admissions.sponsor-sponsors-already' })
    await sponsor(house, pier!, own)
    await assert.rejects(sponsor(house, jetty!, own), { code: 'admissions.sponsor-own-group-sponsors' })
    assert.deepEqual((await admissions.sponsoring(jetty!.first)).map(({ bar, mine }) => [bar, mine]), [['own-group-sponsors', null]])
    await act(house, pier!, 'sponsorship-withdrawal', { application: own.id, reason: 'We cannot speak for their reports after all.' })
    await assert.rejects(act(house, pier!, 'sponsorship-withdrawal', { application: own.id, sponsorship: together[0]!.fact, reason: 'That of another.' }), { code: 'admissions.act' })
    const { application } = await admissions.application(own.id)
    assert.deepEqual(application.sponsors.map(({ organisation, withdrawn }) => [organisation, withdrawn !== null]), [[quay!.id, false], [pier!.id, true]], 'both stay in the record')
    await sponsor(house, jetty!, own)
    house.pass(14 * DAY)
    house.voters.set(quay!.id, { ...house.voters.get(quay!.id)!, standing: 'suspended' })
    await assert.rejects(admissions.openBallot(first, own.id), { code: 'admissions.sponsors-missing' }, 'who was suspended since does not count')
    house.voters.set(quay!.id, { ...house.voters.get(quay!.id)!, standing: 'voting' })
    await admissions.openBallot(first, own.id)
    const ballot = (await admissions.application(own.id)).application.ballot!.id
    const { excluded } = (await house.ballots.ballot(first, ballot)).ballot
    assert.deepEqual([...excluded].toSorted(), [quay!.id, jetty!.id, scene.sponsors[4]!.id].toSorted(), 'affiliates and sponsors are heard and have no vote')
    await assert.rejects(sponsor(house, pier!, own), { code: 'admissions.not-now' })
  })

  test('sponsors that nobody finds: after 30 days the secretariat asks signatories that could, once a fortnight', async () => {
    const scene = await openScene(await open())
    const { house, secretariat: { first }, sponsors: [quay] } = scene
    const { admissions, mails, pass } = house
    const own = await inComments(scene, { affiliates: ['buoy'] })
    pass(45 * DAY)
    assert.deepEqual(await waitsOf(house, own), ['secretariat find-sponsors-for-applicant 1/30'])
    await assert.rejects(admissions.askSponsors(first, own.id, ['quay', 'buoy']), { code: 'admissions.cannot-sponsor' })
    const before = mails.length
    await admissions.askSponsors(first, own.id, ['quay', 'quay'])
    assert.deepEqual(mails.slice(before).map(({ to }) => to).toSorted(), ['first@quay.example', 'second@quay.example'])
    await assert.rejects(admissions.askSponsors(first, own.id, ['quay']), { code: 'admissions.asked-already' })
    assert.equal((await admissions.sponsoring(quay!.first))[0]?.asked, true)
    await admissions.nameMentor(first, own.id, 'quay')
    await assert.rejects(admissions.nameMentor(first, own.id, 'nobody'), { code: 'admissions.organisation' })
    assert.equal((await admissions.application(own.id)).application.mentor, quay!.id)
  })

  test('a ballot that says no: declined, with the way to the ombudsperson open', async () => {
    const scene = await openScene(await open())
    const { house, ombudsperson } = scene
    const own = await inBallot(scene)
    await assert.rejects(house.admissions.admit(scene.secretariat.first, own.id, 'tiny-tide'), { code: 'admissions.not-now' })
    await decided(scene, own, 'no')
    assert.equal(await stateOf(house, own), 'declined')
    await house.admissions.appeal(own.token, 'The votes rest on a misunderstanding about our exports.')
    assert.deepEqual(await waitsOf(house, own), ['ombudsperson decide-appeal 0/30'])
    const proposal = await house.admissions.proposeAppeal(ombudsperson.first, own.id, { outcome: 'remitted', reasons: 'Two of the reasons given are about another company.' })
    await house.admissions.confirm(ombudsperson.second, own.id, proposal, 'ombudsperson')
    assert.equal(await stateOf(house, own), 'evidence-review')
    assert.equal((await house.admissions.application(own.id)).application.sponsors.length, 2, 'sponsors stand')
  })

  test('withdrawn during the discussion, its ballot is withdrawn with it', async () => {
    const scene = await openScene(await open())
    const own = await inBallot(scene)
    const ballot = (await scene.house.admissions.application(own.id)).application.ballot!.id
    await scene.house.admissions.withdraw(own.token, 'We merge with another company.')
    assert.equal(await stateOf(scene.house, own), 'withdrawn')
    assert.equal((await scene.house.ballots.ballot(scene.secretariat.first, ballot)).standing.state, 'withdrawn')
    await assert.rejects(scene.house.admissions.withdraw(own.token, null), { code: 'admissions.not-now' })
  })

  test('what was admitted halfway is finished: the organisation that was entered is found again', async () => {
    const scene = await openScene(await open())
    const { house, secretariat } = scene
    const own = await inBallot(scene)
    await decided(scene, own)
    await house.members.admitOrganisation(secretariat.first, { name: 'Tiny Tide', slug: 'tiny-tide', kind: 'signatory', invite: { mail: own.mail, roles: ['representative'] } })
    await Promise.all([house.admissions.admit(secretariat.first, own.id, 'tiny-tide'), house.admissions.admit(secretariat.second, own.id, 'tiny-tide')])
    assert.equal(await stateOf(house, own), 'signing')
    assert.equal((await house.members.register()).filter(({ name }) => name === 'Tiny Tide').length, 1)
    house.pass(30 * DAY + SECOND)
    assert.equal(await stateOf(house, own), 'lapsed', 'not signed in 30 days')
  })
})
