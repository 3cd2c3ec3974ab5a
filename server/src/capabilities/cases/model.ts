/**
 * Cases: the words of this room, and the entries of a case's time line. Everything that happened is an entry; what is true is
 * folded from them (`model/fold.ts`), and what somebody may see is folded from the entries that they may see (`model/sight.ts`).
 * Roles and the rules of joining, splitting and merging follow the protocol of Vultron (CERT/CC).
 */
import type { CaseId, Micros, OrganisationId, PersonId, ReportId } from '@openaccord/names'
import { Refusal } from '../../kernel/index.ts'

export type PartyId = `party_${string}`
export type TextId = `message_${string}` | `draft_${string}` | `text_${string}`
export type Role = 'owner' | 'coordinator' | 'vendor' | 'finder' | 'reporter' | 'deployer' | 'observer'
export const ROLES: readonly Role[] = ['owner', 'coordinator', 'vendor', 'finder', 'reporter', 'deployer', 'observer']
/** Those who hold a case together see who is invited and who has not opened it. */
export const COORDINATING: readonly Role[] = ['owner', 'coordinator']
export type Standing = 'invited' | 'in' | 'left' | 'declined' | 'removed'
export type Stated = 'investigating' | 'affected' | 'fix-ready' | 'fix-deployed' | 'not-affected'
export type Justification =
  | 'component_not_present' | 'vulnerable_code_not_present' | 'vulnerable_code_not_in_execute_path' | 'vulnerable_code_cannot_be_controlled_by_adversary' | 'inline_mitigations_already_exist'
export type Outcome = 'published' | 'fixed' | 'no-fix' | 'not-a-vulnerability' | 'duplicate'
export type ThreadKind = 'all' | 'pair' | 'coordinators'
export type Vulnerability = { n: number; label: string; cve: string | null }
export type GuestWords = { name: string; mail: string | null }

/**
 * Whom an entry is for. `offer`: also those who are invited and have seen nothing yet. `party`: that party and who coordinates.
 * `own`: that party alone.
 */
export type Audience =
  | { to: 'all' } | { to: 'offer' } | { to: 'coordinators' }
  | { to: 'pair'; parties: readonly [PartyId, PartyId] }
  | { to: 'party'; party: PartyId } | { to: 'own'; party: PartyId }

