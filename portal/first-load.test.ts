/** What a first visit to a public page weighs, from the build: at most 100 kB with its HTML, gzip as it travels. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'

const assets = join(import.meta.dirname, 'build', 'client', 'assets')
const skip = existsSync(assets) ? false : 'the portal is not built: npm run build --workspace portal'

const named = (pattern: RegExp): Buffer => {
  const name = readdirSync(assets).find((file) => pattern.test(file))
  assert.ok(name, `the build has a file like ${pattern}`)
  return readFileSync(join(assets, name))
}

test('style and text font of a public page stay below 60 kB, and leave 40 kB to its HTML', { skip }, () => {
  const style = gzipSync(named(/^app-.*\.css$/)).length
  const font = named(/^source-sans-3-latin-wght-normal-.*\.woff2$/).length
  const mark = gzipSync(named(/^mark-.*\.svg$/)).length
  assert.ok(style + font + mark < 60_000, `${style + font + mark} bytes`)
})

test('the script of the signed-in pages stays below 10 kB, and is one file; reports, desks and advisories alone fetch theirs', { skip }, () => {
  const script = named(/^entry\.client-.*\.js$/)
  assert.ok(gzipSync(script).length < 10_000, `${gzipSync(script).length} bytes`)
  assert.doesNotMatch(script.toString(), /\bimport\b\s*[{"'`]/)
  const fetched = [...script.toString().matchAll(/\bimport\(([^)]*)\)/g)].map(([, file = '']) => file.replace(/^.*\/([\w-]+?)-[\w-]{8}\.js.*$/s, '$1'))
  assert.deepEqual(fetched.toSorted(), ['advisory', 'desk', 'report'])
})

test('the style asks for nothing from elsewhere', { skip }, () => {
  const urls = [...named(/^app-.*\.css$/).toString().matchAll(/url\(([^)]*)\)/g)].map(([, url = '']) => url.replace(/^["']|["']$/g, ''))
  assert.ok(urls.length > 0)
  for (const url of urls) assert.match(url, /^\/assets\/[\w.-]+\.woff2$/)
})
