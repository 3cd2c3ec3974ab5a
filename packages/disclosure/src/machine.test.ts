/** Forbidden moves by name, as tables; the joint rules that a state cannot show; negotiation, merging, histories, clocks. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  adjudicate, afterWorkingDays, answerInOrder, answerOwed, clocksOf, CLOCKS, consentOf, createCase, createParty, DisclosureError, expire, happen, instantIn, isAdherent, isUsFederalHoliday, mergeCases, MESSAGES, moveConsent, moveEmbargo,
  moveReport, movesOf, moveVulnerability, nextDue, openNegotiation, overdueOf, PLAIN_CALENDAR, REFUSALS, replay, SEC_CALENDAR, splitCase, type CaseEvent, type CaseState, type DisclosureErrorCode,
} from './index.ts'

const codeOf = (work: () => unknown): DisclosureErrorCode | 'allowed' => {
  try {
    work()
    return 'allowed'
  } catch (error) {
    if (error instanceof DisclosureError) return error.code
    throw error
  }
}
const after = (state: CaseState, ...events: CaseEvent[]): CaseState => events.reduce((now, event) => happen(now, event).state, state)

/** Owner, vendor and finder; nothing has happened. */
function aCase(): CaseState {
  const state = createCase({ id: 'o', roles: ['coordinator'] })
  return { ...state, parties: [...state.parties, createParty({ id: 'v', roles: ['vendor'] }), createParty({ id: 'f', roles: ['finder'], report: 'accepted' })] }
}
const propose = (by: string, terms: string, ends: number, reason?: string): CaseEvent => ({ kind: 'terms-proposed', by, terms, ends, reason })
const accept = (by: string, terms: string): CaseEvent => ({ kind: 'terms-accepted', by, terms })
const agreed = (): CaseState => after(aCase(), propose('o', 't1', 100), accept('f', 't1'))

test('A.1 each forbidden move of one machine has a name, a rule, a fix and a source', async (t) => {
  const table: [string, () => unknown, DisclosureErrorCode | 'allowed'][] = [
    ['a valid report is not closed', () => moveReport('valid', 'close'), 'close-from-valid'],
    ['a received report is not closed', () => moveReport('received', 'close'), 'close-before-triage'],
    ['a closed report stays closed', () => moveReport('closed', 'validate'), 'report-closed'],
    ['triage is not skipped', () => moveReport('received', 'accept'), 'triage-skipped'],
    ['valid does not become invalid', () => moveReport('valid', 'invalidate'), 'invalidated-too-late'],
    ['an active embargo is not refused', () => moveEmbargo('active', 'reject'), 'nothing-proposed'],
    ['none is accepted without a proposal', () => moveEmbargo('none', 'accept'), 'nothing-proposed'],
    ['after the end nothing is proposed', () => moveEmbargo('exited', 'propose'), 'embargo-over'],
    ['who has declined is asked again first', () => moveConsent('declined', 'accept'), 'declined-before'],
    ['who has accepted does not decline', () => moveConsent('signatory', 'decline'), 'signatory-leaves'],
    ['a fix needs a vendor that knows', () => moveVulnerability('vfdpxa', 'F'), 'fix-without-vendor'],
    ['what is deployed is ready', () => moveVulnerability('Vfdpxa', 'D'), 'deployed-without-fix'],
    ['an exploit makes it public first', () => moveVulnerability('VfdpXa', 'F'), 'public-comes-first'],
    ['public reaches the vendor first', () => moveVulnerability('vfdPxa', 'A'), 'vendor-comes-first'],
    ['nothing happens twice', () => moveVulnerability('Vfdpxa', 'V'), 'happened-already'],
  ]
  for (const [name, work, says] of table) await t.test(name, () => assert.equal(codeOf(work), says))
  for (const { rule, fix, source } of Object.values(REFUSALS)) assert.ok(rule !== '' && fix !== '' && source !== '')
})

