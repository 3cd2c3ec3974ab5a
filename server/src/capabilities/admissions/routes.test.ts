/** The routes of this room through a real door: what goes in, what comes out as the contract has it, who may, and what an attacker is told. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applicationPages, contract } from '@openaccord/api'
import { DAY } from '../../kernel/index.ts'
import type { RouteShape } from '../../platform/endpoint.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { openRoomDoor, type Asked } from '../../platform/testing/room-door.ts'
import { sealUp } from '../members/testing/keys.ts'
import { dnsName } from '../members/index.ts'
import { admissionsEndpoints, mountDocuments } from './index.ts'
import { CRITERIA } from './model/answers.ts'
import { decided, inBallot, inComments, lastMailTo, openScene, reviewAll, SMALL, sponsor, tokenIn, underReview, vouches, type AdmissionHouse } from './testing/house.ts'

const { admissions: routes } = contract

/** The applicant comes with the cookie of their link. */
async function openDoor(house: AdmissionHouse) {
  const door = await openRoomDoor({ clock: house.now, endpoints: admissionsEndpoints(house.admissions), mount: (door) => mountDocuments(door, house.admissions) })
  return {
    ...door,
    ask: (route: RouteShape, { token, ...asked }: Asked & { token?: string | undefined } = {}) =>
      door.ask(route, token === undefined ? asked : { ...asked, headers: { cookie: `accord_application=${token}` } }),
  }
}

