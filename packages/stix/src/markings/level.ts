/**
 * The lattice: how far an object may travel. STIX 2.1 §7.2 leaves open what several markings mean together;
 * here the strictest wins, statements do not count, and what is not understood stays with its owner.
 */
import type { StixObject } from '../types.ts'
import { markingLevel, OWNER_ONLY, type Level } from './tlp.ts'

/** Where marking definitions are looked up: a Map will do. */
export type Definitions = { get(id: string): StixObject | undefined }

export const NO_DEFINITIONS: Definitions = new Map()

/** `level` undefined: no TLP marking, so the default of the collection holds. `decidedBy`: the marking that set it. */
export type MarkingVerdict = { level: Level | undefined; decidedBy: string | undefined }

/** The level that the object's own markings ask for; granular markings come on top (see `releaseLevels`). */
export function levelOf(object: StixObject, definitions: Definitions = NO_DEFINITIONS): MarkingVerdict {
  const refs = object['object_marking_refs']
  const verdict: MarkingVerdict = { level: undefined, decidedBy: undefined }
  if (refs === undefined) return verdict
  if (!Array.isArray(refs)) return { level: OWNER_ONLY, decidedBy: undefined }
  for (const ref of refs) {
    const level = typeof ref === 'string' ? markingLevel(ref, definitions.get(ref)) : OWNER_ONLY
    if (level !== undefined && (verdict.level === undefined || level > verdict.level)) {
      verdict.level = level
      verdict.decidedBy = typeof ref === 'string' ? ref : undefined
    }
  }
  return verdict
}
