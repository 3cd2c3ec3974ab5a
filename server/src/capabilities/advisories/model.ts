/**
 * Advisories: drafts of an organisation, what happened to them, and what was published. Everything here and in `model/` is
 * pure: a draft, events and a moment go in; what is true, or a refusal, comes out.
 */
import type { Draft, Tlp } from '@openaccord/advisory'
import type { AdvisoryId, CaseId, FactId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import { MINUTE, Refusal } from '../../kernel/index.ts'

export type Format = 'csaf-2.0' | 'csaf-2.1' | 'cve' | 'osv' | 'openvex' | 'cyclonedx'
/** The folders of a CSAF 2.0 provider: TLP 1.0's names. */
export type Label = 'white' | 'green' | 'amber' | 'red'
export const LABELS: readonly Label[] = ['white', 'green', 'amber', 'red']
/** TLP 2.0 §4: GREEN goes round a community and by no channel that anybody can reach; here that is whoever signs in. */
export const isOpen = (label: Label): boolean => label === 'white'
const LABEL_OF: Readonly<Record<Tlp, Label>> = { CLEAR: 'white', GREEN: 'green', AMBER: 'amber', 'AMBER+STRICT': 'amber', RED: 'red' }
export const labelOf = (tlp: Tlp): Label => LABEL_OF[tlp]

/** Where no moment was agreed, it lies so far after the act is made out: time to sign, and no file is dated before it is there. */
export const SOONEST = 5 * MINUTE

export type DraftRow = { id: AdvisoryId; organisation: OrganisationId; caseId: CaseId | null; at: Micros; person: PersonId; discarded: Micros | null; due: Micros | null }
/** A saved version: it never changes. */
export type Saved = { version: number; at: Micros; person: PersonId; sha256: string; draft: Draft; note: string | null }

export type FileHash = { name: string; sha256: string }
export type Submitted = { kind: 'submitted'; version: number; sha256: string; publishAt: Micros | null; recipients: OrganisationId[] }
export type Happening =
  | Submitted
  | { kind: 'recalled' }
  | { kind: 'approved'; sha256: string }
  | { kind: 'declined'; sha256: string; words: string }
  | { kind: 'signed'; envelope: string; keyid: string; signedAt: Micros; publishAt: Micros; files: FileHash[] }
  /** Something that had to hold at its moment did not. */
  | { kind: 'stopped'; words: string }
  | { kind: 'published'; version: number; number: number; withdrawal: boolean }
export type Event = Happening & { seq: number; at: Micros; by: PersonId | null }

/** One revision as readers have it. */
export type Edition = {
  advisory: AdvisoryId
  number: number
  version: string
  organisation: OrganisationId
  released: Micros
  published: Micros
  label: Label
  /** Under its folder: `2026/harbour-2026-7k3qd.json`. */
  path: string
  withdrawal: boolean
  fact: FactId | null
  draftSha256: string
  savedVersion: number
}
/** Where the pieces lie that a list of advisories shows; made once, at publication. */
export type Card = {
  trackingId: string; title: string; language: string; kind: Draft['head']['kind']; tlp: Tlp; version: string; released: string; changed: string
  cves: string[]; products: string[]; exploited: boolean
  severity: { score: number; word: 'none' | 'low' | 'medium' | 'high' | 'critical'; vector: string } | null
}

export type PublishedFile = { format: Format; name: string; mediaType: string; text: string; losses: readonly Loss[] }
export type Loss = { path: string; what: string; why: string }
export type Finding = { level: 'error' | 'warning' | 'note'; path: string; rule: string; message: string; fix: string; format: Format | null }

export const conflict = (code: string, words: string): Refusal => new Refusal('conflict', `advisories.${code}`, words)
export const fault = (code: string, field: string, rule: string, fix: string): Refusal => new Refusal('unprocessable', `advisories.${code}`, rule, { faults: [{ field, rule, fix }] })
/** Also for what is there and not for this reader: nobody learns which ids exist. */
export const unknownAdvisory = (): Refusal => new Refusal('unknown', 'advisories.unknown', 'there is no such advisory, or it is not for you')

/** What seals a text or bytes, bound to the place where they lie: platform/vault.ts. */
export type Vault = { seal(bytes: Uint8Array, about: string): Uint8Array; open(sealed: Uint8Array, about: string): Uint8Array; sealText(text: string, about: string): Uint8Array; openText(sealed: Uint8Array, about: string): string }

/** Seconds, UTC: `2026-01-31T12:00:00Z`, as drafts and CSAF have it. */
export const instantText = (at: Micros): string => `${new Date(at / 1000).toISOString().slice(0, 19)}Z`
export const wholeSecond = (at: Micros): Micros => Math.ceil(at / 1_000_000) * 1_000_000
