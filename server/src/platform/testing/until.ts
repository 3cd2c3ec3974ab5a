/** Waits until something is so, asking every 20 ms, and fails after half a minute. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'

export async function until(done: () => boolean | Promise<boolean>, what = 'waited too long'): Promise<void> {
  for (let tries = 0; !(await done()); tries++) {
    assert.ok(tries < 1500, what)
    await sleep(20)
  }
}
