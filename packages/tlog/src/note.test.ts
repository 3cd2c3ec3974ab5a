/** The published notes, then what a note refuses, and the properties of printing and flipping. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { generateKey, signerFromSeed } from './ed25519.ts'
import { parseVerifierKey, printVerifierKey, verifierKey } from './keys.ts'
import { noteSigner, noteVerifier, openNote, parseNote, printNote, signNote } from './note.ts'
import { bytesOf, missing, textOf } from './published.test.ts'
import { verifierOf } from './verifiers.ts'

type Published = { source: string; vkey?: string; vkeyPublicHex?: string; name?: string; note?: string; noteFile?: string; expect: 'accept' | 'reject' }
const skip = missing('integrity/signed-note')
const published: Published[] = skip === false ? JSON.parse(textOf('integrity/signed-note/notes.json')).notes : []

test(`${published.length} published notes: ${published.filter(({ expect }) => expect === 'accept').length} to accept`, { skip }, async () => {
  assert.equal(published.length, 5)
  for (const { source, vkey, vkeyPublicHex, name = '', note, noteFile = '', expect } of published) {
    const key = vkey === undefined ? verifierKey(name, new Uint8Array(Buffer.from(vkeyPublicHex ?? '', 'hex'))) : parseVerifierKey(vkey)
    const bytes = note ?? bytesOf(`integrity/signed-note/${noteFile}`)
    const opened = await openNote(bytes, [verifierOf(key)]).catch((fault: unknown) => fault)
    if (expect === 'reject') assert.equal(Object(opened).code, 'no-known-signature', source)
    else assert.ok(Object(opened).verified.length === 1, `${source}: ${String(opened)}`)
    assert.equal(printNote(parseNote(bytes)), typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString())
  }
})

const EXAMPLE = 'This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n'
const VKEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'

test('the verifier key of the specification is read and printed', () => {
  const key = parseVerifierKey(VKEY)
  assert.equal(key.name, 'example.com/foo')
  assert.equal(key.id, '530d903a')
  assert.equal(printVerifierKey(key), VKEY)
})

test('verifier keys that are refused', () => {
  const cases: [string, string][] = [
    ['an id in capitals', VKEY.replace('530d903a', '530D903A')],
    ['an id of another key', VKEY.replace('530d903a', '530d903b')],
    ['no name', VKEY.replace('example.com/foo', '')],
    ['a space in the name', VKEY.replace('/', ' ')],
    ['a no-break space in the name', VKEY.replace('/', '\u00a0')],
    ['base64 without its end', VKEY.slice(0, -1)],
    ['a key that is too short', 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3Q=='],
    ['nothing', ''],
    ['a newline at the end', `${VKEY}\n`],
  ]
  for (const [what, text] of cases) assert.throws(() => parseVerifierKey(text), { name: 'TlogError', code: 'malformed-key' }, what)
})

test('a key of small order is no key', () => {
  assert.throws(() => verifierKey('example.com', Uint8Array.of(1, ...new Uint8Array(31))), { code: 'malformed-key' })
})

test('notes that are refused before anybody is believed', () => {
  const [text = '', line = ''] = EXAMPLE.split('\n\n')
  const cases: [string, string | Uint8Array][] = [
    ['no signature', `${text}\n\n`],
    ['no empty line', `${text}\n${line}`],
    ['no final newline', EXAMPLE.slice(0, -1)],
    ['a control character', EXAMPLE.replace('example message', 'example\tmessage')],
    ['a carriage return', EXAMPLE.replaceAll('\n', '\r\n')],
    ['a hyphen for the dash', EXAMPLE.replace('\u2014', '-')],
    ['two spaces', EXAMPLE.replace('\u2014 ', '\u2014  ')],
    ['a plus in the name', EXAMPLE.replace('example.com/foo', 'example.com+foo')],
    ['no base64 padding', EXAMPLE.replace('=', '')],
    ['spare bits in the base64', EXAMPLE.replace('aQM=', 'aQN=')],
    ['words after the signature', EXAMPLE.replace('aQM=', 'aQM= and more')],
    ['a key id alone', `${text}\n\n\u2014 example.com/foo Uw2QOg==\n`],
    ['bytes that are not UTF-8', Uint8Array.of(0xff, 0x0a, 0x0a)],
    ['a lone surrogate', EXAMPLE.replace('This', '\ud800')],
    ['101 signatures', `${text}\n\n${line.repeat(101)}`],
    ['more than a mebibyte', `${'x'.repeat(1_048_576)}${EXAMPLE}`],
  ]
  for (const [what, input] of cases) assert.throws(() => parseNote(input), { name: 'TlogError', code: 'malformed-note' }, what)
})

test('the text may have empty lines: the last one separates', () => {
  const note = EXAMPLE.replace('This', 'One\n\n\nThis')
  assert.equal(parseNote(note).text, 'One\n\n\nThis is an example message.\n')
})

test('who signed decides', async () => {
  const [ann, bob, eve] = await Promise.all([generateKey(), generateKey(), generateKey()])
  const text = 'a text\n'
  const signed = printNote(await signNote(text, [noteSigner('ann', ann), noteSigner('bob', bob)]))
  const byAnn = noteVerifier(verifierKey('ann', ann.publicKey))
  const byEve = noteVerifier(verifierKey('eve', eve.publicKey))
  assert.equal((await openNote(signed, [byAnn])).verified.length, 1)
  assert.equal((await openNote(signed, [byAnn, byEve])).signatures.length, 2)
  await assert.rejects(openNote(signed, [byEve]), { code: 'no-known-signature' })
  await assert.rejects(openNote(signed, []), { code: 'no-known-signature' })
  // the same name with another key has another id: unknown, ignored
  await assert.rejects(openNote(signed, [noteVerifier(verifierKey('ann', eve.publicKey))]), { code: 'no-known-signature' })
  // a false signature of a known key refuses the whole note, however good the others are
  const forged = signed.replace(/(\u2014 bob .{20})./, (_, start: string) => `${start}${signed.includes(`${start}A`) ? 'B' : 'A'}`)
  await assert.rejects(openNote(forged, [byAnn, noteVerifier(verifierKey('bob', bob.publicKey))]), { code: 'bad-signature' })
  assert.equal((await openNote(forged, [byAnn])).verified.length, 1)
  // a collision of name and id fails, it never chooses
  await assert.rejects(openNote(signed, [byAnn, { ...byEve, name: 'ann', id: byAnn.id }]), { code: 'ambiguous-key' })
  // an attacker's key that shares name and id is verified by the configured key, and is false
  const theirs = printNote({ text, signatures: [{ name: 'ann', id: byAnn.id, signature: new Uint8Array(await eve.sign(new TextEncoder().encode(text))) }] })
  await assert.rejects(openNote(theirs, [byAnn]), { code: 'bad-signature' })
})

test('sixteen signatures are read, also a long one of a kind not known here', async () => {
  const key = await generateKey()
  const note = await signNote('a text\n', Array.from({ length: 16 }, (_, at) => noteSigner(`signer-${at}`, key)))
  const long = { ...note, signatures: [...note.signatures, { name: 'pq', id: '01020304', signature: new Uint8Array(4_900) }] }
  const opened = await openNote(printNote(long), note.signatures.map(({ name }) => noteVerifier(verifierKey(name, key.publicKey))))
  assert.equal(opened.verified.length, 16)
})

const texts = fc.array(fc.string({ unit: 'grapheme' }).map((line) => line.replaceAll(/[\u0000-\u001f]/g, '')), { minLength: 1 }).map((lines) => `${lines.join('\n')}\n`)
const names = fc.stringMatching(/^[a-z0-9./é\u4e00-]{1,20}$/)

test('parse(print(note)) is the note', () => {
  const signatures = fc.array(fc.record({
    name: names, id: fc.uint8Array({ minLength: 4, maxLength: 4 }).map((id) => Buffer.from(id).toString('hex')), signature: fc.uint8Array({ minLength: 1, maxLength: 90 }),
  }), { minLength: 1, maxLength: 20 })
  fc.assert(fc.property(texts, signatures, (text, made) => {
    fc.pre(text.isWellFormed())
    const printed = printNote({ text, signatures: made })
    const read = parseNote(printed)
    assert.equal(read.text, text)
    assert.deepEqual(read.signatures.map(({ name, id, signature }) => [name, id, [...signature]]), made.map(({ name, id, signature }) => [name, id, [...signature]]))
    assert.equal(printNote(read), printed)
  }))
})

test('one flipped bit anywhere in a note is refused', async () => {
  const key = await signerFromSeed(new Uint8Array(32).fill(7))
  const verifier = noteVerifier(verifierKey('example.com/log', key.publicKey))
  const note = new TextEncoder().encode(printNote(await signNote('some text\nand more\n', [noteSigner('example.com/log', key)])))
  await openNote(note, [verifier])
  for (let bit = 0; bit < note.length * 8; bit++) {
    const bent = note.slice()
    bent[bit >> 3] = (bent[bit >> 3] ?? 0) ^ (1 << (bit % 8))
    await assert.rejects(openNote(bent, [verifier]), { name: 'TlogError' }, `bit ${bit}`)
  }
})
