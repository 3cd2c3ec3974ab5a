/**
 * CVSS vector strings, read strictly: every base metric once, known values only, in the order that the version asks.
 * v2.0 guide §2.4; v3.0 and v3.1 specification §6; v4.0 specification §7.
 */
import { limitText, quote, VulnsError } from '../error.ts'
import { CVSS_RULES, type CvssVersion } from './metrics.ts'

export interface Cvss {
  readonly version: CvssVersion
  /** The metrics that the vector names, in its order. */
  readonly metrics: Readonly<Record<string, string>>
}

/** The longest vector that is read, in characters; the longest that exists has about 230. */
export const MAX_CVSS_LENGTH = 512

/** Reads a vector. Throws `bad-cvss`, `too-large`. `printCvss(parseCvss(text))` is `text`. */
export function parseCvss(text: string): Cvss {
  limitText(text, MAX_CVSS_LENGTH, 'a CVSS vector')
  const version = versionOf(text)
  const { prefix, ordered, metrics: known } = CVSS_RULES[version]
  const metrics = new Map<string, string>()
  let last = -1
  for (const field of text.slice(prefix.length).split('/')) {
    const [name = '', value, more] = field.split(':')
    const place = known.findIndex((metric) => metric.name === name)
    if (value === undefined || more !== undefined) throw bad(text, `${quote(field)} is not metric:value`)
    if (place === -1) throw bad(text, `CVSS ${version} has no metric ${quote(name)}`)
    const values = known[place]?.values ?? []
    if (!values.includes(value)) throw bad(text, `${name} is one of ${values.join(', ')}, not ${quote(value)}`)
    if (metrics.has(name)) throw bad(text, `${name} is there twice`)
    if (ordered && place < last) throw bad(text, `${name} stands too late; the order is ${known.map((metric) => metric.name).join(', ')}`)
    metrics.set(name, value)
    last = place
  }
  const missing = known.filter(({ name, mandatory }) => mandatory && !metrics.has(name)).map(({ name }) => name)
  if (missing.length > 0) throw bad(text, `it lacks ${missing.join(', ')}`)
  return { version, metrics: Object.fromEntries(metrics) }
}

/** The vector as it was read. */
export function printCvss({ version, metrics }: Cvss): string {
  return CVSS_RULES[version].prefix + Object.entries(metrics).map(([name, value]) => `${name}:${value}`).join('/')
}

/** The shortest vector that means the same: in the specification's order, without what is not defined. */
export function normalizeCvss({ version, metrics }: Cvss): Cvss {
  const { metrics: known, undefinedValue } = CVSS_RULES[version]
  const kept = known.flatMap(({ name }): [string, string][] => {
    const value = metrics[name]
    return value === undefined || value === undefinedValue ? [] : [[name, value]]
  })
  return { version, metrics: Object.fromEntries(kept) }
}

function versionOf(text: string): CvssVersion {
  if (text.startsWith('CVSS:4.0/')) return '4.0'
  if (text.startsWith('CVSS:3.1/')) return '3.1'
  if (text.startsWith('CVSS:3.0/')) return '3.0'
  if (text.startsWith('CVSS:')) throw bad(text, 'its version is none of 3.0, 3.1 and 4.0 (2.0 is written without a prefix)')
  return '2.0'
}

function bad(text: string, why: string): VulnsError {
  return new VulnsError('bad-cvss', `${quote(text)} is not a CVSS vector: ${why}`)
}
