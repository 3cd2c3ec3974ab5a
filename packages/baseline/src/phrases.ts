/** What rules say: every sentence once, in a table, under a key that translations go by, with its verdict and its source. */
import { clipped, listed, reasonWords, type Reason, type Said } from './reasons.ts'
import type { Finding, Fix, RuleId, Source, Verdict } from './result.ts'

export type Phrase = readonly [verdict: Verdict, source: Source, words: string]

/** `rfc(9116, '2.5.5')`: a section of an RFC, or an appendix (`A.4`). */
export function rfc(number: number, section: string): Source {
  const anchor = /^[A-Z]/.test(section) ? `appendix-${section}` : `section-${section}`
  return { document: `RFC ${number}`, section, url: `https://www.rfc-editor.org/rfc/rfc${number}#${anchor}` }
}

/** A name, number or text as it stands; or why, by its code. */
type Value = string | number | Said

export type Says<K extends string> = {
  (what: K, values?: Record<string, Value>): Finding
  readonly table: Readonly<Record<K, Phrase>>
}

/** `says('missing', { name })` makes the finding `<rule>.missing` with its words filled in. */
export function phrases<K extends string>(rule: RuleId | 'common', table: Record<K, Phrase>): Says<K> {
  const say = (what: K, given: Record<string, Value> = {}): Finding => {
    const [verdict, source, template] = table[what]
    const values = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, clipped(typeof value === 'object' ? reasonWords(value) : String(value))]))
    const coded = Object.entries(given).flatMap(([key, value]) => (typeof value === 'object' && listed(value).length > 0 ? [[key, [...listed(value)]] as [string, Reason[]]] : []))
    const words = template.replaceAll(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole)
    return { verdict, key: `${rule}.${what}`, values, ...(coded.length > 0 ? { reasons: Object.fromEntries(coded) } : {}), words, source }
  }
  return Object.assign(say, { table })
}

/** `fixes('publish', { as: 'dns', … })` makes the fix `<rule>.fix-publish`. */
export type Fixes<K extends string> = { (what: K, publish: Fix['publish']): Fix; readonly table: Readonly<Record<K, string>> }

export function remedies<K extends string>(rule: RuleId, table: Record<K, string>): Fixes<K> {
  return Object.assign((what: K, publish: Fix['publish']): Fix => ({ key: `${rule}.fix-${what}`, words: table[what], publish }), { table })
}
