/** Documents as files: never shown within a page of ours, always saved, and read by nobody who may not. */
import { applicationPages } from '@openaccord/api'
import { parseEvidenceId } from '@openaccord/names'
import { Type } from 'typebox'
import { parseCookies, type Door } from '../../../platform/http.ts'
import { applicationCookie } from './cookie.ts'
import type { Admissions } from '../verbs.ts'

const BY_EVIDENCE = Type.Object({ evidence: Type.String({ pattern: '^evidence_[0-9a-hjkmnp-tv-z]{20}$' }) })
const ENDINGS: Record<string, string> = { 'application/pdf': 'pdf', 'image/png': 'png', 'image/jpeg': 'jpg', 'text/plain': 'txt', 'text/markdown': 'md' }

export function mountDocuments(door: Door, admissions: Admissions): void {
  door.add({ method: 'GET', access: 'public', path: applicationPages.document(':evidence'), params: BY_EVIDENCE }, async ({ actor, params, request, reply }) => {
    const token = applicationCookie({ cookies: parseCookies(request.headers.cookie), isTls: request.peer.scheme === 'https' })
    const { evidence, content } = await admissions.document(actor, token, parseEvidenceId(params.evidence))
    const type = evidence.mime ?? 'application/octet-stream'
    return reply
      .header('content-type', type)
      .header('content-disposition', `attachment; filename="${evidence.id}.${ENDINGS[type] ?? 'bin'}"`)
      .header('cache-control', 'private, no-store')
      .header('x-content-type-options', 'nosniff')
      .send(Buffer.from(content))
  })
}
