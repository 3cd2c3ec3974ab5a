/** Commitments, attestations and statements on a real database with real keys: each rule at its moment, state and fact together. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commitmentIdOf } from './model.ts'
import { DAY, iso, SECOND } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { remove, suspend } from '../members/testing/house.ts'
import { sealUp } from '../members/testing/keys.ts'
import type { FactId } from '@openaccord/names'
import { act, attest, attestation, committed, day, EVIDENCE, nothing, OFFICER, openAssessor, openSigned, promise, report, stated, type ConductHouse } from './testing/house.ts'

const one = async ({ commitments }: ConductHouse, fact: FactId) => (await commitments.commitment(commitmentIdOf(fact))).placed
const stateOf = async (house: ConductHouse, fact: FactId) => (await one(house, fact)).standing.state
const code = (end: string) => ({ code: `commitments.${end}` })
const faultAt = (field: string) => (error: unknown) => (error as { faults?: { field: string }[] }).faults?.[0]?.field === `/statement/predicate${field}`

describeOnEveryEngine('commitments', (open) => {
  test('from a proposal to met: taken on in exactly these words, measured, closed by what was measured', async () => {
    const { house, desks: [quay, pier] } = await openSigned(await open(), 'quay', 'pier')
    const { fact } = await act(house, quay!, 'commitment', promise(house))
    assert.equal(await stateOf(house, fact), 'proposed')
    await assert.rejects(report(house, quay!, fact, '70'), code('not-accepted'))
    await assert.rejects(act(house, pier!, 'commitment-acceptance', { commitment: fact, sha256: 'a'.repeat(64), officer: OFFICER }), faultAt('/commitment'), 'somebody else’s')
    await assert.rejects(act(house, quay!, 'commitment-acceptance', { commitment: fact, sha256: 'a'.repeat(64), officer: OFFICER }), faultAt('/sha256'), 'other words')
    await act(house, quay!, 'commitment-acceptance', { commitment: fact, officer: OFFICER })
    await assert.rejects(act(house, quay!, 'commitment-acceptance', { commitment: fact, officer: OFFICER }), code('accepted-already'))
    assert.equal(await stateOf(house, fact), 'accepted')
    house.pass(80 * DAY)
    await report(house, quay!, fact, '70', { outlook: 'at-risk' })
    assert.equal(await stateOf(house, fact), 'at-risk')
    await assert.rejects(report(house, quay!, fact, '71', { on: day(house, -9) }), faultAt('/on'), 'backwards')
    await assert.rejects(report(house, quay!, fact, '170'), faultAt('/value'), 'more than all')
    await assert.rejects(act(house, quay!, 'commitment-closing', { commitment: fact, result: 'met', value: '89.9', on: day(house), evidence: EVIDENCE }), faultAt('/result'), 'not quite')
    await act(house, quay!, 'commitment-closing', { commitment: fact, result: 'met', value: '90', on: day(house), evidence: EVIDENCE })
    assert.deepEqual([(await one(house, fact)).standing.state, (await one(house, fact)).standing.onTime], ['met', true])
    await assert.rejects(report(house, quay!, fact, '95'), code('closed'))
    const { history } = await house.commitments.commitment(commitmentIdOf(fact))
    assert.deepEqual(history.map((shown) => shown.act.kind), ['commitment-closing', 'commitment-progress', 'commitment-acceptance', 'commitment'])
    assert.match(history[0]!.words, /The quay closes as met, with 90: Nine in ten/)
    const facts = await house.facts()
    assert.deepEqual(facts.slice(-4), ['commitment', 'commitment-acceptance', 'commitment-progress', 'commitment-closing'])
  })

  test('the same statement enters once, and has one fact however often it is handed in', async () => {
    const { house, desks: [quay, pier] } = await openSigned(await open(), 'quay', 'pier')
    const { statement } = await house.commitments.prepareAct(quay!.robot, { kind: 'commitment', says: promise(house) })
    const envelope = await sealUp(statement, quay!.key)
    const answers = await Promise.all([1, 2, 3].map(() => house.commitments.submitAct(quay!.robot, { envelope })))
    assert.equal(new Set(answers.map(({ fact }) => fact)).size, 1)
    assert.equal((await house.facts()).filter((kind) => kind === 'commitment').length, 1)
    await assert.rejects(house.commitments.submitAct(pier!.robot, { envelope }), { code: 'members.act-organisation' }, 'in another name')
    assert.equal((await house.commitments.board({}, { limit: 10 })).found, 1)
  })

  test('what may be promised', async () => {
    const { house, secretariat, desks: [quay] } = await openSigned(await open(), 'quay')
    const table: [name: string, more: Record<string, unknown>, field: string][] = [
      ['a clause that the pledge has not', { clause: 'P7' }, '/clause'],
      ['a metric that the catalogue has not', { metric: { id: 'happiness', version: '1' } }, '/metric/id'],
      ['an earlier rule', { metric: { id: 'fixed-within-90-days', version: '1' } }, '/metric/version'],
      ['a metric of another principle', { clause: 'P3' }, '/metric/id'],
      ['a target no better than the baseline', { target: '62' }, '/target'],
      ['a share of more than all', { target: '101' }, '/target'],
      ['a baseline in the future', { baseline: { value: '62', on: day(house, 2) } }, '/baseline/on'],
      ['tomorrow', { due: day(house, 1) }, '/due'],
      ['in ten years', { due: day(house, 3_650) }, '/due'],
      ['a product twice', { scope: { products: ['A', 'A'], regions: ['DE'] } }, '/scope/products'],
      ['in the place of what is not there', { replaces: 'fact_0123456789abcdefghjk' }, '/replaces'],
    ]
    for (const [name, more, field] of table) await assert.rejects(act(house, quay!, 'commitment', promise(house, more)), faultAt(field), name)
    await assert.rejects(act(house, quay!, 'commitment', promise(house, { target: '-5' })), { code: 'members.act-says' }, 'a figure with a sign')
    await assert.rejects(act(house, quay!, 'commitment', promise(house, { due: '2027-02-30' })), { code: 'members.act-says', message: /\/says\/due is a day of the calendar/ }, 'a day that the calendar has not')
    await assert.rejects(act(house, secretariat, 'commitment', promise(house)), code('sign-first'), 'the secretariat')
    assert.equal((await house.facts()).includes('commitment'), false)
  })

  test('a date moves once, before it has passed, and the original one goes on to count', async () => {
    const { house, desks: [quay] } = await openSigned(await open(), 'quay')
    const fact = await committed(house, quay!)
    const original = (await one(house, fact)).commitment.act.says.due
    house.pass(70 * DAY)
    await report(house, quay!, fact, '70')
    await assert.rejects(act(house, quay!, 'commitment-move', { commitment: fact, due: day(house, 100), reason: 'Sooner.' }), faultAt('/due'))
    const moved = day(house, 330)
    await act(house, quay!, 'commitment-move', { commitment: fact, due: moved, reason: 'The supplier is late.' })
    await assert.rejects(act(house, quay!, 'commitment-move', { commitment: fact, due: day(house, 400), reason: 'Again.' }), code('moved-already'))
    house.pass(231 * DAY)
    assert.deepEqual([(await one(house, fact)).standing.state, (await one(house, fact)).standing.late], ['late', 'due-passed'], 'by the original date')
    house.pass(60 * DAY)
    await act(house, quay!, 'commitment-closing', { commitment: fact, result: 'met', value: '92', on: day(house), evidence: EVIDENCE, reason: 'Later than promised.' })
    const { standing, commitment } = await one(house, fact)
    assert.deepEqual([standing.state, standing.onTime, commitment.act.says.due], ['met', false, original])
  })

  test('late and missed come by time alone', async () => {
    const { house, desks: [quay] } = await openSigned(await open(), 'quay')
    const silent = await committed(house, quay!)
    const facts = (await house.facts()).length
    house.pass((await one(house, silent)).standing.nextMeasure! + 30 * DAY - house.now() - 1)
    assert.equal(await stateOf(house, silent), 'accepted')
    house.pass(1)
    assert.deepEqual([(await one(house, silent)).standing.state, (await one(house, silent)).standing.late], ['update-overdue', null], 'the date lies ahead: that is not late')
    assert.deepEqual([(await house.commitments.board({ column: 'late' }, { limit: 10 })).found, (await house.commitments.board({ state: 'update-overdue' }, { limit: 10 })).found], [0, 1])
    assert.deepEqual([(await one(house, silent)).standing.column, (await house.commitments.board({}, { limit: 10 })).delivered[0]?.late], ['started', 0])
    house.pass(180 * DAY)
    assert.equal((await one(house, silent)).standing.late, 'due-passed')
    house.pass(60 * DAY)
    assert.equal(await stateOf(house, silent), 'missed')
    assert.equal((await house.facts()).length, facts, 'nobody has done anything')
    await assert.rejects(act(house, quay!, 'commitment-closing', { commitment: silent, result: 'met', value: '95', on: day(house), evidence: EVIDENCE }), code('missed'))
  })

  test('replacing: closed with a reason first, one in its place, and without that it counts as missed', async () => {
    const { house, desks: [quay] } = await openSigned(await open(), 'quay')
    const [first, second] = [await committed(house, quay!), await committed(house, quay!, { title: 'Another' })]
    await assert.rejects(act(house, quay!, 'commitment', promise(house, { replaces: first })), code('close-first'))
    await assert.rejects(act(house, quay!, 'commitment-closing', { commitment: first, result: 'replaced' }), faultAt('/reason'))
    for (const fact of [first, second]) await act(house, quay!, 'commitment-closing', { commitment: fact, result: 'replaced', reason: 'We have found a better measure.' })
    await assert.rejects(act(house, quay!, 'commitment', promise(house, { clause: 'P4', metric: { id: 'cve-complete', version: '1' }, replaces: first })), faultAt('/replaces'), 'under another principle')
    await act(house, quay!, 'commitment', promise(house, { title: 'In its place', replaces: first }))
    await assert.rejects(act(house, quay!, 'commitment', promise(house, { replaces: first })), code('replaced-already'))
    house.pass(31 * DAY)
    assert.deepEqual([await stateOf(house, first), await stateOf(house, second)], ['replaced', 'missed'])
  })

  test('a figure is put right by a further act, and what was first said stays', async () => {
    const { house, desks: [quay, pier] } = await openSigned(await open(), 'quay', 'pier')
    const fact = await committed(house, quay!)
    house.pass(DAY)
    const said = await report(house, quay!, fact, '80')
    house.pass(DAY)
    const right = { corrects: said.fact, value: '66', on: day(house, -1), evidence: EVIDENCE, reason: 'Duplicates were counted.' }
    await assert.rejects(act(house, pier!, 'commitment-correction', right), faultAt('/corrects'))
    await act(house, quay!, 'commitment-correction', right)
    const { commitment, standing } = await one(house, fact)
    assert.deepEqual([commitment.measures[0]!.value, commitment.measures[0]!.corrections[0]!.says.value, standing.latest!.value, standing.way], ['80', '66', '66', 14])
  })

  test('signed and nothing delivered: after ninety days, for each principle', async () => {
    const { house, desks: [quay] } = await openSigned(await open(), 'quay', 'pier')
    const delivered = async (slug: string) => (await house.commitments.board({}, { limit: 10 })).delivered.find((each) => each.slug === slug)!
    await committed(house, quay!)
    assert.deepEqual([(await delivered('quay')).without, (await delivered('quay')).asked], [['P2', 'P3', 'P4'], false])
    house.pass(90 * DAY)
    const [a, b] = [await delivered('quay'), await delivered('pier')]
    assert.deepEqual([a.signedAndNothing, a.promised, b.signedAndNothing, b.without.length], [true, 1, true, 4])
  })

  test('reminders are sent once, a month and a week before', async () => {
    const { house, desks: [quay] } = await openSigned(await open(), 'quay')
    await committed(house, quay!, { every: 'year' })
    house.mails.length = 0
    house.pass(61 * DAY)
    assert.ok((await house.commitments.remind()) > 0)
    assert.equal(await house.commitments.remind(), 0)
    assert.equal(await house.commitments.owes('nobody-here', 'attestation'), undefined)
    const owed = await house.commitments.owes('quay', 'attestation')
    assert.deepEqual([owed?.name, owed?.until !== null], ['The quay', true], 'what is due may be reminded of by hand as well')
    assert.match(house.mails[0]!.text, /is due from The quay on/)
    house.pass(24 * DAY)
    assert.ok((await house.commitments.remind()) > 0)
  })
})

describeOnEveryEngine('attestations', (open) => {
  test('counsel approves one exact hash; what changes after it makes it void', async () => {
    const { house, desks: [quay, pier] } = await openSigned(await open(), 'quay', 'pier')
    const { commitments } = house
    const written = await commitments.writeAttestation(quay!.first, attestation(house))
    const { sha256 } = written.draft!
    assert.equal(written.state, 'drafted')
    assert.equal((await commitments.attestationDraft(pier!.first)).draft, undefined, 'nobody else’s')
    await assert.rejects(commitments.approveDraft(quay!.second, { sha256, role: 'General counsel' }), code('not-sent'))
    await commitments.sendToCounsel(quay!.first, sha256)
    await assert.rejects(commitments.approveDraft(quay!.first, { sha256, role: 'General counsel' }), code('own-draft'))
    await assert.rejects(commitments.approveDraft(quay!.robot, { sha256, role: 'General counsel' }), code('person-needed'))
    await assert.rejects(commitments.approveDraft(quay!.second, { sha256: 'b'.repeat(64), role: 'General counsel' }), code('draft-changed'))
    assert.equal((await commitments.approveDraft(quay!.second, { sha256, role: 'General counsel' })).state, 'approved')
    const { statement } = await commitments.prepareAct(quay!.robot, { kind: 'attestation', says: {} })

    const changed = await commitments.writeAttestation(quay!.first, attestation(house, { officer: { name: 'Ada Lind', title: 'President' } }))
    assert.deepEqual([changed.state, changed.draft!.approved], ['drafted', null], 'void')
    await assert.rejects(commitments.submitAct(quay!.robot, { envelope: await sealUp(statement, quay!.key) }), code('counsel-missing'))
    assert.equal((await house.facts()).includes('attestation'), false)
    await commitments.sendToCounsel(quay!.first, changed.draft!.sha256)
    await commitments.approveDraft(quay!.second, { sha256: changed.draft!.sha256, role: 'General counsel' })
    await assert.rejects(act(house, quay!, 'attestation', { from: day(house, -300) }), faultAt('/counsel/sha256'), 'another period than was approved')
    await act(house, quay!, 'attestation', {})
    assert.equal((await commitments.attestationDraft(quay!.first)).state, 'none')
    const { attestations } = await commitments.attestations('quay')
    assert.deepEqual([attestations[0]!.says.officer.title, attestations[0]!.says.counsel.role], ['President', 'General counsel'])
  })

  test('fresh for a year, stale, expired, by time alone, and the badge hears of it', async () => {
    const { house, desks: [quay] } = await openSigned(await open(), 'quay')
    const standing = async () => (await house.commitments.attestations('quay')).standing
    assert.equal((await standing()).state, 'due')
    await attest(house, quay!)
    await assert.rejects(attest(house, quay!), code('attestation-early'))
    const { due, expires } = await standing()
    house.pass(due! - house.now() - 1)
    assert.deepEqual([(await standing()).state, (await house.commitments.attestationOf('quay'))!.lapsed], ['fresh', false])
    house.pass(1)
    assert.deepEqual([(await standing()).state, (await house.commitments.attestationOf('quay'))!.lapsed], ['stale', true])
    house.pass(expires! - house.now())
    assert.equal((await standing()).state, 'expired')
    await attest(house, quay!)
    assert.equal((await standing()).state, 'fresh')
  })

  test('what an attestation may say, and how a fact is put right', async () => {
    const { house, desks: [quay] } = await openSigned(await open(), 'quay')
    const { commitments } = house
    const [fact] = attestation(house).facts
    await assert.rejects(commitments.writeAttestation(quay!.first, attestation(house, { facts: [{ ...fact, clause: 'P9' }] })), faultAt('/facts/0/clause'))
    await assert.rejects(commitments.writeAttestation(quay!.first, attestation(house, { facts: [{ ...fact, value: '140' }] })), faultAt('/facts/0/value'))
    await assert.rejects(commitments.writeAttestation(quay!.first, attestation(house, { facts: [{ ...fact, promise: 'x' }] })), { code: 'members.act-says' })
    await assert.rejects(commitments.writeAttestation(quay!.first, attestation(house, { until: day(house, 3) })), faultAt('/until'))
    const published = await attest(house, quay!)
    await assert.rejects(act(house, quay!, 'attestation-correction', { attestation: published.fact, fact: '3', says: 'x', evidence: EVIDENCE, reason: 'x' }), faultAt('/fact'))
    await act(house, quay!, 'attestation-correction', { attestation: published.fact, fact: '0', says: 'Reports fixed within 90 days', value: '69', evidence: EVIDENCE, reason: 'Counted again.' })
    const { attestations, corrections } = await commitments.attestations('quay')
    assert.deepEqual([attestations[0]!.says.facts[0]!.value, corrections[0]!.says.value], ['71.5', '69'])
  })
})

describeOnEveryEngine('requests of governments', (open) => {
  test('each half-year, every category answered, in bands; due, late and lapsed by time alone', async () => {
    const { house, desks: [quay] } = await openSigned(await open(), 'quay')
    const standing = async () => (await house.commitments.requestsOf('quay')).standing
    assert.deepEqual([(await standing()).state, (await standing()).owed], ['due', '2026-H2'])
    await assert.rejects(stated(house, quay!, '2026-H2'), faultAt('/period'), 'not over')
    await assert.rejects(stated(house, quay!, '2026-H1'), faultAt('/period'), 'before it signed')
    house.pass(Date.UTC(2027, 0, 1) * 1000 - house.now())
    await assert.rejects(stated(house, quay!, '2026-H2', { requests: nothing().slice(0, 6).concat(nothing()[0]!) }), faultAt('/requests/6'))
    await assert.rejects(stated(house, quay!, '2026-H2', { requests: [...nothing().slice(0, 6), { ...nothing()[5], where: 'DE' }] }), faultAt('/requests'), 'G6 is blank')
    await assert.rejects(stated(house, quay!, '2026-H2', { requests: nothing([{ category: 'G2', where: 'DE', received: '1-4', refused: '5-19', challenged: '0', complied: '0', pending: '0' }]) }), faultAt('/requests/7/refused'))
    await assert.rejects(stated(house, quay!, '2026-H2', { requests: nothing([{ category: 'G2', where: 'DE', received: '3' }]) }), { code: 'members.act-says' }, 'finer than a band')
    const first = await stated(house, quay!, '2026-H2')
    await assert.rejects(stated(house, quay!, '2026-H2'), code('stated-already'))
    assert.equal((await standing()).state, 'fresh')
    const states: string[] = []
    for (const moment of [Date.UTC(2027, 6, 1), Date.UTC(2027, 7, 1), Date.UTC(2028, 1, 1)]) {
      for (const at of [moment * 1000 - 1, moment * 1000]) {
        house.pass(at - house.now())
        states.push((await standing()).state)
      }
    }
    assert.deepEqual(states, ['fresh', 'due', 'due', 'late', 'late', 'lapsed'])
    assert.deepEqual((await standing()).missing, ['2027-H1', '2027-H2'])
    assert.equal((await standing()).fact, first.fact)
  })

  test('changed words and figures, exactly, against what was said before; a correction stands beside', async () => {
    const { house, desks: [quay] } = await openSigned(await open(), 'quay')
    house.pass(Date.UTC(2027, 0, 2) * 1000 - house.now())
    const first = await stated(house, quay!, '2026-H2')
    house.pass(Date.UTC(2027, 6, 2) * 1000 - house.now())
    const row = { category: 'G2', where: 'CL', received: '1-4', refused: 'may-not-say', challenged: '0', complied: '1-4', pending: '0' }
    await stated(house, quay!, '2027-H1', { requests: nothing([row]), text: 'We were not free to say whether we were asked to help in an attack.' })
    const { statements } = await house.commitments.requestsOf('quay')
    const { change } = statements[0]!
    assert.equal(change.before!.fact, first.fact)
    assert.deepEqual(change.words!.filter(({ kind }) => kind !== 'same').map(({ kind, text }) => `${kind}:${text}`), ['added:free to say whether we were '])
    assert.deepEqual(change.rows.map(({ where, field, before, after }) => [where, field, before, after]), [['CL', 'received', null, '1-4'], ['CL', 'refused', null, 'may-not-say'], ['CL', 'challenged', null, '0'], ['CL', 'complied', null, '1-4'], ['CL', 'pending', null, '0']])
    const since = await house.commitments.requests({ since: house.now() - DAY })
    assert.equal(since.changes.length, 1)
    assert.deepEqual(since.cells.filter(({ where }) => where === 'CL').map(({ organisations, complied, refused }) => ({ organisations, complied, refused })), [{ organisations: 1, complied: { '1-4': 1 }, refused: { 'may-not-say': 1 } }])
    assert.deepEqual([since.organisations[0]!.breaches, since.organisations[0]!.mayNotSay], [1, true])

    await assert.rejects(stated(house, quay!, '2027-H1', { corrects: first.fact, reason: 'x' }), faultAt('/corrects'))
    await assert.rejects(stated(house, quay!, '2027-H1', { corrects: statements[0]!.act.fact }), faultAt('/reason'))
    await stated(house, quay!, '2027-H1', { corrects: statements[0]!.act.fact, reason: 'A line was another company’s.' })
    const after = (await house.commitments.requestsOf('quay')).statements
    assert.deepEqual(after.map(({ correctedBy }) => correctedBy !== null), [false, true, false], 'what was first said stays')
    assert.equal((await house.commitments.requests({})).organisations[0]!.breaches, 0)
  })
})

describeOnEveryEngine('stages and assurance', (open) => {
  test('a matrix with its holes: graded, ending by itself, verified from outside', async () => {
    const { house, secretariat, desks: [quay] } = await openSigned(await open(), 'quay')
    const cell = async (stage: string) => (await house.commitments.requestsOf('quay')).matrix.products[0]!.cells.find((each) => each.stage === stage)!
    await committed(house, quay!)
    assert.equal((await cell('development')).state, 'missing', 'a product that was promised for has a row')
    const shows = (stage: string, more = {}) => act(house, quay!, 'stage-evidence', { product: 'Quay OS', stage, claim: 'Two people look at every change.', from: day(house), until: day(house, 400), ...more })
    await shows('design')
    const signed = await shows('distribution', { evidence: EVIDENCE, until: day(house, 60) })
    await assert.rejects(shows('use', { until: day(house, 800) }), faultAt('/until'))
    assert.deepEqual([(await cell('design')).grade, (await cell('distribution')).grade, (await cell('use')).state], ['E1', 'E2', 'missing'])
    house.pass(31 * DAY)
    assert.equal((await cell('distribution')).state, 'expiring')

    const owl = await openAssessor(house, secretariat, 'owl')
    await house.commitments.accreditAssessor(secretariat.first, { slug: 'owl', until: day(house, 700), basis: 'Accredited by the standards body' })
    const engaged = await act(house, quay!, 'assurance-engagement', { assessor: owl.first.organisation!, scope: 'How requests are handled.', until: day(house, 200) })
    const sealed = await house.commitments.sealCase(quay!.first, engaged.fact, { title: 'Case 1', text: 'A letter came.' })
    await house.commitments.readCase(owl.first, sealed.id)
    const determines = (more: Record<string, unknown>) => act(house, owl, 'assurance-determination', { engagement: engaged.fact, finding: 'yes', process: 'We read the cases.', summary: 'Effort is made.', language: 'en', assessors: ['Lead assessor'], ...more })
    await assert.rejects(determines({ verified: ['fact_0123456789abcdefghjk'] }), faultAt('/verified/0'))
    await determines({ verified: [signed.fact] })
    assert.equal((await cell('distribution')).grade, 'E4')
    await act(house, quay!, 'stage-evidence-withdrawal', { evidence: signed.fact, reason: 'The key was changed.' })
    assert.equal((await cell('distribution')).state, 'missing')
    house.pass(400 * DAY)
    assert.equal((await cell('design')).state, 'expired')
  })

  test('sealed cases: read by the organisation and the assessor, by nobody else, and checked against the log', async () => {
    const { house, secretariat, desks: [quay, pier] } = await openSigned(await open(), 'quay', 'pier')
    const { commitments } = house
    const [owl, crow] = [await openAssessor(house, secretariat, 'owl'), await openAssessor(house, secretariat, 'crow')]
    const engage = (assessor: string, desk = quay!) => act(house, desk, 'assurance-engagement', { assessor, scope: 'How requests are handled.', until: day(house, 200) })
    await assert.rejects(engage(owl.first.organisation!), faultAt('/assessor'), 'not accredited')
    await assert.rejects(engage(pier!.first.organisation!), faultAt('/assessor'), 'another signatory')
    await assert.rejects(commitments.accreditAssessor(owl.first, { slug: 'owl', until: day(house, 700), basis: 'x' }), { code: 'door.no-right' })
    await assert.rejects(commitments.accreditAssessor(secretariat.first, { slug: 'pier', until: day(house, 700), basis: 'x' }), code('assessor'))
    for (const slug of ['owl', 'crow']) await commitments.accreditAssessor(secretariat.first, { slug, until: day(house, 700), basis: 'Accredited by the standards body' })
    const engaged = await engage(owl.first.organisation!)
    await assert.rejects(engage(crow.first.organisation!), code('engaged-already'))

    const { id, commitment, fact } = await commitments.sealCase(quay!.first, engaged.fact, { title: 'Case 1', text: 'A ministry asked for a key on 3 May.' })
    const entry = (await house.journal.readAfter(0, 10_000)).find((each) => each.id === fact)!
    assert.ok(!entry.body.includes('ministry') && !entry.body.includes('Case 1'))
    for (const stranger of [secretariat.first, secretariat.robot, pier!.first, crow.first]) {
      await assert.rejects(commitments.readCase(stranger, id), code('no-case'))
      await assert.rejects(commitments.sealCase(stranger, engaged.fact, { title: 'x', text: 'x' }), code('no-review'))
      assert.deepEqual(await commitments.engagements(stranger), [])
    }
    await assert.rejects(act(house, owl, 'assurance-determination', { engagement: engaged.fact, cases: [fact], finding: 'yes', process: 'x', summary: 'x', language: 'en', assessors: ['Lead'] }), faultAt('/cases/0'), 'not read yet')
    const read = await commitments.readCase(owl.second, id)
    assert.equal(read.text, 'A ministry asked for a key on 3 May.')
    const { sealedBytes } = await import('@openaccord/facts')
    const { hash } = await import('node:crypto')
    assert.equal(hash('sha256', sealedBytes(Buffer.from(read.salt, 'base64'), Buffer.from(read.payload, 'base64')), 'hex'), commitment)
    assert.equal((await commitments.readCase(quay!.second, id)).case.id, id)

    await assert.rejects(act(house, crow, 'assurance-determination', { engagement: engaged.fact, reviewed: quay!.first.organisation!, cases: [fact], finding: 'yes', process: 'x', summary: 'x', language: 'en', assessors: ['Lead'] }), faultAt('/engagement'))
    const determines = () => act(house, owl, 'assurance-determination', { engagement: engaged.fact, finding: 'not-yet', process: 'x', summary: 'x', language: 'en', assessors: ['Lead assessor'] })
    await determines()
    await assert.rejects(determines(), code('determined-already'))
    const { assurance } = await commitments.requestsOf('quay')
    assert.deepEqual([assurance.standing.state, assurance.determinations[0]!.says.cases.length, assurance.determinations[0]!.says.finding], ['current', 1, 'not-yet'])
    house.pass(731 * DAY)
    assert.equal((await commitments.requestsOf('quay')).assurance.standing.state, 'expired')
  })

  test('who is under one control does not assess; who is not accredited any more determines nothing', async () => {
    const { house, secretariat, desks: [quay] } = await openSigned(await open(), 'quay')
    const { commitments } = house
    const owl = await openAssessor(house, secretariat, 'owl')
    await commitments.accreditAssessor(secretariat.first, { slug: 'owl', until: day(house, 700), basis: 'Accredited by the standards body' })
    const { state: states } = await import('../pledges/testing/house.ts')
    await states(house, secretariat, 'affiliation', { group: 'Quay', organisations: [quay!.first.organisation!, owl.first.organisation!] })
    await assert.rejects(act(house, quay!, 'assurance-engagement', { assessor: owl.first.organisation!, scope: 'x', until: day(house, 90) }), faultAt('/assessor'))
    await states(house, secretariat, 'affiliation', { group: 'Quay alone', organisations: [quay!.first.organisation!] })
    const engaged = await act(house, quay!, 'assurance-engagement', { assessor: owl.first.organisation!, scope: 'x', until: day(house, 90) })
    const sealed = await commitments.sealCase(quay!.first, engaged.fact, { title: 'Case', text: 'x' })
    await commitments.readCase(owl.first, sealed.id)
    await commitments.endAccreditation(secretariat.second, 'owl', 'Its accreditation was withdrawn.')
    await assert.rejects(act(house, owl, 'assurance-determination', { engagement: engaged.fact, finding: 'yes', process: 'x', summary: 'x', language: 'en', assessors: ['Lead'] }), faultAt('/engagement'))
    await assert.rejects(commitments.endAccreditation(secretariat.second, 'owl', 'again'), code('not-accredited'))
    assert.deepEqual((await commitments.assessors()).map(({ state }) => state), ['ended'])
  })

  test('a suspended organisation reports as before; one that has left does not', async () => {
    const { house, desks: [quay] } = await openSigned(await open(), 'quay')
    const fact = await committed(house, quay!)
    house.pass(SECOND)
    await suspend(house, quay!.first.organisation!, 'It has not attested.')
    await report(house, quay!, fact, '70')
    assert.equal(await stateOf(house, fact), 'on-track')
    await remove(house, quay!.first.organisation!)
    await assert.rejects(report(house, quay!, fact, '75'))
    assert.equal((await one(house, fact)).standing.latest!.value, '70', 'everything stays readable')
    assert.ok(iso(house.now()))
  })
})
