/**
 * Loaded before each test file: where something is still open a while after the last test (a server that a failed test did
 * not close), the file ends with words instead of standing until its time is up.
 */
import { isMainThread } from 'node:worker_threads'

const GRACE_MS = 30_000

if (isMainThread) {
  const { after } = await import('node:test')
  after(() => {
    // it does not hold the process by itself: where nothing is open, it never comes to this
    setTimeout(() => {
      console.error(`still open ${GRACE_MS / 1000} s after the last test: ${[...new Set(process.getActiveResourcesInfo())].join(', ')}`)
      process.exit(1)
    }, GRACE_MS).unref()
  })
}