describeOnEveryEngine('applications over HTTP', (open) => {
  test('every route, from beginning to admission, with no account until the last one', async () => {
    const scene = await openScene(await open())
    const { house, secretariat, sponsors: [quay, mole, pier], ombudsperson } = scene
    const { ask, seen, cookies, door, nameOf } = await openDoor(house)
    const begun = await ask(routes.begin, { body: { mail: 'ana@tiny-tide.example', effort: await house.worked('application') } })
    assert.deepEqual(cookies.at(-1), { name: 'application', value: begun.json.token, maxAgeSeconds: 30 * 86_400 })
    await ask(routes.open, { body: { token: tokenIn(lastMailTo(house, 'ana@tiny-tide.example')) } })
    const token = cookies.at(-1)!.value
    assert.notEqual(token, begun.json.token)
    assert.deepEqual((await ask(routes.mine, { token })).json.missing.length > 5, true)
    const { affiliates, group, register, ...organisation } = SMALL
    assert.deepEqual([affiliates, group, register], [[], null, null])
    await ask(routes.saveOrganisation, { token, body: organisation })
    await ask(routes.saveContact, { token, body: { name: 'Ana Reis', mail: 'ana@tiny-tide.example' } })
    await ask(routes.saveEligibility, { token, body: { ownership: 'private', sanctions: 'none', insolvency: 'none', offensive: 'none' } })
    const { json: { domainProof } } = await ask(routes.saveDomain, { token, body: { domain: 'Tiny-Tide.example' } })
    house.zone.set(dnsName('tiny-tide.example'), [domainProof.line])
    assert.equal((await ask(routes.checkDomain, { token })).json.domainProof.result, 'verified')
    await ask(routes.saveDisclosure, { token, body: { mail: 'security@tiny-tide.example' } })
    await ask(routes.savePractice, { token, body: { answers: Object.fromEntries(CRITERIA.map((criterion) => [criterion, { answer: 'yes', words: 'Yes.' }])), claims: ['dmarc'] } })
    const added = await ask(routes.addDocument, { token, body: { criterion: 'updates', title: 'Plan', type: 'text/plain', content: Buffer.from('Three years.').toString('base64') } })
    const [document] = added.json.evidence
    await ask(routes.addDocument, { token, body: { criterion: 'updates', title: 'Draft', type: 'text/plain', content: Buffer.from('Two years.').toString('base64') } })
    const second = (await ask(routes.mine, { token })).json.evidence.find(({ title }: { title: string }) => title === 'Draft')
    await ask(routes.removeDocument, { token, params: { evidence: second.id } })
    const { json: own } = await ask(routes.submit, { token, body: { name: 'Ana Reis', title: 'Owner', declares: true } })
    const params = { application: own.id as string }
    const as = secretariat.first
    house.pass(8 * DAY)
    await ask(routes.askTestMail, { token })
    await ask(routes.answerTestMail, { body: { token: tokenIn(lastMailTo(house, 'security@tiny-tide.example')) } })
    await ask(routes.takeUp, { as, params })
    await ask(routes.complete, { as, params })
    await ask(routes.askMore, { as, params, body: { text: 'For how long do updates come?' } })
    await ask(routes.answerQuestions, { token, body: { text: 'Three years.' } })
    await ask(routes.measure, { as, params })
    await ask(routes.releaseDocument, { token, params: { evidence: document.id } })
    const checkedBy = async (evidence: string, result: string) => ask(routes.checkEvidence, { as, params: { ...params, evidence }, body: { result, grade: result === 'fail' ? 'E0' : 'E1', note: '' } })
    const toCheck = (await ask(routes.handled, { as, params })).json.application.evidence.filter(({ kind }: { kind: string }) => kind !== 'measurement')
    for (const { id } of toCheck) await checkedBy(id, id === toCheck[0].id ? 'fail' : 'pass')
    await ask(routes.disputeEvidence, { token, params: { evidence: toCheck[0].id }, body: { reason: 'It says three years, plainly.' } })
    await ask(routes.resolveDispute, { as: secretariat.second, params: { ...params, evidence: toCheck[0].id }, body: { outcome: 'corrected', grade: 'E1', note: 'It does say so, plainly.' } })
    await ask(routes.openComments, { as, params })
    const commented = await ask(routes.comment, { params, body: { text: 'They are kind.', language: 'en', effort: await house.worked('application-comment') } })
    await ask(routes.replyToComment, { token, params: { comment: commented.json.id }, body: { text: 'So are you.' } })
    const { json: { proposals: [hiding] } } = await ask(routes.hideComment, { as, params: { ...params, comment: commented.json.id }, body: { rule: 'not-about-this' } })
    await ask(routes.confirmProposal, { as: secretariat.second, params: { ...params, proposal: hiding.proposal } })
    await ask(routes.askSponsors, { as, params, body: { organisations: ['quay'] } })
    await ask(routes.nameMentor, { as, params, body: { organisation: 'mole' } })
    assert.equal((await ask(routes.sponsoring, { as: quay!.first })).json.applications[0].asked, true)
    const prepared = await ask(routes.prepareAct, { as: quay!.robot, body: { kind: 'sponsorship', says: { application: own.id, facts: vouches } } })
    await ask(routes.submitAct, { as: quay!.robot, body: { envelope: await sealUp(prepared.json.statement, quay!.key) } })
    await sponsor(house, mole!, { id: own.id, token, mail: '', domain: '' })
    house.pass(14 * DAY)
    await ask(routes.openBallot, { as, params })
    assert.equal((await ask(routes.queue, { as })).json.applications[0].waits[0].what, 'vote')
    await decided(scene, { id: own.id, token, mail: '', domain: '' })
    await ask(routes.admit, { as, params, body: { slug: 'tiny-tide' } })
    const { json: shown } = await ask(routes.application, { params })
    assert.equal(shown.slug, 'tiny-tide')
    assert.deepEqual([shown.commentList[0].text, shown.commentList[0].hidden, shown.commentList[0].name], [null, 'not-about-this', null])
    assert.equal((await ask(routes.applications, { query: '?open=yes&limit=1' })).json.found, 1)

    const other = await underReview(scene, { name: 'Other Tide' })
    const otherParams = { application: other.id as string }
    const { json: { proposals: [dropped] } } = await ask(routes.decline, { as, params: otherParams, body: { codes: ['evidence-missing'], reasons: 'Nothing was shown to us at all.' } })
    await ask(routes.dropProposal, { as: secretariat.second, params: { ...otherParams, proposal: dropped.proposal } })
    const { json: { proposals: [declining] } } = await ask(routes.decline, { as, params: otherParams, body: { codes: ['evidence-missing'], reasons: 'Nothing was shown to us at all.' } })
    await ask(routes.confirmProposal, { as: secretariat.second, params: { ...otherParams, proposal: declining.proposal } })
    await ask(routes.appealDecision, { token: other.token, body: { text: 'Everything was shown, on one page.' } })
    assert.equal((await ask(routes.appeals, { as: ombudsperson.first })).json.appeals[0].mayDecide, true)
    const { json: { proposals: [rash] } } = await ask(routes.decideAppeal, { as: ombudsperson.first, params: otherParams, body: { outcome: 'upheld', reasons: 'Said too early, and taken back.' } })
    assert.deepEqual((await ask(routes.dropAppeal, { as: ombudsperson.first, params: { ...otherParams, proposal: rash.proposal } })).json.proposals, [])
    const { json: { proposals: [hearing] } } = await ask(routes.decideAppeal, { as: ombudsperson.first, params: otherParams, body: { outcome: 'remitted', reasons: 'One page is enough for ten people.' } })
    await ask(routes.confirmAppeal, { as: ombudsperson.second, params: otherParams, body: { proposal: hearing.proposal } })
    await ask(routes.sendLink, { body: { mail: 'nobody@tiny-tide.example', effort: await house.worked('application') } })
    await ask(routes.withdrawApplication, { token: other.token })
    await ask(routes.close)
    assert.equal(cookies.at(-1)!.maxAgeSeconds, 0)
    assert.deepEqual(Object.values(routes).map(({ method, path }) => `${method} ${path}`).filter((route) => !seen.has(route)), [], 'every route was asked')

    const file = await door.inject({ method: 'GET', url: applicationPages.document(document.id), headers: { host: '127.0.0.1:9' } })
    assert.deepEqual([file.statusCode, file.body, file.headers['content-disposition']], [200, 'Three years.', `attachment; filename="${document.id}.txt"`], 'released')
    assert.match(String(file.headers['content-security-policy']), /^default-src 'none'/)
    assert.equal(file.headers['x-content-type-options'], 'nosniff')
    assert.equal((await ask(routes.handled, { as: pier!.first, params })).status, 403, nameOf(pier!.first))
  })

  test('what others are told: nothing of drafts, answers, contacts, unreleased documents, other links', async () => {
    const scene = await openScene(await open())
    const { house, secretariat, sponsors: [quay] } = scene
    const { ask, door } = await openDoor(house)
    const own = await underReview(scene)
    const other = await underReview(scene, { name: 'Other Tide' })
    const params = { application: own.id as string }
    const { json } = await ask(routes.application, { params })
    const text = JSON.stringify(json)
    for (const secret of ['Ana Reis', own.mail, `security@${own.domain}`, own.token, 'We do this', 'token=', 'salt']) assert.ok(!text.includes(secret), `${secret} is not public before the comment window`)
    await reviewAll(scene, own)
    await house.admissions.openComments(secretariat.first, own.id)
    const opened = JSON.stringify((await ask(routes.application, { params })).json)
    assert.ok(opened.includes('We do this: updates.'), 'claims are, once everyone may comment')
    for (const secret of ['Ana Reis', own.mail, own.token]) assert.ok(!opened.includes(secret), secret)
    const handled = await ask(routes.handled, { as: secretariat.first, params })
    assert.ok(!JSON.stringify(handled.json).includes('"salt"'), 'the salt is the applicant’s')
    for (const token of [undefined, other.token, 'oar_guessed', `oad_${'0'.repeat(52)}`]) {
      const answer = await ask(routes.replyToComment, { token, params: { comment: `comment_${'0'.repeat(20)}` }, body: { text: 'Mine.' } })
      assert.ok([401, 404, 409].includes(answer.status), `${token}`)
    }
    for (const route of [routes.mine, routes.submit, routes.saveOrganisation, routes.withdrawApplication, routes.appealDecision, routes.addDocument] as RouteShape[]) {
      const body = route === routes.saveOrganisation ? SMALL : route === routes.submit ? { name: 'A', title: 'B', declares: true } : route === routes.appealDecision ? { text: 'Twenty letters and more.' } : route === routes.addDocument ? { criterion: 'updates', title: 'x', type: 'text/plain', content: 'eHh4' } : undefined
      assert.equal((await ask(route, { ...(body === undefined ? {} : { body }), token: `oar_${'1'.repeat(52)}` })).status, 401, route.path)
    }
    for (const route of Object.values(routes).filter(({ access }) => access !== 'public') as RouteShape[]) {
      const filled = { application: own.id, evidence: `evidence_${'0'.repeat(20)}`, comment: `comment_${'0'.repeat(20)}`, proposal: 'x' }
      assert.equal((await ask(route, { params: filled })).status, 401, `${route.path} without an account`)
      if (route.access !== 'acts.sign') assert.ok([400, 403, 422].includes((await ask(route, { params: filled, as: quay!.first })).status), `${route.path} by a signatory`)
    }
    const foreign = await door.inject({
      method: 'POST', url: routes.withdrawApplication.path, payload: '{}',
      headers: { host: '127.0.0.1:9', origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site', 'content-type': 'application/json', cookie: `accord_application=${own.token}` },
    })
    assert.equal(foreign.statusCode, 403, 'another site does not act with our cookie')
  })

  test('a form sent twice, a window that is over, a field that is wrong', async () => {
    const scene = await openScene(await open())
    const { house } = scene
    const { ask } = await openDoor(house)
    const own = await inComments(scene)
    const params = { application: own.id as string }
    const body = { text: 'Twice.', language: 'en', effort: await house.worked('application-comment') }
    assert.deepEqual([(await ask(routes.comment, { params, body })).status, (await ask(routes.comment, { params, body })).status], [201, 409])
    assert.equal((await ask(routes.comment, { params, body: { ...body, text: 'x'.repeat(4001) } })).status, 400)
    assert.equal((await ask(routes.comment, { params, body: { ...body, effort: { challenge: 'made up' } } })).status, 422)
    assert.equal((await ask(routes.saveOrganisation, { token: own.token, body: { ...SMALL, people: 0 } })).json.faults[0].field, '/people')
    assert.equal((await ask(routes.applications, { query: '?after=x' })).status, 400)
    assert.equal((await ask(routes.application, { params: { application: `application_${'0'.repeat(20)}` } })).status, 404)
    assert.equal((await house.admissions.application(own.id)).comments.length, 1)
    const balloted = await inBallot(scene, { name: 'Other Tide' })
    assert.equal((await ask(routes.comment, { params: { application: balloted.id }, body: { ...body, effort: await house.worked('application-comment') } })).json.code, 'admissions.not-now')
  })
})
