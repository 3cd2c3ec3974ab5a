/** What is true after these entries: parties, vulnerabilities, threads and what lies in them, the matrix. Given fewer entries it knows less and says nothing else. */
import type { CaseId, Micros, OrganisationId, PersonId, ReportId } from '@openaccord/names'
import { COORDINATING, ROLES, type Entry, type EntryOf, type Justification, type Outcome, type PartyId, type Role, type Standing, type Stated, type TextId, type ThreadKind, type Vulnerability } from '../model.ts'

export type Party = {
  id: PartyId
  organisation: OrganisationId | null
  /** The name of a guest. */
  guest: string | null
  mail: string | null
  roles: readonly Role[]
  standing: Standing
  since: Micros
  invited: Micros
  /** What the invitation said, and who sent it. */
  words: string | null
  by: PartyId | null
  shown: boolean
  /** Numbers of the entries by which it came and went. */
  joined: number | null
  gone: number | null
  /** First reading. */
  read: Micros | null
  /** Colleagues who read it; null where everyone with the right does. */
  named: readonly PersonId[] | null
}
export type Thread = { n: number; kind: ThreadKind; parties: readonly PartyId[]; title: string; opened: Micros; seq: number }
export type Message = { id: TextId; thread: number; by: PartyId; person: PersonId | null; at: Micros; seq: number; version: number; edited: Micros | null; language: string | null; removed: Micros | null }
export type CaseFile = { id: string; thread: number; name: string; bytes: number; sha256: string; by: PartyId; person: PersonId | null; at: Micros; removed: Micros | null }
export type Task = { id: string; thread: number; title: string; for: PartyId | null; due: Micros | null; done: Micros | null; by: PartyId; person: PersonId | null; at: Micros }
export type Version = { version: number; by: PartyId; person: PersonId | null; at: Micros; words: string | null }
export type Draft = { id: TextId; thread: number; title: string; versions: readonly Version[] }
export type Cell = { state: Stated; since: Micros; justification: Justification | null; words: string | null; recordedBy: PartyId | null }
export type Relation = { relation: 'split-from' | 'split-into' | 'sibling' | 'merged-into' | 'merged-from'; at: Micros; case: CaseId; words: string }

export type State = {
  title: string
  summary: string
  state: 'open' | 'closed' | 'merged'
  outcome: Outcome | null
  opened: Micros
  changed: Micros
  closed: Micros | null
  from: 'report' | 'vendor' | 'split'
  report: { text: TextId; at: Micros; report: ReportId | null } | null
  vulnerabilities: Vulnerability[]
  parties: Map<PartyId, Party>
  threads: Map<number, Thread>
  messages: Map<TextId, Message>
  files: Map<string, CaseFile>
  tasks: Map<string, Task>
  drafts: Map<TextId, Draft>
  /** By party, then by number of the vulnerability. */
  matrix: Map<PartyId, Map<number, Cell>>
  relations: Relation[]
  last: number
}

export const coordinates = ({ roles }: { roles: readonly Role[] }): boolean => roles.some((role) => COORDINATING.includes(role))
export const ownerOf = ({ parties }: State): Party | undefined => [...parties.values()].find(({ roles }) => roles.includes('owner'))
export const isIn = ({ standing }: Party): boolean => standing === 'in'

/** `before`: what was true until these entries, which stays as it is. */
export function fold(entries: readonly Entry[], before: State = START): State {
  const state: State = {
    ...before, vulnerabilities: [...before.vulnerabilities], parties: new Map(before.parties), threads: new Map(before.threads), messages: new Map(before.messages), files: new Map(before.files),
    tasks: new Map(before.tasks), drafts: new Map(before.drafts), matrix: new Map(before.matrix), relations: [...before.relations],
  }
  for (const entry of entries) {
    const step = STEPS[entry.kind] as ((state: State, entry: Entry) => void) | undefined
    step?.(state, entry)
    state.last = entry.seq
    if (entry.kind !== 'read') state.changed = entry.at
  }
  return state
}

const START: State = {
  title: '', summary: '', state: 'open', outcome: null, opened: 0, changed: 0, closed: null, from: 'vendor', report: null, vulnerabilities: [],
  parties: new Map(), threads: new Map(), messages: new Map(), files: new Map(), tasks: new Map(), drafts: new Map(), matrix: new Map(), relations: [], last: 0,
}

type Steps = { [K in Entry['kind']]?: (state: State, entry: EntryOf<K>) => void }

