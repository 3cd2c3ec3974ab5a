import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SECOND } from '../kernel/index.ts'
import { createLimits, limitHeaders, RATES } from './limits.ts'

test('a bucket gives its burst, then what its rate refills', () => {
  let now = 0
  const limits = createLimits({ clock: () => now, rates: { ...RATES, default: { burst: 3, perMinute: 60 } } })
  assert.deepEqual([1, 2, 3, 4].map(() => limits.take('default', 'a').ok), [true, true, true, false])
  assert.equal(limits.take('default', 'b').ok, true, 'somebody else has a bucket of his own')
  assert.equal(limits.take('taxii', 'a').ok, true, 'and every class is counted on its own')
  const refused = limits.take('default', 'a')
  assert.deepEqual(refused, { ok: false, remaining: 0, seconds: 1 })
  assert.equal(limits.peek('default', 'a'), false)
  now += SECOND
  assert.equal(limits.peek('default', 'a'), true)
  assert.deepEqual([limits.take('default', 'a').ok, limits.take('default', 'a').ok], [true, false])
  now += 3600 * SECOND
  assert.deepEqual([1, 2, 3, 4].map(() => limits.take('default', 'a').ok), [true, true, true, false], 'never more than its burst')
  now -= 7200 * SECOND
  assert.equal(limits.take('default', 'a').ok, false, 'a clock set back gives nothing')
})

test('memory is bounded: the least recently used go first', () => {
  const limits = createLimits({ clock: () => 0, most: 100, rates: { ...RATES, default: { burst: 1, perMinute: 1 } } })
  limits.take('default', 'often')
  for (let each = 0; each < 10_000; each++) {
    limits.take('default', `address ${each}`)
    if (each % 50 === 0) assert.equal(limits.take('default', 'often').ok, false, 'who keeps coming is kept')
  }
  assert.equal(limits.size(), 100)
})

test('headers say the policy and what remains', () => {
  assert.deepEqual(limitHeaders('default', { burst: 300, perMinute: 1200 }, { ok: true, remaining: 299, seconds: 0.05 }), {
    'ratelimit-policy': '"default";q=300;w=15',
    ratelimit: '"default";r=299;t=1',
  })
})
