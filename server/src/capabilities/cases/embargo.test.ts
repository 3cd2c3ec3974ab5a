/** The embargo of a case in its room, on both engines: A.2, A.3 and A.4 line by line. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entryOf } from '@openaccord/facts'
import { DAY, HOUR, MINUTE, SECOND } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { sealUp } from '../members/testing/keys.ts'
import { act, askIn, inDays, openSigningStory, propose, stateOf, TERMS, view, type SigningStory } from './testing/embargo.ts'
import { askBy, bringGuest, bringIn } from './testing/house.ts'
import { sha256Of } from './model/chain.ts'

const coded = (code: string) => ({ name: 'Refusal', code })

/** Owner and vendor are agreed until in so many days. */
async function agreed(story: SigningStory, days = 30) {
  await bringIn(story, story.vendor)
  const terms = await propose(story, story.owner, days)
  await act(story, story.vendor, 'embargo-consent', { terms })
  return terms!
}

describeOnEveryEngine('the embargo of a case', (open) => {
  test('A.3 terms are proposed and accepted by signed acts; the instant is exact and the zone kept beside', async () => {
    const story = await openSigningStory(await open())
    const { house, owner, vendor } = story
    await bringIn(story, vendor)
    const ends = inDays(house, 30)
    await propose(story, owner, 30)
    assert.equal(await stateOf(story), 'proposed')
    await act(story, vendor, 'embargo-consent')
    const { story: told, opened } = await view(story, vendor)
    assert.equal(told.state.embargo.state, 'active')
    assert.ok(Math.abs(told.state.embargo.inForce!.ends - Date.parse(ends)) < 5000)
    assert.equal(told.words.get(told.state.embargo.inForce!.id)!.zone, 'Europe/Paris')
    assert.equal(opened.terms().state, 'active')
    assert.equal(opened.terms().lapsed.size, 0)
  })

  test('A.3 the log gets commitments of one size and one name, and nothing of the case', async () => {
    const story = await openSigningStory(await open())
    await agreed(story)
    const facts = (await story.house.journal.readAfter(0, 10_000)).filter(({ room }) => room === 'cases')
    assert.equal(facts.filter(({ kind }) => kind === 'embargo-sealed').length, 2)
    for (const fact of facts.filter(({ kind }) => kind === 'embargo-sealed')) {
      const logged = entryOf({ ...fact, body: fact.body }, (bytes) => sha256Of(bytes))!
      assert.deepEqual([logged.entry.payload.form, logged.entry.payload.size, logged.entry.about.length, logged.payload], ['sealed', 8192, 0, undefined])
      assert.ok(!fact.body.includes(story.id) && !fact.body.includes(story.owner.id))
    }
  })

  test('A.2 a new participant is offered the embargo first, and sees the case only after accepting', async () => {
    const story = await openSigningStory(await open())
    const { house, other, id } = story
    await agreed(story)
    await askIn(story, other)
    const before = await view(story, other)
    assert.deepEqual([before.opened.viewer.until, before.opened.seen.state.title, before.story.words.size], [0, '', 1])
    await assert.rejects(house.cases.join(other.asking, id), coded('cases.embargo-first'))
    await act(story, other, 'embargo-consent')
    const after = await house.cases.case(other.asking, id)
    assert.deepEqual([after.opened.party.standing, after.opened.seen.state.title], ['in', 'Heap overflow in libquay'])
  })

  test('A.2 leaving ends it for nobody else', async () => {
    const story = await openSigningStory(await open())
    await agreed(story)
    await act(story, story.vendor, 'embargo-exit', { reason: 'We ship none of it.' })
    assert.equal(await stateOf(story), 'active')
    await assert.rejects(act(story, story.owner, 'embargo-exit'), coded('cases.owner-stays'))
  })

  test('A.3 a guest accepts by a click that is recorded as one; an organisation signs', async () => {
    const story = await openSigningStory(await open())
    const { house, vendor, owner, id } = story
    await agreed(story)
    house.pass(SECOND)
    const { link } = await house.cases.invite(owner.asking, id, { guest: { name: 'A finder' }, roles: ['finder'] })
    const guest = askBy(link!)
    await house.cases.answerAsGuest(guest, id, { kind: 'embargo-consent' })
    const { opened, story: told } = await house.cases.embargo(guest, id)
    assert.deepEqual([opened.party.standing, told.said.at(-1)!.signed, told.said.at(-1)!.said], ['in', false, 'accepted'])
    await assert.rejects(house.cases.answerAsGuest(vendor.asking, id, { kind: 'embargo-refusal' }), coded('cases.not-yours'))
  })

  test('A.3 a revision keeps the old terms until it is agreed: longer by all, shorter by a second', async () => {
    const story = await openSigningStory(await open())
    const { house, owner, vendor, other, id } = story
    const first = await agreed(story)
    await askIn(story, other)
    await act(story, other, 'embargo-consent')
    const longer = await propose(story, vendor, 60)
    assert.deepEqual([await stateOf(story), (await view(story, owner)).story.state.embargo.inForce!.id], ['revise', first])
    await act(story, owner, 'embargo-consent', { terms: longer })
    assert.equal((await view(story, owner)).story.state.embargo.inForce!.id, first)
    await act(story, other, 'embargo-consent', { terms: longer })
    assert.deepEqual([await stateOf(story), (await view(story, owner)).story.state.embargo.inForce!.id], ['active', longer])
    const shorter = await propose(story, vendor, 10)
    await act(story, owner, 'embargo-consent', { terms: shorter })
    const now = await view(story, owner)
    assert.equal(now.story.state.embargo.inForce!.id, shorter)
    assert.deepEqual([...now.opened.terms().lapsed.keys()].length, 1)
    house.pass(SECOND)
    await house.cases.post(owner.asking, id, 1, { text: 'Not for who has not accepted.' })
    assert.ok(!JSON.stringify((await house.cases.timeline(other.asking, id, { after: undefined, limit: 50 })).entries).includes('message-posted'))
    await act(story, other, 'embargo-consent', { terms: shorter })
    assert.equal((await view(story, owner)).opened.terms().lapsed.size, 0)
  })

  test('A.1 an acceptance of the terms in force that comes late, during a revision, is kept', async () => {
    const story = await openSigningStory(await open())
    const { owner, other } = story
    const first = await agreed(story)
    await askIn(story, other)
    await propose(story, owner, 60)
    assert.equal(await stateOf(story), 'revise')
    await act(story, other, 'embargo-consent', { terms: first })
    const { opened, story: told } = await view(story, other)
    assert.deepEqual([opened.party.standing, told.state.embargo.inForce!.id, told.state.embargo.state], ['in', first, 'revise'])
  })

  test('A.3 public or exploited ends it by itself, in the same transaction', async () => {
    for (const [what, how] of [['became-public', 'public'], ['exploit-published', 'exploited']] as const) {
      const story = await openSigningStory(await open())
      const { house, vendor, owner, id } = story
      await agreed(story)
      const before = (await house.journal.readAfter(0, 10_000)).length
      house.pass(SECOND)
      await house.cases.happened(vendor.asking, id, { what, words: 'It is on a mailing list.' })
      const { story: told } = await view(story, owner)
      assert.deepEqual([told.state.embargo.state, told.ended!.how, told.state.happened.includes('P')], ['exited', how, true])
      assert.equal((await house.journal.readAfter(0, 10_000)).length, before + 1)
      await assert.rejects(propose(story, owner, 10), coded('cases.embargo-over'))
    }
  })

  test('A.3 on attacks a person decides, and the decision is on record', async () => {
    const story = await openSigningStory(await open())
    const { house, vendor, owner, id } = story
    await agreed(story)
    house.pass(SECOND)
    await house.cases.happened(vendor.asking, id, { what: 'attacked', words: 'Seen at a customer.' })
    assert.equal(await stateOf(story), 'active')
    assert.deepEqual((await view(story, owner)).story.questions.map(({ ground }) => ground), ['attacked'])
    await assert.rejects(propose(story, owner, 60), coded('cases.terms-after-disclosure'))
    await assert.rejects(house.cases.decideEmbargo(vendor.asking, id, { question: 'attacked', choice: 'end', reason: 'Now.' }), coded('cases.not-coordinating'))
    house.pass(MINUTE)
    await house.cases.decideEmbargo(owner.asking, id, { question: 'attacked', choice: 'go-on', reason: 'One customer, and the fix comes tomorrow.' })
    const kept = await view(story, owner)
    assert.deepEqual([kept.story.state.embargo.state, kept.story.questions.length, kept.story.decisions[0]!.choice], ['active', 0, 'go-on'])
  })

  test('A.3 time ends it at its instant, whether or not the job has run; the job states it once', async () => {
    const story = await openSigningStory(await open())
    const { house, owner } = story
    await agreed(story, 10)
    house.pass(10 * DAY + MINUTE)
    assert.equal(await stateOf(story), 'exited')
    const count = async () => (await house.journal.readAfter(0, 10_000)).filter(({ kind }) => kind === 'embargo-sealed').length
    const before = await count()
    for (let turn = 0; turn < 3; turn++) await house.cases.turnEmbargoes(house.cases.remindOfClocks)
    assert.equal(await count(), before + 1)
    assert.equal((await view(story, owner)).story.ended!.how, 'agreed-end')
  })

  test('A.3 an act that does not fit is refused by name, and nothing is written', async () => {
    const story = await openSigningStory(await open())
    const { house, owner, vendor, id } = story
    await bringIn(story, vendor)
    const before = (await house.journal.readAfter(0, 10_000)).length
    await assert.rejects(act(story, vendor, 'embargo-consent', { terms: 'terms_00000000000000000000', ends: inDays(house, 3), textSha256: '0'.repeat(64) }), (error: { code: string }) => /^cases\.|^members\./.test(error.code))
    const prepared = await house.cases.prepareEmbargoAct(owner.robot, { kind: 'embargo-proposal', says: { case: id, ends: inDays(house, 30), zone: 'UTC', text: TERMS } })
    await assert.rejects(house.cases.submitEmbargoAct(owner.robot, { envelope: await sealUp(prepared.statement, owner.key), text: 'Other words.' }), coded('cases.terms-text'))
    await assert.rejects(house.cases.prepareEmbargoAct(owner.robot, { kind: 'embargo-proposal', says: { case: id, ends: '2020-01-01T00:00:00Z', zone: 'UTC', text: TERMS } }), coded('cases.ends-span'))
    await assert.rejects(house.cases.submitEmbargoAct(vendor.robot, { envelope: await sealUp(prepared.statement, vendor.key), text: TERMS }), { name: 'Refusal' })
    assert.equal((await house.journal.readAfter(0, 10_000)).length, before)
    assert.equal(await stateOf(story), 'none')
  })

  test('A.3 the file afterwards proves who agreed to what and when: every commitment opens, and nothing of the case is in it', async () => {
    const story = await openSigningStory(await open())
    const { house, owner, vendor, id } = story
    await agreed(story)
    await assert.rejects(house.cases.embargoProof(owner.asking, id), coded('cases.embargo-not-over'))
    house.pass(SECOND)
    await house.cases.endEmbargo(owner.asking, id, { reason: 'Every fix is out.' })
    const file = await house.cases.embargoProof(vendor.asking, id)
    assert.deepEqual(file.entries.map(({ what }) => what), ['terms-proposed', 'terms-accepted', 'embargo-ended'])
    const commitments = new Map((await house.journal.readAfter(0, 10_000)).filter(({ kind }) => kind === 'embargo-sealed').map(({ id: fact, body }) => [fact, (JSON.parse(body) as { sealed: { commitment: string } }).sealed.commitment]))
    for (const { fact, opening } of file.entries) {
      const bytes = Buffer.concat([Buffer.from('openaccord/sealed/v1\0'), Buffer.from(opening.salt, 'base64'), Buffer.from(opening.payload, 'base64')])
      assert.equal(sha256Of(bytes), commitments.get(fact))
    }
    assert.ok(!JSON.stringify(file).includes('Heap overflow') && !Buffer.from(JSON.stringify(file.entries.map(({ opening }) => Buffer.from(opening.payload, 'base64').toString()))).toString().includes(TERMS))
  })

  test('A.4 clocks run from what happened; duties of law are seen by their own organisation alone', async () => {
    const story = await openSigningStory(await open())
    const { house, owner, vendor, id } = story
    await agreed(story)
    const known = new Date(Math.floor(house.now() / 1000)).toISOString()
    house.pass(HOUR)
    await house.cases.startClock(vendor.asking, id, { trigger: 'cra-exploited', at: known })
    const mine = (await house.cases.clocks(vendor.asking, id)).clocks
    assert.deepEqual(mine.filter(({ kind }) => kind === 'law').map(({ clock, due }) => [clock, new Date(due / 1000).toISOString()]), [
      ['cra-early-warning', new Date(Date.parse(known) + 86_400_000).toISOString()], ['cra-notification', new Date(Date.parse(known) + 3 * 86_400_000).toISOString()],
    ])
    assert.ok(mine.some(({ clock }) => clock === 'embargo-end') && mine.some(({ clock }) => clock === 'disclosure-90'))
    assert.ok(!(await house.cases.clocks(owner.asking, id)).clocks.some(({ kind }) => kind === 'law'))
    await house.cases.meetClock(vendor.asking, id, { clock: 'cra-early-warning' })
    assert.equal((await house.cases.clocks(vendor.asking, id)).clocks.find(({ clock }) => clock === 'cra-early-warning')!.state, 'met')
  })

  test('A.4 reminders go once to who works on it, later to the next contact, and say nothing of the case', async () => {
    const story = await openSigningStory(await open())
    const { house, vendor, id } = story
    await agreed(story)
    house.means.contacts = async (_tx, organisation) => (organisation === vendor.id ? ['next@vendor-works.example'] : [])
    await house.cases.startClock(vendor.asking, id, { trigger: 'cra-exploited', at: new Date(Math.floor(house.now() / 1000)).toISOString() })
    const turn = async () => {
      const before = house.mails.length
      await house.cases.turnEmbargoes(house.cases.remindOfClocks)
      return house.mails.slice(before)
    }
    house.pass(19 * HOUR)
    const soon = await turn()
    assert.ok(soon.length > 0 && soon.every(({ to }) => to.endsWith('@vendor-works.example')))
    assert.deepEqual(await turn(), [])
    house.pass(12 * HOUR)
    const late = await turn()
    assert.ok(late.some(({ to }) => to === 'next@vendor-works.example'))
    for (const { subject, text } of [...soon, ...late]) assert.ok(!/libquay|overflow|CRA|exploit/i.test(subject + text))
  })

  test('A.4 a calendar feed by a secret address shows moments and nothing of what they are about', async () => {
    const story = await openSigningStory(await open())
    const { house, vendor } = story
    await agreed(story)
    const { secret } = await house.cases.makeCalendar(vendor.analyst)
    const events = (await house.cases.feed(secret))!
    assert.ok(events.length > 0)
    assert.ok(!/libquay|overflow/i.test(JSON.stringify(events)))
    assert.equal(await house.cases.feed(secret.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A'))), undefined)
    const { secret: next } = await house.cases.makeCalendar(vendor.analyst)
    assert.deepEqual([await house.cases.feed(secret), (await house.cases.feed(next))!.length], [undefined, events.length])
    await house.cases.removeCalendar(vendor.analyst)
    assert.equal(await house.cases.feed(next), undefined)
  })

  test('A.2 a split case keeps the embargo as it stands; in a merged one the earliest agreed end holds', async () => {
    const story = await openSigningStory(await open())
    const { house, owner, vendor, id } = story
    await agreed(story, 30)
    house.pass(SECOND)
    const party = [...(await view(story, owner)).opened.state().parties.values()].find(({ organisation }) => organisation === vendor.id)!.id
    const { case: child } = await house.cases.splitCase(owner.asking, id, { title: 'The writer', summary: '', vulnerabilities: [2], parties: [party] })
    const split = await house.cases.embargo(vendor.asking, child)
    assert.deepEqual([split.story.state.embargo.state, split.opened.terms().lapsed.size, split.opened.party.standing], ['active', 0, 'in'])
    const shorter = await propose({ house, id: child }, vendor, 5)
    await act({ house, id: child }, owner, 'embargo-consent', { terms: shorter })
    house.pass(SECOND)
    await house.cases.mergeCase(owner.asking, child, { into: id })
    const merged = await view(story, owner)
    assert.deepEqual([merged.story.state.embargo.inForce!.id, merged.story.state.embargo.state], [shorter, 'active'])
  })

  test('A.2 a guest who is named to nobody is listed to nobody but who coordinates', async () => {
    const story = await openSigningStory(await open())
    const { house, owner, vendor } = story
    await bringIn(story, vendor)
    const guest = await bringGuest(story, 'Quiet finder', ['finder'])
    await house.cases.editParty(owner.asking, story.id, guest.party, { shown: false })
    const { opened } = await view(story, vendor)
    assert.equal(opened.seen.names(guest.party), false)
  })
})
