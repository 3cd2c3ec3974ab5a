/** What a CSAF 2.0 document holds: OASIS Standard CSAF 2.0, section 3. Fields that the standard does not know are kept. */

export type Tlp = 'WHITE' | 'GREEN' | 'AMBER' | 'RED'
export type PublisherCategory = 'coordinator' | 'discoverer' | 'other' | 'translator' | 'user' | 'vendor'

interface Open {
  readonly [field: string]: unknown
}

export interface Acknowledgment extends Open {
  readonly names?: readonly string[]
  readonly organization?: string
  readonly summary?: string
  readonly urls?: readonly string[]
}

export interface Note extends Open {
  readonly category: 'description' | 'details' | 'faq' | 'general' | 'legal_disclaimer' | 'other' | 'summary'
  readonly text: string
  readonly title?: string
  readonly audience?: string
}

export interface Reference extends Open {
  /** `external` unless told. */
  readonly category?: 'external' | 'self'
  readonly summary: string
  readonly url: string
}

export interface Publisher extends Open {
  readonly category: PublisherCategory
  readonly name: string
  readonly namespace: string
  readonly contact_details?: string
  readonly issuing_authority?: string
}

export interface Revision extends Open {
  readonly date: string
  readonly number: string
  readonly summary: string
  readonly legacy_version?: string
}

export interface Tracking extends Open {
  readonly id: string
  readonly status: 'draft' | 'final' | 'interim'
  readonly version: string
  readonly initial_release_date: string
  readonly current_release_date: string
  readonly revision_history: readonly Revision[]
  readonly aliases?: readonly string[]
  readonly generator?: { readonly date?: string; readonly engine: { readonly name: string; readonly version?: string } }
}

export interface CsafDocument extends Open {
  readonly category: string
  readonly csaf_version: '2.0'
  readonly publisher: Publisher
  readonly title: string
  readonly tracking: Tracking
  readonly acknowledgments?: readonly Acknowledgment[]
  readonly aggregate_severity?: { readonly text: string; readonly namespace?: string }
  readonly distribution?: { readonly text?: string; readonly tlp?: { readonly label: Tlp; readonly url?: string } }
  readonly lang?: string
  readonly source_lang?: string
  readonly notes?: readonly Note[]
  readonly references?: readonly Reference[]
}

export interface ProductIdentificationHelper extends Open {
  readonly cpe?: string
  readonly purl?: string
  readonly hashes?: readonly { readonly filename: string; readonly file_hashes: readonly { readonly algorithm: string; readonly value: string }[] }[]
  readonly model_numbers?: readonly string[]
  readonly sbom_urls?: readonly string[]
  readonly serial_numbers?: readonly string[]
  readonly skus?: readonly string[]
  readonly x_generic_uris?: readonly { readonly namespace: string; readonly uri: string }[]
}

export interface FullProductName extends Open {
  readonly name: string
  readonly product_id: string
  readonly product_identification_helper?: ProductIdentificationHelper
}

export type BranchCategory =
  | 'architecture' | 'host_name' | 'language' | 'legacy' | 'patch_level' | 'product_family' | 'product_name'
  | 'product_version' | 'product_version_range' | 'service_pack' | 'specification' | 'vendor'

/** Either further branches or a product. */
export interface Branch extends Open {
  readonly category: BranchCategory
  readonly name: string
  readonly branches?: readonly Branch[]
  readonly product?: FullProductName
}

export interface Relationship extends Open {
  readonly category: 'default_component_of' | 'external_component_of' | 'installed_on' | 'installed_with' | 'optional_component_of'
  readonly full_product_name: FullProductName
  readonly product_reference: string
  readonly relates_to_product_reference: string
}

export interface ProductTree extends Open {
  readonly branches?: readonly Branch[]
  readonly full_product_names?: readonly FullProductName[]
  readonly product_groups?: readonly { readonly group_id: string; readonly product_ids: readonly string[]; readonly summary?: string }[]
  readonly relationships?: readonly Relationship[]
}

export type ProductStatusName =
  | 'first_affected' | 'first_fixed' | 'fixed' | 'known_affected' | 'known_not_affected' | 'last_affected' | 'recommended' | 'under_investigation'

export type FlagLabel =
  | 'component_not_present' | 'inline_mitigations_already_exist' | 'vulnerable_code_cannot_be_controlled_by_adversary'
  | 'vulnerable_code_not_in_execute_path' | 'vulnerable_code_not_present'

interface AboutProducts extends Open {
  readonly product_ids?: readonly string[]
  readonly group_ids?: readonly string[]
  readonly date?: string
}

export interface Flag extends AboutProducts {
  readonly label: FlagLabel
}

export interface Threat extends AboutProducts {
  readonly category: 'exploit_status' | 'impact' | 'target_set'
  readonly details: string
}

export interface Remediation extends AboutProducts {
  readonly category: 'mitigation' | 'no_fix_planned' | 'none_available' | 'vendor_fix' | 'workaround'
  readonly details: string
  readonly entitlements?: readonly string[]
  readonly restart_required?: { readonly category: string; readonly details?: string }
  readonly url?: string
}

export interface Score extends Open {
  readonly products: readonly string[]
  /** FIRST's JSON form of CVSS: `version`, `vectorString`, `baseScore` …; in full in CVSS v2.0's and v3.x's JSON schema. */
  readonly cvss_v2?: Readonly<Record<string, unknown>>
  readonly cvss_v3?: Readonly<Record<string, unknown>>
}

export interface Involvement extends Open {
  readonly party: 'coordinator' | 'discoverer' | 'other' | 'user' | 'vendor'
  readonly status: 'completed' | 'contact_attempted' | 'disputed' | 'in_progress' | 'not_contacted' | 'open'
  readonly date?: string
  readonly summary?: string
}

export interface Vulnerability extends Open {
  readonly title?: string
  readonly cve?: string
  readonly cwe?: { readonly id: string; readonly name: string }
  readonly ids?: readonly { readonly system_name: string; readonly text: string }[]
  readonly acknowledgments?: readonly Acknowledgment[]
  readonly discovery_date?: string
  readonly release_date?: string
  readonly flags?: readonly Flag[]
  readonly involvements?: readonly Involvement[]
  readonly notes?: readonly Note[]
  readonly product_status?: Readonly<Partial<Record<ProductStatusName, readonly string[]>>>
  readonly references?: readonly Reference[]
  readonly remediations?: readonly Remediation[]
  readonly scores?: readonly Score[]
  readonly threats?: readonly Threat[]
}

export interface Csaf extends Open {
  readonly document: CsafDocument
  readonly product_tree?: ProductTree
  readonly vulnerabilities?: readonly Vulnerability[]
}
