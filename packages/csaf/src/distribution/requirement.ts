/** What a requirement of §7.1 is, and what checking it answers. */
import type { SiteFinding, SiteReading } from './site.ts'

/** Why a requirement was not looked at: a code that never changes, and its words. `{domain}` is the provider's. */
export const NOT_RUN = {
  'access-not-tried': 'whether documents are free to read was not tried; pass isProtected',
  'protection-not-tried': 'whether documents are protected was not tried; pass isProtected',
  'redirects-not-seen': 'redirects show on the network only',
  'dns-not-asked': 'csaf.data.security.{domain} was not asked; names are resolved on the network only',
  'no-directory': 'the provider names no directory',
  'no-feed': 'the provider names no feed',
  'listings-not-asked': 'listings are made by the server; they were not asked for',
  'digests-not-computed': 'digests were not computed; pass digest',
  'signatures-not-verified': 'signatures were not verified; pass verify',
  'keys-not-fetched': 'not every key was fetched',
} as const
export type NotRun = keyof typeof NOT_RUN

export interface RequirementResult {
  /** 1 to 20 of CSAF 2.0 §7.1. */
  readonly number: number
  readonly title: string
  readonly state: 'met' | 'broken' | 'not-run'
  readonly findings: readonly SiteFinding[]
  /** What was not looked at, and why. */
  readonly reason?: string
  /** The same as a code; of `NOT_RUN`, or of whoever looked further. */
  readonly reasonCode?: string
}

export type ReportSite = (url: string, message: string, fix: string) => void

export interface Requirement {
  readonly number: number
  readonly title: string
  /** Answers why it could not look, where it could not. */
  readonly run: (reading: SiteReading, report: ReportSite) => NotRun | undefined
}

export function requirement(number: number, title: string, run: (reading: SiteReading, report: ReportSite) => NotRun | undefined | void): Requirement {
  return { number, title, run: (reading, report) => run(reading, report) ?? undefined }
}
