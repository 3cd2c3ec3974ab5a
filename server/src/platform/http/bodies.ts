/** Bodies: read once, counted while they come, given up as soon as they are over the limit, then parsed by their type. */
import type { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../kernel/index.ts'
import { createLargeBytes } from '../large-bytes.ts'
import { CSRF_FIELD, forged, type Csrf } from './csrf.ts'
import { parseMultipart, parseUrlencoded, type Form } from './forms.ts'
import { parseJson } from './json.ts'
import type { Held, Pressure } from './pressure.ts'
import { Turned } from './verdict.ts'

/** `raw` takes bytes as they came, of the media types the route names, and parses nothing. */
export type BodyKind = 'json' | 'form' | 'raw'

export const tooLarge = (limit: number): Refusal =>
  new Refusal('too-large', 'door.body-too-large', `the body is larger than ${limit} bytes, the most this address takes`)

/** Bytes that all bodies together may hold in memory until they are answered. */
export type Budget = ReturnType<typeof createBudget>
type Share = { take: (bytes: number) => boolean; giveBack: () => void }

export function createBudget(most: number) {
  let held = 0
  return {
    held: () => held,
    share(): Share {
      let mine = 0
      return {
        take(bytes) {
          if (held + bytes > most) return false
          held += bytes
          mine += bytes
          return true
        },
        giveBack() {
          held -= mine
          mine = 0
        },
      }
    },
  }
}

export type BodySettings = { limit: number; csrf: Csrf; budget: Budget; pressure: Pressure }

const fullHouse = (): Refusal =>
  new Refusal('unavailable', 'door.bodies-full', 'the hub is taking in as much as it can hold; try again shortly', { retryAfterSeconds: 2 })

/** After the gate: reads the body, parses it as the route takes it, and asks a form for its token where the headers said nothing. */
export async function takeBody(request: FastifyRequest, reply: FastifyReply, { limit, csrf, budget, pressure }: BodySettings): Promise<void> {
  const { spec } = request.routeOptions.config
  if (spec === undefined || request.method === 'GET' || request.method === 'HEAD') return
  const share = budget.share()
  const held = spec.large === true ? pressure.begin(request.raw) : undefined
  reply.raw.once('close', () => (share.giveBack(), held?.giveBack()))
  const bytes = await readBody(request.raw, spec.bodyLimit ?? limit, share, held).finally(held?.read)
  if (bytes !== undefined && (bytes.length > 0 || request.headers['content-type'] !== undefined)) {
    request.rawBody = bytes
    request.visit.bytesIn = bytes.length
    const parsed = parseBody(bytes, request.headers['content-type'], spec.takes ?? [], spec.types ?? [])
    if (parsed.kind === 'form') request.form = parsed.form
    request.body = parsed.kind === 'json' ? parsed.value : parsed.kind === 'raw' ? parsed.bytes : undefined
  }
  if (spec.body !== undefined && request.body === undefined) throw new Refusal('malformed', 'door.no-body', 'this needs a JSON body')
  if (request.visit.askToken && !csrf.accepts(request.headers.cookie, request.actor, formOf(request)?.text(CSRF_FIELD))) throw forged()
}

/** The form in a body, also where the route takes the bytes and parses them itself (the portal). */
function formOf(request: FastifyRequest): Form | undefined {
  if (request.form !== undefined || request.rawBody === undefined) return request.form
  const header = request.headers['content-type']
  const { type } = parseContentType(header)
  if (type !== 'application/x-www-form-urlencoded' && type !== 'multipart/form-data') return undefined
  const parsed = parseBody(request.rawBody, header, ['form'], [])
  return parsed.kind === 'form' ? parsed.form : undefined
}

/** A body as received. `undefined` when the request has none. */
export async function readBody(request: IncomingMessage, limit: number, share: Share, held?: Held): Promise<Buffer | undefined> {
  const declared = request.headers['content-length']
  if (declared === undefined && request.headers['transfer-encoding'] === undefined) return undefined
  if (Number(declared ?? 0) > limit) throw tooLarge(limit)
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new Refusal('unsupported', 'door.content-encoding', 'compressed bodies are not taken: send it without Content-Encoding')
  }
  const body = await collect(request, limit, share, held === undefined ? createPieces() : createLarge(Number(declared ?? limit), held))
  return body.length === 0 && declared === undefined ? undefined : body
}

