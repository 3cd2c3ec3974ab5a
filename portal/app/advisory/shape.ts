/**
 * What the editor's form asks of an advisory, in the order and by the names of packages/advisory (`Draft`). Fields are named by
 * JSON Pointer (RFC 6901), so that a finding leads to its field. What a form does not ask travels with it, unread, as `rest`.
 */

export type Node =
  /** `weak`: says nothing alone; a row with nothing else is an empty one. */
  | { readonly is: 'text' | 'instant' | 'range' | 'words' | 'lines'; readonly weak?: true }
  /** Boxes to tick. */
  | { readonly is: 'ticked' }
  | { readonly is: 'object'; readonly fields: Readonly<Record<string, Node>>; /** Stays, also when nothing is in it. */ readonly kept?: true }
  | { readonly is: 'rows'; readonly row: ObjectNode; readonly kept?: true }
  /** A row for each hash of each file (files.ts). */
  | { readonly is: 'files'; readonly row: ObjectNode }
export type ObjectNode = Extract<Node, { is: 'object' }>

const text: Node = { is: 'text' }
const weak: Node = { is: 'text', weak: true }
const instant: Node = { is: 'instant' }
const words: Node = { is: 'words' }
/** One a line: names that may have spaces and commas in them. */
const lines: Node = { is: 'lines' }
const ticked: Node = { is: 'ticked' }
const object = (fields: Readonly<Record<string, Node>>): ObjectNode => ({ is: 'object', fields })
const kept = (fields: Readonly<Record<string, Node>>): ObjectNode => ({ is: 'object', fields, kept: true })
const rows = (fields: Readonly<Record<string, Node>>): Node => ({ is: 'rows', row: object(fields) })
const keptRows = (fields: Readonly<Record<string, Node>>): Node => ({ is: 'rows', row: object(fields), kept: true })

const audience = object({ what: text, affected: text, action: text })
const references = rows({ url: text, summary: text, kind: weak })
const credits = rows({ name: text, organization: text, role: weak, summary: text, url: text })

const files: Node = { is: 'files', row: object({ name: text, algorithm: weak, value: text }) }

export const RELEASE = { id: weak, version: text, range: { is: 'range' }, words: text, purl: text, cpe: text, files } as const satisfies Record<string, Node>

/** Beside what an advisory asks for, `rest` holds what it has and a form does not show. */
export const DRAFT: ObjectNode = kept({
  head: kept({
    title: text, id: text, kind: weak, language: weak, tlp: weak, distribution: text,
    severity: object({ text }),
    aliases: lines,
    audiences: object({ people: audience, administrators: audience, developers: audience }),
    notes: rows({ kind: weak, title: text, text, audience: text }),
    references,
    credits,
  }),
  products: kept({
    vendors: keptRows({ name: text, products: keptRows({ name: text, releases: keptRows(RELEASE) }) }),
    relationships: rows({ id: weak, kind: weak, part: text, whole: text, name: text, purl: text, cpe: text, files }),
  }),
  vulnerabilities: keptRows({
    cve: text, title: text, description: text, english: text, weaknesses: words, discovered: instant, disclosed: instant,
    exploitation: object({ details: text, since: instant }),
    scores: rows({ vector: text, products: ticked }),
    ssvc: rows({ role: weak, outcome: text, path: rows({ point: weak, value: text }) }),
    statements: keptRows({ product: weak, state: text, justification: weak, because: text, marks: ticked }),
    remedies: rows({ kind: weak, details: text, products: ticked, url: text, at: instant }),
    references,
    credits,
  }),
})

/** A product as it is kept for all drafts. */
export const PRODUCT: ObjectNode = kept({ vendor: text, name: text, releases: keptRows(RELEASE) })
