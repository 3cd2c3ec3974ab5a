/** A saved receipt from a terminal, offline: beside its proof, without it, and changed. */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { base64, printReceipt, printReceiptCode, RECEIPT_KIND, reportCommitment, sha256Of, type ReportReceipt } from '@openaccord/facts'
import { createPaperHub } from '../../../../conformance/paper-hub.ts'
import { openDesk, play, run } from '../../testing/transcript.ts'

const AGE_FILE = new TextEncoder().encode('age-encryption.org/v1 and so on')

test('a receipt beside its proof', async (t) => {
  const hub = await createPaperHub()
  const desk = await openDesk({ NOW: '2026-12-01T00:00:00Z' })
  t.after(desk.end)
  const salt = base64(new Uint8Array(32).fill(5))
  const ciphertextSha256 = await sha256Of(AGE_FILE)
  const commitment = await reportCommitment({ salt, ciphertextSha256 })
  const place = hub.tell('reports', 'received', { about: [], sealed: { commitment, size: 100 } })
  const code = await printReceiptCode(new Uint8Array(20).fill(9))
  const receipt: ReportReceipt = { receipt: RECEIPT_KIND, hub: 'https://hub.example', report: `report_${'0'.repeat(20)}`, to: 'acme', at: '2026-11-02T00:00:00Z', fact: hub.entry(place).id as `fact_${string}`, commitment, salt, ciphertextSha256, code }
  const files: Record<string, string | Uint8Array> = {
    'alliance.policy': hub.policyText, 'receipt.json': printReceipt(receipt), 'proof.json': await hub.evidence(place, []), 'report.age': AGE_FILE, 'changed.json': printReceipt(receipt).replace(commitment, '0'.repeat(64)),
  }
  for (const [name, content] of Object.entries(files)) await writeFile(join(desk.folder, name), content)
  await play(desk, `
    $ accord report receipt receipt.json --proof proof.json --report report.age --policy alliance.policy --now $NOW
    ok receipt a receipt for a report to acme at https://hub.example, dated 2026-11-02T00:00:00Z; its salt and its age file give its commitment
    ok age-file the age file is the one that the receipt names
    ok file the file is an evidence file
    ok entry the leaf is an entry: reports.received, fact_…
    …
    ok commitment the log holds this commitment since …
    …
    VERIFIED
  `)
  const bare = await run(desk, 'accord report receipt receipt.json --now $NOW')
  assert.equal(bare.code, 8, bare.out + bare.err)
  assert.match(bare.out, new RegExp(`NOT COVERED: whether the log holds it is told by the file https://hub.example/log/evidence/${receipt.fact}`))
  const changed = await run(desk, 'accord --json report receipt changed.json --proof proof.json --policy alliance.policy --now $NOW')
  assert.equal(changed.code, 7, changed.out + changed.err)
  const whole = await run(desk, 'accord --json report receipt receipt.json --proof proof.json --policy alliance.policy --now $NOW')
  assert.equal(JSON.parse(whole.out).answer, 'verified')
  assert.equal(whole.out.includes(code), false, 'the code opens the mailbox')
})
