/** Random histories: whatever anybody tries, in whatever order, nobody decides on their own case, no affiliate sponsors, dates only go forward, and nothing published is changed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DAY, HOUR } from '../../kernel/index.ts'
import { applicationOf, STATES, type Application, type Event, type Happening, type State } from './model.ts'
import { barOf, countingSponsors, sponsorsNow, type Voter } from './model/sponsors.ts'
import { canMove, type Move } from './model/moves.ts'
import { sponsorsOfBallot, standingOf, type Outside } from './model/standing.ts'
import { ballot, DRAFT, ended, NOTHING_BESIDE, org, ORGANISATION, person, START, voter } from './testing/files.ts'

const LETTERS = ['q', 'm', 'p', 'j', 'b', 'k'] as const
const voters = fc.tuple(...LETTERS.map((letter) => fc.record({ group: fc.constantFrom(null, null, 'North', 'South'), standing: fc.constantFrom('voting' as const, 'voting' as const, 'voting' as const, 'probation' as const, 'suspended' as const, 'lapsed' as const) })
  .map((more): Voter => voter(letter.repeat(3), more))))

/** What anybody may try, and by which move it is allowed. */
const TRIES: readonly [Move, (letter: string, at: number) => Happening][] = [
  ['submit', () => ({ what: 'submitted', submission: 'a'.repeat(64) })], ['take-up', () => ({ what: 'taken-up' })], ['ask-test-mail', () => ({ what: 'test-mail-sent', to: 's@tiny-tide.example' })],
  ['answer-test-mail', () => ({ what: 'test-mail-answered' })], ['complete', () => ({ what: 'completed' })], ['ask', () => ({ what: 'asked', text: '?' })], ['answer', () => ({ what: 'answered', submission: 'b'.repeat(64) })],
  ['open-comments', (_, at) => ({ what: 'comments-opened', until: at + 14 * DAY })], ['sponsor', (letter) => ({ what: 'sponsored', organisation: org(letter) })],
  ['open-ballot', () => ({ what: 'ballot-opened', ballot })], ['decline', () => ({ what: 'declined', codes: ['evidence-missing'], reasons: 'Nothing is shown.', persons: [person('a'), person('b')], organisation: org('s') })],
  ['appeal', () => ({ what: 'appealed', text: 'Look again.' })], ['decide-appeal', (letter) => ({ what: 'appeal-decided', outcome: letter < 'm' ? 'upheld' : 'remitted', reasons: 'So.', persons: [] })],
  ['admit', () => ({ what: 'admitted', organisation: org('t') })], ['withdraw', () => ({ what: 'withdrawn', reason: null })], ['name-mentor', (letter) => ({ what: 'mentor-named', organisation: org(letter) })],
]
const tries = fc.array(fc.record({ which: fc.nat(TRIES.length - 1), letter: fc.constantFrom(...LETTERS), hours: fc.integer({ min: 0, max: 24 * 35 }), outcome: fc.constantFrom('adopted' as const, 'rejected' as const, 'no-quorum' as const) }), { minLength: 5, maxLength: 60, size: 'max' })

/** Mostly what leads on from there, so that histories grow long; now and then anything at all. */
function chosen(which: number, state: State, hours: number): (typeof TRIES)[number] {
  const leads = TRIES.filter(([move]) => canMove(move, state) && (hours % 11 === 0 || !['withdraw', 'decline', 'name-mentor'].includes(move)))
  return hours % 4 === 0 || leads.length === 0 ? TRIES[which]! : leads[which % leads.length]!
}

/** Plays what is allowed and leaves out the rest. The ballot ends 24 days after it was opened. */
function play(given: readonly Voter[], attempts: readonly { which: number; letter: string; hours: number; outcome: 'adopted' | 'rejected' | 'no-quorum' }[]) {
  const draft = { ...DRAFT, answers: { ...DRAFT.answers, organisation: { ...ORGANISATION, affiliates: ['qqq'], group: 'South' } } }
  const events: Event[] = []
  const seen: { at: number; application: Application; standing: ReturnType<typeof standingOf>; outside: Outside }[] = []
  let now = START
  let outcome: 'adopted' | 'rejected' | 'no-quorum' = 'adopted'
  const look = (): (typeof seen)[number] => {
    const application = applicationOf(draft, events)
    const opened = application.ballot?.openedAt
    const outside: Outside = { ...(opened === undefined ? NOTHING_BESIDE : ended(outcome, (opened - START) / DAY + 24)), sponsors: sponsorsNow(application, given) }
    return { at: now, application, outside, standing: standingOf(application, outside, now) }
  }
  seen.push(look())
  for (const { which, letter, hours, outcome: wanted } of attempts) {
    now += hours * HOUR
    const before = look()
    seen.push(before)
    const [move, make] = chosen(which, before.standing.state, hours)
    const happening = make(letter, now)
    const barred = happening.what === 'sponsored' && barOf(happening.organisation, before.application, given) !== undefined
    const short = happening.what === 'ballot-opened' && countingSponsors(before.application, given).length < 2
    const late = happening.what === 'appealed' && before.standing.appealUntil === null
    if (!canMove(move, before.standing.state) || barred || short || late) continue
    if (happening.what === 'ballot-opened') outcome = wanted
    events.push({ ...happening, seq: events.length + 1, fact: `fact_${String(events.length + 1).padStart(20, '0')}`, at: now, by: null } as Event)
    seen.push(look())
  }
  return { seen, events, draft }
}

