/**
 * One suite, both engines: `describeOnEveryEngine('jobs', (open) => { test('…', async () => { const database = await open() … }) })`.
 * What every verb and store does is tried on both every day; what routes say and random histories on PostgreSQL in the long run.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, describe } from 'node:test'
import { openDatabase, type Database, type Options } from '../database.ts'
import { NO_POSTGRES, postgresIsHere, sharedPostgres } from './postgres.ts'

/** An empty database, closed by itself after the test. With a URL: that one, so that two hubs can share it. */
export type Open = (options?: Options & { url?: string }) => Promise<Database>
export type Place = {
  engine: Database['engine']
  /** The address of a database nobody has used. */
  freshUrl(): Promise<string>
}

const LONG = process.env['OPENACCORD_SOAK'] === '1'
const ofTheLongRun = (file: string): string | false => !LONG && /(?:routes|histories)\.test\.ts$/.test(file) && 'PostgreSQL tries this in the long run (npm run soak)'

export function describeOnEveryEngine(name: string, suite: (open: Open, place: Place) => void): void {
  describe(`${name} on the embedded store`, () => {
    const directory = mkdtempSync(join(tmpdir(), 'openaccord-store-'))
    let last = 0
    run({ engine: 'sqlite', freshUrl: async () => `sqlite:${join(directory, `${++last}.db`)}` }, suite, () => rmSync(directory, { recursive: true, force: true }))
  })
  describe(`${name} on PostgreSQL`, { skip: postgresIsHere() ? ofTheLongRun(process.argv[1] ?? '') : NO_POSTGRES }, () => {
    run({ engine: 'postgres', freshUrl: async () => (await sharedPostgres()).freshUrl() }, suite, () => {})
  })
}

function run(place: Place, suite: (open: Open, place: Place) => void, clear: () => void): void {
  const opened: Database[] = []
  afterEach(async () => void (await Promise.all(opened.splice(0).map((database) => database.close()))))
  after(clear)
  suite(async ({ url, ...options } = {}) => {
    const database = await openDatabase(url ?? (await place.freshUrl()), options)
    opened.push(database)
    return database
  }, place)
}
