/**
 * Cases: one vulnerability, or several that belong together, and everyone who works on it. A member's person is known by the
 * session, a guest by the cookie that opening a link has set; both ask the same routes. What one may not see is absent, and a
 * case that one may not see answers as one that does not exist (404). The embargo's own routes are in embargo.ts.
 */
import { Type } from 'typebox'
import { CASE_SENTENCE_KEYS, sentenceValues } from './case-sentences.ts'
import { route } from './route.ts'
import * as S from './shapes.ts'

export const CaseId = S.id('case')
/** Somebody who takes part: an organisation, or a guest by link. */
export const PartyId = S.id('party')
const ReportId = S.id('report')
const MessageId = S.id('message')
const FileId = S.id('file')
const TaskId = S.id('task')
const DraftId = S.id('draft')
const NoteId = S.id('note')
/** Counted within a case from 1. */
const Nth = Type.Integer({ minimum: 1, maximum: 9999 })
const NthText = Type.String({ pattern: '^[1-9][0-9]{0,3}$' })
const Count = Type.Integer({ minimum: 0 })

/** Largest text, in characters. */
export const CASE_LIMITS = {
  title: 200, summary: 4000, message: 20_000, draft: 100_000, note: 10_000, words: 2000, reportText: 100_000,
  /** One file in bytes; all of a case. */
  fileBytes: 10_485_760, allFileBytes: 262_144_000,
  files: 500, vulnerabilities: 50, parties: 500, threads: 400, messages: 10_000, tasks: 500, drafts: 100, versions: 200, notes: 1000,
} as const
const text = (most: number) => Type.String({ minLength: 1, maxLength: most, pattern: '\\S' })
const Title = text(CASE_LIMITS.title)
const Words = text(CASE_LIMITS.words)

export const CASE_ROLES = ['owner', 'coordinator', 'vendor', 'finder', 'reporter', 'deployer', 'observer'] as const
export const CASE_STATES = ['open', 'closed', 'merged'] as const
/** `invited`: knows that there is an embargo, its terms and who coordinates, nothing else. `left`: sees what was there until then. */
export const CASE_STANDINGS = ['invited', 'in', 'left', 'declined', 'removed'] as const
export const THREAD_KINDS = ['all', 'pair', 'coordinators'] as const
/**
 * A cell of the matrix. `never-opened` and `seen` are known to who coordinates and to the vendor itself; to everyone else both are `unstated`.
 * `fix-ready`: there is a fix. `fix-deployed`: it is with those who use it.
 */
export const MATRIX_STATES = ['never-opened', 'seen', 'unstated', 'investigating', 'affected', 'fix-ready', 'fix-deployed', 'not-affected'] as const
/** What a vendor may state. */
export const VENDOR_STATES = ['investigating', 'affected', 'fix-ready', 'fix-deployed', 'not-affected'] as const
/** Why not affected: the five of CSAF and OpenVEX. */
export const VEX_JUSTIFICATIONS = [
  'component_not_present', 'vulnerable_code_not_present', 'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary', 'inline_mitigations_already_exist',
] as const
export const CASE_EMBARGO_STATES = ['none', 'proposed', 'active', 'revise', 'exited'] as const
export const CASE_RELATIONS = ['split-from', 'split-into', 'sibling', 'merged-into', 'merged-from'] as const
export const CASE_OUTCOMES = ['published', 'fixed', 'no-fix', 'not-a-vulnerability', 'duplicate'] as const
/** What somebody does next; `do` names the page. */
export const NEXT_STEPS = ['answer-invitation', 'answer-embargo', 'state-status', 'read', 'task', 'invite-vendors', 'propose-embargo', 'remind-vendors', 'write-advisory', 'close-case'] as const
/** What I may do here now. */
export const CASE_MOVES = ['join', 'decline', 'leave', 'edit', 'invite', 'hand-over', 'state', 'state-for-others', 'write', 'upload', 'name-people', 'hide', 'split', 'merge', 'close', 'reopen'] as const
export const CASE_EVENTS = [
  'opened', 'report-brought', 'titled', 'summarised', 'vulnerability-added', 'vulnerability-changed', 'invited', 'link-renewed', 'joined', 'declined', 'left', 'removed', 'roles-changed', 'shown', 'owner-changed', 'people-named',
  'thread-opened', 'message-posted', 'message-edited', 'message-removed', 'file-added', 'file-removed', 'task-added', 'task-changed', 'draft-begun', 'draft-revised', 'read', 'stated', 'split', 'split-off', 'sibling-changed', 'merged', 'merged-in', 'closed', 'reopened',
  'embargo', 'process', 'clock',
] as const

