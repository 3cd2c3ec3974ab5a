/** Who sees what, over random cases: nobody sees anything before being entitled, nothing after, and what is shown depends on nothing that is hidden. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { CaseId, OrganisationId, PersonId, Right } from '@openaccord/names'
import { NO_TERMS, type Audience, type Entry, type Happening, type PartyId, type Role, type Terms } from '../model.ts'
import { fold, isIn } from './fold.ts'
import { matrixOf, countCells } from './matrix.ts'
import { aboutParty, audienceOf } from './may.ts'
import { canSee, look, seenBy, viewerOf, type Caller, type Viewer } from './sight.ts'

const PARTIES = 5
const id = (n: number): PartyId => `party_${n}`
const org = (n: number): OrganisationId => `org_${n}`
const person = (n: number): PersonId => `person_${n}`
const WORK: ReadonlySet<Right> = new Set<Right>(['cases.work'])
const caller = (n: number): Caller => ({ kind: 'person', person: person(n), organisation: org(n), may: WORK })

/** A history as random wishes: those that make no sense in their moment are left out, as the verbs would refuse them. */
type Wish = { what: 'invite' | 'join' | 'leave' | 'remove' | 'thread' | 'pair' | 'desk' | 'message' | 'state' | 'role' | 'title' | 'name' | 'hide'; by: number; other: number; lapse: boolean }
const wish: fc.Arbitrary<Wish> = fc.record({
  what: fc.constantFrom('invite', 'join', 'leave', 'remove', 'thread', 'pair', 'desk', 'message', 'state', 'role', 'title', 'name', 'hide'),
  by: fc.nat(PARTIES - 1), other: fc.nat(PARTIES - 1), lapse: fc.boolean(),
})

/** Every entry has a secret word of its own, so that whatever escapes is seen. */
const secret = (seq: number): string => `secret-${seq}-end`

function play(wishes: readonly Wish[]): { entries: Entry[]; terms: Terms } {
  const entries: Entry[] = []
  const lapsed = new Map<PartyId, number>()
  const append = (happening: Happening, to: Audience, by: number): void => void entries.push({ ...happening, seq: entries.length + 1, at: entries.length + 1, by: id(by), person: person(by), to, hash: '' } as Entry)
  append({ kind: 'opened', title: secret(1), summary: '', vulnerabilities: [{ n: 1, label: 'one', cve: null }], owner: id(0), from: 'vendor' }, { to: 'all' }, 0)
  append({ kind: 'joined', party: id(0), organisation: org(0), guest: null, roles: ['owner', 'vendor'], shown: true, invited: 1 }, { to: 'all' }, 0)
  append({ kind: 'thread-opened', thread: 1, is: 'all', parties: [], title: 'Everyone' }, { to: 'all' }, 0)
  for (const { what, by, other, lapse } of wishes) {
    const state = fold(entries)
    const here = state.parties.get(id(by))
    const there = state.parties.get(id(other))
    const inside = here !== undefined && isIn(here) && !lapsed.has(id(by))
    const text = secret(entries.length + 1)
    if (what === 'invite' && other !== 0 && !(there !== undefined && ['in', 'invited'].includes(there.standing))) append({ kind: 'invited', party: id(other), organisation: org(other), guest: null, roles: [(['vendor', 'coordinator', 'observer', 'finder'] as Role[])[by % 4]!], words: null }, { to: 'party', party: id(other) }, 0)
    if (what === 'join' && here?.standing === 'invited') append({ kind: 'joined', party: here.id, organisation: here.organisation, guest: null, roles: [...here.roles], shown: here.shown, invited: here.invited }, aboutParty({ ...here, joined: 1 }), by)
    if (what === 'leave' && by !== 0 && inside) append({ kind: 'left', party: here.id, words: text }, aboutParty(here), by)
    if (what === 'remove' && other !== 0 && there !== undefined && ['in', 'invited'].includes(there.standing)) append({ kind: 'removed', party: there.id, words: text }, aboutParty(there), 0)
    if (what === 'name' && inside) append({ kind: 'people-named', party: here.id, people: [person(by), person(100 + by)] }, { to: 'own', party: here.id }, by)
    if (what === 'hide' && here !== undefined && ['in', 'invited'].includes(here.standing) && !here.roles.some((role) => role === 'owner' || role === 'coordinator')) append({ kind: 'shown', party: here.id, shown: !here.shown, as: null }, isIn(here) ? { to: 'all' } : { to: 'party', party: here.id }, by)
    if (what === 'role' && other !== 0 && there !== undefined && isIn(there) && there.shown) append({ kind: 'roles-changed', party: there.id, roles: [by % 2 === 0 ? 'coordinator' : 'vendor'] }, aboutParty(there), 0)
    if (!inside) continue
    if (what === 'title') append({ kind: 'titled', title: text }, { to: 'all' }, 0)
    if (what === 'thread') append({ kind: 'thread-opened', thread: entries.length, is: 'all', parties: [], title: text }, { to: 'all' }, by)
    if (what === 'desk' && here.roles.some((role) => role === 'owner' || role === 'coordinator')) append({ kind: 'thread-opened', thread: entries.length, is: 'coordinators', parties: [], title: text }, { to: 'coordinators' }, by)
    if (what === 'pair' && by !== other && there !== undefined && isIn(there) && there.shown) append({ kind: 'thread-opened', thread: entries.length, is: 'pair', parties: [id(by), id(other)], title: text }, { to: 'pair', parties: [id(by), id(other)] }, by)
    if (what === 'state' && here.roles.includes('vendor')) append({ kind: 'stated', party: here.id, vulnerabilities: [1], state: 'affected', justification: null, words: text }, aboutParty(here), by)
    const threads = [...state.threads.values()]
    const thread = threads[other % threads.length]!
    const mine: Viewer = { party: id(by), person: null, roles: here.roles, standing: 'in', until: Number.POSITIVE_INFINITY }
    if (what === 'message' && canSee(mine, { thing: 'entry', seq: thread.seq, to: audienceOf(thread) })) append({ kind: 'file-added', thread: thread.n, file: text, name: text, bytes: 1, sha256: '' }, audienceOf(thread), by)
    if (lapse && by !== 0 && what === 'title') lapsed.set(id(by), entries.length)
  }
  return { entries, terms: { ...NO_TERMS, lapsed } }
}

