import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { startFeed, type Feed } from '../../testing/slow-feed.ts'
import { ACCORD, openDesk, play, run, type Desk } from '../../testing/transcript.ts'

const ROUNDS = process.env['OPENACCORD_SOAK'] === '1' ? 60 : 5
const texts = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, nr) => `{ "type": "x-note", "id": "x-note--${from + nr}", "n": ${from + nr}.0, "s": "é \\u00e9" }`)

async function open(t: TestContext, feedOf: Parameters<typeof startFeed>[0]): Promise<{ feed: Feed; desk: Desk; lines(name: string): Promise<string[]> }> {
  const feed = await startFeed(feedOf)
  const desk = await openDesk({ OPENACCORD_URL: feed.url, OPENACCORD_TOKEN: 'oat_for_a_test' })
  t.after(async () => {
    await feed.close()
    await desk.end()
  })
  return { feed, desk, lines: async (name) => (await readFile(join(desk.folder, name), 'utf8')).split('\n').slice(0, -1) }
}

test('again and again: only what is new is added', async (t) => {
  const { feed, desk, lines } = await open(t, { together: 3, pauseMs: 0 })
  feed.add(texts(0, 40))
  await play(desk, '$ accord threats pull --since last --output feed.ndjson\nFeed: 40 new objects (…), in feed.ndjson')
  assert.deepEqual(await lines('feed.ndjson'), texts(0, 40))
  feed.add(texts(40, 2)) // 40 and 41 have the date of 39
  await play(desk, '$ accord threats pull --since last --output feed.ndjson\nFeed: 2 new objects (…), in feed.ndjson')
  await play(desk, '$ accord threats pull --since last --output feed.ndjson\nFeed: 0 new objects (0 bytes), in feed.ndjson')
  assert.deepEqual(await lines('feed.ndjson'), texts(0, 42))
  feed.add(texts(42, 5))
  // into another file, and into a pipe
  await play(desk, '$ accord threats pull --since last --output more.ndjson\nFeed: 5 new objects (…), in more.ndjson')
  assert.deepEqual(await lines('more.ndjson'), texts(42, 5))
  feed.add(texts(47, 1))
  assert.equal((await run(desk, 'accord threats pull --since last')).out, `${texts(47, 1).join('')}\n`)
  await play(
    desk,
    `
    $ accord threats pull --since last --output feed.ndjson
    accord: feed.ndjson exists already, and is not what the last pull of this selection wrote
      → name another file, or begin anew with --restart, which replaces it
    [1]
    $ accord threats pull --since last --output feed.ndjson --restart
    Feed: 48 new objects (…), in feed.ndjson
    `,
  )
  assert.deepEqual(await lines('feed.ndjson'), texts(0, 48))
})

test('killed at any moment: nothing is lost, nothing doubled', async (t) => {
  const { feed, desk, lines } = await open(t, { together: 7, pauseMs: 15 })
  feed.add(texts(0, 400))
  let killed = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const child = spawn(process.execPath, [ACCORD, 'threats', 'pull', '--since', 'last', '--output', 'feed.ndjson'], { cwd: desk.folder, env: desk.env, stdio: 'ignore' })
    const ended = new Promise((resolve) => child.on('close', resolve))
    await progress(desk)
    await wait((round * 37) % 160)
    if (child.kill('SIGKILL')) killed += 1
    await ended
    feed.add(texts(400 + round, 1))
  }
  assert.ok(killed >= 2, `it was killed ${killed} times`)
  const last = await run(desk, 'accord threats pull --since last --output feed.ndjson')
  assert.equal(last.code, 0, last.err)
  assert.deepEqual(await lines('feed.ndjson'), texts(0, 400 + ROUNDS))
})

/** Until the file is there. */
async function progress(desk: Desk): Promise<void> {
  for (let turn = 0; !(await readdir(desk.folder)).includes('feed.ndjson'); turn += 1) {
    assert.ok(turn < 3000, 'the pull does not begin')
    await wait(20)
  }
}

test('Ctrl-C ends cleanly, and the next pull goes on', async (t) => {
  const { feed, desk, lines } = await open(t, { together: 1, pauseMs: 0 })
  feed.add(texts(0, 300))
  const release = feed.holdAfter(3)
  const child = spawn(process.execPath, [ACCORD, 'threats', 'pull', '--since', 'last', '--output', 'feed.ndjson'], { cwd: desk.folder, env: desk.env, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  await progress(desk)
  child.kill('SIGINT')
  assert.equal(await ended, 130)
  assert.match(said, /accord: stopped\n {2}→ run the same again to go on/)
  const before = (await lines('feed.ndjson')).length
  assert.ok(before < 300)
  release()
  assert.equal((await run(desk, 'accord threats pull --since last --output feed.ndjson')).code, 0)
  assert.deepEqual(await lines('feed.ndjson'), texts(0, 300))
})

test('a file gets its name only when it is whole', async (t) => {
  const { feed, desk, lines } = await open(t, { together: 1, pauseMs: 0 })
  feed.add(texts(0, 30))
  await writeFile(join(desk.folder, 'old.ndjson'), 'what was there\n')
  feed.cutAfter(2)
  const cut = await run(desk, 'accord threats pull --output old.ndjson --json')
  assert.equal(cut.code, 5, cut.both)
  assert.deepEqual(await lines('old.ndjson'), ['what was there'])
  assert.deepEqual((await readdir(desk.folder)).filter((name) => name.endsWith('.part')), [])
  feed.cutAfter(Infinity)
  assert.equal((await run(desk, 'accord threats pull --output old.ndjson')).code, 0)
  assert.deepEqual(await lines('old.ndjson'), texts(0, 30))
})

test('bundles of what is new', async (t) => {
  const { feed, desk } = await open(t, { together: 2, pauseMs: 0 })
  const idsIn = async (name: string): Promise<unknown[]> => JSON.parse(await readFile(join(desk.folder, name), 'utf8')).objects?.map(({ n }: { n: number }) => n) ?? []
  feed.add(texts(0, 12))
  for (const [name, count] of [['one.json', 12], ['two.json', 0], ['three.json', 3]] as const) {
    if (name === 'three.json') feed.add(texts(12, 3))
    const printed = await run(desk, `accord threats pull --since last --format bundle --output ${name} --json`)
    assert.equal(JSON.parse(printed.out).objects, count, printed.both)
  }
  assert.deepEqual([...(await idsIn('one.json')), ...(await idsIn('two.json')), ...(await idsIn('three.json'))], Array.from({ length: 15 }, (_, nr) => nr))
  await play(desk, '$ accord threats pull --since last --format bundle --output one.json\naccord: one.json exists already…\n…\n[1]')
})

test('one pull of a selection at a time', async (t) => {
  const { feed, desk } = await open(t, { together: 1, pauseMs: 0 })
  feed.add(texts(0, 60))
  const release = feed.holdAfter(1)
  const first = run(desk, 'accord threats pull --since last --output feed.ndjson')
  await progress(desk)
  const second = await run(desk, 'accord threats pull --since last --output other.ndjson')
  assert.equal(second.code, 1, second.both)
  assert.match(second.err, /another pull of the same is under way/)
  release()
  assert.equal((await first).code, 0)
})
