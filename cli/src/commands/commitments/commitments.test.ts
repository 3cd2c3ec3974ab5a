/** Commitments from a terminal: read by anyone, without an account, and printed for programs as for people. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestHouse } from '../../../../conformance/start.ts'
import { openDesk, run } from '../../testing/transcript.ts'

test('the commitments of a hub', { timeout: 120_000 }, async (t) => {
  const hub = await startTestHouse()
  const desk = await openDesk({ HUB: hub.url, COLUMNS: '400' })
  t.after(async () => {
    await desk.end()
    await hub.close()
  })
  const listed = await run(desk, 'accord commitments list --hub $HUB')
  assert.equal(listed.code, 0, listed.both)
  const { found, commitments } = JSON.parse((await run(desk, 'accord commitments list --hub $HUB --json')).out)
  assert.deepEqual([found > 3, commitments.length], [true, found])
  for (const { id } of commitments) assert.ok(listed.out.includes(id), `${id} is listed`)
  assert.match(listed.out, new RegExp(`^${found} commitments, as of 20`, 'm'))

  const { commitments: own } = JSON.parse((await run(desk, 'accord commitments list --hub $HUB --organisation northgate-grid --json')).out)
  assert.ok(own.length > 0 && own.every(({ slug }: { slug: string }) => slug === 'northgate-grid'))
  const { commitments: met } = JSON.parse((await run(desk, 'accord commitments list --hub $HUB --column met --json')).out)
  assert.ok(met.length > 0 && met.every(({ column }: { column: string }) => column === 'met'))

  const shown = await run(desk, `accord commitments show ${met[0].id} --hub $HUB`)
  assert.equal(shown.code, 0, shown.both)
  assert.match(shown.out, new RegExp(`^${met[0].name}, under ${met[0].clause}; met, closed 20`, 'm'))
  assert.match(shown.out, new RegExp(`due ${met[0].due}`))
  assert.match(shown.out, /proposes to commit itself under .*\(fact_/)
  assert.equal(JSON.parse((await run(desk, `accord commitments show ${met[0].id} --hub $HUB --json`)).out).commitment.id, met[0].id)

  for (const [line, code] of [
    ['show commitment_x', 2], ['show commitment_00000000000000000000', 6], ['list --column nothing', 2], ['list --organisation "No Body"', 2], ['list --organisation nobody-here', 6],
  ] as const) {
    const refused = await run(desk, `accord commitments ${line} --hub $HUB`)
    assert.equal(refused.code, code, `${line}: ${refused.both}`)
    assert.equal(refused.out, '')
  }
})
