/**
 * `accord log witness`: one small process that cosigns what logs show, as long as each begins with what it has seen before.
 * Follows tlog-witness: `POST /add-checkpoint`, and `GET /<sha256 of the origin>/checkpoint` for monitors.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import {
  cosign, cosigner, decide, isKeyName, isSupportedKey, LONGEST_REQUEST, monitoredCheckpoint, openAddCheckpoint, parseVerifierKey, printVerifierKey, SIGNATURE_TYPE, TlogError,
  verifierKey, verifierOf, type NoteVerifier, type OpenedRequest, type WitnessAnswer,
} from '@openaccord/tlog'
import { printConflict } from '@openaccord/verifier'
import { EXIT, Failure } from '../../failure.ts'
import { interrupted } from '../../hub.ts'
import { readKeyFile, type OwnKey } from '../../key-file.ts'
import { plain, type Terminal } from '../../terminal.ts'
import { meansOf, type Verb } from '../../verb.ts'
import { openWitnessStore, type WitnessStore } from './witness-store.ts'

type Options = { name: string; key: string; logs: string; state: string; port: string; host: string; first?: boolean }
type Witness = { name: string; key: OwnKey; logs: ReadonlyMap<string, readonly NoteVerifier[]>; store: WitnessStore; terminal: Terminal; stateFile: string }

const SLOW_MS = 10_000

export const witness: Verb = (room) => {
  room
    .command('witness')
    .description('run a witness: cosign what logs show, and never let one go back')
    .requiredOption('--name <name>', 'the name of its key, as with accord keygen --witness')
    .requiredOption('--key <file>', 'its private key')
    .requiredOption('--logs <file>', 'the verifier keys of the logs it watches, one a line; # begins a remark')
    .option('--state <file>', 'what it has seen, kept before it answers', 'witness-state.json')
    .option('--first', 'its very first start: nothing was kept before')
    .option('--port <number>', 'where to listen', '4190')
    .option('--host <address>', 'other than this machine alone: put a web server with TLS before it', '127.0.0.1')
    .addHelpText('after', '\nExample:\n  accord keygen --witness witness.example --output witness.pem\n  accord log witness --name witness.example --key witness.pem --logs logs.txt --first')
    .action(run)
}

async function run(options: Options, command: Command): Promise<void> {
  const { terminal } = meansOf(command)
  const port = /^\d{1,5}$/.test(options.port) ? Number(options.port) : Number.NaN
  if (!(port <= 65_535)) throw new Failure(EXIT.usage, 'usage', `“${options.port}” is no port`, 'write a number from 0 to 65535')
  if (!isKeyName(options.name)) throw new Failure(EXIT.usage, 'key.name', `“${options.name}” is no name of a key`, 'write it without spaces and plus signs, like witness.example')
  const key = readKeyFile(options.key)
  const logs = readLogs(options.logs)
  const stateFile = resolve(options.state)
  const store = openWitnessStore(stateFile, { first: options.first === true })
  try {
    await serve({ name: options.name, key, logs, store, terminal, stateFile }, port, options.host)
  } finally {
    store.close()
  }
}

function readLogs(file: string): ReadonlyMap<string, readonly NoteVerifier[]> {
  const logs = new Map<string, NoteVerifier[]>()
  for (const [at, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    const text = line.replace(/#.*$/, '').trim()
    if (text === '') continue
    try {
      const key = parseVerifierKey(text)
      if (!isSupportedKey(key) || key.type !== SIGNATURE_TYPE.ed25519) throw new TlogError('unsupported-key', 'it is not an Ed25519 key of a log')
      logs.set(key.name, [...(logs.get(key.name) ?? []), verifierOf(key)])
    } catch (error) {
      if (error instanceof TlogError) throw new Failure(EXIT.usage, 'witness.logs', `${file}, line ${at + 1}: ${error.message}`, 'write the log’s verifier key as its policy has it: name+id+key')
      throw error
    }
  }
  if (logs.size === 0) throw new Failure(EXIT.usage, 'witness.logs', `${file} names no log`, 'write the verifier key of a log on a line')
  return logs
}

async function serve(witness: Witness, port: number, host: string): Promise<void> {
  // one after the other: what is decided has been written down before the next is looked at
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work)
    turn = next.catch(() => {})
    return next
  }
  const server = createServer((request, response) => {
    answer(witness, inTurn, request).then(
      (said) => send(response, said),
      (error: unknown) => {
        witness.terminal.say(`not answered: ${plain(error instanceof Error ? error.message : String(error))}`)
        send(response, { status: 500, contentType: TEXT, body: 'this witness could not write down what it saw, and does not cosign\n' })
      },
    )
  })
  server.requestTimeout = SLOW_MS
  server.headersTimeout = SLOW_MS
  await new Promise<void>((done, fail) => server.once('error', fail).listen(port, host, done))
  const address = server.address()
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${typeof address === 'object' && address !== null ? address.port : port}`
  const vkey = printVerifierKey(verifierKey(witness.name, witness.key.publicKey, SIGNATURE_TYPE.cosignature))
  witness.terminal.show(`Witness ${vkey} at ${url}, for ${[...witness.logs.keys()].join(', ')}`)
  witness.terminal.give({ witnessing: true, url, vkey, logs: [...witness.logs.keys()] })
  await new Promise<void>((done) => (interrupted.aborted ? done() : interrupted.addEventListener('abort', () => done(), { once: true })))
  await new Promise<void>((done) => {
    server.close(() => done())
    server.closeAllConnections()
  })
}

/** A sample alliance moves its clock forward, and its witnesses with it: the file says by how many days. */
function presentSeconds(): number {
  const file = process.env['OPENACCORD_DEMO_CLOCK']
  const { days = 0 }: { days?: number } = file === undefined || !existsSync(file) ? {} : JSON.parse(readFileSync(file, 'utf8'))
  return Math.floor(Date.now() / 1000) + days * 86_400
}

