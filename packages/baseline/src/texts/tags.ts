/** Lists of `name=value` between semicolons, as DMARC, MTA-STS and TLS-RPT write them (RFC 6376 §3.2, RFC 8461 §3.1, RFC 8460 §3). */
import { BaselineError } from '../errors.ts'
import { reason } from '../reasons.ts'

export type Tag = { name: string; value: string }

const MOST_LENGTH = 20_000

/**
 * In the order given. Throws `malformed-text` for whatever is no tag, and for a name twice. With `passOver`, what is no tag is handed
 * to it and left out, as RFC 9989 §4.8 wants.
 */
export function parseTags(text: string, record: 'DMARC' | 'MTA-STS' | 'TLS-RPT', passOver?: (part: string) => void): Tag[] {
  if (text.length > MOST_LENGTH) throw new BaselineError('malformed-text', reason('tags.long', { record, most: MOST_LENGTH }))
  const tags: Tag[] = []
  const names = new Set<string>()
  const parts = text.split(';')
  parts.forEach((part, at) => {
    const tag = part.trim()
    // a last semicolon is allowed, an empty tag between is not
    if (tag === '' && at === parts.length - 1) return
    const equals = tag.indexOf('=')
    const name = tag.slice(0, Math.max(equals, 0)).trim()
    const value = tag.slice(equals + 1).trim()
    const isTag = /^[a-z][a-z0-9_]*$/i.test(name) && /^[\x20-\x7e]*$/.test(value)
    if (!isTag && passOver !== undefined) {
      passOver(tag)
      return
    }
    if (!isTag) throw new BaselineError('malformed-text', reason('tags.no-tag', { record, part: tag.slice(0, 60) }))
    const key = name.toLowerCase()
    if (names.has(key)) throw new BaselineError('malformed-text', reason('tags.twice', { record, name }))
    names.add(key)
    tags.push({ name: key, value })
  })
  return tags
}
