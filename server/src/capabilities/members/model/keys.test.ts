/** The states of a key as tables: every move from every state, in words. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PersonId } from '@openaccord/names'
import { DAY, HOUR, Refusal } from '../../../kernel/index.ts'
import { newDomain, noteFinding, type KeyDomain } from './domains.ts'
import {
  activate, compromiseKey, confirmEnd, confirmKey, maySign, MOST_ACTIVE, MOST_PROPOSED, needMayPropose, retireKey, stateEnd, waitingFor, withdrawEnd, withdrawKey, type Key, type KeyState,
} from './keys.ts'

const NOW = Date.UTC(2026, 10, 22) * 1000
const ANNA: PersonId = 'person_0000000000000000anna'
const BEN: PersonId = 'person_00000000000000000ben'
const bare = newDomain('quay.example', 'token', NOW - DAY)
const proven: KeyDomain = noteFinding(bare, { result: 'verified', detail: '', method: 'dns' }, NOW - HOUR)

function keyIn(state: KeyState, more: Partial<Key> = {}): Key {
  const at = NOW - 10 * DAY
  return {
    id: 'key_00000000000000000001', keyid: 'a'.repeat(64), publicKey: 'b'.repeat(64), organisation: 'org_00000000000000000001',
    standing: state === 'compromised' ? { state, at, firstDoubt: at } : { state, at }, replaces: null, proposedBy: ANNA, proposed: NOW - 20 * DAY, confirmedBy: null, active: null, stated: null,
    domains: [proven], history: [], ...more,
  }
}
const other = (state: KeyState): Key => keyIn(state, { keyid: 'c'.repeat(64) })
const STATES: KeyState[] = ['proposed', 'confirmed', 'active', 'retired', 'compromised', 'withdrawn']

/** A move, and for each state what comes of it: the next state, or the code of the refusal. */
const MOVES: [name: string, move: (key: Key) => Key, from: Record<KeyState, string>][] = [
  ['confirmed by a second person, the domain proven', (key) => confirmKey(key, BEN, NOW), from('members.key-not-proposed', { proposed: 'active' })],
  ['confirmed by a second person, the domain not looked at', (key) => confirmKey({ ...key, domains: [bare] }, BEN, NOW), from('members.key-not-proposed', { proposed: 'confirmed' })],
  ['confirmed by the one who proposed it', (key) => confirmKey(key, ANNA, NOW), from('members.key-not-proposed', { proposed: 'members.key-own-proposal' })],
  ['proven by the domain', (key) => activate(key, NOW), from('same', { confirmed: 'active' })],
  ['proven by a look of the day before yesterday', (key) => activate(key, NOW + 2 * DAY), from('same', {})],
  ['not proven by the domain', (key) => activate({ ...key, domains: [bare] }, NOW), from('same', {})],
  ['given up', (key) => withdrawKey(key, NOW), from('members.key-not-open', { proposed: 'withdrawn', confirmed: 'withdrawn' })],
  ['retired', (key) => retireKey(key, NOW), from('members.key-not-active', { active: 'retired' })],
  ['compromised', (key) => compromiseKey(key, NOW - HOUR, NOW), from('members.key-not-in-use', { active: 'compromised', retired: 'compromised' })],
  ['compromised, in doubt from tomorrow', (key) => compromiseKey(key, NOW + 1, NOW), from('members.key-not-in-use', { active: 'members.key-first-doubt', retired: 'members.key-first-doubt' })],
  ['compromised before it was registered', (key) => compromiseKey(key, key.proposed - 1, NOW), from('members.key-not-in-use', { active: 'members.key-first-doubt', retired: 'members.key-first-doubt' })],
  ['stated to be retired by one', (key) => stateEnd(key, [key], { what: 'retired' }, ANNA, NOW), from('members.key-not-active', { active: 'same' })],
  ['stated to be retired while another is active', (key) => stateEnd(key, [key, other('active')], { what: 'retired' }, ANNA, NOW), from('members.key-sign-it', {})],
  ['stated to be compromised by one', (key) => stateEnd(key, [key, other('retired')], { what: 'compromised', firstDoubt: NOW, note: null }, ANNA, NOW), from('members.key-not-in-use', { active: 'same', retired: 'same' })],
  ['stated and confirmed by another', (key) => confirmEnd(stateEnd(key, [key], { what: 'compromised', firstDoubt: NOW, note: null }, ANNA, NOW), BEN, NOW), from('members.key-not-in-use', { active: 'compromised', retired: 'compromised' })],
  ['stated and confirmed by the same', (key) => confirmEnd(stateEnd(key, [key], { what: 'retired' }, ANNA, NOW), ANNA, NOW), from('members.key-not-active', { active: 'members.key-own-statement' })],
  ['stated twice', (key) => stateEnd(stateEnd(key, [key], { what: 'retired' }, ANNA, NOW), [key], { what: 'retired' }, BEN, NOW), from('members.key-not-active', { active: 'members.key-stated' })],
  ['confirmed where nothing is stated', (key) => confirmEnd(key, BEN, NOW), from('members.key-nothing-stated', {})],
  ['taken back where nothing is stated', (key) => withdrawEnd(key), from('members.key-nothing-stated', {})],
]

