/**
 * Bundles from the world outside: one member sends every object of them over TAXII, another takes them back, and each is
 * byte for byte what was sent. A partner and an outsider get what they may. Whatever is refused says which and why.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseCollectionId, type Tlp } from '@openaccord/names'
import { sliceObjects } from '@openaccord/stix'
import { createTaxiiClient, TaxiiClientError, type PushReport, type ReceivedObject, type TaxiiClient } from '@openaccord/taxii'
import { accountOf, figures, noData, onEveryEngine, testData } from './everywhere.ts'
import { startTestHouse, type TestHouse } from './start.ts'

const FOLDERS = ['attack', 'stix-examples'].map((name) => ({ name, path: testData('threats', name) }))
const missing = FOLDERS.find(({ path }) => path === undefined)
const SENDER = 'Tomasz Wilk' // Northgate Grid
const MEMBER = 'Nadia Petrova' // Ferrous Works
const PARTNER = 'Kadri Tamm' // Open Harbour CERT, a partner of the community
const OUTSIDER = 'Omar Haddad' // Cedar Bank, not of the community

type Sent = { bundle: string; text: string; id: string; version: string; type: string }

onEveryEngine('real bundles', (where) => {
  test('come back byte for byte, to those who may have them', { skip: missing && noData('threats', missing.name), timeout: 900_000 }, async () => {
    const hub = await startTestHouse({ database: await where.freshUrl() })
    try {
      const began = performance.now()
      const made = (defaultTlp: Tlp | null, alias: string) => makeCollection(hub, defaultTlp, alias)
      const green = await made('green', 'real-green')
      const strict = await made('amber+strict', 'real-strict')
      const unmarked = await made(null, 'real-unmarked')
      const sender = clientOf(hub, SENDER)
      const objects = readBundles()
      const report = await sender.push(green, objects.map(({ text }) => text))
      const refused = explain(objects, report)
      assert.equal(report.succeeded + report.failed, objects.length)

      const accepted = objects.filter((_, index) => !refused.has(index))
      const mine = await pull(clientOf(hub, SENDER), green)
      const same = compare(accepted, mine)
      assert.equal(mine.size, new Set(accepted.map(keyOf)).size, 'nothing more came than was sent')
      const members = await pull(clientOf(hub, MEMBER), green)
      const released = look(accepted, members, { byDefault: LEVEL.green, ceiling: LEVEL.strict })
      figures(`${where.engine}: ${objects.length} objects in ${new Set(objects.map(({ bundle }) => bundle)).size} bundles, ${report.succeeded} taken, ${report.failed} refused; ${same} came back to their organisation byte for byte, ${released.whole} to another, ${released.redacted} redacted, ${released.hidden} held back; ${Math.round(performance.now() - began)} ms`)
      assert.ok(released.redacted > 0 && released.hidden > 0, 'the examples hold TLP:RED objects and fields')
      look(accepted, await pull(clientOf(hub, PARTNER), green), { byDefault: LEVEL.green, ceiling: LEVEL.amber })
      await refusedAll(clientOf(hub, OUTSIDER), green)

      // default AMBER+STRICT: members only; no default: what nobody marked is its owner's
      const few = accepted.filter(({ bundle }) => !bundle.startsWith('attack'))
      for (const [collection, byDefault] of [[strict, LEVEL.strict], [unmarked, LEVEL.owner]] as const) {
        await sender.push(collection, few.map(({ text }) => text))
        compare(few, await pull(clientOf(hub, SENDER), collection))
        look(few, await pull(clientOf(hub, MEMBER), collection), { byDefault, ceiling: LEVEL.strict })
        const partner = look(few, await pull(clientOf(hub, PARTNER), collection), { byDefault, ceiling: LEVEL.amber })
        assert.ok(partner.hidden > few.length / 2, 'little of it is marked for partners')
        await refusedAll(clientOf(hub, OUTSIDER), collection)
      }
    } finally {
      await hub.close()
    }
  })
})

/** Marking definitions first: an object whose marking has not come yet stays with its owner, and later ones loosen nothing. */
function readBundles(): Sent[] {
  const all = readAll()
  const isDefinition = ({ type }: Sent) => type === 'marking-definition'
  return [...all.filter(isDefinition), ...all.filter((object) => !isDefinition(object))]
}

function readAll(): Sent[] {
  return FOLDERS.flatMap(({ name, path }) =>
    readdirSync(path!).filter((file) => file.endsWith('.json') && !file.startsWith('LICENSE')).sort().flatMap((file) => {
      const body = readFileSync(join(path!, file))
      const slices = sliceObjects(body)
      return Array.from({ length: slices.count }, (_, index): Sent => {
        const text = body.subarray(slices.ranges[2 * index], slices.ranges[2 * index + 1]).toString('utf8')
        const { id = '', modified, created, type = '' } = JSON.parse(text) as { id?: string; modified?: string; created?: string; type?: string }
        return { bundle: `${name}-${file}`, text, id, version: modified ?? created ?? '', type }
      })
    }),
  )
}

