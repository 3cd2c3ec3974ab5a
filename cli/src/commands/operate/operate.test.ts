import assert from 'node:assert/strict'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { startTestHouse } from '../../../../conformance/start.ts'
import { openDesk, play, run } from '../../testing/transcript.ts'

test('a backup while the hub runs, and its restore elsewhere', async (t) => {
  const hub = await startTestHouse()
  const desk = await openDesk({ DATA: hub.folder })
  t.after(async () => {
    await hub.close()
    await desk.end()
  })
  await play(
    desk,
    `
    $ accord backup saved.accord --data $DATA 2>&1 | grep -v ^saving
    saved.accord: … KiB, SHA-256 …
    It holds everything, mails and keys too: encrypt it before it leaves your hands.
    The vault key is not inside: keep a copy of vault.key elsewhere. Without it nobody can read what the hub keeps sealed.
    $ accord backup saved.accord --data $DATA
    accord: saved.accord exists already
      → name another file: a backup is never written over another
    [1]
    $ accord restore missing.accord --data other
    accord: missing.accord does not exist
      → check the name
    [1]
    $ accord restore saved.accord --data other
    …
    saved.accord is restored and checked. Start the hub: accord serve
    $ accord restore saved.accord --data other
    …
    [1]
    $ head -c 2000 saved.accord > half.accord; accord restore half.accord --data third
    …
    [1]
    `,
  )
  const json = JSON.parse((await run(desk, 'accord backup again.accord --data other --json')).out)
  assert.match(json.sha256, /^[0-9a-f]{64}$/)
})

test('the doctor looks at a hub’s storage', async (t) => {
  const desk = await openDesk()
  t.after(desk.end)
  await mkdir(join(desk.folder, 'hub'))
  await writeFile(join(desk.folder, 'hub', 'hub.sqlite'), 'x'.repeat(2048))
  const storage = async (line: string) => JSON.parse((await run(desk, line)).out).checks.find(({ name }: { name: string }) => name === 'storage')
  assert.match((await storage('accord doctor --data hub --json')).detail, /hub: store of 2\.0 KiB, .* free/)
  assert.equal((await storage('accord doctor --data nowhere --json')).state, 'fail')
  assert.equal(await storage('accord doctor --json'), undefined)
  if (process.getuid?.() === 0) return
  await chmod(join(desk.folder, 'hub'), 0o500)
  assert.equal((await storage('accord doctor --data hub --json')).state, 'fail')
})

test('wrong settings are told as such', async (t) => {
  const desk = await openDesk()
  t.after(desk.end)
  const { code, out } = await run(desk, 'OPENACCORD_DATABASE=mysql://x OPENACCORD_HOTS=x accord backup x.accord --json')
  assert.equal(code, 2)
  const { error } = JSON.parse(out)
  assert.equal(error.code, 'hub.settings')
  assert.match(error.message, /OPENACCORD_DATABASE begins with/)
  assert.match(error.message, /OPENACCORD_HOTS is not a setting/)
})
