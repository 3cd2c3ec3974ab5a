/** Ballots from a terminal: read from a hub, and recounted from a file by somebody who believes nobody. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { startTestHouse } from '../../../../conformance/start.ts'
import { openRecounted } from '../../../../server/src/capabilities/ballots/testing/recounted.ts'
import { openDesk, run } from '../../testing/transcript.ts'

test('a stranger with only the bundle recounts; a one-byte change anywhere fails', async (t) => {
  const hub = await openRecounted()
  const desk = await openDesk({ NOW: new Date(hub.house.now() / 1000).toISOString() })
  t.after(async () => {
    await desk.end()
    await hub.close()
  })
  writeFileSync(join(desk.folder, 'ballot.json'), hub.bundle)
  writeFileSync(join(desk.folder, 'changed.json'), hub.bundle.replace('"position":"', '"position": "').replace('ballot_', 'ballot-'))
  writeFileSync(join(desk.folder, 'policy'), hub.policy)
  const good = await run(desk, 'accord ballot recount ballot.json --policy policy --now $NOW')
  assert.equal(good.code, 0, good.both)
  assert.match(good.out, /round 1: 3 yes, 0 no, 1 abstentions, 1 recused: adopted, certified/)
  assert.match(good.out, /VERIFIED\n$/)
  const whole = await run(desk, `accord ballot recount ballot.json --policy policy --now $NOW --log ${hub.place.log} --json`)
  const { answer, steps } = JSON.parse(whole.out)
  assert.deepEqual([answer, steps.at(-1).name, steps.at(-1).code, whole.code], ['verified', 'log', 'complete', 0])
  const changed = await run(desk, 'accord ballot recount changed.json --policy policy --now $NOW')
  assert.equal(changed.code, 7, changed.both)
  assert.match(changed.out, /REFUSED: not a bundle of a ballot/)
  const unknown = await run(desk, 'accord ballot recount ballot.json')
  assert.equal(unknown.code, 8, unknown.both)
  assert.match(unknown.out, /NOT COVERED: nobody has said which log/)
})

test('the ballots of a hub', async (t) => {
  const hub = await startTestHouse()
  const desk = await openDesk({ HUB: hub.url })
  t.after(async () => {
    await desk.end()
    await hub.close()
  })
  await hub.house.settle()
  const listed = await run(desk, 'accord ballot list --hub $HUB')
  assert.equal(listed.code, 0, listed.err)
  assert.match(listed.out, /no-quorum +On the attacks on hospital networks +Without a quorum; needs \d+ more for quorum\./)
  const { ballots } = JSON.parse((await run(desk, 'accord ballot list --hub $HUB --state ended --json')).out)
  const adopted = ballots.find(({ title }: { title: string }) => title === 'Two people on every report').id
  const shown = await run(desk, `accord ballot show ${adopted} --hub $HUB`)
  assert.match(shown.out, /guideline, proposed by Lumen Cloud; final, adopted/)
  assert.match(shown.out, /Northgate +large +yes +Northgate Meters/)
  const recounted = await run(desk, `accord ballot recount $HUB/ballots/${adopted} --trust-on-first-use`)
  const alone = (await (await fetch(`${hub.url}/log/policy`)).text()).includes('quorum none')
  assert.equal(recounted.code, alone ? 8 : 0, recounted.both)
  assert.doesNotMatch(recounted.out, /REFUSED/)
  assert.equal((await run(desk, 'accord ballot show ballot_x --hub $HUB')).code, 2)
  assert.equal((await run(desk, 'accord ballot recount $HUB/ballots/ballot_00000000000000000000')).code, 6)
})
