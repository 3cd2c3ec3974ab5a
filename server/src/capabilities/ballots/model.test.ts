/** The rules as tables, one row, one case; and held against random electorates, beside the count that outsiders make for themselves. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countVotes, leastParticipants } from '@openaccord/verifier'
import type { BallotId, FactId, OrganisationId } from '@openaccord/names'
import { DAY } from '../../kernel/index.ts'
import { ruleOf, type Ballot, type Group, type Kind, type Position, type Vote, type Voter } from './model.ts'
import { electorateOf, quorumOf } from './model/electorate.ts'
import { redline } from './model/redline.ts'
import { needsOf, statedTally, tallyOf } from './model/tally.ts'
import { afterWorkingDays } from './model/working-days.ts'

const org = (name: string | number): OrganisationId => `org_${String(name)}`
const voter = (name: string, more: Partial<Voter> = {}): Voter => ({ organisation: org(name), slug: name, name, group: null, size: 'small', standing: 'voting', ...more })
const group = (name: string, size: 'small' | 'large' = 'small', excluded = false): Group => ({ name, size, organisations: [org(name)], excluded })

function ballotWith(electorate: Group[], said: readonly (readonly [organisation: string, position: Position])[], more: { kind?: Kind; attendance?: number[] } = {}): Ballot {
  const { kind = 'guideline', attendance = [] } = more
  const votes = said.map(([organisation, position], at): Vote => ({ seq: at, fact: `fact_${at}` as FactId, round: 1, organisation: org(organisation), at: at + 1, position, reason: null, opened: null }))
  return {
    id: 'ballot_x', kind, title: 'A ballot', proposer: org('p'), secretariat: org('s'), subject: null, excluded: [], confirms: null, createdAt: 0, openedAt: 0, withdrawnAt: null,
    frozen: { at: 0, version: 1, electorate, electorateSha256: '', attendance: attendance.map((groups, at) => ({ ballot: `ballot_${at}` as BallotId, groups })) },
    texts: [], rounds: [{ round: 1, from: 0, until: 1000, closedEarly: null, tallied: null, certified: null }], votes, contests: [], questions: [], comments: [], motions: [], confirmed: null,
  }
}

test('who has a vote, in groups', async (t) => {
  const table: [name: string, voters: Voter[], excluded: string[], groups: [name: string, size: string, organisations: number, excluded: boolean][]][] = [
    ['one alone', [voter('a')], [], [['a', 'small', 1, false]]],
    ['two affiliates have one vote, as large as the larger', [voter('a', { group: 'G' }), voter('b', { group: 'G', size: 'large' })], [], [['G', 'large', 2, false]]],
    ['who is on probation, suspended or lapsed has none', [voter('a', { standing: 'probation' }), voter('b', { standing: 'suspended' }), voter('c', { standing: 'lapsed' })], [], []],
    ['an affiliate of a suspended one still has', [voter('a', { group: 'G', standing: 'suspended' }), voter('b', { group: 'G' })], [], [['G', 'small', 1, false]]],
    ['with one of it excluded, the whole group is heard only', [voter('a', { group: 'G' }), voter('b', { group: 'G' })], ['a'], [['G', 'small', 2, true]]],
    ['also where that one has no vote itself', [voter('a', { group: 'G', standing: 'suspended' }), voter('b', { group: 'G' })], ['a'], [['G', 'small', 1, true]]],
  ]
  for (const [name, voters, excluded, groups] of table) {
    await t.test(name, () => assert.deepEqual(electorateOf(voters, excluded.map(org)).map((one) => [one.name, one.size, one.organisations.length, one.excluded]), groups))
  }
})

test('how many have to take part', async (t) => {
  const table: [name: string, groups: number, attendance: number[], needed: number][] = [
    ['more than half of all, before there was any ballot', 10, [], 6],
    ['of eleven, six', 11, [], 6],
    ['more than half of the mean attendance', 10, [6, 6, 6], 4],
    ['of a broken mean, the next whole number above its half', 10, [5, 6, 6], 3],
    ['never less than more than an eighth of all', 40, [1, 1, 1], 6],
    ['never more than more than half of all', 4, [20, 20, 20], 3],
    ['with one ballot before', 10, [8], 5],
    ['nobody is left', 0, [4, 4, 4], 1],
  ]
  for (const [name, groups, attendance, needed] of table) {
    await t.test(name, () => {
      assert.equal(quorumOf(groups, attendance.map((one) => ({ ballot: 'ballot_x', groups: one }))).needed, needed)
      assert.equal(leastParticipants(groups, attendance), needed)
    })
  }
})

test('what is adopted, and what would have been missing', async (t) => {
  const four = [group('s1'), group('s2'), group('l1', 'large'), group('l2', 'large')]
  const table: [name: string, electorate: Group[], said: [string, Position][], outcome: string, needs: string[], kind?: Kind][] = [
    ['all agree', four, [['s1', 'yes'], ['s2', 'yes'], ['l1', 'yes'], ['l2', 'yes']], 'adopted', []],
    ['two thirds exactly', [...four, group('s3'), group('l3', 'large')], [['s1', 'yes'], ['s2', 'yes'], ['l1', 'yes'], ['l2', 'yes'], ['s3', 'no'], ['l3', 'no']], 'adopted', []],
    ['which is not three quarters', [...four, group('s3'), group('l3', 'large')], [['s1', 'yes'], ['s2', 'yes'], ['l1', 'yes'], ['l2', 'yes'], ['s3', 'no'], ['l3', 'no']], 'rejected', ['yes-overall 2'], 'suspension'],
    ['a tie among the small is no majority', [...four, group('l3', 'large'), group('l4', 'large')], [['s1', 'yes'], ['s2', 'no'], ['l1', 'yes'], ['l2', 'yes'], ['l3', 'yes'], ['l4', 'yes']], 'rejected', ['yes-small 1']],
    ['nobody of the large says yes', four, [['s1', 'yes'], ['s2', 'yes'], ['l1', 'abstain'], ['l2', 'abstain']], 'rejected', ['yes-large 1']],
    ['a class with no group asks for nothing', [group('s1'), group('s2'), group('s3')], [['s1', 'yes'], ['s2', 'yes']], 'adopted', []],
    ['nor does one whose groups are all recused', four, [['s1', 'yes'], ['s2', 'yes'], ['l1', 'recuse'], ['l2', 'recuse']], 'adopted', []],
    ['nor one whose groups are excluded', [group('s1'), group('s2'), group('l1', 'large', true)], [['s1', 'yes'], ['s2', 'yes'], ['l1', 'no']], 'adopted', []],
    ['all abstain', four, [['s1', 'abstain'], ['s2', 'abstain'], ['l1', 'abstain'], ['l2', 'abstain']], 'rejected', ['yes-overall 1', 'yes-small 1', 'yes-large 1']],
    ['too few', four, [['s1', 'yes'], ['l1', 'yes']], 'no-quorum', ['quorum 1']],
    ['the last vote counts', four, [['s1', 'no'], ['s1', 'yes'], ['s2', 'yes'], ['l1', 'yes'], ['l2', 'yes']], 'adopted', []],
    ['a recusal is final', four, [['s1', 'recuse'], ['s1', 'no'], ['s2', 'yes'], ['l1', 'yes']], 'adopted', []],
  ]
  for (const [name, electorate, said, outcome, needs, kind] of table) {
    await t.test(name, () => {
      const tally = tallyOf(ballotWith(electorate, said, kind === undefined ? {} : { kind }))
      assert.deepEqual([tally.outcome, needsOf(tally).map(({ code, count }) => `${code} ${count}`)], [outcome, needs])
    })
  }
})

const GROUPS = fc.array(fc.record({ size: fc.constantFrom('small', 'large') as fc.Arbitrary<'small' | 'large'>, members: fc.integer({ min: 1, max: 3 }), excluded: fc.boolean() }), { minLength: 1, maxLength: 12 })
const SAID = fc.array(fc.tuple(fc.nat(11), fc.nat(2), fc.constantFrom<Position>('yes', 'yes', 'no', 'abstain', 'recuse')), { maxLength: 40 })

test('of any electorate and any votes, hub and outsider count the same', () => {
  fc.assert(fc.property(GROUPS, SAID, fc.array(fc.nat(14), { maxLength: 3 }), fc.constantFrom<Kind>('guideline', 'suspension', 'emergency'), (wanted, said, attendance, kind) => {
    const electorate = wanted.map(({ size, members, excluded }, at): Group => ({ name: `G${at}`, size, excluded, organisations: Array.from({ length: members }, (_, one) => org(`${at}-${one}`)) }))
    const ballot = ballotWith(electorate, said.map(([at, one, position]) => [`${at}-${one}`, position] as const), { kind, attendance })
    const tally = tallyOf(ballot)
    const own = countVotes({ groups: electorate, attendance }, ballot.votes.map(({ fact, organisation, position }) => ({ id: fact, organisation, position })), ruleOf(kind))
    const { ballot: _, round: __, textSha256: ___, electorateSha256: ____, ...stated } = statedTally(ballot, tally) as Record<string, unknown>
    assert.deepEqual(stated, { ...own, counted: [...own.counted], small: { ...own.small }, large: { ...own.large } })
    // each group once, the excluded never; those with a vote are those who took part and the silent
    assert.equal(tally.yes + tally.no + tally.abstain + tally.recused, tally.counted.length)
    assert.equal(tally.participated + tally.silent, tally.electorate)
    assert.equal(tally.electorate + tally.excluded + tally.recused, electorate.length)
    assert.ok(tally.outcome !== 'adopted' || (tally.yes * 3 >= 2 * (tally.yes + tally.no) && tally.participated * 2 > 0))
  }), { numRuns: 500 })
})

test('one more yes never takes away an adoption, and an abstention changes no majority', () => {
  fc.assert(fc.property(GROUPS, SAID, (wanted, said) => {
    const electorate = wanted.map(({ size, excluded }, at): Group => ({ name: `G${at}`, size, excluded, organisations: [org(`${at}-0`)] }))
    const votes = said.map(([at, , position]) => [`${at}-0`, position] as const)
    const before = tallyOf(ballotWith(electorate, votes))
    const silent = electorate.findIndex((one) => !one.excluded && !votes.some(([name]) => org(name) === one.organisations[0]))
    if (silent === -1) return
    const yes = tallyOf(ballotWith(electorate, [...votes, [`${silent}-0`, 'yes']]))
    const abstains = tallyOf(ballotWith(electorate, [...votes, [`${silent}-0`, 'abstain']]))
    if (before.outcome === 'adopted') assert.deepEqual([yes.outcome, abstains.outcome], ['adopted', 'adopted'])
    assert.deepEqual([abstains.threshold, abstains.small.met, abstains.large.met], [before.threshold, before.small.met, before.large.met])
  }), { numRuns: 300 })
})

const at = (day: string): number => Date.parse(`${day}T10:00:00Z`) * 1000

test('three working days have no weekend in them', () => {
  assert.equal(afterWorkingDays(at('2026-11-23'), 3), at('2026-11-26'), 'Monday to Thursday')
  assert.equal(afterWorkingDays(at('2026-11-26'), 3), at('2026-12-01'), 'Thursday to Tuesday')
  assert.equal(afterWorkingDays(at('2026-11-28'), 3), at('2026-12-02'), 'Saturday to Wednesday')
  assert.equal(afterWorkingDays(at('2026-11-23'), 3) - at('2026-11-23'), 3 * DAY)
})

test('a redline leads from one text to the other', () => {
  const texts = fc.array(fc.array(fc.constantFrom('ships', 'sail', 'at', 'night', 'slowly', 'home'), { minLength: 1, maxLength: 6 }).map((words) => words.join(' ')), { maxLength: 6 })
  fc.assert(fc.property(texts, texts, (before, after) => {
    const blocks = redline(before.join('\n\n'), after.join('\n\n'))
    const side = (but: 'added' | 'removed'): string[] => blocks.map(({ parts }) => parts.filter(({ kind }) => kind !== but).map(({ text }) => text).join('')).filter((text) => text !== '')
    assert.deepEqual([side('added'), side('removed')], [before, after])
  }), { numRuns: 300 })
  assert.deepEqual(redline('One ship sails.', 'One ship waits.').flatMap(({ parts }) => parts.map(({ kind, text }) => `${kind}:${text}`)), ['same:One ship ', 'removed:sails.', 'added:waits.'])
})
