/** From what the verbs give to what the contract says. A party is named only where `seen.names` allows it. */
import { casePages } from '@openaccord/api'
import type { Micros, PersonId } from '@openaccord/names'
import { iso } from '../../../kernel/index.ts'
import type { Entry, PartyId, Terms } from '../model.ts'
import { coordinates, isIn, type CaseFile, type Draft, type Party, type Task, type Thread } from '../model/fold.ts'
import type { Figures, Share, Told } from '../model/figures.ts'
import { countCells, countVendors, matrixOf, type Row } from '../model/matrix.ts'
import { movesOf, readsThread } from '../model/may.ts'
import type { NextStep } from '../model/next.ts'
import { canSee } from '../model/sight.ts'
import type { Opened, Roll } from '../verbs/book.ts'
import { holdersOf, type Card, type CaseView, type Found } from '../verbs/read.ts'
import { isUnread, type Shown } from '../verbs/threads.ts'
import { sentenceOf, siblingKeyOf } from './sentences.ts'

const maybeIso = (at: Micros | null): string | null => (at === null ? null : iso(at))
/** `people`: of the reader's own organisation, by id. */
export type Around = { opened: Opened; people?: ReadonlyMap<PersonId, string> }

export const nameOf = (party: Party | undefined, roll: Roll): string | null => (party === undefined ? null : party.organisation === null ? party.guest : (roll.get(party.organisation)?.name ?? null))

export function showParty({ seen, state, roll }: Pick<Opened, 'seen' | 'state' | 'roll'>, id: PartyId) {
  const party = state().parties.get(id)
  const named = party !== undefined && seen.names(id)
  const organisation = named && party.organisation !== null ? roll.get(party.organisation) : undefined
  return { id, name: named ? nameOf(party, roll) : null, slug: organisation?.slug ?? null, guest: named && party.organisation === null }
}

const who = ({ opened, people }: Around, by: PartyId, person: PersonId | null) => ({ party: showParty(opened, by), person: by === opened.viewer.party && person !== null ? (people?.get(person) ?? null) : null })
const showTerms = ({ state, until }: Pick<Terms, 'state' | 'until'>) => ({ state, until: maybeIso(until) })
const showStep = ({ step, due, late, words, party, vulnerability, thread, task }: NextStep) =>
  ({ step, due: maybeIso(due), late, words, party: party ?? null, vulnerability: vulnerability ?? null, thread: thread ?? null, task: task ?? null })

export function showCard({ id, viewer, party, terms, seen, unread, next, holders }: Card, roll: Roll) {
  const { state } = seen
  const rows = viewer.until === 0 ? [] : matrixOf(seen, { own: false, others: false })
  return {
    id, standing: party.standing, roles: [...party.roles], embargo: showTerms(terms), coordinators: holders.flatMap((holder) => nameOf(holder, roll) ?? []),
    inside: viewer.until === 0 ? null : {
      title: state.title, state: state.state, opened: iso(state.opened), changed: iso(state.changed), vulnerabilities: state.vulnerabilities.length,
      parties: [...state.parties.values()].filter(isIn).length, unread, public: terms.public, next: next === undefined ? null : showStep(next),
      vendors: rows.length, states: countVendors(rows),
    },
  }
}

export function showCase({ opened, unread, next, reportText, mine }: CaseView) {
  const { id, viewer, party, roll, seen, terms, state } = opened
  const from = party.by === null ? undefined : state().parties.get(party.by)
  return {
    id, you: { party: showParty(opened, party.id), roles: [...party.roles], standing: party.standing, since: iso(party.since), shown: party.shown },
    embargo: showTerms(terms()), coordinators: holdersOf(viewer, state()).flatMap((holder) => nameOf(holder, roll) ?? []),
    invitation: party.standing !== 'invited' ? null : { from: (from !== undefined && seen.names(from.id) ? nameOf(from, roll) : null) ?? 'A coordinator', at: iso(party.invited), roles: [...party.roles], words: party.words },
    may: movesOf(opened), next: next.map(showStep),
    inside: viewer.until === 0 ? null : showInside(opened, { unread, reportText, mine }),
  }
}

function showInside(opened: Opened, { unread, reportText, mine }: Pick<CaseView, 'unread' | 'reportText' | 'mine'>) {
  const { seen: { state, names }, party, terms } = opened
  const known = [...state.parties.values()].filter(({ id }) => names(id))
  const owner = known.find(({ roles }) => roles.includes('owner')) ?? party
  const tasks = [...state.tasks.values()]
  return {
    title: state.title, summary: state.summary, state: state.state, outcome: state.outcome, opened: iso(state.opened), changed: iso(state.changed), closed: maybeIso(state.closed),
    owner: showParty(opened, owner.id), public: terms().public, vulnerabilities: state.vulnerabilities,
    report: state.report === null ? null : { text: reportText ?? '', at: iso(state.report.at), report: owner.id === party.id ? state.report.report : null },
    counts: {
      people: known.filter(isIn).length, invited: known.filter(({ standing }) => standing === 'invited').length, threads: state.threads.size, messages: state.messages.size,
      unread: [...unread.values()].reduce((sum, many) => sum + many, 0), files: [...state.files.values()].filter(({ removed }) => removed === null).length, drafts: state.drafts.size,
      tasks: tasks.length, openTasks: tasks.filter(({ done }) => done === null).length,
    },
    relations: state.relations.map(({ relation, at, case: of, words }) => ({ relation, at: iso(at), case: mine.has(of) ? of : null, words, says: siblingKeyOf(words) })),
  }
}