test('A.1 the cross rules, by name', async (t) => {
  const attacked = after(agreed(), { kind: 'attacked', by: null })
  const table: [string, CaseState, CaseEvent, DisclosureErrorCode | 'allowed'][] = [
    ['the report waits for consent', agreed(), { kind: 'report-sent', by: 'o', to: 'v' }, 'consent-before-report'],
    ['consent first, then the report', after(agreed(), accept('v', 't1')), { kind: 'report-sent', by: 'o', to: 'v' }, 'allowed'],
    ['nothing new after attacks', attacked, propose('o', 't2', 50), 'terms-after-disclosure'],
    ['what holds is accepted also after attacks', attacked, accept('v', 't1'), 'allowed'],
    ['a fix only where the report is accepted', after(aCase(), { kind: 'report-sent', by: 'o', to: 'v' }), { kind: 'fix-ready', by: 'v' }, 'fix-before-accepting'],
    ['closing under an embargo needs a reason', agreed(), { kind: 'report-judged', by: 'f', move: 'close' }, 'reason-needed'],
    ['a vendor does not end it for all', agreed(), { kind: 'embargo-ended', by: 'v', reason: 'enough' }, 'not-coordinating'],
    ['the owner stays', agreed(), { kind: 'left', by: 'o' }, 'owner-stays'],
    ['what was refused is not accepted', after(aCase(), propose('f', 't9', 9), { kind: 'terms-declined', by: 'o', terms: 't9' }), accept('v', 't9'), 'revision-cannot-come'],
    ['terms have a name of their own', agreed(), propose('f', 't1', 9), 'terms-known'],
    ['who has left does nothing', after(agreed(), { kind: 'left', by: 'f' }), accept('f', 't1'), 'not-in-case'],
  ]
  for (const [name, state, event, says] of table) await t.test(name, () => assert.equal(codeOf(() => happen(state, event)), says))
})

test('A.1 what one may do says why not for the rest', () => {
  const moves = movesOf(agreed(), 'v')
  assert.equal(moves.find(({ kind, about }) => kind === 'terms-accepted' && about === 't1')?.allowed, 'freely')
  const sent = moves.find(({ kind }) => kind === 'embargo-ended')
  assert.ok(sent?.allowed === 'no' && sent.why.code === 'not-coordinating' && sent.why.fix !== '')
  assert.equal(movesOf(agreed(), 'f').find(({ about }) => about === 'close')?.allowed, 'with-reason')
})

test('A.1 public and exploited end it in the same step, attacks ask a person', () => {
  const open = happen(agreed(), { kind: 'exploit-published', by: null })
  assert.deepEqual([open.state.embargo.state, open.state.happened, open.told.map(({ message }) => message)], ['exited', 'PXa', ['CX', 'CP', 'ET']])
  const asked = after(agreed(), { kind: 'attacked', by: null })
  assert.deepEqual([asked.embargo.state, asked.decisions], ['active', ['attacked']])
  assert.equal(after(asked, { kind: 'decided', by: 'o', ground: 'attacked', choice: 'end', reason: 'now' }).embargo.state, 'exited')
  assert.equal(after(asked, { kind: 'decided', by: 'o', ground: 'attacked', choice: 'go-on', reason: 'one case' }).embargo.state, 'active')
})

test('A.3 the shortest wins, defaults count as proposals, silence accepts them', () => {
  const [short, long] = [{ id: 's', by: 'a', ends: 1 }, { id: 'l', by: 'b', ends: 2 }]
  assert.deepEqual(openNegotiation({ receiver: long }), { inForce: long, open: [] })
  assert.deepEqual(openNegotiation({ sender: long, receiver: short }), { inForce: short, open: [long] })
  assert.deepEqual(openNegotiation({ sender: short, receiver: long }), { inForce: short, open: [long] })
  assert.deepEqual(openNegotiation({ sender: short }), { inForce: null, open: [short] })
  const three = [{ id: '3', by: 'a', ends: 3 }, short, long]
  assert.deepEqual(answerInOrder(three, ({ ends }) => ends < 3), { accepted: [short, long], refused: three[0] })
})

