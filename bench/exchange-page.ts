/**
 * A page of 1,000 objects as each kind of reader asks for it, against plain node:http that runs the same SQL on the same
 * file; an empty poll in server time; and whether both stay what they are when the collection grows.
 *
 *   node --conditions=source bench/exchange-page.ts [size …] [--full] [--only=words]     usual: 10000 100000; --full: 10000 1000000
 *
 * `--only=partner` measures the cases with that in their name and leaves the others out.
 */
import { DatabaseSync } from 'node:sqlite'
import { LAST, PUBLIC_VIEW, type View } from '../server/src/capabilities/exchange/model.ts'
import { pageStatement } from '../server/src/capabilities/exchange/store/objects.ts'
import type { PageQuery } from '../server/src/capabilities/exchange/store/page.ts'
import { printTimestamp } from '../packages/taxii/src/index.ts'
import { createClient, median, type Client } from './parts/asking.ts'
import { startFloor, type Floor } from './parts/floor-server.ts'
import { startHub, type Hub } from './parts/hub.ts'
import { idAt } from './parts/objects.ts'
import { fileOf, filledStore, type Store } from './parts/stores.ts'

const ROUNDS = 5
const EACH = 8
/** Of what takes a millisecond or two: enough that the engine has compiled its way, as in a hub that has run for a while. */
const SHORT = 60
const PAGE = 1_000
/** As many as fit into the head of a request. */
const IDS = 100

type Reader = { name: string; token: string | undefined; root: string; view: View }
type Case = { name: string; reader: Reader; query: string; page: Partial<PageQuery> }
/** Milliseconds of one request; `…Cpu`: of processor time. */
type Round = { hubMs: number; floorMs: number; serverMs: number; hubCpu: number; floorCpu: number }
type Figure = Round & { name: string; ratio: number; polls: boolean }

const sizes = process.argv.slice(2).map(Number).filter((size) => size > 0)
const only = process.argv.find((word) => word.startsWith('--only='))?.slice('--only='.length) ?? ''
if (sizes.length === 0) sizes.push(10_000, process.argv.includes('--full') ? 1_000_000 : 100_000)

const tables: { size: number; figures: Figure[]; peakMb: number; restMb: number }[] = []
for (const size of sizes) tables.push(await measure(await filledStore(size)))
report()

async function measure(store: Store) {
  const file = new DatabaseSync(fileOf(store), { readOnly: true })
  const cases = casesOf(store, file).filter(({ name }) => name.includes(only))
  const { key } = row<{ key: number }>(file, 'select key from exchange_collection where id = ?', store.guide.taxii.collection)
  file.close()
  const whole = ({ reader, page }: Case): PageQuery => ({ collection: key, view: reader.view, after: Number.MIN_SAFE_INTEGER, limit: PAGE, wanted: LAST, ...page })
  const floor = await startFloor(fileOf(store), cases.map((each) => pageStatement(whole(each), 'sqlite')))
  const hub = await startHub(store.folder, false)
  const figures: Figure[] = []
  for (const [at, each] of cases.entries()) {
    process.stderr.write(`${store.objects.toLocaleString('en')}: ${each.name}\n`)
    figures.push(await compare(each, at, store, hub, floor))
  }
  const { rssMb, peakMb } = await hub.vitals()
  floor.close()
  await hub.close()
  return { size: store.objects, figures, peakMb, restMb: rssMb }
}

/** Hub and floor by turns, so that both meet the same moments of the machine. */
async function compare({ name, reader, query, page }: Case, at: number, store: Store, hub: Hub, floor: Floor): Promise<Figure> {
  const path = `/taxii2/${reader.root}/collections/${store.guide.taxii.collection}/objects/?${query}`
  const [ours, theirs] = [createClient(hub.url, reader.token, 1), createClient(floor.url, undefined, 1)]
  const polls = name.startsWith('empty')
  const times = polls || page.ids !== undefined ? SHORT : EACH
  const first = await ours.get(path, true)
  const count = ((JSON.parse(first.body.toString()) as { objects?: unknown[] }).objects ?? []).length
  const bytes = (await theirs.get(`/${at}`)).bytes
  if (first.status !== 200 || (polls ? count !== 0 : count < 0.9 * (page.ids?.length ?? PAGE) || Math.abs(first.bytes - bytes) > bytes / 100)) {
    throw new Error(`${name}: ${first.status}, ${count} objects, ${first.bytes} bytes against ${bytes}`)
  }
  await asked(ours, path, times)
  const rounds: Round[] = []
  for (let n = 0; n < ROUNDS; n++) {
    await hub.vitals()
    const hubMs = await asked(ours, path, times)
    const { cpuSeconds, serverMs } = await hub.vitals()
    const before = await floor.cpuSeconds()
    const floorMs = await hub.alone(() => asked(theirs, `/${at}`, times))
    rounds.push({ hubMs, floorMs, serverMs: median(serverMs), hubCpu: (cpuSeconds / times) * 1000, floorCpu: (((await floor.cpuSeconds()) - before) / times) * 1000 })
  }
  ours.close()
  theirs.close()
  const pick = (of: (one: (typeof rounds)[number]) => number) => median(rounds.map(of))
  return {
    name, polls, hubMs: pick((one) => one.hubMs), floorMs: pick((one) => one.floorMs), serverMs: pick((one) => one.serverMs),
    hubCpu: pick((one) => one.hubCpu), floorCpu: pick((one) => one.floorCpu), ratio: pick((one) => one.floorMs / one.hubMs),
  }
}