/** Where the link of a guest leads, and where a file lies: saved, never shown within a page. */
export const casePages = {
  guest: (link: string) => `/case-guest?link=${link}`,
  file: (of: string, file: string) => `/case-files/${of}/${file}`,
}

/** A party as whoever asks may know it. `name` is null where it does not wish to be named to the others. */
const Party = Type.Object({ id: PartyId, name: S.maybe(Type.String()), slug: S.maybe(S.Slug), guest: Type.Boolean() })
const Who = Type.Object({ party: Party, /** Only for one's own colleagues. */ person: S.maybe(Type.String()) })
const Embargo = Type.Object({ state: S.oneOf(CASE_EMBARGO_STATES), /** The instant agreed, UTC. */ until: S.maybe(S.Time) })
const Roles = Type.Array(S.oneOf(CASE_ROLES), { maxItems: 7, uniqueItems: true })
const Vulnerability = Type.Object({ n: Nth, label: Title, cve: S.maybe(Type.String()) })
const NextStep = Type.Object({
  step: S.oneOf(NEXT_STEPS), due: S.maybe(S.Time), late: Type.Boolean(),
  /** One plain sentence in English. */
  words: Type.String(), party: S.maybe(PartyId), vulnerability: S.maybe(Nth), thread: S.maybe(Nth), task: S.maybe(TaskId),
})

const StateCounts = Type.Object(Object.fromEntries(MATRIX_STATES.map((state) => [state, Count])) as Record<(typeof MATRIX_STATES)[number], typeof Count>)

export const CaseCard = Type.Object({
  id: CaseId, standing: S.oneOf(CASE_STANDINGS), roles: Roles, embargo: Embargo,
  /** Of the owner and the coordinators, also for who is only invited. */
  coordinators: Type.Array(Type.String()),
  /** Null until one has joined. */
  inside: S.maybe(Type.Object({
    title: Title, state: S.oneOf(CASE_STATES), opened: S.Time, changed: S.Time, vulnerabilities: Count, parties: Count, unread: Count, public: Type.Boolean(),
    next: S.maybe(NextStep),
    /** Vendors that I may know of; by state those with at least one vulnerability in it. */
    vendors: Count, states: StateCounts,
  })),
})

export const Case = Type.Object({
  id: CaseId,
  you: Type.Object({ party: Party, roles: Roles, standing: S.oneOf(CASE_STANDINGS), since: S.Time, /** Whether others who take part read your name. */ shown: Type.Boolean() }),
  embargo: Embargo,
  coordinators: Type.Array(Type.String()),
  /** What the invitation said, until it is answered. */
  invitation: S.maybe(Type.Object({ from: Type.String(), at: S.Time, roles: Roles, words: S.maybe(Type.String()) })),
  may: Type.Array(S.oneOf(CASE_MOVES)),
  next: Type.Array(NextStep),
  /** Null until one has joined. */
  inside: S.maybe(Type.Object({
    title: Title, summary: Type.String(), state: S.oneOf(CASE_STATES), outcome: S.maybe(S.oneOf(CASE_OUTCOMES)), opened: S.Time, changed: S.Time, closed: S.maybe(S.Time),
    owner: Party, public: Type.Boolean(),
    vulnerabilities: Type.Array(Vulnerability),
    /** What was reported, as its analyst brought it over. */
    report: S.maybe(Type.Object({ text: Type.String(), at: S.Time, report: S.maybe(ReportId) })),
    counts: Type.Object({ people: Count, invited: Count, threads: Count, messages: Count, unread: Count, files: Count, drafts: Count, tasks: Count, openTasks: Count }),
    relations: Type.Array(Type.Object({ relation: S.oneOf(CASE_RELATIONS), at: S.Time, /** Null where one takes no part in that case. */ case: S.maybe(CaseId), words: Type.String(), /** Of these words, as in the time line; null where the relation says it all. */ says: S.maybe(S.oneOf(CASE_SENTENCE_KEYS)) })),
  })),
})

