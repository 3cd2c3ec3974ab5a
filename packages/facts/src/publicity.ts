/**
 * What of the journal is public, what is sealed, and what never leaves the house: decided here and nowhere else.
 * A fact that is not named here is not logged.
 */
import { canonical, type Json } from './canonical.ts'
import { ACT_KINDS } from './acts.ts'
import { printEntry, type Entry } from './entries.ts'
import { FactError } from './shape.ts'

/** A fact as the journal keeps it. `at` in microseconds since 1970; `body` is JSON text. */
export type JournalFact = { id: string; room: string; kind: string; at: number; body: string }
/** The leaf, and the bytes that lie beside it (none for a sealed fact). */
export type Logged = { entry: Entry; leaf: string; payload: string | undefined }
type Body = Record<string, Json | undefined>

/** Facts that the hub states itself: the fields which are told, and which of them the entry is about. `by` (a person) is never among them. */
const STATED: Readonly<Record<string, { tells: readonly string[]; about: readonly string[] }>> = {
  'members.organisation.admitted': { tells: ['organisation', 'slug', 'name', 'kind'], about: ['organisation'] },
  'members.organisation.described': { tells: ['organisation', 'name'], about: ['organisation'] },
  'members.organisation.suspended': { tells: ['organisation'], about: ['organisation'] },
  'members.organisation.restored': { tells: ['organisation'], about: ['organisation'] },
  'members.organisation.left': { tells: ['organisation'], about: ['organisation'] },
  'members.access.paused': { tells: ['organisation', 'from', 'until', 'ground'], about: ['organisation'] },
  'members.access.resumed': { tells: ['organisation', 'from', 'until', 'ground'], about: ['organisation'] },
  'members.key.confirmed': { tells: ['organisation', 'key', 'keyid', 'domain', 'proof'], about: ['organisation', 'keyid'] },
  'members.key.domain-checked': { tells: ['organisation', 'key', 'keyid', 'domain', 'result'], about: ['organisation', 'keyid'] },
  'members.key.withdrawn': { tells: ['organisation', 'key', 'keyid'], about: ['organisation', 'keyid'] },
  'members.key.retired': { tells: ['organisation', 'key', 'keyid', 'reason'], about: ['organisation', 'keyid'] },
  'members.key.compromised': { tells: ['organisation', 'key', 'keyid', 'firstDoubt'], about: ['organisation', 'keyid'] },
  'pledges.version.opened-for-comment': { tells: ['version', 'sha256', 'from', 'until'], about: ['sha256'] },
  'pledges.text.published': { tells: ['version', 'language', 'sha256'], about: ['sha256'] },
  'pledges.ceremony.opened': { tells: ['ceremony', 'version', 'sha256', 'moment', 'organisations'], about: ['ceremony', 'sha256'] },
  'pledges.ceremony.held': { tells: ['ceremony', 'signed', 'missing'], about: ['ceremony'] },
  'pledges.ceremony.cancelled': { tells: ['ceremony'], about: ['ceremony'] },
  'commitments.assessor.accredited': { tells: ['organisation', 'until', 'basis'], about: ['organisation'] },
  'commitments.assessor.ended': { tells: ['organisation', 'reason'], about: ['organisation'] },
  'ballots.opened': { tells: ['ballot', 'kind', 'title', 'proposer', 'secretariat', 'room', 'subject', 'excluded', 'confirms'], about: ['ballot', 'subject', 'confirms'] },
  'ballots.text-published': { tells: ['ballot', 'version', 'language', 'sha256'], about: ['ballot', 'sha256'] },
  'ballots.commented': { tells: ['ballot', 'organisation', 'version', 'sha256'], about: ['ballot', 'organisation'] },
  'ballots.question-asked': { tells: ['ballot', 'question', 'organisation', 'version', 'sha256'], about: ['ballot', 'organisation'] },
  'ballots.question-answered': { tells: ['ballot', 'question', 'sha256'], about: ['ballot'] },
  'ballots.question-withdrawn': { tells: ['ballot', 'question'], about: ['ballot'] },
  'ballots.frozen': { tells: ['ballot', 'version', 'sha256', 'rule', 'electorate', 'electorateSha256', 'attendance'], about: ['ballot', 'sha256'] },
  'ballots.voting-opened': { tells: ['ballot', 'round', 'from', 'until'], about: ['ballot'] },
  'ballots.voting-closed-early': { tells: ['ballot', 'round'], about: ['ballot'] },
  'ballots.tallied': { tells: ['ballot', 'round', 'tally', 'tallySha256'], about: ['ballot'] },
  'ballots.withdrawn': { tells: ['ballot'], about: ['ballot'] },
  'ballots.ended': { tells: ['ballot', 'state', 'outcome', 'from'], about: ['ballot'] },
  'ballots.confirmed': { tells: ['ballot', 'by'], about: ['ballot', 'by'] },
  'concerns.opened': { tells: ['concern', 'organisation', 'summarySha256', 'answerBy'], about: ['concern', 'organisation'] },
  'concerns.declined': { tells: ['concern', 'kind', 'ground'], about: ['concern'] },
  'concerns.withdrawn': { tells: ['concern', 'kind'], about: ['concern'] },
  'concerns.correction-made': { tells: ['concern', 'organisation', 'wordsSha256', 'corrects', 'by'], about: ['concern', 'organisation', 'corrects'] },
  'concerns.panel-called': { tells: ['concern', 'organisation', 'value', 'after', 'candidates'], about: ['concern', 'organisation', 'value'] },
  'concerns.panel-due': { tells: ['concern', 'after'], about: ['concern'] },
  'concerns.panel-drawn': { tells: ['concern', 'due', 'opened', 'checkpointSize', 'rootHash', 'seed', 'panel'], about: ['concern', 'due', 'opened'] },
  'concerns.panel-recused': { tells: ['concern', 'organisation', 'panel'], about: ['concern', 'organisation'] },
  'concerns.found': { tells: ['concern', 'organisation', 'finding', 'result', 'measure', 'joined'], about: ['concern', 'organisation', 'finding'] },
  'concerns.remedy-kept': { tells: ['concern', 'organisation', 'remedy', 'wordsSha256'], about: ['concern', 'organisation'] },
  'concerns.ballot-called': { tells: ['concern', 'organisation', 'ballot', 'measure'], about: ['concern', 'organisation', 'ballot'] },
  'concerns.closed': { tells: ['concern', 'kind', 'organisation', 'outcome', 'wordsSha256'], about: ['concern', 'organisation'] },
  'cases.counted': { tells: ['closed'], about: [] },
  'concerns.suspended': { tells: ['organisation', 'ground', 'concern', 'ballot'], about: ['organisation', 'concern', 'ballot'] },
  'concerns.removed': { tells: ['organisation', 'ground', 'concern', 'ballot'], about: ['organisation', 'concern', 'ballot'] },
  'concerns.restored': { tells: ['organisation', 'reasonsSha256'], about: ['organisation'] },
  'concerns.lapse-noticed': { tells: ['organisation', 'step', 'lastActivity', 'due'], about: ['organisation'] },
  'admissions.submitted': { tells: ['application', 'submission', 'name', 'country', 'size', 'domain'], about: ['application', 'submission'] },
  'admissions.answered': { tells: ['application', 'submission'], about: ['application', 'submission'] },
  'admissions.test-mail-sent': { tells: ['application'], about: ['application'] },
  'admissions.test-mail-answered': { tells: ['application'], about: ['application'] },
  'admissions.taken-up': { tells: ['application'], about: ['application'] },
  'admissions.completed': { tells: ['application'], about: ['application'] },
  'admissions.asked': { tells: ['application'], about: ['application'] },
  'admissions.comments-opened': { tells: ['application', 'until'], about: ['application'] },
  'admissions.comments-closed': { tells: ['application'], about: ['application'] },
  'admissions.commented': { tells: ['application', 'comment', 'sha256'], about: ['application'] },
  'admissions.comment-answered': { tells: ['application', 'comment', 'sha256'], about: ['application'] },
  'admissions.comment-hidden': { tells: ['application', 'comment', 'rule'], about: ['application'] },
  'admissions.evidence-checked': { tells: ['application', 'evidence', 'criterion', 'grade', 'result', 'sha256'], about: ['application', 'evidence'] },
  'admissions.evidence-measured': { tells: ['application', 'evidence', 'criterion', 'grade', 'sha256', 'rules'], about: ['application', 'evidence'] },
  'admissions.evidence-disputed': { tells: ['application', 'evidence', 'criterion', 'grade'], about: ['application', 'evidence'] },
  'admissions.dispute-closed': { tells: ['application', 'evidence', 'criterion', 'grade', 'outcome'], about: ['application', 'evidence'] },
  'admissions.domain-looked-at': { tells: ['application', 'before', 'control', 'worse'], about: ['application'] },
  'admissions.document-released': { tells: ['application', 'evidence', 'sha256'], about: ['application', 'evidence'] },
  'admissions.sponsors-asked': { tells: ['application', 'organisations'], about: ['application'] },
  'admissions.mentor-named': { tells: ['application', 'organisation'], about: ['application', 'organisation'] },
  'admissions.ballot-opened': { tells: ['application', 'ballot'], about: ['application', 'ballot'] },
  'admissions.ballot-ended': { tells: ['application', 'ballot', 'outcome'], about: ['application', 'ballot'] },
  'admissions.declined': { tells: ['application', 'codes', 'reasons'], about: ['application'] },
  'admissions.appealed': { tells: ['application', 'sha256'], about: ['application'] },
  'admissions.appeal-decided': { tells: ['application', 'outcome', 'reasons'], about: ['application'] },
  'admissions.withdrawn': { tells: ['application'], about: ['application'] },
  'admissions.lapsed': { tells: ['application'], about: ['application'] },
  'admissions.admitted': { tells: ['application', 'organisation'], about: ['application', 'organisation'] },
  'admissions.probation-began': { tells: ['application'], about: ['application'] },
  'admissions.probation-ended': { tells: ['application'], about: ['application'] },
  'advisories.signing-key': { tells: ['fingerprint', 'sha256'], about: ['fingerprint'] },
  'ledger.payload-removed': { tells: ['removes', 'reason'], about: [] },
  'ledger.witness-policy': { tells: ['policy'], about: [] },
}
/** Rooms whose acts are signed by organisations: journal kind is the act's kind, the body is `{ about, act }`. */
const ACT_ROOMS: ReadonlySet<string> = new Set(['members', 'pledges', 'ballots', 'admissions', 'commitments', 'concerns', 'reports', 'cases', 'advisories'])

