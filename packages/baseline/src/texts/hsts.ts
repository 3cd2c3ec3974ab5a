/** The Strict-Transport-Security header, by the grammar of RFC 6797 §6.1. */
import { reason, reasonWords, type Reason } from '../reasons.ts'

export type Hsts = { /** Seconds. */ maxAge: number; includeSubDomains: boolean }

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const MOST_HEADER = 4096

/** Or `why`, and the `reason` for translations, a browser ignores the whole header: a directive twice, no max-age, a value that is no number. */
export function parseHsts(header: string): Hsts | { why: string; reason: Reason } {
  if (header.length > MOST_HEADER) return ignored(reason('hsts.header-long', { most: MOST_HEADER }))
  const found = new Map<string, string>()
  for (const part of header.split(';')) {
    const directive = part.trim()
    if (directive === '') continue
    const [, name = '', value = ''] = /^([^=\s]+)\s*(?:=\s*(.*))?$/.exec(directive) ?? []
    if (!TOKEN.test(name)) return ignored(reason('hsts.directive', { directive: directive.slice(0, 60) }))
    if (found.has(name.toLowerCase())) return ignored(reason('hsts.directive-twice', { name }))
    found.set(name.toLowerCase(), value.replace(/^"(.*)"$/, '$1'))
  }
  const maxAge = found.get('max-age')
  if (maxAge === undefined) return ignored(reason('hsts.no-max-age'))
  if (!/^\d{1,15}$/.test(maxAge)) return ignored(reason('hsts.max-age'))
  return { maxAge: Number(maxAge), includeSubDomains: found.has('includesubdomains') }
}

const ignored = (why: Reason): { why: string; reason: Reason } => ({ why: reasonWords(why), reason: why })
