/**
 * Object paths (STIX 2.1 §9.7): from an object to the values that a path leads to. References are followed only to
 * objects of the same observation; `[*]` tries each item; what is not there gives no value.
 */
import type { PathStep } from './ast.ts'
import type { Budget } from './budget.ts'

/** A cyber-observable object as JSON gives it. */
export type Observable = { readonly type: string; readonly [property: string]: unknown }

/** Finds an object of the observation by its identifier (or, in the deprecated form, by its key). */
export type Scope = { find(reference: string): Observable | undefined }

/**
 * The values at the end of a path, without repetition. Since a value is kept once at every step, cycles of
 * references cost no more than there are objects.
 */
export function valuesAt(root: Observable, steps: readonly PathStep[], scope: Scope, budget: Budget): unknown[] {
  let values: unknown[] = [root]
  let name = ''
  for (const step of steps) {
    const reached = new Set<unknown>()
    for (const value of values) {
      budget.spend(1)
      if (step.kind === 'key') addProperty(reached, isReference(name) ? followed(value, scope) : value, step.name)
      else if (Array.isArray(value)) addItems(reached, value, step, budget)
    }
    if (step.kind === 'key') name = step.name
    values = [...reached]
    if (values.length === 0) break
  }
  return values
}

function isReference(name: string): boolean {
  return name.endsWith('_ref') || name.endsWith('_refs')
}

function followed(value: unknown, scope: Scope): unknown {
  return typeof value === 'string' ? scope.find(value) : value
}

function addProperty(reached: Set<unknown>, value: unknown, name: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) return
  reached.add((value as Record<string, unknown>)[name])
}

function addItems(reached: Set<unknown>, list: unknown[], step: PathStep & { kind: 'index' | 'any' }, budget: Budget): void {
  if (step.kind === 'any') {
    budget.spend(list.length)
    for (const item of list) reached.add(item)
  } else if (step.index >= 0 && step.index < list.length) reached.add(list[step.index])
}
