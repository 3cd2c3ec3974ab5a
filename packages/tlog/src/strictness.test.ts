/**
 * Every reader of a format, given texts and bytes that were bent in some place: it refuses with a TlogError, or what it has
 * read prints as exactly those bytes. So nothing has two spellings, and nothing else is ever thrown.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseCheckpoint, printCheckpoint } from './checkpoint.ts'
import { parseTimestampedSignature, printTimestampedSignature } from './cosignature.ts'
import { parseEntryBundle, printEntryBundle } from './entry-bundles.ts'
import { TlogError } from './errors.ts'
import { parseVerifierKey, printVerifierKey } from './keys.ts'
import { parseNote, parseSignatureLines, printNote, printSignatureLine } from './note.ts'
import { parsePolicy, printPolicy } from './policy-text.ts'
import { parseProof, printProof } from './proof.ts'
import { parseTilePath, printTilePath } from './tile-paths.ts'
import { parseAddCheckpoint, parseSize, printAddCheckpoint, printSize } from './witness-request.ts'

const VKEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'
const LINE = '\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n'
const HASH = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I='
const CHECKPOINT = `example.com/behind-the-sofa\n20852163\n${HASH}\n`

type Format = { readonly example: string; readonly again: (text: string) => string }

const formats: Readonly<Record<string, Format>> = {
  note: { example: `${CHECKPOINT}\n${LINE}${LINE}`, again: (text) => printNote(parseNote(text)) },
  'signature lines': { example: LINE, again: (text) => parseSignatureLines(text).map(printSignatureLine).join('') },
  'verifier key': { example: VKEY, again: (text) => printVerifierKey(parseVerifierKey(text)) },
  checkpoint: { example: `${CHECKPOINT}more\n`, again: (text) => printCheckpoint(parseCheckpoint(text)) },
  proof: { example: `c2sp.org/tlog-proof@v1\nextra AQ==\nindex 73894\n${HASH}\n${HASH}\n\n${CHECKPOINT}\n${LINE}`, again: (text) => printProof(parseProof(text)) },
  request: { example: `old 20852014\n${HASH}\n${HASH}\n\n${CHECKPOINT}\n${LINE}`, again: (text) => printAddCheckpoint(parseAddCheckpoint(text)) },
  size: { example: '20852163\n', again: (text) => printSize(parseSize(text)) },
  'tile path': { example: 'tile/entries/x001/x234/067.p/255', again: (text) => printTilePath(parseTilePath(text)) },
}

/** The example with some characters replaced, inserted or removed; some of them likely ones. */
const bent = (example: string): fc.Arbitrary<string> => {
  const piece = fc.oneof(fc.constantFrom('', '\n', '\n\n', ' ', '0', '1', '=', '+', 'A', '\u2014', '\u00a0', '\ufeff', '\r', '/', 'x', '.', '-'), fc.string({ unit: 'binary', maxLength: 3 }))
  const change = fc.tuple(fc.nat(example.length), fc.nat(3), piece)
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => changes.reduce((text, [at, gone, put]) => text.slice(0, at) + put + text.slice(at + gone), example))
}

function refusedOrSame(again: () => unknown, same: unknown): void {
  let printed: unknown
  try {
    printed = again()
  } catch (fault) {
    assert.ok(fault instanceof TlogError, `${String(fault)} is not a TlogError`)
    return
  }
  assert.deepEqual(printed, same)
}

for (const [name, { example, again }] of Object.entries(formats)) {
  test(`${name}: one spelling, or none`, () => {
    assert.equal(again(example), example)
    fc.assert(fc.property(bent(example), (text) => refusedOrSame(() => again(text), text)), { numRuns: 500 })
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => refusedOrSame(() => again(text), text)), { numRuns: 200 })
  })
}

test('bundles and cosignatures: one spelling, or none', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => refusedOrSame(() => printEntryBundle(parseEntryBundle(bytes)), bytes)), { numRuns: 500 })
  fc.assert(fc.property(fc.uint8Array({ minLength: 70, maxLength: 74 }), (bytes) => refusedOrSame(() => printTimestampedSignature(parseTimestampedSignature(bytes)), bytes)), { numRuns: 500 })
})

test('a policy has many spellings: what is read prints and is read as the same', () => {
  const witness = 'witness.example+fa60aeee+BAo='
  const example = `log ${VKEY} https://log.example\n# words\ngroup g any w\nwitness w ${witness}\nquorum none\n`
  fc.assert(fc.property(fc.oneof(bent(example), bent(`log ${VKEY}\nquorum none\n`)), (text) => {
    refusedOrSame(() => {
      const policy = parsePolicy(text)
      assert.deepEqual(parsePolicy(printPolicy(policy)), policy)
      return 'read'
    }, 'read')
  }), { numRuns: 500 })
})
