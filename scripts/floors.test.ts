/** The floors hold: imports planted where they must not be are each found by name. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

const root = dirname(import.meta.dirname)
const PLANTS: [file: string, imports: string, rule: string][] = [
  ['packages/taxii/src/plant.ts', '@openaccord/stix', 'standards-stand-alone'],
  ['packages/stix/src/plant.ts', 'node:fs', 'standards-do-no-io'],
  ['packages/tlog/src/plant.ts', '@openaccord/attest', 'standards-stand-alone'],
  ['packages/attest/src/plant.ts', 'node:crypto', 'standards-do-no-io'],
  ['packages/verifier/src/plant.ts', '@openaccord/stix', 'the-verifier-knows-formats-and-facts'],
  ['server/src/capabilities/members/plant3.ts', '@openaccord/tlog', 'the-log-is-spoken-in-ledger'],
  ['server/src/compose/plant.ts', '@openaccord/verifier', 'the-hub-does-not-check-itself'],
  ['packages/facts/src/plant.ts', '@openaccord/stix', 'facts-know-only-names'],
  ['packages/api/src/plant.ts', '@openaccord/taxii', 'contract-knows-only-words'],
  ['server/src/kernel/plant.ts', 'node:fs', 'kernel-does-no-io'],
  ['server/src/kernel/plant2.ts', '../platform/database.ts', 'kernel-does-no-io'],
  ['server/src/platform/plant.ts', '../capabilities/members/model.ts', 'platform-knows-no-capability'],
  ['server/src/capabilities/members/plant.ts', '../exchange/index.ts', 'sisters-of-members'],
  ['server/src/capabilities/exchange/plant.ts', '../members/model.ts', 'sisters-of-exchange'],
  ['server/src/capabilities/members/plant2.ts', '@openaccord/stix', 'stix-and-taxii-are-spoken-in-exchange'],
  ['server/src/capabilities/members/verbs/plant.ts', '@openaccord/api', 'contract-only-at-the-routes'],
  ['server/src/capabilities/exchange/verbs/plant.ts', '../../../compose/house.ts', 'nobody-imports-compose'],
  ['server/src/plant.ts', '../../packages/stix/src/ids.ts', 'through-the-front-door'],
  ['cli/src/plant.ts', '../../server/src/kernel/index.ts', 'clients-never-meet-the-server'],
  ['portal/app/plant.ts', '../../cli/src/plant2.ts', 'portal-and-cli-are-strangers'],
]

test('each planted import is found', (t) => {
  const copy = mkdtempSync(join(tmpdir(), 'floors-'))
  t.after(() => rmSync(copy, { recursive: true, force: true }))
  for (const part of ['packages', 'server', 'portal/app', 'cli/src', 'scripts', '.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
    cpSync(join(root, part), join(copy, part), { recursive: true, filter: (path) => !/node_modules|[\\/](dist|build)([\\/]|$)|\.test\.tsx?$/.test(path) })
  }
  mkdirSync(join(copy, 'node_modules', '@openaccord'), { recursive: true })
  for (const name of ['names', 'stix', 'taxii', 'tlog', 'attest', 'verifier', 'facts', 'api']) symlinkSync(join(copy, 'packages', name), join(copy, 'node_modules', '@openaccord', name))
  for (const name of ['dependency-cruiser', 'typescript-6']) symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name))
  writeFileSync(join(copy, 'cli/src/plant2.ts'), 'export const here = 1\n')
  for (const [file, imports] of PLANTS) writeFileSync(join(copy, file), `import * as planted from '${imports}'\nexport const p = planted\n`)

  const { stdout } = spawnSync(process.execPath, ['scripts/floors.ts'], { cwd: copy, encoding: 'utf8' })
  for (const [file, imports, rule] of PLANTS) {
    assert.ok(stdout.split('\n').some((line) => line.includes(rule) && line.includes(file)), `${rule}: ${file} → ${imports}\n${stdout}`)
  }
})
