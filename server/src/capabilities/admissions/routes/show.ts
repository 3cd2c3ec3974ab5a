/** From what is true here to what the contract shows. What the public reads is decided here: claims once the comment window opens, documents once released, hidden comments never. */
import { applicationPages } from '@openaccord/api'
import type { EvidenceId, Micros, OrganisationId } from '@openaccord/names'
import { iso } from '../../../kernel/index.ts'
import { dnsName, fileContent, fileUrl } from '../../members/index.ts'
import type { Event, State } from '../model.ts'
import { isSmall, sizeOf, type Answers } from '../model/answers.ts'
import { proofOf } from '../model/domain.ts'
import { domainNews } from '../model/domain-news.ts'
import { clausesOf, contradictions, evidenceState, type Evidence } from '../model/evidence.ts'
import { gatesOf } from '../model/gates.ts'
import { canMove, type Move } from '../model/moves.ts'
import { SPONSORS_NEEDED, testMailDue } from '../model/standing.ts'
import type { Wait } from '../model/terms.ts'
import type { Comment, LoggedAct } from '../store/beside.ts'
import { nameOf } from '../verbs/book.ts'
import { MOST_TEST_MAILS } from '../verbs/applicant.ts'
import type { Listed, Names, NamedProposal, Whole } from '../verbs/read.ts'

export const done = { done: true } as const
const when = (at: Micros | null | undefined): string | null => (at === null || at === undefined ? null : iso(at))
const named = (names: Names, id: OrganisationId) => ({ slug: names.get(id)?.slug ?? 'gone', name: names.get(id)?.name ?? '' })

function showWait({ party, what, since, due, day, days, working, overdue }: Wait, name: string) {
  return { party, name: party === 'applicant' && name !== '' ? name : null, what, since: iso(since), due: iso(due), day, days, working, overdue }
}

export function showCard({ known: { application, standing, outside }, comments, names }: Listed) {
  const { id, answers: { organisation, domain }, submittedAt, organisation: member } = application
  if (organisation === null || submittedAt === null) throw new Error(`${id} was not handed in`)
  return {
    id, name: organisation.name, country: organisation.country, sector: organisation.sector, size: sizeOf(organisation.people), small: isSmall(application.answers), domain: domain ?? '',
    state: standing.state, since: iso(standing.since), submitted: iso(submittedAt), waits: standing.waits.map((each) => showWait(each, organisation.name)),
    sponsors: outside.sponsors.count, sponsorsNeeded: SPONSORS_NEEDED, comments, slug: member === null ? null : (names.get(member)?.slug ?? null),
  }
}

export function showApplication(whole: Whole) {
  const { application, standing, outside, now, names, comments } = whole
  const { commentsFrom, commentsUntil, ballot, mentor, asked, appeal } = application
  return {
    ...showCard({ known: whole, comments: comments.length, names }),
    website: application.answers.organisation?.website ?? null, submission: application.submission, gates: gatesOf(application, now).map(showGate),
    evidence: whole.evidence.filter(({ kind, receivedAt }) => kind === 'measurement' || receivedAt <= (lastHandedIn(application.events) ?? 0)).map((one) => showEvidence(one, whole, 'everyone')),
    sponsorList: application.sponsors.map(({ fact, organisation, at, withdrawn }) => ({
      fact, ...named(names, organisation), at: iso(at), facts: factsOf(whole.acts, fact), withdrawn: when(withdrawn?.at), withdrawal: withdrawn?.fact ?? null, reason: withdrawn === null ? null : reasonOf(whole.acts, withdrawn.fact),
    })),
    sponsorsAsked: asked.map(({ organisation, at }) => ({ ...named(names, organisation), at: iso(at) })),
    mentor: mentor === null ? null : named(names, mentor),
    commentList: comments.map(showComment), commentsFrom: when(commentsFrom), commentsUntil: when(commentsUntil),
    ballot: ballot === null ? null : { id: ballot.id, state: outside.ballot?.state ?? 'discussion', outcome: outside.ballot?.outcome ?? null, finalAt: when(outside.ballot?.finalAt) },
    declined: standing.declined === null ? null : { at: iso(standing.declined.at), codes: [...standing.declined.codes], reasons: standing.declined.reasons, appealUntil: when(standing.appealUntil) },
    appeal: appeal === null ? null : { at: iso(appeal.at), text: appeal.text, outcome: appeal.decided?.outcome ?? null, decided: when(appeal.decided?.at), reasons: appeal.decided?.reasons ?? null },
    probation: standing.probation === null ? null : { from: iso(standing.probation.from), until: iso(standing.probation.until) },
    domainNews: newsOf(whole),
    history: historyOf(whole),
  }
}