/** Said once more, from the entries alone and the long way round: what a party may ever have met. */
function entitled(entries: readonly Entry[], n: number, { lapsed }: Terms): Set<number> {
  const roles: Role[][] = []
  let standing = 'none'
  let joined = false
  let from = 0
  let until = Number.POSITIVE_INFINITY
  for (const entry of entries) {
    if (!('party' in entry) || entry.party !== id(n)) continue
    if (entry.kind === 'invited') [standing, joined] = ['invited', false]
    if (entry.kind === 'invited' || entry.kind === 'joined' || entry.kind === 'roles-changed') roles.push([...entry.roles])
    if (entry.kind === 'joined') [standing, joined, from, until] = ['in', true, entry.seq, Number.POSITIVE_INFINITY]
    if (entry.kind === 'left') [standing, until] = ['left', entry.seq]
    if (entry.kind === 'removed') standing = 'removed'
  }
  if (!joined || from === 0 || standing === 'removed') return new Set()
  const last = Math.min(until, lapsed.get(id(n)) ?? Number.POSITIVE_INFINITY)
  const holds = (roles.at(-1) ?? []).some((role) => role === 'owner' || role === 'coordinator')
  const mine = (to: Audience): boolean => to.to === 'all' || to.to === 'offer' || (to.to === 'coordinators' && holds) || (to.to === 'pair' && to.parties.includes(id(n))) || (to.to === 'party' && (holds || to.party === id(n))) || (to.to === 'own' && to.party === id(n))
  return new Set(entries.filter(({ seq, to }) => seq <= last && mine(to)).map(({ seq }) => seq))
}

const histories = fc.array(wish, { maxLength: 60 })
const viewing = (entries: readonly Entry[], terms: Terms, n: number): Viewer | undefined => viewerOf(caller(n), fold(entries), terms)

