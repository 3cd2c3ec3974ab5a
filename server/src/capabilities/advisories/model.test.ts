/** The decisions of this room as tables: where a draft stands, what becomes of a CVE id, which name and label it may have. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AdvisoryId, PersonId } from '@openaccord/names'
import { HOUR } from '../../kernel/index.ts'
import type { Event, Happening } from './model.ts'
import { afterDropping, afterPublication, assigned, isOwnRecord, reserved, spent, type CveEntry } from './model/cve-pool.ts'
import { movesOf, standingOf } from './model/standing.ts'
import { needLabel, needTrackingId } from './model/stamp.ts'
import { anyDraft } from './testing/draft.ts'

const [FIRST, SECOND] = ['person_00000000000000000001', 'person_00000000000000000002'] as PersonId[]
const [ONE, OTHER] = ['advisory_00000000000000000001', 'advisory_00000000000000000002'] as AdvisoryId[]
const asked: Happening = { kind: 'submitted', version: 1, sha256: 'a', publishAt: 2 * HOUR, recipients: [] }
const approved: Happening = { kind: 'approved', sha256: 'a' }
const signed: Happening = { kind: 'signed', envelope: '{}', keyid: 'k', signedAt: 0, publishAt: 2 * HOUR, files: [] }
const published = (withdrawal = false): Happening => ({ kind: 'published', version: 1, number: 1, withdrawal })
const told = (...happenings: Happening[]): Event[] => happenings.map((one, at) => ({ ...one, seq: at + 1, at, by: FIRST! }))

test('where a draft stands, and what its second person may do', () => {
  const rows: [events: Happening[], newest: number, now: number, state: string, moves: string[]][] = [
    [[], 1, 0, 'draft', ['save', 'submit', 'discard']],
    [[asked], 1, HOUR, 'submitted', ['recall', 'approve', 'decline']],
    [[asked], 1, 2 * HOUR, 'draft', ['save', 'submit', 'discard']],
    [[asked, approved], 1, HOUR, 'approved', ['recall', 'decline', 'sign']],
    [[asked, approved], 1, 2 * HOUR, 'draft', ['save', 'submit', 'discard']],
    [[asked, approved, signed], 1, 9 * HOUR, 'scheduled', ['recall']],
    [[asked, { kind: 'recalled' }], 1, HOUR, 'draft', ['save', 'submit', 'discard']],
    [[asked, { kind: 'declined', sha256: 'a', words: 'no' }], 1, HOUR, 'draft', ['save', 'submit', 'discard']],
    [[asked, approved, signed, { kind: 'stopped', words: 'a key' }], 1, HOUR, 'draft', ['save', 'submit', 'discard']],
    [[asked, approved, signed, published()], 1, HOUR, 'published', ['save', 'withdraw']],
    [[asked, approved, signed, published()], 2, HOUR, 'published', ['save', 'submit', 'withdraw']],
    [[asked, approved, signed, published(), { ...asked, version: 2 }], 2, HOUR, 'submitted', ['recall', 'approve', 'decline']],
    [[asked, approved, signed, published(true)], 1, HOUR, 'withdrawn', []],
  ]
  for (const [events, newest, now, state, moves] of rows) {
    const standing = standingOf({ discarded: null }, told(...events), newest, now)
    assert.deepEqual([standing.state, movesOf(standing, { person: SECOND!, may: new Set(['acts.sign']) })], [state, moves], events.map(({ kind }) => kind).join(' '))
  }
  assert.deepEqual(movesOf(standingOf({ discarded: null }, told(asked), 1, 0), { person: FIRST!, may: new Set() }), ['recall'], 'who asks does not approve')
})

test('CVE ids: reserved, published, rejected, and back only with a record', () => {
  const free = reserved('CVE-2026-11111', 0)
  const mine = assigned(free, ONE!, 1)
  const out = afterPublication(mine, { advisory: ONE!, withdrawal: false, reason: '', at: 2 })!
  const gone = afterPublication(out, { advisory: ONE!, withdrawal: true, reason: 'wrong', at: 3 })!
  assert.deepEqual([mine.state, out.state, out.record, gone.state, gone.record, gone.reason], ['reserved', 'published', true, 'rejected', true, 'wrong'])
  assert.equal(afterPublication(gone, { advisory: ONE!, withdrawal: false, reason: '', at: 4 })?.state, 'published', 'a record may return')
  const never = spent(free, 'not needed', 1)
  assert.deepEqual([never.state, never.record, afterPublication(never, { advisory: ONE!, withdrawal: false, reason: '', at: 2 })], ['rejected', false, undefined])
  assert.equal(afterPublication(mine, { advisory: OTHER!, withdrawal: false, reason: '', at: 2 }), undefined)
  assert.equal(afterDropping(out, { advisory: ONE!, at: 5 })?.state, 'rejected')
  const owns: [CveEntry | undefined, boolean][] = [[undefined, false], [free, true], [mine, true], [out, true], [gone, true], [never, false], [assigned(free, OTHER!, 1), false]]
  for (const [entry, own] of owns) assert.equal(isOwnRecord(entry, ONE!), own, JSON.stringify(entry))
  for (const forbidden of [() => spent(out, 'x', 1), () => spent(mine, 'x', 1), () => spent(never, 'x', 1), () => assigned(out, null, 1), () => assigned(mine, OTHER!, 1)]) assert.throws(forbidden, { name: 'Refusal' })
})

test('names begin with their organisation’s, and what was open stays open', () => {
  for (const [id, good] of [['HARBOUR-2026-1', true], ['harbour-x', true], ['QUAY-2026-1', false], ['HARBOUR', false], ['HARBOUR-', false], ['HARBOURS-1', false], [`HARBOUR-${'x'.repeat(90)}`, false], ['../HARBOUR-1', false]] as const) {
    if (good) needTrackingId(id, 'harbour', undefined)
    else assert.throws(() => needTrackingId(id, 'harbour', undefined), { code: 'advisories.tracking-id' }, id)
  }
  for (const tlp of ['GREEN', 'AMBER', 'RED'] as const) assert.throws(() => needLabel(draft(tlp), before('white')), { code: 'advisories.label' })
  for (const tlp of ['CLEAR', 'GREEN', 'AMBER'] as const) needLabel(draft(tlp), before('amber'))
})

function draft(tlp: 'CLEAR' | 'GREEN' | 'AMBER' | 'RED') {
  const any = anyDraft('HARBOUR-1')
  return { ...any, head: { ...any.head, tlp } }
}

const before = (label: 'white' | 'amber') => ({ id: 'HARBOUR-1', revisions: [], label })
