/** DMARC policy records: RFC 9989 §4.7 and §4.8, which replace RFC 7489 §6.3 and §6.4. */
import { BaselineError } from '../errors.ts'
import { reason } from '../reasons.ts'
import { parseTags } from './tags.ts'

export type Policy = 'none' | 'quarantine' | 'reject'

export type Dmarc = {
  /** Null where it is missing: then it counts as none. */
  p: Policy | null
  /** For subdomains, and for those that do not exist; null where p holds for them. */
  sp: Policy | null
  np: Policy | null
  /** t=y: receivers are asked to apply the next weaker policy. */
  testing: boolean
  /** Of RFC 7489, gone in RFC 9989, still obeyed by older receivers. */
  pct: number
  psd: 'y' | 'n' | 'u'
  /** Where aggregate reports go: URIs without the old size limit. */
  rua: string[]
  /** p stands right after v, as RFC 7489 wants. */
  inOrder: boolean
  /** What is no tag, or has a value that its tag does not know: receivers pass over it. */
  flaws: string[]
}

const POLICIES: readonly Policy[] = ['none', 'quarantine', 'reject']
/** §4.7, and RFC 7489 §6.3 for pct: what these may say. */
const VALUES: Readonly<Record<string, RegExp>> = { adkim: /^[rs]$/i, aspf: /^[rs]$/i, t: /^[yn]$/i, psd: /^[ynu]$/i, pct: /^(?:100|\d{1,2})$/ }

/** RFC 9989 §4.10: what does not begin like this is some other text and is passed over. */
export const isDmarc = (text: string): boolean => /^v[ \t]{0,20}=[ \t]{0,20}DMARC1[ \t]{0,20}(?:;|$)/.test(text)

/**
 * Throws `malformed-text` for a policy that does not exist, since the record then counts as p=none or as nothing (§4.7), and for a tag
 * twice. Of other mistakes §4.8 says that the default holds: they are `flaws`. Tags that are not known are passed over.
 */
export function parseDmarc(text: string): Dmarc {
  if (!isDmarc(text)) throw new BaselineError('malformed-text', reason('dmarc.begins'))
  const flaws: string[] = []
  const tags = parseTags(text, 'DMARC', (part) => void flaws.push(part))
  const given = (name: string): string | undefined => tags.find((tag) => tag.name === name)?.value
  const policy = (name: string): Policy | null => {
    const value = given(name)?.toLowerCase()
    const found = POLICIES.find((each) => each === value)
    if (value !== undefined && found === undefined) throw new BaselineError('malformed-text', reason('dmarc.policy', { name, value: value.slice(0, 40), policies: POLICIES.join(', ') }))
    return found ?? null
  }
  for (const { name, value } of tags) if (!(VALUES[name]?.test(value) ?? true)) flaws.push(`${name}=${value}`)
  const valid = (name: string): string | undefined => (VALUES[name]?.test(given(name) ?? '') === true ? given(name)?.toLowerCase() : undefined)
  const psd = valid('psd')
  return {
    p: policy('p'), sp: policy('sp'), np: policy('np'),
    testing: valid('t') === 'y', pct: Number(valid('pct') ?? 100), psd: psd === 'y' || psd === 'n' ? psd : 'u',
    rua: (given('rua') ?? '').split(',').map((uri) => uri.trim().replace(/!\d{1,20}[kmgt]?$/i, '')).filter((uri) => uri !== ''),
    inOrder: tags[1]?.name === 'p', flaws,
  }
}