function newsOf({ application, evidence }: Whole) {
  const { since, measuredAt, worse, control } = domainNews(application, evidence)
  return { since: when(since), measured: when(measuredAt), worse, control: control === null ? null : { result: control.result, at: iso(control.at) } }
}

const lastHandedIn = (events: readonly Event[]): Micros | undefined => events.findLast(({ what }) => what === 'submitted' || what === 'answered')?.at
const factsOf = (acts: readonly LoggedAct[], fact: string) => acts.flatMap((act) => (act.fact === fact && act.kind === 'sponsorship' ? act.says.facts : []))
const reasonOf = (acts: readonly LoggedAct[], fact: string): string | null => {
  const act = acts.find((one) => one.fact === fact)
  return act?.kind === 'sponsorship-withdrawal' ? act.says.reason : null
}

const showGate = ({ gate, state, at, detail }: ReturnType<typeof gatesOf>[number]) => ({ gate, state, at: when(at), detail })

/** `everyone`: what was claimed once the comment window has opened, and documents once released. */
export function showEvidence(one: Evidence, { application, evidence, now }: Pick<Whole, 'application' | 'evidence' | 'now'>, reader: 'everyone' | 'file') {
  const { commentsFrom } = application
  const published = one.kind === 'document' ? one.releasedAt : one.kind === 'measurement' ? one.receivedAt : commentsFrom === null ? null : Math.max(commentsFrom, one.receivedAt)
  const open = reader === 'file' || (published !== null && published <= now)
  const { id, criterion, kind, answer, title, sha256, bytes, releasedAt, grade, checked, dispute, rules, findings, report } = one
  return {
    id, criterion, clauses: [...clausesOf(criterion)], kind, answer, claim: open ? one.claim : null, title, link: open ? one.link : null, sha256, bytes, released: releasedAt !== null,
    address: kind === 'document' && open ? applicationPages.document(id) : null, grade, state: evidenceState(one, now),
    effective: when(one.effectiveAt), observed: when(one.observedAt), received: iso(one.receivedAt), published: when(published), expires: when(one.expiresAt),
    checked: checked === null ? null : { at: iso(checked.at), result: checked.result, note: reader === 'file' ? checked.note : '' },
    dispute: dispute === null ? null : { at: iso(dispute.at), reason: dispute.reason, gradeBefore: dispute.gradeBefore, closed: when(dispute.closed?.at), outcome: dispute.closed?.outcome ?? null, note: dispute.closed?.note ?? null },
    rules, findings: findings.map((each) => ({ ...each })), report, contradictedBy: contradictions(one, evidence),
  }
}

/** A name and words that were hidden are shown to nobody; their hash and their place stay. */
export const showComment = ({ id, at, name, language, text, sha256, hidden, reply, repliedAt, fact }: Comment) => ({
  id, at: iso(at), name: hidden === null ? name : null, language, text: hidden === null ? text : null, sha256, hidden, fact,
  reply: reply === null || repliedAt === null ? null : { at: iso(repliedAt), text: reply },
})

const STATE_AFTER: Partial<Record<Event['what'], State>> = {
  'submitted': 'submitted', 'taken-up': 'completeness-check', 'completed': 'evidence-review', 'asked': 'more-information', 'answered': 'evidence-review', 'comments-opened': 'comment-window', 'comments-closed': 'endorsement',
  'ballot-opened': 'ballot', 'declined': 'declined', 'appealed': 'appeal', 'withdrawn': 'withdrawn', 'lapsed': 'lapsed', 'admitted': 'signing', 'probation-began': 'probation', 'probation-ended': 'member',
}

/** Oldest first; what was only told to the applicant has no words here. */
function historyOf({ application: { events }, names, evidence }: Whole) {
  let state: State = 'draft'
  return events.map((event) => {
    const back = event.what === 'answered' && events.findLast(({ what, seq }) => seq < event.seq && (what === 'taken-up' || what === 'completed'))?.what === 'taken-up'
    state = event.what === 'appeal-decided' ? (event.outcome === 'upheld' ? 'declined' : 'evidence-review') : back ? 'completeness-check' : (STATE_AFTER[event.what] ?? state)
    const organisation = 'organisation' in event && event.what !== 'declined' ? event.organisation : undefined
    return { at: iso(event.at), what: event.what, state, name: organisation === undefined ? null : (names.get(organisation)?.name ?? null), words: wordsOf(event, evidence), fact: event.fact }
  })
}

function wordsOf(event: Event, evidence: readonly Evidence[]): string | null {
  switch (event.what) {
    case 'declined':
    case 'appeal-decided': return event.reasons
    case 'withdrawn': return event.reason
    case 'ballot-ended': return event.outcome
    case 'comment-hidden': return event.rule
    case 'domain-looked-at': return event.control
    case 'evidence-checked': case 'evidence-measured': case 'evidence-disputed': case 'dispute-closed': case 'document-released': return criterionOf(evidence, event.evidence)
    default: return null
  }
}
const criterionOf = (evidence: readonly Evidence[], id: EvidenceId): string | null => evidence.find((one) => one.id === id)?.criterion ?? null

