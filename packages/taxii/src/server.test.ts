import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MEDIA_TYPE } from './media-types.ts'
import { COLLECTION, play } from './play.test.ts'

test('the server half, by plain requests', async (t) => {
  const playing = await play({ objects: 3 })
  t.after(playing.close)
  const objects = `/api1/collections/${COLLECTION}/objects/`
  const table: [name: string, path: string, headers: Record<string, string>, status: number][] = [
    ['discovery', '/taxii2/', {}, 200],
    ['a list in Accept', '/taxii2/', { Accept: 'text/html, application/taxii+json;q=0.9' }, 200],
    ['another version', '/taxii2/', { Accept: 'application/taxii+json;version=9.9' }, 406],
    ['no account', objects, { Authorization: 'none' }, 401],
    ['a page', `${objects}?limit=2`, {}, 200],
    ['limit zero', `${objects}?limit=0`, {}, 400],
    ['an invented cursor', `${objects}?next=bogus-cursor`, {}, 400],
    ['no slash at the end', objects.slice(0, -1), {}, 404],
  ]
  for (const [name, path, headers, status] of table) {
    await t.test(name, async () => {
      const response = await fetch(playing.origin + path, { headers: { Authorization: 'Bearer token-1', ...headers } })
      const body = (await response.json()) as { http_status?: string }
      assert.equal(response.status, status)
      assert.equal(response.headers.get('content-type'), MEDIA_TYPE)
      assert.equal(body.http_status, status === 200 ? undefined : String(status))
    })
  }
})
