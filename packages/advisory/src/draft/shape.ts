/** The shape of a draft, in the order of types.ts. What several fields must agree on is in rules.ts. */
import { CVE_ID } from '@openaccord/vulns'
import { DRAFT_FORMAT } from './types.ts'
import { array, instant, isObject, line, link, object, pointer, text, type Check } from '../shape.ts'

export const MAX_VULNERABILITIES = 500

const prose = text()
const name = line({ max: 512 })
const names = array(name, { unique: true, max: 1000 })
const id = line({ max: 256 })
const ids = array(id, { min: 1, unique: true })

const VERSION = /^(?:0|[1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8}))?$/
const LANGUAGE = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/

const NOTE_KINDS = ['description', 'details', 'faq', 'general', 'legal', 'other', 'summary']
export const REFERENCE_KINDS = ['self', 'advisory', 'fix', 'report', 'article', 'evidence', 'package', 'web'] as const
export const CREDIT_ROLES = [
  'finder', 'reporter', 'analyst', 'coordinator', 'remediation-developer', 'remediation-reviewer', 'remediation-verifier', 'tool', 'sponsor', 'other',
] as const

const notes = array(object({ kind: text({ oneOf: NOTE_KINDS }), text: prose, title: name, audience: name }, { required: ['kind', 'text'] }))
const references = array(object({ url: link, summary: line(), kind: text({ oneOf: REFERENCE_KINDS }) }, { required: ['url', 'summary'] }))
const credits = array(object({ name, organization: name, role: text({ oneOf: CREDIT_ROLES }), summary: line(), url: link }, { oneOf: ['name', 'organization'] }))

const language = text({ pattern: LANGUAGE, max: 64, words: 'a language tag such as en, nl or pt-BR' })
const audience = object({ what: prose, affected: prose, action: prose }, { oneOf: ['what', 'affected', 'action'] })

