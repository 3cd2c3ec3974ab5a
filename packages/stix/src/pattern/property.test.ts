/** Properties: printing loses nothing, no text breaks the parser, the search agrees with trying everything. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ComparisonExpression, Literal, ObservationExpression, PathStep, Pattern } from './ast.ts'
import { type ObservedData, PatternError, checkPattern, matchPattern, parsePattern, printPattern } from './index.ts'
import { isObjectType } from './scanner.ts'

/** A pattern without its offsets: what must survive printing. */
function bare(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(bare)
  if (node === null || typeof node !== 'object') return node
  return Object.fromEntries(Object.entries(node).filter(([name]) => name !== 'at').map(([name, value]) => [name, bare(value)]))
}

const EXAMPLES = `${process.env['OPENACCORD_TESTDATA'] ?? '../shared/data'}/threats/patterns/spec_examples.txt`

test('the examples of the specification survive printing and parsing', { skip: existsSync(EXAMPLES) ? false : `no ${EXAMPLES}` }, () => {
  const lines = readFileSync(EXAMPLES, 'utf8').split('\n').filter((line) => line.trim() !== '')
  assert.equal(lines.length, 23)
  for (const line of lines) {
    const pattern = parsePattern(line)
    assert.deepEqual(bare(parsePattern(printPattern(pattern))), bare(pattern), line)
  }
})

const at = fc.constant(0)
const seconds = fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString())
const text = fc.string({ unit: 'binary', maxLength: 12 })
const float = fc.double({ noNaN: true, noDefaultInfinity: true })

const literals = {
  string: fc.record({ kind: fc.constant('string' as const), at, value: text }),
  integer: fc.record({ kind: fc.constant('integer' as const), at, value: fc.maxSafeInteger().map((value) => value || 0) }),
  float: fc.record({ kind: fc.constant('float' as const), at, value: float }),
  boolean: fc.record({ kind: fc.constant('boolean' as const), at, value: fc.boolean() }),
  binary: fc.record({ kind: fc.constant('binary' as const), at, value: fc.base64String({ maxLength: 12 }) }),
  hex: fc.record({ kind: fc.constant('hex' as const), at, value: fc.uint8Array({ maxLength: 6 }).map((octets) => [...octets].map((octet) => octet.toString(16).padStart(2, '0')).join('')) }),
  timestamp: fc.record({ kind: fc.constant('timestamp' as const), at, value: seconds }),
}
const orderable: fc.Arbitrary<Literal> = fc.oneof(literals.string, literals.integer, literals.float, literals.binary, literals.hex, literals.timestamp)
const set = fc.oneof(...Object.values(literals).map((literal) => fc.array<Literal>(literal, { maxLength: 4 })))
  .map((items) => ({ kind: 'set' as const, at: 0, items }))
const block = fc.oneof(fc.ipV4(), fc.ipV6())

const key: fc.Arbitrary<PathStep> = fc.record({ kind: fc.constant('key' as const), at, name: fc.oneof(fc.stringMatching(/^[a-z_]{1,8}$/), fc.constantFrom('AND', 'true', 'SHA-256', ''), text) })
const step: fc.Arbitrary<PathStep> = fc.oneof(
  key,
  fc.record({ kind: fc.constant('index' as const), at, index: fc.integer() }),
  fc.record({ kind: fc.constant('any' as const), at }),
)
/** One type for all, so that every AND is allowed; the table says what is not. */
const path = fc.tuple(key, fc.array(step, { maxLength: 3 })).map(([first, rest]) => ({ at: 0, type: 'x-type', steps: [first, ...rest] }))

const comparison = fc.oneof(
  tested(fc.constantFrom('=' as const, '!=' as const), fc.oneof(orderable, literals.boolean)),
  tested(fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const), orderable),
  tested(fc.constant('IN' as const), set),
  tested(fc.constantFrom('LIKE' as const, 'MATCHES' as const), literals.string),
  tested(fc.constantFrom('ISSUBSET' as const, 'ISSUPERSET' as const), block.map((value) => ({ kind: 'string' as const, at: 0, value }))),
  tested(fc.constant('EXISTS' as const), fc.constant(undefined)),
)

function tested<O, L>(operator: fc.Arbitrary<O>, literal: fc.Arbitrary<L>) {
  return fc.record({ kind: fc.constant('comparison' as const), at, path, operator, negated: fc.boolean(), literal })
}

