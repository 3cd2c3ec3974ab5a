/**
 * Granular markings (STIX 2.1 §7.2.3) put to use: what of an object may go out under a ceiling. A granular marking only
 * ever restricts; lists close up where items go, and the remaining selectors follow. Where a valid object is not left, or
 * what is gone could be guessed from the id, nothing goes out.
 */
import { contributesToId } from '../deterministic-id.ts'
import { uuidVersion } from '../ids.ts'
import { isStixObject, type StixObject } from '../types.ts'
import { validateWith } from '../validate/validate.ts'
import { levelOf, NO_DEFINITIONS, type Definitions } from './level.ts'
import { parseSelector, printSelector, resolves, type Step } from './selectors.ts'
import { markingLevel, OWNER_ONLY, type Level } from './tlp.ts'

/**
 * `level`: of the object itself. `whole`: the lowest ceiling under which it goes out as it is. `least`: the lowest under
 * which at least a redacted form does; never above `whole`. All undefined for an unmarked object without a default.
 */
export type ReleaseLevels = { level: Level | undefined; whole: Level | undefined; least: Level | undefined }

/** Selecting one of these hides the whole object: without them it is not the same object, or not as strictly marked. */
const IDENTITY = new Set(['type', 'id', 'spec_version', 'created', 'modified', 'revoked', 'object_marking_refs', 'granular_markings'])

type Restriction = { level: Level; paths: Step[][] | undefined }

/**
 * With a default for unmarked objects. For an index over many defaults, ask with default 0 and take the higher of the
 * default and each answer: levels only add up that way (`whole(d) = max(d, whole(0))`, likewise `least`).
 */
export function releaseLevels(object: StixObject, definitions: Definitions = NO_DEFINITIONS, whenUnmarked?: Level): ReleaseLevels {
  const level = levelOf(object, definitions).level ?? whenUnmarked
  if (level === undefined) return { level, whole: undefined, least: undefined }
  const restrictions = restrictionsOf(object, definitions)
  const whole = highest(restrictions, level)
  let least = whole
  // what is hidden changes only where the ceiling passes the level of a restriction
  while (least > level && cut(object, (least - 1) as Level, restrictions) !== undefined) least = nextStep(restrictions, least, level)
  return { level, whole, least }
}

function highest(restrictions: readonly Restriction[], floor: Level): Level {
  let most = floor
  for (const { level } of restrictions) if (level > most) most = level
  return most
}

/** The highest level of a restriction below `least`, but not below `floor`. */
function nextStep(restrictions: readonly Restriction[], least: Level, floor: Level): Level {
  let step = floor
  for (const { level } of restrictions) if (level < least && level > step) step = level
  return step
}

/**
 * The object as a reader with this ceiling may have it: itself, a copy without what is above the ceiling, or undefined.
 * Forgetting the default of the collection releases nothing.
 */
export function redact(
  object: StixObject,
  ceiling: Level,
  definitions: Definitions = NO_DEFINITIONS,
  whenUnmarked: Level = OWNER_ONLY,
): StixObject | undefined {
  const level = levelOf(object, definitions).level ?? whenUnmarked
  if (ceiling < level) return undefined
  const restrictions = restrictionsOf(object, definitions)
  let left: StixObject | undefined = object
  // step by step from above as releaseLevels goes, so that both say the same
  for (let least = highest(restrictions, level); least > ceiling && left !== undefined; least = nextStep(restrictions, least, level)) {
    left = cut(object, (least - 1) as Level, restrictions)
  }
  return left
}

/** What the granular markings restrict. Paths undefined: one of them is not understood, so it concerns everything. */
function restrictionsOf(object: StixObject, definitions: Definitions): Restriction[] {
  const markings = object['granular_markings']
  if (markings === undefined) return []
  if (!Array.isArray(markings)) return [{ level: OWNER_ONLY, paths: undefined }]
  return markings.flatMap((marking: unknown) => restrictionOf(object, marking, definitions) ?? [])
}

function restrictionOf(object: StixObject, marking: unknown, definitions: Definitions): Restriction | undefined {
  if (!isStixObject(marking)) return { level: OWNER_ONLY, paths: undefined }
  const { marking_ref: ref, lang, selectors } = marking
  if (ref === undefined && typeof lang === 'string') return undefined
  const level = typeof ref === 'string' ? markingLevel(ref, definitions.get(ref)) : OWNER_ONLY
  if (level === undefined || level === 0) return undefined
  return { level, paths: Array.isArray(selectors) ? pathsOf(object, selectors) : undefined }
}

