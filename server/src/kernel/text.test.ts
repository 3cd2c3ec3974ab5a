import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Refusal } from './refusal.ts'
import { hidesText, plainText, strippedText } from './text.ts'

test('what hides or turns text is refused with its field; what languages need stays', () => {
  const marks = ['\u0000', '\u0007', '\u000b', '\u001f', '\u007f', '\u200b', '\u202a', '\u202e', '\u2060', '\u2066', '\u2069', '\ufeff', '\ud800']
  for (const mark of marks) {
    assert.ok(hidesText(`a${mark}b`), JSON.stringify(mark))
    assert.throws(() => plainText(`a${mark}b`, 'room', '/text'), (error) => error instanceof Refusal && error.kind === 'unprocessable' && error.code === 'room.text' && error.faults[0]?.field === '/text' && error.faults[0].fix !== undefined)
  }
  // a Persian joiner, marks of direction, a family of emoji, tab, lines
  for (const text of ['می\u200cخواهم', 'א\u200fb\u200e', '👨\u200d👩\u200d👧', 'a\tb\nc']) assert.equal(plainText(text, 'room', '/text'), text)
})

test('there is one form: NFC, line feeds, nothing around it; taken once or twice it is the same', () => {
  assert.equal(plainText(' e\u0301\r\nb\rc\n\n', 'room', '/text'), '\u00e9\nb\nc')
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    const once = strippedText(text)
    assert.ok(!hidesText(once))
    assert.equal(strippedText(once), once)
    if (hidesText(text)) return
    const plain = plainText(text, 'room', '/text')
    assert.equal(plainText(plain, 'room', '/text'), plain)
    assert.equal(plain, once.trim())
  }), { numRuns: 2_000 })
})
