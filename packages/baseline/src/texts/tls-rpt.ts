/** The record of TLS reporting, RFC 8460 §3. */
import { BaselineError } from '../errors.ts'
import { reason } from '../reasons.ts'
import { schemeOf } from './security-txt.ts'
import { parseTags } from './tags.ts'

/** §3: what does not begin like this is passed over. */
export const isTlsRpt = (text: string): boolean => /^v=TLSRPTv1[ \t]{0,20}(?:;|$)/.test(text)

/** Where reports go: mailto: and https: URIs, at least one. Throws `malformed-text`. */
export function parseTlsRpt(text: string): string[] {
  const rua = parseTags(text, 'TLS-RPT').find(({ name }) => name === 'rua')?.value ?? ''
  const uris = rua.split(',').map((uri) => uri.trim())
  const wrong = uris.find((uri) => !['mailto', 'https'].includes(schemeOf(uri) ?? ''))
  if (wrong !== undefined) throw new BaselineError('malformed-text', reason('tls-rpt.rua', { value: wrong.slice(0, 60) }))
  return uris
}