test('no organisation that is affiliated, on probation, suspended or lapsed ever counts as a sponsor, and no two of one group', () => {
  fc.assert(fc.property(voters, tries, (given, attempts) => {
    const { seen } = play(given, attempts)
    for (const { application, standing: { state } } of seen) {
      const counting = countingSponsors(application, given).map(({ organisation }) => given.find((one) => one.organisation === organisation)!)
      assert.ok(counting.every(({ slug, standing, group }) => slug !== 'qqq' && standing === 'voting' && group !== 'South'))
      const groups = counting.map(({ group }) => group).filter((group) => group !== null)
      assert.equal(new Set(groups).size, groups.length)
      assert.equal(new Set(counting).size, counting.length)
      if (state === 'accepted') assert.ok(sponsorsOfBallot(application).length >= 2, 'none is accepted for whom fewer vouch')
      if (application.ballot !== null) assert.ok(application.sponsors.length >= 2, 'no ballot without two')
    }
  }), { numRuns: 300 })
})

test('dates only go forward, a term ends after it began, and somebody is waited for while it is open', () => {
  const ENDS: ReadonlySet<State> = new Set(['member', 'withdrawn', 'lapsed'])
  fc.assert(fc.property(voters, tries, (given, attempts) => {
    const { seen } = play(given, attempts)
    let last = 0
    for (const { at, standing: { state, since, waits, lapses } } of seen) {
      assert.ok(STATES.includes(state))
      assert.ok(since <= at && since >= last, `${state} began before what was before it`)
      last = since
      for (const wait of waits) assert.ok(wait.since <= at && wait.due > wait.since && wait.day >= 0 && wait.overdue === (at >= wait.due))
      if (!ENDS.has(state) && state !== 'declined') assert.ok(waits.length > 0, `nobody is waited for while ${state}`)
      if (lapses !== null) assert.ok(lapses > at)
    }
  }), { numRuns: 300 })
})

test('what has ended stays ended, and what time has closed is not opened by what comes later', () => {
  fc.assert(fc.property(voters, tries, fc.integer({ min: 1, max: 800 }), (given, attempts, days) => {
    const { seen, events, draft } = play(given, attempts)
    const { application, outside, standing, at } = seen.at(-1)!
    const later = standingOf(application, outside, at + days * DAY)
    if (standing.state === 'withdrawn' || standing.state === 'lapsed') assert.deepEqual(later, standing)
    if (standing.state === 'declined') assert.equal(later.state, 'declined')
    if (standing.state === 'accepted') assert.equal(later.state, 'accepted')
    assert.deepEqual(applicationOf(draft, events), application, 'the same events, the same application')
  }), { numRuns: 300 })
})

test('nothing that was published is changed: each event of a history stands in every later one as it was', () => {
  fc.assert(fc.property(voters, tries, (given, attempts) => {
    const { seen } = play(given, attempts)
    for (const [index, { application }] of seen.entries()) {
      const next = seen[index + 1]?.application
      if (next === undefined) continue
      assert.deepEqual(next.events.slice(0, application.events.length), application.events)
      if (application.submittedAt !== null) assert.equal(next.submittedAt, application.submittedAt)
      for (const sponsor of application.sponsors) assert.ok(next.sponsors.some(({ fact, at }) => fact === sponsor.fact && at === sponsor.at))
      if (application.declined !== null && next.declined !== null) assert.deepEqual(next.declined, application.declined)
    }
  }), { numRuns: 200 })
})

test('these histories go all the way: every state is among them', () => {
  const found = new Set<State>()
  fc.assert(fc.property(voters, tries, (given, attempts) => {
    for (const { application, outside, standing, at } of play(given, attempts).seen) {
      found.add(standing.state)
      if (standing.state !== 'signing') continue
      for (const days of [1, 400]) found.add(standingOf(application, { ...outside, signedAt: at }, at + days * DAY).state)
    }
  }), { numRuns: 400, seed: 7 })
  assert.deepEqual([...found].toSorted(), [...STATES].toSorted())
})