test('A.2 merging keeps the earliest accepted end, splitting copies it', () => {
  const longer = after(aCase(), propose('o', 't2', 200), accept('f', 't2'))
  const merged = mergeCases(agreed(), longer)
  assert.deepEqual([merged.embargo.inForce?.id, merged.embargo.state], ['t1', 'active'])
  const over = after(agreed(), { kind: 'embargo-ended', by: 'o', reason: 'done' })
  assert.equal(codeOf(() => mergeCases(over, longer)), 'merge-with-ended')
  const child = splitCase(agreed(), { owner: 'o', parties: ['f'] })
  assert.deepEqual([child.embargo, isAdherent(child, 'f'), child.parties.length], [agreed().embargo, true, 2])
})

test('A.3 time ends it at its instant and lets late proposals fall', () => {
  assert.equal(expire(agreed(), 99).state.embargo.state, 'active')
  assert.equal(expire(agreed(), 100).state.embargo.state, 'exited')
  assert.equal(expire(after(aCase(), propose('o', 't1', 5)), 5).state.embargo.state, 'none')
})

test('A.1 a history is valid by causes, whatever the order in which it arrives', () => {
  const told = [
    { id: '1', after: [], event: propose('o', 't1', 100) },
    { id: '2', after: ['1'], event: accept('f', 't1') },
    { id: '3', after: ['2'], event: accept('v', 't1') },
    { id: '4', after: ['9'], event: { kind: 'attacked', by: null } as const },
  ]
  for (const order of [told, told.toReversed()]) {
    const { state, taken, waiting, refused } = replay(aCase(), order)
    assert.deepEqual([state.embargo.state, taken, waiting, refused], ['active', ['1', '2', '3'], ['4'], []])
  }
  const twice = replay(agreed(), [{ id: '5', after: [], event: accept('f', 't1') }, { id: '6', after: ['5'], event: accept('v', 't1') }])
  assert.deepEqual([twice.refused.map(({ id, why }) => [id, why.code]), twice.taken], [[['5', 'already-signatory']], ['6']])
})

test('A.1 a snapshot is judged dimension by dimension: one that cannot be does not hold up the end of the embargo', () => {
  const { state, adopted, refused } = adjudicate(after(agreed(), accept('v', 't1'), { kind: 'report-sent', by: 'o', to: 'v' }), 'v', { report: 'start', vendor: 'VFd', happened: 'Pxa' })
  assert.deepEqual([adopted, refused.map(({ dimension, why }) => [dimension, why.code]), state.embargo.state], [['happened'], [['report', 'snapshot-goes-back'], ['vendor', 'fix-before-accepting']], 'exited'])
})

test('A.1 consent follows from answers: a revision that holds lets the consent of who has not accepted it lapse', () => {
  const two = after(agreed(), accept('v', 't1'), propose('f', 't2', 50), accept('o', 't2'))
  assert.deepEqual([two.embargo.inForce?.id, consentOf(two, 'f'), consentOf(two, 'o'), consentOf(two, 'v'), isAdherent(two, 'v')], ['t2', 'signatory', 'signatory', 'lapsed', false])
})

test('there are 28 messages, and a late one has its answer', () => {
  assert.equal(Object.keys(MESSAGES).length, 28)
  assert.deepEqual([answerOwed('EP', 'none', 'Pxa'), answerOwed('EV', 'active', 'pxA'), answerOwed('EV', 'active', 'pxa'), answerOwed('CA', 'active', 'pxA')], ['ER', 'ET', undefined, undefined])
})

const at = (text: string): number => Date.parse(text)

