/** What a case gives to an advisory: its vulnerabilities with their names, CVE ids and summary. How each version stands is for its maker to say. */
import type { Draft, Vulnerability } from '@openaccord/advisory'
import type { Client } from '@openaccord/api'

type Inside = NonNullable<Awaited<ReturnType<Client['cases']['case']>>['inside']>

/** A draft that was begun, with what the case knows. Nothing of other parties comes over: neither their names nor how they stand. */
export function withCase(draft: Draft, { vulnerabilities, summary }: Pick<Inside, 'vulnerabilities' | 'summary'>): Draft {
  const given = vulnerabilities.map(({ label, cve }): Vulnerability => ({
    ...(cve === null ? {} : { cve }), title: lineOf(label), description: summary.trim() === '' ? label : summary.trim(), statements: [],
  }))
  return { ...draft, vulnerabilities: given }
}

/** A title of a case as the title of an advisory: one line. */
export const lineOf = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, 200)
