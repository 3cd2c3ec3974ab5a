/** A visit begins: the API as this visitor, their language and theme, who they are, and whose house this is. */
import { ApiError, createClient, type Client } from '@openaccord/api'
import type { FromHub, PortalOptions, Visit } from './context.ts'
import { english } from './messages/en/index.ts'
import { chooseLanguage, isWhole, languageOf } from './messages/languages.ts'
import { createWords } from './messages/words.ts'
import { placeAt, places } from './paths.ts'

/** Names of the portal's own cookies. They carry choices, never identity. */
export const CHOICES = { theme: 'accord_theme', language: 'accord_language', keys: 'accord_keys' } as const

export async function beginVisit(request: Request, from: FromHub, options: PortalOptions): Promise<Visit> {
  const setCookies: string[] = []
  const api = createClient({ url: from.origin, fetch: fetchFor(request, from, setCookies) })
  const now = options.now?.() ?? new Date()
  const cookies = readCookies(request.headers.get('cookie'))
  const url = new URL(request.url)
  const choice = cookies.get(CHOICES.language)
  const asked = languageOf(url.searchParams.get('lang'), options.pseudoLanguages)
  const language = asked ?? chooseLanguage(choice, request.headers.get('accept-language'), options.pseudoLanguages)
  // whoever follows a link to a page in one language, and never chose another, goes on in it
  if (asked !== undefined && choice === undefined) setCookies.push(choiceCookie('language', asked.tag, from.origin.startsWith('https:')))
  const spoken = new Set<string>()
  const around = createWords(language, now, spoken)
  const at = placeAt(url.pathname)
  const inEnglish = at !== undefined && places[at].open === undefined && !isWhole(language)
  const theme = cookies.get(CHOICES.theme)
  const [{ me, barred }, alliance] = await Promise.all([whoAsks(api), orNull(api.members.alliance())])
  return {
    api, now, me, barred, alliance, setCookies,
    url, around, spoken,
    posted: request.method === 'POST',
    origin: from.origin,
    nonce: from.nonce,
    csrf: from.csrf,
    words: inEnglish ? createWords(english, now, spoken) : around,
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    keys: cookies.get(CHOICES.keys) !== 'off',
    life: options.build.assets.entry.module,
    kept: undefined,
  }
}

async function whoAsks(api: Client): Promise<Pick<Visit, 'me' | 'barred'>> {
  try {
    return { me: await api.members.me(), barred: undefined }
  } catch (error) {
    if (error instanceof ApiError) return { me: null, barred: error.status === 403 ? error.problem.detail : undefined }
    throw error
  }
}

/** A page that cannot say who asks or where it is still says what is wrong: its own calls will fail with the reason. */
async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof ApiError) return null
    throw error
  }
}

/** The hub's fetch, with the visitor's headers, remembering what it says to remember. */
function fetchFor(request: Request, from: FromHub, setCookies: string[]): typeof fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers)
    for (const name of ['cookie', 'user-agent', 'accept-language']) {
      const value = request.headers.get(name)
      if (value !== null && !headers.has(name)) headers.set(name, value)
    }
    // The door has judged where this request comes from; what the page asks for it asks itself.
    headers.set('origin', from.origin)
    headers.set('sec-fetch-site', 'same-origin')
    const response = await from.fetch(input, { ...init, headers })
    setCookies.push(...response.headers.getSetCookie())
    return response
  }
}

function readCookies(header: string | null): Map<string, string> {
  const cookies = new Map<string, string>()
  for (const pair of (header ?? '').split(';')) {
    const cut = pair.indexOf('=')
    if (cut > 0) cookies.set(pair.slice(0, cut).trim(), pair.slice(cut + 1).trim())
  }
  return cookies
}

/** A choice kept for a year. */
export function choiceCookie(name: keyof typeof CHOICES, value: string, secure: boolean): string {
  return `${CHOICES[name]}=${encodeURIComponent(value)}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}
