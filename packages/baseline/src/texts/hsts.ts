/** The Strict-Transport-Security header, by the grammar of RFC 6797 §6.1. */

export type Hsts = { /** Seconds. */ maxAge: number; includeSubDomains: boolean }

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const MOST_HEADER = 4096

/** Or `why` a browser ignores the whole header: a directive twice, no max-age, a value that is no number. */
export function parseHsts(header: string): Hsts | { why: string } {
  if (header.length > MOST_HEADER) return { why: `it is longer than ${MOST_HEADER} characters` }
  const found = new Map<string, string>()
  for (const part of header.split(';')) {
    const directive = part.trim()
    if (directive === '') continue
    const [, name = '', value = ''] = /^([^=\s]+)\s*(?:=\s*(.*))?$/.exec(directive) ?? []
    if (!TOKEN.test(name)) return { why: `"${directive.slice(0, 60)}" is no directive` }
    if (found.has(name.toLowerCase())) return { why: `${name} stands there twice` }
    found.set(name.toLowerCase(), value.replace(/^"(.*)"$/, '$1'))
  }
  const maxAge = found.get('max-age')
  if (maxAge === undefined) return { why: 'there is no max-age' }
  if (!/^\d{1,15}$/.test(maxAge)) return { why: 'max-age is not a number of seconds' }
  return { maxAge: Number(maxAge), includeSubDomains: found.has('includesubdomains') }
}
