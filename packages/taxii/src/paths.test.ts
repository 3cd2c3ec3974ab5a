import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { matchPath, METHODS_OF, printPath, type TaxiiPath } from './paths.ts'

test('paths are matched', async (t) => {
  const table: [path: string, says: TaxiiPath | undefined][] = [
    ['/taxii2/', { endpoint: 'discovery' }],
    ['/api1/', { endpoint: 'api-root' }],
    ['/api1/status/s/', { endpoint: 'status', status: 's' }],
    ['/api1/collections/', { endpoint: 'collections' }],
    ['/api1/collections/c/', { endpoint: 'collection', collection: 'c' }],
    ['/api1/collections/c/manifest/', { endpoint: 'manifest', collection: 'c' }],
    ['/api1/collections/c/objects/', { endpoint: 'objects', collection: 'c' }],
    ['/api1/collections/c/objects/o/', { endpoint: 'object', collection: 'c', object: 'o' }],
    ['/api1/collections/c/objects/o/versions/', { endpoint: 'versions', collection: 'c', object: 'o' }],
    ['/api1/collections/c%20d/', { endpoint: 'collection', collection: 'c d' }],
    ['/api1/collections', undefined],
    ['/api1/collections//', undefined],
    ['/api1/collections/c/objects', undefined],
    ['/api1/collections/c/object/o/', undefined],
    ['/api1/collections/c/objects/o/versions/x/', undefined],
    ['/api1/collections/c/objects/o/manifest/', undefined],
    ['/api1/collections/%/', undefined],
    ['/api1/collections/a%2Fb/', undefined],
    ['/api1/collections/%2e%2e/', undefined],
    ['/api1/status/', undefined],
    ['/api1/nothing/', undefined],
    ['/api2/collections/', undefined],
    ['', undefined],
  ]
  for (const [path, says] of table) await t.test(path, () => assert.deepEqual(matchPath(path, '/api1/'), says))
})

test('what is printed is matched again, and ends in a slash', () => {
  const name = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !text.includes('/') && text !== '.' && text !== '..')
  fc.assert(
    fc.property(fc.constantFrom(...endpoints()), name, name, (endpoint, a, b) => {
      const path = example(endpoint, a, b)
      const printed = printPath('/r/', path)
      assert.ok(printed.endsWith('/'))
      assert.deepEqual(matchPath(printed, '/r/'), path)
      assert.equal(printPath('/r', path), printed)
      assert.equal(new URL(printed, 'https://example.org').pathname, printed)
    }),
  )
  for (const bad of ['', '.', '..', 'a/b', '\ud800']) {
    assert.throws(() => printPath('/r/', { endpoint: 'collection', collection: bad }), RangeError)
  }
})

const endpoints = (): TaxiiPath['endpoint'][] => Object.keys(METHODS_OF) as TaxiiPath['endpoint'][]

function example(endpoint: TaxiiPath['endpoint'], a: string, b: string): TaxiiPath {
  if (endpoint === 'status') return { endpoint, status: a }
  if (endpoint === 'collection' || endpoint === 'manifest' || endpoint === 'objects') return { endpoint, collection: a }
  if (endpoint === 'object' || endpoint === 'versions') return { endpoint, collection: a, object: b }
  return { endpoint }
}
