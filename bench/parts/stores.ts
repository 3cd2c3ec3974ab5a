/** Stores filled through a hub with so many objects, kept in the system's temporary folder so that one filling serves several runs. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createClient, postAll } from './asking.ts'
import { startHub } from './hub.ts'
import { envelope } from './objects.ts'
import type { Guide } from '../../server/src/demo/fill.ts'

export type Store = { folder: string; objects: number; guide: Guide }

const ENVELOPE = 10_000
const MIGRATIONS = ['server/src/capabilities/exchange/migrations', 'server/src/capabilities/members/migrations', 'server/src/platform/migrations']

/** A folder with a hub's data in which `objects` objects lie in the first collection. */
export async function filledStore(objects: number): Promise<Store> {
  const folder = join(tmpdir(), `openaccord-bench-${fingerprint()}-${objects}`)
  if (!existsSync(join(folder, 'guide.json'))) await fill(folder, objects)
  return { folder, objects, guide: JSON.parse(readFileSync(join(folder, 'guide.json'), 'utf8')) as Guide }
}

/** A copy to write into; `discard` when done. */
export async function copyOf({ folder, ...store }: Store): Promise<Store & { discard(): Promise<void> }> {
  const copy = await mkdtemp(join(tmpdir(), 'openaccord-bench-copy-'))
  await cp(folder, copy, { recursive: true })
  return { ...store, folder: copy, discard: () => rm(copy, { recursive: true, force: true }) }
}

export const fileOf = ({ folder }: { folder: string }): string => join(folder, 'hub.sqlite')
export const objectsPath = ({ guide }: { guide: Guide }): string => `${new URL(guide.taxii.apiRoot).pathname}collections/${guide.taxii.collection}/objects/`

async function fill(folder: string, objects: number): Promise<void> {
  const part = `${folder}.part`
  await rm(part, { recursive: true, force: true })
  await mkdir(part, { recursive: true })
  const hub = await startHub(part, true)
  const client = createClient(hub.url, hub.guide.taxii.token, 3)
  let seconds = 0
  for (let from = 0; from < objects; from += 4 * ENVELOPE) {
    const starts = [0, 1, 2, 3].map((n) => from + n * ENVELOPE).filter((start) => start < objects)
    const bodies = starts.map((start) => envelope(start, ENVELOPE))
    const began = performance.now()
    await postAll(client, objectsPath(hub), bodies, 3, ENVELOPE)
    seconds += (performance.now() - began) / 1000
  }
  const { rssMb } = await hub.vitals()
  client.close()
  await hub.close()
  settleSearch(join(part, 'hub.sqlite'))
  await writeFile(join(part, 'guide.json'), JSON.stringify(hub.guide))
  await rename(part, folder)
  console.log(`filled a store with ${objects.toLocaleString('en')} objects in ${seconds.toFixed(1)} s (${Math.round(objects / seconds).toLocaleString('en')}/s, hub at ${rssMb.toFixed(0)} MB); kept in ${folder}`)
}

/** The search index follows in the background; what is measured here is a hub at rest, so it counts as done. */
function settleSearch(file: string): void {
  const database = new DatabaseSync(file)
  if (database.prepare(`select 1 from sqlite_master where name = 'exchange_indexed'`).get() !== undefined) {
    database.exec('insert into exchange_indexed (collection, upto) select key, last_added from exchange_collection where true on conflict (collection) do update set upto = excluded.upto')
  }
  database.exec('pragma wal_checkpoint(truncate)')
  database.close()
}

/** Other tables or other objects make other stores. */
function fingerprint(): string {
  const root = join(import.meta.dirname, '..', '..')
  const hash = createHash('sha256').update(readFileSync(join(import.meta.dirname, 'objects.ts')))
  for (const folder of MIGRATIONS) for (const name of readdirSync(join(root, folder)).sort()) hash.update(readFileSync(join(root, folder, name)))
  return hash.digest('hex').slice(0, 12)
}
