/** Back-pressure: who waits, who never does, and that everybody goes on in the end. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPressure } from './pressure.ts'
import { openDoor } from './test-door.ts'

const MEBIBYTE = 1024 * 1024

function flow() {
  const it = { paused: false, pause: () => (it.paused = true), resume: () => (it.paused = false) }
  return it
}

test('beyond what may be held only the first goes on; the others follow when there is room', () => {
  const pressure = createPressure({ bytes: 8 * MEBIBYTE })
  const flows = [flow(), flow(), flow()]
  const [first, second, third] = flows.map((one) => pressure.begin(one))
  const paused = () => flows.map((one) => one.paused)
  first!.took(5 * MEBIBYTE)
  second!.took(2 * MEBIBYTE)
  assert.deepEqual(paused(), [false, false, false])
  second!.took(2 * MEBIBYTE)
  third!.took(MEBIBYTE)
  assert.deepEqual(paused(), [false, true, false], 'the first mebibyte of a body is always read')
  third!.took(1)
  first!.took(5 * MEBIBYTE)
  assert.deepEqual(paused(), [false, true, true])
  first!.read()
  assert.deepEqual(paused(), [false, true, true], 'read to its end, it is worked on')
  first!.giveBack()
  assert.deepEqual(paused(), [false, false, false])
  assert.equal(pressure.held(), 5 * MEBIBYTE + 1)
  for (const one of [second!, third!, third!]) one.giveBack()
  assert.equal(pressure.held(), 0)
})

test('one that breaks off while it waits leaves nothing behind', () => {
  const pressure = createPressure({ bytes: MEBIBYTE })
  const [slow, next] = [flow(), flow()]
  const [first, second] = [pressure.begin(slow), pressure.begin(next)]
  second.took(2 * MEBIBYTE)
  assert.ok(next.paused)
  second.giveBack()
  assert.deepEqual([next.paused, pressure.held()], [false, 0])
  first.giveBack()
})

test('nobody waits for ever behind a sender that sends nothing', async () => {
  const pressure = createPressure({ bytes: MEBIBYTE, seconds: 0.01 })
  const first = pressure.begin(flow())
  const resumed = Promise.withResolvers<void>()
  const second = pressure.begin({ pause: () => {}, resume: () => resumed.resolve() })
  second.took(2 * MEBIBYTE)
  await resumed.promise
  second.took(2 * MEBIBYTE) // and is not held back again
  second.giveBack()
  first.giveBack()
})

test('large bodies take turns at a real door, and each arrives whole', async () => {
  const [arrived, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let begun = 0
  await using house = await openDoor({ pressure: { bytes: 2 * MEBIBYTE } }, (door) =>
    door.add({ method: 'POST', path: '/api/large', access: 'public', takes: ['raw'], bodyLimit: 8 * MEBIBYTE, large: true }, async ({ request }) => {
      begun += 1
      arrived.resolve()
      await release.promise
      return { bytes: request.rawBody?.length, same: request.rawBody?.equals(Buffer.alloc(request.rawBody.length, 'x')) }
    }),
  )
  const post = async (mebibytes: number) => {
    const answer = await house.get('/api/large', { method: 'POST', headers: { 'content-type': 'x/y' }, body: 'x'.repeat(mebibytes * MEBIBYTE) })
    return [answer.status, (await answer.json()) as unknown]
  }
  const first = post(4)
  await arrived.promise
  const others = [post(3), post(3), post(1)]
  release.resolve()
  const answers = await Promise.all([first, ...others])
  assert.deepEqual(answers, [4, 3, 3, 1].map((mebibytes) => [200, { bytes: mebibytes * MEBIBYTE, same: true }]))
  assert.equal(begun, 4)
})
