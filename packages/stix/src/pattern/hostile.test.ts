/** Patterns and data made to hurt: the work they cause is counted, and the count is bounded. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ObservedData, PatternError, checkPattern, matchPattern, parsePattern } from './index.ts'

const moment = (second: number): string => new Date(Date.UTC(2020, 0, 1) + second * 1000).toISOString()

const crowd = (last: (index: number) => number): ObservedData[] => Array.from({ length: 200 }, (_, index) => ({
  first_observed: moment(Math.min(index, last(index))),
  last_observed: moment(last(index)),
  number_observed: 1,
  objects: { 0: { type: 'x-event', level: index % 20 } },
}))

/** 200 observations, one a second, or each at any moment of the whole time. */
const STEADY = crowd((index) => index)
const VAGUE = crowd(() => 1_000)

const many = (times: number, operand: string, operator: string): string => Array.from({ length: times }, () => operand).join(` ${operator} `)
const EVENT = '[x-event:level < 20]'
const EVENTS = Array.from({ length: 12 }, (_, n) => `[x-event:level >= ${n}]`)

/** in words, the pattern, whether it matches, how many steps at most */
const CASES: [string, string, boolean, number][] = [
  ['AND of 12', EVENTS.join(' AND '), true, 40_000],
  ['AND of 200, which takes them all', many(200, EVENT, 'AND'), true, 40_000],
  ['AND of 201', many(201, EVENT, 'AND'), false, 40_000],
  ['FOLLOWEDBY of 12', EVENTS.join(' FOLLOWEDBY '), true, 100_000],
  ['FOLLOWEDBY of 12 within too little', `(${EVENTS.join(' FOLLOWEDBY ')}) WITHIN 0.000001 SECONDS AND [x-event:level = 99]`, false, 40_000],
  ['FOLLOWEDBY of 40 in brackets to the right', `${many(40, EVENT, 'FOLLOWEDBY (')}${')'.repeat(39)}`, true, 400_000],
  ['FOLLOWEDBY of pairs of AND', many(6, `(${EVENT} AND ${EVENT})`, 'FOLLOWEDBY'), true, 100_000],
  ['AND of sequences within windows', many(6, `(${EVENT} FOLLOWEDBY ${EVENT}) WITHIN 9 SECONDS`, 'AND'), true, 400_000],
  ['OR of 100 groups that all fail', many(100, `(${EVENT} AND [x-event:level = 99])`, 'OR'), false, 100_000],
  ['windows in windows, 20 deep', `${'('.repeat(20)}${EVENT} AND ${EVENT}${') WITHIN 5 SECONDS'.repeat(20)}`, true, 200_000],
  ['REPEATS a million times', `${EVENT} REPEATS 1000000 TIMES`, false, 2_000],
  ['REPEATS of a sequence a million times', `(${EVENT} FOLLOWEDBY ${EVENT}) REPEATS 1000000 TIMES`, false, 2_000],
  ['REPEATS in REPEATS, 10 deep', `${'('.repeat(9)}${EVENT}${' REPEATS 9007199254740991 TIMES)'.repeat(9)}`, false, 2_000],
  ['REPEATS of either of two groups', `((${EVENT} AND ${EVENT}) OR (${EVENT} FOLLOWEDBY ${EVENT})) REPEATS 10 TIMES`, true, 400_000],
]

for (const [words, pattern, expected, most] of CASES) {
  for (const [name, observed] of [['steady', STEADY], ['vague', VAGUE]] as const) {
    test(`bounded: ${words}, ${name} observations`, (context) => {
      const result = matchPattern(parsePattern(pattern), observed)
      context.diagnostic(`${result.steps} steps`)
      assert.equal(result.reason, undefined)
      assert.equal(result.matched, expected)
      assert.ok(result.steps <= most, `${result.steps} steps`)
    })
  }
}

test('what cannot be decided within the budget is said to be undecided', () => {
  const pattern = parsePattern(`((${EVENTS.join(' FOLLOWEDBY ')}) WITHIN 40 SECONDS) REPEATS 16 TIMES`)
  const result = matchPattern(pattern, STEADY, { budget: 50_000 })
  assert.deepEqual({ ...result, steps: 0 }, { matched: false, observations: [], steps: 0, reason: 'budget' })
  assert.ok(result.steps < 60_000)
})

test('every budget is kept', () => {
  const pattern = parsePattern(many(12, EVENT, 'FOLLOWEDBY'))
  for (const budget of [0, 1, 10, 100, 1_000]) {
    const result = matchPattern(pattern, STEADY, { budget })
    assert.equal(result.reason, 'budget')
    assert.ok(result.steps <= budget + 1_000)
  }
})

