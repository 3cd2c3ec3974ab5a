/** One version of the pledge at its permanent address. */
import { data, useLoaderData } from 'react-router'
import { page } from '../../page.ts'
import { PledgePage, readPledge } from './pledge.tsx'

export const handle = { at: 'pledgeVersion' }

export const loader = page(async ({ api, params, url, words }) => {
  const { versions, current, read } = await readPledge(api, params['version'], url.searchParams.get('text'), words.tag)
  if (read === null) throw data(null, { status: 404 })
  return { versions, current, read }
})

export default function PledgeVersion() {
  return <PledgePage at="pledgeVersion" {...useLoaderData<typeof loader>()} />
}
