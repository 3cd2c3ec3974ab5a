/** What an outsider does with a ballot of a real hub: a real log with witnesses, its bundle, and the verifier beside it. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonical } from '@openaccord/facts'
import { recount, type Recount } from '@openaccord/verifier'
import { DAY, SECOND } from '../../kernel/index.ts'
import { openDatabase, type Database } from '../../platform/database.ts'
import { ledgerRoom, openLedger, type LedgerRoom } from '../ledger/index.ts'
import { allowOf, openPlace, openWitness, policyOf, random, type PlaceOfLog, type TestWitness } from '../ledger/testing/ledger.ts'
import { createOutbound } from '../../platform/outbound.ts'
import { until } from '../../platform/testing/until.ts'
import { act, ALLIANCE, close, openBallotHouse, openDesk, openOmbudsperson, openSecretariat, toVoting, vote, type BallotHouse, type Desk } from './testing/house.ts'

/** As the hub serves it below /log. */
const served = (place: PlaceOfLog, path: string): Buffer | undefined => (existsSync(join(place.log, path)) ? readFileSync(join(place.log, path)) : undefined)

const wrongs = ({ steps }: Recount): string[] => steps.filter(({ outcome }) => outcome !== 'ok').map(({ name, code, words }) => `${name} ${code}: ${words}`)
const entryOf = (value: Record<string, any>, fact: string, which = 0) => value['entries'].filter(({ entry }: { entry: string }) => entry.includes(`"fact":"ballots.${fact}"`))[which] // oxlint-disable-line typescript/no-explicit-any -- as above

describe('recounting a ballot', () => {
  let database: Database
  let place: PlaceOfLog
  let ledger: LedgerRoom
  let house: BallotHouse
  let witnesses: TestWitness[]
  let policy: string
  const folder = mkdtempSync(join(tmpdir(), 'accord-recount-'))
  let bundle = ''
  let id = ''
  const desks: Record<string, Desk> = {}

  before(async () => {
    database = await openDatabase(`sqlite:${join(folder, 'hub.db')}`)
    place = await openPlace()
    house = await openBallotHouse(database, { prove: (facts) => ledger.together(facts) }, [ledgerRoom])
    const seconds = (): number => Math.floor(house.now() / SECOND)
    const known: { vkey: string } = { vkey: '' }
    witnesses = [await openWitness('w1', () => known.vkey, seconds), await openWitness('w2', () => known.vkey, seconds)]
    const outbound = createOutbound({ allow: allowOf(witnesses) })
    ledger = await openLedger({
      database, journal: house.journal, clock: house.now, othersClock: house.now, random, folder: place.log, guard: place.guard, origin: ALLIANCE, policy: policyOf(witnesses, 'all'), publishMs: 20, againMs: 50,
      fetch: outbound.fetch, site: 'https://hub.example', trouble: () => {},
    })
    await until(async () => (await ledger.status()).vkey !== null)
    known.vkey = (await ledger.status()).vkey!
    policy = `log ${known.vkey}\n${witnesses.map(({ line }) => line).join('')}group both all w1 w2\nquorum both\n`
    await story()
    bundle = (await settledBundle(id)).text
  })
  after(async () => {
    await ledger.close()
    for (const witness of witnesses) await witness.close()
    await database.close()
    await place.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  /** With an affiliate group, a recusal, a changed vote, a contest that was upheld, and a second round. */
  async function story(): Promise<void> {
    const secretariat = await openSecretariat(house)
    const ombuds = await openOmbudsperson(house, secretariat)
    const wanted: [string, Partial<Parameters<typeof openDesk>[3]>][] = [
      ['grid', { size: 'large', group: 'Northgate' }], ['meters', { group: 'Northgate' }], ['bank', { size: 'large' }], ['lantern', {}], ['mail', {}], ['works', { size: 'large' }],
    ]
    for (const [slug, voter] of wanted) desks[slug] = await openDesk(house, secretariat, slug, voter)
    Object.assign(desks, { secretariat, ombuds })
    const { grid, meters, bank, lantern, mail, works } = desks as Record<string, Desk>
    id = await toVoting(house, secretariat, lantern!)
    await vote(house, grid!, id, 'no')
    await vote(house, meters!, id, 'yes')
    await vote(house, works!, id, 'recuse')
    for (const desk of [bank!, lantern!, mail!]) await vote(house, desk, id, 'yes')
    await vote(house, mail!, id, 'abstain')
    await close(house)
    await act(house, secretariat, 'ballot-certificate', { ballot: id })
    const { fact } = await act(house, bank!, 'ballot-contest', { ballot: id, reasons: 'The text was cut off on our page.' })
    await act(house, ombuds, 'contest-decision', { ballot: id, contest: fact, decision: 'reopened', reasons: 'It was.' })
    for (const desk of [grid!, bank!, lantern!, mail!]) await vote(house, desk, id, 'yes')
    await close(house)
    await act(house, secretariat, 'ballot-certificate', { ballot: id })
    house.pass(7 * DAY)
    await house.ballots.turn()
  }

  const check = (file: string | Uint8Array, more: Partial<Parameters<typeof recount>[1]> = {}): Promise<Recount> => recount(file, { trust: { policy }, now: Math.floor(house.now() / SECOND), ...more })
  const settledBundle = async (ballot: string) => {
    await ledger.settled()
    return house.ballots.bundle(desks['bank']!.first, ballot)
  }

  test('a stranger with only the bundle recounts', async () => {
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
    await house.database.transact((tx) => house.journal.write(tx, { room: 'members', kind: 'organisation.left', at: house.now(), body: { organisation: desks['bank']!.id } }))
    assert.equal((await settledBundle(id)).text, bundle)
  })

  test('a one-byte change anywhere fails', async () => {
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

  const logNow = () => ({ checkpoint: served(place, 'checkpoint')!.toString(), fetchTile: async (path: string) => served(place, path) })

  test('with the log beside it nothing can be left out', async () => {
    const seen = await check(bundle, { log: logNow() })
    assert.deepEqual([seen.answer, wrongs(seen)], ['verified', []])
    const without = forged((value) => { value['entries'] = value['entries'].filter((one: unknown) => one !== entryOf(value, 'contest-decision') && one !== entryOf(value, 'ballot-contest')) })
    assert.deepEqual(wrongs(await check(without, { log: logNow() })).map((words) => words.split(':')[0]), ['log left-out'])
    assert.deepEqual(wrongs(await check(bundle, { log: { ...logNow(), fetchTile: async () => undefined } })).map((words) => words.split(':')[0]), ['log tree-refused'])
  })
})
