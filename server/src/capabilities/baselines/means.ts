/** What the verbs of this room are given. */
import type { Settings } from '@openaccord/baseline'
import type { Clock, Random } from '../../kernel/index.ts'
import type { Database } from '../../platform/database.ts'
import type { Gate, World } from '../../platform/measure.ts'

/** Where a domain is measured, and by which trust anchors of the root its signatures are judged. */
export type Place = { world: World; settings: Settings }

export type Means = {
  database: Database
  clock: Clock
  random: Random
  internet: Place
  /** A sample alliance's own servers, for names that are nobody's on the internet. */
  sample?: (Place & { covers(domain: string): boolean }) | undefined
  gate?: Gate
  /** For one whole check; 28 seconds. */
  wholeMs?: number
  /** See `createMeasure`. */
  patience?: number
  /** `https://hub.example`, without a slash at the end: told to whoever is measured. */
  origin: string
  trouble(what: string, error: unknown): void
}

export const placeOf = ({ internet, sample }: Pick<Means, 'internet' | 'sample'>, domain: string): Place => (sample?.covers(domain) === true ? sample : internet)
