/** VERS ranges as intervals, for formats that have a start and an end; and back. */
import { normalizeVers, parseVers, printVers, VulnsError, type VersConstraint } from '@openaccord/vulns'

/** From `low` to `high`, each in it or not; a bound that is missing is no bound. */
export interface Span {
  readonly low?: { readonly version: string; readonly isIn: boolean }
  readonly high?: { readonly version: string; readonly isIn: boolean }
}

export interface Spans {
  readonly scheme: string
  readonly spans: readonly Span[]
  /** Versions by themselves. */
  readonly points: readonly string[]
  /** Versions that the range leaves out; spans cannot say it. */
  readonly without: readonly string[]
}

/** What a canonical range means. Bounds that say the same twice are kept as the narrower one reads. */
export function spansOf(range: string): Spans {
  const { constraints, scheme } = parseVers(range)
  if (constraints === '*') return { scheme, spans: [{}], points: [], without: [] }
  const spans: Span[] = []
  let low: VersConstraint | undefined
  const bounds = constraints.filter(({ comparator }) => comparator !== '=' && comparator !== '!=')
  for (const [at, bound] of bounds.entries()) {
    if (bound.comparator.startsWith('>')) low ??= bound
    // Of two ends in a row the later one counts.
    else if (bounds[at + 1]?.comparator.startsWith('<') !== true) {
      spans.push({ ...(low === undefined ? {} : { low: boundOf(low) }), high: boundOf(bound) })
      low = undefined
    }
  }
  if (low !== undefined) spans.push({ low: boundOf(low) })
  const of = (comparator: string): string[] => constraints.filter((one) => one.comparator === comparator).map(({ version }) => version)
  const without = of('!=')
  return { scheme, spans: spans.length === 0 && of('=').length === 0 && without.length > 0 ? [{}] : spans, points: of('='), without }
}

function boundOf({ comparator, version }: VersConstraint): { version: string; isIn: boolean } {
  return { version, isIn: comparator.endsWith('=') }
}

/** The canonical range of one span. */
export function rangeOfSpan(scheme: string, { high, low }: Span): string {
  if (low === undefined && high === undefined) return 'vers:all/*'
  const parts = [...(low === undefined ? [] : [`${low.isIn ? '>=' : '>'}${encode(low.version)}`]), ...(high === undefined ? [] : [`${high.isIn ? '<=' : '<'}${encode(high.version)}`])]
  return printVers(normalizeVers(`vers:${scheme}/${parts.join('|')}`))
}

function encode(version: string): string {
  return encodeURIComponent(version).replaceAll('!', '%21').replaceAll('*', '%2A')
}

/** A range in English, for the names of products: `from 1.0.0 before 1.4.2`; the range itself where words would not be short. */
export function rangeWords(range: string): string {
  try {
    const { points, spans, without } = spansOf(range)
    if (without.length > 0 || spans.length + points.length > 3) return range
    return [...spans.map(spanWords), ...points].join(' and ')
  } catch (error) {
    if (error instanceof VulnsError) return range
    throw error
  }
}

function spanWords({ high, low }: Span): string {
  if (low === undefined && high === undefined) return '(all versions)'
  const start = low === undefined ? [] : [`${low.isIn ? 'from' : 'after'} ${low.version}`]
  const end = high === undefined ? [] : [`${high.isIn ? 'up to' : 'before'} ${high.version}`]
  return [...start, ...end].join(' ')
}
