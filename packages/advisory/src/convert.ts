/** What every conversion answers: the result, and everything that the other side has no place for. */

import type { Draft } from './draft/types.ts'

/** One thing that did not come along. */
export interface Loss {
  /** JSON Pointer: into the draft when a format was made of it, into the document when a draft was. */
  readonly path: string
  /** What it is, in a few words. */
  readonly what: string
  /** Why it did not come along, or what stands in its place. */
  readonly why: string
}

export interface Exported<Document> {
  readonly document: Document
  readonly losses: readonly Loss[]
}

/** A draft made of a document. It need not be finished: `checkDraft` says what is missing. */
export interface Imported {
  readonly draft: Draft
  readonly losses: readonly Loss[]
}

/** What the publisher knows and a draft does not hold. */
export interface ExportOptions {
  /** Where the document will stand, without a file name: `https://hub.example/.well-known/csaf/white/2026/`. */
  readonly base?: string
  /** The program that makes it, for the formats that name one. */
  readonly generator?: { readonly name: string; readonly version?: string }
}
