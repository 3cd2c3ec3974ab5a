/** Drafts of any content that `checkDraft` has no error for, made so that every field comes up. */
import fc from 'fast-check'
import { CREDIT_ROLES, JUSTIFICATIONS, REFERENCE_KINDS } from '../draft/shape.ts'
import { DRAFT_FORMAT, type Credit, type Draft, type Note, type Reference, type Relationship, type Release, type Remedy, type RemedyKind, type Ssvc, type Statement, type Vendor, type Vulnerability } from '../draft/types.ts'
import { present } from '../losses.ts'

const line = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).map((text) => text.replaceAll(/[\n\r]/g, ' ').trim()).filter((text) => text !== '')
const prose = fc.tuple(line, line).map(([a, b]) => `${a}\n\n${b}`)
const sometimes = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined })
const few = <T>(arbitrary: fc.Arbitrary<T>, max = 3): fc.Arbitrary<T[] | undefined> => sometimes(fc.array(arbitrary, { minLength: 1, maxLength: max }))
const unique = <T>(arbitrary: fc.Arbitrary<T>, max = 3): fc.Arbitrary<T[] | undefined> => sometimes(fc.uniqueArray(arbitrary, { minLength: 1, maxLength: max }))

const link = fc.tuple(fc.constantFrom('https://', 'http://'), fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^[a-z0-9]{0,9}$/)).map(([scheme, host, path]) => `${scheme}${host}.example/${path}`)
/** Instants of January 2026, so that the revisions of spring are later. */
const early = fc.integer({ min: 0, max: 2_600_000 }).map((seconds) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString().replace('.000Z', 'Z'))
const digits = (count: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9a-f]{${count}}$`))

const note: fc.Arbitrary<Note> = fc.record({ kind: fc.constantFrom('details', 'faq', 'general', 'legal', 'other', 'summary'), text: prose, title: sometimes(line), audience: sometimes(line) }).map((one) => present(one) as Note)
const reference: fc.Arbitrary<Reference> = fc.record({ url: link, summary: line, kind: sometimes(fc.constantFrom(...REFERENCE_KINDS)) }).map((one) => present(one) as Reference)
const credit: fc.Arbitrary<Credit> = fc
  .record({ name: sometimes(line), organization: line, role: sometimes(fc.constantFrom(...CREDIT_ROLES)), summary: sometimes(line), url: sometimes(link) })
  .map((one) => present(one) as Credit)

const version = fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)).map((parts) => parts.join('.'))
const range = fc.tuple(fc.constantFrom('semver', 'npm', 'pypi', 'deb', 'maven'), fc.nat(4), fc.integer({ min: 5, max: 9 }), fc.boolean(), fc.boolean()).map(
  ([scheme, from, to, isOpen, isClosed]) => `vers:${scheme}/${isOpen ? '' : `>=${from}.0.0|`}${isClosed ? '<=' : '<'}${to}.0.0`,
)
const TYPES = { npm: 'npm', pypi: 'pypi', maven: 'maven/org.example', deb: 'deb/debian', semver: 'golang/mod.example', generic: 'generic' } as const

const DIGITS = { md5: 32, sha1: 40, sha256: 64, sha384: 96, sha512: 128, 'sha3-256': 64, blake3: 64 } as const
const hashes = fc
  .subarray(Object.keys(DIGITS) as (keyof typeof DIGITS)[], { minLength: 1, maxLength: 3 })
  .chain((algorithms) => fc.tuple(...algorithms.map((algorithm) => digits(DIGITS[algorithm]).map((value) => [algorithm, value] as const))))
  .map((pairs) => Object.fromEntries(pairs))
const files = fc.uniqueArray(fc.record({ name: line, hashes }), { minLength: 1, maxLength: 3, selector: ({ name }) => name })

const identity = fc.record({
  cpe: sometimes(fc.constantFrom('cpe:2.3:a:example:thing:1.0:*:*:*:*:*:*:*', 'cpe:/a:example:thing')),
  files: sometimes(files),
  models: unique(fc.stringMatching(/^[A-Z0-9]{1,8}$/)),
  serials: unique(fc.stringMatching(/^[A-Z0-9]{1,8}$/)),
  skus: unique(fc.stringMatching(/^[A-Z0-9]{1,8}$/)),
  sboms: unique(link),
})

interface Made {
  readonly version?: string
  readonly range?: string
  readonly words?: string
}
const named: fc.Arbitrary<Made> = fc.oneof(version.map((one) => ({ version: one })), range.map((one) => ({ range: one })), fc.constant({ range: 'vers:all/*' }), line.map((one) => ({ words: `until ${one}` })))

function release(id: string, pack: string | undefined): fc.Arbitrary<Release> {
  return fc.tuple(named, identity, sometimes(line)).map(([made, rest, name]) => present({ id, ...made, name, purl: purlOf(made, pack), ...rest }) as Release)
}

function purlOf({ range: text, version: one }: Made, pack: string | undefined): string | undefined {
  if (pack === undefined) return undefined
  const scheme = /^vers:([a-z]+)/.exec(text ?? '')?.[1] ?? 'npm'
  const type = Object.entries(TYPES).find(([name]) => name === scheme)?.[1] ?? TYPES.generic
  return `pkg:${type}/${pack}${one === undefined ? '' : `@${one}`}`
}

const pack = sometimes(fc.stringMatching(/^[a-z]{3,8}$/))

const vendors: fc.Arbitrary<Vendor[]> = fc
  .array(fc.tuple(line, fc.array(fc.tuple(line, pack, fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 2 })), { minLength: 1, maxLength: 2 })
  .chain((rows) => {
    let next = 0
    return fc.tuple(...rows.map(([name, products]) => fc.tuple(...products.map(([product, purl, count]) =>
      fc.tuple(...Array.from({ length: count }, () => release(`p${next++}`, purl))).map((releases) => ({ name: product, releases })))).map((made) => ({ name, products: made }))))
  })
  .map(withDistinctNames)

// Two vendors, or two products of one, of one name would be one place in a tree.
function withDistinctNames(given: readonly Vendor[]): Vendor[] {
  return given.map((vendor, v) => ({ name: `${vendor.name} ${v}`, products: vendor.products.map((product, p) => ({ ...product, name: `${product.name} ${p}` })) }))
}

const idsOf = (all: readonly Vendor[]): string[] => all.flatMap(({ products }) => products.flatMap(({ releases }) => releases.map(({ id }) => id)))

const RELATIONSHIPS = ['default-component-of', 'external-component-of', 'installed-on', 'installed-with', 'optional-component-of'] as const

/** One, or two of which the second is about the first. */
function relationships(ids: readonly string[]): fc.Arbitrary<Relationship[] | undefined> {
  const [first, second] = ids
  if (first === undefined || second === undefined) return fc.constant(undefined)
  const one = (id: string, part: string, whole: string): fc.Arbitrary<Relationship> =>
    fc.tuple(fc.constantFrom(...RELATIONSHIPS), sometimes(line), identity).map(([kind, name, rest]) => present({ id, kind, part, whole, name, ...rest }) as Relationship)
  return sometimes(fc.tuple(one('r0', first, second), fc.option(one('r1', 'r0', second), { nil: undefined })).map((all) => all.filter((each) => each !== undefined)))
}

const ADVICE: readonly (readonly RemedyKind[])[] = [['fix'], ['fix', 'workaround'], ['none-available'], ['no-fix-planned', 'mitigation'], ['fix-planned', 'workaround'], ['optional-fix']]

function statement(product: string): fc.Arbitrary<Statement | undefined> {
  const because = sometimes(prose)
  return fc.oneof(
    fc.constant(undefined),
    fc.tuple(because, sometimes(fc.constantFrom('first', 'last'))).map(([why, mark]) => present({ product, state: 'affected', because: why, marks: mark === undefined ? undefined : [mark] }) as Statement),
    fc.tuple(because, sometimes(fc.constantFrom('first', 'recommended'))).map(([why, mark]) => present({ product, state: 'fixed', because: why, marks: mark === undefined ? undefined : [mark] }) as Statement),
    fc.tuple(because, fc.constantFrom(...JUSTIFICATIONS)).map(([why, justification]) => present({ product, state: 'not-affected', justification, because: why }) as Statement),
    prose.map((why) => ({ product, state: 'not-affected' as const, because: why })),
    because.map((why) => present({ product, state: 'investigating', because: why }) as Statement),
  )
}

const decision: fc.Arbitrary<Ssvc> = fc
  .record({
    role: fc.constantFrom('supplier', 'deployer', 'coordinator'),
    outcome: fc.constantFrom('Scheduled', 'Out-of-Cycle', 'Track'),
    path: few(fc.record({ point: fc.constantFrom('Exploitation', 'Utility', 'Technical Impact'), value: fc.constantFrom('none', 'Laborious', 'Total') })),
  })
  .map((one) => present(one) as Ssvc)

const VECTORS = [
  'AV:N/AC:L/Au:N/C:P/I:P/A:P', 'CVSS:3.0/AV:L/AC:H/PR:L/UI:R/S:C/C:L/I:N/A:H', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P', 'CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N',
  'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:P',
]

function vulnerability(at: number, ids: readonly string[]): fc.Arbitrary<Vulnerability> {
  const statements = fc.tuple(...ids.map(statement)).map((all) => all.filter((one) => one !== undefined)).filter((all) => all.length > 0)
  return statements.chain((all) => {
    const affected = all.filter(({ state }) => state === 'affected').map(({ product }) => product)
    const remedy = (kind: RemedyKind): fc.Arbitrary<Remedy> =>
      fc
        .record({ details: prose, url: sometimes(link), at: sometimes(early), restart: sometimes(fc.constantFrom('machine', 'none', 'service')), entitlements: unique(line), products: fc.constantFrom(undefined, affected) })
        .map((one) => present({ kind, ...one }) as Remedy)
    const remedies = affected.length === 0 ? fc.constant(undefined) : fc.constantFrom(...ADVICE).chain((kinds) => fc.tuple(...kinds.map(remedy)))
    const scores = affected.length === 0 ? fc.constant(undefined) : fc.subarray(VECTORS, { maxLength: 3 }).filter((chosen) => new Set(chosen.map((vector) => vector.slice(0, 8))).size === chosen.length).map((chosen) => chosen.map((vector) => ({ vector })))
    return fc
      .record({
        cve: sometimes(fc.constant(`CVE-2026-${10_000 + at}`)),
        ids: fc.constant([{ system: 'Tracker', id: `T-${at}` }]),
        title: sometimes(line),
        description: prose,
        english: sometimes(prose),
        weaknesses: unique(fc.constantFrom('CWE-20', 'CWE-79', 'CWE-125', 'CWE-787')),
        discovered: sometimes(early),
        disclosed: sometimes(early),
        scores,
        ssvc: few(decision),
        exploitation: sometimes(fc.record({ details: prose, since: sometimes(early) }).map((one) => present(one) as { details: string; since?: string })),
        statements: fc.constant(all),
        remedies,
        timeline: few(fc.record({ at: early, what: line })),
        notes: few(note),
        references: few(reference),
        credits: few(credit),
      })
      .map((one) => present(one) as Vulnerability)
  })
}

const audience = fc.record({ what: prose, affected: sometimes(prose), action: sometimes(prose) }).map((one) => present(one) as { what: string })

/** Revisions of spring 2026, one a day. */
function revisions(count: number, summaries: readonly string[]): { number: string; at: string; summary: string }[] {
  return Array.from({ length: count }, (_, at) => ({ number: `${at + 1}`, at: new Date(Date.UTC(2026, 3, at + 1, 12)).toISOString().replace('.000Z', 'Z'), summary: summaries[at] ?? 'Changed.' }))
}

export const anyDraft: fc.Arbitrary<Draft> = vendors.chain((tree) =>
  fc
    .record({
      related: relationships(idsOf(tree)),
      vulnerabilities: fc.integer({ min: 1, max: 2 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => vulnerability(at, idsOf(tree))))),
      history: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.array(line, { minLength: 3, maxLength: 3 })).map(([count, summaries]) => revisions(count, summaries)),
      isWithdrawn: fc.integer({ min: 0, max: 5 }).map((dice) => dice === 0),
      reason: prose,
      replacedBy: sometimes(fc.record({ id: fc.constantFrom('EX-2', 'CVE-2026-99999'), url: link })),
      head: fc.record({
        id: fc.stringMatching(/^[A-Z]{2}-[0-9]{1,4}[a-z #]{0,3}[0-9]$/),
        title: line,
        kind: fc.constantFrom('advisory', 'vex'),
        state: fc.constantFrom('draft', 'interim', 'final'),
        language: fc.constantFrom('en', 'en-GB', 'nl', 'fr', 'ar', 'pt-BR'),
        tlp: fc.constantFrom('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'),
        distribution: sometimes(prose),
        publisher: fc.record({ name: line, category: fc.constantFrom('vendor', 'coordinator', 'discoverer', 'user', 'other'), namespace: link, contact: sometimes(prose), authority: sometimes(prose) }).map(present),
        severity: sometimes(fc.record({ text: line })),
        aliases: unique(line),
        audiences: sometimes(fc.record({ people: audience, developers: audience })),
        notes: few(note),
        references: few(reference),
        credits: few(credit),
      }),
    })
    .map(({ head, history, isWithdrawn, reason, related, replacedBy, vulnerabilities }) => {
      const last = history.at(-1)?.at ?? ''
      const withdrawn = isWithdrawn && history.length > 1 ? present({ at: last, reason, replacedBy }) : undefined
      const whole = { ...head, revisions: history, withdrawn, ...(withdrawn === undefined ? {} : { state: 'final' }) }
      return { format: DRAFT_FORMAT, head: present(whole), products: present({ vendors: tree, relationships: related }), vulnerabilities } as unknown as Draft
    }),
)
