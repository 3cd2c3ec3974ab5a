/** What a requirement of §7.1 is, and what checking it answers. */
import type { SiteFinding, SiteReading } from './site.ts'

export interface RequirementResult {
  /** 1 to 20 of CSAF 2.0 §7.1. */
  readonly number: number
  readonly title: string
  readonly state: 'met' | 'broken' | 'not-run'
  readonly findings: readonly SiteFinding[]
  /** What was not looked at, and why. */
  readonly reason?: string
}

export type ReportSite = (url: string, message: string, fix: string) => void

export interface Requirement {
  readonly number: number
  readonly title: string
  /** Answers why it could not look, where it could not. */
  readonly run: (reading: SiteReading, report: ReportSite) => string | undefined
}

export function requirement(number: number, title: string, run: (reading: SiteReading, report: ReportSite) => string | undefined | void): Requirement {
  return { number, title, run: (reading, report) => run(reading, report) ?? undefined }
}