/**
 * The log's entry for a fact, or undefined where the fact is internal. `sha256` gives 64 hexadecimal figures.
 * A sealed fact's body is `{ about, sealed: { commitment, size, openBy? } }`, an opening `{ about, opens, salt, payload }`.
 */
export function entryOf(fact: JournalFact, sha256: (bytes: Uint8Array) => string): Logged | undefined {
  const name = `${fact.room}.${fact.kind}`
  const body: Body = JSON.parse(fact.body)
  const head = { v: 1, id: fact.id as Entry['id'], fact: name, at: instantOf(fact.at) } as const
  if (ACT_ROOMS.has(fact.room) && (ACT_KINDS as readonly string[]).includes(fact.kind)) {
    return beside(head, 'act', aboutOf(body), textOf(body, 'act'), sha256)
  }
  if (isObject(body['sealed'])) {
    const { commitment, size, openBy } = body['sealed'] as { commitment: string; size: number; openBy?: string }
    return logged({ ...head, about: aboutOf(body), payload: { form: 'sealed', sha256: commitment, size }, ...(openBy === undefined ? {} : { openBy }) }, undefined)
  }
  if (typeof body['opens'] === 'string') {
    const payload = canonical({ salt: textOf(body, 'salt'), payload: textOf(body, 'payload') })
    return beside({ ...head, opens: body['opens'] as Entry['id'] }, 'opening', aboutOf(body), payload, sha256)
  }
  const stated = Object.hasOwn(STATED, name) ? STATED[name] : undefined
  if (stated === undefined) return undefined
  const told = Object.fromEntries(stated.tells.map((field) => [field, body[field]] as const).filter(([, value]) => value !== undefined))
  const about = stated.about.map((field) => body[field]).filter((value) => typeof value === 'string')
  const removes = name === 'ledger.payload-removed' ? { removes: { id: textOf(body, 'removes') as Entry['id'], reason: textOf(body, 'reason') } } : {}
  return beside({ ...head, ...removes }, 'fact', about, canonical(told), sha256)
}

