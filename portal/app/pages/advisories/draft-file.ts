/** A file of a draft as it would be published: saved, never shown within a page. */
import { data } from 'react-router'
import { ADVISORY_FORMATS } from '@openaccord/api'
import { memberPage } from '../../page.ts'

export const loader = memberPage(async ({ api, params, url }) => {
  const format = ADVISORY_FORMATS.find((each) => each === url.searchParams.get('format'))
  const { id, draft } = await api.advisories.draft({ params: { advisory: params['id'] ?? '' } })
  const { files } = format === undefined ? { files: [] } : await api.advisories.previewDraft({ body: { draft, advisory: id, format } })
  const file = files.find(({ name }) => name === url.searchParams.get('name'))
  if (file === undefined) throw data(null, { status: 404 })
  return new Response(file.text, { headers: { 'content-type': file.mediaType, 'content-disposition': `attachment; filename="${file.name.replaceAll(/[^\w.+-]/g, '_')}"`, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' } })
}, 'advisories.publish')
