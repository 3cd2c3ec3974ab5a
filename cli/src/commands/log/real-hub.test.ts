/** The same against a whole hub with the sample alliance in it: what it says in its log holds, entry by entry. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { startTestHouse } from '../../../../conformance/start.ts'
import { openDesk, run } from '../../testing/transcript.ts'

test('a hub’s own log', async (t) => {
  const hub = await startTestHouse()
  const desk = await openDesk({ HUB: hub.url })
  t.after(async () => {
    await desk.end()
    await hub.close()
  })
  for (let turn = 0; turn < 300 && !(await fetch(`${hub.url}/log/checkpoint`)).ok; turn++) await wait(100)

  const audited = await run(desk, 'accord log audit $HUB --first --trust-on-first-use --payloads --json')
  const { answer, steps, faults, figures } = JSON.parse(audited.out)
  assert.deepEqual(faults, [])
  // without witnesses beside it a hub’s log is whole, and yet not verified
  const alone = (await (await fetch(`${hub.url}/log/policy`)).text()).includes('quorum none')
  const expected = alone ? ['not-covered', 8] : ['verified', 0]
  assert.deepEqual([answer, audited.code], expected, audited.out)
  const said: Record<string, string> = Object.fromEntries(steps.map(({ name, code }: { name: string; code: string }) => [name, code]))
  assert.deepEqual([said['tree'], said['entries'], said['acts']], ['recomputed', 'entries', 'acts'])
  assert.ok(figures.entries > 10 && figures.payloadsRead > 10)

  const { code, err } = await run(desk, 'accord log proof $HUB 0 --evidence --output zero.json && accord log verify zero.json')
  assert.equal(code, expected[1], err)
  const monitored = JSON.parse((await run(desk, `accord log monitor $HUB --about org_00000000000000000000 --first --state watched.json --json`)).out)
  assert.deepEqual([monitored.answer, monitored.matches], [expected[0], []])
  assert.equal((await run(desk, 'accord log proof $HUB 99999')).code, 6)
})
