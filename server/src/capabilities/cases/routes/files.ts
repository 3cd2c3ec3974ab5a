/** The table of figures, public; and files: always saved, never shown within a page of ours, never guessed at by a browser, and fetched by nobody who does not read their thread. */
import { caseFiles, casePages, shapes } from '@openaccord/api'
import { Type } from 'typebox'
import { parseCookies, type Door } from '../../../platform/http.ts'
import type { Cases } from '../verbs.ts'
import { figuresCsv } from '../files/table.ts'
import { guestCookie } from './cookie.ts'

const id = (prefix: string) => Type.String({ pattern: `^${prefix}_[0-9a-hjkmnp-tv-z]{20}$` })
const OF_ONE = Type.Object({ slug: Type.Optional(shapes.Slug) })
const BY_FILE = Type.Object({ case: id('case'), file: id('file') })

export function mountCaseFiles(door: Door, cases: Pick<Cases, 'fileContent' | 'figures'>): void {
  door.add({ method: 'GET', access: 'public', anonymous: true, path: caseFiles.figuresCsv, query: OF_ONE }, async ({ query, reply }) =>
    reply.header('content-type', 'text/csv; charset=utf-8; header=present').header('content-disposition', 'attachment; filename="disclosure.csv"')
      .header('cache-control', 'public, max-age=0, must-revalidate').header('access-control-allow-origin', '*').send(figuresCsv(await cases.figures(query.slug), query.slug)))
  door.add({ method: 'GET', access: 'public', path: casePages.file(':case', ':file'), params: BY_FILE }, async ({ actor, params, request, reply }) => {
    const link = guestCookie({ cookies: parseCookies(request.headers.cookie), isTls: request.peer.scheme === 'https' })
    const { file, content } = await cases.fileContent({ actor, link }, params.case, params.file)
    return reply
      .header('content-type', 'application/octet-stream')
      .header('content-disposition', dispositionOf(file.name))
      .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox")
      .header('cross-origin-resource-policy', 'same-origin')
      .header('cache-control', 'private, no-store')
      .header('x-content-type-options', 'nosniff')
      .send(Buffer.from(content))
  })
}

/** RFC 6266 and RFC 8187: plain letters for those who read no others. */
export function dispositionOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/[^\w. -]/g, '_')
  const full = encodeURIComponent(name).replace(/['()*!]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`
}