function pathsOf(object: StixObject, selectors: readonly unknown[]): Step[][] | undefined {
  const paths: Step[][] = []
  for (const selector of selectors) {
    const steps = typeof selector === 'string' ? parseSelector(selector) : undefined
    if (steps === undefined || !resolves(object, steps) || IDENTITY.has(String(steps[0]))) return undefined
    paths.push(steps)
  }
  return paths
}

/** A tree over what is hidden; the way to a hidden part is itself not hidden, unless nothing else was on it. */
type Branch = { hidden: boolean; inner: Map<Step, Branch> }

const GONE = Symbol('nothing left')

function cut(object: StixObject, ceiling: Level, restrictions: readonly Restriction[]): StixObject | undefined {
  const root: Branch = { hidden: false, inner: new Map() }
  for (const { level, paths } of restrictions) {
    if (level <= ceiling) continue
    if (paths === undefined || paths.some((steps) => betrayedById(object, steps))) return undefined
    for (const steps of paths) hide(root, steps)
  }
  const left = prune(object, root)
  if (left === GONE) return undefined
  const redacted = withSelectors(left as StixObject, root)
  return validateWith(redacted, { warnings: false }).length === 0 ? redacted : undefined
}

/** The id of an SCO is a hash over these properties: whoever guesses the hidden value can confirm it. */
function betrayedById(object: StixObject, steps: readonly Step[]): boolean {
  const { id, type } = object
  return typeof id === 'string' && typeof type === 'string' && uuidVersion(id) === 5 && contributesToId(type, String(steps[0]))
}

function hide(root: Branch, steps: readonly Step[]): void {
  let branch = root
  for (const step of steps) {
    const next = branch.inner.get(step) ?? { hidden: false, inner: new Map<Step, Branch>() }
    branch.inner.set(step, next)
    branch = next
  }
  branch.hidden = true
}

/** A copy without the hidden parts; lists and dictionaries left empty go as well (§2.3, §2.12). */
function prune(value: unknown, branch: Branch): unknown {
  if (branch.hidden) return GONE
  if (branch.inner.size === 0) return value
  const left = Array.isArray(value) ? pruneList(value, branch) : pruneObject(value as StixObject, branch)
  if (left === GONE) branch.hidden = true
  return left
}

function pruneList(value: readonly unknown[], branch: Branch): unknown {
  const left: unknown[] = []
  value.forEach((item, index) => {
    const inner = branch.inner.get(index)
    const kept = inner === undefined ? item : prune(item, inner)
    if (kept !== GONE) left.push(kept)
  })
  return left.length === 0 ? GONE : left
}

function pruneObject(value: StixObject, branch: Branch): unknown {
  const left: [string, unknown][] = []
  for (const [name, item] of Object.entries(value)) {
    const inner = branch.inner.get(name)
    const kept = inner === undefined ? item : prune(item, inner)
    if (kept !== GONE) left.push([name, kept])
  }
  return left.length === 0 ? GONE : Object.fromEntries(left)
}

/** The granular markings that still have something to mark, their selectors counted anew. */
function withSelectors(object: StixObject, root: Branch): StixObject {
  const markings = object['granular_markings'] as readonly StixObject[]
  const left = markings.flatMap((marking) => {
    const selectors = (marking['selectors'] as readonly string[]).flatMap((selector) => moved(selector, root) ?? [])
    return selectors.length === 0 ? [] : [{ ...marking, selectors }]
  })
  const { granular_markings: _before, ...rest } = object
  if (left.length === 0) return rest
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, name === 'granular_markings' ? left : value]))
}

/** Where a selector points after the cut, or undefined where that is gone. */
function moved(selector: string, root: Branch): string | undefined {
  const steps: Step[] = []
  let branch: Branch | undefined = root
  for (const step of parseSelector(selector) ?? []) {
    const before: [Step, Branch][] = typeof step === 'number' ? [...(branch?.inner ?? [])] : []
    const gone = before.filter(([other, inner]) => inner.hidden && typeof other === 'number' && other < Number(step)).length
    steps.push(typeof step === 'number' ? step - gone : step)
    branch = branch?.inner.get(step)
    if (branch?.hidden === true) return undefined
  }
  return printSelector(steps)
}
