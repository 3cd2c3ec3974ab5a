/** A room's endpoints behind a real door that knows its callers by a word, asked without a socket; what succeeds is held against the contract. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { Format } from 'typebox/format'
import { Value } from 'typebox/value'
import { anonymous, isDay, Refusal, type Actor, type Clock } from '../../kernel/index.ts'
import type { Ask, Cookie, Endpoint, RouteShape } from '../endpoint.ts'
import { createDoor, parseCookies, type Door } from '../http.ts'
import { createLog } from '../log.ts'

export type Asked = {
  params?: Record<string, string | number>
  /** With its question mark. */
  query?: string
  body?: unknown
  as?: Actor | undefined
  headers?: Record<string, string>
}

const HOST = '127.0.0.1:9'
const ORIGIN = `http://${HOST}`

/** `mount` adds what is no endpoint: files, feeds. Cookies that an endpoint sets are gathered in `cookies`. */
export async function openRoomDoor({ clock, endpoints, mount = () => {} }: { clock: Clock; endpoints: readonly Endpoint[]; mount?: (door: Door) => void }) {
  Format.Set('date-time', (text) => !Number.isNaN(Date.parse(text)))
  Format.Set('date', isDay)
  Format.Set('email', (text) => /^\S+@\S+$/.test(text))
  const known = new Map<string, Actor>()
  /** The word by which the door knows this actor: who they are is the members' business. */
  const nameOf = (actor: Actor): string => {
    const found = [...known].find(([, one]) => one === actor)?.[0] ?? `actor-${known.size + 1}`
    known.set(found, actor)
    return found
  }
  const door = createDoor({
    publicUrl: ORIGIN, loopback: true, clock, random: randomBytes, rates: 'off', log: createLog({ clock, destination: { write: () => {} } }),
    authenticate: async ({ headers }) => {
      if (headers.authorization === undefined) return anonymous
      const actor = known.get(headers.authorization.slice('Bearer '.length))
      if (actor === undefined) throw new Refusal('unauthenticated', 'door.sign-in-needed', 'who is this?')
      return actor
    },
  })
  const cookies: Cookie[] = []
  for (const { route, answer } of endpoints) {
    door.add(route, async ({ actor, params, query, body, request }) =>
      answer({ actor, params, query, body, address: '192.0.2.7', origin: ORIGIN, cookies: parseCookies(request.headers.cookie), setCookie: (cookie: Cookie) => void cookies.push(cookie) } as unknown as Ask<RouteShape>))
  }
  mount(door)
  await door.ready()
  const seen = new Set<string>()
  const fetch = (route: RouteShape, { params = {}, query = '', body, as, headers = {} }: Asked) => {
    const payload = body ?? (route.body === undefined ? undefined : {})
    return door.inject({
      method: route.method, url: route.path.replace(/:(\w+)/g, (_, name: string) => String(params[name] ?? '')) + query,
      headers: { host: HOST, origin: ORIGIN, ...(as === undefined ? {} : { authorization: `Bearer ${nameOf(as)}` }), ...(payload === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }),
    })
  }
  return {
    /** `GET /path` of every route that succeeded. */
    seen,
    cookies, door, nameOf,
    /** The answer as it is, not held against anything. */
    fetch,
    async ask(route: RouteShape, asked: Asked = {}) {
      const answer = await fetch(route, asked)
      const json = answer.json()
      if (answer.statusCode < 300) {
        assert.equal(answer.statusCode, route.status ?? 200, route.path)
        assert.deepEqual([...Value.Errors(route.reply, json)].map((error) => `${route.path} ${error.instancePath} ${error.message}`), [])
        seen.add(`${route.method} ${route.path}`)
      } else assert.ok(answer.statusCode < 500 && json.code.includes('.'), answer.body)
      return { status: answer.statusCode, json }
    },
    file: (url: string) => door.inject({ method: 'GET', url, headers: { host: HOST } }),
  }
}
