/** What rules say: every sentence once, in a table, under a key that translations go by, with its verdict and its source. */
import type { Finding, Fix, RuleId, Source, Verdict } from './result.ts'

export type Phrase = readonly [verdict: Verdict, source: Source, words: string]

/** `rfc(9116, '2.5.5')`: a section of an RFC, or an appendix (`A.4`). */
export function rfc(number: number, section: string): Source {
  const anchor = /^[A-Z]/.test(section) ? `appendix-${section}` : `section-${section}`
  return { document: `RFC ${number}`, section, url: `https://www.rfc-editor.org/rfc/rfc${number}#${anchor}` }
}

const MOST_VALUE = 200

export type Says<K extends string> = {
  (what: K, values?: Record<string, string | number>): Finding
  readonly table: Readonly<Record<K, Phrase>>
}

/** `says('missing', { name })` makes the finding `<rule>.missing` with its words filled in. */
export function phrases<K extends string>(rule: RuleId | 'common', table: Record<K, Phrase>): Says<K> {
  const say = (what: K, given: Record<string, string | number> = {}): Finding => {
    const [verdict, source, template] = table[what]
    const values = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, clipped(String(value))]))
    const words = template.replaceAll(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole)
    return { verdict, key: `${rule}.${what}`, values, words, source }
  }
  return Object.assign(say, { table })
}

/** What others published is shown, but never at any length. */
const clipped = (text: string): string => (text.length > MOST_VALUE ? `${text.slice(0, MOST_VALUE - 1)}…` : text)

/** `fixes('publish', { as: 'dns', … })` makes the fix `<rule>.fix-publish`. */
export type Fixes<K extends string> = { (what: K, publish: Fix['publish']): Fix; readonly table: Readonly<Record<K, string>> }

export function remedies<K extends string>(rule: RuleId, table: Record<K, string>): Fixes<K> {
  return Object.assign((what: K, publish: Fix['publish']): Fix => ({ key: `${rule}.fix-${what}`, words: table[what], publish }), { table })
}