const { comparisonExpression } = fc.letrec<{ comparisonExpression: ComparisonExpression }>((tie) => ({
  comparisonExpression: fc.oneof({ maxDepth: 3 }, comparison, fc.record({
    kind: fc.constantFrom('and' as const, 'or' as const), at, operands: fc.array(tie('comparisonExpression'), { minLength: 2, maxLength: 4 }),
  })),
}))

const qualifiers = fc.uniqueArray(fc.oneof(
  fc.record({ kind: fc.constant('within' as const), at, seconds: fc.double({ min: 1e-7, max: 1e30, noNaN: true }) }),
  fc.record({ kind: fc.constant('repeats' as const), at, times: fc.integer({ min: 1 }) }),
  fc.record({ kind: fc.constant('startstop' as const), at, start: seconds, stop: seconds }),
), { selector: ({ kind }) => kind, minLength: 1 })

const { pattern: anyPattern } = fc.letrec<{ pattern: ObservationExpression }>((tie) => ({
  pattern: fc.oneof({ maxDepth: 3 },
    fc.record({ kind: fc.constant('observation' as const), at, comparison: comparisonExpression }),
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const, 'followedby' as const), at, operands: fc.array(tie('pattern'), { minLength: 2, maxLength: 3 }) }),
    fc.record({ kind: fc.constant('qualified' as const), at, operand: tie('pattern'), qualifiers })),
}))

test('any tree survives printing and parsing', () => {
  fc.assert(fc.property(anyPattern, (pattern) => {
    const printed = printPattern(pattern)
    const again = parsePattern(printed)
    assert.deepEqual(bare(again), bare(pattern))
    assert.equal(printPattern(again), printed)
  }), { numRuns: 500 })
})

test('any tree survives other spaces and comments', () => {
  fc.assert(fc.property(anyPattern, fc.constantFrom('  ', '\n', '/* [ */', '// \'\n', '\u2003'), (pattern, space) => {
    const printed = printPattern(pattern)
    const pieces = printed.split(/('(?:[^'\\]|\\.)*')/s) // odd ones are strings
    const other = pieces.map((piece, index) => (index % 2 === 0 ? piece.replaceAll(' ', ` ${space} `) : piece)).join('')
    assert.deepEqual(bare(parsePattern(other)), bare(pattern))
  }), { numRuns: 200 })
})

const words = fc.constantFrom('[', ']', '(', ')', 'a:b', '=', "'x'", '1', ' AND ', ' OR ', ' FOLLOWEDBY ', 'NOT ', ' IN ', ',', '[*]', '.c', ' WITHIN 5 SECONDS', ' REPEATS 2 TIMES', "t'", 'h', '\\', '/*', '*/', '//', '-', '\u{1f600}', '\ud800', '\0')

test('random text is a pattern or a PatternError inside the text', () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.array(words, { maxLength: 30 }).map((parts) => parts.join(''))), (random) => {
    try {
      parsePattern(random)
      assert.equal(checkPattern(random), undefined)
    } catch (error) {
      assert.ok(error instanceof PatternError)
      assert.ok(error.offset >= 0 && error.offset <= random.length)
      assert.deepEqual(checkPattern(random), { offset: error.offset, message: error.message })
    }
  }), { numRuns: 3_000 })
})

test('one character taken out is never read as the same pattern with an error swallowed', () => {
  fc.assert(fc.property(anyPattern, fc.nat(), (pattern, place) => {
    const printed = printPattern(pattern)
    const cut = printed.slice(0, place % printed.length) + printed.slice((place % printed.length) + 1)
    if (checkPattern(cut) === undefined) parsePattern(printPattern(parsePattern(cut)))
  }), { numRuns: 500 })
})

test('every type is an object type or none', () => {
  assert.deepEqual(['file', 'x-own', '_a', 'AND', '1a', 'a b', ''].map(isObjectType), [true, true, true, false, false, false, false])
})

/* The search against trying everything: few observations, whole seconds, moments tried in half seconds. */

type Given = { name: number; first: number; last: number; count: number }
type Taken = { index: number; moment: number }

const given = fc.array(fc.record({ name: fc.nat(3), first: fc.nat(4), length: fc.nat(2), count: fc.integer({ min: 1, max: 2 }) }), { minLength: 1, maxLength: 4 })
  .map((all) => all.map(({ name, first, length, count }): Given => ({ name, first, last: first + length, count })))

