/** How an application stands: every state with who is waited for, every move in every state, gates, sponsors, evidence. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { STATES, type State } from './model.ts'
import { CRITERIA, missingOf, NO_ANSWERS, sizeOf, type Answers } from './model/answers.ts'
import { documentType } from './model/documents.ts'
import { check, contradictions, dispute, evidenceState, resolve, unreviewed } from './model/evidence.ts'
import { gatesOf } from './model/gates.ts'
import { canMove, MOVES, type Move } from './model/moves.ts'
import { barOf, countingSponsors } from './model/sponsors.ts'
import { standingOf, type Outside } from './model/standing.ts'
import { wait, workingDaysBetween, workingDaysLater, yearLater } from './model/terms.ts'
import { after, BALLOTED, COMMENTED, DRAFT, ended, evidence, NOTHING_BESIDE, onDay, org, ORGANISATION, person, START, SUBMITTED, TESTED, voter } from './testing/files.ts'

type Lines = Parameters<typeof after>[0]
const says = (lines: Lines, day: number, outside: Outside = NOTHING_BESIDE): string => {
  const { state, waits } = standingOf(after(lines), outside, onDay(day))
  return [state, ...waits.map(({ party, what, day: gone, days, overdue }) => `${party} ${what} ${gone}/${days}${overdue ? ' overdue' : ''}`)].join('; ')
}
const DECLINED: Lines = [...TESTED, [2, { what: 'taken-up' }], [3, { what: 'declined', codes: ['evidence-missing'], reasons: 'There is none.', persons: [person('a'), person('b')], organisation: org('s') }]]
const APPEALED: Lines = [...DECLINED, [10, { what: 'appealed', text: 'Please look again.' }]]
const sponsorshipOf = (lines: Lines, letter: string) => after(lines).sponsors.find(({ organisation }) => organisation === org(letter))!.fact
const enough: Outside = { ...NOTHING_BESIDE, sponsors: { count: 2, enoughSince: onDay(21) } }
const ADMITTED: Lines = [...BALLOTED, [45, { what: 'admitted', organisation: org('t') }]]
const signed: Outside = { ...ended('adopted', 43), signedAt: onDay(50) }

const day = (at: number): string => new Date(at / 1000).toISOString().slice(0, 10)
const gates = (lines: Lines, day: number, draft = DRAFT): string[] => gatesOf(after(lines, draft), onDay(day)).map(({ gate, state }) => `${gate} ${state}`)
const affiliated = (more: Partial<typeof ORGANISATION>) => after(COMMENTED, { ...DRAFT, answers: { ...DRAFT.answers, organisation: { ...ORGANISATION, ...more } } })
const finding = (result: string, checkOf = 'dmarc') => evidence({ id: `evidence_${'f'.repeat(20)}`, criterion: 'domain', kind: 'measurement', findings: [{ check: checkOf, result, points: 0, maximum: 15 }] })

test('who is waited for, and for how long, on every step', () => {
  const rows: [string, Lines, number, Outside, string][] = [
    ['a draft', [], 3, NOTHING_BESIDE, 'draft; applicant finish-draft 3/90'],
    ['a draft nobody touched lapses by itself', [], 90, NOTHING_BESIDE, 'lapsed'],
    ['handed in', [SUBMITTED], 2, NOTHING_BESIDE, 'submitted; secretariat take-up 2/3'],
    ['nobody takes it up', [SUBMITTED], 4, NOTHING_BESIDE, 'submitted; secretariat take-up 4/3 overdue'],
    ['the test mail waits beside it', TESTED.slice(0, 2), 2, NOTHING_BESIDE, 'submitted; secretariat take-up 2/3; applicant answer-test-mail 2/5'],
    ['taken up, the test mail comes first', [...TESTED.slice(0, 2), [1, { what: 'taken-up' }]], 8, NOTHING_BESIDE, 'completeness-check; applicant answer-test-mail 6/5 overdue; secretariat check-completeness 7/10'],
    ['a test mail nobody answers for 90 days', [...TESTED.slice(0, 2), [1, { what: 'taken-up' }]], 90, NOTHING_BESIDE, 'lapsed'],
    ['completeness', [...TESTED, [1, { what: 'taken-up' }]], 4, NOTHING_BESIDE, 'completeness-check; secretariat check-completeness 3/10'],
    ['review', [...TESTED, [1, { what: 'taken-up' }], [2, { what: 'completed' }]], 5, NOTHING_BESIDE, 'evidence-review; secretariat review-evidence 3/20'],
    ['a question', [...TESTED, [1, { what: 'taken-up' }], [2, { what: 'completed' }], [3, { what: 'asked', text: '?' }]], 34, NOTHING_BESIDE, 'more-information; applicant answer-questions 31/30 overdue'],
    ['a question nobody answers', [...TESTED, [1, { what: 'taken-up' }], [2, { what: 'completed' }], [3, { what: 'asked', text: '?' }]], 93, NOTHING_BESIDE, 'lapsed'],
    ['answered: the second review is shorter', [...TESTED, [1, { what: 'taken-up' }], [2, { what: 'completed' }], [3, { what: 'asked', text: '?' }], [9, { what: 'answered', submission: 'b'.repeat(64) }]], 10, NOTHING_BESIDE, 'evidence-review; secretariat review-evidence 1/10'],
    ['asked before it was complete, it goes back there', [...TESTED, [1, { what: 'taken-up' }], [3, { what: 'asked', text: '?' }], [9, { what: 'answered', submission: 'b'.repeat(64) }]], 10, NOTHING_BESIDE, 'completeness-check; secretariat check-completeness 1/10'],
    ['comments', COMMENTED, 8, NOTHING_BESIDE, 'comment-window; public comments 3/14'],
    ['the window closes by itself', COMMENTED, 19, NOTHING_BESIDE, 'endorsement; applicant find-sponsors 0/30'],
    ['after 30 days the secretariat must find sponsors', COMMENTED, 50, NOTHING_BESIDE, 'endorsement; secretariat find-sponsors-for-applicant 1/30'],
    ['and is late with it', COMMENTED, 80, NOTHING_BESIDE, 'endorsement; secretariat find-sponsors-for-applicant 31/30 overdue'],
    ['two sponsors', COMMENTED, 23, enough, 'endorsement; secretariat open-ballot 2/5'],
    ['the ballot', BALLOTED, 23, NOTHING_BESIDE, 'ballot; signatories vote 3/24'],
    ['adopted, but not final yet', BALLOTED, 42, ended('adopted', 43), 'ballot; signatories vote 22/23'],
    ['adopted and final', BALLOTED, 44, ended('adopted', 43), 'accepted; secretariat admit 1/5'],
    ['adopted, but a sponsor took it back meanwhile', [...BALLOTED, [30, { what: 'sponsor-withdrew', organisation: org('q'), sponsorship: sponsorshipOf(BALLOTED, 'q') }]], 44, ended('adopted', 43), 'endorsement; applicant find-sponsors 1/30'],
    ['not adopted', BALLOTED, 44, ended('rejected', 43), 'declined; applicant may-appeal 1/30'],
    ['no quorum: the ballot can be opened again', BALLOTED, 44, { ...ended('no-quorum', 43), sponsors: enough.sponsors }, 'endorsement; secretariat open-ballot 1/5'],
    ['admitted', ADMITTED, 46, ended('adopted', 43), 'signing; applicant sign 1/30'],
    ['not signed in time', ADMITTED, 75, ended('adopted', 43), 'lapsed'],
    ['signed', ADMITTED, 51, signed, 'probation; applicant probation 1/365'],
    ['signed after it had lapsed', ADMITTED, 82, { ...signed, signedAt: onDay(80) }, 'probation; applicant probation 2/365'],
    ['probation is over', ADMITTED, 415, signed, 'member'],
    ['declined', DECLINED, 4, NOTHING_BESIDE, 'declined; applicant may-appeal 1/30'],
    ['the time to appeal is over', DECLINED, 33, NOTHING_BESIDE, 'declined'],
    ['appealed', APPEALED, 12, NOTHING_BESIDE, 'appeal; ombudsperson decide-appeal 2/30'],
    ['upheld: it stays declined, and nobody is waited for', [...APPEALED, [15, { what: 'appeal-decided', outcome: 'upheld', reasons: 'It was right.', persons: [] }]], 16, NOTHING_BESIDE, 'declined'],
    ['remitted: it is reviewed anew', [...APPEALED, [15, { what: 'appeal-decided', outcome: 'remitted', reasons: 'It was not.', persons: [] }]], 16, NOTHING_BESIDE, 'evidence-review; secretariat review-evidence 1/20'],
    ['a ballot’s no can be appealed', [...BALLOTED, [45, { what: 'appealed', text: 'Why?' }]], 46, ended('rejected', 43), 'appeal; ombudsperson decide-appeal 1/30'],
    ['and upheld', [...BALLOTED, [45, { what: 'appealed', text: 'Why?' }], [50, { what: 'appeal-decided', outcome: 'upheld', reasons: 'It was fair.', persons: [] }]], 51, ended('rejected', 43), 'declined'],
    ['withdrawn', [...COMMENTED, [7, { what: 'withdrawn', reason: null }]], 8, NOTHING_BESIDE, 'withdrawn'],
  ]
  for (const [words, lines, day, outside, expected] of rows) assert.equal(says(lines, day, outside), expected, words)
})

test('every move, in every state', () => {
  const open: Record<Move, State[]> = {
    'save': ['draft', 'more-information'], 'submit': ['draft'], 'answer': ['more-information'],
    'withdraw': ['draft', 'submitted', 'completeness-check', 'evidence-review', 'more-information', 'comment-window', 'endorsement', 'ballot', 'accepted'],
    'ask-test-mail': ['submitted', 'completeness-check'], 'answer-test-mail': ['submitted', 'completeness-check', 'more-information'],
    'release': ['submitted', 'completeness-check', 'evidence-review', 'more-information', 'comment-window', 'endorsement', 'ballot'],
    'dispute': ['submitted', 'completeness-check', 'evidence-review', 'more-information', 'comment-window', 'endorsement', 'ballot'],
    'appeal': ['declined'], 'comment': ['comment-window'], 'reply': ['comment-window', 'endorsement', 'ballot'],
    'sponsor': ['comment-window', 'endorsement'], 'withdraw-sponsorship': ['comment-window', 'endorsement', 'ballot'],
    'take-up': ['submitted'], 'complete': ['completeness-check'], 'ask': ['completeness-check', 'evidence-review'], 'check': ['completeness-check', 'evidence-review', 'more-information'],
    'measure': ['completeness-check', 'evidence-review', 'more-information', 'comment-window', 'endorsement'],
    'resolve-dispute': ['submitted', 'completeness-check', 'evidence-review', 'more-information', 'comment-window', 'endorsement', 'ballot'],
    'open-comments': ['evidence-review'],
    'hide-comment': ['comment-window', 'endorsement', 'ballot', 'accepted', 'signing', 'probation', 'member', 'withdrawn', 'lapsed', 'declined', 'appeal'],
    'ask-sponsors': ['comment-window', 'endorsement'],
    'name-mentor': ['submitted', 'completeness-check', 'evidence-review', 'more-information', 'comment-window', 'endorsement', 'ballot', 'accepted', 'signing'],
    'open-ballot': ['endorsement'], 'admit': ['accepted'],
    'decline': ['submitted', 'completeness-check', 'evidence-review', 'more-information', 'comment-window', 'endorsement'], 'decide-appeal': ['appeal'],
  }
  assert.deepEqual(Object.keys(open).toSorted(), Object.keys(MOVES).toSorted())
  for (const move of Object.keys(open) as Move[]) {
    for (const state of STATES) assert.equal(canMove(move, state), open[move].includes(state), `${move} while ${state}`)
  }
})

test('working days leave out Saturdays and Sundays; a year keeps its day', () => {
  assert.equal(day(workingDaysLater(START, 5)), '2026-11-30', 'from Monday to Monday')
  assert.equal(day(workingDaysLater(onDay(4), 1)), '2026-11-30', 'from Friday to Monday')
  assert.equal(day(workingDaysLater(onDay(5), 1)), '2026-11-30', 'from Saturday to Monday')
  assert.deepEqual([0, 1, 4.5, 5, 6, 7].map((gone) => workingDaysBetween(START, onDay(gone))), [0, 1, 4, 4, 4, 5])
  assert.equal(day(yearLater(Date.UTC(2028, 1, 29) * 1000)), '2029-02-28')
  assert.deepEqual([wait('answer-test-mail', START, onDay(7) - 1).overdue, wait('answer-test-mail', START, onDay(7)).overdue], [false, true])
})

test('five gates, each open, waiting, passed or failed', () => {
  const good = ['private-sector passed', 'domain passed', 'disclosure-contact passed', 'sanctions passed', 'no-offence passed']
  assert.deepEqual(gates(TESTED, 3), good)
  assert.equal(gates(TESTED.slice(0, 2), 6)[2], 'disclosure-contact waiting')
  assert.equal(gates(TESTED.slice(0, 2), 7)[2], 'disclosure-contact failed', 'five working days, a week')
  assert.equal(gates([...TESTED.slice(0, 2), [8, { what: 'test-mail-answered' }]], 9)[2], 'disclosure-contact failed', 'answered too late')
  assert.equal(gates([...TESTED.slice(0, 2), [8, { what: 'test-mail-sent', to: 'x@y.example' }], [9, { what: 'test-mail-answered' }]], 9)[2], 'disclosure-contact passed', 'the second one in time')
  const answers: Answers = { ...DRAFT.answers, eligibility: { ownership: 'government', sanctions: 'listed', insolvency: 'none', offensive: 'brokers' } }
  assert.deepEqual(gates([], 0, { ...DRAFT, answers, proof: null }), ['private-sector failed', 'domain open', 'disclosure-contact open', 'sanctions failed', 'no-offence failed'])
})

test('what is missing of a form; from 50 people on, words are not enough', () => {
  const practice = Object.fromEntries(CRITERIA.map((criterion) => [criterion, { answer: 'yes' as const, words: 'Yes.', link: null, effective: null, expires: null }]))
  const full: Answers = { ...DRAFT.answers, practice, contact: { name: 'Ana', mail: 'ana@tiny-tide.example', role: null, mentor: false }, disclosure: { mail: 's@tiny-tide.example', policy: null } }
  const around = { mailConfirmed: 'ana@tiny-tide.example', proven: 'tiny-tide.example', documents: new Set<string>() }
  assert.deepEqual(missingOf(full, around), [])
  assert.deepEqual(missingOf(NO_ANSWERS, around).map(({ step }) => step), ['organisation', 'contact', 'eligibility', 'domain', 'disclosure', ...CRITERIA.map(() => 'practice')])
  assert.deepEqual(missingOf(full, { ...around, mailConfirmed: null, proven: 'other.example' }).map(({ field }) => field), ['/contact/mail', '/domain'])
  const large: Answers = { ...full, organisation: { ...ORGANISATION, people: 50 } }
  assert.equal(missingOf(large, around).length, CRITERIA.length)
  assert.equal(missingOf(large, { ...around, documents: new Set(['updates']) }).length, CRITERIA.length - 1)
  assert.deepEqual(missingOf({ ...large, practice: Object.fromEntries(CRITERIA.map((criterion) => [criterion, { ...practice[criterion]!, answer: 'not-yet' as const }])) }, around), [], '“not yet” is an answer')
  assert.deepEqual([9, 10, 49, 50, 249, 250].map(sizeOf), ['micro', 'small', 'small', 'medium', 'medium', 'large'])
})

test('who may sponsor, and who counts', () => {
  const voters = [voter('quay'), voter('mole', { group: 'North' }), voter('pier', { group: 'north ' }), voter('anew', { standing: 'probation' }), voter('left', { standing: 'lapsed' }), voter('halt', { standing: 'suspended' })]
  const application = after(COMMENTED)
  const bars = (one = application): (string | undefined)[] => voters.map(({ organisation }) => barOf(organisation, one, voters))
  assert.deepEqual(bars(), [undefined, undefined, undefined, 'on-probation', 'not-in-good-standing', 'not-in-good-standing'])
  assert.equal(barOf(org('z'), application, voters), 'not-in-good-standing', 'who is not a signatory')
  assert.deepEqual(bars(affiliated({ affiliates: ['quay'] }))[0], 'affiliated')
  assert.deepEqual(bars(affiliated({ group: 'NORTH' })).slice(1, 3), ['affiliated', 'affiliated'], 'the same group in other letters')
  assert.deepEqual(bars(affiliated({ affiliates: ['mole'] })).slice(1, 3), ['affiliated', 'affiliated'], 'and who is one group with an affiliate')
  const one = after([...COMMENTED, [6, { what: 'sponsored', organisation: org('m') }]])
  assert.deepEqual(bars(one).slice(0, 3), [undefined, 'sponsors-already', 'own-group-sponsors'])
  const two = after([...COMMENTED, [6, { what: 'sponsored', organisation: org('m') }], [7, { what: 'sponsored', organisation: org('q') }]])
  assert.equal(countingSponsors(two, voters).length, 2)
  assert.equal(countingSponsors(two, voters.map((each) => (each.slug === 'quay' ? { ...each, standing: 'suspended' as const } : each))).length, 1, 'suspended since')
  assert.equal(countingSponsors(two, voters.map((each) => (each.slug === 'quay' ? { ...each, group: 'North' } : each))).length, 1, 'one group since')
  const back = after([...COMMENTED, [6, { what: 'sponsored', organisation: org('m') }], [7, { what: 'sponsor-withdrew', organisation: org('m'), sponsorship: `fact_${'7'.padStart(20, '0')}` }]])
  assert.equal(countingSponsors(back, voters).length, 0)
})

test('evidence: grades by what was shown, expiry by time alone, disputes that keep what was', () => {
  const by = person('a')
  const given = { result: 'pass' as const, grade: 'E1' as const, note: '', by, expires: null }
  const valid = check(evidence(), given, START)
  assert.deepEqual([0, 334, 335, 364, 365].map((day) => evidenceState(valid, onDay(day))), ['valid', 'valid', 'expiring', 'expiring', 'expired'])
  assert.throws(() => check(evidence(), { ...given, grade: 'E2' }, START), { code: 'admissions.grade' }, 'words document nothing')
  assert.throws(() => check(evidence({ kind: 'link' }), { ...given, grade: 'E3' }, START), { code: 'admissions.grade' }, 'only the hub measures')
  assert.equal(check(evidence({ kind: 'document' }), { ...given, grade: 'E4' }, START).grade, 'E4')
  assert.throws(() => check(evidence(), { ...given, expires: START }, START), { code: 'admissions.expires' })
  assert.deepEqual([evidenceState(check(evidence(), { ...given, result: 'fail' }, START), START), check(evidence(), { ...given, result: 'fail' }, START).grade], ['failed', 'E0'])
  assert.throws(() => dispute(evidence(), 'no', START), { code: 'admissions.not-checked' })
  const disputed = dispute(valid, 'It is wrong.', onDay(1))
  assert.equal(evidenceState(disputed, onDay(1)), 'disputed')
  assert.throws(() => check(disputed, given, onDay(2)), { code: 'admissions.disputed' })
  assert.throws(() => resolve(disputed, { outcome: 'upheld', grade: null, note: 'no', by }, onDay(2)), { code: 'admissions.own-check' })
  const corrected = resolve(disputed, { outcome: 'corrected', grade: 'E0', note: 'It was wrong.', by: person('b') }, onDay(2))
  assert.deepEqual([corrected.grade, corrected.dispute?.gradeBefore, evidenceState(corrected, onDay(3))], ['E0', 'E1', 'corrected'])
  assert.throws(() => dispute(corrected, 'again', onDay(4)), { code: 'admissions.disputed-already' })
  assert.throws(() => check(corrected, given, onDay(4)), { code: 'admissions.dispute-closed' }, 'who checked does not undo it')
  assert.equal(evidenceState(resolve(disputed, { outcome: 'upheld', grade: null, note: 'right', by: person('b') }, onDay(2)), onDay(3)), 'upheld')
})

test('a measurement that says otherwise stands beside the claim', () => {
  const claim = evidence({ criterion: 'domain.dmarc' })
  assert.deepEqual(contradictions(claim, [claim, finding('fail')]), [{ evidence: `evidence_${'f'.repeat(20)}`, check: 'dmarc', result: 'fail' }])
  for (const result of ['pass', 'notice', 'error', 'not-tested']) assert.deepEqual(contradictions(claim, [claim, finding(result)]), [], `${result} contradicts nothing`)
  assert.deepEqual(contradictions(claim, [{ ...finding('fail'), supersededAt: START }]), [])
  assert.equal(contradictions(evidence({ criterion: 'domain.tls' }), [finding('fail', 'tls-versions')]).length, 1)
  const checked = { at: START, by: null, result: 'pass' as const, note: '' }
  const all = [...CRITERIA.map((criterion) => evidence({ criterion, grade: 'E1', checked })), finding('fail')]
  assert.deepEqual(unreviewed(all, 'E1', START), [])
  assert.deepEqual(unreviewed(all.slice(1), 'E1', START), ['reports'])
  assert.deepEqual(unreviewed(all.slice(0, -1), 'E1', START), ['domain'])
  assert.equal(unreviewed(all, 'E2', START).length, CRITERIA.length)
})

test('documents are what they say they are', () => {
  assert.equal(documentType(Buffer.from('%PDF-1.7 …'), 'application/pdf'), 'application/pdf')
  assert.equal(documentType(Buffer.from('Zwei Seiten, in Ruhe.'), 'text/plain'), 'text/plain')
  for (const [bytes, type] of [[Buffer.from('<html>'), 'application/pdf'], [Buffer.from([0xff, 0xfe]), 'text/plain'], [Buffer.from('MZ\u0000'), 'text/markdown'], [Buffer.from('%PDF-1.7'), 'image/png']] as const) {
    assert.throws(() => documentType(bytes, type), { code: 'admissions.document-type' })
  }
})
