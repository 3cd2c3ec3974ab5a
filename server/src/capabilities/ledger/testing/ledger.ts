/** A ledger on its own: real store, real files, facts from nowhere in particular. A witness of a few lines, over real sockets. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  cosign, cosigner, decide, generateKey, monitoringPath, openAddCheckpoint, parsePolicy, printVerifierKey, SIGNATURE_TYPE, verifierKey, verifierOf,
  type Policy, type SigningKey, type WitnessRecord,
} from '@openaccord/tlog'
import type { Actor } from '../../../kernel/index.ts'
import type { Database } from '../../../platform/database.ts'
import { createJournal } from '../../../platform/journal.ts'
import { migrate } from '../../../platform/migrate.ts'
import { createOutbound } from '../../../platform/outbound.ts'
import { ledgerRoom, NO_WITNESSES, openLedger, type LedgerSettings } from '../index.ts'

export const ORIGIN = 'hub.example/log'
export const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes))

/** A folder that is removed at the end, with places for files and guard in it. */
export async function openPlace() {
  const folder = await mkdtemp(join(tmpdir(), 'accord-ledger-'))
  return { folder, log: join(folder, 'log'), guard: join(folder, 'guard'), remove: () => rm(folder, { recursive: true, force: true }) }
}
export type PlaceOfLog = Awaited<ReturnType<typeof openPlace>>

export type Wish = Partial<LedgerSettings> & { allow?: readonly string[] }

export async function openTestLedger(database: Database, place: { log: string; guard: string }, wish: Wish = {}) {
  await migrate(database, [ledgerRoom])
  const journal = createJournal({ database, random })
  const clock = wish.clock ?? (() => Date.now() * 1000)
  const said: string[] = []
  const { allow = [], ...settings } = wish
  const outbound = createOutbound({ allow })
  const room = await openLedger({
    database, journal, clock, random, folder: place.log, guard: place.guard, origin: ORIGIN, policy: NO_WITNESSES, publishMs: 50, againMs: 50,
    fetch: outbound.fetch, site: 'https://hub.example', trouble: (what, error) => void said.push(`${what}: ${String(error)}`), ...settings,
  })
  return {
    ...room, journal, said,
    /** So many organisations leave, in one transaction. */
    state: (many = 1): Promise<string[]> => stateFacts(database, journal, many),
  }
}
export type TestLedger = Awaited<ReturnType<typeof openTestLedger>>

let last = 0
export async function stateFacts(database: Database, journal: ReturnType<typeof createJournal>, many: number): Promise<string[]> {
  const facts = await database.transact((tx) => journal.write(tx, ...Array.from({ length: many }, () => ({
    room: 'members', kind: 'organisation.admitted', at: Date.now() * 1000, body: { organisation: organisation(), name: `Company ${++last}`, by: 'person_0123456789abcdefghjk' },
  }))))
  return facts.map(({ id }) => id)
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
export const organisation = (): string => `org_${[...random(20)].map((byte) => ALPHABET[byte & 31]).join('')}`

export type TestWitness = {
  url: string
  port: number
  /** `witness <name> <vkey> <url>`. */
  line: string
  name: string
  /** Answers nothing but 503. */
  down: boolean
  /** Waits so long before it answers. */
  slowMs: number
  records: Map<string, { record: WitnessRecord; note: string }>
  key: SigningKey
  close(): Promise<void>
}

/** The witness protocol with the records in memory; `log` is the vkey of the only log it knows, empty while it knows none. `clock` in seconds since 1970. */
export async function openWitness(name: string, log: () => string, clock = (): number => Math.floor(Date.now() / 1000)): Promise<TestWitness> {
  const key = await generateKey()
  const keyName = `${name}.example/w`
  const records: TestWitness['records'] = new Map()
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => void chunks.push(chunk))
    request.on('end', () => void answer(request.method ?? '', request.url ?? '', Buffer.concat(chunks)).then(({ status, body }) => response.writeHead(status).end(body)))
  })

  async function answer(method: string, path: string, body: Buffer): Promise<{ status: number; body: string }> {
    if (witness.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, witness.slowMs))
    if (witness.down) return { status: 503, body: '' }
    if (method === 'GET') {
      const found = [...records].find(([origin]) => path === `/${monitoringPath(origin)}`)
      return found === undefined ? { status: 404, body: '' } : { status: 200, body: found[1].note }
    }
    const verifier = log() === '' ? undefined : verifierOf(log())
    const opened = await openAddCheckpoint(body, { verifiersOf: (origin) => (verifier !== undefined && origin === verifier.name ? [verifier] : undefined) })
    if (!opened.ok) return opened.answer
    const { origin } = opened.request.opened
    const decision = decide(opened.request, records.get(origin)?.record)
    if (!decision.ok) return decision.answer
    const signed = await cosign(opened.request, [cosigner(keyName, key, clock())])
    records.set(origin, { record: decision.record, note: `${opened.request.checkpoint}${signed.body}` })
    return signed
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const url = `http://127.0.0.1:${port}`
  const witness: TestWitness = {
    url, port, name, records, key, down: false, slowMs: 0,
    line: `witness ${name} ${printVerifierKey(verifierKey(keyName, key.publicKey, SIGNATURE_TYPE.cosignature))} ${url}\n`,
    close: () => new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    }),
  }
  return witness
}

export const policyOf = (witnesses: readonly TestWitness[], rule: string): Policy =>
  parsePolicy(`${witnesses.map(({ line }) => line).join('')}group all-of-them ${rule} ${witnesses.map(({ name }) => name).join(' ')}\nquorum all-of-them\n`)
export const allowOf = (witnesses: readonly TestWitness[]): string[] => witnesses.map(({ port }) => `127.0.0.1:${port}`)

/** Who may take payloads away. */
export const SECRETARY: Actor = {
  person: 'person_0123456789abcdefghjk', organisation: 'org_0123456789abcdefghjk', may: new Set(['accord.keep']), communities: new Map(),
  via: { kind: 'session', id: 'session_0123456789abcdefghjk' }, name: 'Ines',
}
