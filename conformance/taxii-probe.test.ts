/** An outsider's probe of every MUST of TAXII 2.1, over real sockets, against a filled hub on each engine. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { test } from 'node:test'
import { figures, noData, onEveryEngine, testData } from './everywhere.ts'
import { startTestHouse } from './start.ts'

const PROBE = testData('..', 'checks', 'taxii-probe.mjs')

onEveryEngine('the TAXII 2.1 probe', (where) => {
  test('finds nothing wrong, signed in by Basic or by Bearer', { skip: PROBE === undefined && noData('..', 'checks', 'taxii-probe.mjs') }, async () => {
    const hub = await startTestHouse({ database: await where.freshUrl() })
    const { discovery, apiRoot, collection, user, password, token } = hub.guide.taxii
    try {
      for (const who of [['--user', user, '--pass', password], ['--token', token]]) {
        const { code, lines } = await run([PROBE!, '--disc', discovery, '--base', apiRoot, '--collection', collection, ...who])
        assert.deepEqual(lines.filter((line) => line.startsWith('FAIL')), [])
        const [, passed = '0', failed = '?'] = /(\d+) passed, (\d+) failed/.exec(lines.join('\n')) ?? []
        figures(`${where.engine}, ${who[0]}: ${passed} rules hold, ${failed} do not`)
        assert.ok(Number(passed) >= 61, `only ${passed} rules were tried`)
        assert.deepEqual({ failed, code }, { failed: '0', code: 0 })
      }
    } finally {
      await hub.close()
    }
  })
})

function run(words: string[]): Promise<{ code: number | null; lines: string[] }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => void (text += chunk))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, lines: text.split('\n') }))
  })
}