export const CasePerson = Type.Object({
  party: Party, roles: Roles, standing: S.oneOf(CASE_STANDINGS), since: S.Time, invited: S.Time,
  /** When somebody of it first read something here; only for who coordinates. */
  opened: S.maybe(S.Time),
  shown: Type.Boolean(), own: Type.Boolean(),
  /** Of a guest, for who invited it: where the link was sent. */
  mail: S.maybe(Type.String()),
})

const Cell = Type.Object({
  vulnerability: Nth, state: S.oneOf(MATRIX_STATES), since: S.maybe(S.Time),
  justification: S.maybe(S.oneOf(VEX_JUSTIFICATIONS)), words: S.maybe(Type.String()),
  /** Set where somebody else recorded it for the vendor. */
  recordedBy: S.maybe(Party),
})
export const CaseMatrix = Type.Object({
  vulnerabilities: Type.Array(Vulnerability),
  rows: Type.Array(Type.Object({ party: Party, own: Type.Boolean(), mayState: Type.Boolean(), opened: S.maybe(S.Time), cells: Type.Array(Cell) })),
  /** How many cells are in each state, of those shown. */
  counts: StateCounts,
})

const Thread = Type.Object({
  n: Nth, kind: S.oneOf(THREAD_KINDS), title: Title, opened: S.Time, /** The other side of a pair, or both where one coordinates nothing here. */ with: Type.Array(Party),
  messages: Count, unread: Count, last: S.maybe(S.Time), mayWrite: Type.Boolean(),
})
const Message = Type.Object({
  id: MessageId, by: Who, own: Type.Boolean(), at: S.Time,
  /** Markdown as it was written: a page shows it harmless. */
  text: Type.String(), language: S.maybe(S.Language),
  version: Nth, edited: S.maybe(S.Time), unread: Type.Boolean(),
  /** When its words were taken away, in every version: then `text` is empty. */
  removed: S.maybe(S.Time),
})
const CaseFile = Type.Object({ id: FileId, thread: Nth, name: Type.String(), bytes: Count, sha256: S.Sha256, by: Who, own: Type.Boolean(), at: S.Time, /** Null once it was taken away. */ address: S.maybe(Type.String()), removed: S.maybe(S.Time) })
const Task = Type.Object({ id: TaskId, thread: Nth, title: Title, for: S.maybe(Party), own: Type.Boolean(), due: S.maybe(S.Time), late: Type.Boolean(), done: S.maybe(S.Time), by: Who, at: S.Time })
const Draft = Type.Object({ id: DraftId, thread: Nth, title: Title, version: Nth, by: Who, begun: S.Time, revised: S.Time })
const Redline = Type.Array(Type.Object({ text: Type.String(), is: S.oneOf(['same', 'added', 'removed']) }))
const Note = Type.Object({ id: NoteId, person: Type.String(), at: S.Time, text: Type.String(), own: Type.Boolean() })
const Event = Type.Object({
  at: S.Time, event: S.oneOf(CASE_EVENTS), by: S.maybe(Party), person: S.maybe(Type.String()), about: S.maybe(Party),
  vulnerability: S.maybe(Nth), thread: S.maybe(Nth), state: S.maybe(S.oneOf(MATRIX_STATES)),
  /** One plain sentence in English. */
  words: Type.String(),
  /** What that sentence is made of, to be said in other languages; null where there are only the words. */
  says: S.maybe(Type.Object({ key: S.oneOf(CASE_SENTENCE_KEYS), values: Type.Record(Type.String(), sentenceValues(CASE_ROLES)) })),
  /** SHA-256 over this entry and a salt of its own: the link of the case's chain, telling nothing of the others. */
  sha256: S.Sha256,
})