describe('sight', () => {
  test('a viewer has the entries that it is entitled to, no more and no fewer', () => {
    fc.assert(fc.property(histories, (wishes) => {
      const { entries, terms } = play(wishes)
      for (let n = 1; n < PARTIES; n++) {
        const viewer = viewing(entries, terms, n)
        const seen = viewer === undefined ? [] : seenBy(viewer, { entries }).map(({ seq }) => seq)
        assert.deepEqual(new Set(seen), entitled(entries, n, terms))
      }
    }), { numRuns: 400 })
  })

  test('nothing that was hidden shows in anything that is made of what is seen', () => {
    fc.assert(fc.property(histories, (wishes) => {
      const { entries, terms } = play(wishes)
      for (let n = 1; n < PARTIES; n++) {
        const viewer = viewing(entries, terms, n)
        if (viewer === undefined) continue
        const { state, entries: seen } = look(viewer, { entries }, fold(entries))
        const shown = JSON.stringify([seen, { ...state, parties: [...state.parties], threads: [...state.threads], files: [...state.files], matrix: [...state.matrix].map(([party, row]) => [party, ...row]) }])
        const may = entitled(entries, n, terms)
        for (const { seq } of entries) if (!may.has(seq)) assert.ok(!shown.includes(secret(seq)), `party ${n} met entry ${seq}`)
      }
    }), { numRuns: 200 })
  })

  test('two histories that differ only in what is hidden look the same: not even a number tells', () => {
    fc.assert(fc.property(histories, fc.nat(), (wishes, pick) => {
      const { entries, terms } = play(wishes)
      const n = 1 + (pick % (PARTIES - 1))
      const viewer = viewing(entries, terms, n)
      if (viewer === undefined) return
      const kept = seenBy(viewer, { entries })
      const other = entries.filter((entry) => kept.some(({ seq }) => seq === entry.seq) || (entry.seq + pick) % 2 === 0)
      const counts = (some: readonly Entry[]) => {
        const { state } = look(viewer, { entries: some }, fold(entries))
        return [state.parties.size, state.threads.size, state.files.size, state.changed, state.title, countCells(matrixOf({ viewer, state, names: () => true }, { own: true, others: false }))]
      }
      assert.deepEqual(counts(other), counts(entries))
    }), { numRuns: 200 })
  })

  test('a name is met by who met the party, and never by who was kept from it', () => {
    fc.assert(fc.property(histories, (wishes) => {
      const { entries, terms } = play(wishes)
      const whole = fold(entries)
      for (let n = 1; n < PARTIES; n++) {
        const viewer = viewing(entries, terms, n)
        if (viewer === undefined) continue
        const seen = look(viewer, { entries }, whole)
        for (const party of whole.parties.values()) {
          const holds = viewer.roles.some((role) => role === 'owner' || role === 'coordinator')
          const held = party.roles.some((role) => role === 'owner' || role === 'coordinator')
          if (!seen.names(party.id)) continue
          const paired = seen.entries.some((entry) => entry.kind === 'thread-opened' && entry.parties.includes(party.id))
          assert.ok(party.id === viewer.party || held || (holds && viewer.until > 0) || paired || (party.shown && party.joined !== null && party.joined <= viewer.until))
        }
      }
    }), { numRuns: 200 })
  })

  test('only persons with the right, of the organisation, and among those that it named', () => {
    fc.assert(fc.property(histories, fc.constantFrom<Right>('members.admit', 'alliance.operate', 'reports.triage', 'organisation.manage'), (wishes, right) => {
      const { entries, terms } = play(wishes)
      const state = fold(entries)
      for (let n = 0; n < PARTIES; n++) {
        assert.equal(viewerOf({ kind: 'person', person: person(n), organisation: org(n), may: new Set([right]) }, state, terms), undefined)
        assert.equal(viewerOf({ kind: 'person', person: person(n), organisation: 'org_elsewhere', may: WORK }, state, terms), undefined)
        const { named = null } = state.parties.get(id(n)) ?? {}
        if (named !== null) assert.equal(viewerOf({ kind: 'person', person: person(50 + n), organisation: org(n), may: WORK }, state, terms), undefined)
      }
    }), { numRuns: 100 })
  })

  test('whether somebody has looked is known to who coordinates and to that party', () => {
    const viewer = (roles: Role[], until = Number.POSITIVE_INFINITY): Viewer => ({ party: id(1), person: null, roles, standing: 'in', until })
    const rows: [who: Viewer | undefined, party: PartyId, sees: boolean][] = [
      [viewer(['vendor']), id(1), true], [viewer(['vendor']), id(2), false], [viewer(['coordinator']), id(2), true], [viewer(['owner']), id(2), true],
      [viewer(['coordinator'], 0), id(2), false], [viewer(['vendor'], 0), id(1), false], [undefined, id(1), false],
    ]
    for (const [who, party, sees] of rows) assert.equal(canSee(who, { thing: 'opened', party }), sees)
    assert.equal(canSee(undefined, { thing: 'offer' }), false)
    const log = { id: 'case_1' as CaseId, entries: [] }
    assert.deepEqual(seenBy(viewer(['owner']), log), [])
  })
})