type Collected = { add: (piece: Buffer) => void; whole: () => Buffer; letGo: () => void }

function createPieces(): Collected {
  const pieces: Buffer[] = []
  return {
    add: (piece) => void pieces.push(piece),
    whole: () => (pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces)),
    letGo: () => {},
  }
}

function createLarge(most: number, held: Held): Collected {
  const bytes = createLargeBytes(most)
  return { ...bytes, add: (piece) => (bytes.add(piece), held.took(piece.length)) }
}

function collect(request: IncomingMessage, limit: number, share: Share, collected: Collected): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let size = 0
    const finish = (settle: () => void) => {
      request.off('data', onData).off('end', onEnd).off('error', onCut).off('close', onCut)
      settle()
    }
    const onData = (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) fail(() => (request.resume(), reject(tooLarge(limit))))
      else if (!share.take(chunk.length)) fail(() => (request.resume(), reject(fullHouse())))
      else keep(chunk)
    }
    const keep = (chunk: Buffer) => {
      try {
        collected.add(chunk)
      } catch {
        fail(() => (request.resume(), reject(fullHouse()))) // the system has no more memory to give
      }
    }
    const fail = (refuse: () => void) => finish(() => (collected.letGo(), refuse()))
    const onEnd = () => finish(() => resolve(collected.whole()))
    const onCut = () => fail(() => reject(new Turned(400, 'door.body-cut', 'the connection ended before the body did')))
    request.on('data', onData).on('end', onEnd).on('error', onCut).on('close', onCut)
  })
}

/** `text/html; charset=utf-8` to its type in lower case and its parameters. */
export function parseContentType(header: string | undefined): { type: string; parameters: Map<string, string> } {
  const [type = '', ...rest] = (header ?? '').split(';', 20)
  const parameters = new Map<string, string>()
  for (const each of rest) {
    const cut = each.indexOf('=')
    if (cut < 0) continue
    const value = each.slice(cut + 1).trim()
    parameters.set(each.slice(0, cut).trim().toLowerCase(), /^".*"$/.test(value) ? value.slice(1, -1) : value)
  }
  return { type: type.trim().toLowerCase(), parameters }
}

export type Parsed = { kind: 'json'; value: unknown } | { kind: 'form'; form: Form } | { kind: 'raw'; bytes: Buffer }

/** Parses a body by its Content-Type into one of the kinds the route takes, or refuses it as 'unsupported'. */
export function parseBody(bytes: Buffer, header: string | undefined, takes: readonly BodyKind[], types: readonly string[]): Parsed {
  const { type, parameters } = parseContentType(header)
  if (takes.includes('json') && (type === 'application/json' || (type.startsWith('application/') && type.endsWith('+json')))) {
    const charset = parameters.get('charset')?.toLowerCase() ?? 'utf-8'
    if (charset !== 'utf-8' && charset !== 'utf8') throw new Refusal('unsupported', 'door.charset', 'JSON comes as UTF-8 only')
    return { kind: 'json', value: parseJson(bytes) }
  }
  if (takes.includes('form') && type === 'application/x-www-form-urlencoded') return { kind: 'form', form: parseUrlencoded(bytes) }
  if (takes.includes('form') && type === 'multipart/form-data') {
    return { kind: 'form', form: parseMultipart(bytes, parameters.get('boundary') ?? '') }
  }
  if (takes.includes('raw') && (types.length === 0 || types.includes(type))) return { kind: 'raw', bytes }
  throw new Refusal('unsupported', 'door.media-type', `this address takes ${namesOf(takes, types)}, not “${type.slice(0, 100)}”`)
}

function namesOf(takes: readonly BodyKind[], types: readonly string[]): string {
  if (takes.length === 0) return 'no body'
  return takes.map((kind) => ({ json: 'application/json', form: 'HTML forms', raw: types.join(', ') })[kind]).join(' or ')
}
