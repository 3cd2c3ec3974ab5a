/** What the hub says of each event of a case in English, and what the portal makes of its key and values, is one sentence; and it tells no more than its words. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CASE_SENTENCE_KEYS } from '@openaccord/api'
import { english } from '../portal/app/messages/en/index.ts'
import { languages } from '../portal/app/messages/languages.ts'
import { createWords } from '../portal/app/messages/words.ts'
import { sentenceIn, type Says } from '../portal/app/ui/case-sentence.ts'
import type { Data, Entry, EntryOf, Happening, PartyId } from '../server/src/capabilities/cases/model.ts'
import { TRIGGERS } from '../server/src/capabilities/cases/model/clocks.ts'
import { dataOf, type Note } from '../server/src/capabilities/cases/model/embargo-entries.ts'
import { sentenceOf } from '../server/src/capabilities/cases/routes/sentences.ts'
import { JUDGED, WORLD_WORDS } from '../server/src/capabilities/cases/verbs/embargo-process.ts'
import { ENDED } from '../server/src/capabilities/cases/verbs/embargo-record.ts'

const NOW = new Date('2026-11-22T16:00:00.000Z')
const [MAKER, QUIET]: PartyId[] = ['party_maker', 'party_quiet']
const nameOf = (id: PartyId): string | null => (id === MAKER ? 'gate Works & {party}' : null)
/** Names and titles that would spoil a sentence that is filled in twice, or taken for a pattern. */
const TITLE = 'a {by} “$& $1” title'
const FACT = 'fact_x' as const
const ends = '2026-12-01T10:30:59.999Z'
const proof = { signed: true, fact: FACT }
const embargo = (note: Note, words: string): EntryOf<'embargo'> => whole({ kind: 'embargo', words, data: dataOf(note) }, MAKER!)
const process = (note: Note, words: string): EntryOf<'process'> => whole({ kind: 'process', words, data: dataOf(note) }, MAKER!)
const clock = (data: Data, words: string): EntryOf<'clock'> => whole({ kind: 'clock', words, data }, MAKER!)

function whole<H extends Happening>(happening: H, by: PartyId | null): H & Pick<Entry, 'seq' | 'at' | 'by' | 'person' | 'to' | 'hash'> {
  return { ...happening, seq: 1, at: 0, by, person: null, to: { to: 'all' }, hash: '' }
}

