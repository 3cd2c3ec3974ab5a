import assert from 'node:assert/strict'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { readCursor, signCursor, type CursorKey } from './cursors.ts'
import { TaxiiError } from './errors.ts'

const keyOf = (secret: string): CursorKey => {
  const sign = (text: string): string => createHmac('sha256', secret).update(text).digest('base64url')
  const verify = (text: string, signature: string): boolean => {
    const [expected, got] = [Buffer.from(sign(text)), Buffer.from(signature)]
    return expected.length === got.length && timingSafeEqual(expected, got)
  }
  return { sign, verify }
}
const key = keyOf('one')
const digest = '["c1","objects"]'

test('a cursor reads back, again and again, and fits in an address', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.string(), (after, query) => {
      const text = signCursor({ after, digest: query }, key)
      assert.match(text, /^[\w.-]{60,120}$/)
      for (const _ of [1, 2]) assert.deepEqual(readCursor(text, query, key), { after })
    }),
  )
})

test('a cursor with any one character changed is refused', () => {
  const text = signCursor({ after: 1_704_067_200_000_001, digest }, key)
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ %'
  for (let at = 0; at < text.length; at += 1) {
    for (const char of alphabet) {
      if (char !== text[at]) refuses(text.slice(0, at) + char + text.slice(at + 1), digest, key, /not given by this server/)
    }
    refuses(text.slice(0, at) + text.slice(at + 1), digest, key, /not given by this server/)
  }
})

test('a cursor is refused', async (t) => {
  const text = signCursor({ after: 5, digest }, key)
  const [one = '', five = '', ofQuery = '', ofBody = ''] = text.split('.')
  const table: [name: string, text: string, digest: string, key: CursorKey, words: RegExp][] = [
    ['with other filters', text, '["c1","manifest"]', key, /other filters or another collection/],
    ['under another key', text, digest, keyOf('two'), /not given by this server/],
    ['invented', 'bogus-cursor', digest, key, /not given by this server/],
    ['empty', '', digest, key, /not given by this server/],
    ['its signatures exchanged', [one, five, ofBody, ofQuery].join('.'), digest, key, /not given by this server/],
    ['its position moved', [one, '6', ofQuery, ofBody].join('.'), digest, key, /not given by this server/],
    ['with something behind', `${text}.x`, digest, key, /not given by this server/],
    ['with a line end', `${text}\n`, digest, key, /not given by this server/],
  ]
  for (const [name, cursor, query, under, words] of table) await t.test(name, () => refuses(cursor, query, under, words))
})

test('any text whatever is read or refused, and nothing else happens', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary-ascii' }), (text) => refuses(text, digest, key, /./)))
})

function refuses(text: string, query: string, under: CursorKey, words: RegExp): void {
  assert.throws(
    () => readCursor(text, query, under),
    (error) => error instanceof TaxiiError && error.code === 'bad-cursor' && error.status === 400 && words.test(error.message),
    text,
  )
}