/** `share` is null and nothing is counted where there are too few (under 5); otherwise with the 95 % interval of Wilson. */
const Share = Type.Object({ of: Count, yes: Count, share: S.maybe(Type.Number()), low: S.maybe(Type.Number()), high: S.maybe(Type.Number()), words: Type.String() })
const Counts = { cases: Count, answeredIn5WorkingDays: Share, fixedIn90Days: Share }
/** In fives: five cases of one organisation in the order of their closing count together, in the year in which the fifth was closed (UTC). The last year first. */
const Figures = Type.Object({ ...Counts, years: Type.Array(Type.Object({ year: Type.Integer(), ...Counts })) })

const HERE = '/api/v1/cases/:case'
const P = {
  case: Type.Object({ case: CaseId }),
  party: Type.Object({ case: CaseId, party: PartyId }),
  thread: Type.Object({ case: CaseId, thread: NthText }),
  message: Type.Object({ case: CaseId, message: MessageId }),
  file: Type.Object({ case: CaseId, file: FileId }),
  task: Type.Object({ case: CaseId, task: TaskId }),
  draft: Type.Object({ case: CaseId, draft: DraftId }),
  note: Type.Object({ case: CaseId, note: NoteId }),
  vulnerability: Type.Object({ case: CaseId, vulnerability: NthText }),
}
const nothing = Type.Object({})
const Page = { after: Type.Optional(S.Cursor), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })) }
const Cve = Type.String({ pattern: '^(?:CVE-[0-9]{4}-[0-9]{4,19})?$', maxLength: 28 })
const NewVulnerability = Type.Object({ label: Title, cve: Type.Optional(Cve) })
const People = Type.Object({
  people: Type.Array(CasePerson),
  /** Of my own organisation: who may read this case, everyone with `cases.work` unless narrowed. */
  own: S.maybe(Type.Object({ narrowed: Type.Boolean(), people: Type.Array(Type.Object({ id: S.PersonId, name: Type.String(), reads: Type.Boolean() })) })),
})

