/** What an outsider does with a ballot of a real hub: a real log with witnesses, its bundle, and the verifier beside it. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { canonical } from '@openaccord/facts'
import { recount, type Recount } from '@openaccord/verifier'
import { SECOND } from '../../kernel/index.ts'
import { openRecounted, served, type Recounted } from './testing/recounted.ts'

const wrongs = ({ steps }: Recount): string[] => steps.filter(({ outcome }) => outcome !== 'ok').map(({ name, code, words }) => `${name} ${code}: ${words}`)
const entryOf = (value: Record<string, any>, fact: string, which = 0) => value['entries'].filter(({ entry }: { entry: string }) => entry.includes(`"fact":"ballots.${fact}"`))[which] // oxlint-disable-line typescript/no-explicit-any -- as above

describe('recounting a ballot', () => {
  let hub: Recounted
  let bundle = ''
  before(async () => {
    hub = await openRecounted()
    bundle = hub.bundle
  })
  after(() => hub.close())

  const check = (file: string | Uint8Array, more: Partial<Parameters<typeof recount>[1]> = {}): Promise<Recount> => recount(file, { trust: { policy: hub.policy }, now: Math.floor(hub.house.now() / SECOND), ...more })

  test('a stranger with only the bundle recounts; a recount of nobody’s log is not covered', async () => {
    const seen = await check(bundle)
    assert.deepEqual(wrongs(seen), [])
    assert.equal(seen.answer, 'verified')
    assert.deepEqual(seen.seen?.rounds.map(({ round, yes, no, abstain, recused, outcome, certified }) => [round, yes, no, abstain, recused, outcome, certified]), [
      [1, 3, 0, 1, 1, 'adopted', true], [2, 4, 0, 0, 0, 'adopted', true],
    ])
    assert.deepEqual(seen.limits.map(({ code }) => code), ['later', 'log-not-read', 'attendance', 'authority'])
    assert.equal((await check(bundle, { trust: {} })).answer, 'not-covered', 'whom nobody believes, nobody verifies')
  })

  test('its bytes are the same each time, as long as the log says nothing more about it', async () => {
    const { house, desks } = hub
    await house.database.transact((tx) => house.journal.write(tx, { room: 'members', kind: 'organisation.left', at: house.now(), body: { organisation: desks['bank']!.id } }))
    assert.equal(await hub.bundleNow(), bundle)
  })

  test('a stranger with only the bundle recounts; a one-byte change anywhere fails', async () => {
    const bytes = Buffer.from(bundle)
    for (let at = 0; at < bytes.length; at += 1 + Math.floor(bytes.length / 400)) {
      const changed = Buffer.from(bytes)
      changed[at]! ^= 1
      const seen = await check(changed)
      assert.notEqual(seen.answer, 'verified', `byte ${at}`)
      assert.ok(wrongs(seen)[0]!.length > 20, 'and it says where')
    }
  })

  /** As somebody would who means it: the hash of the file is made anew. */
  const forged = (change: (value: Record<string, any>) => void): string => { // oxlint-disable-line typescript/no-explicit-any -- a forger writes what he likes
    const { sha256: _, ...value } = JSON.parse(bundle)
    change(value)
    return `${canonical({ ...value, sha256: createHash('sha256').update(canonical(value)).digest('hex') })}\n`
  }

  test('who changes it on purpose is found out, with the place', async (t) => {
    const table: [name: string, change: Parameters<typeof forged>[0], says: RegExp][] = [
      ['another text', (value) => { value['texts'][0].text += ' ' }, /^text text-changed/],
      ['a vote left out', (value) => { value['entries'] = value['entries'].filter((one: unknown) => one !== entryOf(value, 'vote-opened')) }, /not-opened/],
      ['a vote and its seal left out', (value) => {
        const [seal, opening] = [entryOf(value, 'vote-sealed', 2), entryOf(value, 'vote-opened', 2)]
        value['entries'] = value['entries'].filter((one: unknown) => one !== seal && one !== opening)
      }, /^count count-differs/],
      ['a vote changed after it was opened', (value) => { entryOf(value, 'vote-opened').payload = entryOf(value, 'vote-opened').payload.replace(/"salt":"./, '"salt":"A') }, /^entries payload-changed: \/entries\/\d+/],
      ['an entry that says something else', (value) => { entryOf(value, 'tallied').entry = entryOf(value, 'tallied').entry.replace('tallied', 'written') }, /inclusion/],
      ['a proof of another place', (value) => { entryOf(value, 'frozen').index += 1 }, /inclusion|out-of-order/],
      ['two entries in another order', (value) => { value['entries'].reverse() }, /out-of-order/],
      ['the same entry twice', (value) => { value['entries'].splice(3, 0, value['entries'][3]) }, /out-of-order/],
      ['a key that is missing', (value) => { value['keys'] = [] }, /signature-refused/],
      ['a checkpoint of its own', (value) => { value['checkpoint'] = value['checkpoint'].replace(/^(.*\n)(\d+)/, '$19') }, /checkpoint/],
      ['the certificate left out', (value) => { value['entries'] = value['entries'].filter((one: unknown) => one !== entryOf(value, 'ballot-certificate')) }, /^$/],
    ]
    for (const [name, change, says] of table) {
      await t.test(name, async () => {
        const seen = await check(forged(change))
        if (says.source === '^$') {
          assert.equal(seen.answer, 'verified', 'what is left out at the end is seen with the log beside it')
          assert.match(wrongs(await check(forged(change), { log: logNow() }))[0] ?? '', /^log left-out/)
        } else assert.match(wrongs(seen)[0] ?? '', says)
      })
    }
  })

  const logNow = () => ({ checkpoint: served(hub.place, 'checkpoint')!.toString(), fetchTile: async (path: string) => served(hub.place, path) })

  test('with the log beside it nothing can be left out', async () => {
    const seen = await check(bundle, { log: logNow() })
    assert.deepEqual([seen.answer, wrongs(seen)], ['verified', []])
    const without = forged((value) => { value['entries'] = value['entries'].filter((one: unknown) => one !== entryOf(value, 'contest-decision') && one !== entryOf(value, 'ballot-contest')) })
    assert.deepEqual(wrongs(await check(without, { log: logNow() })).map((words) => words.split(':')[0]), ['log left-out'])
    assert.deepEqual(wrongs(await check(bundle, { log: { ...logNow(), fetchTile: async () => undefined } })).map((words) => words.split(':')[0]), ['log tree-refused'])
  })
})
