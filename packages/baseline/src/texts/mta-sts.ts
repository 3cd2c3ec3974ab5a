/** MTA-STS: the record in DNS (RFC 8461 §3.1) and the policy over https (§3.2). */
import { BaselineError } from '../errors.ts'
import { reason, type Reason } from '../reasons.ts'
import { parseTags } from './tags.ts'

export type MtaStsPolicy = { mode: 'enforce' | 'testing' | 'none'; /** Lower case, perhaps `*.` first. */ mx: string[]; /** Seconds. */ maxAge: number }

/** §3.1: what does not begin like this is passed over. */
export const isMtaSts = (text: string): boolean => /^v=STSv1[ \t]{0,20}(?:;|$)/.test(text)

/** The id that changes whenever the policy does. Throws `malformed-text`. */
export function parseMtaStsRecord(text: string): string {
  const id = parseTags(text, 'MTA-STS').find(({ name }) => name === 'id')?.value
  if (id === undefined || !/^[a-z0-9]{1,32}$/i.test(id)) throw refuse(reason('mta-sts.id'))
  return id
}

const MOST_MX = 100
const MOST_AGE = 31_557_600

/** Throws `malformed-text`. Keys that are not known are passed over, and of a key given twice the first counts, as §3.2 says. */
export function parseMtaStsPolicy(text: string): MtaStsPolicy {
  const fields = new Map<string, string>()
  const mx: string[] = []
  for (const line of text.split('\n').map((each) => each.trim()).filter((each) => each !== '')) {
    const [, key = '', value = ''] = /^([a-z0-9][a-z0-9_.-]{0,31}):[ \t]*(.*)$/i.exec(line) ?? []
    if (key === '') throw refuse(reason('mta-sts.line', { line: line.slice(0, 60) }))
    if (key === 'mx') mx.push(value.toLowerCase().replace(/\.$/, ''))
    else if (!fields.has(key)) fields.set(key, value)
  }
  if (fields.get('version') !== 'STSv1') throw refuse(reason('mta-sts.version'))
  const mode = (['enforce', 'testing', 'none'] as const).find((each) => each === fields.get('mode'))
  if (mode === undefined) throw refuse(reason('mta-sts.mode'))
  const maxAge = fields.get('max_age') ?? ''
  if (!/^\d{1,10}$/.test(maxAge) || Number(maxAge) > MOST_AGE) throw refuse(reason('mta-sts.max-age', { most: MOST_AGE }))
  if (mode !== 'none' && mx.length === 0) throw refuse(reason('mta-sts.no-mx'))
  if (mx.length > MOST_MX) throw refuse(reason('mta-sts.many-mx', { most: MOST_MX }))
  const wrong = mx.find((pattern) => !/^(?:\*\.)?(?:[a-z0-9-]{1,63}\.)*[a-z0-9-]{1,63}$/.test(pattern))
  if (wrong !== undefined) throw refuse(reason('mta-sts.mx', { mx: wrong.slice(0, 60) }))
  return { mode, mx, maxAge: Number(maxAge) }
}

/** §4.1: `*` stands for exactly one label, the leftmost. */
export const matchesMx = (host: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => (pattern.startsWith('*.') ? host.slice(host.indexOf('.') + 1) === pattern.slice(2) && host.includes('.') : host === pattern))

const refuse = (why: Reason): BaselineError => new BaselineError('malformed-text', why)
