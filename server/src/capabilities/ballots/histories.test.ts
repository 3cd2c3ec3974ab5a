/**
 * Random histories: organisations of random groups, sizes and standings, which vote, recuse themselves, are suspended and come
 * back, in any order, again and at once. Whatever happens, nobody votes twice, or while it may not, and what was stated stays.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import type { BallotId } from '@openaccord/names'
import { countVotes } from '@openaccord/verifier'
import { DAY, HOUR, Refusal } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { sealUp } from '../members/testing/keys.ts'
import type { Voter } from './index.ts'
import { closeOf, ruleOf, type Position } from './model.ts'
import { groupOf } from './model/electorate.ts'
import { draft, openBallotHouse, openDesk, openSecretariat, openVoting, type BallotHouse, type Desk } from './testing/house.ts'

const STANDINGS = ['voting', 'voting', 'voting', 'voting', 'voting', 'voting', 'probation', 'suspended', 'lapsed'] as const
const DESKS = 6
type Step =
  | { do: 'vote'; by: number; position: Position; again: boolean }
  | { do: 'standing'; of: number; standing: Voter['standing'] }
  | { do: 'secretariat-votes' }
  | { do: 'freeze-again' }
  | { do: 'write' }
  | { do: 'pass'; hours: number }
const by = fc.nat(DESKS - 1)
const STEP: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('vote' as const), by, position: fc.constantFrom<Position>('yes', 'no', 'abstain', 'recuse'), again: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('standing' as const), of: by, standing: fc.constantFrom(...STANDINGS) }) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ do: 'secretariat-votes' }, { do: 'freeze-again' }, { do: 'write' }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pass' as const), hours: fc.integer({ min: 1, max: 40 }) }) },
)
const SETTING = fc.record({
  groups: fc.array(fc.option(fc.constantFrom('North', 'South'), { nil: null }), { minLength: DESKS, maxLength: DESKS }),
  sizes: fc.array(fc.constantFrom<'small' | 'large'>('small', 'large'), { minLength: DESKS, maxLength: DESKS }),
  standings: fc.array(fc.constantFrom(...STANDINGS), { minLength: DESKS, maxLength: DESKS }),
  excluded: fc.option(by, { nil: undefined }),
  steps: fc.array(STEP, { minLength: 1, maxLength: 20 }),
})
type Setting = typeof SETTING extends fc.Arbitrary<infer T> ? T : never
/** One that surely has votes: of two affiliates, changed, handed in again, and a recusal. */
const EXAMPLE: Setting = {
  groups: ['North', 'North', null, null, null, null], sizes: ['small', 'large', 'small', 'large', 'small', 'large'], standings: Array.from({ length: DESKS }, () => 'voting' as const), excluded: 5,
  steps: [0, 1, 2, 3, 2, 5].map((at) => ({ do: 'vote', by: at, position: at === 3 ? 'recuse' : 'yes', again: at === 2 })),
}

describeOnEveryEngine('histories of ballots', (open, { engine }) => {
  test('nobody votes twice, while recused or suspended, or on their own case; nobody alters what was stated', async () => {
    const house = await openBallotHouse(await open())
    const secretariat = await openSecretariat(house)
    const desks: Desk[] = []
    for (let at = 0; at < DESKS; at++) desks.push(await openDesk(house, secretariat, `desk-${at}`))
    let taken = 0
    await fc.assert(fc.asyncProperty(SETTING, async (setting) => void (taken += await play(house, secretariat, desks, setting))), { numRuns: engine === 'sqlite' ? 25 : 6, endOnFailure: true, examples: [[EXAMPLE]] })
    assert.ok(taken > 0, 'some of these histories had votes')
  })
})

