/** What a first start left that was ended while it filled the sample: taken away where it is ours, and nothing else. */
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { holdFile } from '../platform/database/sqlite-lock.ts'
import { clearUnfinished, keepGuide, markFilling } from './unfinished.ts'

function place(): { config: Parameters<typeof clearUnfinished>[0]; data: string; said: string[]; clear: () => void; remove: () => void } {
  const data = mkdtempSync(join(tmpdir(), 'accord-unfinished-'))
  const said: string[] = []
  const config = { data, database: `sqlite:${join(data, 'hub.sqlite')}`, ledger: { guard: join(data, 'guard') }, vaultKey: join(data, 'vault.key') }
  for (const name of ['hub.sqlite', 'hub.sqlite-wal', 'vault.key', 'demo-zone.json', 'mine.txt']) writeFileSync(join(data, name), name)
  for (const name of ['log', 'guard', 'mail']) mkdirSync(join(data, name))
  return { config, data, said, clear: () => clearUnfinished(config, (text) => void said.push(text)), remove: () => rmSync(data, { recursive: true }) }
}
const left = (data: string): string[] => readdirSync(data).filter((name) => name !== 'hub.sqlite.lock').sort()

test('without a mark nothing is touched; once the guide is whole the mark goes alone', () => {
  const { config, data, clear, said, remove } = place()
  const all = left(data)
  clear()
  assert.deepEqual(left(data), all)
  markFilling(config)
  const file = keepGuide(config, '{}')
  assert.equal(readFileSync(file, 'utf8'), '{}')
  assert.deepEqual(left(data), [...all, 'demo.json'].sort())
  markFilling(config) // ended between the two
  clear()
  assert.deepEqual([left(data), said], [[...all, 'demo.json'].sort(), []])
  remove()
})

test('with a mark and no guide what is ours goes, and what is not stays', () => {
  const { config, data, clear, said, remove } = place()
  markFilling(config)
  clear()
  assert.deepEqual(left(data), ['mine.txt'])
  assert.match(said.join(), /beginning anew/)
  remove()
})

test('nothing is taken from a process that still fills it, nor from another place', () => {
  const { config, data, clear, remove } = place()
  markFilling(config)
  const all = left(data)
  const letGo = holdFile(join(data, 'hub.sqlite'))
  assert.throws(clear, /is in use by process/)
  letGo()
  for (const other of [{ database: 'postgres://nowhere/x' }, { ledger: { guard: '/nowhere/guard' } }, { vaultKey: '/nowhere/vault.key' }]) {
    assert.throws(() => clearUnfinished({ ...config, ...other }, () => {}), /empty or remove (?:the database that OPENACCORD_DATABASE names|\/nowhere)/)
  }
  assert.deepEqual(left(data), all)
  assert.ok(existsSync(join(data, 'demo-filling')))
  remove()
})
