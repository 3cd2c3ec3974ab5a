/** From a file of words to an entry of the log, at a terminal, with a key that the hub never sees. */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { accountOf } from '../../../../conformance/everywhere.ts'
import { startTestHouse } from '../../../../conformance/start.ts'
import { openDesk, play, run } from '../../testing/transcript.ts'

test('prepared, signed, handed in', async (t) => {
  const hub = await startTestHouse()
  const desk = await openDesk({ HUB: hub.url, KEY: join(hub.folder, 'keys', 'northgate-grid.pem') })
  t.after(async () => {
    await desk.end()
    await hub.close()
  })
  await writeFile(join(desk.folder, 'token'), accountOf(hub.guide, 'Mette Lindqvist').token, { mode: 0o600 })
  await writeFile(join(desk.folder, 'says.json'), JSON.stringify({ title: 'From a terminal', text: 'It works without a browser.', language: 'en' }))
  await play(desk, `
    $ accord login $HUB --token-file token
    You are Mette Lindqvist of Northgate Grid at Harbour Accord.
    …
    $ accord prepare statement says.json --output statement.json
    …
    Ready to sign: statement.json
    $ accord sign statement.json --key $KEY --yes --output act.json
    …
    Signed: act.json
    $ accord hand-in act.json
    Taken: statement, …
    $ accord hand-in statement.json
    accord: statement.json is no signed act: …
    → sign the statement first: accord sign FILE --output act.json
    [1]
    $ accord prepare key-retirement says.json
    accord: a key-retirement is not handed in here
    → keys are registered and ended in the portal, at Organisation, Signing keys
    [2]
  `)
  const shown = await (await fetch(`${hub.url}/api/v1/pledges/statements`)).json() as { statements: { title: string }[] }
  assert.equal(shown.statements[0]?.title, 'From a terminal')
  const again = JSON.parse((await run(desk, 'accord hand-in act.json --json')).out) as { fact: string }
  assert.match(again.fact, /^fact_/)
})