/** The median time of one request, in milliseconds. */
async function asked(client: Client, path: string, times: number): Promise<number> {
  const all: number[] = []
  for (let n = 0; n < times; n++) {
    const { status, ms } = await client.get(path)
    if (status !== 200) throw new Error(`${path.slice(0, 200)}: ${status}`)
    all.push(ms)
  }
  return median(all)
}

function casesOf({ guide, objects }: Store, file: DatabaseSync): Case[] {
  const community = new URL(guide.taxii.apiRoot).pathname.split('/')[2]!
  const owner = guide.accounts.find(({ token }) => token === guide.taxii.token)!
  const other = guide.accounts.find(({ role, organisation }) => role === 'threat-analyst' && organisation !== owner.organisation)!
  const partner = guide.accounts.find(({ role }) => role === 'partner')!
  const party = ({ organisation }: { organisation: string }): number =>
    (file.prepare('select p.key from exchange_party p join members_organisation o on o.id = p.organisation where o.name = ?').get(organisation) as { key: number } | undefined)?.key ?? 0
  const member: Reader = { name: 'a member', token: other.token, root: community, view: { ceiling: 3, party: party(other) } }
  const readers: Reader[] = [
    member,
    { name: 'the owner, RED too', token: owner.token, root: community, view: { ceiling: 3, party: party(owner) } },
    { name: 'a partner', token: partner.token, root: community, view: { ceiling: 2, party: party(partner) } },
    { name: 'everyone', token: undefined, root: 'public', view: PUBLIC_VIEW },
  ]
  const { last } = row<{ last: number }>(file, 'select last_added as last from exchange_collection where id = ?', guide.taxii.collection)
  const half = row<{ added: number }>(file, 'select added from exchange_object where seq = (select max(seq) / 2 from exchange_object)').added
  const ids = Array.from({ length: IDS }, (_, n) => idAt(Math.floor(((n + 0.5) * objects) / IDS / 20) * 20 + (n % 4)))
  return [
    ...readers.map((reader): Case => ({ name: `first page, ${reader.name}`, reader, query: '', page: {} })),
    ...readers.slice(0, 3).map((reader): Case => ({ name: `added_after, ${reader.name}`, reader, query: added(half), page: { after: half } })),
    ...readers.slice(0, 3).map((reader): Case => ({ name: `type, ${reader.name}`, reader, query: 'match[type]=indicator', page: { types: ['indicator'] } })),
    { name: `${IDS} ids, ${readers[1]!.name}`, reader: readers[1]!, query: `match[id]=${ids.join(',')}`, page: { ids } },
    ...readers.map((reader): Case => ({ name: `empty poll, ${reader.name}`, reader, query: added(last), page: { after: last } })),
  ]
}

function added(micros: number): string {
  return `added_after=${encodeURIComponent(printTimestamp(micros))}`
}

function row<R>(file: DatabaseSync, sql: string, ...values: string[]): R {
  return file.prepare(sql).get(...values) as R // the query names these columns
}

function report(): void {
  for (const { size, figures, peakMb, restMb } of tables) {
    console.log(`\na page of ${PAGE.toLocaleString('en')} among ${size.toLocaleString('en')} objects; hub memory ${restMb.toFixed(0)} MB, at most ${peakMb.toFixed(0)} MB`)
    console.log('                                      hub ms   node:http ms   ratio (target 0.50)   processor ms, hub and node:http   ratio   server ms   processor against the first size, hub and node:http')
    for (const { name, polls, hubMs, floorMs, ratio, hubCpu, floorCpu, serverMs } of figures) {
      const base = tables[0]!.figures.find((each) => each.name === name)!
      const cells = [hubMs.toFixed(2).padStart(10), floorMs.toFixed(2).padStart(14), (polls ? '–' : ratio.toFixed(2)).padStart(21), hubCpu.toFixed(2).padStart(24), floorCpu.toFixed(2).padStart(8)]
      console.log(`${name.padEnd(34)}${cells.join(' ')} ${(polls ? '–' : (floorCpu / hubCpu).toFixed(2)).padStart(7)} ${serverMs.toFixed(2).padStart(11)} ${(hubCpu / base.hubCpu).toFixed(2).padStart(34)} ${(floorCpu / base.floorCpu).toFixed(2).padStart(14)}`)
    }
  }
}