const nobody = { organisation: null, guest: null }
const COMPOSED: Happening[] = [
  { kind: 'opened', title: TITLE, summary: '', vulnerabilities: [], owner: MAKER!, from: 'vendor' },
  { kind: 'report-brought', text: 'text_1', report: null },
  { kind: 'titled', title: TITLE },
  { kind: 'summarised', summary: 'not told' },
  { kind: 'vulnerability-added', vulnerability: { n: 2, label: TITLE, cve: 'CVE-2026-1000' } },
  { kind: 'vulnerability-changed', vulnerability: { n: 2, label: TITLE, cve: null } },
  { kind: 'vulnerability-changed', vulnerability: { n: 2, label: TITLE, cve: 'CVE-2026-1000' } },
  ...[MAKER!, QUIET!].flatMap((party): Happening[] => [
    { kind: 'invited', party, ...nobody, roles: ['vendor'], words: 'not told' },
    { kind: 'link-renewed', party },
    { kind: 'joined', party, ...nobody, roles: ['finder'], shown: true, invited: 0 },
    { kind: 'declined', party, words: 'not told' },
    { kind: 'left', party, words: 'not told' },
    { kind: 'removed', party, words: 'not told' },
    { kind: 'roles-changed', party, roles: ['vendor', 'coordinator', 'observer'] },
    { kind: 'shown', party, shown: true, as: null },
    { kind: 'shown', party, shown: false, as: null },
    { kind: 'owner-changed', party, from: MAKER! },
    { kind: 'read', party },
    ...(['investigating', 'affected', 'fix-ready', 'fix-deployed', 'not-affected'] as const).flatMap((state) =>
      [[3], [1, 2, 5]].map((vulnerabilities): Happening => ({ kind: 'stated', party, vulnerabilities, state, justification: null, words: 'not told' })),
    ),
  ]),
  ...[[], ['person_1'], ['person_1', 'person_2']].map((people): Happening => ({ kind: 'people-named', party: MAKER!, people: people as `person_${string}`[] })),
  ...(['all', 'pair', 'coordinators'] as const).map((is): Happening => ({ kind: 'thread-opened', thread: 2, is, parties: [QUIET!], title: TITLE })),
  { kind: 'message-posted', thread: 1, message: 'message_1', language: null },
  { kind: 'message-edited', thread: 1, message: 'message_1', version: 2 },
  { kind: 'message-removed', thread: 1, message: 'message_1' },
  { kind: 'file-added', thread: 1, file: 'file_1', name: TITLE, bytes: 987_654, sha256: 'ab'.repeat(32) },
  { kind: 'file-removed', thread: 1, file: 'file_1' },
  { kind: 'task-added', thread: 1, task: 'task_1', title: TITLE, for: QUIET!, due: 1 },
  { kind: 'task-changed', thread: 1, task: 'task_1', title: TITLE, for: QUIET!, due: 1, done: false },
  { kind: 'task-changed', thread: 1, task: 'task_1', title: TITLE, for: QUIET!, due: 1, done: true },
  { kind: 'draft-begun', thread: 1, draft: 'draft_1', title: TITLE },
  { kind: 'draft-revised', thread: 1, draft: 'draft_1', version: 200, words: 'not told' },
  { kind: 'split', into: 'case_2', vulnerabilities: [4] },
  { kind: 'split', into: 'case_2', vulnerabilities: [4, 6] },
  { kind: 'split-off', from: 'case_2' },
  { kind: 'merged', into: 'case_2' },
  { kind: 'merged-in', from: 'case_2' },
  { kind: 'closed', outcome: 'published', words: null },
  { kind: 'closed', outcome: 'published', words: TITLE },
  { kind: 'reopened', words: TITLE },
]

/** As they are written down with the entry. */
const WRITTEN: Entry[] = [
  embargo({ event: 'terms-proposed', terms: 't', ends, zone: 'UTC', text: 'not told', language: null, textSha256: '', reason: null, ...proof }, 'Terms of an embargo were proposed that end on 2026-12-01 10:30 UTC.'),
  embargo({ event: 'terms-accepted', terms: 't', reason: null, ...proof }, 'The terms were accepted.'),
  embargo({ event: 'terms-declined', terms: 't', reason: 'not told', ...proof }, 'The terms were not accepted.'),
  embargo({ event: 'terms-withdrawn', terms: 't' }, 'Proposed terms were taken back.'),
  embargo({ event: 'offered-again', party: QUIET! }, 'The embargo was offered again.'),
  embargo({ event: 'decided', ground: 'attacked', choice: 'end', reason: 'not told' }, 'It was decided that the embargo ends.'),
  embargo({ event: 'decided', ground: 'attacked', choice: 'go-on', reason: 'not told' }, 'It was decided that the embargo goes on.'),
  ...Object.entries(ENDED).map(([how, words]) => embargo({ event: 'embargo-ended', how: how as keyof typeof ENDED, reason: 'not told', fact: FACT }, words)),
  ...['The embargo goes on as it stood in the case from which this one was taken.', 'The embargo of the case that was brought in: the earliest agreed end holds.'].map((words) => embargo({ event: 'inherited', state: '{}', words }, words)),
  ...Object.entries(JUDGED).map(([move, words]) => process({ event: 'report-judged', move: move as keyof typeof JUDGED, reason: 'not told' }, words)),
  ...Object.entries(WORLD_WORDS).map(([event, words]) => process({ event: event as keyof typeof WORLD_WORDS, reason: 'not told' }, words)),
  ...Object.entries(TRIGGERS).map(([trigger, { words }]) => clock({ event: 'duty-started', trigger, at: ends }, words)),
  clock({ event: 'clock-met', clock: 'cra-early-warning', at: ends, words: 'not told' }, 'A duty was met.'),
  ...['was split', 'was brought into another'].map((what) => whole({ kind: 'sibling-changed' as const, sibling: 'case_2' as const, words: `A case that belongs to this one ${what}.` }, MAKER!)),
  ...['changed', 'ended'].map((what) => whole({ kind: 'sibling-changed' as const, sibling: 'case_2' as const, words: `The embargo of a case that belongs to this one has ${what}.` }, null)),
]
const ENTRIES: Entry[] = [...COMPOSED.flatMap((one) => [MAKER!, QUIET!, null].map((by) => whole(one, by))), ...WRITTEN]

