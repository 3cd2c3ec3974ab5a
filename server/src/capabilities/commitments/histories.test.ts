/** Random histories: acts of every kind in any order, at any time. What was published stays; what is true follows from acts and time alone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { REQUEST_BANDS } from '@openaccord/facts'
import type { FactId, OrganisationId } from '@openaccord/names'
import { DAY, Refusal } from '../../kernel/index.ts'
import { dayOf, type Logged, type Signed } from './model.ts'
import { commitmentsOf, dueOf, standingOf, type CommitmentState } from './model/commitments.ts'
import { needMayCommit, type CommitmentAct, type Speaker } from './model/may.ts'
import { wordChanges } from './model/changes.ts'
import { cellsOf, needMayStateRequests, statementsOf, statementStanding, type Band, type Row } from './model/requests.ts'
import { nextPeriod, periodEnd, periodOf } from './model/periods.ts'

const START = Date.UTC(2026, 0, 10) * 1000
const ORG = ['org_00000000000000000001', 'org_00000000000000000002'] as const satisfies readonly OrganisationId[]
const speaker = (id: OrganisationId): Speaker => ({ id, name: id, kind: 'signatory', state: 'active', signature: { since: START - DAY, version: '1.0', sha256: 'a'.repeat(64) } })
const pledge = { version: '1.0', sha256: 'a'.repeat(64), clauses: ['P1', 'P2', 'P3', 'P4'] }
const evidence = [{ title: 'Report', link: 'https://a.example/' }]

const KINDS = ['commitment', 'commitment-acceptance', 'commitment-progress', 'commitment-move', 'commitment-closing', 'commitment-correction'] as const
type Step = { kind: (typeof KINDS)[number]; by: 0 | 1; on: number; days: number; value: number; result: 'met' | 'partly-met' | 'missed' | 'replaced' | 'withdrawn'; ahead: number; replaces: boolean }
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...KINDS, 'commitment', 'commitment-progress', 'commitment-progress', 'commitment-acceptance', 'commitment-acceptance'),
  by: fc.constantFrom(0, 0, 0, 1), on: fc.nat(5), days: fc.integer({ min: 0, max: 40 }), value: fc.integer({ min: 45, max: 104 }),
  result: fc.constantFrom('met', 'partly-met', 'missed', 'replaced', 'withdrawn'), ahead: fc.integer({ min: 20, max: 400 }), replaces: fc.boolean(),
})

/** What a program might hand in: sometimes allowed, often not. */
function draw({ kind, by, on, value, result, ahead, replaces }: Step, acts: readonly Logged[], now: number): CommitmentAct {
  const made = acts.filter((act) => act.kind === 'commitment')
  const target = made[on % Math.max(1, made.length)]
  const commitment = target?.fact ?? 'fact_00000000000000000000'
  const measures = acts.filter((act) => act.kind === 'commitment-progress' || act.kind === 'commitment-closing')
  const figure = String(value)
  const says = {
    'commitment': {
      title: 'A', clause: 'P1', metric: { id: 'fixed-within-90-days', version: '2' }, baseline: { value: '50', on: dayOf(now) }, target: figure, due: dayOf(now + ahead * DAY),
      scope: { products: ['A'], regions: ['DE'] }, owner: 'Head', source: 'Tracker', every: 'quarter', tags: { qualities: ['security'] }, language: 'en', ...(replaces && target !== undefined ? { replaces: commitment } : {}),
    },
    'commitment-acceptance': { commitment, sha256: target?.payload ?? 'b'.repeat(64), officer: { name: 'A', title: 'B' } },
    'commitment-progress': { commitment, value: figure, on: dayOf(now), evidence, outlook: value % 2 === 0 ? 'on-track' : 'at-risk' },
    'commitment-move': { commitment, due: dayOf(now + ahead * DAY), reason: 'Later.' },
    'commitment-closing': { commitment, result, ...(result === 'replaced' || result === 'withdrawn' ? { reason: 'x' } : { value: figure, on: dayOf(now), evidence, reason: 'x' }) },
    'commitment-correction': { corrects: measures[on % Math.max(1, measures.length)]?.fact ?? commitment, value: figure, on: dayOf(now), evidence, reason: 'x' },
  }[kind]
  return { kind, organisation: ORG[by], signedAt: now, says } as unknown as CommitmentAct
}

function play(steps: readonly Step[]): { acts: Logged[]; now: number } {
  const acts: Logged[] = []
  let now = START
  for (const one of steps) {
    now += one.days * DAY + 1
    const signed: CommitmentAct = draw(one, acts, now)
    try {
      needMayCommit(signed, { speaker: speaker(signed.organisation), pledge, commitments: commitmentsOf(acts), now })
    } catch (error) {
      if (error instanceof Refusal) continue
      throw error
    }
    const seq = acts.length + 1
    acts.push({ ...signed, seq, fact: `fact_${String(seq).padStart(20, '0')}`, at: now, keyid: 'k', payload: seq.toString(16).padStart(64, '0') } as Logged)
  }
  return { acts, now }
}

const ENDED: ReadonlySet<CommitmentState> = new Set(['met', 'partly-met', 'missed', 'replaced', 'withdrawn'])

