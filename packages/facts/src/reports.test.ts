/** What reporter, team and hub have in common: codes, what a report says, receipts. The keys are fixed by vectors: other programs must find the same. */
import assert from 'node:assert/strict'
import { createHash, hkdfSync } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { FactError } from './shape.ts'
import {
  base64, fileOf, parseReceipt, parseReceiptCode, printMessage, printReceipt, printReceiptCode, printReport, readMessage, readReport, RECEIPT_KIND, receiptKeys, reportCommitment, reportSeal, safeFileName, sha256Of, type ReportReceipt,
} from './reports.ts'
import { sealedBytes } from './entries.ts'

const code20 = fc.uint8Array({ minLength: 20, maxLength: 20 })
const zeroes = new Uint8Array(20)

test('a code is read as it was printed, however it was copied; one wrong letter is noticed', async () => {
  await fc.assert(fc.asyncProperty(code20, fc.nat(35), async (bytes, at) => {
    const code = await printReceiptCode(bytes)
    assert.match(code, /^oar(?:-[0-9a-hjkmnp-tv-z]{4}){9}$/)
    for (const copied of [code, code.toUpperCase(), code.replaceAll('-', ' '), ` ${code.replaceAll('-', '')}\n`, code.slice(0, 4) + code.slice(4).replaceAll('0', 'O').replaceAll('1', 'l')]) assert.deepEqual(await parseReceiptCode(copied), new Uint8Array(bytes))
    const body = code.slice(4).replaceAll('-', '')
    const other = body[at] === '7' ? '8' : '7'
    assert.equal(await parseReceiptCode(`oar-${body.slice(0, at)}${other}${body.slice(at + 1)}`), undefined)
  }), { numRuns: 60, seed: 160 })
  for (const bad of ['', 'oar', 'oar-'.padEnd(60, '0'), 'x'.repeat(500), (await printReceiptCode(zeroes)).slice(0, -1)]) assert.equal(await parseReceiptCode(bad), undefined)
  await assert.rejects(printReceiptCode(new Uint8Array(19)), RangeError)
})

test('keys by HKDF-SHA-256 as node:crypto finds them, and an identity as age writes it', async () => {
  const { identity, access, accessSha256, salt } = await receiptKeys(zeroes)
  const by = (label: string) => Buffer.from(hkdfSync('sha256', zeroes, Buffer.alloc(0), `openaccord/report/${label}/v1`, 32))
  assert.equal(access, by('access').toString('base64url'))
  assert.equal(accessSha256, createHash('sha256').update(access).digest('hex'))
  assert.equal(salt, by('salt').toString('base64'))
  assert.match(identity, /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/)
  assert.equal(new Set([by('identity').toString('hex'), by('access').toString('hex'), by('salt').toString('hex')]).size, 3)
})

test('what is said is read back; whatever a stranger writes is read or refused, never thrown', () => {
  const answers = { title: 'T', product: '', versions: '', text: 'Ü\nx', steps: '', impact: '', known: 'no' as const, plans: '', credit: '', contact: '' }
  const file = fileOf('../a"b.txt', 'TEXT/plain', new Uint8Array([1, 2, 3]))
  const report = readReport(printReport({ language: 'fr', answers, files: [file] }))
  assert.deepEqual(report, { kind: 'openaccord/report/v1', language: 'fr', answers, files: [{ name: 'ab.txt', type: 'text/plain', content: 'AQID' }] })
  assert.equal(printReport({ language: 'fr', answers, files: [] }).length % 4_096, 0)
  assert.deepEqual(readMessage(printMessage({ language: 'en', text: 'x', files: [] })), { kind: 'openaccord/report-message/v1', language: 'en', text: 'x', files: [] })
  assert.ok('unreadable' in readMessage(printReport({ language: 'fr', answers, files: [] })))
  fc.assert(fc.property(fc.oneof(fc.uint8Array(), fc.json().map((text) => new TextEncoder().encode(text)), fc.jsonValue().map((value) => new TextEncoder().encode(JSON.stringify({ kind: 'openaccord/report/v1', answers: value, files: value, language: value })))), (bytes) => {
    for (const read of [readReport(bytes), readMessage(bytes)]) assert.equal(typeof read, 'object')
  }))
})

test('names of files are safe to save under', () => {
  const rows: [given: string, safe: string][] = [['../../etc/passwd', 'passwd'], ['C:\\x\\run.exe', 'run.exe'], ['.bashrc', 'bashrc'], ['a\u202etxt.exe', 'atxt.exe'], ['\u0000', 'file'], ['...', 'file'], ['', 'file'], ['a<b>|c.txt', 'abc.txt']]
  for (const [given, safe] of rows) assert.equal(safeFileName(given), safe)
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => {
    const safe = safeFileName(name)
    assert.ok(safe.length > 0 && safe.length <= 200 && !/[/\\\p{Cc}\p{Cf}]/u.test(safe) && !safe.startsWith('.'))
  }))
})

test('base64 of any length is what others write', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => assert.equal(base64(bytes), Buffer.from(bytes).toString('base64'))))
})

test('a receipt is read back; a changed one names the field', async () => {
  const salt = base64(new Uint8Array(32).fill(7))
  const ciphertextSha256 = await sha256Of(new Uint8Array([1]))
  const commitment = await reportCommitment({ salt, ciphertextSha256 })
  assert.equal(commitment, createHash('sha256').update(sealedBytes(new Uint8Array(32).fill(7), reportSeal(ciphertextSha256))).digest('hex'))
  const receipt: ReportReceipt = { receipt: RECEIPT_KIND, hub: 'https://hub.example', report: `report_${'0'.repeat(20)}`, to: 'acme', at: '2026-11-22T08:00:00Z', fact: `fact_${'0'.repeat(20)}`, commitment, salt, ciphertextSha256, code: await printReceiptCode(zeroes) }
  assert.deepEqual(await parseReceipt(printReceipt(receipt)), receipt)
  const rows: [change: object, pointer: string][] = [
    [{ commitment: '0'.repeat(64) }, '/commitment'], [{ salt: base64(new Uint8Array(32)) }, '/commitment'], [{ ciphertextSha256: '1'.repeat(64) }, '/commitment'], [{ salt: 'short' }, '/salt'],
    [{ receipt: 'openaccord/report-receipt/v2' }, '/receipt'], [{ code: 'oar-1' }, '/code'], [{ extra: 1 }, '/extra'], [{ hub: 'javascript:alert(1)' }, '/hub'],
  ]
  for (const [change, pointer] of rows) await assert.rejects(parseReceipt(JSON.stringify({ ...receipt, ...change })), (error) => error instanceof FactError && error.pointer === pointer, pointer)
  await assert.rejects(parseReceipt('{'), FactError)
})
