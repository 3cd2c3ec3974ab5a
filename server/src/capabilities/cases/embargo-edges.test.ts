/** Where embargoes meet other moves: a new owner, leaving, cases that part or come together. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, SECOND } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { act, askIn, openSigningStory, propose, stateOf, view, type SigningStory } from './testing/embargo.ts'
import { bringIn, wish } from './testing/house.ts'

const coded = (code: string) => ({ name: 'Refusal', code })

/** Three have agreed; then owner and vendor agree on a shorter time, which the third has not accepted. */
async function shortened(story: SigningStory) {
  const { house, owner, vendor, other, id } = story
  await bringIn(story, vendor)
  await act(story, vendor, 'embargo-consent', { terms: await propose(story, owner, 30) })
  const party = await askIn(story, other)
  await act(story, other, 'embargo-consent')
  const shorter = (await propose(story, owner, 10))!
  await act(story, vendor, 'embargo-consent', { terms: shorter })
  house.pass(SECOND)
  await house.cases.openThread(owner.asking, id, { kind: 'all', title: 'Withheld' })
  return { party, shorter }
}

describeOnEveryEngine('edges of an embargo', (open) => {
  test('a case is handed over only to who has accepted what stands', async () => {
    const story = await openSigningStory(await open())
    const { house, owner, other, id } = story
    const { party, shorter } = await shortened(story)
    await assert.rejects(house.cases.handOver(owner.asking, id, party), coded('cases.owner-accepts-first'))
    assert.equal((await view(story, owner)).story.state.owner, (await view(story, owner)).opened.party.id)
    await act(story, other, 'embargo-consent', { terms: shorter })
    await house.cases.handOver(owner.asking, id, party)
    assert.equal((await view(story, other)).story.state.owner, party)
  })

  test('who has not accepted what stands does not come to read it by leaving, nor by a case that is taken out', async () => {
    const story = await openSigningStory(await open())
    const { house, owner, other, id } = story
    const { party } = await shortened(story)
    const reads = async () => JSON.stringify((await house.cases.case(other.asking, id)).opened.seen.entries).includes('Withheld')
    assert.equal(await reads(), false)
    const { case: child } = await house.cases.splitCase(owner.asking, id, { title: 'Withheld too', summary: '', vulnerabilities: [2], parties: [party] })
    const there = (await house.cases.case(other.asking, child)).opened
    assert.deepEqual([there.party.standing, there.seen.state.title], ['invited', ''])
    await act(story, other, 'embargo-exit', { reason: 'Not ours.' })
    assert.equal(await reads(), false)
    await house.cases.endEmbargo(owner.asking, id, { reason: 'Every fix is out.' })
    assert.equal(await reads(), false)
  })

  test('the embargo of a case that was taken out ends on its own and is stated', async () => {
    const story = await openSigningStory(await open())
    const { house, owner, id } = story
    const { party } = await shortened(story)
    const { case: child } = await house.cases.splitCase(owner.asking, id, { title: 'The writer', summary: '', vulnerabilities: [2], parties: [party] })
    house.pass(11 * DAY)
    for (let turn = 0; turn < 3; turn++) await house.cases.turnEmbargoes(async () => {})
    const { opened, story: told } = await house.cases.embargo(owner.asking, child)
    assert.equal(told.ended!.how, 'agreed-end')
    assert.equal(opened.entries().filter((entry) => entry.kind === 'embargo' && entry.data['event'] === 'embargo-ended').length, 1)
  })

  test('a case whose embargo is over is not brought into one that is under embargo; what is public ends what stands, on record', async () => {
    const story = await openSigningStory(await open())
    const { house, owner, vendor } = story
    await shortened(story)
    const { case: over } = await house.cases.open(owner.analyst, wish)
    await bringIn({ house, owner, id: over }, vendor)
    await act({ house, id: over }, vendor, 'embargo-consent', { terms: await propose({ house, id: over }, owner, 5) })
    await house.cases.endEmbargo(owner.asking, over, { reason: 'Every fix is out.' })
    await assert.rejects(house.cases.mergeCase(owner.asking, over, { into: story.id }), coded('cases.merge-with-ended'))
    assert.ok(['active', 'revise'].includes(await stateOf(story)))

    const { case: known } = await house.cases.open(owner.analyst, wish)
    await house.cases.happened(owner.asking, known, { what: 'became-public', words: 'On a mailing list.' })
    await house.cases.mergeCase(owner.asking, known, { into: story.id })
    const { story: told } = await view(story, owner)
    assert.deepEqual([told.state.embargo.state, told.ended!.how], ['exited', 'public'])
  })
})
