/**
 * What the hub's door turned away before any page was asked: the hub fetches `/refused?status=…&id=…` and sends the page
 * with its own status. Anyone can open this address, so nothing in it but a known status and an id is shown.
 */
import { data, useLoaderData } from 'react-router'
import { page } from '../../page.ts'
import { NotWell } from './not-well.tsx'

export const handle = { at: 'refused' }

export const loader = page(async ({ url }) => {
  const status = Number(url.searchParams.get('status'))
  if (!Number.isInteger(status) || status < 400 || status > 599) throw data(null, { status: 404 })
  const id = url.searchParams.get('id') ?? ''
  return data({ status, id: /^[\w-]{1,64}$/.test(id) ? id : undefined }, { status })
})

export default function Refused() {
  return <NotWell {...useLoaderData<typeof loader>()} />
}