type Each<K extends string, Said> = K extends string ? { kind: K } & Said : never
/** What happened. Long texts lie beside the time line under their id; everything else is here. */
export type Happening =
  | { kind: 'opened'; title: string; summary: string; vulnerabilities: Vulnerability[]; owner: PartyId; from: 'report' | 'vendor' | 'split' }
  | { kind: 'report-brought'; text: TextId; report: ReportId | null }
  | { kind: 'titled'; title: string }
  | { kind: 'summarised'; summary: string }
  | Each<'vulnerability-added' | 'vulnerability-changed', { vulnerability: Vulnerability }>
  | { kind: 'invited'; party: PartyId; organisation: OrganisationId | null; guest: GuestWords | null; roles: Role[]; words: string | null }
  | { kind: 'link-renewed'; party: PartyId }
  /** From here on the party sees the case. `invited`: when it was first asked. */
  | { kind: 'joined'; party: PartyId; organisation: OrganisationId | null; guest: string | null; roles: Role[]; shown: boolean; invited: Micros }
  | Each<'declined' | 'left' | 'removed', { party: PartyId; words: string | null }>
  | { kind: 'roles-changed'; party: PartyId; roles: Role[] }
  /** `as`: who it is, for those who did not see it join. */
  | { kind: 'shown'; party: PartyId; shown: boolean; as: { organisation: OrganisationId | null; guest: string | null; roles: Role[]; invited: Micros } | null }
  | { kind: 'owner-changed'; party: PartyId; from: PartyId }
  | { kind: 'people-named'; party: PartyId; people: PersonId[] }
  | { kind: 'thread-opened'; thread: number; is: ThreadKind; parties: PartyId[]; title: string }
  | { kind: 'message-posted'; thread: number; message: TextId; language: string | null }
  | { kind: 'message-edited'; thread: number; message: TextId; version: number }
  | { kind: 'message-removed'; thread: number; message: TextId }
  | { kind: 'file-added'; thread: number; file: string; name: string; bytes: number; sha256: string }
  | { kind: 'file-removed'; thread: number; file: string }
  | { kind: 'task-added'; thread: number; task: string; title: string; for: PartyId | null; due: Micros | null }
  | { kind: 'task-changed'; thread: number; task: string; title: string; for: PartyId | null; due: Micros | null; done: boolean }
  | { kind: 'draft-begun'; thread: number; draft: TextId; title: string }
  | { kind: 'draft-revised'; thread: number; draft: TextId; version: number; words: string | null }
  /** Somebody of this party read the case for the first time. */
  | { kind: 'read'; party: PartyId }
  | { kind: 'stated'; party: PartyId; vulnerabilities: number[]; state: Stated; justification: Justification | null; words: string | null }
  | { kind: 'split'; into: CaseId; vulnerabilities: number[] }
  | { kind: 'split-off'; from: CaseId }
  | { kind: 'sibling-changed'; sibling: CaseId; words: string }
  | { kind: 'merged'; into: CaseId }
  | { kind: 'merged-in'; from: CaseId }
  | { kind: 'closed'; outcome: Outcome; words: string | null }
  | { kind: 'reopened'; words: string }
  /** What the embargo, the process and the clocks tell: their own files know what `data` means. */
  | Each<'embargo' | 'process' | 'clock', { words: string; data: Data }>
export type Data = { readonly [field: string]: Data | readonly Data[] | string | number | boolean | null }
/** `by`: who did it, null where time did. `person`: only its own colleagues read the name. */
export type Entry = Happening & { seq: number; at: Micros; by: PartyId | null; person: PersonId | null; to: Audience; hash: string }
export type EntryOf<K extends Happening['kind']> = Extract<Entry, { kind: K }>
export const isOf = <K extends Happening['kind']>(...kinds: K[]) => (entry: Entry): entry is EntryOf<K> => (kinds as readonly string[]).includes(entry.kind)

/** A case whole, as only the verbs have it: never shown before `seenBy` (model/sight.ts). */
export type Log = { id: CaseId; entries: readonly Entry[] }

/** What sight and steps need to know of the embargo; its own files fold it from the time line. */
export type Terms = {
  state: 'none' | 'proposed' | 'active' | 'revise' | 'exited'
  /** The instant agreed, or proposed while none is agreed. */
  until: Micros | null
  /** Whether the vulnerability is known in public. */
  public: boolean
  /** Whoever comes accepts the embargo before anything is seen. */
  consentFirst: boolean
  /** Parties that have not consented to what stands, or had not when they went: the number of the last entry that each sees. */
  lapsed: ReadonlyMap<PartyId, number>
}
export const NO_TERMS: Terms = { state: 'none', until: null, public: false, consentFirst: false, lapsed: new Map() }

export const conflict = (code: string, words: string): Refusal => new Refusal('conflict', `cases.${code}`, words)
export const fault = (code: string, field: string, rule: string, fix: string): Refusal => new Refusal('unprocessable', `cases.${code}`, rule, { faults: [{ field, rule, fix }] })
/** Also for what is there and not for this reader: nobody learns which cases exist, nor what is in them. */
export const unknownCase = (): Refusal => new Refusal('unknown', 'cases.unknown', 'there is no such case, or it is not yours to read')
export const unknownHere = (what: string): Refusal => new Refusal('unknown', 'cases.unknown-here', `there is no such ${what} in this case, or it is not yours to read`)
export const notYours = (words: string): Refusal => new Refusal('forbidden', 'cases.not-yours', words)
