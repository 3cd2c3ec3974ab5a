/**
 * A.1: no state of the joint machine that can be reached breaks a stated rule. Every run has two and three participants; the soak also has
 * two vendors beside the owner, three who judge the report in every way, and two proposals open at once.
 */
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { NewParty } from './case.ts'
import type { CaseEvent } from './events.ts'
import { embargoStates, holdsOfState, holdsOfStep } from './testing/rules.ts'
import { search, type Wish } from './testing/search.ts'

const owner: NewParty = { id: 'owner', roles: ['coordinator'], report: 'accepted' }
const finder: NewParty = { id: 'finder', roles: ['finder'], report: 'accepted' }
const vendor = (n: number): NewParty => ({ id: `vendor${n}`, roles: ['vendor'] })
const soak = process.env['OPENACCORD_SOAK'] === '1' ? false : 'takes many minutes: npm run soak'

function searchAll(t: TestContext, wish: Omit<Wish, 'look'>): void {
  const met = new Set<string>()
  const look: Wish['look'] = {
    state(state) {
      met.add(state.embargo.state)
      holdsOfState(state)
    },
    edge: holdsOfStep,
  }
  const { states, edges, refusals } = search({ ...wish, look })
  t.diagnostic(`${states} states and ${edges} steps visited; moves refused by ${refusals.size} rules`)
  assert.deepEqual([...met].toSorted(), embargoStates.toSorted())
  assert.ok(states > 1000 && edges > states)
}

test('A.1 two participants: every state that they reach, one who leaves and comes back too, keeps every rule', (t) => searchAll(t, { parties: [owner, vendor(0)], open: 1, back: true }))

test('A.1 three participants: coordinator, finder and vendor; every embargo, answer, departure and disclosure keeps every rule', (t) => {
  searchAll(t, { parties: [owner, finder, vendor(0)], open: 1, without: (event) => event.kind === 'exploit-held' || (event.kind === 'report-judged' && event.by !== 'vendor0') })
})

test('A.1 three participants, all of whom judge the report in every way', { skip: soak }, (t) => searchAll(t, { parties: [owner, finder, vendor(0)], open: 1, without: ({ kind }) => kind === 'exploit-held' }))
const left = (event: CaseEvent): boolean => event.kind === 'exploit-held' || event.kind === 'fix-deployed' || (event.kind === 'report-judged' && (event.by === 'owner' || (event.move !== 'validate' && event.move !== 'accept')))

test('A.1 a coordinator and two vendors, who validate and accept', { skip: soak }, (t) => {
  searchAll(t, { parties: [owner, vendor(0), vendor(1)], open: 1, without: left })
})
test('A.1 two participants with two proposals open at once', { skip: soak }, (t) => searchAll(t, { parties: [owner, vendor(0)], open: 2, back: true }))
