/** Keeps a choice (theme, language, one-key shortcuts) in a cookie and goes back to where it was made. */
import { data, redirect } from 'react-router'
import { form, page } from '../../page.ts'
import { localPath, pathTo } from '../../paths.ts'
import { choiceCookie } from '../../visit.ts'

const CHOICES = { theme: /^(auto|light|dark)$/, language: /^[a-zA-Z-]{2,12}$/, keys: /^(on|off)$/ } as const

export const loader = page(async () => {
  throw redirect(pathTo('front'), 303)
})

export const action = form(async ({ origin }, { text }) => {
  const secure = origin.startsWith('https:')
  const headers = new Headers({ location: localPath(text('then')) ?? pathTo('front') })
  for (const name of ['theme', 'language', 'keys'] as const) {
    if (CHOICES[name].test(text(name))) headers.append('set-cookie', choiceCookie(name, text(name), secure))
  }
  if (!headers.has('set-cookie')) throw data(null, { status: 400 })
  return new Response(null, { status: 303, headers })
})

export default function Preferences() {
  return null
}
