/** Those without an account: the link, the form, documents, the test mail, comments. And what a stranger with another link, an old one or none is told. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anonymous, DAY, HOUR, MINUTE, SECOND } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { LIMITS } from './model/documents.ts'
import { answered, draft, HERE, inComments, lastMailTo, openAdmissionHouse, openScene, SIGNER, SMALL, stateOf, submitted, tokenIn } from './testing/house.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')

describeOnEveryEngine('without an account', (open) => {
  test('a link opens one application, and nothing else does', async () => {
    const house = await openAdmissionHouse(await open())
    const { admissions, mails } = house
    const effort = await house.worked('application')
    const begun = await admissions.begin({ effort, address: HERE })
    assert.match(begun.token, /^oar_[0-9a-hjkmnp-tv-z]{52}$/)
    await assert.rejects(admissions.begin({ effort, address: HERE }), { code: 'door.effort-used' }, 'each challenge works once')
    await assert.rejects(admissions.begin({ effort: { challenge: 'e1.application.2.1.x.y', number: '0' }, address: HERE }), { code: 'door.effort-unknown' })
    await assert.rejects(admissions.begin({ effort: await house.worked('application-comment'), address: HERE }), { code: 'door.effort-unknown' }, 'nor for something else')
    assert.equal(await admissions.open(begun.token), begun.application)
    const rows = await house.database.read((tx) => tx.all('select * from admissions_link'))
    assert.ok(!JSON.stringify(rows).includes(begun.token), 'kept as its hash')
    for (const wrong of [undefined, '', `${begun.token.slice(0, -1)}!`, begun.token.replace('oar_', 'oad_'), `oar_${'0'.repeat(52)}`]) await assert.rejects(admissions.own(wrong), { code: 'admissions.link-needed' })
    await assert.rejects(admissions.open(`oar_${'0'.repeat(52)}`), { code: 'admissions.link-gone' })
    await assert.rejects(admissions.application(begun.application), { code: 'admissions.unknown' }, 'a draft is nobody else’s')
    assert.equal(mails.length, 0)
    await admissions.withdraw(begun.token, null)
    await assert.rejects(admissions.own(begun.token), { code: 'admissions.link-needed' }, 'gone without a trace')
    for (const table of ['application', 'link', 'event', 'evidence', 'document']) assert.deepEqual(await house.database.read((tx) => tx.all(`select * from admissions_${table}`)), [], table)
    assert.deepEqual(await house.facts(), [], 'and nothing was told of it')
  })

  test('a draft in which nothing was saved is gone after a fortnight; one with a page in it stays', async () => {
    const house = await openAdmissionHouse(await open())
    const { admissions, pass } = house
    const empty = await admissions.begin({ effort: await house.worked('application'), address: HERE })
    const begun = await admissions.begin({ effort: await house.worked('application'), address: HERE })
    pass(SECOND)
    await admissions.saveOrganisation(begun.token, SMALL)
    pass(14 * DAY)
    assert.equal((await admissions.own(empty.token)).standing.state, 'lapsed')
    await admissions.round()
    await assert.rejects(admissions.own(empty.token), { code: 'admissions.link-needed' })
    assert.equal((await admissions.own(begun.token)).standing.state, 'draft')
  })

  test('an address counts once its link was opened; a new one takes the links of the old one with it', async () => {
    const house = await openAdmissionHouse(await open())
    const { admissions, pass } = house
    const own = await draft(house)
    const first = tokenIn(lastMailTo(house, own.mail))
    assert.equal((await admissions.own(own.token)).application.mailConfirmed, own.mail)
    await admissions.saveContact(own.token, { name: 'Rui', mail: ' RUI@tiny-tide.example ', role: null, mentor: false }).catch(() => assert.fail('the one who types makes capitals'))
    await assert.rejects(admissions.own(first), { code: 'admissions.link-needed' }, 'who left has no way in')
    const second = tokenIn(lastMailTo(house, 'rui@tiny-tide.example'))
    assert.equal((await admissions.own(second)).application.mailConfirmed, null)
    await assert.rejects(admissions.submit(second, SIGNER), (error: { code: string; faults: { field: string }[] }) => error.code === 'admissions.not-ready' && error.faults[0]?.field === '/contact/mail')
    await admissions.open(second)
    await admissions.submit(second, SIGNER)
    await admissions.sendLinksTo({ mail: 'rui@tiny-tide.example', effort: await house.worked('application'), address: HERE })
    await admissions.sendLinksTo({ mail: 'nobody@tiny-tide.example', effort: await house.worked('application'), address: HERE })
    assert.deepEqual(house.asked, ['rui@tiny-tide.example', 'nobody@tiny-tide.example'], 'answers alike; the job looks')
    const before = house.mails.length
    for (let times = 0; times < 9; times += 1) await admissions.sendLinks('rui@tiny-tide.example')
    await admissions.sendLinks('nobody@tiny-tide.example')
    assert.ok(house.mails.length - before <= 5, 'nobody fills another’s letter box')
    pass(DAY + SECOND)
    await admissions.sendLinks('rui@tiny-tide.example')
    assert.equal((await admissions.own(tokenIn(lastMailTo(house, 'rui@tiny-tide.example')))).application.id, own.id)
  })

  test('who cannot apply is told why before anything is published', async () => {
    const house = await openAdmissionHouse(await open())
    const own = await draft(house)
    for (const [given, words] of [[{ offensive: 'brokers' }, /exploits or spyware/], [{ ownership: 'government' }, /partners/], [{ sanctions: 'listed' }, /sanctions/], [{ insolvency: 'open' }, /insolvency/]] as const) {
      await house.admissions.saveEligibility(own.token, { ownership: 'private', sanctions: 'none', insolvency: 'none', offensive: 'none', ...given })
      await assert.rejects(house.admissions.submit(own.token, SIGNER), (error: { code: string; message: string }) => error.code === 'admissions.ineligible' && words.test(error.message))
    }
    await assert.rejects(house.admissions.application(own.id), { code: 'admissions.unknown' })
  })

  test('the domain: a line of one’s own, looked for when asked, and no claim without it', async () => {
    const house = await openAdmissionHouse(await open())
    const { admissions, zone, pass } = house
    const own = await draft(house)
    const { line, other } = await (async () => ({ line: (await admissions.own(own.token)).application.proof!, other: await draft(house, { name: 'Other Tide' }) }))()
    await assert.rejects(admissions.saveDomain(own.token, 'https://tiny.example/x'), { code: 'members.domain' })
    await admissions.saveDomain(own.token, 'other-tide.example')
    pass(MINUTE)
    await admissions.checkOwnDomain(own.token)
    const after = (await admissions.own(own.token)).application.proof!
    assert.notEqual(after.token, line.token)
    assert.notEqual(after.result, 'verified', 'the line of another application proves nothing')
    await assert.rejects(admissions.submit(own.token, SIGNER), { code: 'admissions.not-ready' })
    zone.clear()
    pass(MINUTE)
    await admissions.checkOwnDomain(other.token)
    assert.equal((await admissions.own(other.token)).application.proof!.result, 'missing', 'a line that was taken away before handing in is missed')
  })

  test('documents: few, small, what they say they are; private, until their owner releases them', async () => {
    const scene = await openScene(await open())
    const { house, secretariat: { first }, sponsors: [quay] } = scene
    const { admissions } = house
    const own = await draft(house)
    const other = await draft(house, { name: 'Other Tide' })
    const document = { criterion: 'incidents' as const, title: 'Plan for bad days', type: 'text/plain' as const, content: base64('Call Ana.') }
    const id = await admissions.addDocument(own.token, document)
    assert.equal(await admissions.addDocument(own.token, document), id, 'sent twice, kept once')
    await assert.rejects(admissions.addDocument(own.token, { ...document, type: 'application/pdf' }), { code: 'admissions.document-type' })
    await assert.rejects(admissions.addDocument(own.token, { ...document, content: '%%%%' }), { code: 'admissions.field' })
    await assert.rejects(admissions.addDocument(own.token, { ...document, content: base64('x'.repeat(LIMITS.bytes + 1)) }), { code: 'admissions.document-large' })
    await assert.rejects(admissions.removeDocument(other.token, id), { code: 'admissions.evidence-unknown' }, 'another’s link')
    const gone = await admissions.addDocument(own.token, { ...document, content: base64('Call Rui.') })
    await admissions.removeDocument(own.token, gone)
    const reads = async (): Promise<boolean[]> => Promise.all([[anonymous, own.token], [anonymous, other.token], [anonymous, undefined], [first, undefined], [quay!.first, undefined]].map(([actor, token]) =>
      admissions.document(actor as typeof anonymous, token as string | undefined, id).then(() => true, (error: { code: string }) => assert.equal(error.code, 'admissions.document-unknown') ?? false)))
    assert.deepEqual(await reads(), [true, false, false, false, false], 'a draft is its owner’s')
    await admissions.submit(own.token, SIGNER)
    assert.deepEqual(await reads(), [true, false, false, true, false], 'then the secretariat’s as well')
    await assert.rejects(admissions.removeDocument(own.token, id), { code: 'admissions.not-now' })
    await assert.rejects(admissions.releaseDocument(other.token, id), { code: 'admissions.not-now' })
    await admissions.releaseDocument(own.token, id)
    await admissions.releaseDocument(own.token, id)
    assert.deepEqual(await reads(), [true, true, true, true, true])
    assert.equal((await house.facts()).filter((kind) => kind === 'document-released').length, 1)
  })

  test('the test mail: by whoever reads it, within five working days, three times at most', async () => {
    const scene = await openScene(await open())
    const { house } = scene
    const { admissions, pass } = house
    const own = await submitted(house)
    const old = tokenIn(lastMailTo(house, `security@${own.domain}`))
    await assert.rejects(admissions.answerTestMail(own.token), { code: 'admissions.test-gone' }, 'another kind of link')
    await assert.rejects(admissions.own(old), { code: 'admissions.link-needed' }, 'nor does it open the application')
    await assert.rejects(admissions.askTestMail(own.token), { code: 'admissions.test-mail-waits' })
    pass(8 * DAY)
    assert.deepEqual(await admissions.answerTestMail(old), { name: 'Tiny Tide', inTime: false }, 'late is late')
    await assert.rejects(admissions.takeUp(scene.secretariat.first, own.id).then(() => admissions.complete(scene.secretariat.first, own.id)), { code: 'admissions.gates-open' })
    await admissions.askTestMail(own.token)
    await assert.rejects(admissions.answerTestMail(old), { code: 'admissions.test-gone' }, 'only the newest counts')
    pass(8 * DAY)
    await admissions.askTestMail(own.token)
    pass(8 * DAY)
    await assert.rejects(admissions.askTestMail(own.token), { code: 'admissions.test-mails-spent' })
    const last = tokenIn(lastMailTo(house, `security@${own.domain}`))
    assert.equal((await admissions.answerTestMail(last)).inTime, false)
    assert.equal((await admissions.answerTestMail(last)).inTime, false, 'opened again it says the same')
    assert.equal((await house.facts()).filter((kind) => kind === 'test-mail-answered').length, 2)
  })

  test('comments: by anyone while the window is open, each answered once, hidden by two persons and a rule, never gone', async () => {
    const scene = await openScene(await open())
    const { house, secretariat, sponsors: [quay] } = scene
    const { admissions, pass } = house
    const own = await inComments(scene)
    const say = async (text: string, address = HERE) => admissions.comment(own.id, { text, language: 'en', effort: await house.worked('application-comment'), address })
    const comment = await say('They answered me\u202e in a day.\r\n\u200bThank you.')
    assert.equal(comment.text, 'They answered me in a day.\nThank you.', 'marks that turn text are taken out')
    await assert.rejects(say('They answered me in a day.\nThank you.'), { code: 'admissions.comment-again' })
    await assert.rejects(say('\u200b \u200b'), { code: 'admissions.comment' })
    await admissions.replyToComment(own.token, comment.id, 'Gladly.')
    await assert.rejects(admissions.replyToComment(own.token, comment.id, 'On second thought …'), { code: 'admissions.replied-already' })
    const other = await draft(house, { name: 'Other Tide' })
    await assert.rejects(admissions.replyToComment(other.token, comment.id, 'It is ours.'), { code: 'admissions.not-now' })
    const proposal = await admissions.proposeHiding(secretariat.first, own.id, comment.id, 'advertising')
    await assert.rejects(admissions.confirm(secretariat.first, own.id, proposal, 'secretariat'), { code: 'admissions.second-person' })
    await assert.rejects(admissions.confirm(secretariat.robot, own.id, proposal, 'secretariat'), { code: 'admissions.second-person' }, 'nor by a program of the same person')
    await assert.rejects(admissions.confirm(quay!.first, own.id, proposal, 'secretariat'), { code: 'door.no-right' })
    await admissions.confirm(secretariat.second, own.id, proposal, 'secretariat')
    const [hidden] = (await admissions.application(own.id)).comments
    assert.deepEqual([hidden?.hidden, hidden?.sha256], ['advertising', comment.sha256])
    pass(14 * DAY)
    await assert.rejects(say('Too late?'), { code: 'admissions.not-now' })
    await assert.rejects(admissions.comment(other.id, { text: 'A draft?', language: 'en', effort: await house.worked('application-comment'), address: HERE }), { code: 'admissions.unknown' })
    assert.equal(await stateOf(house, own), 'endorsement')
  })

  test('ten people with everything at hand: seven pages, each saved once, and nothing asked twice', async () => {
    const house = await openAdmissionHouse(await open())
    const own = await draft(house, SMALL, answered({ words: 'Yes.' }))
    const { missing, application } = await house.admissions.own(own.token)
    assert.deepEqual(missing, [], 'one sentence for each question is enough below 50 people')
    await house.admissions.saveOrganisation(own.token, { ...application.answers.organisation!, people: 50 })
    assert.equal((await house.admissions.own(own.token)).missing.length, 9, 'from 50 on a page or a document is asked for')
    house.pass(30 * DAY + HOUR)
    await house.admissions.round()
    const reminder = lastMailTo(house, own.mail, /waits for you/)
    assert.match(reminder, /finish the form/)
    assert.doesNotMatch(reminder, /oar_/, 'no secret in a reminder')
  })
})
