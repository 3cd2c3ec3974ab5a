/** This room behind the real door on a real socket: its routes of the contract and of TAXII, actors by their token. */
import { anonymous, Refusal, type Actor } from '../../../kernel/index.ts'
import { createDoor } from '../../../platform/http.ts'
import { createLog } from '../../../platform/log.ts'
import type { Ask, Endpoint, RouteShape } from '../../../platform/endpoint.ts'
import { exchangeEndpoints, taxiiRoutes } from '../index.ts'
import type { Exchange } from '../verbs.ts'
import { random } from './rooms.ts'

export type Answered = { status: number; text: string; headers: Headers }
const clock = () => Date.now() * 1000

export async function openDoor(exchange: Exchange, actors: ReadonlyMap<string, Actor>) {
  const door = createDoor({
    publicUrl: 'http://127.0.0.1:1', loopback: true, clock, random, log: createLog({ level: 'silent', clock }), rates: 'off', mostLagMs: 60_000,
    authenticate: async ({ headers: { authorization } }) => {
      const actor = authorization === undefined ? anonymous : actors.get(authorization.replace('Bearer ', ''))
      if (actor === undefined) throw new Refusal('unauthenticated', 'test.unknown', 'not a token')
      return actor
    },
  })
  for (const endpoint of exchangeEndpoints(exchange)) mount(endpoint)
  taxiiRoutes(exchange, door)
  await door.ready()
  const { port } = await door.listen({ host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${port}`

  function mount({ route, answer }: Endpoint): void {
    const { method, path, access, params, query, body, status, bodyLimit } = route
    const spec = { method, path, access, ...(params && { params }), ...(query && { query }), ...(body && { body }), ...(status && { status }), ...(bodyLimit && { bodyLimit }) }
    door.add(spec, (asked) => answer(asked as unknown as Ask<RouteShape>)) // the door has checked all of it
  }

  return {
    url,
    /** `path` from the root; without a token as a visitor. */
    async ask(who: string | undefined, method: string, path: string, body?: string | Uint8Array, headers: Record<string, string> = {}): Promise<Answered> {
      const response = await fetch(`${url}${path}`, {
        method, headers: { ...(who === undefined ? {} : { authorization: `Bearer ${who}` }), ...headers }, ...(body === undefined ? {} : { body: body as BodyInit }),
      })
      return { status: response.status, text: await response.text(), headers: response.headers }
    },
    close: () => door.close({ graceMs: 100 }),
  }
}
