import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { candidates } from './completion.ts'
import { createProgram } from '../program.ts'
import { COLLECTION, startFeed } from '../testing/slow-feed.ts'
import { openDesk, run, type Desk } from '../testing/transcript.ts'

const PROFILES = (url: string) => ({
  version: 1, current: 'default',
  profiles: { default: { url, token: 'oat_for_a_test', person: 'Ada', organisation: 'Northgate', collections: [{ id: COLLECTION, alias: 'feed', title: 'Feed' }, { id: COLLECTION, alias: 'fraud-rings', title: 'Fraud' }] } },
})

async function deskWithProfile(url: string): Promise<Desk> {
  const desk = await openDesk()
  desk.env['OPENACCORD_CONFIG'] = join(desk.folder, 'profiles.json')
  await writeFile(desk.env['OPENACCORD_CONFIG'], JSON.stringify(PROFILES(url)), { mode: 0o600 })
  return desk
}

test('words to go on with', async (t) => {
  const program = createProgram()
  const table: [typed: string, found: string[]][] = [
    ['', ['login', 'logout', 'whoami', 'threats', 'log', 'check', 'ballot', 'commitments', 'report', 'advisory', 'keygen', 'prepare', 'sign', 'hand-in', 'serve', 'backup', 'restore', 'demo', 'doctor', 'completion']],
    ['th', ['threats']],
    ['threats ', ['push', 'pull', 'find']],
    ['log ', ['verify', 'audit', 'proof', 'monitor', 'witness']],
    ['commitments ', ['list', 'show']],
    ['advisory ', ['new', 'validate', 'convert', 'diff', 'publish']],
    ['log audit --trust', ['--trust-on-first-use']],
    ['threats p', ['push', 'pull']],
    ['threats pull --form', ['--format']],
    ['threats pull --format ', ['ndjson', 'bundle', 'envelope']],
    ['threats pull --format ndjson --js', ['--json']],
    ['--json threats find --tl', ['--tlp']],
    ['completion ', ['bash', 'zsh', 'fish']],
    ['threats push ', []],
  ]
  for (const [typed, found] of table) await t.test(typed || 'nothing', () => assert.deepEqual(candidates(program, typed.split(' ')), found))
})

test('in bash, by pressing tab', async (t) => {
  const desk = await deskWithProfile('http://127.0.0.1:2')
  t.after(desk.end)
  await writeFile(join(desk.folder, 'a file.json'), '')
  const tab = async (...words: string[]): Promise<string[]> => {
    const list = words.map((word) => `'${word}'`).join(' ')
    const { out, err, code } = await run(desk, `source <(accord completion bash); COMP_WORDS=(accord ${list}); COMP_CWORD=${words.length}; _accord; printf '%s\\n' "\${COMPREPLY[@]}"`)
    assert.equal(code, 0, err)
    return out.trimEnd().split('\n')
  }
  assert.deepEqual(await tab('threats', 'pu'), ['push', 'pull'])
  assert.deepEqual(await tab('threats', 'push', '--collection', 'f'), ['feed', 'fraud-rings'])
  assert.deepEqual(await tab('whoami', '--profile', ''), ['default'])
  assert.deepEqual(await tab('threats', 'push', 'a'), ['a file.json'])
})

const hasScript = spawnSync('script', ['--version']).status === 0

test('at a terminal, a token is asked for and not shown', { skip: hasScript ? false : '`script` (util-linux) is not here' }, async (t) => {
  const feed = await startFeed({ together: 1, pauseMs: 0 })
  const desk = await openDesk({ HUB: feed.url })
  t.after(async () => {
    await desk.end()
    await feed.close()
  })
  const { shown, code } = await atTerminal(desk, 'accord login $HUB', [['Paste it here', 'oat_typed_wrong\u0015oat_typed_by_handx\u007f\r']])
  assert.equal(code, 0, shown)
  assert.ok(!shown.includes('oat_typed'), shown)
  assert.match(shown, /You are Ada of Northgate/)
  const kept = JSON.parse(await readFile(join(desk.folder, '.config', 'openaccord', 'profiles.json'), 'utf8'))
  assert.equal(kept.profiles.default.token, 'oat_typed_by_hand')

  const stopped = await atTerminal(desk, 'accord login $HUB', [['Paste it here', '\u0003']])
  assert.equal(stopped.code, 130)
  assert.match(stopped.shown, /stopped; nothing was kept/)
})

test('long work draws a bar at a terminal, and lines elsewhere', { skip: hasScript ? false : '`script` (util-linux) is not here' }, async (t) => {
  const feed = await startFeed({ together: 1, pauseMs: 60 })
  feed.add(Array.from({ length: 60 }, (_, nr) => `{"type":"x-note","id":"x-note--${nr}"}`))
  const desk = await deskWithProfile(feed.url)
  t.after(async () => {
    await desk.end()
    await feed.close()
  })
  const { shown } = await atTerminal(desk, 'accord threats pull --output x.ndjson', [])
  assert.match(shown, /\r\u001b\[2K[|/\\-] {2}\d+ fetched, /)
  assert.match(shown, /Feed: 60 objects/)
  const plain = await run(desk, 'accord threats pull --output x.ndjson')
  assert.doesNotMatch(plain.both, /[\r\u001b]/)
})

test('colour at a terminal only, and never with NO_COLOR', { skip: hasScript ? false : '`script` (util-linux) is not here' }, async (t) => {
  const desk = await deskWithProfile('http://127.0.0.1:2')
  t.after(desk.end)
  assert.match((await atTerminal(desk, 'accord doctor', [])).shown, /\u001b\[31mfail/)
  assert.doesNotMatch((await atTerminal(desk, 'NO_COLOR=1 accord doctor', [])).shown, /\u001b\[3/)
  assert.doesNotMatch((await run(desk, 'accord doctor')).both, /\u001b/)
})

test('a reader that stops reading is no error', async (t) => {
  const feed = await startFeed({ together: 1, pauseMs: 5 })
  feed.add(Array.from({ length: 500 }, (_, nr) => `{"type":"x-note","id":"x-note--${nr}","s":"${'x'.repeat(5000)}"}`))
  const desk = await deskWithProfile(feed.url)
  t.after(async () => {
    await desk.end()
    await feed.close()
  })
  const { out, err } = await run(desk, 'set -o pipefail; accord threats pull | head -c 9; echo " ${PIPESTATUS[0]}"')
  assert.equal(out, '{"type":" 0\n')
  assert.equal(err, '')
})

/** Runs a line at a pseudo-terminal; types each answer once its question is shown. */
async function atTerminal(desk: Desk, line: string, answers: readonly (readonly [question: string, keys: string])[]): Promise<{ shown: string; code: number }> {
  const child = spawn('script', ['-qefc', line, '/dev/null'], { cwd: desk.folder, env: { ...desk.env, SHELL: '/bin/bash' } })
  let shown = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text))
  const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)))
  for (const [question, keys] of answers) {
    for (let turn = 0; turn < 500 && !shown.includes(question); turn += 1) await wait(20)
    await wait(50)
    child.stdin.write(keys)
  }
  const code = await ended
  return { shown, code }
}
