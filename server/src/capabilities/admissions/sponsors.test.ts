/** Sponsors afterwards: who vouched for organisations that were removed, and who takes it back while the signatories vote. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OrganisationId } from '@openaccord/names'
import { DAY } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { openVoting } from '../ballots/testing/house.ts'
import { barredUntil, type Vouched } from './model/sponsors.ts'
import { act, inBallot, inComments, lastMailTo, openScene, sponsor, stateOf, votedOn, waitsOf } from './testing/house.ts'

const org = (name: string): OrganisationId => `org_${name}`
const YEAR = 365 * DAY
const START = 1_700_000_000_000_000

test('who vouched for more than two that were removed within three years sponsors nobody for a year', () => {
  const vouched: Vouched[] = ['a', 'b', 'c', 'd'].map((name) => ({ organisation: org(name), sponsors: [org('quay'), org(name === 'd' ? 'pier' : 'mole')] }))
  const removed = (...days: (number | null)[]) => new Map(days.flatMap((day, at) => (day === null ? [] : [[org('abcd'[at]!), START + day * DAY] as const])))
  const table: [what: string, sponsor: string, removals: ReturnType<typeof removed>, day: number, until: number | undefined][] = [
    ['nobody was removed', 'quay', removed(), 400, undefined],
    ['two are not more than two', 'quay', removed(0, 10), 20, undefined],
    ['the third', 'quay', removed(0, 10, 20), 20, 20 + 365],
    ['the day before it', 'quay', removed(0, 10, 20), 19, undefined],
    ['the last day of the year', 'quay', removed(0, 10, 20), 384, 20 + 365],
    ['a year later', 'quay', removed(0, 10, 20), 385, undefined],
    ['a fourth begins the year anew', 'quay', removed(0, 10, 20, 300), 400, 300 + 365],
    ['three in more than three years', 'quay', removed(0, 10, 1_095), 1_095, undefined],
    ['three in just less', 'quay', removed(0, 10, 1_094), 1_094, 1_094 + 365],
    ['another sponsor of two of them only', 'pier', removed(0, 10, 20, 30), 40, undefined],
    ['who vouched for three of four', 'mole', removed(0, 10, 20, 30), 40, 20 + 365],
  ]
  for (const [what, name, removals, day, until] of table) {
    assert.equal(barredUntil(org(name), vouched, removals, START + day * DAY), until === undefined ? undefined : START + until * DAY, what)
  }
  const twice = [...vouched.slice(0, 2), vouched[0]!, vouched[1]!]
  assert.equal(barredUntil(org('quay'), twice, removed(0, 10), START + 20 * DAY), undefined, 'admitted twice, removed once')
})

describeOnEveryEngine('sponsors afterwards', (open) => {
  test('the bar holds where one sponsors, and ends by time alone', async () => {
    const scene = await openScene(await open())
    const { house, secretariat: { first }, sponsors: [quay, mole] } = scene
    const database = house.database
    for (const name of ['One', 'Two', 'Three']) {
      const own = await inComments(scene, { name })
      await sponsor(house, quay!, own)
      if (name === 'Three') {
        await sponsor(house, mole!, own)
        await act(house, mole!, 'sponsorship-withdrawal', { application: own.id, reason: 'We do not know it well enough.' })
      }
      const removed = org(`removed_${name.toLowerCase()}`)
      await database.transact((tx) => tx.run('update admissions_application set organisation = ? where id = ?', removed, own.id))
      house.removals.set(removed, house.now())
    }
    const next = await inComments(scene, { name: 'Next' })
    await assert.rejects(sponsor(house, quay!, next), { code: 'admissions.sponsor-sponsored-removed' })
    const bars = (await house.admissions.sponsoring(quay!.first)).filter(({ known }) => known.application.id === next.id).map(({ bar }) => bar)
    assert.deepEqual(bars, ['sponsored-removed'])
    await assert.rejects(house.admissions.askSponsors(first, next.id, ['quay']), { code: 'admissions.cannot-sponsor' })
    await sponsor(house, mole!, next)
    house.pass(YEAR)
    await sponsor(house, quay!, await inComments(scene, { name: 'A year later' }))
  })

  test('one of two takes it back before the voting: the ballot stops, and another may follow', async () => {
    const scene = await openScene(await open())
    const { house, secretariat: { first }, sponsors } = scene
    const own = await inBallot(scene)
    const before = (await house.admissions.application(own.id)).application.ballot!.id
    await act(house, sponsors[1]!, 'sponsorship-withdrawal', { application: own.id, reason: 'We were mistaken about its reports.' })
    assert.equal(await stateOf(house, own), 'endorsement')
    assert.deepEqual(await waitsOf(house, own), ['applicant find-sponsors 0/30'])
    assert.match(lastMailTo(house, own.mail, /ballot was stopped/), /Fewer than 2 sponsors are left/)
    await assert.rejects(house.admissions.openBallot(first, own.id), { code: 'admissions.sponsors-missing' })
    await sponsor(house, sponsors[4]!, own)
    await house.admissions.openBallot(first, own.id)
    const { application } = await house.admissions.application(own.id)
    assert.notEqual(application.ballot!.id, before)
    assert.equal(await stateOf(house, own), 'ballot')
  })

  test('one of two takes it back while votes are cast: what is adopted admits nobody', async () => {
    const scene = await openScene(await open())
    const { house, secretariat, sponsors } = scene
    const own = await inBallot(scene)
    const ballot = (await house.admissions.application(own.id)).application.ballot!.id
    house.pass(7 * DAY)
    await openVoting(house, secretariat, ballot)
    await act(house, sponsors[0]!, 'sponsorship-withdrawal', { application: own.id, reason: 'We were mistaken about its reports.' })
    assert.equal(await stateOf(house, own), 'ballot', 'the vote runs to its end')
    assert.match(lastMailTo(house, own.mail, /can no longer admit it/), /Fewer than 2 sponsors are left/)
    await votedOn(scene, ballot)
    assert.equal((await house.admissions.application(own.id)).outside.ballot?.outcome, 'adopted')
    assert.equal(await stateOf(house, own), 'endorsement')
    await assert.rejects(house.admissions.admit(secretariat.first, own.id, 'tiny-tide'), { code: 'admissions.not-now' })
    await house.admissions.round()
    assert.match(lastMailTo(house, own.mail, /ballot has ended/), /it admits nobody/)
    await sponsor(house, sponsors[4]!, own)
    assert.deepEqual(await waitsOf(house, own), ['secretariat open-ballot 0/5'], 'the adopted one does not come back to life')
    await house.admissions.openBallot(secretariat.first, own.id)
  })
})