type Said = Omit<WitnessAnswer, 'status'> & { readonly status: number }
const TEXT = 'text/plain; charset=utf-8'
const says = (status: number, body: string): Said => ({ status, contentType: TEXT, body })

async function answer(witness: Witness, inTurn: <T>(work: () => Promise<T>) => Promise<T>, request: IncomingMessage): Promise<Said> {
  const path = (request.url ?? '').split('?', 1)[0] ?? ''
  if (path === '/add-checkpoint') return request.method === 'POST' ? addCheckpoint(witness, inTurn, request) : says(405, 'add-checkpoint is a POST\n')
  const digest = /^\/([0-9a-f]{64})\/checkpoint$/.exec(path)?.[1]
  const origin = digest === undefined ? undefined : [...witness.logs.keys()].find((name) => createHash('sha256').update(name).digest('hex') === digest)
  const kept = origin === undefined ? undefined : witness.store.get(origin)
  return kept === undefined ? says(404, 'there is nothing here\n') : says(200, kept.shown)
}

async function addCheckpoint(witness: Witness, inTurn: <T>(work: () => Promise<T>) => Promise<T>, request: IncomingMessage): Promise<Said> {
  const body = await readBody(request)
  if (body === undefined) return says(400, `a request has at most ${LONGEST_REQUEST} bytes\n`)
  const opened = await openAddCheckpoint(body, { verifiersOf: (origin) => witness.logs.get(origin) })
  return opened.ok ? inTurn(() => consider(witness, opened.request)) : opened.answer
}

/** tlog-witness: checked and persisted as one, and persisted before the answer. The cosignature leaves only after that. */
async function consider({ name, key, store, terminal, stateFile }: Witness, request: OpenedRequest): Promise<Said> {
  const { origin, size } = request.opened
  const kept = store.get(origin)
  const decision = decide(request, kept)
  if (!decision.ok) {
    if (decision.answer.status === 422) terminal.say(`${origin}: size ${size} refused: ${plain(decision.answer.body.trim())}`)
    if (kept?.size === size && decision.answer.status === 422) keepConflict(terminal, stateFile, origin, kept.shown, request.checkpoint)
    return decision.answer
  }
  const answered = await cosign(request, [cosigner(name, key, presentSeconds())])
  store.put(origin, { ...decision.record, shown: monitoredCheckpoint(request, answered) })
  return answered
}

/** Two roots of one size, both signed by the log: kept beside the state, for everyone to see. */
function keepConflict(terminal: Terminal, stateFile: string, origin: string, ours: string, theirs: string): void {
  const digest = createHash('sha256').update(theirs).digest('hex').slice(0, 12)
  const file = `${stateFile}.conflict-${digest}.json`
  writeFileSync(file, printConflict({ origin, checkpoints: [ours, theirs] }), { flush: true })
  terminal.say(`${origin} has shown two histories: ${file} proves it; publish it`)
}

async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size <= LONGEST_REQUEST) chunks.push(chunk)
  }
  return size > LONGEST_REQUEST ? undefined : Buffer.concat(chunks)
}

function send(response: ServerResponse, { status, contentType, body }: Said): void {
  if (response.destroyed || response.headersSent) return
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' }).end(body)
}
