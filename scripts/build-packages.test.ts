/** What is published works for strangers: built, and loaded without the repository's own condition. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { dirname } from 'node:path'
import { test } from 'node:test'

const root = dirname(import.meta.dirname)

test('each package builds and loads as strangers load it', () => {
  const built = spawnSync(process.execPath, ['scripts/build-packages.ts'], { cwd: root, encoding: 'utf8' })
  assert.equal(built.status, 0, built.stdout + built.stderr)
  const program = `
    const { canonical } = await import('@openaccord/facts')
    const { deterministicId } = await import('@openaccord/stix')
    const { MEDIA_TYPE } = await import('@openaccord/taxii')
    const { parseSlug } = await import('@openaccord/names')
    const { contract } = await import('@openaccord/api')
    console.log(canonical([deterministicId({ type: 'ipv4-addr', value: '198.51.100.3' }), MEDIA_TYPE, parseSlug('energy-watch'), contract.members.me.path]))`
  const ran = spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } })
  assert.equal(ran.stderr, '')
  assert.match(ran.stdout, /^\["ipv4-addr--[0-9a-f-]{36}","application\/taxii\+json;version=2\.1","energy-watch","\/api\/v1\/me"\]\n$/)
})
