/**
 * Whatever people do with keys, in whatever order: random histories, and after each step the rules that must hold. A
 * refused step changes nothing at all, and no key signs that two people and a domain have not stood for.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { entryOf } from '@openaccord/facts'
import type { OrganisationId } from '@openaccord/names'
import { DAY, HOUR, Refusal, SECOND, type Actor } from '../../kernel/index.ts'
import { openDatabase, type Database } from '../../platform/database.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { sha256 } from './model/acts.ts'
import { isOpen, maySign, MOST_ACTIVE, MOST_PROPOSED, type Key, type KeyState } from './model/keys.ts'
import { dnsName, proofLine } from './model/domains.ts'
import { loadKeys } from './store/keys.ts'
import { admit, bring, openHouse, organisationOf, setUp } from './testing/house.ts'
import { activeKey, makeKey, robotOf, sealUp, type TestKey } from './testing/keys.ts'

const WHAT = [
  'propose', 'propose', 'rotate', 'confirm', 'confirm', 'confirm', 'put-line', 'put-line', 'take-lines', 'check', 'check', 'job', 'withdraw', 'retire-signed', 'retire-stated', 'doubt-signed', 'doubt-stated', 'confirm-stated',
  'withdraw-stated', 'sign', 'sign', 'sign', 'replay', 'declare', 'pass', 'long-pass',
] as const
type Step = { what: (typeof WHAT)[number]; by: number; on: number; too: number; wrong: boolean }
const RUNS = Number(process.env['OPENACCORD_SOAK'] ?? 0) > 0 ? 60 : 12
const step: fc.Arbitrary<Step> = fc.record({ what: fc.constantFrom(...WHAT), by: fc.nat(40), on: fc.nat(40), too: fc.nat(40), wrong: fc.integer({ min: 0, max: 5 }).map((n) => n === 0) })

/** What may follow what. */
const NEXT: Record<KeyState, readonly KeyState[]> = {
  proposed: ['confirmed', 'active', 'withdrawn'], confirmed: ['active', 'withdrawn'], active: ['retired', 'compromised'], retired: ['compromised'], compromised: [], withdrawn: [],
}

describeOnEveryEngine('histories of keys', (_open, { engine, freshUrl }) => {
  test('keep the rules', { timeout: 400_000 }, async (t) => {
    let done = 0
    let refused = 0
    let acts = 0
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 70, size: 'max' }), async (steps) => {
      const world = await openWorld(await openDatabase(await freshUrl()))
      for (const one of steps) {
        if (await world.take(one)) done++
        else refused++
      }
      acts += world.signed()
      await world.close()
    }), { numRuns: engine === 'sqlite' ? RUNS : Math.ceil(RUNS / 6), endOnFailure: true })
    t.diagnostic(`${done} steps done, ${refused} refused, ${acts} acts counted`)
    if (engine === 'sqlite') assert.ok(done > 15 && refused > 15 && acts > 0, `all of it happens: ${done} done, ${refused} refused, ${acts} acts`)
  })
})

