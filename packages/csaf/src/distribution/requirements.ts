/** Requirements 1 to 20 of CSAF 2.0 §7.1 as far as texts can show them, and what the roles of §7.2 ask for. */
import * as documents from './requirements-documents.ts'
import * as provider from './requirements-provider.ts'
import { NOT_RUN, type Requirement, type RequirementResult } from './requirement.ts'
import type { ProviderRole } from './provider-metadata.ts'
import { readSite, type Site, type SiteFinding } from './site.ts'

const REQUIREMENTS: readonly Requirement[] = [
  documents.validDocument, documents.fileName, documents.tls, documents.white, documents.amberAndRed,
  documents.noRedirects, provider.providerMetadata, provider.securityTxt, provider.wellKnown, provider.dnsPath,
  provider.yearFolders, provider.indexTxt, provider.changesCsv, provider.directoryListings, provider.rolieFeeds,
  provider.rolieService, provider.rolieCategory, documents.integrity, documents.signatures, documents.publicKey,
]

/** The most findings that one requirement keeps. */
export const MAX_SITE_FINDINGS = 100

/** Checks what a party publishes against each requirement; what only the network can show is `not-run`, with the reason. */
export function checkRequirements(site: Site): RequirementResult[] {
  const reading = readSite(site)
  return REQUIREMENTS.map(({ number, run, title }) => {
    const findings: SiteFinding[] = []
    const code = run(reading, (url, message, fix) => {
      if (findings.length < MAX_SITE_FINDINGS) findings.push({ url, rule: `7.1.${number}`, message, fix })
    })
    const state = findings.length > 0 ? 'broken' : code === undefined ? 'met' : 'not-run'
    return { number, title, state, findings, ...(code === undefined ? {} : { reason: NOT_RUN[code].replace('{domain}', site.domain), reasonCode: code }) }
  })
}

export interface RoleAnswer {
  /** `no`: a requirement is broken. `open`: none is, and some could not be looked at. */
  readonly fulfilled: 'yes' | 'no' | 'open'
  /** The numbers of the requirements that stand in the way. */
  readonly because: readonly number[]
}

/** Whether the requirements of a role hold: §7.2.1 (1–4), §7.2.2 (1–7, one of 8–10, 11–14 or 15–17), §7.2.3 (18–20 too). */
export function judgeRole(results: readonly RequirementResult[], role: ProviderRole): RoleAnswer {
  const stateOf = new Map(results.map(({ number, state }) => [number, state]))
  const rank = (numbers: readonly number[]): number => Math.max(...numbers.map((number) => ({ met: 0, 'not-run': 1, broken: 2 })[stateOf.get(number) ?? 'not-run']))
  const best = (...choices: readonly number[][]): number[] => [...choices].sort((a, b) => rank(a) - rank(b))[0] ?? []
  const needed = {
    csaf_publisher: range(1, 4),
    csaf_provider: [...range(1, 7), ...best([8], [9], [10]), ...best(range(11, 14), range(15, 17))],
    csaf_trusted_provider: [...range(1, 7), ...best([8], [9], [10]), ...best(range(11, 14), range(15, 17)), ...range(18, 20)],
  }[role]
  const broken = needed.filter((number) => stateOf.get(number) === 'broken')
  if (broken.length > 0) return { fulfilled: 'no', because: broken }
  const open = needed.filter((number) => stateOf.get(number) !== 'met')
  return { fulfilled: open.length > 0 ? 'open' : 'yes', because: open }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at)
}
