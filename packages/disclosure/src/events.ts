/** What can happen in a case, in the words that acts and pages use, and the messages of the protocol that tell each. */
import type { Ground, NewParty } from './case.ts'
import type { ReportMove } from './report.ts'

/** `by`: the participant who does it; null where nobody in the case did: time, or the world. `reason` stays on record. */
export type CaseEvent =
  | { readonly kind: 'joined'; readonly by: string; readonly party: NewParty }
  | { readonly kind: 'left'; readonly by: string }
  | { readonly kind: 'handed-over'; readonly by: string; readonly to: string }
  | { readonly kind: 'report-sent'; readonly by: string; readonly to: string }
  | { readonly kind: 'report-judged'; readonly by: string; readonly move: Exclude<ReportMove, 'receive'>; readonly reason?: string | undefined }
  | { readonly kind: 'terms-proposed'; readonly by: string; readonly terms: string; readonly ends: number; readonly reason?: string | undefined }
  | { readonly kind: 'terms-accepted'; readonly by: string; readonly terms: string }
  | { readonly kind: 'terms-declined'; readonly by: string; readonly terms: string }
  | { readonly kind: 'terms-withdrawn'; readonly by: string; readonly terms: string }
  | { readonly kind: 'offered-again'; readonly by: string; readonly to: string }
  | { readonly kind: 'embargo-ended'; readonly by: string | null; readonly reason: string }
  | { readonly kind: 'vendor-knows'; readonly by: string }
  | { readonly kind: 'fix-ready'; readonly by: string }
  | { readonly kind: 'fix-deployed'; readonly by: string }
  | { readonly kind: 'became-public'; readonly by: string | null }
  | { readonly kind: 'exploit-published'; readonly by: string | null }
  | { readonly kind: 'attacked'; readonly by: string | null }
  | { readonly kind: 'exploit-held'; readonly by: string | null }
  | { readonly kind: 'decided'; readonly by: string; readonly ground: Ground; readonly choice: 'end' | 'go-on'; readonly reason: string }

export type CaseEventKind = CaseEvent['kind']
export type CaseEventOf<K extends CaseEventKind> = Extract<CaseEvent, { kind: K }>
