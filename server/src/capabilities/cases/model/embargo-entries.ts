/** What the embargo and the process write into a case's time line: the `data` of its entries, and reading it back. */
import type { CaseState, Ground, ReportMove } from '@openaccord/disclosure'
import type { FactId } from '@openaccord/names'
import type { Data, Entry } from '../model.ts'

export type Ending = 'agreed-end' | 'ended' | 'public' | 'exploited' | 'decided' | 'merged'
export type World = 'became-public' | 'exploit-published' | 'attacked' | 'exploit-held'
/** `ends`: RFC 3339, UTC. */
export type TermsWords = { ends: string; zone: string; text: string; language: string | null; textSha256: string; reason: string | null }
/** How it was said: by a signed act, or by a click that was recorded as one. `fact`: the commitment in the log. */
export type Proof = { signed: boolean; fact: FactId }

/** `inherited`: the embargo of another case as it stood, where cases part or come together. */
export type EmbargoNote =
  | ({ event: 'terms-proposed'; terms: string } & TermsWords & Proof)
  | ({ event: 'terms-accepted' | 'terms-declined'; terms: string; reason: string | null } & Proof)
  | { event: 'terms-withdrawn'; terms: string }
  | { event: 'offered-again'; party: string }
  | { event: 'decided'; ground: Ground; choice: 'end' | 'go-on'; reason: string }
  | { event: 'embargo-ended'; how: Ending; reason: string; fact: FactId }
  | { event: 'inherited'; state: string; words: string }
export type ProcessNote = { event: 'report-judged'; move: Exclude<ReportMove, 'receive'>; reason: string | null } | { event: World; reason: string }
export type Note = EmbargoNote | ProcessNote

export const dataOf = (note: Note): Data => note as unknown as Data
/** Our own writing: what came from outside was checked before it was appended. */
export const noteOf = (entry: Entry): Note | undefined => (entry.kind === 'embargo' || entry.kind === 'process' ? (entry.data as unknown as Note) : undefined)

/** A state as it is carried into another case, and its terms' words beside it. */
export type Inherited = { state: CaseState; words: Record<string, TermsWords & { at: number; by: string }> }
