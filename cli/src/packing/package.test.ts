import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { freePort, startTestHouse } from '../../../conformance/start.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const skip = process.env['OPENACCORD_SOAK'] === '1' ? false : 'takes half a minute and asks the registry: npm run soak'

test('packed, installed in an empty folder, and used', { skip }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'accord-packed-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const own = join(folder, 'install')
  await mkdir(own)
  await writeFile(join(own, 'package.json'), '{"private":true}')
  const env = { PATH: `${join(process.execPath, '..')}:${process.env['PATH']}`, HOME: folder, XDG_CONFIG_HOME: join(folder, 'config'), ...npmSettings() }
  const run = (command: string, args: readonly string[], cwd: string, more: NodeJS.ProcessEnv = {}) =>
    spawnSync(command, args, { cwd, env: { ...env, ...more }, encoding: 'utf8' })

  const packed = run('npm', ['pack', '-w', 'cli', '--pack-destination', folder, '--silent'], ROOT)
  assert.equal(packed.status, 0, packed.stderr)
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'))
  const installed = run('npm', ['install', `../${tarball}`, '--no-audit', '--no-fund'], own)
  assert.equal(installed.status, 0, installed.stderr)
  const accord = join(own, 'node_modules', '.bin', 'accord')

  await t.test('its version', () => assert.match(run(accord, ['--version'], folder).stdout, /^\d+\.\d+\.\d+\n$/))

  await t.test('against a hub', async (t) => {
    const hub = await startTestHouse()
    t.after(hub.close)
    const { token } = hub.guide.accounts.find(({ role }) => role === 'threat-analyst')!
    // the hub runs in this process, so the command must not hold it up
    const child = spawn(accord, ['threats', 'find', '--json'], { cwd: folder, env: { ...env, OPENACCORD_URL: hub.url, OPENACCORD_TOKEN: token } })
    let out = ''
    child.stdout.on('data', (text: Buffer) => (out += text.toString()))
    await new Promise((resolve) => child.on('close', resolve))
    assert.ok(JSON.parse(out).hits.length > 0)
  })

  await t.test('a hub of its own: pages, set-up, backup and restore', async () => {
    const port = await freePort()
    const child = spawn(accord, ['serve', '--port', String(port), '--data', 'hub', '--json'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const said: string[] = []
    child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text))
    const given = await new Promise<string>((resolve) => {
      child.stdout.once('data', (text: Buffer) => resolve(text.toString()))
      child.once('close', () => resolve('{}'))
    })
    assert.equal(JSON.parse(given).url, `http://127.0.0.1:${port}`, said.join(''))
    assert.equal((await fetch(`http://127.0.0.1:${port}/readyz`)).status, 200)
    const page = await (await fetch(`http://127.0.0.1:${port}/`)).text()
    assert.match(page, /<!doctype html>/)
    const style = /href="(\/assets\/[^"]+\.css)"/.exec(page)?.[1] ?? assert.fail('a style sheet')
    assert.equal((await fetch(`http://127.0.0.1:${port}${style}`)).status, 200)

    const saved = run(accord, ['backup', 'saved.accord', '--data', 'hub', '--json'], folder)
    assert.equal(saved.status, 0, saved.stdout + saved.stderr)
    child.kill('SIGTERM')
    assert.equal(await new Promise((resolve) => child.once('close', resolve)), 0)
    const restored = run(accord, ['restore', 'saved.accord', '--data', 'elsewhere', '--json'], folder)
    assert.equal(restored.status, 0, restored.stdout + restored.stderr)
  })
})

/** How npm reaches its registry on this machine. */
function npmSettings(): NodeJS.ProcessEnv {
  const user = spawnSync('npm', ['config', 'get', 'userconfig'], { encoding: 'utf8' }).stdout.trim()
  const kept = Object.entries(process.env).filter(([name]) => /^(npm_config_|https?_proxy$|no_proxy$|NODE_EXTRA_CA_CERTS$)/i.test(name))
  return { ...Object.fromEntries(kept), npm_config_userconfig: user }
}
