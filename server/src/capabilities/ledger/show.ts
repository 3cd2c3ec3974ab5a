/** Entries and proofs as others see them. */
import { type Entry } from '@openaccord/facts'
import type { Micros } from '@openaccord/names'
import { iso, Refusal } from '../../kernel/index.ts'
import { proofState, type ProofState } from './model.ts'
import type { Published } from './store/checkpoints.ts'
import type { Kept } from './store/entries.ts'

export type ShownEntry = {
  index: number | null
  id: Entry['id']
  fact: string
  at: string
  about: string[]
  form: Entry['payload']['form']
  payload: { sha256: string; size: number }
  openBy: string | null
  opens: Entry['id'] | null
  removes: { id: Entry['id']; reason: string } | null
  removed: { reason: string; at: string; by: Entry['id'] } | null
  proof: ProofState
}

export function showEntry(entry: Entry, place: number | null, at: Micros, removed: Kept['removed'], published: Published | undefined): ShownEntry {
  const { id, fact, about, payload, openBy, opens, removes } = entry
  return {
    index: place, id, fact, at: iso(at), about: [...about], form: payload.form, payload: { sha256: payload.sha256, size: payload.size },
    openBy: openBy ?? null, opens: opens ?? null, removes: removes ?? null,
    removed: removed === null ? null : { reason: removed.reason, at: iso(removed.at), by: removed.fact as Entry['id'] },
    proof: proofState(place, published && { size: published.size, cosigned: published.cosigned.length }),
  }
}

export const showKept = ({ leaf, place, at, removed }: Kept, published: Published | undefined): ShownEntry => showEntry(entryIn(leaf), place, at, removed, published)

/** Our own leaf, which was checked when it was made. */
export const entryIn = (leaf: string): Entry => JSON.parse(leaf) as Entry

/** Of an act: the statement in its envelope and the ids of the keys that signed. Of others: the JSON as it is. */
export function parsedPayload(form: Entry['payload']['form'], text: string | null): unknown {
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    return form === 'act' ? openedAct(value) : value
  } catch {
    return null // an act is what its signer sent; that it can be read is not ours to promise
  }
}

function openedAct(value: unknown): unknown {
  const { payload, payloadType, signatures } = value as { payload: string; payloadType: string; signatures: { keyid?: string }[] }
  const statement: unknown = JSON.parse(Buffer.from(payload, 'base64').toString('utf8'))
  return { payloadType, statement, keys: signatures.map(({ keyid }) => keyid ?? null) }
}

/** The keys that an act names as its signers, 64 hexadecimal figures each. */
export function keysOf(text: string): string[] {
  const opened = parsedPayload('act', text) as { keys?: unknown[] } | null
  return [...new Set((opened?.keys ?? []).filter((key): key is string => typeof key === 'string' && /^[0-9a-f]{64}$/.test(key)))]
}

export const noSuchEntry = (): Refusal => new Refusal('unknown', 'ledger.no-such-entry', 'there is no such entry in the log')
export const notYetCovered = (): Refusal => new Refusal('unknown', 'ledger.not-covered-yet', 'no published checkpoint covers this entry yet; ask again in a few seconds', { retryAfterSeconds: 2 })