const { small } = fc.letrec<{ small: Pattern }>((tie) => ({
  small: fc.oneof({ maxDepth: 3 },
    fc.nat(3).map((name) => parsePattern(name === 3 ? '[x-event:name >= 1]' : `[x-event:name = ${name}]`)),
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const, 'followedby' as const), at, operands: fc.array(tie('small'), { minLength: 2, maxLength: 3 }) }),
    fc.record({ kind: fc.constant('qualified' as const), at, operand: tie('small'), qualifiers: fc.uniqueArray(fc.oneof(
      fc.record({ kind: fc.constant('within' as const), at, seconds: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ kind: fc.constant('repeats' as const), at, times: fc.integer({ min: 1, max: 2 }) }),
      fc.tuple(fc.nat(5), fc.nat(7)).map(([start, stop]) => ({ kind: 'startstop' as const, at: 0, start: moment(start), stop: moment(stop) })),
    ), { selector: ({ kind }) => kind, minLength: 1, maxLength: 2 }) })),
}))

function moment(second: number): string {
  return new Date(second * 1000).toISOString()
}

/** Every way to satisfy a pattern, by brute force. */
function everyWay(node: Pattern, all: Given[]): Taken[][] {
  switch (node.kind) {
    case 'observation': {
      const range = printPattern(node).includes('>=')
      const wanted = Number(/(\d)\]$/.exec(printPattern(node))?.[1])
      return all.flatMap(({ name, first, last }, index) => {
        if (range ? name < wanted : name !== wanted) return []
        return Array.from({ length: (last - first) * 2 + 1 }, (_, half) => [{ index, moment: first + half / 2 }])
      })
    }
    case 'or':
      return node.operands.flatMap((operand) => everyWay(operand, all))
    case 'and':
      return node.operands.map((operand) => everyWay(operand, all)).reduce((left, right) => joined(left, right, all))
    case 'followedby':
      return node.operands.map((operand) => everyWay(operand, all)).reduce((left, right) =>
        joined(left, right, all, (before, after) => latest(before) <= earliest(after)))
    case 'qualified':
      return node.qualifiers.reduce((ways, qualifier) => {
        if (qualifier.kind === 'repeats') return Array.from({ length: qualifier.times - 1 }, () => ways).reduce((left, right) => joined(left, right, all), ways)
        if (qualifier.kind === 'within') return ways.filter((way) => latest(way) < earliest(way) + qualifier.seconds)
        const [start, stop] = [Date.parse(qualifier.start) / 1000, Date.parse(qualifier.stop) / 1000]
        return ways.filter((way) => earliest(way) >= start && latest(way) < stop)
      }, everyWay(node.operand, all))
  }
}

const earliest = (way: Taken[]): number => Math.min(...way.map((taken) => taken.moment))
const latest = (way: Taken[]): number => Math.max(...way.map((taken) => taken.moment))

function joined(left: Taken[][], right: Taken[][], all: Given[], fits: (a: Taken[], b: Taken[]) => boolean = () => true): Taken[][] {
  const ways = new Map<string, Taken[]>()
  for (const a of left) {
    for (const b of right) {
      const both = [...a, ...b]
      const withinCounts = all.every(({ count }, index) => both.filter((taken) => taken.index === index).length <= count)
      if (!withinCounts || !fits(a, b)) continue
      ways.set(both.map(({ index, moment: when }) => `${index}@${when}`).sort().join(), both)
    }
  }
  return [...ways.values()]
}

function demands(node: Pattern): number {
  if (node.kind === 'observation') return 1
  if (node.kind !== 'qualified') return node.operands.reduce((sum, operand) => sum + demands(operand), 0)
  return node.qualifiers.reduce((sum, qualifier) => sum * (qualifier.kind === 'repeats' ? qualifier.times : 1), demands(node.operand))
}

test('the search agrees with trying everything', () => {
  let matches = 0
  let compared = 0
  fc.assert(fc.property(small.filter((pattern) => demands(pattern) <= 4), given, (pattern, all) => {
    const observed: ObservedData[] = all.map(({ name, first, last, count }) => ({
      first_observed: moment(first), last_observed: moment(last), number_observed: count, objects: { 0: { type: 'x-event', name } },
    }))
    const expected = everyWay(pattern, all).length > 0
    const result = matchPattern(pattern, observed)
    assert.equal(result.reason, undefined)
    assert.equal(result.matched, expected, printPattern(pattern))
    compared++
    if (!expected) return
    matches++
    const alone = matchPattern(pattern, result.observations.flatMap((index) => observed[index] ?? []))
    assert.equal(alone.matched, true, 'the set that is named satisfies the pattern by itself')
  }), { numRuns: 2_000 })
  assert.ok(matches > 100 && compared - matches > 100, `${matches} of ${compared} matched`)
})