function from(otherwise: string, some: Partial<Record<KeyState, string>>): Record<KeyState, string> {
  return { proposed: otherwise, confirmed: otherwise, active: otherwise, retired: otherwise, compromised: otherwise, withdrawn: otherwise, ...some }
}

test('every move from every state', async (t) => {
  for (const [name, move, expected] of MOVES) {
    for (const state of STATES) {
      const wanted = expected[state] === 'same' ? state : expected[state]
      await t.test(`${state} → ${name}: ${wanted}`, () => {
        const key = keyIn(state)
        let came: string
        try {
          const next = move(key)
          came = next.standing.state
          if (came !== state) assert.deepEqual([next.history.at(-1)?.what, next.standing.at], [came, NOW])
        } catch (error) {
          assert.ok(error instanceof Refusal)
          came = error.code
        }
        assert.equal(came, wanted)
      })
    }
  }
})

test('a key that is in doubt signs nothing; one to be retired still does', () => {
  for (const state of STATES) assert.equal(maySign(keyIn(state)), state === 'active')
  assert.equal(maySign(stateEnd(keyIn('active'), [], { what: 'compromised', firstDoubt: NOW, note: null }, ANNA, NOW)), false)
  assert.equal(maySign(stateEnd(keyIn('active'), [], { what: 'retired' }, ANNA, NOW)), true)
})

function code(known: Key[], replaces?: string): string {
  try {
    needMayPropose(known, replaces)
    return 'may'
  } catch (error) {
    assert.ok(error instanceof Refusal)
    return error.code
  }
}

test('a doubt outlives retirement, a statement of retirement does not', () => {
  const doubted = retireKey(stateEnd(keyIn('active'), [], { what: 'compromised', firstDoubt: NOW, note: null }, ANNA, NOW), NOW)
  assert.deepEqual([doubted.standing.state, doubted.stated?.what], ['retired', 'compromised'])
  assert.equal(confirmEnd(doubted, BEN, NOW).standing.state, 'compromised')
  assert.equal(retireKey(stateEnd(keyIn('active'), [], { what: 'retired' }, ANNA, NOW), NOW).stated, null)
})

test('so many and no more, and only what may be replaced', () => {
  const many = (state: KeyState, count: number) => Array.from({ length: count }, () => keyIn(state))
  assert.equal(code([...many('proposed', MOST_PROPOSED - 1), ...many('active', MOST_ACTIVE - 1), ...many('withdrawn', 50)]), 'may')
  assert.equal(code(many('confirmed', MOST_PROPOSED)), 'members.keys-many')
  assert.equal(code(many('active', MOST_ACTIVE)), 'members.keys-many')
  for (const state of STATES) assert.equal(code([keyIn(state)], 'a'.repeat(64)), state === 'active' ? 'may' : 'members.key-not-replaceable')
  assert.equal(code([], 'a'.repeat(64)), 'members.key-not-replaceable')
  assert.equal(code([keyIn('active'), keyIn('proposed', { keyid: 'd', replaces: 'a'.repeat(64) })], 'a'.repeat(64)), 'members.key-replaced-already')
})

test('who is being waited for', async (t) => {
  const table: [name: string, key: Key, can: PersonId[], expected: unknown][] = [
    ['a second person', keyIn('proposed'), [ANNA, BEN], { step: 'second-person', people: [BEN], couldBeGiven: [], domains: [] }],
    ['nobody else may: who could be given the right', keyIn('proposed'), [ANNA], { step: 'second-person', people: [], couldBeGiven: ['person_c'], domains: [] }],
    ['the domain', keyIn('confirmed'), [ANNA, BEN], { step: 'domain', people: [ANNA, BEN], couldBeGiven: [], domains: ['quay.example'] }],
    ['a second voice', stateEnd(keyIn('active'), [], { what: 'retired' }, BEN, NOW), [ANNA, BEN], { step: 'second-voice', people: [ANNA], couldBeGiven: [], domains: [] }],
    ...(['active', 'retired', 'compromised', 'withdrawn'] as const).map((state): [string, Key, PersonId[], unknown] => [`nobody: ${state}`, keyIn(state), [ANNA], undefined]),
  ]
  for (const [name, key, can, expected] of table) await t.test(name, () => assert.deepEqual(waitingFor(key, can, ['person_c']), expected))
})
