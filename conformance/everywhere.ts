/** One whole-house suite on both engines, with what most of them need: where the test data is, and who is who. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Account, Guide } from '../server/src/demo/fill.ts'
import { describeOnEveryEngine, type Place } from '../server/src/platform/testing/engines.ts'

export const SOAK = process.env['OPENACCORD_SOAK'] === '1'
const ROOT = join(import.meta.dirname, '..')
const DATA = resolve(ROOT, process.env['OPENACCORD_TESTDATA'] ?? '../shared/data')

/** `where.engine` and `where.freshUrl()`: an empty database each time. */
export const onEveryEngine = (name: string, suite: (where: Place) => void): void => describeOnEveryEngine(name, (_open, place) => suite(place))

/** A folder or file of the test data, or below the folder beside it; undefined when it is not on this machine. */
export function testData(...parts: string[]): string | undefined {
  const path = join(DATA, ...parts)
  return existsSync(path) ? path : undefined
}
export const noData = (...parts: string[]): string => `no test data at ${join(DATA, ...parts)}: set OPENACCORD_TESTDATA`

export function accountOf({ accounts }: Guide, person: string): Account {
  const found = accounts.find((account) => account.person === person)
  if (found === undefined) throw new Error(`nobody here is called ${person}`)
  return found
}

/** Figures of a run, in the test's own output. */
export const figures = (text: string): void => console.log(`    ${text}`)
