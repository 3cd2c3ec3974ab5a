/** The client, made from the contract: `client.members.me()`. Works wherever there is a `fetch`. */
import type { Static } from '@openaccord/names'
import { contract, type Contract } from './contract.ts'
import type { Input, Reply, Route } from './route.ts'
import type { Problem } from './shapes.ts'

/** The hub said no, in its own words. `problem.code` never changes; `problem.faults` names each field. */
export class ApiError extends Error {
  readonly status: number
  readonly problem: Static<typeof Problem>
  constructor(status: number, problem: Static<typeof Problem>) {
    super(problem.detail)
    this.name = 'ApiError'
    this.status = status
    this.problem = problem
  }
}

type Call<R extends Route> = unknown extends Input<R> ? () => Promise<Reply<R>> : (input: Input<R>) => Promise<Reply<R>>
export type Client = { [Room in keyof Contract]: { [Name in keyof Contract[Room]]: Contract[Room][Name] extends Route ? Call<Contract[Room][Name]> : never } }

export type ClientOptions = {
  /** `https://hub.example`, no path. */
  url: string
  token?: string
  fetch?: typeof fetch
  headers?: Record<string, string>
  signal?: AbortSignal
}

type Loose = { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown }

export function createClient(options: ClientOptions): Client {
  const rooms = Object.entries(contract).map(([room, routes]) => [
    room,
    Object.fromEntries(Object.entries(routes).map(([name, route]) => [name, (input?: Loose) => call(options, route, input ?? {})])),
  ])
  return Object.fromEntries(rooms)
}

async function call(options: ClientOptions, route: Route, input: Loose): Promise<unknown> {
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers }
  if (options.token !== undefined) headers['authorization'] = `Bearer ${options.token}`
  const init: RequestInit = { method: route.method, headers, redirect: 'error' }
  if (options.signal) init.signal = options.signal
  if (route.body !== undefined) {
    headers['content-type'] = 'application/json'
    init.body = JSON.stringify(input.body)
  }
  const response = await (options.fetch ?? fetch)(addressOf(options.url, route, input), init)
  const text = await response.text()
  if (!response.ok) throw new ApiError(response.status, problemOf(response.status, text))
  return JSON.parse(text)
}

/** The address of one call: parameters filled in and escaped, the query in the order given, lists repeated. */
export function addressOf(url: string, route: Route, input: Loose): string {
  const path = route.path.replace(/:([a-z]+)/gi, (_, name: string) => encodeURIComponent(String(input.params?.[name] ?? '')))
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input.query ?? {})) {
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) query.append(name, String(each))
  }
  const asked = query.toString()
  return url.replace(/\/$/, '') + path + (asked === '' ? '' : `?${asked}`)
}

function problemOf(status: number, text: string): Static<typeof Problem> {
  try {
    const read = JSON.parse(text)
    if (typeof read?.code === 'string' && typeof read.detail === 'string') return read
  } catch {
    // not ours: a proxy's page, perhaps
  }
  const detail = `the hub answered ${status}, not in its own form; a proxy may stand between`
  return { type: 'about:blank', title: 'Unexpected answer', status, detail, code: 'client.unexpected-answer', instance: '' }
}