const head = object(
  {
    id: text({ max: 256, pattern: /^(?=.*[A-Za-z0-9])\S(?:[^\n\r]*\S)?$/, words: 'one line with a letter or a digit, such as EX-2026-001' }),
    title: line({ max: 256 }),
    kind: text({ oneOf: ['advisory', 'vex', 'notice'] }),
    state: text({ oneOf: ['draft', 'interim', 'final'] }),
    language,
    translatedFrom: language,
    tlp: text({ oneOf: ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'] }),
    distribution: prose,
    publisher: object(
      { name, category: text({ oneOf: ['vendor', 'coordinator', 'discoverer', 'translator', 'user', 'other'] }), namespace: link, contact: prose, authority: prose },
      { required: ['name', 'category', 'namespace'] },
    ),
    revisions: array(
      object({ number: text({ pattern: VERSION, words: 'a whole number such as 2, or a version such as 1.0.0' }), at: instant, summary: line() }, { required: ['number', 'at', 'summary'] }),
      { min: 1, max: 1000 },
    ),
    withdrawn: object({ at: instant, reason: prose, replacedBy: object({ id, url: link }, { required: ['id', 'url'] }) }, { required: ['at', 'reason'] }),
    severity: object({ text: name, namespace: link }, { required: ['text'] }),
    aliases: names,
    audiences: object({ people: audience, administrators: audience, developers: audience }),
    notes,
    references,
    credits,
  },
  { required: ['id', 'title', 'kind', 'state', 'language', 'tlp', 'publisher', 'revisions'] },
)

const ALGORITHM = /^[0-9a-z][0-9a-z-]{0,63}$/
const hash = text({ pattern: /^(?:[0-9a-f]{2}){16,128}$/, max: 256, words: 'the hash as 32 or more hexadecimal digits in lower case' })
const hashes: Check = (value, path, report) => {
  if (!isObject(value) || Object.keys(value).length === 0) return report(path, 'type', 'must be an object with a hash', 'write { "sha256": "…" }')
  for (const [algorithm, digits] of Object.entries(value)) {
    if (!ALGORITHM.test(algorithm)) report(pointer(path, algorithm), 'pattern', 'is no name of an algorithm', 'write it in small letters and digits, such as sha256')
    hash(digits, pointer(path, algorithm), report)
  }
}

const identified = {
  purl: text({ max: 4096, pattern: /^pkg:/, words: 'a package URL such as pkg:npm/left-pad@1.3.0' }),
  cpe: text({ max: 4096 }),
  files: array(object({ name, hashes }, { required: ['name', 'hashes'] }), { max: 1000 }),
  models: names,
  serials: names,
  skus: names,
  sboms: array(link, { unique: true, max: 100 }),
}

const version = line({ max: 512 })
const release = object(
  { id, version, range: text({ max: 16_384, pattern: /^vers:/, words: 'a VERS range such as vers:npm/>=1.0.0|<1.4.2' }), words: line(), name, ...identified },
  { required: ['id'], oneOf: ['version', 'range', 'words'] },
)

const RELATIONSHIPS = ['default-component-of', 'external-component-of', 'installed-on', 'installed-with', 'optional-component-of']

const products = object(
  {
    vendors: array(
      object({ name, products: array(object({ name, releases: array(release) }, { required: ['name', 'releases'] })) }, { required: ['name', 'products'] }),
    ),
    relationships: array(object({ id, kind: text({ oneOf: RELATIONSHIPS }), part: id, whole: id, name, ...identified }, { required: ['id', 'kind', 'part', 'whole'] })),
  },
  { required: ['vendors'] },
)

export const JUSTIFICATIONS = [
  'component_not_present', 'vulnerable_code_not_present', 'vulnerable_code_not_in_execute_path', 'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const

const statement = object(
  {
    product: id,
    state: text({ oneOf: ['affected', 'fixed', 'not-affected', 'investigating'] }),
    marks: array(text({ oneOf: ['first', 'last', 'recommended'] }), { unique: true }),
    justification: text({ oneOf: JUSTIFICATIONS }),
    because: prose,
  },
  { required: ['product', 'state'] },
)

const RESTARTS = ['connected', 'dependencies', 'machine', 'none', 'parent', 'service', 'system', 'vulnerable_component', 'zone']
const remedy = object(
  {
    kind: text({ oneOf: ['fix', 'optional-fix', 'workaround', 'mitigation', 'fix-planned', 'no-fix-planned', 'none-available'] }),
    details: prose,
    products: ids,
    url: link,
    at: instant,
    restart: text({ oneOf: RESTARTS }),
    entitlements: names,
  },
  { required: ['kind', 'details'] },
)

const decision = object(
  {
    role: text({ oneOf: ['supplier', 'deployer', 'coordinator'] }),
    outcome: line({ max: 128 }),
    path: array(object({ point: line({ max: 128 }), value: line({ max: 128 }) }, { required: ['point', 'value'] }), { max: 32 }),
  },
  { required: ['role', 'outcome'] },
)

const ssvc: Check = (value, path, report) =>
  decision(value, path, (at, rule, message, fix, level) => report(at, rule, message, rule === 'required' && at === `${path}/outcome` ? 'answer every question of the decision, or remove it' : fix, level))

const vulnerability = object(
  {
    cve: text({ pattern: CVE_ID, words: 'a CVE ID such as CVE-2026-12345' }),
    ids: array(object({ system: name, id }, { required: ['system', 'id'] }), { max: 100 }),
    title: line({ max: 256 }),
    description: prose,
    english: prose,
    weaknesses: array(text({ pattern: /^CWE-[1-9]\d{0,5}$/, words: 'a CWE ID such as CWE-79' }), { unique: true, max: 20 }),
    discovered: instant,
    disclosed: instant,
    scores: array(object({ vector: text({ max: 512 }), products: ids }, { required: ['vector'] }), { max: 1000 }),
    ssvc: array(ssvc, { max: 3 }),
    exploitation: object({ details: prose, since: instant }, { required: ['details'] }),
    statements: array(statement),
    remedies: array(remedy, { max: 1000 }),
    timeline: array(object({ at: instant, what: line() }, { required: ['at', 'what'] }), { max: 1000 }),
    notes,
    references,
    credits,
  },
  { required: ['description', 'statements'] },
)

export const draftShape: Check = object(
  { format: text({ oneOf: [DRAFT_FORMAT] }), head, products, vulnerabilities: array(vulnerability, { max: MAX_VULNERABILITIES }) },
  { required: ['format', 'head', 'products', 'vulnerabilities'] },
)