const inUtc = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} UTC`
const joined = (says: Says, words = createWords(english, NOW)): string => sentenceIn(words, says).map(({ text, of }) => (of === 'moment' ? inUtc(text) : text)).join('')

test('the portal’s English is the hub’s sentence, of whoever did it, named or not', () => {
  for (const entry of ENTRIES) {
    const { words, says } = sentenceOf(entry, nameOf)
    assert.ok(says !== null, `${entry.kind} has a key: ${words}`)
    assert.equal(joined(says), words)
  }
})

test('every sentence of the contract is said of some entry', () => {
  const reached = new Set(ENTRIES.map((entry) => sentenceOf(entry, nameOf).says?.key))
  assert.deepEqual(CASE_SENTENCE_KEYS.filter((key) => !reached.has(key)), [])
})

test('what is given beside the words stands in the words: nothing else of the entry, and nobody whom they do not name', () => {
  for (const entry of ENTRIES) {
    const { words, says } = sentenceOf(entry, nameOf)
    const told = JSON.stringify(says)
    assert.doesNotMatch(told, /not told|party_|person_|_1"|case_2|987654/, words)
    for (const [name, value] of Object.entries(says?.values ?? {})) {
      if (value.is === 'party') assert.ok(words.includes(value.name ?? 'participant'), `${name}: ${words}`)
      if (value.is === 'text') assert.ok(words.includes(value.text), `${name}: ${words}`)
      if (value.is === 'time') assert.deepEqual([value.at, words.includes(inUtc(value.at))], ['2026-12-01T10:30:00.000Z', true])
      if (value.is === 'number' && name !== 'count') assert.ok(words.includes(String(value.number)), `${name}: ${words}`)
      if (value.is === 'numbers') for (const each of value.numbers) assert.ok(words.includes(String(each)), `${name}: ${words}`)
      if (value.is === 'roles') for (const each of value.roles) assert.ok(words.includes(each), `${name}: ${words}`)
    }
  }
})

test('in each other language what people wrote is in the sentence once, set apart, and nothing is left to fill in', () => {
  for (const [tag, language] of Object.entries(languages).filter(([tag]) => tag !== 'en')) {
    const words = createWords(language, NOW)
    for (const entry of ENTRIES) {
      const { says } = sentenceOf(entry, nameOf)
      if (says === null) continue
      const pieces = sentenceIn(words, says)
      const theirs = Object.values(says.values).flatMap((value) => (value.is === 'text' ? [value.text] : value.is === 'party' && value.name !== null ? [value.name] : []))
      assert.deepEqual(pieces.filter(({ of }) => of === 'theirs').map(({ text }) => text).toSorted(), theirs.toSorted(), `${tag} ${says.key}`)
      assert.doesNotMatch(pieces.filter(({ of }) => of === 'ours').map(({ text }) => text).join(''), /\{|\ba participant\b/i, `${tag} ${says.key}`)
    }
  }
})

test('words that are not exactly a sentence of the contract keep to English', () => {
  const { words, says } = sentenceOf(embargo({ event: 'terms-withdrawn', terms: 't' }, 'Proposed terms were taken back, it seems.'), nameOf)
  assert.deepEqual([words, says], ['Proposed terms were taken back, it seems.', null])
  assert.equal(sentenceOf(embargo({ event: 'terms-accepted', terms: 't', reason: null, ...proof }, 'The terms were not accepted.'), nameOf).says, null)
})
