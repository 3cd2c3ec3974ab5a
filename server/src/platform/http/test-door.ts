/** For tests: a door with a few routes of every sort, listening on a free port of 127.0.0.1. */
import { randomBytes } from 'node:crypto'
import { Type } from 'typebox'
import { anonymous, Refusal, type Actor } from '../../kernel/index.ts'
import { createDoor, type Door, type DoorOptions } from '../http.ts'
import { createLog } from '../log.ts'

export const analyst: Actor = {
  person: 'person_00000000000000000001',
  organisation: 'org_00000000000000000001',
  may: new Set(['threats.read']),
  communities: new Map(),
  via: { kind: 'session', id: 'session_00000000000000000001' },
  name: 'Ada',
}
export const byToken: Actor = { ...analyst, via: { kind: 'token', id: 'token_00000000000000000001' } }

export const clock = () => Date.now() * 1000

/** `routes` adds more before it opens. Closes at the end of its block: `await using house = await openDoor()`. */
export async function openDoor(more: Partial<DoorOptions> = {}, routes: (door: Door) => void = () => undefined) {
  const lines: string[] = []
  const door = createDoor({
    publicUrl: 'http://127.0.0.1',
    loopback: true,
    clock,
    random: randomBytes,
    log: createLog({ clock, destination: { write: (line) => void lines.push(line) } }),
    authenticate: async (request) => {
      if (request.headers.authorization === 'Bearer good') return byToken
      if (request.headers.authorization !== undefined) throw new Refusal('unauthenticated', 'test.wrong', 'wrong token')
      return request.headers.cookie?.includes('accord_session=good') ? analyst : anonymous
    },
    ...more,
  })
  door.add({ method: 'GET', path: '/api/open', access: 'public' }, ({ actor, request }) => ({ name: actor.name, address: request.peer.address }))
  door.add({ method: 'GET', path: '/api/members', access: 'signed-in' }, ({ actor }) => ({ name: actor.name }))
  door.add({ method: 'GET', path: '/api/operate', access: 'alliance.operate' }, () => ({ ok: true }))
  door.add({ method: 'POST', path: '/api/echo', access: 'public', takes: ['json'] }, ({ request }) => ({ got: request.body ?? null }))
  door.add({ method: 'GET', path: '/api/broken', access: 'public' }, () => {
    throw new Error('the secret of the house')
  })
  const checked = { method: 'POST', path: '/api/things/:id', access: 'public', params: Type.Object({ id: Type.String({ pattern: '^t[0-9]+$' }) }),
    query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1 })) }), body: Type.Object({ title: Type.String({ minLength: 1 }), count: Type.Integer() }, { additionalProperties: false }), status: 201 } as const
  door.add(checked, ({ params, query, body }) => ({ id: params.id, limit: query.limit, title: body.title.toUpperCase(), count: body.count + 1 }))
  door.add({ method: 'POST', path: '/form', access: 'signed-in', takes: ['form'] }, ({ request }) => ({
    title: request.form?.text('title'), all: request.form?.all('box'), file: request.form?.file('file')?.bytes.toString('utf8'),
  }))
  const raw = door.group({
    prefix: '/taxii2',
    challenge: 'Basic realm="taxii"',
    renderError: (verdict) => ({ status: verdict.status, contentType: 'application/taxii+json;version=2.1', body: JSON.stringify({ title: verdict.title, http_status: String(verdict.status) }) }),
  })
  raw.add({ method: 'POST', path: '/taxii2/raw', access: 'public', takes: ['raw'], types: ['application/taxii+json'], bodyLimit: 1000 }, ({ request }) => ({ bytes: request.rawBody?.length }))
  raw.add({ method: 'GET', path: '/taxii2/:root/', access: 'threats.read' }, () => ({ title: 'root' }))
  door.add({ method: ['GET', 'POST'], path: '/*', access: 'public', takes: ['form'] }, ({ request, reply }) =>
    reply.type('text/html; charset=utf-8').send(`<p>${door.nonceFor(request)}</p>`),
  )
  routes(door)
  await door.ready()
  const { port } = await door.listen({ host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${port}`
  return { door, port, url, lines, get: (path: string, init?: RequestInit) => fetch(url + path, init), [Symbol.asyncDispose]: () => door.close({ graceMs: 200 }) }
}
