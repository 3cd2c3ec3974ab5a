/**
 * One advisory, from which every format is made. The words are plain ones; what each becomes in CSAF, CVE, OSV, OpenVEX
 * and CycloneDX stands in the folder of that format. Instants are UTC: `2026-01-31T12:00:00Z`.
 */
import type { CvssVersion, VexJustification } from '@openaccord/vulns'

export const DRAFT_FORMAT = 'openaccord-advisory/1'

export interface Draft {
  readonly format: typeof DRAFT_FORMAT
  readonly head: Head
  readonly products: ProductTree
  /** None for a notice, one or more for the other kinds. */
  readonly vulnerabilities: readonly Vulnerability[]
}

/** `advisory`: vulnerabilities and what to do. `vex`: who is affected and who is not, and why. `notice`: neither, in words. */
export type Kind = 'advisory' | 'vex' | 'notice'
export type State = 'draft' | 'interim' | 'final'
/** Traffic Light Protocol 2.0. */
export type Tlp = 'CLEAR' | 'GREEN' | 'AMBER' | 'AMBER+STRICT' | 'RED'
export type PublisherCategory = 'vendor' | 'coordinator' | 'discoverer' | 'translator' | 'user' | 'other'

export interface Head {
  /** The publisher's own name for the advisory, such as `EX-2026-001`. File names are made of it. */
  readonly id: string
  readonly title: string
  readonly kind: Kind
  readonly state: State
  /** The language of every text in the draft (BCP 47): `en`, `nl`, `pt-BR`. */
  readonly language: string
  readonly translatedFrom?: string
  readonly tlp: Tlp
  /** What else holds for passing it on, in words. */
  readonly distribution?: string
  readonly publisher: Publisher
  /** Oldest first. The first one's time is the first release, the last one's number is the version. */
  readonly revisions: readonly Revision[]
  readonly withdrawn?: Withdrawal
  readonly severity?: { readonly text: string; readonly namespace?: string }
  /** Other names of the same advisory. */
  readonly aliases?: readonly string[]
  readonly audiences?: Readonly<Partial<Record<Audience, AudienceNotes>>>
  readonly notes?: readonly Note[]
  readonly references?: readonly Reference[]
  readonly credits?: readonly Credit[]
}

export interface Publisher {
  readonly name: string
  readonly category: PublisherCategory
  /** A URL under the publisher's control: `https://psirt.vendor.example`. */
  readonly namespace: string
  readonly contact?: string
  readonly authority?: string
}

export interface Revision {
  /** Whole numbers from 1, or semantic versions; one of the two throughout. */
  readonly number: string
  readonly at: string
  readonly summary: string
}

/** A withdrawal is the last revision: `at` is its time. */
export interface Withdrawal {
  readonly at: string
  readonly reason: string
  readonly replacedBy?: { readonly id: string; readonly url: string }
}

export type Audience = 'people' | 'administrators' | 'developers'

/** What each audience is told, in its own words. */
export interface AudienceNotes {
  /** What is this? */
  readonly what?: string
  /** Am I affected? */
  readonly affected?: string
  /** What do I do? */
  readonly action?: string
}

export type NoteKind = 'description' | 'details' | 'faq' | 'general' | 'legal' | 'other' | 'summary'

export interface Note {
  readonly kind: NoteKind
  readonly text: string
  readonly title?: string
  readonly audience?: string
}

export type ReferenceKind = 'self' | 'advisory' | 'fix' | 'report' | 'article' | 'evidence' | 'package' | 'web'

export interface Reference {
  readonly url: string
  readonly summary: string
  /** `web` unless told. `self` is where this very advisory stands. */
  readonly kind?: ReferenceKind
}

export type CreditRole =
  | 'finder' | 'reporter' | 'analyst' | 'coordinator' | 'remediation-developer' | 'remediation-reviewer'
  | 'remediation-verifier' | 'tool' | 'sponsor' | 'other'

/** Has a name, an organization, or both. */
export interface Credit {
  readonly name?: string
  readonly organization?: string
  readonly role?: CreditRole
  /** For what. */
  readonly summary?: string
  readonly url?: string
}

export interface ProductTree {
  readonly vendors: readonly Vendor[]
  readonly relationships?: readonly Relationship[]
}