test('a large count of copies ends with the budget, not with the stack', () => {
  const observed = STEADY.map((data) => ({ ...data, number_observed: 999_999_999 }))
  const result = matchPattern(parsePattern(`(${EVENT} FOLLOWEDBY ${EVENT}) REPEATS 1000000 TIMES`), observed, { budget: 20_000_000 })
  assert.equal(result.matched || result.reason === 'budget', true)
})

const one = (value: unknown): ObservedData[] => [{ first_observed: moment(0), last_observed: moment(0), objects: { 0: { type: 'x-text', value } } }]
const matchOne = (comparison: string, value: unknown) => matchPattern(parsePattern(`[x-text:value ${comparison}]`), one(value), { budget: 20_000_000 })

test('expressions that hang others are linear in the text', () => {
  for (const expression of ['(a+)+$', '(a|aa)+$', '(.*a){20}$', '^(([a-z])+.)+[A-Z]([a-z])+$', '(x+x+)+y', '((a*)*)*b']) {
    const short = matchOne(`MATCHES '${expression}'`, `${'a'.repeat(10_000)}!`)
    const long = matchOne(`MATCHES '${expression}'`, `${'a'.repeat(20_000)}!`)
    assert.equal(long.reason, undefined, expression)
    assert.ok(long.steps < short.steps * 2.1, `${expression}: ${short.steps} then ${long.steps}`)
  }
})

test('expressions that unfold to something huge cost what they unfold to', () => {
  for (const expression of ['x{1000}'.repeat(500), '((a{30}){30}b){1}'.repeat(200), '[a-z]{999}'.repeat(300)]) {
    const result = matchPattern(parsePattern(`[x-text:value MATCHES '${expression}']`), one('x'))
    assert.equal(result.reason, 'budget', expression.slice(0, 20))
  }
})

test('LIKE with many wildcards takes at most the product of the lengths', () => {
  const result = matchOne(`LIKE '${'%a'.repeat(50)}%b'`, 'a'.repeat(5_000))
  assert.equal(result.matched, false)
  assert.ok(result.steps < 100 * 5_000 + 20_000, `${result.steps} steps`)
})

test('references that go round do not multiply', () => {
  const size = 50
  const all = Array.from({ length: size }, (_, key) => String(key))
  const objects = Object.fromEntries(all.map((key) => [key, { type: 'directory', contains_refs: all, path: key }]))
  const pattern = parsePattern(`[directory:${many(12, 'contains_refs[*]', '.').replaceAll(' ', '')}.path = 'none']`)
  const result = matchPattern(pattern, [{ first_observed: moment(0), last_observed: moment(0), objects }], { budget: 20_000_000 })
  assert.deepEqual([result.matched, result.reason], [false, undefined])
  assert.ok(result.steps < 12 * size * size * size * 2, `${result.steps} steps`)
})

/** Texts as long as may be. Whatever they are, they are read once. */
const LONG = {
  'opening brackets': '('.repeat(65_536),
  'opening square brackets': '['.repeat(65_536),
  'slashes': '/'.repeat(65_536),
  'comments that do not end': '/*'.repeat(32_768),
  'backslashes': `[a:b = '${'\\'.repeat(65_520)}`,
  'apostrophes': "'".repeat(65_536),
  'short strings before a backslash': `[a:b IN (${"'',".repeat(21_000)}'\\`,
  'spaces': `[${' '.repeat(65_534)}`,
  'a path of many steps': `[a:b${'.c'.repeat(32_000)} = 1]`,
  'a set of many items': `[a:b IN (${'1,'.repeat(32_000)}1)]`,
  'OR of many types': `[${Array.from({ length: 5_000 }, (_, n) => `a${n}:b=1`).join(' OR ')}]`,
  'many observations': many(6_000, '[a:b=1]', 'OR'),
  'hex': `[a:b = h'${'0'.repeat(65_000)}']`,
  'base64': `[a:b = b'${'A'.repeat(65_000)}']`,
  'digits': `[a:b = ${'1'.repeat(65_000)}]`,
  'a long name': 'a'.repeat(65_536),
}

for (const [words, text] of Object.entries(LONG)) {
  test(`a long text: ${words}`, () => {
    try {
      matchPattern(parsePattern(text), STEADY)
      assert.equal(checkPattern(text), undefined)
    } catch (error) {
      assert.ok(error instanceof PatternError)
      assert.ok(error.message.length < 300)
    }
  })
}

/** The best time to parse so many comparisons, in milliseconds. */
function cost(length: number): number {
  const text = many(length, "[a:b.'c' = 'd']", 'AND')
  let best = Infinity
  for (let round = 0; round < 15; round++) {
    const begin = performance.now()
    parsePattern(text, { length: 1e7 })
    best = Math.min(best, performance.now() - begin)
  }
  return best
}

test('a long pattern takes as much longer as it is longer', () => {
  cost(3_000)
  assert.ok(cost(24_000) < cost(3_000) * 40, 'eight times the text takes about eight times the time')
})
