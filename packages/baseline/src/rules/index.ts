/** Every rule, in the order of reports: first the website, then mail. */
import type { Check } from '../check.ts'
import type { Ds } from '../dns/rdata.ts'
import type { Rule, Source, Verdict } from '../result.ts'
import { common } from '../seen.ts'
import { caa } from './caa.ts'
import { dane, daneHolds } from './dane.ts'
import { dmarc } from './dmarc.ts'
import { dnssec } from './dnssec.ts'
import { hsts, httpsRedirect } from './https.ts'
import { mtaSts } from './mta-sts.ts'
import { nullMx } from './null-mx.ts'
import { securityTxt } from './security-txt.ts'
import { spf } from './spf.ts'
import { starttls } from './starttls.ts'
import { tlsCertificate, tlsVersions } from './tls.ts'
import { tlsRpt } from './tls-rpt.ts'

export type Settings = {
  /** DS records of the root zone from which DNSSEC is validated; IANA's unless given. */
  trustAnchors?: readonly Ds[]
}

export function checksOf({ trustAnchors }: Settings): readonly Check[] {
  return [
    securityTxt, httpsRedirect, hsts, tlsVersions, tlsCertificate, caa, dnssec(trustAnchors),
    dmarc, spf, nullMx, starttls, mtaSts(daneHolds(trustAnchors)), dane(trustAnchors), tlsRpt,
  ]
}

const CHECKS = checksOf({})

/** Every rule with its version, its points and its sources. */
export const RULES: readonly Rule[] = CHECKS.map(({ rule }) => rule)

/** Every sentence that a finding may have, under its key, with `{values}` to be filled in: what a translation has to cover. */
export const PHRASES: ReadonlyMap<string, { verdict: Verdict; source: Source; words: string }> = new Map(
  [...CHECKS.map(({ rule, says }) => [rule.id, says] as const), ['common', common.table] as const].flatMap(([prefix, table]) =>
    Object.entries(table).map(([what, [verdict, source, words]]) => [`${prefix}.${what}`, { verdict, source, words }] as const)),
)

/** Every sentence that a fix may have, under its key. */
export const REMEDIES: ReadonlyMap<string, string> = new Map(
  CHECKS.flatMap(({ rule, fixes }) => Object.entries(fixes).map(([what, words]) => [`${rule.id}.fix-${what}`, words] as const)),
)
