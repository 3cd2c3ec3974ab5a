/** Advisories from a terminal: a draft begun, checked, made into every format, compared, and read back. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDesk, run } from '../../testing/transcript.ts'

const NEW = 'accord advisory new flaw.json --id EX-2026-001 --publisher "Lumen Cloud" --now 2026-03-01T12:00:00Z'

test('from a starting draft to every format', async (t) => {
  const desk = await openDesk()
  t.after(desk.end)
  const begun = await run(desk, NEW)
  assert.equal(begun.code, 0, begun.both)
  assert.match(begun.out, /^Written: flaw\.json\n$/)
  assert.equal((await run(desk, NEW)).code, 1)
  const valid = await run(desk, 'accord advisory validate flaw.json')
  assert.deepEqual([valid.out, valid.code], ['flaw.json: draft, VALID\n', 0], valid.both)
  const formats = ['csaf-2.0', 'csaf-2.1', 'cve', 'openvex', 'cyclonedx']
  const made = await run(desk, `for format in ${formats.join(' ')}; do accord advisory convert flaw.json --to $format --output $format.json || exit 9; done`)
  assert.equal(made.code, 0, made.both)
  assert.equal(made.out, formats.map((format) => `Written: ${format}.json\n`).join(''))
  const lost = await run(desk, 'accord advisory convert flaw.json --to osv > osv.json')
  assert.match(lost.err, /^osv has no place for:\n/)
  assert.match(lost.err, /\/vulnerabilities\/0\/remedies +remedies: OSV has no field for it/)
  const judged = await run(desk, 'accord advisory validate --json csaf-2.0.json cve.json osv.json openvex.json')
  assert.deepEqual(JSON.parse(judged.out).map(({ format, valid }: { format: string; valid: boolean }) => [format, valid]), [['csaf-2.0', true], ['cve', true], ['osv', true], ['openvex', true]], judged.both)
  const csaf = JSON.parse(readFileSync(join(desk.folder, 'csaf-2.0.json'), 'utf8'))
  assert.deepEqual([csaf.document.tracking.id, csaf.document.publisher.name], ['EX-2026-001', 'Lumen Cloud'])
})

test('what is wrong is told with its rule and its fix, and changes the exit code', async (t) => {
  const desk = await openDesk()
  t.after(desk.end)
  await run(desk, NEW)
  const text = readFileSync(join(desk.folder, 'flaw.json'), 'utf8')
  writeFileSync(join(desk.folder, 'wrong.json'), text.replace('"CWE-20"', '"CWE-1"').replace('"details": "Install version 1.4.2.", ', '"details": "",'))
  const wrong = await run(desk, 'accord advisory validate flaw.json wrong.json')
  assert.equal(wrong.code, 7, wrong.both)
  assert.match(wrong.out, /^flaw\.json: draft, VALID\nerror empty \/vulnerabilities\/0\/remedies\/0\/details is empty\n +fix: write a text, or remove the field\n/)
  assert.match(wrong.out, /wrong\.json: draft, NOT VALID, 1 error\n$/)
  const refused = await run(desk, 'accord advisory convert wrong.json --to csaf-2.0')
  assert.equal(refused.code, 7, refused.both)
  assert.match(refused.err, /accord advisory validate wrong\.json/)
  writeFileSync(join(desk.folder, 'no.json'), '[]')
  assert.equal((await run(desk, 'accord advisory validate no.json')).code, 7)
  assert.equal((await run(desk, 'accord advisory convert flaw.json --to pdf')).code, 2)
  assert.equal((await run(desk, 'accord advisory publish')).code, 2)
  assert.equal((await run(desk, 'accord advisory publish --approve advisory_1')).code, 2)
  const unfinished = await run(desk, 'accord advisory publish wrong.json')
  assert.equal(unfinished.code, 7, unfinished.both)
})

test('two of them compared, whatever their formats', async (t) => {
  const desk = await openDesk()
  t.after(desk.end)
  await run(desk, NEW)
  const text = readFileSync(join(desk.folder, 'flaw.json'), 'utf8')
  writeFileSync(join(desk.folder, 'later.json'), text.replace('"state": "affected"', '"state": "investigating"').replace('Product: what can happen, in one line', 'Product: it can stop'))
  const changed = await run(desk, 'accord advisory diff flaw.json later.json')
  assert.equal(changed.code, 0, changed.both)
  assert.match(changed.out, /~ title was "Product: what can happen, in one line", is "Product: it can stop"\n/)
  assert.match(changed.out, /~ .*Product before 1\.4\.2, state was "affected", is "investigating"\n/)
  await run(desk, 'accord advisory convert flaw.json --to csaf-2.0 --output csaf.json')
  const same = await run(desk, 'accord advisory diff flaw.json flaw.json')
  assert.equal(same.out, 'Nothing changed.\n')
  const across = JSON.parse((await run(desk, 'accord advisory diff flaw.json csaf.json --json')).out)
  assert.deepEqual(across.map(({ path }: { path: string }) => path).filter((path: string) => path.endsWith('/state')), [])
})
