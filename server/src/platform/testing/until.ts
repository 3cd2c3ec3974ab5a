/** Waits until something is so, asking every 20 ms, and fails after two minutes: a busy machine is slow, not wrong. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'

export async function until(done: () => boolean | Promise<boolean>, what = 'waited too long'): Promise<void> {
  for (let tries = 0; !(await done()); tries++) {
    assert.ok(tries < 6000, what)
    await sleep(20)
  }
}
