/** Cases from the first word to the end: who sees what, who may do what, and what never happens. On both engines. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anonymous, DAY, MINUTE, SECOND } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { setUp } from '../members/testing/house.ts'
import { askAs, askBy, bringGuest, bringIn, openCaseHouse, openStory, openTeam, wish } from './testing/house.ts'

const coded = (code: string) => ({ name: 'Refusal', code })
const UNKNOWN = coded('cases.unknown')

describeOnEveryEngine('cases', (open) => {
  test('who is no part of a case gets the answer of a case that does not exist', async () => {
    const { house, secretariat, other, owner, id } = await openStory(await open())
    const nowhere = id.replace(/.$/, (letter) => (letter === '0' ? '1' : '0'))
    for (const asking of [askAs(secretariat), other.asking, askAs(anonymous), askBy('oag_nothing')]) {
      for (const which of [id, nowhere]) {
        await assert.rejects(house.cases.case(asking, which), UNKNOWN)
        await assert.rejects(house.cases.timeline(asking, which, { after: undefined, limit: 10 }), UNKNOWN)
        await assert.rejects(house.cases.post(asking, which, 1, { text: 'Hello?' }), UNKNOWN)
        await assert.rejects(house.cases.join(asking, which), UNKNOWN)
        await assert.rejects(house.cases.threads(asking, which), UNKNOWN)
      }
    }
    assert.equal((await house.cases.cases(other.analyst, { limit: 10 })).counts.all, 0)
    await assert.rejects(house.cases.cases(secretariat, { limit: 10 }), coded('door.no-right'))
    assert.equal((await house.cases.cases(owner.analyst, { limit: 10 })).counts.open, 1)
  })

  test('who is invited knows who coordinates and nothing else; the rest comes with joining, all of it', async () => {
    const { house, owner, vendor, id } = await openStory(await open())
    await house.cases.post(owner.asking, id, 1, { text: 'A name of 4097 letters does it.' })
    house.pass(SECOND)
    const { party } = await house.cases.invite(owner.asking, id, { organisation: vendor.slug, roles: ['vendor'], words: 'Please join us.' })
    assert.match(house.mails.at(-1)!.text, new RegExp(`/cases/${id}`))
    const { opened, reportText, next } = await house.cases.case(vendor.asking, id)
    assert.deepEqual([opened.party.standing, opened.viewer.until, opened.seen.entries.length, opened.seen.state.title, reportText], ['invited', 0, 0, '', null])
    assert.deepEqual(next.map(({ step }) => step), ['answer-invitation'])
    for (const read of [() => house.cases.timeline(vendor.asking, id, { after: undefined, limit: 10 }), () => house.cases.threads(vendor.asking, id), () => house.cases.matrix(vendor.asking, id), () => house.cases.search(vendor.asking, id, 'letters')]) {
      await assert.rejects(read(), coded('cases.not-yours'))
    }
    const card = (await house.cases.cases(vendor.analyst, { limit: 10 })).cards[0]!
    assert.deepEqual([card.party.standing, card.seen.state.title, card.unread], ['invited', '', 0])
    await assert.rejects(house.cases.post(vendor.asking, id, 1, { text: 'May I?' }), coded('cases.not-yours'))
    await house.cases.join(vendor.asking, id)
    const after = await house.cases.case(vendor.asking, id)
    assert.equal(after.opened.seen.state.title, wish.title)
    assert.equal((await house.cases.thread(vendor.asking, id, 1, { after: undefined, limit: 10 })).messages[0]!.text, 'A name of 4097 letters does it.')
    assert.equal((await house.cases.case(owner.asking, id)).opened.state().parties.get(party)!.standing, 'in')
  })

  test('who leaves sees nothing that came later, who is removed nothing at all', async () => {
    const story = await openStory(await open())
    const { house, owner, vendor, other, id } = story
    const gone = await bringIn(story, vendor)
    const out = await bringIn(story, other)
    await house.cases.post(owner.asking, id, 1, { text: 'The first.' })
    house.pass(SECOND)
    await house.cases.leave(vendor.asking, id, { words: 'We ship none of it.' })
    house.pass(SECOND)
    await house.cases.post(owner.asking, id, 1, { text: 'The second.' })
    await house.cases.editCase(owner.asking, id, { title: 'Another title' })
    const left = await house.cases.thread(vendor.asking, id, 1, { after: undefined, limit: 10 })
    assert.deepEqual(left.messages.map(({ text }) => text), ['The first.'])
    assert.equal(left.opened.seen.state.title, wish.title)
    await assert.rejects(house.cases.post(vendor.asking, id, 1, { text: 'Wait.' }), coded('cases.not-in'))
    await house.cases.removeParty(owner.asking, id, out, { words: 'It was told to others.' })
    await assert.rejects(house.cases.threads(other.asking, id), coded('cases.not-yours'))
    assert.equal((await house.cases.case(other.asking, id)).opened.seen.entries.length, 0)
    await assert.rejects(house.cases.leave(owner.asking, id, {}), coded('cases.owner-stays'))
    const standings = (await house.cases.case(owner.asking, id)).opened.seen.state.parties
    assert.deepEqual([standings.get(gone)!.standing, standings.get(out)!.standing], ['left', 'removed'])
  })

  test('an invitation that was taken back never was; one that was declined may come again', async () => {
    const { house, owner, vendor, id } = await openStory(await open())
    const { party } = await house.cases.invite(owner.asking, id, { organisation: vendor.slug, roles: ['observer'] })
    await assert.rejects(house.cases.invite(owner.asking, id, { organisation: vendor.slug, roles: ['vendor'] }), coded('cases.in-already'))
    await house.cases.removeParty(owner.asking, id, party, {})
    await assert.rejects(house.cases.case(vendor.asking, id), UNKNOWN)
    assert.equal((await house.cases.cases(vendor.analyst, { limit: 5 })).counts.all, 0)
    await house.cases.invite(owner.asking, id, { organisation: vendor.slug, roles: ['vendor'] })
    await house.cases.decline(vendor.asking, id, {})
    await assert.rejects(house.cases.join(vendor.asking, id), coded('cases.not-in'))
    assert.equal((await house.cases.invite(owner.asking, id, { organisation: vendor.slug, roles: ['vendor'] })).party, party)
    await house.cases.join(vendor.asking, id)
    assert.deepEqual((await house.cases.case(vendor.asking, id)).opened.party.roles, ['vendor'])
  })

  test('the matrix tells never opened from seen from silent, to those who coordinate and to nobody else', async () => {
    const story = await openStory(await open())
    const { house, owner, vendor, other, id } = story
    const first = await bringIn(story, vendor)
    await bringIn(story, other)
    const { party: third } = await house.cases.invite(owner.asking, id, { guest: { name: 'A maintainer' }, roles: ['vendor'] })
    const row = async (asking: typeof owner.asking, party: string) => (await house.cases.matrix(asking, id)).rows.find((one) => one.party === party)?.cells.map(({ state }) => state)
    assert.deepEqual(await row(owner.asking, first), ['never-opened', 'never-opened'])
    assert.deepEqual(await row(owner.asking, third), ['never-opened', 'never-opened'])
    assert.deepEqual(await row(other.asking, first), ['unstated', 'unstated'])
    assert.equal(await row(other.asking, third), undefined)
    await house.cases.noteReading(vendor.asking, (await house.cases.case(vendor.asking, id)).opened)
    assert.deepEqual(await row(owner.asking, first), ['seen', 'seen'])
    assert.deepEqual(await row(vendor.asking, first), ['seen', 'seen'])
    assert.deepEqual(await row(other.asking, first), ['unstated', 'unstated'])
    await house.cases.state(vendor.asking, id, { vulnerabilities: [1], state: 'affected' })
    await assert.rejects(house.cases.state(vendor.asking, id, { vulnerabilities: [2], state: 'not-affected' }), coded('cases.why-not'))
    await assert.rejects(house.cases.state(vendor.asking, id, { vulnerabilities: [2], state: 'affected', justification: 'component_not_present' }), coded('cases.justification'))
    await assert.rejects(house.cases.state(vendor.asking, id, { vulnerabilities: [3], state: 'affected' }), coded('cases.vulnerability-unknown'))
    await assert.rejects(house.cases.state(vendor.asking, id, { party: third, vulnerabilities: [1], state: 'affected' }), coded('cases.unknown-here'))
    await house.cases.state(vendor.asking, id, { vulnerabilities: [2], state: 'not-affected', justification: 'vulnerable_code_not_present' })
    await house.cases.state(owner.asking, id, { party: third, vulnerabilities: [1], state: 'investigating', words: 'They told us by telephone.' })
    assert.deepEqual(await row(other.asking, first), ['affected', 'not-affected'])
    const { rows } = await house.cases.matrix(owner.asking, id)
    assert.equal(rows.find(({ party }) => party === third)!.cells[0]!.recordedBy, (await house.cases.case(owner.asking, id)).opened.party.id)
    assert.equal(rows.find(({ party }) => party === first)!.cells[0]!.recordedBy, null)
  })

  test('a party that is not named is absent from the list, and its words stand without a name', async () => {
    const story = await openStory(await open())
    const { house, owner, vendor, other, id } = story
    await bringIn(story, vendor)
    house.pass(SECOND)
    const { party } = await house.cases.invite(owner.asking, id, { organisation: other.slug, roles: ['finder'] })
    await house.cases.editParty(other.asking, id, party, { shown: false })
    await house.cases.join(other.asking, id)
    await house.cases.post(other.asking, id, 1, { text: 'I found it.' })
    const { opened } = await house.cases.thread(vendor.asking, id, 1, { after: undefined, limit: 5 })
    assert.equal(opened.seen.names(party), false)
    assert.ok(!opened.seen.state.parties.has(party))
    assert.equal((await house.cases.thread(vendor.asking, id, 1, { after: undefined, limit: 5 })).messages.length, 1)
    assert.ok(!JSON.stringify(opened.seen.entries).includes(other.id))
    assert.equal((await house.cases.case(owner.asking, id)).opened.seen.names(party), true)
    await assert.rejects(house.cases.editParty(owner.asking, id, party, { roles: ['coordinator'] }), coded('cases.coordinator-named'))
    await house.cases.editParty(other.asking, id, party, { shown: true })
    assert.equal((await house.cases.case(vendor.asking, id)).opened.seen.state.parties.get(party)?.organisation, other.id)
  })

  test('an organisation narrows a case to named persons, and never locks itself out', async () => {
    const story = await openStory(await open())
    const { house, owner, vendor, id } = story
    await bringIn(story, vendor)
    const person = vendor.analyst.person!
    await assert.rejects(house.cases.namePeople(vendor.asking, id, [vendor.manager.person!]), coded('cases.people-yourself'))
    await assert.rejects(house.cases.namePeople(vendor.asking, id, [owner.analyst.person!, person]), coded('cases.people'))
    await house.cases.namePeople(vendor.asking, id, [person])
    await assert.rejects(house.cases.case(askAs(vendor.manager), id), UNKNOWN)
    assert.equal((await house.cases.cases(vendor.manager, { limit: 5 })).counts.all, 0)
    assert.ok(!JSON.stringify((await house.cases.case(owner.asking, id)).opened.seen.entries).includes(person))
    assert.deepEqual((await house.cases.ownReaders(vendor.asking, id))!.people.map(({ reads }) => reads).toSorted(), [false, true])
    await house.members.suspendPerson(vendor.manager, person)
    assert.equal((await house.cases.case(askAs(vendor.manager), id)).opened.party.organisation, vendor.id)
  })

  test('notes are for one’s own organisation; nobody else learns that there are any', async () => {
    const story = await openStory(await open())
    const { house, owner, vendor, id } = story
    await bringIn(story, vendor)
    const before = (await house.cases.timeline(owner.asking, id, { after: undefined, limit: 100 })).entries.length
    const note = await house.cases.addNote(vendor.asking, id, { text: 'Ask the lawyers.' })
    assert.deepEqual((await house.cases.notes(askAs(vendor.manager), id)).map(({ text, own }) => [text, own]), [['Ask the lawyers.', false]])
    assert.deepEqual(await house.cases.notes(owner.asking, id), [])
    await assert.rejects(house.cases.removeNote(owner.asking, id, note), coded('cases.unknown-here'))
    assert.equal((await house.cases.timeline(owner.asking, id, { after: undefined, limit: 100 })).entries.length, before)
    await house.cases.removeNote(vendor.asking, id, note)
    assert.deepEqual(await house.cases.notes(vendor.asking, id), [])
  })

  test('guests come by link, half a link opens nothing, a new one ends the old', async () => {
    const story = await openStory(await open())
    const { house, owner, id } = story
    const { party, link, asking } = await bringGuest(story, 'A maintainer', ['vendor'], 'maintainer@project.example')
    assert.ok(house.mails.some(({ to, text }) => to === 'maintainer@project.example' && text.includes(link) && !text.includes('libquay')))
    assert.equal(await house.cases.guestCase(` ${link.toUpperCase()} `), id)
    for (const wrong of [undefined, '', link.slice(0, -1), `${link.slice(0, -1)}${link.endsWith('0') ? '1' : '0'}`]) await assert.rejects(house.cases.guestCase(wrong), coded('cases.link'))
    await house.cases.state(asking, id, { vulnerabilities: [1, 2], state: 'fix-ready' })
    const { link: next } = await house.cases.renewLink(owner.asking, id, party)
    await assert.rejects(house.cases.case(asking, id), UNKNOWN)
    assert.equal((await house.cases.case(askBy(next), id)).opened.party.id, party)
    await assert.rejects(house.cases.renewLink(askBy(next), id, party), coded('cases.not-yours'))
  })

  test('from an accepted report: its team opens the case once, and the reporter comes by link', async () => {
    const house = await openCaseHouse(await open())
    const secretariat = await setUp(house)
    const owner = await openTeam(house, secretariat, 'owner-works')
    const other = await openTeam(house, secretariat, 'other-works')
    house.accepted.set('report_00000000000000000001', owner.id)
    const from = { ...wish, report: 'report_00000000000000000001' as const, reportText: 'Send a name of 4097 letters.' }
    await assert.rejects(house.cases.open(other.analyst, from), coded('cases.report'))
    const { case: id, reporterLink } = await house.cases.open(owner.analyst, from)
    await assert.rejects(house.cases.open(owner.analyst, from), coded('cases.report-has-case'))
    const reporter = askBy(reporterLink!)
    assert.equal((await house.cases.case(reporter, id)).reportText, null)
    await house.cases.join(reporter, id)
    const { reportText, opened } = await house.cases.case(reporter, id)
    assert.deepEqual([reportText, opened.party.roles, opened.seen.state.from], ['Send a name of 4097 letters.', ['reporter'], 'report'])
  })

  test('splitting takes parties, words and what vendors said along; merging asks everyone in again', async () => {
    const story = await openStory(await open())
    const { house, owner, vendor, other, id } = story
    const first = await bringIn(story, vendor)
    await bringIn(story, other)
    await house.cases.state(vendor.asking, id, { vulnerabilities: [1, 2], state: 'affected' })
    await assert.rejects(house.cases.splitCase(owner.asking, id, { title: 'Both', summary: '', vulnerabilities: [1, 2], parties: [] }), coded('cases.all-vulnerabilities'))
    await assert.rejects(house.cases.splitCase(vendor.asking, id, { title: 'Ours', summary: '', vulnerabilities: [2], parties: [] }), coded('cases.not-yours'))
    const { case: child } = await house.cases.splitCase(owner.asking, id, { title: 'The writer', summary: '', vulnerabilities: [2], parties: [first] })
    const there = await house.cases.case(vendor.asking, child)
    assert.deepEqual(there.opened.seen.state.vulnerabilities.map(({ n, cve }) => [n, cve]), [[1, 'CVE-2026-12345']])
    assert.deepEqual((await house.cases.matrix(vendor.asking, child)).rows.find(({ own }) => own)!.cells.map(({ state }) => state), ['affected'])
    await assert.rejects(house.cases.case(other.asking, child), UNKNOWN)
    const here = await house.cases.case(other.asking, id)
    assert.deepEqual([here.opened.seen.state.vulnerabilities.length, here.opened.seen.state.relations.map(({ relation }) => relation), here.mine.has(child)], [1, ['split-into'], false])
    assert.equal((await house.cases.case(vendor.asking, id)).mine.has(child), true)

    await assert.rejects(house.cases.mergeCase(owner.asking, id, { into: id }), coded('cases.into'))
    const elsewhere = await house.cases.open(other.analyst, wish)
    await assert.rejects(house.cases.mergeCase(owner.asking, id, { into: elsewhere.case }), coded('cases.into'))
    await house.cases.mergeCase(owner.asking, id, { into: child })
    const merged = await house.cases.case(owner.asking, child)
    assert.deepEqual(merged.opened.seen.state.vulnerabilities.map(({ n }) => n), [1, 2])
    assert.deepEqual([...merged.opened.seen.state.parties.values()].map(({ standing }) => standing).toSorted(), ['in', 'in', 'invited'])
    assert.equal((await house.cases.case(other.asking, child)).opened.viewer.until, 0)
    await assert.rejects(house.cases.post(vendor.asking, id, 1, { text: 'Still here?' }), coded('cases.closed'))
    assert.equal((await house.cases.case(vendor.asking, id)).opened.seen.state.state, 'merged')
  })

  test('closing counts, and once only; figures say nothing under five', async () => {
    const database = await open()
    const story = await openStory(database)
    const { house, owner, vendor, id } = story
    await bringIn(story, vendor)
    await house.cases.state(vendor.asking, id, { vulnerabilities: [1, 2], state: 'affected' })
    house.pass(20 * DAY)
    await house.cases.state(vendor.asking, id, { vulnerabilities: [1, 2], state: 'fix-ready' })
    assert.deepEqual((await house.cases.figures()).members, [])
    await assert.rejects(house.cases.closeCase(vendor.asking, id, { outcome: 'fixed' }), coded('cases.not-yours'))
    await house.cases.closeCase(owner.asking, id, { outcome: 'fixed', words: 'Done.' })
    const { closed, members, all } = await house.cases.figures()
    assert.equal(closed, 1)
    assert.deepEqual(members, [], 'who took part in one case is not told')
    assert.deepEqual([all.answered, all.fixed].map(({ of, yes, share }) => [of, yes, share]), [[0, 0, null], [0, 0, null]])
    const told = (await house.journal.readAfter(0, 1000)).filter(({ room }) => room === 'cases')
    assert.deepEqual(told.map(({ kind, body }) => [kind, JSON.parse(body)]), [['counted', { closed: 1 }]])
    await assert.rejects(house.cases.post(owner.asking, id, 1, { text: 'One more.' }), coded('cases.closed'))
    await house.cases.reopenCase(owner.asking, id, { words: 'The fix was not whole.' })
    assert.equal((await house.cases.figures()).closed, 0)
    assert.deepEqual((await house.cases.figures()).members, [])
    const counted = () => database.read((tx) => tx.all('select * from cases_figure'))
    const before = await counted()
    house.pass(DAY)
    await house.cases.closeCase(owner.asking, id, { outcome: 'fixed' })
    assert.ok(before.length > 0)
    assert.deepEqual(await counted(), before, 'what was counted once stays as it was')
  })

  test('with five closed cases a member is told of, with counts and intervals; of what is open nothing is', async () => {
    const story = await openStory(await open())
    const { house, owner, vendor } = story
    for (let n = 0; n < 6; n++) {
      const { case: id } = n === 0 ? { case: story.id } : await house.cases.open(owner.asking.actor, { title: `Case ${n}`, summary: '', vulnerabilities: [{ label: 'A flaw' }], roles: ['coordinator'] })
      await bringIn({ house, owner, id }, vendor)
      await house.cases.state(vendor.asking, id, { vulnerabilities: [1], state: n < 3 ? 'fix-ready' : 'not-affected', ...(n < 3 ? {} : { justification: 'component_not_present' as const }) })
      if (n === 5) break
      await house.cases.closeCase(owner.asking, id, { outcome: 'fixed' })
    }
    const { closed, members } = await house.cases.figures(vendor.slug)
    assert.equal(closed, 5)
    const [figures, ...others] = members
    assert.deepEqual(others, [])
    assert.deepEqual([figures?.slug, figures?.cases, figures?.answered.yes, figures?.answered.of, figures?.answered.share, figures?.answered.high], [vendor.slug, 5, 5, 5, 1, 1])
    assert.ok(Math.abs((figures?.answered.low ?? 0) - 0.5655) < 0.0001, 'the interval of Wilson for five of five')
    assert.deepEqual([figures?.fixed.of, figures?.fixed.yes, figures?.fixed.share], [0, 0, null], 'three with something to fix are too few')
  })

  test('handing over: another organisation that takes part by name, and nobody else, owns the case', async () => {
    const story = await openStory(await open())
    const { house, owner, vendor, id } = story
    const first = await bringIn(story, vendor)
    const guest = await bringGuest(story, 'A maintainer')
    await assert.rejects(house.cases.handOver(owner.asking, id, guest.party), coded('cases.next-owner'))
    await assert.rejects(house.cases.handOver(vendor.asking, id, first), coded('cases.not-yours'))
    await house.cases.handOver(owner.asking, id, first)
    const { opened: { party } } = await house.cases.case(vendor.asking, id)
    assert.deepEqual(party.roles, ['owner', 'vendor'])
    await assert.rejects(house.cases.invite(owner.asking, id, { guest: { name: 'Somebody' }, roles: ['observer'] }), coded('cases.not-yours'))
    await house.cases.leave(owner.asking, id, {})
  })

  test('mails: one in a quarter of an hour at most, for all cases together, and never what it is about', async () => {
    const story = await openStory(await open())
    const { house, owner, vendor, id } = story
    await bringIn(story, vendor)
    await bringGuest(story, 'A maintainer', ['vendor'], 'maintainer@project.example')
    await house.cases.notify()
    house.pass(15 * MINUTE)
    await house.cases.notify()
    house.mails.length = 0
    house.pass(15 * MINUTE)
    assert.equal(await house.cases.notify(), 0)
    await house.cases.post(owner.asking, id, 1, { text: 'A name of 4097 letters.' })
    assert.equal(await house.cases.notify(), 3)
    assert.deepEqual(house.mails.map(({ to }) => to).toSorted(), ['analyst@vendor-works.example', 'first@vendor-works.example', 'maintainer@project.example'])
    house.pass(MINUTE)
    await house.cases.post(owner.asking, id, 1, { text: 'And another one.' })
    assert.equal(await house.cases.notify(), 0)
    house.pass(14 * MINUTE)
    assert.equal(await house.cases.notify(), 3)
    house.pass(15 * MINUTE)
    assert.equal(await house.cases.notify(), 0)
    for (const { subject, text } of house.mails) assert.ok(!`${subject}${text}`.includes('4097') && !`${subject}${text}`.includes('libquay'))
    const { thread } = await house.cases.openThread(owner.asking, id, { kind: 'coordinators', title: 'Us' })
    await house.cases.post(owner.asking, id, thread, { text: 'Only for us.' })
    house.pass(DAY)
    assert.equal(await house.cases.notify(), 0)
  })

  test('the chain holds, and whoever changes what was kept is found out', async () => {
    const database = await open()
    const { house, owner, id } = await openStory(database)
    for (let n = 0; n < 3; n++) await house.cases.post(owner.asking, id, 1, { text: `Message ${n}` })
    assert.equal((await house.cases.timeline(owner.asking, id, { after: undefined, limit: 5 })).opened.whole, true)
    await database.transact((tx) => tx.run('delete from cases_entry where case_id = ? and seq = 5', id))
    await database.transact((tx) => tx.run('update cases_entry set seq = 5 where case_id = ? and seq = 6', id))
    const again = await openCaseHouse(database, { vault: house.means.vault })
    await assert.rejects(again.cases.timeline(owner.asking, id, { after: undefined, limit: 5 }), { name: 'VaultError', code: 'not-whole' })
    await database.transact((tx) => tx.run('delete from cases_entry where case_id = ? and seq >= 5', id))
    assert.equal((await again.cases.timeline(owner.asking, id, { after: undefined, limit: 5 })).opened.whole, false)
  })

  test('two hubs on one store see the same, also when they write at once', async () => {
    const database = await open()
    const { house, owner, id } = await openStory(database)
    const other = await openCaseHouse(database, { vault: house.means.vault })
    await Promise.all([house, other, house, other].map(({ cases }, n) => cases.post(owner.asking, id, 1, { text: `Message ${n}` })))
    for (const { cases } of [house, other]) {
      const { messages, opened } = await cases.thread(owner.asking, id, 1, { after: undefined, limit: 50 })
      assert.deepEqual([messages.length, opened.whole, new Set(opened.entries().map(({ seq }) => seq)).size], [4, true, opened.entries().length])
    }
  })
})
