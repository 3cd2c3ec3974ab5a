/**
 * What is true of the log: why it stands still, how a witness's answer counts, when a proof is one. RFC 6962's tree grows by
 * `model/edge.ts`; what of the journal becomes an entry is decided in packages/facts.
 */
import type { Micros } from '@openaccord/names'

export const STANDSTILLS = [
  'guard-missing', 'guard-ahead', 'guard-differs', 'key-missing', 'key-differs', 'origin-differs', 'data-damaged', 'witness-ahead', 'conflict',
] as const
export type StandstillCode = (typeof STANDSTILLS)[number]
/** Nothing is appended or signed until the operator has done something; the rest of the hub goes on. */
export type Standstill = { code: StandstillCode; reason: string; since: Micros }

/** A size and the root that the tree had then. */
export type Head = { size: number; root: Uint8Array }

/** Thrown where the log has to stand still. */
export class StandStill extends Error {
  readonly code: StandstillCode
  constructor(code: StandstillCode, reason: string) {
    super(reason)
    this.name = 'StandStill'
    this.code = code
  }
}

/**
 * What is in the store against the last checkpoint that was signed. `rootThen` is the store's root at the guard's size, where
 * the store is that long.
 */
export function judgeGuard({ size, everPublished }: { size: number; everPublished: boolean }, guard: Head | undefined, rootThen: Uint8Array | undefined): StandStill | undefined {
  if (guard === undefined) {
    if (size === 0 && !everPublished) return undefined
    return new StandStill('guard-missing', `there are ${size} entries, but the record of the last signed checkpoint is gone: was a back-up restored, or the guard's folder lost? See docs/operating.md, “The log stands still”`)
  }
  if (guard.size > size) {
    return new StandStill('guard-ahead', `a checkpoint of ${guard.size} entries was signed, but the store has only ${size}: it is older than what was published, as after restoring a back-up. See docs/operating.md, “The log stands still”`)
  }
  if (rootThen === undefined || !sameBytes(rootThen, guard.root)) {
    return new StandStill('guard-differs', `the first ${guard.size} entries of the store are not those that were signed: something in it was changed. See docs/operating.md, “The log stands still”`)
  }
  return undefined
}

export type ProofState = 'waiting' | 'logged' | 'witnessed'
/** `cosigned`: witnesses on the newest checkpoint. */
export function proofState(place: number | null, published: { size: number; cosigned: number } | undefined): ProofState {
  if (place === null || published === undefined || place >= published.size) return 'waiting'
  return published.cosigned > 0 ? 'witnessed' : 'logged'
}

export type SealState = 'sealed' | 'overdue' | 'opened'
/** A deadline that is missed shows by itself. */
export function sealState({ openBy, openedBy }: { openBy: Micros | null; openedBy: string | null }, now: Micros): SealState {
  if (openedBy !== null) return 'opened'
  return openBy !== null && openBy < now ? 'overdue' : 'sealed'
}

/** How long to wait before witnesses are asked again: 1 s, doubling to half a minute. */
export const pauseAfter = (failures: number): number => Math.min(30_000, 1000 * 2 ** Math.min(failures - 1, 10))

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, at) => byte === b[at])
