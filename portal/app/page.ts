/**
 * The shape of every page's loader and action. A loader gets the visit; what the API says no to becomes the right page
 * (sign in, not yours, not found). An action that is told no gives the page back with answers kept and errors beside fields.
 */
import { data, redirect, type RouterContextProvider } from 'react-router'
import { ApiError } from '@openaccord/api'
import { visitKey, type Me, type Right, type Visit } from './context.ts'
import { faultsOf, inputOf, type Fault } from './faults.ts'
import type { Words } from './messages/words.ts'
import { pathTo } from './paths.ts'

type Args = { request: Request; params: Record<string, string | undefined>; context: Readonly<RouterContextProvider> }
/** `own` is the visit itself, for what an action leaves behind for its view. */
export type Asked = Visit & { own: Visit; request: Request; params: Record<string, string> }

export type Trouble = { faults: Fault[]; answers: Record<string, string[]>; form: string }

function asked({ request, params, context }: Args): Asked {
  const own = context.get(visitKey)
  return { ...own, own, request, params: filled(params) }
}
const filled = (params: Record<string, string | undefined>) => Object.fromEntries(Object.entries(params).map(([name, value]) => [name, value ?? '']))

/** A loader: `page(async ({ api, params }) => …)`. `needs` keeps visitors out before anything is read. */
export function page<T>(load: (visit: Asked) => Promise<T>, needs?: 'signed-in' | Right) {
  return async (args: Args): Promise<T> => {
    const visit = asked(args)
    if (needs !== undefined) demand(visit, needs)
    try {
      return await load(visit)
    } catch (error) {
      throw turned(error, visit)
    }
  }
}

/** For pages that need someone signed in: `me` is there. */
export function memberPage<T>(load: (visit: Asked & { me: Me }) => Promise<T>, right?: Right) {
  return page(async (visit) => load({ ...visit, me: demand(visit, right ?? 'signed-in') }), right ?? 'signed-in')
}

function demand(visit: Asked, needs: 'signed-in' | Right): Me {
  if (visit.alliance === null) throw data(null, { status: 503 })
  if (visit.barred !== undefined) throw data({ detail: visit.barred }, { status: 403 })
  if (visit.me === null) throw toSignIn(visit)
  if (needs !== 'signed-in' && !visit.me.rights.includes(needs)) throw data(null, { status: 403 })
  return visit.me
}

function toSignIn(visit: Asked): Response {
  const then = visit.request.method === 'GET' ? visit.url.pathname + visit.url.search : visit.url.pathname
  return redirect(pathTo('signIn', {}, { then }), 303)
}

function turned(error: unknown, visit: Asked): unknown {
  if (!(error instanceof ApiError)) return error
  if (error.status === 401 && visit.me === null) return toSignIn(visit)
  // an address that the contract does not understand leads nowhere
  const status = visit.request.method === 'GET' && (error.status === 400 || error.status === 422) ? 404 : error.status
  return data({ detail: error.problem.detail, code: error.problem.code }, { status })
}

export type Filled = { fields: FormData; text: (name: string) => string; all: (name: string) => string[]; intent: string }

/**
 * An action: reads the form, does one thing, redirects. The API's faults come back beside their fields; `rename` maps a
 * field of the API (`invite.mail`) to the name of the input when they differ; `''` is what could not be read at all.
 */
export function form<T>(act: (visit: Asked, filled: Filled) => Promise<T>, rename: Readonly<Record<string, string>> = {}) {
  return async (args: Args) => {
    const visit = asked(args)
    const fields = await readForm(args.request)
    const filled = readable(fields)
    try {
      return await act(visit, filled)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.status === 401 && visit.me === null) throw toSignIn(visit)
      if (error.status === 404 || error.status >= 500) throw turned(error, visit)
      return data(troubleOf(error, fields, filled.intent, rename, visit.words), { status: error.status })
    }
  }
}

/** No form of this page says so. What is grave is never done because nothing else was meant. */
export const notOfThisPage = () => data(null, { status: 400 })

async function readForm(request: Request): Promise<FormData> {
  const fields = await request.formData().catch(() => undefined)
  // what was typed is given back by the names of its fields, and no page has one of this name
  if (fields === undefined || fields.has('__proto__')) throw notOfThisPage()
  return fields
}

const readable = (fields: FormData): Filled => ({
  fields,
  text: (name) => plain(fields.get(name)).trim(),
  all: (name) => fields.getAll(name).map(plain),
  intent: plain(fields.get('intent')),
})
/** Text areas come with CRLF; the text that was seen has LF. */
const plain = (value: FormDataEntryValue | null): string => (typeof value === 'string' ? value.replaceAll('\r\n', '\n') : '')

function troubleOf(error: ApiError, fields: FormData, intent: string, rename: Readonly<Record<string, string>>, words: Words): Trouble {
  const faults = ownWords(error, rename, words) ?? faultsOf(error.problem.faults ?? [], rename, words)
  const whole = error.status === 400 || error.status === 422 ? (rename[''] ?? '') : ''
  return { faults: faults.length > 0 ? faults : [{ field: whole, text: error.problem.detail, ...(words.tag === 'en' ? {} : { foreign: true }) }], answers: answersOf(fields), form: intent }
}

/** What the catalogue says for this very refusal (`refusal.door.effort-early`), beside the field that it is about. */
function ownWords({ problem }: ApiError, rename: Readonly<Record<string, string>>, { t, has }: Words): Fault[] | undefined {
  const key = `refusal.${problem.code}`
  return has(key) ? [{ field: inputOf(problem.faults?.[0]?.field ?? '', rename), text: t(key) }] : undefined
}

/** Says no without asking the API: what can be seen to be wrong from here. */
export function refuse(fields: FormData, intent: string, ...faults: Fault[]) {
  return data<Trouble>({ faults, answers: answersOf(fields), form: intent }, { status: 400 })
}

function answersOf(fields: FormData): Record<string, string[]> {
  const typed = [...fields].filter(([name, value]) => typeof value === 'string' && name !== '_csrf')
  return Object.fromEntries([...Map.groupBy(typed, ([name]) => name)].map(([name, pairs]) => [name, pairs.map(([, value]) => plain(value))]))
}

/** The form once more with all that was typed, and nothing said against it: a button of its own has worked something out. */
export const again = (fields: FormData, intent: string) => data<Trouble>({ faults: [], answers: answersOf(fields), form: intent })

/** Back to where a list begins after something was done; `done` is a key of the catalogue shown as a notice. */
export const doneAt = (path: string, done: string): Response => redirect(path + (path.includes('?') ? '&' : '?') + `done=${encodeURIComponent(done)}`, 303)

export const isTrouble = (value: unknown): value is Trouble => typeof value === 'object' && value !== null && 'faults' in value && 'answers' in value
/** Whether it was to one of these forms, told apart by their `intent`, that the hub said no: where a form is folded away, it has to open. */
export const isTroubleIn = (value: unknown, ...forms: readonly string[]): boolean => isTrouble(value) && forms.includes(value.form)
