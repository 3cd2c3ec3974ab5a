/** The check of a domain as a terminal sees it: against a whole hub, which measures the sample's own servers. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestHouse } from '../../../../conformance/start.ts'
import { openDesk, run } from '../../testing/transcript.ts'

test('what a domain shows, in words, for programs, and as an exit code', { timeout: 120_000 }, async (t) => {
  const hub = await startTestHouse({ filled: false })
  const desk = await openDesk({ HUB: hub.url })
  t.after(async () => {
    await desk.end()
    await hub.close()
  })
  const good = await run(desk, 'accord check domain https://northgate-grid.example/ --hub $HUB')
  assert.equal(good.code, 0, good.both)
  assert.match(good.out, /^ok {11}security-txt {14}The file is there/m)
  assert.match(good.out, /northgate-grid\.example: (\d+) of \1 baseline checks pass \(web (\d+) of \2, mail (\d+) of \3\)\n/)
  assert.match(good.out, /against the sample’s own servers\n$/)

  const bad = await run(desk, 'accord check domain small-lantern.example --hub $HUB --fixes')
  assert.equal(bad.code, 7, bad.both)
  assert.match(bad.out, /^FAIL {9}tls-versions {14}The server still speaks TLS 1\.0/m)
  assert.match(bad.out, /^ {15}_dmarc\.small-lantern\.example\. IN TXT /m)

  const { code, out, err } = await run(desk, 'accord check domain small-lantern.example --hub $HUB --json')
  const report = JSON.parse(out)
  assert.deepEqual([code, err, report.domain, report.sample], [7, '', 'small-lantern.example', true])
  assert.ok(report.results.every(({ findings }: { findings: unknown[] }) => findings.length > 0))

  const nowhere = await run(desk, 'accord check domain nowhere.example --hub $HUB')
  assert.equal(nowhere.code, 8, nowhere.both)
  const address = await run(desk, 'accord check domain 192.0.2.1 --hub $HUB')
  assert.deepEqual([address.code, /an address is not a domain/.test(address.err)], [6, true], address.both)
  assert.equal((await run(desk, 'accord check domain small-lantern.example')).code, 4)
})
