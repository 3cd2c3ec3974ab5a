/** Ends the session; only by a form, so that no link or picture can. */
import { redirect } from 'react-router'
import { form, page } from '../../page.ts'
import { pathTo } from '../../paths.ts'

export const loader = page(async () => {
  throw redirect(pathTo('front'), 303)
})

export const action = form(async ({ api }) => {
  await api.members.signOut({ body: {} })
  return redirect(pathTo('front', {}, { done: 'signedOut' }), 303)
})

export default function SignOut() {
  return null
}
