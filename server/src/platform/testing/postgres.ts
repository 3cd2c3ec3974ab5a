/**
 * A real PostgreSQL for tests: started on a temporary directory, reachable only from this machine. `npm test` starts one
 * for the whole run; a test file run alone starts its own, with fsync on.
 * OPENACCORD_TEST_POSTGRES=postgres://… names a running one instead; its user must be allowed to create databases.
 */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from './free-port.ts'

export const NO_POSTGRES = 'PostgreSQL is not installed: apt-get install postgresql'

export type PostgresServer = {
  /** The administrator's own database. */
  readonly url: string
  /** A database nobody has used. */
  freshUrl(): Promise<string>
  /** Statements as the administrator, in the administrator's own database. */
  administer(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  /** Makes the database at this address anew, as another one stands to which nobody is connected; false where something is in it, or it is not of this server. */
  copyInto(url: string, from: string): Promise<boolean>
}

let shared: Promise<PostgresServer> | undefined

/** One server for all tests of this process; it ends with the process. */
export function sharedPostgres(): Promise<PostgresServer> {
  const given = process.env['OPENACCORD_TEST_POSTGRES']
  shared ??= given === undefined ? startPostgres() : Promise.resolve(serverAt(given))
  return shared
}

/** The directory of initdb and postgres, or undefined. The newest version wins. */
export function findPostgres(): string | undefined {
  const packaged = '/usr/lib/postgresql'
  const versions = existsSync(packaged) ? readdirSync(packaged).sort((a, b) => Number(b) - Number(a)) : []
  const places = [...(process.env['PATH'] ?? '').split(delimiter), ...versions.map((version) => join(packaged, version, 'bin'))]
  return places.find((place) => existsSync(join(place, 'initdb')) && existsSync(join(place, 'postgres')))
}

export const postgresIsHere = (): boolean => process.env['OPENACCORD_TEST_POSTGRES'] !== undefined || findPostgres() !== undefined

/**
 * A server of one's own; it ends with this process. `durable: false` lets it keep what is written in memory only: what a
 * killed hub or a killed server wrote is there all the same, only a machine that fails would lose it.
 */
export async function startPostgres({ durable = true }: { durable?: boolean } = {}): Promise<PostgresServer> {
  const bin = findPostgres()
  if (bin === undefined) throw new Error(NO_POSTGRES)
  const directory = mkdtempSync(join(tmpdir(), 'openaccord-postgres-'))
  const owner = unprivileged()
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(directory, owner.uid, owner.gid)
  const data = join(directory, 'data')
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'openaccord', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync', '-N'], { ...owner, cwd: directory, stdio: 'pipe' })
  const port = await freePort()
  const settings = { fsync: durable ? 'on' : 'off', max_connections: 300, log_min_messages: 'fatal', ...(!durable && { full_page_writes: 'off', autovacuum: 'off' }) }
  const child = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-k', directory, '-h', '127.0.0.1', '-p', String(port), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...owner, cwd: directory, stdio: 'ignore' },
  )
  child.unref()
  process.on('exit', () => end(child, directory))
  const server = serverAt(`postgres://openaccord@127.0.0.1:${port}/postgres`)
  await answering(server)
  return server
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  return { uid: idOfPostgres('-u'), gid: idOfPostgres('-g') }
}

/** The package's own user, else nobody. */
function idOfPostgres(flag: '-u' | '-g'): number {
  return Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout.trim() || 65534)
}

async function query(url: string, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url }).on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql, values)).rows
  } finally {
    await client.end()
  }
}

/** The name of the database that an address ends in, for a statement. */
const nameOf = (url: string): string => pg.escapeIdentifier(decodeURIComponent(new URL(url).pathname.slice(1)))

function serverAt(url: string): PostgresServer {
  const administer = (sql: string, values?: unknown[]) => query(url, sql, values)
  let last = 0
  return {
    url,
    administer,
    async freshUrl() {
      const name = `test_${process.pid}_${++last}_${randomBytes(4).toString('hex')}`
      await administer(`create database ${name} template template0 encoding 'UTF8' locale 'C'`)
      const fresh = new URL(url)
      fresh.pathname = `/${name}`
      return fresh.href
    },
    async copyInto(into, from) {
      if (new URL(into).host !== new URL(url).host) return false
      if ((await query(into, `select 1 from pg_class where relnamespace = 'public'::regnamespace limit 1`)).length > 0) return false
      await administer(`drop database ${nameOf(into)}`)
      await administer(`create database ${nameOf(into)} template ${nameOf(from)}`)
      return true
    },
  }
}

async function answering({ administer }: PostgresServer): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await administer('select 1')
      return
    } catch (error) {
      if (tries > 1200) throw error
      await sleep(50)
    }
  }
}

/** At the end of the process: an immediate shutdown, which also lets go of its shared memory, then the files. */
function end(child: ChildProcess, directory: string): void {
  child.kill('SIGQUIT')
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (let tries = 0; tries < 100 && existsSync(join(directory, 'data', 'postmaster.pid')); tries++) Atomics.wait(pause, 0, 0, 20)
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
}
