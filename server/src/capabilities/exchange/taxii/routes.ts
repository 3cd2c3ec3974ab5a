/** The addresses of TAXII 2.1 behind the door: negotiate, hand on, answer in TAXII's own media type and errors. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { acceptContentType, MEDIA_TYPE, negotiateAccept } from '@openaccord/taxii'
import { Refusal, type Actor } from '../../../kernel/index.ts'
import type { Door } from '../../../platform/http.ts'
import { giveBackOnceSent } from '../../../platform/give-back.ts'
import type { Exchange } from '../verbs.ts'
import { asRefusal, CHALLENGE, renderError } from './errors.ts'
import type { Answer } from './service.ts'

type Params = { root: string; status: string; collection: string; object: string }
type Work = (actor: Actor, params: Params, query: string, request: FastifyRequest) => Promise<Answer>

export function taxiiRoutes({ taxii, means }: Pick<Exchange, 'taxii' | 'means'>, door: Door): void {
  const group = door.group({ prefix: '/taxii2', renderError, challenge: CHALLENGE })
  const at = '/taxii2/:root/collections/:collection'

  add('GET', '/taxii2/', (actor) => taxii.discovery(actor))
  add('GET', '/taxii2/:root/', (actor, { root }) => taxii.apiRoot(actor, root))
  add('GET', '/taxii2/:root/status/:status/', (actor, { root, status }) => taxii.status(actor, root, status))
  add('GET', '/taxii2/:root/collections/', (actor, { root }) => taxii.collections(actor, root))
  add('GET', `${at}/`, (actor, place) => taxii.collection(actor, place))
  add('GET', `${at}/manifest/`, (actor, place, query) => taxii.manifest(actor, place, query))
  add('GET', `${at}/objects/`, (actor, place, query) => taxii.objects(actor, place, query))
  add('GET', `${at}/objects/:object/`, (actor, place, query) => taxii.object(actor, place, place.object, query))
  add('DELETE', `${at}/objects/:object/`, (actor, place, query) => taxii.remove(actor, place, place.object, query))
  add('GET', `${at}/objects/:object/versions/`, (actor, place, query) => taxii.versions(actor, place, place.object, query))

  group.add(
    { method: 'POST', path: `${at}/objects/`, access: 'public', pace: 'taxii', takes: ['raw'], bodyLimit: means.maxContentBytes, large: true },
    ({ actor, request, reply }) => answer(reply, request, 202, () => {
      if (!acceptContentType(request.headers['content-type'])) {
        throw new Refusal('unsupported', 'taxii.content-type', `the body is sent as Content-Type: ${MEDIA_TYPE}`)
      }
      return taxii.post(actor, paramsOf(request), request.rawBody ?? new Uint8Array(0))
    }),
  )

  function add(method: 'GET' | 'DELETE', path: string, work: Work): void {
    group.add({ method, path, access: 'public', pace: 'taxii' }, ({ actor, request, reply }) => {
      const cut = request.url.indexOf('?')
      const query = cut < 0 ? '' : request.url.slice(cut + 1)
      return answer(reply, request, 200, () => work(actor, paramsOf(request), query, request))
    })
  }
}

async function answer(reply: FastifyReply, request: FastifyRequest, status: number, work: () => Promise<Answer>): Promise<FastifyReply> {
  try {
    if (negotiateAccept(request.headers.accept) === 'not-acceptable') {
      throw new Refusal('not-acceptable', 'taxii.not-acceptable', `this answers in ${MEDIA_TYPE} only`)
    }
    const { body, headers = {} } = await work()
    const bytes = body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body))
    giveBackOnceSent(reply.raw, bytes)
    reply.code(status).headers(headers).header('content-type', MEDIA_TYPE)
    return reply.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  } catch (error) {
    throw asRefusal(error)
  }
}

/** The router has found the place, so whatever the path names is there. */
function paramsOf(request: FastifyRequest): Params {
  const { root = '', status = '', collection = '', object = '' } = request.params as Partial<Params>
  return { root, status, collection, object }
}
