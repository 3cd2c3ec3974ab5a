/** The routes and files of this room through a real door: what goes in, what comes out as the contract has it, and who may. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commitmentFiles, contract } from '@openaccord/api'
import { DAY, iso } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { openRoomDoor } from '../../platform/testing/room-door.ts'
import { sealUp } from '../members/testing/keys.ts'
import { commitmentsEndpoints, mountCommitmentFiles } from './index.ts'
import { attestation, committed, day, EVIDENCE, nothing, OFFICER, openAssessor, openSigned, promise, stated, type ConductHouse, type Desk } from './testing/house.ts'

const { commitments: routes } = contract

const openDoor = (house: ConductHouse) => openRoomDoor({ clock: house.now, endpoints: commitmentsEndpoints(house.commitments), mount: (door) => mountCommitmentFiles(door, house.commitments) })

describeOnEveryEngine('the routes of commitments', (open) => {
  test('all of them, from a proposal to a determination', { timeout: 120_000 }, async () => {
    const { house, secretariat, desks: [quay, pier] } = await openSigned(await open(), 'quay', 'pier')
    const { ask, file, seen } = await openDoor(house)
    const submit = async ({ robot, key }: Desk, kind: string, says: object) => {
      house.pass(1_000_000)
      const { statement } = (await ask(routes.prepareAct, { as: robot, body: { kind, says } })).json
      return (await ask(routes.submitAct, { as: robot, body: { envelope: await sealUp(statement, key) } })).json
    }
    assert.deepEqual([(await ask(routes.prepareAct, { body: { kind: 'commitment', says: {} } })).status, (await ask(routes.duties)).status], [401, 401])
    assert.equal((await ask(routes.prepareAct, { as: quay!.robot, body: { kind: 'pledge-signature', says: {} } })).status, 400, 'another room’s')
    assert.ok((await ask(routes.metrics)).json.metrics.length > 10)
    const missing = await ask(routes.prepareAct, { as: quay!.robot, body: { kind: 'commitment', says: { title: 'x' } } })
    assert.deepEqual([missing.status, missing.json.faults[0].field], [422, '/says/clause'])

    const made = await submit(quay!, 'commitment', promise(house, { title: '=cmd', metric: 'fixed-within-90-days' }))
    assert.deepEqual([made.outcome, made.proposal, made.ceremony], ['logged', null, null])
    await submit(quay!, 'commitment-acceptance', { commitment: made.fact, officer: OFFICER })
    house.pass(10 * DAY)
    const progress = await submit(quay!, 'commitment-progress', { commitment: made.fact, value: '76', on: day(house), evidence: EVIDENCE, outlook: 'on-track' })
    await submit(quay!, 'commitment-correction', { corrects: progress.fact, value: '70', on: day(house), evidence: EVIDENCE, reason: 'Counted twice.' })
    const id = made.fact.replace('fact_', 'commitment_')
    const shown = (await ask(routes.commitment, { params: { id } })).json
    assert.deepEqual([shown.commitment.state, shown.commitment.way, shown.measures[0].value, shown.measures[0].corrections[0].value, shown.history.length], ['on-track', 28, '76', '70', 4])
    assert.equal((await ask(routes.commitment, { params: { id: 'commitment_00000000000000000000' } })).status, 404)
    assert.match((await ask(routes.act, { params: { fact: made.fact } })).json.words, /proposes to commit itself under P1/)
    assert.equal((await ask(routes.act, { params: { fact: 'fact_00000000000000000000' } })).status, 404)
    await committed(house, pier!)
    const board = (await ask(routes.commitments, { query: '?limit=1&principle=P1' })).json
    assert.deepEqual([board.found, board.commitments.length, board.counts.started, board.counts.promised, board.delivered.length], [2, 1, 1, 1, 2])
    const next = (await ask(routes.commitments, { query: `?limit=1&after=${board.next}` })).json
    assert.deepEqual([next.commitments[0].slug, next.next], ['pier', null])
    for (const [query, status] of [['?state=nonsense', 400], ['?after=nonsense', 400], ['?after=fact_00000000000000000000', 422], ['?organisation=nobody', 404]] as const) {
      assert.equal((await ask(routes.commitments, { query })).status, status, query)
    }

    const draft = (await ask(routes.writeAttestation, { as: quay!.first, body: attestation(house) })).json
    await ask(routes.sendToCounsel, { as: quay!.first, body: { sha256: draft.sha256 } })
    assert.equal((await ask(routes.approveDraft, { as: quay!.first, body: { sha256: draft.sha256, role: 'Counsel' } })).status, 403)
    assert.equal((await ask(routes.approveDraft, { as: quay!.second, body: { sha256: draft.sha256, role: 'Counsel' } })).json.state, 'approved')
    assert.equal((await ask(routes.attestationDraft, { as: pier!.first })).json.state, 'none')
    await submit(quay!, 'attestation', {})
    const one = (await ask(routes.attestations, { params: { slug: 'quay' } })).json
    assert.equal(one.standing.state, 'fresh')
    const every = (await ask(routes.attestationStandings)).json.organisations
    assert.deepEqual(every.map(({ slug, standing }: { slug: string; standing: { state: string } }) => [slug, standing.state]), [['pier', 'due'], ['quay', 'fresh']])
    assert.deepEqual(every[1].standing, one.standing, 'each as it stands by itself')
    assert.equal((await ask(routes.attestations, { params: { slug: 'nobody' } })).status, 404)

    house.pass(Date.UTC(2027, 0, 5) * 1000 - house.now())
    await stated(house, quay!, '2026-H2', { requests: nothing([{ category: 'G4', where: 'CL', received: '1-4', refused: 'may-not-say', challenged: '0', complied: '1-4', pending: '0' }]) })
    await submit(quay!, 'stage-evidence', { product: 'Quay OS', stage: 'use', claim: 'Updates are signed.', evidence: EVIDENCE, from: day(house), until: day(house, 300) })
    assert.equal((await ask(routes.accreditAssessor, { as: quay!.first, body: { slug: 'owl', until: day(house, 600), basis: 'x' } })).status, 403)
    const owl = await openAssessor(house, secretariat, 'owl')
    await ask(routes.accreditAssessor, { as: secretariat.first, body: { slug: 'owl', until: day(house, 600), basis: 'A standards body' } })
    const engaged = await submit(quay!, 'assurance-engagement', { assessor: owl.first.organisation, scope: 'Requests.', until: day(house, 200) })
    const sealed = (await ask(routes.sealCase, { as: quay!.first, params: { fact: engaged.fact }, body: { title: 'Case', text: 'A letter.' } })).json
    assert.equal((await ask(routes.readCase, { as: secretariat.first, params: { case: sealed.id } })).status, 404, 'not for the secretariat')
    assert.equal((await ask(routes.readCase, { params: { case: sealed.id } })).status, 401)
    assert.equal((await ask(routes.readCase, { as: owl.first, params: { case: sealed.id } })).json.text, 'A letter.')
    assert.equal((await ask(routes.engagements, { as: owl.first })).json.engagements[0].cases[0].title, 'Case')
    assert.deepEqual((await ask(routes.engagements, { as: secretariat.first })).json.engagements, [])
    assert.equal((await ask(routes.duties, { as: owl.first })).json.duties[0].act, 'assurance-determination')
    await submit(owl, 'assurance-determination', { engagement: engaged.fact, finding: 'yes', process: 'We read.', summary: 'Effort.', language: 'en', assessors: ['Lead assessor'] })
    const page = (await ask(routes.requestsOf, { params: { slug: 'quay' } })).json
    assert.deepEqual([page.standing.state, page.statements[0].breaches.length, page.matrix.missing, page.assurance.state, page.assurance.determinations[0].cases], ['fresh', 1, 3, 'current', 1])
    assert.ok(!JSON.stringify(page).includes('A letter'), 'nothing of a sealed case')
    const requests = (await ask(routes.requests, { query: `?since=${iso(house.now() - DAY)}&category=G4` })).json
    assert.deepEqual([requests.period, requests.cells.length, requests.changes.length, requests.organisations.map(({ slug, standing }: { slug: string; standing: { state: string } }) => `${slug} ${standing.state}`)], ['2026-H2', 2, 1, ['pier due', 'quay fresh']])
    assert.equal((await ask(routes.assessors)).json.assessors[0].state, 'accredited')
    assert.equal((await ask(routes.endAccreditation, { as: secretariat.second, params: { slug: 'owl' }, body: { reason: 'It ended.' } })).json.state, 'ended')
    const duties = (await ask(routes.duties, { as: pier!.first })).json
    assert.deepEqual(duties.duties.filter(({ urge }: { urge: string }) => urge === 'due').map(({ act }: { act: string }) => act).includes('request-statement'), true)
    assert.deepEqual(Object.values(routes).map(({ method, path }) => `${method} ${path}`).filter((name) => !seen.has(name)), [], 'every route was asked')

    const csv = await file(`${commitmentFiles.csv}?organisation=quay`)
    assert.match(csv.body, /^id,organisation,.*\r\ncommitment_\w+,The quay,quay,'=cmd,P1/)
    assert.equal((await file(commitmentFiles.json)).json().commitments.length, 2)
    assert.match((await file(commitmentFiles.feed)).body, /<entry>.*finds, from 1 sealed case, that The quay/s)
    assert.match((await file(commitmentFiles.requestsCsv)).body, /2026-H2,G4,CL,refused,may-not-say,1\r\n/)
    assert.equal((await file(commitmentFiles.requestsJson)).json().period, '2026-H2')
    assert.equal((await file(`${commitmentFiles.csv}?state=nonsense`)).statusCode, 400)
  })
})