export interface Vendor {
  readonly name: string
  readonly products: readonly Product[]
}

export interface Product {
  readonly name: string
  readonly releases: readonly Release[]
}

/** A version of a product, or a range of versions. Has exactly one of `version`, `range` and `words`. */
export interface Release extends Identified {
  /** What statements, remedies and scores refer to; once in a draft. */
  readonly id: string
  readonly version?: string
  /** A canonical VERS range: `vers:npm/>=1.0.0|<1.4.2`; `vers:all/*` is every version. */
  readonly range?: string
  /** A range that only people can read: "before the update of May". */
  readonly words?: string
  /** The full name, where it is not vendor, product and version. */
  readonly name?: string
}

interface Identified {
  /** Canonical; with the version for one version, without it for a range. */
  readonly purl?: string
  /** CPE 2.3 or 2.2. */
  readonly cpe?: string
  readonly files?: readonly FileHashes[]
  readonly models?: readonly string[]
  readonly serials?: readonly string[]
  readonly skus?: readonly string[]
  readonly sboms?: readonly string[]
}

export interface FileHashes {
  readonly name: string
  /** Algorithm → lower-case hexadecimal digits: `{ "sha256": "9f86…" }`. */
  readonly hashes: Readonly<Record<string, string>>
}

export type RelationshipKind = 'default-component-of' | 'external-component-of' | 'installed-on' | 'installed-with' | 'optional-component-of'

/** One product in, on or with another, as a product of its own. */
export interface Relationship extends Identified {
  readonly id: string
  readonly kind: RelationshipKind
  readonly part: string
  readonly whole: string
  readonly name?: string
}

export interface Vulnerability {
  readonly cve?: string
  readonly ids?: readonly { readonly system: string; readonly id: string }[]
  readonly title?: string
  /** What the flaw is and what can be done with it. */
  readonly description: string
  /** The same in English, for formats that ask for it, when the advisory is in another language. */
  readonly english?: string
  /** CWE IDs, the most telling first. */
  readonly weaknesses?: readonly string[]
  readonly discovered?: string
  readonly disclosed?: string
  readonly scores?: readonly Score[]
  readonly ssvc?: readonly Ssvc[]
  readonly exploitation?: { readonly details: string; readonly since?: string }
  /** What holds for each product; a product has one statement at most. */
  readonly statements: readonly Statement[]
  readonly remedies?: readonly Remedy[]
  readonly timeline?: readonly { readonly at: string; readonly what: string }[]
  readonly notes?: readonly Note[]
  readonly references?: readonly Reference[]
  readonly credits?: readonly Credit[]
}

export interface Score {
  /** A CVSS vector of any version. */
  readonly vector: string
  /** The products it holds for; every affected one unless told. */
  readonly products?: readonly string[]
}

export type { CvssVersion }

export interface Ssvc {
  readonly role: 'supplier' | 'deployer' | 'coordinator'
  readonly outcome: string
  /** The decision points that led there, in order. */
  readonly path?: readonly { readonly point: string; readonly value: string }[]
}

export type Affectedness = 'affected' | 'fixed' | 'not-affected' | 'investigating'
export type Mark = 'first' | 'last' | 'recommended'
export type Justification = VexJustification

export interface Statement {
  readonly product: string
  readonly state: Affectedness
  /** `first`: of the affected or of the fixed ones. `last`: of the affected. `recommended`: the one to install. */
  readonly marks?: readonly Mark[]
  /** Why it is not affected, as a code, … */
  readonly justification?: Justification
  /** … and in words. For the other states, what this means for the product. */
  readonly because?: string
}

export type RemedyKind = 'fix' | 'optional-fix' | 'workaround' | 'mitigation' | 'fix-planned' | 'no-fix-planned' | 'none-available'
export type Restart = 'connected' | 'dependencies' | 'machine' | 'none' | 'parent' | 'service' | 'system' | 'vulnerable_component' | 'zone'

export interface Remedy {
  readonly kind: RemedyKind
  readonly details: string
  /** The products it is for; every affected one unless told. */
  readonly products?: readonly string[]
  readonly url?: string
  readonly at?: string
  readonly restart?: Restart
  readonly entitlements?: readonly string[]
}
