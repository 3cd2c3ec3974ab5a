/**
 * Where a log is read from: a hub's /log, any other log in the form of C2SP tlog-tiles, or a folder that holds one. Nothing
 * that comes from there is believed; so no token is sent, and plain http will do.
 */
import { readFile } from 'node:fs/promises'
import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { EXIT, Failure } from './failure.ts'
import { interrupted } from './hub.ts'
import { plain } from './terminal.ts'
import { VERSION } from './version.ts'

export type LogSource = {
  /** As it is shown. */
  readonly name: string
  checkpoint(): Promise<string>
  tile(path: string): Promise<Uint8Array | undefined>
  payload(sha256: string): Promise<Uint8Array | { readonly removed: string } | undefined>
  /** Any other text below the log: `policy`, `evidence/0`. Undefined when it is not there. */
  text(path: string): Promise<string | undefined>
}

const PATIENCE_MS = 60_000
const LONGEST = 64 * 1024 * 1024
/** Of an answer that is not what was asked for. */
const LONGEST_NO = 65_536
const TRIES = 4
/** As the log's entries count a payload. */
const LONGEST_PAYLOAD = 16_777_216
/** A hub that answers with the longest there may be does not fill this machine's memory. */
const AT_ONCE = 16

/** `https://hub.example` means its /log; an address with a path is taken as it is; a folder is read as files. */
export function openLogSource(address: string): LogSource {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(address) && existsSync(address) && statSync(address).isDirectory()) return folderSource(resolve(address))
  const typed = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `https://${address}`
  const url = URL.canParse(typed) ? new URL(typed) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw new Failure(EXIT.usage, 'url', `“${address}” is neither the address of a log nor a folder`, 'write it as https://hub.example')
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') throw new Failure(EXIT.usage, 'url', 'the address of a log has no password and no query', `write it as ${url.origin}`)
  return webSource(`${url.origin}${url.pathname === '/' ? '/log' : url.pathname.replace(/\/$/, '')}`)
}

function webSource(base: string): LogSource {
  const inTurn = createTurns(AT_ONCE)
  const need = async (path: string): Promise<Uint8Array | undefined> => {
    const found = await get(`${base}/${path}`)
    return found instanceof Uint8Array ? found : undefined
  }
  return {
    name: base,
    async checkpoint() {
      const found = await need('checkpoint')
      if (found === undefined) throw new Failure(EXIT.unreachable, 'log.none', `there is no log at ${base}`, 'check the address; a hub’s log lies at https://hub.example/log')
      return decode(found)
    },
    tile: need,
    payload: (sha256) => inTurn(() => get(`${base}/payload/${sha256}`, LONGEST_PAYLOAD)),
    async text(path) {
      const found = await need(path)
      return found === undefined ? undefined : decode(found)
    },
  }
}

/**
 * 404 is nothing, 410 is gone with its reason; a hub that is busy is asked again. Where it sends us is not followed: a log
 * that nobody trusts yet does not choose what this machine asks for.
 */
async function get(address: string, longest = LONGEST): Promise<Uint8Array | { removed: string } | undefined> {
  for (let left = TRIES; ; left--) {
    const response = await fetch(address, { headers: { 'user-agent': `accord/${VERSION}` }, redirect: 'manual', signal: AbortSignal.any([interrupted, AbortSignal.timeout(PATIENCE_MS)]) })
    if (response.ok) return readAll(response, address, longest)
    const said = decode(await readAll(response, address, LONGEST_NO))
    if (response.status >= 300 && response.status < 400) throw new Failure(EXIT.unreachable, 'log.elsewhere', `${address} leads to ${plain(response.headers.get('location') ?? 'nowhere')}`, 'name the address of the log itself')
    if (response.status === 404) return undefined
    if (response.status === 410) return { removed: reasonIn(said) }
    const again = response.status === 429 || response.status >= 500
    if (!again || left <= 1) throw new Failure(EXIT.unreachable, 'log.unreadable', `${address} answered ${response.status}`, again ? 'try again in a moment' : 'check the address')
    await wait(Math.min(Number(response.headers.get('retry-after')) || 1, 30) * 1000, undefined, { signal: interrupted })
  }
}

async function readAll(response: Response, address: string, longest: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > longest) throw new Failure(EXIT.unreachable, 'log.too-long', `${address} is longer than any part of a log`, 'check the address')
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

/** At most so many at once; the others wait for their turn. */
function createTurns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let free = most
  return async (work) => {
    if (free > 0) free -= 1
    else await new Promise<void>((go) => waiting.push(go))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next()
    }
  }
}

function reasonIn(problem: string): string {
  try {
    const { detail } = JSON.parse(problem) as { detail?: unknown }
    return typeof detail === 'string' ? detail : 'no reason given'
  } catch {
    return 'no reason given'
  }
}

function folderSource(folder: string): LogSource {
  const read = async (path: string): Promise<Uint8Array | undefined> => {
    try {
      return new Uint8Array(await readFile(join(folder, path)))
    } catch (error) {
      if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined
      throw error
    }
  }
  return {
    name: folder,
    async checkpoint() {
      const found = await read('checkpoint')
      if (found === undefined) throw new Failure(EXIT.failed, 'log.none', `there is no log in ${folder}`, 'name the folder that holds its file named checkpoint')
      return decode(found)
    },
    tile: read,
    payload: (sha256) => read(`payload/${sha256}`),
    async text(path) {
      const found = await read(path)
      return found === undefined ? undefined : decode(found)
    },
  }
}

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
