/** Markings in words that a reader can act on. */
import { TLP_LEVELS, type Tlp } from '@openaccord/names'
import { levelOf, OWNER_ONLY, type StixObject } from '@openaccord/stix'
import type { Origin } from '../intake/batch.ts'

export type MarkingInWords = { tlp: Tlp | null; from: Origin; words: string; redacted: boolean; statements: string[] }

export const tlpOfLevel = (level: number | undefined): Tlp | null => (level === undefined ? null : (TLP_LEVELS[level] ?? null))

/** What one may do with an object of this level, got in this community; the community's name may be hidden. */
export function mayPass(level: number, community: string | undefined): string {
  const here = community ?? 'its community'
  switch (level) {
    case 0:
      return 'You may pass this to anyone.'
    case 1:
      return `You may pass this to organisations of ${here} and to peers like them, but not publish it.`
    case 2:
      return 'You may pass this within your own organisation and to those of its clients who need it to protect themselves.'
    case 3:
      return 'You may pass this within your own organisation only, to those who need to know.'
    case 4:
      return 'You may not pass this to anyone: it is for you and the other people named for it.'
    default:
      return 'Only your own organisation sees this: its marking is missing or not understood here.'
  }
}

/** `least`: as kept with the object. `statements`: of the markings that the reader sees. */
export function markingInWords(object: StixObject, least: number, defaultLevel: number | undefined, community: string | undefined, redacted: boolean, statements: string[]): MarkingInWords {
  const marked = levelOf(object, { get: () => STATEMENT }).level !== undefined || least === OWNER_ONLY
  const unmarked: Origin = defaultLevel === undefined ? 'none' : 'collection-default'
  const from: Origin = !marked ? unmarked : least < OWNER_ONLY ? 'object' : object['object_marking_refs'] === undefined ? 'none' : 'not-understood'
  return { tlp: tlpOfLevel(least), from, words: mayPass(least, community), redacted, statements }
}

/** Stands for every definition that is not one of TLP by its id, so that only TLP counts. */
const STATEMENT: StixObject = { definition_type: 'statement' }
