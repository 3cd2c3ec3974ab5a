import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localPath, meantBy, pathTo, places, trailOf } from './paths.ts'

test('an address is put together and escaped', () => {
  assert.equal(pathTo('threat', { id: 'indicator--1' }), '/threats/indicator--1')
  assert.equal(pathTo('threat', { id: 'a/../b?c' }), '/threats/a%2F..%2Fb%3Fc')
  assert.equal(pathTo('threats', {}, { q: 'a b&c', type: ['malware', 'tool'], since: '', until: undefined }), '/threats?q=a+b%26c&type=malware&type=tool')
})

test('each page lies below another, and no two share an address', () => {
  const paths = Object.values(places).map(({ path }) => path)
  assert.equal(new Set(paths).size, paths.length)
  assert.deepEqual(trailOf('person'), ['organisation', 'people'])
  assert.deepEqual(trailOf('front'), [])
})

test('after signing in one goes to a path of this hub and nowhere else', async (t) => {
  const table: [text: string | null | undefined, goes: string | undefined][] = [
    ['/threats?q=1', '/threats?q=1'],
    ['/', '/'],
    [undefined, undefined],
    ['', undefined],
    ['//evil.example', undefined],
    ['/\\evil.example', undefined],
    ['/a\\b', undefined],
    ['https://evil.example', undefined],
    ['/a\nset-cookie: x', undefined],
    ['/ a', undefined],
    [`/${'a'.repeat(600)}`, undefined],
  ]
  for (const [text, goes] of table) await t.test(String(text).slice(0, 30), () => assert.equal(localPath(text), goes))
})

test('a missing page suggests what was probably meant', async (t) => {
  const table: [path: string, first: string | undefined][] = [
    ['/threat', 'threats'],
    ['/organization', 'organisation'],
    ['/signin', 'signIn'],
    ['/collections/', 'collections'],
    ['/wp-login.php', undefined],
  ]
  for (const [path, first] of table) await t.test(path, () => assert.equal(meantBy(path, ['threats', 'organisation', 'organisations', 'signIn', 'collections', 'keys'])[0], first))
})