export const cases = {
  cases: route({
    method: 'GET', path: '/api/v1/cases', access: 'cases.work', summary: 'The cases of my organisation that I may read, last changed first; those it is invited to say nothing of what they are about.',
    query: Type.Object({ show: Type.Optional(S.oneOf(['open', 'invited', 'closed', 'waits-for-us', 'all'])), role: Type.Optional(S.oneOf(CASE_ROLES)), words: Type.Optional(Type.String({ maxLength: 200 })), ...Page }),
    reply: Type.Object({ counts: Type.Object({ open: Count, invited: Count, closed: Count, waitsForUs: Count, all: Count }), found: Count, cases: Type.Array(CaseCard), next: S.maybe(S.Cursor) }),
  }),
  open: route({
    method: 'POST', path: '/api/v1/cases', access: 'cases.work', status: 201, bodyLimit: 524_288,
    summary: 'Opens a case: from a report that my organisation accepted (with what its analyst read of it), or by a vendor itself. My organisation owns it.',
    body: Type.Object({
      title: Title, summary: Type.String({ maxLength: CASE_LIMITS.summary }), vulnerabilities: Type.Array(NewVulnerability, { minItems: 1, maxItems: CASE_LIMITS.vulnerabilities }),
      /** What my organisation is in it beside the owner. */
      roles: Type.Optional(Type.Array(S.oneOf(['coordinator', 'vendor', 'finder', 'deployer']), { maxItems: 4, uniqueItems: true })),
      report: Type.Optional(ReportId), reportText: Type.Optional(text(CASE_LIMITS.reportText)),
    }),
    /** `reporterLink`: a guest's link for whoever reported it, shown once: hand it over in the report's mailbox. */
    reply: Type.Object({ case: CaseId, reporterLink: S.maybe(Type.String()) }),
  }),
  figures: route({
    method: 'GET', path: '/api/v1/cases/figures', access: 'public', summary: 'Counts of closed cases, and of each member with five or more how often it answered within 5 working days and had a fix within 90 days: in all and by year, counted in fives of cases so that no figure and no difference of figures is about fewer.',
    query: Type.Object({ slug: Type.Optional(S.Slug) }),
    reply: Type.Object({ closed: Count, all: Figures, members: Type.Array(Type.Object({ slug: S.Slug, name: S.Title, ...Figures.properties })) }),
  }),

  openGuest: route({
    method: 'POST', path: '/api/v1/cases/guest', access: 'public', pace: 'sign-in', summary: 'Opens a case by a guest’s link: from now on this browser takes part as that guest.', body: Type.Object({ link: Type.String({ minLength: 10, maxLength: 200 }) }), reply: Case,
  }),
  guest: route({ method: 'GET', path: '/api/v1/cases/guest', access: 'public', summary: 'The case of which this browser is a guest.', reply: Case }),
  closeGuest: route({ method: 'POST', path: '/api/v1/cases/guest/close', access: 'public', summary: 'This browser forgets the case; the link still works.', body: nothing, reply: S.Done }),

  case: route({ method: 'GET', path: HERE, access: 'public', summary: 'One case: what it is about, where it stands, what is next. Whoever is invited sees the embargo and who coordinates.', params: P.case, reply: Case }),
  editCase: route({ method: 'PATCH', path: HERE, access: 'public', summary: 'Another title or summary; owner and coordinators.', params: P.case, body: Type.Object({ title: Type.Optional(Title), summary: Type.Optional(Type.String({ maxLength: CASE_LIMITS.summary })) }), reply: Case }),
  addVulnerability: route({ method: 'POST', path: `${HERE}/vulnerabilities`, access: 'public', summary: 'One more vulnerability of this case; owner and coordinators.', params: P.case, body: NewVulnerability, reply: Case, status: 201 }),
  editVulnerability: route({
    method: 'PATCH', path: `${HERE}/vulnerabilities/:vulnerability`, access: 'public', summary: 'Another label, or its CVE id (empty takes it away); owner and coordinators.',
    params: P.vulnerability, body: Type.Object({ label: Type.Optional(Title), cve: Type.Optional(Cve) }), reply: Case,
  }),
  closeCase: route({ method: 'POST', path: `${HERE}/close`, access: 'public', summary: 'Closes the case; the owner, once no embargo stands.', params: P.case, body: Type.Object({ outcome: S.oneOf(CASE_OUTCOMES), words: Type.Optional(Words) }), reply: Case }),
  reopenCase: route({ method: 'POST', path: `${HERE}/reopen`, access: 'public', summary: 'Opens a closed case again; the owner.', params: P.case, body: Type.Object({ words: Words }), reply: Case }),
  splitCase: route({
    method: 'POST', path: `${HERE}/split`, access: 'public', summary: 'Takes some vulnerabilities into a case of their own, with these parties and the embargo as it stands; whoever takes part in both is told. The owner.', params: P.case, status: 201,
    body: Type.Object({ title: Title, summary: Type.String({ maxLength: CASE_LIMITS.summary }), vulnerabilities: Type.Array(Nth, { minItems: 1, maxItems: 50, uniqueItems: true }), parties: Type.Array(PartyId, { maxItems: CASE_LIMITS.parties, uniqueItems: true }) }),
    reply: Type.Object({ case: CaseId }),
  }),
  mergeCase: route({
    method: 'POST', path: `${HERE}/merge`, access: 'public', summary: 'Brings this case into another of the same owner: its vulnerabilities and parties go over, the earliest embargo stands until a new one is agreed.', params: P.case,
    body: Type.Object({ into: CaseId }), reply: Type.Object({ case: CaseId }),
  }),

  people: route({ method: 'GET', path: `${HERE}/people`, access: 'public', summary: 'Who takes part, as far as I may know; and who of my own organisation reads it.', params: P.case, reply: People }),
  invite: route({
    method: 'POST', path: `${HERE}/people`, access: 'public', status: 201, summary: 'Invites an organisation of the alliance, or a guest by link; owner and coordinators. The embargo is offered first, everything else is seen after accepting it.', params: P.case,
    body: Type.Object({
      organisation: Type.Optional(S.Slug), guest: Type.Optional(Type.Object({ name: Title, mail: Type.Optional(S.Mail) })),
      roles: Type.Array(S.oneOf(['coordinator', 'vendor', 'finder', 'reporter', 'deployer', 'observer']), { minItems: 1, maxItems: 6, uniqueItems: true }),
      /** Read before accepting: nothing secret here. */
      words: Type.Optional(Words),
    }),
    /** `link`: of a guest, shown once. */
    reply: Type.Object({ party: PartyId, link: S.maybe(Type.String()) }),
  }),
  renewLink: route({ method: 'POST', path: `${HERE}/people/:party/link`, access: 'public', summary: 'A new link for a guest; the old one ends. Owner and coordinators.', params: P.party, body: nothing, reply: Type.Object({ link: Type.String() }) }),
  editParty: route({
    method: 'PATCH', path: `${HERE}/people/:party`, access: 'public', summary: 'Its roles (owner and coordinators), or whether others who take part read its name (itself, owner and coordinators).', params: P.party,
    body: Type.Object({ roles: Type.Optional(Type.Array(S.oneOf(['coordinator', 'vendor', 'finder', 'reporter', 'deployer', 'observer']), { minItems: 1, maxItems: 6, uniqueItems: true })), shown: Type.Optional(Type.Boolean()) }), reply: People,
  }),
  removeParty: route({ method: 'POST', path: `${HERE}/people/:party/remove`, access: 'public', summary: 'Takes a party out of the case or an invitation back; owner and coordinators. What it agreed to stays agreed.', params: P.party, body: Type.Object({ words: Type.Optional(Words) }), reply: People }),
  handOver: route({ method: 'POST', path: `${HERE}/owner`, access: 'public', summary: 'Another party owns the case from now on.', params: P.case, body: Type.Object({ party: PartyId }), reply: People }),
  join: route({ method: 'POST', path: `${HERE}/join`, access: 'public', summary: 'Accepts an invitation where no embargo stands; where one does, it is accepted first (see the embargo).', params: P.case, body: nothing, reply: Case }),
  decline: route({ method: 'POST', path: `${HERE}/decline`, access: 'public', summary: 'Does not take part. Nothing of the case was seen.', params: P.case, body: Type.Object({ words: Type.Optional(Words) }), reply: Case }),
  leave: route({ method: 'POST', path: `${HERE}/leave`, access: 'public', summary: 'Takes part no longer. The embargo goes on for everyone, also for who leaves.', params: P.case, body: Type.Object({ words: Type.Optional(Words) }), reply: Case }),
  namePeople: route({ method: 'PUT', path: `${HERE}/people/own`, access: 'public', summary: 'Narrows my own organisation to these persons (need to know); an empty list lifts it.', params: P.case, body: Type.Object({ people: Type.Array(S.PersonId, { maxItems: 50, uniqueItems: true }) }), reply: People }),

  matrix: route({ method: 'GET', path: `${HERE}/matrix`, access: 'public', summary: 'Vendors and vulnerabilities: never opened, seen, investigating, affected, fixed, not affected and why.', params: P.case, reply: CaseMatrix }),
  state: route({
    method: 'POST', path: `${HERE}/matrix`, access: 'public', summary: 'What is so with these vulnerabilities in our products; who coordinates may record it for a vendor, and is shown.', params: P.case,
    body: Type.Object({
      vulnerabilities: Type.Array(Nth, { minItems: 1, maxItems: 50, uniqueItems: true }), party: Type.Optional(PartyId),
      state: S.oneOf(VENDOR_STATES), justification: Type.Optional(S.oneOf(VEX_JUSTIFICATIONS)), words: Type.Optional(Words),
    }),
    reply: CaseMatrix,
  }),

  threads: route({ method: 'GET', path: `${HERE}/threads`, access: 'public', summary: 'The threads that I may read.', params: P.case, reply: Type.Object({ threads: Type.Array(Thread), mayOpen: Type.Array(S.oneOf(THREAD_KINDS)), /** With whom a pair may be opened. */ parties: Type.Array(Party) }) }),
  openThread: route({
    method: 'POST', path: `${HERE}/threads`, access: 'public', status: 201, summary: 'A thread for all, with one other party, or for coordinators only.', params: P.case,
    body: Type.Object({ kind: S.oneOf(THREAD_KINDS), title: Title, with: Type.Optional(PartyId) }), reply: Type.Object({ thread: Nth }),
  }),
  thread: route({
    method: 'GET', path: `${HERE}/threads/:thread`, access: 'public', summary: 'One thread, newest messages first; with its files, drafts and tasks.', params: P.thread, query: Type.Object({ ...Page }),
    reply: Type.Object({ thread: Thread, messages: Type.Array(Message), next: S.maybe(S.Cursor), files: Type.Array(CaseFile), drafts: Type.Array(Draft), tasks: Type.Array(Task) }),
  }),
  markRead: route({ method: 'POST', path: `${HERE}/threads/:thread/read`, access: 'public', summary: 'I have read this thread up to now.', params: P.thread, body: nothing, reply: S.Done }),
  post: route({ method: 'POST', path: `${HERE}/threads/:thread/messages`, access: 'public', status: 201, bodyLimit: 131_072, summary: 'A message in Markdown.', params: P.thread, body: Type.Object({ text: text(CASE_LIMITS.message), language: Type.Optional(S.Language) }), reply: Message }),
  editMessage: route({ method: 'POST', path: `${HERE}/messages/:message`, access: 'public', bodyLimit: 131_072, summary: 'Another version of my own organisation’s message; the versions before stay readable.', params: P.message, body: Type.Object({ text: text(CASE_LIMITS.message) }), reply: Message }),
  removeMessage: route({ method: 'DELETE', path: `${HERE}/messages/:message`, access: 'public', summary: 'Takes the words of a message away for good, in every version; that there was one stays. Whoever wrote it, or the owner.', params: P.message, reply: Message }),
  messageVersions: route({
    method: 'GET', path: `${HERE}/messages/:message/versions`, access: 'public', summary: 'Every version of a message, with what changed from the one before.', params: P.message,
    reply: Type.Object({ message: MessageId, thread: Nth, versions: Type.Array(Type.Object({ version: Nth, at: S.Time, text: Type.String(), changes: Redline })) }),
  }),

  files: route({ method: 'GET', path: `${HERE}/files`, access: 'public', summary: 'The files of the threads that I may read.', params: P.case, reply: Type.Object({ files: Type.Array(CaseFile), bytes: Count, mostBytes: Count }) }),
  addFile: route({
    method: 'POST', path: `${HERE}/files`, access: 'public', status: 201, bodyLimit: 14_100_000, pace: 'expensive', summary: 'A file for a thread, in base64, at most 10 MiB. It is kept encrypted, never opened, and only ever saved by who fetches it.', params: P.case,
    body: Type.Object({ thread: Nth, name: Type.String({ minLength: 1, maxLength: 200 }), content: Type.String({ maxLength: 13_981_016 }) }), reply: CaseFile,
  }),
  removeFile: route({ method: 'DELETE', path: `${HERE}/files/:file`, access: 'public', summary: 'Takes the bytes of a file away for good; that there was one stays. Who added it, or the owner.', params: P.file, reply: CaseFile }),

  tasks: route({ method: 'GET', path: `${HERE}/tasks`, access: 'public', summary: 'Tasks of the threads that I may read, open ones first.', params: P.case, reply: Type.Object({ tasks: Type.Array(Task) }) }),
  addTask: route({ method: 'POST', path: `${HERE}/tasks`, access: 'public', status: 201, summary: 'A task, for a party of that thread or for nobody yet.', params: P.case, body: Type.Object({ thread: Nth, title: Title, for: Type.Optional(PartyId), due: Type.Optional(S.Time) }), reply: Task }),
  editTask: route({ method: 'PATCH', path: `${HERE}/tasks/:task`, access: 'public', summary: 'Done or not, for whom, until when. Whoever reads the thread; null takes a value away.', params: P.task, body: Type.Object({ done: Type.Optional(Type.Boolean()), title: Type.Optional(Title), for: Type.Optional(S.maybe(PartyId)), due: Type.Optional(S.maybe(S.Time)) }), reply: Task }),

  drafts: route({ method: 'GET', path: `${HERE}/drafts`, access: 'public', summary: 'Drafts of the threads that I may read.', params: P.case, reply: Type.Object({ drafts: Type.Array(Draft) }) }),
  beginDraft: route({ method: 'POST', path: `${HERE}/drafts`, access: 'public', status: 201, bodyLimit: 524_288, summary: 'A text that is worked on together.', params: P.case, body: Type.Object({ thread: Nth, title: Title, text: text(CASE_LIMITS.draft) }), reply: Draft }),
  draft: route({
    method: 'GET', path: `${HERE}/drafts/:draft`, access: 'public', summary: 'One draft as it stands, its versions, and what changed between two of them (the last two unless said).', params: P.draft,
    query: Type.Object({ from: Type.Optional(Nth), to: Type.Optional(Nth) }),
    reply: Type.Object({ draft: Draft, text: Type.String(), versions: Type.Array(Type.Object({ version: Nth, by: Who, at: S.Time, words: S.maybe(Type.String()) })), from: S.maybe(Nth), to: Nth, redline: Redline }),
  }),
  reviseDraft: route({
    method: 'POST', path: `${HERE}/drafts/:draft`, access: 'public', bodyLimit: 524_288, summary: 'The next version. Refused where somebody else was faster: `version` is the one it was made from.', params: P.draft,
    body: Type.Object({ version: Nth, text: text(CASE_LIMITS.draft), words: Type.Optional(Type.String({ maxLength: 200 })) }), reply: Draft,
  }),

  notes: route({ method: 'GET', path: `${HERE}/notes`, access: 'cases.work', summary: 'Notes of my own organisation; nobody else learns that there are any.', params: P.case, reply: Type.Object({ notes: Type.Array(Note) }) }),
  addNote: route({ method: 'POST', path: `${HERE}/notes`, access: 'cases.work', status: 201, summary: 'A note for my own organisation.', params: P.case, body: Type.Object({ text: text(CASE_LIMITS.note) }), reply: Note }),
  removeNote: route({ method: 'DELETE', path: `${HERE}/notes/:note`, access: 'cases.work', summary: 'Takes a note of my own organisation away.', params: P.note, reply: S.Done }),

  search: route({
    method: 'GET', path: `${HERE}/search`, access: 'public', pace: 'expensive', summary: 'Messages, drafts, files and tasks of the threads that I may read in which all these words stand; at most 50, newest first.', params: P.case,
    query: Type.Object({ words: Type.String({ minLength: 2, maxLength: 200, pattern: '\\S' }) }),
    reply: Type.Object({ found: Type.Array(Type.Object({ kind: S.oneOf(['message', 'draft', 'file', 'task']), id: Type.String(), thread: Nth, at: S.Time, by: Who, excerpt: Type.String() })) }),
  }),
  timeline: route({
    method: 'GET', path: `${HERE}/timeline`, access: 'public', summary: 'Everything that happened, as far as I may see it, newest first. Nothing is ever changed in it.', params: P.case, query: Type.Object({ ...Page }),
    reply: Type.Object({ events: Type.Array(Event), next: S.maybe(S.Cursor), /** Whether the chain of all entries holds. */ whole: Type.Boolean() }),
  }),
}

/** Addresses of files beside the interface. No account. */
export const caseFiles = {
  /** The figures of closed cases by member and year; `?slug=` for one. As data: the route `figures`. */
  figuresCsv: '/disclosure.csv',
}