async function openWorld(database: Database) {
  const house = await openHouse(database)
  const { members } = house
  const sefa = await setUp(house)
  const anna = await admit(house, sefa, 'quay')
  const pia = await admit(house, sefa, 'pier')
  const people: { session: Actor; robot: Actor }[] = []
  for (const session of [anna, await bring(house, anna, 'ben@quay.example', ['representative']), pia, await bring(house, pia, 'paul@pier.example', ['representative'])]) people.push({ session, robot: await robotOf(house, session) })
  const organisations = [organisationOf(anna), organisationOf(pia)]
  const held = new Map<string, TestKey>()
  const envelopes: string[] = []
  let counted = 0
  for (const [first, second] of [[0, 1], [2, 3]] as const) keep(await activeKey(house, people[first]!.robot, people[second]!.session))
  let before = await photograph()

  function keep(key: TestKey): TestKey {
    held.set(key.keyid, key)
    return key
  }

  async function take(one: Step): Promise<boolean> {
    house.pass(SECOND)
    let ok = true
    try {
      await move(one)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      assert.notEqual(error.kind, 'unavailable')
      ok = false
    }
    const after = await photograph()
    if (!ok) assert.deepEqual(after, before, `a refused ${one.what} changed something`)
    check(after)
    before = after
    return ok
  }

  async function move({ what, by, on, too, wrong }: Step): Promise<unknown> {
    const { session, robot } = people[by % people.length]!
    const own = before.keys.filter((key) => key.organisation === session.organisation)
    const pool = wrong ? before.keys : own
    const key = pool[on % pool.length]!
    const tester = held.get(key.keyid)!
    const other = held.get(pool[too % pool.length]!.keyid)!
    const signed = async (kind: Parameters<typeof members.prepareAct>[1]['kind'], says: Record<string, unknown>, ...keys: TestKey[]) => {
      const envelope = await sealUp((await members.prepareAct(robot, { kind, says })).statement, ...keys)
      envelopes.push(envelope)
      return envelope
    }
    switch (what) {
      case 'propose': {
        const fresh = wrong ? tester : keep(await makeKey())
        return members.proposeKey(robot, { envelope: await signed('key-registration', { publicKey: fresh.hex }, fresh), domains: [`d${too % 3}.example`] })
      }
      case 'rotate': {
        const fresh = keep(await makeKey())
        return members.rotateKey(robot, key.keyid, { envelope: await signed('key-registration', { publicKey: fresh.hex, replaces: key.keyid }, fresh, wrong ? other : tester) })
      }
      case 'confirm': return members.confirmKey(session, (own.find(isOpen) ?? key).keyid)
      case 'put-line': return void key.domains.forEach(({ domain, token }) => house.zone.set(dnsName(domain), [...(house.zone.get(dnsName(domain)) ?? []), proofLine(key.keyid, token)]))
      case 'take-lines': return void (on % 3 === 0 && house.zone.clear())
      case 'check': return members.checkDomains(session, key.keyid)
      case 'job': return members.checkDueDomains()
      case 'withdraw': return too % 3 === 0 ? members.withdrawKey(session, key.keyid) : undefined
      case 'retire-signed': return too % 2 === 0 ? members.retireKey(robot, key.keyid, { envelope: await signed('key-retirement', { keyid: key.keyid, reason: 'no-longer-needed' }, other) }) : undefined
      case 'retire-stated': return members.retireKey(session, key.keyid, {})
      case 'doubt-signed': return too % 3 === 0 ? members.compromiseKey(robot, key.keyid, { envelope: await signed('key-compromise', { keyid: key.keyid, firstDoubt: new Date((house.now() - HOUR) / 1000).toISOString() }, other) }) : undefined
      case 'doubt-stated': return members.compromiseKey(session, key.keyid, { firstDoubt: new Date((house.now() - HOUR) / 1000).toISOString() })
      case 'confirm-stated': return members.confirmStatedEnd(session, (own.find(({ stated }) => stated !== null) ?? key).keyid)
      case 'withdraw-stated': return members.withdrawStatedEnd(session, key.keyid)
      case 'sign': return read(robot, await signed('statement', { title: 'A statement', text: String(too), language: 'en' }, tester), key)
      case 'replay': return envelopes.length > 0 ? read(robot, envelopes[on % envelopes.length]!, undefined) : undefined
      case 'declare': return members.declareDomain(session, key.keyid, `e${too % 4}.example`)
      case 'pass': return house.pass(HOUR)
      case 'long-pass': return house.pass(31 * DAY)
    }
  }

  /** What is read was signed by a key of the reader's own organisation that may sign at that moment. */
  async function read(actor: Actor, envelope: string, key: Key | undefined): Promise<void> {
    const { keyid, act } = await database.transact((tx) => members.readAct(tx, envelope, { kind: 'statement', actor, now: house.now() }))
    const signer = before.keys.find((each) => each.keyid === keyid)!
    assert.ok(maySign(signer) && signer.organisation === actor.organisation && act.organisation === actor.organisation, 'somebody signed who may not')
    if (key !== undefined) assert.equal(keyid, key.keyid)
    counted++
  }

  function check({ keys, entries }: Photograph): void {
    for (const key of keys) {
      const was = before.keys.find(({ keyid }) => keyid === key.keyid)
      if (was !== undefined && was.standing.state !== key.standing.state) assert.ok(NEXT[was.standing.state].includes(key.standing.state), `${was.standing.state} → ${key.standing.state}`)
      if (was !== undefined) assert.deepEqual(key.history.slice(0, was.history.length), was.history, 'history is only added to')
      if (key.active !== null) {
        assert.ok(key.confirmedBy !== null && key.confirmedBy !== key.proposedBy, 'active without a second person')
        assert.ok(key.domains.some(({ verified }) => verified !== null), 'active without a domain')
        assert.ok(told(entries, 'members.key.confirmed', key.keyid), 'the log knows every key that signs')
      }
      assert.ok(told(entries, 'members.key-registration', key.keyid), 'the log knows every key')
      if (key.standing.state === 'retired') assert.ok(told(entries, 'members.key.retired', key.keyid) || told(entries, 'members.key-retirement', key.keyid))
      if (key.standing.state === 'compromised') assert.ok(told(entries, 'members.key.compromised', key.keyid) || told(entries, 'members.key-compromise', key.keyid))
      if (key.stated !== null) assert.ok(key.standing.state === 'active' || key.standing.state === 'retired')
    }
    for (const organisation of organisations) {
      const own = keys.filter((key) => key.organisation === organisation)
      assert.ok(own.filter(isOpen).length <= MOST_PROPOSED && own.filter(({ standing }) => standing.state === 'active').length <= MOST_ACTIVE + MOST_PROPOSED)
    }
  }

  async function photograph() {
    const counts = await database.read((tx) => tx.get(`select (select count(*) from facts) as facts, (select count(*) from members_act) as acts, (select count(*) from members_key_event) as events`))
    const keys = (await Promise.all(organisations.map((id: OrganisationId) => database.read((tx) => loadKeys(tx, id))))).flat()
    const entries = (await house.journal.readAfter(0, 10_000)).flatMap((fact) => entryOf(fact, sha256)?.entry ?? []).map(({ fact, about }) => ({ fact, about }))
    return { counts, keys, entries, mails: house.mails.length }
  }
  type Photograph = Awaited<ReturnType<typeof photograph>>
  const told = (entries: Photograph['entries'], fact: string, keyid: string): boolean => entries.some((entry) => entry.fact === fact && entry.about.includes(keyid))

  return { take, signed: () => counted, close: () => database.close() }
}