export function showOwn(whole: Whole, reader: 'applicant' | 'secretariat') {
  const { application, standing, now, evidence, missing, seal } = whole
  const { id, answers, proof, testMail, submittedAt } = application
  return {
    id, state: standing.state, waits: standing.waits.map((each) => showWait(each, nameOf(application))), begun: iso(application.begunAt), saved: iso(application.savedAt), lapses: when(standing.lapses),
    answers: showAnswers(answers), small: answers.organisation === null ? null : isSmall(answers),
    mailConfirmed: answers.contact !== null && answers.contact.mail === application.mailConfirmed,
    domainProof: proof === null ? null : {
      domain: proof.domain, dnsName: dnsName(proof.domain), line: proofOf(id, proof.token), fileAddress: fileUrl(proof.domain), file: fileContent(proofOf(id, proof.token)), result: proof.result, detail: proof.detail, checked: when(proof.checkedAt),
    },
    testMail: testMail === null ? null : { to: testMail.to, sent: iso(testMail.sentAt), due: iso(testMailDue(testMail.sentAt)), answered: when(testMail.answeredAt), times: testMail.times },
    evidence: evidence.map((one) => showEvidence(one, whole, 'file')), questions: questionsOf(application.events), gates: gatesOf(application, now).map(showGate),
    missing: missing.map((one) => ({ ...one })),
    sealed: seal === undefined || reader !== 'applicant' ? null : { commitment: seal.commitment, salt: seal.salt, text: seal.text, fact: seal.fact },
    may: reader === 'applicant' ? applicantMay(whole) : [],
    public: submittedAt === null ? null : showApplication(whole),
  }
}

const OWN_MOVES = ['save', 'submit', 'answer', 'withdraw', 'appeal', 'reply', 'ask-test-mail', 'dispute', 'release'] as const satisfies readonly Move[]
function applicantMay({ application, standing, missing, now }: Whole) {
  const contact = gatesOf(application, now).find(({ gate }) => gate === 'disclosure-contact')?.state
  const barred: Partial<Record<(typeof OWN_MOVES)[number], boolean>> = {
    'submit': missing.length > 0, 'appeal': standing.appealUntil === null, 'ask-test-mail': contact !== 'failed' || (application.testMail?.times ?? 0) >= MOST_TEST_MAILS,
  }
  return OWN_MOVES.filter((move) => canMove(move, standing.state) && barred[move] !== true)
}

const DESK_MOVES = ['take-up', 'complete', 'ask', 'check', 'measure', 'open-comments', 'hide-comment', 'ask-sponsors', 'name-mentor', 'open-ballot', 'admit', 'decline', 'resolve-dispute'] as const satisfies readonly Move[]
export function showHandled({ whole, proposals, handler, couldSponsor }: { whole: Whole; proposals: NamedProposal[]; handler: string | null; couldSponsor: { slug: string; name: string }[] }) {
  const { standing, outside } = whole
  return {
    application: showOwn(whole, 'secretariat'), proposals: proposals.map(showProposal), handler, couldSponsor,
    may: DESK_MOVES.filter((move) => canMove(move, standing.state) && (move !== 'open-ballot' || outside.sponsors.count >= SPONSORS_NEEDED)),
  }
}

export function showProposal(proposal: NamedProposal) {
  const { id, what, person, byName, at } = proposal
  const codes = proposal.what === 'decline' ? [...proposal.codes] : [proposal.what === 'appeal' ? proposal.outcome : proposal.rule]
  return { proposal: id, what, by: person, byName, at: iso(at), codes, reasons: proposal.what === 'hide-comment' ? '' : proposal.reasons, comment: proposal.what === 'hide-comment' ? proposal.comment : null }
}

export function showAnswers({ organisation, contact, eligibility, domain, disclosure, practice, claims }: Answers) {
  return {
    organisation, contact, eligibility, domain: domain === null ? null : { domain }, disclosure,
    practice: { answers: Object.fromEntries(Object.entries(practice).map(([criterion, given]) => [criterion, { ...given, effective: when(given.effective), expires: when(given.expires) }])), claims: [...claims] },
  }
}

function questionsOf(events: readonly Event[]) {
  return events.flatMap((event, at) => {
    if (event.what !== 'asked') return []
    const answer = events.slice(at).find((later) => later.what === 'answered')
    return [{ at: iso(event.at), text: event.text, answered: when(answer?.at), answer: answer?.what === 'answered' ? (answer.text ?? null) : null }]
  })
}

