/** Observation operators and qualifiers over several observations: one row, one case. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ObservedData, PatternError, matchPattern, parsePattern } from './index.ts'

/** Names seen from one second to another, `count` times. */
function seen(names: string, first: number, last = first, count = 1): ObservedData {
  const objects = Object.fromEntries([...names].map((name, key) => [String(key), { type: 'x-event', name, host: 'h' }]))
  return { first_observed: moment(first), last_observed: moment(last), number_observed: count, objects }
}

function moment(second: number): string {
  return new Date(Date.UTC(2020, 0, 1) + second * 1000).toISOString()
}

/** `a` stands for [x-event:name = 'a'], `*` for any event, `10` in START and STOP for a moment. */
function pattern(short: string): string {
  return short
    .replace(/START ([\d.]+) STOP ([\d.]+)/g, (_, from, to) => `START t'${moment(Number(from))}' STOP t'${moment(Number(to))}'`)
    .replace(/\b([a-z])\b(?!')/g, "[x-event:name = '$1']")
    .replaceAll('*', "[x-event:host = 'h']")
}

const ABC = [seen('a', 0), seen('b', 5), seen('c', 10)]
const REVERSED = [seen('c', 10), seen('b', 5), seen('a', 0)]
const ABA = [seen('a', 0), seen('b', 1), seen('a', 2)]
const AB_TOGETHER = [seen('ab', 0)]
const AB_TWICE = [seen('ab', 0), seen('ab', 1)]
const MANY_A = [seen('a', 0, 0, 3), seen('a', 10, 10, 2)]
const WIDE = [seen('a', 0, 10), seen('b', 4, 6)]

/** in words, the pattern in short, the observations, the indices that satisfy it (undefined: no match) */
const CASES: [string, string, ObservedData[], number[] | undefined][] = [
  ['one observation', 'b', ABC, [1]],
  ['none', 'd', ABC, undefined],
  ['no observations at all', 'a', [], undefined],
  ['AND over two', 'a AND c', ABC, [0, 2]],
  ['AND in any order', 'c AND a', ABC, [0, 2]],
  ['AND with one missing', 'a AND d', ABC, undefined],
  ['AND needs different observations', 'a AND b', AB_TOGETHER, undefined],
  ['AND of the same needs two', 'a AND a', ABC, undefined],
  ['AND of the same with two', 'a AND a', ABA, [0, 2]],
  ['AND where the first choice is the wrong one', '* AND a', [seen('a', 0), seen('b', 1)], [0, 1]],
  ['AND where choices must be undone twice', '* AND (a OR b) AND a', [seen('a', 0), seen('b', 1), seen('c', 2)], [0, 1, 2]],
  ['an observation that stands for two', 'a AND a', [seen('a', 0, 0, 2)], [0]],
  ['an observation that stands for two, seen as two', 'a AND b', [seen('ab', 0, 0, 2)], [0]],
  ['OR with the first', 'a OR d', ABC, [0]],
  ['OR with the second', 'd OR c', ABC, [2]],
  ['OR with none', 'd OR e', ABC, undefined],
  ['AND binds before OR', 'a OR b AND d', ABC, [0]],
  ['OR in brackets', '(a OR b) AND d', ABC, undefined],
  ['OR of groups takes the one that works', '(a AND d) OR (b AND c)', ABC, [1, 2]],
  ['OR of groups inside AND', '((a AND b) OR (b AND c)) AND b', [...ABC, seen('b', 20)], [0, 1, 3]],
  ['FOLLOWEDBY', 'a FOLLOWEDBY b', ABC, [0, 1]],
  ['FOLLOWEDBY in the wrong order', 'b FOLLOWEDBY a', ABC, undefined],
  ['the order of the list does not matter', 'a FOLLOWEDBY b', REVERSED, [1, 2]],
  ['FOLLOWEDBY at the same moment', 'a FOLLOWEDBY b', [seen('a', 0), seen('b', 0)], [0, 1]],
  ['FOLLOWEDBY needs different observations', 'a FOLLOWEDBY b', AB_TOGETHER, undefined],
  ['FOLLOWEDBY of two at once', 'a FOLLOWEDBY b', AB_TWICE, [0, 1]],
  ['a chain', 'a FOLLOWEDBY b FOLLOWEDBY c', ABC, [0, 1, 2]],
  ['a chain with a step out of order', 'a FOLLOWEDBY c FOLLOWEDBY b', ABC, undefined],
  ['a chain that comes back', 'a FOLLOWEDBY b FOLLOWEDBY a', ABA, [0, 1, 2]],
  ['all of the left side comes before', '(a AND c) FOLLOWEDBY b', ABC, undefined],
  ['all of the right side comes after', 'a FOLLOWEDBY (b AND c)', ABC, [0, 1, 2]],
  ['OR binds before FOLLOWEDBY', 'a FOLLOWEDBY d OR c', ABC, [0, 2]],
  ['AND binds before FOLLOWEDBY', 'a AND c FOLLOWEDBY b', ABC, undefined],
  ['a span of time before a moment', 'a FOLLOWEDBY b', WIDE, [0, 1]],
  ['a span of time after a moment', 'b FOLLOWEDBY a', WIDE, [0, 1]],
  ['a span of time that is over', 'a FOLLOWEDBY b', [seen('a', 7, 9), seen('b', 4, 6)], undefined],
  ['one moment cannot be before and after', 'a FOLLOWEDBY b FOLLOWEDBY a', WIDE, undefined],
  ['a span that stands for two can', 'a FOLLOWEDBY b FOLLOWEDBY a', [seen('a', 0, 10, 2), seen('b', 4)], [0, 1]],
  ['REPEATS once', 'a REPEATS 1 TIMES', ABC, [0]],
  ['REPEATS with enough', 'a REPEATS 2 TIMES', ABA, [0, 2]],
  ['REPEATS with too few', 'a REPEATS 3 TIMES', ABA, undefined],
  ['REPEATS counts what observations stand for', 'a REPEATS 5 TIMES', MANY_A, [0, 1]],
  ['REPEATS takes no more than it needs', 'a REPEATS 3 TIMES', MANY_A, [0]],
  ['REPEATS beyond what they stand for', 'a REPEATS 6 TIMES', MANY_A, undefined],
  ['REPEATS of either', '(a OR b) REPEATS 3 TIMES', ABA, [0, 1, 2]],
  ['REPEATS of a pair', '(a AND b) REPEATS 2 TIMES', AB_TWICE, undefined],
  ['REPEATS of a pair with enough', '(a AND b) REPEATS 2 TIMES', [...AB_TWICE, ...AB_TWICE], [0, 1, 2, 3]],
  ['REPEATS of a sequence', '(a FOLLOWEDBY b) REPEATS 2 TIMES', [seen('a', 0), seen('a', 1), seen('b', 2), seen('b', 3)], [0, 1, 2, 3]],
  ['REPEATS of a sequence, one out of order', '(a FOLLOWEDBY b) REPEATS 2 TIMES', [seen('b', 0), seen('a', 1), seen('b', 2), seen('a', 3)], undefined],
  ['REPEATS of REPEATS', '(a REPEATS 2 TIMES) REPEATS 2 TIMES', MANY_A, [0, 1]],
  ['REPEATS applies to the last operand only', 'a FOLLOWEDBY b REPEATS 2 TIMES', ABC, undefined],
  ['REPEATS of OR of groups', '((a AND b) OR c) REPEATS 2 TIMES', ABC, [0, 1, 2]],
  ['WITHIN on one observation', 'a WITHIN 0.001 SECONDS', ABC, [0]],
  ['WITHIN wide enough', '(a AND b) WITHIN 6 SECONDS', ABC, [0, 1]],
  ['WITHIN exactly as wide is too narrow', '(a AND b) WITHIN 5 SECONDS', ABC, undefined],
  ['WITHIN a little wider', '(a AND b) WITHIN 5.001 SECONDS', ABC, [0, 1]],
  ['WITHIN applies to the last operand only', 'a AND b WITHIN 1 SECONDS', ABC, [0, 1]],
  ['WITHIN over three', '(a AND b AND c) WITHIN 10 SECONDS', ABC, undefined],
  ['WITHIN finds the pair that fits', '(a AND b) WITHIN 2 SECONDS', [seen('a', 0), seen('b', 9), seen('a', 20), seen('b', 21)], [2, 3]],
  ['WITHIN with spans that nearly touch', '(a AND b) WITHIN 2 SECONDS', [seen('a', 0, 4), seen('b', 5, 9)], [0, 1]],
  ['WITHIN with spans too far apart', '(a AND b) WITHIN 2 SECONDS', [seen('a', 0, 4), seen('b', 6, 9)], undefined],
  ['WITHIN on either', '(a OR d) WITHIN 1 SECONDS', ABC, [0]],
  ['WITHIN on a sequence', '(a FOLLOWEDBY c) WITHIN 11 SECONDS', ABC, [0, 2]],
  ['WITHIN on a sequence that is too slow', '(a FOLLOWEDBY c) WITHIN 10 SECONDS', ABC, undefined],
  ['WITHIN on a sequence takes the later beginning', '(a FOLLOWEDBY b) WITHIN 2 SECONDS', [seen('a', 0), seen('a', 4), seen('b', 5)], [1, 2]],
  ['WITHIN inside WITHIN', '((a AND b) WITHIN 6 SECONDS AND c) WITHIN 11 SECONDS', ABC, [0, 1, 2]],
  ['WITHIN inside a narrower WITHIN', '((a AND b) WITHIN 6 SECONDS AND c) WITHIN 10 SECONDS', ABC, undefined],
  ['REPEATS then WITHIN', 'a REPEATS 2 TIMES WITHIN 3 SECONDS', ABA, [0, 2]],
  ['REPEATS then WITHIN, too narrow', 'a REPEATS 2 TIMES WITHIN 2 SECONDS', ABA, undefined],
  ['REPEATS within what one stands for', 'a REPEATS 3 TIMES WITHIN 1 SECONDS', MANY_A, [0]],
  ['WITHIN then REPEATS has a window for each', '(a AND b) WITHIN 2 SECONDS REPEATS 2 TIMES', [seen('a', 0), seen('b', 1), seen('a', 50), seen('b', 51)], [0, 1, 2, 3]],
  ['REPEATS then WITHIN has one for all', '(a AND b) REPEATS 2 TIMES WITHIN 2 SECONDS', [seen('a', 0), seen('b', 1), seen('a', 50), seen('b', 51)], undefined],
  ['FOLLOWEDBY REPEATS: all copies come after', 'b FOLLOWEDBY a REPEATS 2 TIMES', ABA, undefined],
  ['START and STOP around it', 'b START 5 STOP 6', ABC, [1]],
  ['START is included', 'b START 5 STOP 5.001', ABC, [1]],
  ['STOP is not', 'b START 0 STOP 5', ABC, undefined],
  ['START after it', 'b START 5.001 STOP 9', ABC, undefined],
  ['STOP before START', 'b START 9 STOP 1', ABC, undefined],
  ['START and STOP on a group', '(a AND b) START 0 STOP 6', ABC, [0, 1]],
  ['START and STOP on a group, one outside', '(a AND b) START 1 STOP 6', ABC, undefined],
  ['START and STOP on the last operand only', 'a AND b START 5 STOP 6', ABC, [0, 1]],
  ['START and STOP of a span of time that reaches in', 'a START 9 STOP 20', WIDE, [0]],
  ['START and STOP of a span of time that is over', 'b START 7 STOP 20', WIDE, undefined],
  ['START, STOP and REPEATS', 'a START 0 STOP 5 REPEATS 4 TIMES', MANY_A, undefined],
  ['REPEATS, START and STOP', 'a REPEATS 3 TIMES START 0 STOP 5', MANY_A, [0]],
  ['START and STOP narrow a WITHIN', '(a START 9 STOP 99 AND b) WITHIN 4 SECONDS', WIDE, [0, 1]],
  ['START and STOP too narrow for a WITHIN', '(a START 9 STOP 99 AND b) WITHIN 3 SECONDS', WIDE, undefined],
  ['two spans on a sequence', 'a START 8 STOP 99 FOLLOWEDBY b', WIDE, undefined],
]

for (const [words, short, observations, expected] of CASES) {
  test(`${expected === undefined ? 'no match' : 'match'}: ${words}`, () => {
    const result = matchPattern(parsePattern(pattern(short)), observations)
    assert.equal(result.reason, undefined)
    assert.deepEqual(result.observations, expected ?? [])
    assert.equal(result.matched, expected !== undefined)
  })
}

test('both forms of observed data are read', () => {
  const name = parsePattern("[x-event:name = 'a']")
  const times = { first_observed: moment(0), last_observed: moment(0), number_observed: 1 }
  const object = { type: 'x-event', id: 'x-event--1', name: 'a' }
  assert.equal(matchPattern(name, [{ ...times, object_refs: ['x-event--1'] }], { objects: [object] }).matched, true)
  assert.equal(matchPattern(name, [{ ...times, object_refs: ['x-event--2'] }], { objects: [object] }).matched, false)
  assert.equal(matchPattern(name, [{ ...times, object_refs: ['x-event--1'] }]).matched, false)
  assert.equal(matchPattern(name, [{ ...times, objects: { 0: object } }]).matched, true)
  assert.equal(matchPattern(name, [{ ...times, objects: { 0: null, 1: 'a', 2: { name: 'a' } } }]).matched, false)
})

test('references in the deprecated form go by key', () => {
  const objects = { 0: { type: 'network-traffic', dst_ref: '1' }, 1: { type: 'ipv4-addr', value: '203.0.113.33' } }
  const result = matchPattern(parsePattern("[network-traffic:dst_ref.value = '203.0.113.33']"), [{ first_observed: moment(0), last_observed: moment(0), objects }])
  assert.deepEqual(result.observations, [0])
})

test('observed data without usable times or count is named', () => {
  const good = seen('a', 0)
  const bad: [ObservedData, string][] = [
    [{ ...good, first_observed: 'yesterday' }, 'observed data 1: first_observed is a timestamp like 2016-06-01T00:00:00Z'],
    [{ ...good, first_observed: moment(5) }, 'observed data 1: last_observed is not before first_observed'],
    [{ ...good, number_observed: 0 }, 'observed data 1: number_observed is a whole number above 0'],
  ]
  for (const [data, message] of bad) {
    assert.throws(() => matchPattern(parsePattern(pattern('a')), [good, data]), (error) => {
      assert.ok(error instanceof PatternError)
      assert.deepEqual([error.code, error.message], ['bad-observation', message])
      return true
    })
  }
})
