/** Who decides: two persons, never on their own case; appeals before others; evidence disputed; what lapses, lapses by itself and is told once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { bring } from '../members/testing/house.ts'
import { answered, draft, inComments, lastMailTo, openScene, reviewAll, SIGNER, stateOf, submitted, tokenIn, underReview, type Own, type Scene } from './testing/house.ts'

const REASONS = { codes: ['evidence-missing' as const], reasons: 'For six of nine questions nothing is shown.' }
async function declined({ house, secretariat: { first, second } }: Scene, own: Own): Promise<void> {
  await house.admissions.confirm(second, own.id, await house.admissions.proposeDecline(first, own.id, REASONS), 'secretariat')
}

describeOnEveryEngine('decisions', (open) => {
  test('to decline takes two persons, signed in, and reasons that everyone reads', async () => {
    const scene = await openScene(await open())
    const { house, secretariat: { first, second, robot }, sponsors: [quay], ombudsperson } = scene
    const { admissions } = house
    const own = await underReview(scene)
    await assert.rejects(admissions.proposeDecline(robot, own.id, REASONS), { code: 'admissions.person-needed' })
    await assert.rejects(admissions.proposeDecline(quay!.first, own.id, REASONS), { code: 'door.no-right' })
    await assert.rejects(admissions.proposeDecline(ombudsperson.first, own.id, REASONS), { code: 'door.no-right' })
    const proposal = await admissions.proposeDecline(first, own.id, REASONS)
    assert.equal(await stateOf(house, own), 'evidence-review', 'one person alone changes nothing')
    await assert.rejects(admissions.proposeDecline(second, own.id, REASONS), { code: 'admissions.proposed-already' })
    await assert.rejects(admissions.confirm(first, own.id, proposal, 'secretariat'), { code: 'admissions.second-person' })
    await assert.rejects(admissions.confirm(ombudsperson.first, own.id, proposal, 'ombudsperson'), { code: 'admissions.proposal-unknown' })
    const both = await Promise.allSettled([admissions.confirm(second, own.id, proposal, 'secretariat'), admissions.confirm(second, own.id, proposal, 'secretariat')])
    assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'], 'pressed twice, done once')
    assert.equal((await house.facts()).filter((kind) => kind === 'declined').length, 1)
    const { standing } = await admissions.application(own.id)
    assert.deepEqual([standing.state, standing.declined?.reasons], ['declined', REASONS.reasons])
    assert.match(lastMailTo(house, own.mail, /declined/), /ombudsperson within 30 days/)
  })

  test('a proposal that no longer fits is not carried out', async () => {
    const scene = await openScene(await open())
    const { house, secretariat: { first, second } } = scene
    const own = await underReview(scene)
    const proposal = await house.admissions.proposeDecline(first, own.id, REASONS)
    await house.admissions.withdraw(own.token, null)
    await assert.rejects(house.admissions.confirm(second, own.id, proposal, 'secretariat'), { code: 'admissions.not-now' })
    assert.equal(await stateOf(house, own), 'withdrawn')
  })

  test('an appeal is heard by two persons who are not the secretariat', async () => {
    const scene = await openScene(await open())
    const { house, secretariat, ombudsperson } = scene
    const { admissions, pass } = house
    const own = await underReview(scene)
    await declined(scene, own)
    pass(29 * DAY)
    await admissions.appeal(own.token, 'The pages were there; the letter went to an old address.')
    await assert.rejects(admissions.appeal(own.token, 'The pages were there; the letter went to an old address.'), { code: 'admissions.not-now' })
    const outcome = { outcome: 'upheld' as const, reasons: 'The pages were made after the decision.' }
    await assert.rejects(admissions.proposeAppeal(secretariat.first, own.id, outcome), { code: 'door.no-right' })
    const dropped = await admissions.proposeAppeal(ombudsperson.first, own.id, { ...outcome, outcome: 'remitted' })
    await admissions.drop(ombudsperson.second, own.id, dropped, 'ombudsperson')
    const proposal = await admissions.proposeAppeal(ombudsperson.first, own.id, outcome)
    await assert.rejects(admissions.confirm(ombudsperson.first, own.id, proposal, 'ombudsperson'), { code: 'admissions.second-person' })
    await assert.rejects(admissions.confirm(secretariat.second, own.id, proposal, 'secretariat'), { code: 'admissions.proposal-unknown' })
    await admissions.confirm(ombudsperson.second, own.id, proposal, 'ombudsperson')
    assert.equal(await stateOf(house, own), 'declined')
    await assert.rejects(admissions.appeal(own.token, 'And once more, with better words.'), { code: 'admissions.appeal-closed' })
    const [file] = await admissions.appeals(ombudsperson.first)
    assert.deepEqual([file?.mayDecide, file?.whole.application.appeal?.decided?.outcome], [false, 'upheld'])
  })

  test('after 30 days nobody appeals any more', async () => {
    const scene = await openScene(await open())
    const own = await underReview(scene)
    await declined(scene, own)
    scene.house.pass(30 * DAY)
    await assert.rejects(scene.house.admissions.appeal(own.token, 'We were away, all of us, on a boat.'), { code: 'admissions.appeal-closed' })
  })

  test('nobody handles the case of their own: by address, by domain, by organisation', async () => {
    const scene = await openScene(await open())
    const { house, secretariat: { first } } = scene
    const own = await submitted(house)
    for (const mail of ['third@tiny-tide.example', 'third@mail.tiny-tide.example']) {
      const theirs = await bring(house, first, mail, ['secretariat'])
      await assert.rejects(house.admissions.takeUp(theirs, own.id), { code: 'admissions.own-case' }, mail)
      await assert.rejects(house.admissions.proposeDecline(theirs, own.id, REASONS), { code: 'admissions.own-case' })
    }
    await house.admissions.takeUp(first, own.id)
    assert.equal(await stateOf(house, own), 'completeness-check')
  })

  test('two who take it up at once: one of them does', async () => {
    const scene = await openScene(await open())
    const { house, secretariat: { first, second } } = scene
    const own = await submitted(house)
    const both = await Promise.allSettled([house.admissions.takeUp(first, own.id), house.admissions.takeUp(second, own.id)])
    assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
    assert.equal((await house.facts()).filter((kind) => kind === 'taken-up').length, 1)
  })

  test('a check that is disputed is looked at by another person, and both outcomes stay', async () => {
    const scene = await openScene(await open())
    const { house, secretariat: { first, second } } = scene
    const { admissions } = house
    const own = await underReview(scene)
    const { evidence } = await admissions.own(own.token)
    const updates = evidence.find(({ criterion }) => criterion === 'updates')!
    await assert.rejects(admissions.disputeEvidence(own.token, updates.id, 'It was not checked at all.'), { code: 'admissions.not-checked' })
    await admissions.checkEvidence(first, own.id, updates.id, { result: 'fail', grade: 'E0', note: 'It says nothing.', expires: null })
    await admissions.disputeEvidence(own.token, updates.id, 'It says for how long, in the second sentence.')
    await assert.rejects(admissions.resolveDispute(first, own.id, updates.id, { outcome: 'upheld', grade: null, note: 'It does not.' }), { code: 'admissions.own-check' })
    await admissions.resolveDispute(second, own.id, updates.id, { outcome: 'corrected', grade: 'E1', note: 'It does, in small print.' })
    const after = (await admissions.own(own.token)).evidence.find(({ id }) => id === updates.id)!
    assert.deepEqual([after.grade, after.dispute?.gradeBefore, after.dispute?.reason], ['E1', 'E0', 'It says for how long, in the second sentence.'])
  })

  test('a measurement that contradicts a claim is shown beside it, and the claim stays as it was made', async () => {
    const scene = await openScene(await open())
    const { house, secretariat: { first } } = scene
    const own = await underReview(scene)
    house.measured.findings = [{ check: 'dmarc', result: 'fail', points: 0, maximum: 15 }, { check: 'security-txt', result: 'error', points: 0, maximum: 10 }]
    const before = (await house.admissions.own(own.token)).evidence.filter(({ kind }) => kind === 'claim')
    await house.admissions.measure(first, own.id)
    const { evidence } = await house.admissions.own(own.token)
    assert.deepEqual(evidence.filter(({ kind }) => kind === 'claim'), before)
    assert.equal(evidence.find(({ kind }) => kind === 'measurement')?.grade, 'E3')
    house.pass(DAY)
    await house.admissions.measure(first, own.id)
    const measured = (await house.admissions.own(own.token)).evidence.filter(({ kind }) => kind === 'measurement')
    assert.deepEqual(measured.map(({ supersededAt }) => supersededAt === null), [false, true], 'the earlier one stays, superseded')
    await reviewAll(scene, own)
    await house.admissions.openComments(first, own.id)
  })

  test('a public page that documents something is read when it is checked, and its hash kept', async () => {
    const scene = await openScene(await open())
    const { house, secretariat: { first } } = scene
    const own = await draft(house, { people: 80 }, answered({ link: 'https://tiny-tide.example/trust' }))
    await house.admissions.submit(own.token, SIGNER)
    await house.admissions.answerTestMail(tokenIn(lastMailTo(house, `security@${own.domain}`)))
    await house.admissions.takeUp(first, own.id)
    house.pass(DAY)
    const [one, two] = (await house.admissions.own(own.token)).evidence.filter(({ link }) => link !== null)
    await house.admissions.checkEvidence(first, own.id, one!.id, { result: 'pass', grade: 'E2', note: '', expires: null })
    await house.admissions.checkEvidence(first, own.id, two!.id, { result: 'inconclusive', grade: 'E0', note: 'The page is empty.', expires: null })
    const after = (await house.admissions.own(own.token)).evidence
    const [read, empty] = [one, two].map((each) => after.find(({ id }) => id === each!.id))
    assert.deepEqual([read!.grade, read!.sha256?.length, read!.observedAt, read!.receivedAt < read!.observedAt!], ['E2', 64, house.now(), true])
    assert.deepEqual([empty!.sha256, empty!.grade], [null, 'E0'])
  })

  test('idle: two reminders, then it lapses in that second, is told once, and a draft is gone', async () => {
    const scene = await openScene(await open())
    const { house, secretariat: { first } } = scene
    const { admissions, pass, mails } = house
    const own = await underReview(scene)
    assert.equal(await admissions.waitsForApplicant(own.id), undefined, 'the secretariat is waited for')
    await admissions.askMore(first, own.id, 'For how long do updates come? Please be exact.')
    const waits = await admissions.waitsForApplicant(own.id)
    assert.deepEqual([waits?.who, waits?.what], [[{ name: 'Tiny Tide', mails: [own.mail] }], 'your application waits for you to answer the secretariat’s question'])
    const left = await draft(house, { name: 'Left Behind' })
    const reminders = (): number => mails.filter(({ subject }) => subject.includes('waits for you')).length
    for (const [days, sent] of [[29, 0], [1, 2], [1, 2], [29, 4], [29, 4]] as const) {
      pass(days * DAY)
      await admissions.round()
      await admissions.round()
      assert.equal(reminders(), sent)
    }
    assert.equal(await stateOf(house, own), 'more-information', 'the last second but some')
    pass(DAY)
    assert.equal(await stateOf(house, own), 'lapsed', 'before any job has run')
    await assert.rejects(admissions.answerQuestions(own.token, 'Three years.'), { code: 'admissions.not-now' })
    await admissions.round()
    await admissions.round()
    assert.equal((await house.facts()).filter((kind) => kind === 'lapsed').length, 1)
    await assert.rejects(admissions.own(left.token), { code: 'admissions.link-needed' })
    assert.equal(await stateOf(house, own), 'lapsed', 'what was handed in stays in the record')
  })

  test('the queue: the nearest date first, and the secretariat is told once what it is late with', async () => {
    const scene = await openScene(await open())
    const { house, secretariat: { first }, sponsors: [quay] } = scene
    const late = await submitted(house)
    house.pass(2 * DAY)
    const fresh = await submitted(house, { name: 'Other Tide' })
    await inComments(scene, { name: 'Third Tide' })
    assert.deepEqual((await house.admissions.queue(first)).lines.map(({ known }) => known.application.id).slice(0, 2), [late.id, fresh.id])
    await assert.rejects(house.admissions.queue(quay!.first), { code: 'door.no-right' })
    house.pass(2 * DAY)
    await house.admissions.round()
    await house.admissions.round()
    const told = house.mails.filter(({ subject }) => subject.startsWith('Overdue'))
    assert.deepEqual(told.map(({ to }) => to).toSorted(), ['second@harbour.example', 'sefa@harbour.example'])
  })
})
