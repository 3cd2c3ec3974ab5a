/** What lists and searches know of an advisory, made from its draft once, when it is published. */
import { listProducts, type Draft, type Release } from '@openaccord/advisory'
import { parseCvss, parsePurl, parseVers, printPurl, scoreCvss, severityOf, versContains, VulnsError } from '@openaccord/vulns'
import type { Card } from '../model.ts'

const MOST_WORDS = 20_000

export function cardOf(draft: Draft): Card {
  const { head, vulnerabilities } = draft
  return {
    trackingId: head.id, title: head.title, language: head.language, kind: head.kind, tlp: head.tlp, version: head.revisions.at(-1)?.number ?? '1',
    released: head.revisions[0]?.at ?? '', changed: head.revisions.at(-1)?.at ?? '',
    cves: [...new Set(vulnerabilities.flatMap(({ cve }) => cve ?? []))],
    products: [...new Set(draft.products.vendors.flatMap(({ products }) => products.map(({ name }) => name)))].slice(0, 20),
    exploited: vulnerabilities.some(({ exploitation }) => exploitation?.since !== undefined),
    severity: worstOf(draft),
  }
}

function worstOf({ vulnerabilities }: Draft): Card['severity'] {
  let worst: Card['severity'] = null
  for (const { vector } of vulnerabilities.flatMap(({ scores = [] }) => scores)) {
    const cvss = tried(() => parseCvss(vector))
    if (cvss === undefined) continue
    const { base } = scoreCvss(cvss)
    if (worst === null || base > worst.score) worst = { score: base, word: WORD_OF[severityOf(base)], vector }
  }
  return worst
}

const WORD_OF = { NONE: 'none', LOW: 'low', MEDIUM: 'medium', HIGH: 'high', CRITICAL: 'critical' } as const

/** Lower case, one text: what a search by words looks into. */
export function searchText(draft: Draft, publisher: string): string {
  const { head, vulnerabilities } = draft
  const audiences = Object.values(head.audiences ?? {}).flatMap((each) => Object.values(each ?? {}))
  const parts = [
    head.id, head.title, publisher, ...(head.aliases ?? []), ...audiences, ...(head.notes ?? []).map(({ text }) => text),
    ...[...listProducts(draft).values()].map(({ name }) => name),
    ...vulnerabilities.flatMap(({ cve, title, description, english, weaknesses = [] }) => [cve, title, description, english, ...weaknesses]),
    ...(head.credits ?? []).flatMap(({ name, organization }) => [name, organization]),
  ]
  return parts.filter((part) => part !== undefined).join('\n').toLowerCase().slice(0, MOST_WORDS)
}

/** The words of a search: each has to be there. */
export const wordsOf = (q: string | undefined): string[] => (q ?? '').toLowerCase().split(/\s+/).filter((word) => word !== '').slice(0, 8)

const releasesOf = ({ products }: Draft): Release[] => products.vendors.flatMap((vendor) => vendor.products.flatMap(({ releases }) => [...releases]))

/** The packages that it names, each without its version. */
export const packagesOf = (draft: Draft): string[] =>
  [...new Set([...releasesOf(draft), ...(draft.products.relationships ?? [])].flatMap(({ purl }) => packageKey(purl) ?? []))]

/** Type, namespace and name of a package URL; undefined where it is none. */
export function packageKey(purl: string | undefined): string | undefined {
  const parsed = purl === undefined ? undefined : tried(() => parsePurl(purl))
  return parsed && printPurl({ type: parsed.type, name: parsed.name, ...(parsed.namespace === undefined ? {} : { namespace: parsed.namespace }) })
}

export type ProductState = 'affected' | 'fixed' | 'not-affected' | 'investigating' | 'unknown'
const GRAVITY: readonly ProductState[] = ['affected', 'investigating', 'fixed', 'not-affected']

/** What the advisory says of this very version: the gravest of its statements about releases that hold it. */
export function stateOfPurl(draft: Draft, purl: string): ProductState {
  const asked = tried(() => parsePurl(purl))
  const key = packageKey(purl)
  if (asked === undefined || key === undefined) return 'unknown'
  const ids = new Set(releasesOf(draft).filter((release) => packageKey(release.purl) === key && holds(release, asked.version)).map(({ id }) => id))
  const states = draft.vulnerabilities.flatMap(({ statements }) => statements.filter(({ product }) => ids.has(product)).map(({ state }) => state))
  return GRAVITY.find((state) => states.some((one) => one === state)) ?? 'unknown'
}

function holds({ version, range }: Release, asked: string | undefined): boolean {
  if (asked === undefined) return true
  if (version !== undefined) return version === asked
  return range !== undefined && (tried(() => versContains(parseVers(range), asked)) ?? false)
}

/** What a parser of packages/vulns gives; undefined where it refuses. */
function tried<T>(parse: () => T): T | undefined {
  try {
    return parse()
  } catch (error) {
    if (error instanceof VulnsError) return undefined
    throw error
  }
}
