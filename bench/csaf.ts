/**
 * A CSAF document of 5 MB through the schema and all 74 tests of section 6, from its text, against `JSON.parse` of the same bytes in the
 * same run. Wall time and processor time (`process.cpuUsage`). `node --conditions=source bench/csaf.ts [megabytes=5]`; target under 1 s.
 */
import { validateCsafText } from '../packages/csaf/src/index.ts'

const MEGABYTES = Number(process.argv[2] ?? 5)
const ROUNDS = 7
const LIMIT_MS = 1000
const PRODUCTS_EACH = 40

const product = (n: number) => ({ name: `Quayside Gateway ${n}`, product_id: `CSAFPID-${n}`, product_identification_helper: { cpe: `cpe:2.3:a:quayside:gateway:${n}:*:*:*:*:*:*:*` } })

/** As much of a product tree as of vulnerabilities, with scores, remediations and references: every kind of test has work. */
function documentOf(vulnerabilities: number): Record<string, unknown> {
  const products = vulnerabilities * 4
  const ids = (from: number, many: number): string[] => Array.from({ length: many }, (_, at) => `CSAFPID-${(from + at) % products}`)
  return {
    document: {
      category: 'csaf_security_advisory', csaf_version: '2.0', title: 'A large advisory', lang: 'en', distribution: { tlp: { label: 'WHITE' } },
      publisher: { category: 'vendor', name: 'Quayside', namespace: 'https://quayside.example' }, notes: [{ category: 'summary', text: 'Many flaws at once.', title: 'Summary' }],
      references: [{ category: 'self', summary: 'This document', url: 'https://quayside.example/advisories/2026/qs-2026-0001.json' }],
      tracking: { id: 'QS-2026-0001', version: '1', status: 'final', initial_release_date: '2026-11-01T10:00:00Z', current_release_date: '2026-11-01T10:00:00Z', revision_history: [{ number: '1', date: '2026-11-01T10:00:00Z', summary: 'First.' }] },
    },
    product_tree: { branches: [{ category: 'vendor', name: 'Quayside', branches: Array.from({ length: products }, (_, n) => ({ category: 'product_version', name: String(n), product: product(n) })) }] },
    vulnerabilities: Array.from({ length: vulnerabilities }, (_, n) => {
      const affected = ids(n * 4, PRODUCTS_EACH)
      return {
        cve: `CVE-2026-${10_000 + n}`, cwe: { id: 'CWE-787', name: 'Out-of-bounds Write' }, title: `Flaw ${n}`, notes: [{ category: 'description', text: 'Long names are written past the end of a buffer. '.repeat(4), title: 'Description' }],
        product_status: { known_affected: affected, fixed: ids(n * 4 + PRODUCTS_EACH, 10) },
        scores: [{ products: affected, cvss_v3: { version: '3.1', vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', baseScore: 9.8, baseSeverity: 'CRITICAL' } }],
        remediations: [{ category: 'vendor_fix', details: 'Update.', product_ids: affected }], references: [{ category: 'external', summary: 'Details', url: `https://quayside.example/flaws/${n}` }],
      }
    }),
  }
}

const perOne = JSON.stringify(documentOf(100)).length / 100
const text = JSON.stringify(documentOf(Math.ceil((MEGABYTES * 1e6) / perOne)))

function best(run: () => unknown): { wall: number; cpu: number } {
  const least = { wall: Infinity, cpu: Infinity }
  for (let round = 0; round < ROUNDS; round++) {
    const [start, before] = [performance.now(), process.cpuUsage()]
    run()
    const { user, system } = process.cpuUsage(before)
    least.wall = Math.min(least.wall, performance.now() - start)
    least.cpu = Math.min(least.cpu, (user + system) / 1000)
  }
  return least
}

const { valid, schema, tests } = validateCsafText(text)
if (!valid || schema.length > 0) throw new Error(`the document is at fault: ${JSON.stringify([schema.slice(0, 3), tests.filter(({ state }) => state === 'failed').map(({ id, findings }) => [id, findings[0]])])}`)
const floor = best(() => JSON.parse(text))
const ours = best(() => validateCsafText(text))
const half = best(() => validateCsafText(JSON.stringify(documentOf(Math.ceil((MEGABYTES * 5e5) / perOne)))))
const show = (name: string, { wall, cpu }: { wall: number; cpu: number }): void => console.log(`${name.padEnd(34)} ${wall.toFixed(0).padStart(6)} ms  processor ${cpu.toFixed(0).padStart(6)} ms  ${(wall / floor.wall).toFixed(1)} × JSON.parse`)
console.log(`${(text.length / 1e6).toFixed(1)} MB, best of ${ROUNDS}`)
show('JSON.parse', floor)
show('schema and all 74 tests', ours)
show('a document of half that size', half)
if (ours.cpu > LIMIT_MS) process.exitCode = 1
