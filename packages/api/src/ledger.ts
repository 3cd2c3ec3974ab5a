/**
 * Ledger: the public log of the alliance, for people and programs of the hub's own. The log itself is read at its own
 * addresses, whose contract is C2SP tlog-tiles: /log/checkpoint, /log/tile/…, /log/proof/…, /log/evidence/…
 */
import { Type } from 'typebox'
import { PAYLOAD_FORMS } from '@openaccord/facts'
import { route } from './route.ts'
import * as S from './shapes.ts'

export const FactIdShape = Type.String({ pattern: '^fact_[0-9a-hjkmnp-tv-z]{20}$' })
/** An entry by its place in the log, from 0, or by the id of its fact, which it has from the first moment. */
export const EntryName = Type.String({ maxLength: 40, pattern: '^(?:fact_[0-9a-hjkmnp-tv-z]{20}|0|[1-9][0-9]{0,14})$' })
const FormShape = S.oneOf(PAYLOAD_FORMS)

/** `waiting`: no published checkpoint covers it yet. `witnessed`: one does, cosigned by the quorum. `logged`: one does, and no witnesses are asked. */
export const ProofState = S.oneOf(['waiting', 'logged', 'witnessed'])

/** Why nothing is appended or signed. Codes never change. */
export const Standstill = Type.Object({
  code: S.oneOf(['guard-missing', 'guard-ahead', 'guard-differs', 'key-missing', 'key-differs', 'origin-differs', 'data-damaged', 'witness-ahead', 'conflict']),
  reason: Type.String(),
  since: S.Time,
})

export const LogEntry = Type.Object({
  /** Null while it waits to be appended. */
  index: S.maybe(Type.Integer()),
  id: FactIdShape,
  /** Room and kind: `pledges.pledge-signature`. */
  fact: Type.String(),
  at: S.Time,
  about: Type.Array(Type.String()),
  form: FormShape,
  payload: Type.Object({ sha256: S.Sha256, size: Type.Integer() }),
  openBy: S.maybe(S.Time),
  /** The sealed entry which this one opens. */
  opens: S.maybe(FactIdShape),
  /** The entry whose payload this one took away. */
  removes: S.maybe(Type.Object({ id: FactIdShape, reason: Type.String() })),
  /** Its own payload was taken away. */
  removed: S.maybe(Type.Object({ reason: Type.String(), at: S.Time, by: FactIdShape })),
  proof: ProofState,
})

export const Seal = Type.Object({
  entry: LogEntry,
  /** `overdue`: it should be open by now and is not. */
  state: S.oneOf(['sealed', 'overdue', 'opened']),
  openedBy: S.maybe(FactIdShape),
})

export const ledger = {
  status: route({
    method: 'GET', path: '/api/v1/log', access: 'public', summary: 'How the log stands: what is published, by whom it is witnessed, what waits.',
    reply: Type.Object({
      origin: Type.String(),
      /** To verify with (C2SP signed-note); null until the first start has made the key. */
      vkey: S.maybe(Type.String()),
      /** Of the published checkpoint. */
      size: Type.Integer(),
      root: S.maybe(Type.String({ description: 'base64, as in the checkpoint' })),
      published: S.maybe(S.Time),
      /** Entries kept so far; those from `size` on wait for the next checkpoint. */
      appended: Type.Integer(),
      /** Facts of the journal that are not entries yet. */
      waiting: Type.Integer(),
      quorum: Type.String({ description: 'name of the group or witness in the policy; none' }),
      witnesses: Type.Array(
        Type.Object({
          name: Type.String(),
          key: Type.String({ description: 'the name in its key' }),
          cosigned: S.maybe(S.Time),
          size: S.maybe(Type.Integer({ description: 'the largest of our checkpoints that it has cosigned' })),
          trouble: S.maybe(Type.String()),
        }),
      ),
      standstill: S.maybe(Standstill),
      /** Since when a checkpoint waits for the quorum of witnesses. */
      quorumMissingSince: S.maybe(S.Time),
      conflicts: Type.Integer(),
      /** Facts that could not become entries, by our own fault. */
      unfit: Type.Array(Type.Object({ fact: FactIdShape, reason: Type.String() })),
      /** Tiles on disk that were not what they should be, and were written again from the store. */
      mended: Type.Integer(),
    }),
  }),
  entries: route({
    method: 'GET', path: '/api/v1/log/entries', access: 'public', summary: 'Entries, newest first.',
    query: Type.Object({
      about: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'an id that the entries are about' })),
      fact: Type.Optional(Type.Array(Type.String({ maxLength: 100, pattern: '^[a-z-]+\\.[a-z.-]+$', description: 'room.kind' }), { maxItems: 50 })),
      since: Type.Optional(S.Time),
      until: Type.Optional(S.Time),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
      cursor: Type.Optional(S.Cursor),
    }),
    reply: Type.Object({ entries: Type.Array(LogEntry), cursor: S.maybe(S.Cursor) }),
  }),
  entry: route({
    method: 'GET', path: '/api/v1/log/entries/:entry', access: 'public', summary: 'One entry, by its index or the id of its fact, with its payload.',
    params: Type.Object({ entry: EntryName }),
    reply: Type.Object({
      entry: LogEntry,
      /** The leaf, byte for byte. */
      leaf: Type.String(),
      /** The payload as text, byte for byte; null for a sealed fact and for one that was removed. */
      payload: S.maybe(Type.String()),
      /** Of an act: the statement and who signed it. Of others: the parsed JSON. */
      parsed: Type.Unknown(),
      checkpoint: S.maybe(Type.Object({ size: Type.Integer(), note: Type.String(), published: S.Time, cosigned: Type.Array(Type.Object({ witness: Type.String(), at: S.Time })) })),
    }),
  }),
  seals: route({
    method: 'GET', path: '/api/v1/log/seals', access: 'public', summary: 'Sealed facts: those that are overdue first, by themselves.',
    query: Type.Object({ state: Type.Optional(S.oneOf(['sealed', 'overdue', 'opened'])), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })) }),
    reply: Type.Object({ seals: Type.Array(Seal) }),
  }),
  removePayload: route({
    method: 'POST', path: '/api/v1/log/entries/:entry/remove-payload', access: 'accord.keep',
    summary: 'Takes a payload away for good, with a reason that everyone sees. Its leaf and its proof stay.',
    params: Type.Object({ entry: EntryName }),
    body: Type.Object({ reason: Type.String({ minLength: 3, maxLength: 500, pattern: '^[^\\p{Cc}\\s](?:[^\\p{Cc}]*[^\\p{Cc}\\s])?$' }) }),
    reply: LogEntry,
  }),
}