export function showPeople(opened: Opened) {
  const { seen: { state, names, viewer }, party: own } = opened
  const holds = coordinates(own)
  return [...state.parties.values()].filter(({ id }) => names(id)).map((party) => ({
    party: showParty(opened, party.id), roles: [...party.roles], standing: party.standing, since: iso(party.since), invited: iso(party.invited),
    opened: canSee(viewer, { thing: 'opened', party: party.id }) ? maybeIso(party.read) : null, shown: party.shown, own: party.id === own.id, mail: holds ? party.mail : null,
  }))
}

export function showMatrix(opened: Opened, rows: readonly Row[]) {
  return {
    vulnerabilities: opened.seen.state.vulnerabilities,
    rows: rows.map(({ party, opened: read, cells, ...row }) => ({
      ...row, party: showParty(opened, party), opened: maybeIso(read),
      cells: cells.map(({ since, recordedBy, ...cell }) => ({ ...cell, since: maybeIso(since), recordedBy: recordedBy === null ? null : showParty(opened, recordedBy) })),
    })),
    counts: countCells(rows),
  }
}

export function showThread({ opened }: Around, { n, kind, parties, title, opened: at, seq }: Thread, marks: ReadonlyMap<number, number>) {
  const messages = [...opened.seen.state.messages.values()].filter(({ thread }) => thread === n)
  const last = messages.at(-1)
  return {
    n, kind, title, opened: iso(at), with: parties.filter((id) => id !== opened.viewer.party).map((id) => showParty(opened, id)),
    messages: messages.length, unread: messages.filter((one) => isUnread(one, marks.get(n) ?? 0, opened.viewer.party)).length, last: last === undefined ? null : iso(last.at),
    mayWrite: movesOf(opened).includes('write') && readsThread(opened.party, opened.viewer, { n, kind, parties, title, opened: at, seq }),
  }
}

export const showMessage = (around: Around, { id, by, person, at, text, language, version, edited, unread, removed }: Shown) =>
  ({ id, by: who(around, by, person), own: by === around.opened.viewer.party, at: iso(at), text, language, version, edited: maybeIso(edited), unread, removed: maybeIso(removed) })

export const showFile = (around: Around, { id, thread, name, bytes, sha256, by, person, at, removed }: CaseFile) =>
  ({ id, thread, name, bytes, sha256, by: who(around, by, person), own: by === around.opened.viewer.party, at: iso(at), address: removed === null ? casePages.file(around.opened.id, id) : null, removed: maybeIso(removed) })

export const showTask = (around: Around, { id, thread, title, for: whom, due, done, by, person, at }: Task) => ({
  id, thread, title, for: whom === null ? null : showParty(around.opened, whom), own: whom === around.opened.viewer.party, due: maybeIso(due), late: due !== null && done === null && due < around.opened.now,
  done: maybeIso(done), by: who(around, by, person), at: iso(at),
})
/** Open ones first, by what is due first. */
export const sortTasks = (tasks: Iterable<Task>): Task[] => [...tasks].toSorted((a, b) => Number(a.done !== null) - Number(b.done !== null) || (a.due ?? Number.MAX_SAFE_INTEGER) - (b.due ?? Number.MAX_SAFE_INTEGER) || a.at - b.at)

export function showDraft(around: Around, { id, thread, title, versions }: Draft) {
  const [first, last] = [versions[0]!, versions.at(-1)!]
  return { id, thread, title, version: last.version, by: who(around, first.by, first.person), begun: iso(first.at), revised: iso(last.at) }
}
export const showVersions = (around: Around, { versions }: Draft) => versions.map(({ version, by, person, at, words }) => ({ version, by: who(around, by, person), at: iso(at), words }))

export function showEntry(around: Around, entry: Entry) {
  const { opened } = around
  const about = 'party' in entry ? entry.party : undefined
  return {
    at: iso(entry.at), event: entry.kind, by: entry.by === null ? null : showParty(opened, entry.by), person: entry.by === null ? null : who(around, entry.by, entry.person).person,
    about: about === undefined ? null : showParty(opened, about), vulnerability: entry.kind === 'stated' ? (entry.vulnerabilities[0] ?? null) : 'vulnerability' in entry ? entry.vulnerability.n : null,
    thread: 'thread' in entry ? entry.thread : null, state: entry.kind === 'stated' ? entry.state : null, ...sentenceOf(entry, (id) => showParty(opened, id).name), sha256: entry.hash,
  }
}

export const showFound = (around: Around, { kind, id, thread, at, by, person, excerpt }: Found) => ({ kind, id, thread, at: iso(at), by: who(around, by, person), excerpt })

const percent = (share: number): string => `${Math.round(share * 100)} %`
export const showShare = ({ of, yes, share, low, high }: Share) => ({
  of, yes, share, low, high,
  words: share === null || low === null || high === null ? 'fewer than five: too few to say' : `${yes} of ${of}: ${percent(share)}, between ${percent(low)} and ${percent(high)} with 95 % confidence`,
})
const showCounts = ({ cases, answered, fixed }: Figures) => ({ cases, answeredIn5WorkingDays: showShare(answered), fixedIn90Days: showShare(fixed) })
export const showFigures = ({ years, ...whole }: Told) => ({ ...showCounts(whole), years: years.map((one) => ({ year: one.year, ...showCounts(one) })) })
