/**
 * Observed data (STIX 2.1 §4.14) as the matcher needs it: when it may have happened, how often, and which objects
 * were seen. Objects come by `object_refs` from those given beside it, or from the deprecated `objects` dictionary.
 */
import { PatternError } from './errors.ts'
import type { Observable, Scope } from './resolve.ts'
import { isTimestamp, microsecondsOf } from './timestamp.ts'

/** The properties of an observed-data object that matter here. */
export type ObservedData = {
  readonly first_observed: string
  readonly last_observed: string
  /** how many observations it stands for; 1 where it does not say */
  readonly number_observed?: number
  readonly object_refs?: readonly string[]
  readonly objects?: { readonly [key: string]: unknown }
}

/**
 * `first` and `last` in microseconds since 1970, both included; it is not defined when in between the `count`
 * observations happened (§9.1), so each may have happened at any moment of it.
 */
export type Observation = Scope & { first: number; last: number; count: number; objects: Observable[] }

/** @throws PatternError `bad-observation` where times or count are not as the specification wants them */
export function readObservations(observed: readonly ObservedData[], known: Iterable<unknown>): Observation[] {
  const byId = new Map<string, Observable>()
  for (const object of known) if (isObservable(object) && typeof object['id'] === 'string') byId.set(object['id'], object)
  return observed.map((data, index) => readObservation(data, index, byId))
}

function readObservation(data: ObservedData, index: number, byId: Map<string, Observable>): Observation {
  const first = moment(data.first_observed, index, 'first_observed')
  const last = moment(data.last_observed, index, 'last_observed')
  if (last < first) refuse(index, 'last_observed', 'is not before first_observed')
  const count = data.number_observed ?? 1
  if (!Number.isSafeInteger(count) || count < 1) refuse(index, 'number_observed', 'is a whole number above 0')
  const present = presentObjects(data, byId)
  return { first, last, count, objects: [...new Set(present.values())], find: (reference) => present.get(reference) }
}

/** §9.7.4: only what the observation itself lists can be reached. */
function presentObjects(data: ObservedData, byId: Map<string, Observable>): Map<string, Observable> {
  const present = new Map<string, Observable>()
  for (const [key, object] of Object.entries(data.objects ?? {})) if (isObservable(object)) present.set(key, object)
  for (const reference of data.object_refs ?? []) {
    const object = byId.get(reference)
    if (object !== undefined) present.set(reference, object)
  }
  return present
}

function moment(value: unknown, index: number, property: string): number {
  if (typeof value !== 'string' || !isTimestamp(value)) {
    return refuse(index, property, 'is a timestamp like 2016-06-01T00:00:00Z')
  }
  return microsecondsOf(value)
}

function isObservable(value: unknown): value is Observable {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

function refuse(index: number, property: string, rule: string): never {
  throw new PatternError('bad-observation', 0, `observed data ${index}: ${property} ${rule}`)
}
