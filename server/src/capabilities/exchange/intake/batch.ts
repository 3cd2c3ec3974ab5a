/** What the intake thread hands back: the good objects of one body as columns, and what is wrong with the others. */

/** Why an object was refused, or what is doubtful about it. `index`: its place in the list, from 0. */
export type Remark = { index: number; id: string | null; code: string; pointer: string; rule: string; message: string; fix: string }

/** Where an object's level comes from. */
export const ORIGINS = ['object', 'collection-default', 'none', 'not-understood'] as const
export type Origin = (typeof ORIGINS)[number]

export type Sample = { id: string; type: string; title: string; least: number }

/** Row i of every column is one object; all numbers are whole. Nobody changes a batch. */
export type Batch = {
  /** How many objects the body held. */
  total: number
  rows: number
  /** The body, moved from thread to thread: none any more once it has been kept. `ranges` holds a start and an end for each row. */
  bytes: Uint8Array
  ranges: Uint32Array
  places: Uint32Array
  ids: string[]
  types: string[]
  versionTexts: string[]
  /** Microseconds; 0 for what has no versions. */
  versions: Float64Array
  /** 1 where later versions can follow: it says when it was modified. */
  versioned: Uint8Array
  created: Float64Array
  /** A fingerprint of created_by_ref; 0 without one. */
  creators: Float64Array
  least: Float64Array
  whole: Float64Array
  revoked: Float64Array
  /** DIGEST_BYTES for each row. */
  digests: Uint8Array
  /** How many rows have their level from where, in the order of ORIGINS. */
  origins: number[]
  largest: number
  refused: Remark[]
  warnings: Remark[]
  sample: Sample[]
}

/** What of the collection and its poster matters when a body is read. */
export type Terms = {
  /** `envelope`: as TAXII sends it. `any`: also a bundle, a list or one object. */
  form: 'envelope' | 'any'
  defaultLevel: number | undefined
  allowsPayloads: boolean
  /** The poster's own marking definitions in this collection, in bytes. */
  definitions: readonly Uint8Array[]
  /** Doubtful things are looked for too, which costs time. */
  warnings: boolean
}

export const INTAKE_LIMITS = { objects: 20_000, objectBytes: 1_048_576, depth: 64, remarks: 20_000, warnings: 500, sample: 50 } as const
