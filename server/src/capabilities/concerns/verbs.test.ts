/** Concerns from the first word to the end: who reads what, who decides, and what never happens. On both engines. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawPanel, panelSeed, sealedBytes } from '@openaccord/facts'
import { createHash } from 'node:crypto'
import { anonymous, DAY, HOUR } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import * as poll from '../ballots/testing/house.ts'
import { act, ADDRESS, answer, ballotOf, decide, drawn, file, found, openAlliance, opened, panelOf, publish, stateOf, SUMMARY, TEXT } from './testing/house.ts'

const coded = (code: string) => ({ name: 'Refusal', code })
const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

describeOnEveryEngine('concerns', (open) => {
  test('what was filed is counted and sealed at once, and read by nobody but the ombudsperson until it is taken up', async () => {
    const alliance = await openAlliance(await open(), 1)
    const { house, secretariat, ombuds, accused } = alliance
    const { concern: id } = await file(house)
    await file(house, { kind: 'tip' })
    const { counts, concerns } = await house.concerns.concerns({ limit: 10 })
    assert.deepEqual(counts.kinds, { concern: 1, correction: 0, tip: 1 })
    assert.deepEqual(concerns, [])
    await assert.rejects(house.concerns.concern(id), coded('concerns.unknown'))
    for (const { first } of [secretariat, accused]) {
      await assert.rejects(house.concerns.screened(first, id), coded('concerns.unknown'))
      assert.deepEqual(await house.concerns.screenQueue(first), [])
    }
    await assert.rejects(house.concerns.screenQueue(anonymous), coded('door.sign-in-needed'))
    assert.deepEqual((await house.concerns.screenQueue(ombuds.first)).map(({ subject }) => subject.filing.kind), ['concern', 'tip'])
    const said = JSON.stringify(await house.journal.readAfter(0, 1000))
    assert.ok(!said.includes('sold') && !said.includes(SUMMARY))
    await house.concerns.open(ombuds.first, id, { summary: SUMMARY, language: 'en' })
    const shown = JSON.stringify(await house.concerns.concerns({ limit: 10 }).then(({ concerns: list }) => list.map(({ subject: { events } }) => events)))
    assert.ok(shown.includes(SUMMARY) && !shown.includes(TEXT))
  })

  test('a sealed record’s public hash cannot be guessed by brute force over small value sets', async () => {
    const { house } = await openAlliance(await open(), 0)
    const { concern: id, receipt } = await file(house, { title: 'Yes', text: 'Yes, they did that, I saw it.' })
    const { secret: { commitment, salt, payload } } = await house.concerns.own(receipt)
    const fact = (await house.journal.readAfter(0, 1000)).find(({ kind }) => kind === 'filed')!
    assert.equal(JSON.parse(fact.body).sealed.commitment, commitment)
    // With the receipt one shows it; with everything but the salt one guesses in vain, even word for word.
    assert.equal(sha256(sealedBytes(salt, payload)), commitment)
    assert.equal(salt.length, 32)
    const text = new TextDecoder().decode(payload)
    for (const guess of [payload, new TextEncoder().encode(text.trimEnd()), new TextEncoder().encode(id)]) {
      assert.notEqual(sha256(guess), commitment)
      for (let low = 0; low < 256; low++) assert.notEqual(sha256(sealedBytes(new Uint8Array(32).fill(low), guess)), commitment)
    }
    const { commitment: again } = (await house.concerns.own((await file(house, { title: 'Yes', text: 'Yes, they did that, I saw it.' })).receipt)).secret
    assert.notEqual(again, commitment)
    assert.equal(payload.length, 4096, 'nor does its length tell')
  })

  test('with the receipt one comes back, adds, answers a question and takes it back; half a receipt opens nothing', async () => {
    const { house, ombuds } = await openAlliance(await open(), 0)
    const { concern: id, receipt } = await file(house, { language: 'ar', text: 'باعوا وسيلة لاختراق هواتف الصحفيين.', mail: 'reader@press.example' })
    assert.match(house.mails.at(-1)!.text, new RegExp(receipt))
    assert.equal((await house.concerns.own(` ${receipt.toUpperCase()}\n`)).subject.filing.language, 'ar')
    for (const wrong of [receipt.slice(0, -1), `${receipt.slice(0, -1)}${receipt.endsWith('0') ? '1' : '0'}`, 'oax_', '', id]) await assert.rejects(house.concerns.own(wrong), coded('concerns.receipt'))
    await house.concerns.ask(ombuds.first, id, { text: 'Which customer?', language: 'en' })
    assert.match(house.mails.at(-1)!.subject, /news/)
    assert.ok(!house.mails.at(-1)!.text.includes('customer'))
    const noted = await house.concerns.addNote({ receipt, text: 'A ministry.', language: 'en', effort: await house.worked('concern-note') }, ADDRESS)
    assert.deepEqual(noted.subject.events.map((event) => event.kind === 'noted' && event.text), ['Which customer?', 'A ministry.'])
    assert.equal((await house.concerns.withdraw(receipt)).standing.state, 'withdrawn')
    assert.equal((await house.concerns.withdraw(receipt)).standing.state, 'withdrawn', 'twice is as good as once')
    await assert.rejects(house.concerns.addNote({ receipt, text: 'More.', language: 'en', effort: await house.worked('concern-note') }, ADDRESS), coded('concerns.over'))
    await assert.rejects(house.concerns.open(ombuds.first, id, { summary: SUMMARY, language: 'en' }), coded('concerns.not-now'))
  })

  test('nothing is written without effort, and nothing twice', async () => {
    const { house } = await openAlliance(await open(), 0)
    const wish = { kind: 'tip' as const, title: 'A tip', text: 'Look at the third invoice, please.', language: 'en' }
    const from = { address: ADDRESS, speaks: 'en' }
    const { challenge } = await house.effort.challenge('concern')
    await assert.rejects(house.concerns.file({ ...wish, effort: { challenge } }, from), coded('door.effort-early'))
    await assert.rejects(house.concerns.file({ ...wish, effort: await house.worked('application') }, from), coded('door.effort-unknown'))
    const effort = await house.worked('concern')
    const ended = await Promise.allSettled(Array.from({ length: 5 }, () => house.concerns.file({ ...wish, effort }, from)))
    assert.equal(ended.filter(({ status }) => status === 'fulfilled').length, 1)
    assert.equal((await house.concerns.concerns({ limit: 1 })).counts.kinds.tip, 1)
  })

  test('what is filed is checked field by field, and refused whole', async () => {
    const { house } = await openAlliance(await open(), 0)
    const table: [wish: Parameters<typeof file>[1], code: string][] = [
      [{ organisation: 'nobody-here' }, 'concerns.organisation-unknown'],
      [{ organisation: '' }, 'concerns.organisation-missing'],
      [{ organisation: 'harbour-secretariat' }, 'concerns.secretariat'],
      [{ kind: 'correction' }, 'concerns.page-missing'],
      [{ kind: 'correction', page: 'https://elsewhere.example/register' }, 'concerns.page'],
      [{ kind: 'correction', page: 'javascript:alert(1)' }, 'concerns.page'],
      [{ kind: 'correction', page: '//elsewhere.example/' }, 'concerns.page'],
      [{ text: 'This turns \u202e what is written around.' }, 'concerns.text'],
    ]
    for (const [wish, code] of table) await assert.rejects(file(house, wish), coded(code), JSON.stringify(wish))
    const { page } = (await house.concerns.own((await file(house, { kind: 'correction', page: 'https://hub.example/register/accused-works?lang=fr#x' })).receipt)).subject.filing
    assert.equal(page, '/register/accused-works?lang=fr')
    assert.equal((await house.concerns.concerns({ limit: 1 })).counts.kinds.concern, 0)
  })

  test('deadlines pass by themselves: screening is late, an answer that does not come moves on', async () => {
    const alliance = await openAlliance(await open(), 1)
    const { house, ombuds } = alliance
    const { concern: id } = await file(house)
    house.pass(10 * DAY - 1)
    assert.equal((await stateOf(house, ombuds, id)).late, false)
    house.pass(1)
    assert.equal((await stateOf(house, ombuds, id)).late, true)
    await house.concerns.open(ombuds.first, id, { summary: SUMMARY, language: 'en' })
    house.pass(20 * DAY - 1)
    assert.deepEqual([(await stateOf(house, ombuds, id)).state, (await stateOf(house, ombuds, id)).waitsFor], ['answer', 'organisation'])
    house.pass(1)
    assert.deepEqual([(await stateOf(house, ombuds, id)).state, (await stateOf(house, ombuds, id)).waitsFor], ['weighing', 'ombudsperson'])
    await assert.rejects(house.concerns.close(ombuds.first, id, { words: 'Settled.', language: 'en' }), coded('concerns.not-now'), 'what was not answered is not settled by it')
  })

  test('the right of reply: signed, only by the organisation concerned, and also after the end', async () => {
    const alliance = await openAlliance(await open(), 1)
    const { house, ombuds, others, accused } = alliance
    const { id } = await opened(alliance)
    await assert.rejects(act(house, others[0]!, 'concern-answer', { concern: id, text: 'They did.', language: 'en' }), coded('concerns.unknown'))
    await assert.rejects(act(house, accused, 'concern-answer', { concern: id, text: 'No.', language: 'en', summarySha256: '0'.repeat(64) }), coded('concerns.act'))
    const { fact } = await answer(alliance, id)
    assert.ok(fact)
    await house.concerns.close(ombuds.first, id, { words: 'The answer settles it: the document is a forgery.', language: 'en' })
    await answer(alliance, id, 'We add, for those who read this later: the forger has been found.')
    const { subject, standing } = await house.concerns.concern(id)
    assert.deepEqual([standing.state, standing.outcome, subject.events.filter(({ kind }) => kind === 'answered').length], ['closed', 'settled', 2])
  })

  test('removal needs notice, answer, panel, ballot', async () => {
    const alliance = await openAlliance(await open())
    const { house, ombuds, secretariat, accused } = alliance
    const standing = async () => (await house.concerns.ladder('accused-works')).ladder.state
    const finding = { finding: 'upheld', measure: 'removal', reasons: 'x', language: 'en' }
    const { concern: id } = await file(house)
    const early = async (code: string) => {
      await assert.rejects(house.concerns.callPanel(ombuds.first, id, {}), coded(code))
      await assert.rejects(house.concerns.callBallotFor(ombuds.first, id), coded('concerns.not-now'))
      await assert.rejects(house.concerns.publish(secretariat.first, id), coded('concerns.nothing-to-publish'))
      assert.equal(await standing(), 'active')
    }
    await early('concerns.not-now') // not before the notice
    await house.concerns.open(ombuds.first, id, { summary: SUMMARY, language: 'en' })
    assert.match(house.mails.findLast(({ to }) => to === 'first@accused-works.example')!.subject, /waits for your answer/)
    await early('concerns.not-now') // nor before it was heard
    await answer(alliance, id)
    for (const other of alliance.others) await assert.rejects(act(house, other, 'concern-finding', { concern: id, ...finding }), coded('concerns.not-drawn')) // nor without a panel
    const panel = await drawn(alliance, id)
    const outsider = alliance.others.find((other) => !panel.includes(other))!
    await assert.rejects(act(house, outsider, 'concern-finding', { concern: id, ...finding }), coded('concerns.not-drawn'))
    const { fact } = await act(house, panel[0]!, 'concern-finding', { concern: id, ...finding })
    await assert.rejects(house.concerns.publish(secretariat.first, id), coded('concerns.nothing-to-publish')) // nor by one of the panel alone
    await act(house, panel[1]!, 'concern-finding-position', { finding: fact, position: 'joins' })
    await assert.rejects(house.concerns.publish(secretariat.first, id), coded('concerns.nothing-to-publish')) // nor without the ballot
    assert.equal(await standing(), 'active')
    await decide(alliance, await ballotOf(house, id), 'yes')
    assert.equal((await house.concerns.concern(id)).standing.state, 'publishing')
    assert.equal(await house.concerns.publish(secretariat.first, id), 'waits-for-second')
    await assert.rejects(house.concerns.publish(secretariat.first, id), coded('concerns.same-person'))
    assert.equal(await standing(), 'active')
    assert.equal(await house.concerns.publish(secretariat.second, id), 'published')
    assert.equal(await standing(), 'removed')
    await assert.rejects(house.concerns.publish(secretariat.second, id), coded('concerns.nothing-to-publish'))
    assert.equal((await house.members.register()).find(({ id: one }) => one === accused.id)?.standing.state, 'left')
  })

  test('everything stays readable after removal', async () => {
    const alliance = await openAlliance(await open())
    const { house, secretariat } = alliance
    const { id } = await opened(alliance)
    await answer(alliance, id)
    await found(alliance, id, await drawn(alliance, id), { finding: 'upheld', measure: 'removal' })
    const before = await house.concerns.concern(id)
    const facts = await house.journal.readAfter(0, 10_000)
    await decide(alliance, await ballotOf(house, id), 'yes')
    await house.concerns.publish(secretariat.first, id)
    await house.concerns.publish(secretariat.second, id)
    const after = await house.concerns.concern(id)
    assert.deepEqual(after.subject.events.slice(0, before.subject.events.length), before.subject.events, 'concern, answer, finding')
    assert.deepEqual((await house.journal.readAfter(0, facts.length)), facts, 'every statement, byte for byte')
    assert.ok((await house.ballots.ballot(anonymous, await ballotOf(house, id))).standing, 'the ballot')
    const { organisation, rungs, ladder } = await house.concerns.ladder('accused-works')
    assert.deepEqual([organisation.name, ladder.state, ladder.ground], ['The accused-works', 'removed', 'ballot'])
    const rung = rungs.at(-1)!
    assert.ok(rung.fact !== null && rung.concern === id && rung.ballot !== null, 'its page says what happened and why, with the proofs')
    assert.equal((await house.concerns.concerns({ limit: 5, slug: 'accused-works' })).concerns.length, 1)
  })

  test('the accused organisation cannot vote', async () => {
    const alliance = await openAlliance(await open())
    const { house, secretariat, accused, others } = alliance
    const affiliate = await poll.openDesk(house, secretariat, 'accused-labs', { group: 'Accused' })
    house.voters.set(accused.id, { ...house.voters.get(accused.id)!, group: 'Accused' })
    for (const { id } of [accused, affiliate]) house.groups.set(id, 'Accused')
    const { id } = await opened(alliance)
    await answer(alliance, id)
    const panel = await drawn(alliance, id)
    assert.ok(panel.every(({ id: seat }) => seat !== accused.id && seat !== affiliate.id), 'nor sit on the panel')
    await found(alliance, id, panel, { finding: 'upheld', measure: 'suspension' })
    const ballot = await ballotOf(house, id)
    house.pass(7 * DAY)
    await poll.openVoting(house, secretariat, ballot as Parameters<typeof poll.openVoting>[2])
    for (const desk of [accused, affiliate]) await assert.rejects(poll.vote(house, desk, ballot, 'no'), /no vote|excluded|heard/)
    await poll.vote(house, others[0]!, ballot, 'yes')
  })

  test('a suspension needs three quarters, holds until two persons restore it, one of them an ombudsperson, and none of them of the organisation', async () => {
    const alliance = await openAlliance(await open())
    const { house, secretariat, ombuds, accused, others } = alliance
    const { id } = await opened(alliance)
    await answer(alliance, id)
    await found(alliance, id, await drawn(alliance, id), { finding: 'partly-upheld', measure: 'suspension' })
    await decide(alliance, await ballotOf(house, id), 'yes')
    await house.concerns.publish(secretariat.first, id)
    await house.concerns.publish(secretariat.second, id)
    assert.deepEqual([(await house.concerns.ladder('accused-works')).ladder.state, (await house.concerns.concern(id)).standing.outcome], ['suspended', 'suspended'])
    const { name } = accused.first
    await assert.rejects(house.concerns.restore(others[0]!.first, 'accused-works', { reasons: 'x' }), coded('door.no-right'), name)
    assert.equal(await house.concerns.restore(secretariat.first, 'accused-works', { reasons: 'What the panel asked for was done.' }), 'waits-for-second')
    await assert.rejects(house.concerns.restore(secretariat.first, 'accused-works', { reasons: 'x' }), coded('concerns.same-person'))
    await assert.rejects(house.concerns.restore(secretariat.second, 'accused-works', { reasons: 'x' }), coded('concerns.ombudsperson-needed'))
    assert.equal(await house.concerns.restore(ombuds.first, 'accused-works', { reasons: 'x' }), 'restored')
    const { ladder, rungs } = await house.concerns.ladder('accused-works')
    assert.deepEqual([ladder.state, rungs.at(-1)?.words], ['active', 'What the panel asked for was done.'])
    await answer(alliance, id, 'We are back, and thank those who looked into it.')
  })

  test('a ballot that does not adopt it ends the concern, and nothing changes', async () => {
    const alliance = await openAlliance(await open())
    const { house, secretariat } = alliance
    const { id } = await opened(alliance)
    house.pass(20 * DAY)
    await found(alliance, id, await drawn(alliance, id), { finding: 'upheld', measure: 'suspension' })
    await decide(alliance, await ballotOf(house, id), 'no')
    assert.deepEqual([(await house.concerns.concern(id)).standing.outcome, (await house.concerns.ladder('accused-works')).ladder.state], ['ballot-rejected', 'active'])
    assert.equal(await house.concerns.followBallots(), 1)
    assert.equal(await house.concerns.followBallots(), 0)
    await assert.rejects(house.concerns.publish(secretariat.first, id), coded('concerns.nothing-to-publish'))
  })

  test('the lot: anybody draws it again, whoever has a conflict is replaced by the next, and who has spoken stays', async () => {
    const alliance = await openAlliance(await open(), 8)
    const { house, ombuds } = alliance
    const { id } = await opened(alliance)
    house.pass(20 * DAY)
    await assert.rejects(house.concerns.callPanel(ombuds.first, id, { after: new Date(house.now() / 1000 + 60_000).toISOString() }), coded('concerns.after'))
    await house.concerns.callPanel(ombuds.first, id, {})
    assert.equal((await house.concerns.concern(id)).standing.state, 'drawing')
    house.pass(HOUR - 1)
    assert.equal(await house.concerns.drawPanels(), 0)
    house.pass(1)
    assert.equal(await house.concerns.drawPanels(), 0, 'the entry that says the moment has come is not covered yet')
    await publish(house)
    assert.equal(await house.concerns.drawPanels(), 1)
    assert.equal(await house.concerns.drawPanels(), 0)
    const facts = await house.journal.readAfter(0, 10_000)
    const bodyOf = (kind: string) => JSON.parse(facts.find((fact) => fact.kind === kind)!.body)
    const [called, drawnBody, openedValue, sealed] = ['panel-called', 'panel-drawn', 'panel-value-opened', 'panel-value'].map(bodyOf)
    const value = Buffer.from(openedValue.payload, 'base64')
    assert.equal(sha256(sealedBytes(Buffer.from(openedValue.salt, 'base64'), value)), sealed.sealed.commitment)
    assert.equal(panelSeed(value, Buffer.from(drawnBody.rootHash, 'hex'), sha256), drawnBody.seed)
    assert.deepEqual(drawPanel({ seed: drawnBody.seed, candidates: called.candidates }, sha256), drawnBody.panel)
    const [first, second, third] = await panelOf(alliance, id)
    await house.concerns.recuse(second!.first, id)
    const after = await panelOf(alliance, id)
    assert.deepEqual([after.length, after.includes(first!), after.includes(third!), after.includes(second!)], [3, true, true, false])
    await assert.rejects(house.concerns.recuse(second!.first, id), coded('concerns.not-drawn'))
    const { fact } = await act(house, first!, 'concern-finding', { concern: id, finding: 'not-upheld', measure: 'none', reasons: 'Nothing of it is so.', language: 'en' })
    await assert.rejects(house.concerns.recuse(first!.first, id), coded('concerns.has-spoken'))
    await assert.rejects(act(house, first!, 'concern-finding-position', { finding: fact, position: 'joins' }), coded('concerns.own-finding'))
    await assert.rejects(act(house, third!, 'concern-finding', { concern: id, finding: 'upheld', measure: 'none', reasons: 'It is.', language: 'en' }), coded('concerns.finding-waits'))
    await assert.rejects(act(house, third!, 'concern-finding-position', { finding: fact, position: 'dissents' }), coded('concerns.act'))
    for (const desk of after.filter((one) => one !== first)) await act(house, desk, 'concern-finding-position', { finding: fact, position: 'dissents', reasons: 'I have seen it otherwise.' })
    await found(alliance, id, after.filter((one) => one !== first), { finding: 'upheld', measure: 'none' })
    assert.deepEqual((await house.concerns.concern(id)).standing.outcome, 'upheld')
  })

  test('a remedy: kept in time it ends the concern; overdue, the ombudsperson may call the ballot', async () => {
    const alliance = await openAlliance(await open())
    const { house, ombuds } = alliance
    const day = (days: number) => new Date(house.now() / 1000 + days * 86_400_000).toISOString().slice(0, 10)
    const { id } = await opened(alliance)
    house.pass(20 * DAY)
    const panel = await drawn(alliance, id)
    await assert.rejects(found(alliance, id, panel, { finding: 'upheld', measure: 'remedy' }), coded('concerns.act'))
    await assert.rejects(found(alliance, id, panel, { finding: 'not-upheld', measure: 'suspension' }), coded('concerns.act'))
    await assert.rejects(found(alliance, id, panel, { finding: 'upheld', measure: 'remedy', remedies: [{ text: 'Before.', due: day(-1) }] }), coded('concerns.act'))
    await found(alliance, id, panel, { finding: 'upheld', measure: 'remedy', remedies: [{ text: 'Tell the customers.', due: day(30) }, { text: 'Publish the contract.', due: day(60) }] })
    await assert.rejects(house.concerns.callBallotFor(ombuds.first, id), coded('concerns.not-now'))
    await house.concerns.keepRemedy(ombuds.first, id, 1, { words: 'A letter to all customers is public.', language: 'en' })
    await assert.rejects(house.concerns.keepRemedy(ombuds.first, id, 1, { words: 'Again.', language: 'en' }), coded('concerns.kept'))
    house.pass(40 * DAY)
    assert.equal((await stateOf(house, ombuds, id)).late, false)
    house.pass(25 * DAY)
    assert.deepEqual([(await stateOf(house, ombuds, id)).late, (await stateOf(house, ombuds, id)).waitsFor], [true, 'ombudsperson'])
    await house.concerns.callBallotFor(ombuds.first, id)
    assert.equal((await house.concerns.concern(id)).standing.state, 'ballot')
  })

  test('an ombudsperson does not handle a concern about the own organisation, nor reads what it says', async () => {
    const alliance = await openAlliance(await open(), 0)
    const { house, ombuds, secretariat } = alliance
    const { concern: id } = await file(house, { organisation: 'ombuds-office' })
    const own = await house.concerns.screened(ombuds.first, id)
    assert.deepEqual(own.moves, [])
    await assert.rejects(house.concerns.open(ombuds.first, id, { summary: SUMMARY, language: 'en' }), coded('concerns.own-case'))
    await assert.rejects(house.concerns.decline(ombuds.first, id, { ground: 'already-handled', words: 'No.', language: 'en' }), coded('concerns.own-case'))
    await assert.rejects(house.concerns.open(secretariat.first, id, { summary: SUMMARY, language: 'en' }), coded('concerns.unknown'))
  })

  test('corrections: by the secretariat or the organisation that said it; declined with reasons by the secretariat alone', async () => {
    const alliance = await openAlliance(await open(), 1)
    const { house, secretariat, ombuds, accused, others } = alliance
    const correction = { kind: 'correction' as const, page: '/register/accused-works', text: 'The country of this organisation is wrong: it is Denmark.' }
    const [one, two] = [await file(house, correction), await file(house, correction)]
    for (const { first } of [ombuds, others[0]!]) await assert.rejects(house.concerns.screened(first, one.concern), coded('concerns.unknown'))
    await assert.rejects(house.concerns.decline(accused.first, two.concern, { ground: 'not-a-correction', words: 'We are right.', language: 'en' }), coded('concerns.not-now'))
    await house.concerns.correct(accused.first, one.concern, { words: 'We wrote Sweden, and it is Denmark. We have corrected it.', language: 'en' })
    await house.concerns.decline(secretariat.first, two.concern, { ground: 'already-handled', words: 'It was corrected today.', language: 'en' })
    const { counts, concerns } = await house.concerns.concerns({ limit: 5, kind: 'correction' })
    assert.deepEqual(counts.corrections, { filed: 2, waiting: 0, corrected: 1, declined: 1 })
    assert.deepEqual(concerns.map(({ subject }) => subject.filing.id), [one.concern])
    await assert.rejects(house.concerns.concern(two.concern), coded('concerns.unknown'))
    assert.equal((await house.concerns.own(two.receipt)).subject.events.at(-1)?.kind, 'declined')
  })

  test('of many that decide at once, one is heard', async () => {
    const alliance = await openAlliance(await open(), 0)
    const { house, ombuds } = alliance
    const { concern: id, receipt } = await file(house)
    const ended = await Promise.allSettled([
      house.concerns.open(ombuds.first, id, { summary: SUMMARY, language: 'en' }), house.concerns.open(ombuds.second, id, { summary: SUMMARY, language: 'en' }),
      house.concerns.decline(ombuds.second, id, { ground: 'outside-the-pledge', words: 'It is outside.', language: 'en' }), house.concerns.withdraw(receipt),
    ])
    assert.equal(ended.filter(({ status }) => status === 'fulfilled').length, 1)
    assert.equal((await house.facts()).filter((kind) => ['opened', 'declined', 'withdrawn'].includes(kind)).length, 1)
  })

  test('an address is forgotten a month after the end, and the receipt goes on', async () => {
    const { house, ombuds } = await openAlliance(await open(), 0)
    const { concern: id, receipt } = await file(house, { kind: 'tip', mail: 'reader@press.example' })
    await house.concerns.close(ombuds.first, id, { words: 'Passed on to those who can look.', language: 'en' })
    house.pass(29 * DAY)
    await house.concerns.tend()
    assert.equal((await house.concerns.own(receipt)).secret.mail, 'reader@press.example')
    house.pass(2 * DAY)
    await house.concerns.tend()
    const own = await house.concerns.own(receipt)
    assert.deepEqual([own.secret.mail, own.standing.outcome], [null, 'handled'])
  })

  test('who is waited for is reminded, once', async () => {
    const alliance = await openAlliance(await open(), 0)
    const { house } = alliance
    await opened(alliance)
    house.pass(17 * DAY)
    assert.deepEqual([await house.concerns.tend(), await house.concerns.tend()], [1, 0])
    assert.match(house.mails.at(-1)!.subject, /Due soon: your answer/)
  })
})
