/** Effort: each challenge works once, for its purpose, when worked for or waited for; on both engines. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { HOUR, MINUTE, SECOND } from '../kernel/index.ts'
import { bitsUnder, createEffort, EFFORT_LIFE, EFFORT_WAIT, isSolved, solveEffort } from './effort.ts'
import { migrate } from './migrate.ts'
import { describeOnEveryEngine } from './testing/engines.ts'

const START = Date.parse('2026-11-22T09:00:00Z') * 1000
const ADDRESS = '203.0.113.5'
const coded = (code: string) => ({ name: 'Refusal', code })

test('a number is found, and no other than one that fits is taken', () => {
  for (const bits of [0, 1, 7, 8, 9, 12]) {
    const challenge = `for ${bits}`
    const number = solveEffort({ challenge, bits })
    assert.ok(isSolved(challenge, number, bits))
    for (let before = 0; before < Number(number); before++) assert.ok(!isSolved(challenge, String(before), bits))
  }
  for (const odd of ['', '-1', '01', ' 1', '1e3', '0x1', '99999999999999999']) assert.ok(!isSolved('any', odd, 0), odd)
})

test('more is asked for under load, to a bound, and less again when it is calm', () => {
  assert.deepEqual([0, 15, 16, 31, 32, 64, 128, 256, 1_000_000].map((filings) => bitsUnder(filings, 18)), [18, 18, 19, 19, 20, 21, 22, 23, 23])
})

describeOnEveryEngine('effort', (open) => {
  async function withEffort() {
    const database = await open()
    await migrate(database, [])
    let now = START
    const settings = { database, clock: () => now, random: randomBytes, key: randomBytes(32), bits: 6 }
    const effort = createEffort(settings)
    const spend = (challenge: string, number?: string, { purpose = 'concern', address = ADDRESS } = {}) => database.transact((tx) => effort.spend(tx, { purpose, challenge, number, address }))
    return { database, effort, settings, spend, pass: (micros: number) => void (now += micros) }
  }

  test('with a number it is taken at once, and only once', async () => {
    const { effort, spend } = await withEffort()
    const given = await effort.challenge('concern')
    assert.equal(given.expires, START + EFFORT_LIFE)
    const number = solveEffort(given)
    await spend(given.challenge, number)
    await assert.rejects(spend(given.challenge, number), coded('door.effort-used'))
  })

  test('of many that come at once with the same challenge, one is taken', async () => {
    const { effort, spend } = await withEffort()
    const given = await effort.challenge('concern')
    const number = solveEffort(given)
    const ended = await Promise.allSettled(Array.from({ length: 8 }, () => spend(given.challenge, number)))
    assert.equal(ended.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  test('nothing is spent when what the form asked for is refused', async () => {
    const { database, effort, spend } = await withEffort()
    const given = await effort.challenge('concern')
    const number = solveEffort(given)
    await assert.rejects(database.transact(async (tx) => {
      await effort.spend(tx, { purpose: 'concern', challenge: given.challenge, number, address: ADDRESS })
      throw new Error('a field is missing')
    }), /a field is missing/)
    await spend(given.challenge, number)
  })

  test('a wrong number, another purpose, a changed letter, another hub: refused', async () => {
    const { effort, spend, settings } = await withEffort()
    const given = await effort.challenge('concern')
    const number = solveEffort(given)
    await assert.rejects(spend(given.challenge, `${wrongFor(given)}`), coded('door.effort-wrong'))
    await assert.rejects(spend(given.challenge, number, { purpose: 'application' }), coded('door.effort-unknown'))
    await assert.rejects(spend((await createEffort({ ...settings, key: randomBytes(32) }).challenge('concern')).challenge, '0'), coded('door.effort-unknown'))
    await fc.assert(fc.asyncProperty(fc.nat(given.challenge.length - 1), fc.constantFrom('0', 'a', 'Z', '.', '-'), async (at, letter) => {
      const changed = given.challenge.slice(0, at) + letter + given.challenge.slice(at + 1)
      if (changed === given.challenge) return
      await assert.rejects(spend(changed, number), coded('door.effort-unknown'))
    }), { numRuns: 40 })
    await spend(given.challenge, number)
  })

  test('a challenge ends after two hours, and one that was used is not usable again for having been forgotten', async () => {
    const { effort, spend, pass, database } = await withEffort()
    const [early, late] = [await effort.challenge('concern'), await effort.challenge('concern')]
    await spend(early.challenge, solveEffort(early))
    pass(EFFORT_LIFE - 1)
    assert.equal(await effort.sweep(), 0)
    await spend(late.challenge, solveEffort(late))
    pass(1)
    assert.equal(await effort.sweep(), 1)
    for (const { challenge, bits } of [early, late]) await assert.rejects(spend(challenge, solveEffort({ challenge, bits })), coded('door.effort-expired'))
    pass(EFFORT_LIFE)
    await effort.sweep()
    assert.equal((await database.read((tx) => tx.get('select count(*) as many from effort_spent')))?.['many'], 0)
  })

  test('without a script: half a minute old, said in seconds', async () => {
    const { effort, spend, pass } = await withEffort()
    const { challenge } = await effort.challenge('concern')
    pass(EFFORT_WAIT - 2 * SECOND)
    await assert.rejects(spend(challenge), { ...coded('door.effort-early'), retryAfterSeconds: 2 })
    pass(2 * SECOND)
    await spend(challenge, '')
    await assert.rejects(spend(challenge), coded('door.effort-used'))
  })

  test('without a script: five an hour from one address, however many at once; others are not kept waiting', async () => {
    const { effort, spend, pass } = await withEffort()
    const challenges = await Promise.all(Array.from({ length: 12 }, () => effort.challenge('concern')))
    pass(MINUTE)
    const ended = await Promise.allSettled(challenges.slice(0, 8).map(({ challenge }) => spend(challenge)))
    assert.equal(ended.filter(({ status }) => status === 'fulfilled').length, 5)
    await assert.rejects(spend(challenges[8]!.challenge), { ...coded('door.effort-pace'), kind: 'too-many' })
    await spend(challenges[9]!.challenge, undefined, { address: '203.0.113.6' })
    await spend(challenges[8]!.challenge, solveEffort(challenges[8]!))
    pass(HOUR)
    await spend(challenges[10]!.challenge)
  })

  test('what is asked for follows what was sent lately, for each purpose on its own', async () => {
    const { effort, spend, pass } = await withEffort()
    for (let filed = 0; filed < 16; filed++) {
      const given = await effort.challenge('concern')
      await spend(given.challenge, solveEffort(given))
    }
    assert.equal((await effort.challenge('concern')).bits, 7)
    assert.equal((await effort.challenge('application')).bits, 6)
    pass(11 * MINUTE)
    assert.equal((await effort.challenge('concern')).bits, 6)
  })
})

/** The first number that does not fit. */
function wrongFor({ challenge, bits }: { challenge: string; bits: number }): number {
  for (let number = 0; ; number++) if (!isSolved(challenge, String(number), bits)) return number
}
