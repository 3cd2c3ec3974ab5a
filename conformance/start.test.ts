/** The hub as a program: its set-up link, wrong settings, Ctrl-C, a second start, and saving and bringing back everything. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../server/src/platform/testing/free-port.ts'
import { until } from '../server/src/platform/testing/until.ts'
import { TAXII, type Ask } from './asking.ts'
import { accountOf, figures, onEveryEngine } from './everywhere.ts'
import { runMain, startHub } from './hub.ts'

const NOT_BUILT = existsSync(join(import.meta.dirname, '..', 'portal', 'build', 'server', 'index.js')) ? false : 'the portal is not built: npm run build:portal'
const folders: string[] = []
const folder = async (): Promise<string> => {
  const made = await mkdtemp(join(tmpdir(), 'accord-start-'))
  folders.push(made)
  return made
}
after(async () => void (await Promise.all(folders.map((each) => rm(each, { recursive: true, force: true })))))

describe('the program', () => {
  test('wrong settings stop it, all named at once, with exit code 78', async () => {
    const { ended, said } = runMain('serve', [], { OPENACCORD_DATA: await folder(), PORT: 'many', OPENACCORD_LOG: 'loud', OPENACCORD_DATABASE: 'mysql://x', OPENACCORD_COLOUR: 'red', OPENACCORD_TLS_CERT: '/nowhere' })
    assert.equal(await ended, 78)
    for (const name of ['PORT', 'OPENACCORD_LOG', 'OPENACCORD_DATABASE', 'OPENACCORD_COLOUR', 'OPENACCORD_TLS_KEY']) assert.match(said(), new RegExp(`- ${name} `))
  })

  test('the first start gives a set-up link that works once; Ctrl-C ends it cleanly', { skip: NOT_BUILT, timeout: 900_000 }, async () => {
    const hub = await startHub({ word: 'serve', folder: await folder() })
    await until(() => /token=[\w-]+/.test(hub.said()), 'it gives no link')
    const token = /token=([\w-]+)/.exec(hub.said())?.[1]
    const setUp = () => hub.ask('/api/v1/set-up', { method: 'POST', json: { token, alliance: 'Alliance', organisation: 'Secretariat', person: 'First', mail: 'first@secretariat.example' } })
    assert.equal((await hub.ask('/api/v1/alliance')).json().needsSetUp, true)
    const first = await setUp()
    assert.equal(first.status, 200, first.text)
    assert.ok((await setUp()).status >= 400)
    assert.equal((await hub.ask('/api/v1/alliance')).json().needsSetUp, false)
    assert.equal(await hub.end('SIGINT'), 0)
  })

  test('a demonstration that was ended while it was filled is filled anew by the next start', { skip: NOT_BUILT, timeout: 900_000 }, async () => {
    const data = await folder()
    // the first while it fills, the second while it takes away what the first left, or begins anew
    for (const [signal, after] of [['SIGINT', 500], ['SIGKILL', 1_500]] as const) {
      const cut = runMain('demo', [], { OPENACCORD_DATA: data, PORT: String(await freePort()), OPENACCORD_LOG: 'silent' })
      await until(() => existsSync(join(data, 'demo-filling')), 'nothing was filled')
      await sleep(after)
      cut.child.kill(signal)
      await cut.ended
      assert.ok(!existsSync(join(data, 'demo.json')), 'it was done already')
    }
    const whole = await startHub({ word: 'demo', folder: data })
    assert.ok(!existsSync(join(data, 'demo-filling')))
    assert.equal((await whole.ask('/api/v1/me', { token: whole.guide().accounts[0]!.token })).status, 200)
    assert.equal((await whole.ask('/api/v1/log')).json().standstill, null)
    assert.equal(await whole.end('SIGINT'), 0)
  })

  test('a demonstration that was killed is there again', { skip: NOT_BUILT, timeout: 900_000 }, async () => {
    const data = await folder()
    const first = await startHub({ word: 'demo', folder: data })
    const { accounts } = first.guide()
    await first.kill()
    const second = await startHub({ word: 'demo', folder: data })
    figures(`demonstration ready in ${Math.round(first.readyMs)} ms, the second time in ${Math.round(second.readyMs)} ms`)
    assert.deepEqual(second.guide().accounts.map(({ token }) => token), accounts.map(({ token }) => token))
    assert.equal((await second.ask('/api/v1/me', { token: accounts[0]!.token })).status, 200)
    assert.equal(await second.end('SIGINT'), 0)
  })
})

onEveryEngine('saving and bringing back', (where) => {
  test('a backup made while it runs, restored into an empty place, gives the same answers', { timeout: 900_000 }, async () => {
    const [from, to] = [await folder(), await folder()]
    const database = where.engine === 'postgres' ? await where.freshUrl() : `sqlite:${join(from, 'hub.sqlite')}`
    const into = where.engine === 'postgres' ? await where.freshUrl() : `sqlite:${join(to, 'hub.sqlite')}`
    const hub = await startHub({ word: 'bare', folder: from, database })
    const guide = hub.guide()
    const answers = async (ask: Ask): Promise<string[]> => {
      const asked = [['Ines Okafor', '/api/v1/organisations'], ['Tomasz Wilk', '/api/v1/me'], ['Nadia Petrova', '/api/v1/collections'], ['Mette Lindqvist', `/taxii2/alliance/collections/${guide.taxii.collection}/objects/?limit=5000`], ['Kadri Tamm', `/taxii2/alliance/collections/${guide.taxii.collection}/manifest/?match[version]=all`]] as const
      return Promise.all(asked.map(async ([person, path]) => {
        const { status, text } = await ask(path, { token: accountOf(guide, person).token, headers: { accept: path.startsWith('/taxii2') ? TAXII : 'application/json' } })
        assert.equal(status, 200, text)
        return text.replaceAll(/"last(Seen|Used)":("[^"]*"|null)/g, '').replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, '')
      }))
    }
    const file = join(from, 'saved.backup')
    const saving = runMain('backup', [file], { OPENACCORD_DATA: from, OPENACCORD_DATABASE: database })
    assert.equal(await saving.ended, 0, saving.said())
    const before = await answers(hub.ask)
    await hub.end('SIGTERM')
    const bringing = runMain('restore', [file], { OPENACCORD_DATA: to, OPENACCORD_DATABASE: into })
    assert.equal(await bringing.ended, 0, bringing.said())
    const again = runMain('restore', [file], { OPENACCORD_DATA: to, OPENACCORD_DATABASE: into })
    assert.notEqual(await again.ended, 0, 'not over what is there')
    assert.match(saving.said(), /The vault key is not inside/)
    const keyless = runMain('serve', [], { OPENACCORD_DATA: to, OPENACCORD_DATABASE: into, PORT: '0', OPENACCORD_LOG: 'silent' })
    assert.equal(await keyless.ended, 78, 'what is sealed in the store opens under another key')
    assert.match(keyless.said(), /vault\.key is not there, and what this store keeps is sealed under the key/)
    await copyFile(join(from, 'vault.key'), join(to, 'vault.key'))
    const restored = await startHub({ word: 'bare', folder: to, database: into })
    try {
      assert.deepEqual(await answers(restored.ask), before)
    } finally {
      await restored.end('SIGTERM')
    }
  })
})
