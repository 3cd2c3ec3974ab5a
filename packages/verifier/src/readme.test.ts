/** The examples of the README, run as they stand against a real log: what they print is what they say. */
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { format } from 'node:util'
import { paperBallot } from './testing/paper-ballot.ts'
import { createPaperHub, keyFrom } from './testing/paper-hub.ts'

test('the examples do what they say', async (t) => {
  const hub = await createPaperHub()
  const first = await keyFrom('first')
  const keys = await hub.registerKey(first)
  const act = await hub.signAct(first)
  const folder = await mkdtemp(join(tmpdir(), 'verifier-readme-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'act.evidence.json'), await hub.evidence(act, keys))
  await writeFile(join(folder, 'alliance.policy'), hub.policyText)
  await writeFile(join(folder, 'ballot.bundle.json'), (await paperBallot()).bundle)
  const checkpoint = await hub.checkpoint()
  t.mock.method(globalThis, 'fetch', async (address: string) => {
    const path = new URL(address).pathname.replace('/log/', '')
    const found = path === 'checkpoint' ? checkpoint : await hub.fetchTile(path)
    return new Response(found === undefined ? null : Buffer.from(found), { status: found === undefined ? 404 : 200 })
  })
  const text = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const code = [...text.matchAll(/```js\n(.*?)```/gs)].map(([, example = '']) => example).join('\n')
  const logged: string[] = []
  t.mock.method(console, 'log', (...words: unknown[]) => void logged.push(format(...words)))
  const placed = code
    .replaceAll("'@openaccord/verifier'", JSON.stringify(new URL('./index.ts', import.meta.url).href))
    .replaceAll(/'((?:alliance|act|ballot)\.[a-z.]+)'/g, (_, name: string) => JSON.stringify(join(folder, name)))
    // the log of the test is dated; its time has come by then
    .replaceAll('Date.now() / 1000', String(hub.secondsAt(1_000_000)))
  await import(`data:text/javascript,${encodeURIComponent(placed)}`)
  t.mock.restoreAll()
  assert.equal(logged[0], 'verified')
  assert.deepEqual(logged.slice(1, -3).filter((line) => !line.endsWith(' ok')), [])
  assert.deepEqual(logged.slice(-3), ['later', 'verified 3', 'verified adopted'])
})
