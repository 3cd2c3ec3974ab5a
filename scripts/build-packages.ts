/** Emits what is published of each package: JavaScript and types into its `dist`, in the order of who knows whom. */
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = dirname(import.meta.dirname)
for (const name of ['names', 'facts', 'stix', 'taxii', 'tlog', 'attest', 'csaf', 'vulns', 'advisory', 'disclosure', 'baseline', 'verifier', 'api']) {
  const folder = join(root, 'packages', name)
  rmSync(join(folder, 'dist'), { recursive: true, force: true })
  const done = spawnSync(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder], { stdio: 'inherit' })
  if (done.status !== 0) process.exit(1)
  console.log(`${name}: built`)
}
