/** DMARC policy records: RFC 9989 §4.7 and §4.8, which replace RFC 7489 §6.3 and §6.4. */
import { BaselineError } from '../errors.ts'
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
}

/** RFC 9989 §4.10: what does not begin like this is some other text and is passed over. */
export const isDmarc = (text: string): boolean => /^v[ \t]{0,20}=[ \t]{0,20}DMARC1[ \t]{0,20}(?:;|$)/.test(text)

/** Throws `malformed-text`. Tags that are not known are passed over. */
export function parseDmarc(text: string): Dmarc {
  const what = 'the DMARC record'
  if (!isDmarc(text)) throw new BaselineError('malformed-text', what, 'begins with v=DMARC1;')
  const tags = parseTags(text, what)
  const given = (name: string): string | undefined => tags.find((tag) => tag.name === name)?.value
  const oneOf = <T extends string>(name: string, values: readonly T[]): T | null => {
    const value = given(name)?.toLowerCase()
    if (value === undefined) return null
    const found = values.find((each) => each === value)
    if (found === undefined) throw new BaselineError('malformed-text', what, `has ${name}=${value.slice(0, 40)}, which is none of ${values.join(', ')}`)
    return found
  }
  const policies = ['none', 'quarantine', 'reject'] as const
  const pct = given('pct') ?? '100'
  if (!/^\d{1,3}$/.test(pct) || Number(pct) > 100) throw new BaselineError('malformed-text', what, 'has a pct that is not 0 to 100')
  oneOf('adkim', ['r', 's'])
  oneOf('aspf', ['r', 's'])
  return {
    p: oneOf('p', policies), sp: oneOf('sp', policies), np: oneOf('np', policies),
    testing: oneOf('t', ['y', 'n']) === 'y', pct: Number(pct), psd: oneOf('psd', ['y', 'n', 'u']) ?? 'u',
    rua: (given('rua') ?? '').split(',').map((uri) => uri.trim().replace(/!\d{1,20}[kmgt]?$/i, '')).filter((uri) => uri !== ''),
    inOrder: tags[1]?.name === 'p',
  }
}
