/** What a test of section 6 is, what it may ask for from outside, and what it answers. */
import type { Finding } from '../error.ts'
import type { Reading } from './reading.ts'

export type TestGroup = 'mandatory' | 'optional' | 'informative'

/** What a test cannot know by itself. Each is optional; a test that needs one and has none says that it was not run. */
export interface Services {
  /** The name of a weakness such as `CWE-79` (6.1.11). Without it, the list that this package brings is used. */
  readonly cweName?: (id: string) => string | undefined
  /** Whether a package URL is valid (6.1.13). Without it, the rules that hold for every type are checked. */
  readonly isPurl?: (purl: string) => boolean
  /** URL → whether it was answered with a status from 200 to 399 (6.3.6, 6.3.7). `urlsOf` says which are asked for. */
  readonly resolved?: ReadonlyMap<string, boolean>
  /** The misspelt words of a text in a language (6.3.8), by a dictionary. */
  readonly misspelt?: (text: string, lang: string) => readonly string[]
}

/** The path may be a function where it is dear to make: it is asked for findings that are kept. */
export type ReportFinding = (path: string | (() => string), message: string, fix: string) => void

/** Why a test says nothing: it does not apply to this document, or it could not look. */
export interface Silence {
  readonly state: 'skipped' | 'not-run'
  readonly reason: string
}

export interface Section6Test {
  /** The number of its section: `6.1.1`. */
  readonly id: string
  readonly title: string
  readonly group: TestGroup
  readonly run: (reading: Reading, report: ReportFinding, services: Services) => Silence | undefined
}

export interface TestResult {
  readonly id: string
  readonly title: string
  readonly group: TestGroup
  readonly state: 'passed' | 'failed' | Silence['state']
  /** At most 100. */
  readonly findings: readonly Finding[]
  /** How many further findings were left out. */
  readonly more: number
  /** Why it was skipped or not run, or what it could not look at. */
  readonly reason?: string
}

type Run = (reading: Reading, report: ReportFinding, services: Services) => Silence | undefined | void

const GROUPS: Readonly<Record<string, TestGroup>> = { '6.1': 'mandatory', '6.2': 'optional', '6.3': 'informative' }

export function test(id: string, title: string, run: Run): Section6Test {
  return { id, title, group: GROUPS[id.slice(0, 3)] ?? 'mandatory', run: (reading, report, services) => run(reading, report, services) ?? undefined }
}

/** A test of a profile (6.1.27): skipped for documents of other categories. */
export function profileTest(id: string, title: string, categories: readonly string[], run: Run): Section6Test {
  return test(id, title, (reading, report, services) => {
    if (categories.includes(reading.category)) return run(reading, report, services)
    return { state: 'skipped', reason: `it is for the category ${categories.join(' or ')}` }
  })
}
