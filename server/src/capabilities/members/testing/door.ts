/** The members' routes behind a real door on a free port of this machine, and a browser of a few lines to ask them. */
import { randomBytes } from 'node:crypto'
import { contract } from '@openaccord/api'
import { anonymous, Refusal } from '../../../kernel/index.ts'
import type { Database } from '../../../platform/database.ts'
import type { Ask, RouteShape } from '../../../platform/endpoint.ts'
import { createDoor, parseCookies, type Door } from '../../../platform/http.ts'
import { createLog } from '../../../platform/log.ts'
import { freePort } from '../../../platform/testing/free-port.ts'
import { openHouse } from './house.ts'
import { keysEndpoints, membersEndpoints, oidcPaths, sessionCookieOf, type MembersSettings } from '../index.ts'

export const { members: routes, keys: keyRoutes } = contract

export type OpenDoor = Awaited<ReturnType<typeof openDoor>>

/** `host` is the name under which the hub believes to be reached: `127.0.0.1` or `localhost`. */
export async function openDoor(database: Database, { host = '127.0.0.1', settings = {}, more = () => {} }: {
  host?: string
  settings?: Partial<MembersSettings>
  more?: (door: Door) => void
} = {}) {
  const port = await freePort()
  const origin = `http://${host}:${port}`
  const house = await openHouse(database, { origin, ...settings })
  const { members } = house
  const door = createDoor({
    publicUrl: origin, loopback: true, clock: house.now, random: randomBytes, rates: 'off',
    log: createLog({ clock: house.now, destination: { write: () => {} } }),
    authenticate: async (request) => {
      const cookies = parseCookies(request.headers.cookie)
      const who = members.authenticate({
        authorization: request.headers.authorization, sessionCookie: sessionCookieOf({ cookies, origin }), address: request.peer.address, userAgent: '',
      })
      const open = request.routeOptions.config.spec?.access === 'public' && request.headers.authorization === undefined
      return who.catch((error: unknown) => {
        if (open && error instanceof Refusal) return anonymous
        throw error
      })
    },
  })
  mount(door, [...membersEndpoints(members), ...keysEndpoints(members)], origin)
  if (members.oidc !== undefined) oidcPaths(door, members.oidc, [origin])
  more(door)
  await door.ready()
  await door.listen({ host: '127.0.0.1', port })
  return { ...house, origin, door, close: () => door.close({ drainMs: 0, graceMs: 100 }) }
}

function mount(door: Door, endpoints: ReturnType<typeof membersEndpoints>, origin: string): void {
  for (const { route, answer } of endpoints) {
    door.add(route, async ({ actor, params, query, body, request, reply }) => {
      const ask = {
        actor, params, query, body, requestId: request.id, address: request.peer.address, userAgent: String(request.headers['user-agent'] ?? ''),
        cookies: parseCookies(request.headers.cookie), origin,
        setCookie: ({ name, value, maxAgeSeconds }: { name: string; value: string; maxAgeSeconds: number }) =>
          void reply.header('set-cookie', door.cookies.write(name, value, { maxAgeSeconds })),
      }
      return answer(ask as unknown as Ask<RouteShape>)
    })
  }
}

export type Answer = { status: number; location: string | undefined; text: string; json: any; url: string } // oxlint-disable-line typescript/no-explicit-any -- what a test reads is what it checks

/** Cookies by origin, redirects one at a time: enough to walk through a sign-in. */
export function openBrowser() {
  const jars = new Map<string, Map<string, string>>()

  async function go(url: string, { method = 'GET', form, json, token }: { method?: string; form?: Record<string, string>; json?: unknown; token?: string } = {}): Promise<Answer> {
    const { origin } = new URL(url)
    const jar = jars.get(origin) ?? new Map<string, string>()
    jars.set(origin, jar)
    const body = form === undefined ? (json === undefined ? undefined : JSON.stringify(json)) : new URLSearchParams(form).toString()
    const answer = await fetch(url, {
      method, redirect: 'manual',
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '), origin, 'user-agent': 'Firefox/140.0 Linux',
        ...(body === undefined ? {} : { 'content-type': form === undefined ? 'application/json' : 'application/x-www-form-urlencoded' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body }),
    })
    for (const line of answer.headers.getSetCookie()) keep(jar, line)
    const text = await answer.text()
    const location = answer.headers.get('location')
    const isJson = /json/.test(answer.headers.get('content-type') ?? '')
    return { status: answer.status, location: location === null ? undefined : new URL(location, url).href, text, json: isJson ? JSON.parse(text) : undefined, url }
  }

  return {
    go,
    /** Follows redirects until there are none, or until one leads to `until`. */
    async follow(url: string, until?: string): Promise<Answer> {
      let answer = await go(url)
      for (let hops = 0; answer.location !== undefined && hops < 12; hops++) {
        if (until !== undefined && answer.location.startsWith(until)) return answer
        answer = await go(answer.location)
      }
      return answer
    },
    cookies: (origin: string): string[] => [...(jars.get(origin) ?? new Map<string, string>()).keys()],
  }
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';', 1)
  const cut = pair.indexOf('=')
  const gone = /max-age=0|expires=thu, 01 jan 1970/i.test(line)
  if (gone) jar.delete(pair.slice(0, cut))
  else jar.set(pair.slice(0, cut), pair.slice(cut + 1))
}
