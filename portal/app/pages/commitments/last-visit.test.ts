import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lastVisit } from './last-visit.ts'

const MINUTE = 60_000
const start = Date.parse('2026-11-22T12:00:00Z')
const pair = (cookie: string): string => cookie.split(';')[0]!

test('since the last visit: a reload belongs to this one, tomorrow begins another', () => {
  const first = lastVisit(null, new Date(start), true)
  assert.equal(first.since, undefined)
  assert.match(first.cookie, /^accord_requests_seen=0{13}\.1795348800000; Path=\/requests; .*HttpOnly; SameSite=Lax; Secure$/)
  const reload = lastVisit(pair(first.cookie), new Date(start + 5 * MINUTE), true)
  assert.equal(reload.since, undefined)
  const tomorrow = lastVisit(`a=b; ${pair(reload.cookie)}; c=d`, new Date(start + 1_440 * MINUTE), false)
  assert.equal(tomorrow.since?.getTime(), start + 5 * MINUTE)
  assert.equal(lastVisit(pair(tomorrow.cookie), new Date(start + 1_445 * MINUTE), false).since?.getTime(), start + 5 * MINUTE)
  assert.doesNotMatch(tomorrow.cookie, /Secure/)
})

test('a cookie that is none of ours, or of a time to come, is no visit', () => {
  for (const header of ['accord_requests_seen=x', 'accord_requests_seen=1.2', `accord_requests_seen=${start}.${start + MINUTE}`, '']) {
    assert.equal(lastVisit(header, new Date(start), false).since, undefined, header)
  }
})