type Head = Omit<Entry, 'about' | 'payload'>

function beside(head: Head, form: 'act' | 'fact' | 'opening', about: string[], payload: string, sha256: (bytes: Uint8Array) => string): Logged {
  const bytes = new TextEncoder().encode(payload)
  return logged({ ...head, about, payload: { form, sha256: sha256(bytes), size: bytes.length } }, payload)
}

const logged = (entry: Entry, payload: string | undefined): Logged => ({ entry, leaf: printEntry(entry), payload })

function aboutOf(body: Body): string[] {
  const { about } = body
  if (about === undefined) return []
  if (Array.isArray(about) && about.every((each) => typeof each === 'string')) return [...about]
  throw new FactError('bad-entry', '/about', 'is a list of ids')
}

function textOf(body: Body, field: string): string {
  const value = body[field]
  if (typeof value === 'string') return value
  throw new FactError('bad-entry', `/${field}`, 'is text')
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Facts come in their order, so most are of the same second as the one before. */
let second = { at: Number.NaN, text: '' }

/** Microseconds since 1970 as RFC 3339 with six decimals. */
export function instantOf(micros: number): string {
  const at = Math.floor(micros / 1_000_000)
  if (second.at !== at) second = { at, text: new Date(at * 1000).toISOString().slice(0, 19) }
  return `${second.text}.${String(micros - at * 1_000_000).padStart(6, '0')}Z`
}
