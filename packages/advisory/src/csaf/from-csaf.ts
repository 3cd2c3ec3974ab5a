/** A draft from a CSAF document of 2.0 or 2.1. What it could not take over is named by its place in the document. */
import { CsafError, asCsaf } from '@openaccord/csaf'
import type { Imported } from '../convert.ts'
import { normalizeDraft } from '../draft/draft.ts'
import { DRAFT_FORMAT, type Draft, type Kind } from '../draft/types.ts'
import { AdvisoryError } from '../error.ts'
import { collectLosses, type Losses } from '../losses.ts'
import { addUnread, readValue, type Reading } from '../reading.ts'
import { readHead } from './from-document.ts'
import { readTree } from './from-tree.ts'
import { readVulnerability } from './from-vulnerability.ts'

/** Throws `bad-document` when the value is no CSAF document of one of the two. */
export function fromCsaf(value: unknown): Imported {
  const root = readValue(value)
  const version = root.inner('document').text('csaf_version')
  if (version !== '2.0' && version !== '2.1') throw new AdvisoryError('bad-document', 'it is no CSAF document of version 2.0 or 2.1; look at /document/csaf_version')
  if (version === '2.0') assureCsaf20(value)
  root.skip('$schema')
  const losses = collectLosses()
  const publisher = root.inner('document').inner('publisher').text('name') ?? 'Unknown'
  const tree = readTree(root.inner('product_tree'), publisher, losses)
  const head = readHead(root.inner('document'), kindOf(root, losses), losses)
  const vulnerabilities = root.list('vulnerabilities').map((one) => readVulnerability(one, head.title, tree.members, losses))
  const draft: Draft = { format: DRAFT_FORMAT, head, products: tree.products, vulnerabilities }
  addUnread(root, losses)
  return { draft: normalizeDraft(draft), losses: losses.list }
}

function assureCsaf20(value: unknown): void {
  try {
    asCsaf(value)
  } catch (cause) {
    if (!(cause instanceof CsafError)) throw cause
    throw new AdvisoryError('bad-document', cause.message, { cause })
  }
}

const KINDS: Readonly<Record<string, Kind>> = {
  csaf_security_advisory: 'advisory',
  csaf_deprecated_security_advisory: 'advisory',
  csaf_vex: 'vex',
  csaf_informational_advisory: 'notice',
}

function kindOf(root: Reading, losses: Losses): Kind {
  const category = root.inner('document').text('category') ?? ''
  const known = Object.hasOwn(KINDS, category) ? KINDS[category] : undefined
  const kind = known ?? (root.list('vulnerabilities').length > 0 ? 'advisory' : 'notice')
  if (known === undefined) losses.add('/document/category', `the category ${category}`, `a draft has three; ${kind} stands there`)
  return kind
}
