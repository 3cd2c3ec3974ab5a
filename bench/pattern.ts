/**
 * How fast patterns are parsed and checked, against JSON.parse of the same patterns as JSON strings in the same run.
 * Prints one line a measure: patterns a second, megabytes a second, and the ratio to the floor.
 */
import { checkPattern, parsePattern } from '../packages/stix/src/pattern/index.ts'

const PATTERNS = Array.from({ length: 2_000 }, (_, n) => {
  const hex = n.toString(16).padStart(8, '0')
  switch (n % 5) {
    case 0: return `[file:hashes.'SHA-256' = '${hex.repeat(8)}']`
    case 1: return `[ipv4-addr:value = '198.51.100.${n % 256}']`
    case 2: return `[domain-name:value = 'host-${hex}.example.com']`
    case 3: return `[url:value = 'http://example.com/${hex}'] AND [file:name = '${hex}.dll' AND file:size > ${n}]`
    default: return `([file:hashes.MD5 = '${hex.repeat(4)}'] FOLLOWEDBY [process:name IN ('a', 'b')]) WITHIN 300 SECONDS`
  }
})
const TEXTS = PATTERNS.map((pattern) => JSON.stringify(pattern))
const CHARACTERS = PATTERNS.reduce((sum, pattern) => sum + pattern.length, 0)

/** The best of several rounds, in patterns a second. */
function perSecond(work: () => void): number {
  let best = 0
  for (let round = 0; round < 12; round++) {
    const begin = performance.now()
    for (let n = 0; n < 10; n++) work()
    best = Math.max(best, (PATTERNS.length * 10_000) / (performance.now() - begin))
  }
  return best
}

let kept = 0
const floor = perSecond(() => { for (const text of TEXTS) kept += (JSON.parse(text) as string).length })
const checked = perSecond(() => { for (const pattern of PATTERNS) if (checkPattern(pattern) !== undefined) kept++ })
const parsed = perSecond(() => { for (const pattern of PATTERNS) kept += parsePattern(pattern).at })
if (kept === 0) throw new Error('nothing was measured')

for (const [name, rate] of [['JSON.parse (floor)', floor], ['checkPattern', checked], ['parsePattern', parsed]] as const) {
  const megabytes = (rate * CHARACTERS) / PATTERNS.length / 1e6
  console.log(`${name.padEnd(20)} ${Math.round(rate).toLocaleString('en').padStart(12)}/s ${megabytes.toFixed(0).padStart(6)} MB/s  ${(rate / floor).toFixed(2)} of the floor`)
}