/** How many votes were taken. */
async function play(house: BallotHouse, secretariat: Desk, desks: readonly Desk[], { groups, sizes, standings, excluded, steps }: Setting): Promise<number> {
  const { ballots } = house
  const set = (at: number, more: Partial<Voter>): void => void house.voters.set(desks[at]!.id, { ...house.voters.get(desks[at]!.id)!, ...more })
  desks.forEach((_, at) => set(at, { group: groups[at]!, size: sizes[at]!, standing: standings[at]! }))
  const id = await begin(house, secretariat, excluded === undefined ? [] : [desks[excluded]!])
  if (id === undefined) return 0
  const accepted: { at: number; position: Position; standing: Voter['standing'] }[] = []
  const published = (await house.journal.readAfter(0, 100_000)).length
  const before = JSON.stringify((await house.journal.readAfter(0, published)).map(({ body }) => body))
  for (const step of steps) {
    if (step.do === 'pass') house.pass(step.hours * HOUR)
    else if (step.do === 'standing') set(step.of, { standing: step.standing })
    else if (step.do === 'vote') await castVote(step)
    else await assert.rejects(forbidden(step.do), Refusal)
  }
  house.pass(8 * DAY)
  await Promise.all([ballots.turn(), ballots.turn()])
  await judge()
  return accepted.length

  async function castVote({ by: at, position, again }: Extract<Step, { do: 'vote' }>): Promise<void> {
    const desk = desks[at]!
    const standing = house.voters.get(desk.id)!.standing
    house.pass(1000)
    try {
      const { statement } = await ballots.prepareAct(desk.robot, { kind: 'vote', says: { ballot: id, position, ...(position === 'no' ? { reason: 'No.' } : {}) } })
      const envelope = await sealUp(statement, desk.key)
      const outcomes = await Promise.all(Array.from({ length: again ? 3 : 1 }, () => ballots.submitAct(desk.robot, { envelope })))
      assert.equal(new Set(outcomes.map(({ fact }) => fact)).size, 1, 'once, however often it is handed in')
      accepted.push({ at, position, standing })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }

  async function forbidden(what: 'secretariat-votes' | 'freeze-again' | 'write'): Promise<unknown> {
    if (what === 'freeze-again') return ballots.freeze(secretariat.first, id!)
    if (what === 'write') return ballots.write(secretariat.first, id!, { text: 'Another text, later.' })
    const { statement } = await ballots.prepareAct(secretariat.robot, { kind: 'vote', says: { ballot: id, position: 'yes' } })
    return ballots.submitAct(secretariat.robot, { envelope: await sealUp(statement, secretariat.key) })
  }

  async function judge(): Promise<void> {
    const { ballot, standing } = await ballots.ballot(desks[0]!.first, id!)
    const electorate = ballot.frozen!.electorate
    assert.equal(ballot.votes.length, accepted.length)
    const recused = new Set<string>()
    for (const { at, position, standing: stood } of accepted) {
      const group = groupOf(electorate, desks[at]!.id)
      assert.ok(group !== undefined && !group.excluded, 'only with a vote of its own')
      assert.equal(stood, 'voting')
      assert.ok(!recused.has(group.name), 'a recusal is final')
      if (position === 'recuse') recused.add(group.name)
    }
    assert.ok(ballot.votes.every(({ at }) => at < closeOf(ballot.rounds[0]!)))
    const tally = standing.tally!
    const own = countVotes({ groups: electorate, attendance: ballot.frozen!.attendance.map(({ groups: many }) => many) }, ballot.votes.map(({ fact, organisation, position }) => ({ id: fact, organisation, position })), ruleOf(ballot.kind))
    assert.deepEqual([tally.yes, tally.no, tally.abstain, tally.recused, tally.outcome], [own.yes, own.no, own.abstain, own.recused, own.outcome])
    assert.equal(new Set(tally.counted).size, tally.counted.length)
    assert.ok(ballot.votes.every(({ opened, position }) => (opened !== null) === (position !== 'recuse')), 'every seal is opened, once')
    assert.equal(JSON.stringify((await house.journal.readAfter(0, published)).map(({ body }) => body)), before, 'what was stated stays')
    const facts = (await house.journal.readAfter(published, 100_000)).map(({ kind }) => kind)
    assert.deepEqual([facts.filter((kind) => kind === 'vote-opened').length, facts.filter((kind) => kind === 'tallied').length], [accepted.filter(({ position }) => position !== 'recuse').length, 1])
  }
}

/** Open for the vote; undefined where nobody would have one. */
async function begin(house: BallotHouse, secretariat: Desk, excluded: readonly Desk[]): Promise<BallotId | undefined> {
  const wanted = {
    kind: 'removal', subject: { room: 'concerns', id: 'concern_0123456789abcdefghjk' }, title: draft.title, text: draft.text, textSha256: createHash('sha256').update(draft.text).digest('hex'),
    excluded: excluded.map(({ id }) => id), by: secretariat.id, now: house.now(),
  } as const
  const { id } = await house.database.transact((tx) => house.ballots.openBallot(tx, wanted))
  house.pass(7 * DAY)
  try {
    await openVoting(house, secretariat, id)
    return id
  } catch (error) {
    if (error instanceof Refusal && error.code === 'ballots.no-electorate') return undefined
    throw error
  }
}
