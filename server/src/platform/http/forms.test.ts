import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Refusal } from '../../kernel/index.ts'
import { parseMultipart, parseUrlencoded } from './forms.ts'

const refused = (work: () => unknown): string => {
  try {
    work()
    return 'accepted'
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'malformed') return error.message
    throw error
  }
}

test('a form as browsers send it', () => {
  const form = parseUrlencoded(Buffer.from('title=a+b%21&box=1&box=2&empty=&name%5B%5D=x&flag'))
  assert.deepEqual([form.text('title'), form.all('box'), form.text('empty'), form.text('name[]'), form.text('flag'), form.text('none')], ['a b!', ['1', '2'], '', 'x', '', undefined])
  assert.deepEqual(parseUrlencoded(Buffer.from('__proto__=x')).text('__proto__'), 'x')
})

test('urlencoded: whatever is written is read back', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.string({ unit: 'grapheme' })), { maxLength: 20 }), (pairs) => {
      const form = parseUrlencoded(Buffer.from(new URLSearchParams(pairs).toString()))
      for (const [name] of pairs) assert.deepEqual(form.all(name), pairs.filter((pair) => pair[0] === name).map((pair) => pair[1]))
    }),
  )
})

test('forms that cannot be read', () => {
  for (const text of ['a=%', 'a=%zz', 'a=%ff', `${'a&'.repeat(1001)}`, `${'n'.repeat(201)}=1`]) assert.match(refused(() => parseUrlencoded(Buffer.from(text))), /cannot be read/, text.slice(0, 20))
  assert.match(refused(() => parseUrlencoded(Buffer.from([0x61, 0x3d, 0xff]))), /not UTF-8/)
  for (const text of ['title=a%00', 'ti%00tle=a']) assert.match(refused(() => parseUrlencoded(Buffer.from(text))), /the character U\+0000/)
})

test('multipart, as the platform’s own FormData writes it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.uint8Array({ maxLength: 300 }), fc.stringMatching(/^[a-z" -]{1,20}$/), async (text, bytes, filename) => {
      const data = new FormData()
      data.append('title', text)
      data.append('file', new Blob([new Uint8Array(bytes)], { type: 'application/json' }), filename)
      data.append('box', '1')
      data.append('box', '2')
      const sent = new Response(data)
      const boundary = /boundary=(.*)$/.exec(sent.headers.get('content-type') ?? '')?.[1] ?? ''
      const form = parseMultipart(Buffer.from(await sent.arrayBuffer()), boundary)
      assert.equal(form.text('title'), text.replaceAll(/\r\n|\r|\n/g, '\r\n'))
      assert.deepEqual(form.all('box'), ['1', '2'])
      const file = form.file('file')
      assert.deepEqual([file?.name, file?.type, file?.bytes], [filename, 'application/json', Buffer.from(bytes)])
    }),
    { numRuns: 200 },
  )
})

const part = (header: string, body = 'x') => `--b\r\n${header}\r\n\r\n${body}\r\n--b--\r\n`

test('multipart that cannot be read', () => {
  const good = 'Content-Disposition: form-data; name="a"'
  assert.equal(parseMultipart(Buffer.from(part(good)), 'b').text('a'), 'x')
  assert.equal(parseMultipart(Buffer.from(part(`${good}; filename=""`, '')), 'b').file('a'), undefined)
  const wrong: [string, string][] = [
    ['', 'b'], ['--b', 'b'], ['--b--', ''], ['x--b--', 'b'], [part(good), 'c'], [part('X: y'), 'b'], [part('Content-Disposition: form-data'), 'b'],
    [part(`${good}\r\nX: ${'y'.repeat(5000)}`), 'b'], [`--b\r\n${good}\r\n\r\nx`, 'b'], [`--b\r\n${good}\r\n--b--`, 'b'], [`${`--b\r\n${good}\r\n\r\nx\r\n`.repeat(201)}--b--`, 'b'], [part(good), 'b'.repeat(71)], [part(good), 'b\r\n'],
  ]
  for (const [text, boundary] of wrong) assert.match(refused(() => parseMultipart(Buffer.from(text), boundary)), /cannot be read/, text.slice(0, 60))
})

test('multipart: any bytes give a form or a refusal, quickly', () => {
  const pieces = fc.array(fc.constantFrom('--b', '--b--', '\r\n', '\r\n\r\n', 'Content-Disposition: form-data; name="a"', '; filename="x"', 'Content-Type: ', '"', 'x', '\u0000', '-', '\n'), { maxLength: 60 }).map((each) => Buffer.from(each.join('')))
  fc.assert(fc.property(fc.oneof(pieces, fc.uint8Array().map((bytes) => Buffer.from(bytes))), (bytes) => void refused(() => parseMultipart(bytes, 'b'))), { numRuns: 3000 })
  for (const text of ['--b\r\n'.repeat(200_000), `--b\r\n${'-'.repeat(1_000_000)}`, `--b\r\n${'\r\n--'.repeat(250_000)}`, `--b\r\nContent-Disposition: form-data;${' name='.repeat(600)}\r\n\r\n\r\n--b--`]) {
    const before = process.threadCpuUsage()
    refused(() => parseMultipart(Buffer.from(text), 'b'))
    assert.ok(process.threadCpuUsage(before).user < 2_000_000)
  }
})