/** Every refusal names one object that was sent, with its place, rule and fix; returns which. */
function explain(objects: readonly Sent[], { failures }: PushReport): Map<number, string> {
  const refused = new Map<number, string>()
  const reasons = new Map<string, number>()
  for (const { id, message = '' } of failures) {
    assert.match(message, /\[[a-z0-9.-]+; .+\] – ./, 'a refusal has a code, a rule and a fix')
    // what is sent again in other words is refused where it comes second
    const index = objects.findLastIndex((object, at) => object.id === id && !refused.has(at))
    assert.notEqual(index, -1, `${id} was refused but never sent`)
    refused.set(index, message)
    const reason = `${objects[index]!.bundle}: ${/\[([^;]+);/.exec(message)?.[1]}`
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  }
  for (const [reason, count] of reasons) figures(`refused ${count} × ${reason}: ${failures.find(({ message }) => message?.includes(reason.split(': ')[1]!))?.message}`)
  return refused
}

const keyOf = ({ id, version }: { id: string; version: string }): string => `${id} ${version}`

function compare(sent: readonly Sent[], got: ReadonlyMap<string, ReceivedObject>): number {
  const first = new Map(sent.toReversed().map((object) => [keyOf(object), object]))
  for (const [key, { bundle, text }] of first) assert.ok(got.get(key)?.text === text, `${bundle} ${key}: ${got.get(key)?.text.slice(0, 500)}`)
  // what stands in two bundles came first in the first one's bytes, and says the same in the second
  for (const object of sent) if (object.text !== first.get(keyOf(object))?.text) assert.deepEqual(JSON.parse(object.text), JSON.parse(first.get(keyOf(object))!.text))
  return first.size
}

const LEVEL = { clear: 0, green: 1, amber: 2, strict: 3, red: 4, owner: 5 } as const
// STIX 2.1 §7.2.1.4
const TLP1 = new Map<string, number>([
  ['marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9', LEVEL.clear], ['marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da', LEVEL.green],
  ['marking-definition--f88d31f6-486f-44da-b317-01333bde0b82', LEVEL.amber], ['marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed', LEVEL.red],
])

/** Everything within the ceiling is there byte for byte, what has stricter fields without them, and nothing else. */
function look(sent: readonly Sent[], got: ReadonlyMap<string, ReceivedObject>, { byDefault, ceiling }: { byDefault: number; ceiling: number }) {
  const seen = { whole: 0, redacted: 0, hidden: 0 }
  for (const [key, { id, text }] of new Map(sent.toReversed().map((object) => [keyOf(object), object]))) {
    const object = JSON.parse(text) as { object_marking_refs?: string[]; granular_markings?: { marking_ref: string; selectors: string[] }[] } & Record<string, unknown>
    // the markings of the protocol itself are everybody's
    const level = TLP1.has(id) ? LEVEL.clear : Math.max(...(object.object_marking_refs ?? []).map((ref) => TLP1.get(ref) ?? -1), -1)
    const hidden = (object.granular_markings ?? []).filter(({ marking_ref }) => (TLP1.get(marking_ref) ?? -1) > ceiling).flatMap(({ selectors }) => selectors)
    const found = got.get(key)?.text
    if ((level < 0 ? byDefault : level) > ceiling) {
      assert.ok(found === undefined, `${key} is not for this reader`)
      seen.hidden++
    } else if (hidden.length > 0) {
      const left = JSON.parse(found ?? '{}') as Record<string, unknown>
      assert.equal(left['id'], object['id'])
      for (const selector of hidden) if (!selector.includes('.')) assert.ok(selector in object && !(selector in left), `${key}: ${selector} is held back`)
      seen.redacted++
    } else {
      assert.ok(found === text, `${key}: ${found?.slice(0, 300)}`)
      seen.whole++
    }
  }
  assert.equal(got.size, seen.whole + seen.redacted, 'nothing came that was not sent')
  return seen
}

async function pull(client: TaxiiClient, collection: string): Promise<Map<string, ReceivedObject>> {
  const got = new Map<string, ReceivedObject>()
  for await (const { objects } of client.pages(collection, { versions: ['all'], limit: 700 })) {
    for (const object of objects) {
      assert.ok(!got.has(keyOf(object)), `${keyOf(object)} came twice`)
      got.set(keyOf(object), object)
    }
  }
  return got
}

async function refusedAll(client: TaxiiClient, collection: string): Promise<void> {
  await assert.rejects(pull(client, collection), (error: unknown) => error instanceof TaxiiClientError && error.code === 'not-found')
}

function clientOf({ guide }: TestHouse, person: string): TaxiiClient {
  return createTaxiiClient({ apiRootUrl: `${guide.url}/taxii2/energy-watch/`, auth: { token: accountOf(guide, person).token }, fetch })
}

async function makeCollection({ house, guide }: TestHouse, defaultTlp: Tlp | null, alias: string): Promise<string> {
  const actor = await house.members.authenticate({ authorization: `Bearer ${accountOf(guide, 'Ines Okafor').token}`, address: '127.0.0.1', userAgent: '' })
  const community = (await house.members.communities(actor)).find(({ slug }) => slug === 'energy-watch')!
  return parseCollectionId(await house.exchange.makeCollection(actor, { community: community.id, alias, title: alias, defaultTlp }))
}