const STEPS: Steps = {
  opened(state, { title, summary, vulnerabilities, from, at }) {
    Object.assign(state, { title, summary, vulnerabilities: [...vulnerabilities], from, opened: at })
  },
  'report-brought': (state, { text, report, at }) => void (state.report = { text, report, at }),
  titled: (state, { title }) => void (state.title = title),
  summarised: (state, { summary }) => void (state.summary = summary),
  'vulnerability-added': (state, { vulnerability }) => void state.vulnerabilities.push(vulnerability),
  'vulnerability-changed'(state, { vulnerability }) {
    state.vulnerabilities = state.vulnerabilities.map((one) => (one.n === vulnerability.n ? vulnerability : one))
  },

  invited(state, { party, organisation, guest, roles, words, at, by }) {
    const before = state.parties.get(party)
    state.parties.set(party, {
      id: party, organisation, guest: guest?.name ?? null, mail: guest?.mail ?? null, roles, standing: 'invited', since: at, invited: at, words, by,
      shown: before?.shown ?? true, joined: null, gone: null, read: before?.read ?? null, named: before?.named ?? null,
    })
  },
  // the invitation is seen by few: everyone else meets the party here
  joined(state, { party, organisation, guest, roles, shown, invited, at, seq }) {
    const before = state.parties.get(party)
    state.parties.set(party, {
      id: party, organisation, guest, mail: before?.mail ?? null, roles, standing: 'in', since: at, invited, words: before?.words ?? null, by: before?.by ?? null,
      shown, joined: seq, gone: null, read: before?.read ?? null, named: before?.named ?? null,
    })
  },
  declined: (state, { party, at, seq }) => change(state, party, { standing: 'declined', since: at, gone: seq }),
  left: (state, { party, at, seq }) => change(state, party, { standing: 'left', since: at, gone: seq }),
  removed: (state, { party, at, seq }) => change(state, party, { standing: 'removed', since: at, gone: seq }),
  'roles-changed': (state, { party, roles }) => change(state, party, { roles }),
  shown(state, { party, shown, as, at, seq }) {
    if (state.parties.has(party) || as === null) return change(state, party, { shown })
    state.parties.set(party, { id: party, ...as, mail: null, standing: 'in', since: at, words: null, by: null, shown, joined: seq, gone: null, read: null, named: null })
  },
  'owner-changed'(state, { party, from }) {
    const before = state.parties.get(from)
    if (before !== undefined) change(state, from, { roles: withoutOwner(before.roles) })
    const next = state.parties.get(party)
    if (next !== undefined) change(state, party, { roles: inOrder(['owner', ...next.roles]) })
  },
  'people-named': (state, { party, people }) => change(state, party, { named: people.length === 0 ? null : people }),
  read: (state, { party, at }) => change(state, party, { read: state.parties.get(party)?.read ?? at }),

  'thread-opened': (state, { thread: n, is: kind, parties, title, at, seq }) => void state.threads.set(n, { n, kind, parties, title, opened: at, seq }),
  'message-posted'(state, { message: id, thread, language, by, person, at, seq }) {
    if (by !== null) state.messages.set(id, { id, thread, by, person, at, seq, version: 1, edited: null, language, removed: null })
  },
  'message-edited'(state, { message, version, at }) {
    const before = state.messages.get(message)
    if (before !== undefined) state.messages.set(message, { ...before, version, edited: at })
  },
  'message-removed'(state, { message, at }) {
    const before = state.messages.get(message)
    if (before !== undefined) state.messages.set(message, { ...before, removed: at })
  },
  'file-added'(state, { file: id, thread, name, bytes, sha256, by, person, at }) {
    if (by !== null) state.files.set(id, { id, thread, name, bytes, sha256, by, person, at, removed: null })
  },
  'file-removed'(state, { file, at }) {
    const before = state.files.get(file)
    if (before !== undefined) state.files.set(file, { ...before, removed: at })
  },
  'task-added'(state, { task: id, thread, title, for: whom, due, by, person, at }) {
    if (by !== null) state.tasks.set(id, { id, thread, title, for: whom, due, done: null, by, person, at })
  },
  'task-changed'(state, { task, title, for: whom, due, done, at }) {
    const before = state.tasks.get(task)
    if (before !== undefined) state.tasks.set(task, { ...before, title, for: whom, due, done: done ? (before.done ?? at) : null })
  },
  'draft-begun'(state, { draft: id, thread, title, by, person, at }) {
    if (by !== null) state.drafts.set(id, { id, thread, title, versions: [{ version: 1, by, person, at, words: null }] })
  },
  'draft-revised'(state, { draft, version, words, by, person, at }) {
    const before = state.drafts.get(draft)
    if (before !== undefined && by !== null) state.drafts.set(draft, { ...before, versions: [...before.versions, { version, by, person, at, words }] })
  },
  stated(state, { party, vulnerabilities, state: stated, justification, words, by, at }) {
    const row = new Map(state.matrix.get(party))
    for (const n of vulnerabilities) row.set(n, { state: stated, since: at, justification, words, recordedBy: by === party ? null : by })
    state.matrix.set(party, row)
  },

  split(state, { into, vulnerabilities, at }) {
    state.relations.push({ relation: 'split-into', at, case: into, words: 'Some of this is worked on in a case of its own.' })
    state.vulnerabilities = state.vulnerabilities.filter(({ n }) => !vulnerabilities.includes(n))
  },
  'split-off': (state, { from, at }) => void state.relations.push({ relation: 'split-from', at, case: from, words: 'This case was taken out of another one.' }),
  'sibling-changed': (state, { sibling, words, at }) => void state.relations.push({ relation: 'sibling', at, case: sibling, words }),
  merged(state, { into, at }) {
    state.state = 'merged'
    state.closed = at
    state.relations.push({ relation: 'merged-into', at, case: into, words: 'Work goes on in another case.' })
  },
  'merged-in': (state, { from, at }) => void state.relations.push({ relation: 'merged-from', at, case: from, words: 'Another case was brought into this one.' }),
  closed: (state, { outcome, at }) => void Object.assign(state, { state: 'closed', outcome, closed: at }),
  reopened: (state) => void Object.assign(state, { state: 'open', outcome: null, closed: null }),
}

function change(state: State, id: PartyId, change: Partial<Party>): void {
  const before = state.parties.get(id)
  if (before !== undefined) state.parties.set(id, { ...before, ...change })
}

export const withoutOwner = (roles: readonly Role[]): Role[] => {
  const rest = roles.filter((role) => role !== 'owner')
  return rest.length === 0 ? ['observer'] : rest
}
/** Each once, in the order of the protocol. */
export const inOrder = (roles: readonly Role[]): Role[] => ROLES.filter((role) => roles.includes(role))
