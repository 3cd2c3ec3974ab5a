/**
 * The rules of csaf_json_schema.json (CSAF 2.0), in its order: definitions first, then document, product_tree and
 * vulnerabilities. What lies inside a CVSS object is the matter of test 6.1.8.
 */
import { anyText, array, instant, object, text, uri, type Check } from '../shape.ts'
import { CVSS_V2, CVSS_V3 } from '../cvss/schema.ts'

const some = text()
const names = array(some)
const distinct = array(some, { unique: true })

const acknowledgments = array(object({ names, organization: some, summary: some, urls: array(uri()) }, { min: 1 }))

/** A CPE 2.2 URI or a CPE 2.3 formatted string. */
export const CPE =
  /^(cpe:2\.3:[aho*-](:(((\?*|\*?)([a-zA-Z0-9\-._]|(\\[\\*?!"#$%&'()+,/:;<=>@[\]^`{|}~]))+(\?*|\*?))|[*-])){5}(:(([a-zA-Z]{2,3}(-([a-zA-Z]{2}|[0-9]{3}))?)|[*-]))(:(((\?*|\*?)([a-zA-Z0-9\-._]|(\\[\\*?!"#$%&'()+,/:;<=>@[\]^`{|}~]))+(\?*|\*?))|[*-])){4})|([c][pP][eE]:\/[AHOaho]?(:[A-Za-z0-9._\-~%]*){0,6})$/

const hash = object({ algorithm: some, value: text({ pattern: /^[0-9a-fA-F]{32,}$/, words: 'the hash as 32 or more hexadecimal digits' }) }, { required: ['algorithm', 'value'] })

const product = object(
  {
    name: some,
    product_id: some,
    product_identification_helper: object(
      {
        cpe: text({ pattern: CPE, max: 4096, words: 'a CPE 2.2 URI or a CPE 2.3 formatted string' }),
        hashes: array(object({ file_hashes: array(hash), filename: some }, { required: ['file_hashes', 'filename'] })),
        model_numbers: distinct,
        purl: uri(/^pkg:[A-Za-z.\-+][A-Za-z0-9.\-+]*\/.+/, 'a package URL such as pkg:npm/left-pad@1.3.0'),
        sbom_urls: array(uri()),
        serial_numbers: distinct,
        skus: names,
        x_generic_uris: array(object({ namespace: uri(), uri: uri() }, { required: ['namespace', 'uri'] })),
      },
      { min: 1 },
    ),
  },
  { required: ['name', 'product_id'] },
)

const BRANCHES = [
  'architecture', 'host_name', 'language', 'legacy', 'patch_level', 'product_family', 'product_name', 'product_version',
  'product_version_range', 'service_pack', 'specification', 'vendor',
]

/** Branches in one another that are looked at; a value that did not come from limited text may have more. */
export const MAX_BRANCH_DEPTH = 100

const branches = branchesAt(0)
function branchesAt(depth: number): Check {
  let inner: Check | undefined
  const further: Check = (value, report) => {
    if (depth >= MAX_BRANCH_DEPTH) return report.finding('depth', `lies deeper than ${MAX_BRANCH_DEPTH} branches`, 'use fewer levels')
    inner ??= branchesAt(depth + 1)
    inner(value, report)
  }
  return array(object({ branches: further, category: text({ oneOf: BRANCHES }), name: some, product }, { required: ['category', 'name'], min: 3, max: 3 }))
}

/** RFC 5646 tags are short; the limit keeps the pattern cheap. */
const lang = text({
  pattern:
    /^(([A-Za-z]{2,3}(-[A-Za-z]{3}(-[A-Za-z]{3}){0,2})?|[A-Za-z]{4,8})(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-[A-WY-Za-wy-z0-9](-[A-Za-z0-9]{2,8})+)*(-[Xx](-[A-Za-z0-9]{1,8})+)?|[Xx](-[A-Za-z0-9]{1,8})+|[Ii]-[Dd][Ee][Ff][Aa][Uu][Ll][Tt]|[Ii]-[Mm][Ii][Nn][Gg][Oo])$/,
  max: 255,
  words: 'a language tag such as en or de-AT',
})

const NOTES = ['description', 'details', 'faq', 'general', 'legal_disclaimer', 'other', 'summary']
const notes = array(object({ audience: some, category: text({ oneOf: NOTES }), text: some, title: some }, { required: ['category', 'text'] }))

const references = array(object({ category: text({ oneOf: ['external', 'self'] }), summary: some, url: uri() }, { required: ['summary', 'url'] }))

/** Whole numbers, or semantic versioning 2.0.0. */
export const VERSION =
  /^(0|[1-9][0-9]*)$|^((0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?)$/
const version = text({ pattern: VERSION, max: 1024, words: 'a whole number such as 2, or a semantic version such as 1.0.0' })

export const publisher = object(
  {
    category: text({ oneOf: ['coordinator', 'discoverer', 'other', 'translator', 'user', 'vendor'] }),
    contact_details: some,
    issuing_authority: some,
    name: some,
    namespace: uri(),
  },
  { required: ['category', 'name', 'namespace'] },
)

// 3.2.1
const document = object(
  {
    acknowledgments,
    aggregate_severity: object({ namespace: uri(), text: some }, { required: ['text'] }),
    category: text({ pattern: /^[^\s\-_.](.*[^\s\-_.])?$/, words: 'a name that neither begins nor ends with white space, -, _ or .' }),
    csaf_version: text({ oneOf: ['2.0'] }),
    distribution: object(
      { text: some, tlp: object({ label: text({ oneOf: ['AMBER', 'GREEN', 'RED', 'WHITE'] }), url: uri() }, { required: ['label'] }) },
      { min: 1 },
    ),
    lang,
    notes,
    publisher,
    references,
    source_lang: lang,
    title: some,
    tracking: object(
      {
        aliases: distinct,
        current_release_date: instant,
        generator: object({ date: instant, engine: object({ name: some, version: some }, { required: ['name'] }) }, { required: ['engine'] }),
        id: text({ pattern: /^[\S](.*[\S])?$/, words: 'an identifier without white space at its ends' }),
        initial_release_date: instant,
        revision_history: array(object({ date: instant, legacy_version: some, number: version, summary: some }, { required: ['date', 'number', 'summary'] })),
        status: text({ oneOf: ['draft', 'final', 'interim'] }),
        version,
      },
      { required: ['current_release_date', 'id', 'initial_release_date', 'revision_history', 'status', 'version'] },
    ),
  },
  { required: ['category', 'csaf_version', 'publisher', 'title', 'tracking'] },
)

const RELATIONSHIPS = ['default_component_of', 'external_component_of', 'installed_on', 'installed_with', 'optional_component_of']

// 3.2.2
const productTree = object(
  {
    branches,
    full_product_names: array(product),
    product_groups: array(object({ group_id: some, product_ids: array(some, { min: 2, unique: true }), summary: some }, { required: ['group_id', 'product_ids'] })),
    relationships: array(
      object(
        { category: text({ oneOf: RELATIONSHIPS }), full_product_name: product, product_reference: some, relates_to_product_reference: some },
        { required: ['category', 'full_product_name', 'product_reference', 'relates_to_product_reference'] },
      ),
    ),
  },
  { min: 1 },
)

const FLAGS = [
  'component_not_present', 'inline_mitigations_already_exist', 'vulnerable_code_cannot_be_controlled_by_adversary',
  'vulnerable_code_not_in_execute_path', 'vulnerable_code_not_present',
]
const RESTARTS = ['connected', 'dependencies', 'machine', 'none', 'parent', 'service', 'system', 'vulnerable_component', 'zone']
const about = { date: instant, group_ids: distinct, product_ids: distinct }

/** The properties that the strict form (test 6.2.20) allows in a CVSS object; their values are test 6.1.8's. */
const cvss = (fields: readonly string[]): Check => object(Object.fromEntries(fields.map((name) => [name, () => {}])))

// 3.2.3
const vulnerability = object(
  {
    acknowledgments,
    cve: text({ pattern: /^CVE-[0-9]{4}-[0-9]{4,}$/, words: 'a CVE ID such as CVE-2026-12345' }),
    cwe: object({ id: text({ pattern: /^CWE-[1-9]\d{0,5}$/, words: 'a CWE ID such as CWE-79' }), name: some }, { required: ['id', 'name'] }),
    discovery_date: instant,
    flags: array(object({ ...about, label: text({ oneOf: FLAGS }) }, { required: ['label'] }), { unique: true }),
    ids: array(object({ system_name: some, text: some }, { required: ['system_name', 'text'] }), { unique: true }),
    involvements: array(
      object(
        {
          date: instant,
          party: text({ oneOf: ['coordinator', 'discoverer', 'other', 'user', 'vendor'] }),
          status: text({ oneOf: ['completed', 'contact_attempted', 'disputed', 'in_progress', 'not_contacted', 'open'] }),
          summary: some,
        },
        { required: ['party', 'status'] },
      ),
      { unique: true },
    ),
    notes,
    product_status: object(
      Object.fromEntries(
        ['first_affected', 'first_fixed', 'fixed', 'known_affected', 'known_not_affected', 'last_affected', 'recommended', 'under_investigation'].map((name) => [name, distinct]),
      ),
      { min: 1 },
    ),
    references,
    release_date: instant,
    remediations: array(
      object(
        {
          ...about,
          category: text({ oneOf: ['mitigation', 'no_fix_planned', 'none_available', 'vendor_fix', 'workaround'] }),
          details: some,
          entitlements: names,
          restart_required: object({ category: text({ oneOf: RESTARTS }), details: some }, { required: ['category'] }),
          url: uri(),
        },
        { required: ['category', 'details'] },
      ),
    ),
    scores: array(object({ cvss_v2: cvss(CVSS_V2.fields), cvss_v3: cvss(CVSS_V3.fields), products: distinct }, { required: ['products'], min: 2 })),
    threats: array(object({ ...about, category: text({ oneOf: ['exploit_status', 'impact', 'target_set'] }), details: some }, { required: ['category', 'details'] })),
    title: some,
  },
  { min: 1 },
)

/** `$schema` is named by the test documents, and a hint for editors: no additional property (6.2.20). */
export const csaf: Check = object({ $schema: anyText, document, product_tree: productTree, vulnerabilities: array(vulnerability) }, { required: ['document'] })