test('what was promised, and by when, never changes, whatever is stated later', () => {
  let taken = 0
  fc.assert(fc.property(fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }), (steps) => {
    const { acts, now } = play(steps)
    taken += acts.length
    for (let length = 1; length <= acts.length; length += 1) {
      const [early, late] = [commitmentsOf(acts.slice(0, length)), commitmentsOf(acts)]
      for (const [fact, commitment] of early) {
        const later = late.get(fact)!
        assert.equal(dueOf(later), dueOf(commitment))
        assert.deepEqual(later.act, commitment.act)
        assert.deepEqual(later.measures.slice(0, commitment.measures.length).map(({ act, value }) => [act.fact, value]), commitment.measures.map(({ act, value }) => [act.fact, value]))
        if (commitment.moved !== undefined) assert.equal(later.moved, commitment.moved, 'it moves once')
        if (commitment.closed !== undefined) assert.equal(later.closed, commitment.closed, 'it closes once')
      }
    }
    for (const commitment of commitmentsOf(acts).values()) {
      const { state, onTime } = standingOf(commitment, now)
      const own = acts.filter((act) => 'commitment' in act.says && act.says.commitment === commitment.act.fact)
      assert.ok(own.every(({ organisation }) => organisation === commitment.organisation), 'nobody states for another')
      if (onTime === true) assert.ok(state === 'met' && commitment.measures.some(({ act }) => act.at < dueOf(commitment) + 60 * DAY))
      if (state === 'met') assert.ok(Number(standingOf(commitment, now).latest!.value) >= Number(commitment.act.says.target))
    }
  }), { numRuns: 60 })
  assert.ok(taken > 60, `${taken} acts were taken: too few to prove anything`)
})

test('with time alone things only get worse: late, then missed, and never better', () => {
  fc.assert(fc.property(fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }), (steps) => {
    const { acts, now } = play(steps)
    for (const commitment of commitmentsOf(acts).values()) {
      let before = standingOf(commitment, now)
      for (let at = before.changes; at !== null;) {
        assert.ok(at > now)
        assert.equal(standingOf(commitment, at - 1).state, before.state, 'nothing changes before the moment that is told')
        const next = standingOf(commitment, at)
        assert.ok(next.state === before.state || (next.state === 'update-overdue' && before.state !== 'late') || next.state === 'late' || next.state === 'missed', `${before.state} → ${next.state}`)
        if (ENDED.has(before.state) && before.state !== 'replaced') assert.equal(next.state, before.state)
        before = next
        at = next.changes
      }
    }
  }), { numRuns: 60 })
})

const rows = (bands: readonly Band[]): Row[] => ['G0', 'G1', 'G2', 'G3', 'G4', 'G5', 'G6'].map((category, at) => {
  const received = bands[at]!
  return (category === 'G0' ? { category, where: 'worldwide', received } : { category, where: 'worldwide', received, refused: received, challenged: '0', complied: '0', pending: '0' }) as Row
})

test('statements: bands never finer, counts of organisations only, the newest period decides, every period once', () => {
  const band = fc.constantFrom(...REQUEST_BANDS)
  const one = fc.record({ by: fc.constantFrom(0, 1), days: fc.integer({ min: 0, max: 250 }), bands: fc.array(band, { minLength: 7, maxLength: 7 }), back: fc.nat(2) })
  fc.assert(fc.property(fc.array(one, { minLength: 3, maxLength: 20 }), (steps) => {
    const acts: Logged[] = []
    let now = START
    for (const { by, days, bands, back } of steps) {
      now += days * DAY + 1
      let period = periodOf(START)
      while (periodEnd(nextPeriod(period)) <= now) period = nextPeriod(period)
      if (back === 1) period = periodOf(START)
      const signed = { kind: 'request-statement', organisation: ORG[by], signedAt: now, says: { period, requests: rows(bands), text: 'x', language: 'en', officer: { name: 'A', title: 'B' } } } as Extract<Signed, { kind: 'request-statement' }>
      try {
        needMayStateRequests(signed, { speaker: speaker(signed.organisation), statements: statementsOf(acts), now })
      } catch (error) {
        if (error instanceof Refusal) continue
        throw error
      }
      acts.push({ ...signed, seq: acts.length + 1, fact: `fact_${String(acts.length + 1).padStart(20, '0')}` as FactId, at: now, keyid: 'k', payload: '' })
    }
    const statements = statementsOf(acts)
    assert.equal(new Set(statements.map(({ organisation, says }) => `${organisation} ${says.period}`)).size, statements.length, 'a period once')
    for (const cell of cellsOf(statements)) {
      for (const field of ['received', 'refused', 'challenged', 'complied', 'pending'] as const) {
        assert.ok(Object.keys(cell[field]).every((key) => (REQUEST_BANDS as readonly string[]).includes(key)))
        if (field === 'received') assert.equal(Object.values(cell[field]).reduce((sum, n) => sum + n, 0), cell.organisations)
      }
    }
    for (const id of ORG) {
      const own = statements.filter(({ organisation }) => organisation === id)
      const standing = statementStanding(own, START - DAY, now)!
      assert.equal(standing.period, own.map(({ says }) => says.period).sort().at(-1) ?? null)
      const later = statementStanding(own, START - DAY, now + 500 * DAY)!
      assert.equal(later.state, 'lapsed', 'by time alone')
    }
  }), { numRuns: 80 })
})

test('a diff holds both texts, to the letter', () => {
  const text = fc.array(fc.constantFrom('We', 'were', 'not', 'asked', 'مرة', 'été', ' ', '.', '\n', '’'), { maxLength: 60 }).map((parts) => parts.join(''))
  fc.assert(fc.property(text, text, (before, after) => {
    const parts = wordChanges(before, after)
    assert.equal(parts.filter(({ kind }) => kind !== 'added').map((part) => part.text).join(''), before)
    assert.equal(parts.filter(({ kind }) => kind !== 'removed').map((part) => part.text).join(''), after)
    if (before === after) assert.ok(parts.every(({ kind }) => kind === 'same'))
  }), { numRuns: 300 })
})
