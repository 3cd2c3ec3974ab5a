/** What is decided without a database: texts, redlines, terms, names, tables and badges. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { FactId, OrganisationId } from '@openaccord/names'
import { DAY, Refusal } from '../../kernel/index.ts'
import { badgeSeconds, badgeSvg } from './files/badge.ts'
import { cell, registerCsv } from './files/csv.ts'
import { xml } from './files/xml.ts'
import { PLEDGE_TEXTS, pledgeText } from './index.ts'
import { adoptedOf, needNextVersion, type Logged } from './model.ts'
import { answerFor, nearness, plainName } from './model/answer.ts'
import { FOUNDERS_2018 } from './model/founders.ts'
import { applied, blocksOf, compare, redline } from './model/redline.ts'
import { filtered, groupsOf, registerOf, type Listed } from './model/register.ts'
import { anniversary, positionOf, standingOf } from './model/standing.ts'
import { canonicalText, idsOf, needSameClauses, printText, readText, type Reading } from './model/text.ts'
import type { ShownEntry } from './verbs/register.ts'

const micros = (text: string): number => Date.parse(text) * 1000
const HASH = 'a'.repeat(64)
const [ORG, OTHER]: [OrganisationId, OrganisationId] = ['org_00000000000000000001', 'org_00000000000000000002']

describe('the text', () => {
  const good = '# T\n\nWhy.\n\n## P1 One\n\n**P1.1** A.\n\n**P1.2** B,\nand more.\n\n## P2 Two\n\nIntro.\n\n**P2.1** C.\n'
  test('has ids that are unique, without gaps, each clause under its principle', async (t) => {
    assert.deepEqual(idsOf(readText(good)), ['P1', 'P1.1', 'P1.2', 'P2', 'P2.1'])
    const table: [name: string, from: string, to: string, line: number][] = [
      ['a clause twice', '**P1.2**', '**P1.1**', 9],
      ['a gap', '**P1.2**', '**P1.3**', 9],
      ['a clause under another principle', '**P2.1**', '**P1.3**', 16],
      ['a principle twice', '## P2', '## P1', 12],
      ['a principle left out', '## P2', '## P3', 12],
      ['no title', '# T', 'T', 1],
      ['another heading', '## P2 Two', '### P2 Two', 12],
      ['a clause without bold', '**P1.2** B', 'P1.2 B', 9],
      ['a principle without clauses', '**P2.1** C.', 'C.', 17],
      ['a clause before any principle', 'Why.', '**P1.1** Why.', 3],
      ['HTML', 'A.', '<b>A.</b>', 7],
      ['a picture', 'A.', '![x](https://a.example/x.png)', 7],
      ['a link that is no https', 'A.', '[A](http://a.example/)', 7],
      ['a script behind a link', 'A.', '[A](javascript:alert(1))', 7],
      ['a bracket in an address', 'A.', '[A](https://a.example/(x)', 7],
      ['very many beginnings of links', 'A.', ']('.repeat(100_000), 7],
      ['a mark that turns the direction', 'A.', '\u202eA.', 7],
      ['a character that does not show', 'A.', 'A\u200b.', 7],
    ]
    for (const [name, from, to, line] of table) {
      await t.test(name, () => assert.throws(() => readText(canonicalText(good.replace(from, to))), (error) => error instanceof Refusal && error.code === 'pledges.text' && error.faults[0]!.rule.startsWith(`line ${line}:`)))
    }
  })
  test('has one canonical form', () => {
    assert.equal(canonicalText('\ufeff# Cafe\u0301  \r\n\r\n\r\n\r\nA\r\n\n'), '# Caf\u00e9\n\nA\n')
    assert.equal(canonicalText(canonicalText(good)), good)
    assert.equal(printText(readText(good)), good)
  })
  test('our own: both versions in five languages have the same clauses and are in canonical form', async () => {
    for (const version of PLEDGE_TEXTS.versions) {
      const record = readText(await pledgeText(version, 'en'))
      assert.deepEqual(record.principles.map(({ id }) => id), ['P1', 'P2', 'P3', 'P4'])
      for (const { clauses } of record.principles) assert.ok(clauses.length >= 4 && clauses.length <= 6)
      for (const language of PLEDGE_TEXTS.languages) {
        const text = await pledgeText(version, language)
        needSameClauses(record, readText(text))
        assert.equal(printText(readText(text)), text)
      }
    }
    assert.throws(() => needSameClauses(readText(good), readText(good.replace('\n\n**P1.2** B,\nand more.', ''))), { code: 'pledges.text' })
  })
})

const asMap = (text: Reading) => new Map(blocksOf(text).map((block) => [block.id, block.text] as const))
const sorted = (map: Map<string, string>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1))
const textOf = (...clauses: string[]) => readText(`# T\n\n## P1 One\n\n${clauses.map((text, n) => `**P1.${n + 1}** ${text}`).join('\n\n')}\n`)

describe('a redline', () => {
  const words = fc.array(fc.constantFrom('we', 'sign', 'protect', 'никто', 'ثغرة', 'faille', 'P', '5', ',', 'don’t'), { minLength: 1, maxLength: 12 }).map((all) => all.join(' '))
  const reading: fc.Arbitrary<Reading> = fc.record({
    title: words, preamble: words,
    principles: fc.array(fc.record({ title: words, intro: fc.oneof(words, fc.constant('')), clauses: fc.array(words, { minLength: 1, maxLength: 5 }) }), { minLength: 1, maxLength: 4 }),
  }).map(({ principles, ...rest }) => ({
    ...rest, principles: principles.map((one, p) => ({ ...one, id: `P${p + 1}`, clauses: one.clauses.map((text, c) => ({ id: `P${p + 1}.${c + 1}`, text })) })),
  }))

  test('applied to the old text gives the new one, and backwards', () => {
    fc.assert(fc.property(reading, reading, (old, next) => {
      const blocks = redline(old, next)
      assert.deepEqual(sorted(applied(blocks, 'new')), sorted(asMap(next)))
      assert.deepEqual(sorted(applied(blocks, 'old')), sorted(asMap(old)))
      assert.deepEqual(blocks.filter(({ change }) => change !== 'removed').map(({ id }) => id), [...asMap(next).keys()], 'in the order of the new text')
    }), { numRuns: 300 })
  })
  test('of a text against itself says nothing', () => {
    fc.assert(fc.property(reading, (text) => redline(text, text).every(({ change, parts }) => change === 'same' && parts.every(({ kind }) => kind === 'same'))))
  })
  test('of any two strings keeps both', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (old, next) => {
      const parts = compare(old, next)
      const side = (kind: 'added' | 'removed') => parts.filter((part) => part.kind === 'same' || part.kind === kind).map(({ text }) => text).join('')
      assert.deepEqual([side('removed'), side('added')], [old, next])
    }), { examples: [['a\u0301 b', 'á b'], ['😀\ud800', 'x']] })
  })
  test('of texts that share nothing stops looking: they are replaced whole, however long and in however many clauses', () => {
    const long = compare(numbered(20_000, 'a'), numbered(20_000, 'b'))
    assert.deepEqual(long.map(({ kind }) => kind), ['removed', 'added'])
    const many = (word: string) => textOf(...Array.from({ length: 99 }, (_, n) => numbered(200, `${word}${n}x`)))
    const blocks = redline(many('a'), many('b'))
    assert.deepEqual(sorted(applied(blocks, 'old')), sorted(asMap(many('a'))))
    assert.deepEqual(blocks.at(-1)!.parts.map(({ kind }) => kind), ['removed', 'added'], 'the work for one redline is spent')
  })
  test('sees a clause that was put in between: the others have moved', () => {
    const blocks = redline(textOf('Alpha beta gamma.', 'Delta epsilon zeta eta.'), textOf('Alpha beta gamma.', 'New words here entirely.', 'Delta epsilon zeta theta.'))
    assert.deepEqual(blocks.slice(2).map(({ id, change, from }) => [id, change, from]), [['P1.1', 'same', null], ['P1.2', 'added', null], ['P1.3', 'moved', 'P1.2']])
    assert.deepEqual(blocks.at(-1)!.parts.filter(({ kind }) => kind !== 'same').map(({ kind, text }) => `${kind} ${text}`), ['removed eta', 'added theta'])
  })
})

describe('terms', () => {
  test('an anniversary', () => {
    const table: [from: string, to: string][] = [['2026-11-22T08:00:00Z', '2027-11-22T08:00:00Z'], ['2028-02-29T10:00:00Z', '2029-02-28T10:00:00Z'], ['2027-02-28T10:00:00Z', '2028-02-28T10:00:00Z'], ['2026-12-31T23:59:59Z', '2027-12-31T23:59:59Z']]
    for (const [from, to] of table) assert.equal(anniversary(micros(from) + 7), micros(to) + 7)
  })
  test('the first version is 1.0, and numbers only go up', async (t) => {
    const table: [version: string, major: boolean, others: string[], good: boolean][] = [
      ['1.0', true, [], true], ['1.0', false, [], false], ['2.0', true, [], false], ['1.1', false, ['1.0'], true], ['1.1', true, ['1.0'], false],
      ['2.0', true, ['1.0'], true], ['2.0', false, ['1.9'], false], ['1.10', false, ['1.9'], true], ['1.9', false, ['1.10'], false], ['1.0', true, ['1.0'], false],
    ]
    for (const [version, major, others, good] of table) {
      await t.test(`${version} ${major ? 'major' : 'minor'} after ${others.join() || 'nothing'}`, () => (good ? needNextVersion(version, major, others) : assert.throws(() => needNextVersion(version, major, others), { code: 'pledges.version' })))
    }
  })
})

let seq = 0
const logged = (kind: Logged['kind'], says: object, at: number, organisation = ORG): Logged =>
  ({ kind, says, organisation, at, signedAt: at, seq: ++seq, fact: `fact_${String(seq).padStart(20, '0')}` as FactId, keyid: HASH, payload: HASH }) as unknown as Logged
const T0 = micros('2026-01-01T00:00:00Z')
const adoption = (version: string, at: number, replaces?: string) => logged('pledge-version', {
  pledge: { version, sha256: HASH }, languageOfRecord: 'en', major: version.endsWith('.0') ? 'yes' : 'no', ...(replaces === undefined ? {} : { replaces: { version: replaces, sha256: HASH } }),
  ...(replaces !== undefined && version.endsWith('.0') ? { signBy: new Date(at / 1000 + 90 * 86_400_000).toISOString() } : {}),
}, at)
const signs = (at: number, version = '1.0', organisation = ORG) => logged('pledge-signature', { pledge: { version, sha256: HASH }, legalName: 'Quay plc', officer: { name: 'A', title: 'B' }, authority: { kind: 'statutes' }, scope: { reach: 'group' } }, at, organisation)
const body = { kind: 'signatory', state: 'active', stateAt: T0, since: T0 } as const

test('the graver word wins', async (t) => {
  const versions = adoptedOf([adoption('1.0', T0), adoption('1.1', T0 + 10 * DAY, '1.0'), adoption('2.0', T0 + 100 * DAY, '1.1')])
  const due = anniversary(T0 + DAY)
  const notice = logged('pledge-withdrawal', { pledge: { version: '1.0', sha256: HASH }, effective: new Date(T0 / 1000 + 150 * 86_400_000).toISOString() }, T0 + 110 * DAY)
  const table: [name: string, acts: Logged[], now: number, state: string | undefined, body?: Partial<typeof body>][] = [
    ['nothing was signed', [], T0 + DAY, undefined],
    ['just signed', [signs(T0 + DAY)], T0 + DAY, 'active'],
    ['a minor version asks for nothing', [signs(T0 + DAY)], T0 + 20 * DAY, 'active'],
    ['a major one waits 90 days', [signs(T0 + DAY)], T0 + 190 * DAY - 1, 'active'],
    ['and is then shown as missing', [signs(T0 + DAY)], T0 + 190 * DAY, 'older-version'],
    ['lapsed outweighs an older version', [signs(T0 + DAY)], due, 'lapsed'],
    ['under notice', [signs(T0 + DAY), notice], T0 + 120 * DAY, 'under-notice'],
    ['former when the notice ends', [signs(T0 + DAY), notice], T0 + 150 * DAY, 'former'],
    ['suspended outweighs lapsed', [signs(T0 + DAY)], due, 'suspended', { state: 'suspended' as never }],
    ['who left is former', [signs(T0 + DAY)], T0 + 2 * DAY, 'former', { state: 'left' as never }],
    ['renewal due 60 days before', [signs(T0 + 100 * DAY, '2.0')], anniversary(T0 + 100 * DAY) - 60 * DAY, 'renewal-due'],
  ]
  for (const [name, acts, now, state, other] of table) {
    await t.test(name, () => {
      const standing = standingOf(positionOf(acts), { ...body, ...other }, undefined, versions.filter(({ at }) => at <= now), now)
      assert.equal(standing?.state, state)
      const next = standing?.changes ?? null
      if (next !== null) assert.ok(next > now)
    })
  }
})

const listed = (id: OrganisationId, slug: string, name: string, more: Partial<Listed> = {}): Listed => ({ ...body, id, slug, name, country: null, sector: null, size: null, website: null, ...more })

const now = T0 + 5 * DAY
const organisations = [listed(ORG, 'quay', 'Quay Energía', { country: 'ES', size: 'large', sector: 'Energy' }), listed(OTHER, 'meta', 'Metal Works')]
const register = registerOf([adoption('1.0', T0), signs(T0 + DAY)], organisations, now)
const numbered = (count: number, word: string) => Array.from({ length: count }, (_, n) => `${word}${n}`).join(' ')
const group = (name: string, ...ids: OrganisationId[]) => logged('affiliation', { group: name, organisations: ids }, T0)
const count = (filter: Parameters<typeof filtered>[1]) => filtered(register.entries, filter).length
const draw = (moment: number, name = 'Quay & <Sons>') => badgeSvg({ alliance: 'Harbour', name, entry: registerOf([adoption('1.0', T0), signs(T0 + DAY)], organisations, moment).entries[0], now: moment })
const seconds = (moment: number) => badgeSeconds([registerOf([adoption('1.0', T0), signs(T0 + DAY)], organisations, moment).entries[0]?.changes], moment)
const shown = (entry: (typeof register.entries)[number]): ShownEntry => ({ ...entry, succeededBy: undefined })

describe('the register', () => {
  test('answers plainly for any name', async (t) => {
    const table: [asked: string, answer: string, words: RegExp][] = [
      ['quay energia', 'signed', /^Quay Energía has signed the pledge, version 1\.0\.$/],
      ['QUAY PLC', 'signed', /has signed/],
      ['Quay Energía, S.A.', 'signed', /has signed/],
      ['Metal Works GmbH', 'not-signed', /^Metal Works has not signed\. It is known/],
      ['Facebook', 'founder-2018', /34 companies.*renamed Meta Platforms in 2021.*history.*Facebook has not signed the pledge here\.$/],
      ['Meta Platforms, Inc.', 'founder-2018', /^Facebook was one/],
      ['Hewlett Packard Enterprise Company', 'founder-2018', /^HPE was one/],
      ['Nonesuch Ltd', 'not-signed', /^Nonesuch Ltd has not signed\.$/],
      ['<script>', 'not-signed', /^<script> has not signed\.$/],
      ['🙂', 'not-signed', /has not signed/],
    ]
    for (const [asked, answer, words] of table) {
      await t.test(asked, () => {
        const found = answerFor(asked, register)
        assert.equal(found.answer, answer)
        assert.match(found.words, words)
      })
    }
    assert.deepEqual(answerFor('Quay Energy', register).close[0], { name: 'Quay Energía', slug: 'quay', answer: 'signed' })
    assert.deepEqual(answerFor('Microsft', register).close[0]?.name, 'Microsoft')
    assert.deepEqual(answerFor('zzzz', register).close, [])
  })
  test('names are compared without accents, punctuation and legal forms', () => {
    assert.deepEqual(['Telefónica, S.A.', 'The Quay Group plc', 'SA', 'F-Secure Oyj'].map(plainName), ['telefonica', 'quay', 'sa', 'f secure'])
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.string({ maxLength: 40 }), (a, b) => {
      const near = nearness(plainName(a), plainName(b))
      assert.ok(near >= 0 && near <= 1)
    }))
  })
  test('has 34 founders of 2018, in their order, none of them a member by that', () => {
    assert.equal(FOUNDERS_2018.length, 34)
    assert.equal(new Set(FOUNDERS_2018.map(({ name }) => name)).size, 34)
    assert.equal(register.entries.length, 1)
  })
  test('is filtered by what is asked', () => {
    assert.deepEqual([count({}), count({ country: 'ES' }), count({ country: 'FR' }), count({ size: 'large', sector: 'Energy', state: 'active', list: 'signatory', version: '1.0' }), count({ q: 'quay plc' }), count({ q: 'nobody' })], [1, 1, 0, 1, 1, 0])
  })
  test('a group is what was said last of its organisations', () => {
    assert.deepEqual([...groupsOf([group('A', ORG, OTHER), group('B', OTHER)])], [['A', [ORG]], ['B', [OTHER]]])
    assert.deepEqual([...groupsOf([group('A', ORG), group('B', ORG)])], [['B', [ORG]]])
  })
  test('as a table: quoted by RFC 4180, nothing that a spreadsheet would run', () => {
    const table: [given: string, cell: string][] = [
      ['plain', 'plain'], ['a,b', '"a,b"'], ['say "x"', '"say ""x"""'], ['two\nlines', '"two\nlines"'], ['=1+1', '\'=1+1'], ['+49 30', '\'+49 30'], ['-2', '\'-2'], ['@SUM(A1)', '\'@SUM(A1)'],
      ['\t=x', '\'\t=x'], [' =x', '\' =x'], ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'], ['\r=x', '"\'\r=x"'],
    ]
    for (const [given, wanted] of table) assert.equal(cell(given), wanted)
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '"', '\'', ',', ' ', '\t', '\r', '\n', '\u2028', '\ufeff', 'a', '1'), maxLength: 12 }), (text) => !/^"?\s*[=+\-@]/.test(cell(text))))
    const csv = registerCsv(register.entries.map((entry) => shown({ ...entry, organisation: { ...entry.organisation, name: '=cmd|\' /C calc\'!A0' } })))
    const [head, line, end] = csv.split('\r\n')
    assert.match(head!, /^name,legal_name,list,state,country,/)
    assert.match(line!, /^'=cmd\|' \/C calc'!A0,Quay plc,signatory,active,ES,Energy,large,1\.0,a{64},2026-01-02T/)
    assert.equal(end, '')
  })
  test('a badge is dated, grey by itself, and kept no longer than it is true', () => {
    const [entry] = register.entries
    assert.match(draw(now), /Quay &amp; &lt;Sons&gt;: signed 1\.0 · 2026-01-06/)
    assert.match(draw(now), /#1f6f43/)
    assert.match(draw(now, 'Quay\u202e \u2067'), />Quay : signed 1\.0/, 'a name does not turn the verdict around')
    const due = entry!.due!
    assert.match(draw(due - 1), /renewal due/)
    assert.match(draw(due), /lapsed 1\.0 · 2027-01-02/)
    assert.match(draw(due), /#6b6b6b/)
    assert.doesNotMatch(draw(due), /#1f6f43|#8a5a00/)
    assert.match(badgeSvg({ alliance: 'Harbour', name: 'Quay', entry: undefined, now }), /Quay: not signed/)
    const attested = (lapsed: boolean): string => badgeSvg({ alliance: 'Harbour', name: 'Quay', entry, lapsed, now })
    assert.match(attested(true), /Quay: signed, attestation lapsed 1\.0.*fill="#6b6b6b"/s)
    assert.match(attested(false), /fill="#1f6f43"/)
    assert.deepEqual([seconds(now), seconds(due - 10_500_000), seconds(due - 1)], [60, 10, 0])
    assert.equal(xml('\u0000a\ufffe<\ud800'), 'a&lt;\ufffd')
  })
})