test('A.4 each clock runs from its own trigger to its own instant', async (t) => {
  const table: [keyof typeof CLOCKS, { event: Parameters<typeof clocksOf>[0][number]['event']; at: string }[], string][] = [
    ['first-reply', [{ event: 'report-received', at: '2026-11-19T10:00:00Z' }], '2026-11-27T00:00:00.000Z'],
    ['contact-45', [{ event: 'first-contact', at: '2026-11-22T08:00:00Z' }], '2027-01-06T08:00:00.000Z'],
    ['disclosure-90', [{ event: 'report-received', at: '2026-11-22T08:00:00Z' }], '2027-02-20T08:00:00.000Z'],
    ['details-30', [{ event: 'fix-available', at: '2026-11-22T08:00:00Z' }], '2026-12-22T08:00:00.000Z'],
    ['in-the-wild-7', [{ event: 'attacks-known', at: '2026-11-22T08:00:00Z' }], '2026-11-29T08:00:00.000Z'],
    ['cra-early-warning', [{ event: 'exploitation-known', at: '2026-11-22T08:00:00Z' }], '2026-11-23T08:00:00.000Z'],
    ['cra-notification', [{ event: 'exploitation-known', at: '2026-11-22T08:00:00Z' }], '2026-11-25T08:00:00.000Z'],
    ['cra-final-report', [{ event: 'exploitation-known', at: '2026-11-22T08:00:00Z' }, { event: 'fix-available', at: '2026-12-01T08:00:00Z' }], '2026-12-15T08:00:00.000Z'],
    ['nis2-early-warning', [{ event: 'incident-known', at: '2026-11-22T08:00:00Z' }], '2026-11-23T08:00:00.000Z'],
    ['nis2-notification', [{ event: 'incident-known', at: '2026-11-22T08:00:00Z' }], '2026-11-25T08:00:00.000Z'],
    ['nis2-final-report', [{ event: 'incident-notified', at: '2027-01-31T08:00:00Z' }], '2027-02-28T08:00:00.000Z'],
    // Thanksgiving is no business day: Tuesday's determination is filed by the Tuesday after
    ['sec-8k', [{ event: 'material', at: '2026-11-24T15:00:00Z' }], '2026-12-01T22:30:00.000Z'],
  ]
  assert.deepEqual(table.map(([id]) => id).toSorted(), Object.keys(CLOCKS).toSorted())
  for (const [id, happened, due] of table) {
    await t.test(id, () => {
      const [clock] = clocksOf(happened.map((one) => ({ event: one.event, at: at(one.at) })), { now: at('2027-02-01T00:00:00Z'), ids: [id] })
      assert.equal(new Date(clock!.due).toISOString(), due)
    })
  }
})

test('A.4 what is next, what is late, what was met when', () => {
  const now = Date.parse('2026-11-24T09:00:00Z')
  const clocks = clocksOf([{ event: 'exploitation-known', at: now - 49 * 3_600_000 }, { event: 'report-received', at: now - 49 * 3_600_000 }, { event: 'first-reply', at: now - 3_600_000 }], { now })
  assert.deepEqual(overdueOf(clocks).map(({ id }) => id), ['cra-early-warning'])
  assert.equal(nextDue(clocks, now)?.id, 'cra-notification')
  assert.deepEqual(clocks.find(({ id }) => id === 'first-reply')?.state, 'met')
})

test('A.4 working days follow the zone, its summer time and its holidays', () => {
  assert.equal(new Date(instantIn('2026-03-29', 180, 'Europe/Paris')).toISOString(), '2026-03-29T01:00:00.000Z')
  const holidays = { ...PLAIN_CALENDAR, zone: 'Europe/Paris', isHoliday: (day: string) => day === '2026-12-25' }
  assert.equal(new Date(afterWorkingDays(Date.parse('2026-12-24T10:00:00Z'), 1, holidays)).toISOString(), '2026-12-28T23:00:00.000Z')
  assert.equal(new Date(afterWorkingDays(Date.parse('2026-11-21T15:00:00Z'), 4, SEC_CALENDAR, 1050)).toISOString(), '2026-11-27T22:30:00.000Z')
  assert.deepEqual(['2026-11-26', '2026-07-03', '2026-07-04', '2026-12-25', '2026-05-25', '2026-11-24'].map(isUsFederalHoliday), [true, true, true, true, true, false])
})
