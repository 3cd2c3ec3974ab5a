/** Bodies take turns: what is worked on at once is bounded, the others wait as they came, and all are answered. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '../../../kernel/index.ts'
import type { Terms } from './batch.ts'
import { createIntakeThread, QUEUE, type IntakeThread } from './thread.ts'

const TERMS: Terms = { form: 'envelope', defaultLevel: 1, allowsPayloads: false, definitions: [], warnings: false }
const terms = async (): Promise<Terms> => TERMS
const MEBIBYTE = 1024 * 1024

/** An envelope of one object, filled up with spaces. */
function bodyOf(mebibytes: number): Uint8Array {
  const text = '{"objects":[{"type":"domain-name","spec_version":"2.1","id":"domain-name--ecb120bf-2694-4902-a737-62b74539a41b","value":"example.com"}]}'
  return Buffer.concat([Buffer.from(text), Buffer.alloc(mebibytes * MEBIBYTE - text.length, 32)])
}

test('large bodies are worked on one after another, in the order they came', async () => {
  const intake = createIntakeThread()
  const begun: number[] = []
  let together = 0
  let most = 0
  const bodies = [24, 24, 1, 24].map(bodyOf)
  const all = bodies.map((body, n) => intake.take(body, terms, async (batch) => {
    begun.push(n)
    most = Math.max(most, (together += body.length))
    await new Promise((resolve) => setTimeout(resolve, 5))
    together -= body.length
    return batch.rows
  }))
  assert.deepEqual(await Promise.all(all), [1, 1, 1, 1])
  assert.deepEqual(begun, [0, 1, 2, 3])
  assert.ok(most <= QUEUE.inHand, `${most} bytes were worked on at once`)
  assert.equal(intake.waiting(), 0)
  await intake.close()
})

test('work that fails makes room for the next', async () => {
  const intake = createIntakeThread()
  const failing = intake.take(bodyOf(24), terms, () => Promise.reject(new Error('no')))
  const after = intake.take(bodyOf(24), terms, async ({ rows }) => rows)
  await assert.rejects(failing, /no/)
  assert.equal(await after, 1)
  await intake.close()
})

test('more than may wait is asked to come back', async () => {
  const intake = createIntakeThread()
  const { release, holding } = await held(intake)
  const body = bodyOf(1)
  const waiting = Array.from({ length: QUEUE.bodies - 1 }, () => intake.take(body, terms, async ({ rows }) => rows))
  await assert.rejects(intake.take(body, terms, async () => 0), (error) => error instanceof Refusal && error.code === 'exchange.intake-busy' && error.retryAfterSeconds === 2)
  assert.deepEqual(new Set(await Promise.all(waiting)), new Set([1]), 'small ones go beside a large one')
  release()
  await holding
  await intake.close()
})

test('what still waits when the hub stops is refused', async () => {
  const intake = createIntakeThread()
  const { release, holding } = await held(intake)
  const waiting = intake.take(bodyOf(24), terms, async () => 0)
  await intake.close()
  release()
  await holding
  await assert.rejects(waiting, (error) => error instanceof Refusal && error.code === 'exchange.intake-stopped')
})

/** A large body that is being worked on until it is released. */
function held(intake: IntakeThread): Promise<{ release: () => void; holding: Promise<void> }> {
  return new Promise((resolve) => {
    const holding = intake.take(bodyOf(24), terms, () => new Promise<void>((release) => setImmediate(() => resolve({ release, holding }))))
  })
}
