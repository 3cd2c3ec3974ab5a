/**
 * Granular marking selectors (STIX 2.1 §7.2.3): `external_references.[0].description`.
 * A step is a property name or dictionary key, or `[n]` for an item of a list.
 */
import { isStixObject, type StixObject } from '../types.ts'

export type Step = string | number

const LONGEST_PATH = 64

/** The steps of a selector, or undefined where its syntax is wrong. */
export function parseSelector(selector: string): Step[] | undefined {
  if (selector.length > 16_384) return undefined
  const parts = selector.split('.', LONGEST_PATH + 1)
  if (parts.length > LONGEST_PATH || parts[0]?.startsWith('[')) return undefined
  const steps: Step[] = []
  for (const part of parts) {
    const step = part.startsWith('[') ? indexOf(part) : part
    if (step === undefined || step === '') return undefined
    steps.push(step)
  }
  return steps
}

function indexOf(part: string): number | undefined {
  return /^\[(?:0|[1-9]\d{0,8})\]$/.test(part) ? Number(part.slice(1, -1)) : undefined
}

export function printSelector(steps: readonly Step[]): string {
  return steps.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join('.')
}

/** Whether the steps lead to something that is there. */
export function resolves(object: StixObject, steps: readonly Step[]): boolean {
  let value: unknown = object
  for (const step of steps) {
    if (typeof step === 'number') {
      if (!Array.isArray(value) || step >= value.length) return false
      value = value[step]
    } else {
      if (!isStixObject(value) || !Object.hasOwn(value, step)) return false
      value = value[step]
    }
  }
  return true
}
